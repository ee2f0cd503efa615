"""Every widget that paints itself takes on the theme by Qt's own event, so that none can be forgotten."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import netviz.panels
from netviz.app.program.composition import Program
from netviz.app.window.theme import Theme, qt_palette
from netviz.rendering.themed import Themed, theme_now
from netviz.viewmodels.palette import DARK, LIGHT, PALETTES, Palette
from tests.app.conftest import StartProgram


@pytest.fixture(autouse=True)
def undress(qapp: QApplication) -> Iterator[None]:
    before = qapp.palette()
    yield
    qapp.setPalette(before)


class Plain(Themed, QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = 0

    def apply_palette(self, palette: Palette) -> None:
        self.told += 1
        super().apply_palette(palette)


@pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name + "-colour-blind" * p.colour_blind)
def test_the_palette_is_known_by_qt_s(qapp: QApplication, palette: Palette) -> None:
    qapp.setPalette(qt_palette(palette))
    assert theme_now() is palette
    assert Plain()._palette is palette


def test_it_is_dressed_once_for_each_change(qapp: QApplication, qtbot: QtBot) -> None:
    qapp.setPalette(qt_palette(LIGHT))
    page = QWidget()
    qtbot.addWidget(page)
    widget = Plain(page)
    page.show()
    assert widget.told == 0
    qapp.setPalette(qt_palette(DARK))
    qtbot.waitUntil(lambda: widget._palette is DARK)
    qapp.setPalette(qt_palette(DARK))
    qtbot.wait(20)
    assert widget.told == 1


def test_all_widgets_of_the_window_change_with_the_theme(start: StartProgram, qtbot: QtBot) -> None:
    program: Program = start()
    qtbot.waitUntil(lambda: program.others is not None, timeout=20_000)
    program.window.form.open_new()
    for theme, palette in ((Theme.DARK, DARK), (Theme.LIGHT, LIGHT)):
        program.appearance.choose(theme)
        themed = [widget for widget in program.window.findChildren(QWidget) if isinstance(widget, Themed)]
        assert len({type(widget) for widget in themed}) > 25
        assert [widget for widget in themed if widget._palette is not palette] == []


def test_every_widget_that_paints_in_the_theme_s_colours_is_themed() -> None:
    found = []
    for info in pkgutil.walk_packages(netviz.panels.__path__, "netviz.panels."):
        module = importlib.import_module(info.name)
        for kind in vars(module).values():
            if inspect.isclass(kind) and kind.__module__ == module.__name__ and issubclass(kind, QWidget):
                paints = "paintEvent" in vars(kind) and "._palette" in inspect.getsource(kind)
                if paints and not issubclass(kind, Themed):
                    found.append(kind.__qualname__)
    assert found == []
