"""Feet for the columns on the canvas: plus and minus for neurons, a plus between columns for a layer."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from netviz.network.activations import USUAL
from netviz.network.spec import NetworkSpec
from netviz.panels.train.foot import HEIGHT, Foot, SignButton
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import caption_places
from netviz.rendering.units import pixels

BELOW: Final = 5  # pixels between the lowest neuron and the feet
CLEAR: Final = 36  # units between two feet for air, and for the cross that appears on one
TIGHT: Final = 4  # units for air where there are no more: there the cross covers what stands beside it
MOST_PLUSES: Final = 12  # hidden layers; a deeper network gets layers from the field where they are typed


class Feet(QObject):
    """Follows the scene on screen. Hidden until `show`."""

    resized = Signal(int, int)  # hidden layer 0 …, its new number of neurons
    removed = Signal(int)  # hidden layer
    crowded = Signal(bool)  # whether the picture has no room for pluses between its layers
    added = Signal(int)  # a hidden layer before this one, as many as there are for the last

    def __init__(self, canvas: GraphCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._shown = False
        self._crowded = False
        self._key: tuple[object, ...] = ()
        self.feet: list[Foot] = []
        self.pluses: list[SignButton] = []
        self.names: list[QLabel] = []  # above columns whose feet have no room for them
        canvas.painted.connect(self._follow)
        canvas.page_resized.connect(lambda *_: self._follow())

    def show(self, shown: bool) -> None:
        """Show or hide them all."""
        if shown != self._shown:
            self._shown = shown
            self._key = ()
            self._follow()

    def refuse(self) -> None:
        """What was asked for can't be."""
        for foot in self.feet:
            foot.refuse()

    def _follow(self) -> None:
        scene, canvas = self._canvas.scene, self._canvas
        if not self._shown or scene is None:
            if self._key != (None,):
                self._key = (None,)
                for widget in (*self.feet, *self.pluses, *self.names):
                    widget.hide()
            return
        layout = scene.layout
        key = (layout.identity, canvas.camera, canvas.wide, canvas.high)
        if key == self._key:
            return
        self._key = key
        spec = layout.spec
        self._count(len(spec.sizes) - 2)
        if not self.feet and not self.pluses:
            self._tell(False)
            return
        # Below all discs, as the captions that they stand over: inputs that are no image are a column too.
        columns = spec.neuron_slices[0 if layout.image is None else 1 :]
        lowest = max(float((layout.xy[s, 1] + layout.radius[s]).max()) for s in columns)
        xs = [canvas.camera.to_screen(x, lowest)[0] for x in layout.column_x]
        y = canvas.camera.to_screen(0.0, lowest)[1] + BELOW
        y = min(y, canvas.high - HEIGHT - 2)
        highest = min(float((layout.xy[s, 1] - layout.radius[s]).min()) for s in columns)
        top = canvas.camera.to_screen(0.0, highest)[1] - BELOW - HEIGHT
        spacing = min((b - a for a, b in pairwise(xs)), default=1e9)
        placed = caption_places(scene, canvas.camera, picture_family())
        captions = [placed[k + 1].width() if k + 1 in placed else 0.0 for k in range(len(self.feet))]
        beside = self._share(spec, spacing, captions)
        for k, foot in enumerate(self.feet):
            foot.stand(xs[k + 1], y)
            foot.setVisible(0 < xs[k + 1] < canvas.wide)
            self._name(k, xs[k + 1], top + HEIGHT + BELOW, spacing)
        self._place_pluses(xs, y if beside else top, hidden=not (beside or top >= 2))

    def _place_pluses(self, xs: list[float], y: float, *, hidden: bool) -> None:
        """Between the columns. Lines are all that lies there; where neither place is free of them the field
        does it in which layers are typed.
        """
        for k, plus in enumerate(self.pluses):
            middle = (xs[k] + xs[k + 1]) / 2
            plus.move(round(pixels(middle) - plus.width() / 2), pixels(y))
            plus.setVisible(0 < middle < self._canvas.wide and not hidden)
        self._tell(hidden or not self.pluses)

    def _tell(self, crowded: bool) -> None:
        if crowded != self._crowded:
            self._crowded = crowded
            self.crowded.emit(crowded)

    def _name(self, k: int, x: float, top: float, spacing: float) -> None:
        """Above a column that begins at `top`, in units, where its foot does not say it."""
        name, foot = self.names[k], self.feet[k]
        for words in (f"hidden {k + 1}", f"{k + 1}"):
            name.setText(words)
            name.adjustSize()
            if name.width() <= pixels(spacing) - 6:
                break
        name.move(round(pixels(x) - name.width() / 2), max(pixels(top) - name.height(), 0))
        name.setVisible(foot.isVisibleTo(self._canvas) and not foot.named)

    def _share(self, spec: NetworkSpec, spacing: float, captions: list[float]) -> bool:
        """Make feet, and pluses between them, as large as there is room for: there no line passes. Whether
        there is any.
        """
        for word, room, clear in (
            (True, spacing, CLEAR),
            (False, spacing, CLEAR),
            (False, spacing - HEIGHT - TIGHT, TIGHT),
        ):
            for k, foot in enumerate(self.feet):
                foot.show_layer(spec.sizes[k + 1], round(room), captions[k])
            for plus in self.pluses:
                plus.show_word(word)
            foot_width = max((foot.width() for foot in self.feet), default=0)
            width = max((plus.width() for plus in self.pluses), default=0)
            if pixels(spacing) - foot_width - pixels(clear) >= width:
                return True
        # Pluses stand elsewhere: the feet have all the room.
        for k, foot in enumerate(self.feet):
            foot.show_layer(spec.sizes[k + 1], round(spacing), captions[k])
        return False

    def _count(self, hidden: int) -> None:
        """As many feet as hidden layers."""
        pluses = hidden + 1 if hidden <= MOST_PLUSES else 0
        while len(self.feet) > hidden:
            _drop(self.feet.pop())
            _drop(self.names.pop())
        while len(self.pluses) > pluses:
            _drop(self.pluses.pop())
        while len(self.feet) < hidden:
            k = len(self.feet)
            foot = Foot(k + 1, self._canvas)
            foot.resized.connect(lambda n, k=k: self.resized.emit(k, n))
            foot.removed.connect(lambda k=k: self.removed.emit(k))
            self.feet.append(foot)
            name = QLabel(self._canvas)
            name.setProperty("role", "muted")
            name.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self.names.append(name)
        while len(self.pluses) < pluses:
            k = len(self.pluses)
            plus = SignButton("+ layer", "Add a layer here", "Add a hidden layer here.", self._canvas)
            plus.clicked.connect(lambda _=False, k=k: self.added.emit(k))
            self.pluses.append(plus)


