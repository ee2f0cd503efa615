"""The same strokes at any size give the same ink: through the real pad, with mouse events."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from netviz.app.run.undo import History
from netviz.app.screen.ink_paper import InkPaper
from netviz.network.forward import forward_pass, predict
from netviz.panels.pad import brush
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.panels.pad.laid_anew import LEAST, PEN, read_strokes
from netviz.panels.pad.stroke import Stroke
from netviz.tasks.all_tasks import USUAL, task_named
from netviz.tasks.digits.resources import resource
from netviz.training.config import TrainingConfig
from netviz.training.recording.run_file import read_reader
from netviz.training.session import Session
from tests.strokes import DIGITS, Drawing, deformed, dense

SIZES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.71, 0.8, 0.9)


@pytest.fixture(scope="module")
def reader(digits):
    """The answers of a network that has learned from the data set's digits alone."""
    session = Session(replace(TrainingConfig(), learning_rate=0.02), digits.training)
    for _ in range(3 * 1719):
        session.step()

    def answers(images: NDArray[np.uint8]) -> NDArray[np.intp]:
        x = images.astype(np.float32) / np.float32(255)
        return forward_pass(session.config.spec, session.network.parameters, x).a[-1].argmax(axis=1)

    return answers


@pytest.fixture
def panel(qtbot) -> DrawPanel:
    panel = DrawPanel(task_named(USUAL))
    qtbot.addWidget(panel)
    panel.resize(340, 330)
    panel.show()
    return panel


@pytest.fixture
def paper(panel) -> Iterator[InkPaper]:
    panel.stack = History(panel)
    yield InkPaper(panel, panel.stack)
    panel.stack.clear()  # as the program does when it closes: a stack that dies full still tells its paper


