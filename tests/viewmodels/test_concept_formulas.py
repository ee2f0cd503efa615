"""Formulas of concepts, read as they stand on screen and computed, against what the program computes."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.network.dropout import Dropout
from netviz.network.forward import forward_pass
from netviz.network.initialisers import INITIALISERS, initialiser_named
from netviz.network.layers.dense import Dense
from netviz.network.losses import loss_named
from netviz.network.losses.loss import targets
from netviz.network.network import Network
from netviz.network.optimisers import make_optimiser
from netviz.network.spec import NetworkSpec
from netviz.training.measure.examination import Examination
from netviz.training.measure.residuals import Residuals
from netviz.viewmodels.words.concepts.all_concepts import CONCEPTS

SIGNS = {
    "−": "-", "·": "*", "²": "**2", "½": "0.5", "√": "sqrt", "Σ": "total", "ln(": "log(", "∂L/∂w": "g",
    "m̂": "m", "v̂": "v", "ŷ": "y_hat",
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": np.sqrt, "log": np.log, "exp": np.exp, "total": lambda x: np.sum(x, axis=-1), "mean": np.mean,
    "abs": np.abs, "min": np.minimum, "max": np.maximum, "tanh": np.tanh,
}  # fmt: skip


def computed(formula: str, **values: Any) -> Any:
    """What the right side of `formula` says, with these values."""
    _, _, right = formula.replace("←", "=").partition("=")
    for sign, plain in SIGNS.items():
        right = right.replace(sign, plain)
    right = re.sub(r"\be\^", "exp", right).replace("^", "**")
    right = re.sub(r"\|(\w+)\|", r"norm(\1)" if "norm" in values else r"abs(\1)", right)
    return eval(right, {"__builtins__": {}}, {**FUNCTIONS, **values})  # noqa: S307 (our own formulas)


def formula(name: str, part: int = 0) -> str:
    return CONCEPTS[name].formula.split(", ")[part]


@pytest.fixture
def chance() -> np.random.Generator:
    return np.random.default_rng(1)


def test_softmax_and_cross_entropy(chance: np.random.Generator) -> None:
    z, loss = chance.normal(0, 2, 5), loss_named("softmax_cross_entropy")
    p = computed(formula("softmax"), z=z)
    np.testing.assert_allclose(p, loss.output(z))
    assert computed(formula("cross-entropy"), p=p[3]) == pytest.approx(loss.mean(z[None], np.array([3])))


def test_squared_error(chance: np.random.Generator) -> None:
    a, y = chance.normal(0, 1, (2, 3))
    wanted = loss_named("squared_error").mean(a[None], y[None])
    assert computed(formula("squared error"), a=a, y=y) == pytest.approx(wanted)


def test_label_smoothing() -> None:
    y = np.eye(4)[2]
    np.testing.assert_allclose(
        computed(formula("label smoothing"), y=y, ε=0.2, n=4), targets(4, np.float64, 0.2)[2]
    )


def test_a_neuron_and_a_layer(chance: np.random.Generator) -> None:
    spec = NetworkSpec.dense((3, 2, 2))
    network = Network(spec, np.float64)
    network.parameters[:] = chance.normal(0, 1, spec.n_parameters)
    x = chance.random(3)
    forward = forward_pass(spec, network.parameters, x)
    W, b = network.parameters[:6].reshape(3, 2), network.parameters[spec.n_edges :][:2]
    z = computed(formula("weighted sum"), w=W[:, 1], x=x, b=b[1])
    assert z == pytest.approx(forward.z[0][1])
    assert computed(formula("weight"), a=x, W=W, b=b) == pytest.approx(forward.z[0])
    assert computed(f"n = {formula('parameter')}", n_in=np.array([3, 2]), n_out=np.array([2, 2])) == (
        spec.n_parameters
    )


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations(name: str) -> None:
    row, z = activation_named(name), np.linspace(-3, 3, 13)
    a = np.empty_like(z)
    row.apply(z, a)
    written = CONCEPTS[row.label].formula
    assert written == f"φ(z) = {row.formula}"
    if " where " not in written and "else" not in written and "ᶻ" not in written and "tanh z" not in written:
        written = written.replace("z³", "z**3")
        np.testing.assert_allclose(computed(written, z=z), a, atol=2e-3)


def moved(name: str, steps: int, **values: float) -> tuple[np.ndarray, list[np.ndarray]]:
    """Parameters after steps of the program's optimiser, and the gradients that it had."""
    chance = np.random.default_rng(3)
    w, gradients = np.array([0.5, -1.0]), [chance.normal(0, 1, 2) for _ in range(steps)]
    optimiser = make_optimiser(name, 2, np.float64, 0.1, values.get("momentum", 0.0))
    for g in gradients:
        optimiser.step(w, g * optimiser.gradient_factor)
    return w, gradients


