"""File > Runs, and what is recorded without being asked for: found, opened, deleted, recovered."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.app.lecture.scene_list import Scene
from netviz.app.program.composition import Program
from netviz.app.run.runs import _row, shapes
from netviz.app.window.dialogs import Unsaved
from netviz.network.arrays import frozen_copy
from netviz.network.spec import NetworkSpec
from netviz.panels.export.film_dialog import FilmWish
from netviz.panels.run.runs_dialog import RunsDialog
from netviz.panels.settings.branch import BranchDialog
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.digits import DataSet
from netviz.training.config import TrainingConfig
from netviz.training.experiments.lesson import Lesson
from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.recording.items import Begin
from netviz.training.recording.lock import is_being_written
from netviz.training.recording.present_run import PresentRun
from netviz.training.recording.reader import Recording
from netviz.training.recording.recovery import find_unfinished
from netviz.training.recording.replay import replay
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session
from tests.app.conftest import Answers, StartProgram
from tests.app.test_program import parameters, rest, shown_step, train_some_steps
from tests.app.test_time_travel import recorded, trained


def listed(qtbot: QtBot, program: Program, n: int) -> RunsDialog:
    program.actions["file.runs"].trigger()
    dialog = program.later.runs.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog._rows) == n, timeout=10_000)
    return dialog


def test_a_reset_leaves_the_run_in_the_list_and_it_can_be_opened(qtbot: QtBot, start: StartProgram) -> None:
    program = trained(qtbot, start, 60)
    first, last, end = recorded(qtbot, program), shown_step(program), parameters(program)
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == 0, timeout=5000)
    train_some_steps(qtbot, program, 10)
    second = recorded(qtbot, program)
    dialog = listed(qtbot, program, 2)
    assert {row.path: row.present for row in dialog._rows.values()} == {first: False, second: True}
    dialog.open_wanted.emit(first)
    qtbot.waitUntil(lambda: shown_step(program) == last, timeout=10_000)
    np.testing.assert_array_equal(parameters(program), end)
    rest(qtbot, program)
    # It goes on in its file.
    train_some_steps(qtbot, program, 10)
    assert recorded(qtbot, program) == first


def test_a_run_is_deleted_only_after_a_question(
    qtbot: QtBot, start: StartProgram, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = trained(qtbot, start, 30)
    first = recorded(qtbot, program)
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == 0, timeout=5000)
    train_some_steps(qtbot, program, 10)
    second = recorded(qtbot, program)
    dialog = listed(qtbot, program, 2)
    said: list[str] = []
    monkeypatch.setattr(program.later.runs.dialogs, "delete_run", lambda name: bool(said.append(name)))
    dialog.delete_wanted.emit(first)
    assert said == [first.name]
    assert first.exists()
    monkeypatch.setattr(program.later.runs.dialogs, "delete_run", lambda _name: True)
    dialog.delete_wanted.emit(first)
    qtbot.waitUntil(lambda: len(dialog._rows) == 1, timeout=5000)
    assert not first.exists()
    dialog.delete_wanted.emit(second)
    assert second.exists()
    assert "being recorded" in program.window.banner.text


def abandoned(folder: Path, program: Program) -> Path:
    """A run whose program died: what stands there now, never closed."""
    path = folder / "2026-01-02 03-04-05 784-16-16-10.netviz"
    state = program.trainer.request_state().result(5)
    writer = RecordingWriter(path, state)
    writer.commit()
    writer.abandon()
    return path


@pytest.mark.parametrize("accept", [True, False])
def test_the_next_start_offers_to_go_on_where_a_crash_has_left_a_run(
    qtbot: QtBot, start: StartProgram, accept: bool
) -> None:
    program = trained(qtbot, start, 40)
    last, end = shown_step(program), parameters(program)
    lost = abandoned(program.recordings.folder, program)
    program.window.close()
    again = start()
    qtbot.waitUntil(lambda: "did not end properly" in again.window.banner.text, timeout=10_000)
    assert f"step {last:,}" in again.window.banner.text
    if accept:
        again.window.banner.cards[-1].offer_button.click()
        qtbot.waitUntil(lambda: shown_step(again) == last, timeout=10_000)
        np.testing.assert_array_equal(parameters(again), end)
        train_some_steps(qtbot, again, 5)
        assert recorded(qtbot, again) == lost
    else:
        again.window.banner.cards[-1].away_button.click()
        assert str(again.recordings.folder) in again.window.banner.text
        qtbot.waitUntil(lambda: find_unfinished(again.recordings.folder) == [], timeout=5000)
        assert lost.exists()
    again.window.close()
    third = start()
    qtbot.waitUntil(lambda: not third.jobs.busy, timeout=10_000)
    qtbot.wait(50)
    # What is offered then is the last run as such, which has ended properly.
    assert "did not end properly" not in third.window.banner.text


def test_an_opened_run_stands_at_the_step_that_the_list_says(qtbot: QtBot, start: StartProgram) -> None:
    """Also one that was killed: snapshots after its last state are steps that training makes again."""
    program = trained(qtbot, start, 40)
    state = program.trainer.request_state().result(5)
    path = program.recordings.folder / "2026-01-02 03-04-05 784-16-16-10 (2).netviz"
    writer = RecordingWriter(path, state)
    writer.add_snapshot(state.step + 25, state.config, state.parameters * 2)
    writer.commit()
    writer.abandon()
    dialog = listed(qtbot, program, 2)
    (row,) = (row for row in dialog._rows.values() if row.path == path)
    assert row.steps == state.step
    dialog.open_wanted.emit(path)
    qtbot.waitUntil(lambda: program.recordings.file == path, timeout=10_000)
    qtbot.waitUntil(lambda: shown_step(program) == state.step, timeout=10_000)
    np.testing.assert_array_equal(parameters(program), state.parameters)
    words = f"step {state.step:,} steps · epoch 1"
    qtbot.waitUntil(lambda: program.window.timeline.readout.accessibleName() == words, timeout=5000)


def test_a_run_left_by_undo_amid_training_reopens_where_it_was(qtbot: QtBot, start: StartProgram) -> None:
    program = trained(qtbot, start, 40)
    file = recorded(qtbot, program)
    before = program.stack.count()
    program.training.reshape(NetworkSpec.dense((784, 20, 16, 10)), None)
    qtbot.waitUntil(lambda: program.stack.count() > before)
    program.intents.train()
    at = program.trainer.status.step
    qtbot.waitUntil(lambda: program.trainer.status.step > at + 60, timeout=20_000)
    end = program.trainer.request_state().result(10)
    program.stack.undo()
    # After an undone change of the shape it trains on.
    qtbot.waitUntil(lambda: program.trainer.status.config.spec != end.config.spec, timeout=10_000)
    program.intents.pause()
    rest(qtbot, program)
    assert recorded(qtbot, program) != file
    with Recording(file) as recording:
        last = recording.last_step
        assert last == recording.resumes_at == len(recording.metrics()) >= end.step
    program.documents.open_path(file)
    qtbot.waitUntil(lambda: program.trainer.status.config.spec == end.config.spec, timeout=10_000)
    assert program.trainer.status.step == last


def test_what_is_saved_amid_training_reopens_at_the_step_that_was_told(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = trained(qtbot, start, 40)
    program.intents.train()
    at = program.trainer.status.step
    qtbot.waitUntil(lambda: program.trainer.status.step > at + 60, timeout=20_000)
    answers.to_save = tmp_path / "amid.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: "Saved at step" in program.window.banner.text, timeout=10_000)
    program.intents.pause()
    rest(qtbot, program)
    with Recording(tmp_path / "amid.netviz") as recording:
        step = recording.state_before().step
    assert f"Saved at step {step:,} " in program.window.banner.text
    assert step > at + 60


def test_undo_after_opening_a_run_cuts_nothing_off(qtbot: QtBot, start: StartProgram) -> None:
    program = trained(qtbot, start, 40)
    file = recorded(qtbot, program)
    early = shown_step(program)
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == 0, timeout=5000)
    # The same file goes on, opened from the list, while undo still knows its earlier end.
    program.documents.open_path(file)
    qtbot.waitUntil(lambda: shown_step(program) == early, timeout=5000)
    train_some_steps(qtbot, program, 30)
    late = shown_step(program)
    program.stack.undo()
    qtbot.waitUntil(lambda: shown_step(program) == 0, timeout=5000)
    program.stack.undo()
    qtbot.waitUntil(lambda: shown_step(program) == early, timeout=5000)
    train_some_steps(qtbot, program, 5)
    qtbot.waitUntil(lambda: recorded(qtbot, program) != file)  # the recorder writes behind
    with Recording(file) as recording:
        assert recording.last_step == late


@pytest.fixture
def recorder_waits(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The recorder is held up where a run begins or closes, while that stands here."""
    waits: set[str] = set()
    begin, close = PresentRun.begin, RecordingWriter.close

    def hold(where: str) -> None:
        while where in waits:
            time.sleep(0.005)

    def slow_begin(self: PresentRun, begun: Begin) -> None:
        hold("begin")
        begin(self, begun)

    def slow_close(self: RecordingWriter, *, finished: bool = True) -> None:
        hold("close")
        close(self, finished=finished)

    monkeypatch.setattr(PresentRun, "begin", slow_begin)
    monkeypatch.setattr(RecordingWriter, "close", slow_close)
    yield waits
    waits.clear()


