"""Miniatures compute: each paints and says something else when it is dragged, by mouse or by key."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.concepts.kinds import miniature
from netviz.panels.concepts.sketch import OWN, Sketch, written
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
    assert shown("picture", "pixel").source() == "What lies before the network now."
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
