"""Weights of another program with an activation that their file does not name."""

import json

import numpy as np
import pytest
import safetensors.numpy

from netviz.network.activations import ACTIVATIONS
from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from netviz.training.fitting import fits
from netviz.training.model_file import load_model
from netviz.training.session import Session

COMMANDS = ("test", "predict", "render", "explain")


def layers(session):
    spec, network = session.config.spec, session.network
    tensors = {}
    for k in range(spec.n_layers):
        tensors[f"{2 * k}.weight"] = np.ascontiguousarray(network.W[k].T)
        tensors[f"{2 * k}.bias"] = network.b[k].copy()
    return tensors


@pytest.fixture(scope="module", params=["tanh", "sigmoid"])
def trained(request, digits):
    spec = NetworkSpec.dense((784, 16, 10), request.param, initialiser="xavier")
    session = Session(TrainingConfig(spec, learning_rate=0.02), digits.training)
    for _ in range(600):
        session.step()
    return session


@pytest.fixture
def path(trained, tmp_path):
    path = tmp_path / "net.safetensors"
    safetensors.numpy.save_file(layers(trained), path)
    return path


def test_the_activation_that_is_named_is_used(netviz, trained, path, digits):
    spec, parameters = trained.config.spec, trained.network.parameters
    expected = evaluate(spec, parameters, digits.test.images, digits.test.labels).accuracy
    result = json.loads(netviz("test", path, "--activation", spec.activations[0], "--json").out)
    assert result["test_accuracy"] == pytest.approx(expected)
    assert result["note"] == ""
    assumed = json.loads(netviz("test", path, "--json").out)
    assert "ReLU" in assumed["note"]
    assert "--activation" in assumed["note"]
    assert assumed["test_accuracy"] < expected


def test_a_header_may_name_it(netviz, trained, path):
    name = trained.config.spec.activations[0]
    safetensors.numpy.save_file(layers(trained), path, {"activation": name})
    model = load_model(path)
    assert (model.spec.activations, model.note, model.assumed) == ((name,), "", False)
    assert load_model(path, "linear").spec.activations == ("linear",)  # the person knows better


def test_what_fits_reads_most(trained, path, digits):
    model = load_model(path)
    assert model.assumed
    found = fits(model, digits.validation)
    assert found[0].activation == trained.config.spec.activations[0]
    assert {fit.activation for fit in found} == set(ACTIVATIONS)
    for fit in found:
        spec = NetworkSpec.dense(model.spec.sizes, fit.activation)
        images, labels = digits.validation.images, digits.validation.labels
        assert fit.accuracy == evaluate(spec, trained.network.parameters, images, labels).accuracy
    assert [fit.accuracy for fit in fits(model, None)] == [None] * len(ACTIVATIONS)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["banana", "tanh,relu", ""])
def test_what_is_no_activation_is_refused(netviz, path, tmp_path, command, name):
    more = {"predict": [tmp_path / "x.png"], "render": ["--out", tmp_path / "x.png"]}.get(command, [])
    if command == "explain":
        more = ["--out", tmp_path / "x.gif"]
    told = netviz(command, path, *more, "--activation", name)
    assert told.status == 2
    assert "ctivation" in told.sentence()


@pytest.mark.parametrize("kind", [".netviz", ".safetensors"])
def test_a_file_that_says_it_is_not_contradicted(netviz, folder, tmp_path, kind):
    path = tmp_path / f"own{kind}"
    assert netviz("train", "--data", folder, "--steps", 2, "--save", path).status == 0
    told = netviz("test", path, "--activation", "tanh")
    assert told.status == 2
    assert "says itself" in told.sentence()