@pytest.mark.parametrize("where", ["begin", "close"])
def test_a_run_is_opened_in_its_file_although_the_recorder_has_not_yet_left_it(
    qtbot: QtBot, start: StartProgram, recorder_waits: set[str], where: str
) -> None:
    """It is no other netviz that holds the file."""
    program = trained(qtbot, start, 40)
    file, early = recorded(qtbot, program), shown_step(program)
    recorder_waits.add(where)
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == 0, timeout=5000)
    program.documents.open_path(file)
    qtbot.waitUntil(lambda: shown_step(program) == early, timeout=5000)
    assert "Another netviz" not in program.window.banner.text
    recorder_waits.clear()
    train_some_steps(qtbot, program, 30)
    assert recorded(qtbot, program) == file


def test_a_network_that_the_recorder_did_not_know_yet_is_never_written_into_the_file_of_another(
    qtbot: QtBot, start: StartProgram, recorder_waits: set[str]
) -> None:
    program = trained(qtbot, start, 40)
    file, end = recorded(qtbot, program), program.trainer.request_state().result(10)
    foreign = replace(end, step=end.step + 1000, parameters=frozen_copy(end.parameters * 2))
    recorder_waits.add("begin")
    program.networks.bring_in(foreign, MetricLog())
    program.networks.reset()
    qtbot.waitUntil(lambda: program.stack.count() == 2, timeout=10_000)
    recorder_waits.clear()
    qtbot.waitUntil(lambda: not is_being_written(file), timeout=10_000)
    program.stack.undo()
    qtbot.waitUntil(lambda: shown_step(program) == foreign.step, timeout=10_000)
    train_some_steps(qtbot, program, 5)
    with Recording(recorded(qtbot, program)) as recording:
        assert recording.path != file
        assert recording.parent is None
    program.stack.undo()
    qtbot.waitUntil(lambda: shown_step(program) == end.step, timeout=10_000)
    np.testing.assert_array_equal(parameters(program), end.parameters)
    train_some_steps(qtbot, program, 5)
    assert recorded(qtbot, program) == file
    with Recording(file) as recording:
        np.testing.assert_array_equal(recording.state_before(end.step).parameters, end.parameters)
        assert recording.last_step == len(recording.metrics()) == shown_step(program)


