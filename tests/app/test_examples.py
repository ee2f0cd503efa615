"""Each example comes with its history, is named by what it shows, and shows it."""

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from netviz.app.run.examples import TOLD, example_title, example_words, shipped_examples
from netviz.network.forward import forward_pass
from netviz.tasks.digits.digits import DataSet
from netviz.training.recording.reader import Recording
from tests.app.conftest import StartProgram
from tests.app.test_program import shown_step

EXAMPLES = {path.stem: path for path in shipped_examples()}
MOST_BYTES = 6_000_000  # of all of them


def test_an_example_is_named_by_what_it_can_do_or_by_what_it_shows() -> None:
    titles = [example_title(path) for path in shipped_examples()]
    assert titles[0].startswith("Trained: 784-16-16-10, 9")
    assert titles[1:] == ["Dead ReLU", "Overfitting", "Vanishing gradients"]
    assert all(example_words(EXAMPLES[name]).endswith(".") for name in TOLD)


def test_one_that_cannot_be_read_is_named_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "odd.netviz").write_bytes(b"nothing")
    assert example_title(tmp_path / "odd.netviz") == "odd.netviz"


def test_together_they_are_small() -> None:
    assert sum(path.stat().st_size for path in EXAMPLES.values()) < MOST_BYTES


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_each_has_its_history_from_the_first_step(name: str, digits: DataSet) -> None:
    with Recording(EXAMPLES[name]) as recording:
        assert recording.info.finished
        assert recording.info.data.sha256 == digits.sha256
        assert recording.steps[0] == recording.state_steps[0] == 0
        assert len(recording.steps) >= 5
        assert recording.resumes_at == recording.last_step == recording.steps[-1]
        assert len(recording.metrics()) == recording.last_step
        assert len(recording.validation()) >= 5


def test_the_dead_one_is_dead(digits: DataSet) -> None:
    with Recording(EXAMPLES["dead-relu"]) as recording:
        state = recording.state_before()
    forward = forward_pass(state.config.spec, state.parameters, digits.validation.inputs(slice(0, 500)))
    assert (forward.a[1] == 0).all(axis=0).mean() + (forward.a[2] == 0).all(axis=0).mean() >= 1


def test_the_overfitted_one_gets_worse_at_what_it_does_not_train_on() -> None:
    with Recording(EXAMPLES["overfitting"]) as recording:
        measured = [point.loss for point in recording.validation()]
        _, points = recording.metrics().since(None)
    assert measured[-1] > 1.25 * min(measured)
    assert points.loss[-2000:].mean() < 0.6 * min(measured)


def test_the_vanishing_one_has_learnt_nothing() -> None:
    with Recording(EXAMPLES["vanishing-gradients"]) as recording:
        assert max(point.accuracy for point in recording.validation()) < 0.2


@pytest.mark.parametrize("name", sorted(TOLD))
def test_it_says_what_there_is_to_see_and_goes_on_beside_itself(
    qtbot: QtBot, start: StartProgram, name: str
) -> None:
    before = EXAMPLES[name].read_bytes()
    program = start()
    program.documents.open_path(EXAMPLES[name], shipped=True)
    qtbot.waitUntil(lambda: program.window.banner.text == TOLD[name][1], timeout=10_000)
    qtbot.waitUntil(lambda: shown_step(program) > 0, timeout=10_000)
    step = program.trainer.status.step
    assert program.documents.name == "untitled"
    program.intents.step()
    qtbot.waitUntil(lambda: program.trainer.status.step == step + 1, timeout=10_000)
    qtbot.waitUntil(lambda: program.recordings.recorder.file is not None, timeout=10_000)
    assert program.recordings.recorder.file != EXAMPLES[name]
    assert EXAMPLES[name].read_bytes() == before
    held = program.time.held
    assert held is None or np.min(held.steps) == 0
