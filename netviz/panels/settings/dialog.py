"""All settings of a run: some take effect at once, some with a new network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from netviz.network.activations import USUAL
from netviz.network.spec import NetworkSpec, SpecError
from netviz.panels.kit.fields import (
    ChoiceField,
    Complaints,
    Field,
    NotANumber,
    TextField,
    read_whole,
)
from netviz.panels.kit.figures import short
from netviz.panels.settings import rate
from netviz.panels.settings.rate_slider import rate_slider
from netviz.panels.settings.setting_fields import choice_field, number_field, read, written
from netviz.panels.settings.words import ACTIVATION, ACTIVATION_TIPS
from netviz.rendering import units
from netviz.tasks.digits.task import DIGITS
from netviz.training import settings
from netviz.training.config import TrainingConfig, new_config
from netviz.viewmodels.palette import Palette

Check = Callable[[TrainingConfig], str | None]
"""None where a configuration is usable, else one sentence that begins with the field's name."""

_NUMBERS: Final = (settings.LEARNING_RATE, settings.BATCH_SIZE, settings.MOMENTUM, settings.L2)
_WIDTH: Final = 400
_PREVIEW: Final = 32  # two lines, whether there is something to say or not
_FRAME: Final = 40  # what the desktop puts around a window


class SettingsDialog(QDialog):
    """The whole form. It emits usable configurations only; the rest it refuses under the field."""

    config_changed = Signal(object)  # TrainingConfig with the same network: at once
    new_network = Signal(object)  # TrainingConfig for a new network

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self._config = TrainingConfig()
        self.setWindowTitle("Settings")
        self.setModal(False)
        self.rate, self.batch, self.momentum, self.l2 = map(number_field, _NUMBERS)
        self.optimiser = choice_field(settings.OPTIMISER)
        self.layers = TextField(
            "Layers", f"The hidden layers, as in 16,16, or all layers, as in {DIGITS.written(16, 16)}."
        )
        self.activation = ChoiceField(
            "Activation",
            "The function φ that each hidden neuron applies to its sum.",
            ACTIVATION,
            tips=ACTIVATION_TIPS,
        )
        self.activation.box.setPlaceholderText("each layer its own")
        self.loss = choice_field(settings.LOSS)
        self.initialiser = choice_field(settings.INITIALISER)
        self.seed = number_field(settings.SEED)
        self._slider = rate_slider()
        self._preview = QLabel(self)
        self._preview.setProperty("role", "muted")
        self._preview.setWordWrap(True)
        units.hold(self._preview, least_height=_PREVIEW)
        self._wrong_now, self._wrong_plan = Complaints(self), Complaints(self)
        self.build = QPushButton("New network", self)
        self.build.setAutoDefault(False)
        self.build.setToolTip(
            "Begin with a new, untrained network of these settings; undo brings the present one back."
        )
        self._defaults = QPushButton("Back to defaults", self)
        self._defaults.setProperty("role", "quiet")
        self._defaults.setAutoDefault(False)
        self._defaults.setToolTip(
            "Train as at the first start; layers and what else needs a new network are only filled in."
        )
        self._page = QWidget(self)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._page)
        self._typed = (self.rate, self.batch, self.momentum, self.l2)
        self._running = (self.rate, self.batch, self.optimiser, self.momentum, self.l2)
        self._building = (self.layers, self.activation, self.loss, self.initialiser, self.seed)
        self._lay_out()
        self._slider.valueChanged.connect(self._slid)
        for field in (self.rate, self.batch, self.momentum, self.l2):
            field.typed.connect(lambda field=field: self._read_running(field))
            field.entered.connect(self._apply)
        self.optimiser.chosen.connect(self._apply)
        for typed in (self.layers.typed, self.seed.typed):
            typed.connect(self._show_plan)
        for chosen in (self.activation.chosen, self.loss.chosen, self.initialiser.chosen):
            chosen.connect(self._show_plan)
        self._asked_new = False
        self.build.clicked.connect(self._begin)
        self._defaults.clicked.connect(self._go_back_to_defaults)
        self.set_config(self._config, afresh=True)

    def set_config(self, config: TrainingConfig, *, afresh: bool = False) -> None:
        """Show what runs; no signal.

        What is being typed, and plans for a new network, stay unless `afresh`.
        """
        before, self._config = self._config, config
        for field, row in zip(self._typed, _NUMBERS, strict=True):
            if afresh or not (field.edit.hasFocus() and field.edit.isModified()):
                field.set_text(written(row, config))
        self.optimiser.set_value(config.optimiser)
        self.momentum.setEnabled(settings.MOMENTUM.applies(config))
        if not self._slider.isSliderDown():
            self._slider.blockSignals(True)
            self._slider.setValue(rate.position_of(config.learning_rate))
            self._slider.blockSignals(False)
        if afresh or (before.spec, before.seed) != (config.spec, config.seed):
            spec = config.spec
            self.layers.set_text(str(spec))
            # Where there is no hidden layer to ask, one that is added is usual.
            kinds = set(spec.activations) or {USUAL}
            self.activation.set_value(kinds.pop() if len(kinds) == 1 else None)
            self.loss.set_value(spec.loss)
            self.initialiser.set_value(spec.initialiser)
            self.seed.set_text(str(config.seed))
            self._show_plan()

    def begin(self, *, new: bool) -> None:
        """Let the person type at once: in the plan for a new network, or in what takes effect at once."""
        self._asked_new = new
        # What was asked for is what Return presses; beside settings that work at once it is a button of many.
        self.build.setProperty("role", "primary" if new else "")
        self.build.style().unpolish(self.build)
        self.build.style().polish(self.build)
        self.setWindowTitle("New network" if new else "Settings")
        first = self.layers if new else self.rate
        first.edit.setFocus()
        first.edit.selectAll()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        for field in (*self._running, *self._building):
            field.apply_palette(palette)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            # A field has taken what was typed by now.
            pressed = self.focusWidget()
            if isinstance(pressed, QPushButton):
                pressed.click()
            elif self._asked_new and self.build.isEnabled():
                self.build.click()
            return
        super().keyPressEvent(event)

    def text_resized(self) -> None:
        """Words have another size, so the form needs another one."""
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        width = units.pixels(_WIDTH)
        return QSize(width, self._needed(width))

    def _needed(self, width: int) -> int:
        """The height that shows everything, but no more than the screen has."""
        layout = self._page.layout()
        high = 0 if layout is None else layout.heightForWidth(width)
        return min(high, self.screen().availableGeometry().height() - _FRAME)

    # -- layout ---------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._scroll)
        column = QVBoxLayout(self._page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        at_once, planned = QFrame(self._page), QFrame(self._page)
        inner = self._fill(
            at_once, "Training", "These take effect at once, also while it trains.", self._running
        )
        inner.insertWidget(3, self._slider)
        inner = self._fill(planned, "Network", "These take effect with a new network.", self._building)
        for field in self._running:
            field.complain_in(self._wrong_now)
        for field in self._building:
            field.complain_in(self._wrong_plan)
        at_once_layout = at_once.layout()
        if at_once_layout is not None:
            at_once_layout.addWidget(self._wrong_now)
        inner.addWidget(self._wrong_plan)
        row = QHBoxLayout()
        row.addWidget(self._preview, 1)
        row.addWidget(self.build, 0, Qt.AlignmentFlag.AlignBottom)
        inner.addLayout(row)
        column.addWidget(at_once)
        column.addWidget(planned)
        column.addWidget(self._defaults, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        units.hold(self, least_width=_WIDTH)
        order = (
            self.rate.edit,
            self._slider,
            self.batch.edit,
            self.optimiser.box,
            self.momentum.edit,
            self.l2.edit,
        )
        plan = (self.layers.edit, self.activation.box, self.loss.box, self.initialiser.box, self.seed.edit)
        for before, after in pairwise((*order, *plan, self.build)):
            QWidget.setTabOrder(before, after)

    def _fill(self, frame: QFrame, title: str, note: str, fields: tuple[Field, ...]) -> QVBoxLayout:
        frame.setProperty("role", "panel")
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(7)
        heading, sentence = QLabel(title, frame), QLabel(note, frame)
        heading.setProperty("role", "title")
        sentence.setProperty("role", "muted")
        column.addWidget(heading)
        column.addWidget(sentence)
        for field in fields:
            column.addWidget(field)
        return column

    # -- at once --------------------------------------------------------------------------------------------

    def _read_running(self, only: TextField | None = None) -> TrainingConfig | None:
        """The settings that take effect at once, as the fields have them; None if one is unusable.

        With `only`, fields that can't be read complain only if they are that one: the others are not being
        typed in.
        """
        config = replace(self._config, optimiser=self.optimiser.value() or self._config.optimiser)
        broken: list[Field] = []
        for field, row in zip(self._typed, _NUMBERS, strict=True):
            try:
                config = row.put(config, read(row, field.text()))
            except NotANumber as error:
                broken.append(field)
                if only in (None, field):
                    field.complain(str(error))
        usable = self._judge(config, tuple(field for field in self._running if field not in broken))
        return config if usable and not broken else None

    def _judge(self, config: TrainingConfig, fields: tuple[Field, ...]) -> bool:
        """Put the check's sentence under the field that it names, or under the first."""
        sentence = self._check(config)
        named = next((f for f in fields if sentence and sentence.startswith(f.name)), fields[0])
        for field in fields:
            field.complain(sentence if sentence and field is named else None)
        return sentence is None

    def _apply(self) -> None:
        config = self._read_running()
        if config is not None and config != self._config:
            self._config = config
            self.momentum.setEnabled(settings.MOMENTUM.applies(config))
            self._slider.blockSignals(True)
            self._slider.setValue(rate.position_of(config.learning_rate))
            self._slider.blockSignals(False)
            self.config_changed.emit(config)

    def _slid(self, position: int) -> None:
        self.rate.set_text(short(rate.rate_at(position)))
        self._apply()

    def _go_back_to_defaults(self) -> None:
        usual = new_config()
        running = replace(usual, spec=self._config.spec, seed=self._config.seed)
        if running != self._config:
            self.config_changed.emit(running)
        self.set_config(running, afresh=True)
        spec = usual.spec
        self.layers.set_text(str(spec))
        self.activation.set_value(spec.activations[0])
        self.loss.set_value(spec.loss)
        self.initialiser.set_value(spec.initialiser)
        self.seed.set_text(str(usual.seed))
        self._show_plan()

    # -- a new network --------------------------------------------------------------------------------------

    def _plan(self) -> TrainingConfig | None:
        try:
            sizes = DIGITS.read_layers(self.layers.text())
        except SpecError as error:
            self.layers.complain(str(error))
            return None
        self.layers.complain(None)
        try:
            seed = read_whole(self.seed.name, self.seed.text())
        except NotANumber as error:
            self.seed.complain(str(error))
            return None
        now = self._config.spec
        kind = self.activation.value()
        if kind is None and len(sizes) != len(now.sizes):
            # Each layer has its own; of other layers that says nothing.
            self.activation.set_value(kind := USUAL)
        kinds = now.activations if kind is None else (kind,) * (len(sizes) - 2)
        spec = NetworkSpec(
            sizes, kinds, self.loss.value() or now.loss, self.initialiser.value() or now.initialiser
        )
        config = replace(self._config, spec=spec, seed=seed)
        return config if self._judge(config, self._building) else None

    def _show_plan(self) -> None:
        config = self._plan()
        self.build.setEnabled(config is not None)
        hidden = config is None or len(config.spec.sizes) > 2
        self.activation.setEnabled(hidden)
        self.activation.setToolTip("" if hidden else "These layers have no hidden one that could have it.")
        if config is None:
            self._preview.setText("")
            return
        waits = (config.spec, config.seed) != (self._config.spec, self._config.seed)
        state = "Not built yet: press New network." if waits else "This is the network that runs."
        self._preview.setText(f"{config.spec.n_parameters:,} parameters\n{state}")

    def _begin(self) -> None:
        config = self._plan()
        if config is not None:
            self.new_network.emit(config)
            # Settings stay beside what they change; a plan that is carried out is done with.
            if self._asked_new:
                self.close()
