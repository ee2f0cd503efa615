"""Which panels stand for what a task reads and answers."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtWidgets import QWidget

from netviz.panels.columns.form import FormPanel
from netviz.panels.columns.mail_panel import MailPanel
from netviz.panels.pad.digit_picker import DigitPicker
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.points.panel import PointPanel
from netviz.panels.watch.answer import Answer
from netviz.panels.watch.number_answer import NumberAnswer
from netviz.tasks.answer import Numbers
from netviz.tasks.columns import Columns
from netviz.tasks.input import Picture
from netviz.tasks.spam.mail import Mail
from netviz.tasks.task import AnyTask

InputPanel: TypeAlias = DrawPanel | PointPanel | FormPanel | MailPanel
AnswerPanel: TypeAlias = Answer | NumberAnswer


def input_panel(task: AnyTask, parent: QWidget) -> InputPanel:
    """Where one puts something before the network by hand."""
    if isinstance(task.input, Picture):
        return DrawPanel(task, parent)
    if isinstance(task.input, Mail):
        return MailPanel(task, parent)
    return FormPanel(task, parent) if isinstance(task.input, Columns) else PointPanel(task, parent)


def picker(task: AnyTask, parent: QWidget) -> DigitPicker | None:
    """Where one picks an example that others made; None where there is nothing to see of them."""
    return DigitPicker(task.input, parent) if isinstance(task.input, Picture) else None


def answer_panel(task: AnyTask, parent: QWidget) -> AnswerPanel:
    """What the network answers, in words."""
    if isinstance(task.answer, Numbers):
        return NumberAnswer(task.answer, parent)
    return Answer(tuple(map(task.answer.name, range(task.answer.n))), parent)
