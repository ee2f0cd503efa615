"""How many edges a frame can take. Without Qt; time comes in from outside."""

from __future__ import annotations

import os
from dataclasses import dataclass
from statistics import median
from typing import Final

# A graphics device draws this many edges in a frame. A software rasteriser takes from the ladder what fits.
ON_DEVICE: Final = 150_000
LADDER: Final = (300, 400, 550, 750, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 12_000, 16_000, 24_000)
FIRST: Final = 750
# Milliseconds that drawing the edges anew may cost on a software rasteriser.
TARGET_MS: Final = 20.0
# The most edges drawn as lines while nothing moves, over several frames.
AT_REST: Final = 24_000

_NAMES: Final = ("llvmpipe", "softpipe", "swiftshader", "warp", "basic render", "software")
_MEASURED: Final = 5


def leave_a_core_to_training() -> None:
    """Call it before the first QApplication: Mesa's software rasteriser else takes all cores for a frame, and
    QPainter hands the pieces of a line to other threads, which costs ten times what they save.
    """
    os.environ.setdefault("LP_NUM_THREADS", str(max(1, (os.cpu_count() or 2) - 1)))
    os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")


def is_software(device: str) -> bool:
    """Whether a graphics device of this name is a program on the processor."""
    return any(name in device.lower() for name in _NAMES)


@dataclass
class Budget:
    """Watches how long frames take, and says how many edges to draw."""

    software: bool

    def __post_init__(self) -> None:
        self._step = LADDER.index(FIRST)
        self._base_ms = 10.0  # of a frame that draws no edges anew
        self._ms_per_edge = TARGET_MS / FIRST
        self._costs: list[float] = []

    @property
    def live(self) -> int:
        """Edges drawn anew in a frame."""
        return LADDER[self._step] if self.software else ON_DEVICE

    @property
    def slice(self) -> int:
        """Edges added in a frame while a resting picture is completed."""
        return max(200, min(int(0.8 * TARGET_MS / self._ms_per_edge), 6000)) if self.software else ON_DEVICE

    def measured(self, frame_ms: float, edges: int) -> bool:
        """Note what a frame took that drew this many edges anew; True if `live` changed."""
        if not self.software:
            return False
        if edges == 0:
            self._base_ms += 0.2 * (min(frame_ms, 2 * self._base_ms) - self._base_ms)
            return False
        cost = max(frame_ms - self._base_ms, 0.5)
        self._ms_per_edge += 0.2 * (cost / edges - self._ms_per_edge)
        if edges < 0.6 * self.live:
            return False
        self._costs.append(cost)
        if len(self._costs) < _MEASURED:
            return False
        typical = median(self._costs)
        self._costs.clear()
        if typical > 1.2 * TARGET_MS and self._step > 0:
            self._step -= 1
        elif self._step + 1 < len(LADDER) and typical * LADDER[self._step + 1] / self.live < 0.85 * TARGET_MS:
            self._step += 1
        else:
            return False
        return True
