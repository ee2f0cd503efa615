"""The recorder beside the trainer: a file for every run, branches, replays, troubles; it never blocks."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from netviz.files.errors import FileError
from netviz.network.optimisers import OPTIMISERS
from netviz.network.spec import NetworkSpec
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.experiments.operations.single import DeleteNeuron, SetBias, SilenceNeuron
from netviz.training.experiments.operations.whole import AddNoise, Quantise
from netviz.training.jobs.thread import Cancelled, Progress
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording import present_run
from netviz.training.recording import recorder as recorder_module
from netviz.training.recording import writer as writer_module
from netviz.training.recording.items import Begin
from netviz.training.recording.present_run import PresentRun
from netviz.training.recording.reader import Recording
from netviz.training.recording.recorder import Recorder
from netviz.training.recording.replay import check_digits, replay
from netviz.training.recording.tables.schema import Origin
from netviz.training.recording.writer import RecordingWriter
from netviz.training.schedules import Schedule
from netviz.training.session import Session, SessionState
from netviz.training.trainer.commands import (
    Configure,
    Operate,
    Pause,
    Reset,
    Reshape,
    Restore,
    SetPace,
    Start,
    StepOnce,
    TakeBackOperation,
)
from netviz.training.trainer.trainer import Trainer
from tests.waiting import eventually

CONFIG = TrainingConfig(NetworkSpec.dense((784, 6, 10)), learning_rate=0.01, batch_size=20)


class Studio:
    """Trainers and recorders that write into one folder; and what was said."""

    def __init__(self, folder: Path, digits: Digits) -> None:
        self.folder = folder
        self.digits = digits
        self.said: list[str] = []
        self.trainers: list[Trainer] = []
        self.recorders: list[Recorder] = []

    def recorder(self, **options: object) -> Recorder:
        def place(_config: TrainingConfig) -> Path:
            return self.folder / f"run {len(list(self.folder.iterdir())) + 1}.netviz"

        options = {"place": place, "said": self.said.append, "data": DataName("abc"), **options}
        self.recorders.append(Recorder(**options))  # type: ignore[arg-type]
        return self.recorders[-1]

    def trainer(self, recorder: Recorder, config: TrainingConfig = CONFIG) -> Trainer:
        self.trainers.append(Trainer(config, self.digits, recorder=recorder))
        return self.trainers[-1]

    def close(self) -> None:
        for closes in (*self.trainers, *self.recorders):
            assert closes.close()


@pytest.fixture
def studio(tmp_path, few_digits) -> Iterator[Studio]:
    folder = tmp_path / "runs"
    folder.mkdir()
    made = Studio(folder, few_digits)
    yield made
    made.close()


def train_to(trainer: Trainer, step: int) -> SessionState:
    trainer.request_state().result(60)  # all that was sent before has been done
    trainer.send(Start())
    eventually(lambda: trainer.status.step >= step, 60)
    trainer.send(Pause())
    return trainer.request_state().result(60)


def file_of(recorder: Recorder) -> Path:
    path = recorder.flush().result(60)
    assert path is not None
    return path


def same(a: SessionState, b: SessionState) -> None:
    assert (a.config, a.step, a.epoch, a.offset) == (b.config, b.step, b.epoch, b.offset)
    assert a.optimiser_steps == b.optimiser_steps
    np.testing.assert_array_equal(a.parameters, b.parameters)
    np.testing.assert_array_equal(a.optimiser_state, b.optimiser_state)


# Recording


def test_a_run_is_recorded_from_its_first_step(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    assert recorder.flush().result(60) is None
    assert list(studio.folder.iterdir()) == []
    state = train_to(trainer, 500)
    with Recording(file_of(recorder)) as recording:
        assert recording.steps[0] == recording.state_steps[0] == 0
        assert {0, 1, 2, 4, 8} <= {step for step in recording.steps if step < 10} | {2, 4, 8}
        assert len(recording.steps) > 50
        same(recording.state_before(0), Session(CONFIG, studio.digits).state())
        same(recording.state_before(), state)
        assert len(recording.metrics()) == state.step
        assert [one.kind for one in recording.commands] == ["start", "pause"]
        assert [one.step for one in recording.commands] == [0, state.step]
        assert recording.info.data.sha256 == "abc"
        assert not recording.info.finished
    trainer.close()
    recorder.close()
    (path,) = studio.folder.iterdir()
    with Recording(path) as recording:
        assert recording.info.finished


def test_what_is_only_looked_at_leaves_no_file(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    trainer.send(Configure(replace(CONFIG, learning_rate=0.5)))
    trainer.send(Pause())
    trainer.send(Reset(CONFIG))
    trainer.request_state().result(60)
    trainer.close()
    recorder.close()
    assert list(studio.folder.iterdir()) == []


def test_single_steps_are_each_on_the_disk(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    for step in range(1, 6):
        trainer.send(StepOnce())
        state = trainer.request_state().result(60)
        with Recording(file_of(recorder)) as recording:
            assert recording.last_step == state.step == step
            same(recording.state_before(), state)


def test_a_run_that_never_rests_is_committed_all_the_time(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    trainer.send(Start())
    eventually(lambda: recorder.file is not None, 60)
    with Recording(recorder.file) as recording:
        for _ in range(3):
            before = recording.state_steps[-1]
            eventually(lambda before=before: recording.state_steps[-1] > before, 60)
        committed = recording.state_steps[-1]
        assert len(recording.metrics()) >= committed
    assert trainer.status.phase == "training"


def test_a_reset_begins_another_file(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    first = train_to(trainer, 40)
    trainer.send(Reset(replace(CONFIG, seed=5)))
    second = train_to(trainer, 30)
    assert first.config != second.config
    trainer.close()
    recorder.close()
    paths = sorted(studio.folder.iterdir())
    assert len(paths) == 2
    for path, state in zip(paths, (first, second), strict=True):
        with Recording(path) as recording:
            same(recording.state_before(), state)
            assert recording.info.finished
            assert recording.parent is None


def test_a_reset_amid_training_loses_no_step(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    trainer.send(Start())
    eventually(lambda: trainer.status.step > 200, 60)
    log = trainer.log
    trainer.send(Reset(CONFIG))
    trainer.request_state().result(60)
    recorder.flush().result(60)
    (path,) = studio.folder.iterdir()
    with Recording(path) as recording:
        assert recording.last_step == len(log) == len(recording.metrics())


def test_an_undo_amid_training_loses_no_step_of_the_run_that_it_leaves(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    before = train_to(trainer, 40)
    trainer.send(Reshape(NetworkSpec.dense((784, 8, 10))))
    trainer.send(Start())
    eventually(lambda: trainer.status.step > before.step + 200, 60)
    left = trainer.request_state()
    trainer.send(Restore(before, trainer.log))
    end = left.result(60)
    trainer.request_state().result(60)
    recorder.flush().result(60)
    (path,) = studio.folder.glob("*.netviz")
    with Recording(path) as recording:
        same(recording.state_before(), end)
        assert recording.resumes_at == recording.last_step == len(recording.metrics()) == end.step


def test_who_asks_for_the_state_finds_it_in_the_recording_while_training_goes_on(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    trainer.send(Start())
    eventually(lambda: trainer.status.step > 300, 60)
    state = trainer.request_state().result(60)
    recorder.flush().result(60)
    with Recording(file_of(recorder)) as recording:
        assert state.step in recording.state_steps
        same(recording.state_before(state.step), state)
    trainer.send(Pause())
    trainer.request_state().result(60)


def test_an_undone_reset_goes_on_in_its_file(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    state = train_to(trainer, 40)
    log = trainer.log
    trainer.send(Reset(CONFIG))
    train_to(trainer, 20)
    trainer.send(Restore(state, log))
    end = train_to(trainer, state.step + 30)
    path = file_of(recorder)
    assert len([file for file in studio.folder.iterdir() if file.suffix == ".netviz"]) == 2
    with Recording(path) as recording:
        same(recording.state_before(), end)
        same(recording.state_before(0), Session(CONFIG, studio.digits).state())
        assert len(recording.metrics()) == end.step


def test_going_back_makes_a_branch(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    early = train_to(trainer, 30)
    late = train_to(trainer, early.step + 50)
    first = file_of(recorder)
    trainer.send(Restore(early, trainer.log))
    end = train_to(trainer, early.step + 20)
    second = file_of(recorder)
    assert first != second
    with Recording(first) as old, Recording(second) as new:
        same(old.state_before(), late)
        assert len(old.metrics()) == late.step
        same(new.state_before(), end)
        assert new.parent is not None
        assert (new.parent.run, new.parent.step) == (old.info.run, early.step)
        assert len(new.metrics()) == end.step
        assert new.steps[0] == 0


def test_an_opened_recording_is_left_alone_until_one_trains_on_in_a_branch(studio, tmp_path):
    document = tmp_path / "document.netviz"
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    train_to(trainer, 40)
    assert recorder.save_as(document).result(60) == document
    content = document.read_bytes()
    with Recording(document) as recording:
        step = recording.steps[len(recording.steps) // 2]
        state = replay(recording, studio.digits, step)
        log = recording.metrics()
        run = recording.info.run
    trainer.send(Restore(state, log, Origin(document, step)))
    end = train_to(trainer, step + 30)
    with Recording(file_of(recorder)) as recording:
        assert recording.parent is not None
        assert (recording.parent.run, recording.parent.step) == (run, step)
        same(recording.state_before(step), state)
        same(recording.state_before(), end)
    assert document.read_bytes() == content


def test_a_run_that_a_crash_ended_goes_on_in_place(studio):
    session = Session(CONFIG, studio.digits)
    path = studio.folder / "crashed.netviz"
    writer = RecordingWriter(path, session.state())
    for _ in range(10):
        session.step()
        writer.add_state(session.state())
    writer.add_snapshot(15, CONFIG, session.network.parameters)
    writer.close(finished=False)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    with Recording(path) as recording:
        state, log = recording.state_before(), recording.metrics()
    trainer.send(Restore(state, log, Origin(path, state.step, in_place=True)))
    end = train_to(trainer, 40)
    assert file_of(recorder) == path
    assert [file.name for file in studio.folder.glob("*.netviz")] == [path.name]
    with Recording(path) as recording:
        assert recording.parent is None
        same(recording.state_before(), end)
        same(recording.state_before(5), replay(recording, studio.digits, 5))


def test_going_on_in_place_never_cuts_off_what_came_later(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    early = train_to(trainer, 30)
    log = trainer.log
    file = file_of(recorder)
    late = train_to(trainer, early.step + 30)
    trainer.send(Restore(early, MetricLog(), Origin(file, early.step, in_place=True)))
    end = train_to(trainer, early.step + 10)
    assert file_of(recorder) != file
    trainer.send(Restore(early, log))  # whose run went on in that file
    train_to(trainer, early.step + 10)
    assert file_of(recorder) != file
    assert end.step > early.step
    with Recording(file) as recording:
        same(recording.state_before(), late)


def test_surgery_and_taught_steps_stay_in_the_run(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    state = train_to(trainer, 30)
    taught = replace(state, parameters=state.parameters + np.float32(0.01))
    trainer.send(Restore(taught, trainer.log))
    trainer.send(Start())
    eventually(lambda: trainer.status.step > state.step + 20, 60)
    larger = NetworkSpec.dense((784, 9, 10))
    trainer.send(Reshape(larger))
    end = train_to(trainer, trainer.status.step + 20)
    path = file_of(recorder)
    with Recording(path) as recording:
        np.testing.assert_array_equal(recording.nearest(state.step)[1].parameters, taught.parameters)
        assert end.config.spec == recording.nearest(end.step)[1].spec == larger
        assert recording.nearest(1)[1].spec == CONFIG.spec
        (reshaped,) = [one for one in recording.commands if one.kind == "reshape"]
        assert recording.state_before(reshaped.step).config.spec == larger
        assert recording.state_before(reshaped.step - 1).config.spec == CONFIG.spec
        same(replay(recording, studio.digits, end.step), end)
        before = replay(recording, studio.digits, reshaped.step - 1)
        assert before.config.spec == CONFIG.spec


def test_what_is_done_by_hand_stands_in_the_run_and_is_done_again(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    train_to(trainer, 30)
    trainer.send(Start())
    eventually(lambda: trainer.status.step > 40, 60)
    # Between two steps of a run that goes on; the next one waits for it.
    silenced = Operate(SilenceNeuron(1, 2))
    trainer.send(silenced)
    first = silenced.done.result(20)
    deleted, quantised = Operate(DeleteNeuron(1, 2)), Operate(Quantise(None, 4))
    eventually(lambda: trainer.status.step > first.after.step + 10, 60)
    trainer.send(deleted)
    trainer.send(quantised)
    second, third = deleted.done.result(20), quantised.done.result(20)
    same(first.after, SilenceNeuron(1, 2).on(first.before))
    assert second.after.config.spec.sizes[1] == CONFIG.spec.sizes[1] - 1
    end = train_to(trainer, trainer.status.step + 20)
    # Taken back as if it had never been, where the run still stands there.
    noise = Operate(AddNoise(None, 0.5, 1))
    trainer.send(noise)
    at = noise.done.result(20)
    trainer.send(TakeBackOperation(at.before, at.earlier))
    refused = Operate(SetBias(7, 0, 1.0))
    trainer.send(refused)
    assert "no neuron" in refused.done.result(20).refused
    same(trainer.request_state().result(20), end)
    told = [change.words for change in trainer.log.changes.all]
    assert [words.split()[0] for words in told] == ["Silence", "Delete", "Quantise"]
    last = train_to(trainer, trainer.status.step + 10)
    with Recording(file_of(recorder)) as recording:
        assert [change.words for change in recording.metrics().changes.all] == told
        for done in (first, third):
            same(replay(recording, studio.digits, done.after.step), done.after)
        same(replay(recording, studio.digits, first.after.step + 5), stepped(first.after, studio.digits, 5))
        same(replay(recording, studio.digits, end.step), end)
        same(replay(recording, studio.digits, last.step), last)
        same(replay(recording, studio.digits, first.before.step - 1), replayed(studio, first.before.step - 1))


def stepped(state: SessionState, digits: Digits, steps: int) -> SessionState:
    session = Session.at(state, digits)
    for _ in range(steps):
        session.step()
    return session.state()


def test_the_file_is_that_of_the_run_that_stands_there_however_slow_the_recorder_is(studio, monkeypatch):
    held = held_up(monkeypatch)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    held.set()
    train_to(trainer, 40)
    first, log = file_of(recorder), trainer.log
    held.clear()
    trainer.send(Reset(CONFIG))
    trainer.request_state().result(60)
    assert recorder.file is None  # though the recorder is still at the other run
    assert recorder.writes(first)
    assert recorder.kept_in(log) == first
    assert recorder.kept_in(trainer.log) is None
    held.set()
    train_to(trainer, 10)
    assert first != file_of(recorder) == recorder.file == recorder.kept_in(trainer.log)
    assert not recorder.writes(first)


def held_up(monkeypatch) -> threading.Event:
    """Where another network takes the place of one, the recorder waits until this is set."""
    go_on, begin = threading.Event(), PresentRun.begin

    def slowly(self: PresentRun, begun: Begin) -> None:
        go_on.wait(60)
        begin(self, begun)

    monkeypatch.setattr(PresentRun, "begin", slowly)
    return go_on


def test_who_asks_for_what_stands_there_gets_the_log_of_that_run(studio):
    trainer = studio.trainer(studio.recorder())
    train_to(trainer, 10)
    log = trainer.log
    before = trainer.request_standing()
    trainer.send(Reset(CONFIG))
    after = trainer.request_standing()
    assert before.result(60).log is log
    assert after.result(60).log is trainer.log is not log
    assert (before.result().state.step > 0, after.result().state.step) == (True, 0)


def test_marks_hold_what_was_shown(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    train_to(trainer, 20)
    snapshot = trainer.mailbox.take()
    recorder.mark(7, "seven")
    recorder.mark(snapshot.step, "now", snapshot)
    recorder.mark(3)
    recorder.unmark(3)
    with Recording(file_of(recorder)) as recording:
        assert [(mark.step, mark.label) for mark in recording.marks] == [(7, "seven"), (snapshot.step, "now")]
        assert recording.nearest(snapshot.step)[0] == snapshot.step


def test_the_trainer_never_waits_and_metrics_never_drop(studio, monkeypatch):
    monkeypatch.setattr(recorder_module, "_MOST_WAITING", 200_000)
    gate = threading.Event()
    add_snapshot = RecordingWriter.add_snapshot

    def slow(self: RecordingWriter, *arguments: object) -> None:
        gate.wait(60)
        add_snapshot(self, *arguments)

    monkeypatch.setattr(RecordingWriter, "add_snapshot", slow)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    trainer.send(Start())
    eventually(lambda: trainer.status.step > 3000, 60)
    assert recorder.waiting_bytes <= 200_000
    gate.set()
    trainer.send(Pause())
    state = trainer.request_state().result(60)
    with Recording(file_of(recorder)) as recording:
        same(recording.state_before(), state)
        assert len(recording.metrics()) == state.step


def test_what_waits_is_bounded_whatever_it_is(studio, monkeypatch):
    """Another network each time, and a disk that is slow: the trainer waits, and no step is lost."""
    one = Session(CONFIG, studio.digits).state()
    n_bytes = one.parameters.nbytes + one.optimiser_state.nbytes
    monkeypatch.setattr(recorder_module, "_MOST_STATES", 3 * n_bytes)
    gate, create = threading.Semaphore(0), RecordingWriter._create

    def slow(self: RecordingWriter, *arguments: object) -> None:
        gate.acquire()
        create(self, *arguments)

    monkeypatch.setattr(RecordingWriter, "_create", slow)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    for seed in range(8):
        trainer.send(StepOnce())
        trainer.send(Reset(replace(CONFIG, seed=seed)))
    ends = trainer.request_state()
    eventually(lambda: recorder._patient)
    assert not ends.done()
    for _ in range(8):
        assert recorder.waiting_bytes <= 3 * n_bytes
        gate.release()
    ends.result(60)
    assert file_of_all(recorder, studio) == [1] * 8
    assert recorder.waiting_bytes < n_bytes


def file_of_all(recorder: Recorder, studio: Studio) -> list[int]:
    """The last step of each run, once all is written."""
    recorder.flush().result(60)
    found = []
    for path in studio.folder.glob("*.netviz"):
        with Recording(path) as recording:
            found.append(recording.resumes_at)
    return found


def test_a_recorder_that_hangs_holds_up_nobody_for_good(studio, monkeypatch):
    monkeypatch.setattr(recorder_module, "_MOST_STATES", 1)
    monkeypatch.setattr(recorder_module, "_STUCK", 0.02)
    gate, create = threading.Event(), RecordingWriter._create

    def hung(self: RecordingWriter, *arguments: object) -> None:
        gate.wait(60)
        create(self, *arguments)

    monkeypatch.setattr(RecordingWriter, "_create", hung)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    for _ in range(3):
        trainer.send(StepOnce())
        trainer.send(Reset(CONFIG))
    trainer.request_state().result(60)
    gate.set()
    assert file_of_all(recorder, studio) == [1] * 3


def test_states_that_a_newer_one_follows_are_left_out_where_there_is_no_room(studio, monkeypatch):
    monkeypatch.setattr(recorder_module, "_MOST_STATES", 1)
    monkeypatch.setattr(recorder_module, "_STUCK", 0.0)
    gate, commit = threading.Event(), RecordingWriter.commit

    def slow(self: RecordingWriter) -> None:
        gate.wait(60)
        commit(self)

    monkeypatch.setattr(RecordingWriter, "commit", slow)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    for _ in range(20):
        trainer.send(StepOnce())
    end = trainer.request_state().result(60)
    assert len(recorder._waiting._holders) <= 8  # arrays: the first state, one that is written, the newest
    gate.set()
    with Recording(file_of(recorder)) as recording:
        assert len(recording.state_steps) < 8
        same(recording.state_before(), end)
        same(replay(recording, studio.digits, 11), replayed(studio, 11))


def replayed(studio: Studio, step: int) -> SessionState:
    session = Session(CONFIG, studio.digits)
    for _ in range(step):
        session.step()
    return session.state()


def test_between_two_snapshots_a_step_costs_one_comparison(studio):
    recorder = studio.recorder()
    session = Session(CONFIG, studio.digits)
    recorder.begin(session.state(), MetricLog())
    taken = []
    for _ in range(2000):
        step = session.step().step
        if step >= recorder.due_at:
            recorder.take(session)
            taken.append(step)
    assert len(taken) < 300


# Branch and replay


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_any_step_comes_back_bit_for_bit_and_goes_on_so(studio, optimiser):
    config = replace(
        CONFIG, optimiser=optimiser, learning_rate=0.002, dropout=0.2, schedule=Schedule("cosine", 200)
    )
    session = Session(config, studio.digits)
    changes = {
        17: replace(config, learning_rate=0.001, batch_size=33),
        40: replace(config, l2=0.001, clip_norm=1.0),
        55: replace(config, optimiser="adam" if optimiser != "adam" else "sgd"),
        71: replace(config, batch_size=7),
    }
    log, truth = MetricLog(), {0: session.state()}
    path = studio.folder / "run.netviz"
    writer = RecordingWriter(path, session.state())
    while session.step_count < 90:
        log.append(*session.step())
        step = session.step_count
        truth[step] = session.state()
        if step in (16, 40, 60):
            writer.add_state(session.state())
        if step in changes:
            session.configure(changes[step])
            writer.add_command(step, "configure", config=changes[step])
            truth[step] = session.state()
    writer.close()
    with Recording(path) as recording:
        for step in (0, 1, 16, 17, 18, 39, 40, 41, 54, 55, 56, 71, 90):
            same(replay(recording, studio.digits, step), truth[step])
        state = replay(recording, studio.digits, 72)
    on = Session(CONFIG, studio.digits)
    on.restore(state)
    while on.step_count < 90:
        on.step()
    same(on.state(), truth[90])


def test_a_run_by_the_trainer_is_repeated_step_by_step(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    trainer.send(SetPace(400))
    trainer.send(Start())
    for rate in (0.02, 0.005, 0.03):
        seen = trainer.status.step
        eventually(lambda seen=seen: trainer.status.step > seen + 15, 60)
        trainer.send(Configure(replace(CONFIG, learning_rate=rate)))
    end = train_to(trainer, trainer.status.step + 10)
    with Recording(file_of(recorder)) as recording:
        assert [one.kind for one in recording.commands].count("configure") == 3
        # From the very first state, through all commands.
        monkey = recording.state_and_command(0)
        recording.state_and_command = lambda _step: monkey  # type: ignore[method-assign]
        same(replay(recording, studio.digits, end.step), end)


def test_a_replay_tells_how_far_it_is_and_can_be_cancelled(studio):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    end = train_to(trainer, 1000)
    with Recording(file_of(recorder)) as recording:
        monkey = recording.state_and_command(0)
        recording.state_and_command = lambda _step: monkey  # type: ignore[method-assign]
        shares = []
        replay(recording, studio.digits, end.step, Progress(lambda share, _text: shares.append(share)))
        assert shares == sorted(shares)
        assert 0 <= shares[0] < 0.1 < 0.9 < shares[-1] <= 1
        cancelled = Progress()
        cancelled.cancel()
        with pytest.raises(Cancelled):
            replay(recording, studio.digits, end.step, cancelled)
        check_digits(recording, DataName("abc"))
        with pytest.raises(FileError):
            check_digits(recording, DataName("other digits"))


# Troubles


def full_disk(monkeypatch) -> Callable[[], None]:
    """From now on there is no room for more; until what comes back is called."""
    made, real = [], writer_module.for_writing
    room = {"full": False}

    def limited(path: Path) -> sqlite3.Connection:
        if room["full"]:  # pages that are free within a file would let it be begun again
            raise sqlite3.OperationalError("database or disk is full")
        connection = real(path)
        made.append(connection)
        return connection

    monkeypatch.setattr(writer_module, "for_writing", limited)

    def fill(full: bool = True) -> None:
        room["full"] = full
        for connection in made:
            try:
                connection.execute(f"PRAGMA max_page_count={1 if full else 1 << 30}")
            except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
                continue  # closed, or being closed by its own thread at this moment

    return fill


def test_a_full_disk_is_said_once_and_recording_goes_on_later(studio, monkeypatch):
    monkeypatch.setattr(present_run, "RETRY_EVERY", 0.05)
    fill = full_disk(monkeypatch)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    before = train_to(trainer, 30)
    path = file_of(recorder)
    fill(True)
    train_to(trainer, before.step + 300)
    eventually(lambda: studio.said, 60)
    assert recorder.in_trouble
    assert len(studio.said) == 1
    assert "full" in studio.said[0]
    assert "Training goes on in memory" in studio.said[0]
    with Recording(path) as recording:
        same(recording.state_before(before.step), before)
    fill(False)
    eventually(lambda: not recorder.in_trouble, 60)
    end = train_to(trainer, trainer.status.step + 50)
    assert file_of(recorder) == path
    assert len(studio.said) == 2
    with Recording(path) as recording:
        same(recording.state_before(), end)
        same(recording.state_before(before.step), before)
        assert len(recording.metrics()) == end.step


def test_a_run_that_is_left_while_it_cant_be_written_is_written_if_it_can_be_by_then(studio, monkeypatch):
    monkeypatch.setattr(present_run, "RETRY_EVERY", 1e9)
    fill = full_disk(monkeypatch)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    before = train_to(trainer, 30)
    path = file_of(recorder)
    fill(True)
    end = train_to(trainer, before.step + 300)
    eventually(lambda: recorder.in_trouble, 60)
    fill(False)
    trainer.send(Reset(CONFIG))
    train_to(trainer, 10)
    assert file_of(recorder) != path
    with Recording(path) as recording:
        same(recording.state_before(), end)
        assert len(recording.metrics()) == end.step


def test_a_removed_file_is_recorded_anew(studio, monkeypatch):
    monkeypatch.setattr(present_run, "RETRY_EVERY", 0.05)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    train_to(trainer, 30)
    file_of(recorder).unlink()
    trainer.send(Start())
    eventually(lambda: len(studio.said) == 2, 60)
    assert "removed" in studio.said[0]
    end = train_to(trainer, 100)
    with Recording(file_of(recorder)) as recording:
        same(recording.state_before(), end)
        assert len(recording.metrics()) == end.step
        assert recording.steps[0] == 0


def test_where_nothing_can_be_written_another_folder_is_taken(studio, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    recorder = studio.recorder(place=lambda _config: tmp_path / "none" / "run.netviz", elsewhere=(elsewhere,))
    trainer = studio.trainer(recorder)
    end = train_to(trainer, 30)
    assert file_of(recorder) == elsewhere / "run.netviz"
    (sentence,) = studio.said
    assert str(tmp_path / "none") in sentence
    assert str(elsewhere / "run.netviz") in sentence
    with Recording(elsewhere / "run.netviz") as recording:
        same(recording.state_before(), end)


def test_where_nothing_can_be_written_at_all_training_goes_on(studio, tmp_path):
    recorder = studio.recorder(place=lambda _config: tmp_path / "none" / "run.netviz")
    trainer = studio.trainer(recorder)
    end = train_to(trainer, 300)
    assert end.step >= 300
    eventually(lambda: studio.said, 60)
    assert recorder.in_trouble
    assert len(studio.said) == 1
    with pytest.raises(FileError):
        recorder.save_as(tmp_path / "copy.netviz").result(60)
    assert recorder.flush().result(60) is None


def test_an_unexpected_fault_is_reported_and_training_goes_on(studio, monkeypatch):
    reported = []
    monkeypatch.setattr(threading, "excepthook", reported.append)

    def fault(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(RecordingWriter, "add_state", fault)
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    assert train_to(trainer, 100).step >= 100
    eventually(lambda: reported, 60)
    assert len(studio.said) == 1


def test_save_as_refuses_in_a_sentence_and_records_on(studio, tmp_path):
    recorder = studio.recorder()
    trainer = studio.trainer(recorder)
    train_to(trainer, 20)
    with pytest.raises(FileError):
        recorder.save_as(tmp_path / "none" / "copy.netviz").result(60)
    end = train_to(trainer, 60)
    assert not recorder.in_trouble
    assert recorder.save_as(tmp_path / "copy.netviz").result(60) == tmp_path / "copy.netviz"
    with Recording(tmp_path / "copy.netviz") as recording:
        same(recording.state_before(), end)


def test_an_untrained_network_can_be_saved(studio, tmp_path):
    recorder = studio.recorder()
    studio.trainer(recorder)
    recorder.save_as(tmp_path / "copy.netviz").result(60)
    with Recording(tmp_path / "copy.netviz") as recording:
        same(recording.state_before(), Session(CONFIG, studio.digits).state())


def test_a_closed_recorder_cancels(studio):
    recorder = studio.recorder()
    recorder.close()
    assert recorder.flush().cancelled()
