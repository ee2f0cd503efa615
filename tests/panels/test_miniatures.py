"""Miniatures compute: each paints and says something else when it is dragged, by mouse or by key."""

import re
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.concepts.kinds import miniature
from netviz.panels.concepts.pencil import CENTRE, Pencil
from netviz.panels.concepts.sketch import HEIGHT, OWN, WIDTH, Sketch, written
from netviz.rendering.fonts import Type, label_font, picture_family
from netviz.viewmodels.words.concepts.all_concepts import CONCEPTS
from netviz.viewmodels.words.concepts.concept import Miniature
from netviz.viewmodels.words.concepts.of_run import NO_RUN, OfRun

ALL = sorted({(c.miniature.kind, c.miniature.show) for c in CONCEPTS.values()})

SILENT = {
    *(("layers", show) for show in ("hidden", "edge", "parameters", "depth", "dropout", "symmetry")),
    *(("decay", show) for show in ("L1", "L2")),
    ("curves", "patience"),
    ("neuron", "dead"),
    ("plane", "neighbours"),
}
"""Of these, the sentence is about one of the handles, and the others change the picture alone."""


def picture(sketch: Sketch) -> QImage:
    return sketch.grab().toImage()


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(400, 220)
    host.show()
    return host


def test_every_handle_changes_picture_and_words(qtbot: QtBot, host: QWidget) -> None:
    for kind, show in ALL:
        sketch = miniature(Miniature(kind, show), NO_RUN, host)
        sketch.show()
        assert sketch.source().startswith(OWN), (kind, show)
        assert sketch.knobs, (kind, show)
        for k, knob in enumerate(sketch.knobs):
            # From the end at which it stands to the other; the ring of the keys is not what has changed.
            sketch.setFocus()
            sketch._chosen = k
            before, words = picture(sketch), sketch.sentence()
            low = knob.value < (knob.low + knob.high) / 2
            place = sketch.place(k).toPoint()
            upright = knob.free and kind in ("layers", "outputs", "line")
            there = place + (QPoint(0, -18 if low else 18) if upright else QPoint(66 if low else -66, 0))
            qtbot.mousePress(sketch, Qt.MouseButton.LeftButton, pos=place)
            qtbot.mouseMove(sketch, there)
            qtbot.mouseRelease(sketch, Qt.MouseButton.LeftButton, pos=there)
            assert sketch._chosen == k or knob.free, (kind, show, k)
            assert picture(sketch) != before, (kind, show, k)
            assert sketch.sentence() != words or (kind, show) in SILENT, (kind, show, k, words)
            sketch._chosen = k
            after = picture(sketch)
            qtbot.keyClick(sketch, Qt.Key.Key_Left if low else Qt.Key.Key_Right)
            assert picture(sketch) != after, (kind, show, k)
        sketch.hide()
        sketch.deleteLater()


DIGITS = OfRun(
    step=17_190,
    classes=tuple("0123456789"),
    counts=(55_000, 5_000, 10_000),
    logits=np.array([-3.2, 9.4, 0.1, 2.0, 7.7, -8.8, 1.0, 12.7, 0.3, -1.1]),
    confusion=np.full((10, 10), 97) + np.eye(10, dtype=np.int64) * 870,
    picture=np.linspace(0, 1, 784).reshape(28, 28),
    label=7,
    sizes=(784, 16, 16, 10),
)
LONG = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Boot")
CLOTHES = replace(DIGITS, classes=LONG)
PENGUINS = replace(
    NO_RUN,
    step=400,
    classes=("Adelie", "Chinstrap", "Gentoo"),
    counts=(229, 49, 55),
    logits=np.array([2.117, -0.443, 0.9]),
    label=0,
    confusion=np.array([[24, 1, 0], [0, 11, 0], [0, 0, 19]]),
)


OF_A_RUN = ("outputs", "matrix", "batches", "picture")


