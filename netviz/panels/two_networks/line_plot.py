"""The loss along the line from A to B, with B's neurons matched and in their own order."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from netviz.panels.plots.chart import Chart, Line
from netviz.panels.plots.plot import Plot
from netviz.panels.plots.scale import fitted
from netviz.panels.train.run_curves import three_decimals
from netviz.rendering import units
from netviz.training.compare.line import Between
from netviz.training.figures import percent
from netviz.viewmodels.palette import Palette

_LEAST: int = 170  # units high


class LinePlot(Plot):
    """Pointed at, it says how far that is and both losses."""

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(palette, "Loss between the two networks", parent, still=True)
        self._line: Between | None = None
        units.hold(self, least_width=240, least_height=_LEAST)
        self.hovered.connect(
            lambda at: self.set_hover(at, "" if at is None else f"{percent(at, 0)} of the way")
        )

    def show_line(self, line: Between) -> None:
        """Draw it."""
        self._line = line
        self.renew()

    def readings(self) -> list[tuple[str, str, str]]:
        """Where nothing is pointed at, the losses at the line's end, which is B."""
        said = super().readings()
        if self._hover is None and said:
            (name, value, ink), *others = said
            return [(f"at B: {name}", value, ink), *others]
        return said

    def made(self) -> Chart | None:
        line, p = self._line, self._palette
        if line is None:
            return None
        both = (
            Line("own order", p.muted, line.t, line.own, dashed=True),
            Line("matched", p.text, line.t, line.matched),
        )
        return Chart(
            "Loss",
            0.0,
            1.0,
            fitted([line.own, line.matched], log=False),
            both,
            read=three_decimals,
            x_ticks=((0.0, "A"), (0.5, "halfway"), (1.0, "B")),
        )
