"""The window on a wall: larger type, no panels, the story's sentence and formula in the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from netviz.panels.lecture.blackness import Blackness
from netviz.panels.lecture.spoken import Spoken
from netviz.rendering.fonts import text_size

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

LARGE: Final = 150  # percent: text is at least so large
BLACK: Final = "."  # what many clickers send; otherwise it is the next kept step
_LATER: Final = "time.later"


@dataclass(frozen=True)
class _Before:
    """How the window was: its state, the text size, and whose key the full stop was."""

    state: Qt.WindowState
    text_size: int
    later: tuple[QKeySequence, ...]
    black: tuple[QKeySequence, ...]


class Presentation(QObject):
    """On and off; off, all is as it was before."""

    changed = Signal(bool)

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._before: _Before | None = None
        self._black: Blackness | None = None
        window = program.window
        self._spoken = Spoken(window.places)
        window.places.stand(self._spoken, "below", ("explain",), presented=None)
        program.presenter.figures_changed.connect(self._speak)

    @property
    def on(self) -> bool:
        """Whether it is presented."""
        return self._before is not None

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {"lecture.present": self.toggle, "lecture.black": self.black}

    def reasons(self) -> dict[str, Callable[[], str]]:
        """Why some of it can't be done now."""
        return {"lecture.black": lambda: "" if self.on else "Only in a presentation."}

    def toggle(self) -> None:
        """Begin, or end."""
        if self.on:
            self.end()
        else:
            self.begin()

    def begin(self) -> None:
        """Full screen, larger, without panels."""
        program, actions = self._program, self._program.actions
        window, later, black = program.window, actions[_LATER], actions["lecture.black"]
        self._before = _Before(
            window.windowState(), text_size(), tuple(later.shortcuts()), tuple(black.shortcuts())
        )
        stop = QKeySequence(BLACK)
        later.setShortcuts([key for key in later.shortcuts() if key != stop])
        black.setShortcuts([*black.shortcuts(), stop])
        window.present(True)
        if text_size() < LARGE:
            program.appearance.choose_text_size(LARGE)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        window.canvas.setFocus()
        self._speak()
        self.changed.emit(True)

    def end(self) -> bool:
        """As it was before; whether it was presented."""
        before, self._before = self._before, None
        if before is None:
            return False
        program = self._program
        window = program.window
        self._show_again()
        program.actions[_LATER].setShortcuts(before.later)
        program.actions["lecture.black"].setShortcuts(before.black)
        if text_size() != before.text_size:
            program.appearance.choose_text_size(before.text_size)
        window.present(False)
        window.setWindowState(before.state)
        self.changed.emit(False)
        return True

    def black(self) -> None:
        """Nothing on the wall, until a key or a click."""
        if self.on and self._black is None:
            self._black = Blackness(self._program.window)
            self._black.ended.connect(self._show_again)

    def _show_again(self) -> None:
        black, self._black = self._black, None
        if black is not None:
            black.hide()
            black.deleteLater()
            self._program.window.canvas.setFocus()

    def _speak(self) -> None:
        if not self.on or self._program.rooms.now != "explain":
            return
        scene = self._program.window.canvas.scene
        moment = None if scene is None else scene.moment
        if moment is None or not moment.caption:
            self._spoken.show_nothing()
        else:
            self._spoken.show_moment(moment)
