"""Search by example while one draws, types and places: the nearest follow, in whatever layer one chooses."""

from __future__ import annotations

import os

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.panels.columns.form import FormPanel
from netviz.panels.columns.mail_panel import MailPanel
from netviz.panels.nearest.panel import NearestPanel
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.points.panel import PointPanel
from netviz.tasks.pictures.pictures import Pictures
from tests.journeys.conftest import THREE, draw, exchanged
from tests.training.test_nearest import by_differences

LEFT = Qt.MouseButton.LeftButton


def look(program: Program, name: str) -> None:
    """Leave a picture where somebody wants to look."""
    if "NETVIZ_LOOK" in os.environ:
        QTest.qWait(1500)
        program.window.grab().save(f"{os.environ['NETVIZ_LOOK']}-{name}.png")


def opened(qtbot: QtBot, program: Program) -> NearestPanel:
    # Without a window manager nobody else gives the window the keys.
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow, timeout=5000)
    qtbot.keyClick(program.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert program.actions["view.nearest"].isChecked()
    assert program.others is not None
    panel = program.others.nearest.panel
    qtbot.waitUntil(panel.isVisible)
    return panel


def check(qtbot: QtBot, program: Program, layer: int) -> None:
    """What stands there is nearest to what lies before the network, in the network on screen."""
    assert program.others is not None
    feed, snapshot = program.others.nearest, program.presenter.snapshot
    assert snapshot is not None
    assert program.digits is not None

    training = program.digits.training

    def there() -> bool:
        lies = program.presenter.example
        index, shown = feed.reading.result, feed.panel.cards._shown
        same = index is not None and index.layer == layer and index.snapshot.identity == snapshot.identity
        if not same or feed._key[:2] != (index, lies.id) or not shown:
            return False
        some = training.some([like.row for like in shown]) if isinstance(training, Pictures) else training
        right = by_differences(snapshot, some, layer, lies.pixels)
        rows = slice(None) if some is not training else [like.row for like in shown]
        return np.allclose([like.distance for like in shown], right[rows], atol=1e-3)

    qtbot.waitUntil(there, timeout=30_000)
    # None of those that are not shown is nearer.
    random = np.random.default_rng(0).choice(len(training), min(len(training), 3000), replace=False)
    some = training.some(random) if isinstance(training, Pictures) else training
    shown = feed.panel.cards._shown
    others = by_differences(snapshot, some, layer, program.presenter.example.pixels)
    assert (others < shown[-1].distance - 1e-3).sum() <= len(shown)
    assert others.min() >= shown[0].distance - 1e-3
    assert f"{len(training):,}" in feed.panel.note


def test_the_nearest_follow_the_hand(qtbot: QtBot, seat: Seat) -> None:
    program = seat.program
    panel = opened(qtbot, program)
    assert not program.window.curves_card.isVisible()
    check(qtbot, program, 2)
    pad = program.window.draw
    assert isinstance(pad, DrawPanel)
    draw(qtbot, pad.pad, THREE)
    check(qtbot, program, 2)
    look(program, "digits")
    # Another layer, with the mouse; a click on one of them puts it before the network.
    panel.layers.setCurrentIndex(0)
    panel.layers.activated.emit(0)
    check(qtbot, program, 0)
    first = panel.cards._shown[0]
    qtbot.mouseClick(panel.cards, LEFT, pos=QPoint(20, panel.cards.height() // 2))
    assert np.array_equal(program.presenter.example.pixels, program.digits.training.stored[first.row])
    check(qtbot, program, 0)
    assert panel.cards._shown[0].distance == 0
    # It is worked out anew when the weights have changed; the curves take the place back.
    program.actions["training.step"].trigger()
    qtbot.waitUntil(lambda: program.presenter.snapshot.step == 1)
    check(qtbot, program, 0)
    qtbot.mouseClick(pad.tools._clear, LEFT)
    qtbot.waitUntil(lambda: panel.note == "")
    assert not program.actions["view.curves"].isChecked()
    program.actions["view.curves"].trigger()
    assert program.window.curves_card.isVisible()
    assert not panel.isVisible()


@pytest.mark.long  # further kinds of input
def test_they_follow_what_is_typed_placed_and_filled_in(qtbot: QtBot, seat: Seat) -> None:
    program = exchanged(qtbot, seat, "file.new.spam")
    opened(qtbot, program)
    mail = program.window.draw
    assert isinstance(mail, MailPanel)
    mail.edit.setFocus()
    qtbot.keyClicks(mail.edit, "free money, order now!!! our credit is free")
    check(qtbot, program, len(program.presenter.snapshot.spec.sizes) - 2)
    look(program, "spam")

    program = exchanged(qtbot, seat, "file.new.moons")
    opened(qtbot, program)
    points = program.window.draw
    assert isinstance(points, PointPanel)
    qtbot.mouseClick(points.field, LEFT, pos=QPoint(60, 50))
    check(qtbot, program, len(program.presenter.snapshot.spec.sizes) - 2)
    look(program, "moons")

    program = exchanged(qtbot, seat, "file.new.penguins")
    opened(qtbot, program)
    form = program.window.draw
    assert isinstance(form, FormPanel)
    check(qtbot, program, len(program.presenter.snapshot.spec.sizes) - 2)
    look(program, "penguins")
