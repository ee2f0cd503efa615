"""Going through the run: every picture and number shows the chosen step, while training goes on or after."""

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.network.spec import NetworkSpec
from netviz.panels.settings.words import arrows
from netviz.panels.watch.curves import Curves
from netviz.training.recording.present_run import PresentRun
from netviz.training.recording.reader import Recording
from netviz.training.session import Session, SessionState
from netviz.training.trainer.commands import Reshape
from tests.app.conftest import Answers, StartProgram
from tests.app.test_program import parameters, rest, shown_step, train_some_steps


def recorded(qtbot: QtBot, program: Program) -> Path:
    """Wait until the recording is up to the step where training rests, and known to the window."""
    step = program.trainer.status.step

    def known() -> bool:
        held = program.time.held
        return held is not None and len(held.steps) > 0 and int(held.steps[-1]) == step

    program.time.look_again()
    qtbot.waitUntil(known, timeout=10_000)
    assert program.recordings.file is not None
    return program.recordings.file


def trained(qtbot: QtBot, start: StartProgram, steps: int = 300) -> Program:
    program = start()
    train_some_steps(qtbot, program, steps)
    recorded(qtbot, program)
    return program


def truth(program: Program, step: int) -> np.ndarray:
    """The parameters after `step` steps of the program's run, by training from the beginning."""
    assert program.digits is not None
    session = Session(program.trainer.status.config, program.digits.training)
    for _ in range(step):
        session.step()
    return session.network.parameters.copy()


def shows_exactly(qtbot: QtBot, program: Program, step: int) -> None:
    """Wait until the step is on screen, as it was to the last bit."""
    wanted = truth(program, step)
    qtbot.waitUntil(
        lambda: shown_step(program) == step and np.array_equal(parameters(program), wanted), timeout=10_000
    )


def shows_exactly_of(qtbot: QtBot, program: Program, step: int, spec: NetworkSpec) -> None:
    """The same for a step at which the network had this shape."""
    assert program.digits is not None
    session = Session(replace(program.trainer.status.config, spec=spec), program.digits.training)
    for _ in range(step):
        session.step()
    wanted = session.network.parameters
    qtbot.waitUntil(lambda: np.array_equal(parameters(program), wanted), timeout=10_000)
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=5000)
    scene = program.presenter.scene
    assert scene is not None
    assert scene.layout.spec.sizes == spec.sizes
    assert program.window.form._layers.text() == arrows(spec.sizes)
    assert f"{spec.n_parameters:,} parameters" in program.window.form._kind.toolTip()


def test_any_step_is_shown_everywhere_and_exactly(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    last = shown_step(program)
    program.time.go_to(77)
    shows_exactly(qtbot, program, 77)
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=5000)
    scene = program.presenter.scene
    assert scene is not None
    assert scene.weights.tobytes() == parameters(program)[: scene.n_edges].tobytes()
    assert program.window.timeline.readout.accessibleName() == f"step 77 of {last:,} · epoch 1"
    assert not program.window.timeline.live.live
    assert program.trainer.status.step == last
    program.actions["time.live"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == last, timeout=5000)
    assert not program.time.travelling
    qtbot.waitUntil(lambda: program.window.timeline.live.live, timeout=5000)


