"""What an operation did to the answers, against a plain forward pass over all layers."""

import math

import numpy as np
import pytest

from netviz.network.forward import evaluate, forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.curve.task import CURVE
from netviz.tasks.finding import load
from netviz.training.experiments.operations.effect import Effect, Reading
from netviz.training.experiments.operations.single import DeleteNeuron, SetBias, SetWeight, SilenceNeuron
from netviz.training.experiments.operations.whole import AllAlike, Prune
from netviz.training.measure.residuals import residuals
from netviz.viewmodels.score import score_of

SPEC = NetworkSpec((784, 9, 7, 10), ("relu", "tanh"))


def test_only_what_changed_is_computed_again_and_comes_out_as_a_whole_pass(few_validation):
    rng = np.random.default_rng(2)
    parameters = rng.normal(0, 0.2, SPEC.n_parameters).astype(np.float32)
    reading, spec = Reading(few_validation), SPEC
    images, truth = few_validation.images / np.float32(255), few_validation.labels
    last = reading.read(spec, parameters)
    changes = (SetBias(3, 4, 2.0), SetWeight(SPEC.n_edges - 1, 3.0), SilenceNeuron(2, 3), Prune(1, 0.5))
    for operation in (*changes, SetWeight(5, 1.0), DeleteNeuron(1, 3), AllAlike()):
        parameters, spec = operation.applied(spec, parameters), operation.shape(spec)
        found = reading.read(spec, parameters)
        whole = forward_pass(spec, parameters, images).z[-1].argmax(axis=1)
        np.testing.assert_array_equal(found.answers, whole)
        loss, accuracy = evaluate(spec, parameters, few_validation.images, truth)
        assert found.loss == pytest.approx(loss, rel=1e-5)
        assert found.accuracy == accuracy
        effect = Effect(last, found)
        was, now = last.answers == truth, found.answers == truth
        assert effect.broke.tolist() == [k for k in range(60) if was[k] and not now[k]]
        assert effect.mended.tolist() == [k for k in range(60) if now[k] and not was[k]]
        last = found


def test_of_numbers_the_loss_and_what_is_explained():
    data = load(CURVE.id)
    spec = CURVE.network
    parameters = np.random.default_rng(1).normal(0, 0.4, spec.n_parameters).astype(np.float32)
    reading = Reading(data.validation)
    found = reading.read(spec, parameters)
    expected = residuals(spec, parameters, data.validation)
    assert score_of(data.validation).of(found.loss, found.accuracy) == pytest.approx(expected.r2, rel=1e-5)
    assert found.loss == pytest.approx(expected.loss, rel=1e-5)
    assert found.right is None
    assert math.isnan(found.accuracy)
    assert not len(Effect(found, found).broke)
