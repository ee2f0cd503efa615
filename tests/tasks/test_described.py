"""Tasks as files hold them: of the table by their ids, of one's own whole; what is damaged is refused."""

import json
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.rendering.contrast import contrast
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.answer import MOST_CLASSES, Classes, Numbers
from netviz.tasks.columns import Categories, Columns, Numeric
from netviz.tasks.described import DescriptionError, read, written
from netviz.tasks.generated import split
from netviz.tasks.hues import hues
from netviz.tasks.input import Measures, Picture
from netviz.tasks.task import Task
from netviz.training.config import TrainingConfig, new_config, plain_config
from netviz.training.config_table import TableError, from_table, to_table
from netviz.training.recording.reader import Recording
from netviz.training.recording.writer import RecordingWriter
from netviz.training.saved.model_file import load_model, save_model
from netviz.training.session import Session

LETTERS = Task(
    id="pictures",
    input=Picture(7, 5),
    answer=Classes("letters", ("ä", "b", "ç"), hues(3)),
    example="letter",
    examples="letters",
    hidden=(6,),
    label="Letters",
    about="Three of them.",
    rate=0.02,
    validate_every=10,
)
WEATHER = Task(
    id="weather",
    input=Measures("measures", ("wind", "rain"), low=(0.0, 0.5), high=(9.0, 2.0)),
    answer=Numbers("degrees", ("°C",), low=-20, high=40, deviation=8.5),
    example="day",
    examples="days",
    hidden=(4, 3),
)
FLOWERS = Task(
    id="table",
    input=Columns(
        "columns", (Numeric("petal", "mm", 3.5, 1.25, 3.0, 1.0, 7.0), Categories("garden", ("mine", "yours")))
    ),
    answer=Classes("kind", ("rose", "lily", "iris"), hues(3)),
    example="row",
    examples="rows",
    hidden=(5,),
    l2=0.001,
)
OWN = [LETTERS, WEATHER, FLOWERS]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
)


@pytest.mark.parametrize("name", TASKS)
def test_a_task_of_the_table_is_written_by_its_id(name: str) -> None:
    assert written(task_named(name)) == name
    assert read(name) is task_named(name)
    assert to_table(plain_config(task_named(name)))["task"] == name


@pytest.mark.parametrize("task", OWN, ids=lambda task: task.id)
def test_a_task_of_ones_own_comes_back_whole(task) -> None:
    again = read(json.loads(json.dumps(written(task))))
    assert asdict(again) == asdict(task)
    assert again == task
    config = new_config(100, task)
    assert from_table(json.loads(json.dumps(to_table(config)))) == config


def test_tasks_are_the_same_that_read_and_answer_the_same() -> None:
    assert replace(LETTERS, label="Others", hidden=(9, 9), about="") == LETTERS
    assert replace(LETTERS, input=Picture(5, 7)) != LETTERS
    assert replace(LETTERS, answer=Classes("letters", ("a", "b", "ç"), hues(3))) != LETTERS


