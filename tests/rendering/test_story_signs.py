"""A legend of a story lists exactly what its picture shows: at rest and while it runs, in every stage, for
every loss. What is seen is asked of the painted picture.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from netviz.network.losses import LOSSES
from netviz.network.spec import NetworkSpec
from netviz.rendering.arrows.painter import paint_moment
from netviz.rendering.camera import Camera
from netviz.rendering.fonts import picture_family
from netviz.rendering.painter import paint_page
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.moment import Arrows, Lines, StoryMoment
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.scene import Scene, resolve
from netviz.viewmodels.story.arrows.shares import shares_moment, tells_a_wish
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.signs import WEIGHTS, rows_of, signs_of
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import Story, story_scene
from tests.rendering.conftest import a_story

pytestmark = pytest.mark.usefixtures("qapp")

RUNNING = (0.13, 0.31, 0.55, 0.74)  # of a stage that rests from REST on
SEEN = 8  # of 255: what is fainter nobody sees
KINDS = {"positive": "adds", "negative": "takes"}
NOTHING = {
    "under": (), "lines": (), "arrows": (), "wishes": (), "rings": (), "labels": (), "scale": None,
    "sheet": None, "curve": None, "magnified": None,
}  # fmt: skip


def picture(scene: Scene, now: StoryMoment) -> NDArray[np.uint8]:
    image = QImage(int(scene.layout.width), int(scene.layout.height), QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint_page(painter, scene, QRectF(image.rect()))
        paint_moment(painter, replace(scene, moment=now), Camera(), picture_family(), headline=False)
    grey = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return grey.copy()


def parts(now: StoryMoment) -> Iterator[tuple[str, StoryMoment]]:
    """The moment sign by sign: with nothing else in it."""
    bare = replace(now, **NOTHING)
    for wish in now.wishes:
        yield "off" if wish.hollow else wish.role, replace(bare, wishes=(wish,))
    for lines in now.lines:
        if lines.role != "muted":  # the thin line on which an arrow hangs
            yield KINDS.get(lines.role, f"stroke:{lines.role}"), replace(bare, lines=(lines,))
    for arrows in now.arrows:
        for name, some in (("grows", arrows.filled), ("falls", ~arrows.filled)):
            yield name, replace(bare, arrows=(only(arrows, some),))
    for ring in now.rings:
        if ring.column:  # not the square around a pixel
            yield "ring", replace(bare, rings=(ring,))
    if now.sheet is not None:
        yield "vote", replace(bare, sheet=now.sheet)


def only(arrows: Arrows, some: NDArray[np.bool_]) -> Arrows:
    fields = ("edge", "value", "line", "width", "filled", "alpha")
    return replace(arrows, **{name: getattr(arrows, name)[some] for name in fields})


def seen(story: Story, snapshot: Snapshot, now: StoryMoment) -> set[str]:
    """The signs of which a pixel of the picture bears witness."""
    scene = story_scene(resolve(snapshot, story.layout, LIGHT), now)
    blank = picture(scene, replace(now, **NOTHING)).astype(np.int16)
    found = {s for s, part in parts(now) if np.abs(picture(scene, part) - blank).max() > SEEN}
    return found | WEIGHTS


@pytest.mark.parametrize("loss", LOSSES)
def test_the_legend_lists_exactly_what_the_picture_shows(loss: str) -> None:
    story, snapshot = a_story(spec=NetworkSpec((784, 16, 16, 10), ("relu", "relu"), loss))
    for number, stage in enumerate(story.stages):
        for phase in (REST, *RUNNING):
            now = moment(story, number + phase)
            listed, there = signs_of(now), seen(story, snapshot, now)
            if stage.kind == "again" and phase < REST:
                assert there <= listed, f"{stage.kind} at {phase}"
            else:
                assert listed == there, f"stage {number + 1}, {stage.kind}, at {phase}"
        if tells_a_wish(story, number) is not None:
            for at in (0.3, 1.0):
                now = shares_moment(story, number, at)
                assert signs_of(now) == seen(story, snapshot, now), f"shares of stage {number + 1}"


def test_while_a_sweep_lasts_all_that_flies_in_it_is_listed_and_nothing_else() -> None:
    story, snapshot = a_story()
    number = len(story.stages) - 1
    first = moment(story, number + 0.1)
    assert {"stroke:output_wish", "stroke:first_wish", "grows", "falls"} <= signs_of(first)
    sweep = [
        now
        for phase in np.arange(0.02, 0.3, 0.004).tolist()
        if (now := moment(story, number + phase)).weights_key == first.weights_key
    ]
    assert len({signs_of(now) for now in sweep}) == 1, "it does not flicker"
    assert set().union(*(seen(story, snapshot, now) for now in sweep)) == signs_of(first)


@pytest.mark.parametrize("n_layers", [1, 2, 3, 5, 9])
def test_every_sign_has_words_of_its_own(n_layers: int) -> None:
    roles = ["output_wish", "second_wish", "first_wish", "middle_wish_0", "middle_wish_2"]
    some = {1: roles[:1], 2: roles[:2], 3: roles[:3]}.get(n_layers, roles)
    signs = {*some, *(f"stroke:{role}" for role in some), "off", "muted", "ring", "vote", "adds", "takes"}
    rows = rows_of(n_layers, frozenset({*signs, "grows", "falls", *WEIGHTS}))
    words = [text for row in rows for _, text in row]
    assert len(set(words)) == len(words)
    assert words[-2:] == ["positive weight", "negative weight"]
    if n_layers <= 3:
        assert {sign for row in rows for sign, _ in row} == {*signs, "grows", "falls", *WEIGHTS}
    else:
        assert "layers between: a colour each" in words or n_layers == 5


def test_a_network_without_negative_weights_has_no_line_for_them() -> None:
    now = StoryMoment(key=(), heading="", title="", caption="", weights=np.ones(3, np.float32))
    assert signs_of(now) == {"positive"}
    thin = Lines("output_wish", *(np.zeros((2, 4), np.float32), *np.zeros((2, 2), np.float32)))
    assert signs_of(replace(now, lines=(thin,))) == {"positive"}, "what is not seen is not listed"
