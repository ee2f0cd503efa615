"""The window on a wall: larger type, no panels, the story's sentence and formula in the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from netviz.app.program.rooms import SPACE
from netviz.app.window.main_window import NETWORK
from netviz.panels.lecture.blackness import Blackness
from netviz.panels.lecture.spoken import Spoken
from netviz.rendering.fonts import text_size
from netviz.rendering.units import hold
from netviz.viewmodels.playing.later import Later

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

LARGE: Final = ((1000, 200), (0, 150))
"""Of a screen that is at least so many pixels high, how large text is at least, in percent."""

TRAINED: Final = 170  # units: of the network in the room Train, so that it stands there with its curves
ONLY_HERE: Final = "A black screen is for a presentation: F5 begins one."
GIVEN: Final = (("time.later", "lecture.black", "."),)
"""Keys that many clickers send, whose they are otherwise, and whose in a presentation."""

THROUGH: Final = (("story.next", "lecture.next", "PgDown"), ("story.back", "lecture.previous", "PgUp"))
"""The same where there are scenes to go through; the arrows still lead through the story."""


@dataclass(frozen=True)
class Before:
    """How the window was: its state and the text size."""

    state: Qt.WindowState
    text_size: int


class Presentation(QObject):
    """On and off; off, all is as it was before."""

    changed = Signal(bool)

    def __init__(self, program: Program, has_scenes: Callable[[], bool]) -> None:
        super().__init__()
        self._later = Later(self)
        self._program = program
        self._has_scenes = has_scenes
        self._before: Before | None = None
        self._given: tuple[tuple[str, str, str], ...] = ()
        self._black: Blackness | None = None
        window = program.window
        self._spoken = Spoken(window.places)
        window.places.stand(self._spoken, "below", ("explain",), presented=None)
        program.presenter.figures_changed.connect(self._speak)
        # After the room itself has put everything in its place.
        program.rooms.opened.connect(lambda _room: self._later.do(self._dress))

    @property
    def on(self) -> bool:
        """Whether it is presented."""
        return self._before is not None

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {"lecture.present": self.toggle, "lecture.black": self.black}

    def reasons(self) -> dict[str, Callable[[], str]]:
        """Why some of it can't be done now."""
        return {"lecture.black": lambda: "" if self.on else ONLY_HERE}

    def toggle(self) -> None:
        """Begin, or end."""
        if self.on:
            self.end()
        else:
            self.begin()

    def begin(self) -> None:
        """Full screen, larger, without panels."""
        self.go_on(Before(self._program.window.windowState(), text_size()))

    def go_on(self, before: Before) -> None:
        """The same, in a window that was presented before this run came."""
        program, window = self._program, self._program.window
        self._before = before
        self._take_keys()
        window.present(True)
        high = window.screen().size().height()
        large = next(percent for least, percent in LARGE if high >= least)
        if text_size() < large:
            program.appearance.choose_text_size(large)
        window.setWindowState(window.windowState() | Qt.WindowState.WindowFullScreen)
        window.banner.give_way()
        window.sentence.present(True)
        self._dress()
        window.canvas.setFocus()
        self._speak()
        self.changed.emit(True)

    def handed_over(self) -> Before | None:
        """Another run takes the window as it is, presented; this one has nothing to end any more."""
        before, self._before = self._before, None
        self._give_keys_back()
        return before

    def end(self) -> bool:
        """As it was before; whether it was presented."""
        before, self._before = self._before, None
        if before is None:
            return False
        program = self._program
        window = program.window
        self._show_again()
        self._give_keys_back()
        if text_size() != before.text_size:
            program.appearance.choose_text_size(before.text_size)
            program.actions[f"view.text.{before.text_size}"].setChecked(True)
        window.present(False)
        window.sentence.present(False)
        window.setWindowState(before.state)
        self._undress()
        self.changed.emit(False)
        return True

    def _dress(self) -> None:
        """What one presses has no place on the wall."""
        program = self._program
        if not self.on or program.others is None:
            return
        if program.plots.plots is not None:
            program.plots.plots.offer(False)
        self._show_feet()
        if program.rooms.now == "train":
            hold(program.window.canvas, least_height=TRAINED)
        if program.rooms.now == "explain":
            self._speak()

    def _undress(self) -> None:
        program = self._program
        if program.others is None:
            return
        if program.plots.plots is not None:
            program.plots.plots.offer(True)
        if program.rooms.now == "train":
            hold(program.window.canvas, least_height=NETWORK.height())
        self._show_feet()

    def _show_feet(self) -> None:
        others = self._program.others
        training = None if others is None else others.training.made
        if training is not None:
            training.show_feet()

    def black(self) -> None:
        """Nothing on the wall, until a key or a click."""
        if not self.on:
            self._program.window.banner.say(ONLY_HERE)
        elif self._black is None:
            self._black = Blackness(self._program.window)
            self._black.ended.connect(self._show_again)

    def _take_keys(self) -> None:
        self._give_keys_back()
        self._given = (*GIVEN, *(THROUGH if self._has_scenes() else ()))
        for owner, taker, key in self._given:
            self._hand_over(owner, taker, key)

    def _give_keys_back(self) -> None:
        given, self._given = self._given, ()
        for owner, taker, key in given:
            self._hand_over(taker, owner, key)

    def _hand_over(self, owner: str, taker: str, name: str) -> None:
        """A key is for another action now."""
        actions, key = self._program.actions, QKeySequence(name)
        actions[owner].setShortcuts([each for each in actions[owner].shortcuts() if each != key])
        # Space, which has its place by the room, stays the last one.
        own = actions[taker].shortcuts()
        at = own.index(SPACE) if SPACE in own else len(own)
        actions[taker].setShortcuts([*own[:at], key, *own[at:]])

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
