"""Asks which activations weights of another program have, with what each of them would read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QRadioButton, QVBoxLayout, QWidget

from netviz.panels.figures import percent
from netviz.panels.words import ACTIVATION
from netviz.rendering import units


class ActivationDialog(QDialog):
    """`choices`: activations by their names in settings, with the share of `n` digits that is read rightly
    with each, 0 to 1, None where nobody knows; the first is chosen.
    """

    def __init__(
        self, file: str, choices: Sequence[tuple[str, float | None]], n: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Which activation?")
        words = f"{file} holds weights, and does not say which activation its hidden layers have."
        if n:
            words += f" Read rightly, of {n:,} validation digits:"
        said = QLabel(words, self)
        said.setWordWrap(True)
        units.hold(said, least_width=360)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(said)
        self._choices: dict[str, QRadioButton] = {}
        for name, share in choices:
            figure = "" if share is None else f"   {percent(share)}"
            button = QRadioButton(f"{ACTIVATION.get(name, name)}{figure}", self)
            button.setChecked(not self._choices)
            self._choices[name] = button
            column.addWidget(button)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.button(QDialogButtonBox.StandardButton.Open).setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)

    @property
    def chosen(self) -> str:
        """The activation that is chosen."""
        return next(name for name, button in self._choices.items() if button.isChecked())
