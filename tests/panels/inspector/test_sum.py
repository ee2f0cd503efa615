"""Every term of a sum: what is shown adds up, and equals what plain NumPy makes of the parameters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.network.forward import forward_pass
from netviz.network.losses import ALL_LOSSES, loss_named
from netviz.network.spec import NetworkSpec
from netviz.panels.inspector.page.tab import Shown
from netviz.panels.inspector.sum.function import curve_of, fired
from netviz.panels.inspector.sum.outputs import softmax_steps
from netviz.panels.inspector.sum.rows import TermRows
from netviz.panels.inspector.sum.steps import OutputSteps, steps_of
from netviz.panels.inspector.sum.tab import SumTab
from netviz.panels.inspector.sum.terms import Terms, adding_up, terms_of, written
from netviz.panels.inspector.sum.words import reading
from netviz.panels.kit.figures import sized
from netviz.rendering import units
from netviz.rendering.fonts import Type
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.digits.task import DIGITS
from netviz.training.figures import MINUS
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.scene import Focus
from tests.panels.inspector.shown import shown_of


def number(text: str) -> float:
    return float(text.replace(MINUS, "-").replace(",", "").replace("\u00a0%", ""))


@given(
    st.lists(st.floats(-50, 50), min_size=1, max_size=30),
    st.integers(0, 4),
)
@settings(max_examples=60, deadline=None)
def test_rounded_parts_add_up_and_none_is_far_from_what_it_is(values: list[float], decimals: int) -> None:
    parts, total = np.array(values), sum(values)
    units = adding_up(parts, total, decimals)
    assert sum(units) == round(total * 10**decimals)
    assert np.abs(np.array(units) / 10**decimals - parts).max() <= 10.0**-decimals * 1.001
    read = [number(written(unit, decimals)) for unit in units]
    assert read == pytest.approx([unit / 10**decimals for unit in units])
    assert not any(text in (written(u, decimals) for u in units) for text in ("+0.000", f"{MINUS}0.000"))


@given(
    n_in=st.integers(1, 40),
    n_hidden=st.integers(1, 6),
    n_out=st.integers(1, 5),
    seed=st.integers(0, 1000),
    most=st.integers(1, 12),
)
@settings(max_examples=40, deadline=None)
def test_terms_are_those_of_plain_numpy(n_in: int, n_hidden: int, n_out: int, seed: int, most: int) -> None:
    rng = np.random.default_rng(seed)
    spec = NetworkSpec((n_in, n_hidden, n_out), ("relu",))
    parameters = rng.normal(0, 1, spec.n_parameters).astype(np.float32)
    x = rng.normal(0, 1, n_in).astype(np.float32)
    snapshot = Snapshot("run", 0, 0, spec, parameters)
    column = int(rng.integers(1, 3))
    index = int(rng.integers(0, spec.sizes[column]))
    terms = terms_of(Shown(snapshot, forward_pass(spec, parameters, x), Focus(column, index)))
    assert terms is not None
    # Plain: the flat array is W1, W2, b1, b2.
    flat, a, w1 = parameters.astype(np.float64), x.astype(np.float64), n_in * n_hidden
    w2 = w1 + n_hidden * n_out
    W = [flat[:w1].reshape(n_in, n_hidden), flat[w1:w2].reshape(n_hidden, n_out)]
    b = [flat[w2 : w2 + n_hidden], flat[w2 + n_hidden :]]
    if column == 2:
        a = np.maximum(a @ W[0] + b[0], 0)
    expected = W[column - 1][:, index] * a
    np.testing.assert_allclose(terms.products, expected, atol=1e-5)
    assert terms.bias == pytest.approx(b[column - 1][index])
    assert terms.z == pytest.approx(expected.sum() + b[column - 1][index], abs=1e-4)
    largest = terms.largest(most)
    assert len(largest) == min(most, len(expected))
    if len(largest) < len(expected):
        others = np.delete(np.abs(terms.added), largest)
        assert others.max() <= np.abs(terms.added[largest]).min()
    assert terms.rest(largest) == pytest.approx(np.delete(terms.added, largest).sum())


def test_the_rows_on_screen_add_up_to_the_last(qtbot: QtBot) -> None:
    rows = TermRows()
    qtbot.addWidget(rows)
    rows.resize(400, 320)
    for hidden, focus in (
        ((16, 8), Focus(1, 3)),
        ((16, 8), Focus(2, 5)),
        ((16, 8), Focus(3, 1)),
        ((), Focus(1, 0)),
    ):
        terms = terms_of(shown_of(DIGITS, hidden, focus))
        assert terms is not None
        assert terms.z is not None
        rows.show_terms(terms)
        rows._sort()
        *parts, whole = map(number, rows.numbers)
        assert sum(parts) == pytest.approx(whole, abs=1e-9)
        assert whole == pytest.approx(terms.z, abs=6e-4)
        if rows._has_rest:  # which carries the rounding: all that have a name are written as anywhere else
            named = [*terms.added[rows.sources].tolist(), terms.bias]
            assert [*parts[: len(rows.sources)], parts[-1]] == pytest.approx(named, abs=5.01e-4)
        assert len(parts) == len(rows.sources) + (len(rows.sources) < len(terms)) + 1
        rows.grab()


def test_a_term_in_full_can_be_reckoned_again() -> None:
    terms = terms_of(shown_of(DIGITS, (16,), Focus(1, 2)))
    assert terms is not None
    source = int(terms.largest(1)[0])
    name, _, told = reading(terms, source).partition(": ")
    assert name.split()[0] == "pixel"
    a, _, w, equal, product = told.removeprefix("a ").replace("w ", "").split()
    assert equal == "="
    assert round(number(a) * number(w), 5) == pytest.approx(number(product), abs=1.1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_curve_and_its_point_are_those_of_the_function(name: str) -> None:
    function = activation_named(name)
    z, a = curve_of(function, 4.0)
    for place in (0, 31, 60, 97, 120):
        now = fired(function, float(z[place]))
        assert now.a == pytest.approx(a[place])
        if abs(now.z) > 1e-6:  # at a kink there are two slopes
            before, after = (fired(function, now.z + way * 1e-6).a for way in (-1, 1))
            assert now.slope == pytest.approx((after - before) / 2e-6, abs=1e-4)


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=20), st.floats(0.1, 10))
@settings(max_examples=50, deadline=None)
def test_softmax_steps_are_plain(z: list[float], temperature: float) -> None:
    steps = softmax_steps(np.array(z), temperature)
    plain = np.exp(np.array(z) / temperature - max(z) / temperature)
    np.testing.assert_allclose(steps.share, plain / plain.sum(), rtol=1e-12)
    assert steps.total == pytest.approx(plain.sum())
    assert steps.lowered.max() == 0
    np.testing.assert_allclose(steps.lowered, (np.array(z) - max(z)) / temperature, atol=1e-9)


def test_the_table_of_answers_adds_up_at_each_temperature(qtbot: QtBot) -> None:
    shown = shown_of(DIGITS, (16,), Focus(2, 4))
    assert shown.forward is not None
    steps = OutputSteps()
    qtbot.addWidget(steps)
    steps.resize(420, 300)
    steps.show()
    loss = shown.snapshot.spec.loss
    steps.show_sums(shown.forward.z[-1], DIGITS, loss, 4)
    for notch in (0, -40, 17, 40):
        steps.slider.setValue(notch)
        table = steps.table.steps
        assert table is not None
        e = [number(row[-2]) for row in table.rows]
        assert sum(e) == pytest.approx(number(table.sums[-2]), abs=1e-9)
        scaled = np.asarray(shown.forward.z[-1], np.float64) / steps.temperature
        share = np.exp(scaled) / np.exp(scaled).sum()
        np.testing.assert_allclose(table.share, share, rtol=1e-9)
        assert len(table.heads) == (5 if notch == 0 else 6)
    assert steps.temperature == pytest.approx(10)
    assert "alone" in steps._value.text()
    # The first is what the network itself answers.
    steps.slider.setValue(0)
    assert steps.table.steps is not None
    np.testing.assert_allclose(steps.table.steps.share, shown.forward.a[-1], rtol=1e-5)
    # Of many answers the likeliest have a row, and so has the chosen one.
    many = steps_of(np.linspace(0, 5, 40), DIGITS, loss, 3, 1.0)
    assert len(many.rows) == 10
    assert many.place is not None
    assert many.rows[many.place][0] == "3"
    assert many.share is not None
    assert sum(many.share) == pytest.approx(1)


@pytest.mark.parametrize("wide", [240, 262, 300, 340, 420])
@pytest.mark.parametrize("temperature", [1.0, 0.1])
def test_beside_long_numbers_the_bars_give_way_before_a_heading(
    qtbot: QtBot, wide: int, temperature: float
) -> None:
    steps = OutputSteps()
    qtbot.addWidget(steps)
    table = steps.table
    table.resize(wide, 300)
    table.show_steps(
        steps_of(np.linspace(-1234.5, 999.25, 10), DIGITS, "softmax_cross_entropy", 4, temperature)
    )
    assert table.steps is not None
    page = QPixmap(table.size())
    with units.begin(page) as painter:
        painter.setFont(sized(table.font(), Type.CAPTION))
        boxes = table._boxes(painter, table.steps)
        metrics = painter.fontMetrics()
        needed = (
            metrics.horizontalAdvance("answer") + sum(box.width() for box in boxes[1:-1]) + 4 * len(boxes)
        )
        if needed + 8 < wide:
            assert boxes[0].width() >= metrics.horizontalAdvance("answer")
        # A bar has room to be read, or is not there.
        assert boxes[-1].width() == 0 or boxes[-1].width() >= 40


@pytest.mark.parametrize("loss", ALL_LOSSES)
def test_every_loss_has_its_steps(loss: str) -> None:
    z = np.array([1.5, -0.5, 0.25])
    table = steps_of(z, DIGITS, loss, 1, 1.0)
    assert len(table.rows) == 3
    if table.share is not None:
        np.testing.assert_allclose(table.share, loss_named(loss).output(z))


def test_every_task_has_its_sums(qtbot: QtBot) -> None:
    tab = SumTab()
    qtbot.addWidget(tab)
    tab.resize(560, 500)
    tab.show()
    for name in TASKS:
        task = task_named(name)
        for column in range(4):
            for read in (True, False):
                shown = shown_of(task, (5, 4), Focus(column, 0), read=read)
                tab.show_inside(shown)
                assert tab.rows.isVisible() == (column > 0)
                assert tab._nothing.isVisible() == (column == 0)
                if column:
                    assert tab.curve.isVisible() == (column < 3)
                    assert tab.steps.isVisible() == (column == 3 and read)
                    tab.grab()
    tab.show_inside(Shown(shown.snapshot))
    assert tab._nothing.isVisible()


def test_pointing_and_keys_light_the_line_of_a_term(qtbot: QtBot) -> None:
    tab = SumTab()
    qtbot.addWidget(tab)
    tab.resize(560, 560)
    tab.show()
    pointed: list[object] = []
    chosen: list[object] = []
    tab.pointed.connect(pointed.append)
    tab.chosen.connect(chosen.append)
    shown = shown_of(DIGITS, (16, 8), Focus(2, 5))
    tab.show_inside(shown)
    rows = tab.rows
    first = Focus(2, 5, int(rows.sources[0]))
    QTest.mouseMove(rows, QPoint(60, 27))
    qtbot.waitUntil(lambda: pointed[-1:] == [first])
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert pointed[-1] == Focus(2, 5, int(rows.sources[1]))
    # Held while one points and it trains; live again afterwards.
    later = Shown(
        shown_of(DIGITS, (16, 8), Focus(2, 5), seed=9).snapshot, shown.forward, shown.focus, training=True
    )
    before = rows.terms
    tab.show_inside(later)
    assert rows.terms is before
    assert rows.held == 7
    QTest.keyClick(rows, Qt.Key.Key_Escape)
    assert pointed[-1] is None
    assert rows.terms is not None
    assert rows.terms is not before
    QTest.keyClick(rows, Qt.Key.Key_End)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert chosen == [Focus(1, int(rows.sources[-1]))]
    # The other way round: a line of the graph lights its row.
    QTest.keyClick(rows, Qt.Key.Key_Escape)
    tab.show_pointed(Focus(2, 5, 3))
    assert rows.marked == 3
    tab.show_pointed(Focus(1, 4))
    assert rows.marked == 4
    tab.show_pointed(Focus(3, 1, 2))
    assert rows.marked is None


def test_nothing_is_made_of_a_network_that_has_diverged(qtbot: QtBot) -> None:
    tab = SumTab()
    qtbot.addWidget(tab)
    tab.resize(560, 560)
    tab.show()
    parameters = np.full(DIGITS.network.n_parameters, np.nan, np.float32)
    tab.show_inside(Shown(Snapshot("run", 0, 1, DIGITS.network, parameters), None, Focus(1, 1)))
    tab.grab()
    assert isinstance(tab.rows.terms, Terms)
