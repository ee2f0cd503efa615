"""The loss by one weight, against the network with another weight there, in float64."""

import numpy as np
import pytest

from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.training.jobs.work import finish
from netviz.training.landscape.landscape import Sample
from netviz.training.landscape.one_weight import POINTS, one_weight
from tests.training.landscape.point import plain_loss


@pytest.mark.parametrize(("sizes", "places"), [((6, 5, 3), (0, 29, 44)), ((1, 1), (0,))])
def test_the_curve_is_the_loss_with_that_weight_alone_changed(
    sizes: tuple[int, ...], places: tuple[int, ...]
) -> None:
    random = np.random.default_rng(4)
    loss = "softmax_cross_entropy" if sizes[-1] > 1 else "squared_error"
    spec = NetworkSpec.dense(sizes, "tanh", loss=loss)
    network = Network(spec)
    network.initialise(3)
    x = random.normal(0, 1, (40, sizes[0])).astype(np.float32)
    answers = random.integers(0, sizes[-1], 40) if sizes[-1] > 1 else x * 2
    sample = Sample(np.arange(40), x, answers)
    flat = network.parameters.astype(np.float64)
    for place in places:
        found = finish(one_weight(spec, network.parameters, place, sample))
        assert len(found.values) == POINTS
        assert found.values[found.middle] == pytest.approx(flat[place])
        assert found.values[0] <= 0 <= found.values[-1]
        assert found.n_examples == 40
        for k in (0, 17, found.middle, POINTS - 1):
            changed = flat.copy()
            changed[place] = found.values[k]
            assert found.loss[k] == pytest.approx(plain_loss(spec, changed, sample), rel=2e-5)
        ends = []
        for sign in (1, -1):
            changed = flat.copy()
            changed[place] += sign * 1e-5
            ends.append(plain_loss(spec, changed, sample))
        assert found.slope == pytest.approx((ends[0] - ends[1]) / 2e-5, abs=2e-5)
