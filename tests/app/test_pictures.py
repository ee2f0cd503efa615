"""Pictures of what is on the canvas: as it is, of another shape, a part, as vectors, on the clipboard."""

import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from netviz.app.files.pictures import COPIED, content
from netviz.panels.export.picture_dialog import PictureWish
from netviz.rendering.camera import Camera
from tests.app.conftest import Answers, StartProgram


def pixels(png: bytes) -> np.ndarray:
    with Image.open(BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


@pytest.fixture
def scene(again: StartProgram):
    found = again().window.canvas.scene
    assert found is not None
    return found


def test_the_picture_is_laid_out_for_its_shape(scene) -> None:
    """A wide picture of the network is wide, not the screen's with margins."""
    wide = pixels(content(scene, Camera(), PictureWish(1600, 500, "png")))
    page = wide[2, 2]
    used = np.flatnonzero((wide != page).any(axis=(0, 2)))
    assert used.min() < 80
    assert used.max() > 1500


def test_a_part_of_the_page_is_what_is_seen(scene) -> None:
    size = round(scene.layout.width), round(scene.layout.height)
    whole = pixels(content(scene, Camera(), PictureWish(*size, "png")))
    part = pixels(content(scene, Camera(2.0, -600.0, -250.0), PictureWish(*size, "png")))
    assert np.abs(whole - part).mean() > 3
    # The page's left margin is off the screen.
    assert (whole[:, 4] == whole[2, 2]).all()


def test_vectors(qtbot: QtBot, again: StartProgram, answers: Answers, tmp_path: Path) -> None:
    program = again()
    answers.wish = PictureWish(800, 500, "svg")
    answers.to_save = tmp_path / "network.svg"
    program.actions["file.save_picture"].trigger()
    qtbot.waitUntil(lambda: "network.svg" in program.window.banner.text, timeout=30_000)
    assert answers.asked == ["picture", "save"]
    root = ET.fromstring((tmp_path / "network.svg").read_bytes())
    assert root.get("viewBox") == "0 0 800 500"


def test_copy(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    QGuiApplication.clipboard().clear()
    size = COPIED * program.window.canvas.width(), COPIED * program.window.canvas.height()
    program.actions["edit.copy_picture"].trigger()
    qtbot.waitUntil(lambda: "Copied" in program.window.banner.text, timeout=30_000)
    picture = QGuiApplication.clipboard().image()
    assert (picture.width(), picture.height()) == size


def test_a_message_takes_nothing_from_the_picture(
    qtbot: QtBot, again: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = again()
    canvas = program.window.canvas
    size = canvas.width(), canvas.height()
    program.window.banner.say("Something went wrong.", error=True)
    qtbot.wait(200)
    assert (canvas.width(), canvas.height()) == size
    answers.to_save = tmp_path / "network.png"
    program.actions["file.save_picture"].trigger()
    qtbot.waitUntil(lambda: "network.png" in program.window.banner.text, timeout=30_000)
    with Image.open(tmp_path / "network.png") as picture:
        assert picture.size == size
        drawn = np.asarray(picture.convert("RGB")).astype(int)
    # It is laid out for all of the height: the lowest words stand as near to the border as on the screen.
    used = np.flatnonzero((drawn != drawn[2, 2]).any(axis=(1, 2)))
    assert size[1] - used.max() < 30


def test_a_page_of_paper_has_its_size_in_the_file(scene) -> None:
    """A4 at 300 dots per inch is 29.7 cm wide, as a picture and as vectors."""
    png, svg = (content(scene, Camera(), PictureWish(3508, 2480, kind, 300)) for kind in ("png", "svg"))
    with Image.open(BytesIO(png)) as picture:
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    assert float(ET.fromstring(svg).attrib["width"].removesuffix("mm")) == pytest.approx(297, abs=0.2)
