"""Loss and accuracy while training. It brings pyqtgraph: import it after the first painted frame."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from netviz.language.grammar import counted
from netviz.panels.kit.figures import plain
from netviz.panels.plots.plot import Plot
from netviz.panels.run import run_changes
from netviz.panels.run.columns import Columns, Series, smoothed
from netviz.panels.watch.curve import curve_chart, no_chart
from netviz.panels.watch.curve_header import HEADER, Header
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.training.changes import Change
from netviz.training.measure.metrics import MetricCursor, MetricLog, ValidationPoint
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.score import ACCURACY, Score

_INVITATION: Final = "Press Train, and the loss will fall and the {score} rise here."
_INVITATION_ONE: Final = "Press Train, and the loss will fall here: how wrong the network is."
_WITH_SPEED: Final = 900  # units: in a narrower window there is no room for it
_SHOWN_PEAKS: Final = 98  # percent
_MOST_VALIDATION: Final = 600


class Curves(Themed, QWidget):
    """Loss on the left, accuracy on the right, and a line of numbers above them.

    It pulls; nothing is pushed into it.
    """

    step_clicked = Signal(int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._columns = Columns()
        self._log: MetricLog | None = None
        self._at: MetricCursor | None = None
        self._validation_at: MetricCursor | None = None
        self._validation: list[ValidationPoint] = []
        self._told = 0  # how many of them are of steps that are told of
        self._changes: tuple[Change, ...] = ()
        self._seen: int | None = None  # the step that the window shows
        self._past: int | None = None  # the step that the window shows, where it is not the newest
        self._late: Plot | None = None  # has not drawn what was pulled last
        self._step = 0
        self._speed: float | None = None
        self._epoch: int | None = None
        self._score = ACCURACY
        self._pointed: tuple[str, ...] = ()  # what is told of the step under the pointer
        self._header = Header(palette, self)
        self._loss = Plot(palette, "Loss by step", self, still=True)
        self._accuracy = Plot(palette, "Accuracy by step", self, still=True)
        self._invitation = QLabel(_INVITATION.format(score=ACCURACY.name), self)
        self._invitation.setProperty("role", "muted")
        self._invitation.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._invitation.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self._header, 0, 0, 1, 2)
        for column, curve in enumerate((self._loss, self._accuracy)):
            grid.addWidget(curve, 1, column)
            grid.setColumnStretch(column, 1)
            units.hold(curve, least_width=0, least_height=0)
            curve.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            curve.hovered.connect(self._hover_at)
            curve.clicked.connect(self._clicked)
        units.hold(self, least_height=120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.clear()

    # -- values in ------------------------------------------------------------------------------------------

    def pull(self, log: MetricLog, *, one: bool = False, until: int | None = None) -> bool:
        """Take what is new in the log and redraw; False where nothing was new. Another log starts afresh.

        `until`: steps after this one are not told of yet. `one`: redraw one plot, the other at
        `finish`, so that no tick takes long.
        """
        if log is not self._log:
            self._log, self._at, self._validation_at = log, None, None
        at, points = log.since(self._at, until)
        validation_at, validation, replaces = log.validation_since(self._validation_at)
        self._validation = validation if replaces else self._validation + validation
        told = len(self._validation)
        if until is not None:
            told = bisect_right(self._validation, until, key=lambda point: point.step)
        same = (at, told, replaces) == (self._at, self._told, False) and log.changes.all is self._changes
        self._changes, self._told = log.changes.all, told
        self._at, self._validation_at = at, validation_at
        if same and self._late is None:
            return False
        self._columns.add(points)
        self._redraw(only=self._loss if one else None)
        self._late = self._accuracy if one else None
        return True

    def finish(self) -> None:
        """Draw what the last pull left out."""
        late, self._late = self._late, None
        if late is not None:
            self._redraw(only=late)
            late.set_cursor(self._past)

    def show_one(self, one: bool) -> None:
        """Only the loss, or the accuracy beside it."""
        self._header.one = one
        self._header.update()
        self._accuracy.setVisible(not one)
        layout = self.layout()
        assert isinstance(layout, QGridLayout)
        layout.setColumnStretch(1, 0 if one else 1)
        self._invite()

    def clear(self) -> None:
        """Show nothing, until a log is pulled again."""
        self._log = self._at = self._validation_at = None
        self._changes = ()
        self._columns.clear()
        self._validation, self._told = [], 0
        self._redraw()

    def set_cursor(self, step: int | None) -> None:
        """The step that the window shows, as a thin line; hidden for None and at the curves' end."""
        behind = step is not None and step < self._newest - self._columns.width
        past = step if behind else None
        if (past, step) != (self._past, self._seen):
            self._past, self._seen = past, step
            self._tell()
            self._write()
        for curve in (self._loss, self._accuracy):
            if curve is not self._late:
                curve.set_cursor(step if behind else None)

    def show_numbers(
        self,
        step: int,
        samples_per_second: float | None,
        first_validation: int | None = None,
        *,
        epoch: int | None = None,
    ) -> None:
        """Epoch (from 1), step and speed in the line of numbers, and when there will be a first validation;
        loss and accuracy come from the log.
        """
        # Of a step that is past: it was measured first where the run has its first figure.
        measured = self._validation[0].step if self._told else None
        self._header.first_validation = first_validation if measured is None else measured
        self._step, self._speed, self._epoch = step, samples_per_second, epoch
        self._invite()
        self._write()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._redraw()

    def text_resized(self) -> None:
        """Called when the text size has changed."""
        self.apply_palette(self._palette)

    def sizeHint(self) -> QSize:
        return units.size(900, 140)

    def show_score(self, score: Score) -> None:
        """What stands beside the loss."""
        self._score = self._header.score = score
        self._accuracy.setAccessibleName(f"{score.name[0].upper()}{score.name[1:]} by step")
        self._redraw()

    @property
    def _series(self) -> tuple[Series, Series]:
        """Loss, and what stands beside it."""
        loss = self._columns.series("loss")
        if self._score.share:
            return loss, self._columns.series("accuracy")
        mean, low, high = (self._score.of_all(values, values) for values in (loss.mean, loss.high, loss.low))
        return loss, replace(loss, mean=mean, low=low, high=high)

    # -- drawing --------------------------------------------------------------------------------------------

    def _redraw(self, only: Plot | None = None) -> None:
        loss, accuracy = self._series
        validation = [p for p in self._validation[: self._told] if math.isfinite(p.loss)]
        validation = validation[:: max(1, -(-len(validation) // _MOST_VALIDATION))]
        empty = not len(accuracy)
        self._invitation.setVisible(empty)
        self._tell()
        if empty:
            for curve in (self._loss, self._accuracy):
                curve.draw(no_chart(), self._palette)
            self._write()
            return
        # A run that goes on from a file begins where the file left it.
        start = 0.0 if self._columns.origin <= 1 else float(self._columns.origin - 1)
        validation = [p for p in validation if p.step >= start]
        at = np.array([p.step for p in validation], np.float64)
        smooth_loss = smoothed(loss, self._columns.width)
        end = max(float(self._columns.last), float(at.max(initial=0)), start + 1)
        if only is not self._accuracy:
            validation_loss = np.array([p.loss for p in validation], np.float64)
            # Single mini-batches fit too, but for the few highest.
            peaks = float(np.percentile(loss.high, _SHOWN_PEAKS)) if len(loss) else 0.0
            highest = max(smooth_loss.max(initial=0), validation_loss.max(initial=0), peaks)
            top = float(highest) * 1.08 if highest > 0 else 1.0
            lines = (loss.step, smooth_loss), (at, validation_loss)
            chart = curve_chart(self._palette, (start, end), top, *lines, self._changes, loss)
            self._loss.draw(chart, self._palette)
        if only is not self._loss:
            validation_accuracy = np.array(
                [self._score.of(p.loss, p.accuracy) for p in validation], np.float64
            )
            smooth = (accuracy.step, smoothed(accuracy, self._columns.width))
            lines = smooth, (at, validation_accuracy)
            chart = curve_chart(self._palette, (start, end), 1.0, *lines, self._changes, score=self._score)
            self._accuracy.draw(chart, self._palette)
        self._write()

    def _tell(self) -> None:
        """Loss and accuracy in the line of numbers: of the step that is seen."""
        seen = self._newest if self._seen is None else self._seen
        taught = self._taught_last(self._past)
        # What was measured before a lesson says nothing about the network after it.
        known = self._validation[: self._told]
        measured = [p for p in known if taught <= p.step and (self._seen is None or p.step <= seen)]
        last = measured[-1] if measured else None
        self._header.validation = None if last is None else self._score.of(last.loss, last.accuracy)
        self._header.measured_at = None if last is None or last.step == seen else last.step
        self._header.training_accuracy = None
        trained = self._tell_training(seen, taught)
        if not trained:
            self._header.loss = None if last is None else last.loss
        self._header.taught = not trained and taught >= 0
        self._header.name_loss("Training loss" if trained or self._header.loss is None else "Validation loss")

    def _tell_training(self, seen: int, taught: int) -> bool:
        """Smoothed over its mini-batches, where it trained since it was `taught` last; whether it did."""
        at = None if self._log is None else self._log.last_measured(seen)
        if self._log is None or at is None or at < taught:
            return False
        self._header.loss = told = self._log.smoothed("loss", seen)
        share = self._log.smoothed("accuracy", seen)
        if told is not None and (share is not None or not self._score.share):
            self._header.training_accuracy = self._score.of(told, share or 0.0)
        return True

    @property
    def _newest(self) -> int:
        """The last step that is known of; a taught one has no mini-batch, and so no column."""
        return max(self._columns.last, max((change.last for change in self._changes), default=0))

    def _taught_last(self, past: int | None) -> int:
        """The last taught step up to the one that is shown; -1 where there is none."""
        lasts = [
            change.last if past is None else min(change.last, past)
            for change in self._changes
            if change.kind == "taught" and (past is None or change.step < past)
        ]
        return max(lasts, default=-1)

    def _invite(self) -> None:
        words = _INVITATION_ONE if self._header.one else _INVITATION.format(score=self._score.name)
        if self._step:
            words = (
                f"The curves of this run begin at step {self._step:,}, with the network that it began with."
            )
        self._invitation.setText(words)

    def _write(self) -> None:
        if self._pointed:
            self._header.point(self._pointed)
            return
        fast = self._speed if self._header.one or units.wide(self) >= _WITH_SPEED else None
        speed = "" if not fast else f" · {_round_speed(fast):,} samples/s"
        epoch = "" if self._epoch is None else f"epoch {self._epoch:,} · "
        self._header.tell(f"{epoch}step {self._step:,}{speed}")

    # -- events ---------------------------------------------------------------------------------------------

    def _clicked(self, step: float) -> None:
        if len(self._columns.series("loss")):
            self.step_clicked.emit(min(max(round(step), 0), int(self._columns.last)))

    def _hover_at(self, step: float | None) -> None:
        loss, accuracy = self._series
        within = step is not None and len(loss) > 0 and loss.step[0] - 1 <= step <= self._columns.last + 1
        if not within or step is None:
            for curve in (self._loss, self._accuracy):
                curve.set_hover(None)
            self._pointed = ()
            self._write()
            return
        i = int(np.abs(loss.step - step).argmin())
        value = plain(float(loss.mean[i]))
        name = self._score.name
        share = self._score.write(float(accuracy.mean[min(i, len(accuracy) - 1)]))
        of = counted(int(loss.count[i]), "mini-batch", "mean of {n} mini-batches")
        self._loss.set_hover(step, value)
        self._accuracy.set_hover(step, share)
        at, known = f"step {loss.step[i]:,.0f}", ""
        changed = self._loss.changes_near(step)
        before = [p for p in self._validation[: self._told] if p.step <= step]
        if before:
            last = before[-1]
            score = self._score.write(self._score.of(last.loss, last.accuracy))
            known = f" · validation {score} at step {last.step:,}"
        if changed:
            self._pointed = (run_changes.words_of(changed[-1:]),)
        elif self._header.one:
            self._pointed = (f"{at} · {of} loss {value}", f"{at} · loss {value}")
        else:
            self._pointed = (
                f"{at} · {of}: loss {value}, {name} {share}{known}",
                f"{at} · loss {value}, {name} {share}{known}",
                f"{at} · loss {value}, {name} {share}",
            )
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        header = units.pixels(HEADER)
        self._invitation.setGeometry(0, header, self.width(), self.height() - header)
        self._invitation.raise_()


def _round_speed(speed: float) -> int:
    """Three digits are as exact as the clock."""
    if speed < 1000:
        return round(speed)
    unit = 10 ** (int(np.log10(speed)) - 2)
    return int(round(speed / unit) * unit)
