"""Which paper there is for a task: a pad, a field of points, a form or a text."""

from __future__ import annotations

from typing import cast

from netviz.app.run.undo import History
from netviz.app.screen.ink_paper import InkPaper
from netviz.app.screen.paper import Paper
from netviz.app.screen.point_paper import PointPaper
from netviz.app.screen.row_paper import MailPaper, RowPaper
from netviz.panels.columns.form import FormPanel
from netviz.panels.columns.mail_panel import MailPanel
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.points.panel import PointPanel
from netviz.tasks.task import AnyTask, PictureTask


def make_paper(task: AnyTask, panel: DrawPanel | PointPanel | FormPanel | MailPanel, stack: History) -> Paper:
    """What ties this panel to the undo stack."""
    if isinstance(panel, DrawPanel):
        return InkPaper(panel, stack, cast("PictureTask", task))
    if isinstance(panel, FormPanel):
        return RowPaper(task, panel, stack)
    return MailPaper(task, panel, stack) if isinstance(panel, MailPanel) else PointPaper(task, panel, stack)
