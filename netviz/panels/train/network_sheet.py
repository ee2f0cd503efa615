"""The network's shape: layers, the activation of each, the loss; and what a new network begins with."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.network.activations import USUAL
from netviz.network.spec import NetworkSpec, SpecError
from netviz.panels.kit.fields import ChoiceField, NotANumber, TextField, read_whole
from netviz.panels.settings.dialog import Check
from netviz.panels.settings.setting_fields import bound_field, choice_field, number_field
from netviz.panels.settings.words import ACTIVATION, ACTIVATION_TIPS
from netviz.panels.train.bound import Bound
from netviz.tasks.digits.task import DIGITS
from netviz.training import settings
from netviz.training.config import TrainingConfig
from netviz.viewmodels.palette import Palette

_TIP: Final = "The function φ that each neuron of this layer applies to its sum."


class NetworkSheet(QWidget):
    """Another shape keeps what the network has learnt, where it has a place; seed and initialiser wait for a
    new network.
    """

    reshaped = Signal(object)  # NetworkSpec
    began = Signal(object)  # TrainingConfig of a new network

    def __init__(self, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._check = check
        self._palette: Palette | None = None
        self.bound: Bound[TrainingConfig] = Bound(TrainingConfig(), check, self)
        self.bound.changed.connect(self._changed)
        text, choice = self.bound.text, self.bound.choice
        self.layers = text(
            TextField(
                "Layers",
                f"Type the hidden layers, as in 128,64, or all layers, as in {DIGITS.written(128, 64)}; or "
                "change them at the feet of the columns.",
            ),
            lambda c: str(c.spec),
            lambda c, t: replace(c, spec=with_sizes(c.spec, _sizes(t))),
        )
        self.count = QLabel(self)
        self.count.setProperty("role", "small")
        self.count.setWordWrap(True)
        self.activation = choice(
            ChoiceField(
                "Activation",
                "The function φ that every hidden neuron applies to its sum.",
                ACTIVATION,
                tips=ACTIVATION_TIPS,
            ),
            lambda c: _only(c.spec.activations),
            lambda c, value: replace(c, spec=replace(c.spec, activations=(value,) * len(c.spec.activations))),
        )
        self.loss = bound_field(self.bound, settings.LOSS)
        self.each: list[ChoiceField] = []
        self._each = QVBoxLayout()
        self._each.setSpacing(7)
        new = QLabel("A new network", self)
        new.setProperty("role", "section")
        self.initialiser = choice_field(settings.INITIALISER)
        self.initialiser.chosen.connect(self._initialise)
        self.seed = number_field(settings.SEED)
        self.seed.typed.connect(self._read_seed)
        self.begin = QPushButton("New network", self)
        self.begin.setToolTip("A new, untrained network of this shape and seed; undo brings this one back.")
        self.begin.clicked.connect(self._begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(7)
        column.addWidget(self.layers)
        column.addWidget(self.count)
        column.addWidget(self.activation)
        column.addLayout(self._each)
        column.addWidget(self.loss)
        column.addSpacing(6)
        for widget in (new, self.initialiser, self.seed, self.begin):
            column.addWidget(widget)
        column.addStretch(1)
        self.layers.typed.connect(self._tell)
        self.set_config(TrainingConfig(), afresh=True)

    def set_config(self, config: TrainingConfig, *, afresh: bool = False) -> None:
        """Show what runs; no signal."""
        before = self.bound.value
        self.bound.show(config, afresh=afresh)
        self.initialiser.set_value(config.spec.initialiser)
        if afresh or before.seed != config.seed:
            self.seed.set_text(str(config.seed))
        self._list_layers()
        self._tell()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.bound.apply_palette(palette)
        for field in (*self.each, self.initialiser, self.seed):
            field.apply_palette(palette)

    def _changed(self, config: TrainingConfig) -> None:
        self.layers.edit.home(False)
        self._list_layers()
        self._tell()
        self.reshaped.emit(config.spec)

    def _tell(self) -> None:
        now = self.bound.value.spec
        if self.layers.edit.isModified() and not self.layers.complaint():
            try:
                planned = NetworkSpec.dense(_sizes(self.layers.text()))
            except (NotANumber, SpecError):
                return
            if planned.sizes != now.sizes:
                self.count.setText(f"{planned.n_parameters:,} parameters. Enter keeps what fits.")
                return
        self.count.setText(f"{now.n_parameters:,} parameters")

    def _list_layers(self) -> None:
        """A field for each hidden layer, where there are several."""
        kinds = self.bound.value.spec.activations
        wanted = len(kinds) if len(kinds) > 1 else 0
        while len(self.each) > wanted:
            field = self.each.pop()
            self._each.removeWidget(field)
            field.hide()
            field.deleteLater()
        while len(self.each) < wanted:
            place = len(self.each)
            field = ChoiceField(f"  hidden {place + 1}", _TIP, ACTIVATION, self, ACTIVATION_TIPS)
            field.chosen.connect(lambda place=place: self._choose(place))
            if self._palette is not None:
                field.apply_palette(self._palette)
            self._each.addWidget(field)
            self.each.append(field)
        for field, kind in zip(self.each, kinds, strict=False):
            field.set_value(kind)

    def _choose(self, place: int) -> None:
        config, kind = self.bound.value, self.each[place].value()
        if kind is not None:
            kinds = list(config.spec.activations)
            kinds[place] = kind
            self.bound.offer(replace(config, spec=replace(config.spec, activations=tuple(kinds))))

    def _initialise(self) -> None:
        config, chosen = self.bound.value, self.initialiser.value()
        if chosen is not None:
            self.bound.offer(replace(config, spec=replace(config.spec, initialiser=chosen)))

    def _read_seed(self) -> TrainingConfig | None:
        try:
            config = replace(self.bound.value, seed=read_whole("Seed", self.seed.text()))
        except NotANumber as error:
            self.seed.complain(str(error))
            return None
        sentence = self._check(config)
        self.seed.complain(sentence)
        return config if sentence is None else None

    def _begin(self) -> None:
        config = self._read_seed()
        if config is not None:
            self.began.emit(config)


def with_sizes(spec: NetworkSpec, sizes: tuple[int, ...]) -> NetworkSpec:
    """This network with other layer sizes; further layers have the last one's activation."""
    kinds = spec.activations or (USUAL,)
    n_hidden = len(sizes) - 2
    kinds = (*kinds, *(kinds[-1],) * n_hidden)[:n_hidden]
    return replace(spec, sizes=sizes, activations=kinds)


def _sizes(text: str) -> tuple[int, ...]:
    try:
        return DIGITS.read_layers(text)
    except SpecError as error:
        raise NotANumber(str(error)) from None


def _only(kinds: tuple[str, ...]) -> str | None:
    """The activation of all layers; None where they differ."""
    return kinds[0] if len(set(kinds)) == 1 else None
