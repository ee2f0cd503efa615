"""The probe reads the snapshot that is shown, once for each pair of digit and snapshot."""

import numpy as np
import pytest

from netviz.network.network import Network
from netviz.tasks.digits.task import DIGITS
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.playing.playback import Playback
from netviz.viewmodels.probe import NOTHING, Probe, example

SPEC = DIGITS.network


def snapshot(seed: int = 0, step: int = 0) -> Snapshot:
    network = Network(SPEC)
    network.initialise(seed)
    parameters = network.parameters.copy()
    parameters.flags.writeable = False
    return Snapshot("run", 0, step, SPEC, parameters)


def digit(value: int = 200) -> np.ndarray:
    pixels = np.zeros(784, np.uint8)
    pixels[300:340] = value
    return pixels


def test_nothing_is_not_read() -> None:
    assert Probe().forward(snapshot()) is None


def test_blank_pixels_are_nothing() -> None:
    assert example(np.zeros(784, np.uint8), "pad") is NOTHING


def test_the_pass_is_that_of_the_pixels_as_shares_of_full_ink() -> None:
    probe, shown = Probe(), snapshot()
    probe.show(example(digit(), "pad"))
    forward = probe.forward(shown)
    assert forward is not None
    x = digit().astype(np.float64) / 255
    z = x @ shown.W(0).astype(np.float64) + shown.b(0)
    np.testing.assert_allclose(forward.a[1], np.maximum(z, 0), atol=1e-5)
    assert forward.a[-1].sum() == pytest.approx(1, abs=1e-5)


def test_computed_once_until_digit_or_snapshot_change() -> None:
    probe, first = Probe(), snapshot()
    probe.show(example(digit(), "pad"))
    forward = probe.forward(first)
    assert probe.forward(first) is forward
    assert probe.forward(snapshot(step=1)) is not forward
    again = probe.forward(first)
    probe.show(example(digit(100), "pad"))
    assert probe.forward(first) is not again


@pytest.mark.parametrize("huge", [1e30, np.inf, np.nan])
def test_a_network_that_diverged_gives_no_answer(huge: float) -> None:
    probe = Probe()
    probe.show(example(digit(), "pad"))
    wild = Snapshot("run", 0, 9, SPEC, np.full(SPEC.n_parameters, huge, np.float32))
    assert probe.forward(wild) is None


def test_an_example_keeps_its_own_pixels() -> None:
    pixels = digit()
    shown = example(pixels, "pad")
    pixels[:] = 0
    assert shown.pixels.any()
    with pytest.raises(ValueError, match="read-only"):
        shown.pixels[0] = 1


def test_playback_shows_the_newest_and_says_when_nothing_changed() -> None:
    playback = Playback()
    assert playback.shown is None
    assert not playback.offer(None)
    first = snapshot()
    assert playback.offer(first)
    assert not playback.offer(snapshot())
    assert playback.offer(snapshot(step=1))
    assert playback.shown is not None
    assert playback.shown.step == 1
