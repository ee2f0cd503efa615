"""What a neuron looks for, against plain NumPy over all examples, and against the best there can be."""

from threading import Thread

import numpy as np
import pytest

from netviz.network.spec import NetworkSpec
from netviz.tasks.answer import Classes
from netviz.tasks.digits.digits import Digits
from netviz.tasks.finding import load
from netviz.tasks.input import Picture
from netviz.training.insight import responses as module
from netviz.training.insight.exact import Exact
from netviz.training.insight.favourite import DEVIATIONS, favourite, pushes
from netviz.training.insight.responses import responses
from netviz.training.insight.spread import Spread, spread_of
from netviz.training.jobs.work import finish
from netviz.training.snapshot import Snapshot
from tests.formulas import phi
from tests.training.insight import plain

TASKS = ("moons", "curve", "spam", "penguins")


@pytest.mark.parametrize("task", TASKS)
def test_what_is_told_of_a_neuron_is_a_plain_recomputation(
    task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hidden ones and outputs, some examples at a time."""
    monkeypatch.setattr(module, "_AT_A_TIME", 97)
    examples = load(task).training
    snapshot = plain.trained(examples.task, examples, 5, 4)
    spec, x = snapshot.spec, examples.inputs()
    for column in (1, 2, 3):
        index = spec.sizes[column] - 1
        found = finish(responses(snapshot, examples, column, index))
        z = plain.sums(spec, snapshot.parameters, x, column)
        if column < 3:
            a = phi(spec.activations[column - 1])(z[:, index])
            on = a > 0
        else:
            a = spec.loss_function.output(z)[:, index]
            on = z.argmax(axis=1) == index
        assert found.mean == pytest.approx(a.mean(), abs=1e-4)
        classes = isinstance(examples.task.answer, Classes)
        if column < 3 or classes:
            assert found.on == pytest.approx(on.mean(), abs=2 / len(x))
        else:
            assert np.isnan(found.on)
        order = np.argsort(-z[:, index])
        assert found.most.z[0] == pytest.approx(z[order[0], index], rel=1e-4, abs=1e-4)
        assert (np.diff(found.most.z) <= 0).all()
        assert (np.diff(found.least.z) >= 0).all()
        assert found.least.z[0] == pytest.approx(z[order[-1], index], rel=1e-4, abs=1e-4)
        for ranked in (found.most, found.least):
            assert ranked.z == pytest.approx(z[ranked.rows, index], rel=1e-4, abs=1e-4)
            assert ranked.a == pytest.approx(a[ranked.rows], rel=1e-4, abs=1e-4)
            assert len({examples.stored[row].tobytes() for row in ranked.rows}) == 9
        assert sum(group.count for group in found.groups) == len(x)
        for group in found.groups:
            if classes:
                which = examples.answers == group.label
            else:
                right = examples.answers.ravel()
                which = (right >= group.low) & (right <= group.high)
            assert group.count == which.sum()
            assert group.mean == pytest.approx(a[which].mean(), abs=1e-4)


def test_work_that_is_cancelled_may_end_in_another_thread() -> None:
    examples = load("moons").training
    work = responses(plain.trained(examples.task, examples, 5, steps=1), examples, 1, 0)
    thread = Thread(target=lambda: next(work))
    thread.start()
    thread.join()
    work.close()


def test_of_a_network_beyond_all_numbers_nothing_is_told() -> None:
    examples = load("moons").training
    spec = examples.task.network
    broken = np.full(spec.n_parameters, np.nan, np.float32)
    snapshot = Snapshot("run", 1, 0, spec, broken, task=examples.task)
    found = finish(responses(snapshot, examples, 1, 0))
    assert not found.finite
    assert not len(found.most.rows)
    assert not Exact(spec, broken).finite


def _flat(n: int, total: float) -> Spread:
    one = np.ones(n)
    return Spread(0 * one, one, one / 2, one / 4, one, 0 * one, total)


def test_what_excites_a_linear_neuron_most_is_the_best_there_can_be() -> None:
    """On a picture with ink for 40 pixels: u takes the pixels around which the weights are largest."""
    reads = Picture(28, 28)
    spec = NetworkSpec.dense((784, 3))
    parameters = plain.network(spec, 5)
    away = np.arange(28)[:, None] - np.arange(28)
    blur = np.exp(-0.5 * (away / 0.84) ** 2) * (np.abs(away) <= 2)
    blur /= blur[14].sum()
    w = parameters[: 784 * 3].reshape(784, 3)[:, 1].astype(np.float64)
    worth = np.sort((blur @ w.reshape(28, 28) @ blur).ravel())[::-1]
    found = finish(favourite(Exact(spec, parameters), reads, _flat(784, 40.0), 1, 1))
    best = worth[:40].sum() + parameters[784 * 3 + 1]
    assert 0.98 * best <= found.z <= best + 1e-6
    assert found.z == pytest.approx(plain.sums(spec, parameters, found.x, 1)[1])
    assert found.z_empty == pytest.approx(parameters[784 * 3 + 1])


def test_the_made_picture_keeps_within_what_is_said(few_digits: Digits) -> None:
    """0 to 1, ink, range and darkness of the training examples; and it excites more than the empty one."""
    spread = finish(spread_of(few_digits))
    x = few_digits.inputs(dtype=np.float64)
    for told, expected in (
        (spread.low, x.min(axis=0)), (spread.high, x.max(axis=0)), (spread.mean, x.mean(axis=0)),
        (spread.deviation, x.std(axis=0)),
    ):  # fmt: skip
        assert told == pytest.approx(expected, abs=1e-6)
    assert spread.total == pytest.approx(x.sum(axis=1).mean(), rel=1e-6)
    snapshot = plain.trained(few_digits.task, few_digits, 8, steps=60)
    found = finish(favourite(Exact(snapshot.spec, snapshot.parameters), few_digits.task.input, spread, 2, 4))
    most = np.minimum(x.max(axis=0), x.mean(axis=0) + DEVIATIONS * x.std(axis=0))
    assert (found.x >= 0).all()
    assert (found.x <= most + 1e-6).all()
    assert found.x.sum() <= spread.total + 1e-6
    assert found.z > found.z_empty + 1


@pytest.mark.parametrize("task", TASKS)
def test_what_is_made_stays_within_the_data(task: str) -> None:
    examples = load(task).training
    reads = examples.task.input
    snapshot = plain.trained(examples.task, examples, 6)
    exact, spread = Exact(snapshot.spec, snapshot.parameters), finish(spread_of(examples))
    x = examples.inputs()
    for column, index in ((1, 0), (1, 3), (2, 0)):
        made = finish(favourite(exact, reads, spread, column, index))
        assert (made.x >= x.min(axis=0) - 1e-6).all()
        assert (made.x <= x.max(axis=0) + 1e-6).all()
        assert made.z >= plain.sums(snapshot.spec, snapshot.parameters, x, column)[:, index].max() - 1e-4
    if task == "penguins":
        islands, sexes = made.x[4:7], made.x[7:9]
        assert sorted(islands) == [0, 0, 1]
        assert sorted(sexes) == [0, 1]


def test_a_words_push_is_that_of_a_message_with_this_word_alone() -> None:
    examples = load("spam").training
    snapshot = plain.trained(examples.task, examples, 6)
    spread = finish(spread_of(examples))
    found = pushes(Exact(snapshot.spec, snapshot.parameters), spread, 1, 2)
    stored = examples.inputs(dtype=np.float64)
    empty = examples.task.input.prepared(np.zeros(57))  # type: ignore[attr-defined]
    for place in (0, 20, 56):
        there = stored[np.abs(stored[:, place] - empty[place]) > 1e-6, place]
        message = empty.astype(np.float64)
        before = plain.sums(snapshot.spec, snapshot.parameters, message, 1)[2]
        message[place] = there.mean()
        after = plain.sums(snapshot.spec, snapshot.parameters, message, 1)[2]
        assert found.z[place] == pytest.approx(after - before, abs=1e-5)
