"""Which points there are: how noisy, how many, and those that one places oneself."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.slider import Slider
from netviz.rendering import units
from netviz.rendering.themed import Themed
from netviz.tasks.answer import Classes
from netviz.tasks.recipe import Recipe
from netviz.tasks.task import AnyTask
from netviz.viewmodels.hues import hue
from netviz.viewmodels.palette import Palette

COUNTS: Final = (0, 20, 50, 100, 200, 300, 500, 700, 1000, 1500, 2000, 3000, 5000)
NOISE_STEPS: Final = 50  # of a hundredth each
_DOT: Final = 4.0
ASK: Final = "Ask"
CURVE_BRUSH: Final = 0


class _ClassButton(SmallButton):
    """With the colour of its class before its word."""

    def __init__(self, answer: Classes, index: int, parent: QWidget) -> None:
        super().__init__(
            f"Place points: {answer.name(index)}",
            f"Place points of the class “{answer.name(index)}”: click, or drag to paint. With the right "
            "button, or Shift, those of the next class.",
            text=answer.name(index),
            checkable=True,
            quiet=True,
            parent=parent,
        )
        self._answer, self._index = answer, index
        self._before_text = 12.0

    def sizeHint(self) -> QSize:
        return super().sizeHint() + units.size(12, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with units.begin(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(self._palette.low))
            painter.setBrush(QColor(hue(self._answer, self._index, self._palette)))
            painter.drawEllipse(QPointF(11, units.high(self) / 2), _DOT, _DOT)


class PointTools(Themed, QWidget):
    """`brush_chosen`: a class, None where a click asks the network. `asked`: other points are wished for."""

    brush_chosen = Signal(object)
    asked = Signal(object)  # Recipe

    def __init__(self, task: AnyTask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recipe: Recipe | None = None
        self.ask = SmallButton(
            ASK, "A click places the point that the network reads.", text=ASK, checkable=True, quiet=True,
            parent=self,
        )  # fmt: skip
        self.ask.setChecked(True)
        if isinstance(task.answer, Classes):
            self.brushes = tuple(_ClassButton(task.answer, k, self) for k in range(task.answer.n))
        else:
            tip = "Draw the function by hand, from side to side: it takes the place of the points there."
            draw = SmallButton("Draw the function", tip, text="Draw", checkable=True, quiet=True, parent=self)
            self.brushes = (draw,)  # type: ignore[assignment]
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(4)
        for at, button in enumerate((self.ask, *self.brushes)):
            self._group.addButton(button, at - 1)
            row.addWidget(button)
        self.noise, self.count = Slider(self), Slider(self)
        self.noise.setRange(0, NOISE_STEPS)
        self.count.setRange(0, len(COUNTS) - 1)
        self.noise.setAccessibleName("Noise")
        self.count.setAccessibleName("Points")
        self.noise.setToolTip("How far points lie beside their place: the standard deviation.")
        self.count.setToolTip(
            "How many points are made: 70\u00a0% to learn from, 15\u00a0% to validate, 15\u00a0% to test."
        )
        self._words = (QLabel(self), QLabel(self))
        self.mine = SmallButton(
            "Remove mine", "Take away the points that you placed.", text="Remove mine", parent=self
        )
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        for at, (words, slider) in enumerate(zip(self._words, (self.noise, self.count), strict=True)):
            words.setProperty("role", "muted")
            grid.addWidget(words, at, 0)
            grid.addWidget(slider, at, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        column.addLayout(row)
        column.addLayout(grid)
        column.addWidget(self.mine)
        self._group.idClicked.connect(lambda at: self.brush_chosen.emit(None if at < 0 else at))
        for slider in (self.noise, self.count):
            slider.valueChanged.connect(self._slid)
            slider.sliderReleased.connect(self._ask)
        self.mine.clicked.connect(self._remove)
        self.show_recipe(Recipe(0.0, 0))
        self.text_resized()

    def text_resized(self) -> None:
        """The sliders keep their place while the figures before them change."""
        widest = f"Points {max(COUNTS):,} "
        self._grid.setColumnMinimumWidth(0, QFontMetrics(self._words[0].font()).horizontalAdvance(widest))

    @property
    def recipe(self) -> Recipe | None:
        """What stands there; None before there is any."""
        return self._recipe

    def show_recipe(self, recipe: Recipe) -> None:
        """How the points are made that are there; no signal."""
        self._recipe = recipe
        nearest = min(range(len(COUNTS)), key=lambda at: abs(COUNTS[at] - recipe.count))
        for slider, value in ((self.noise, round(recipe.noise * 100)), (self.count, nearest)):
            slider.blockSignals(True)
            slider.setValue(value)
            slider.blockSignals(False)
        self._tell(recipe)
        self.mine.setVisible(bool(recipe.own))

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self.update()

    def _wished(self) -> Recipe | None:
        recipe = self._recipe
        if recipe is None:
            return None
        noise, count = self.noise.value() / 100, COUNTS[self.count.value()]
        # A number that lies between two places of a slider stays until that is moved.
        stays = count == min(COUNTS, key=lambda some: abs(some - recipe.count))
        return replace(recipe, noise=noise, count=recipe.count if stays else count)

    def _tell(self, recipe: Recipe) -> None:
        self._words[0].setText(f"Noise {recipe.noise:g}")
        self._words[1].setText(f"Points {recipe.count:,}")
        mine = len(recipe.own)
        self.mine.setText(f"Remove my {mine:,}")
        self.mine.updateGeometry()

    def _slid(self) -> None:
        wished = self._wished()
        if wished is None:
            return
        self._tell(wished)
        if not (self.noise.isSliderDown() or self.count.isSliderDown()):
            self._ask()

    def _ask(self) -> None:
        wished = self._wished()
        if wished is not None and wished != self._recipe:
            self.asked.emit(wished)

    def _remove(self) -> None:
        if self._recipe is not None:
            self.asked.emit(replace(self._recipe, own=()))
