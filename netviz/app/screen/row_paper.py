"""A row of a table before a network: what is filled in, or the mail that is typed."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from netviz.app.run.undo import History
from netviz.app.screen.filled_paper import FilledPaper
from netviz.app.screen.paper import Sheet
from netviz.panels.columns.form import FormPanel
from netviz.panels.columns.mail_panel import PICKED, MailPanel
from netviz.tasks.columns import Columns
from netviz.tasks.spam.mail import Mail
from netviz.tasks.task import AnyTask
from netviz.viewmodels.probe import example

FILLED_IN = "filled-in row"
TYPED = "typed text"


class RowPaper(FilledPaper):
    """Ties a form to the undo stack: one entry for each value."""

    def __init__(self, task: AnyTask, panel: FormPanel, stack: History) -> None:
        super().__init__(task, stack, FILLED_IN)
        assert isinstance(task.input, Columns)
        self._reads = task.input
        self._panel = panel
        panel.chosen.connect(self._chosen)
        panel.settled.connect(self._settled)

    def _chosen(self, raw: NDArray[np.float64]) -> None:
        self._lay(example(self._reads.prepared(raw), "pad", task=self._task))

    def _put(self, sheet: Sheet) -> None:
        super()._put(sheet)
        picked = sheet.picked
        self._panel.show_row(None if picked is None else self._reads.raw(picked.pixels))


class MailPaper(FilledPaper):
    """Ties a text to the undo stack: one entry for all that is typed until the keys go elsewhere, as the text
    has its own for each word.
    """

    def __init__(self, task: AnyTask, panel: MailPanel, stack: History) -> None:
        super().__init__(task, stack, TYPED)
        assert isinstance(task.input, Mail)
        self._reads = task.input
        self._panel = panel
        self._texts: WeakKeyDictionary[Sheet, str] = WeakKeyDictionary()
        panel.typed.connect(self._typed)
        panel.settled.connect(self._settled)

    def _typed(self, text: str) -> None:
        if not text and self._from is None and self._sheet.picked is None:
            return
        self._lay(example(self._reads.typed(text), "pad", task=self._task))
        self._texts[self._sheet] = text

    def _put(self, sheet: Sheet) -> None:
        super()._put(sheet)
        text = self._texts.get(sheet)
        self._panel.show_text(text or "", PICKED if text is None and sheet.picked is not None else "")
