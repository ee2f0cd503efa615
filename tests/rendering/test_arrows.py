"""What is painted is what the moment says: lengths and heads read back from pixels, and golden images of
each stage.
"""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from netviz.network.spec import NetworkSpec
from netviz.rendering.arrows.magnifier import magnifier_place
from netviz.rendering.arrows.painter import paint_arrows, paint_moment
from netviz.rendering.arrows.shapes import shafts, upright
from netviz.rendering.arrows.wants import loss_texts
from netviz.rendering.camera import Camera
from netviz.rendering.files.story_film import FramePainter, page_size
from netviz.rendering.fonts import picture_family
from netviz.rendering.painter import paint_page
from netviz.tasks.digits.task import DIGITS
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.moment import Arrows
from netviz.viewmodels.palette import DARK, DARK_COLOUR_BLIND, LIGHT, LIGHT_COLOUR_BLIND, Palette
from netviz.viewmodels.scene import Focus, resolve
from netviz.viewmodels.story.arrows.geometry import Scale
from netviz.viewmodels.story.arrows.shares import shares_moment
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import Story, recentred, story_scene
from tests.rendering.conftest import a_story

pytestmark = pytest.mark.usefixtures("qapp")

SPEC = DIGITS.network


def overlay(story: Story, snapshot: Snapshot, phase: float, palette: Palette) -> QImage:
    """Only what this room adds to the picture."""
    scene = story_scene(resolve(snapshot, story.layout, palette), moment(story, phase))
    image = QImage(int(story.layout.width), int(story.layout.height), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint_page(painter, scene, QRectF(0, 0, story.layout.width, story.layout.height))
        paint_moment(painter, scene, Camera(), picture_family())
    return image


def dark_pixels(image: QImage) -> NDArray[np.float64]:
    """(n, 2) x and y of the centres of pixels darker than half."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    y, x = np.nonzero(rows[:, : grey.width()] < 110)
    return np.stack([x + 0.5, y + 0.5], axis=1)


@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("length", [12.0, 30.0, 80.0])
@pytest.mark.parametrize("angle", [0.0, 0.7, -1.2])
def test_an_arrows_length_and_head_can_be_read_back_from_the_picture(
    angle: float, length: float, filled: bool
) -> None:
    zoom = 4
    middle, way = np.array([60.0, 60.0]), np.array([np.cos(angle), np.sin(angle)])
    line = np.concatenate([middle - way * length / 2, middle + way * length / 2]).astype(np.float32)
    sign = 1.0 if filled else -1.0
    arrows = Arrows(
        "change", np.array([0]), np.array([sign]), line[None], np.array([3.0], np.float32),
        np.array([filled]), np.ones(1, np.float32),
    )  # fmt: skip
    image = QImage(120 * zoom, 120 * zoom, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        paint_arrows(painter, arrows, LIGHT, Camera())
    found = dark_pixels(image) / zoom
    along = (found - middle) @ way
    across = np.abs((found - middle) @ np.array([-way[1], way[0]]))
    # An open head is a line around its outline, so its tip is up to a pixel beyond.
    assert along.max() - along.min() == pytest.approx(length, abs=0.7 if filled else 1.6)
    assert across[along > 0].max() > 1.4 * across[along < -0.3 * length].max()


def test_shapes_are_as_long_as_their_lines() -> None:
    rng = np.random.default_rng(0)
    line, width = rng.uniform(0, 100, (50, 4)), rng.uniform(0.5, 4, 50)
    body, head = shafts(line, width)
    np.testing.assert_allclose(head[:, 0], line[:, 2:], atol=1e-9)
    np.testing.assert_allclose((body[:, 0] + body[:, 3]) / 2, line[:, :2], atol=1e-9)
    up, down = upright(5, 50, 20, 4), upright(5, 20, 50, 4)
    assert (up[:, 1].min(), up[:, 1].max()) == (20, 50)
    assert up[3].tolist() == [5, 20]
    assert down[3].tolist() == [5, 50]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("stage", range(9))
def test_each_stage_looks_as_it_should(
    stage: int, palette: Palette, matches_golden: Callable[[str, QImage], None]
) -> None:
    story, snapshot = STORY
    matches_golden(f"story-{stage}-{palette.name}", overlay(story, snapshot, stage + REST, palette))


STORY = a_story()


@pytest.mark.parametrize("palette", [LIGHT_COLOUR_BLIND, DARK_COLOUR_BLIND], ids=["light", "dark"])
@pytest.mark.parametrize("stage", [3, 5])
def test_for_colour_blind_eyes_rings_are_doubled_and_tripled(
    stage: int, palette: Palette, matches_golden: Callable[[str, QImage], None]
) -> None:
    story, snapshot = STORY
    theme = "dark" if palette.dark else "light"
    name = f"story-{stage}-{theme}-colour-blind"
    matches_golden(name, overlay(story, snapshot, stage + REST, palette))


@pytest.mark.parametrize("palette", [LIGHT_COLOUR_BLIND, DARK_COLOUR_BLIND], ids=["light", "dark"])
def test_a_film_for_colour_blind_eyes(
    palette: Palette, matches_golden: Callable[[str, QImage], None]
) -> None:
    """With the network's edges, of which the negative ones are dashed, and the legend."""
    story, snapshot = a_story(*page_size(480, 270))
    frames = FramePainter(story, resolve(snapshot, story.layout, palette), 480, 270)
    theme = "dark" if palette.dark else "light"
    matches_golden(f"film-{theme}-colour-blind", frames.frame(6 + REST))


def test_a_pixel_is_magnified_with_its_own_arrow() -> None:
    story, snapshot = STORY
    now = moment(story, 5 + REST)
    pick = story.picks[1]
    assert pick is not None
    assert now.magnified == int(np.abs(story.trace.changes_into(1, pick)).argmax())
    scene = story_scene(resolve(snapshot, story.layout, LIGHT), now)
    place = magnifier_place(scene, Camera())
    assert place is not None
    assert story.layout.image is not None
    _, top, side = story.layout.image
    assert place.top() > top + side
    assert place.bottom() < story.layout.height
    image = overlay(story, snapshot, 5 + REST, LIGHT).copy(place.toAlignedRect())
    ink = dark_pixels(image)
    ink = ink[ink[:, 1] < place.height() - 15]  # below stands how much it is enlarged
    # The arrow leads from the middle towards the neuron, to the right: that side is darker.
    assert len(ink) > 60
    assert (ink[:, 0] > place.width() / 2).mean() > 0.5
    # No room, nothing enlarged, or another camera: no magnifier.
    assert magnifier_place(scene, Camera(2.0, 0.0, 0.0)) is None
    assert magnifier_place(story_scene(scene, moment(story, 2 + REST)), Camera()) is None


def test_a_focused_edges_arrow_is_new_minus_old() -> None:
    """From the weights to the pixels: the arrow of one picked edge, measured in the painted picture."""
    story, _ = STORY
    column, target = 2, story.picks[2]
    assert target is not None
    source = int(np.abs(story.trace.changes_into(column, target)).argmax())
    picked = recentred(story, Focus(column, target, source))
    number = next(k for k, s in enumerate(picked.stages) if s.kind == "weights" and s.column == column)
    now = moment(picked, number + REST)
    assert now.scale is not None
    (arrows,) = now.arrows
    edge = SPEC.weight_slices[1].start + source * 16 + target
    (place,) = np.flatnonzero(arrows.edge == edge)
    zoom = 4
    image = QImage(860 * zoom, 640 * zoom, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    alone = Arrows(**{k: v if k == "role" else v[[place]] for k, v in vars(arrows).items()})
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        paint_arrows(painter, alone, LIGHT, Camera())
    found = dark_pixels(image) / zoom
    tail, tip = alone.line[0, :2].astype(float), alone.line[0, 2:].astype(float)
    along = (found - tail) @ (tip - tail) / np.hypot(*(tip - tail))
    measured = (along.max() - along.min()) / (now.scale.length / now.scale.value)
    old, new = story.trace.parameters[edge], story.trace.parameters_after[edge]
    assert measured == pytest.approx(abs(float(new) - float(old)), rel=0.08)
    assert bool(tip[0] > tail[0]) == bool(new > old)


def test_a_frame_is_a_pure_function_of_its_phase(how_different: Callable[..., tuple[float, float]]) -> None:
    story, snapshot = a_story(*page_size(640, 360))
    scene = resolve(snapshot, story.layout, LIGHT)
    one, two = FramePainter(story, scene, 640, 360), FramePainter(story, scene, 640, 360)
    two.frame(6.3)  # whatever was painted before leaves no trace
    for phase in (0.4, 3.9, 6.3):
        assert how_different(one.frame(phase), two.frame(phase)) == (0.0, 0.0)
    assert how_different(one.frame(3.9), one.frame(4.9)) > (0.0, 0.0)


@pytest.mark.parametrize("size", [(640, 360), (300, 500), (1366, 768)])
def test_frames_of_any_shape(size: tuple[int, int]) -> None:
    story, snapshot = a_story(*page_size(*size))
    frames = FramePainter(story, resolve(snapshot, story.layout, DARK), *size)
    image = frames.frame(2 + REST)
    assert (image.width(), image.height()) == size


def test_odd_networks_can_be_painted() -> None:
    for sizes in ((784, 10), (784, 300, 10), (784, 1, 1, 10)):
        spec = NetworkSpec(sizes, ("relu",) * (len(sizes) - 2))
        story, snapshot = a_story(spec=spec)
        for phase in np.linspace(0, len(story.stages), 25):
            overlay(story, snapshot, float(phase), LIGHT)


def test_shares_are_painted() -> None:
    story, snapshot = STORY
    now = shares_moment(story, 3, 1.0)
    scene = story_scene(resolve(snapshot, story.layout, LIGHT), now)
    image = QImage(860, 640, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint_page(painter, scene, QRectF(0, 0, 860, 640))
        paint_moment(painter, scene, Camera(), picture_family())
    assert image != overlay(story, snapshot, 3 + REST, LIGHT)


def test_losses_are_told_apart() -> None:
    assert loss_texts((2.694, None)) == ("2.69", "")
    assert loss_texts((2.694, 2.131)) == ("2.69", "2.13")
    assert loss_texts((1.00001, 1.00002)) == ("1.00001", "1.00002")


def test_one_arrow_that_is_drawn_longer_is_spoken_of_as_one() -> None:
    scale = Scale(1.0, 5.0)
    assert scale.longer.endswith("so that they can be seen")
    assert scale.one_longer.endswith("so that it can be seen")
