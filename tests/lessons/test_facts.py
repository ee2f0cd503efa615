"""What the lessons that come with netviz say in numbers is so: counted, computed, or trained again."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from math import log
from pathlib import Path

import numpy as np
import pytest

from netviz.lessons.shelf import find
from netviz.network.connections import edge_index
from netviz.network.forward import forward_pass, predict
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.examples import Examples
from netviz.tasks.shuffled import shuffled
from netviz.training.advise.rates import usual_rate
from netviz.training.config import new_config
from netviz.training.recording.run_file import read_run
from netviz.training.session import Session
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.stages import REST
from tests.viewmodels.test_story import a_story


def words(name: str) -> str:
    """As they are read: of a link what stands on screen."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", find(name).read_text())


def outputs(
    digits: DataSet, spec: NetworkSpec, parameters: np.ndarray, label: int, number: int
) -> np.ndarray:
    """What it answers to the `number`-th test digit with this label, as a lesson counts them."""
    index = np.flatnonzero(digits.test.labels == label)[number - 1]
    return forward_pass(spec, parameters, digits.test.images[index].ravel().astype(np.float32) / 255).a[-1]


def test_counts_are_right() -> None:
    small, deep = NetworkSpec.dense((784, 16, 16, 10)), NetworkSpec.dense((784, 64, 10))
    assert f"{small.n_parameters:,} weights and biases" in words("being-wrong")
    assert "value: 12544" in words("a-network")
    assert small.shapes[0] == (784, 16)
    assert 784 * 16 == 12544
    assert round(small.n_edges, -3) == 13_000
    assert "some 13,000 multiplications" in words("a-network")
    assert f"{deep.n_parameters:,} weights and biases" in words("by-heart")
    assert f"{784 * 10:,}" in words("why-deep")
    assert NetworkSpec.dense((2, 24, 2)).n_parameters == 122
    assert NetworkSpec.dense((2, 8, 8, 2)).n_parameters == 114
    assert "after 1,719 steps" in words("learning-from-many")
    assert -(-55_000 // 32) == 1719
    assert "−ln(0.10) = 2.30" in words("being-wrong")
    assert round(-log(0.1), 2) == 2.3
    assert "value: 0.693" in words("being-wrong")
    assert "Each halving adds 0.69" in words("being-wrong")
    assert round(log(2), 3) == 0.693


def test_what_networks_say_of_the_digits_that_are_shown(digits: DataSet) -> None:
    run = read_run(find("a-neuron").parents[2] / "examples/trained-784-16-16-10.netviz")
    doubtful = outputs(digits, run.spec, run.parameters, 4, 129)
    assert (round(100 * doubtful[7]), round(100 * doubtful[4])) == (52, 41)
    assert "with 52 % against 41 %" in words("what-is-this-digit")
    assert doubtful[1] < 0.02
    seven = np.flatnonzero(digits.test.labels == 7)[0]
    ink = digits.test.images[seven].ravel().astype(np.float32) / 255
    assert forward_pass(run.spec, run.parameters, ink).a[-2][4] > 1, "the neuron that is looked at is active"
    assert run.parameters[edge_index(run.spec, 3, 4, 4)] < 0
    assert "of neuron 2·5, which is ringed" in words("a-network")
    config = new_config(len(digits.training))
    assert config.spec.sizes == (784, 16, 16, 10)
    untrained = Session(config, digits.training).network.parameters
    guess = outputs(digits, config.spec, untrained, 3, 1)
    assert guess.argmax() == 4
    assert f"says 4, with {100 * guess[4]:.0f} %" in words("being-wrong")


def test_validation_digits_are_a_little_easier_than_test_digits(digits: DataSet) -> None:
    run = read_run(find("a-neuron").parents[2] / "examples/trained-784-16-16-10.netviz")

    def read_rightly(part: Examples) -> float:
        ink = part.images.reshape(-1, 784).astype(np.float32) / 255
        return float((predict(run.spec, run.parameters, ink)[0] == part.labels).mean())

    validation, test = read_rightly(digits.validation), read_rightly(digits.test)
    assert test + 0.001 < validation < test + 0.02, (validation, test)
    assert "a little harder than those of the curves" in words("why-deep")


def test_which_rate_is_usual_depends_on_its_schedule() -> None:
    dead = read_run(find("a-neuron").parents[2] / "examples/dead-relu.netviz").session_state().config
    assert f"A rate of {dead.learning_rate:g} did it" in words("break-it")
    assert f"With a rate that stays the same {usual_rate(dead):g} is usual" in words("break-it")
    config = new_config(55_000)
    assert config.schedule.kind != dead.schedule.kind == "constant"
    assert f"{usual_rate(config):g} is, where it falls in time" in words("break-it")


def accuracy(*options: str) -> float:
    """Percent of the test examples that are answered rightly after `netviz train`."""
    command = [sys.executable, "-m", "netviz", "train", *options, "--json"]
    last = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    return 100 * float(json.loads(last)["test_accuracy"])


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("layers", "options", "told"),
    [
        ("784-10", ("--epochs", "5"), 92),
        ("16", ("--epochs", "5"), 95),
        ("16,16", ("--epochs", "5"), 96),
        ("16,16,16", ("--epochs", "5"), 95),
        ("16,16,16,16", ("--epochs", "5"), 95),
        ("784-10", ("--examples", "300", "--steps", "4000"), 83),
        ("16", ("--examples", "300", "--steps", "4000"), 82),
        ("16,16", ("--examples", "300", "--steps", "4000"), 80),
        ("784-10", ("--examples", "10000", "--steps", "4000"), 91),
        ("16", ("--examples", "10000", "--steps", "4000"), 93),
        ("16,16", ("--examples", "10000", "--steps", "4000"), 94),
    ],
)
def test_what_was_measured_of_depth_is_measured_again(
    layers: str, options: tuple[str, ...], told: int
) -> None:
    """The mean of three seeds, as the lesson has it."""
    found = [accuracy("--layers", layers, *options, "--seed", str(seed)) for seed in range(3)]
    assert f"{told} %" in words("why-deep")
    assert sum(found) / 3 == pytest.approx(told, abs=0.75)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_what_was_measured_of_spirals_is_measured_again() -> None:
    for layers, least, most in (("24", 79, 90), ("8,8", 92, 99)):
        options = ("--task", "spirals", "--layers", layers, "--steps", "1000")
        found = [accuracy(*options, "--seed", str(seed)) for seed in range(3)]
        assert min(found) == pytest.approx(least, abs=1)
        assert max(found) == pytest.approx(most, abs=1)


