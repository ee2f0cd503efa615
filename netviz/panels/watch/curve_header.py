"""The line of numbers above the curves."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from netviz.panels.kit.figures import digits_width, plain, sized
from netviz.panels.kit.terms import TermLabel
from netviz.rendering import units
from netviz.rendering.fonts import Type, text_scale
from netviz.rendering.themed import Themed
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.score import ACCURACY

HEADER: Final = 26
_DIGIT: Final = re.compile(r"\d")


class Header(Themed, QWidget):
    """The numbers above the plots: each stands at its own place, so that none moves when another changes."""

    def __init__(self, palette: Palette, parent: QWidget) -> None:
        super().__init__(parent)
        self._palette = palette
        self.loss: float | None = None
        self.validation: float | None = None
        self.measured_at: int | None = None  # the step of `validation`, where another one is seen
        self.training_accuracy: float | None = None
        self.score = ACCURACY
        self.first_validation: int | None = None  # the step at which there will be one
        self.taught = False  # since the last mini-batch, a step was taught
        self.one = False  # only the loss
        self._pointed: tuple[str, ...] = ()
        self._stood: tuple[object, ...] | None = None  # for what all was put in its place
        self._shown: tuple[object, ...] = ()  # what was told last
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
            "examples, as measured last. Validation accuracy: the share of the validation examples, "
            "which it never trains on, that it answers rightly. Training accuracy: of mini-batches, smoothed."
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self) as painter:
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.setFont(sized(self.font(), Type.TITLE, QFont.Weight.DemiBold))
            painter.setPen(QColor(self._palette.text))
            if self._pointed:
                return
            for name, figure, room in self._figures():
                left = _end_of(name)
                painter.drawText(QRectF(left, -1, room, HEADER - 4), flags, figure)
            painter.setFont(sized(self.font(), Type.CAPTION))
            painter.setPen(QColor(self._palette.muted))
            for (begin, end), words in zip(self._rooms(), self.notes, strict=False):
                painter.drawText(QRectF(begin, 0, end - begin, HEADER - 4), flags, words)

    def _figures(self) -> list[tuple[TermLabel, str, float]]:
        """What stands beside each name, and how wide it is."""
        font = sized(self.font(), Type.TITLE, QFont.Weight.DemiBold)
        return [
            (name, figure, digits_width(font, figure) + 2)
            for name, figure in zip(self.names, self._written, strict=False)
        ]

    @property
    def _written(self) -> tuple[str, ...]:
        """The figure of each name."""
        loss = "–" if self.loss is None else plain(self.loss)
        return (loss,) if self.one else (loss, self.accuracy[1])

    def _rooms(self) -> list[tuple[float, float]]:
        """Where the words beside each figure begin, and where they have to end."""
        begins = [_end_of(name) + wide + 14 for name, _, wide in self._figures()]
        whole = units.wide(self)
        last = whole if self.right.isHidden() else self.right.x() / text_scale() - 16
        ends = [last] if self.one else [self.names[1].x() / text_scale() - 12, last]
        return list(zip(begins, ends, strict=True))

    @property
    def notes(self) -> tuple[str, ...]:
        """What is said beside each figure, as far as there is room for it."""
        font = sized(self.font(), Type.CAPTION)
        said = []
        for (begin, end), words in zip(self._rooms(), (self._about_loss, self._about_accuracy), strict=False):
            said.append(next((w for w in words if digits_width(font, w) <= end - begin), ""))
        return tuple(said)

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
    def _about_loss(self) -> tuple[str, ...]:
        """Why there is no training loss after a lesson, in ever fewer words."""
        if not self.taught:
            return ()
        of = "" if self.measured_at is None else f" · at step {self.measured_at:,}"
        return (
            f"a taught step has no mini-batch, so no training loss{of}",
            f"a taught step has no training loss{of}",
            f"taught: no mini-batch{of}",
            f"no mini-batch{of}",
            of.removeprefix(" · "),
        )

    @property
    def _about_accuracy(self) -> tuple[str, ...]:
        """Of which step it is, or when there will be a validation, in ever fewer words."""
        if self.measured_at is not None:
            return (f"measured at step {self.measured_at:,}", f"at step {self.measured_at:,}")
        if self.validation is not None or self.training_accuracy is None or self.first_validation is None:
            return ()
        first = f"{self.first_validation:,}"
        return f"validation: first measured at step {first}", f"validation at step {first}"

    def point(self, words: tuple[str, ...]) -> None:
        """While something is pointed at, it alone stands there: the longest of these words that there is room
        for; nothing for nothing pointed at.
        """
        self._pointed = words
        metrics = self.right.fontMetrics()
        fitting = (w for w in words if metrics.horizontalAdvance(w) <= self.width() - units.pixels(8))
        self.right.set_words(next(fitting, words[-1]) if words else "")
        self._stand()
        self.update()

    def name_loss(self, name: str) -> None:
        """What the first number is."""
        self.names[0].set_words(name)
        self._stand()

    def tell(self, words: str) -> None:
        """What stands at the right; the figures are painted anew."""
        self._pointed = ()
        self.right.set_words(words)
        self._stand()
        shown = self._stood, self._written
        if shown != self._shown:
            self._shown = shown
            self.update()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self._stood = None
        self._stand()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stand()

    def _stand(self) -> None:
        """Put all in its place, where anything could have moved: a figure with other digits is as wide."""
        names, about = (self.names[0].words, self.accuracy[0]), (self._about_loss, self._about_accuracy)
        figures = [_DIGIT.sub("0", figure) for figure in self._written]
        stood = (
            self.size(),
            self.one,
            self.measured_at,
            names,
            figures,
            about,
            self._pointed,
            self.right.words,
        )
        if stood != self._stood:
            self._stood = stood
            self._lay_out()

    def _lay_out(self) -> None:
        self.names[1].set_words(self.accuracy[0])
        self._place()
        about = self._about_loss if self.one else self._about_accuracy
        if self._pointed or not about or self.notes[-1]:
            return
        # The step on screen stands in other places too; of which step a figure is does not.
        self.right.hide()
        if self.measured_at is not None and not (self.one or self.notes[-1]):
            self.names[1].set_words(f"Validation at step {self.measured_at:,}")
            self._place_names()

    def _place_names(self) -> None:
        for label, left in zip(
            self.names, (units.pixels(4), self.width() // 2 + units.pixels(4)), strict=True
        ):
            label.setGeometry(left, 0, label.sizeHint().width(), units.pixels(HEADER - 4))

    def _place(self) -> None:
        high = units.pixels(HEADER - 4)
        self._place_names()
        self.names[0].setVisible(not self._pointed)
        self.names[1].setVisible(not (self.one or self._pointed))
        wide = min(self.right.sizeHint().width(), self.width())
        left = units.pixels(4) if self._pointed else self.width() - wide - units.pixels(2)
        self.right.setGeometry(left, 0, wide, high)
        self.right.show()


def _end_of(name: QWidget) -> float:
    return (name.geometry().right() + 1) / text_scale() + 8
