"""What a lecture takes along where a scene of another task takes the window."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from netviz.app.lecture.presentation import Before
from netviz.app.lecture.scene_list import Scene
from netviz.panels.lecture.curtain import Curtain


@dataclass(frozen=True, eq=False)
class Carried:
    """`at`: the scene that one was at, or to which one `goes`. `begun`: of what stood there before the first
    scene it was asked what shall become. `listed`: the list is open. `before`: how the window was before it
    was presented, and `picture` what is seen of it last; None where it is not presented.
    """

    scenes: tuple[Scene, ...]
    at: int
    goes: bool = False
    begun: bool = False
    listed: bool = False
    before: Before | None = None
    picture: QPixmap | None = None

    def presented(self, before: Before | None, window: QWidget) -> Carried:
        """With the presentation that goes on."""
        return replace(self, before=before, picture=None if before is None else window.grab())

    def cover(self, window: QWidget) -> None:
        """What is made anew in this window is not seen before it is there."""
        if self.picture is not None and self.goes:
            Curtain(self.picture, window)
