"""Zoom and scrolling stay within the run, and a plot at the run's end follows it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.panels.plots.window import Window

actions = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), st.floats(0.01, 100), st.floats(0, 1e6)),
        st.tuples(st.just("pan"), st.floats(-1e6, 1e6), st.just(0.0)),
        st.tuples(st.just("show"), st.floats(0, 1e6), st.floats(0, 1e6)),
        st.tuples(st.just("grow"), st.floats(0, 1e5), st.floats(1, 1e5)),
    ),
    max_size=30,
)


@given(actions)
def test_whatever_one_does_it_stays_within_the_run(steps: list[tuple[str, float, float]]) -> None:
    window = Window()
    for name, a, b in steps:
        if name == "grow":
            window.grow(0, window.last + a)
        else:
            getattr(window, name)(*((a, b) if name != "pan" else (a,)))
        start, end = window.range
        assert window.first - 1e-6 <= start < end <= window.last + 1e-6


def test_zoom_keeps_the_step_under_the_pointer() -> None:
    window = Window()
    window.grow(0, 1000)
    window.zoom(0.5, 250)
    start, end = window.range
    assert (end - start) == pytest.approx(500)
    assert (250 - start) / (end - start) == pytest.approx(0.25)
    window.zoom(1e9, 250)
    assert window.whole


def test_at_the_end_it_follows_the_run_and_elsewhere_it_stays() -> None:
    window = Window()
    window.grow(0, 1000)
    window.show(900, 1000)
    window.grow(0, 1100)
    assert window.range == (1000, 1100)
    window.show(200, 300)
    window.grow(0, 1200)
    assert window.range == (200, 300)


def test_a_run_that_was_taken_back_takes_the_view_along() -> None:
    window = Window()
    window.grow(0, 1000)
    window.show(600, 800)
    window.grow(0, 700)
    assert window.range == (600, 700)
    window.show(600, 680)
    window.grow(0, 500)
    assert window.whole
