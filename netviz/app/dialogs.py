"""The questions that only the person can answer. One object, so that a test can answer instead."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from netviz.data.data_name import DataName
from netviz.files.endings import ended
from netviz.files.paths import home_folder, is_there
from netviz.panels.activation_dialog import ActivationDialog
from netviz.panels.film_dialog import FilmDialog, FilmWish, StoryFilmDialog
from netviz.panels.picture_dialog import PictureDialog, PictureWish

NETWORKS: Final = "*.netviz *.safetensors"
PICTURES: Final = "*.png *.jpg *.jpeg *.bmp *.gif *.tif *.tiff *.webp"

FILMS: Final = {
    "Animated GIF (*.gif)": ".gif",
    "Animated WebP (*.webp)": ".webp",
    "MP4 film (*.mp4)": ".mp4",
    "Folder of pictures (*)": "",
}


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
        kinds = ";;".join(
            (
                f"Networks and pictures ({NETWORKS} {PICTURES})",
                f"Networks ({NETWORKS})",
                f"Pictures ({PICTURES})",
                "All files (*)",
            )
        )
        name, _ = QFileDialog.getOpenFileName(self._window, "Open", str(folder), kinds)
        return Path(name) if name else None

    def file_to_save(self, title: str, suggestion: Path, kind: str) -> Path | None:
        """Where to save; `kind` is a file dialog's filter. A name without an ending gets that of the
        kind that is chosen; a typed one that is known decides.
        """
        name, chosen = QFileDialog.getSaveFileName(self._window, title, str(suggestion), kind)
        return self._ended(name, _endings(chosen or kind)[0], _endings(kind)) if name else None

    def _ended(self, typed: str, ending: str, known: Sequence[str]) -> Path | None:
        """The name with its ending; what the desktop's dialog could not know of is asked about here."""
        path = ended(Path(typed), ending, known)
        return path if path == Path(typed) or not is_there(path) or self.replace(path) else None

    def replace(self, path: Path) -> bool:
        """Whether what has this name may be replaced."""
        box = QMessageBox(self._window)
        box.setWindowTitle("netviz")
        box.setText(f"<b>Replace {html.escape(path.name)}?</b>")
        box.setInformativeText("A file of this name is there already.")
        replace = box.addButton("Replace", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is replace

    def picture(self, width: int, height: int) -> PictureWish | None:
        """How large a picture, and of which kind; the network on the screen has this size."""
        dialog = PictureDialog(width, height, self._window)
        chosen = dialog.exec() == QDialog.DialogCode.Accepted
        wish = dialog.wish()
        dialog.deleteLater()
        return wish if chosen else None

    def film(self, first: int, last: int, newest: Callable[[], int]) -> FilmWish | None:
        """Which of the steps from `first` to `last` become a film, and how long it is.

        `newest` says how far the run has come meanwhile.
        """
        dialog = FilmDialog(first, last, self._window, newest)
        chosen = dialog.exec() == QDialog.DialogCode.Accepted
        wish = dialog.wish()
        dialog.deleteLater()
        return wish if chosen else None

    def story_film(self) -> tuple[int, int] | None:
        """Width and height of the story's film."""
        dialog = StoryFilmDialog(self._window)
        chosen = dialog.exec() == QDialog.DialogCode.Accepted
        size = dialog.size_wished()
        dialog.deleteLater()
        return size if chosen else None

    def film_to_save(self, suggestion: Path, title: str = "Export the story") -> Path | None:
        """Where to save a film. A typed ending that is known decides, else the kind that is chosen; a folder
        has none.
        """
        name, kind = QFileDialog.getSaveFileName(
            self._window, title, str(suggestion), ";;".join(FILMS), _film_kind(suggestion.suffix)
        )
        known = [ending for ending in FILMS.values() if ending]
        return self._ended(name, FILMS.get(kind, suggestion.suffix), known) if name else None

    def delete_run(self, name: str) -> bool:
        """Whether the file of a run is to be deleted."""
        box = QMessageBox(self._window)
        box.setWindowTitle("netviz")
        box.setText("<b>Delete this run?</b>")
        box.setInformativeText(f"Its file, {name}, is deleted for good. Branches of it stay.")
        delete = box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.exec()
        return box.clickedButton() is delete

    def other_digits(self, own: DataName, at_hand: DataName) -> OtherDigits:
        """How to train a run whose own digits are not there."""
        box = QMessageBox(self._window)
        box.setWindowTitle("netviz")
        box.setText("<b>Train with other digits?</b>")
        box.setInformativeText(
            f"This run was trained with {own}. They are not at hand; what is at hand are {at_hand}. To go on "
            "with these makes a run of its own, and leaves this one as it is."
        )
        branch = box.addButton("Branch with these digits", QMessageBox.ButtonRole.AcceptRole)
        find = box.addButton("Find its digits…", QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.exec()
        answers = {branch: OtherDigits.BRANCH, find: OtherDigits.FIND}
        return next((a for button, a in answers.items() if box.clickedButton() is button), OtherDigits.NOT)

    def activation(self, file: str, choices: Sequence[tuple[str, float | None]], n: int) -> str | None:
        """Which activation the hidden layers of a file have; `n` validation digits were read with each."""
        dialog = ActivationDialog(file, choices, n, self._window)
        chosen = dialog.exec() == QDialog.DialogCode.Accepted
        name = dialog.chosen
        dialog.deleteLater()
        return name if chosen else None

    def folder_of_digits(self, wanted: DataName | None) -> Path | None:
        """Where digits lie: a folder with four IDX files."""
        start = Path(wanted.folder).parent if wanted is not None and wanted.folder else home_folder()
        name = QFileDialog.getExistingDirectory(
            self._window, "Folder with the digits of this run", str(start)
        )
        return Path(name) if name else None

    def unsaved(self, why: str) -> Unsaved:
        """Save, discard or cancel, before the network goes; `why` says when."""
        box = QMessageBox(self._window)
        box.setWindowTitle("netviz")
        box.setText("<b>Save the run?</b>")
        box.setInformativeText(
            f"It was trained since it was last saved. Its file does not change when {why} unsaved; what "
            "was recorded since then stays under File > Runs."
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


def _endings(kinds: str) -> list[str]:
    """The endings in a file dialog's filters, in order."""
    return re.findall(r"\*(\.\w+)", kinds) or [""]


def _film_kind(suffix: str) -> str:
    """The kind of film with this suffix, as the file dialog names it."""
    return next(words for words, ending in FILMS.items() if ending in (suffix, ""))
