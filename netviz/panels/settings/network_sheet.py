"""The network's shape: layers, the activation of each, the loss; and what a new network begins with."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from netviz.network.activations import USUAL
from netviz.network.spec import NetworkSpec, SpecError
from netviz.panels.kit.fields import ChoiceField, NotANumber, TextField
from netviz.panels.settings.bound import Bound
from netviz.panels.settings.setting_fields import bound_field, choice_field
from netviz.panels.settings.words import ACTIVATION
from netviz.tasks.task import AnyTask
from netviz.training import settings
from netviz.training.config import TrainingConfig

_TIP: Final = "The function φ that each neuron of this layer applies to its sum."

NO_PLUSES: Final = (
    "The picture has no room for its “+ layer”: type one number more here to add a layer, as in 16,16,16."
)


class NetworkSheet(QWidget):
    """Beside a run, another shape keeps what the network has learnt, where it has a place; seed and
    initialiser wait for a new network, which the button begins. In a plan all of it waits.
    """

    began = Signal()  # a new network is wanted

    def __init__(self, bound: Bound[TrainingConfig], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bound = bound
        self._kinds: tuple[str, ...] = bound.value.spec.activations
        by_hand = "" if bound.plan else "; or change them at the feet of the columns"
        self.layers = bound.text(
            TextField(
                "Layers",
                "Type the hidden layers, as in 128,64, or all layers, as in "
                f"{bound.value.task.written(128, 64)}{by_hand}.",
            ),
            lambda c: str(c.spec),
            lambda c, t: replace(c, spec=with_sizes(c.spec, _sizes(t, c.task), self._kinds)),
        )
        self.count = QLabel(self)
        self.count.setProperty("role", "small")
        self.count.setWordWrap(True)
        self.no_pluses = QLabel(NO_PLUSES, self)
        self.no_pluses.setProperty("role", "small")
        self.no_pluses.setWordWrap(True)
        self.no_pluses.hide()
        self.activation = bound.choice(
            ChoiceField(
                "Activation",
                "The function φ that every hidden neuron applies to its sum.",
                ACTIVATION,
                tips=settings.ACTIVATION.tips,
            ),
            lambda c: _only(c.spec.activations),
            lambda c, value: replace(c, spec=replace(c.spec, activations=(value,) * len(c.spec.activations))),
        )
        self.activation.box.setPlaceholderText("each layer its own")
        losses = choice_field(settings.LOSS, bound.value.task.answer.losses)
        self.loss = bound.choice(losses, settings.LOSS.get, settings.LOSS.put)
        self.each: list[ChoiceField] = []
        self._each = QVBoxLayout()
        self._each.setSpacing(4)
        new, self._of_each = QLabel("A new network", self), QLabel("Activation of each layer", self)
        for heading in (new, self._of_each):
            heading.setProperty("role", "section")
        self.initialiser = bound_field(bound, settings.INITIALISER)
        self.seed = bound_field(bound, settings.SEED)
        self.begin = QPushButton("New network", self)
        self.begin.setToolTip("A new, untrained network of this shape and seed; undo brings this one back.")
        self.begin.clicked.connect(self._begin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.layers)
        column.addWidget(self.count)
        column.addWidget(self.no_pluses)
        column.addWidget(self.activation)
        if not bound.plan:
            column.addLayout(self._each)
        column.addWidget(self.loss)
        column.addSpacing(6)
        for widget in (new, self.initialiser, self.seed, self.begin):
            column.addWidget(widget)
        if bound.plan:
            # The last of the page: nothing else moves while layers are typed.
            column.addWidget(self._of_each)
            column.addLayout(self._each)
        column.addStretch(1)
        for part in (self.count, new, self.begin):
            part.setVisible(not bound.plan)
        if not bound.plan:
            bound.changed.connect(lambda _config: self.layers.edit.home(False))
        bound.shown.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        kinds = self.bound.value.spec.activations
        if not self.layers.edit.isModified():
            # Layers that are typed anew have the activations of those that stood there before.
            self._kinds = kinds or self._kinds
        self.activation.setEnabled(bool(kinds))
        self.activation.setToolTip("" if kinds else "These layers have no hidden one that could have it.")
        self._list_layers(kinds)
        self._tell()

    def _tell(self) -> None:
        now = self.bound.value.spec
        if self.layers.edit.isModified() and not self.layers.complaint():
            try:
                planned = NetworkSpec.dense(_sizes(self.layers.text(), self.bound.value.task))
            except (NotANumber, SpecError):
                return
            if planned.sizes != now.sizes:
                self.count.setText(f"{planned.n_parameters:,} parameters. Enter keeps what fits.")
                return
        self.count.setText(f"{now.n_parameters:,} parameters")

    def _list_layers(self, kinds: tuple[str, ...]) -> None:
        """A field for each hidden layer, where there are several."""
        wanted = len(kinds) if len(kinds) > 1 else 0
        while len(self.each) > wanted:
            field = self.each.pop()
            self._each.removeWidget(field)
            field.hide()
            field.deleteLater()
        while len(self.each) < wanted:
            place = len(self.each)
            field = ChoiceField(f"  hidden {place + 1}", _TIP, ACTIVATION, self, settings.ACTIVATION.tips)
            field.chosen.connect(lambda place=place: self._choose(place))
            self._each.addWidget(field)
            self.each.append(field)
        self._of_each.setVisible(self.bound.plan and wanted > 0)
        for field, kind in zip(self.each, kinds, strict=False):
            field.set_value(kind)

    def _choose(self, place: int) -> None:
        config, kind = self.bound.value, self.each[place].value()
        if kind is not None:
            kinds = list(config.spec.activations)
            kinds[place] = kind
            self.bound.offer(replace(config, spec=replace(config.spec, activations=tuple(kinds))))

    def _begin(self) -> None:
        if not self.seed.complaint():
            self.began.emit()


def with_sizes(spec: NetworkSpec, sizes: tuple[int, ...], kinds: tuple[str, ...] = ()) -> NetworkSpec:
    """This network with other layer sizes, which have the activations `kinds`, its own where there are none;
    further layers have the last one's.
    """
    kinds = kinds or spec.activations or (USUAL,)
    n_hidden = len(sizes) - 2
    kinds = (*kinds, *(kinds[-1],) * n_hidden)[:n_hidden]
    return replace(spec, sizes=sizes, activations=kinds)


def _sizes(text: str, task: AnyTask) -> tuple[int, ...]:
    try:
        return task.read_layers(text)
    except SpecError as error:
        raise NotANumber(str(error)) from None


def _only(kinds: tuple[str, ...]) -> str | None:
    """The activation of all layers, the usual one where there is none yet; None where they differ."""
    if not kinds:
        return USUAL
    return kinds[0] if len(set(kinds)) == 1 else None
