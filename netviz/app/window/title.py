"""The title of the window: the name of the network's file, and whether it holds all that is there."""

from __future__ import annotations

from PySide6.QtCore import QObject

from netviz.app.files.documents import Documents
from netviz.app.window.main_window import MainWindow


class WindowTitle(QObject):
    """It follows the file, and training, which makes at each step what is in no file."""

    def __init__(self, window: MainWindow, documents: Documents) -> None:
        super().__init__()
        self._window = window
        self._documents = documents

    def show(self) -> None:
        """Another name, or saved just now."""
        self._window.setWindowTitle(f"{self._documents.name}[*] – netviz")
        self._window.setWindowModified(self._documents.unsaved)

    def show_unsaved(self, phase: str) -> None:
        """Training goes on, or rests."""
        self._window.setWindowModified(phase == "training" or self._documents.unsaved)
