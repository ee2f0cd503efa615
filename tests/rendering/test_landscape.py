"""A landscape on paper: shades by loss, and marks where the plane says."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from netviz.app.window.theme import qt_palette, stylesheet
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.panels.landscape.page import LandscapePage
from netviz.panels.landscape.shown import Shown
from netviz.rendering.files.landscape import landscape_picture, map_aspect
from netviz.rendering.fonts import choose_text_size, picture_family, type_font
from netviz.rendering.landscape.map import MapPlace, paint_map, ticks
from netviz.rendering.landscape.relief import Relief, shade_at
from netviz.rendering.landscape.surface import Eye, Stage, paint_ball, paint_surface
from netviz.rendering.landscape.words import ball_at, of_ball, of_marks, sentences
from netviz.training.jobs.work import finish
from netviz.training.landscape.directions import along_run
from netviz.training.landscape.grid import Grid
from netviz.training.landscape.landscape import Frame, Landscape, Sample, explore, frame_around
from netviz.training.landscape.plane import Walk
from netviz.viewmodels.palette import DARK, LIGHT, PALETTES, Palette
from tests.dressed import dress

SPEC = NetworkSpec.dense((6, 4, 3), "tanh")


def _landscape(frame: Frame | None = None) -> Landscape:
    random = np.random.default_rng(1)
    network = Network(SPEC)
    network.initialise(1)
    way = random.normal(0, 0.1, (5, SPEC.n_parameters)).cumsum(axis=0) + network.parameters
    walk = Walk(SPEC, np.array([0, 5, 10, 20, 40]), way.astype(np.float32))
    sample = Sample(np.arange(30), random.normal(0, 1, (30, 6)).astype(np.float32), random.integers(0, 3, 30))
    return finish(explore(along_run(walk), walk, sample, 9, frame))


def test_the_higher_the_loss_the_further_from_paper() -> None:
    """On light paper darker, on dark paper brighter; what is beyond all numbers is the highest."""
    axis = np.linspace(0, 1, 5)
    grid = Grid(axis, axis, np.exp(np.add.outer(axis, 2 * axis)))
    relief = Relief(grid)
    for palette, sign in ((LIGHT, -1), (DARK, 1)):
        image = relief.image(60, 60, palette)
        brightness = [image.pixelColor(k, 59 - k).lightness() for k in (2, 14, 30, 44, 57)]
        assert (np.diff(brightness) * sign > 0).all()
        assert image.pixelColor(59, 59).lightness() * sign < image.pixelColor(59, 0).lightness() * sign
    loss = grid.loss.copy()
    loss[2, 2] = np.inf
    assert Relief(Grid(axis, axis, loss)).heights[2, 2] == 1
    for height in (0.0, 0.3, 1.0):
        assert float(relief.height(relief.loss_at(height))) == pytest.approx(height, abs=1e-9)
    assert Relief(Grid(axis, axis, np.full((5, 5), np.nan))).heights.min() == 1
    flat = Relief(Grid(axis, axis, np.full((5, 5), 0.0)))
    assert np.isfinite(flat.heights).all()


def test_a_place_on_the_map_and_round_numbers_beside_it() -> None:
    place = MapPlace(QRectF(10, 20, 200, 100), Frame((-1, 3), (0, 2)))
    assert place.point(-1, 0) == QPointF(10, 120)
    assert place.point(3, 2) == QPointF(210, 20)
    assert place.scale == 50
    assert ticks(-1.2, 3.1, 5) == [-1, 0, 1, 2, 3]
    assert ticks(0.0, 0.05, 4) == [0, 0.02, 0.04]


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.name)
def test_the_ball_stands_where_the_network_is_and_the_words_say_how_far_off(qapp: object, palette) -> None:
    landscape = _landscape()
    frame = frame_around(landscape.plane, landscape.path).widened(map_aspect(landscape, 1000, 700))
    landscape = _landscape(frame)
    first, last = ball_at(landscape, 5), ball_at(landscape, 40)
    assert first is not None
    assert last is not None
    assert (first.step, last.step) == (5, 40)
    one, other = (landscape_picture(landscape, frame, ball, palette, 1000, 700) for ball in (first, last))
    # The two differ where either ball stands; the map itself takes the place that its aspect says.
    changed = [
        (x, y)
        for x in range(0, 1000, 3)
        for y in range(200, 660, 3)
        if one.pixelColor(x, y) != other.pixelColor(x, y)
    ]
    assert changed
    ink = QColor(palette.text)
    assert any(other.pixelColor(x, y) == ink for x, y in changed)
    assert "which lies in the plane" in sentences(landscape, last)[1]
    assert "away from the plane" in sentences(landscape, first)[1]
    assert f"{SPEC.n_parameters} dimensions" in sentences(landscape, last)[0]
    assert shade_at(0.0, palette) != shade_at(1.0, palette)


def test_what_another_run_makes_small_is_said_to_be_too_small_and_keeps_its_shade() -> None:
    """Beside a run that threw the scale away nothing is told that can't be seen."""
    near = _landscape()
    ball = ball_at(near, 10)
    assert ball is not None
    said = of_ball(near, ball)
    assert "The line is the run’s way, from the small circle on, as a shadow: it ran beside the plane" in said
    flat = replace(near, distance=np.zeros_like(near.distance))
    assert "as a shadow" not in of_ball(flat, replace(ball, distance=0.0))
    assert "falls right at the ball" in of_marks(near, replace(ball, descent=(1.0, 0.0), gradient_share=0.03))
    axis = np.linspace(-1e8, 1e8, 3)
    loss = np.array([[1e19, 1e18, 1e17], [1e12, 2.31, 1e6], [1e19, 1e18, 1e17]])
    far = replace(near, grid=Grid(axis, axis, loss))
    assert "The run’s own way is too short to be seen at this scale" in of_ball(far, ball)
    assert "the small circle" not in of_ball(far, ball)
    relief = Relief(far.grid)
    assert relief.low == 2.31
    assert relief.height(1e6) > relief.height(2.31)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_map_and_surface_look_as_they_did(
    qapp: object, palette: Palette, matches_golden: Callable[[str, QImage], None]
) -> None:
    landscape = _landscape()
    frame = frame_around(landscape.plane, landscape.path)
    ball = ball_at(landscape, 10)
    assert ball is not None
    relief, area = Relief(landscape.grid), QRectF(0, 0, 560, 380)
    for name in ("map", "surface"):
        image = QImage(560, 380, QImage.Format.Format_RGB32)
        image.fill(QColor(palette.panel))
        with QPainter(image) as painter:
            if name == "map":
                paint_map(painter, area, landscape, relief, frame, ball, palette, picture_family())
            else:
                paint_surface(painter, area, landscape, relief, Eye(), palette, picture_family())
                paint_ball(painter, area, landscape, relief, Eye(), ball, palette)
        matches_golden(f"landscape-{name}-{palette.name}", image)


