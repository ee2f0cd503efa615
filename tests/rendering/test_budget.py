"""The budget finds what a machine can draw, and stays there."""

import pytest

from netviz.rendering.budget import FIRST, LADDER, ON_DEVICE, TARGET_MS, Budget, is_software


@pytest.mark.parametrize(
    ("device", "software"),
    [
        ("Mesa/X.org llvmpipe (LLVM 15.0.6, 256 bits) 4.5", True),
        ("Google SwiftShader", True),
        ("Microsoft Basic Render Driver", True),
        ("softpipe", True),
        ("NVIDIA H100", False),
        ("Mesa Intel(R) UHD Graphics 620 (KBL GT2)", False),
        ("AMD Radeon RX 6600", False),
        ("Apple M2", False),
    ],
)
def test_programs_on_the_processor_are_known_by_name(device: str, software: bool) -> None:
    assert is_software(device) == software


def settle(budget: Budget, ms_per_edge: float, base_ms: float = 8.0) -> list[int]:
    seen = []
    for _ in range(300):
        budget.measured(base_ms, 0)
        budget.measured(base_ms + ms_per_edge * budget.live, budget.live)
        seen.append(budget.live)
    return seen


@pytest.mark.parametrize("ms_per_edge", [0.1, 0.03, 0.012, 0.004, 0.0005])
def test_it_settles_at_what_fits_and_stays_there(ms_per_edge: float) -> None:
    budget = Budget(software=True)
    assert budget.live == FIRST
    seen = settle(budget, ms_per_edge)
    assert len(set(seen[-100:])) == 1
    cost = ms_per_edge * seen[-1]
    assert cost <= 1.2 * TARGET_MS or seen[-1] == LADDER[0]
    larger = [k for k in LADDER if k > seen[-1]]
    assert not larger or ms_per_edge * larger[0] > 0.8 * TARGET_MS


def test_a_slower_machine_gets_fewer_again() -> None:
    budget = Budget(software=True)
    fast = settle(budget, 0.004)[-1]
    slow = settle(budget, 0.05)[-1]
    assert slow < fast


def test_one_slow_frame_changes_nothing() -> None:
    budget = Budget(software=True)
    before = settle(budget, 0.015)[-1]
    budget.measured(900.0, budget.live)
    settled = settle(budget, 0.015)
    assert set(settled) == {before}


def test_a_slice_at_rest_fits_into_a_frame() -> None:
    budget = Budget(software=True)
    settle(budget, 0.02)
    assert budget.slice * 0.02 <= TARGET_MS
    assert budget.slice >= 200


def test_a_graphics_device_is_not_asked() -> None:
    budget = Budget(software=False)
    assert budget.live == ON_DEVICE
    assert not budget.measured(5000.0, ON_DEVICE)
    assert budget.live == ON_DEVICE
