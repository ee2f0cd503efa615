"""Two networks: a graph of their differences, and beside it who they are, what lies between, who is right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from netviz.panels.kit.card import Card
from netviz.panels.kit.fields import ChoiceBox
from netviz.panels.kit.nothing import Nothing
from netviz.panels.kit.terms import TermLabel
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.test.choice import Choice
from netviz.panels.test.digit_gallery import DigitGallery
from netviz.panels.two_networks.line_plot import LinePlot
from netviz.panels.two_networks.shown import Compared
from netviz.panels.two_networks.side import Side
from netviz.panels.two_networks.twice_read import twice_read
from netviz.panels.two_networks.words import (
    TERMS,
    how_many,
    how_matched,
    kinds,
    of_example,
    of_line,
    of_network,
    of_which,
)
from netviz.panels.watch.legend import Legend
from netviz.rendering import units
from netviz.rendering.canvas import GraphCanvas
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.training.compare.answers import BothAnswers
from netviz.training.compare.chosen import Source
from netviz.training.compare.line import Between
from netviz.training.compare.matching import Matching
from netviz.training.figures import said as written
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import Scene

_SIDE: Final = 400  # units
_GALLERY: Final = 240
_ROOM: Final = 1000  # units: words, and beside them which network's shades
SHADED: Final = {
    "a": ("A’s activations", "Neurons are shaded as A reads the example, and the bars are A’s answer."),
    "b": ("B’s activations", "Neurons are shaded as B reads the example, and the bars are B’s answer."),
}
_ALL: Final = "All labels"
_POINT: Final = "Point at a line or a neuron, and its numbers in both networks stand here."


class TwoNetworksPage(QWidget):
    """Knows no trainer: whoever compares networks shows them here."""

    left = Signal()
    asked = Signal()  # a person chose other networks
    picked = Signal(int)  # one of the examples
    shaded = Signal(str)

    def __init__(self, task: AnyTask, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self._compared: Compared | None = None
        self._kind = ""
        heading = QLabel("Two networks", self)
        heading.setProperty("role", "title")
        self.status = QLabel(self)
        self.status.setProperty("role", "muted")
        self.swap = QPushButton("Swap", self)
        self.swap.setToolTip("A becomes B, and B becomes A.")
        self.back = QPushButton("Done", self)
        self.back.setToolTip("Back to the training room.")
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(heading)
        head.addWidget(self.status)
        head.addStretch(1)
        head.addWidget(self.swap)
        head.addWidget(self.back)
        self._left = self._make_graph()
        self._side = self._make_side(palette)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._left, 1)
        row.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(row, 1)
        self.back.clicked.connect(self.left)
        self.swap.clicked.connect(self._swap)
        self.shade.chosen.connect(self.shaded)
        for side in (self.a, self.b):
            side.changed.connect(self.asked)
        self.which.chosen.connect(self._look_at)
        self.label.activated.connect(lambda _k: self._list())
        self.gallery.picked.connect(self.picked)
        self.refuse("One moment", "The two networks are being compared.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.text_resized()

    def text_resized(self) -> None:
        """Where a row has no room for both, the choice of shades stands below the words."""
        ways = QBoxLayout.Direction
        narrow = units.wide(self) < _ROOM
        self._said.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)

    def _make_graph(self) -> QWidget:
        """As the network in the window it stands on the page itself, and in a card what is said of it."""
        place = QWidget(self)
        self.nothing = Nothing(parent=place)
        inside = QWidget(place)
        self.canvas = GraphCanvas(inside)
        units.hold(self.canvas, least_width=240, least_height=200)
        card = Card(inside)
        self.told = QLabel(_POINT, card)
        self.told.setWordWrap(True)
        self.legend = Legend(card)
        self.shade = Choice("Neurons show", card)
        self.shade.offer(SHADED, "a")
        kept = self.shade.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.shade.setSizePolicy(kept)
        self._said = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._said.setSpacing(12)
        self._said.addWidget(self.told, 1)
        self._said.addWidget(self.shade)
        card.column.addLayout(self._said)
        card.add(self.legend)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.canvas, 1)
        column.addWidget(card)
        self._graph = inside
        self._one = QStackedLayout(place)
        self._one.addWidget(self.nothing)
        self._one.addWidget(inside)
        return place

    def _make_side(self, palette: Palette) -> Card:
        card = Card(self, scrolls=True)
        units.hold(card, width=_SIDE)
        inside = card.inside
        self.a = Side("A", Source(None, 0), inside)
        self.b = Side("B", Source(), inside)
        self.matched, self.between = TermLabel("", TERMS, inside), TermLabel("", TERMS, inside)
        self.line_title = QLabel("The line between them", inside)
        self.line_title.setProperty("role", "section")
        self.plot = LinePlot(palette, inside)
        self.of_which = Wrapped("", inside)
        self.of_which.setProperty("role", "muted")
        self.which = Choice("Examples", inside)
        self.label = ChoiceBox(inside)
        self.label.setAccessibleName("Label")
        self.label.setToolTip("Only examples with this label.")
        self.gallery = DigitGallery(self._task, inside, invitation="Click one: it is read in the graph.")
        units.hold(self.gallery, least_height=_GALLERY)
        for words in (self.matched, self.between):
            words.setWordWrap(True)
        for widget in (self.a, self.b, self.matched, self.line_title, self.plot, self.between):
            card.add(widget)
        card.add(self.of_which)
        card.add(self.which)
        card.add(self.label)
        card.add(self.gallery, 1)
        return card

    # ---- what is shown

    @property
    def compared(self) -> Compared | None:
        """What is seen."""
        return self._compared

    @property
    def first(self) -> int | None:
        """The first of the examples that are listed; None where there is none."""
        rows = self.gallery.gallery.digits.index
        return int(rows[0]) if self.gallery.isVisible() and len(rows) else None

    def refuse(self, title: str, words: str = "") -> None:
        """There is nothing to compare, and why."""
        self._compared = None
        self.nothing.say(title, words)
        self._one.setCurrentWidget(self.nothing)
        for widget in self._parts():
            widget.hide()

    def show_compared(self, compared: Compared) -> None:
        """These two."""
        self._compared = compared
        for side, chosen, place in ((self.a, compared.a, 0), (self.b, compared.b, 1)):
            side.show_chosen(chosen, of_network(chosen, compared.answers, place))
        matching, line, answers = compared.matching, compared.line, compared.answers
        there = isinstance(matching, Matching)
        if isinstance(matching, str):
            self.nothing.say("There is no graph of differences", matching)
        else:
            self.matched.set_words(how_matched(matching))
        self._one.setCurrentWidget(self._graph if there else self.nothing)
        self.matched.setVisible(there)
        self.line_title.setVisible(there)
        self.between.setVisible(there)
        self.plot.setVisible(isinstance(line, Between))
        if isinstance(line, Between):
            self.plot.show_line(line)
            self.between.set_words(of_line(line))
        else:
            self.between.set_words(f"There is none: {line}")
        self.gallery.show()
        if isinstance(answers, BothAnswers):
            self._offer(answers)
        else:
            self.gallery.hide()

    def _offer(self, answers: BothAnswers) -> None:
        options = kinds(answers)
        found = {kind: len(rows) for kind, rows in answers.kinds().items()}
        if not found.get(self._kind):
            self._kind = next((kind for kind, n in found.items() if n), next(iter(found)))
        self.which.offer(options, self._kind)
        self.of_which.setText(of_which(answers))
        for widget in (self.of_which, self.which):
            widget.show()
        self.label.setVisible(answers.of_classes)
        if answers.of_classes and self.label.count() != self._task.answer.n + 1:
            self.label.clear()
            self.label.addItem(_ALL)
            self.label.addItems([f"Labelled {self._task.answer.name(k)}" for k in range(self._task.answer.n)])
        self._list()

    def _list(self) -> None:
        compared = self._compared
        if compared is None or isinstance(compared.answers, str):
            return
        answers, wanted = compared.answers, self.label.currentIndex() - 1
        rows = answers.kinds()[self._kind]
        if answers.of_classes and wanted >= 0:
            rows = rows[answers.examples.answers[rows] == wanted]
        note = "A’s answer→B’s; those first where they are furthest apart."
        self.gallery.show_digits(
            how_many(answers), note, twice_read(answers, rows), nothing="There is none of these."
        )

    def _look_at(self, kind: str) -> None:
        self._kind = kind
        self._list()

    def _swap(self) -> None:
        a, b = self.a.source, self.b.source
        self.a.show_source(b)
        self.b.show_source(a)
        self.asked.emit()

    def _parts(self) -> tuple[QWidget, ...]:
        return (
            self.matched,
            self.line_title,
            self.plot,
            self.between,
            self.of_which,
            self.which,
            self.label,
            self.gallery,
        )

    # ---- the graph

    def show_scene(self, scene: Scene) -> None:
        """The differences, with what is read shaded in."""
        pictures = self._compared is not None and isinstance(self._compared.a.task.input, Picture)
        self.legend.set_below_zero(scene.spec.below_zero or not pictures)
        self.legend.set_lines("difference", "Lines: B − A, how the weights differ")
        full = " · ".join(written(float(value), 2) for value in scene.reference)
        note = f"{scene.spec.n_edges:,} edges; full colour: {full}, by layer"
        self.legend.set_notes((note,))
        self.shade.setVisible(scene.activation is not None)
        self.canvas.show_scene(scene)

    def tell(self, words: str, row: int | None, drawn: str = "") -> None:
        """Of what is pointed at; else what both answer to the example that is read, or to what is `drawn`."""
        compared = self._compared
        if not words and row is not None and compared is not None and not isinstance(compared.answers, str):
            words = of_example(compared.answers, row, self._task)
        self.told.setText(words or (drawn and f"{drawn} {_POINT}") or _POINT)

    def show_status(self, words: str) -> None:
        """Whether it is being worked out."""
        self.status.setText(words)