def layer_added(spec: NetworkSpec, place: int) -> NetworkSpec:
    """With a hidden layer before hidden layer `place`, as wide as that one, or as the one before it."""
    hidden, kinds = list(spec.sizes[1:-1]), list(spec.activations)
    like = min(place, len(hidden) - 1)
    hidden.insert(place, hidden[like] if hidden else 16)
    kinds.insert(place, kinds[like] if kinds else USUAL)
    return _with(spec, hidden, kinds)


def layer_removed(spec: NetworkSpec, place: int) -> NetworkSpec:
    """Without hidden layer `place`."""
    hidden, kinds = list(spec.sizes[1:-1]), list(spec.activations)
    del hidden[place], kinds[place]
    return _with(spec, hidden, kinds)


def layer_resized(spec: NetworkSpec, place: int, n: int) -> NetworkSpec:
    """With `n` neurons in hidden layer `place`."""
    hidden = list(spec.sizes[1:-1])
    hidden[place] = n
    return _with(spec, hidden, list(spec.activations))


def change_words(before: NetworkSpec, after: NetworkSpec) -> str:
    """What undo calls it."""
    if len(after.sizes) > len(before.sizes):
        return "added layer"
    if len(after.sizes) < len(before.sizes):
        return "removed layer"
    return "change of layers" if before.sizes != after.sizes else "change of the network"


def _with(spec: NetworkSpec, hidden: list[int], kinds: list[str]) -> NetworkSpec:
    sizes = (spec.sizes[0], *hidden, spec.sizes[-1])
    return NetworkSpec(sizes, tuple(kinds), spec.loss, spec.initialiser)


def _drop(widget: QWidget) -> None:
    widget.hide()
    widget.deleteLater()
