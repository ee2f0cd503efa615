"""The page of concepts in the window: searched, walked, asked for by a key; every way out of it arrives."""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.help.concept_of import ConceptOf
from netviz.app.help.fields import NAMES, editor_of, fields
from netviz.app.program.composition import Program
from netviz.app.program.rooms import ROOMS
from netviz.app.program.seat import Seat
from netviz.panels.concepts.page import ConceptsPage
from netviz.panels.inspector.page.rows import PAGES as INSIDE
from netviz.panels.plots.pages import PAGES
from netviz.panels.settings.branch import BranchDialog
from netviz.tasks.input import Picture
from netviz.viewmodels.scene import Focus
from netviz.viewmodels.words.concepts.all_concepts import CONCEPTS
from netviz.viewmodels.words.concepts.concept import Spot
from tests.app.conftest import StartProgram
from tests.journeys.conftest import exchanged


@pytest.fixture(autouse=True)
def no_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network's lines are looked at by nobody here, and cost more than all else."""
    for name in ("paint_edges", "paint_mist"):
        monkeypatch.setattr(f"netviz.rendering.views.paint_view.{name}", lambda *_: None)


def opened(program: Program, name: str = "") -> ConceptsPage:
    assert program.later is not None
    program.later.concepts.open(name)
    page = program.later.concepts.page
    assert page is not None
    return page


def has_arrived(program: Program, spot: Spot) -> bool:
    """Whether what is on screen is that place."""
    room, training, kind, key = program.rooms.now, program.training, spot.kind, spot.key
    focus, sizes = program.presenter.explorer.focus, program.spec_on_screen().sizes
    if kind in ("neuron", "output", "weight", "input"):
        wanted = {
            "neuron": Focus(1, 0),
            "output": Focus(len(sizes) - 1, 0),
            "weight": Focus(1, 0, source=sizes[0] // 2),
            "input": Focus(0, sizes[0] // 2),
        }[kind]
        return room == "watch" and focus == wanted
    match kind:
        case "room":
            return room == key
        case "inside":
            inside = program.others.inside
            return room == "watch" and inside.seen and inside.page.tabs.now == key
        case "sheet":
            return room == "train" and training.card.pages.now == key
        case "setting":
            editor = editor_of(fields(training.card.pages)[key])
            return training.card.pages.now == NAMES[key][0] and program.window.focusWidget() is editor
        case "plots":
            return (
                room == "train" and program.plots.plots is not None and program.plots.plots._tabs.now == key
            )
        case "part":
            return room == "test" and program.exam.page.part == key
        case "stage":
            player = program.story.player
            # The first hidden layer of several is told in one stage.
            return room == "explain" and player is not None and player.story.stages[player.stage].kind == key
        case "page" if key == "finder":
            return training.finder.dialog is not None and training.finder.dialog.isVisible()
        case "page":
            page = training.landscape.page if key == "landscape" else training.comparison.page
            return page.isVisible()
    action = program.actions[key]
    return action.isChecked() if action.isCheckable() else True


def put_away(program: Program) -> None:
    """What a way has opened over the window."""
    for dialog in (program.training.finder.dialog, program.later.school.shelf if program.later else None):
        if dialog is not None:
            dialog.close()


@pytest.mark.qt_log_ignore("does not support", extend=True)  # where there is no window manager
def test_keys_lead_to_concepts_and_each_leads_to_where_it_happens(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    window = program.window
    window.resize(1366, 768)
    program.choice.choose(32)
    program.intents.step()
    qtbot.waitUntil(lambda: program.trainer.status.step == 1)
    keys_search_walk_open_and_close(qtbot, program)
    keys_of_a_dialog_that_waits(qtbot, program)
    program.presenter.let_go()
    last = arrive_everywhere(qtbot, program)
    # And back to where one was.
    offer = window.banner.cards[-1].findChildren(QAbstractButton)
    next(b for b in offer if b.text() == "Back to Concepts").click()
    assert program.later is not None
    assert program.later.concepts.page is not None
    assert program.later.concepts.page.isVisible()
    assert program.later.concepts.page.now == last
    program.training.stop_comparing()
    every_control_leads_somewhere(qtbot, program)


def arrive_everywhere(qtbot: QtBot, program: Program) -> str:
    """By the button of the page, from one concept for each place; where that is none here, it says why. The
    last one that has arrived.
    """
    window, seen, last = program.window, set[Spot](), ""
    # Place by place, so that rooms are seldom changed.
    for concept in sorted(CONCEPTS.values(), key=lambda c: (c.see.kind, c.see.key)):
        if concept.see in seen:
            continue
        seen.add(concept.see)
        page = opened(program, concept.id)
        assert page.now == concept.id
        if not page.told.see.isEnabled():
            assert re.fullmatch(r"[A-Z].+[.]", page.told.where.text()), concept.id
            assert concept.see.kind in ("part", "sheet", "setting", "plots", "action"), concept.id
            continue
        qtbot.mouseClick(page.told.see, Qt.MouseButton.LeftButton)
        assert not page.isVisible()
        qtbot.waitUntil(lambda spot=concept.see: has_arrived(program, spot))
        assert window.banner.text.lower().startswith(concept.term.name.lower()), concept.id
        put_away(program)
        last = concept.id
    return last


@pytest.mark.qt_log_ignore("does not support", extend=True)
@pytest.mark.long
@pytest.mark.parametrize("task", ["curve", "spam", "penguins", "moons"])
def test_of_another_task_each_arrives_or_says_why_not(qtbot: QtBot, seat: Seat, task: str) -> None:
    exchanged(qtbot, seat, f"file.new.{task}")
    program = seat.program
    program.choice.choose(3)
    program.intents.step()
    qtbot.waitUntil(lambda: program.trainer.status.step == 1)
    arrive_everywhere(qtbot, program)
    program.training.stop_comparing()
    every_control_leads_somewhere(qtbot, program)


def every_control_leads_somewhere(qtbot: QtBot, program: Program) -> None:
    """Whatever can have the keys, or is a button, in each room with each of its tabs."""
    window, of, lost = program.window, ConceptOf(program), set()

    def look(where: str) -> None:
        qtbot.wait(1)
        for widget in window.findChildren(QWidget):
            takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton)
            if widget.isVisible() and takes and widget.window() is window and of.of(widget) not in CONCEPTS:
                lost.add(f"{where}: {type(widget).__name__} in {type(widget.parentWidget()).__name__}")

    for room in ROOMS:
        program.rooms.open(room)
        look(room)
    for row in INSIDE:
        program.others.inside.open(row.id)
        look(f"look inside, {row.id}")
    program.others.inside.close()
    for part in program.later.concepts._arriving._parts:
        program.exam.page.open_part(part)
        look(f"test, {part}")
    program.rooms.open("train")
    for sheet in program.training.card.pages.names:
        program.training.card.pages.open(sheet)
        look(f"train, {sheet}")
    for page in (page for page in PAGES if page.plots or isinstance(program.task.input, Picture)):
        assert program.plots.plots is not None
        program.plots.plots.open(page.key)
        look(f"train, {page.key}")
    program.training.compare()
    look("compare")
    program.training.stop_comparing()
    program.training.look_around()
    look("landscape")
    program.training.stop_looking_around()
    assert not lost, "These lead nowhere; app/help/concept_of.py names panels:\n" + "\n".join(sorted(lost))


def keys_of_a_dialog_that_waits(qtbot: QtBot, program: Program) -> None:
    """The page stands over it, says why nobody can go there now, and leaves the dialog as it was."""
    dialog = BranchDialog(lambda _: None, program.intents.config, 1, program.window)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.momentum.edit.setFocus()
    dialog.momentum.edit.setText("0.8")
    assert program.later is not None
    program.later.concepts._pointer = program.window.cursor().pos()
    for _ in range(2):  # asked again, the same page
        qtbot.keyClick(dialog.momentum.edit, Qt.Key.Key_F4)
        (page,) = dialog.findChildren(ConceptsPage)
        qtbot.waitUntil(page.isActiveWindow)
        assert page.now == "momentum"
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    assert not page.told.see.isEnabled()
    assert page.told.where.text() == f"It can be seen when “{dialog.windowTitle()}” is closed."
    qtbot.keyClicks(page.field, "epoch")
    assert page.now == "epoch"
    qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.findChildren(ConceptsPage))
    assert dialog.isVisible()
    assert dialog.momentum.edit.text() == "0.8"
    dialog.reject()
    dialog.deleteLater()
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)