def test_the_nearest_kept_step_comes_first_with_its_own_number(
    qtbot: QtBot, again: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netviz.app.run.past.time_travel.CHEAP", -1.0)
    program = trained(qtbot, again)
    held = program.time.held
    assert held is not None
    wanted = next(s for s in range(100, 300) if s not in held.steps and s + 1 not in held.steps)
    program.time.go_to(wanted)
    qtbot.waitUntil(lambda: program.presenter.playback.travelling, timeout=5000)
    shown = shown_step(program)
    assert shown != wanted
    assert shown in held.steps
    assert abs(shown - wanted) == np.abs(held.steps - wanted).min()
    words = program.window.timeline.readout.accessibleName()
    assert words == f"step {shown:,} near {wanted:,} · epoch 1"
    np.testing.assert_allclose(parameters(program), truth(program, shown), rtol=2e-5, atol=1e-7)
    # What would take long is worked out when it is asked for.
    qtbot.wait(400)
    assert shown_step(program) == shown
    QTest.mouseClick(program.window.timeline.readout, Qt.MouseButton.LeftButton)
    shows_exactly(qtbot, program, wanted)


def test_training_goes_on_behind_a_step_that_is_past(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again, 200)
    program.intents.train()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "training")
    qtbot.waitUntil(lambda: program.presenter.training, timeout=5000)
    at = program.trainer.status.step
    program.time.go_to(50)
    qtbot.waitUntil(lambda: program.presenter.playback.travelling, timeout=5000)
    qtbot.waitUntil(lambda: program.trainer.status.step > at + 300, timeout=20_000)
    assert abs(shown_step(program) - 50) < 20
    program.time.go_live()
    qtbot.waitUntil(lambda: shown_step(program) > at + 300, timeout=5000)
    program.intents.pause()
    rest(qtbot, program)


def test_who_trains_or_makes_a_step_sees_the_newest(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    last = shown_step(program)
    program.time.go_to(20)
    qtbot.waitUntil(lambda: program.presenter.playback.travelling, timeout=5000)
    program.intents.step()
    qtbot.waitUntil(lambda: shown_step(program) == last + 1, timeout=5000)
    program.time.go_to(20)
    qtbot.waitUntil(lambda: program.presenter.playback.travelling, timeout=5000)
    train_some_steps(qtbot, program, 10)
    assert not program.time.travelling
    program.time.go_to(20)
    qtbot.waitUntil(lambda: program.presenter.playback.travelling, timeout=5000)
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == 0, timeout=5000)
    assert not program.time.travelling


@pytest.mark.parametrize("direction", [1, -1])
def test_playing_shows_one_step_after_another(qtbot: QtBot, again: StartProgram, direction: int) -> None:
    program = trained(qtbot, again)
    last = shown_step(program)
    steps: list[int] = []
    program.time.moved.connect(lambda: steps.append(shown_step(program)))
    program.window.timeline.speed_chosen.emit(300.0)
    (program.window.timeline.forth if direction > 0 else program.window.timeline.back).click()
    qtbot.waitUntil(
        lambda: program.window.timeline.track.value() in (0, last) and len(steps) > 5, timeout=20_000
    )
    qtbot.waitUntil(lambda: shown_step(program) == (last if direction > 0 else 0), timeout=10_000)
    between = [step for step in steps if 0 < step < last]
    assert between == sorted(between, reverse=direction < 0)
    assert len(set(between)) > 3
    # The newest step is read from the recording too; live is what comes after it.
    qtbot.waitUntil(lambda: program.time.travelling == (direction < 0), timeout=10_000)
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=5000)


