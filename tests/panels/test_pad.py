"""The pad with real mouse, pen, touch and key events."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.panels.pad import brush
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.pad.pad import Pad
from netviz.panels.pad.stroke import Stroke
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.palette import DARK, LIGHT

LINE = Stroke(((0.2, 0.5, 0.1), (0.8, 0.5, 0.1)))


@pytest.fixture
def pad(qtbot: QtBot) -> Pad:
    pad = Pad()
    qtbot.addWidget(pad)
    pad.resize(200, 200)
    pad.show()
    return pad


def drag(pad: Pad, *path: tuple[int, int], button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    first, *rest = [QPoint(*p) for p in path]
    QTest.mousePress(pad, button, Qt.KeyboardModifier.NoModifier, first)
    for position in rest:
        # QTest.mouseMove tells of no pressed button, so the move is sent as the window system would.
        _mouse_move(pad, position, button)
    QTest.mouseRelease(pad, button, Qt.KeyboardModifier.NoModifier, path and QPoint(*path[-1]))


def _mouse_move(pad: Pad, position: QPoint, button: Qt.MouseButton) -> None:
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(position),
        QPointF(pad.mapToGlobal(position)),
        Qt.MouseButton.NoButton,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(pad, event)


def pen(pad: Pad, kind: QEvent.Type, x: float, y: float, pressure: float, *, eraser: bool = False) -> None:
    device = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Eraser if eraser else QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
        1,
        1,
    )
    down = kind != QEvent.Type.TabletRelease
    event = QTabletEvent(
        kind,
        device,
        QPointF(x, y),
        QPointF(x, y),
        pressure,
        0,
        0,
        0,
        0,
        0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.NoButton if kind == QEvent.Type.TabletMove else Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton if down else Qt.MouseButton.NoButton,
    )
    QApplication.sendEvent(pad, event)
    assert event.isAccepted()


def pen_line(pad: Pad, pressure: float, *, eraser: bool = False) -> None:
    pen(pad, QEvent.Type.TabletPress, 40, 100, pressure, eraser=eraser)
    for x in range(60, 161, 20):
        pen(pad, QEvent.Type.TabletMove, x, 100, pressure, eraser=eraser)
    pen(pad, QEvent.Type.TabletRelease, 160, 100, 0.0, eraser=eraser)


def test_the_mouse_leaves_ink_where_it_went(pad: Pad, qtbot: QtBot) -> None:
    inks: list[np.ndarray] = []
    pad.ink_changed.connect(inks.append)
    with qtbot.waitSignal(pad.stroke_finished) as finished:
        drag(pad, (50, 100), (80, 100), (110, 100), (150, 100))
    assert len(inks) == 4  # at the touch, and at each move
    last = inks[-1]
    assert (last.shape, last.dtype, last.flags.writeable) == ((280, 280), np.uint8, False)
    assert last[140, 75:205].min() == 255
    assert last[100].max() == 0
    assert finished.args is not None
    stroke: Stroke = finished.args[0]
    assert pad.strokes() == (stroke,)
    assert not stroke.erase
    assert stroke.points[0] == pytest.approx((0.25, 0.5, brush.WIDTH))
    assert stroke.points[-1] == pytest.approx((0.75, 0.5, brush.WIDTH))


def test_ink_handed_out_does_not_change_afterwards(pad: Pad) -> None:
    drag(pad, (50, 60), (150, 60))
    before = pad.ink()
    copy = before.copy()
    drag(pad, (50, 140), (150, 140))
    assert np.array_equal(before, copy)
    assert pad.ink()[196, 140] == 255


def test_setting_the_strokes_gives_the_same_ink_as_drawing_them(pad: Pad, qtbot: QtBot) -> None:
    drag(pad, (50, 60), (90, 90), (120, 70), (150, 150), (60, 170))
    drag(pad, (100, 40), (100, 160), button=Qt.MouseButton.RightButton)
    drawn, strokes = pad.ink().copy(), pad.strokes()
    other = Pad()
    qtbot.addWidget(other)
    with qtbot.waitSignal(other.ink_changed):
        other.set_strokes(strokes)
    assert np.array_equal(other.ink(), drawn)
    assert other.strokes() == strokes


def test_ink_does_not_depend_on_the_size_of_the_widget(pad: Pad, qtbot: QtBot) -> None:
    drag(pad, (50, 50), (150, 150))
    small = pad.ink().copy()
    pad.set_strokes(())
    pad.resize(400, 400)
    drag(pad, (100, 100), (300, 300))
    assert np.abs(pad.ink().astype(int) - small).max() <= 1


@pytest.mark.parametrize(
    "way", ["right button", "eraser mode", "eraser end of the pen", "pen in eraser mode"]
)
def test_erasing_takes_ink_away(pad: Pad, way: str) -> None:
    pad.set_strokes((LINE,))
    assert pad.ink()[140, 140] == 255
    if way == "right button":
        drag(pad, (100, 60), (100, 140), button=Qt.MouseButton.RightButton)
    elif way == "eraser end of the pen":
        pen_line(pad, 0.5, eraser=True)
    else:
        pad.set_erasing(True)
        if way == "eraser mode":
            drag(pad, (100, 60), (100, 140))
        else:
            pen_line(pad, 0.5)
    assert pad.ink()[140, 140] == 0
    assert pad.strokes()[-1].erase


def test_a_pens_pressure_widens_the_line(pad: Pad) -> None:
    pen_line(pad, 0.1)
    thin = np.count_nonzero(pad.ink()[:, 140] > 127)
    pad.set_strokes(())
    pen_line(pad, 1.0)
    thick = np.count_nonzero(pad.ink()[:, 140] > 127)
    assert thin == pytest.approx(280 * brush.width_of(0.1), abs=1.5)
    assert thick == pytest.approx(280 * brush.width_of(1.0), abs=1.5)


def test_a_finger_draws_and_a_second_one_does_not(pad: Pad, qtbot: QtBot) -> None:
    device = QTest.createTouchDevice()
    with qtbot.waitSignal(pad.stroke_finished):
        QTest.touchEvent(pad, device).press(0, QPoint(50, 100)).commit()
        QTest.touchEvent(pad, device).move(0, QPoint(100, 100)).press(1, QPoint(100, 30)).commit()
        QTest.touchEvent(pad, device).move(0, QPoint(150, 100)).move(1, QPoint(150, 30)).commit()
        QTest.touchEvent(pad, device).release(0, QPoint(150, 100)).release(1, QPoint(150, 30)).commit()
    assert len(pad.strokes()) == 1
    assert pad.ink()[140, 80:200].min() == 255
    assert pad.ink()[42].max() == 0


def test_a_picked_digit_stands_there_until_one_draws(pad: Pad, qtbot: QtBot) -> None:
    pad.set_strokes((LINE,))
    pixels = np.zeros(784, np.uint8)
    pixels[28 * 14 : 28 * 15] = 255
    with qtbot.assertNotEmitted(pad.ink_changed):
        pad.show_pixels(pixels)
    assert pad.strokes() == ()
    assert pad.ink().max() == 0
    picture = pad.grab().toImage()
    middle = picture.pixelColor(picture.width() // 2 + 3, round(picture.height() * 14.5 / 28))
    assert middle.lightness() < 60  # beside a line of the grid
    drag(pad, (50, 40), (150, 40))
    assert len(pad.strokes()) == 1
    assert pad.ink()[56, 140] == 255
    assert pad.ink()[140].max() == 0  # neither the old line nor the picked digit


def test_taking_the_picked_digit_away_leaves_clean_paper(pad: Pad, qtbot: QtBot) -> None:
    pad.show_pixels(np.full(784, 255, np.uint8))
    with qtbot.waitSignal(pad.ink_changed):
        pad.show_pixels(None)
    assert pad.ink().max() == 0
    with qtbot.assertNotEmitted(pad.ink_changed):
        pad.show_pixels(None)


def test_delete_asks_to_clear_and_clears_nothing_itself(pad: Pad, qtbot: QtBot) -> None:
    pad.set_strokes((LINE,))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
        with qtbot.waitSignal(pad.clear_requested):
            QTest.keyClick(pad, key)
    assert pad.strokes() == (LINE,)


def test_a_press_beside_the_paper_draws_nothing(pad: Pad) -> None:
    pad.resize(300, 200)
    drag(pad, (10, 100), (100, 100))
    assert pad.strokes() == ()


def test_while_the_pointer_is_over_it_no_moves_are_put_together(pad: Pad) -> None:
    """A busy window would get the last of them alone; elsewhere that is wanted."""
    compress = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
    before = QApplication.testAttribute(compress)
    try:
        QApplication.sendEvent(pad, QEvent(QEvent.Type.Leave))
        QApplication.setAttribute(compress, True)
        here = QPointF(50, 50)
        for ended_by in (QEvent(QEvent.Type.Leave), None):
            QApplication.sendEvent(pad, QEnterEvent(here, here, here))
            QApplication.sendEvent(pad, QEnterEvent(here, here, here))
            assert not QApplication.testAttribute(compress)
            if ended_by is None:
                pad.hide()  # no Leave comes then
            else:
                QApplication.sendEvent(pad, ended_by)
            assert QApplication.testAttribute(compress)
    finally:
        QApplication.setAttribute(compress, before)


def test_hiding_ends_the_stroke(pad: Pad, qtbot: QtBot) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(50, 50))
    with qtbot.waitSignal(pad.stroke_finished):
        pad.hide()
    assert len(pad.strokes()) == 1


def test_the_mouse_is_ignored_while_the_pen_draws(pad: Pad) -> None:
    pen(pad, QEvent.Type.TabletPress, 40, 100, 0.5)
    drag(pad, (100, 20), (150, 20))
    pen(pad, QEvent.Type.TabletRelease, 160, 100, 0.0)
    assert len(pad.strokes()) == 1
    assert pad.ink()[28].max() == 0


def test_the_paper_invites_and_follows_the_theme(pad: Pad) -> None:
    empty = pad.grab().toImage()
    colours = {empty.pixel(x, y) for x in range(20, 180) for y in range(20, 180)}
    assert len(colours) > 3  # words and guide, not a blank square
    pad.apply_palette(DARK)
    assert pad.grab().toImage().pixelColor(20, 20).name().upper() == DARK.low
    pad.apply_palette(LIGHT)
    assert pad.grab().toImage().pixelColor(20, 20).name().upper() == LIGHT.low


def test_the_tools_and_the_pad_agree_on_the_eraser(qtbot: QtBot) -> None:
    panel = DrawPanel(DIGITS)
    qtbot.addWidget(panel)
    panel.resize(200, 190)
    panel.show()
    toggled: list[bool] = []
    panel.tools.erase_toggled.connect(toggled.append)
    panel.pad.set_erasing(True)
    assert toggled == []
    panel.tools.set_erasing(False)
    panel.pad.set_erasing(False)
    eraser = panel.tools.childAt(10, 10)
    assert eraser is not None
    QTest.mouseClick(eraser, Qt.MouseButton.LeftButton)
    assert toggled == [True]
    assert panel.pad.erasing()


def test_the_panel_keeps_the_paper_square_at_every_size(qtbot: QtBot) -> None:
    panel = DrawPanel(DIGITS)
    qtbot.addWidget(panel)
    for width, height in ((190, 170), (190, 300), (400, 200), (600, 600)):
        panel.resize(width, height)
        panel.show()
        assert panel.pad.width() == panel.pad.height() >= 120
        assert panel.rect().contains(panel.pad.geometry())
        assert panel.rect().contains(panel.seen.geometry())
        assert not panel.seen.geometry().intersects(panel.tools.geometry())
