"""What the window finds in a file: read by what it is, whatever it is called."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.app.files.left_out import LeftOut
from netviz.files import endings
from netviz.files.errors import FileError
from netviz.files.formats import HEAD, SCENES, format_of
from netviz.files.paths import is_file, is_folder
from netviz.tasks.data_name import UNKNOWN, DataName
from netviz.tasks.digits.digits import DataError
from netviz.tasks.examples import NoPictureError
from netviz.tasks.pictures.reading import read_image
from netviz.tasks.tabular.names import is_table
from netviz.training.judge import LEAST, likeness
from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.recording.run_file import read_run, reader_of
from netviz.training.saved.model_file import load_model
from netviz.training.session import SessionState

if TYPE_CHECKING:
    from netviz.viewmodels.pages.page import Page


class Opened(NamedTuple):
    """What was in a file: the state of a run, the pixels of a digit, or a page of several."""

    path: Path
    state: SessionState | None = None
    pixels: NDArray[np.uint8] | None = None
    page: Page | None = None
    note: str = ""
    validation: ValidationPoint | None = None
    recorded: MetricLog | None = None
    data: DataName = UNKNOWN
    left_out: LeftOut | None = None  # by another program
    desk: str = ""  # what lay beside the network
    scenes: bool = False  # it is a list of scenes, which is read by who shows them

    def log(self) -> MetricLog:
        """What the file knows of the metrics that led there: without a recording one measurement at most."""
        if self.recorded is not None:
            return self.recorded
        log = MetricLog()
        log.data = self.data
        if self.state is not None and self.validation is not None and self.validation.step <= self.state.step:
            log.add_validation(*self.validation)
        return log


def is_data(path: Path) -> bool:
    """Whether this is a data set, and neither a network nor a picture."""
    if is_folder(path) or is_table(path):
        return True
    return is_file(path) and zipfile.is_zipfile(path)  # of a pipe it would wait for the first byte


def _no_page(_path: Path) -> Page | None:
    return None


def read_file(
    path: Path,
    read: Callable[[Path], NDArray[np.uint8]] = read_image,
    page: Callable[[Path], Page | None] = _no_page,
) -> Opened:
    """Read any file that the window knows, by its content; `read` makes of a picture what is learnt from, and
    `page` knows whether it shows several of them.

    Raises FileError or OSError.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = format_of(path, head)
    if found is SCENES:
        return Opened(path, scenes=True)
    if reader_of(path) is not None:
        run = read_run(path)
        left_out = LeftOut(run) if run.assumed or run.pixels_assumed else None
        return Opened(
            path,
            state=run.session_state(),
            note="" if left_out else run.note,
            validation=run.validation,
            recorded=run.log,
            data=run.data,
            left_out=left_out,
            desk=run.desk,
        )
    if path.suffix.lower() in (endings.RUN, endings.WEIGHTS) or (found is not None and found.network):
        load_model(path)  # which says what it is instead
    several = page(path)
    if several is not None:
        one = one_digit(lambda: read(path))
        return Opened(path, page=several) if one is None else Opened(path, pixels=one)
    try:
        return Opened(path, pixels=read(path))
    except NoPictureError as error:
        raise FileError(
            f"{path.name} is neither a network nor a picture; a run ({endings.RUN}), "
            f"a network ({endings.WEIGHTS}) or a picture to read (PNG, JPEG …) would be right."
        ) from error
    except DataError as error:
        raise FileError(str(error)) from error


def one_digit(read: Callable[[], NDArray[np.uint8]]) -> NDArray[np.uint8] | None:
    """What is read as one digit, where it is like one: a reader of pages sees a large one in pieces."""
    try:
        pixels = read()
    except DataError:
        return None
    return pixels if float(likeness(pixels[None])[0]) >= LEAST else None
