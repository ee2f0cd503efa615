"""The one field for whole numbers: what is typed is taken, or it is said what is taken instead."""

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import netviz
from netviz.panels.kit.numbers.whole import WholeNumber


@pytest.fixture
def field(qtbot: QtBot) -> WholeNumber:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    field = WholeNumber("Steps", page, unit="MB")
    field.setRange(16, 5000)
    field.setValue(1200)
    column.addWidget(field)
    column.addWidget(other := QLineEdit(page))
    other.setObjectName("other")
    page.resize(300, 160)
    page.show()
    field.page = page  # type: ignore[attr-defined]
    return field


def type_in(field: WholeNumber, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_it_has_groups_a_unit_and_air(field: WholeNumber) -> None:
    assert field.text() == "1,200 MB"
    assert field.lineEdit().textMargins().left() >= 6


@pytest.mark.parametrize(
    ("typed", "taken", "said"),
    [
        ("99999", 5000, "99,999 is more than it can be: from 16 to 5,000 MB. 5,000 is taken."),
        ("3", 16, "3 is less than it can be: from 16 to 5,000 MB. 16 is taken."),
        ("2500", 2500, None),
        ("4,000", 4000, None),
        ("4 000", 4000, None),
        ("1.500", 1500, None),  # one and a half is no whole number
        ("1.000", 1200, "“1.000” can be read as 1 or as 1000. 1,200 MB stays."),
        ("2.5", 1200, "“2.5” is no whole number. 1,200 MB stays."),
        ("2,5", 1200, "“2,5” is no whole number. 1,200 MB stays."),
        ("0,05", 1200, "“0,05” is no whole number. 1,200 MB stays."),
        ("12,34", 1200, "“12,34” is no whole number. 1,200 MB stays."),
    ],
)
def test_what_can_not_be_is_said_with_the_range(
    field: WholeNumber, typed: str, taken: int, said: str | None
) -> None:
    heard: list[str] = []
    field.refused.connect(heard.append)
    type_in(field, typed)
    assert field.value() == taken
    assert set(heard) == ({said} if said else set())
    window = field.window()
    seen = [label.text() for label in window.findChildren(QLabel) if label.property("role") == "told"]
    assert set(seen) == set(heard)


def test_the_wheel_turns_it_only_while_it_has_the_keys(field: WholeNumber, qtbot: QtBot) -> None:
    def turn() -> None:
        middle = QPointF(field.rect().center())
        event = QWheelEvent(
            middle,
            field.mapToGlobal(middle),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(field, event)

    field.page.findChild(QLineEdit, "other").setFocus()  # type: ignore[attr-defined]
    turn()
    assert field.value() == 1200
    assert not field.hasFocus()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    turn()
    assert field.value() == 1201


def test_there_is_no_other_field_with_arrows() -> None:
    """One kind of field for whole numbers in the whole program, and one for those with decimals."""
    found = []
    for path in Path(netviz.__file__).parent.rglob("*.py"):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "SpinBox" in text else ():
            uses = (
                [node.func]
                if isinstance(node, ast.Call)
                else node.bases
                if isinstance(node, ast.ClassDef)
                else []
            )
            if any(isinstance(use, ast.Name) and use.id in ("QSpinBox", "QDoubleSpinBox") for use in uses):
                found.append(path.name)
    assert sorted(found) == ["decimal.py", "whole.py"]