def test_words_have_room_and_numbers_few_figures(monkeypatch: pytest.MonkeyPatch, host: QWidget) -> None:
    """Over all miniatures, at both ends of their handles and where they begin, of some runs."""
    drawn: list[tuple[str, QRectF, QRectF]] = []
    words = Pencil.words

    def noted(pencil: Pencil, box: QRectF, text: str, **how: Any) -> None:
        words(pencil, box, text, **how)
        align = how.get("align", CENTRE) | Qt.TextFlag.TextDontClip
        drawn.append((text, box, pencil.painter.boundingRect(box, align, text)))

    monkeypatch.setattr(Pencil, "words", noted)
    whole = QRectF(0, 0, WIDTH, HEIGHT)
    wrong = set()
    runs = [(NO_RUN, ALL)]
    runs += [(run, [row for row in ALL if row[0] in OF_A_RUN]) for run in (DIGITS, CLOTHES, PENGUINS)]
    for run, kind, show in ((run, *row) for run, rows in runs for row in rows):
        sketch = miniature(Miniature(kind, show), run, host)
        sketch.show()
        begin = [knob.value for knob in sketch.knobs]
        for values in (begin, [k.low for k in sketch.knobs], [k.high for k in sketch.knobs]):
            for knob, value in zip(sketch.knobs, values, strict=True):
                knob.value = value
            drawn.clear()
            picture(sketch)
            for text, box, taken in drawn:
                digits = re.findall(r"\.0*[1-9]\d{4,}|\d{8,}", text)
                if digits or not (
                    box.adjusted(-1, -3, 1, 3).contains(taken) and whole.adjusted(0, -1, 0, 1).contains(taken)
                ):
                    wrong.add((kind, show, text, box.width(), round(taken.width()), round(taken.bottom())))
            for (text, _, a), (other, _, b) in combinations(drawn, 2):
                if text and other and a.adjusted(1, 3, -1, -3).intersects(b.adjusted(1, 3, -1, -3)):
                    wrong.add((kind, show, text, other))
        sketch.hide()
        sketch.deleteLater()
    assert not wrong, "\n".join(map(str, sorted(wrong, key=str)))


def test_what_the_run_has_is_taken_from_it(host: QWidget) -> None:
    steps = np.arange(10.0)
    run = OfRun(
        step=1200,
        classes=("a", "b"),
        losses=np.stack([steps * 100, 2 / (1 + steps)], axis=1),
        validations=np.stack([steps * 100, 2.5 / (1 + steps), steps / 10], axis=1),
        confusion=np.array([[8, 2], [1, 9]]),
        counts=(800, 100, 100),
        batch=25,
        picture=np.linspace(0, 1, 64).reshape(8, 8),
        logits=np.array([1.0, 3.0]),
        label=0,
        sizes=(64, 4, 2),
        weights=np.full(256, 0.5, np.float32),
    )

    def shown(kind: str, show: str = "") -> Sketch:
        return miniature(Miniature(kind, show), run, host)

    assert "1,200" in shown("matrix").source()
    assert "Of 10 with the label a, 2 are taken for b" in shown("matrix").sentence()
    softmax = shown("outputs", "softmax")
    assert [softmax.value(0) - softmax.value(1)] == [pytest.approx(-2)]
    assert "a gets 11.9" in softmax.sentence()
    assert "800 training" in shown("batches", "split").source()
    assert "32 steps of 25" in shown("batches", "batch").source()
    assert "up to step 900" in shown("curves", "loss").source()
    assert shown("picture", "pixel").source() == "From your run: what lies before the network now."
    assert "270 parameters" in shown("layers", "parameters").source()
    assert "σ = 0.000" in shown("draws", "spread").source()


def test_each_number_beside_a_track_is_whole_in_its_place(host: QWidget) -> None:
    # Shares that are no round numbers: 5,000 and 10,000 of 70,000 digits.
    run = OfRun(counts=(55_000, 5_000, 10_000))
    shares = miniature(Miniature("batches", "split"), run, host).knobs
    assert [written(knob) for knob in shares] == ["7.1\N{NO-BREAK SPACE}%", "14.3\N{NO-BREAK SPACE}%"]
    metrics = QFontMetricsF(label_font(picture_family(), Type.CAPTION, strong=True))
    for kind, show in ALL:
        for knob in miniature(Miniature(kind, show), run, host).knobs:
            for value in () if knob.free else (knob.low, knob.value, knob.high, knob.low + knob.step / 7):
                words = written(replace(knob, value=value))
                assert metrics.horizontalAdvance(words) <= 45, (kind, show, words)
                assert abs(value) < knob.step / 2 or any(c in words for c in "123456789"), (kind, words)


def test_numbers_of_a_few_are_right(host: QWidget) -> None:
    neuron = miniature(Miniature("neuron", "sum"), NO_RUN, host)
    for k, value in enumerate((0.5, 1.0, 2.0, -0.5)):
        neuron.turn(k, value)
    assert "= +0.60, so a = 0.60" in neuron.sentence()
    descent = miniature(Miniature("descent", "step"), NO_RUN, host)
    descent.turn(0, -2.0)
    descent.turn(1, 0.5)
    assert "= −1.00." in descent.sentence()
    bound = miniature(Miniature("threshold", "recall"), NO_RUN, host)
    bound.turn(0, 0)
    assert "20 of 20 pieces of spam" in bound.sentence()
    dropout = miniature(Miniature("layers", "dropout"), NO_RUN, host)
    dropout.turn(2, 0.5)
    assert "count 2.00 times" in dropout.sentence()
