"""Words that were made before the task was known: tips, names and labels that never change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from netviz.panels.kit.terms import TermLabel
from netviz.tasks.table import USUAL
from netviz.tasks.task import AnyTask


@runtime_checkable
class Speaks(Protocol):
    """What makes words of its own, about digits where nobody says what else."""

    def speak_of(self, spoken: Callable[[str], str]) -> None:
        """Put all words that it makes from now on through this."""


def speak(widgets: QWidget, task: AnyTask) -> None:
    """Let all of these speak of the examples that this task has."""
    if task.id == USUAL:
        return
    for widget in (widgets, *widgets.findChildren(QWidget)):
        if isinstance(widget, Speaks):
            widget.speak_of(task.spoken)
        widget.setToolTip(task.spoken(widget.toolTip()))
        widget.setAccessibleName(task.spoken(widget.accessibleName()))
        widget.setAccessibleDescription(task.spoken(widget.accessibleDescription()))
        if isinstance(widget, TermLabel):
            widget.set_words(task.spoken(widget.words))
        elif isinstance(widget, QLabel | QAbstractButton):
            widget.setText(task.spoken(widget.text()))
