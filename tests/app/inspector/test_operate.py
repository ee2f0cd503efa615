"""Operating on the network in the real window: by buttons, keys and the wheel, and taking it back."""

import os
from itertools import cycle

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.network.connections import edge_index
from netviz.network.forward import evaluate
from netviz.panels.inspector.operate.tab import OperateTab
from netviz.rendering.units import pixels
from netviz.training.experiments.operations.single import SilenceNeuron
from netviz.training.figures import percent
from netviz.training.measure.metrics import ValidationPoint
from netviz.training.recording.reader import Recording
from netviz.viewmodels.scene import Focus
from tests.app.conftest import StartProgram
from tests.app.inspector.test_page import at
from tests.journeys.conftest import exchanged


def opened(program: Program, qtbot: QtBot, focus: Focus) -> OperateTab:
    """The tab, about this."""
    assert program.others is not None
    inside = program.others.inside
    inside.open("operate")
    program.presenter.explorer.pick(focus)
    program.presenter.touch()
    tab = inside.page.tab("operate")
    assert isinstance(tab, OperateTab)
    qtbot.waitUntil(lambda: tab.effect.outcome is not None and tab.effect.outcome.score != "")
    return tab


def trained(program: Program, qtbot: QtBot, steps: int) -> None:
    until = program.trainer.status.step + steps
    program.intents.train()
    qtbot.waitUntil(lambda: program.trainer.status.step >= until)
    program.intents.pause()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused")
    rested(program, qtbot)


def rested(program: Program, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: program.presenter.snapshot.identity == program.trainer.identity)


def parameters(program: Program) -> np.ndarray:
    return program.trainer.request_state().result(20).parameters


def measured(program: Program) -> list[ValidationPoint]:
    return program.trainer.log.validation_since(None)[1]


def score(program: Program) -> float:
    state = program.trainer.request_state().result(20)
    validation = program.digits.validation
    return evaluate(state.config.spec, state.parameters, validation.inputs(), validation.answers).accuracy


def wheel(widget: QWidget, notches: int, keys: Qt.KeyboardModifier) -> None:
    """As Qt sends it: with Alt held down the wheel goes sideways."""
    at = QPointF(widget.rect().center())
    turned = QPoint(120 * notches, 0) if keys == Qt.KeyboardModifier.AltModifier else QPoint(0, 120 * notches)
    event = QWheelEvent(
        at,
        widget.mapToGlobal(at),
        QPoint(),
        turned,
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def drag_to(widget: QWidget, here: QPoint) -> None:
    """Moved with the left button held."""
    at = QPointF(here)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(
        QEvent.Type.MouseMove, at, widget.mapToGlobal(at), Qt.MouseButton.NoButton, left, none
    )
    QApplication.sendEvent(widget, event)


def test_a_neuron_is_silenced_and_speaks_again(start: StartProgram, qtbot: QtBot) -> None:
    program = start()
    trained(program, qtbot, 400)
    tab = opened(program, qtbot, Focus(1, 4))
    before, share = parameters(program), score(program)
    assert percent(share) in tab.effect.outcome.score

    # Asked once of each run.
    QTest.mouseClick(tab.silence, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tab.question.isVisible)
    assert tab.question.about.text() == "Silence neuron 1·5:"
    np.testing.assert_array_equal(parameters(program), before)
    # Nothing else can be pressed by accident meanwhile, and it can be left undone.
    assert not any(
        button.isEnabled() for button in (tab.silence, tab.delete, tab.double, tab.turn, tab.factor.button)
    )
    QTest.mouseClick(tab.question.no, Qt.MouseButton.LeftButton)
    assert not tab.question.isVisible()
    assert tab.silence.isEnabled()
    QTest.mouseClick(tab.silence, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tab.question.isVisible)
    QTest.mouseClick(tab.question.this, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.effect.outcome.done)
    assert not tab.question.isVisible()
    spec = program.trainer.status.config.spec
    after = parameters(program)
    np.testing.assert_array_equal(after, SilenceNeuron(1, 4).applied(spec, before))
    outcome, now = tab.effect.outcome, score(program)
    assert outcome.score == f"Accuracy {percent(share)} → {percent(now)}"
    n = len(program.digits.validation)
    assert len(outcome.mended) - len(outcome.broke) == round((now - share) * n)
    assert outcome.broke
    assert f"Silence neuron 1·5: of {n:,} validation digits {len(outcome.broke)} broke" in tab.effect.words
    assert "silence neuron 1·5" in program.back.undo_words
    rested(program, qtbot)
    assert program.trainer.log.changes.all[-1].words == "Silence neuron 1·5"

    # One that broke, before the network.
    cases = tab.turned.cases
    qtbot.waitUntil(cases.isVisible)
    row = min(outcome.broke, key=lambda case: (case.label, case.row)).row
    box = next(box for box, case in cases._places() if case.row == row)
    QTest.mouseClick(cases, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    qtbot.waitUntil(lambda: program.presenter.example.name == f"validation digit {row + 1:,}")
    program.actions["edit.undo"].trigger()

    # Undo: as if it had never been; and again.
    program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: not tab.effect.outcome.done)
    np.testing.assert_array_equal(parameters(program), before)
    assert not [change for change in program.trainer.log.changes.all if change.kind == "operated"]
    # Nor was what was measured meanwhile: the curves have no needle there.
    step = program.trainer.status.step
    qtbot.waitUntil(lambda: step in [point.step for point in measured(program)])
    there = [point.accuracy for point in measured(program) if point.step == step]
    assert there == [pytest.approx(share)] * len(there)
    program.actions["edit.redo"].trigger()
    qtbot.waitUntil(lambda: program.trainer.log.changes.n_operated == 1)
    np.testing.assert_array_equal(parameters(program), after)

    # What was trained since goes with it, and comes back with it.
    trained(program, qtbot, 30)
    later = parameters(program)
    program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: np.array_equal(parameters(program), before))
    qtbot.waitUntil(lambda: program.trainer.log.changes.n_operated == 0)
    rested(program, qtbot)
    program.actions["edit.redo"].trigger()
    qtbot.waitUntil(lambda: np.array_equal(parameters(program), later))
    assert program.trainer.log.changes.n_operated == 1

    # Training has let it speak again; silent once more and deleted, it is missed by nobody.
    QTest.mouseClick(tab.silence, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.trainer.log.changes.n_operated == 2)
    rested(program, qtbot)
    QTest.mouseClick(tab.delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.trainer.status.config.spec.sizes[1] == spec.sizes[1] - 1)
    qtbot.waitUntil(lambda: "Delete neuron 1·5" in tab.effect.words)
    assert not tab.effect.outcome.broke
    rested(program, qtbot)
    program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.config.spec.sizes == spec.sizes)
    assert program.intents.config.spec.sizes == spec.sizes


