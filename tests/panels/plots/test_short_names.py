"""The readings over a plot keep their names as long as any fit."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from netviz.panels.plots.plot import Plot


@pytest.mark.usefixtures("qapp")
def test_names_become_shorter_before_they_go() -> None:
    said = [("mini-batch", "0.045", "#000"), ("training", "0.277", "#000"), ("validation", "0.343", "#000")]
    plot, font = SimpleNamespace(readings=lambda: said), QFont("Inter", 12)

    def names(room: float) -> list[str]:
        return [name for name, _, _ in Plot._fitting(plot, font, room)]  # type: ignore[arg-type]

    whole = QFontMetricsF(font).horizontalAdvance("mini-batch 0.045 training 0.277 validation 0.343") + 80
    assert names(whole) == ["mini-batch", "training", "validation"]
    short = QFontMetricsF(font).horizontalAdvance("batch 0.045 train 0.277 valid. 0.343") + 40
    assert names(short) == ["batch", "train", "valid."]
    one = QFontMetricsF(font).horizontalAdvance("valid. 0.343") + 40
    assert names(one) == ["valid."], "never a number without a word"
    assert names(40) == ["valid."]
