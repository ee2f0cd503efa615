"""The edge field against drawing every edge by itself, and what must hold of any layer."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.rendering.field.few import FewPlan, plan_few
from netviz.rendering.field.field import EdgeField, edge_field, plan_field
from netviz.rendering.field.many import ManyPlan, plan_many
from netviz.rendering.field.radon import plan_radon, radon
from netviz.rendering.field.scratch import Scratch
from netviz.rendering.field.tone import tone_map

ROWS, COLUMNS = 96, 64
SLOPE = 0.03
BLUE, RED = (0x1F, 0x6F, 0xD6), (0xD6, 0x32, 0x2D)


def one_by_one(w, y_in, y_out, rows=ROWS, columns=COLUMNS, power=2.0, ref=1.0):
    """Each edge by itself: shared in each column between the two nearest rows, then ¼, ½, ¼ over the rows."""
    picture = np.zeros((2, rows + 2, columns))
    for i, y_i in enumerate(y_in):
        for j, y_j in enumerate(y_out):
            strength = min(abs(w[i, j]) / ref, 1) ** power * np.sqrt(1 + ((y_j - y_i) * SLOPE) ** 2)
            for column in range(columns):
                t = (column + 0.5) / columns
                place = (1 - t) * y_i + t * y_j + 0.5
                row = int(place)
                picture[int(w[i, j] < 0), row, column] += strength * (row + 1 - place)
                picture[int(w[i, j] < 0), row + 1, column] += strength * (place - row)
    picture[:, 1] += picture[:, 0]
    picture[:, -2] += picture[:, -1]
    return blurred(picture[:, 1:-1], [0.25, 0.5, 0.25])


def blurred(picture, kernel):
    reach = len(kernel) // 2
    padded = np.pad(picture, ((0, 0), (reach, reach), (0, 0)), mode="edge")
    return sum(k * padded[:, n : n + picture.shape[1]] for n, k in enumerate(kernel))


def softened(picture):
    """One row's standard deviation more."""
    kernel = np.exp(-0.5 * np.arange(-4, 5) ** 2)
    return blurred(np.asarray(picture, np.float64), kernel / kernel.sum())


def alike(a, b):
    return np.corrcoef(np.ravel(a), np.ravel(b))[0, 1]


def centres(density):
    """Mean row of each column."""
    total = density.sum(0)
    return (total * np.arange(total.shape[0])[:, None]).sum(0) / total.sum(0)


def random_layer(n_in, n_out, seed=0):
    return np.random.default_rng(seed).standard_normal((n_in, n_out)).astype(np.float32)


def field_of(w, y_in, y_out, rows=ROWS, columns=COLUMNS, ref=1.0, power=2.0, way="many", **more):
    plan = plan_field(y_in, y_out, rows=rows, columns=columns, slope_scale=SLOPE)
    made = (plan_few if way == "few" else plan_many)(np.array(y_in), np.array(y_out), rows, columns)
    return edge_field(w, plan._replace(edges=made), ref=ref, power=power, **more)


both_ways = pytest.mark.parametrize("way", ["few", "many"])


SIZES = [(1, 1), (1, 7), (3, 2), (16, 10), (10, 16), (24, 13), (64, 8), (9, 100), (150, 110)]


@pytest.mark.parametrize(("n_in", "n_out"), SIZES)
def test_the_field_is_all_edges_drawn_one_by_one(n_in, n_out):
    w = random_layer(n_in, n_out)
    y_in, y_out = np.linspace(20.3, 71.1, n_in), np.linspace(3.7, 90.2, n_out)
    expected = one_by_one(w, y_in, y_out)
    density = field_of(w, y_in, y_out).density
    assert density.shape == (2, ROWS, COLUMNS)
    assert density.dtype == np.float32
    assert density.min() > -1e-4
    np.testing.assert_allclose(density.sum(1), expected.sum(1), rtol=2e-3, atol=1e-5)
    assert alike(density, expected) > 0.98
    assert alike(softened(density), softened(expected)) > 0.994
    shift = centres(density) - centres(expected)
    assert np.abs(shift).max() < 0.3
    assert abs(shift.mean()) < 0.03


@pytest.mark.parametrize(("n_in", "n_out"), SIZES[:-1])
def test_few_edges_are_drawn_exactly(n_in, n_out):
    w = random_layer(n_in, n_out)
    y_in, y_out = np.linspace(0, 96, n_in), np.linspace(3.7, 90.2, n_out)
    density = field_of(w, y_in, y_out, way="few").density
    np.testing.assert_allclose(density, one_by_one(w, y_in, y_out), rtol=1e-4, atol=1e-5)


