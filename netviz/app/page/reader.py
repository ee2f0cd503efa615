"""Reads a page on the job thread; the window shows how far it is, and stops it."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QObject

from netviz.panels.kit.progress_strip import ProgressStrip
from netviz.tasks.digits.page.picture import SIDE, PagePicture, read_picture, shown_of
from netviz.tasks.digits.page.read import read_page
from netviz.tasks.digits.picture_file import colours
from netviz.tasks.examples import DataError
from netviz.training.jobs.thread import Progress
from netviz.training.judge import LEAST, likeness
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.pages.page import Page, page_of

_LOOKED: Final = 0.3  # of the work is done where the first pieces are measured
_QUICK: Final = 500  # pixels of a side: what is smaller is read before anybody could see a bar
_TINY: Final = 40  # pixels of a side that hold one digit at most


class PageReader(QObject):
    """Its methods are called on the job thread. Cancelled, they raise `jobs.thread.Cancelled`."""

    def __init__(self, bridge: JobBridge, strip: ProgressStrip) -> None:
        super().__init__()
        self._bridge = bridge
        self._strip = strip
        self._progress: Progress | None = None
        strip.cancelled.connect(self.cancel)

    def cancel(self) -> None:
        """Stop reading; what stands there stays."""
        if self._progress is not None:
            self._progress.cancel()
            self._end(self._progress)

    def file(self, path: Path, progress: Progress) -> Page:
        """The page in a file. Raises DataError, which names the file."""
        return self.picture(read_picture(path), path.name, progress)

    def several(self, path: Path, progress: Progress) -> Page | None:
        """The page in a file that shows several digits; None where it does not, or is no single picture."""
        try:
            picture = read_picture(path)
        except DataError:
            return None  # whoever reads it as a digit says what it is
        return self._several_on(picture, path.name, progress)

    def several_on_pixels(self, pixels: NDArray[np.uint8], name: str, progress: Progress) -> Page | None:
        """The same of red, green, blue and how opaque, uint8 (h, w, 4)."""
        whole = Image.fromarray(pixels, "RGBA")
        seen = colours(whole if pixels[..., 3].min() < 255 else whole.convert("RGB"), SIDE)
        return self._several_on(PagePicture(Image.fromarray(seen), whole.size), name, progress)

    def picture(self, picture: PagePicture, name: str, progress: Progress) -> Page:
        """The page in this picture."""
        call, times = self._bridge.call, count()
        call(lambda: self._begin(progress, name, picture))

        def measure(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
            progress.check()
            share = 1 - (1 - _LOOKED) * 0.7 ** next(times)
            call(lambda: self._tell(progress, share))
            return likeness(pixels)

        try:
            progress.check()
            found = read_page(picture, measure, LEAST)
            progress.check()
            return page_of(name, shown_of(picture), found)
        finally:
            call(lambda: self._end(progress))

    def _several_on(self, picture: PagePicture, name: str, progress: Progress) -> Page | None:
        if min(picture.size) <= _TINY:
            return None
        page = self.picture(picture, name, progress)
        return page if page.n_digits > 1 else None

    def _begin(self, progress: Progress, name: str, picture: PagePicture) -> None:
        self._progress = progress
        if max(picture.size) > _QUICK:
            self._strip.begin(f"Reading {name}")

    def _tell(self, progress: Progress, share: float) -> None:
        if progress is self._progress:
            self._strip.show_share(share)

    def _end(self, progress: Progress) -> None:
        if progress is self._progress:
            self._progress = None
            self._strip.end()
