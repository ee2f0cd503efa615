"""The form of all settings: a page for each question that they answer, made from their rows."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from netviz.panels.kit.pages import Pages
from netviz.panels.settings.bound import Bound
from netviz.panels.settings.data_sheet import DataSheet
from netviz.panels.settings.network_sheet import NetworkSheet
from netviz.panels.settings.regularise_sheet import RegulariseSheet
from netviz.panels.settings.step_sheet import StepSheet
from netviz.tasks.answer import Classes
from netviz.tasks.digits.task import can_be_augmented
from netviz.training.config import TrainingConfig

NETWORK, STEP, REGULARISE, DATA = "network", "step", "regularise", "data"


class SettingSheets(Pages):
    """They show and change what `bound` holds: the run that stands there, or a plan for a new network."""

    def __init__(self, bound: Bound[TrainingConfig], name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        task = bound.value.task
        classes = isinstance(task.answer, Classes)
        regularise = "Penalties, dropout and label smoothing." if classes else "Penalties and dropout."
        self.network = self.add(
            NETWORK, "Network", "Layers, activations and loss.", partial(NetworkSheet, bound)
        )
        self.step = self.add(
            STEP,
            "Step",
            "Learning rate, schedule, optimiser, mini-batch and clipping.",
            partial(StepSheet, bound),
        )
        self.regularise = self.add(REGULARISE, "Regularise", regularise, partial(RegulariseSheet, bound))
        if can_be_augmented(task.input):
            self.data = self.add(
                DATA, "Data", "Augmentation of the training pictures.", partial(DataSheet, bound)
            )
        else:
            self.data = DataSheet(bound, self)  # only pictures are changed before they are read
            self.data.hide()
