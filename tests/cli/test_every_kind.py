"""Each activation with each loss, and what can be done with it: whoever adds one finds it covered here.

Gradients are checked in tests/network and tests/training, over the same tables; so are arrows and surgery.
"""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.network.losses import LOSSES, loss_named
from netviz.network.spec import NetworkSpec
from netviz.panels.settings.words import kind
from netviz.training.experiments.backprop import trace
from netviz.training.experiments.surgery import reshape
from netviz.training.recording.run_file import read_run
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import Story, tell
from netviz.viewmodels.words.glossary import term

LAYERS = "6,5"
# Twice each activation, with either loss in turn.
BOTH = [(name, LOSSES[at % len(LOSSES)]) for at, name in enumerate(ACTIVATIONS)]


def train(netviz, folder: Path, *arguments: object) -> dict[str, object]:
    told = netviz("train", "--data", folder, "--json", *arguments)
    assert told.status == 0, told.err
    found: dict[str, object] = json.loads(told.out)
    return found


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("activation", "loss"), BOTH)
def test_it_trains_is_recorded_goes_on_and_is_drawn(
    netviz, folder: Path, tmp_path: Path, activation: str, loss: str
) -> None:
    """A run that goes on is the run that was never interrupted, bit for bit; and its picture is one."""
    kinds = ("--layers", LAYERS, "--activation", activation, "--loss", loss, "--schedule", "constant")
    whole, parts = tmp_path / "whole.netviz", tmp_path / "parts.netviz"
    said = train(netviz, folder, *kinds, "--steps", 40, "--save", whole)
    train(netviz, folder, *kinds, "--steps", 15, "--save", parts)
    assert netviz("train", "--resume", parts, "--data", folder, "--steps", 25).status == 0
    one, other = read_run(whole), read_run(parts)
    assert one.spec == other.spec == NetworkSpec.dense((784, 6, 5, 10), activation, loss)
    np.testing.assert_array_equal(one.parameters, other.parameters)
    assert isinstance(said["train_loss"], float)
    assert np.isfinite(said["train_loss"])
    picture = tmp_path / "picture.png"
    assert netviz("render", whole, "--out", picture, "--size", "320x200", "--digit", "0").status == 0
    with Image.open(picture) as shown:
        assert shown.size == (320, 200)
        assert len(shown.convert("L").getcolors(256) or ()) > 20
    # Surgery on what was learnt: more neurons answer as before.
    state = one.session_state()
    wider = reshape(state, replace(one.spec, sizes=(784, 9, 7, 10)))
    pixels = np.random.default_rng(0).random(784)
    before, after = (trace(s.config.spec, s.parameters, pixels, 3).before.z[-1] for s in (state, wider))
    np.testing.assert_allclose(after, before, rtol=1e-4, atol=1e-4)


def a_story(activation: str, loss: str) -> Story:
    spec = NetworkSpec.dense((12, 6, 5, 4), activation, loss)
    generator = np.random.default_rng(1)
    parameters = generator.normal(0, 0.7, spec.n_parameters).astype(np.float32)
    return tell(trace(spec, parameters, generator.random(12), 2), make_layout(spec, 860, 640), step=0)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_story_tells_its_own_formulas(activation: str, loss: str) -> None:
    story, phi, answer = a_story(activation, loss), activation_named(activation), loss_named(loss)
    said = {stage.kind: moment(story, at + REST).formula for at, stage in enumerate(story.stages)}
    assert f"a = {phi.formula}" in said["look"]
    assert f"outputs: {answer.output_formula}" in said["look"]
    written = answer.formula.partition("{")[0]
    assert any(line.startswith(f"L = {written}") for line in said["output"])
    assert any(answer.slope in line for line in said["output"])
    assert any(line.startswith(f"φ′(z) = {phi.slope}: here ") for line in said["wish"])


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_an_activation_is_explained_and_named(activation: str) -> None:
    row = activation_named(activation)
    assert term(row.label).sentence == row.sentence
    assert kind(NetworkSpec.dense((784, 3, 10), activation)).startswith(row.label)


def test_all_are_offered_on_the_command_line(netviz) -> None:
    help_page = " ".join(netviz("train", "--help").out.split())
    assert all(name in help_page for name in (*ACTIVATIONS, *LOSSES))
