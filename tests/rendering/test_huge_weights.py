"""A network that diverges is drawn, measured and examined without a warning of numpy."""

import numpy as np
import pytest

from netviz.network.forward import evaluate, forward_pass, predict
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.rendering.edges.choice import standing_out, strongest
from netviz.tasks.digits.digits import DataSet
from netviz.training.experiments.backprop import single_step, trace, trace_batch
from netviz.training.measure.digit_map import align, principal_components
from netviz.training.measure.examination import examine
from netviz.training.measure.measures import StepMeasures, measure, measure_step
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.references import shade_references
from netviz.viewmodels.scene import resolve

# numpy's warnings are errors here, as all are.


@pytest.mark.parametrize("size", [1e10, 1e19, 3e38])
@pytest.mark.parametrize("activation", ["relu", "linear", "tanh"])
def test_nothing_that_looks_at_a_network_warns(digits: DataSet, activation: str, size: float) -> None:
    spec = NetworkSpec.dense((784, 16, 16, 10), activation)
    rng = np.random.default_rng(0)
    weights = (rng.standard_normal(spec.n_parameters).clip(-1, 1) * size).astype(np.float32)
    weights.flags.writeable = False
    snapshot = Snapshot("run", 0, 5, spec, weights)
    pixels = digits.validation.inputs(slice(0, 60))
    one, labels = pixels[0], digits.validation.labels[:60]
    forward = forward_pass(spec, weights, one)
    shade_references(snapshot, digits.validation.inputs(slice(60)))
    for seen in (forward, None):
        scene = resolve(snapshot, make_layout(spec, 900, 500), LIGHT, seen)
        strongest(scene, 400)
        standing_out(scene)
    evaluate(spec, weights, pixels, labels)
    predict(spec, weights, one)
    examine(spec, weights, digits.test)
    none = np.zeros(spec.n_layers, np.float32)
    measure(snapshot, StepMeasures(none, none), pixels)
    network = Network(spec)
    network.parameters[:] = network.gradient[:] = weights
    measure_step(network, np.zeros_like(weights))
    trace(spec, weights, one, 3)
    single_step(spec, weights, np.asarray(one, np.float64), 3, 1e6)
    trace_batch(spec, weights, pixels, labels, 1e6)
    for values in forward_pass(spec, weights, pixels).a:
        found = principal_components(values)
        align(found, found)
