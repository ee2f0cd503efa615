"""The number that a network answers, and how far it is from the one that is right, where that is known."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.rendering import units
from netviz.tasks.answer import Numbers
from netviz.training.figures import answered, off, spaced
from netviz.training.judge import Judgement
from netviz.viewmodels.probe import Right

_USUAL = "It answers"


class NumberAnswer(QWidget):
    """As `Answer` for classes: values in, nothing out."""

    def __init__(self, answer: Numbers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer = answer
        self._given: tuple[NDArray[np.floating] | None, Right | None] = (None, None)
        self._told: NDArray[np.floating] | None = None
        self._title, self.value, self.off = QLabel(_USUAL, self), QLabel("–", self), QLabel(self)
        for label, role in ((self._title, "muted"), (self.value, "big"), (self.off, "muted")):
            label.setProperty("role", role)
        self.off.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for label in (self._title, self.value, self.off):
            column.addWidget(label)
        column.addStretch(1)
        units.hold(self, least_height=84)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setToolTip(
            "The number that the output gives for what lies there; where the right one is known, how far it "
            "is off: right minus answered."
            + (
                f" The network itself counts from {spaced(answer.origin, answer.unit)} in steps of "
                f"{spaced(answer.unit, answer.unit)}, the mean and the deviation of the training rows: that "
                "is what its output neuron shows when it is looked at."
                if answer.is_scaled
                else ""
            )
        )
        self._write()

    def show_probabilities(self, outputs: NDArray[np.floating] | None, right: Right | None = None) -> None:
        """What the outputs are, float (1,), and what is right; None while there is nothing to read."""
        self._given = (outputs, right)
        self._write()

    def show_judgement(self, _judgement: Judgement | None) -> None:
        """Every number is one."""

    def show_told(self, outputs: NDArray[np.floating] | None, title: str = _USUAL) -> None:
        """Those of a network that is only told about, under a title; None: of the network again."""
        self._told = outputs
        self._title.setText(_USUAL if outputs is None else title.replace("reads", "answers"))
        self._write()

    def _write(self) -> None:
        given, right = self._given
        outputs = given if self._told is None else self._told
        if outputs is None:
            self.value.setText("–")
            self.off.setText("")
            self.setAccessibleName("Answer: nothing to read yet")
            return
        value = float(np.ravel(outputs)[0])
        said = answered(self._answer, value)
        self.value.setText(f"{self._answer.names[0]} = {said}")
        words = ""
        if right is not None:
            words = f"This example says {answered(self._answer, right)}: {off(self._answer, right, value)}"
        self.off.setText(words)
        self.setAccessibleName(f"Answer: {said}. {words}".strip())
