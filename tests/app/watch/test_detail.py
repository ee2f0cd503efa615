"""The corner of the network: zoom has a visible way back, and no button lies on a neuron."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.network.spec import NetworkSpec
from netviz.rendering.camera import Camera
from tests.app.conftest import StartProgram
from tests.app.test_program import rest

LEFT = Qt.MouseButton.LeftButton


def wheel(canvas, notches: int) -> None:
    place = QPointF(canvas.width() / 2, canvas.height() / 2)
    none = Qt.MouseButton.NoButton
    turned = QPoint(0, 120 * notches)
    event = QWheelEvent(
        place,
        place,
        QPoint(),
        turned,
        none,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def test_zoom_has_a_button_back_that_says_how_large_it_is(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    canvas, corner = program.window.canvas, program.watch.detail.corner
    for room in ("watch", "train", "explain"):
        program.rooms.open(room)
        qtbot.waitUntil(lambda: canvas.scene is not None, timeout=10_000)
        rest(qtbot, program)  # all stands where it stays: a click lands where it was aimed
        assert not corner.fit.isVisible(), room
        wheel(canvas, 3)
        qtbot.waitUntil(corner.fit.isVisible, timeout=10_000)
        rest(qtbot, program)
        assert corner.fit.text() == f"Fit · {canvas.camera.zoom * 100:.0f}\u00a0%", room
        qtbot.mouseClick(corner.fit, LEFT)
        assert canvas.camera == Camera(), room
        qtbot.waitUntil(lambda: not corner.fit.isVisible(), timeout=10_000)
        assert program.presenter.explorer.kept is None, room


SIZES = ((960, 600), (1366, 768), (1920, 1080))


@pytest.mark.parametrize("layers", [(784, 16, 16, 10), (784, 12, 12, 12, 12, 10), (784, 10)])
def test_the_corner_lies_on_no_neuron(qtbot: QtBot, again: StartProgram, layers: tuple[int, ...]) -> None:
    program = again()
    if layers != (784, 16, 16, 10):
        program.intents.reshape(NetworkSpec.dense(layers))
    seen = 0
    for size in SIZES:
        program.window.resize(*size)
        qtbot.waitUntil(lambda: laid_out(program, layers), timeout=10_000)
        rest(qtbot, program)
        seen += assert_corner_is_clear(program)
    assert seen or layers == (784, 10), "nowhere was it shown"


def laid_out(program: Program, layers: tuple[int, ...]) -> bool:
    """Whether this network is on screen, as the window is now."""
    canvas = program.window.canvas
    scene = canvas.scene
    return (
        scene is not None
        and scene.spec.sizes == layers
        and (scene.layout.width, scene.layout.height) == (canvas.wide, canvas.high)
    )


def assert_corner_is_clear(program: Program) -> bool:
    """That it lies on no neuron; whether it is shown at all."""
    corner, scene = program.watch.detail.corner, program.window.canvas.scene
    assert scene is not None
    if not corner.isVisible():
        return False
    box = corner.geometry()
    for where in scene.spec.neuron_slices[1:]:
        for (x, y), r in zip(
            scene.layout.xy[where].tolist(), scene.layout.radius[where].tolist(), strict=True
        ):
            nearest = QPoint(
                min(max(round(x), box.left()), box.right()), min(max(round(y), box.top()), box.bottom())
            )
            assert (nearest.x() - x) ** 2 + (nearest.y() - y) ** 2 >= r**2, program.window.size()
    return True


def test_one_neuron_a_layer_is_a_button(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    corner = program.watch.detail.corner
    qtbot.waitUntil(corner.single.isVisible, timeout=10_000)
    qtbot.mouseClick(corner.single, LEFT)
    assert program.live.single
    assert program.actions["view.single"].isChecked()
    program.actions["view.single"].trigger()
    assert not corner.single.isChecked()


def test_small_ink_is_said_to_be_scaled_up_and_a_dot_is_not(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    pad = program.window.draw.pad
    program.paper.clear()
    middle = QPoint(pad.width() // 2, pad.height() // 2)
    qtbot.mousePress(pad, LEFT, pos=middle)
    qtbot.mouseRelease(pad, LEFT, pos=middle)
    qtbot.waitUntil(lambda: program.paper.example().source == "pad", timeout=5000)
    assert program.paper.enlarged == 1
    qtbot.mousePress(pad, LEFT, pos=middle)
    qtbot.mouseMove(pad, middle + QPoint(0, pad.height() // 6))
    qtbot.mouseRelease(pad, LEFT, pos=middle + QPoint(0, pad.height() // 6))
    qtbot.waitUntil(lambda: program.paper.enlarged > 2, timeout=5000)
    qtbot.waitUntil(lambda: "caled up" in program.window.sentence.text, timeout=5000)


def test_the_last_step_is_shown_again(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    program.actions["view.pulses"].setChecked(True)
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=10_000)
    program.intents.step()
    qtbot.waitUntil(lambda: program.live.told_step == 1, timeout=10_000)
    qtbot.waitUntil(lambda: program.live.told_step is None, timeout=10_000)
    step = program.trainer.status.step
    program.actions["training.replay"].trigger()
    qtbot.waitUntil(lambda: program.live.told_step == 1, timeout=10_000)
    qtbot.waitUntil(program.watch.batch.sheet.isVisible, timeout=5000)
    assert program.trainer.status.step == step
