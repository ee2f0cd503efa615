"""From a little training to where the network, or the label, is wrong: with real mouse and key events."""

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.window.tabs import RoomTabs
from netviz.language.grammar import a_digit
from netviz.panels.kit.tabs import Tabs
from netviz.panels.test.gallery import Gallery
from netviz.panels.test.page import PARTS
from tests.journeys.conftest import Open

LEFT = Qt.MouseButton.LeftButton


def click(qtbot: QtBot, parent: QWidget, text: str) -> None:
    """Click the visible button or tab with this text."""
    for tabs in parent.findChildren(Tabs):
        if tabs.isVisible() and text in (tabs.tabText(k) for k in range(tabs.count())):
            place = next(k for k in range(tabs.count()) if tabs.tabText(k) == text)
            assert tabs.isTabEnabled(place), f"{text} is greyed out"
            qtbot.mouseClick(tabs, LEFT, pos=tabs.tabRect(place).center())
            return
    found = [b for b in parent.findChildren(QAbstractButton) if b.text().strip() == text and b.isVisible()]
    assert len(found) == 1, f"there are {len(found)} buttons {text}"
    assert found[0].isEnabled(), f"{text} is greyed out"
    qtbot.mouseClick(found[0], LEFT)


def click_tile(qtbot: QtBot, gallery: Gallery, place: int) -> int:
    """Click a tile; returns its digit's place in the test set."""
    qtbot.mouseClick(gallery.viewport(), LEFT, pos=gallery.tile_rect(place).center())
    return int(gallery.digits.index[place])


def press_key(qtbot: QtBot, program: Program, key: Qt.Key) -> None:
    """To whatever has the keys."""
    qtbot.keyClick(program.window.focusWidget() or program.window, key)


def wait_until_measured(qtbot: QtBot, program: Program) -> None:
    def there() -> bool:
        snapshot, here = program.presenter.snapshot, program.exam._here()
        return (
            snapshot is not None
            and not program.presenter.training
            and snapshot.step == program.trainer.status.step
            and here.measurement.fresh(snapshot, here.key)
        )

    qtbot.waitUntil(there, timeout=60_000)


def train_a_little(qtbot: QtBot, program: Program, steps: int) -> None:
    qtbot.keyClick(program.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.trainer.status.step > steps, timeout=60_000)
    qtbot.keyClick(program.window, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=10_000)


def test_from_the_accuracy_to_a_mistake_and_why_it_would_change(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    window, page = program.window, program.exam.page
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    train_a_little(qtbot, program, 600)

    # The accuracy on digits that it never learned from.
    tabs = window.bar.findChild(RoomTabs)
    qtbot.mouseClick(tabs, LEFT, pos=tabs.middle("room.test"))
    wait_until_measured(qtbot, program)
    assert page.results.isVisible()
    accuracy = float(page.results.accuracy.value.removesuffix("\u00a0%"))
    assert 70 < accuracy < 99
    wrong = int(page.results.wrong.value.replace(",", ""))
    assert wrong == round(100 * (100 - accuracy))

    # Space trains here too; what was measured follows.
    train_a_little(qtbot, program, program.trainer.status.step + 200)
    wait_until_measured(qtbot, program)
    measured = f"measured at step {program.trainer.status.step:,}"
    qtbot.waitUntil(lambda: page._status.text() == measured, timeout=20_000)

    # A cell of the matrix: its digits; a digit: onto the pad.
    readings = program.exam.reading.result
    assert readings is not None
    mistakes = np.array(readings.results.confusion)
    np.fill_diagonal(mistakes, 0)
    label, answer = divmod(int(mistakes.argmax()), 10)
    matrix = page.results.matrix
    qtbot.mouseClick(matrix, LEFT, pos=matrix.cell_rect(label, answer).center())
    gallery = page.results.digits.gallery
    assert gallery.isVisible()
    assert len(gallery.digits) == mistakes[label, answer]
    index = click_tile(qtbot, gallery, 0)
    assert program.paper.example().index == index
    qtbot.waitUntil(
        lambda: window.answer.accessibleName() == f"Answer: {answer}, wrong, it is {a_digit(label)}",
        timeout=5000,
    )

    # All mistakes: one of them into the network …
    click(qtbot, page, PARTS["mistakes"][0])
    gallery = page.mistakes.digits.gallery
    assert len(gallery.digits) == readings.results.wrong
    index = click_tile(qtbot, gallery, 2)
    click(qtbot, page, "Show in the network")
    assert program.rooms.now == "watch"
    example = program.paper.example()
    assert example.index == index
    assert example.label == readings.digits.label[index] != readings.digits.answer[index]
    qtbot.waitUntil(
        lambda: (
            program.presenter.scene is not None
            and program.presenter.scene.answer == readings.digits.answer[index]
        ),
        timeout=10_000,
    )

    # … and the story of a step on it, with its label.
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert page.mistakes.isVisible()
    click(qtbot, page, "Explain a step on it")
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=20_000)
    player = program.story.player
    assert player is not None
    assert player.story.trace.label == example.label
    np.testing.assert_array_equal(np.rint(player.story.trace.pixels * 255), example.pixels)
    program.documents.forget(clean_step=program.trainer.status.step)
    assert window.close()