@pytest.mark.parametrize("task", OWN, ids=lambda task: task.id)
def test_a_network_of_it_is_saved_recorded_and_opened_without_its_data(task, tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    stored = chance.integers(0, 9, (60, task.input.n))
    classes = task.answer.kind == "classes"
    answers = np.arange(60, dtype=np.uint8) % 3 if classes else chance.normal(0, 1, (60, 1))
    data = split(task, stored, answers, chance)
    session = Session(replace(new_config(42, task), batch_size=7), data.training)
    session.step()
    save_model(tmp_path / "net.safetensors", session.state(), data.name)
    RecordingWriter(tmp_path / "run.netviz", session.state(), data=data.name).close()
    model = load_model(tmp_path / "net.safetensors")
    with Recording(tmp_path / "run.netviz") as recording:
        assert recording.info.config == session.config
        assert recording.info.data == data.name
        kept = recording.state_before().config.task
    assert asdict(model.task) == asdict(kept) == asdict(task)
    assert model.state is not None
    other = Session.at(model.state, data.training)
    assert other.step().loss == session.step().loss


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": "digits"}, "the name of another one"),
        ({"id": 7}, "id is no text of one line"),
        ({"id": "a\nb"}, "id is no text of one line"),
        ({"label": "x" * 5000}, "label is no text"),
        ({"input": {"kind": "picture", "rows": 10**6, "columns": 10**6}}, "pixels"),
        ({"input": {"kind": "picture", "rows": 0, "columns": 5}}, "rows is no whole number"),
        ({"input": {"kind": "picture", "rows": True, "columns": 5}}, "rows is no whole number"),
        ({"input": {"kind": "smell"}}, "input is of a kind that this version does not know"),
        ({"input": {"kind": ["picture"]}}, "input is of a kind"),
        ({"input": None}, "input is of a kind"),
        ({"answer": {"kind": "classes", "called": "c", "names": []}}, "names are none"),
        ({"answer": {"kind": "classes", "called": "c", "names": ["x"] * (MOST_CLASSES + 1)}}, "more than"),
        ({"answer": {"kind": "classes", "called": "c", "names": [1, 2]}}, "names is no text"),
        (
            {
                "answer": {
                    "kind": "numbers",
                    "called": "c",
                    "names": ["y"],
                    "low": 0,
                    "high": 1,
                    "deviation": 0,
                }
            },
            "deviation is no number",
        ),
        ({"hidden": [0]}, "hidden layer is no whole number"),
        ({"hidden": list(range(1, 500))}, "hidden layers are none"),
        ({"rate": "fast"}, "rate is no number"),
        ({"rate": 10**400}, "rate is no number"),
        ({"rate": float("nan")}, "rate is no number"),
        ({"epochs": 10**400}, "epochs is no whole number"),
        ({"optimiser": "chance"}, "optimiser is none that this version knows"),
    ],
)
def test_what_describes_no_task_is_refused(change: dict[str, object], why: str) -> None:
    table = {**json.loads(json.dumps(written(LETTERS))), **change}
    with pytest.raises(DescriptionError, match=why):
        read(table)
    with pytest.raises(TableError, match=why):
        from_table({**to_table(TrainingConfig()), "spec": _spec(), "task": table})


@given(JSON, st.sampled_from(sorted(set(written(LETTERS)) - {"id"})))  # type: ignore[arg-type]
def test_anything_in_any_place_is_a_task_or_refused_in_a_sentence(value: object, place: str) -> None:
    table = {**written(LETTERS), place: value}  # type: ignore[dict-item]
    words = ""
    try:
        task = read(table)
    except DescriptionError as error:
        words = str(error)
    else:
        assert read(json.loads(json.dumps(written(task)))) == task
    assert len(words) < 200
    assert not words or words.isprintable()


def test_a_network_that_does_not_fit_its_task_can_still_be_looked_at() -> None:
    config = TrainingConfig(spec=NetworkSpec.dense((9, 4, 3)), task=LETTERS)
    config.check()
    assert not LETTERS.fits(config.spec)
    assert Network(config.spec).parameters.size == config.spec.n_parameters


@pytest.mark.parametrize("n", [2, 10, 11, 26, 47, MOST_CLASSES])
def test_as_many_hues_as_classes_and_the_made_ones_have_contrast(n: int) -> None:
    all_of_them = hues(n)
    assert len(set(all_of_them)) == len(all_of_them) == n
    assert all_of_them[: min(n, 10)] == hues(10)[: min(n, 10)]
    for hue in all_of_them[10:]:
        assert contrast(hue.light, "#FBFAF7") >= 3
        assert contrast(hue.dark, "#1C1F26") >= 3


def _spec() -> dict[str, object]:
    spec: dict[str, object] = json.loads(json.dumps(asdict(LETTERS.network)))
    return spec
