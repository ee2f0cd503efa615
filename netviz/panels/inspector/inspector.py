"""One neuron, pixel or edge with its numbers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.inspector.edge_picture import EdgePicture
from netviz.panels.inspector.facts import EdgeFacts, Facts, NeuronFacts, PixelFacts
from netviz.panels.inspector.incoming import IncomingTable, WeightImage
from netviz.panels.inspector.neuron_sketch import NeuronSketch
from netviz.panels.inspector.working import Working, edge_lines, neuron_lines, pixel_lines
from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.terms import TermLabel
from netviz.tasks.task import AnyTask
from netviz.viewmodels.naming import how_named

_INVITATION = (
    "Point at a neuron or a line in the network to see what it does with the {example}. Click to keep it "
    "here, Esc lets go."
)


class Inspector(QWidget):
    """What a neuron looks for and how its sum comes about; a friendly sentence while nothing is chosen."""

    inside_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, task: AnyTask) -> None:
        super().__init__(parent)
        self._invitation = task.filled(_INVITATION)
        self._facts: Facts | None = None
        self._title = QLabel(self)
        self._title.setProperty("role", "title")
        self._subtitle = TermLabel("", ("neuron", "weight", "activation", "bias"), self)
        self._subtitle.setProperty("role", "muted")
        self._subtitle.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._image = WeightImage(self)
        self._table = IncomingTable(self)
        self._sketch = NeuronSketch(self)
        self._edge = EdgePicture(self)
        self._working = Working(self)
        self._curve: QWidget | None = None  # it comes behind the first picture
        self._inside = SmallButton(
            "Look inside",
            "Every number of it, on a page beside the network.  (I)",
            text="Look inside…",
            parent=self,
        )
        self._inside.clicked.connect(self.inside_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addWidget(self._title)
        column.addWidget(self._subtitle)
        column.addWidget(self._sketch)
        column.addWidget(self._edge)
        # The pictures take what there is, up to their largest useful size; only then is there empty space.
        column.addWidget(self._image, 100)
        column.addWidget(self._table, 100)
        column.addWidget(self._working)
        column.addWidget(self._inside)
        column.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Inspector")
        for words in (self._title, self._subtitle):
            words.setToolTip(how_named(task))
        self._title.setText("Inside the network")
        self._subtitle.set_words(self._invitation)
        for widget in (self._image, self._table, self._edge, self._working, self._inside):
            widget.hide()

    def insert_curve(self, curve: QWidget) -> None:
        """What is shown of an edge besides: below its picture."""
        self._curve = curve
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.indexOf(self._edge) + 1, curve)
        curve.setVisible(isinstance(self._facts, EdgeFacts))

    def show_kept(self, kept: bool) -> None:
        """Whether a click has kept something, so that one can go to a button without losing it."""
        self._inside.setVisible(kept)

    def show_facts(self, facts: Facts | None) -> None:
        """Show these (see `facts.describe`); None shows how to choose something."""
        if facts is self._facts:
            return
        self._facts = facts
        image = isinstance(facts, NeuronFacts) and facts.picture is not None
        self._image.setVisible(image)
        self._table.setVisible(isinstance(facts, NeuronFacts) and not image)
        self._show_sketch()
        self._edge.setVisible(isinstance(facts, EdgeFacts))
        if self._curve is not None:
            self._curve.setVisible(isinstance(facts, EdgeFacts))
        self._working.setVisible(facts is not None)
        match facts:
            case None:
                self._write("Inside the network", self._invitation)
            case NeuronFacts():
                self._write(facts.title, "what it looks for" if image else "what flows into it")
                if image:
                    self._image.show_facts(facts)
                else:
                    self._table.show_facts(facts)
                self._working.show_lines(neuron_lines(facts))
            case EdgeFacts():
                sign = "positive" if facts.w > 0 else "negative" if facts.w < 0 else "zero"
                self._write(facts.title, f"a {sign} weight")
                self._edge.show_facts(facts)
                self._working.show_lines(edge_lines(facts))
            case PixelFacts():
                self._write(facts.title, "row and column" if facts.ink else "an input")
                self._working.show_lines(pixel_lines(facts))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_sketch()

    def _show_sketch(self) -> None:
        """Where there is room for all of it."""
        need = self._title.sizeHint().height() + self._sketch.sizeHint().height() + 10
        words = self._subtitle.heightForWidth(max(self.width(), 50))
        self._sketch.setVisible(self._facts is None and self.height() >= need + words)

    def _write(self, title: str, subtitle: str) -> None:
        self._title.setText(title)
        self._subtitle.set_words(subtitle)
