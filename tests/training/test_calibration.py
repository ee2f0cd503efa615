"""Calibration and coverage are what a plain loop over all answers counts."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.training.measure.calibration import N_BINS, calibrate, cover

answers = st.lists(
    st.tuples(
        st.one_of(st.floats(0, 1, width=32), st.sampled_from([0.0, 0.1, 0.3, 0.7, 1.0])), st.booleans()
    ),
    min_size=1,
    max_size=60,
)


def arrays(pairs: list[tuple[float, bool]]) -> tuple[np.ndarray, np.ndarray]:
    confidence, right = zip(*pairs, strict=True)
    return np.array(confidence), np.array(right)


@given(answers)
def test_bins_are_those_of_a_plain_loop(pairs: list[tuple[float, bool]]) -> None:
    found = calibrate(*arrays(pairs))
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(N_BINS)]
    for confidence, right in pairs:
        bins[max(k for k in range(N_BINS) if k == 0 or found.edges[k] <= confidence)].append(
            (confidence, right)
        )
    error = 0.0
    for k, inside in enumerate(bins):
        assert found.counts[k] == len(inside)
        if not inside:
            assert math.isnan(found.confidence[k])
            assert math.isnan(found.accuracy[k])
            continue
        sure = sum(confidence for confidence, _ in inside) / len(inside)
        share = sum(right for _, right in inside) / len(inside)
        assert found.confidence[k] == pytest.approx(sure)
        assert found.accuracy[k] == pytest.approx(share)
        error += len(inside) / len(pairs) * abs(sure - share)
    assert found.error == pytest.approx(error, abs=1e-12)


def test_a_network_that_knows_itself_has_no_error() -> None:
    confidence = np.repeat([0.25, 0.75], 100)
    right = np.concatenate([np.arange(100) < 25, np.arange(100) < 75])
    assert calibrate(confidence, right).error == pytest.approx(0)
    assert calibrate(np.ones(100), right[:100]).error == pytest.approx(0.75)


@given(answers)
def test_coverage_is_that_of_a_plain_loop(pairs: list[tuple[float, bool]]) -> None:
    found = cover(*arrays(pairs))
    for threshold, coverage, accuracy in zip(found.thresholds, found.coverage, found.accuracy, strict=True):
        answered = [right for confidence, right in pairs if confidence >= threshold]
        assert coverage == pytest.approx(len(answered) / len(pairs))
        if answered:
            assert accuracy == pytest.approx(sum(answered) / len(answered))
        else:
            assert math.isnan(accuracy)


@pytest.mark.parametrize("measure", [calibrate, cover])
def test_no_answers_are_refused(measure) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="no answers"):
        measure(np.zeros(0), np.zeros(0, bool))
