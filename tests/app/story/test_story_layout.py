"""The room Explain a step on the page: the sentence first, Apply last, and nothing moves between stages."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.panels.explain.story_slider import StageSlider
from netviz.panels.explain.teach_box import TITLE
from netviz.panels.kit.scrolling import Scrolling
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.resources import resource
from netviz.training.experiments.lesson import MANY
from netviz.viewmodels.probe import example
from netviz.viewmodels.story.player import Player
from netviz.viewmodels.story.stages import REST
from tests.app.conftest import StartProgram
from tests.app.story.test_story_room import explain, next_story, told
from tests.app.test_program import rest, shown_step

SIZES = [(1366, 768), (1920, 1080), (960, 600)]


def place(program: Program, widget: QWidget) -> QRect:
    """Where it stands in the window, or on the page that scrolls in it."""
    on = program.window.places if program.window.places.isAncestorOf(widget) else program.window
    return QRect(widget.mapTo(on, QPoint(0, 0)), widget.size())


def laid_out(qtbot: QtBot, program: Program) -> None:
    """Wait until nothing moves any more, in a window of another size: lines are shorter there, so rows are
    higher, so what holds them is laid out once more.
    """
    rest(qtbot, program)
    for _ in range(20):
        QCoreApplication.processEvents()


def button(program: Program, text: str) -> QPushButton:
    bar = [b for b in program.window.story_bar.findChildren(QPushButton) if b.text().strip() == text]
    panel = [b for b in program.window.story_panel.findChildren(QPushButton) if b.text().strip() == text]
    return [*bar, *panel][0]


def test_nothing_moves_from_stage_to_stage(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program)
    for size in SIZES:
        program.window.resize(*size)
        laid_out(qtbot, program)
        assert_nothing_moves(qtbot, program, player)
    program.documents.forget()


def test_nothing_moves_when_the_question_gives_way_nor_when_another_story_is_told(
    qtbot: QtBot, start: StartProgram, digits: DataSet
) -> None:
    """At every size: from an empty pad over the question to the story, and from one network to the next."""
    program = start()
    window = program.window
    program.actions["room.explain"].trigger()
    program.actions["view.reduced_motion"].setChecked(True)
    still = (window.canvas, window.story_bar, window.story_bar._words, window.story_panel)
    for size in (*SIZES, (800, 600)):
        window.resize(*size)
        seen = set()
        for ways in (
            program.paper.clear,
            lambda: program.paper.pick(example(digits.test.images[0], "file", name="mine.png")),
            lambda: program.source.give_label(7),
        ):
            ways()
            qtbot.waitUntil(lambda: not program.jobs.busy)
            laid_out(qtbot, program)
            seen.add(tuple(place(program, widget).getRect() for widget in still))
        assert program.story.player is not None
        assert len(seen) == 1, (size, seen)
        if size == SIZES[0]:
            untrained = seen
    window.resize(*SIZES[0])
    program.documents.open_path(Path(str(resource("examples", "trained-784-16-16-10.netviz"))), shipped=True)
    qtbot.waitUntil(lambda: shown_step(program) > 0)
    told(qtbot, program)
    laid_out(qtbot, program)
    assert {tuple(place(program, widget).getRect() for widget in still)} == untrained


def assert_nothing_moves(qtbot: QtBot, program: Program, player: Player) -> None:
    window, panel, bar = program.window, program.window.story_panel, program.window.story_bar
    slider = bar.findChild(StageSlider)
    assert slider is not None
    still = {
        "the card of the sentence": bar,
        "the sentence": bar._words,
        "Next": button(program, "Next"),
        "the timeline": slider,
        "the network": window.canvas,
        "the outputs": panel._wants,
        "Apply": button(program, "Apply"),
    }
    seen: dict[str, set[tuple[int, ...]]] = {name: set() for name in still}
    losses = set()
    for stage in range(len(player.story.stages)):
        program.story._scrub(stage + REST)
        rest(qtbot, program)
        for name, widget in still.items():
            seen[name].add(place(program, widget).getRect())
        losses.add(place(program, panel._about_loss).y())
        # All of the sentence is there.
        for label in (bar._words.caption, bar._words.detail):
            assert label.height() >= label.heightForWidth(label.width()) - 1, label.words
            assert bar.rect().contains(QRect(label.mapTo(bar, QPoint(0, 0)), label.size()))
        if player.can_show_shares:
            program.story._show_shares(shown=True)
            rest(qtbot, program)
            for name, widget in still.items():
                seen[name].add(place(program, widget).getRect())
            program.story._show_shares(shown=False)
    assert {name: len(places) for name, places in seen.items()} == dict.fromkeys(still, 1), seen
    assert len(losses) == 1


def test_where_the_page_scrolls_each_stage_opens_with_its_own_neuron_in_sight(
    qtbot: QtBot, again: StartProgram
) -> None:
    program = again()
    player = explain(qtbot, program)
    window = program.window
    canvas, view = window.canvas, window._scroll.viewport()
    scrolled = set()
    for size in ((800, 600), (683, 384)):
        window.resize(*size)
        rest(qtbot, program)
        for number, stage in enumerate(player.story.stages):
            program.story._scrub(number + REST)
            rest(qtbot, program)
            scrolled.add(window._scroll.verticalScrollBar().value())
            pick = player.story.picks[stage.column]
            if stage.kind not in ("output", "weights", "wish", "layer") or pick is None:
                continue
            layout = player.story.layout
            x, y = layout.xy[player.story.spec.neuron_slices[stage.column].start + pick].tolist()
            here = canvas.mapTo(view, QPoint(round(x), round(y)))
            assert view.rect().adjusted(8, 8, -8, -8).contains(here), (size, number, here)
    assert len(scrolled) > 2
    program.documents.forget()


def test_the_eye_begins_at_the_sentence_and_ends_at_apply(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    explain(qtbot, program)
    for width, height in SIZES:
        program.window.resize(width, height)
        rest(qtbot, program)
        assert_sentence_first_and_apply_last(program)


def assert_sentence_first_and_apply_last(program: Program) -> None:
    window = program.window
    sentence, ahead = place(program, window.story_bar._words.caption), place(program, button(program, "Next"))
    apply, network = place(program, button(program, "Apply")), place(program, window.canvas)
    wants = place(program, window.story_panel._wants)
    assert sentence.bottom() < network.top()
    assert sentence.left() - network.left() < 30
    if window.width() > 1000:
        # Next beside it.
        assert abs(ahead.top() - sentence.top()) < 30
        assert sentence.right() < ahead.left() < sentence.right() + 120
    else:
        # The sentence has the whole width, and Next stands below it.
        assert sentence.bottom() < ahead.top() < network.top()
    assert wants.bottom() < apply.top()
    assert apply.top() > window.height() * 0.6
    # Headings name the table and what is pressed last, at every size.
    titles = sorted(
        (label for label in window.story_panel.findChildren(QLabel) if label.property("role") == "section"),
        key=lambda label: place(program, label).top(),
    )
    assert [label.text() for label in titles if not label.visibleRegion().isEmpty()] == [
        "What each output wants",
        TITLE,
    ]


def test_the_card_of_the_sentence_is_no_higher_than_its_longest(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program)
    rest(qtbot, program)
    words = program.window.story_bar._words
    empty = []
    for stage in range(len(player.story.stages)):
        program.story._scrub(stage + REST)
        rest(qtbot, program)
        empty.append(words.height() - words.detail.geometry().bottom())
    assert min(empty) < 30


def test_after_a_lesson_nothing_of_the_card_is_out_of_sight(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    program.window.resize(1366, 768)
    player = explain(qtbot, program)
    for _ in range(2):
        ready = program.source.ready
        program.story.apply(MANY)
        next_story(qtbot, program, ready)
    panel = program.window.story_panel
    qtbot.waitUntil(lambda: "validation" in panel._teach.taught.text(), timeout=10_000)
    (scroll,) = panel.findChildren(Scrolling)
    player = told(qtbot, program)
    for stage in range(len(player.story.stages)):
        program.story._scrub(stage + REST)
        rest(qtbot, program)
        beyond = scroll.widget().height() - scroll.viewport().height()
        assert beyond <= 0, f"{beyond} pixels of stage {stage}"
    program.documents.forget(clean_step=program.trainer.status.step)


@pytest.mark.parametrize(
    "windows",
    [
        (((683, 384), 100), ((1366, 768), 200)),
        pytest.param((((911, 512), 100), ((1920, 1080), 200)), marks=pytest.mark.long, id="larger"),
    ],
)
def test_where_the_room_scrolls_the_sentence_and_apply_stay(
    qtbot: QtBot, again: StartProgram, windows: tuple[tuple[tuple[int, int], int], ...]
) -> None:
    program = again()
    window = program.window
    explain(qtbot, program)
    for size, percent in windows:
        program.actions[f"view.text.{percent}"].trigger()
        window.resize(*size)
        rest(qtbot, program)
        seen = (window.story_bar._words.caption, button(program, "Next"), window.story_panel._teach.apply)
        for share in (0.0, 1.0):
            for bar in (window._scroll.verticalScrollBar(), window._scroll.horizontalScrollBar()):
                bar.setValue(round(share * bar.maximum()))
            for widget in seen:
                assert widget.visibleRegion().boundingRect() == widget.rect(), (size, widget)
        assert window._scroll.viewport().height() >= 75 * percent / 100, f"{size}: hardly any network"
    # In a larger window all stand where they belong.
    program.actions["view.text.100"].trigger()
    window.resize(1366, 768)
    rest(qtbot, program)
    assert window.story_panel.isAncestorOf(window.story_panel._teach.apply)
    assert window.places.isAncestorOf(window.story_bar)
    program.actions["room.watch"].trigger()
    assert not window.story_bar.isVisible()
