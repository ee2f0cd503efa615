"""Ink on the pad, or a picked digit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from netviz.app.run.undo import History, Replaced
from netviz.app.screen.paper import STROKE, Paper, Sheet
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.pad.laid_anew import is_dot, read_strokes
from netviz.panels.pad.pad_tools import FORGOTTEN, LATER, NO_STROKE
from netviz.panels.pad.stroke import Stroke
from netviz.tasks.digits.ink import BOX, inked
from netviz.tasks.digits.task import DIGITS, is_laid_anew
from netviz.tasks.pictures.averaged import smaller
from netviz.tasks.pictures.reading import read_ink
from netviz.tasks.task import PictureTask
from netviz.viewmodels.probe import Example, example


class InkPaper(Paper):
    """Ties the pad to the undo stack. Ink is read when asked for: once for many moves of the pen."""

    def __init__(self, draw: DrawPanel, stack: History, task: PictureTask = DIGITS) -> None:
        super().__init__(stack)
        self._task = task
        self._draw = draw
        self._unread = False
        self.of_number: Callable[[], NDArray[np.uint8] | None] = lambda: None
        """What the network gets of a drawing that is a number: one of its digits. None: it is one digit."""
        self._measured = (0, 1.0)  # the example whose size was measured last, and how much it is enlarged
        draw.pad.ink_changed.connect(self._ink_changed)
        draw.pad.stroke_finished.connect(self._stroke_finished)
        draw.pad.clear_requested.connect(self.clear)
        draw.tools.clear_clicked.connect(self.clear)
        draw.tools.undo_clicked.connect(stack.undo)
        stack.indexChanged.connect(self._show_tools)
        self._show_tools()

    def example(self) -> Example:
        """What the network is to read now; strokes are laid anew here."""
        if self._unread:
            self._unread = False
            self._example = example(self._read(), "pad", task=self._task)
            self._draw.seen.show_pixels(None if self._example.empty else self._example.pixels)
        return self._example

    def _read(self) -> NDArray[np.uint8]:
        """What the network gets of the drawing: prepared as the pictures were that it learns from."""
        digit = self.of_number()
        if digit is not None:
            return digit
        if is_laid_anew(self._task):
            return smaller(self._task, read_strokes(self._draw.pad.all_strokes()))
        return read_ink(self._task, "", self._draw.pad.ink())

    @property
    def changing(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._draw.pad.drawing

    @property
    def is_number(self) -> bool:
        return self.of_number() is not None

    @property
    def enlarged(self) -> float:
        """How many times larger, beside its page, the network sees the drawing; 1 for what nobody drew
        and for a dot, which is only laid anew.
        """
        example = self.example()
        if self.of_number() is not None:
            return 1.0
        if example.source != "pad" or not is_laid_anew(self._task) or is_dot(self._draw.pad.all_strokes()):
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

    def read_anew(self) -> None:
        """Another digit of the number is chosen, or all is one digit again: nobody has said what it is."""
        self._labels.pop(self._sheet, None)
        if self._sheet.picked is None:
            self._unread = True
        self.changed.emit()

    def pick(self, picked: Example, *, undoable: bool = True) -> None:
        """Put a digit there that nobody drew; the pen is a pen again."""
        self._draw.pad.set_erasing(False)
        super().pick(picked, undoable=undoable)

    def lay(self, sheet: Sheet, *, undoable: bool) -> None:
        """Put this there as it was kept."""
        self._draw.pad.set_erasing(False)
        super().lay(sheet, undoable=undoable)

    def clear(self) -> None:
        """Take everything away, the eraser too."""
        self._draw.pad.set_erasing(False)
        super().clear()

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
        self.settled.emit()

    def _show_tools(self) -> None:
        # The pad's own Undo takes back what happened on the pad, never a reset of the network.
        undo = isinstance(self._stack.last, Replaced)
        why = NO_STROKE
        if self._sheet.strokes:
            why = FORGOTTEN if self._stack.last is None else LATER
        self._draw.tools.set_enabled_tools(undo=undo, clear=not self._sheet.empty, why=why)
