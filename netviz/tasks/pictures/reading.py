"""Reading pictures takes a library, which is loaded with the first picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.tasks.on_demand import OnDemand
from netviz.tasks.task import PictureTask

read_image: Final[Callable[[Path], NDArray[np.uint8]]] = OnDemand("netviz.tasks.digits.images", "read_image")
read_pixels: Final[Callable[[NDArray[Any], str], NDArray[np.uint8]]] = OnDemand(
    "netviz.tasks.digits.images", "read_pixels"
)
endings: Final[Callable[[], tuple[str, ...]]] = OnDemand("netviz.tasks.digits.picture_file", "endings")
read_picture: Final[Callable[[PictureTask, str, Path], NDArray[np.uint8]]] = OnDemand(
    "netviz.tasks.pictures.prepared", "read_picture"
)
read_ink: Final[Callable[[PictureTask, str, NDArray[np.uint8]], NDArray[np.uint8]]] = OnDemand(
    "netviz.tasks.pictures.prepared", "read_ink"
)
