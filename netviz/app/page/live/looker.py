"""Takes picture after picture of a source and reads each: on whatever thread, in whatever process."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PIL import ImageOps

from netviz.app.page.live.sight import Sight, Wish
from netviz.tasks.digits.page.camera import CameraPages
from netviz.tasks.digits.page.frames import Frames, Source, frames_of
from netviz.tasks.digits.page.picture import PagePicture, shown_in
from netviz.training.judge import LEAST, likeness


class Looker:
    """Nothing of the pictures is kept. Not for several threads at once."""

    def __init__(self) -> None:
        self._frames: Frames | None = None
        self._of: Source | None = None
        self._pages = CameraPages()

    def look(self, wish: Wish, check: Callable[[], None]) -> Sight:
        """The next picture, read. Raises DataError, a sentence, where there is none, and whatever `check`
        does, which is called now and then.
        """
        if self._frames is None or self._of != wish.source:
            self.let_go()
            self._frames, self._of, self._pages = frames_of(wish.source), wish.source, CameraPages()
        picture = self._frames.next()
        if wish.mirrored:
            picture = _mirrored(picture)

        def measure(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
            check()
            return likeness(pixels)

        at = perf_counter()
        read = self._pages.read(picture, measure, LEAST, at)
        return Sight(self._frames.name, shown_in(picture, wish.room), read, at)

    def let_go(self) -> None:
        """Of the camera, the film."""
        if self._frames is not None:
            self._frames.close()
            self._frames = None


def _mirrored(given: PagePicture) -> PagePicture:
    """With left and right swapped."""
    screen = given.screen
    if screen is None:
        return PagePicture(ImageOps.mirror(given.picture), given.size)

    def swapped(wide: int, high: int) -> NDArray[np.uint8]:
        return np.ascontiguousarray(screen(wide, high)[:, ::-1])

    return PagePicture(ImageOps.mirror(given.picture), given.size, swapped)
