"""The tabs Sum and Layer of the page "Look inside" as pictures."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from netviz.network.forward import forward_pass
from netviz.panels.inspector.layer.tab import PRODUCTS, LayerTab
from netviz.panels.inspector.page.tab import Shown
from netviz.panels.inspector.sum.tab import SumTab
from netviz.rendering.fonts import type_font
from netviz.viewmodels.palette import Palette, palette_for
from netviz.viewmodels.scene import Focus
from tests.dressed import dress
from tests.rendering.conftest import a_digit, a_snapshot

SNAPSHOT = a_snapshot()
FORWARD = forward_pass(SNAPSHOT.spec, SNAPSHOT.parameters, a_digit())


def picture(widget: QWidget, palette: Palette) -> QImage:
    """On a panel of this theme."""
    image = QImage(widget.size(), QImage.Format.Format_RGB32)
    image.fill(palette.panel)
    widget.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return image


@pytest.mark.parametrize(("dark", "colour_blind"), [(True, False), (False, True)])
def test_sum_and_layer_are_as_they_were_looked_at(
    qtbot: QtBot, dark: bool, colour_blind: bool, matches_golden: Callable[[str, QImage], None]
) -> None:
    palette = palette_for(dark=dark, colour_blind=colour_blind)
    called = "dark" if dark else "light-colour-blind"
    tab, layer = SumTab(), LayerTab()
    for page, size in ((tab, (520, 470)), (layer, (520, 380))):
        qtbot.addWidget(page)
        page.resize(*size)
        page.setFont(type_font())
        dress(page, palette)
        page.show()
    tab.show_inside(Shown(SNAPSHOT, FORWARD, Focus(1, 4)))
    tab.show_pointed(Focus(1, 4, int(tab.rows.sources[2])))
    matches_golden(f"inside-rows-{called}", picture(tab.rows, palette))
    matches_golden(f"inside-terms-{called}", picture(tab.picture, palette))
    matches_golden(f"inside-function-{called}", picture(tab.curve, palette))
    tab.show_inside(Shown(SNAPSHOT, FORWARD, Focus(3, 2)))
    QApplication.processEvents()  # the table has more rows
    matches_golden(f"inside-softmax-{called}", picture(tab.steps.table, palette))
    layer.show_inside(Shown(SNAPSHOT, FORWARD, Focus(1, 4)))
    matches_golden(f"inside-layer-784-{called}", picture(layer.matrix, palette))
    layer.kinds._choose(PRODUCTS)
    layer.show_inside(Shown(SNAPSHOT, FORWARD, Focus(2, 4, 7)))
    layer.matrix.look_at(layer.matrix.look.zoomed(3.0, 150.0, 100.0))
    assert layer.matrix.numbered
    matches_golden(f"inside-layer-16-{called}", picture(layer.matrix, palette))
