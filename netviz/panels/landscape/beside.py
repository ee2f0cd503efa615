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
from netviz.rendering.landscape.words import hardly_moves
from netviz.rendering.themed import Themed
from netviz.training.figures import significant
from netviz.training.landscape.beside import Candidate, Trail
from netviz.viewmodels.palette import Palette

MOST: Final = len(LETTERS)
_NONE: Final = "No other run of this shape is recorded"
_ALL: Final = "All others of this shape lie here"
_ADD: Final = "Lay another run beside it…"
_FULL: Final = "No more fit beside it"
_SOON: Final = "Its way is being worked out."
_UNREADABLE: Final = "Its way can’t be read, so it is not on the map."


class _Row(Themed, QWidget):
    removed = Signal()

    def __init__(self, place: int | None, words: str, parent: QWidget) -> None:
        """`place` among the paths on the map; None where it is not there."""
        super().__init__(parent)
        self._place, self._said = place, words
        self.words = Wrapped("", self)
        self.words.setTextFormat(Qt.TextFormat.RichText)
        which = "this run" if place is None else f"run {LETTERS[place]}"
        self.cross = SignButton("×", f"Take {which} away", f"Take {which} from the map.", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.cross, 0, Qt.AlignmentFlag.AlignTop)
        self.cross.clicked.connect(self.removed)
        self.apply_palette(self._palette)

    def apply_palette(self, palette: Palette) -> None:
        super().apply_palette(palette)
        letter = ""
        if self._place is not None:
            letter = f'<b style="color:{palette.runs[self._place + 1]}">{LETTERS[self._place]}</b> '
        self.words.setText(f"{letter}{self._said}")


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

    def show_trails(
        self, chosen: tuple[Path, ...], trails: tuple[Trail, ...] | None, seen: float = 0.0
    ) -> None:
        """Those that are chosen, with their paths on a map that is `seen` wide or high; None: these are not
        known yet. A run's letter is that which its path has on the map.
        """
        self._chosen = chosen
        known = {trail.path: (k, trail) for k, trail in enumerate(trails or ())}
        while self.rows:
            row = self.rows.pop()
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, path in enumerate(chosen):
            words = self._name(path)
            if trails is None:
                row = _Row(place, f"{words}. {_SOON}", self)
            elif path in known:
                k, trail = known[path]
                row = _Row(k, f"{words}. {_way(trail, seen)}", self)
            else:
                row = _Row(None, f"{words}. {_UNREADABLE}", self)
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
        self.show_trails(chosen, None)
        self.changed.emit(chosen)


def _way(trail: Trail, seen: float) -> str:
    """What of a run is on the map, and why it is only a dot where it is."""
    step, off = f"{trail.steps[-1]:,}", significant(float(trail.distance[-1]), 2)
    end = f"it ends {off} away from the plane."
    if len(trail.steps) == 1:
        return f"Its file holds one network, of step {step}: a dot, {off} away from the plane."
    if hardly_moves(trail.points, seen):
        return f"Its way to step {step} is too short to be seen at this scale, so it is a dot; {end}"
    return f"Its way to step {step}; {end}"