def test_a_weight_is_typed_and_turned_and_nothing_by_accident(start: StartProgram, qtbot: QtBot) -> None:
    program = start()
    rested(program, qtbot)
    tab = opened(program, qtbot, Focus(2, 4, source=3))
    spec = program.trainer.status.config.spec
    edge = edge_index(spec, 2, 3, 4)
    qtbot.waitUntil(lambda: [field.isVisible() for field in tab.figures.fields].count(True) == 2)
    field = tab.figures.fields[0]
    before = parameters(program)
    assert field.value() == pytest.approx(before[edge], abs=1e-4)

    # A run without a step has nothing to be asked about.
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "1.5")
    assert parameters(program)[edge] == before[edge]
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: parameters(program)[edge] == np.float32(1.5))
    qtbot.waitUntil(lambda: "to 1.5" in tab.effect.words)
    rested(program, qtbot)

    # The wheel over its line; with the keys elsewhere only with Alt.
    tab.silence.setFocus()
    wheel(field, 1, Qt.KeyboardModifier.NoModifier)
    QTest.qWait(50)
    assert parameters(program)[edge] == np.float32(1.5)
    wheel(field, 2, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: parameters(program)[edge] == np.float32(1.6))

    # On the canvas: the wheel alone zooms, with Alt it turns the kept edge.
    canvas = program.window.canvas
    camera = canvas.camera
    surface = canvas.childAt(canvas.rect().center()) or canvas
    rested(program, qtbot)
    for _ in range(3):
        wheel(surface, -1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: parameters(program)[edge] == np.float32(1.45))
    assert canvas.camera == camera
    wheel(surface, 1, Qt.KeyboardModifier.NoModifier)
    assert canvas.camera != camera
    assert parameters(program)[edge] == np.float32(1.45)

    # Dragged: pressed on its line and moved up, 30 points for a quarter; elsewhere the page moves.
    rested(program, qtbot)
    canvas.fit()
    qtbot.waitUntil(lambda: not program.clock.ticking)
    camera = canvas.camera
    here = (at(program, Focus(2, 4)) + at(program, Focus(1, 3))) / 2

    def over_it() -> bool:
        QTest.mouseMove(canvas, here + QPoint(0, next(wiggle)))
        return program.presenter.explorer.hovered == Focus(2, 4, source=3)

    wiggle = cycle((0, 1))
    qtbot.waitUntil(over_it)
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, pos=here)
    for up in (3, 12, 31):
        drag_to(surface, here - QPoint(0, pixels(up)))
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, pos=here - QPoint(0, pixels(31)))
    qtbot.waitUntil(lambda: parameters(program)[edge] == np.float32(1.7))
    assert canvas.camera == camera
    assert program.presenter.explorer.kept == Focus(2, 4, source=3)

    # All of it is one thing to take back: the same weight, set again and again.
    qtbot.waitUntil(lambda: "to 1.7" in program.back.undo_words)
    assert program.trainer.log.changes.n_operated == 1
    program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: parameters(program)[edge] == before[edge])
    np.testing.assert_array_equal(parameters(program), before)


