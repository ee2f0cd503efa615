"""The map of digits: what lies within a loop, what is picked, how it moves; and that its colours differ."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPolygonF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.app.test.digit_map import MappedDigits, _note
from netviz.panels.test.charts.dots import apart, inside, rimmed
from netviz.panels.test.charts.scatter import GAP, RIM, DigitScatter
from netviz.panels.test.digit_map import MapPage
from netviz.panels.test.read_examples import ReadExamples
from netviz.tasks.digits.task import DIGITS
from netviz.training.measure.digit_map import DigitMap
from netviz.viewmodels.hues import hue
from netviz.viewmodels.palette import DARK, LIGHT, PALETTES, Palette

LEFT = Qt.MouseButton.LeftButton
RNG = np.random.default_rng(3)
N = 60
POINTS = RNG.normal(size=(N, 2)) * (3, 1)
LABELS = np.arange(N) % 10
READ = ReadExamples(
    RNG.integers(0, 256, (N, 784)).astype(np.uint8),
    5 * np.arange(N),
    LABELS,
    np.where(np.arange(N) % 20 == 0, 9, LABELS),
    np.full(N, 0.9),
)
NUMBER = st.floats(-50, 50, allow_nan=False)


@pytest.fixture
def scatter(qtbot: QtBot) -> DigitScatter:
    scatter = DigitScatter()
    qtbot.addWidget(scatter)
    scatter.resize(700, 500)
    scatter.show()
    scatter.show_map(POINTS, READ)
    return scatter


@given(
    st.lists(st.tuples(NUMBER, NUMBER), min_size=3, max_size=12),
    st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=30),
)
def test_a_loop_holds_what_qt_says_that_it_holds(
    loop: list[tuple[float, float]], points: list[tuple[float, float]]
) -> None:
    corners = [QPointF(x, y) for x, y in loop]
    polygon = QPolygonF(corners)
    found = set(inside(np.array(points), corners).tolist())
    for k, point in enumerate(points):
        # On the line itself, where rounding decides, either answer is right.
        if min(distance(point, a, b) for a, b in zip(loop, (*loop[1:], loop[0]), strict=True)) > 1e-3:
            assert (k in found) == polygon.containsPoint(QPointF(*point), Qt.FillRule.OddEvenFill)


def distance(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """From a point to the line from a to b."""
    p, start, way = np.array(point), np.array(a), np.subtract(b, a)
    length = float(way @ way)
    along = 0.0 if length == 0 else min(max(float((p - start) @ way) / length, 0.0), 1.0)
    return float(np.linalg.norm(p - start - along * way))


def test_a_click_picks_the_nearest_dot(scatter: DigitScatter, qtbot: QtBot) -> None:
    far = int(np.abs(POINTS[:, 0]).argmax())
    with qtbot.waitSignal(scatter.picked) as picked:
        QTest.mouseClick(scatter, LEFT, pos=scatter.position(far).toPoint() + QPoint(2, 1))
    assert picked.args == [5 * far]
    with qtbot.assertNotEmitted(scatter.picked):
        QTest.mouseClick(scatter, LEFT, pos=QPoint(3, 3))


def test_all_dots_are_in_the_picture_and_distances_are_kept(scatter: DigitScatter) -> None:
    pixels = np.array([(scatter.position(k).x(), scatter.position(k).y()) for k in range(N)])
    assert (pixels >= 0).all()
    assert (pixels <= (700, 500)).all()
    ratio = np.linalg.norm(pixels[1:] - pixels[0], axis=1) / np.linalg.norm(POINTS[1:] - POINTS[0], axis=1)
    np.testing.assert_allclose(ratio, ratio[0], rtol=1e-6)


def loop_around(scatter: DigitScatter, left: float, top: float, right: float, bottom: float) -> None:
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    QTest.mousePress(scatter, LEFT, pos=QPoint(*map(round, corners[0])))
    for x, y in (*corners[1:], corners[0]):
        QTest.mouseMove(scatter, QPoint(round(x), round(y)))
    QTest.mouseRelease(scatter, LEFT, pos=QPoint(*map(round, corners[0])))


def test_a_loop_collects_and_escape_lets_go(scatter: DigitScatter, qtbot: QtBot) -> None:
    with qtbot.waitSignal(scatter.collected) as collected:
        loop_around(scatter, 350, 5, 695, 495)
    expected = [k for k in range(N) if scatter.position(k).x() > 350]
    assert sorted(collected.args[0]) == expected
    assert 0 < len(expected) < N
    scatter.grab()
    scatter.setFocus()
    with qtbot.waitSignal(scatter.collected) as collected:
        QTest.keyClick(scatter, Qt.Key.Key_Escape)
    assert not len(collected.args[0])


def test_dots_glide_to_where_they_are_now(scatter: DigitScatter, qtbot: QtBot) -> None:
    before = scatter.position(0)
    turned = POINTS @ np.array([[0.0, 1.0], [-1.0, 0.0]])
    scatter.show_map(turned, READ)
    assert scatter.position(0) == before
    still = DigitScatter()
    qtbot.addWidget(still)
    still.resize(scatter.size())
    still.show_map(turned, READ)
    qtbot.waitUntil(lambda: (scatter.position(0) - still.position(0)).manhattanLength() < 0.01, timeout=5000)


def test_with_reduced_motion_they_are_there_at_once(scatter: DigitScatter) -> None:
    scatter.reduced_motion = True
    before = scatter.position(0)
    scatter.show_map(-POINTS, READ)
    assert (scatter.position(0) - before).manhattanLength() > 5


def test_keys_walk_from_dot_to_dot(scatter: DigitScatter, qtbot: QtBot) -> None:
    scatter.setFocus()
    QTest.keyClick(scatter, Qt.Key.Key_Right)
    start = scatter._pointed
    assert start is not None
    QTest.keyClick(scatter, Qt.Key.Key_Right)
    assert scatter._pointed is not None
    assert scatter.position(scatter._pointed).x() > scatter.position(start).x()
    with qtbot.waitSignal(scatter.picked) as picked:
        QTest.keyClick(scatter, Qt.Key.Key_Return)
    assert picked.args == [5 * scatter._pointed]


@pytest.mark.parametrize(
    "points", [np.zeros((N, 2)), np.full((N, 2), np.nan), np.zeros((0, 2))], ids=["one place", "nan", "none"]
)
def test_odd_maps_are_drawn_without_complaint(scatter: DigitScatter, points: np.ndarray) -> None:
    scatter.show_map(points, READ.rows(np.arange(len(points))))
    scatter.grab()


def test_rims_mark_the_misread_unless_nearly_all_are() -> None:
    assert rimmed(READ).sum() == np.count_nonzero(READ.answer != READ.label) > 0
    wrong = ReadExamples(READ.stored, READ.index, READ.label, (LABELS + 1) % 10, READ.confidence)
    assert not rimmed(wrong).any()


@pytest.mark.parametrize("palette", PALETTES, ids=lambda p: p.name)
def test_a_rim_is_seen_on_every_class(scatter: DigitScatter, palette: Palette) -> None:
    """From a dot's middle outwards: its hue, the ground, the rim."""
    grid = np.stack(np.meshgrid(np.arange(10), np.arange(6)), -1).reshape(-1, 2) * (1.0, -1.0)
    all_wrong = np.arange(N) < 10  # one of each class
    read = ReadExamples(
        READ.stored, READ.index, LABELS, np.where(all_wrong, (LABELS + 1) % 10, LABELS), READ.confidence
    )
    scatter.apply_palette(palette)
    scatter.show_map(grid, read)
    scatter._now = scatter._to
    scatter._paint_names = lambda *_: None  # type: ignore[method-assign]
    ground, text = QColor(palette.panel), QColor(palette.text)
    picture = QImage(scatter.size() * 8, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(8)
    picture.fill(ground)
    scatter.render(picture)
    for place in range(10):
        at = scatter.position(place) * 8
        size = 5.0 if scatter.width() < 900 else 6.0

        def ink(away: float, at: QPointF = at) -> QColor:
            return picture.pixelColor(round(at.x() + 8 * away), round(at.y()))

        assert ink(0) == QColor(hue(DIGITS.answer, int(LABELS[place]), palette))
        assert ink((size + GAP / 2) / 2) == ground
        assert ink((size + (GAP + RIM) / 2) / 2) == text


def test_the_collected_digits_become_a_gallery_with_the_misread_ones_first(qtbot: QtBot) -> None:
    page = MapPage(DIGITS)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.offer({"0": "Pixels", "1": "Hidden"}, "1", {"pca": "PCA"}, "pca")
    page.show_map(POINTS, READ, "Told.", "Note.")
    assert not page.collected.isVisible()
    assert not page.methods.isVisible()
    loop_around(page.scatter, 1, 1, page.scatter.width() - 2, page.scatter.height() - 2)
    assert page.collected.isVisible()
    shown = page.collected.gallery.digits
    assert len(shown) == N
    wrong = shown.answer != shown.label
    assert wrong[: wrong.sum()].all()
    page.collected.closed.emit()
    assert not page.collected.isVisible()


def lab(colour: str) -> np.ndarray:
    """CIE L*a*b* under D65 (CIE 15:2004), from sRGB (IEC 61966-2-1)."""
    c = QColor(colour)
    rgb = np.array([c.redF(), c.greenF(), c.blueF()])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ linear
    t = xyz / (0.9505, 1.0, 1.089)
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ten_colours_are_told_apart(palette: Palette) -> None:
    colours = [lab(hue(DIGITS.answer, digit, palette)) for digit in range(10)]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(colours, 2)) > 20
    page = lab(palette.panel)
    assert min(float(np.linalg.norm(c - page)) for c in colours) > 40


def test_no_name_of_a_label_covers_another() -> None:
    for seed in range(20):
        random = np.random.default_rng(seed)
        middles, sizes = random.normal((300, 200), 25, (10, 2)), random.uniform((10, 12), (70, 20), (10, 2))
        places = apart(middles, sizes)
        off, least = (np.abs(places[:, None] - places[None]), (sizes[:, None] + sizes[None]) / 2)
        covered = (off < least - 0.1).all(axis=2)
        assert covered.sum() == 10  # each by itself
    far = np.array([(0.0, 0.0), (100.0, 0.0), (10.0, 40.0)])
    small = np.full((3, 2), (21.0, 26.0))
    np.testing.assert_array_equal(apart(far, small), far)
    assert np.ptp(apart(np.zeros((2, 2)), small[:2])[:, 0]) > 20


def test_a_map_of_what_is_read_speaks_of_pixels() -> None:
    for column, what in ((0, "the pixels"), (1, "the activations")):
        mapped = DigitMap(POINTS.astype(np.float32), np.array([0.1, 0.08]), column)
        assert f"from where {what} differ most" in _note(MappedDigits(READ, mapped, "pca", "x", 5))