def send(pad, kind, at: QPointF, button=Qt.MouseButton.LeftButton) -> None:
    moves, ends = kind == QEvent.Type.MouseMove, kind == QEvent.Type.MouseButtonRelease
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(
        kind,
        at,
        QPointF(pad.mapToGlobal(at)),
        none if moves else button,
        none if ends else button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(pad, event)


def draw(panel, lines, size: float, middle=(0.5, 0.5), button=Qt.MouseButton.LeftButton) -> None:
    """Lines of points (0 to 1) at `size` of the pad, in whole pixels as a mouse has them."""
    pad = panel.pad
    side = min(pad.width(), pad.height())
    for line in lines:
        places = [
            QPointF(
                *(round(side * (m + (value - 0.5) * size)) for m, value in zip(middle, point, strict=True))
            )
            for point in line
        ]
        send(pad, QEvent.Type.MouseButtonPress, places[0], button)
        for place in places[1:]:
            send(pad, QEvent.Type.MouseMove, place, button)
        send(pad, QEvent.Type.MouseButtonRelease, places[-1], button)


def alike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """The ink that both have, by the ink that either has, at the best of nine places: centres are rounded."""
    square = one.reshape(28, 28)
    moved = [np.roll(square, (a, b), (0, 1)).reshape(-1) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    return max(float(np.minimum(m, other).sum() / np.maximum(m, other).sum()) for m in moved)


def width(digit: NDArray[np.uint8]) -> float:
    """Of its strokes, in pixels: twice the area by the outline."""
    ink = digit.reshape(28, 28).astype(float)
    outline = np.abs(np.diff(ink, axis=0)).sum() + np.abs(np.diff(ink, axis=1)).sum()
    return float(2 * ink.sum() / (outline * np.pi / 4))


@pytest.mark.parametrize("digit", range(10))
def test_strokes_of_any_size_are_the_same_ink(panel, paper, digit):
    """At 20 % a mouse's pixels are coarse: one of the screen is a third of one of the network's."""
    for n, drawing in enumerate(DIGITS[digit]):
        lines = dense(deformed(drawing, np.random.default_rng((digit, n))))
        seen = {}
        for size in SIZES:
            draw(panel, lines, size)
            seen[size] = paper.example().pixels
            panel.stack.undo()
            paper.clear()
        for size in SIZES:
            assert alike(seen[size], seen[0.71]) > (0.75 if size < 0.3 else 0.85), (n, size)
            assert width(seen[size]) == pytest.approx(width(seen[0.71]), rel=0.06), (n, size)


def test_drawn_small_is_read_as_drawn_large(panel, paper, reader):
    """A network that was never trained on the pad's ink; before, it read half of what was drawn small."""
    seen: dict[float, list[NDArray[np.uint8]]] = {0.2: [], 0.3: [], 0.71: []}
    for drawings in DIGITS:
        for n, drawing in enumerate(drawings):
            for seed in range(2):
                lines = dense(deformed(drawing, np.random.default_rng((n, seed))))
                for size, found in seen.items():
                    paper.clear()
                    draw(panel, lines, size)
                    found.append(paper.example().pixels)
    answers = {size: reader(np.array(found)) for size, found in seen.items()}
    assert np.mean(answers[0.3] == answers[0.71]) >= 0.95
    assert np.mean(answers[0.2] == answers[0.71]) >= 0.9


def test_the_place_on_the_pad_does_not_matter(panel, paper):
    lines = dense(DIGITS[3][0])
    draw(panel, lines, 0.4)
    middle = paper.example().pixels
    paper.clear()
    draw(panel, lines, 0.4, (0.3, 0.7))
    assert alike(paper.example().pixels, middle) > 0.9


def test_the_stroke_under_way_is_read_and_stays_as_it_is_when_the_pen_lifts(panel, paper):
    pad = panel.pad
    side = min(pad.width(), pad.height())
    line = [QPointF(side * x, side * y) for x, y in dense(DIGITS[3][0])[0]]
    send(pad, QEvent.Type.MouseButtonPress, line[0])
    read = []
    for place in line[1:]:
        send(pad, QEvent.Type.MouseMove, place)
        read.append(paper.example().pixels)
    assert len({pixels.tobytes() for pixels in read}) > len(read) / 2
    send(pad, QEvent.Type.MouseButtonRelease, line[-1])
    np.testing.assert_array_equal(paper.example().pixels, read[-1])
    np.testing.assert_array_equal(read_strokes(pad.strokes()), read[-1])


def test_undo_and_redo_bring_the_same_ink(panel, paper):
    four = dense(DIGITS[4][0])
    draw(panel, four[:1], 0.5)
    first = paper.example().pixels
    draw(panel, four[1:], 0.5)
    both = paper.example().pixels
    assert alike(first, both) < 0.9
    panel.stack.undo()
    np.testing.assert_array_equal(paper.example().pixels, first)
    panel.stack.redo()
    np.testing.assert_array_equal(paper.example().pixels, both)


def test_rubbed_out_ink_neither_shows_nor_sets_the_size(panel, paper):
    three = dense(DIGITS[3][0])
    draw(panel, three, 0.3, (0.3, 0.3))
    alone = paper.example().pixels
    line = [[(0.0, 0.5), *[(x, 0.5) for x in np.linspace(0, 1, 30)]]]
    draw(panel, line, 0.8, (0.5, 0.85))
    assert alike(paper.example().pixels, alone) < 0.6
    draw(panel, line, 0.8, (0.5, 0.85), Qt.MouseButton.RightButton)
    assert alike(paper.example().pixels, alone) > 0.85


def test_all_rubbed_out_is_nothing(panel, paper):
    draw(panel, dense(DIGITS[1][0]), 0.5)
    draw(panel, dense(DIGITS[1][0]), 0.5, button=Qt.MouseButton.RightButton)
    assert paper.example().empty
    assert not read_strokes(panel.pad.strokes()).any()


def test_the_gap_that_an_eraser_leaves_is_seen():
    across = Stroke(tuple((x, 0.5, brush.WIDTH) for x in np.linspace(0.1, 0.9, 40)))
    rubbed = Stroke(((0.5, 0.3, 0.2), (0.5, 0.7, 0.2)), erase=True)
    digit = read_strokes((across, rubbed)).reshape(28, 28)
    assert (digit.max(axis=0) == 0).sum() >= 8 + 2  # beside it, and in the gap
    assert digit[:, 14].max() == 0


def test_a_dot_is_a_dot_and_is_not_scaled_up(panel, paper):
    draw(panel, [[(0.5, 0.5)]], 1.0)
    dot = paper.example().pixels.reshape(28, 28)
    rows, columns = np.nonzero(dot)
    assert np.ptp(rows) + 1 <= PEN + 1
    assert np.ptp(columns) + 1 <= PEN + 1
    assert dot.max() >= 250


def test_what_is_smaller_than_the_least_size_is_scaled_no_further():
    def dash(length: float) -> int:
        digit = read_strokes((Stroke(((0.5, 0.5, 0.1), (0.5, 0.5 + length, 0.1))),)).reshape(28, 28)
        return int(np.ptp(np.nonzero(digit)[0])) + 1

    assert dash(LEAST) == dash(0.5) == 20
    lengths = [dash(LEAST * share) for share in (0.25, 0.5, 0.75)]
    assert all(shorter < longer for shorter, longer in pairwise(lengths))
    assert lengths[0] < 9


def test_pressure_does_not_make_it_bolder():
    def seen(pressure: float) -> NDArray[np.uint8]:
        return read_strokes(tuple(Stroke(tuple((x, y, pressure) for x, y in line)) for line in DIGITS[2][0]))

    np.testing.assert_array_equal(seen(0.05), seen(0.15))


def test_ink_beyond_the_paper_is_not_read():
    """The pad shows what lies on it; so does the network."""
    inside = Stroke(((0.5, 0.2, 0.1), (0.5, 0.8, 0.1)))
    outside = Stroke(((1.2, 0.2, 0.1), (1.4, 0.8, 0.1)))
    alone, both = read_strokes((inside,)), read_strokes((inside, outside))
    assert alike(alone, both) > 0.9
    assert not read_strokes((outside,)).any()


def test_a_speck_far_from_the_digit_does_not_shrink_it():
    three = [
        Stroke(tuple((0.1 + 0.3 * x, 0.1 + 0.3 * y, 0.1) for x, y in line)) for line in dense(DIGITS[3][0])
    ]
    click = Stroke(((0.9, 0.95, 0.1),))
    digit = read_strokes((*three, click)).reshape(28, 28)
    assert np.ptp(np.nonzero(digit)[0]) + 1 >= 19


def test_a_small_digit_is_read_as_a_large_one_is() -> None:
    """All hands' digits, from 20 of the pad's 280 pixels on; the pen is as wide for each."""
    model = read_reader(resource("examples", "trained-784-16-16-10.netviz"))

    def answer(drawing: Drawing, pixels: int) -> int:
        high = pixels / 280
        strokes = tuple(
            Stroke(tuple((0.3 + x * high, 0.3 + y * high, 0.075) for x, y in line)) for line in drawing
        )
        x = np.divide(read_strokes(strokes), 255, dtype=np.float32)
        _, outputs = predict(model.spec, model.parameters, x)
        return int(outputs.argmax())

    hands = [(digit, drawing) for digit in range(10) for drawing in DIGITS[digit]]
    assert all(answer(drawing, pixels) == digit for digit, drawing in hands for pixels in (20, 30, 60, 200))
