"""Lessons from start to end, with real clicks: each check is failed, then passed; what was before stays."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from netviz.app.lessons.classroom import Classroom
from netviz.app.lessons.figures import value_of
from netviz.app.lessons.start import offer_others
from netviz.app.program.composition import Program
from netviz.app.program.settings import Settings
from netviz.app.window.theme import Appearance
from netviz.files.errors import FileError
from netviz.lessons.conditions import Reading
from netviz.lessons.lesson import Ask, Do, Lesson, Number
from netviz.lessons.reading import read_lesson
from netviz.lessons.shelf import find, lessons
from netviz.panels.inspector.operate.tab import OperateTab
from netviz.panels.kit.terms import TermLabel
from netviz.panels.lesson.asking import RIGHT, WRONG, Asking
from netviz.panels.lesson.shelf import Shelf
from netviz.panels.points.panel import PointPanel
from netviz.tasks.digits.digits import DataSet
from tests import leftovers
from tests.app.conftest import hurry
from tests.journeys.conftest import THREE, Open, draw

LEFT = Qt.MouseButton.LeftButton
SEVEN = ((0.28, 0.24), (0.5, 0.23), (0.72, 0.24), (0.62, 0.42), (0.52, 0.6), (0.44, 0.8))
SPAM = "FREE!!! Order now and receive $$$ money, 100% free credit. Remove our business mail!!!"
NAMES = [path.stem for path in sorted(find("a-neuron").parent.glob("*.md"))]


@pytest.fixture
def enter(
    qtbot: QtBot, qapp: QApplication, digits: DataSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[object]:
    hurry(monkeypatch, digits, tmp_path)
    rooms: list[Classroom] = []

    def enter_it(lesson: Lesson) -> Classroom:
        settings = Settings(tmp_path / "netviz.ini")
        room = Classroom(lesson, settings, Appearance(qapp, settings.theme))
        rooms.append(room)
        room.start()
        stands(qtbot, room)
        return room

    yield enter_it
    for room in rooms:
        room.end()
    qapp.setStyleSheet("")
    leftovers.expect()


def stands(qtbot: QtBot, room: Classroom) -> None:
    """The scene of this step is there."""
    qtbot.waitUntil(lambda: room.guide.still and room.seat.program.digits is not None, timeout=90_000)


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.waitUntil(button.isVisible)
    assert button.isEnabled(), button.accessibleName()
    qtbot.mouseClick(button, LEFT)


def fail(qtbot: QtBot, room: Classroom) -> None:
    """Answer wrongly, where there is something to answer; it is told why, and not passed."""
    asking, check = room.guide.card.asking, room.guide.lesson.steps[room.guide.at].check
    match check:
        case Ask(answers=answers):
            wrong = next(k for k, answer in enumerate(answers) if not answer.right)
            click(qtbot, asking.answers[wrong])
            said = answers[wrong].reply
        case Number(help=said):
            qtbot.keyClicks(asking.field, "-98765")
            qtbot.keyClick(asking.field, Qt.Key.Key_Return)
            asking.field.clear()
        case Do(otherwise=said):
            if room.guide.done[room.guide.at]:
                return  # a training that the scene itself has begun may be quick
            click(qtbot, asking.check)
            if asking.said.startswith(RIGHT):
                return
        case _:
            return
    assert asking.said == f"{WRONG}{said}"
    assert room.guide.card.next.text() == "Skip"


def succeed(qtbot: QtBot, room: Classroom) -> None:
    asking, check = room.guide.card.asking, room.guide.lesson.steps[room.guide.at].check
    match check:
        case Ask(answers=answers):
            click(qtbot, asking.answers[next(k for k, answer in enumerate(answers) if answer.right)])
        case Number(value=value):
            found = (
                value_of(room.seat.program, value, room.guide._hand) if isinstance(value, Reading) else value
            )
            assert found is not None
            qtbot.keyClicks(asking.field, f"{found:.3f}")
            click(qtbot, asking.check)
        case Do():
            do_it(qtbot, room, check)
        case _:
            return
    qtbot.waitUntil(lambda: room.guide.done[room.guide.at], timeout=90_000)
    assert asking.said.startswith(RIGHT)
    qtbot.waitUntil(lambda: not asking.reply_place().visibleRegion().isEmpty())
    assert room.guide.card.next.text() in ("Next", "Finish")


def do_it(qtbot: QtBot, room: Classroom, check: Do) -> None:
    """What the words ask for, by hand; training that the scene has begun is waited for."""
    program, wanted = room.seat.program, {one.figure.name: one.number for one in check.until}
    if "stage" in wanted:
        if program.story.player is None:
            click(qtbot, program.window.question._answers[3])
            qtbot.waitUntil(lambda: program.story.player is not None)
        while program.story.player is not None and program.story.player.stage + 1 < wanted["stage"]:
            program.actions["story.next"].trigger()
            qtbot.wait(20)
    elif wanted.get("drawn") == 0:
        raise_bias(qtbot, program)
    elif isinstance(program.window.draw, PointPanel) and ("a" in wanted or "drawn" in wanted):
        field = program.window.draw.field
        for x, y in ((0.2, 0.8), (0.8, 0.2), (0.1, 0.1), (0.9, 0.9), (0.5, 0.05), (0.05, 0.5), (0.95, 0.5)):
            if room.guide.done[room.guide.at]:
                break
            qtbot.mouseClick(field, LEFT, pos=QPoint(round(x * field.width()), round(y * field.height())))
            qtbot.wait(200)
    elif "drawn" in wanted:
        hand_in(qtbot, program, wanted, room.guide.card.asking)
    elif "named" in wanted:
        name_doubtful(qtbot, program)
    elif not room.guide.done[room.guide.at] and not program.presenter.training:
        program.actions["training.toggle"].trigger()


def raise_bias(qtbot: QtBot, program: Program) -> None:
    """Type another bias into its field."""
    assert program.others is not None
    tab = program.others.inside.page.tab("operate")
    assert isinstance(tab, OperateTab)
    qtbot.waitUntil(lambda: bool(tab.figures.fields))
    field = tab.figures.fields[0]
    assert field.isVisible()
    assert field.accessibleName() == "Bias of neuron 1·1"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "9")
    qtbot.keyClick(field, Qt.Key.Key_Return)


def hand_in(qtbot: QtBot, program: Program, wanted: dict[str, float], asking: Asking) -> None:
    seen: list[str] = []
    if program.task.id == "spam":
        text = program.window.draw.edit
        text.setFocus()
        qtbot.keyClicks(text, SPAM)
        return
    shape = SEVEN if wanted.get("answer") == 7 else THREE
    for _ in range(int(wanted["drawn"])):
        program.paper.clear()
        draw(qtbot, program.window.draw.pad, shape)
        qtbot.wait(150)
        seen.append(asking.progress)
    if wanted["drawn"] == 5:
        assert "3 of 5" in seen


def name_doubtful(qtbot: QtBot, program: Program) -> None:
    """Click the first digit on the page that is doubted, and a number beside it."""
    assert program.later is not None
    page = program.later.page
    assert page is not None
    qtbot.waitUntil(lambda: page.answers is not None)
    assert page.page is not None
    assert page.answers is not None
    place = next(k for k in range(page.page.n_digits) if page.page.doubtful(k, page.answers))
    qtbot.mouseClick(page.panel.view, LEFT, pos=page.panel.view.box_of(place).center().toPoint())
    qtbot.waitUntil(lambda: page._choice == place)
    click(qtbot, page.panel.digit.classes[2])


def play(qtbot: QtBot, room: Classroom) -> None:
    for at in range(len(room.guide.lesson.steps)):
        assert room.guide.at == at
        title, words = room.guide.card.text
        assert title == room.guide.lesson.steps[at].title
        assert "](" not in words
        stands(qtbot, room)
        for act in room.guide.lesson.steps[at].acts:
            if act.word == "stage" and room.seat.program.story.player is not None:
                assert room.seat.program.story.player.stage == act.value - 1
        fail(qtbot, room)
        succeed(qtbot, room)
        assert "The run so far" not in room.seat.program.window.banner.text  # its runs go with it
        assert not re.match(f"{WRONG}Line", room.guide.card.asking.said)
        if at + 1 < len(room.guide.lesson.steps):
            click(qtbot, room.guide.card.next)
            focused = QApplication.focusWidget()
            assert not isinstance(focused, TermLabel), focused.text()  # it would look as if it were selected


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_plays_from_start_to_end(qtbot: QtBot, enter, name: str) -> None:
    room = enter(read_lesson(find(name)))
    play(qtbot, room)
    with qtbot.waitSignal(room.left):
        click(qtbot, room.guide.card.next)


def test_a_lesson_leaves_everything_as_it_was(qtbot: QtBot, open_window: Open, tmp_path: Path) -> None:
    program = open_window()
    pad = program.window.draw.pad
    program.paper.clear()
    draw(qtbot, pad, THREE)
    program.actions["training.step"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step == 1)
    qtbot.waitUntil(lambda: program.presenter.snapshot is not None and program.presenter.snapshot.step == 1)
    program.rooms.open("train")
    sheet, parameters = program.paper.sheet, program.presenter.snapshot.parameters.copy()
    qtbot.waitUntil(lambda: any((tmp_path / "data").rglob("*.netviz")))  # the recorder writes in its own time
    config, runs = program.intents.config, sorted((tmp_path / "data").rglob("*.netviz"))
    program.actions["help.lessons"].trigger()
    assert program.later is not None
    school = program.later.school
    shelf = school.shelf
    assert shelf is not None
    assert len(shelf.buttons) == len(lessons()) == 10
    click(qtbot, shelf.buttons[1])
    room = school.classroom
    assert room is not None
    assert not program.window.isVisible()
    stands(qtbot, room)
    play(qtbot, room)
    click(qtbot, room.guide.card.back)
    stands(qtbot, room)
    click(qtbot, room.guide.card.leave)
    qtbot.waitUntil(lambda: school.classroom is None)
    assert program.window.isVisible()
    assert program.rooms.now == "train"
    assert program.paper.sheet is sheet
    assert program.trainer.status.step == 1
    assert (program.presenter.snapshot.parameters == parameters).all()
    assert program.intents.config == config
    assert sorted((tmp_path / "data").rglob("*.netviz")) == runs
    assert program.settings.lesson_places == {"02-a-neuron": 5}
    leftovers.expect()


def test_by_name_the_list_follows_a_lesson_and_the_next_one_begins_in_its_window(
    qtbot: QtBot, enter: Callable[[Lesson], Classroom], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = enter(read_lesson(find("a-neuron")))
    closed: list[bool] = []
    offered: list[Shelf | None] = []

    def unreadable() -> tuple[Lesson, ...]:
        raise FileError("03-a-network.md, line 1: a title is missing.")

    room.left.connect(
        lambda _listed: offered.append(offer_others(room, room._settings, lambda: closed.append(True)))
    )
    stands(qtbot, room)
    room.guide.go(len(room.guide.lesson.steps) - 1)
    stands(qtbot, room)
    click(qtbot, room.guide.card.next)
    qtbot.waitUntil(lambda: len(offered) == 1)
    assert offered[0] is not None
    click(qtbot, offered[0].buttons[2])
    qtbot.waitUntil(lambda: room.guide.lesson.title == "A network" and room.guide.at == 0)
    stands(qtbot, room)
    assert not closed
    room.guide.listed.emit()
    qtbot.waitUntil(lambda: len(offered) == 2)
    assert offered[1] is not None
    offered[1].reject()
    assert closed
    monkeypatch.setattr("netviz.app.lessons.start.lessons", unreadable)
    assert offer_others(room, room._settings, lambda: None) is None
    assert "03-a-network.md" in room.guide.card.asking.said
