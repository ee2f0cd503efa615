"""Which concept belongs to what is pointed at or has the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolButton, QWidget

from netviz.app.help.fields import fields
from netviz.app.window.banner import Banner
from netviz.app.window.top_bar import TopBar
from netviz.panels.explain.label_question import LabelQuestion
from netviz.panels.explain.story_bar import StoryBar
from netviz.panels.explain.story_panel import StoryPanel
from netviz.panels.explain.teach_box import TeachBox
from netviz.panels.inspector.inspector import Inspector
from netviz.panels.inspector.layer.tab import LayerTab
from netviz.panels.inspector.operate.tab import OperateTab
from netviz.panels.inspector.page.page import InsidePage
from netviz.panels.inspector.seeks.tab import SeeksTab
from netviz.panels.inspector.sum.tab import SumTab
from netviz.panels.inspector.weight_curve import WeightCurve
from netviz.panels.inspector.why.tab import WhyTab
from netviz.panels.kit.tabs import Tabs
from netviz.panels.kit.term_spot import TermSpot
from netviz.panels.kit.terms import TermLabel
from netviz.panels.landscape.page import LandscapePage
from netviz.panels.nearest.panel import NearestPanel
from netviz.panels.page.chosen import ChosenDigit
from netviz.panels.page.panel import PagePanel
from netviz.panels.plots.board import Plots
from netviz.panels.plots.sheet import Sheet
from netviz.panels.run.past_bar import PastBar
from netviz.panels.run.timeline import Timeline
from netviz.panels.settings.data_sheet import DataSheet
from netviz.panels.settings.form import SettingsForm
from netviz.panels.settings.network_sheet import NetworkSheet
from netviz.panels.settings.regularise_sheet import RegulariseSheet
from netviz.panels.settings.sheets import SettingSheets
from netviz.panels.settings.step_sheet import StepSheet
from netviz.panels.test.charts.calibration import ReliabilityDiagram
from netviz.panels.test.charts.confusion import ConfusionMatrix
from netviz.panels.test.charts.coverage import Threshold
from netviz.panels.test.digit_gallery import DigitGallery
from netviz.panels.test.digit_map import MapPage
from netviz.panels.test.health_page import HealthPage
from netviz.panels.test.labels import LabelsPage
from netviz.panels.test.mistakes import MistakesPage
from netviz.panels.test.numbers_page import NumbersPage
from netviz.panels.test.page import ExamPage
from netviz.panels.test.results import ResultsPage
from netviz.panels.test.robustness_page import RobustnessPage
from netviz.panels.train.card import SettingsCard
from netviz.panels.train.compare_page import ComparePage
from netviz.panels.train.foot import Foot, SignButton
from netviz.panels.train.state_card import StateCard
from netviz.panels.train.stop_sheet import StopSheet
from netviz.panels.two_networks.page import TwoNetworksPage
from netviz.panels.watch.batch_sheet import BatchSheet
from netviz.panels.watch.canvas_corner import CanvasCorner
from netviz.panels.watch.controls import Controls
from netviz.panels.watch.curves import Curves
from netviz.panels.watch.legend import Legend
from netviz.panels.watch.path_card import PathCard
from netviz.panels.watch.sentence_bar import SentenceBar
from netviz.panels.watch.view_bar import ViewBar
from netviz.rendering.canvas import GraphCanvas
from netviz.viewmodels.words.concepts.controls import SETTINGS, TABS, of_action

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

_PANELS: Final[dict[type[QWidget], str]] = {
    Banner: "network",
    BatchSheet: "mini-batch",
    CanvasCorner: "edge",
    ChosenDigit: "label",
    ComparePage: "depth",
    ConfusionMatrix: "confusion matrix",
    Controls: "step",
    Curves: "loss",
    DataSheet: "augmentation",
    DigitGallery: "example",
    ExamPage: "test",
    Foot: "hidden layer",
    HealthPage: "label noise",
    InsidePage: "neuron",
    Inspector: "neuron",
    LabelQuestion: "label",
    LabelsPage: "label noise",
    LandscapePage: "loss landscape",
    LayerTab: "layer",
    Legend: "weight",
    MapPage: "map",
    MistakesPage: "accuracy",
    NearestPanel: "nearest examples",
    NetworkSheet: "layer",
    NumbersPage: "R squared",
    OperateTab: "pruning",
    PagePanel: "classification",
    PastBar: "snapshot",
    PathCard: "network",
    Plots: "loss",
    RegulariseSheet: "regularisation",
    ReliabilityDiagram: "calibration",
    ResultsPage: "accuracy",
    RobustnessPage: "robustness",
    SeeksTab: "activation",
    SentenceBar: "forward pass",
    SettingsCard: "gradient descent",
    SettingsForm: "learning rate",
    Sheet: "hidden layer",
    SignButton: "layer",
    StateCard: "gradient descent",
    StepSheet: "step",
    StopSheet: "patience",
    StoryBar: "backpropagation",
    StoryPanel: "wish",
    SumTab: "weighted sum",
    TeachBox: "step",
    Threshold: "probability",
    Timeline: "snapshot",
    TopBar: "network",
    TwoNetworksPage: "barrier",
    ViewBar: "edge",
    WeightCurve: "loss landscape",
    WhyTab: "contribution",
}
"""By the panel in which a control stands; of several the innermost."""


class ConceptOf:
    """Asked for the widget, and for the place in it where the pointer is."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def of(self, widget: QWidget | None, at: QPoint | None = None) -> str:
        """The id of the concept; '' where none belongs to it."""
        part = widget
        while part is not None:
            here = (
                at
                if at is None or widget is None
                else part.mapFrom(part.window(), widget.mapTo(part.window(), at))
            )
            name = self._own(part, here)
            if name:
                return name
            part = None if part.isWindow() else part.parentWidget()
        return ""

    def _own(self, part: QWidget, at: QPoint | None) -> str:
        """What this one is about itself."""
        said = part.property("concept")  # of dialogs, and of what stands in them
        if said:
            return str(said)
        if isinstance(part, TermSpot):
            return part.term
        if isinstance(part, TermLabel):
            return _term_at(part, at)
        if isinstance(part, Tabs):
            tab = -1 if at is None else part.tabAt(at)
            key = part.key_of(tab) if tab >= 0 else part.now
            return TABS.get(key, "")
        if isinstance(part, QToolButton) and part.defaultAction() is not None:
            return of_action(part.defaultAction().objectName())
        if isinstance(part, GraphCanvas):
            return self._of_network()
        return self._of_setting(part) or self._of_window(part) or _PANELS.get(type(part), "")

    def _of_setting(self, part: QWidget) -> str:
        sheets = part.parentWidget()
        while sheets is not None and not isinstance(sheets, SettingSheets):
            sheets = sheets.parentWidget()
        if sheets is None:
            return ""
        own = next((key for key, field in fields(sheets).items() if field is part), "")
        return SETTINGS.get(own, "")

    def _of_window(self, part: QWidget) -> str:
        """What stands at the left: it is another one for each kind of input and answer."""
        window = self._program.window
        if part is window.draw:
            return "input"
        if part is window.answer:
            return "probability" if self._program.task.answer.kind == "classes" else "output"
        return "example" if part is window.picker else ""

    def _of_network(self) -> str:
        """What is pointed at in the network, or was chosen there."""
        focus = self._program.presenter.explorer.focus
        if focus is None:
            return "network"
        if focus.source is not None:
            return "weight"
        last = len(self._program.spec_on_screen().sizes) - 1
        return "input" if focus.column == 0 else "output" if focus.column == last else "neuron"


def _term_at(label: TermLabel, at: QPoint | None) -> str:
    """The term of a label that is pointed at, or its first one."""
    terms = label.terms
    pointed = [name for name in terms if at is not None and label.place_of(name).contains(at)]
    return next(iter((*pointed, *terms)), "")
