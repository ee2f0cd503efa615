"""Two to four runs side by side: what differs, their networks beside each other, their curves overlaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.panels.kit.card import Card
from netviz.panels.kit.fields import ChoiceBox, NotANumber
from netviz.panels.kit.figures import compact
from netviz.panels.kit.terms import TermLabel
from netviz.panels.plots.chart import Chart, Line
from netviz.panels.plots.plot import Plot
from netviz.panels.plots.scale import fitted
from netviz.panels.settings.bound import Check
from netviz.panels.train.further import Extra, put_all
from netviz.panels.train.lane import LETTERS, Lane, inks
from netviz.panels.train.run_curves import RunCurves, measured_at, percent_axis, three_decimals
from netviz.panels.train.variations import VARIATIONS, Variation, three_depths
from netviz.panels.train.why_layers import Measured, why_layers
from netviz.rendering.themed import Themed
from netviz.training.advise.differences import what_changed
from netviz.training.config import TrainingConfig
from netviz.training.experiments.side_by_side import FEWEST, MOST
from netviz.training.settings import VALIDATED
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.score import ACCURACY


@dataclass(frozen=True)
class Asked:
    """What runs side by side were asked for with: the configuration that they vary, the setting in which
    they differ, what stands in their fields, and the further settings of each.
    """

    base: TrainingConfig
    variation: Variation
    values: tuple[str, ...]
    configs: tuple[TrainingConfig, ...]
    extras: tuple[tuple[Extra, ...], ...]


class ComparePage(Themed, QWidget):
    """Knows no trainer: `begun` with the configurations to be run, and whoever runs them shows them here."""

    begun = Signal(object)  # tuple[TrainingConfig, ...]: other runs, from their first step
    run_toggled = Signal()
    step_clicked = Signal()
    kept = Signal(int)  # this run is to go on alone
    left = Signal()
    lane_resized = Signal(object)  # Lane: its network has to be placed anew

    def __init__(self, check: Check, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self._palette = palette
        self._base = TrainingConfig()
        self._asked: Asked | None = None
        self.lanes: list[Lane] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        title = QLabel("Compare runs", self)
        title.setProperty("role", "title")
        what = QLabel("What differs:", self)
        what.setProperty("role", "muted")
        self.what = ChoiceBox(self)
        self.what.setToolTip(
            "All begin with the same seed and differ in this setting; with + a run gets others of its own."
        )
        self.what.setAccessibleName("What differs")
        for variation in VARIATIONS:
            self.what.addItem(variation.name)
        self.add = QPushButton("Add a run", self)
        self.add.setToolTip(f"One more run beside the others; {MOST} at most.")
        self._running = False
        self.run = QPushButton("Train all", self)
        self.run.setProperty("role", "primary")
        self.run.setToolTip("Train all runs in turn, a step each, until paused; Space does the same.")
        self.once = QPushButton("Step", self)
        self.once.setToolTip("One step of each run, then wait.")
        self.save = QPushButton("Save…", self)
        self.save.setToolTip("These runs as a picture, a film of their training, or a table of all numbers.")
        self.back = QPushButton("Done", self)
        self.back.setToolTip("Back to the training room; these runs wait here.")
        self.example = QLabel(self)
        self.example.setProperty("role", "muted")
        self.example.setWordWrap(True)
        self.example.hide()
        self.steps = QLabel(self)
        self.steps.setProperty("role", "value")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(title)
        head.addWidget(what)
        head.addWidget(self.what)
        head.addWidget(self.add)
        head.addStretch(1)
        head.addWidget(self.steps)
        for button in (self.run, self.once, self.save, self.back):
            head.addWidget(button)
        self.score, self.examples = ACCURACY, "examples"
        self.result = TermLabel("", ("hidden layer", "validation"), self)
        self.result.setProperty("role", "spoken")
        self.result.setWordWrap(True)
        self.result.hide()
        self._lanes = QHBoxLayout()
        self._lanes.setSpacing(12)
        self.loss, self.accuracy = (
            Plot(palette, name, self, still=True) for name in ("Loss", "Validation accuracy")
        )
        card = Card(self)
        row = QHBoxLayout()
        row.setSpacing(16)
        for plot in (self.loss, self.accuracy):
            row.addWidget(plot)
            plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card.column.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.example)
        column.addWidget(self.result)
        column.addLayout(self._lanes, 5)
        column.addWidget(card, 3)
        self.what.activated.connect(lambda _=0: self._ask_anew())
        self.add.clicked.connect(self._add)
        self.run.clicked.connect(self.run_toggled)
        self.once.clicked.connect(self.step_clicked)
        self.back.clicked.connect(self.left)
        for widget in (self.what, self.add, self.run, self.once, self.save, self.back):
            widget.installEventFilter(self)

    @property
    def variation(self) -> Variation:
        """What differs."""
        return VARIATIONS[self.what.currentIndex()]

    @property
    def asked(self) -> Asked | None:
        """What was asked for last that can be run."""
        return self._asked

    @property
    def configs(self) -> tuple[TrainingConfig, ...]:
        """The runs, as asked for last."""
        return () if self._asked is None else self._asked.configs

    def open(self, base: TrainingConfig) -> None:
        """Compare with this configuration, in the values that were typed; two runs to begin with."""
        typed, self._base = self._typed, base
        while len(self.lanes) < FEWEST:
            self._lane()
        if typed:
            self._begin()
        else:
            self._ask_anew()
        self.setFocus()

    @property
    def _typed(self) -> bool:
        """Whether other values stand there than were proposed."""
        values = tuple(lane.value() for lane in self.lanes)
        others = any(lane.further.extras for lane in self.lanes)
        tries = self.variation.tries(self._base)[: len(values)]
        return self._asked is not None and (others or values != tries)

    def bring_back(self, asked: Asked) -> None:
        """Show what was asked for before; no signal."""
        self._asked, self._base = asked, asked.base
        self.what.setCurrentIndex(VARIATIONS.index(asked.variation))
        while len(self.lanes) < len(asked.values):
            self._lane()
        while len(self.lanes) > len(asked.values):
            self._drop(self.lanes[-1])
        for lane, value, extras in zip(self.lanes, asked.values, asked.extras, strict=True):
            lane.ask(self._base, asked.variation, value, extras)
        self._dress(asked.configs)

    def ask_for(self, name: str, values: tuple[str, ...]) -> None:
        """Ask for runs that differ in this one of VARIATIONS, as somebody who typed these values."""
        self.what.setCurrentIndex([row.name for row in VARIATIONS].index(name))
        while len(self.lanes) < len(values):
            self._lane()
        while len(self.lanes) > len(values):
            self._drop(self.lanes[-1])
        for lane, value in zip(self.lanes, values, strict=True):
            lane.ask(self._base, self.variation, value)
        self._begin()

    def run_all(self) -> None:
        """Train all of them, as the button does, where they rest."""
        if self.run.isEnabled() and not self._running:
            self.run_toggled.emit()

    def show_example(self, words: str) -> None:
        """Which digit all of them read, where that is not the one on the pad."""
        self.example.setText(words)
        self.example.setVisible(bool(words))

    def show_running(self, running: bool, step: int) -> None:
        """Whether it trains, and after how many steps."""
        self._running = running
        self.run.setText("Pause" if running else "Train all")
        self.steps.setText(f"step {step:,}")

    def show_curves(
        self, curves: tuple[RunCurves, ...], newest: int, diverged: tuple[bool, ...], n_validation: int = 0
    ) -> None:
        """Draw all runs into the same plots, up to the step `newest` whose networks are shown; their accuracy
        is measured on so many digits.
        """
        colours = inks(self._palette)
        losses, accuracies = [], []
        for run, (curve, lane) in enumerate(zip(curves, self.lanes, strict=False)):
            step, loss = curve.pull(newest)
            at, accuracy = curve.validation(newest, self.score)
            losses.append(Line(LETTERS[run], colours[run], step, loss))
            accuracies.append(Line(LETTERS[run], colours[run], at, accuracy, dotted=True))
            lane.show_numbers(
                curve.loss_at(newest),
                float(accuracy[-1]) if len(accuracy) else None,
                diverged=diverged[run],
                measured_at=int(at[-1]) if len(at) and at[-1] != newest else None,
                score=self.score,
            )
        end = max([2.0, *(float(line.step[-1]) for line in (*losses, *accuracies) if len(line.step))])
        self.show_result([(line.step, line.value) for line in accuracies], n_validation)

        def figures(step: float) -> tuple[tuple[str, float, str], ...]:
            at = newest if step >= end else min(int(step), newest)
            said = (
                (line.name, curve.loss_at(at), line.ink) for line, curve in zip(losses, curves, strict=False)
            )
            return tuple((name, value, ink) for name, value, ink in said if value is not None)

        note = "Press Train all, and the curves of all runs appear here."
        self.loss.draw(
            Chart(
                "Loss",
                0.0,
                end,
                fitted([line.value for line in losses], log=True),
                tuple(losses),
                note=note,
                read=three_decimals,
                figures=figures,
            ),
            self._palette,
        )
        self.accuracy.draw(
            Chart(
                f"Validation {self.score.name}",
                0.0,
                end,
                fitted([line.value for line in accuracies], log=False, most=1.0),
                tuple(accuracies),
                note=f"The validation {self.examples} are read {how_often(self.configs)}.",
                write=percent_axis if self.score.share else compact,
                read=self.score.write,
                figures=lambda step: measured_at(accuracies, newest if step >= end else min(step, newest)),
            ),
            self._palette,
        )

    def show_result(self, accuracies: Sequence[Measured], n_validation: int) -> None:
        """What an experiment has shown so far, in a sentence; nothing where it is none."""
        asked = self._asked
        told = (
            asked is not None
            and asked.variation.told
            and self.score.share
            and tuple(asked.values) == three_depths(asked.values[0])
        )
        self.result.setVisible(told)
        if told:
            self.result.set_words(why_layers(accuracies, n_validation))

    def event(self, event: QEvent) -> bool:
        # Space runs these runs, not the one in the training room.
        if event.type() == QEvent.Type.ShortcutOverride and _is_space(event):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt for the buttons: Space presses them."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_space(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.run_toggled.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lane(self) -> Lane:
        lane = Lane(len(self.lanes), self)
        lane.changed.connect(self._begin)
        lane.removed.connect(lambda: self._remove(lane))
        lane.kept.connect(lambda: self.kept.emit(lane.place))
        lane.canvas.page_resized.connect(lambda *_: self.lane_resized.emit(lane))
        for button in (lane.keep, lane.cross):
            button.installEventFilter(self)
        self._lanes.addWidget(lane, 1)
        self.lanes.append(lane)
        return lane

    def _ask_anew(self) -> None:
        """Another setting differs, or other runs are beside each other."""
        tries = self.variation.tries(self._base)
        while len(self.lanes) > max(len(tries), FEWEST):
            self._drop(self.lanes[-1])
        while self.variation.told and len(self.lanes) < len(tries):
            self._lane()
        for lane, value in zip(self.lanes, tries, strict=False):
            lane.ask(self._base, self.variation, value, lane.further.extras)
        self._begin()

    def _add(self) -> None:
        tries = self.variation.tries(self._base)
        there = {lane.value() for lane in self.lanes}
        value = next((t for t in tries if t not in there), tries[0])
        self._lane().ask(self._base, self.variation, value)
        self._begin()

    def _remove(self, lane: Lane) -> None:
        left = [(other.value(), other.further.extras) for other in self.lanes if other is not lane]
        self._drop(self.lanes[-1])
        for other, (value, extras) in zip(self.lanes, left, strict=True):
            other.ask(self._base, self.variation, value, extras)
        self._begin()

    def _drop(self, lane: Lane) -> None:
        self.lanes.remove(lane)
        self._lanes.removeWidget(lane)
        lane.hide()
        lane.canvas.give_back()
        lane.deleteLater()

    def _begin(self) -> None:
        """Run these, where all of them can be."""
        configs = []
        for lane in self.lanes:
            try:
                config = put_all(self.variation.put(self._base, lane.value()), lane.further.extras)
            except NotANumber as error:
                lane.complain(str(error))
                continue
            sentence = self._check(config)
            lane.complain(sentence)
            if sentence is None:
                configs.append(config)
        usable = tuple(configs) if len(configs) == len(self.lanes) else ()
        self._dress(usable)
        if usable:
            values = tuple(lane.value() for lane in self.lanes)
            extras = tuple(lane.further.extras for lane in self.lanes)
            self._asked = Asked(self._base, self.variation, values, usable, extras)
            self.show_result((), 0)
            self.begun.emit(usable)

    def _dress(self, configs: tuple[TrainingConfig, ...]) -> None:
        """What can be done, and how the runs differ; `configs` is empty where not all of them can be run."""
        self.run.setEnabled(bool(configs))
        self.once.setEnabled(bool(configs))
        self.add.setEnabled(len(self.lanes) < MOST)
        for lane in self.lanes:
            lane.cross.setVisible(len(self.lanes) > FEWEST)
        for lane, config in zip(self.lanes, configs, strict=False):
            words = f"A to {LETTERS[lane.place]}: {what_changed(configs[0], config)}"
            if lane.place == 0:
                words = "as it is set now" if config == self._base else ""
            lane.show_change(words)


def _is_space(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space


def how_often(configs: Sequence[TrainingConfig]) -> str:
    """When runs with these settings are measured."""
    each = {config.validate_every for config in configs}
    if each == {None} or not each:
        return VALIDATED
    if None not in each and len(each) == 1:
        return f"every {each.pop():,} steps"
    return "as often as each run’s settings say"
