"""A picture of a stage says in words what it shows, on paper too."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from netviz.app.files.pictures import content
from netviz.panels.export.picture_dialog import PictureWish
from netviz.rendering.arrows.caption import caption_height
from netviz.rendering.camera import Camera
from netviz.viewmodels.story.stages import REST
from tests.app.conftest import Answers, StartProgram
from tests.app.story.test_story_room import explain
from tests.app.test_program import rest


def pixels(png: bytes) -> np.ndarray:
    with Image.open(BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def test_every_picture_of_a_stage_holds_its_sentences(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    player = explain(qtbot, program)
    for stage in range(len(player.story.stages)):
        program.story._scrub(stage + REST)
        rest(qtbot, program)
        scene = program.window.canvas.scene
        assert scene is not None
        assert scene.moment is not None
        svg = ET.fromstring(content(scene, Camera(), PictureWish(1200, 900, "svg")))
        words = "".join("".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text"))
        for sentence in (scene.moment.caption, scene.moment.detail):
            assert "".join(sentence.split()) in "".join(words.split()), sentence


@pytest.mark.parametrize(
    "sizes", [((1200, 900), (500, 900)), pytest.param(((3508, 2480),), marks=pytest.mark.long, id="print")]
)
def test_the_sentences_lie_over_nothing(
    qtbot: QtBot, start: StartProgram, sizes: tuple[tuple[int, int], ...]
) -> None:
    program = start()
    explain(qtbot, program)
    program.story._scrub(3 + REST)
    rest(qtbot, program)
    scene = program.window.canvas.scene
    assert scene is not None
    assert scene.moment is not None
    for size in sizes:
        high = caption_height(scene, *size)
        assert 0 < high <= 0.4 * size[1]
        other = replace(scene, moment=replace(scene.moment, caption="Ä" * 12, detail=scene.moment.detail))
        one, two = (pixels(content(s, Camera(), PictureWish(*size, "png"))) for s in (scene, other))
        differs = np.flatnonzero((one != two).any(axis=(1, 2)))
        assert differs.size
        if caption_height(other, *size) == high:
            assert differs.max() < high


def test_what_is_no_stage_has_no_sentence(qtbot: QtBot, start: StartProgram, answers: Answers) -> None:
    program = start()
    rest(qtbot, program)
    scene = program.window.canvas.scene
    assert scene is not None
    assert caption_height(scene, 1200, 900) == 0
