"""The kinds of miniatures, by name."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from netviz.panels.concepts.miniatures.batches import BatchesSketch
from netviz.panels.concepts.miniatures.calibration import CalibrationSketch
from netviz.panels.concepts.miniatures.chain import ChainSketch
from netviz.panels.concepts.miniatures.curve import CurveSketch
from netviz.panels.concepts.miniatures.curves import CurvesSketch
from netviz.panels.concepts.miniatures.decay import DecaySketch
from netviz.panels.concepts.miniatures.descent import DescentSketch
from netviz.panels.concepts.miniatures.draws import DrawsSketch
from netviz.panels.concepts.miniatures.fit import FitSketch
from netviz.panels.concepts.miniatures.hill import HillSketch, RangeSketch
from netviz.panels.concepts.miniatures.layers import LayersSketch
from netviz.panels.concepts.miniatures.line import LineSketch
from netviz.panels.concepts.miniatures.matrix import MatrixSketch
from netviz.panels.concepts.miniatures.neuron import NeuronSketch
from netviz.panels.concepts.miniatures.outputs import OutputsSketch
from netviz.panels.concepts.miniatures.picture import PictureSketch
from netviz.panels.concepts.miniatures.plane import PlaneSketch
from netviz.panels.concepts.miniatures.rings import RingsSketch
from netviz.panels.concepts.miniatures.schedule import ScheduleSketch
from netviz.panels.concepts.miniatures.threshold import ThresholdSketch
from netviz.panels.concepts.sketch import Sketch
from netviz.viewmodels.words.concepts.concept import Miniature
from netviz.viewmodels.words.concepts.of_run import OfRun

KINDS: Final[dict[str, type[Sketch]]] = {
    "batches": BatchesSketch,
    "calibration": CalibrationSketch,
    "chain": ChainSketch,
    "curve": CurveSketch,
    "curves": CurvesSketch,
    "decay": DecaySketch,
    "descent": DescentSketch,
    "draws": DrawsSketch,
    "fit": FitSketch,
    "hill": HillSketch,
    "layers": LayersSketch,
    "line": LineSketch,
    "matrix": MatrixSketch,
    "neuron": NeuronSketch,
    "outputs": OutputsSketch,
    "picture": PictureSketch,
    "plane": PlaneSketch,
    "range": RangeSketch,
    "rings": RingsSketch,
    "schedule": ScheduleSketch,
    "threshold": ThresholdSketch,
}


def miniature(wanted: Miniature, run: OfRun, parent: QWidget) -> Sketch:
    """The widget for this description."""
    return KINDS[wanted.kind](wanted.show, run, parent)
