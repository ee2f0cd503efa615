"""The one field for numbers with decimals: what is typed is taken, or it is said what is taken instead."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.kit.numbers.decimal import DecimalNumber
from netviz.panels.points.panel import PointPanel
from netviz.tasks.all_tasks import task_named


@pytest.fixture
def field(qtbot: QtBot) -> DecimalNumber:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    field = DecimalNumber("x", page)
    field.setRange(-3, 2000)
    field.setSingleStep(0.5)
    field.setValue(1.5)
    column.addWidget(field)
    column.addWidget(other := QLineEdit(page))
    other.setObjectName("other")
    page.resize(300, 160)
    page.show()
    field.page = page  # type: ignore[attr-defined]
    return field


def type_in(field: DecimalNumber, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "taken", "said"),
    [
        ("0.25", 0.25, None),
        ("0,25", 0.25, None),
        ("-.5", -0.5, None),
        ("1.234", 1.234, None),
        ("7e-1", 0.7, None),
        ("9999", 2000, "9999 is more than it can be: from -3 to 2000. 2000 is taken."),
        ("-3,5", -3, "-3,5 is less than it can be: from -3 to 2000. -3 is taken."),
        ("1,500", 1.5, "“1,500” can be read as 1.5 or as 1500. 1.5 stays."),
        ("1.5.2", 1.5, "“1.5.2” is no number. 1.5 stays."),
        ("-", 1.5, "“-” is no number. 1.5 stays."),
        ("much", 1.5, None),  # no letter but that of an exponent gets in
    ],
)
def test_what_can_not_be_is_said(field: DecimalNumber, typed: str, taken: float, said: str | None) -> None:
    heard: list[str] = []
    field.refused.connect(heard.append)
    type_in(field, typed)
    assert field.value() == pytest.approx(taken)
    assert set(heard) == ({said} if said else set())
    labels = [label.text() for label in field.window().findChildren(QLabel) if label.isVisible()]
    assert set(labels) == ({said} if said else set())


def test_what_it_writes_itself_it_reads_again(field: DecimalNumber) -> None:
    heard: list[str] = []
    field.refused.connect(heard.append)
    for value in (0.0, -0.0001, 1.5, 1.234, 100, 1500, -2.75):
        field.setValue(value)
        before = field.value()
        type_in(field, field.text())
        assert field.value() == before
    assert not heard


def test_the_wheel_turns_it_only_while_it_has_the_keys(qtbot: QtBot, field: DecimalNumber) -> None:
    def turn() -> None:
        middle = QPointF(field.rect().center())
        QApplication.sendEvent(
            field,
            QWheelEvent(
                middle,
                field.mapToGlobal(middle),
                QPoint(),
                QPoint(0, 120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            ),
        )

    field.page.findChild(QLineEdit, "other").setFocus()  # type: ignore[attr-defined]
    turn()
    assert field.value() == 1.5
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    turn()
    assert field.value() == 2.0


def test_a_point_can_be_typed(qtbot: QtBot) -> None:
    panel = PointPanel(task_named("moons"))
    qtbot.addWidget(panel)
    panel.show()
    places: list[tuple[float, float]] = []
    panel.chosen.connect(lambda x, y: places.append((x, y)))
    panel.show_place((0.0, 0.0))
    type_in(panel.numbers[0], "0,25")
    type_in(panel.numbers[1], "-0.5")
    assert places == [(0.25, 0.0), (0.25, -0.5)]
