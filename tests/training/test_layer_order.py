"""The order of somebody's layers is told by their names, or by their widths, or not at all."""

from itertools import permutations

import numpy as np
import pytest
import safetensors.numpy

from netviz.files.errors import FileError
from netviz.training.saved.layer_order import NoOrderError, in_order
from netviz.training.saved.model_file import load_model

EQUAL = (784, 16, 16, 16, 10)
"""Of four layers the two in the middle could change places."""

TOLD = [
    ("0", "2", "4", "6"),
    ("fc1", "fc2", "fc10", "fc11"),
    ("net.0", "net.2", "net.4", "net.10"),
    ("blocks.0.linear", "blocks.1.linear", "blocks.2.linear", "blocks.3.linear"),
    ("b1.fc2", "b2.fc1", "b2.fc2", "b3.fc1"),
    ("layers.first", "layers.second", "layers.third", "layers.fourth"),
    ("layers.first", "layers.second", "layers.third", "layers.last"),
    ("a_in", "hidden_one", "hidden_two", "out"),
    ("input", "hidden1", "hidden2", "output"),
    ("One", "Two", "Three", "Four"),
    ("embed", "h1", "h2", "head"),  # the first by its width
]
UNTOLD = [
    ("input", "alpha", "beta", "output"),
    ("a", "b", "c", "d"),
    ("w", "x", "y", "z"),
    ("input", "hidden", "more", "output"),
    ("fc1", "fc2", "lin2", "fc4"),
    ("in", "left.out", "right.out", "answer"),
]


def shapes(sizes, names):
    return {name: (after, before) for name, before, after in zip(names, sizes, sizes[1:], strict=False)}


@pytest.mark.parametrize("names", TOLD, ids=" ".join)
def test_names_that_tell_it_are_understood(names):
    whole = shapes(EQUAL, names)
    for mixed in list(permutations(names))[::5]:
        assert in_order({name: whole[name] for name in mixed}) == list(names)


@pytest.mark.parametrize("names", UNTOLD, ids=" ".join)
def test_what_names_and_widths_leave_open_is_not_guessed(names):
    with pytest.raises(NoOrderError) as caught:
        in_order(shapes(EQUAL, names))
    assert set(caught.value.either) == set(names[1:3])


@pytest.mark.parametrize("names", [*TOLD, *UNTOLD], ids=" ".join)
def test_widths_that_allow_one_order_are_enough(names):
    assert in_order(shapes((784, 40, 30, 20, 10), names)) == list(names)


@pytest.mark.parametrize(
    ("sizes", "names"),
    [
        ((784, 30, 20, 10), ("fc3", "fc2", "fc1")),  # numbers against widths
        ((784, 30, 20, 10), ("out", "middle", "in")),
    ],
)
def test_names_against_widths_are_no_order(sizes, names):
    with pytest.raises(NoOrderError) as caught:
        in_order(shapes(sizes, names))
    assert caught.value.either == ()


def test_a_circle_has_no_beginning():
    with pytest.raises(NoOrderError) as caught:
        in_order({"encoder": (16, 784), "decoder": (784, 16)})
    assert set(caught.value.either) == {"encoder", "decoder"}


def test_many_layers_take_no_time():
    """Every order of sixty equal layers is allowed, and of forty that lead nowhere none is."""
    for sizes in ([8] * 61, [8] * 40 + [3]):
        names = [f"{chr(97 + k // 26)}{chr(97 + k % 26)}" for k in range(len(sizes) - 1)]
        tensors = {**shapes(sizes, names), "zz": (5, 7)} if sizes[-1] == 3 else shapes(sizes, names)
        with pytest.raises(NoOrderError):
            in_order(tensors)


def save(path, names, sizes=EQUAL, *, turned=False):
    random = np.random.default_rng(1)
    tensors = {}
    for name, (n_out, n_in) in shapes(sizes, names).items():
        weight = random.standard_normal((n_out, n_in)).astype(np.float32)
        tensors[f"{name}.weight"] = np.ascontiguousarray(weight.T if turned else weight)
        tensors[f"{name}.bias"] = np.zeros(n_out, np.float32)
    safetensors.numpy.save_file(tensors, path)
    return path, tensors


@pytest.mark.parametrize("names", UNTOLD, ids=" ".join)
def test_the_sentence_names_both_layers_and_the_way_out(tmp_path, names):
    path, _ = save(tmp_path / "net.safetensors", names)
    with pytest.raises(FileError) as caught:
        load_model(path)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert f"“{names[1]}.weight”" in sentence
    assert f"“{names[2]}.weight”" in sentence
    assert "0.weight, 0.bias, 1.weight" in sentence
    assert sentence.endswith("would be right.")


@pytest.mark.parametrize("names", TOLD, ids=" ".join)
def test_the_weights_are_those_of_their_layers(tmp_path, names):
    path, tensors = save(tmp_path / "net.safetensors", names)
    model = load_model(path)
    for layer, name in enumerate(names):
        found = model.parameters[model.spec.weight_slices[layer]].reshape(model.spec.shapes[layer])
        np.testing.assert_array_equal(found, tensors[f"{name}.weight"].T)


def test_layers_turned_round_are_said_to_be(tmp_path):
    path, _ = save(tmp_path / "net.safetensors", ("0", "1", "2", "3"), turned=True)
    with pytest.raises(FileError, match=r"outputs × inputs, as nn\.Linear"):
        load_model(path)