def test_voting_on_labels_and_finding_a_mislabelled_digit(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    window, page = program.window, program.exam.page
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    train_a_little(qtbot, program, 600)
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    wait_until_measured(qtbot, program)
    click(qtbot, page, PARTS["labels"][0])
    labels = page.labels
    votes = program.exam.labels._votes
    assert votes is not None

    # The first digit by keys, as one goes through all of them.
    assert not labels.bars.isVisible()
    press_key(qtbot, program, Qt.Key.Key_4)
    qtbot.waitUntil(labels.bars.isVisible, timeout=5000)
    press_key(qtbot, program, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: labels.case is not None and labels.case.place == 1, timeout=5000)
    assert not labels.bars.isVisible()

    # A digit that nobody takes for what its label says, reached over the row of marks.
    place = int(np.flatnonzero(votes.for_label == 0)[0])
    qtbot.mouseClick(labels.strip, LEFT, pos=labels.strip.place_rect(place).center().toPoint())
    assert program.exam.labels.index == votes.index[place]
    press_key(qtbot, program, Qt.Key(Qt.Key.Key_0.value + int(votes.other[place])))
    qtbot.waitUntil(labels.bars.isVisible, timeout=5000)
    assert labels.case is not None
    assert labels.case.reveal is not None
    assert labels.case.reveal.label == votes.label[place]
    assert labels.case.reveal.verdict.startswith("None of 5 people chose the label: it is questionable")
    assert int(np.count_nonzero(labels.case.states)) == 2

    # What such digits do to the accuracy is said on this page.
    readings = program.exam.reading.result
    assert readings is not None
    assert f"{100 * readings.results.accuracy:.2f}\u00a0%" in labels._accuracy.text()
    assert f"{100 * (readings.results.without or 0):.2f}\u00a0%" in labels._accuracy.text()

    # Four or seven is the network's own doubt: no votes.
    qtbot.mouseClick(labels.sets.button("doubts"), LEFT)
    qtbot.mouseClick(labels._buttons[4], LEFT)
    assert not labels.bars.isVisible()
    assert labels.case.reveal is not None
    assert labels.case.reveal.label in (4, 7)
    program.documents.forget(clean_step=program.trainer.status.step)
    assert window.close()


def test_a_loop_on_the_map_collects_digits(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    window, page = program.window, program.exam.page
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    qtbot.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    click(qtbot, page, PARTS["map"][0])
    wait_until_measured(qtbot, program)
    scatter = page.map.scatter
    corners = [(0.3, 0.1), (0.9, 0.1), (0.9, 0.95), (0.3, 0.95), (0.3, 0.1)]
    points = [QPoint(round(x * scatter.width()), round(y * scatter.height())) for x, y in corners]
    qtbot.mousePress(scatter, LEFT, pos=points[0])
    for point in points[1:]:
        qtbot.mouseMove(scatter, point)
    qtbot.mouseRelease(scatter, LEFT, pos=points[-1])
    gallery = page.map.collected.gallery
    qtbot.waitUntil(gallery.isVisible, timeout=5000)
    n = len(gallery.digits)
    assert 0 < n < 2000
    index = click_tile(qtbot, gallery, 0)
    assert program.paper.example().index == index
    # The map follows the training, and keeps what one has collected.
    program.intents.step()
    qtbot.waitUntil(lambda: program.exam.mapping.step == 1, timeout=30_000)
    assert len(gallery.digits) == n
    program.documents.forget(clean_step=program.trainer.status.step)
    assert window.close()
