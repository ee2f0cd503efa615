"""The story's timeline: one piece for each stage; drag or click anywhere in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QToolTip, QWidget

from netviz.panels.kit.images import mix
from netviz.rendering import units
from netviz.rendering.themed import Themed

STEPS: Final = 1000  # of the slider within a stage
_GAP: Final = 3.0
_TRACK: Final = 5.0
_HANDLE: Final = 6.5


class StageSlider(Themed, QSlider):
    """A slider over the phase, 0 … number of stages. `scrubbed` only when a person moves it."""

    scrubbed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._titles: tuple[str, ...] = ("",)
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 20)
        self.setPageStep(STEPS)
        units.hold(self, least_width=140)
        # A click does not take the arrow keys, which go through the stages.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName("timeline")
        self.setAccessibleName("Place in the story")
        self.valueChanged.connect(lambda value: self.scrubbed.emit(value / STEPS))

    def set_stages(self, titles: tuple[str, ...]) -> None:
        """One piece for each title."""
        if titles != self._titles:
            self._titles = titles
            self.blockSignals(True)
            self.setMaximum(STEPS * max(len(titles), 1))
            self.blockSignals(False)
            self.update()

    def show_phase(self, phase: float) -> None:
        """Move the handle without a signal; not while the person holds it."""
        if not self.isSliderDown():
            self.blockSignals(True)
            self.setValue(round(phase * STEPS))
            self.blockSignals(False)
            self.update()

    def sizeHint(self) -> QSize:
        return units.size(260, 22)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._value_at(units.place(event.position()).x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._value_at(units.place(event.position()).x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            stage = min(self._value_at(event.pos().x()) // STEPS, len(self._titles) - 1)
            QToolTip.showText(event.globalPos(), f"{stage + 1}. {self._titles[stage]}", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        p = self._palette
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            middle = units.high(self) / 2
            left, across = self._track()
            n = len(self._titles)
            piece = across / n
            reached = left + self.value() / STEPS * piece
            for k in range(n):
                box = QRectF(left + k * piece + _GAP / 2, middle - _TRACK / 2, piece - _GAP, _TRACK)
                painter.setBrush(QColor(p.line))
                painter.drawRoundedRect(box, _TRACK / 2, _TRACK / 2)
                if reached > box.left():
                    box.setRight(min(box.right(), max(reached, box.left() + _TRACK)))
                    painter.setBrush(QColor(p.accent))
                    painter.drawRoundedRect(box, _TRACK / 2, _TRACK / 2)
            painter.setPen(QPen(QColor(p.text if self.hasFocus() else p.accent), 1.2))
            painter.setBrush(QColor(p.accent) if self.isSliderDown() else mix(p.panel, p.accent, 0.12))
            painter.drawEllipse(QPointF(reached, middle), _HANDLE, _HANDLE)

    def _track(self) -> tuple[float, float]:
        return _HANDLE + 1, units.wide(self) - 2 * (_HANDLE + 1)

    def _value_at(self, x: float) -> int:
        left, across = self._track()
        share = min(max((x - left) / max(across, 1.0), 0.0), 1.0)
        # The very end is the last stage at rest, not a stage that does not exist.
        return min(round(share * self.maximum()), self.maximum() - 1)