def test_a_full_disk_is_one_sentence_and_training_goes_on(
    qtbot: QtBot, start: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    blocked = program.recordings.folder
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.write_text("no folder")
    train_some_steps(qtbot, program, 30)
    qtbot.waitUntil(lambda: "recording is tried again" in program.window.banner.text, timeout=10_000)
    at = shown_step(program)
    train_some_steps(qtbot, program, 10)
    assert shown_step(program) > at
    program.documents.forget(clean_step=shown_step(program))


def test_where_nothing_is_recorded_the_network_is_saved_all_the_same(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    program.recordings.folder.parent.mkdir(parents=True, exist_ok=True)
    program.recordings.folder.write_text("no folder")
    train_some_steps(qtbot, program, 30)
    step, end = shown_step(program), parameters(program)
    answers.to_save = tmp_path / "rescued.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    assert "without the steps before it" in program.window.banner.text
    program.window.close()
    program.recordings.folder.unlink()
    again = start(tmp_path / "rescued.netviz")
    qtbot.waitUntil(lambda: shown_step(again) == step, timeout=10_000)
    np.testing.assert_array_equal(parameters(again), end)


def test_the_budget_is_a_setting_that_takes_effect_at_once(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    assert program.recordings.recorder.budget == 256_000_000
    dialog = listed(qtbot, program, 0)
    dialog.budget_box.setValue(64)
    assert program.recordings.recorder.budget == 64_000_000
    dialog.budget_box.setValue(1)
    assert dialog.budget_box.value() == 16
    program.window.close()
    assert start().recordings.recorder.budget == 16_000_000


def test_a_stretch_of_the_run_becomes_a_film(
    qtbot: QtBot, start: StartProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    program.actions["file.export_run"].trigger()
    assert "nothing to film" in program.window.banner.text
    train_some_steps(qtbot, program, 30)
    recorded(qtbot, program)
    out = tmp_path / "film.webp"
    asked: list[tuple[int, int]] = []

    def wish(first: int, last: int, newest: Callable[[], int]) -> FilmWish:
        assert newest() == last
        asked.append((first, last))
        return FilmWish(2, 6, 1.0, 320, 200)

    monkeypatch.setattr(program.later.run_film.dialogs, "film", wish)
    monkeypatch.setattr(program.later.run_film.dialogs, "file_to_save", lambda *_: out)
    program.actions["file.export_run"].trigger()
    assert asked == [(0, shown_step(program))]
    assert program.later.film.running
    qtbot.waitUntil(lambda: not program.later.film.running, timeout=60_000)
    assert "film.webp: 1 second to see" in program.window.banner.text
    assert program.window.banner.text.endswith(f" It takes {out.stat().st_size / 1e6:.1f} MB.")
    program.rooms.open("explain")
    program.rooms.open("watch")
    assert "film.webp" in program.window.banner.text  # nobody misses it: it stays until it is put away
    with Image.open(out) as picture:
        assert picture.size == (320, 200)
        assert picture.n_frames == 5
    program.actions["file.export_run"].trigger()
    program.later.film.cancel()
    qtbot.waitUntil(lambda: "no file was written" in program.window.banner.text, timeout=30_000)


def branch_dialog(qtbot: QtBot, program: Program) -> BranchDialog:
    program.actions["run.branch_with"].trigger()
    found: list[BranchDialog] = []

    def there() -> bool:
        found[:] = [dialog for dialog in program.window.findChildren(BranchDialog) if dialog.isVisible()]
        return len(found) == 1

    qtbot.waitUntil(there, timeout=10_000)
    return found[0]


def test_a_branch_with_other_settings_is_made_once_that_is_confirmed(
    qtbot: QtBot, start: StartProgram
) -> None:
    program = trained(qtbot, start, 40)
    step, before = shown_step(program), program.trainer.status.config
    undo = program.stack.undoText()
    dialog = branch_dialog(qtbot, program)
    assert dialog.windowTitle() == f"Branch from step {step:,}"
    QTest.keyClicks(dialog.rate.edit, "0.3")
    QTest.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
    rest(qtbot, program)
    assert program.stack.undoText() == undo
    assert program.trainer.status.config == before
    dialog = branch_dialog(qtbot, program)
    dialog.rate.edit.selectAll()
    QTest.keyClicks(dialog.rate.edit, "-1")
    assert not dialog.make.isEnabled()
    dialog.rate.edit.selectAll()
    QTest.keyClicks(dialog.rate.edit, "0.3")
    assert dialog.make.text() == "Make the branch"
    QTest.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.stack.undoText() == "branch", timeout=10_000)
    qtbot.waitUntil(lambda: program.trainer.status.config.learning_rate == 0.3, timeout=10_000)
    assert (shown_step(program), program.intents.config.learning_rate) == (step, 0.3)
    program.stack.undo()
    qtbot.waitUntil(lambda: program.trainer.status.config == before, timeout=10_000)
    rest(qtbot, program)


def test_a_branch_is_made_however_long_its_step_takes_to_be_worked_out(
    qtbot: QtBot, start: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Meanwhile the pointer counts as resting, which has the step worked out as well."""
    program = trained(qtbot, start, 60)
    held = program.time.held
    assert held is not None
    step = int(held.steps[np.flatnonzero(np.diff(held.steps) > 1)[-1]]) + 1
    go_on = threading.Event()

    def slowly(*arguments: object) -> object:
        go_on.wait(20)
        return replay(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("netviz.app.run.past.reader.replay", slowly)
    program.time.go_to(step)
    qtbot.waitUntil(lambda: program.time._answer is not None)
    program.branches.branch()
    program.time._rested()
    go_on.set()
    qtbot.waitUntil(lambda: program.trainer.status.step == step == shown_step(program))
    qtbot.waitUntil(lambda: program.stack.undoText() == "branch")


def test_a_branch_without_a_step_of_its_own_can_be_filmed_to_its_end(
    qtbot: QtBot, start: StartProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its recording is that of the run it left, which does not keep just this step."""
    program = trained(qtbot, start, 400)
    recorded(qtbot, program)
    held = program.time.held
    assert held is not None
    step = int(held.steps[np.flatnonzero(np.diff(held.steps) > 1)[-1]]) + 1
    assert step not in held.steps
    program.time.go_to(step)
    program.branches.branch()
    qtbot.waitUntil(lambda: program.trainer.status.step == step == shown_step(program), timeout=10_000)
    qtbot.waitUntil(lambda: not program.time.travelling and program.time.held is not None, timeout=5000)
    asked: list[tuple[int, int]] = []

    def wish(first: int, last: int, _newest: Callable[[], int]) -> FilmWish:
        asked.append((first, last))
        return FilmWish(step - 1, last, 1.0, 320, 200)

    monkeypatch.setattr(program.later.run_film.dialogs, "film", wish)
    monkeypatch.setattr(program.later.run_film.dialogs, "file_to_save", lambda *_: tmp_path / "film.webp")
    program.actions["file.export_run"].trigger()
    assert asked == [(0, step)]
    qtbot.waitUntil(lambda: not program.later.film.running, timeout=60_000)
    with Image.open(tmp_path / "film.webp") as picture:
        assert picture.n_frames == 2


def test_a_run_that_another_netviz_records_is_opened_as_a_branch(qtbot: QtBot, start: StartProgram) -> None:
    program = trained(qtbot, start, 40)
    state = program.trainer.request_state().result(5)
    path = program.recordings.folder / "2026-01-02 03-04-05 784-16-16-10.netviz"
    writer = RecordingWriter(path, state)
    try:
        program.documents.open_path(path)
        qtbot.waitUntil(lambda: "Another netviz records" in program.window.banner.text, timeout=5000)
        train_some_steps(qtbot, program, 5)
        assert recorded(qtbot, program) != path
        writer.commit()
    finally:
        writer.close()
    with Recording(path) as recording:
        assert recording.last_step == state.step


def test_what_somebody_saved_beside_the_recordings_is_never_changed_unasked(
    qtbot: QtBot, start: StartProgram, answers: Answers
) -> None:
    program = trained(qtbot, start, 40)
    path, step = program.recordings.folder / "784-16-16-10.netviz", shown_step(program)
    answers.to_save = path
    program.documents.save()
    qtbot.waitUntil(lambda: program.documents.file == path, timeout=10_000)
    saved = path.read_bytes()
    program.networks.reset()
    program.documents.open_path(path)
    qtbot.waitUntil(lambda: program.documents.file == path, timeout=10_000)
    train_some_steps(qtbot, program, 20)
    own = recorded(qtbot, program)
    assert own != path, "it goes on in a recording of its own"
    assert path.read_bytes() == saved
    program.settings.forget_recent_file(path)  # the list knows it all the same
    rows = listed(qtbot, program, 3)._rows
    assert [row.title for row in rows.values() if row.saved] == ["784-16-16-10"]
    answers.about_unsaved = Unsaved.CANCEL
    program.documents.open_path(own)
    qtbot.waitUntil(lambda: "unsaved" in answers.asked, timeout=10_000)
    # Nor may one be named as the recordings are.
    answers.to_save = own
    program.documents.save_as()
    assert "another name would be right" in program.window.banner.text
    program.documents.revert()
    qtbot.waitUntil(lambda: shown_step(program) == step, timeout=10_000)
    undo = program.actions["edit.undo"]
    qtbot.waitUntil(lambda: undo.text() == "Undo: revert to 784-16-16-10.netviz")
    assert path.read_bytes() == saved


def test_a_run_of_other_digits_says_what_can_be_shown_of_it(qtbot: QtBot, start: StartProgram) -> None:
    program = trained(qtbot, start, 40)
    state = program.trainer.request_state().result(5)
    path = program.recordings.folder / "other digits.netviz"
    RecordingWriter(path, state, data=DataName("ab" * 32)).close()
    program.documents.open_path(path)
    qtbot.waitUntil(lambda: "trained with other examples" in program.window.banner.text, timeout=5000)


def test_a_recording_that_is_deleted_is_one_sentence_and_training_goes_on(
    qtbot: QtBot, start: StartProgram
) -> None:
    program = trained(qtbot, start, 40)
    file = recorded(qtbot, program)
    file.unlink()
    program.intents.train()
    qtbot.waitUntil(lambda: "removed" in program.window.banner.text, timeout=20_000)
    at = program.trainer.status.step
    qtbot.waitUntil(lambda: program.trainer.status.step > at + 50, timeout=20_000)
    program.intents.pause()
    rest(qtbot, program)
    program.documents.forget(clean_step=shown_step(program))


def test_a_run_that_changed_its_shape_is_listed_with_both() -> None:
    first, last = NetworkSpec.dense((784, 16, 16, 10)), NetworkSpec.dense((784, 128, 64, 10))
    assert shapes(first, first) == "784-16-16-10"
    assert shapes(first, last) == "16-16 → 128-64"
    assert shapes(NetworkSpec.dense((784, 10)), first) == "no hidden layer → 16-16"


def test_it_says_where_a_long_run_is_kept_as_often_as_one_is_replaced(
    qtbot: QtBot, again: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netviz.app.run.networks.WORTH_A_WORD", 20)
    program = again()
    said, recipes = program.window.banner, program.later.recipes
    for way in ("reset", "reset", "recipe", "scene", "presented"):
        train_some_steps(qtbot, program, 30)
        recorded(qtbot, program)
        steps, begun = program.trainer.status.step, program.stack.count()
        monkeypatch.setattr(program.window.places, "_presents", way == "presented")
        if way == "reset":
            program.actions["training.reset"].trigger()
        elif way == "recipe":
            recipes.open("netviz:1:digits 784-8-10 relu seed=3 step=25")
        else:
            scene = Scene(
                "A small one", "netviz:1:digits 784-6-10 relu seed=3 step=25", "", program.desk.text()
            )
            program.later.scenes.scenes = (scene,)
            program.later.scenes.go(0)
        stays = f"The run of {steps:,} steps stays under File > Runs. Undo brings it back."
        assert (stays in said.sentences) == (way != "presented")
        qtbot.waitUntil(lambda begun=begun: program.stack.count() > begun)  # type: ignore[misc]
        qtbot.waitUntil(lambda: not recipes.makes)
        rest(qtbot, program)
        what = {"reset": "reset", "recipe": "recipe"}.get(way, "scene “A small one”")
        assert program.actions["edit.undo"].text() == f"Undo: {what}"
        program.window.banner.clear()
    program.later.scenes._remove(0)
    program.later.scenes._look()  # there is none to be seen any more


def test_a_branch_says_that_training_rests_and_what_it_has_left(qtbot: QtBot, start: StartProgram) -> None:
    program = trained(qtbot, start, 40)
    left, banner = program.recordings.file, program.window.banner
    program.intents.train()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "training")
    program.actions["run.branch"].trigger()
    qtbot.waitUntil(lambda: banner.text.startswith("This is a branch from step"))
    assert banner.text.endswith("stays under File > Runs. Training rests until you press Train.")
    rest(qtbot, program)
    (row,) = listed(qtbot, program, 1)._rows.values()
    assert row.path == left
    assert (row.left, row.present) == (True, False)
    # Asked for while it rests, and for a change by hand, which the operation has made once this is read.
    there: list[object] = []
    program.networks.branch(lambda: there.append(banner.text))
    qtbot.waitUntil(lambda: bool(there))
    at = program.trainer.status.step
    (words,) = there
    assert words == (
        f"This run branched off at step {at:,}, and is changed by hand from there on. The run that it leaves "
        "stays under File > Runs."
    )
    rest(qtbot, program)


def test_the_run_in_the_window_is_listed_with_its_last_validation(tmp_path: Path, digits: DataSet) -> None:
    """Also where that was after its last full state; another run goes on from there without it."""
    config = TrainingConfig(NetworkSpec.dense((784, 5, 10)), batch_size=20)
    session = Session(config, digits.training)
    path = tmp_path / "run.netviz"
    writer = RecordingWriter(path, session.state())
    session.step()
    writer.add_snapshot(1, config, session.parameters())
    writer.add_validation([ValidationPoint(1, 0.5, 0.75)])
    writer.commit()
    here, other = (_row(path, present=present, saved=False, at=None) for present in (True, False))
    writer.close()
    assert here is not None
    assert other is not None
    assert (here.steps, here.accuracy) == (1, 0.75)
    assert (other.steps, other.accuracy) == (0, None)


def test_a_run_left_amid_its_file_is_named_as_the_list_has_it(qtbot: QtBot, start: StartProgram) -> None:
    program = trained(qtbot, start, 10)
    program.networks.reset()
    qtbot.waitUntil(lambda: shown_step(program) == 0)
    train_some_steps(qtbot, program, 20)
    amid, before = shown_step(program), program.stack.count()
    program.training.reshape(NetworkSpec.dense((784, 20, 16, 10)), None)
    qtbot.waitUntil(lambda: program.stack.count() > before)
    train_some_steps(qtbot, program, 20)
    file, end = recorded(qtbot, program), shown_step(program)
    program.stack.undo()
    qtbot.waitUntil(lambda: shown_step(program) == amid)
    rest(qtbot, program)
    since = f"and the {end - amid:,} steps after it"
    assert program.actions["edit.redo"].text().endswith(since)
    program.stack.undo()
    assert (
        f"What was here is step {amid:,} of the run of {end:,} steps, which stays under File > Runs."
        in program.window.banner.text
    )
    rest(qtbot, program)
    assert listed(qtbot, program, 2)._rows[file].steps == end
    program.documents.forget()


def test_steps_that_undo_takes_back_are_named_before_and_after_and_stay_in_the_list(
    qtbot: QtBot, start: StartProgram
) -> None:
    """Of whatever is taken back: a lesson, another shape; a new network has its own sentence."""
    program = trained(qtbot, start, 20)
    assert program.presenter.snapshot is not None
    undo = program.actions["edit.undo"]
    lesson = Lesson(program.presenter.example.pixels, 3, 0.01)

    def teach() -> None:
        shown = program.presenter.snapshot
        assert shown is not None
        program.others.telling.teaching._lessons.teach(
            "applied step", lesson, 1, shown.identity, lambda *_: None
        )

    def reshape() -> None:
        program.training.reshape(NetworkSpec.dense((784, 20, 16, 10)), None)

    for do in (teach, reshape):
        before, count = program.trainer.status.step, program.stack.count()
        do()
        qtbot.waitUntil(lambda count=count: program.stack.count() > count, timeout=10_000)  # type: ignore[misc]
        rest(qtbot, program)
        done = program.trainer.status.step
        train_some_steps(qtbot, program, 12)
        last, end, file = shown_step(program), parameters(program), recorded(qtbot, program)
        # Nobody has opened the menu: whatever else tells of it is right as well.
        what = f"{program.stack.undoText()} and the {last - done:,} steps after it"
        assert undo.text() == f"Undo: {what}"
        undo.trigger()
        assert (
            f"Took back: {what}. The run of {last:,} steps stays under File > Runs."
            in program.window.banner.text
        )
        qtbot.waitUntil(lambda before=before: shown_step(program) == before, timeout=10_000)  # type: ignore[misc]
        rest(qtbot, program)
        # Something else is done, so there is nothing to do again.
        program.choice.choose(2)
        rest(qtbot, program)
        assert not program.actions["edit.redo"].isEnabled()
        program.actions["file.runs"].trigger()
        dialog = program.later.runs.dialog
        assert dialog is not None
        qtbot.waitUntil(
            lambda file=file, before=before, dialog=dialog: (  # type: ignore[misc]
                file in dialog._rows and dialog._rows[file].stands_at == before
            ),
            timeout=10_000,
        )
        assert dialog.chosen == file
        assert dialog.open_button.isEnabled()
        assert not dialog.delete_button.isEnabled()
        dialog.open_button.click()
        qtbot.waitUntil(lambda last=last: shown_step(program) == last, timeout=10_000)  # type: ignore[misc]
        np.testing.assert_array_equal(parameters(program), end)
        rest(qtbot, program)
    program.documents.forget()