@pytest.mark.parametrize("concept", ["gradient descent", "step", "learning rate"])
def test_gradient_descent(concept: str) -> None:
    w, gradients = moved("sgd", 3)
    own = np.array([0.5, -1.0])
    for g in gradients:
        own = computed(formula(concept), w=own, η=0.1, g=g)
    np.testing.assert_allclose(own, w)


def test_momentum() -> None:
    w, gradients = moved("momentum", 4, momentum=0.9)
    own, v = np.array([0.5, -1.0]), np.zeros(2)
    for g in gradients:
        v = computed(formula("momentum", 0), v=v, μ=0.9, η=0.1, g=g)
        own = computed(formula("momentum", 1), w=own, v=v)
    np.testing.assert_allclose(own, w)


def test_adam() -> None:
    w, gradients = moved("adam", 4)
    own, m, v = np.array([0.5, -1.0]), np.zeros(2), np.zeros(2)
    for k, g in enumerate(gradients, 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        hats = {"m": m / (1 - 0.9**k), "v": v / (1 - 0.999**k)}
        own = computed(formula("Adam"), w=own, η=0.1, ε=1e-8, **hats)
    np.testing.assert_allclose(own, w)


@pytest.mark.parametrize(("concept", "field"), [("L1", "l1"), ("L2", "l2")])
def test_penalties_have_the_slope_that_training_takes(concept: str, field: str) -> None:
    w, λ, small = np.array([0.5, -1.0, 2.0]), 0.3, 1e-6
    written = f"L = {formula(concept)}"
    up, down = ([computed(written, L=0.0, λ=λ, w=w + way * e) for e in small * np.eye(3)] for way in (1, -1))
    slopes = (np.array(up) - np.array(down)) / (2 * small)
    np.testing.assert_allclose(slopes, λ * np.sign(w) if field == "l1" else λ * w, rtol=1e-5)


def test_dropout_keeps_what_stays_in_size() -> None:
    mask = Dropout(NetworkSpec.dense((2, 50, 2)), 0.4, np.float64).masks(1, 0, 0)[0]
    kept = computed(formula("dropout").replace(" or 0", ""), a=1.0, p=0.4)
    np.testing.assert_allclose(np.unique(mask), [0, kept])


def test_clipping() -> None:
    g = np.array([3.0, 4.0])
    np.testing.assert_allclose(
        computed(CONCEPTS["gradient clipping"].formula, g=g, c=2.0, norm=np.linalg.norm), [1.2, 1.6]
    )


def test_initialisers() -> None:
    layer = Dense(80, 20)
    for name, written in zip(INITIALISERS[:2], CONCEPTS["initialiser"].formula.split(", "), strict=True):
        drawn = initialiser_named(name).draw(layer, 40_000, np.random.default_rng(0))
        assert computed(written.partition(":")[2], n_in=80, n_out=20) == pytest.approx(drawn.std(), rel=0.02)


def test_accuracy_precision_recall() -> None:
    confusion = np.array([[30, 10], [5, 55]])
    confusion.flags.writeable = False
    seen = Examination(confusion)
    tp, fp, fn = 55, 10, 5
    assert computed(formula("precision"), TP=tp, FP=fp) == pytest.approx(seen.precision[1])
    assert computed(formula("recall"), TP=tp, FN=fn) == pytest.approx(seen.recall[1])
    written = formula("accuracy").replace("right / all", "n_right / n_all")
    assert computed(written, n_right=85, n_all=100) == pytest.approx(seen.accuracy)


def test_r_squared(chance: np.random.Generator) -> None:
    y = chance.normal(0, 1, 20)
    answers = y + chance.normal(0, 0.3, 20)
    own = computed(formula("R squared").replace("R²", "R2"), y=y, y_hat=answers)
    assert own == pytest.approx(Residuals(y[:, None], answers[:, None], 0.0).r2)
