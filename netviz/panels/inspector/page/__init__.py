"""The page "Look inside" beside the graph: tabs about the neuron or edge that is kept there.

Each tab is a `Tab` (`tab.py`) in a folder of its own and a row in `PAGES` (`rows.py`). A tab knows no trainer
and no program: it is given frozen values, and says what it wants by signals.

- `show_inside(shown)`: what is on screen, at every tick that has something new, while the tab is visible.
- `show_pointed(focus)`: what the pointer rests on in the graph, while the tab is visible.
- `pointed(Focus | None)`: light this neuron or edge up in the graph.
- `chosen(Focus)`: keep this one from now on; graph and page go there.
- `wanted(...)`: whatever the tab's feed understands.

What takes long is worked out by a feed (`app/inspector/feeds.py`) on the job thread. Tabs are made when they
are opened first.
"""
