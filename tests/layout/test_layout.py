"""No word is cut: every room, stage, sheet and dialog, at sizes from a projector's to a large screen's.

What is covered: all that `rooms()` opens, at each of 18 combinations of window and text size (every text
size at every size of the window that has room for it; `make test` looks at the least and the largest text
size, there at four of the sizes, and at two of a place that has the same parts as another); each dialog at
every text size, on the smallest screen that has room for it and on a large one. A place is opened in the
smallest window, goes to the largest, and from there down again, so that what does not give way when it
shrinks is found as well.
Lines of the network are not drawn: they are no words, and cost more than all words.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QScrollArea, QWidget

from netviz.app.help.concept_of import ConceptOf
from netviz.app.program.composition import Program
from netviz.panels.concepts.page import ConceptsPage
from netviz.panels.plots.plot import Plot
from netviz.rendering.fonts import TEXT_SIZES
from netviz.viewmodels.words.concepts.all_concepts import CONCEPTS
from tests.layout.conftest import settle
from tests.layout.places import Place, dialogs, first_steps, rooms, tidy
from tests.layout.reading import SMALLEST, Fault, Recorder, recording, unreadable

SIZES = ((683, 384), (800, 600), (911, 512), (960, 600), (1366, 768), (1920, 1080), (2560, 1440))
LARGE = (1920, 1080)
LATER = ((800, 600), (911, 512), LARGE, (2560, 1440))
"""In `make test-long` only: their neighbours are tried, and in the large ones there is more room."""
LEAST = (683, 384)
"""A text size can sensibly be had where the window is at least so large in units: 200 % from 1366×768 on."""


def sizes(percent: int, *, every: bool = True) -> list[tuple[int, int]]:
    """At which of them this text size can sensibly be had: the smallest, then from the largest on down;
    without those for later if not `every`.
    """
    smallest, *others = [
        (width, height)
        for width, height in SIZES
        if width * 100 >= LEAST[0] * percent - 50 and height * 100 >= LEAST[1] * percent - 50
    ]
    return [smallest, *(size for size in reversed(others) if every or size not in LATER)]


# The text sizes between the least and the largest take as long again: `make test-long`.
PERCENTS = [
    pytest.param(percent, marks=() if percent in (TEXT_SIZES[0], TEXT_SIZES[-1]) else pytest.mark.long)
    for percent in TEXT_SIZES
]
LARGER = [pytest.param(percent, marks=pytest.mark.long) for percent in TEXT_SIZES[1:]]
# One text size after the other: to change it costs more than anything else here.
IN_WINDOW = [
    pytest.param(
        *size.values,
        every,
        place,
        marks=pytest.mark.long if every else size.marks,
        id=f"{place.name}, {size.values[0]}\u00a0%, {'all' if every else 'a few'} sizes",
    )
    for size in PERCENTS
    for every in (False, True)
    if not every or sizes(*size.values) != sizes(*size.values, every=False)
    for place in rooms()
    if not place.alike
]
# Where another place has the same parts: the least size and a large one; at all of them in `make test-long`.
ALIKE = [
    pytest.param(
        *size.values,
        every,
        place,
        marks=pytest.mark.long if every else size.marks,
        id=f"{place.name}, {size.values[0]}\u00a0%, {'all' if every else 'two'} sizes",
    )
    for size in PERCENTS
    for every in (False, True)
    for place in rooms()
    if place.alike
]


@contextmanager
def unpainted(program: Program) -> Iterator[None]:
    """Meanwhile all is laid out and nothing painted, which would cost more and is done when one looks."""
    program.window.setUpdatesEnabled(False)
    yield
    program.window.setUpdatesEnabled(True)


def painted_anew(program: Program) -> None:
    """Words over the network, and plots, are kept as pictures: let them be made again."""
    for picture in program.window.canvas._overlay._kept.values():
        picture._key = None
    plots = program.plots.plots
    if plots is not None and plots.isVisible():
        for plot in plots.findChildren(Plot):
            if plot.isVisible() and plot.chart is not None:
                plot.draw(plot.chart, program.appearance.palette)


def looked_at(program: Program, recorder: Recorder) -> list[Fault]:
    """What can't be read in the window as it is, all of it painted anew."""
    painted_anew(program)
    recorder.forget()
    program.window.grab()
    settle(program)  # what painting has asked for
    beneath = () if program.window.banner.isHidden() else (program.window.banner,)
    faults = unreadable(program.window, beneath)
    faults += recorder.faults(SMALLEST * program.appearance.text_size / 100)
    if beneath:
        faults += unreadable(program.window.banner)
    recorder.forget()
    return faults


@pytest.mark.parametrize(("percent", "every", "place"), IN_WINDOW)
def test_every_word_can_be_read(
    program: Program, monkeypatch: pytest.MonkeyPatch, percent: int, every: bool, place: Place
) -> None:
    found = faults_of(place, program, monkeypatch, percent, sizes(percent, every=every))
    assert not found, f"{len(found)} in {place.name} at {percent}\u00a0%:\n" + "\n".join(found)


@pytest.mark.parametrize(("percent", "every", "place"), ALIKE)
def test_every_other_word_in_the_same_parts_can_be_read(
    program: Program, monkeypatch: pytest.MonkeyPatch, percent: int, every: bool, place: Place
) -> None:
    wanted = sizes(percent)
    found = faults_of(place, program, monkeypatch, percent, wanted if every else [wanted[0], LARGE])
    assert not found, f"{len(found)} in {place.name} at {percent}\u00a0%:\n" + "\n".join(found)