def test_a_new_run_leaves_the_other_as_it_was_and_training_goes_on(start: StartProgram, qtbot: QtBot) -> None:
    program = start()
    trained(program, qtbot, 60)
    tab = opened(program, qtbot, Focus(1, 4))
    before, run = parameters(program), program.trainer.log
    qtbot.waitUntil(lambda: program.recordings.file is not None)
    file = program.recordings.file
    QTest.mouseClick(tab.experiments["biases"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(tab.question.isVisible)
    QTest.keyClick(tab.question.new, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: tab.effect.outcome.done)
    assert program.trainer.log is not run
    assert not run.changes.n_operated
    assert program.trainer.log.changes.n_operated == 1
    after = parameters(program)
    n = program.trainer.status.config.spec.n_edges
    np.testing.assert_array_equal(after[:n], before[:n])
    assert not after[n:].any()
    assert "no biases" not in tab.effect.words
    trained(program, qtbot, 20)
    qtbot.waitUntil(lambda: program.recordings.file not in (None, file))
    qtbot.waitUntil(lambda: "Trained on since" in tab.effect.words)

    # While it trains: between two steps.
    program.intents.train()
    at = program.trainer.status.step
    QTest.mouseClick(tab.layers.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.trainer.log.changes.n_operated == 2)
    qtbot.waitUntil(lambda: program.trainer.status.step > at + 20)
    assert program.trainer.status.phase == "training"
    program.intents.pause()


@pytest.mark.long
def test_every_task_has_it(seat: Seat, qtbot: QtBot) -> None:
    """A neuron silenced, an edge and an output multiplied, a layer silent: before → after, and back again."""
    for task in ("digits", "spam", "penguins", "moons", "curve"):
        program = seat.program if task == "digits" else exchanged(qtbot, seat, f"file.new.{task}")
        last = len(program.intents.config.spec.sizes) - 1
        tab = opened(program, qtbot, Focus(last - 1, 0))
        for focus, button in (
            (Focus(last - 1, 0), tab.silence),
            (Focus(last, 0, source=1), tab.factor.button),
            (Focus(last, 0), tab.turn),
            (Focus(last - 1, 0), tab.experiments["silent"]),
        ):
            before = parameters(program)
            program.presenter.explorer.pick(focus)
            program.presenter.touch()
            qtbot.waitUntil(lambda tab=tab, focus=focus: tab._shown.focus == focus)
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda tab=tab: tab.effect.outcome.done)
            says_what_it_did(program, tab)
            if os.environ.get("NETVIZ_SHOTS"):
                QTest.qWait(500)
                name = f"operate-{task}-{focus.column}-{focus.source}-{button.text()}.png"
                program.window.grab().save(f"{os.environ['NETVIZ_SHOTS']}/{name}")
            assert not np.array_equal(parameters(program), before)
            QTest.mouseClick(tab.effect.undo, Qt.MouseButton.LeftButton)
            qtbot.waitUntil(lambda tab=tab: not tab.effect.outcome.done)
            np.testing.assert_array_equal(parameters(program), before)
            rested(program, qtbot)


def says_what_it_did(program: Program, tab: OperateTab) -> None:
    outcome = tab.effect.outcome
    assert outcome is not None
    assert "→" in outcome.score
    if program.task.answer.kind != "classes":
        assert "the validation loss went from" in outcome.words
        assert not outcome.broke
        return
    assert outcome.score.endswith(percent(score(program)))
    was, now = (
        float(part.split("\u00a0")[0]) for part in outcome.score.removeprefix("Accuracy ").split(" → ")
    )
    n = len(program.digits.validation)
    gained = 100 * (len(outcome.mended) - len(outcome.broke)) / n
    assert gained == pytest.approx(now - was, abs=0.11)


@pytest.mark.long
def test_labels_are_shuffled_in_a_new_run_and_right_again(start: StartProgram, qtbot: QtBot) -> None:
    program = start()
    right = program.digits
    tab = opened(program, qtbot, Focus(1, 4))
    assert tab.labels.text() == "Labels shuffled"
    QTest.mouseClick(tab.labels, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.labels.text() == "Labels right again")
    qtbot.waitUntil(lambda: program.trainer._session.digits is program.digits.training)
    assert program.digits.training.stored is right.training.stored
    assert program.digits.validation is right.validation
    trained(program, qtbot, 300)
    qtbot.waitUntil(lambda: "Measured with shuffled labels" in tab.effect.outcome.measured)
    assert score(program) < 0.3
    with_file = program.recordings.recorder.flush().result(20)
    with Recording(with_file) as recording:
        assert recording.info.data.unshuffled.same(right.name)
    QTest.mouseClick(tab.labels, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: tab.labels.text() == "Labels shuffled")
    assert program.digits is right
    assert program.trainer.status.step == 0
