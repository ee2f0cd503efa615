"""What all miniatures share: handles to drag, by mouse or keys, and a sentence about what they show."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from netviz.panels.concepts.pencil import LEFT, RIGHT, Pencil
from netviz.panels.kit.own_keys import keeps
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.training.figures import fixed, percent
from netviz.viewmodels.words.concepts.of_run import OfRun

WIDTH: Final = 360
HEIGHT: Final = 190
OWN: Final = "These numbers are made up for this picture."
OF_RUN: Final = "From your run:"
_REACH: Final = 22.0
_TRACK: Final = (112.0, 304.0)  # from where to where a track goes
_KEYS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


@dataclass
class Knob:
    """A number that is dragged: on a track below the picture, or `free` at a place of the picture."""

    name: str
    low: float
    high: float
    value: float
    step: float
    free: bool = False
    share: bool = False  # written in percent


def written(knob: Knob) -> str:
    """Its number as it stands beside its track: as many decimals as its steps have, a share in per cent."""
    if knob.share:
        return percent(knob.value, 1 if knob.step < 0.01 else 0)
    decimals = len(f"{knob.step:g}".partition(".")[2])
    return fixed(knob.value, decimals).removeprefix("+")


class Sketch(Themed, QWidget):
    """One miniature. Who makes a kind says which knobs it has, what it draws, and what it says."""

    said = Signal(str)

    def __init__(self, show: str, run: OfRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shows, self.run = show, run
        self.knobs: tuple[Knob, ...] = self.made()
        self._chosen = 0
        self._held: int | None = None
        units.hold(self, width=WIDTH, height=HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.knobs else Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("Miniature")
        self._tell()

    # ---- what a kind says

    @abstractmethod
    def made(self) -> tuple[Knob, ...]:
        """Its knobs, as they begin."""

    @abstractmethod
    def draw(self, pencil: Pencil) -> None:
        """All but the handles."""

    @abstractmethod
    def sentence(self) -> str:
        """What is seen now, with its numbers."""

    def source(self) -> str:
        """Where its numbers come from."""
        return OWN

    def spot(self, k: int) -> QPointF:
        """Where the handle of a free knob is."""
        raise NotImplementedError

    def pull(self, k: int, point: QPointF) -> None:
        """A free knob's handle was drawn there."""
        raise NotImplementedError

    # ---- knobs

    def value(self, k: int) -> float:
        """Of this knob."""
        return self.knobs[k].value

    def turn(self, k: int, value: float) -> None:
        """Set a knob, within its ends and in its steps."""
        knob = self.knobs[k]
        whole = round((value - knob.low) / knob.step)
        knob.value = min(max(knob.low + whole * knob.step, knob.low), knob.high)

    def place(self, k: int) -> QPointF:
        """Where a handle is, in units."""
        knob = self.knobs[k]
        if knob.free:
            return self.spot(k)
        share = (knob.value - knob.low) / (knob.high - knob.low)
        return QPointF(_TRACK[0] + share * (_TRACK[1] - _TRACK[0]), self._track_y(k))

    @property
    def box(self) -> QRectF:
        """What is free for the picture: above the tracks."""
        tracks = sum(not knob.free for knob in self.knobs)
        return QRectF(12, 10, WIDTH - 24, HEIGHT - 20 - 22 * tracks)

    def _track_y(self, k: int) -> float:
        below = [n for n, knob in enumerate(self.knobs) if not knob.free]
        return HEIGHT - 12.0 - 22.0 * (len(below) - 1 - below.index(k))

    def _drawn_to(self, k: int, point: QPointF) -> None:
        knob = self.knobs[k]
        if knob.free:
            self.pull(k, point)
        else:
            share = (point.x() - _TRACK[0]) / (_TRACK[1] - _TRACK[0])
            self.turn(k, knob.low + share * (knob.high - knob.low))
        self._changed()

    def _changed(self) -> None:
        self._tell()
        self.update()

    def _tell(self) -> None:
        words = self.sentence()
        self.setAccessibleDescription(words)
        self.said.emit(words)

    def _near(self, point: QPointF) -> int | None:
        """The handle that is meant there; a track is taken anywhere."""
        rated = []
        for k, knob in enumerate(self.knobs):
            away = self.place(k) - point
            on_track = not knob.free and abs(away.y()) < 11 and point.x() >= _TRACK[0] - 12
            far = 0.0 if on_track else (away.x() ** 2 + away.y() ** 2) ** 0.5
            rated.append((far, k))
        nearest = min(rated, default=(0.0, -1))
        return nearest[1] if nearest[1] >= 0 and nearest[0] < _REACH else None

    # ---- Qt

    def paintEvent(self, _event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pencil = Pencil(painter, self._palette)
            self.draw(pencil)
            for k, knob in enumerate(self.knobs):
                place = self.place(k)
                if not knob.free:
                    self._draw_track(pencil, knob, place)
                chosen = self.hasFocus() and k == self._chosen
                rim = self._palette.accent if chosen else self._palette.muted
                pencil.dot(place, 6.5, self._palette.panel, rim, 2.6 if chosen else 1.8)

    def _draw_track(self, pencil: Pencil, knob: Knob, place: QPointF) -> None:
        y = place.y()
        pencil.words(QRectF(8, y - 9, _TRACK[0] - 20, 18), knob.name, align=LEFT)
        pencil.line([QPointF(_TRACK[0], y), QPointF(_TRACK[1], y)], self._palette.line, 3)
        pencil.words(
            QRectF(_TRACK[1] + 2, y - 9, WIDTH - _TRACK[1] - 10, 18),
            written(knob),
            align=RIGHT,
            strong=True,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = units.place(event.position())
        self._held = self._near(point)
        if self._held is not None:
            self._chosen = self._held
            self._drawn_to(self._held, point)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = units.place(event.position())
        if self._held is not None:
            self._drawn_to(self._held, point)
        near = self._held if self._held is not None else self._near(point)
        self.setCursor(Qt.CursorShape.ArrowCursor if near is None else Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._held = None

    def event(self, event: QEvent) -> bool:
        """Arrow keys turn its knobs, whatever they mean to the window."""
        return True if keeps(event, _KEYS) else super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if not self.knobs or key not in _KEYS:
            super().keyPressEvent(event)
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._chosen = (self._chosen + (1 if key == Qt.Key.Key_Down else -1)) % len(self.knobs)
        else:
            knob = self.knobs[self._chosen]
            least = max(knob.step, (knob.high - knob.low) / 40)
            self.turn(self._chosen, knob.value + (least if key == Qt.Key.Key_Right else -least))
        self._changed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
