"""The questions that only the person can answer. One object, so that a test can answer instead."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from netviz.app.files.saving import check
from netviz.files.endings import RUN, WEIGHTS, Written
from netviz.files.errors import FileError
from netviz.files.paths import home_folder, is_file
from netviz.tasks.data_name import DataName
from netviz.tasks.on_demand import OnDemand
from netviz.tasks.pictures.reading import endings
from netviz.tasks.tabular.names import TABLES

if TYPE_CHECKING:
    from netviz.panels.settings.activation_dialog import ActivationDialog

_ACTIVATION: Final[
    Callable[[str, str, Sequence[tuple[str, float | None]], int, QWidget], ActivationDialog]
] = OnDemand("netviz.panels.settings.activation_dialog", "ActivationDialog")
NETWORKS: Final = f"*{RUN} *{WEIGHTS}"


class Unsaved(Enum):
    """What to do with training that no file holds."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class OtherDigits(Enum):
    """What to do where the digits of a run are not at hand."""

    BRANCH = auto()
    FIND = auto()
    NOT = auto()


class Dialogs:
    """Asks with the desktop's own dialogs. Every answer may be "no answer"."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def file_to_open(self, folder: Path) -> Path | None:
        """A file to open, of any kind that the program knows."""
        pictures = " ".join(f"*{ending}" for ending in endings())
        kinds = ";;".join(
            (
                f"Networks and pictures ({NETWORKS} {pictures})",
                f"Networks ({NETWORKS})",
                f"Pictures ({pictures})",
                "All files (*)",
            )
        )
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open", str(folder), kinds, options=QFileDialog.Option.HideNameFilterDetails
        )
        return Path(name) if name else None

    def film_or_pictures(self, *, folder: bool) -> Path | None:
        """What stands in for a camera: a film, or a folder of pictures."""
        if folder:
            name = QFileDialog.getExistingDirectory(
                self._window, "Folder of pictures, read one after the other", str(home_folder())
            )
        else:
            name, _ = QFileDialog.getOpenFileName(
                self._window, "Film", str(home_folder()), "Films (*.mp4 *.webm *.mov *.avi);;All files (*)"
            )
        return Path(name) if name else None

    def page_to_read(self, folder: Path) -> Path | None:
        """A picture of a page with digits."""
        pictures = " ".join(f"*{ending}" for ending in endings())
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            "Read a page",
            str(folder),
            f"Pictures ({pictures});;All files (*)",
            options=QFileDialog.Option.HideNameFilterDetails,
        )
        return Path(name) if name else None

    def file_to_save(self, title: str, suggestion: Path, what: Written) -> Path | None:
        """Where to save, with the ending that is written; what can't be is said, and asked for again.

        Whether something may be replaced is asked here, as the desktop's dialog knows only what was typed.
        """
        kind = what.kind_of(suggestion)
        while True:
            name, kind = QFileDialog.getSaveFileName(
                self._window,
                title,
                str(suggestion),
                ";;".join(words for words, _ in what.kinds),
                kind,
                QFileDialog.Option.DontConfirmOverwrite,
            )
            if not name:
                return None
            suggestion = Path(name)
            try:
                path = what.named(suggestion, kind)
                check(what, path)
            except FileError as error:
                self.refuse(str(error))
            else:
                if not is_file(path) or self.replace(path):
                    return path

    def refuse(self, sentence: str) -> None:
        """Say why nothing can be saved there."""
        box = self._box("Nothing can be saved there", sentence)
        box.setStandardButtons(QMessageBox.StandardButton.Ok)
        box.exec()

    def replace(self, path: Path) -> bool:
        """Whether what has this name may be replaced."""
        box = self._box(f"Replace {path.name}?", "A file of this name is there already.")
        replace = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is replace

    def _box(self, head: str, words: str, concept: str = "network") -> QMessageBox:
        """A question, or a sentence; a name in it is shown as it is, whatever marks it holds."""
        box = QMessageBox(self._window)
        box.setWindowTitle("netviz")
        box.setProperty("concept", concept)
        box.setText(f"<b>{html.escape(head)}</b>")
        box.setInformativeText(f"<qt>{html.escape(words)}</qt>")
        return box

    def give_up_film(self, name: str) -> bool:
        """Whether the program may end while a film is written, which then is not."""
        box = self._box(
            f"Close without {name}?", "It is being written. Of a film that is not whole, nothing is kept."
        )
        close = box.addButton("Close", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton("Go on writing", QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is close

    def delete_run(self, name: str) -> bool:
        """Whether the file of a run is to be deleted."""
        words = f"Its file, {name}, is deleted for good. Branches of it stay."
        box = self._box("Delete this run?", words, "snapshot")
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is delete

    def other_digits(self, own: DataName, at_hand: DataName) -> OtherDigits:
        """How to train a run whose own digits are not there."""
        box = self._box(
            "Train with other examples?",
            f"This run was trained with {own}. They are not at hand; what is at hand are {at_hand}. To go on "
            "with these makes a run of its own, and leaves this one as it is.",
            "training examples",
        )
        branch = box.addButton("Branch with these examples", QMessageBox.ButtonRole.AcceptRole)
        find = box.addButton("Find its examples…", QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.exec()
        answers = {branch: OtherDigits.BRANCH, find: OtherDigits.FIND}
        return next((a for button, a in answers.items() if box.clickedButton() is button), OtherDigits.NOT)

    def left_out(
        self, file: str, left_out: str, choices: Sequence[tuple[str, float | None]], n: int
    ) -> int | None:
        """Which answer holds of what a file does not say; `n` validation digits were read with each."""
        dialog = _ACTIVATION(file, left_out, choices, n, self._window)
        chosen = dialog.exec() == QDialog.DialogCode.Accepted
        place = dialog.chosen
        dialog.deleteLater()
        return place if chosen else None

    def folder_of_digits(self, wanted: DataName | None) -> Path | None:
        """Where digits lie: a folder with four IDX files."""
        start = Path(wanted.folder).parent if wanted is not None and wanted.folder else home_folder()
        name = QFileDialog.getExistingDirectory(
            self._window, "Folder with the examples of this run", str(start)
        )
        return Path(name) if name else None

    def folder_of_data(self) -> Path | None:
        """Pictures of a person's own: a folder for each class."""
        title = "Folder with a folder of pictures for each class, or with IDX files"
        name = QFileDialog.getExistingDirectory(self._window, title, str(home_folder()))
        return Path(name) if name else None

    def table_of_data(self) -> Path | None:
        """A table of a person's own."""
        kinds = " ".join(f"*{ending}" for ending in (*TABLES, ".gz"))
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            "Table with a row for each example",
            str(home_folder()),
            f"Tables ({kinds});;All files (*)",
            options=QFileDialog.Option.HideNameFilterDetails,
        )
        return Path(name) if name else None

    def unsaved(self, why: str) -> Unsaved:
        """Save, discard or cancel, before the network goes; `why` says when."""
        box = self._box(
            "Save the run?",
            f"It was trained since it was last saved. Its file does not change when {why} unsaved; what "
            "was recorded since then stays under File > Runs.",
            "parameter",
        )
        box.setStandardButtons(
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel
        )
        box.setDefaultButton(QMessageBox.StandardButton.Save)
        return {
            QMessageBox.StandardButton.Save: Unsaved.SAVE,
            QMessageBox.StandardButton.Discard: Unsaved.DISCARD,
        }.get(QMessageBox.StandardButton(box.exec()), Unsaved.CANCEL)
