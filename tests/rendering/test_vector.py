"""SVG: it looks like the picture, has vectors where it says so, and says what is no vector."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from netviz.rendering.camera import Camera
from netviz.rendering.edges.choice import standing_out
from netviz.rendering.files.picture import render_picture
from netviz.rendering.files.vector import LINES, svg_picture
from netviz.viewmodels.scene import Focus

SVG = "{http://www.w3.org/2000/svg}"
SIZE = (900, 560)


def drawn(content: bytes, width: int, height: int) -> QImage:
    renderer = QSvgRenderer(QByteArray(content))
    assert renderer.isValid()
    image = QImage(width, height, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        renderer.render(painter)
    return image


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"dark": True, "resting": False},
        {"focus": Focus(1, 4)},
        {"sizes": (784, 128, 64, 10), "resting": False},
        {"sizes": (12, 9, 30, 5, 7), "digit": False},
    ],
)
def test_it_looks_like_the_picture(qapp, make_scene, how_different, arguments) -> None:
    scene = make_scene(size=SIZE, **arguments)
    mean, _ = how_different(drawn(svg_picture(scene, *SIZE), *SIZE), render_picture(scene, *SIZE))
    assert mean < 1.5


def test_it_says_what_is_a_vector_and_that_is_true(qapp, make_scene) -> None:
    scene = make_scene(sizes=(784, 128, 64, 10), size=SIZE, digit=False)
    root = ET.fromstring(svg_picture(scene, *SIZE))
    words = root.findtext(f"{SVG}desc")
    said = int(re.search(r"([\d,]+) are vectors", words).group(1).replace(",", ""))
    lines = list(root.iter(f"{SVG}polyline"))
    assert said == len(lines) - 2 * 27  # the image has a line between any two cells
    assert 500 < said <= LINES
    assert f"{scene.n_edges:,} edges" in words
    assert "embedded image" in words
    assert len(list(root.iter(f"{SVG}image"))) == 1
    assert str(scene.spec) in root.findtext(f"{SVG}title")
    texts = [element.text.strip() for element in root.iter(f"{SVG}text")]
    assert {str(k) for k in range(10)} <= set(texts)
    assert any("hidden 1" in text for text in texts)


def test_of_a_neuron_in_focus_its_own_edges_are_the_vectors(qapp, make_scene) -> None:
    scene = make_scene(size=SIZE, focus=Focus(2, 3), digit=False)
    words = ET.fromstring(svg_picture(scene, *SIZE)).findtext(f"{SVG}desc")
    own, _ = standing_out(scene)
    assert f" {len(own)} are vectors" in words


def test_a_part_of_the_page(qapp, make_scene, how_different) -> None:
    scene = make_scene(size=SIZE, digit=False)
    camera = Camera(2.0, -900.0, -280.0)
    svg = drawn(svg_picture(scene, *SIZE, camera=camera), *SIZE)
    assert how_different(svg, render_picture(scene, *SIZE, camera=camera))[0] < 2.0
    assert how_different(svg, render_picture(scene, *SIZE))[0] > 2.0


def test_pixels_of_the_digit_are_squares(qapp, make_scene, as_pixels) -> None:
    """Enlarged eight times there is no blur between two cells."""
    scene = make_scene(size=SIZE)
    left, top, side = scene.layout.image
    cell = side / 28
    image = as_pixels(drawn(svg_picture(scene, *SIZE), SIZE[0] * 4, SIZE[1] * 4))
    row = round((top + 14.5 * cell) * 4)
    strip = image[row, round(left * 4) : round((left + side) * 4)].sum(axis=1)
    steps = np.abs(np.diff(strip)) > 30
    assert steps.sum() < 28 * 6


def test_it_has_its_size_and_a_font_for_everybody(qapp, make_scene) -> None:
    root = ET.fromstring(svg_picture(make_scene(size=SIZE), *SIZE))
    # As CSS has it: 96 pixels to an inch of 25.4 mm.
    for side, pixels in zip(("width", "height"), SIZE, strict=True):
        assert float(root.attrib[side].removesuffix("mm")) == pytest.approx(pixels * 25.4 / 96, abs=0.01)
    families = {e.get("font-family") for e in root.iter() if e.get("font-family")}
    assert families
    assert all(family.split(",")[-1].strip() == "sans-serif" for family in families)
