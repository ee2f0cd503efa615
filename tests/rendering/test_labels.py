"""The words about the edges keep clear of the columns, of what stands below them, and of the image."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from netviz.rendering.camera import Camera
from netviz.rendering.fonts import label_font, type_font
from netviz.rendering.labels import CAPTION_PX, edges_note, note_place, paint_outputs

FOOT = 28  # beyond the caption, on either side: a button and the rim
WITH_WORDS, SMALL_FOOT = 130, 42  # where columns stand closer, a foot has only a number between the buttons
PAGES = {"960": (560, 240), "1280": (930, 305), "1366": (998, 330), "1920": (1460, 520), "tall": (1460, 800)}


@pytest.mark.parametrize("hidden", [1, 2, 3, 4])
@pytest.mark.parametrize("page", PAGES)
def test_the_note_keeps_clear_of_the_first_column(qapp: QApplication, make_scene, page, hidden) -> None:
    width, height = PAGES[page]
    scene = make_scene((784, *[16] * hidden, 10), size=(width, height))
    family = qapp.font().family()
    note = edges_note(scene, 1705, mist=True)
    words = note + " Those from the input show contributions, a·w."
    found = [note_place(scene, family, text, height) for text in (words, note)]
    if height > 300:
        assert found[1] is not None
    metrics = QFontMetricsF(label_font(family, CAPTION_PX))
    left, top, side = scene.layout.image
    wide = scene.layout.column_x[1] - left - side >= WITH_WORDS
    reach = metrics.horizontalAdvance(scene.captions[1]) / 2 + FOOT if wide else SMALL_FOOT
    for place in found:
        if place is not None:
            assert place.right() < scene.layout.column_x[1] - reach
            assert QRectF(0, 0, width, height).contains(place)
            assert not place.intersects(QRectF(left, top, side, side + 22))


def test_without_an_image_or_room_there_is_no_place(qapp: QApplication, make_scene) -> None:
    family = qapp.font().family()
    assert note_place(make_scene((6, 4, 3), digit=False), family, "All 36 edges.", 500) is None
    assert note_place(make_scene((784, 16, 10), size=(200, 140)), family, "All of them.", 140) is None


@pytest.mark.parametrize("width", [307, 330, 400, 459, 460, 560, 930])
def test_the_answer_s_share_is_whole_however_narrow_the_page_is(
    qapp: QApplication, make_scene, width: int
) -> None:
    scene = make_scene((784, 16, 10), size=(width, 300))
    shares = np.full(10, 1e-5, np.float32)
    shares[3] = 0.9996
    scene = replace(scene, probability=shares, answer=3)
    picture = QImage(width + 60, 300, QImage.Format.Format_Grayscale8)
    picture.fill(255)
    with QPainter(picture) as painter:
        paint_outputs(painter, scene, Camera(), type_font().family())
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(300, picture.bytesPerLine())
    assert pixels[:, : width + 60].min() < 128
    assert pixels[:, width : width + 60].min() == 255, "its last letters lie beyond the page"