def test_the_faster_way_is_chosen():
    for n, way in ((16, FewPlan), (128, ManyPlan)):
        y = np.linspace(10, 500, n)
        assert isinstance(plan_field(y, y, rows=512, columns=256, slope_scale=1.0).edges, way)


def test_every_column_of_a_large_layer_is_right():
    rng = np.random.default_rng(1)
    w = random_layer(300, 40)
    y_in, y_out = np.linspace(60, 196, 300), rng.uniform(3, 250, 40)
    expected = softened(one_by_one(w, y_in, y_out, rows=256, columns=20))
    density = softened(field_of(w, y_in, y_out, rows=256, columns=20).density)
    assert min(alike(density[..., c], expected[..., c]) for c in range(20)) > 0.99


heights = st.lists(st.floats(0, 48), min_size=1, max_size=30)


@both_ways
@given(heights, heights, st.integers(1, 23), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_no_edge_is_lost_wherever_the_neurons_are(way, y_in, y_out, columns, seed):
    w = random_layer(len(y_in), len(y_out), seed)
    density = field_of(w, y_in, y_out, rows=48, columns=columns, power=1.0, ref=3.0, way=way).density
    length = np.sqrt(1 + ((np.array(y_out) - np.array(y_in)[:, None]) * SLOPE) ** 2)
    for sign, part in zip((1, -1), density, strict=True):
        mass = (np.clip(sign * w / 3, 0, 1) * length).sum()
        np.testing.assert_allclose(part.sum(0), mass, rtol=2e-3, atol=1e-4)
    assert density.min() > -1e-3


@both_ways
@given(heights, heights, st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_exchanging_the_layers_mirrors_the_picture(way, y_in, y_out, seed):
    w = random_layer(len(y_in), len(y_out), seed)
    there = field_of(w, y_in, y_out, rows=48, columns=20, way=way).density
    back = field_of(w.T, y_out, y_in, rows=48, columns=20, way=way).density
    np.testing.assert_allclose(back[:, :, ::-1], there, rtol=1e-3, atol=1e-3)


@both_ways
@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(max_examples=40)
def test_turning_the_heights_over_turns_the_picture_over(way, n_in, n_out, seed):
    rng = np.random.default_rng(seed)
    w = random_layer(n_in, n_out, seed)
    y_in, y_out = rng.uniform(3, 45, n_in), rng.uniform(3, 45, n_out)
    down = field_of(w, y_in, y_out, rows=48, columns=20, way=way).density
    up = field_of(w, 48 - y_in, 48 - y_out, rows=48, columns=20, way=way).density
    assert alike(softened(up[:, ::-1]), softened(down)) > 0.99
    np.testing.assert_allclose(47 - centres(up), centres(down), atol=0.3)


@both_ways
@given(st.integers(0, 2**32 - 1), st.floats(0.01, 0.9))
@settings(max_examples=20)
def test_the_field_is_linear_in_the_strengths(way, seed, factor):
    w = np.clip(random_layer(20, 30, seed), -1, 1)
    y_in, y_out = np.linspace(5, 40, 20), np.linspace(3, 45, 30)
    chosen = np.random.default_rng(seed).random(w.shape) < 0.5
    parts = [np.where(which, w, 0).astype(np.float32) for which in (chosen, ~chosen)]
    whole, first, second = (
        field_of(part, y_in, y_out, rows=48, columns=20, power=1.0, way=way).density for part in (w, *parts)
    )
    np.testing.assert_allclose(first + second, whole, rtol=1e-3, atol=1e-3)
    scaled = field_of(w * np.float32(factor), y_in, y_out, rows=48, columns=20, power=1.0, way=way).density
    np.testing.assert_allclose(scaled, factor * whole, rtol=1e-3, atol=1e-3)


@both_ways
def test_signs_have_planes_of_their_own_and_strength_ends_at_the_reference(way):
    y = np.linspace(10, 80, 6)
    w = np.abs(random_layer(6, 6)) + np.float32(0.01)
    positive, negative = field_of(w, y, y, way=way), field_of(-w, y, y, way=way)
    assert not positive.density[1].any()
    assert not negative.density[0].any()
    np.testing.assert_array_equal(positive.density[0], negative.density[1])
    huge = np.full((6, 6), 1e30, np.float32)
    np.testing.assert_array_equal(
        field_of(huge, y, y, way=way).density, field_of(huge * 0 + 1, y, y, way=way).density
    )


@both_ways
def test_a_gain_multiplies_the_rows_and_can_turn_the_sign(way):
    y_in, y_out = np.linspace(10, 80, 70), np.linspace(5, 90, 20)
    w = random_layer(70, 20)
    gain = np.random.default_rng(3).normal(size=70).astype(np.float32)
    gain[:30] = 0
    expected = field_of(w * gain[:, None], y_in, y_out, way=way)
    contribution = field_of(w, y_in, y_out, gain=gain, way=way)
    np.testing.assert_array_equal(contribution.density, expected.density)
    # What does not contribute at all does not count as usual either.
    assert contribution.usual_total == pytest.approx(expected.usual_total * 40 / 70)


@both_ways
def test_a_steep_edge_is_as_wide_as_a_level_one(way):
    density = field_of(np.ones((1, 1), np.float32), [5.0], [85.0], way=way).density
    np.testing.assert_allclose(density[0].sum(0), np.hypot(1, 80 * SLOPE), rtol=1e-5)


@both_ways
def test_what_is_not_a_number_is_not_drawn(way):
    y = np.linspace(10, 80, 4)
    w = random_layer(4, 4)
    w[1, 2] = 0
    clean = field_of(w, y, y, way=way).density
    w[1, 2] = np.nan
    np.testing.assert_array_equal(field_of(w, y, y, way=way).density, clean)
    w[1, 2] = -np.inf
    one = np.zeros((4, 4), np.float32)
    one[1, 2] = -1
    np.testing.assert_allclose(
        field_of(w, y, y, way=way).density - clean, field_of(one, y, y, way=way).density, atol=1e-5
    )


@pytest.mark.parametrize("ref", [0.0, 1.0, 1e-30])
def test_zero_weights_leave_nothing(ref):
    y = np.linspace(10, 80, 40)
    assert not field_of(np.zeros((40, 40), np.float32), y, y, ref=ref).density.any()
    assert not field_of(random_layer(40, 40), y, y, ref=0.0).density.any()


@both_ways
def test_kept_memory_changes_nothing(way):
    scratch = Scratch()
    layers = [(5, 80), (80, 5), (80, 60), (3, 3), (5, 80)]
    for seed, (n_in, n_out) in enumerate(layers):
        w = random_layer(n_in, n_out, seed)
        y_in, y_out = np.linspace(10, 60, n_in), np.linspace(5, 90, n_out)
        fresh = field_of(w, y_in, y_out, way=way)
        kept = field_of(w, y_in, y_out, scratch=scratch, way=way)
        np.testing.assert_array_equal(kept.density, fresh.density)
        copy = kept.density.copy()
        field_of(-w, y_in, y_out, scratch=scratch, way=way)
        np.testing.assert_array_equal(kept.density, copy)


@both_ways
def test_a_strided_or_read_only_matrix_will_do(way):
    y = np.linspace(10, 80, 8)
    flat = random_layer(8, 16).ravel()
    flat.flags.writeable = False
    w = flat.reshape(8, 16)[:, ::2]
    np.testing.assert_array_equal(
        field_of(w, y, y, way=way).density, field_of(w.copy(), y, y, way=way).density
    )


@pytest.mark.parametrize(
    ("y_in", "y_out", "rows", "columns", "words"),
    [
        ([-0.1], [5], 10, 10, "y_in .* between 0 and 10"),
        ([5], [10.5], 10, 10, "y_out .* between 0 and 10"),
        ([], [5], 10, 10, "y_in"),
        ([np.nan], [5], 10, 10, "y_in"),
        ([[1], [2]], [5], 10, 10, "y_in"),
        ([5], [5], 0, 10, "at least one row"),
        ([5], [5], 10, 0, "at least one row"),
    ],
)
def test_a_layout_that_cannot_be_drawn_is_refused(y_in, y_out, rows, columns, words):
    with pytest.raises(ValueError, match=words):
        plan_field(y_in, y_out, rows=rows, columns=columns, slope_scale=1.0)


def test_arrays_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"weights of shape \(2, 3\) .* \(3, 2\)"):
        field_of(random_layer(2, 3), [1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="gain of shape"):
        field_of(random_layer(3, 2), [1, 2, 3], [1, 2], gain=np.ones(2, np.float32))


@pytest.mark.parametrize(("strip", "levels"), [(1, 6), (7, 3), (5, 0), (64, 1)])
def test_a_digital_line_is_on_average_the_true_line(strip, levels):
    height, width = strip << levels, 40
    rng = np.random.default_rng(2)
    for place in (0.0, 0.5, *rng.uniform(0, height, 4)):
        heights = np.array([place, height])
        profiles = np.zeros((2, width), np.complex64)
        profiles[0, 11] = 2 - 3j
        lines = radon(profiles, plan_radon(heights, width, strip=strip, levels=levels), Scratch())
        assert lines.shape == (height + 1, width + height)
        np.testing.assert_allclose(lines.sum(1), 2 - 3j, rtol=1e-5)
        share, p = lines.real / 2, np.arange(width + height)
        np.testing.assert_allclose(lines.imag, -3 * share, atol=1e-5)
        rise = np.arange(height + 1)
        mean = (share * p).sum(1)
        np.testing.assert_allclose(mean, 11 + rise * (1 - place / height), atol=1e-3)
        spread = (share * (p - mean[:, None]) ** 2).sum(1)
        assert spread.max() < 0.25 * (levels + 1) + 1e-3


def test_nothing_is_transparent_and_one_sign_has_its_own_colour():
    y = np.linspace(40, 60, 5)
    w = np.abs(random_layer(5, 5))
    picture = tone_map(field_of(w, y, y), BLUE, RED)
    assert picture.shape == (ROWS, COLUMNS, 4)
    assert picture.dtype == np.uint8
    assert not picture[:30].any()
    strong = picture[picture[..., 3] > 40].astype(float)
    assert len(strong) > 50
    assert np.abs(strong[:, :3] / strong[:, 3:] - np.array(BLUE) / 255).max() < 0.03
    np.testing.assert_array_equal(
        tone_map(field_of(-w, y, y), RED, BLUE), tone_map(field_of(w, y, y), BLUE, RED)
    )


@given(st.integers(0, 2**32 - 1), st.tuples(*[st.integers(0, 255)] * 3), st.floats(0.01, 100))
@settings(max_examples=30)
def test_the_picture_is_premultiplied(seed, colour, exposure):
    density = np.random.default_rng(seed).exponential(5, (2, 9, 7)).astype(np.float32)
    density[:, :2] = 0
    picture = tone_map(EdgeField(density, 3.0, 2.0), colour, (255, 255, 255), exposure)
    assert (picture[..., :3] <= picture[..., 3:]).all()
    assert not picture[:2].any()


def test_more_exposure_is_more_opaque():
    w = random_layer(20, 20)
    y = np.linspace(10, 80, 20)
    field = field_of(w, y, y, ref=2.8)
    alphas = [tone_map(field, BLUE, RED, e)[..., 3].mean() for e in (0.25, 0.5, 1.0, 2.0, 4.0)]
    assert alphas == sorted(alphas)
    assert alphas[-1] > 3 * alphas[0]


def test_lines_can_still_be_seen_on_the_densest_field():
    density = np.full((2, 4, 4), 1e6, np.float32)
    density[0] *= 2
    assert tone_map(EdgeField(density, 40.0, 5.0), BLUE, RED)[..., 3].max() < 0.8 * 255


def test_an_even_mixture_is_faint_and_a_surplus_stands_out():
    density = np.ones((2, 8, 8), np.float32) * 20
    density[0, 4:] += 15
    picture = tone_map(EdgeField(density, 40.0, 5.0), BLUE, RED).astype(int)
    mixed, blue = picture[0, 0], picture[7, 0]
    assert mixed[3] < 0.25 * 255 < blue[3]
    np.testing.assert_allclose(mixed[:3] / mixed[3], (np.array(BLUE) + RED) / 510, atol=0.05)
    assert blue[2] / blue[3] > 0.75 > 0.4 > blue[0] / blue[3]


def test_untrained_layers_of_any_size_are_equally_bright():
    alphas = []
    for n_in, n_out in ((784, 16), (784, 128), (784, 512)):
        w = random_layer(n_in, n_out)
        y_in, y_out = np.linspace(80, 176, n_in), np.linspace(10, 246, n_out)
        field = field_of(w, y_in, y_out, rows=256, columns=64, ref=float(np.quantile(np.abs(w), 0.995)))
        alphas.append(tone_map(field, BLUE, RED)[..., 3].mean())
    assert max(alphas) < 1.6 * min(alphas)


def test_a_beam_stands_out_of_the_mist():
    w = random_layer(400, 100)
    y_in, y_out = np.linspace(20, 236, 400), np.linspace(20, 236, 100)
    ref = float(np.quantile(np.abs(w), 0.995))
    mist = tone_map(field_of(w, y_in, y_out, rows=256, columns=64, ref=ref), BLUE, RED).astype(int)
    w[190:210, 45:55] = 2.5 + 0.1 * w[190:210, 45:55]
    beam = tone_map(field_of(w, y_in, y_out, rows=256, columns=64, ref=ref), BLUE, RED).astype(int)
    middle = (slice(122, 134), slice(0, 64))
    assert beam[middle][..., 3].mean() > 1.3 * mist[middle][..., 3].mean()
    assert beam[middle][..., 2].mean() > 2 * beam[middle][..., 0].mean()


def test_the_field_needs_no_qt():
    code = (
        "import sys, netviz.rendering.field.tone; print([m for m in sys.modules if m.startswith('PySide6')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
