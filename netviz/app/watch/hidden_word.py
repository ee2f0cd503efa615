"""The word under the first hidden layer can be asked what it means."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect

from netviz.panels.kit.term_spot import TermSpot
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import caption_places
from netviz.rendering.units import covered


class HiddenWord:
    """Follows the caption; in the room Train the columns have feet in its place."""

    def __init__(self, canvas: GraphCanvas, room: Callable[[], str]) -> None:
        self.spot = TermSpot("hidden layer", canvas)
        self._canvas = canvas
        self._room = room
        self._key: tuple[object, ...] = ()
        canvas.painted.connect(self._follow)

    def _follow(self) -> None:
        scene, canvas = self._canvas.scene, self._canvas
        if scene is None:
            return
        key = (scene.layout.identity, canvas.camera, canvas.size(), self._room())
        if key == self._key:
            return
        self._key = key
        place = caption_places(scene, canvas.camera, picture_family()).get(1)
        deep = scene.spec.n_layers > 1
        if place is None or not deep or self._room() == "train":
            self.spot.stand(QRect())
            return
        box = covered(place.adjusted(0, 0, 0, 2))
        self.spot.stand(box if canvas.rect().contains(box) else QRect())
