"""The strip under the network: a hand drags along the run, and it says so; nothing moves by itself."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.panels.run.timeline import HEIGHT, SPEED_TIP, Timeline, speed_text
from netviz.viewmodels.palette import DARK, LIGHT
from netviz.viewmodels.playing.travel import SPEEDS
from tests.dressed import dress


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(900, HEIGHT)
    timeline.show_place(0, 1000, 1000, live=True)
    timeline.show()
    return timeline


def at(timeline: Timeline, share: float) -> QPoint:
    """A point of the track."""
    track = timeline.track
    return QPoint(round(7 + share * (track.width() - 14)), track.height() // 2)


def test_dragging_says_each_step_and_that_it_was_let_go(timeline: Timeline, qtbot: QtBot) -> None:
    steps: list[int] = []
    timeline.scrubbed.connect(steps.append)
    track = timeline.track
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=at(timeline, 0.5))
    assert steps == [pytest.approx(500, abs=2)]
    QTest.mouseMove(track, at(timeline, 0.25))
    QTest.mouseMove(track, at(timeline, 0.0))
    assert steps[1:] == [pytest.approx(250, abs=2), 0]
    # What is shown meanwhile does not take the handle out of the hand.
    timeline.show_place(0, 1010, 240, live=False, wanted=0)
    assert track.value() == 0
    with qtbot.waitSignal(timeline.let_go):
        QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=at(timeline, 0.0))
    assert len(steps) == 3


def test_beyond_its_ends_lies_nothing(timeline: Timeline) -> None:
    steps: list[int] = []
    timeline.scrubbed.connect(steps.append)
    QTest.mousePress(timeline.track, Qt.MouseButton.LeftButton, pos=QPoint(0, 10))
    QTest.mouseMove(timeline.track, QPoint(5000, 10))
    QTest.mouseRelease(timeline.track, Qt.MouseButton.LeftButton)
    assert steps == [0, 1000]


def test_near_a_mark_the_hand_finds_it(timeline: Timeline) -> None:
    timeline.show_marks((501, 800))
    steps: list[int] = []
    timeline.scrubbed.connect(steps.append)
    QTest.mouseClick(timeline.track, Qt.MouseButton.LeftButton, pos=at(timeline, 0.501) + QPoint(3, 0))
    QTest.mouseClick(timeline.track, Qt.MouseButton.LeftButton, pos=at(timeline, 0.501) + QPoint(12, 0))
    assert steps[0] == 501
    assert steps[1] != 501


@pytest.mark.parametrize(
    ("key", "modifier", "said"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, (-1, False)),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, (1, False)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, (-1, True)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier, (1, True)),
    ],
)
def test_arrows_walk(
    timeline: Timeline, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, said: tuple[int, bool]
) -> None:
    with qtbot.waitSignal(timeline.walked) as walked:
        QTest.keyClick(timeline.track, key, modifier)
    assert tuple(walked.args) == said


def test_keys_go_to_the_ends_and_in_pages(timeline: Timeline, qtbot: QtBot) -> None:
    steps: list[int] = []
    timeline.scrubbed.connect(steps.append)
    QTest.keyClick(timeline.track, Qt.Key.Key_PageDown)
    QTest.keyClick(timeline.track, Qt.Key.Key_PageDown)
    QTest.keyClick(timeline.track, Qt.Key.Key_Home)
    assert steps == [950, 900, 0]
    with qtbot.waitSignal(timeline.live_clicked):
        QTest.keyClick(timeline.track, Qt.Key.Key_End)


def test_play_and_pause_are_one_button_each_way(timeline: Timeline) -> None:
    said: list[int] = []
    timeline.play_clicked.connect(said.append)
    timeline.forth.click()
    timeline.show_playing(1)
    assert timeline.forth.accessibleName() == "Pause"
    timeline.forth.click()
    timeline.back.click()
    timeline.show_playing(-1)
    timeline.back.click()
    assert said == [1, 0, -1, 0]
    assert timeline.forth.accessibleName() == "Play"


def test_live_is_what_the_program_says_not_the_click(timeline: Timeline, qtbot: QtBot) -> None:
    assert timeline.live.live
    timeline.show_place(0, 1000, 400, live=False)
    assert not timeline.live.live
    with qtbot.waitSignal(timeline.live_clicked):
        timeline.live.click()
    assert not timeline.live.live
    timeline.show_place(0, 1000, 1000, live=True)
    assert timeline.live.live


def test_a_run_without_steps_can_only_be_branched_and_marked(timeline: Timeline) -> None:
    timeline.show_place(0, 0, 0, live=True)
    assert not timeline.forth.isEnabled()
    steps: list[int] = []
    timeline.scrubbed.connect(steps.append)
    QTest.mouseClick(timeline.track, Qt.MouseButton.LeftButton, pos=at(timeline, 0.5))
    assert steps == []


def test_the_step_on_screen_is_read_out_with_what_was_asked_for(timeline: Timeline) -> None:
    timeline.show_place(0, 53_201, 12_288, live=False, wanted=12_345)
    assert timeline.readout.accessibleName() == "step 12,288 near 12,345"
    timeline.show_place(0, 53_201, 12_345, live=False)
    assert timeline.readout.accessibleName() == "step 12,345 of 53,201"
    timeline.show_place(0, 53_201, 53_201, live=True)
    assert timeline.readout.accessibleName() == "step 53,201 steps"
    # Playing, another step is wanted all the time.
    timeline.show_playing(1)
    timeline.show_place(0, 53_201, 12_288, live=False, wanted=12_345)
    assert timeline.readout.accessibleName() == "step 12,288 of 53,201"
    assert timeline.track.value() == 12_345


def test_nothing_moves_while_numbers_of_one_length_change(timeline: Timeline) -> None:
    timeline.show_place(0, 53_201, 53_201, live=True)
    before = timeline.track.geometry()
    for speed in SPEEDS:
        timeline.show_speed(speed, chosen=speed > 100)
        timeline.show_place(0, 53_999, 7, live=False, wanted=11_111)
        assert timeline.track.geometry() == before


def test_speeds_are_words_and_one_can_be_chosen(timeline: Timeline, qtbot: QtBot) -> None:
    assert [speed_text(speed) for speed in SPEEDS[:2]] == ["plays 1 step/s", "plays 3 steps/s"]
    # One that changes by itself says so.
    timeline.show_speed(30.0, chosen=False)
    assert timeline.speed.text() == "auto 30 steps/s"
    assert "Auto" in SPEED_TIP
    timeline.show_speed(30.0, chosen=True)
    assert timeline.speed.text() == "plays 30 steps/s"
    menu = timeline.speed_menu()
    with qtbot.waitSignal(timeline.speed_chosen) as chosen:
        menu.actions()[3].trigger()
    assert chosen.args == [SPEEDS[3]]
    menu.deleteLater()


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_it_paints_the_run_in_the_theme(timeline: Timeline, palette) -> None:
    dress(timeline, palette)
    timeline.show_kept(np.arange(0, 1001, 50))
    timeline.show_marks((250,))
    timeline.show_accuracy(np.array([0, 500, 1000]), np.array([0.1, 0.9, 0.95], np.float32))
    timeline.show_progress(0.5)
    timeline.show_place(0, 1000, 500, live=False)
    picture = timeline.track.grab().toImage()
    seen = {picture.pixelColor(x, picture.height() - 9).name() for x in range(20, picture.width() // 2 - 20)}
    beyond = {
        picture.pixelColor(x, picture.height() - 9).name()
        for x in range(picture.width() - 60, picture.width() - 20)
    }
    assert QColor(palette.accent).name() in seen
    assert QColor(palette.accent).name() not in beyond


def test_thousands_of_kept_steps_cost_no_more_than_pixels(timeline: Timeline) -> None:
    timeline.show_place(0, 10_000_000, 10_000_000, live=True)
    timeline.show_kept(np.arange(0, 10_000_000, 100))
    assert not timeline.track.grab().isNull()


def inked_rows(timeline: Timeline, accuracy: float, until: int) -> set[int]:
    """Which rows of pixels before the handle and above the track something is painted in."""
    steps = np.arange(100, until, 50)
    timeline.show_accuracy(steps, np.full(len(steps), accuracy, np.float32))
    picture = timeline.track.grab().toImage()
    paper = picture.pixelColor(2, 2)
    track = picture.height() - 11
    columns = range(20, picture.width() - 20)
    return {y for y in range(track) if any(picture.pixelColor(x, y) != paper for x in columns)}


def test_the_line_of_the_accuracy_has_air_above_and_its_name_below(timeline: Timeline) -> None:
    rows = inked_rows(timeline, 0.99, 1000)
    assert min(rows) >= 4
    assert len(rows) > 8  # the name
    assert timeline.track.height() - 12 not in rows, "its feet stand on the track"
    # No room for it: beside a line that is low or short.
    assert len(inked_rows(timeline, 0.3, 1000)) <= 3
    assert len(inked_rows(timeline, 0.99, 210)) <= 3


def test_what_the_line_is_stands_where_one_points(timeline: Timeline) -> None:
    inked_rows(timeline, 0.937, 1000)
    assert timeline.track._words_at(timeline.track.width() / 2) == (
        "Step 500 · validation accuracy 93.7\u00a0%, the thin line"
    )


def test_an_accuracy_that_was_measured_before_says_when(timeline: Timeline) -> None:
    timeline.show_place(0, 1000, 1000, live=True)
    timeline.show_accuracy(np.array([300, 900]), np.array([0.9, 0.95], np.float32))
    words = timeline.track._words_at(timeline.track._x_of(600))
    assert "validation accuracy 90.0\u00a0% (measured at step 300), the thin line" in words


def test_a_run_that_is_not_recorded_from_its_first_step_says_so(timeline: Timeline) -> None:
    track = timeline.track
    assert track.beginning == ""
    whole = track.grab().toImage()
    timeline.show_place(1200, 2000, 2000, live=True)
    assert track.beginning == "recorded from step 1,200"
    assert track.accessibleDescription() == track.beginning
    assert "nothing before it is kept" in track._words_at(3)
    assert "nothing before" not in track._words_at(track.width() / 2)
    assert track.grab().toImage() != whole
    timeline.show_place(0, 2000, 2000, live=True)
    assert track.beginning == ""
