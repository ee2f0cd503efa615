"""The slider of the learning rate."""

from __future__ import annotations

from netviz.panels.kit.slider import Slider
from netviz.panels.settings import rate


def rate_slider() -> Slider:
    """The learning rate on a logarithmic scale."""
    slider = Slider()
    slider.setRange(0, rate.POSITIONS)
    slider.setSingleStep(10)
    slider.setPageStep(100)
    slider.setAccessibleName("Learning rate")
    slider.setToolTip(
        "How far each step moves the weights: from 0.0001 to 1, ten times as much each quarter of the way."
    )
    return slider
