"""No key means two things at once, whatever is presented, in whichever room, with whichever dialog open."""

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.lecture.presentation import GIVEN, THROUGH, Presentation
from netviz.app.lessons.classroom import Classroom
from netviz.app.program.composition import Program
from netviz.app.program.rooms import ROOMS
from netviz.lessons.reading import read_lesson
from netviz.lessons.shelf import find
from tests.app.conftest import StartProgram
from tests.journeys.test_lessons_journey import enter

__all__ = ["enter"]  # a fixture of these tests too

DIALOGS = ("lecture.scenes", "file.runs", "help.concepts", "help.shortcuts")


def keys_in(window: QWidget) -> Iterator[tuple[str, str]]:
    """Each key that would reach somebody while this window has the keys, and whom."""
    for action in {*window.findChildren(QAction), *window.actions()}:
        there = [w for w in action.associatedObjects() if isinstance(w, QWidget) and w.window() is window]
        if action.isEnabled() and action.isVisible() and there:
            for key in action.shortcuts():
                yield key.toString(), f"action {action.objectName()}"
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.isEnabled() and button.window() is window:
            yield button.shortcut().toString(), f"button {button.text()}"
    for shortcut in window.findChildren(QShortcut):
        parent, in_window = shortcut.parent(), shortcut.context() == Qt.ShortcutContext.WindowShortcut
        there = isinstance(parent, QWidget) and parent.isVisible() and parent.window() is window
        if there and in_window and shortcut.isEnabled():
            yield shortcut.key().toString(), f"shortcut {shortcut.objectName()}"


def check(where: str) -> None:
    """Of all windows that are open."""
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            found = [(key, whose) for key, whose in keys_in(window) if key]
            twice = [key for key, n in Counter(key for key, _ in found).items() if n > 1]
            assert not twice, f"{where}: {sorted(one for one in found if one[0] in twice)}"


def presentation_of(program: Program) -> Presentation:
    assert program.later is not None
    return program.later.presentation


def keys_of(program: Program) -> dict[str, list[str]]:
    names = {name for owner, taker, _ in (*GIVEN, *THROUGH) for name in (owner, taker)}
    return {name: [key.toString() for key in program.actions[name].shortcuts()] for name in sorted(names)}


def present_in_each_room(program: Program, qtbot: QtBot) -> None:
    for room in ROOMS:
        qtbot.waitUntil(lambda room=room: program.rooms.can_open(room))
        program.rooms.open(room)
        before = keys_of(program)
        check(room)
        program.actions["lecture.present"].trigger()
        check(f"{room}, presented")
        program.actions["lecture.present"].trigger()
        check(f"{room}, after it")
        assert keys_of(program) == before, room


@pytest.mark.long  # each room is dressed and undressed
def test_a_presentation_leaves_no_key_with_two(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    program.window.show()
    present_in_each_room(program, qtbot)
    for name in DIALOGS:
        program.actions[name].trigger()
        dialogs = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not program.window]
        assert dialogs, name
        QApplication.processEvents()  # what has the keys gets those of the help
        check(name)
        program.actions["lecture.present"].trigger()
        check(f"{name}, presented")
        program.actions["lecture.present"].trigger()
        check(f"{name}, after it")
        for dialog in dialogs:
            dialog.close()


@pytest.mark.parametrize("scenes", [False, True])
def test_who_hands_a_presentation_over_has_its_keys_back(
    qtbot: QtBot, again: StartProgram, monkeypatch: pytest.MonkeyPatch, scenes: bool
) -> None:
    """Where another task does not come after all, and it is presented once more; or scenes come meanwhile."""
    program = again()
    presentation, before = presentation_of(program), keys_of(program)
    monkeypatch.setattr(presentation, "_has_scenes", lambda: scenes)
    window = program.window.windowState()
    presentation.begin()
    given = presentation.handed_over()
    assert given is not None
    assert keys_of(program) == before
    presentation.go_on(given)
    check("again")
    monkeypatch.setattr(presentation, "_has_scenes", lambda: not scenes)
    presentation.go_on(given)
    check("twice")
    presentation.end()
    assert keys_of(program) == before
    assert QKeySequence(".") in program.actions["time.later"].shortcuts()
    assert program.window.windowState() == window
    check("over")


@pytest.mark.long  # the window of a lesson is one of its own
def test_in_a_lesson_no_key_is_two(qtbot: QtBot, enter: object) -> None:
    room = enter(read_lesson(find("a-neuron")))  # type: ignore[operator]
    assert isinstance(room, Classroom)
    program = room.seat.program
    qtbot.waitUntil(lambda: program.later is not None and program.others is not None, timeout=60_000)
    present_in_each_room(program, qtbot)
