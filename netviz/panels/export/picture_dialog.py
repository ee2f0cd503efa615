"""How large a picture of the network is to be, and of which kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from netviz.panels.export.dialog import ExportDialog
from netviz.panels.kit.numbers.whole import WholeNumber

Kind = Literal["png", "svg"]
SMALLEST: Final = 64
LARGEST: Final = 16_384
MOST_PIXELS: Final = 100_000_000

_SIZES: Final = (
    ("Full HD", 1920, 1080),
    ("4K", 3840, 2160),
    ("A4, 300 dots per inch", 3508, 2480),
    ("A3, 300 dots per inch", 4961, 3508),
)
_PAPER: Final = ((3508, 2480), (4961, 3508))
DOTS_PER_INCH: Final = 300
_SCALES: Final = (1, 2, 4)


@dataclass(frozen=True)
class PictureWish:
    """`width` × `height` pixels; of an SVG its units. `dots_per_inch`: on paper, 0 for a screen."""

    width: int
    height: int
    kind: Kind
    dots_per_inch: int = 0


class PictureDialog(ExportDialog):
    """`width` and `height`: of the network on the screen, in pixels."""

    def __init__(self, width: int, height: int, parent: QWidget | None = None) -> None:
        super().__init__("Save picture", "network", parent)
        self._presets = [
            (f"As on the screen × {k}" if k > 1 else "As on the screen", width * k, height * k)
            for k in _SCALES
        ]
        self._presets += list(_SIZES)
        self.kind = QComboBox(self)
        self.kind.addItem("PNG, pixels", "png")
        self.kind.addItem("SVG, vectors", "svg")
        self.kind.setToolTip("SVG keeps words, neurons and the strongest edges sharp at any size.")
        self.preset = QComboBox(self)
        for words, w, h in self._presets:
            self.preset.addItem(f"{words}  ·  {w} × {h}")
        self.preset.addItem("Other")
        self.width_box, self.height_box = self._pixels("Width"), self._pixels("Height")
        sizes = QHBoxLayout()
        sizes.addWidget(self.width_box)
        sizes.addWidget(QLabel("×", self))
        sizes.addWidget(self.height_box)
        sizes.addStretch(1)
        self._lay_out(("Kind", self.kind), ("Size", self.preset), ("Pixels", sizes))
        self.preset.currentIndexChanged.connect(self._take_preset)
        self.kind.currentIndexChanged.connect(self._explain)
        for box in (self.width_box, self.height_box):
            box.valueChanged.connect(self._typed)
        self.preset.setCurrentIndex(_SCALES.index(2))
        self._explain()

    def wish(self) -> PictureWish:
        """What is chosen."""
        kind: Kind = "svg" if self.kind.currentData() == "svg" else "png"
        size = self.width_box.value(), self.height_box.value()
        return PictureWish(*size, kind, DOTS_PER_INCH if size in _PAPER else 0)

    def _pixels(self, name: str) -> WholeNumber:
        box = WholeNumber(f"{name} in pixels", self, unit="px")
        box.setRange(SMALLEST, LARGEST)
        return box

    def _take_preset(self, index: int) -> None:
        if index < len(self._presets):
            _, width, height = self._presets[index]
            for box, value in ((self.width_box, width), (self.height_box, height)):
                box.blockSignals(True)
                box.setValue(value)
                box.blockSignals(False)
        self._explain()

    def _typed(self) -> None:
        here = self.width_box.value(), self.height_box.value()
        sizes = [(width, height) for _, width, height in self._presets]
        index = sizes.index(here) if here in sizes else len(sizes)
        self.preset.blockSignals(True)
        self.preset.setCurrentIndex(index)
        self.preset.blockSignals(False)
        self._explain()

    def _explain(self) -> None:
        wish = self.wish()
        fits = wish.width * wish.height <= MOST_PIXELS
        if not fits:
            words = "A picture can have 100 million pixels; make a side shorter."
        elif wish.kind == "svg":
            words = (
                "The strongest edges, neurons and words are vectors; the mist of all other edges is one "
                "image in it. The file says so."
            )
        else:
            words = "More pixels show finer lines, and more of the edges as lines."
        self._say(words, can_save=fits)
