"""What lies before the network. Every change of it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal

from netviz.app.run.undo import History, Replaced
from netviz.panels.pad.stroke import Stroke
from netviz.viewmodels.probe import NOTHING, Example, Right

STROKE: Final = "stroke"
CLEAR: Final = "clear"
PICKED: Final = "picked digit"
PLACED: Final = "placed point"
_POINT: Final = 200  # bytes of a point of a stroke, as Python has it


@dataclass(frozen=True, eq=False)
class Sheet:
    """Either strokes, or an example that was picked. One drawing: whatever is done to it makes another one,
    and Undo brings this very one back.
    """

    strokes: tuple[Stroke, ...] = ()
    picked: Example | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing lies there."""
        return not self.strokes and self.picked is None

    def held(self) -> dict[int, int]:
        """Its bytes, by its id: all its strokes but the newest are those of the sheets before it."""
        newest = _POINT * len(self.strokes[-1].points) if self.strokes else 0
        picked = 0 if self.picked is None else self.picked.pixels.nbytes
        return {id(self): _POINT + 8 * len(self.strokes) + newest + picked}


class Paper(QObject):
    """Ties what lies there to the undo stack. `InkPaper` has a pad, `PointPaper` a field of points."""

    changed = Signal()
    settled = Signal()  # by hand: what lies there now is whole

    def __init__(self, stack: History) -> None:
        super().__init__()
        self._stack = stack
        self._sheet = Sheet()
        self._example = NOTHING
        # What somebody said that a drawing is: of that one alone, for as long as Undo can bring it back.
        self._labels: WeakKeyDictionary[Sheet, Right] = WeakKeyDictionary()

    @property
    def sheet(self) -> Sheet:
        """What lies there now, without the stroke that is being drawn."""
        return self._sheet

    def example(self) -> Example:
        """What the network is to read now."""
        return self._example

    @property
    def changing(self) -> bool:
        """Whether a hand is just at it."""
        return False

    @property
    def is_number(self) -> bool:
        """Whether the network reads but one digit of what lies there."""
        return False

    @property
    def enlarged(self) -> float:
        """How many times larger the network sees what lies there; 1 for what nobody drew."""
        return 1.0

    @property
    def label(self) -> Right | None:
        """What is right for what lies there: as was said of it, or as its data set has it.

        None where nobody has said it of this very sheet, and while a hand is at it.
        """
        if self.changing or self.example().empty:
            return None
        return self._labels.get(self._sheet, self._example.label)

    def give_label(self, label: Right) -> None:
        """Somebody says what is right for what lies there."""
        if not (self.changing or self.example().empty):
            self._labels[self._sheet] = label
            self.changed.emit()

    def pick(self, picked: Example, *, undoable: bool = True) -> None:
        """Put an example there."""
        self._replace(PICKED, Sheet(picked=picked), undoable=undoable)

    def lay(self, sheet: Sheet, *, undoable: bool) -> None:
        """Put this there as it was kept."""
        self._replace(PICKED, sheet, undoable=undoable)

    def clear(self) -> None:
        """Take everything away."""
        if not self._sheet.empty:
            self._replace(CLEAR, Sheet())

    def _replace(self, words: str, sheet: Sheet, *, undoable: bool = True) -> None:
        before = self._sheet
        self._put(sheet)
        if undoable:
            self._stack.push(Replaced(words, before, sheet, self._put))

    def _put(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._example = sheet.picked or NOTHING
        self.changed.emit()
