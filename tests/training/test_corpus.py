"""Files that an earlier netviz wrote open for ever, with everything that was in them.

Beside the files of each version stands `expected.json`: what that version read in them itself.
"""

import json
import shutil
from hashlib import sha256
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from netviz.tasks import finding
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.examples import Examples
from netviz.training.config_table import to_table
from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.recording.reader import Recording
from netviz.training.recording.recorder import Recorder
from netviz.training.recording.replay import replay
from netviz.training.recording.tables.schema import Origin
from netviz.training.saved.model_file import load_model
from netviz.training.session import SessionState
from netviz.training.trainer.commands import Restore, StepOnce
from netviz.training.trainer.trainer import Trainer

CORPUS = Path(__file__).parents[1] / "corpus"
RECORDINGS = sorted(
    path.relative_to(CORPUS).as_posix()
    for path in CORPUS.glob("*/*.netviz")
    if not path.name.startswith("trained-")
)
MODELS = sorted(
    path.relative_to(CORPUS).as_posix()
    for path in (*CORPUS.glob("*/*.safetensors"), *CORPUS.glob("*/trained-*.netviz"))
)


def digest(*arrays: np.ndarray) -> str:
    """SHA-256 of the arrays' bytes, little-endian."""
    whole = sha256()
    for array in arrays:
        whole.update(np.ascontiguousarray(array).astype(array.dtype.newbyteorder("<")).tobytes())
    return whole.hexdigest()


def of_state(state: SessionState) -> dict[str, Any]:
    """All of a state, arrays by their sum."""
    return {
        "config": config_of(state),
        "step": state.step,
        "place": [state.epoch, state.offset, state.optimiser_steps],
        "parameters": digest(state.parameters),
        "optimiser_state": digest(state.optimiser_state),
    }


def config_of(state: SessionState) -> dict[str, Any]:
    """The settings as a table; what a later version added is not in the old one's."""
    table: dict[str, Any] = json.loads(json.dumps(to_table(state.config)))
    return table


def of_log(log: MetricLog) -> dict[str, Any]:
    """All metrics."""
    _, points = log.since(None)
    _, measured, _ = log.validation_since(None)
    return {
        "steps": [int(points.first[0]), int(points.last[-1])] if len(points) else [],
        "loss": digest(points.loss),
        "accuracy": digest(points.accuracy),
        "validation": [of_point(point) for point in measured],
    }


def of_point(point: ValidationPoint) -> list[float | None]:
    """Step, loss and accuracy; answers that are numbers have none."""
    return [point.step, point.loss, None if isnan(point.accuracy) else point.accuracy]


def learned_from(recording: Recording, digits: DataSet) -> Examples:
    """The examples of its task that this run was trained with; of the digits those that are loaded once."""
    own = recording.info.data
    return digits.training if own.same(digits.name) else finding.find(own).training


def of_recording(path: Path) -> dict[str, Any]:
    """What stands in a recording, snapshot by snapshot."""
    with Recording(path) as recording:
        info = recording.info
        return {
            "run": info.run,
            "data_sha256": info.data.sha256,
            "created": info.created,
            "finished": info.finished,
            "parent": None if info.parent is None else [info.parent.run, info.parent.step, info.parent.file],
            "steps": list(recording.steps),
            "snapshots": {
                str(step): [
                    snapshot.generation,
                    list(snapshot.spec.sizes),
                    digest(snapshot.parameters),
                ]
                for step in recording.steps
                for _, snapshot in [recording.nearest(step)]
            },
            "states": {str(step): of_state(recording.state_before(step)) for step in recording.state_steps},
            "commands": [
                [one.step, one.kind, one.data if one.kind != "configure" else {}]
                for one in recording.commands
            ],
            "marks": [[mark.step, mark.label] for mark in recording.marks],
            "metrics": of_log(recording.metrics()),
        }


def of_model(path: Path) -> dict[str, Any]:
    """What stands in a file of weights."""
    model = load_model(path)
    assert model.state is not None
    return {
        "state": of_state(model.state),
        "data_sha256": model.data.sha256,
        "validation": None if model.validation is None else of_point(model.validation),
        "note": model.note,
    }


def expected(name: str) -> dict[str, Any]:
    """What the version that wrote this file read in it."""
    path = CORPUS / name
    table: dict[str, Any] = json.loads((path.parent / "expected.json").read_text("utf-8"))[path.name]
    return table


def holds_all(found: object, wanted: object, where: str = "") -> None:
    """Every value that was known then is the same now; settings that came later may stand beside them."""
    if isinstance(wanted, dict):
        assert isinstance(found, dict), where
        for key, value in wanted.items():
            assert key in found, f"{where}.{key}"
            holds_all(found[key], value, f"{where}.{key}")
    else:
        assert found == wanted, where


def test_the_corpus_is_there() -> None:
    assert [name.split("/")[1] for name in RECORDINGS if name.startswith("5240e6c/")] == [
        "branch.netviz",
        "plain.netviz",
        "run.netviz",
    ]
    assert [name.split("/")[1] for name in MODELS if name.startswith("5240e6c/")] == [
        "network.safetensors",
        "trained-784-16-16-10.netviz",
    ]
    for ending, found in ((".netviz", RECORDINGS), (".safetensors", MODELS)):
        of_tasks = [name.split("/")[1] for name in found if name.startswith("43bb44b/")]
        assert of_tasks == [f"curve{ending}", f"moons{ending}"]


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_of_then_opens_with_all_that_is_in_it(name: str) -> None:
    holds_all(of_recording(CORPUS / name), expected(name))


@pytest.mark.parametrize("name", MODELS)
def test_a_network_of_then_opens_with_all_that_is_in_it(name: str) -> None:
    holds_all(of_model(CORPUS / name), expected(name))


@pytest.mark.parametrize("name", RECORDINGS)
def test_each_kept_step_of_then_is_had_by_training_again(name: str, digits: DataSet) -> None:
    with Recording(CORPUS / name) as recording:
        for step in recording.steps:
            kept = recording.nearest(step)[1].parameters
            again = replay(recording, learned_from(recording, digits), step).parameters
            # Kept ones are rounded to 16 bits, and another machine's BLAS may add in another order.
            np.testing.assert_allclose(again, kept, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_run_of_then_goes_on_in_its_own_file(name: str, digits: DataSet, tmp_path: Path) -> None:
    path = tmp_path / "run.netviz"
    shutil.copy(CORPUS / name, path)
    with Recording(path) as recording:
        state, log = recording.state_before(), recording.metrics()
        examples = learned_from(recording, digits)
    recorder = Recorder(lambda _config: tmp_path / "elsewhere.netviz")
    trainer = Trainer(state.config, examples, recorder=recorder)
    try:
        trainer.send(Restore(state, log, Origin(path, state.step, in_place=True)))
        for _ in range(5):
            trainer.send(StepOnce())
        after = trainer.request_state().result(20)
        assert recorder.flush().result(20) == path
    finally:
        trainer.close()
        recorder.close()
    with Recording(path) as recording:
        assert recording.last_step == state.step + 5
        holds_all(of_state(recording.state_before()), of_state(after))
        before = expected(name)
        assert list(recording.steps)[: len(before["steps"])] == before["steps"]
        holds_all(of_state(recording.state_before(state.step)), before["states"][str(state.step)])
