"""Words over arrows lie on no ring's tag, on no other words and not on the heading."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from netviz.rendering.arrows.clear import clear_place
from netviz.rendering.arrows.headline import headline_place
from netviz.rendering.arrows.painter import paint_moment, tag_places
from netviz.rendering.camera import Camera
from netviz.rendering.fonts import picture_family
from netviz.viewmodels.moment import Label
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.scene import resolve
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import story_scene
from tests.layout.reading import recording
from tests.rendering.conftest import a_story

pytestmark = pytest.mark.usefixtures("qapp")
PAGE = QRectF(0, 0, 400, 300)


@pytest.mark.parametrize("anchor", ["left", "centre", "right"])
@pytest.mark.parametrize("size", [(1000.0, 560.0), (760.0, 480.0), (480.0, 270.0)])
def test_no_words_over_arrows_lie_on_others(
    size: tuple[float, float], anchor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Labels at each ring of each stage, at its tag and two together: some weights bring them there."""
    story, snapshot = a_story(*size)
    found, rings = [], 0
    for stage in range(len(story.stages)):
        now = moment(story, stage + REST)
        labels = []
        for ring in now.rings:
            if ring.column == 0:
                continue
            place = story.layout.spec.neuron_slices[ring.column].start + ring.index
            x, y = map(float, story.layout.xy[place])
            for k, (dx, dy) in enumerate(((8.0, -14.0), (20.0, -20.0), (-18.0, 4.0), (-20.0, 8.0))):
                labels.append(Label(x + dx, y + dy, f"2·{k}: +0.01{ring.column}2", "change", anchor, 12.0))
            rings += 1
        now = replace(now, labels=tuple(labels))
        scene = story_scene(resolve(snapshot, story.layout, LIGHT), now)
        image = QImage(int(size[0]), int(size[1]), QImage.Format.Format_RGB32)
        with monkeypatch.context() as patch, recording(patch) as recorder, QPainter(image) as painter:
            paint_moment(painter, scene, Camera(), picture_family(), headline=False)
        found += [f"stage {stage}: {fault}" for fault in recorder.faults(0.0) if "lies" in fault.how]
    assert rings
    assert not found, "\n".join(found)


def test_words_give_way_no_farther_than_they_have_to() -> None:
    words = QRectF(100, 100, 60, 11)
    assert clear_place(words, [QRectF(100, 120, 60, 11)], PAGE) == words
    tag = QRectF(150, 106, 24, 14)
    assert clear_place(words, [tag], PAGE) == QRectF(100, 94, 60, 11)
    # Above is another's place: to the left of both.
    above = QRectF(100, 90, 60, 11)
    moved = clear_place(words, [tag, above], PAGE)
    assert not moved.intersects(tag)
    assert not moved.intersects(above)
    everywhere = QRectF(-500, -500, 2000, 2000)
    assert clear_place(words, [everywhere], PAGE) == words


def test_words_stay_on_the_page() -> None:
    words = QRectF(2, 0, 60, 11)
    moved = clear_place(words, [QRectF(40, 6, 24, 14)], PAGE)
    assert PAGE.contains(moved)
    assert not moved.intersects(QRectF(40, 6, 24, 14))


@pytest.mark.parametrize("page", [(320.0, 310.0), (420.0, 330.0), (820.0, 510.0)])
def test_no_wish_covers_the_tag_of_a_ring(page: tuple[float, float]) -> None:
    story, snapshot = a_story(*page)
    seen = 0
    for number in range(len(story.stages)):
        told = moment(story, number + REST)
        scene = resolve(snapshot, story.layout, LIGHT, None)
        tags = list(tag_places(scene, told, Camera(), picture_family()).values())
        for wish in told.wishes:
            arrow = QRectF(wish.x - 3, min(wish.y0, wish.y1), 6, abs(wish.y1 - wish.y0))
            assert not any(arrow.intersects(tag) for tag in tags), (number, wish)
        seen += len(tags)
    assert seen > 5


@pytest.mark.parametrize("heading", ["Teach it this 3", "Teach it this 3 as a 7"])
@pytest.mark.parametrize("width", [320.0, 360.0, 420.0, 480.0, 700.0, 1000.0])
def test_the_heading_ends_before_the_first_column(width: float, heading: str) -> None:
    story, snapshot = a_story(width, 320.0)
    told = moment(story, REST)
    scene = resolve(snapshot, story.layout, LIGHT, None)
    hidden = story.spec.neuron_slices[1].start
    rim = story.layout.column_x[1] - float(story.layout.radius[hidden])
    place = headline_place(scene, replace(told, heading=heading), picture_family())
    assert place.right() <= rim, f"{place.right():.0f} beyond {rim:.0f}"
