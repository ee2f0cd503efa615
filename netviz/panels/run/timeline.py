"""The strip under the network: the whole run to go through, play, mark and branch from."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from netviz.language.grammar import counted
from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.figures import digits_width, sized
from netviz.panels.run.step_track import StepTrack
from netviz.rendering import units
from netviz.rendering.fonts import text_size
from netviz.rendering.themed import Themed
from netviz.training.changes import Change
from netviz.viewmodels.playing.travel import SPEEDS, Direction

HEIGHT: Final = 34


BACK_TIP: Final = "Play the run backwards."
FORTH_TIP: Final = "Play the run from here; from the newest step, all of it."
SPEED_TIP: Final = (
    "How many steps of the run to play in a second. “Auto”: until you choose, it grows with the run's "
    "length, so that all of it takes some twenty seconds."
)
NOTHING_RECORDED: Final = "Only one step of this run is recorded yet, so there is nothing to play."


def speed_text(speed: float, *, chosen: bool = True) -> str:
    """`plays 30 steps/s`, `plays 1 step/s`: training has a pace of its own, in the same unit.
    `auto 30 steps/s` where nobody has chosen it and it follows the run's length.
    """
    if chosen:
        return counted(round(speed), "plays {n} step/s", "plays {n} steps/s")
    return counted(round(speed), "auto {n} step/s", "auto {n} steps/s")


_TRACK: Final = 120  # units: how long the strip is at least
_SHORT_TRACK: Final = 60


class Readout(Themed, QWidget):
    """The step on screen in strong figures, and beside it how it stands to the run; nothing ever moves."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = ""
        self._rest = self._epochs = ""
        self._brief = False
        self._last = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_step(self, step: int, last: int, wanted: int | None, epoch: int | None = None) -> None:
        """`wanted`: the step that was asked for, where another one is on screen; `epoch`, counted from 1: the
        one that the step belongs to, where that is known.
        """
        number = f"{step:,}"
        if wanted is not None:
            rest = f"near {wanted:,}"
        else:
            rest = f"of {last:,}" if step != last else counted(step, "step", "steps")
        epochs = "" if epoch is None else f" · epoch {epoch:,}"
        if (number, rest, epochs) == (self._step, self._rest, self._epochs):
            return
        grown = len(f"{last:,}") != len(self._last)
        self._step, self._rest, self._epochs, self._last = number, rest, epochs, f"{last:,}"
        self.setAccessibleName(f"step {number} {rest}{epochs}")
        self.setToolTip(
            f"The step on screen, and the newest of the run{epochs}."
            if wanted is None
            else f"The kept step nearest to {wanted:,}. Click to train up to that one again, exactly."
        )
        pointer = Qt.CursorShape.ArrowCursor if wanted is None else Qt.CursorShape.PointingHandCursor
        self.setCursor(pointer)
        if grown:
            self.updateGeometry()
        self.update()

    def set_brief(self, *, brief: bool) -> None:
        """Whether there is no room for the epoch: it is told on pointing then."""
        if brief != self._brief:
            self._brief = brief
            self.updateGeometry()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def sizeHint(self) -> QSize:
        return units.size((self._strong_width() + self._faint_width()) + 8, HEIGHT - 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            flags = Qt.AlignmentFlag.AlignVCenter
            strong = QRectF(0, 0, self._strong_width(), units.high(self))
            painter.setFont(self._strong())
            painter.setPen(QColor(self._palette.text))
            painter.drawText(strong, flags | Qt.AlignmentFlag.AlignRight, self._step)
            painter.setFont(sized(self.font(), 12))
            painter.setPen(QColor(self._palette.muted))
            painter.drawText(
                QRectF(strong.right() + 6, 0, self._faint_width(), units.high(self)),
                flags | Qt.AlignmentFlag.AlignLeft,
                self._rest if self._brief else self._rest + self._epochs,
            )

    def _strong(self) -> QFont:
        return sized(self.font(), 14, QFont.Weight.DemiBold)

    def _strong_width(self) -> float:
        return digits_width(self._strong(), max(self._last, "9,999", key=len))

    def _faint_width(self) -> float:
        epoch = "" if self._brief else " · epoch 99"
        return digits_width(sized(self.font(), 12), f"near {max(self._last, '9,999', key=len)}{epoch}")


class LiveButton(SmallButton):
    """With a dot before its word, filled while the newest step is on screen."""

    def __init__(self, name: str, tip: str, *, text: str, flat: bool) -> None:
        super().__init__(name, tip, text=text, flat=flat)
        self._live = True
        self._before_text = 12.0

    def show_live(self, live: bool) -> None:
        """Whether it is."""
        if live != self._live:
            self._live = live
            self.setAccessibleDescription("The newest step is shown" if live else "")
            self.set_flat(live)

    @property
    def live(self) -> bool:
        """Whether it says so."""
        return self._live

    def sizeHint(self) -> QSize:
        return super().sizeHint() + units.size(12, 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            colour = QColor(self.palette_.accent if self._live else self.palette_.muted)
            painter.setPen(QPen(colour, 1.3))
            painter.setBrush(colour if self._live else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(11, units.high(self) / 2), 3, 3)


class Timeline(QFrame):
    """Values in, signals out: it knows no recording."""

    scrubbed = Signal(int)  # a step, while it is dragged
    let_go = Signal()  # the pointer was lifted
    walked = Signal(int, bool)  # -1 or 1; True: exactly one step, False: the next kept one
    play_clicked = Signal(int)  # -1 or 1; 0: pause
    speed_chosen = Signal(float)  # steps per second
    mark_clicked = Signal()
    branch_clicked = Signal()
    live_clicked = Signal()
    exact_clicked = Signal()  # the step that is wanted, not the kept one nearest to it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.last = 0  # the newest step that it tells of
        self.setProperty("role", "panel")
        units.hold(self, height=HEIGHT)
        self._direction: Direction = 0
        self._speed, self._chosen = SPEEDS[0], False
        self.track = StepTrack(self)
        self.readout = Readout(self)
        self.back = SmallButton("Play backwards", BACK_TIP, icon="play_back", flat=True)
        self.forth = SmallButton("Play", FORTH_TIP, icon="play", flat=True)
        self.speed = SmallButton("Speed of playing", SPEED_TIP, text=" ", flat=True)
        self.mark = SmallButton(
            "Flag this step",
            "Put a flag on the step on screen: it is kept, whatever is thinned out.",
            icon="flag",
            flat=True,
        )
        self.branch = SmallButton(
            "Branch from here",
            "Begin a new run from exactly this step; the present one is kept.",
            icon="branch",
            flat=True,
        )
        self.live = LiveButton("Live", "Show the newest step again.", text="Live", flat=True)
        for button in (self.back, self.forth, self.mark, self.branch):
            button.setParent(self)
        self.speed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.live.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 4, 0)
        row.setSpacing(2)
        for widget in (self.back, self.forth, self.speed):
            row.addWidget(widget)
        row.addSpacing(4)
        row.addWidget(self.track, 1)
        row.addSpacing(6)
        row.addWidget(self.readout)
        row.addSpacing(4)
        for widget in (self.mark, self.branch, self.live):
            row.addWidget(widget)
        self.back.clicked.connect(lambda: self.play_clicked.emit(0 if self._direction < 0 else -1))
        self.forth.clicked.connect(lambda: self.play_clicked.emit(0 if self._direction > 0 else 1))
        self.speed.clicked.connect(self._choose_speed)
        self.mark.clicked.connect(self.mark_clicked)
        self.branch.clicked.connect(self.branch_clicked)
        self.live.clicked.connect(self.live_clicked)
        self.fold(narrow=False)
        self.track.scrubbed.connect(self.scrubbed)
        self.track.let_go.connect(self.let_go)
        self.readout.clicked.connect(self.exact_clicked)
        self.track.walked.connect(self.walked)
        self.track.end_wanted.connect(self.live_clicked)
        self.show_speed(self._speed, chosen=False, force=True)
        self.show_place(0, 0, 0, live=True)

    # -- values in ------------------------------------------------------------------------------------------

    def fold(self, *, narrow: bool) -> None:
        """The window is too narrow for all of it, or no longer."""
        # In a small window it is what keeps the network wide enough for a plus between two columns.
        short = narrow and text_size() > 100
        self.readout.set_brief(brief=short)
        units.hold(self.track, least_width=_SHORT_TRACK if short else _TRACK)

    def show_place(
        self,
        first: int,
        last: int,
        step: int,
        *,
        live: bool,
        wanted: int | None = None,
        epoch: int | None = None,
    ) -> None:
        """The run goes from `first` to `last`, and `step` is on screen; `wanted` where it is not that one.

        Whether it plays is said before.
        """
        self.last = last
        self.track.show_range(first, last)
        self.track.show_step(step if wanted is None or live else wanted, live=live)
        # The handle glides on while it plays; in figures there is one step, the one on screen.
        self.readout.show_step(step, last, None if live or self._direction else wanted, epoch)
        self.live.show_live(live)
        there = last > first
        for button in (self.back, self.forth, self.speed):
            button.setEnabled(there)
        for button, tip in ((self.back, BACK_TIP), (self.forth, FORTH_TIP), (self.speed, SPEED_TIP)):
            button.setToolTip(tip if there else NOTHING_RECORDED)

    def show_kept(self, steps: NDArray[np.int64]) -> None:
        """The steps of which the recording holds a snapshot, ascending (n,)."""
        self.track.show_kept(steps)

    def show_marks(self, steps: tuple[int, ...]) -> None:
        """The marked steps."""
        self.track.show_marks(steps)

    def show_changes(self, changes: tuple[Change, ...]) -> None:
        """Where the run was changed by hand."""
        self.track.show_changes(changes)

    def show_accuracy(self, steps: NDArray[np.int64], accuracy: NDArray[np.float32]) -> None:
        """Validation accuracy (n,) at these steps (n,)."""
        self.track.show_accuracy(steps, accuracy)

    def show_playing(self, direction: Direction) -> None:
        """Which way it plays; 0: not."""
        if direction != self._direction:
            self._direction = direction
            self.back.set_icon("pause" if direction < 0 else "play_back")
            self.forth.set_icon("pause" if direction > 0 else "play")
            self.back.setAccessibleName("Pause" if direction < 0 else "Play backwards")
            self.forth.setAccessibleName("Pause" if direction > 0 else "Play")

    def show_speed(self, speed: float, *, chosen: bool, force: bool = False) -> None:
        """Steps per second; `chosen` by a person, or by itself."""
        if force or (speed, chosen) != (self._speed, self._chosen):
            self._speed, self._chosen = speed, chosen
            self.speed.setText(speed_text(speed, chosen=chosen))
            # One width for all, so that the track does not change its length.
            widest = digits_width(sized(self.font(), 12), speed_text(SPEEDS[-1]))
            units.hold(self.speed, width=widest + 14)
            self.speed.update()

    def show_progress(self, share: float | None) -> None:
        """How far the work on an exact step is; None while there is none."""
        self.track.show_progress(share)

    def show_marked(self, marked: bool) -> None:
        """Whether the step on screen has a flag."""
        words = "Take the flag away" if marked else "Flag this step"
        if words != self.mark.accessibleName():
            self.mark.setAccessibleName(words)

    def speed_menu(self) -> QMenu:
        """All speeds to choose from."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        for speed in SPEEDS:
            action = QAction(speed_text(speed), group)
            action.setCheckable(True)
            action.setChecked(speed == self._speed)
            action.triggered.connect(lambda _on=False, speed=speed: self.speed_chosen.emit(speed))
            menu.addAction(action)
        return menu

    def _choose_speed(self) -> None:
        menu = self.speed_menu()
        menu.popup(self.speed.mapToGlobal(QPoint(0, -menu.sizeHint().height() - 2)))
