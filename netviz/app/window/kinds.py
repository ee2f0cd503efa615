"""Which panels stand for what a task reads and answers. Those of another task than that of most starts are
loaded where there is one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtWidgets import QWidget

from netviz.panels.pad.digit_picker import DigitPicker
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.watch.answer import Answer
from netviz.panels.watch.number_answer import NumberAnswer
from netviz.tasks.answer import Numbers
from netviz.tasks.columns import Columns
from netviz.tasks.input import Picture
from netviz.tasks.on_demand import OnDemand
from netviz.tasks.spam.mail import Mail
from netviz.tasks.task import AnyTask

if TYPE_CHECKING:
    from netviz.panels.columns.form import FormPanel
    from netviz.panels.columns.mail_panel import MailPanel
    from netviz.panels.points.panel import PointPanel

InputPanel: TypeAlias = "DrawPanel | PointPanel | FormPanel | MailPanel"
AnswerPanel: TypeAlias = Answer | NumberAnswer

_FORM: Final[Callable[[AnyTask, QWidget], FormPanel]] = OnDemand("netviz.panels.columns.form", "FormPanel")
_MAIL: Final[Callable[[AnyTask, QWidget], MailPanel]] = OnDemand(
    "netviz.panels.columns.mail_panel", "MailPanel"
)
_POINTS: Final[Callable[[AnyTask, QWidget], PointPanel]] = OnDemand(
    "netviz.panels.points.panel", "PointPanel"
)


def input_panel(task: AnyTask, parent: QWidget) -> InputPanel:
    """Where one puts something before the network by hand."""
    if isinstance(task.input, Picture):
        return DrawPanel(task, parent)
    if isinstance(task.input, Mail):
        return _MAIL(task, parent)
    return _FORM(task, parent) if isinstance(task.input, Columns) else _POINTS(task, parent)


def picker(task: AnyTask, parent: QWidget) -> DigitPicker | None:
    """Where one picks an example that others made; None where there is nothing to see of them."""
    return DigitPicker(task.input, parent) if isinstance(task.input, Picture) else None


def answer_panel(task: AnyTask, parent: QWidget) -> AnswerPanel:
    """What the network answers, in words."""
    if isinstance(task.answer, Numbers):
        return NumberAnswer(task.answer, parent)
    return Answer(tuple(map(task.answer.name, range(task.answer.n))), parent)
