"""The line under the shares adds up as it is written, or says that it does not."""

from netviz.panels.inspector.why.tab import _equals


def test_the_sign_says_whether_the_written_figures_add_up() -> None:
    assert _equals(21.59012, 21.07728, -0.51285, 0.00001) == "≈"  # 21.5901, 21.0773, −0.5129: 21.5902
    assert _equals(21.5902, 21.0773, -0.5129, 0.0) == "="
    assert _equals(20.0, 21.0, 0.5, 0.5) == "="
