"""Looking at the past is a mode that every room shows, and Train asks; messages go with their network."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.rooms import ROOMS
from netviz.app.run.past.mode import ABOUT
from tests.app.conftest import Answers, StartProgram
from tests.app.test_program import rest, shown_step, train_some_steps
from tests.app.test_time_travel import shows_exactly, trained


def to_the_past(qtbot: QtBot, program: Program, step: int = 77) -> None:
    program.time.go_to(step)
    shows_exactly(qtbot, program, step)
    qtbot.waitUntil(program.window.past_bar.isVisible, timeout=5000)


def press(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_room_says_that_this_is_the_past(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    bar, last = program.window.past_bar, program.trainer.status.step
    assert not bar.isVisible()
    to_the_past(qtbot, program)
    assert set(ABOUT) == set(ROOMS)
    for room in ROOMS:
        program.actions[f"room.{room}"].trigger()
        qtbot.waitUntil(lambda room=room: ABOUT[room] in bar.more.text(), timeout=5000)
        assert bar.isVisible()
        assert bar.words.text() == "You see step 77"
        assert bar.more.text().startswith(f"of {last:,}.")
        assert bar.newest.isVisible()
        assert bar.branch.isVisible()
        assert program.window.centralWidget().property("past") is True
    press(bar.newest)
    qtbot.waitUntil(lambda: shown_step(program) == last, timeout=5000)
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=5000)
    assert program.window.centralWidget().property("past") is False


def test_what_is_off_in_the_past_is_off_with_its_reason_in_sight(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    to_the_past(qtbot, program)
    program.actions["room.explain"].trigger()
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=20_000)
    assert not program.window.story_panel._teach.apply.isEnabled()
    assert "Apply needs the newest step, or a branch" in program.window.past_bar.more.text()
    press(program.window.past_bar.newest)
    qtbot.waitUntil(program.window.story_panel._teach.apply.isEnabled, timeout=20_000)


def test_the_newest_step_is_no_step_that_is_past(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    bar, track, last = program.window.past_bar, program.window.timeline.track, program.trainer.status.step
    to_the_past(qtbot, program)
    # A drag to the end, though the pointer goes on past it.
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(track.width() // 2, track.height() - 9))
    QTest.mouseMove(track, QPoint(track.width() + 40, track.height() - 9))
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=QPoint(track.width() + 40, track.height() - 9))
    qtbot.waitUntil(lambda: shown_step(program) == last, timeout=5000)
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=5000)
    qtbot.waitUntil(lambda: program.window.timeline.live.live, timeout=5000)
    # So does the last of the kept steps.
    to_the_past(qtbot, program, last - 1)
    program.time.walk(1, exact=True)
    qtbot.waitUntil(lambda: not bar.isVisible(), timeout=5000)
    assert not program.time.travelling


def test_advice_and_settings_say_of_which_step_they_are(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    last = program.trainer.status.step
    to_the_past(qtbot, program)
    program.actions["room.train"].trigger()
    title = program.training.state.title
    qtbot.waitUntil(lambda: title.text() == f"Advice · the newest step, {last:,}", timeout=5000)
    assert "settings and advice are of the newest" in program.window.past_bar.more.text()
    press(program.window.past_bar.newest)
    qtbot.waitUntil(lambda: "the newest step" not in title.text(), timeout=5000)


@pytest.mark.parametrize("how", ["training.toggle", "training.step"])
def test_train_asks_from_where(qtbot: QtBot, again: StartProgram, how: str) -> None:
    program = trained(qtbot, again)
    bar, last = program.window.past_bar, program.trainer.status.step
    to_the_past(qtbot, program)
    program.actions[how].trigger()
    assert bar.asks
    one = how == "training.step"
    assert bar.words.text() == f"{'One step' if one else 'Train'} from where? You see step 77"
    begins = "One step" if one else "Go on"
    assert bar.train_newest.text() == f"{begins} from the newest, step {last:,}"
    assert program.trainer.status.phase != "training"
    assert shown_step(program) == 77
    press(bar.cancel)
    assert not bar.asks
    assert bar.newest.isVisible()
    assert (program.trainer.status.phase, shown_step(program)) == ("paused", 77)


def test_training_goes_on_from_the_newest_where_that_is_wanted(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    last = program.trainer.status.step
    to_the_past(qtbot, program)
    program.actions["training.toggle"].trigger()
    press(program.window.past_bar.train_newest)
    qtbot.waitUntil(lambda: program.trainer.status.step > last, timeout=10_000)
    program.intents.pause()
    rest(qtbot, program)
    assert not program.window.past_bar.isVisible()


@pytest.mark.parametrize("place", ["newest", "here"])
def test_where_a_step_was_asked_for_one_is_made(qtbot: QtBot, again: StartProgram, place: str) -> None:
    program = trained(qtbot, again)
    last = program.trainer.status.step
    to_the_past(qtbot, program)
    program.actions["training.step"].trigger()
    bar = program.window.past_bar
    press(bar.train_newest if place == "newest" else bar.train_here)
    wanted = last + 1 if place == "newest" else 78
    qtbot.waitUntil(lambda: program.trainer.status.step == wanted, timeout=10_000)
    qtbot.wait(300)
    assert (program.trainer.status.phase, program.trainer.status.step) == ("paused", wanted)
    program.documents.forget(clean_step=program.trainer.status.step)


def test_or_a_branch_begins_at_what_is_seen_and_trains(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    old = program.recordings.file
    to_the_past(qtbot, program)
    program.actions["training.toggle"].trigger()
    program.window.past_bar.train_here.setFocus()
    QTest.keyClick(program.window.past_bar.train_here, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.trainer.status.phase == "training", timeout=10_000)
    qtbot.waitUntil(lambda: program.trainer.status.step > 80, timeout=10_000)
    program.intents.pause()
    rest(qtbot, program)
    assert not program.window.past_bar.isVisible()
    assert program.recordings.file != old
    assert program.trainer.log.since(None)[1].last[:77].tolist() == list(range(1, 78))
    program.documents.forget(clean_step=program.trainer.status.step)


def test_advice_leads_back_to_where_it_read_best(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    program.rooms.open("train")
    last = program.trainer.status.step
    for step, accuracy in ((40, 0.8), (77, 0.95), (last, 0.1), (last, 0.1)):
        program.trainer.log.add_validation(step, 0.3, accuracy)
    boxes = program.training.state.boxes
    qtbot.waitUntil(lambda: [box.fix.text() for box in boxes] == ["Go back to step 77"])
    assert "At step 77 it read 95.0\u00a0%" in boxes[0].sentence.words
    press(boxes[0].fix)
    qtbot.waitUntil(lambda: program.trainer.status.step == 77, timeout=10_000)
    assert program.window.banner.text.startswith("This is a branch from step 77")
    program.documents.forget(clean_step=77)


# What was said of a network goes with it


def test_undo_of_a_branch_withdraws_what_was_said_of_it(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    last = program.trainer.status.step
    to_the_past(qtbot, program)
    press(program.window.past_bar.branch)
    branched = "This is a branch from step 77"
    qtbot.waitUntil(lambda: program.window.banner.text.startswith(branched), timeout=10_000)
    qtbot.waitUntil(lambda: program.trainer.status.step == 77, timeout=10_000)
    rest(qtbot, program)
    assert program.actions["edit.undo"].text() == "Undo: branch"
    program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step == last, timeout=10_000)
    assert not any(sentence.startswith(branched) for sentence in program.window.banner.sentences)
    # It is in no list: there were only the steps of the run that it left.
    said = "Took back: branch. The branch had made no step of its own. Redo brings it again."
    assert program.window.banner.text == said
    # The next network takes this one along too.
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step == 0, timeout=10_000)
    assert not any("Took back" in sentence for sentence in program.window.banner.sentences)


def open_edit(program: Program) -> None:
    """The menu reads what Undo and Redo would do when it opens."""
    menus = program.window.menuBar().findChildren(QMenu)
    next(menu for menu in menus if menu.title().replace("&", "") == "Edit").aboutToShow.emit()


def test_undo_says_what_it_takes_back_and_where_the_run_stays(qtbot: QtBot, again: StartProgram) -> None:
    program = trained(qtbot, again)
    last = program.trainer.status.step
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(program.stack.canUndo, timeout=5000)
    rest(qtbot, program)
    open_edit(program)
    assert program.actions["edit.undo"].text() == "Undo: reset"
    train_some_steps(qtbot, program, 20)
    steps = program.trainer.status.step
    program.actions["edit.undo"].trigger()
    assert program.window.banner.text == (
        f"Took back: reset and the {steps:,} steps after it. The run of {steps:,} steps stays under "
        "File > Runs. Redo brings it again."
    )
    qtbot.waitUntil(lambda: program.trainer.status.step == last, timeout=10_000)
    rest(qtbot, program)
    open_edit(program)
    what = f"reset and the {steps:,} steps after it"
    assert program.actions["edit.redo"].text() == f"Redo: {what}"
    program.actions["edit.redo"].trigger()
    assert program.window.banner.text.startswith(f"Did again: {what}. The run of {last:,} steps stays")
    qtbot.waitUntil(lambda: program.trainer.status.step == steps, timeout=10_000)


def test_undo_of_a_reset_brings_the_file_name_back(
    qtbot: QtBot, again: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = again()
    train_some_steps(qtbot, program, 20)
    answers.to_save = tmp_path / "myrun.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    step = program.trainer.status.step
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step == 0, timeout=10_000)
    rest(qtbot, program)
    assert program.documents.name == "untitled"
    program.actions["edit.undo"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step == step, timeout=10_000)
    rest(qtbot, program)
    assert program.documents.name == "myrun.netviz"
    assert not program.documents.unsaved
    assert program.window.windowTitle().startswith("myrun.netviz")
    program.actions["edit.redo"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step == 0, timeout=10_000)
    assert program.documents.name == "untitled"


# Opening the program again


def test_the_last_run_is_offered_by_its_steps(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    assert program.window.banner.sentences == ()
    train_some_steps(qtbot, program, 500)
    step = program.trainer.status.step
    assert program.window.close()
    again = start()
    qtbot.waitUntil(lambda: "last run" in again.window.banner.text, timeout=10_000)
    text = again.window.banner.text
    assert text.startswith("Go on with your last run, 784-16-16-10 of today, ")
    assert f"({step:,} steps" in text
    press(again.window.banner.cards[-1].offer_button)
    qtbot.waitUntil(lambda: shown_step(again) == step, timeout=10_000)


def test_a_saved_one_by_its_name_and_only_while_nothing_was_done(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    train_some_steps(qtbot, program, 500)
    step = program.trainer.status.step
    answers.to_save = tmp_path / "mine.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    assert program.window.close()
    again = start()
    wanted = f"Go on with your last run, mine.netviz ({step:,} steps"
    qtbot.waitUntil(lambda: again.window.banner.text.startswith(wanted), timeout=10_000)
    train_some_steps(qtbot, again, 5)
    qtbot.waitUntil(lambda: again.window.banner.sentences == (), timeout=5000)
    # A file that is gone is not offered.
    (tmp_path / "mine.netviz").unlink()


def test_a_file_that_is_gone_or_broken_is_not_offered(
    qtbot: QtBot, start: StartProgram, tmp_path: Path
) -> None:
    program = start()
    program.settings.last_run = tmp_path / "gone.netviz"
    assert program.window.close()
    again = start()
    rest(qtbot, again)
    qtbot.wait(300)
    assert again.window.banner.sentences == ()
