"""Which part of the page is on the screen, and how large."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

SMALLEST_ZOOM: Final = 0.5
LARGEST_ZOOM: Final = 40.0


@dataclass(frozen=True)
class Camera:
    """screen = page · zoom + (x, y), in logical pixels. Camera() shows the page as it is laid out."""

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    @property
    def thickness(self) -> float:
        """How much thicker lines are drawn than on the page: less than what they are drawn through."""
        return sqrt(max(self.zoom, 1.0))

    def to_screen(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page, on the screen."""
        return x * self.zoom + self.x, y * self.zoom + self.y

    def to_page(self, x: float, y: float) -> tuple[float, float]:
        """A point of the screen, on the page."""
        return (x - self.x) / self.zoom, (y - self.y) / self.zoom

    def zoomed(self, factor: float, x: float, y: float) -> Camera:
        """Larger by `factor`, the screen's point (x, y) staying where it is."""
        zoom = min(max(self.zoom * factor, SMALLEST_ZOOM), LARGEST_ZOOM)
        px, py = self.to_page(x, y)
        return Camera(zoom, x - px * zoom, y - py * zoom)

    def panned(self, dx: float, dy: float) -> Camera:
        """Moved by screen pixels."""
        return Camera(self.zoom, self.x + dx, self.y + dy)

    def kept_in(self, width: float, height: float) -> Camera:
        """Moved back as far as needed for the middle of the screen to stay on a page of this size."""
        x = min(max(self.x, width / 2 - width * self.zoom), width / 2)
        y = min(max(self.y, height / 2 - height * self.zoom), height / 2)
        return Camera(self.zoom, x, y)
