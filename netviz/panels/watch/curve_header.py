"""The line of numbers above the curves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import digits_width, plain, sized
from netviz.panels.kit.terms import TermLabel
from netviz.rendering import units
from netviz.rendering.fonts import Type, text_scale
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.score import ACCURACY

HEADER: Final = 26


class Header(QWidget):
    """The numbers above the plots: each stands at its own place, so that none moves when another changes."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette_ = palette
        self.loss: float | None = None
        self.validation: float | None = None
        self.measured_at: int | None = None  # the step of `validation`, where another one is seen
        self.training_accuracy: float | None = None
        self.score = ACCURACY
        self.first_validation: int | None = None  # the step at which there will be one
        self.taught = False  # since the last mini-batch, a step was taught
        self.one = False  # only the loss
        self.names = (
            TermLabel("Training loss", ("loss", "validation"), self),
            TermLabel("Accuracy", ("validation", "accuracy"), self),
        )
        self.right = TermLabel("", ("epoch",), self)
        for label in (*self.names, self.right):
            label.setProperty("role", "muted")
        units.hold(self, height=HEADER)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            "Loss: how wrong the network is; lower is better. Training loss: of the mini-batches (faint) "
            "up to this step, smoothed: the last twenty or so count most. Validation loss: of the validation "
            "digits, as measured last. Validation accuracy: the share of the validation digits, "
            "which it never trains on, that it reads rightly. Training accuracy: of mini-batches, smoothed."
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.setFont(sized(self.font(), Type.TITLE, QFont.Weight.DemiBold))
            painter.setPen(QColor(self.palette_.text))
            figures = ["–" if self.loss is None else plain(self.loss)]
            if not self.one:
                figures.append(self.accuracy[1])
            end = 0.0
            for name, figure in zip(self.names, figures, strict=False):
                left = (name.geometry().right() + 1) / text_scale() + 8
                painter.drawText(QRectF(left, -1, 120, HEADER - 4), flags, figure)
                end = left + digits_width(painter.font(), figure) + 16
            painter.setFont(sized(self.font(), Type.CAPTION))
            painter.setPen(QColor(self.palette_.muted))
            free = self.right.x() / text_scale() - 16 - end
            if digits_width(painter.font(), self.waits_for) <= free:
                painter.drawText(QRectF(end, 0, free, HEADER - 4), flags, self.waits_for)

    @property
    def accuracy(self) -> tuple[str, str]:
        """What the right plot shows last, by its name, and the figure."""
        if self.validation is not None:
            return f"Validation {self.score.name}", self.score.write(self.validation)
        if self.training_accuracy is not None:
            return f"Training {self.score.name}", self.score.write(self.training_accuracy)
        name = self.score.name
        return f"{name[0].upper()}{name[1:]}", "–"

    @property
    def waits_for(self) -> str:
        """Why there is no training loss after a lesson, or no validation yet; or of which step it is."""
        if self.taught:
            return "a taught step has no mini-batch, so no training loss"
        if self.measured_at is not None and not self.one:
            return f"measured at step {self.measured_at:,}"
        if self.validation is not None or self.training_accuracy is None or self.first_validation is None:
            return ""
        return f"validation: first measured at step {self.first_validation:,}"

    def name_loss(self, name: str) -> None:
        """What the first number is."""
        self.names[0].set_words(name)
        self._stand()

    def tell(self, words: str) -> None:
        """What stands at the right; the figures are painted anew."""
        self.right.set_words(words)
        self.names[1].set_words(self.accuracy[0])
        self._stand()
        self.update()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self._stand()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        high = units.pixels(HEADER - 4)
        for label, left in zip(
            self.names, (units.pixels(4), self.width() // 2 + units.pixels(4)), strict=True
        ):
            label.setGeometry(left, 0, label.sizeHint().width(), high)
        self.names[1].setVisible(not self.one)
        wide = min(self.right.sizeHint().width(), self.width())
        self.right.setGeometry(self.width() - wide - units.pixels(2), 0, wide, high)
