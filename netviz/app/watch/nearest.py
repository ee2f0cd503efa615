"""Search by example in Watch: what is nearest to what lies before the network, while one draws or types."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QAction

from netviz.app.program.parts import Parts
from netviz.app.screen.paper import Paper
from netviz.app.test.measurement import Measurement
from netviz.app.window.actions import ActionSet
from netviz.app.window.main_window import CURVES_HEIGHT
from netviz.app.window.places import NEAREST
from netviz.panels.kit.card import Card
from netviz.panels.nearest.cards import MOST, Like
from netviz.panels.nearest.panel import NearestPanel
from netviz.rendering.themed import theme_now
from netviz.tasks.answer import Classes, Numbers
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data, Examples
from netviz.training.figures import plain
from netviz.training.measure.nearest import LayerIndex, Nearest, index_of
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.hues import hue
from netviz.viewmodels.probe import Example, example

AT_ONCE: Final = 3_000_000
"""So many numbers are looked at within the frame, in a few milliseconds; more on the job thread."""


class NearestFeed:
    """Open, it works out what the chosen layer makes of all training examples, and looks among them at each
    movement; closed, it costs nothing.
    """

    def __init__(self, parts: Parts, paper: Paper) -> None:
        self._task = parts.task
        self._window = parts.window
        self._presenter = parts.presenter
        self._bridge = parts.bridge
        self._settings = parts.settings
        self._clock = parts.clock
        self._paper = paper
        self._examples: Examples | None = None
        self._missing: DataName | None = None
        self._layer: int | None = None  # the last hidden one, where nobody chose
        self._open = False
        self._curves: QAction | None = None
        self._key: tuple[object, ...] = ()
        card = Card(parts.window.places)
        card.column.setContentsMargins(12, 8, 12, 8)
        self.panel = NearestPanel(parts.task, card)
        card.add(self.panel, 1)
        parts.window.places.stand(card, "below", ("watch",), panel=NEAREST, size=CURVES_HEIGHT)
        self.reading: Measurement[LayerIndex] = Measurement(
            parts.bridge, "nearest", self._work, lambda _: None, lambda _: None, parts.clock.mark_dirty
        )
        self.panel.layer_chosen.connect(self._choose)
        self.panel.picked.connect(self._pick)
        parts.clock.tick.connect(self._follow)

    def furnish(self, actions: ActionSet) -> None:
        """The curves and this have one place: who asks for one gives the other up."""
        self._curves = curves = actions["view.curves"]
        curves.toggled.connect(lambda shown: actions["view.nearest"].setChecked(False) if shown else None)

    def show(self, shown: bool) -> None:
        """Show it in the place of the curves, or these again."""
        self._open = shown
        curves = self._settings.panel_shown("curves")
        if self._curves is not None:
            with QSignalBlocker(self._curves):
                self._curves.setChecked(curves and not shown)
        self._window.show_panel("curves", curves and not shown)
        self._window.show_panel(NEAREST, shown)
        if shown:
            self._clock.mark_dirty()
        else:
            self.reading.forget()
            self._key = ()

    def provide(self, data: Data) -> None:
        """These are learnt from."""
        if data.training is not self._examples:
            self._examples = data.training
            self.reading.forget()
            self._clock.mark_dirty()

    def miss(self, data: DataName | None) -> None:
        """The run's own examples are not there; None where they are."""
        self._missing = data
        self._clock.mark_dirty()

    def _choose(self, layer: int) -> None:
        self._layer = layer
        self._clock.mark_dirty()

    def _pick(self, row: int) -> None:
        examples = self._examples
        if examples is not None:
            right = examples.answers[row].ravel()[0].item()
            name = f"training {self._task.example} {row + 1:,}"
            self._paper.pick(example(examples.stored[row], "file", label=right, name=name, task=self._task))

    def _work(self, snapshot: Snapshot) -> Generator[float, None, LayerIndex]:
        assert self._examples is not None
        return index_of(snapshot, self._examples, self._layer_of(snapshot))

    def _layer_of(self, snapshot: Snapshot) -> int:
        last = len(snapshot.spec.sizes) - 1
        return max(last - 1, 0) if self._layer is None else min(self._layer, last)

    # ---- following

    def _follow(self) -> None:
        if not self._open or not self.panel.isVisible():
            return
        snapshot, examples, lies = self._presenter.snapshot, self._examples, self._presenter.example
        if snapshot is None or examples is None or not examples.task.fits(snapshot.spec):
            self._say("One moment", "The examples are still being read.")
            return
        layer = self._layer_of(snapshot)
        self.panel.show_layers(_layers(snapshot), layer)
        if self._missing is not None:
            self._say("The examples of this run are not there", f"It was trained with {self._missing}.")
            return
        self.reading.follow(snapshot, training=self._presenter.training, live=True, key=layer)
        index = self.reading.result
        if lies.empty:
            begin = self._task.filled(self._task.input.sentences.begin)
            self._say(
                begin, self._task.filled("What is most like it, of all training {examples}, appears here.")
            )
        elif index is None or index.layer != layer or not self.reading.same_network(snapshot):
            self._say("One moment", self._task.filled("The network reads all training {examples}."))
        else:
            self._search(index, lies)

    def _say(self, title: str, words: str) -> None:
        if self._key != (title, words):
            self._key = title, words
            self.panel.say(title, words)

    def _search(self, index: LayerIndex, lies: Example) -> None:
        key = (index, lies.id, theme_now().name)
        if key == self._key:
            return
        self._key = key
        stored = lies.pixels

        def found(nearest: Nearest | None) -> None:
            if key == self._key:
                self._show(index, nearest)

        if index.cost <= AT_ONCE:
            found(index.nearest(stored, MOST))
        else:
            self._bridge.submit("search", lambda _progress: index.nearest(stored, MOST), found)

    def _show(self, index: LayerIndex, nearest: Nearest | None) -> None:
        if nearest is None:
            self.panel.say(
                "There is nothing to compare", "This network’s weights have grown beyond all numbers."
            )
            return
        examples = index.examples
        named = self._naming()
        like = [
            Like(row, examples.stored[row], *named(examples.answers[row]), distance)
            for row, distance in zip(nearest.rows.tolist(), nearest.distances.tolist(), strict=True)
        ]
        of = f"of {len(index):,}" if len(index) == len(examples) else f"of the first {len(index):,}"
        self.panel.show_like(
            like,
            f"{of} training {self._task.examples}, by Euclid’s distance at step {index.snapshot.step:,}",
        )

    def _naming(self) -> Callable[[Any], tuple[str, str]]:
        """What is right for an example, and in which colour."""
        answer, palette = self._task.answer, theme_now()
        if isinstance(answer, Classes):
            classes = answer
            return lambda right: (classes.names[int(right)], hue(classes, int(right), palette))
        assert isinstance(answer, Numbers)
        numbers = answer
        return lambda right: (plain(float(numbers.meant(right).ravel()[0])), palette.text)


def _layers(snapshot: Snapshot) -> list[str]:
    """What they are called, the input first."""
    return ["inputs", *(f"hidden {k}" for k in range(1, snapshot.spec.n_layers)), "outputs"]