def faults_of(
    place: Place,
    program: Program,
    monkeypatch: pytest.MonkeyPatch,
    percent: int,
    wanted: list[tuple[int, int]],
) -> list[str]:
    """What can't be read there in windows of these sizes, one after the other."""
    window, found = program.window, []
    program.actions[f"view.text.{percent}"].trigger()
    with recording(monkeypatch) as recorder:
        for k, size in enumerate(wanted):
            with unpainted(program):
                window.resize(*size)
                if k == 0:
                    place.go(program)
                settle(program)
            at = f"{size[0]}×{size[1]}"
            if (window.width(), window.height()) != size:
                found.append(f"{at}: the window grew to {window.width()}×{window.height()}")
            found += [f"{at}: {fault}" for fault in looked_at(program, recorder)]
    tidy(program)
    return found


@pytest.mark.parametrize("percent", [TEXT_SIZES[0], *LARGER])
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.long)])
def test_every_card_of_the_first_steps_is_whole(program: Program, percent: int, every: bool) -> None:
    window, card, found = program.window, program.window.path, []
    program.actions[f"view.text.{percent}"].trigger()
    with unpainted(program):
        for size in sizes(percent, every=every):
            window.resize(*size)
            for place in first_steps():
                place.go(program)
                settle(program)
                assert card.isVisible()
                at = f"{place.name} at {size[0]}×{size[1]}"
                found += [f"{at}: {fault}" for fault in unreadable(window) if "PathCard" in fault.where]
                hidden = card.visibleRegion().boundingRect() != card.rect()
                if size >= (1366, 768) and percent == 100 and hidden:
                    found.append(f"{at}: one has to scroll to it")
    tidy(program)
    assert not found, f"{len(found)} at {percent}\u00a0%:\n" + "\n".join(found)


def without_a_concept(program: Program, dialog: QWidget) -> list[str]:
    """Controls of a dialog about which F4 tells nothing; that page itself is no dialog of this kind."""
    of = ConceptOf(program)
    if not isinstance(dialog, QDialog) or isinstance(dialog, ConceptsPage):
        return []
    return [
        f"{type(widget).__name__} leads to no concept: set its property, or that of its dialog"
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton)
        if widget.window() is dialog and of.of(widget) not in CONCEPTS
    ]


@pytest.mark.parametrize("percent", [TEXT_SIZES[0], *LARGER])
def test_every_word_of_a_dialog_can_be_read(
    program: Program, monkeypatch: pytest.MonkeyPatch, percent: int
) -> None:
    found = []
    program.actions[f"view.text.{percent}"].trigger()
    for size in (sizes(percent)[0], LARGE):
        program.window.resize(*size)
        with recording(monkeypatch) as recorder:
            for name, dialog in dialogs(program):
                # The screen is as large as the window: what has no room in a dialog scrolls.
                hint = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
                if hint.width() > size[0] or hint.height() > size[1]:
                    found.append(f"{size[0]}×{size[1]}: {name}: needs {hint.width()}×{hint.height()}")
                dialog.resize(min(dialog.width(), size[0]), min(dialog.height(), size[1]))
                settle(program)
                recorder.forget()
                dialog.grab()
                faults = unreadable(dialog) + recorder.faults(SMALLEST * percent / 100)
                found += [f"{size[0]}×{size[1]}: {name}: {fault}" for fault in faults]
                found += [f"{name}: {lost}" for lost in without_a_concept(program, dialog)]
    assert not found, f"{len(found)} at {percent}\u00a0%:\n" + "\n".join(found)


def test_what_is_too_small_is_found(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test can fail: a label that is squeezed, one out of reach, one over another."""
    window = program.window
    program.actions["view.text.100"].trigger()
    window.resize(1920, 1080)  # where the title has room beside the switch
    program.actions["room.watch"].trigger()
    settle(program)
    label = window.draw._title
    before = label.geometry()
    label.setGeometry(0, 0, 30, 8)
    assert any("is cut" in str(fault) and "Draw a digit" in str(fault) for fault in unreadable(window))
    label.setGeometry(-60, 0, before.width(), before.height())
    assert any("can't be reached" in str(fault) for fault in unreadable(window))
    label.setGeometry(before)
    assert not [fault for fault in unreadable(window) if "Draw a digit" in fault.text]
    with recording(monkeypatch) as recorder:
        window.answer.grab()
        assert recorder.painted
        assert not recorder.faults(SMALLEST)
        assert recorder.faults(100.0)


def test_a_scroll_area_makes_what_it_holds_reachable(program: Program) -> None:
    assert program.window.findChildren(QScrollArea), "small windows scroll"


def test_the_story_s_sentence_is_read_from_the_back_of_a_hall(program: Program) -> None:
    window = program.window
    program.actions["view.text.200"].trigger()
    window.resize(1920, 1080)
    stage = next(place for place in rooms() if place.name == "explain, stage 3")
    stage.go(program)
    settle(program)
    labels = [label for label in window.story_bar.findChildren(QLabel) if label.isVisible() and label.text()]
    assert len(labels) >= 2, "a headline and a sentence"
    for label in labels:
        # A capital as it is on screen: rows of pixels that are ink.
        picture = QImage(200, 200, QImage.Format.Format_Grayscale8)
        picture.fill(255)
        with QPainter(picture) as painter:
            painter.setFont(label.font())
            painter.drawText(40, 140, "H")
        ink = [y for y in range(200) if any(picture.pixelColor(x, y).value() < 128 for x in range(200))]
        assert len(ink) >= 20, f"{len(ink)} px: {label.text()}"
    program.actions["view.text.100"].trigger()
