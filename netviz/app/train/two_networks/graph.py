"""The graph of the differences between two networks, and what is pointed at in it."""

from __future__ import annotations

from itertools import count

import numpy as np
from numpy.typing import NDArray

from netviz.panels.two_networks.page import TwoNetworksPage
from netviz.panels.two_networks.words import SAME, are_one, of_drawn, of_focus
from netviz.tasks.examples import Data
from netviz.training.compare.matching import Matching
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.probe import Example, Probe, example
from netviz.viewmodels.references import SHADE_DIGITS, shade_references
from netviz.viewmodels.scene import Focus, resolve

_numbers = count()


class Differences:
    """B − A on the page's canvas; an example that is read in it shades the neurons as A or as B has them."""

    def __init__(self, page: TwoNetworksPage, palette: Palette) -> None:
        self._page = page
        self._palette = palette
        self._matching: Matching | None = None
        self._both: dict[str, Snapshot] = {}
        self._shades: dict[str, tuple[float, ...]] = {}
        self._reference: NDArray[np.float32] | None = None  # it takes a while, and a hand moves often
        self._probe = Probe()
        self._read: int | None = None
        self._hovered: Focus | None = None
        self._kept: Focus | None = None
        self._drawn = ""  # what both answer to what lies before the network in the window
        self._as = "a"
        page.canvas.hovered.connect(self._hover)
        page.canvas.picked.connect(self._keep)
        page.canvas.page_resized.connect(lambda *_: self.draw())
        page.shaded.connect(self._shade)

    def show(self, matching: Matching | None, data: Data, drawn: Example) -> None:
        """These two; None where there is no graph of them. Until an example is chosen, they read what is
        `drawn` before the network in the window.
        """
        self._matching = None
        self._let_go(drawn)
        if matching is None:
            return
        self._matching, self._reference = matching, None
        number, spec, task = next(_numbers), matching.spec, data.task
        self._both = {
            name: Snapshot("two networks", number, step, spec, flat, task=task)
            for step, (name, flat) in enumerate((("a", matching.a), ("b", matching.matched)))
        }
        inputs = data.validation.inputs(slice(SHADE_DIGITS))
        self._shades = {
            name: tuple(map(float, shade_references(one, inputs))) for name, one in self._both.items()
        }
        self._drawn = SAME if are_one(matching) else self._of_drawn()
        self.draw()

    def read(self, row: int, data: Data) -> None:
        """Let both read one of the validation examples."""
        self._let_go(example(np.asarray(data.validation.stored[row]), "file", task=data.task), row)
        self.draw()

    def _let_go(self, lies: Example, row: int | None = None) -> None:
        """Nothing is pointed at; this is read."""
        self._drawn = ""
        self._read, self._hovered, self._kept = row, None, None
        self._page.canvas.keep(None)
        self._probe.show(lies)

    def _of_drawn(self) -> str:
        """What both answer to what is drawn; '' where nothing is, or one of them has diverged."""
        read = [self._probe.forward(one) for one in self._both.values()]
        if self._read is not None or len(read) < len("ab") or None in read:
            return ""
        a, b = (forward.a[-1] for forward in read if forward is not None)
        return of_drawn(a, b, self._both["a"].task)

    def set_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.draw()

    def draw(self) -> None:
        """What is new of it."""
        matching, page = self._matching, self._page
        canvas = page.canvas
        if matching is None or page.compared is None or canvas.width() < 20 or canvas.height() < 20:
            return
        a, b = self._both["a"], self._both["b"]
        shaded = self._both[self._as]
        forward = self._probe.forward(shaded)
        scene = resolve(
            b,
            make_layout(matching.spec, canvas.wide, canvas.high, b.task),
            self._palette,
            forward,
            shade_reference=self._shades[self._as],
            focus=self._hovered or self._kept,
            view="difference",
            since=a,
            reference=self._reference,
        )
        self._reference = scene.reference
        page.show_scene(scene)
        told = self._hovered or self._kept
        page.tell("" if told is None else of_focus(told, page.compared, matching), self._read, self._drawn)

    def _hover(self, focus: Focus | None) -> None:
        self._hovered = focus
        self.draw()

    def _keep(self, focus: Focus | None) -> None:
        self._kept = focus
        self._page.canvas.keep(focus)
        self.draw()

    def _shade(self, name: str) -> None:
        self._as = name
        self.draw()
