"""What comes from other programs, dropped or pasted, and the digit that goes to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QObject, Qt
from PySide6.QtGui import QGuiApplication, QImage

from netviz.app.files.brought import is_readable, local_files
from netviz.app.files.documents import Documents, no_picture
from netviz.app.files.opened import one_digit
from netviz.app.screen.ink_paper import InkPaper
from netviz.app.screen.paper import Paper
from netviz.app.window.banner import Banner
from netviz.tasks.digits.digits import DataError
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.input import Picture
from netviz.tasks.pictures.reading import read_pixels
from netviz.tasks.task import AnyTask
from netviz.training.jobs.thread import Progress
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.probe import example

ABOUT: Final = "open"  # as what is opened: the newest of them is what one waits for
MOST_PIXELS: Final = 25_000_000  # of a picture with red, green, blue and how opaque each pixel is
ENLARGED: Final = 10  # pixels of a copied picture for each of the digit's


class Exchange(QObject):
    """Files are opened, pictures read as files of pictures are."""

    def __init__(
        self, task: AnyTask, documents: Documents, paper: Paper, bridge: JobBridge, banner: Banner
    ) -> None:
        super().__init__()
        self._task = task
        self._documents = documents
        self._paper = paper
        self._bridge = bridge
        self._banner = banner
        self.text: Callable[[str], bool] = lambda _text: False
        """Takes a line of text that is a run; who can do that comes behind the first picture."""

    def dropped(self, data: QMimeData) -> None:
        """Take what was dropped on the window."""
        self._take(data, "dropped")

    def paste(self) -> None:
        """Take what is on the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        if data.hasText() and self.text(data.text()):
            return
        if is_readable(data):
            self._take(data, "pasted")
        else:
            what = "picture" if isinstance(self._task.input, Picture) else "recipe"
            self._banner.say(f"There is no {what} on the clipboard.")

    def why_not_copy(self) -> str:
        """Why there is no digit to copy; empty where there is."""
        return "The pad is empty." if self._paper.sheet.empty else ""

    def copy(self) -> None:
        """Put the digit that lies there on the clipboard: a drawing as drawn, another pixel by pixel."""
        reason = self.why_not_copy()
        if reason:
            self._banner.say(reason)
            return
        picked = self._paper.sheet.picked
        if not isinstance(self._paper, InkPaper):
            return
        ink = self._paper.ink if picked is None else DIGITS.input.of(picked.pixels)
        picture = _dark_on_light(ink)
        if picked is not None:
            wide, high = ENLARGED * picture.width(), ENLARGED * picture.height()
            picture = picture.scaled(wide, high, mode=Qt.TransformationMode.FastTransformation)
        QGuiApplication.clipboard().setImage(picture)
        self._banner.say("Copied the picture.")

    def _take(self, data: QMimeData, how: str) -> None:
        files = local_files(data)
        if not files:
            self._read(QImage(data.imageData()), f"The {how} picture")
            return
        self._documents.open_path(files[0])
        if len(files) > 1:
            self._banner.say(f"Of {len(files)} {how} files, {files[0].name} is opened: one at a time.")

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here: most only of pictures."""
        if not isinstance(self._task.input, Picture):
            return {"edit.paste": self.paste}
        return {"edit.copy_digit": self.copy, "edit.paste": self.paste}

    def _read(self, picture: QImage, name: str) -> None:
        if not isinstance(self._task.input, Picture):
            self._banner.say(no_picture(self._task), error=True, about=ABOUT)
            return

        pages = self._documents.pages

        def work(progress: Progress) -> Callable[[], None]:
            if picture.width() * picture.height() > MOST_PIXELS:
                most = MOST_PIXELS // 1_000_000
                raise DataError(f"{name} is too large; one of at most {most} million pixels would be right.")
            pixels = _pixels_of(picture)
            page = None if pages is None else pages.several_on_pixels(pixels, name, progress)
            one = None if page is None else one_digit(lambda: read_pixels(pixels, name))
            if page is not None and one is None:
                return lambda: self._documents.opened_page.emit(page)
            digit = example(read_pixels(pixels, name) if one is None else one, "file", name=name)
            return lambda: self._documents.show_picture(digit)

        def failed(error: Exception) -> None:
            if not isinstance(error, DataError):
                raise error
            self._banner.say(str(error), error=True, about=ABOUT)

        self._bridge.submit(
            "open",
            work,
            lambda show: show(),
            failed,
        )


def _pixels_of(picture: QImage) -> NDArray[np.uint8]:
    """Red, green, blue and how opaque: uint8 (height, width, 4)."""
    whole = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(whole.constBits(), np.uint8).reshape(whole.height(), whole.bytesPerLine())
    return rows[:, : 4 * whole.width()].reshape(whole.height(), whole.width(), 4).copy()


def _dark_on_light(ink: NDArray[np.uint8]) -> QImage:
    """Ink, uint8 (h, w), on white paper."""
    paper = np.ascontiguousarray(255 - ink)
    height, width = paper.shape
    return QImage(paper.data, width, height, width, QImage.Format.Format_Grayscale8).copy()
