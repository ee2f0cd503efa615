"""What the window does not need for its first picture: the digits, the plots, two of the rooms."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from netviz.data.digits import DataSet, load_digits
from netviz.training.jobs import Progress
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette

if TYPE_CHECKING:
    from netviz.app.other_rooms import OtherRooms
    from netviz.panels.curves import Curves


def load_after_first_picture(
    bridge: JobBridge,
    palette: Callable[[], Palette],
    digits: Callable[[DataSet], None],
    curves: Callable[[Curves], None],
    rooms: Callable[[type[OtherRooms]], None],
    failed: Callable[[Exception], None],
) -> None:
    """Read the digits, import pyqtgraph and the rooms on the job thread; then hand them over."""

    def import_plots(_progress: Progress) -> type[Curves]:
        plots: type[Curves] = importlib.import_module("netviz.panels.curves").Curves
        return plots

    def import_rooms(_progress: Progress) -> type[OtherRooms]:
        kind: type[OtherRooms] = importlib.import_module("netviz.app.other_rooms").OtherRooms
        return kind

    bridge.submit("digits", lambda _progress: load_digits(), digits, failed)
    bridge.submit("plots", import_plots, lambda plots: curves(plots(palette())))
    bridge.submit("rooms", import_rooms, rooms, failed)