def test_the_signs_of_the_story_s_formulas_are_told_where_it_is_played() -> None:
    """Greek letters and the like, on any stage of a network like that of the lesson."""
    story = a_story(whole=True)
    stages = range(len(story.stages))
    formulas = " ".join(line for k in stages for line in moment(story, k + REST).formula)
    told = words("learning-from-one-3")
    signs = set(re.findall(r"φ′|[α-ωΔ∂]|momentum|L2", formulas))
    assert {"δ", "η", "φ′"} < signs
    assert [sign for sign in sorted(signs) if sign not in told] == []


def test_pictures_of_lessons_are_none() -> None:
    """They show the living network."""
    folder: Path = find("a-neuron").parent
    assert not any("![" in path.read_text() for path in folder.glob("*.md"))


def test_with_all_weights_alike_a_layer_works_as_one_neuron(digits: DataSet) -> None:
    config = new_config(len(digits.training))
    session = Session(replace(config, spec=replace(config.spec, initialiser="constant")), digits.training)
    for _ in range(2000):
        session.step()
    network = session.network
    assert np.ptp(network.W[0], axis=1).max() < 1e-6
    assert np.ptp(network.W[1]) < 1e-6
    assert "about one digit in ten" in words("break-it")
    assert 8 < accuracy("--init", "constant", "--steps", "2000") < 12


def test_labels_dealt_out_by_chance_are_learnt_by_heart_and_no_digit_is_read(digits: DataSet) -> None:
    data = shuffled(digits)
    config = new_config(len(digits.training))
    config = replace(config, spec=NetworkSpec.dense((784, 64, 10)), examples=300)
    session = Session(config, data.training)
    for _ in range(1000):
        session.step()
    assert session.epoch == 100
    accuracies = [session.step().accuracy for _ in range(50)]
    assert sum(accuracies) / len(accuracies) > 0.95
    ink = digits.test.images.reshape(-1, 784).astype(np.float32) / 255
    answers, _ = predict(config.spec, session.network.parameters, ink)
    assert 0.05 < (answers == digits.test.labels).mean() < 0.15
    assert "nearly all of its 300 digits the label that was dealt to them" in words("break-it")
