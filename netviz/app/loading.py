"""What the window does not need for its first picture: the digits, and the plots."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from netviz.data.digits import DataSet, load_digits
from netviz.training.jobs import Progress
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.palette import Palette

if TYPE_CHECKING:
    from netviz.panels.curves import Curves


def load_after_first_picture(
    bridge: JobBridge,
    palette: Callable[[], Palette],
    digits: Callable[[DataSet], None],
    curves: Callable[[Curves], None],
    failed: Callable[[Exception], None],
) -> None:
    """Read the digits and import pyqtgraph (half a second) on the job thread; then hand over both."""

    def import_plots(_progress: Progress) -> type[Curves]:
        plots: type[Curves] = importlib.import_module("netviz.panels.curves").Curves
        return plots

    bridge.submit("digits", lambda _progress: load_digits(), digits, failed)
    bridge.submit("plots", import_plots, lambda plots: curves(plots(palette())))
