"""Which steps the plots show: the whole run, or a part of it that follows the run where it ends with it."""

from __future__ import annotations

from typing import Final

_NARROWEST: Final = 8.0  # steps
_AT_THE_END: Final = 0.02  # of what is visible: so near to the newest step, the plots follow it


class Window:
    """From `start` to `end`, within the run from `first` to `last`."""

    def __init__(self) -> None:
        self.first, self.last = 0.0, 1.0
        self._part: tuple[float, float] | None = None

    @property
    def whole(self) -> bool:
        """Whether all of the run is visible."""
        return self._part is None

    @property
    def range(self) -> tuple[float, float]:
        """The first and the last visible step."""
        return self._part or (self.first, self.last)

    def grow(self, first: float, last: float) -> None:
        """The run reaches from `first` to `last` now."""
        last = max(last, first + 1)
        if self._part is not None:
            start, end = self._part
            if last < self.last or first != self.first:
                # Another run, or one that was taken back: what was looked at may be gone.
                self._part = None if not first <= start < last else (start, min(end, last))
            elif end >= self.last - (end - start) * _AT_THE_END:
                self._part = (start + last - end, last)
        self.first, self.last = first, last

    def show_all(self) -> None:
        """The whole run."""
        self._part = None

    def zoom(self, factor: float, at: float) -> None:
        """Show `factor` times as many steps; the step `at` stays where it is."""
        start, end = self.range
        span = min(
            max((end - start) * factor, min(_NARROWEST, self.last - self.first)), self.last - self.first
        )
        share = (at - start) / max(end - start, 1e-9)
        self._set(at - share * span, span)

    def pan(self, steps: float) -> None:
        """Show what is so many steps later."""
        start, end = self.range
        self._set(start + steps, end - start)

    def show(self, start: float, end: float) -> None:
        """Show this part."""
        self._set(min(start, end), max(abs(end - start), _NARROWEST))

    def _set(self, start: float, span: float) -> None:
        if span >= (self.last - self.first) * 0.9999:
            self._part = None
            return
        start = min(max(start, self.first), self.last - span)
        self._part = (start, start + span)
