"""What the lines of the network show, and how many of them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QSlider, QWidget

from netviz.panels.kit.figures import digits_width, sized
from netviz.rendering import units
from netviz.rendering.fonts import Type

VIEWS: Final = (
    ("auto", "What fits now"),
    ("weight", "Weights"),
    ("contribution", "Contributions"),
    ("change", "Change since start"),
    ("marked", "Change since mark"),
)
SHARES: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


class ViewBar(QWidget):
    """A list and a slider; values in, signals out."""

    view_chosen = Signal(str)  # one of VIEWS
    share_chosen = Signal(float)  # of each layer's edges, the strongest

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._view = QComboBox(self)
        for name, words in VIEWS:
            self._view.addItem(words, name)
        self._view.setAccessibleName("What the lines show")
        self._view.setToolTip(
            "Weights; what each edge adds for this example (a·w); or how much each weight has changed."
        )
        self._share = QSlider(Qt.Orientation.Horizontal, self)
        self._share.setRange(0, len(SHARES) - 1)
        self._share.setValue(len(SHARES) - 1)
        self._share.setAccessibleName("How many lines are drawn")
        self._share.setToolTip("Draw only the strongest edges of each layer, or all of them.")
        units.hold(self._share, least_width=60)
        # A click does not take the keys: Space still means Train.
        for widget in (self._view, self._share):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._words = QLabel(self)
        self._words.setProperty("role", "value")
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(8)
        rows.setVerticalSpacing(4)
        for row, text in enumerate(("Lines show", "Strongest")):
            label = QLabel(text, self)
            label.setProperty("role", "muted")
            rows.addWidget(label, row, 0)
        rows.addWidget(self._view, 0, 1, 1, 2)
        rows.addWidget(self._share, 1, 1)
        rows.addWidget(self._words, 1, 2)
        rows.setColumnStretch(1, 1)
        units.hold(self._words, least_width=digits_width(sized(self.font(), Type.BODY), "0.1\u00a0% "))
        self._show_share()
        self._view.activated.connect(lambda index: self.view_chosen.emit(VIEWS[index][0]))
        self._share.valueChanged.connect(self._slid)

    def show_view(self, view: str) -> None:
        """This is what they show."""
        self._view.setCurrentIndex([name for name, _ in VIEWS].index(view))

    def show_share(self, share: float) -> None:
        """So many are drawn: the nearest of SHARES."""
        nearest = min(range(len(SHARES)), key=lambda k: abs(SHARES[k] - share))
        self._share.blockSignals(True)
        self._share.setValue(nearest)
        self._share.blockSignals(False)
        self._show_share()

    def more(self) -> None:
        """One step towards all edges."""
        self._share.setValue(self._share.value() + 1)

    def fewer(self) -> None:
        """One step towards the strongest only."""
        self._share.setValue(self._share.value() - 1)

    def _slid(self, step: int) -> None:
        self._show_share()
        self.share_chosen.emit(SHARES[step])

    def _show_share(self) -> None:
        share = SHARES[self._share.value()]
        words = "all" if share == 1 else f"{share * 100:g}\u00a0%"
        self._words.setText(words)
        self._share.setAccessibleDescription(
            "all edges" if share == 1 else f"the strongest {words} of each layer"
        )
