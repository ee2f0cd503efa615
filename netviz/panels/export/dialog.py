"""What the dialogs before an export have in common: fields, what they come to in words, Save… and Cancel."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLayout, QVBoxLayout, QWidget

from netviz.rendering import units


class ExportDialog(QDialog):
    """A subclass makes the fields, calls `_lay_out` once, and `_say` whenever one of them changes."""

    def __init__(self, title: str, concept: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty("concept", concept)
        self._note = QLabel(self)
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        units.hold(self._note, least_width=330)

    def _lay_out(self, *rows: tuple[str, QWidget | QLayout]) -> None:
        """A named field in each row; the buttons are made after them, so that Tab comes to them last."""
        form = QFormLayout()
        for name, field in rows:
            form.addRow(name, field)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel, self
        )
        self._save = buttons.button(QDialogButtonBox.StandardButton.Save)
        self._save.setText("Save…")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(self._note)
        column.addWidget(buttons)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)

    def _say(self, words: str, *, can_save: bool) -> None:
        """What comes of the fields as they are, or why nothing can be saved."""
        self._save.setEnabled(can_save)
        self._note.setText(words)
