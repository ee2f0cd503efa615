"""What stands under a layer where columns are close."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontMetricsF

from netviz.rendering.labels import _fitting


@pytest.mark.usefixtures("qapp")
def test_a_caption_keeps_its_name_longer_than_its_size() -> None:
    metrics = QFontMetricsF(QFont("Inter", 12))
    whole, name = (metrics.horizontalAdvance(words) for words in ("hidden 1 · 16", "hidden 1"))
    assert _fitting("hidden 1 · 16", metrics, whole + 7) == "hidden 1 · 16"
    assert _fitting("hidden 1 · 16", metrics, name + 7) == "hidden 1"
    assert _fitting("hidden 1 · 16", metrics, name - 7) == "1 · 16"
    assert _fitting("output · 10", metrics, name - 7) == "output · 10"
