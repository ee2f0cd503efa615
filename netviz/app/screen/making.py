"""Which paper there is for a task: a pad, a field of points, a form or a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from netviz.app.run.undo import History
from netviz.app.screen.ink_paper import InkPaper
from netviz.app.screen.paper import Paper
from netviz.app.window.kinds import InputPanel
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.tasks.columns import Columns
from netviz.tasks.on_demand import OnDemand
from netviz.tasks.spam.mail import Mail
from netviz.tasks.task import AnyTask, PictureTask

# Each ties the panel of its kind of input to the undo stack.
_Made = Callable[[AnyTask, Any, History], Paper]
_ROW: Final[_Made] = OnDemand("netviz.app.screen.row_paper", "RowPaper")
_MAIL: Final[_Made] = OnDemand("netviz.app.screen.row_paper", "MailPaper")
_POINT: Final[_Made] = OnDemand("netviz.app.screen.point_paper", "PointPaper")


def make_paper(task: AnyTask, panel: InputPanel, stack: History) -> Paper:
    """What ties this panel to the undo stack."""
    if isinstance(panel, DrawPanel):
        return InkPaper(panel, stack, cast("PictureTask", task))
    if isinstance(task.input, Mail):
        return _MAIL(task, panel, stack)
    return _ROW(task, panel, stack) if isinstance(task.input, Columns) else _POINT(task, panel, stack)
