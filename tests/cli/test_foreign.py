"""Weights of another program with an activation that their file does not name."""

import json

import numpy as np
import pytest
import safetensors.numpy

from netviz.network.activations import ACTIVATIONS
from netviz.network.forward import evaluate
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from netviz.training.saved.fitting import fits
from netviz.training.saved.foreign_layers import Said
from netviz.training.saved.model_file import load_model
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
    assert load_model(path, Said("linear")).spec.activations == ("linear",)  # the person knows better


def test_what_fits_reads_most(trained, path, digits):
    model = load_model(path)
    assert model.assumed
    measured = fits(model, digits.validation)
    found = measured.found
    assert measured.count == 5000
    assert found[0].activation == trained.config.spec.activations[0]
    assert {fit.activation for fit in found} == set(ACTIVATIONS)
    for fit in found:
        spec = NetworkSpec.dense(model.spec.sizes, fit.activation)
        images, labels = digits.validation.images, digits.validation.labels
        parameters = fit.pixels.put_into(spec, trained.network.parameters)
        assert fit.accuracy == evaluate(spec, parameters, images, labels).accuracy
    assert [fit.accuracy for fit in fits(model, None).found] == [None] * len(ACTIVATIONS)


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


# How the pixels were scaled

SCALES = {"0.1307,0.3081": (0.1307, 0.3081), "0.5,0.5": (0.5, 0.5), "0,0.00392157": (0.0, 1 / 255)}


@pytest.fixture(scope="module")
def plain(digits):
    """A network that reads pixels from 0 to 1."""
    session = Session(TrainingConfig(NetworkSpec.dense((784, 16, 10)), learning_rate=0.02), digits.training)
    for _ in range(600):
        session.step()
    return session


def with_pixels(session, mean, deviation):
    """The layers of a network that computes the same of (x − mean) / deviation."""
    tensors = layers(session)
    weight = tensors["0.weight"].astype(np.float64)
    tensors["0.bias"] = (tensors["0.bias"] + mean * weight.sum(axis=1)).astype(np.float32)
    tensors["0.weight"] = (weight * deviation).astype(np.float32)
    return tensors


@pytest.mark.parametrize("option", SCALES)
def test_another_scale_of_pixels_is_never_silent(netviz, plain, tmp_path, digits, option):
    path = tmp_path / "norm.safetensors"
    safetensors.numpy.save_file(with_pixels(plain, *SCALES[option]), path)
    spec, parameters = plain.config.spec, plain.network.parameters
    right = evaluate(spec, parameters, digits.test.images, digits.test.labels).accuracy
    told = json.loads(netviz("test", path, "--json").out)
    assert told["test_accuracy"] < right - 0.1
    assert f"--pixels {option}" in told["note"]
    assert "of 5,000 validation digits are read rightly" in told["note"]
    better = json.loads(netviz("test", path, "--activation", "relu", "--pixels", option, "--json").out)
    assert better["test_accuracy"] == pytest.approx(right, abs=0.002)
    assert better["note"] == ""
    # The other commands that open it say it too.
    said = netviz("render", path, "--out", tmp_path / "net.png", "--size", "240x160").err
    assert f"--pixels {option}" in said


def test_the_scale_may_stand_in_the_header(plain, tmp_path, netviz):
    path = tmp_path / "norm.safetensors"
    tensors = with_pixels(plain, 0.1307, 0.3081)
    safetensors.numpy.save_file(tensors, path, {"activation": "relu", "pixels": "0.1307,0.3081"})
    model = load_model(path)
    assert not model.pixels_assumed
    np.testing.assert_allclose(model.parameters, plain.network.parameters, rtol=1e-3, atol=1e-4)


def test_what_reads_nothing_is_said_to(netviz, plain, tmp_path):
    path = tmp_path / "other.safetensors"
    tensors = layers(plain)
    tensors["0.weight"] = np.ascontiguousarray(tensors["0.weight"][:, ::-1])  # upside down
    safetensors.numpy.save_file(tensors, path)
    note = json.loads(netviz("test", path, "--json").out)["note"]
    assert "Only" in note
    assert "other pixels" in note


@pytest.mark.parametrize("pixels", ["", "banana", "0.5", "0.5,0", "0,5,0,5", "nan,1", "0,inf", "1e9,1"])
def test_what_is_no_scale_is_refused(netviz, path, pixels):
    told = netviz("test", path, "--pixels", pixels)
    assert told.status == 2
    assert "Pixels: " in told.sentence()


def test_a_file_of_netviz_says_its_scale_itself(netviz, folder, tmp_path):
    path = tmp_path / "own.safetensors"
    assert netviz("train", "--data", folder, "--steps", 2, "--save", path).status == 0
    assert "says itself" in netviz("test", path, "--pixels", "0,1").sentence()
