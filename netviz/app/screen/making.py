"""Which paper there is for a task: a pad or a field of points."""

from __future__ import annotations

from netviz.app.run.undo import History
from netviz.app.screen.ink_paper import InkPaper
from netviz.app.screen.paper import Paper
from netviz.app.screen.point_paper import PointPaper
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.points.panel import PointPanel
from netviz.tasks.task import AnyTask


def make_paper(task: AnyTask, panel: DrawPanel | PointPanel, stack: History) -> Paper:
    """What ties this panel to the undo stack."""
    return InkPaper(panel, stack) if isinstance(panel, DrawPanel) else PointPaper(task, panel, stack)
