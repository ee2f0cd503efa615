"""What lies before the network: ink on the pad, or a picked digit. Every change of it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from netviz.app.run.undo import History, Replaced
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.pad.laid_anew import is_dot, read_strokes
from netviz.panels.pad.stroke import Stroke
from netviz.tasks.digits.ink import BOX, inked
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.probe import NOTHING, Example, example

STROKE: Final = "stroke"
CLEAR: Final = "clear"
PICKED: Final = "picked digit"
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
    """Ties the pad to the undo stack. Ink is read when asked for: once for many moves of the pen."""

    changed = Signal()

    def __init__(self, draw: DrawPanel, stack: History) -> None:
        super().__init__()
        self._draw = draw
        self._stack = stack
        self._sheet = Sheet()
        self._example = NOTHING
        self._unread = False
        self._measured = (0, 1.0)  # the example whose size was measured last, and how much it is enlarged
        # What somebody said that a drawing is: of that one alone, for as long as Undo can bring it back.
        self._labels: WeakKeyDictionary[Sheet, int] = WeakKeyDictionary()
        draw.pad.ink_changed.connect(self._ink_changed)
        draw.pad.stroke_finished.connect(self._stroke_finished)
        draw.pad.clear_requested.connect(self.clear)
        draw.tools.clear_clicked.connect(self.clear)
        draw.tools.undo_clicked.connect(stack.undo)
        stack.indexChanged.connect(self._show_tools)
        self._show_tools()

    @property
    def sheet(self) -> Sheet:
        """What lies there now, without the stroke that is being drawn."""
        return self._sheet

    def example(self) -> Example:
        """What the network is to read now; strokes are laid anew here."""
        if self._unread:
            self._unread = False
            self._example = example(read_strokes(self._draw.pad.all_strokes()), "pad")
            self._draw.seen.show_pixels(None if self._example.empty else self._example.pixels)
        return self._example

    @property
    def enlarged(self) -> float:
        """How many times larger, beside its page, the network sees the drawing; 1 for what nobody drew
        and for a dot, which is only laid anew.
        """
        example = self.example()
        if example.source != "pad" or is_dot(self._draw.pad.all_strokes()):
            return 1.0
        if example.id != self._measured[0]:
            ink = self._draw.pad.ink()
            rows, columns = inked(ink)
            longer = max(rows.stop - rows.start, columns.stop - columns.start, 1)
            self._measured = (example.id, (BOX / DIGITS.input.columns) / (longer / max(ink.shape)))
        return self._measured[1]

    @property
    def ink(self) -> NDArray[np.uint8]:
        """What is drawn there, uint8, as the pad's `ink`; blank where a picked digit lies."""
        return self._draw.pad.ink()

    @property
    def label(self) -> int | None:
        """What the digit that lies there is: as was said of it, or as its data set has it.

        None where nobody has said it of this very drawing, and while a stroke is being drawn.
        """
        if self._draw.pad.drawing or self.example().empty:
            return None
        return self._labels.get(self._sheet, self._example.label)

    def give_label(self, label: int) -> None:
        """Somebody says what the digit that lies there is."""
        if not (self._draw.pad.drawing or self.example().empty):
            self._labels[self._sheet] = label
            self.changed.emit()

    def pick(self, picked: Example, *, undoable: bool = True) -> None:
        """Put a digit there that nobody drew; the pen is a pen again."""
        self._draw.pad.set_erasing(False)
        self._replace(PICKED, Sheet(picked=picked), undoable=undoable)

    def lay(self, sheet: Sheet, *, undoable: bool) -> None:
        """Put this there as it was kept."""
        self._draw.pad.set_erasing(False)
        self._replace(PICKED, sheet, undoable=undoable)

    def clear(self) -> None:
        """Take everything away, the eraser too."""
        self._draw.pad.set_erasing(False)
        if not self._sheet.empty:
            self._replace(CLEAR, Sheet())

    def _replace(self, words: str, sheet: Sheet, *, undoable: bool = True) -> None:
        before = self._sheet
        self._put(sheet)
        if undoable:
            self._stack.push(Replaced(words, before, sheet, self._put))

    def _put(self, sheet: Sheet) -> None:
        self._sheet = sheet
        if sheet.picked is None:
            self._draw.pad.set_strokes(sheet.strokes)
        else:
            self._draw.pad.show_pixels(sheet.picked.pixels)
            self._draw.seen.show_pixels(sheet.picked.pixels)
            self._unread = False
            self._example = sheet.picked
        self._show_tools()
        self.changed.emit()

    def _ink_changed(self, _ink: NDArray[np.uint8]) -> None:
        self._unread = True
        self.changed.emit()

    def _stroke_finished(self, _stroke: Stroke) -> None:
        before, self._sheet = self._sheet, Sheet(strokes=tuple(self._draw.pad.strokes()))
        self._stack.push(Replaced(STROKE, before, self._sheet, self._put))
        self._show_tools()

    def _show_tools(self) -> None:
        # The pad's own Undo takes back what happened on the pad, never a reset of the network.
        undo = isinstance(self._stack.last, Replaced)
        self._draw.tools.set_enabled_tools(undo=undo, clear=not self._sheet.empty)
