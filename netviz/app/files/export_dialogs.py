"""What the window asks before it writes a picture or a film."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from netviz.app.window.dialogs import Dialogs
from netviz.panels.export.film_dialog import FilmDialog, FilmWish, StoryFilmDialog
from netviz.panels.export.picture_dialog import PictureDialog, PictureWish
from netviz.panels.export.sheet_dialog import SheetDialog, SheetWish


class ExportDialogs(Dialogs):
    """Every answer may be "no answer"."""

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

    def sheet(self) -> SheetWish | None:
        """What of the story is to be printed, and on which paper."""
        dialog = SheetDialog(self._window)
        chosen = dialog.exec() == QDialog.DialogCode.Accepted
        wish = dialog.wish()
        dialog.deleteLater()
        return wish if chosen else None
