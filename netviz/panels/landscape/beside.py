"""Other recorded runs whose paths are laid on the same map: chosen from a list, taken away one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from netviz.panels.kit.fields import ChoiceBox
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.train.foot import SignButton
from netviz.rendering.landscape.map import LETTERS
from netviz.rendering.themed import Themed
from netviz.training.figures import significant
from netviz.training.landscape.beside import Candidate, Trail
from netviz.viewmodels.palette import Palette

MOST: Final = len(LETTERS)
_NONE: Final = "No other run of this shape is recorded"
_ALL: Final = "All others of this shape lie here"
_ADD: Final = "Lay another run beside it…"
_FULL: Final = "No more fit beside it"


class _Row(Themed, QWidget):
    removed = Signal()

    def __init__(self, letter: str, place: int, words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._place, self._letter, self._said = place, letter, words
        self.words = Wrapped("", self)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        self.cross = SignButton("×", f"Take run {letter} away", f"Take run {letter} from the map.", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        self.cross.clicked.connect(self.removed)
        self.apply_palette(self._palette)

    def apply_palette(self, palette: Palette) -> None:
        super().apply_palette(palette)
        colour = palette.runs[self._place + 1]
        self.words.setText(f'<b style="color:{colour}">{self._letter}</b> {self._said}')


class Beside(QWidget):
    """`changed` when a person added a run or took one away."""

    changed = Signal(object)  # tuple[Path, ...]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidates: list[Candidate] = []
        self._chosen: tuple[Path, ...] = ()
        self.rows: list[_Row] = []
        self.box = ChoiceBox(self)
        self.box.setAccessibleName("Other runs")
        self.box.setToolTip("Recorded runs of the same shape: their paths are drawn on the same map.")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.box)
        column.addLayout(self._rows)
        self.box.activated.connect(self._add)
        self._fill()

    def offer(self, candidates: list[Candidate]) -> None:
        """The runs that there are."""
        self._candidates = candidates
        self._fill()

    def show_trails(self, chosen: tuple[Path, ...], trails: tuple[Trail, ...]) -> None:
        """Those that are chosen, with what is known of their paths."""
        self._chosen = chosen
        known = {trail.path: trail for trail in trails}
        while self.rows:
            row = self.rows.pop()
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, path in enumerate(chosen):
            words = self._name(path)
            if path in known:
                trail = known[path]
                off = significant(float(trail.distance[-1]), 2)
                words += f": to step {trail.steps[-1]:,}, its end {off} away from the plane"
            row = _Row(LETTERS[place], place, words, self)
            row.removed.connect(lambda path=path: self._choose(tuple(p for p in self._chosen if p != path)))
            self._rows.addWidget(row)
            self.rows.append(row)
        self._fill()

    def _name(self, path: Path) -> str:
        found = next((one for one in self._candidates if one.path == path), None)
        return path.stem if found is None else f"{path.stem} ({found.trained_with})"

    def _left(self) -> list[Candidate]:
        return [one for one in self._candidates if one.path not in self._chosen]

    def _fill(self) -> None:
        left, full = self._left(), len(self._chosen) == MOST
        self.box.clear()
        self.box.addItem(_FULL if full else _ADD if left else _ALL if self._chosen else _NONE)
        if not full:
            self.box.addItems([f"{c.path.stem}: {c.trained_with}, {c.last_step:,} steps" for c in left])
        self.box.setEnabled(bool(left) and not full)

    def _add(self, k: int) -> None:
        left = self._left()
        if 0 < k <= len(left):
            self._choose((*self._chosen, left[k - 1].path))

    def _choose(self, chosen: tuple[Path, ...]) -> None:
        self.show_trails(chosen, ())
        self.changed.emit(chosen)
