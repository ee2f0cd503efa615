"""Points in a plane: surfaces that live, points of one's own, noise and number, a drawn curve."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.network.forward import evaluate
from netviz.panels.points.panel import PointPanel
from netviz.panels.test.results import ResultsPage
from netviz.rendering.fonts import text_scale
from netviz.tasks.all_tasks import maker_of, task_named
from netviz.tasks.recipe import Recipe
from netviz.viewmodels.scene import Focus
from netviz.viewmodels.surface import surfaces_of
from tests.journeys.conftest import exchanged

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton


def panel_of(program: Program) -> PointPanel:
    panel = program.window.draw
    assert isinstance(panel, PointPanel)
    return panel


def at(panel: PointPanel, x: float, y: float) -> QPoint:
    return panel.field.place_of(x, y).toPoint()


def drag(
    qtbot: QtBot, panel: PointPanel, *places: tuple[float, float], button: Qt.MouseButton = LEFT
) -> None:
    qtbot.mousePress(panel.field, button, pos=at(panel, *places[0]))
    for place in places[1:]:
        qtbot.mouseMove(panel.field, at(panel, *place))
    qtbot.mouseRelease(panel.field, button, pos=at(panel, *places[-1]))


def recipe_of(program: Program) -> Recipe:
    maker = maker_of(program.task)
    assert maker is not None
    assert program.digits is not None
    return maker.read(program.digits.name.how)


def learns(qtbot: QtBot, program: Program, recipe: Recipe) -> None:
    """The trainer has these points, and so has everything that is shown."""
    qtbot.waitUntil(lambda: recipe_of(program) == recipe, timeout=10_000)
    assert program.digits is not None
    stored = program.digits.training.stored
    qtbot.waitUntil(lambda: program.trainer._session.digits.stored is stored, timeout=10_000)
    np.testing.assert_array_equal(panel_of(program)._stored, stored)


def trained(qtbot: QtBot, program: Program, more: int) -> None:
    until = program.trainer.status.step + more
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step >= until, timeout=60_000)
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=20_000)


def surfaces_follow(qtbot: QtBot, program: Program) -> None:
    """What the picture has is of the network that it shows, to the last digit."""

    def same() -> bool:
        scene, shown = program.window.canvas.scene, program.presenter.snapshot
        return scene is not None and shown is not None and scene.surfaces is not None and (
            scene.surfaces.identity == shown.identity and shown.step == program.trainer.status.step
        )  # fmt: skip

    qtbot.waitUntil(same, timeout=20_000)
    shown, scene = program.presenter.snapshot, program.window.canvas.scene
    assert shown is not None
    assert scene is not None
    assert scene.surfaces is not None
    fresh = surfaces_of(shown)
    assert fresh is not None
    np.testing.assert_array_equal(scene.surfaces.values, fresh.values)
    assert panel_of(program)._surfaces is scene.surfaces


def test_points_of_ones_own_are_learnt_from(qtbot: QtBot, seat: Seat) -> None:
    program = exchanged(qtbot, seat, "file.new.moons")
    panel = panel_of(program)
    usual = recipe_of(program)
    trained(qtbot, program, 200)
    surfaces_follow(qtbot, program)
    before, step = panel.field._surface, program.trainer.status.step
    trained(qtbot, program, 100)
    surfaces_follow(qtbot, program)
    assert panel.field._surface != before

    # A neuron that is pointed at lies behind the points.
    assert panel._behind.text() == "Behind: the answer"
    program.window.canvas.hovered.emit(Focus(1, 2))
    qtbot.waitUntil(lambda: panel._behind.text() == "Behind: neuron 1·3", timeout=5_000)
    program.window.canvas.hovered.emit(None)
    qtbot.waitUntil(lambda: panel._behind.text() == "Behind: the answer", timeout=5_000)

    # The left button paints the class that is chosen, the right one the next; the cross stays where it is.
    step, cross = program.trainer.status.step, panel.field.cross
    weights = program.trainer._session.network.parameters.copy()
    qtbot.mouseClick(panel.tools.brushes[1], LEFT)
    drag(qtbot, panel, (-1.0, 1.0), (-0.5, 1.2), (0.0, 1.4))
    own = recipe_of(program).own
    qtbot.waitUntil(lambda: len(recipe_of(program).own) == 3, timeout=10_000)
    own = recipe_of(program).own
    assert [place[2] for place in own] == [1, 1, 1]
    np.testing.assert_allclose([place[:2] for place in own], [(-1, 1), (-0.5, 1.2), (0, 1.4)], atol=0.03)
    learns(qtbot, program, usual.with_own(*own))
    assert panel.field.cross == cross
    assert program.trainer.status.step == step
    np.testing.assert_array_equal(program.trainer._session.network.parameters, weights)
    (words,) = [said for said in program.window.banner.sentences if "of your own" in said]
    assert f"from step {step:,}" in words
    assert program.digits is not None
    assert f"learns from {len(program.digits.training):,} examples: the training part of" in words
    drag(qtbot, panel, (2.0, -0.8), button=RIGHT)
    qtbot.waitUntil(lambda: len(recipe_of(program).own) == 4, timeout=10_000)
    assert recipe_of(program).own[-1][2] == 0
    qtbot.mousePress(panel.field, LEFT, Qt.KeyboardModifier.ShiftModifier, at(panel, 2.2, -0.8))
    qtbot.mouseRelease(panel.field, LEFT, Qt.KeyboardModifier.ShiftModifier, at(panel, 2.2, -0.8))
    qtbot.waitUntil(lambda: len(recipe_of(program).own) == 5, timeout=10_000)
    assert recipe_of(program).own[-1][2] == 0
    assert panel.tools.mine.text() == "Remove my 5"

    # Noise and number, by keys; while it trains, it goes on.
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "training", timeout=5_000)
    qtbot.keyClick(panel.tools.noise, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: recipe_of(program).noise == 0.11, timeout=10_000)
    qtbot.keyClick(panel.tools.count, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: recipe_of(program).count == 700, timeout=10_000)
    qtbot.waitUntil(lambda: program.trainer.status.phase == "training", timeout=5_000)
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=5_000)
    surfaces_follow(qtbot, program)
    learns(qtbot, program, recipe_of(program))

    # Undo brings back the points of before, and the network with them.
    program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: recipe_of(program).count == 1000, timeout=10_000)
    qtbot.mouseClick(panel.tools.mine, LEFT)
    qtbot.waitUntil(lambda: not recipe_of(program).own, timeout=10_000)
    assert not panel.tools.mine.isVisible()
    # None are left for the asking: too few of one's own alone.
    panel.tools.count.setValue(0)
    qtbot.waitUntil(lambda: recipe_of(program) == Recipe(0.11, 1000), timeout=10_000)


def test_a_function_is_drawn_by_hand_and_the_network_bends_to_it(qtbot: QtBot, seat: Seat) -> None:
    program = exchanged(qtbot, seat, "file.new.curve")
    panel = panel_of(program)
    trained(qtbot, program, 50)
    surfaces_follow(qtbot, program)
    assert len(panel.field._kinks) > 3
    qtbot.mouseClick(panel.tools.brushes[0], LEFT)
    roof = [(x, 1.0 - 2 * abs(x - 0.5)) for x in np.linspace(0.02, 0.98, 40).tolist()]
    drag(qtbot, panel, *roof)
    qtbot.waitUntil(lambda: recipe_of(program).count == 0, timeout=10_000)
    drawn = np.array(recipe_of(program).own)
    assert 90 <= len(drawn) <= 100
    np.testing.assert_allclose(drawn[:, 1], 1.0 - 2 * np.abs(drawn[:, 0] - 0.5), atol=0.06)
    learns(qtbot, program, recipe_of(program))
    trained(qtbot, program, 3000)
    surfaces_follow(qtbot, program)
    curve = panel.field._curve
    assert curve is not None
    inside = (curve[:, 0] > 0.05) & (curve[:, 0] < 0.95)
    away = curve[inside, 1] - (1.0 - 2 * np.abs(curve[inside, 0] - 0.5))
    assert np.sqrt((away**2).mean()) < 0.1
    # What is drawn anew takes the place of what lay there, and of nothing else.
    drag(qtbot, panel, (0.4, -0.5), (0.5, -0.5), (0.6, -0.5))
    qtbot.waitUntil(lambda: min(place[1] for place in recipe_of(program).own) < -0.4, timeout=10_000)
    own = np.array(recipe_of(program).own)
    flat = (own[:, 0] > 0.41) & (own[:, 0] < 0.59)
    np.testing.assert_allclose(own[flat, 1], -0.5, atol=0.03)
    np.testing.assert_allclose(own[own[:, 0] < 0.38], drawn[drawn[:, 0] < 0.38])


def test_a_cell_shows_its_points_and_the_nearest_is_read(qtbot: QtBot, seat: Seat) -> None:
    program = exchanged(qtbot, seat, "file.new.clouds")
    panel = panel_of(program)

    # While it trains, the mini-batch is ringed; at rest nothing is.
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: len(panel.field._ringed) > 0, timeout=20_000)
    stored = {tuple(row) for row in panel._stored.tolist()}
    assert {tuple(row) for row in panel.field._ringed.tolist()} <= stored
    qtbot.waitUntil(lambda: program.trainer.status.step >= 5, timeout=20_000)
    program.actions["training.toggle"].trigger()
    qtbot.waitUntil(lambda: not len(panel.field._ringed), timeout=20_000)

    program.rooms.open("test")
    page = program.exam.page.results
    assert isinstance(page, ResultsPage)
    assert page.points is not None
    qtbot.waitUntil(lambda: page.accuracy.value != "–", timeout=20_000)
    confusion = program.exam.reading.result.results.confusion
    label, answer = divmod(int(confusion.argmax()), 3)
    box = page.matrix._box(label, answer)
    qtbot.mouseClick(page.matrix, LEFT, pos=(box.center() * text_scale()).toPoint())
    assert page.cell == (label, answer)
    qtbot.waitUntil(page.points.isVisible, timeout=5_000)
    assert len(page.points._index) == confusion[label, answer]
    assert page.points.field._surface is not None
    index = int(page.points._index[2])
    test = program.digits.test
    qtbot.mouseClick(page.points.field, LEFT, pos=page.points.field.place_of(*test.stored[index]).toPoint())
    qtbot.waitUntil(lambda: program.paper.example().index is not None, timeout=5_000)
    shown = program.paper.example()
    np.testing.assert_allclose(shown.pixels, test.stored[index], atol=0.05)
    assert page.points.field.cross == pytest.approx(tuple(shown.pixels.tolist()))
    assert program.paper.label == label
    page.points.next.explain_clicked.emit()
    assert program.rooms.now == "explain"

    # The lines are weights where inputs may be below 0: blue is a positive one, whatever lies there.
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=20_000)
    qtbot.waitUntil(lambda: program.window.canvas.scene is not None, timeout=5_000)
    assert set(program.presenter.scene.views) == {"weight"}


def test_a_lesson_says_what_it_did_to_the_other_numbers(qtbot: QtBot, seat: Seat) -> None:
    program = exchanged(qtbot, seat, "file.new.curve")
    panel = panel_of(program)
    click = at(panel, 0.25, -1.0)
    qtbot.mouseClick(panel.field, LEFT, pos=click)
    program.rooms.open("explain")
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=20_000)
    program.story.apply()
    qtbot.waitUntil(lambda: program.trainer.status.step == 1, timeout=20_000)

    taught = program.window.story_panel._teach.taught

    def said() -> str:
        return taught.text()

    qtbot.waitUntil(lambda: f"On {len(program.digits.validation)} validation" in said(), timeout=20_000)
    then, now = said().rsplit("loss ", 1)[1].rstrip(".").split(" → ")
    assert float(then) != float(now)
    spec, parameters = program.trainer.status.config.spec, program.trainer._session.network.parameters
    after = evaluate(spec, parameters, program.digits.validation.stored, program.digits.validation.answers)
    assert float(now) == pytest.approx(after.loss, rel=0.01)


def test_a_number_may_be_missing_and_a_nought_is_one(qtbot: QtBot) -> None:
    panel = PointPanel(task_named("moons"))
    qtbot.addWidget(panel)
    panel.show()
    places: list[tuple[float, float]] = []
    panel.chosen.connect(lambda x, y: places.append((x, y)))
    x, y = panel.numbers
    for number in (x, y):
        number.setFocus()
        qtbot.keyClick(number, Qt.Key.Key_Tab)
    assert [number.text() for number in (x, y)] == ["", ""]
    assert places == []
    qtbot.keyClicks(x.lineEdit(), "0")
    qtbot.keyClick(x, Qt.Key.Key_Return)
    assert places == []  # half a point is none
    assert x.text() == "0"
    qtbot.keyClicks(y.lineEdit(), "0")
    qtbot.keyClick(y, Qt.Key.Key_Return)
    assert places == [(0.0, 0.0)]
    # An emptied one gets back what stood there, and nothing is placed.
    y.lineEdit().selectAll()
    qtbot.keyClick(y.lineEdit(), Qt.Key.Key_Delete)
    assert y.text() == ""
    qtbot.keyClick(y, Qt.Key.Key_Return)
    assert y.text() == "0"
    assert places == [(0.0, 0.0)]
    qtbot.keyClick(y, Qt.Key.Key_Up)
    assert places[-1] == pytest.approx((0.0, 0.05))
    panel.show_place(None)
    assert [number.text() for number in (x, y)] == ["", ""]
