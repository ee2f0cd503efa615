"""Asks what a file of another program leaves out, with what each answer would read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from netviz.panels.kit.figures import percent
from netviz.rendering import units


class ActivationDialog(QDialog):
    """`left_out` is what the file does not say, the end of a sentence. `choices`: answers, with the share of
    `n` digits that is read rightly with each, 0 to 1, None where nobody knows; the first is chosen.
    """

    def __init__(
        self,
        file: str,
        left_out: str,
        choices: Sequence[tuple[str, float | None]],
        n: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("What the file leaves out")
        self.setProperty("concept", "activation function")
        words = f"{file} holds weights, and does not say {left_out}."
        if n:
            words += f" Answered rightly, of {n:,} validation examples:"
        said = QLabel(words, self)
        said.setWordWrap(True)
        units.hold(said, least_width=360)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(said)
        self._choices: list[QRadioButton] = []
        for answer, share in choices:
            figure = "" if share is None else f"   {percent(share)}"
            button = QRadioButton(f"{answer}{figure}", self)
            button.setChecked(not self._choices)
            self._choices.append(button)
            column.addWidget(button)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.button(QDialogButtonBox.StandardButton.Open).setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    @property
    def chosen(self) -> int:
        """Which of the answers is chosen, from 0."""
        return next(place for place, button in enumerate(self._choices) if button.isChecked())
