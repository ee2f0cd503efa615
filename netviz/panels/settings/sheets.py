"""The form of all settings: a page for each question that they answer, made from their rows."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netviz.panels.kit.pages import Pages
from netviz.panels.settings.bound import Bound
from netviz.panels.settings.data_sheet import DataSheet
from netviz.panels.settings.network_sheet import NetworkSheet
from netviz.panels.settings.regularise_sheet import RegulariseSheet
from netviz.panels.settings.step_sheet import StepSheet
from netviz.tasks.answer import Classes
from netviz.tasks.input import Picture
from netviz.training.config import TrainingConfig
from netviz.viewmodels.palette import Palette

NETWORK, STEP, REGULARISE, DATA = "network", "step", "regularise", "data"


class SettingSheets(Pages):
    """They show and change what `bound` holds: the run that stands there, or a plan for a new network."""

    def __init__(self, bound: Bound[TrainingConfig], name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.network = NetworkSheet(bound)
        self.step = StepSheet(bound)
        self.regularise = RegulariseSheet(bound)
        self.data = DataSheet(bound)
        task = bound.value.reads
        classes = isinstance(task.answer, Classes)
        regularise = "Penalties, dropout and label smoothing." if classes else "Penalties and dropout."
        for page, title, tip, sheet in (
            (NETWORK, "Network", "Layers, activations and loss.", self.network),
            (STEP, "Step", "Learning rate, schedule, optimiser, mini-batch and clipping.", self.step),
            (REGULARISE, "Regularise", regularise, self.regularise),
            (DATA, "Data", "Augmentation of the training digits.", self.data),
        ):
            if sheet is not self.data or isinstance(task.input, Picture):
                self.add(page, title, tip, sheet)
            else:
                sheet.setParent(self)  # only pictures are changed before they are read
                sheet.hide()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self.step.apply_palette(palette)
        self.data.apply_palette(palette)
