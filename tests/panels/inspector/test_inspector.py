"""What the inspector says, against the network's own definition."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.network.forward import forward_pass
from netviz.network.losses import LOSSES
from netviz.network.spec import NetworkSpec
from netviz.panels.inspector.facts import EdgeFacts, NeuronFacts, PixelFacts, describe
from netviz.panels.inspector.inspector import Inspector
from netviz.panels.inspector.neuron_sketch import formula_lines
from netviz.panels.inspector.working import Line, edge_lines, neuron_lines, product_words
from netviz.panels.kit.figures import plain, signed, sized
from netviz.panels.kit.images import weight_colours
from netviz.panels.watch.legend import Legend, full_shade
from netviz.tasks.digits.task import DIGITS
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.agreeing import as_read
from netviz.viewmodels.naming import name_of
from netviz.viewmodels.palette import DARK, LIGHT
from netviz.viewmodels.scene import Focus
from tests.dressed import dress
from tests.formulas import written

RNG = np.random.default_rng(0)
SPEC = NetworkSpec.dense((784, 16, 40, 10))
SNAPSHOT = Snapshot(
    "run",
    0,
    7,
    SPEC,
    RNG.normal(0, 0.1, SPEC.n_parameters).astype(np.float32),
    RNG.normal(0, 0.1, SPEC.n_parameters).astype(np.float32),
)
X = RNG.random(784).astype(np.float32)
FORWARD = forward_pass(SPEC, SNAPSHOT.parameters, X)


def neuron(column: int, index: int, snapshot: Snapshot = SNAPSHOT) -> NeuronFacts:
    forward = forward_pass(snapshot.spec, snapshot.parameters, X)
    facts = describe(Focus(column, index), snapshot, forward)
    assert isinstance(facts, NeuronFacts)
    return facts


def edge(column: int, index: int, source: int) -> EdgeFacts:
    facts = describe(Focus(column, index, source), SNAPSHOT, FORWARD)
    assert isinstance(facts, EdgeFacts)
    return facts


@pytest.mark.parametrize(("column", "index"), [(1, 0), (1, 15), (2, 39), (3, 9)])
def test_the_sum_on_screen_is_the_sum_of_the_network(column: int, index: int) -> None:
    facts = neuron(column, index)
    assert facts.weighted_sum is not None
    assert facts.z == pytest.approx(facts.weighted_sum + facts.bias, abs=1e-4)
    assert facts.z == FORWARD.z[column - 1][index]
    assert facts.a == FORWARD.a[column][index]
    assert np.array_equal(facts.weights, SNAPSHOT.W(column - 1)[:, index])


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_function_that_is_written_is_the_one_that_is_computed(activation: str, loss: str) -> None:
    spec = NetworkSpec.dense((784, 5, 10), activation, loss)
    snapshot = Snapshot("r", 0, 0, spec, RNG.normal(0, 0.05, spec.n_parameters).astype(np.float32))
    for column in (1, 2):
        facts = neuron(column, 3, snapshot)
        assert facts.z is not None
        said = next(line for line in neuron_lines(facts) if line.name == "a")
        last = said.pieces[0][0].removeprefix("= ").removesuffix(" = ")
        if last == "eᶻ ÷ Σ eᶻ":
            z = forward_pass(spec, snapshot.parameters, X).z[-1].astype(float)
            assert facts.a == pytest.approx(np.exp(z[3]) / np.exp(z).sum(), rel=1e-4)
        else:
            assert facts.a == pytest.approx(written(last)(facts.z, facts.a), rel=1e-4, abs=5e-4)


def test_without_a_digit_there_are_weights_and_no_sums() -> None:
    facts = describe(Focus(2, 3), SNAPSHOT, None)
    assert isinstance(facts, NeuronFacts)
    assert (facts.inputs, facts.z, facts.a, facts.weighted_sum) == (None, None, None, None)
    assert "Nothing is read yet" in neuron_lines(facts)[-1].pieces[0][0]


@pytest.mark.parametrize(
    ("bias", "text"),
    [(-5.7e-6, " + 0.000"), (-0.25, " \u2212 0.250"), (3.0, " + 3.000"), (-2e6, " \u2212 2.0·10⁶")],
)
def test_a_small_bias_is_rounded_as_its_neighbours_are(bias: float, text: str) -> None:
    facts = neuron(1, 2)._replace(bias=bias)
    assert neuron_lines(facts)[2].pieces[-1][0] == text


def shown_in(line: Line) -> list[float]:
    """The numbers of a line, as a reader takes them."""
    words = "".join(text for text, _ in line.pieces)
    found = re.findall(r"([+\u2212-]?) ?(\d[\d.]*(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)", words)
    return [as_read(number) * (-1 if sign in ("-", "\u2212") else 1) for sign, number in found]


SIZES = st.floats(-3.0, 3.0).map(lambda power: 10.0**power)
NUMBERS = st.tuples(SIZES, st.sampled_from((-1.0, 1.0))).map(
    lambda pair: float(np.float32(pair[0] * pair[1]))
)


@given(NUMBERS, SIZES)
def test_a_weight_times_an_activation_is_what_is_shown(w: float, a: float) -> None:
    facts = edge(2, 3, 5)._replace(w=w, a=a)
    lines = {line.name: line for line in edge_lines(facts) if line.name}
    (shown_w,), (shown_a, *_) = (shown_in(lines[name]) for name in ("w", "a"))
    assert [text for text, _ in lines["a·w"].pieces] == ["= ", signed(shown_w * shown_a)]
    weight, activation, result = product_words(w, a)
    assert signed(as_read(weight) * as_read(activation)) == result.removeprefix("= ")


@given(NUMBERS, NUMBERS, st.sampled_from(list(ACTIVATIONS)))
def test_a_sum_and_what_is_made_of_it_are_what_is_shown(weighted: float, bias: float, name: str) -> None:
    activation = activation_named(name)
    z, a = weighted + bias, np.empty(1)
    activation.apply(np.array([z]), a)
    facts = neuron(1, 2)._replace(
        weights=np.array([weighted], np.float32),
        inputs=np.ones(1, np.float32),
        bias=bias,
        z=z,
        a=float(a[0]),
        activation=activation,
        function="f(z)",
    )
    _, _, terms, total, last = neuron_lines(facts)
    shown = total.pieces[1][0]
    digits = len(shown.partition(".")[2]) if "·" not in shown else 3
    (sum_,) = shown_in(total)
    if total.pieces[0][0] == "= ":
        assert signed(sum(shown_in(terms)), digits) == shown
    if "=" in last.pieces[0][0].rpartition("f(z)")[2]:
        activation.apply(np.array([sum_]), a)
        assert plain(float(a[0])) == last.pieces[1][0]


def test_it_says_how_neurons_are_counted(inspector: Inspector) -> None:
    inspector.show_facts(neuron(1, 2))
    assert "from 1" in inspector._title.toolTip()


def test_an_edge_is_the_weight_from_its_source() -> None:
    facts = edge(2, 3, 5)
    assert facts.w == SNAPSHOT.W(1)[5, 3]
    assert facts.a == FORWARD.a[1][5]
    assert SNAPSHOT.gradient is not None
    assert facts.gradient == SNAPSHOT.gradient[SPEC.weight_slices[1].start + 5 * 40 + 3]
    assert facts.title == "Neuron 1·6 → neuron 2·4"


def test_an_edges_words_follow_its_sign() -> None:
    for source in range(16):
        facts = edge(2, 3, source)
        words = " ".join(text for line in edge_lines(facts) for text, _ in line.pieces)
        assert ("the stronger neuron 2·4" in words) == (facts.w >= 0)
        assert facts.gradient is not None
        assert ("goes down" in words) == (facts.gradient > 0)


def test_a_pixel_is_its_ink() -> None:
    facts = describe(Focus(0, 28 * 12 + 7), SNAPSHOT, FORWARD)
    assert facts == PixelFacts("Pixel 13·8", float(X[28 * 12 + 7]))


@pytest.mark.parametrize(
    "focus", [Focus(9, 0), Focus(1, 16), Focus(-1, 0), Focus(1, -1), Focus(0, 3, 1), Focus(2, 3, 99)]
)
def test_a_focus_of_another_network_has_no_facts(focus: Focus) -> None:
    assert describe(focus, SNAPSHOT, FORWARD) is None


def test_names() -> None:
    assert name_of((784, 16, 10), 0, 29) == "pixel 2·2"
    assert name_of((5, 16, 10), 0, 2) == "input 3"
    assert name_of((784, 16, 10), 1, 5) == "neuron 1·6"
    assert name_of((784, 16, 10), 2, 3) == "output 3"


def test_blue_is_positive_red_is_negative_and_zero_is_the_page() -> None:
    for palette in (LIGHT, DARK):
        colours = weight_colours(np.array([-9, -1, 0, 1, 9], np.float32), 1.0, palette)
        assert [f"#{int(c) & 0xFFFFFF:06X}" for c in colours] == [
            palette.negative,
            palette.negative,
            palette.panel,
            palette.positive,
            palette.positive,
        ]


@pytest.fixture
def inspector(qtbot: QtBot) -> Inspector:
    inspector = Inspector(task=DIGITS)
    qtbot.addWidget(inspector)
    inspector.resize(236, 420)
    inspector.show()
    return inspector


def test_every_kind_of_facts_is_painted_in_both_themes(inspector: Inspector) -> None:
    pictures = []
    for palette in (LIGHT, DARK):
        dress(inspector, palette)
        for facts in (
            None,
            neuron(1, 5),
            neuron(2, 3),
            neuron(3, 1),
            edge(2, 3, 5),
            PixelFacts("Pixel 1·1", 0.5),
        ):
            inspector.show_facts(facts)
            pictures.append(inspector.grab().toImage())
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[:i])


def test_the_image_of_the_weights_has_each_weight_at_its_pixel(inspector: Inspector) -> None:
    parameters = np.zeros(SPEC.n_parameters, np.float32)
    snapshot = Snapshot("r", 0, 0, SPEC, parameters)
    snapshot.W(0)[28 * 3 + 20, 5] = 1.0
    snapshot.W(0)[28 * 20 + 3, 5] = -1.0
    inspector.show_facts(describe(Focus(1, 5), snapshot, None))
    inspector.grab()
    picture = inspector._image.grab().toImage()
    box = inspector._image.box()
    cell = box.width() / 28

    def colour(row: int, column: int) -> str:
        x, y = box.x() + (column + 0.5) * cell, box.y() + (row + 0.5) * cell
        return picture.pixelColor(int(x), int(y)).name().upper()

    assert colour(3, 20) == LIGHT.positive
    assert colour(20, 3) == LIGHT.negative
    assert colour(10, 10) == LIGHT.panel


def test_pointing_at_the_image_reads_the_weight(inspector: Inspector, qtbot: QtBot) -> None:
    inspector.show_facts(neuron(1, 5))
    inspector.grab()
    before = inspector._image.grab().toImage()
    QTest.mouseMove(inspector._image, QPoint(50, 50))
    qtbot.waitUntil(lambda: inspector._image._pointed is not None)
    assert inspector._image.grab().toImage() != before


def test_a_wide_layer_shows_its_strongest_in_order(inspector: Inspector) -> None:
    facts = neuron(3, 1)
    inspector.show_facts(facts)
    inspector.grab()
    rows = inspector._table.rows()
    assert len(rows) < 40
    assert (np.diff(rows) > 0).all()
    assert facts.inputs is not None
    strength = np.abs(facts.weights * facts.inputs)
    assert strength[rows].min() >= np.delete(strength, rows).max()
    # Where many add nothing the strongest lines are there, which one sees and looks for.
    few = np.zeros_like(facts.inputs)
    few[5] = 1.0
    inspector.show_facts(facts._replace(inputs=few))
    rows = inspector._table.rows()
    assert 5 in rows
    rest = [k for k in rows if k != 5]
    assert np.abs(facts.weights)[rest].min() >= np.delete(np.abs(facts.weights), rows).max()


@pytest.mark.parametrize("weight", [np.nan, np.inf, -np.inf, 3e38])
def test_weights_of_a_diverged_network_are_painted_all_the_same(inspector: Inspector, weight: float) -> None:
    parameters = SNAPSHOT.parameters.copy()
    parameters[::3] = weight
    snapshot = Snapshot("r", 0, 0, SPEC, parameters)
    with np.errstate(invalid="ignore", over="ignore"):
        forward = forward_pass(SPEC, parameters, X)
    for focus in (Focus(1, 5), Focus(2, 3), Focus(3, 1), Focus(2, 3, 5), Focus(1, 3, 6)):
        inspector.show_facts(describe(focus, snapshot, forward, (1.0, 2.0, 3.0, 1.0)))
        inspector.grab()


def test_a_zero_network_has_no_colour(inspector: Inspector) -> None:
    snapshot = Snapshot("r", 0, 0, SPEC, np.zeros(SPEC.n_parameters, np.float32))
    for focus in (Focus(1, 5), Focus(2, 3), Focus(2, 3, 5)):
        inspector.show_facts(describe(focus, snapshot, FORWARD))
        inspector.grab()


def test_an_edge_tells_its_last_change(inspector: Inspector) -> None:
    later = Snapshot("r", 0, 42, SPEC, SNAPSHOT.parameters + np.float32(0.25))
    facts = describe(Focus(2, 3, 5), later, FORWARD, before=SNAPSHOT)
    assert isinstance(facts, EdgeFacts)
    assert facts.change == pytest.approx(0.25, abs=1e-6)
    assert facts.since == SNAPSHOT.step
    text = "\n".join(" ".join((line.name, *(t for t, _ in line.pieces))) for line in edge_lines(facts))
    assert "Δw =  +0.25000" in text
    assert f"since step {SNAPSHOT.step}" in text
    first = describe(Focus(2, 3, 5), SNAPSHOT, FORWARD)
    assert isinstance(first, EdgeFacts)
    assert first.change is None
    assert not any(line.name == "Δw" for line in edge_lines(first))


def test_the_legends_words_follow_what_the_lines_show(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    words = set()
    for lines in ("weight", "contribution", "change"):
        legend.set_lines(lines)
        words.add(legend.words()[:2])
        assert legend.grab().width() > 0
    assert len(words) == 3
    assert ("more positive", "more negative") in words


def test_the_legend_speaks_of_below_zero_only_where_that_can_be(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    for phi, loss, can_be in (
        ("relu", "softmax_cross_entropy", False),
        ("sigmoid", "sigmoid_squared_error", False),
        ("tanh", "softmax_cross_entropy", True),
        ("relu", "squared_error", True),
    ):
        spec = NetworkSpec((784, 4, 10), (phi,), loss=loss)
        assert spec.below_zero == can_be, (phi, loss)
        legend.set_below_zero(spec.below_zero)
        assert ("below zero" in legend.words()) == can_be
        assert ("below zero" in legend.toolTip()) == can_be
        assert legend.grab().width() > 0


def test_the_legends_words_follow_the_theme(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(236, 40)
    legend.show()
    assert "dark = active" in legend.words()
    legend.apply_palette(DARK)
    assert "bright = active" in legend.words()
    height = legend.height()
    legend.set_notes(("1,200 of 109,184 edges are crisp; the others are a soft field behind them.",))
    legend.resize(236, 200)
    assert legend.sizeHint().height() > height
    assert "1,200" in legend.accessibleDescription()
    legend.grab()


def test_the_sketch_writes_only_whole_lines() -> None:
    for height in range(100, 200):
        lines = formula_lines(226, height)
        assert all(box.bottom() <= height for box, _ in lines)
        assert (len(lines) > 0) == (height >= 138)
    assert [words for _, words in formula_lines(226, 164)] == ["z = Σ wᵢ·aᵢ + b", "a = φ(z)"]


def test_the_legend_says_at_which_activation_a_shade_is_full() -> None:
    assert full_shade([6.31], dark=False) == "Darkest, measured on 500 examples: 6.3 in the hidden layer"
    two, three = full_shade([6.31, 8.5], dark=True), full_shade([1, 2, 3], dark=False)
    assert two == "Brightest, measured on 500 examples: 6.3 in hidden 1, 8.5 in hidden 2"
    assert three == "Darkest, measured on 500 examples: 1, 2, 3 in hidden 1 to 3"


def test_the_legend_says_at_a_switch_that_lines_mean_something_else_now(qtbot: QtBot) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.set_lines("weight", "Lines: weights")
    assert not legend.stands_out
    legend.set_lines("weight", "Lines: weights")
    assert not legend.stands_out
    legend.set_lines("contribution", "Lines: a·w, what each adds for this digit")
    assert legend.stands_out
    assert legend.heading in legend.accessibleDescription()


@pytest.mark.parametrize("lines", ["weight", "contribution", "change"])
@pytest.mark.parametrize("width", [120, 200, 234, 300])
def test_no_word_of_the_legend_touches_the_next_swatch(qtbot: QtBot, lines: str, width: int) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    legend.resize(width, 100)
    legend.set_lines(lines, "Lines from pixels: a·w, for this digit; all others: weights")
    metrics = QFontMetricsF(sized(legend.font(), 12))
    places = legend.places()
    for words, place in zip(legend.words(), places, strict=True):
        assert place.width() >= metrics.horizontalAdvance(words)
        for other in places:
            if other is not place and other.top() == place.top() and other.left() > place.left():
                assert other.left() - 21 - place.right() >= 7  # a swatch and its air
    assert places[-1].bottom() <= legend.sizeHint().height()
