"""The loss landscape in the window: opened, followed, zoomed, gone through; its numbers are plain NumPy's."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.panels.landscape.choices import DIRECTIONS
from netviz.panels.landscape.page import MAP, SURFACE, LandscapePage
from netviz.panels.landscape.shown import Shown
from netviz.rendering.landscape.words import slice_of
from netviz.training.landscape.directions import RANDOM, RUN, STEPS, WEIGHTS
from netviz.training.recording.reader import Recording
from tests.app.conftest import Answers, StartProgram
from tests.training.landscape.point import plain_loss


def page_of(program: Program) -> LandscapePage:
    return program.training.landscape.page


def shown(program: Program) -> Shown:
    found = page_of(program).shown
    assert found is not None
    return found


def is_there(program: Program, kind: str) -> bool:
    found = page_of(program).shown
    return found is not None and not found.rough and found.landscape.plane.kind == kind


def choose(program: Program, kind: str) -> None:
    """As a person does: the keys go down the list."""
    box = page_of(program).choices.kind
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(list(DIRECTIONS).index(kind)):
        QTest.keyClick(box, Qt.Key.Key_Down)


def wheel(view: QWidget, notches: int, at: QPointF) -> None:
    event = QWheelEvent(
        at,
        QPointF(view.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def equals_plain_numbers(program: Program) -> None:
    """A point of the grid, the path, and the ball with its distance and loss, worked out in float64."""
    landscape = shown(program).landscape
    plane, grid = landscape.plane, landscape.grid
    directions = plane.directions.astype(np.float64)
    for i, j in ((0, 3), (len(grid.alphas) // 2, len(grid.betas) - 1)):
        there = plane.origin + grid.alphas[i] * directions[0] + grid.betas[j] * directions[1]
        assert grid.loss[i, j] == pytest.approx(plain_loss(plane.spec, there, landscape.sample), rel=1e-4)
    ball, snapshot = page_of(program).map.ball, program.presenter.snapshot
    assert ball is not None
    assert snapshot is not None
    assert ball.step == snapshot.step
    away = snapshot.parameters.astype(np.float64) - plane.origin
    (alpha, beta), *_ = np.linalg.lstsq(directions.T, away, rcond=None)
    assert (ball.alpha, ball.beta) == pytest.approx((alpha, beta), abs=1e-5)
    off = np.linalg.norm(away - alpha * directions[0] - beta * directions[1])
    assert ball.distance == pytest.approx(off, abs=1e-5)
    assert ball.loss == pytest.approx(
        plain_loss(plane.spec, snapshot.parameters.astype(np.float64), landscape.sample), rel=1e-4
    )


def test_it_is_opened_followed_changed_zoomed_gone_through_and_saved(
    start: StartProgram, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    # Without a window manager nobody else gives the window the keys.
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    program.rooms.open("train")
    QTest.mouseClick(program.training.card.landscape, Qt.MouseButton.LeftButton)
    page = page_of(program)
    assert page.isVisible()
    assert not program.window.canvas.isVisible()
    page.choices.examples.setCurrentIndex(0)
    page.choices.examples.activated.emit(0)
    # Nothing is trained yet: there is no way to look along, and it says so.
    qtbot.waitUntil(lambda: is_there(program, RANDOM))
    assert "not moved yet" in page.note.words
    # It follows a training: the same page, along the run now, and the ball moves.
    QTest.keyClick(page.map, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.presenter.training)
    qtbot.waitUntil(lambda: page.shown is not None and page.shown.landscape.plane.kind == RUN)
    followed = shown(program).landscape
    qtbot.waitUntil(lambda: shown(program).landscape.path_steps[-1] > followed.path_steps[-1])
    places = {page.map.ball}
    qtbot.waitUntil(lambda: len(places) > 3 or places.add(page.map.ball))
    # Its step is soon another than was said, so none is said beside the one on the timeline.
    assert "the ball is the network as it trains" in page.of_ball.text()
    QTest.keyClick(page.map, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not program.presenter.training)
    newest = program.trainer.status.step
    qtbot.waitUntil(lambda: is_there(program, RUN) and shown(program).landscape.path_steps[-1] == newest)
    qtbot.waitUntil(lambda: page.map.ball is not None and page.map.ball.loss is not None)
    equals_plain_numbers(program)
    assert f"step {newest:,}" in page.of_ball.text()
    n = program.intents.config.spec.n_parameters
    assert page.slice.words.startswith(f"{n:,} dimensions")

    # The wheel zooms around the pointer, and what is seen is worked out anew.
    frame, at = page.map.frame, QPointF(page.map.width() * 0.4, page.map.height() * 0.3)
    assert frame is not None
    assert page.map.place is not None
    before = page.map.place.at(at)
    wheel(page.map, 3, at)
    assert page.map.place.at(at) == pytest.approx(before)
    zoomed = page.map.frame
    assert zoomed is not None
    assert zoomed.alphas[1] - zoomed.alphas[0] == pytest.approx((frame.alphas[1] - frame.alphas[0]) / 1.25**3)
    qtbot.waitUntil(lambda: shown(program).landscape.grid.alphas[0] == pytest.approx(zoomed.alphas[0]))
    qtbot.waitUntil(lambda: is_there(program, RUN))
    QTest.keyClick(page.map, Qt.Key.Key_Right)
    assert page.map.frame is not None
    assert page.map.frame.alphas[0] > zoomed.alphas[0]
    QTest.mousePress(page.map, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    far = QPoint(page.map.width() - 20, 200)
    QTest.mouseMove(page.map, far)
    QTest.mouseRelease(page.map, Qt.MouseButton.LeftButton, pos=far)
    assert page.map.frame.alphas[0] < zoomed.alphas[0]
    # Also from the surface, which is that of the same part.
    QTest.mouseClick(page.as_.button(SURFACE), Qt.MouseButton.LeftButton)
    assert page.view is page.surface
    QTest.mouseClick(page.everything, Qt.MouseButton.LeftButton)
    assert page.map.frame == frame
    assert not page.everything.isEnabled(), "all is seen"
    QTest.keyClick(page.surface, Qt.Key.Key_Right)
    QTest.mouseClick(page.everything, Qt.MouseButton.LeftButton)
    assert not page.surface.elsewhere
    QTest.mouseClick(page.as_.button(MAP), Qt.MouseButton.LeftButton)

    # The timeline moves the ball.
    program.window.canvas.setFocus()
    program.actions["time.first"].trigger()
    qtbot.waitUntil(lambda: page.map.ball is not None and page.map.ball.step == 0)
    qtbot.waitUntil(lambda: is_there(program, RUN))
    qtbot.waitUntil(lambda: page.map.ball is not None and page.map.ball.loss is not None)
    equals_plain_numbers(program)
    program.actions["time.live"].trigger()

    # Other directions.
    for kind in (WEIGHTS, STEPS):
        choose(program, kind)
        qtbot.waitUntil(lambda kind=kind: is_there(program, kind))
        words = slice_of(shown(program).landscape)
        assert ("each of the two weights has changed" in words) == (kind == WEIGHTS)
        assert ("all weights and biases together" in words) == (kind != WEIGHTS)
    assert shown(program).asked.steps == (0, pytest.approx(newest / 2, abs=newest / 2), newest)
    qtbot.waitUntil(lambda: page.map.ball is not None and page.map.ball.loss is not None)
    equals_plain_numbers(program)

    # As a surface it is turned by hand and by keys, with the same losses and the same ball.
    QTest.mouseClick(page.as_.button(SURFACE), Qt.MouseButton.LeftButton)
    view, here = page.surface, QPoint(300, 200)
    assert view.isVisible()
    assert (view.shown, view.ball) == (page.map.shown, page.map.ball)
    first = view.eye
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=here)
    QTest.mouseMove(view, here + QPoint(80, 30))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=here + QPoint(80, 30))
    dragged = view.eye
    assert dragged.turn != first.turn
    assert dragged.tilt > first.tilt
    wheel(view, 2, QPointF(here))
    assert view.eye.zoom == pytest.approx(1.25**2)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Minus)
    assert view.eye.turn != dragged.turn
    assert view.eye.zoom == pytest.approx(1.25)
    QTest.keyClick(view, Qt.Key.Key_0)
    assert view.eye == first
    save_and_read(program, qtbot, answers, tmp_path)
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert program.training.side.isVisible()
    assert not page.isVisible()


def save_and_read(program: Program, qtbot: QtBot, answers: Answers, folder: Path) -> None:
    """File > Save picture saves the landscape where that is seen: the map, the surface, and its numbers."""
    assert program.later is not None
    program.later.landscape.dialogs = answers  # type: ignore[assignment]
    page, palette = page_of(program), program.appearance.palette
    for name, view in (("surface.png", SURFACE), ("map.png", MAP), ("map.svg", MAP), ("map.npz", MAP)):
        if page.as_.now != view:
            QTest.mouseClick(page.as_.button(view), Qt.MouseButton.LeftButton)
        answers.to_save = folder / name
        program.actions["file.save_picture"].trigger()
        qtbot.waitUntil(lambda name=name: any(name in words for words in program.window.banner.sentences))
    pictures = [QImage(str(folder / name)) for name in ("surface.png", "map.png")]
    assert {(picture.width(), picture.height()) for picture in pictures} == {(1600, 1000)}
    # The map fills its picture; around a surface there is paper.
    papers = [picture.pixelColor(200, 800) == QColor(palette.page) for picture in pictures]
    assert papers == [True, False]
    assert b"<svg" in (folder / "map.svg").read_bytes()
    landscape = shown(program).landscape
    with np.load(folder / "map.npz") as arrays:
        np.testing.assert_array_equal(arrays["loss"], landscape.grid.loss)
        np.testing.assert_array_equal(arrays["path"], landscape.path)
        np.testing.assert_array_equal(arrays["directions"], landscape.plane.directions)


@pytest.mark.long  # an animated picture of that size takes its time
def test_the_ball_on_its_way_is_filmed(
    start: StartProgram, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    for step in range(1, 5):
        program.intents.step()
        qtbot.waitUntil(lambda step=step: program.trainer.status.step == step)
    program.rooms.open("train")
    program.training.look_around()
    qtbot.waitUntil(lambda: is_there(program, RUN))
    assert program.later is not None
    program.later.landscape.dialogs = answers  # type: ignore[assignment]
    answers.to_save = tmp_path / "ball.webp"
    program.actions["file.save_picture"].trigger()
    qtbot.waitUntil(lambda: any("ball.webp: " in words for words in program.window.banner.sentences))
    with Image.open(tmp_path / "ball.webp") as film:
        assert film.size == (1366, 768)
        assert film.n_frames == len(shown(program).landscape.path_steps)


@pytest.mark.long  # a second window; the paths themselves are held in tests/training/landscape
def test_another_run_of_this_shape_is_laid_beside_it_and_taken_away(
    start: StartProgram, qtbot: QtBot
) -> None:
    program = start()
    # Without a window manager nobody else gives the window the keys.
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    for _ in range(2):
        for step in range(1, 4):
            program.intents.step()
            qtbot.waitUntil(lambda step=step: program.trainer.status.step == step)
        qtbot.waitUntil(lambda: program.recordings.file is not None)
        program.recordings.written()
        first = program.recordings.file
        program.actions["training.reset"].trigger()
        qtbot.waitUntil(lambda: program.trainer.status.step == 0)
    program.intents.step()
    qtbot.waitUntil(lambda: program.trainer.status.step == 1)
    QTest.keyClick(program.window.canvas, Qt.Key.Key_G)  # the key opens it from any room
    page = page_of(program)
    qtbot.waitUntil(page.isVisible)
    qtbot.waitUntil(lambda: page.beside.box.count() > 1)
    page.beside.box.setFocus()
    QTest.keyClick(page.beside.box, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.shown is not None and len(shown(program).trails) == 1)
    trail, landscape = shown(program).trails[0], shown(program).landscape
    assert first is not None
    with Recording(trail.path) as recording:
        at, network = recording.nearest(int(trail.steps[-1]))
        assert at == trail.steps[-1]
    directions = landscape.plane.directions.astype(np.float64)
    away = network.parameters.astype(np.float64) - landscape.plane.origin
    found, *_ = np.linalg.lstsq(directions.T, away, rcond=None)
    assert trail.points[-1] == pytest.approx(found, abs=1e-4)
    off = np.linalg.norm(away - found @ directions)
    assert trail.distance[-1] == pytest.approx(off, abs=1e-4)
    assert page.what.text().endswith("along the paths of these runs")
    QTest.mouseClick(page.beside.rows[0].cross, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not shown(program).trails)
    QTest.keyClick(page.map, Qt.Key.Key_G)
    assert not page.isVisible()