def test_while_it_plays_all_numbers_are_of_the_step_on_screen(
    qtbot: QtBot, again: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = trained(qtbot, again)
    qtbot.waitUntil(lambda: program.window.findChild(Curves) is not None, timeout=10_000)
    curves, readout = program.window.findChild(Curves), program.window.timeline.readout
    drawn: list[int] = []
    resolved = program.presenter._resolve

    def resolve(shown, *more):
        drawn.append(shown.step)
        return resolved(shown, *more)

    monkeypatch.setattr(program.presenter, "_resolve", resolve)
    told: list[tuple[int, str, int]] = []

    def look() -> None:
        if drawn:
            told.append((drawn[-1], readout.accessibleName(), curves._step))

    looking = QTimer(interval=1)
    looking.timeout.connect(look)
    program.window.timeline.speed_chosen.emit(100.0)
    program.window.timeline.forth.click()
    looking.start()
    qtbot.waitUntil(lambda: len({step for step, _, _ in told}) > 8, timeout=20_000)
    looking.stop()
    last = program.trainer.status.step
    for step, words, cursor in told:
        # It may have arrived at the newest one by then.
        rest = "steps" if step == last else f"of {last:,}"
        assert words == f"step {step:,} {rest} · epoch 1"
        assert cursor == step


def test_keys_walk_from_kept_step_to_kept_step_and_by_one(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    held = program.time.held
    assert held is not None
    program.actions["time.first"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == 0, timeout=5000)
    for step in held.steps[1:4]:
        program.actions["time.later"].trigger()
        qtbot.waitUntil(lambda step=step: shown_step(program) == step, timeout=5000)
    program.actions["time.earlier"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == held.steps[2], timeout=5000)
    QTest.keyClick(program.window.timeline.track, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: shown_step(program) == held.steps[2] + 1, timeout=5000)


def test_a_marked_step_has_a_flag_until_it_is_taken_away(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    file = recorded(qtbot, program)
    program.time.go_to(123)
    qtbot.waitUntil(lambda: shown_step(program) == 123, timeout=5000)
    program.actions["run.mark"].trigger()
    qtbot.waitUntil(lambda: program.time.held is not None and program.time.held.marks == (123,), timeout=5000)
    with Recording(file) as recording:
        assert 123 in recording.steps
    program.actions["run.mark"].trigger()
    qtbot.waitUntil(lambda: program.time.held is not None and program.time.held.marks == (), timeout=5000)


def test_a_branch_goes_on_exactly_as_the_run_did_and_leaves_it_whole(
    qtbot: QtBot, again: StartProgram
) -> None:
    program = trained(qtbot, again)
    first, last = recorded(qtbot, program), shown_step(program)
    end = parameters(program)
    program.time.go_to(110)
    qtbot.waitUntil(lambda: shown_step(program) == 110, timeout=5000)
    program.actions["run.branch"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step == 110, timeout=10_000)
    rest(qtbot, program)
    np.testing.assert_array_equal(parameters(program), truth(program, 110))
    assert len(program.trainer.log) == 110
    assert not program.time.travelling
    for step in (111, 112):
        program.intents.step()
        qtbot.waitUntil(lambda step=step: shown_step(program) == step, timeout=5000)
    np.testing.assert_array_equal(parameters(program), truth(program, 112))
    second = recorded(qtbot, program)
    assert second != first
    with Recording(first) as whole, Recording(second) as branch:
        assert whole.last_step == last
        assert branch.parent is not None
        assert (branch.parent.run, branch.parent.step) == (whole.info.run, 110)
        assert branch.steps[0] == 0
    # The steps before it can be gone through as well.
    program.time.go_to(40)
    shows_exactly(qtbot, program, 40)
    program.time.go_live()
    program.stack.undo()
    qtbot.waitUntil(lambda: shown_step(program) == last, timeout=10_000)
    np.testing.assert_array_equal(parameters(program), end)


def test_an_opened_run_can_be_gone_through_before_it_trains(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = trained(qtbot, start)
    answers.to_save = tmp_path / "mine.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    program.window.close()
    again = start(tmp_path / "mine.netviz")
    last = program.trainer.status.step
    qtbot.waitUntil(lambda: shown_step(again) == last, timeout=10_000)
    recorded(qtbot, again)
    again.time.go_to(60)
    shows_exactly(qtbot, again, 60)
    train_some_steps(qtbot, again, 20)
    assert recorded(qtbot, again) != tmp_path / "mine.netviz"
    with Recording(tmp_path / "mine.netviz") as saved:
        assert saved.last_step == last
    answers.about_unsaved = None
    again.actions["file.revert"].trigger()
    qtbot.waitUntil(lambda: shown_step(again) == last, timeout=10_000)
    assert not again.documents.unsaved


def test_what_the_story_tells_is_the_step_on_screen(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    program.time.go_to(30)
    shows_exactly(qtbot, program, 30)
    program.actions["room.explain"].trigger()
    qtbot.waitUntil(lambda: program.source.ready is not None, timeout=20_000)
    ready = program.source.ready
    assert ready is not None
    assert ready.story.step == 30
    np.testing.assert_array_equal(np.asarray(ready.story.trace.parameters, np.float32), parameters(program))
    assert not program.story.can_apply


def test_a_drag_by_hand_ends_on_the_exact_step(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    track, last = program.window.timeline.track, shown_step(program)
    across = track.width() - 14
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(7 + across, 20))
    for share in np.linspace(1, 0.4, 12):
        QTest.mouseMove(track, QPoint(round(7 + share * across), 20))
        qtbot.wait(10)
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(round(7 + 0.4 * across), 20))
    wanted = track.value()
    assert wanted == pytest.approx(0.4 * last, abs=1 + 2 * last / across)
    shows_exactly(qtbot, program, wanted)


def test_a_recording_that_is_gone_says_so_and_shows_the_newest(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    program.time.go_to(5)
    assert not program.time.travelling


def test_steps_before_the_network_was_reshaped_have_their_own_shape(
    qtbot: QtBot, again: StartProgram
) -> None:
    program = trained(qtbot, again, 60)
    before = shown_step(program)
    program.trainer.send(Reshape(NetworkSpec.dense((784, 20, 16, 10))))
    rest(qtbot, program)
    train_some_steps(qtbot, program, 20)
    recorded(qtbot, program)
    program.time.go_to(30)
    qtbot.waitUntil(lambda: shown_step(program) == 30, timeout=5000)
    shows_exactly_of(qtbot, program, 30, NetworkSpec.dense((784, 16, 16, 10)))
    program.time.go_to(before + 5)
    qtbot.waitUntil(lambda: shown_step(program) == before + 5, timeout=5000)
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=5000)
    assert program.presenter.scene is not None
    assert program.presenter.scene.spec.sizes == (784, 20, 16, 10)
    assert program.window.form._layers.text() == arrows((784, 20, 16, 10))


def test_a_reshaped_network_goes_on_in_the_same_recording(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again, 40)
    file = recorded(qtbot, program)
    program.trainer.send(Reshape(NetworkSpec.dense((784, 20, 16, 10))))
    rest(qtbot, program)
    train_some_steps(qtbot, program, 5)
    assert recorded(qtbot, program) == file


def test_the_shape_of_a_step_that_is_past_can_not_be_changed(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again, 40)
    program.actions["room.train"].trigger()
    feet = program.training.feet
    qtbot.waitUntil(lambda: bool(feet.feet) and feet.feet[0].isVisible(), timeout=5000)
    program.time.go_to(10)
    qtbot.waitUntil(lambda: not feet.feet[0].isVisible(), timeout=5000)
    program.time.go_live()
    qtbot.waitUntil(feet.feet[0].isVisible, timeout=5000)


def test_a_recording_that_is_written_late_is_known_at_last(
    qtbot: QtBot, start: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = PresentRun.commit

    def late(run: PresentRun) -> None:
        time.sleep(0.7)  # as on a disk that many others write to: longer than all looks at rest take
        commit(run)

    monkeypatch.setattr(PresentRun, "commit", late)
    monkeypatch.setattr("netviz.app.run.past.time_travel.LOOK_MS", 200)
    program = start()
    train_some_steps(qtbot, program, 50)
    rest(qtbot, program)
    step = program.trainer.status.step
    qtbot.waitUntil(
        lambda: program.time.held is not None and program.time.held.steps[-1:].tolist() == [step],
        timeout=40_000,
    )


def test_what_is_wanted_of_a_step_is_done_though_the_pointer_comes_to_rest_meanwhile(
    qtbot: QtBot, again: StartProgram
) -> None:
    """A branch that was asked for while its step is worked out; on a busy machine that takes a moment."""
    program = trained(qtbot, again, 400)
    recorded(qtbot, program)
    held, travel = program.time.held, program.time
    assert held is not None
    step = int(held.steps[-3]) + 1
    travel.go_to(step)
    qtbot.waitUntil(lambda: travel._answer is not None, timeout=10_000)
    got: list[SessionState] = []
    travel.work_out(got.append)
    travel._rested()
    qtbot.waitUntil(lambda: len(got) == 1, timeout=10_000)
    assert got[0].step == step