def keys_search_walk_open_and_close(qtbot: QtBot, program: Program) -> None:
    window = program.window
    program.rooms.open("train")
    training = program.training.card
    training.pages.open("step")
    training.step.momentum.edit.setFocus()
    program.later.concepts._pointer = window.cursor().pos()
    program.actions["help.what_is_this"].trigger()
    page = program.later.concepts.page
    assert page is not None
    qtbot.waitUntil(page.isActiveWindow)
    assert page.now == "momentum"
    qtbot.keyClicks(page.field, "vanishin")
    assert page.now == "vanishing gradient"
    page.field.clear()
    assert page.now == "vanishing gradient"
    qtbot.keyClick(page.field, Qt.Key.Key_Down)
    assert page.now == "exploding gradient"
    qtbot.keyClick(page.list, "q")
    assert page.field.text() == "q"
    page.field.setText("zebra")
    assert not page.none.isHidden()
    assert "zebra" in page.none.text()
    page.field.clear()
    page.open_at("epoch")
    qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert page.told.sketch is not None
    assert page.focusWidget() is page.told.sketch
    page.told._follow("term:step")
    assert page.now == "step"
    qtbot.keyClick(page.told.sketch, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert window.focusWidget() is training.step.momentum.edit
    # Pointed at: a tab, a term, a neuron.
    of = ConceptOf(program)
    tabs = training.pages.tabs
    assert of.of(tabs, tabs.middle("regularise")) == "regularisation"
    program.presenter.explorer.pick(Focus(1, 2))
    assert of.of(window.canvas, QPoint(3, 3)) == "neuron"
    program.presenter.explorer.pick(Focus(1, 2, source=5))
    assert of.of(window.canvas) == "weight"
    # In an open menu the same key asks about its entry.
    menu = program.menus["training"]
    menu.popup(window.pos())
    menu.setActiveAction(program.actions["training.reset"])
    qtbot.keyClick(menu, Qt.Key.Key_F4)
    assert page.isVisible()
    assert page.now == "initialiser"
    assert not menu.isVisible()
    assert QApplication.activePopupWidget() is None