@pytest.fixture
def dressed_app(qapp: QApplication) -> Iterator[Callable[[Palette], None]]:
    """The application in a theme, whatever earlier tests have left it in."""
    before = qapp.styleSheet(), qapp.font(), qapp.palette()

    def dressed(palette: Palette) -> None:
        choose_text_size(100)
        qapp.setFont(type_font())
        qapp.setPalette(qt_palette(palette))
        qapp.setStyleSheet(stylesheet(palette))

    yield dressed
    qapp.setStyleSheet(before[0])
    qapp.setFont(before[1])
    qapp.setPalette(before[2])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda palette: palette.name)
def test_the_whole_page_looks_as_it_did(
    dressed_app: Callable[[Palette], None], palette: Palette, matches_golden: Callable[[str, QImage], None]
) -> None:
    landscape = _landscape()
    dressed_app(palette)
    page = LandscapePage()
    dress(page, palette)
    page.resize(1060, 620)
    page.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    page.show()
    frame = frame_around(landscape.plane, landscape.path)
    page.show_landscape(Shown(landscape, Relief(landscape.grid), frame))
    page.show_ball(ball_at(landscape, 10))
    page.show_status("the way up to step 40")
    QApplication.processEvents()
    image = QImage(page.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(palette.page))
    page.render(image)
    matches_golden(f"landscape-page-{palette.name}", image)
    page.close()
    page.deleteLater()


def test_a_point_of_the_surface_stands_where_the_eye_sees_it(qapp: object) -> None:
    """From above it is the map; turned by a half, left is right; what is higher is higher on paper."""
    landscape = _landscape()
    room, grid = QRectF(0, 0, 400, 300), landscape.grid
    alpha, beta, low = grid.alphas[[0, -1]], grid.betas[[0, -1]], np.zeros(2)
    above, _ = Stage(room, grid, Eye(0.0, np.pi / 2)).see(alpha, beta, low)
    assert above[0][0] < above[1][0]
    assert above[0][1] > above[1][1]
    turned, _ = Stage(room, grid, Eye(np.pi, np.pi / 2)).see(alpha, beta, low)
    np.testing.assert_allclose(turned, above[::-1], atol=1e-9)
    seen, away = Stage(room, grid, Eye(0.0, 0.5)).see(alpha, beta, low)
    higher, _ = Stage(room, grid, Eye(0.0, 0.5)).see(alpha, beta, low + 1)
    assert (higher[:, 1] < seen[:, 1]).all()
    assert away[0] < away[1]
