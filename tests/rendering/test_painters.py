"""A painter ends with what it paints, also where that fails: Qt ends the program over one that is left open.

On Python 3.11, PySide 6.11 also reads past the end of an exception that C code raised (an index out of range,
say) and that no block of Python's saw on its way out of a paintEvent; the `with` is such a block.
"""

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

import netviz
from netviz.rendering import units

SOURCES = sorted(Path(netviz.__file__).parent.rglob("*.py"))


def opened(tree: ast.Module) -> list[ast.Call]:
    """Where painters are opened."""
    names = {"QPainter", "units.begin"}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "netviz.rendering.units":
            names |= {name.name for name in node.names if name.name == "begin"}
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in names]


def test_every_painter_is_opened_for_one_block() -> None:
    loose, seen = [], 0
    for path in SOURCES:
        text = path.read_text("utf-8")
        if "QPainter" not in text and "begin" not in text:
            continue
        tree = ast.parse(text)
        blocks = [node for node in ast.walk(tree) if isinstance(node, ast.With)]
        held = {id(item.context_expr) for block in blocks for item in block.items}
        for call in opened(tree):
            seen += 1
            if id(call) not in held and path.parts[-2:] != ("rendering", "units.py"):
                loose.append(f"{path}:{call.lineno}")
    assert seen > 40
    assert not loose


class OutOfRange(QWidget):
    place = 1

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self):
            ("one",)[self.place]


class WrongKind(QWidget):
    given: object = 3

    def paintEvent(self, event: QPaintEvent) -> None:
        with units.begin(self):
            len(self.given)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", [OutOfRange, WrongKind])
def test_a_fault_in_painting_is_told_and_the_next_picture_is_painted(
    qtbot: QtBot, kind: type[QWidget]
) -> None:
    widget = kind()
    qtbot.addWidget(widget)
    with qtbot.captureExceptions() as caught:
        widget.show()
        qtbot.waitUntil(lambda: bool(caught))
        widget.hide()
    assert caught[0][0] in (TypeError, IndexError)
    assert not widget.paintingActive()
