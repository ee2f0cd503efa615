"""Miniatures of concepts are what they were: golden images, light and dark."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.concepts.kinds import miniature
from netviz.panels.concepts.sketch import HEIGHT, WIDTH
from netviz.viewmodels.palette import DARK, LIGHT, Palette
from netviz.viewmodels.words.concepts.concept import Miniature
from netviz.viewmodels.words.concepts.of_run import NO_RUN


@pytest.mark.parametrize(
    ("kind", "show", "palette"),
    [
        ("neuron", "sum", LIGHT),
        ("layers", "backward", DARK),
        ("outputs", "cross-entropy", LIGHT),
        ("descent", "momentum", DARK),
        ("fit", "over", LIGHT),
    ],
)
def test_golden(
    qtbot: QtBot, kind: str, show: str, palette: Palette, matches_golden: Callable[[str, QImage], None]
) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    sketch = miniature(Miniature(kind, show), NO_RUN, host)
    sketch.apply_palette(palette)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(palette.panel)
    with QPainter(image) as painter:
        sketch.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    matches_golden(f"miniature-{kind}-{palette.name}", image)
