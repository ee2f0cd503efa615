"""Messages lie over the page: as long as what they say is so, over no control, within the keys' reach."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import netviz.app
import netviz.app.window.banner as module
from netviz.app.window.banner import MOST, Banner, Offer
from netviz.app.window.free_place import (
    CONTROL,
    NETWORK,
    NEURON,
    OUTPUT,
    READ_FIRST,
    _names_in,
    _outputs_in,
    _seen,
    _words_of,
    best_place,
)
from netviz.panels.kit.message import MARKS
from netviz.panels.plots.axes import TITLE
from netviz.panels.plots.figure import title_width
from netviz.panels.plots.view import ChartView
from netviz.panels.watch.path_card import PathCard
from netviz.rendering.fonts import text_scale
from tests.app.conftest import StartProgram
from tests.app.test_program import rest


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 500)
    page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    page.show()
    page.setFocus()
    return page


@pytest.fixture
def banner(page: QWidget) -> Banner:
    return Banner(page)


def test_an_offer_is_taken_once(banner: Banner) -> None:
    taken: list[int] = []
    banner.say("The loss is no number any more.", error=True, offer=Offer("Go back", lambda: taken.append(1)))
    assert banner.text == "The loss is no number any more."
    banner.cards[-1].offer_button.click()
    assert taken == [1]
    assert banner.text == ""
    assert banner.isHidden()


def test_a_question_that_is_put_away_is_declined(qtbot: QtBot, banner: Banner) -> None:
    answers: list[str] = []
    offer = Offer("Go on", lambda: answers.append("yes"), lambda: answers.append("no"))
    banner.say("A run is left.", offer=offer)
    assert banner.kind == "question"
    qtbot.mouseClick(banner.cards[0].away_button, Qt.MouseButton.LeftButton)
    assert answers == ["no"]


def test_a_note_goes_by_itself_and_others_stay(
    qtbot: QtBot, banner: Banner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netviz.app.window.banner.NOTE_MS", 20)
    banner.say("Saved.")
    qtbot.waitUntil(lambda: banner.text == "", timeout=2000)
    banner.say("That file is no network.", error=True)
    banner.say("The film is there.", lasts=True)
    banner.say("The rate is another.", offer=Offer("Keep it", lambda: None), about="rate", passes=True)
    banner.say("Saved.")
    qtbot.waitUntil(lambda: "Saved." not in banner.sentences, timeout=2000)
    qtbot.waitUntil(lambda: "The rate is another." not in banner.sentences, timeout=2000)
    qtbot.wait(60)
    assert banner.sentences == ("That file is no network.", "The film is there.")


def test_several_stand_above_each_other_and_more_wait(banner: Banner) -> None:
    for number in range(MOST + 2):
        banner.say(f"Fault {number}.", error=True)
    assert len(banner.cards) == MOST
    places = [card.geometry() for card in banner.cards]
    assert all(a.bottom() < b.top() for a, b in pairwise(places))
    for number in reversed(range(MOST + 2)):
        assert banner.text == f"Fault {number}."
        banner.cards[-1].away_button.click()
    assert banner.text == ""


def test_of_one_thing_only_the_newest_message_stands(banner: Banner) -> None:
    banner.say("That file is no network.", error=True, about="open")
    banner.say("That one neither.", error=True, about="open")
    banner.say("The disk is full.", error=True, about="save")
    assert banner.sentences == ("That one neither.", "The disk is full.")
    banner.say("Saved.", about="save")
    assert banner.kind == "note"
    banner.withdraw("open")
    assert banner.sentences == ("Saved.",)


def test_a_note_about_nothing_replaces_the_note_before_and_no_error(banner: Banner) -> None:
    banner.say("That file is no network.", error=True)
    banner.say("Saved.")
    banner.say("Copied.")
    banner.say("Copied.")
    assert banner.sentences == ("That file is no network.", "Copied.")


def test_it_goes_when_what_it_says_is_no_longer_so(qtbot: QtBot, banner: Banner) -> None:
    true = [True]
    banner.say("This is a branch.", holds=lambda: true[0])
    qtbot.wait(600)
    assert banner.text == "This is a branch."
    true[0] = False
    qtbot.waitUntil(lambda: banner.text == "", timeout=2000)


def test_a_note_gives_way_to_a_room_and_what_matters_does_not(banner: Banner) -> None:
    banner.say("Training paused.", offer=Offer("Train on", lambda: None))
    banner.say("A run is left.", offer=Offer("Go on", lambda: None, lambda: None))
    banner.say("That file is no network.", error=True)
    banner.say("The film is there.", lasts=True)
    banner.say("This is a branch.", holds=lambda: True)
    banner.give_way()
    assert banner.sentences == (
        "A run is left.",
        "That file is no network.",
        "The film is there.",
        "This is a branch.",
    )


def test_the_keys_reach_it_and_go_back_to_where_they_were(
    qtbot: QtBot, page: QWidget, banner: Banner
) -> None:
    field = QLineEdit(page)
    field.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=5000)
    field.setFocus()
    taken: list[int] = []
    banner.say("Training paused.", offer=Offer("Train on", lambda: taken.append(1)))
    assert field.hasFocus()  # nobody who types is interrupted
    banner.take_focus()
    assert banner.cards[-1].offer_button.hasFocus()
    QTest.keyClick(banner.cards[-1].offer_button, Qt.Key.Key_Return)
    assert taken == [1]
    assert field.hasFocus()
    banner.say("That file is no network.", error=True)
    banner.take_focus()
    QTest.keyClick(banner.cards[0].away_button, Qt.Key.Key_Escape)
    assert banner.text == ""
    assert field.hasFocus()


def test_who_can_not_see_it_hears_its_kind_and_its_words(banner: Banner) -> None:
    banner.say("That file is no network.", error=True)
    said = QAccessible.queryAccessibleInterface(banner.cards[0])
    assert said.text(QAccessible.Text.Name) == "Error: That file is no network."
    assert len(set(MARKS.values())) == len(MARKS)  # told apart without a colour


@pytest.mark.parametrize("where", ["low", "high", "sides"])
def test_it_covers_no_control_where_there_is_room(page: QWidget, banner: Banner, where: str) -> None:
    heights = {"low": range(250, 470, 60), "high": range(10, 230, 60), "sides": range(10, 470, 60)}[where]
    buttons = []
    for y in heights:
        for x in (10, 790) if where == "sides" else (10, 250, 450, 650, 790):
            button = QPushButton("Press", page)
            button.setGeometry(x, y, 90, 40)
            button.show()
            buttons.append(button)
    banner.say("That file is no network.", error=True)
    banner.say("The disk is full.", error=True)
    assert page.rect().contains(banner.geometry())
    assert not any(banner.geometry().intersects(button.geometry()) for button in buttons)


@pytest.mark.parametrize("weight", [CONTROL, OUTPUT])
def test_it_makes_way_for_what_comes_to_lie_below_it(
    qtbot: QtBot, banner: Banner, monkeypatch: pytest.MonkeyPatch, weight: float
) -> None:
    lying: list[tuple[QRect, float]] = []
    monkeypatch.setattr(module, "obstacles", lambda *_: lying)
    monkeypatch.setattr(banner, "underMouse", lambda: False)  # wherever the pointer was left
    banner._looking.setInterval(1)
    banner.say("It learns from 138 rows.", error=True)
    # Of another task the network is on screen only after this was said.
    lying.append((QRect(banner.geometry().center(), QSize(50, 20)), weight))
    qtbot.waitUntil(lambda: not banner.geometry().intersects(lying[0][0]), timeout=2000)


def test_a_long_sentence_has_lines_and_none_is_cut(page: QWidget, banner: Banner) -> None:
    for width in (900, 420, 300):
        page.resize(width, 500)
        banner.clear()
        banner.say("A sentence that goes on and on, " * 8, error=True)
        card = banner.cards[0]
        text = card._text
        assert page.rect().contains(banner.geometry())
        assert text.height() >= text.heightForWidth(text.width())


def test_however_narrow_its_place_no_button_is_cut(page: QWidget, banner: Banner) -> None:
    banner.say("Training stops here.", offer=Offer("Go back to the last good step", lambda: None))
    card = banner.cards[0]
    for widest in (40, 200, 300, 600):
        card.resize(card.wish(widest))
        QCoreApplication.processEvents()
        for button in (card.offer_button, card.away_button):
            assert button.width() >= button.minimumSizeHint().width()
            assert card.rect().contains(button.geometry())


@pytest.mark.parametrize("size", [(800, 600), (1024, 640)])
def test_in_a_small_window_it_lies_on_nothing_that_one_reads(
    qtbot: QtBot, again: StartProgram, size: tuple[int, int]
) -> None:
    """Neither on the answer, nor on the story's sentence, in any stage; the network's picture gives room."""
    program = again()
    window = program.window
    window.resize(*size)
    page = window.centralWidget()
    page_of = {"watch": window.answer, "explain": window.story_bar._words}
    offer = Offer("Go on from step 621", lambda: None, lambda: None)
    for room, read in page_of.items():
        program.actions[f"room.{room}"].trigger()
        rest(qtbot, program)
        for _ in range(20):
            QCoreApplication.processEvents()
        window.banner.clear()
        window.banner.say(
            "netviz did not end properly a moment ago: the run of 784-16-16-10 is kept up to step 621, under "
            "File > Runs.",
            offer=offer,
        )
        place = read.visibleRegion().boundingRect().translated(read.mapTo(page, QPoint(0, 0)))
        assert not place.isEmpty()
        assert not place.intersects(window.banner.geometry()), room
        text = window.banner.cards[0]._text
        assert text.height() >= text.heightForWidth(text.width()) - 1, "no word is cut"
        assert page.rect().contains(window.banner.geometry())


ROOMS = ("watch", "train", "explain", "test")
TROUBLE = (
    "The network only guesses: it reads 9.6 % of the validation digits. Its loss was 287 at step 1,290, "
    "after 0.343 at step 430. The learning rate 50 is too high."
)


def words_under(banner: Banner, page: QWidget) -> list[str]:
    """All words and titles of plots on which the message lies."""
    place, found = banner.geometry(), []
    for widget in page.findChildren(QWidget):
        if not widget.isVisible() or banner.isAncestorOf(widget):
            continue
        corner = widget.mapTo(page, QPoint(0, 0))
        seen = _seen(widget, page)
        if isinstance(widget, QLabel) and widget.text():
            if _words_of(widget).translated(corner).intersected(seen).intersects(place):
                found.append(widget.text())
        elif isinstance(widget, ChartView) and widget.chart is not None and widget.chart.heading:
            wide = round(title_width(widget.chart, widget.font()) * text_scale())
            title = QRect(0, 0, wide, round(TITLE * text_scale()) - 4)
            numbers = QRect(0, 0, round(widget.frame.left() * text_scale()), widget.height())
            if title.translated(corner).intersects(place):
                found.append(widget.chart.heading)
            elif not widget.chart.empty and numbers.translated(corner).intersects(place):
                found.append(f"the numbers of {widget.chart.heading}")
    return found


def test_no_room_moves_for_a_message(qtbot: QtBot, start: StartProgram) -> None:
    """In every room all that stands there stays where it is, and what one presses stays free."""
    program = start()
    qtbot.waitUntil(lambda: program.others is not None, timeout=20_000)
    window = program.window
    window.resize(1366, 768)
    page = window.centralWidget()

    def places() -> dict[QWidget, QRect]:
        return {
            widget: QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
            for widget in page.findChildren(QWidget)
            if widget.isVisible() and widget is not window.banner and not window.banner.isAncestorOf(widget)
        }

    def at_rest() -> dict[QWidget, QRect]:
        """Once the room has taken its place."""
        seen = places()
        while True:
            rest(qtbot, program)
            qtbot.wait(100)
            if seen == (seen := places()):
                return seen

    for room in ROOMS:
        program.actions[f"room.{room}"].trigger()
        window.banner.clear()
        before = at_rest()
        window.banner.say(TROUBLE, error=True)
        rest(qtbot, program)
        qtbot.wait(100)
        assert places() == before, room
        bar = QRect(window.bar.mapTo(page, QPoint(0, 0)), window.bar.size())
        assert not window.banner.geometry().intersects(bar)
        covered = [
            widget.text()
            for widget, place in before.items()
            if isinstance(widget, QPushButton) and place.intersects(window.banner.geometry())
        ]
        assert not covered, room
        # Nor what one reads first; where there is a network, its picture is what it lies on.
        read = [
            widget.text()
            for widget, place in before.items()
            if isinstance(widget, QLabel)
            and widget.property("role") in READ_FIRST
            and _words_of(widget).translated(place.topLeft()).intersects(window.banner.geometry())
        ]
        assert not read, room
        for card in page.findChildren(PathCard):
            assert card not in before or not before[card].intersects(window.banner.geometry()), room
        if window.canvas in before:
            inside = before[window.canvas].intersected(window.banner.geometry())
            assert inside.height() > 0.5 * window.banner.height(), room
            # The layers' names stay to be read, and those of the outputs.
            corner = before[window.canvas].topLeft()
            names = [n.translated(corner) for n in _names_in(window.canvas) + _outputs_in(window.canvas)]
            assert len(names) > 10
            assert not any(n.intersects(window.banner.geometry()) for n in names), room
        assert words_under(window.banner, page) == [], room
    # Compared runs stand in the place of the room Train.
    program.actions["room.train"].trigger()
    program.training.compare()
    for steps in (0, 3):
        for _ in range(steps):
            program.training.comparison.page.once.click()
        at_rest()
        window.banner.clear()
        window.banner.say(TROUBLE, error=True)
        at_rest()
        assert words_under(window.banner, page) == [], steps


@pytest.mark.parametrize("columns", [(160, 420), (150, 390, 640), (450,)])
def test_of_a_network_it_covers_lines_rather_than_neurons(columns: tuple[int, ...]) -> None:
    """As where the inputs have names and all columns are as high as the page."""
    page = QRect(0, 0, 900, 400)
    neurons = [QRect(x, y, 20, 20) for x in columns for y in range(10, 380, 26)]
    lying = [(page, NETWORK), *((neuron, NEURON) for neuron in neurons)]
    place, _ = best_place(page, QSize(200, 80), lying)
    assert page.contains(place)
    assert not any(place.intersects(neuron) for neuron in neurons)


def test_every_error_says_what_it_is_about() -> None:
    """So that it can go once that works: a drop that fails, then one that works, leaves no red message."""
    nameless = []
    for path in Path(netviz.app.__file__).parent.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call):
                keys = {word.arg for word in call.keywords}
                if keys & {"error", "warning"} and "about" not in keys and "say" in ast.unparse(call.func):
                    nameless.append(f"{path.name}:{call.lineno}")
    assert not nameless


def test_and_something_takes_it_back() -> None:
    """What failed is no longer said once it works: its success speaks of the same, or withdraws it."""
    said: dict[str, str] = {}
    taken_back = {"loading"}  # nothing is loaded a second time
    for path in Path(netviz.app.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {
            ast.unparse(node.target): node.value.value
            for node in tree.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant)
        }
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call):
                continue
            keys = {word.arg: word.value for word in call.keywords}
            does = ast.unparse(call.func).rpartition(".")[2]
            about = (
                keys.get("about")
                if does == "say"
                else call.args[0]
                if does == "withdraw" and call.args
                else None
            )
            name = about.value if isinstance(about, ast.Constant) else names.get(ast.unparse(about or call))
            if not isinstance(name, str):
                continue
            if does == "say" and isinstance(keys.get("error"), ast.Constant) and "holds" not in keys:
                said[name] = f"{path.name}:{call.lineno}"
            else:
                taken_back.add(name)
    taken_back.add("save table")  # as “save …” of whatever was saved
    assert {name: place for name, place in said.items() if name not in taken_back} == {}
    assert len(said) > 8
