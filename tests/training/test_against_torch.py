"""Gradients, attributions and the landscape against PyTorch's autograd in float64.

`tests/references/by_torch.py` wrote the numbers: every activation in both hidden layers, and each beside
another one, with every loss. What netviz works out in float64 agrees to 1e-6, what it works out in float32
as that goes.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from netviz.network.activations import ACTIVATIONS
from netviz.network.losses import ALL_LOSSES
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.training.insight.attribution import GRADIENT, INTEGRATED, why
from netviz.training.insight.exact import Exact
from netviz.training.jobs.work import finish
from netviz.training.landscape.directions import RANDOM
from netviz.training.landscape.grid import survey
from netviz.training.landscape.landscape import Sample, ground_of
from netviz.training.landscape.one_weight import one_weight
from netviz.training.landscape.plane import Plane

with np.load(Path(__file__).parent.parent / "references" / "torch.npz") as written:
    FILE = dict(written)
ALIKE = {"rtol": 1e-6, "atol": 1e-6}
OF_FLOAT32 = {"rtol": 1e-5, "atol": 2e-6}
WHOLE = ("versions", "sizes", "smoothing", "alphas", "betas")


def cases() -> list[Any]:
    """Each with the network that it is about and its examples."""
    found = []
    for k, loss in enumerate(FILE["loss_name"]):
        one = SimpleNamespace(**{name: values[k] for name, values in FILE.items() if name not in WHOLE})
        sizes, activations = (int(n) for n in FILE["sizes"]), (str(name) for name in one.activations)
        one.spec = NetworkSpec(tuple(sizes), tuple(activations), str(loss)).checked()
        one.of_classes = one.spec.loss_function.answers == "classes"
        one.answers = one.labels if one.of_classes else one.numbers
        one.title = f"{one.spec.activations} {loss}"
        found.append(one)
    return found


CASES = cases()


def test_every_activation_and_every_loss_is_there() -> None:
    assert {(one.spec.activations, one.spec.loss) for one in CASES} >= {
        ((name, name), loss) for name in ACTIVATIONS for loss in ALL_LOSSES
    }
    assert FILE["versions"][0].startswith("2.")


def test_losses_and_gradients_of_all_parameters() -> None:
    for one in CASES:
        for smoothing in (0.0, float(FILE["smoothing"])) if one.of_classes else (0.0,):
            network = Network(one.spec, np.float64, len(one.x), smoothing=smoothing)
            network.parameters[:] = one.parameters
            loss, _ = network.loss_and_gradient(one.x.astype(np.float64), one.answers)
            expected = (one.smoothed_loss, one.smoothed_gradient) if smoothing else (one.loss, one.gradient)
            assert loss == pytest.approx(float(expected[0]), rel=1e-9), one.title
            np.testing.assert_allclose(network.gradient, expected[1], **ALIKE, err_msg=one.title)


def test_gradients_in_float32_as_it_trains() -> None:
    for one in CASES:
        network = Network(one.spec)
        network.parameters[:] = one.parameters
        loss, _ = network.loss_and_gradient(one.x, one.answers)
        assert loss == pytest.approx(float(one.loss), rel=1e-5), one.title
        np.testing.assert_allclose(network.gradient, one.gradient, **OF_FLOAT32, err_msg=one.title)


def test_gradient_x_input_and_integrated_gradients() -> None:
    """By the same rule, with as many steps; z of the example and of the empty input."""
    for one in CASES:
        exact, output = Exact(one.spec, one.parameters), int(one.output)
        empty = one.empty.astype(np.float64)
        for row, x in enumerate(one.x.astype(np.float64)):
            found = finish(why(exact, x, empty, output, [[k] for k in range(len(x))]))
            np.testing.assert_allclose(found.z, one.z[row, output], **ALIKE)
            np.testing.assert_allclose(found.z_empty, one.z_empty[output], **ALIKE)
            shares, integrated = found.by(GRADIENT).values, found.by(INTEGRATED)
            np.testing.assert_allclose(shares, one.gradient_x_input[row], **ALIKE, err_msg=one.title)
            np.testing.assert_allclose(integrated.values, one.integrated[row], **ALIKE, err_msg=one.title)
            assert integrated.steps == one.steps[row], one.title


def test_the_landscape_its_slope_and_its_curvature() -> None:
    """Losses over a plane, the way down in it, one weight's slope; the curvature by gradients nearby."""
    h = 1e-5
    for one in CASES:
        plane = Plane(one.spec, one.parameters, one.directions, RANDOM, ("one way", "another"))
        sample = Sample(np.arange(len(one.x)), one.x, one.answers)
        found = finish(survey(plane, FILE["alphas"], FILE["betas"], one.x, one.answers))
        np.testing.assert_allclose(found.loss, one.landscape, **OF_FLOAT32, err_msg=one.title)
        directions = one.directions.astype(np.float64)
        down = np.array(finish(ground_of(plane, None, sample)).descent)
        np.testing.assert_allclose(directions @ directions.T @ down, -one.slope, **OF_FLOAT32)
        place = int(one.output)
        slope = finish(one_weight(one.spec, one.parameters, place, sample)).slope
        np.testing.assert_allclose(slope, one.gradient[place], **OF_FLOAT32)
        network = Network(one.spec, np.float64, len(one.x))
        bent = np.empty((2, 2))
        for k, direction in enumerate(directions):
            ends = []
            for side in (1, -1):
                network.parameters[:] = one.parameters + side * h * direction
                network.loss_and_gradient(one.x.astype(np.float64), one.answers)
                ends.append(network.gradient.copy())
            bent[k] = directions @ (ends[0] - ends[1]) / (2 * h)
        np.testing.assert_allclose(bent, one.curvature, **ALIKE, err_msg=one.title)
