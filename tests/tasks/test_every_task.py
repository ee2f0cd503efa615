"""Every task, with each activation and each loss that fits it: whoever adds a row finds it covered here."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from netviz.network.activations import ACTIVATIONS
from netviz.network.forward import evaluate
from netviz.network.losses import ALL_LOSSES
from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.all_tasks import TASKS, USUAL, task_named
from netviz.tasks.curve import points as curve
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data, DataError, Examples
from netviz.tasks.finding import find, load
from netviz.tasks.generated import MadeData
from netviz.tasks.how import read, written
from netviz.tasks.input import Picture
from netviz.tasks.plane.points import SHAPES
from netviz.tasks.recipe import Recipe
from netviz.training.config import ConfigError, TrainingConfig, new_config
from netviz.training.config_table import TableError, from_table, to_table
from netviz.training.measure.examination import examine
from netviz.training.measure.metrics import ValidationPoint
from netviz.training.measure.residuals import residuals
from netviz.training.saved.model_file import load_model, save_model
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot

MADE = [name for name in TASKS if not isinstance(task_named(name).input, Picture)]
PLANE = {shape.task.id: shape for shape in SHAPES}
moons = PLANE["moons"]
ALIKE = [name for name in PLANE if name != "moons"]  # of the same kind as the moons
EVERY = [
    (name, loss, activation)
    for name in (USUAL, *MADE)
    if name not in ALIKE
    for loss in task_named(name).answer.losses
    for activation in ACTIVATIONS
]


def data_of(name: str, digits: Data) -> Data:
    return digits if name == USUAL else load(name)


def as_json(config: TrainingConfig) -> dict[str, Any]:
    table: dict[str, Any] = json.loads(json.dumps(to_table(config)))
    return table


@pytest.mark.parametrize("name", TASKS)
def test_a_task_says_all_that_is_asked_of_it(name: str) -> None:
    task = task_named(name)
    assert (task.id, task.network.sizes) == (name, task.sizes(*task.hidden))
    assert task.label[0].isupper()
    assert task.about.endswith(".")
    assert task.example != task.examples
    assert task.fits(task.network)
    assert not task.refusal("here", task.network)
    assert set(task.answer.losses) <= set(ALL_LOSSES)
    assert len({task.input.name(place) for place in range(task.input.n)}) == task.input.n
    assert len({task.answer.name(place) for place in range(task.answer.n)}) == task.answer.n
    blank = task.input.blank()
    assert (blank.dtype, blank.shape) == (task.input.dtype, (task.input.n,))
    config = new_config(1000, task_named(name))
    config.check(1000)
    assert config.task is task
    assert from_table(as_json(config)) == config
    wrong = next(loss for loss in ALL_LOSSES if loss not in task.answer.losses)
    with pytest.raises(ConfigError, match=f"{wrong} is for .*{task.answer.losses[0]}"):
        replace(config, spec=replace(config.spec, loss=wrong)).check()


@pytest.mark.parametrize("name", [USUAL, *MADE])
def test_its_examples_are_what_it_says_and_are_found_by_their_name(name: str, digits: Data) -> None:
    data = data_of(name, digits)
    task, seen = data.task, 0
    assert task is task_named(name)
    for part, called in ((data.training, "training"), (data.validation, "validation"), (data.test, "test")):
        examples: Examples = part
        assert (examples.name, examples.task) == (called, task)
        assert examples.stored.shape == (len(examples), task.input.n)
        assert examples.stored.dtype == task.input.dtype
        inputs = examples.inputs(slice(5))
        np.testing.assert_allclose(inputs, examples.stored[:5] * task.input.factor, rtol=2e-7)
        assert not examples.stored.flags.writeable
        assert not examples.answers.flags.writeable
        answers = task.answer.trained(examples.answers)
        if task.answer.kind == "classes":
            assert answers.shape == (len(examples),)
            assert set(np.unique(answers)) == set(range(task.answer.n))
        else:
            assert answers.shape == (len(examples), task.answer.n)
        seen += len(examples)
    assert seen == data.name.training + data.name.validation + data.name.test
    assert data.name.task == name
    again = DataName.from_table(data.name.sha256, data.name.to_table())
    assert again == data.name
    if name != USUAL:
        assert find(again).name == data.name
        with pytest.raises(DataError, match=f"examples of the task {name} .* (makes|brings) others"):
            find(replace(again, sha256="0" * 64))


@pytest.mark.parametrize(("name", "loss", "activation"), EVERY)
def test_it_is_learnt_saved_and_opened(
    name: str, loss: str, activation: str, digits: Data, tmp_path: Path
) -> None:
    data = data_of(name, digits)
    task = data.task
    spec = NetworkSpec.dense(task.sizes(7, 6), activation, loss)
    config = replace(new_config(len(data.training), data.task), spec=spec, learning_rate=0.01)
    session = Session(config, data.training)
    validation = data.validation
    before = evaluate(spec, session.network.parameters, validation.stored, validation.answers)
    results = [session.step() for _ in range(60)]
    after = evaluate(spec, session.network.parameters, validation.stored, validation.answers)
    assert after.loss < before.loss
    assert math.isnan(after.accuracy) == (task.answer.kind == "numbers")
    assert all(math.isnan(result.accuracy) == (task.answer.kind == "numbers") for result in results)
    state = session.state()
    save_model(tmp_path / "saved.safetensors", state, data.name)
    model = load_model(tmp_path / "saved.safetensors")
    assert (model.task, model.data) == (data.task, data.name)
    assert model.state is not None
    # What was opened goes on bit for bit.
    other = Session.at(model.state, data.training)
    for _ in range(5):
        assert other.step().loss == session.step().loss
    np.testing.assert_array_equal(other.network.parameters, session.network.parameters)
    batch = session.mini_batch()
    assert batch is not None
    assert batch.pixels.dtype == task.input.dtype
    assert batch.labels.ndim == (1 if task.answer.kind == "classes" else 2)


@pytest.mark.parametrize(
    ("name", "least"),
    [("moons", 0.99), ("circles", 0.99), ("xor", 0.99), ("spirals", 0.98), ("clouds", 0.98)],
)
def test_the_defaults_learn_the_plane(name: str, least: float) -> None:
    data = PLANE[name].make()
    parameters, spec = trained(data, seed=1)
    assert examine(spec, parameters, data.test).accuracy >= least


@pytest.mark.parametrize("seed", range(3))
def test_the_defaults_learn_the_curve(seed: int) -> None:
    data = curve.make()
    parameters, spec = trained(data, seed)
    found = residuals(spec, parameters, data.test)
    right, answered = data.test.answers[:, 0].astype(float), found.answered[:, 0]
    r2 = 1 - ((answered - right) ** 2).mean() / right.var()
    assert found.r2 == pytest.approx(r2, rel=1e-12)
    assert found.loss == pytest.approx(0.5 * ((answered - right) ** 2).mean(), rel=1e-9)
    assert found.typical == pytest.approx(math.sqrt(((answered - right) ** 2).mean()), rel=1e-12)
    np.testing.assert_allclose(found.residuals[:, 0], answered - right)
    assert r2 >= 0.95


def trained(data: MadeData, seed: int) -> tuple[np.ndarray, NetworkSpec]:
    config = replace(new_config(len(data.training), data.task), seed=seed)
    session = Session(config, data.training)
    for _ in range(config.schedule.steps):
        session.step()
    return session.network.parameters, config.spec


def test_points_lie_where_the_formulas_have_them() -> None:
    data = moons.make(noise=0)
    for part in (data.training, data.validation, data.test):
        x, y = part.stored.astype(float).T
        upper = part.answers == 0
        np.testing.assert_allclose(np.hypot(x, y)[upper], 1, atol=2e-4)
        np.testing.assert_allclose(np.hypot(x - 1, y - 0.5)[~upper], 1, atol=2e-4)
        assert (y[upper] >= 0).all()
        assert (y[~upper] <= 0.5).all()
    smooth = curve.make(noise=0)
    x, y = smooth.training.stored[:, 0].astype(float), smooth.training.answers[:, 0]
    np.testing.assert_allclose(y, np.sin(2 * np.pi * x), atol=1e-3)
    assert np.std(curve.make(noise=0.1).training.answers[:, 0] - y) == pytest.approx(0.1, abs=0.03)


def test_the_other_shapes_lie_where_their_formulas_have_them() -> None:
    def training(name: str, noise: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
        part = PLANE[name].make(noise=noise).training
        return part.stored.astype(float), part.answers

    points, labels = training("circles")
    np.testing.assert_allclose(np.hypot(*points.T), np.where(labels == 0, 1.0, 0.4), atol=2e-4)
    points, labels = training("xor")
    np.testing.assert_array_equal(labels, (np.sign(points).prod(axis=1) < 0))
    assert np.abs(points).min() >= 0.0999
    assert np.abs(points).max() <= 1
    points, labels = training("spirals")
    turned = np.arctan2(points[:, 1], points[:, 0]) / np.pi - labels - np.hypot(*points.T)
    np.testing.assert_allclose(np.cos(turned * np.pi), 1, atol=1e-6)
    points, labels = training("clouds")
    middles = np.array([points[labels == k].mean(axis=0) for k in range(3)])
    np.testing.assert_allclose(middles, [[0, 1.2], [-1.039, -0.6], [1.039, -0.6]], atol=0.08)
    assert points[labels == 1].std(axis=0) == pytest.approx([0.25, 0.25], abs=0.04)
    wide, labels = training("clouds", noise=0.5)
    assert wide[labels == 1].std(axis=0) == pytest.approx([0.75, 0.75], abs=0.1)
    for shape in SHAPES:
        reads, inside = shape.task.input, shape.make().training.stored
        assert np.mean((inside >= reads.low) & (inside <= reads.high)) > 0.99


@pytest.mark.parametrize("name", ["moons", "curve"])
def test_a_recipe_makes_the_same_points_again_from_its_name(name: str) -> None:
    usual, width = (curve.USUAL, 2) if name == "curve" else (moons.usual, 3)
    made = curve.made if name == "curve" else moons.made
    assert made(usual).name.how == ""
    own = [(0.5, 0.25, 1.0)[:width]] * 9 + [(0.125, -0.5, 0.0)[:width]] * 9
    for recipe in (
        Recipe(0.25, 60, 7),
        usual.with_own(*own),
        Recipe(0.0, 0).with_own(*own),
    ):
        data = made(recipe)
        name_of = DataName.from_table(data.name.sha256, data.name.to_table())
        assert name_of == data.name
        assert Recipe.read(name_of.how, usual, width) == recipe
        assert find(name_of).name == data.name
        assert len(data.training) + len(data.validation) + len(data.test) == recipe.count + len(recipe.own)
        assert len(data.validation)
        assert len(data.test)
        if recipe.count and recipe.own:
            np.testing.assert_allclose(data.training.stored[-1], recipe.own[-1][: data.task.input.n])
    both = moons.made(Recipe(0.0, 0).with_own(*[(0.5, 0.25, 1), (0.1, 0.2, 0)] * 9))
    for part in (both.training, both.validation, both.test):
        assert set(part.answers.tolist()) == {0, 1}


@pytest.mark.parametrize(
    "table",
    [
        {"noise": -1, "count": 100, "seed": 0},
        {"noise": 0.1, "count": 10**9, "seed": 0},
        {"noise": 0.1, "count": 5, "seed": 0},
        {"noise": 0.1, "count": 0, "seed": 0},
        {"noise": 0.1, "count": 100, "seed": -1},
        {"noise": True, "count": 100, "seed": 0},
        {"noise": 0.1, "count": 100.5, "seed": 0},
        {"count": 100},
        {"noise": 0.1, "count": 0, "seed": 0, "points": [[1, 2]]},
        {"noise": 0.1, "count": 0, "seed": 0, "points": [[1, 2, "x"]]},
        {"noise": 0.1, "count": 0, "seed": 0, "points": {"a": 1}},
        {"noise": 0.1, "count": 0, "seed": 0, "points": [[1, 2, 5]]},
        {"noise": 0.1, "count": 0, "seed": 0, "points": [[1, 2, 0.5]]},
    ],
)
def test_a_recipe_that_cannot_be_is_refused_in_a_sentence(table: dict[str, Any]) -> None:
    with pytest.raises(DataError, match=r"How its points were made: .* would be right"):
        find(DataName(task="moons", how=written(table)))
    assert read("no json") == {}


@pytest.mark.parametrize("make", [moons.make, curve.make])
def test_a_seed_makes_the_same_examples_and_another_one_others(make) -> None:
    assert make(seed=3).sha256 == make(seed=3).sha256 != make(seed=4).sha256
    assert make(noise=0.2).sha256 != make().sha256
    few = make(count=40)
    assert len(few.training) + len(few.validation) + len(few.test) == 40


def test_an_unknown_task_is_refused_in_a_sentence(tmp_path: Path) -> None:
    table = as_json(new_config(100, task_named(MADE[0])))
    with pytest.raises(TableError, match="its task is 'chess', which this version does not know"):
        from_table({**table, "task": "chess"})
    for odd in (None, 5, ["digits"], "x" * 1000, "\n"):
        with pytest.raises(TableError, match="its task is no name"):
            from_table({**table, "task": odd})
    with pytest.raises(DataError, match=r"there is no “chess”; digits, .*curve.* would be right"):
        find(DataName(task="chess"))
    older = {name: value for name, value in as_json(new_config()).items() if name != "task"}
    assert from_table(older).task is task_named(USUAL)


def test_what_does_not_fit_a_task_is_refused_by_it(digits: Data) -> None:
    data = moons.make()
    with pytest.raises(ConfigError, match="points of the task moons, and the network learns digits"):
        Session(new_config(), data.training)
    with pytest.raises(ConfigError, match="examples of moons would be right"):
        Session(new_config(100, task_named("moons")), digits.training)
    wide = replace(new_config(100, task_named("moons")), spec=NetworkSpec.dense((3, 4, 2)))
    with pytest.raises(ConfigError, match=r"the points have 2 coordinates, but 3-4-2 has 3 inputs"):
        Session(wide, data.training)
    with pytest.raises(SpecError, match=r"1 inputs \(the places\) and 1 outputs \(the values\) would"):
        task_named("curve").read_layers("784-16-10")
    with pytest.raises(ConfigError, match="Augmentation: it changes pictures, and Two moons has none"):
        replace(new_config(100, task_named("moons")), augmentation=augmented()).check()
    with pytest.raises(ConfigError, match="Label smoothing: A curve is answered with numbers"):
        replace(new_config(100, task_named("curve")), label_smoothing=0.1).check()


def augmented():
    from netviz.tasks.digits.augmentation import DEFAULT_AUGMENTATION

    return DEFAULT_AUGMENTATION


def test_a_snapshot_says_what_it_is_for() -> None:
    session = Session(new_config(100, task_named("curve")), curve.make().training)
    session.step()
    snapshot = session.state().snapshot()
    assert isinstance(snapshot, Snapshot)
    assert (snapshot.task, snapshot.step) == (task_named("curve"), 1)


@pytest.mark.parametrize("name", MADE)
def test_what_was_measured_is_kept_and_a_file_that_names_no_data_means_the_task_s_own(
    name: str, tmp_path: Path
) -> None:
    data = load(name)
    state = Session(new_config(100, task_named(name)), data.training).state()
    accuracy = math.nan if data.task.answer.kind == "numbers" else 0.5
    save_model(tmp_path / "saved.safetensors", state, validation=ValidationPoint(3, 0.25, accuracy))
    model = load_model(tmp_path / "saved.safetensors")
    assert model.validation is not None
    assert model.validation[:2] == (3, 0.25)
    assert model.validation.accuracy == pytest.approx(accuracy, nan_ok=True)
    assert model.data == DataName(task=name)
    assert find(model.data).name == data.name
