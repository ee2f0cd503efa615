"""What two networks answer differently, of every task, in plain NumPy; and where networks are read from."""

from pathlib import Path

import numpy as np
import pytest

from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.finding import load
from netviz.training.compare.answers import A_RIGHT, B_RIGHT, BOTH_WRONG, answers_of
from netviz.training.compare.chosen import Source, check_readers, listed, of_file, of_this_run
from netviz.training.compare.matching import NoPairError
from netviz.training.config import plain_config
from netviz.training.jobs.work import finish
from netviz.training.saved.model_file import save_model
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot
from tests.formulas import phi


def outputs(spec: NetworkSpec, flat: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The last sums, float64, written out."""
    a = x.astype(np.float64)
    for layer in range(spec.n_layers):
        a = a @ as_matrix(spec, flat.astype(np.float64), layer) + biases(spec, flat.astype(np.float64), layer)
        a = phi(spec.activations[layer])(a) if layer < spec.n_layers - 1 else a
    return a


@pytest.mark.parametrize("task", [t for t in TASKS if t != "fashion"])
def test_who_is_right_where_they_differ(task: str) -> None:
    data = load(task)
    spec = plain_config(data.task).spec
    examples = data.validation
    random = np.random.default_rng(0)
    a, b = (random.normal(0, 0.3, spec.n_parameters).astype(np.float32) for _ in range(2))
    found = finish(answers_of(spec, a, spec, b, examples))
    sums = [outputs(spec, one, examples.inputs()) for one in (a, b)]
    kinds = found.kinds()
    if found.of_classes:
        answered = [z.argmax(axis=1) for z in sums]
        right = examples.answers
        assert found.right == tuple(int((one == right).sum()) for one in answered)
        differ = answered[0] != answered[1]
        for kind, there in (
            (A_RIGHT, answered[0] == right),
            (B_RIGHT, answered[1] == right),
            (BOTH_WRONG, (answered[0] != right) & (answered[1] != right)),
        ):
            np.testing.assert_array_equal(kinds[kind], np.flatnonzero(differ & there))
    else:
        apart = np.linalg.norm(sums[1] - sums[0], axis=1)
        np.testing.assert_allclose(found.apart(), apart, atol=1e-4)
        listed_ = np.sort(np.concatenate(list(kinds.values())))
        assert len(listed_) == min(200, len(examples))
        left_out = np.setdiff1d(np.arange(len(examples)), listed_)
        assert apart[listed_].min() >= apart[left_out].max(initial=0) - 1e-4
        off = [np.linalg.norm(z - examples.answers, axis=1) for z in sums]
        assert (off[0][kinds[A_RIGHT]] <= off[1][kinds[A_RIGHT]] + 1e-4).all()
        assert (off[1][kinds[B_RIGHT]] <= off[0][kinds[B_RIGHT]] + 1e-4).all()


def test_networks_are_read_from_files_and_from_the_run_that_stands_there(tmp_path: Path) -> None:
    data = load("moons")
    config = plain_config(data.task)
    session = Session(config, data.training)
    first = Snapshot("r", 0, 0, config.spec, session.network.parameters.copy(), task=data.task)
    session.step()
    newest = Snapshot("r", 0, 1, config.spec, session.network.parameters.copy(), task=data.task)
    here = of_this_run(newest, None, first, None)
    np.testing.assert_array_equal(here.parameters, newest.parameters)
    assert (here.step, here.note) == (1, "")
    begun = of_this_run(newest, None, first, 0)
    np.testing.assert_array_equal(begun.parameters, first.parameters)
    assert "not kept" in of_this_run(newest, None, None, 0).note
    check_readers(here, begun, data.task)
    with pytest.raises(NoPairError, match="A learnt"):
        check_readers(here, begun, task_named("curve"))
    file = tmp_path / "weights.safetensors"
    save_model(file, session.state())
    read = of_file(Source(file))
    np.testing.assert_array_equal(read.parameters, newest.parameters)
    assert read.last_step is None
    assert finish(listed([file, tmp_path / "none.netviz"], data.task)) == []
