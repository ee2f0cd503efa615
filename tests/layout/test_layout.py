"""No word is cut: every room, stage, sheet and dialog, at sizes from a projector's to a large screen's."""

from fnmatch import fnmatch

import pytest
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel, QScrollArea

from netviz.app.composition import Program
from netviz.panels.plots.plot import Plot
from netviz.rendering.fonts import TEXT_SIZES
from tests.layout.conftest import rest
from tests.layout.places import dialogs, first_steps, rooms, tidy
from tests.layout.reading import SMALLEST, Fault, Recorder, recording, unreadable

SIZES = ((683, 384), (800, 600), (911, 512), (960, 600), (1366, 768), (1920, 1080), (2560, 1440))
LEAST = (683, 384)
"""A text size can sensibly be had where the window is at least so large in units: 200 % from 1366×768 on."""

AT = [
    (size, percent)
    for size in SIZES
    for percent in TEXT_SIZES
    if size[0] * 100 >= LEAST[0] * percent - 50 and size[1] * 100 >= LEAST[1] * percent - 50
]

KNOWN: tuple[tuple[str, str], ...] = (
    ("test, results", "*ResultsPage*"),
    ("test, results", "exam/*"),
)
"""Faults that are being mended: a pattern for the place's name and one for the fault's words."""


def told(faults: list[Fault], place: str) -> list[str]:
    """Those that nobody knows of yet, each in a line."""
    lines = [f"{place}: {fault}" for fault in faults]
    return [line for line in lines if not any(fnmatch(line, f"{at}: {how}") for at, how in KNOWN)]


def settled(program: Program) -> None:
    """Wait for the picture that belongs to this size."""
    rest(50)
    for _ in range(20):
        if not program.clock.ticking and not program.window.canvas.frame_follows:
            break
        rest(10)


def painted_anew(program: Program) -> None:
    """Words over the network, and plots, are kept as pictures: let them be made again."""
    for picture in program.window.canvas._overlay._kept.values():
        picture._key = None
    plots = program.plots.plots
    if plots is not None and plots.isVisible():
        for plot in plots.findChildren(Plot):
            if plot.isVisible() and plot.chart is not None:
                plot.draw(plot.chart, program.appearance.palette)


def looked_at(program: Program, recorder: Recorder, place: str) -> list[str]:
    """What can't be read in the window as it is, all of it painted anew."""
    painted_anew(program)
    rest(20)
    recorder.forget()
    program.window.grab()
    beneath = () if program.window.banner.isHidden() else (program.window.banner,)
    smallest = SMALLEST * program.appearance.text_size / 100
    faults = unreadable(program.window, beneath) + recorder.faults(smallest)
    if beneath:
        faults += unreadable(program.window.banner)
    recorder.forget()
    return told(faults, place)


@pytest.mark.parametrize(("size", "percent"), AT, ids=[f"{w}x{h}-{p}%" for (w, h), p in AT])
def test_every_word_can_be_read(
    program: Program, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], percent: int
) -> None:
    window, found = program.window, []
    program.actions[f"view.text.{percent}"].trigger()
    window.resize(*size)
    with recording(monkeypatch) as recorder:
        for place in rooms():
            place.go(program)
            settled(program)
            if (window.width(), window.height()) != size:
                found.append(f"{place.name}: the window grew to {window.width()}×{window.height()}")
                window.resize(*size)
            found += looked_at(program, recorder, place.name)
            tidy(program)
    program.actions["room.watch"].trigger()
    assert not found, f"{len(found)} at {size[0]}×{size[1]}, {percent} %:\n" + "\n".join(found)


@pytest.mark.parametrize(("size", "percent"), AT, ids=[f"{w}x{h}-{p}%" for (w, h), p in AT])
def test_every_card_of_the_first_steps_is_whole(
    program: Program, size: tuple[int, int], percent: int
) -> None:
    window, card, found = program.window, program.window.path, []
    program.actions[f"view.text.{percent}"].trigger()
    window.resize(*size)
    for place in first_steps():
        place.go(program)
        rest(60)
        assert card.isVisible()
        found += [f"{place.name}: {fault}" for fault in unreadable(window) if "PathCard" in fault.where]
        if size >= (1366, 768) and percent == 100 and card.visibleRegion().boundingRect() != card.rect():
            found.append(f"{place.name}: one has to scroll to it")
    tidy(program)
    program.actions["room.watch"].trigger()
    assert not found, f"{len(found)} at {size[0]}×{size[1]}, {percent} %:\n" + "\n".join(found)


@pytest.mark.parametrize(("size", "percent"), AT, ids=[f"{w}x{h}-{p}%" for (w, h), p in AT])
def test_every_word_of_a_dialog_can_be_read(
    program: Program, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], percent: int
) -> None:
    found = []
    program.actions[f"view.text.{percent}"].trigger()
    program.window.resize(*size)
    with recording(monkeypatch) as recorder:
        for name, dialog in dialogs(program):
            # The screen is as large as the window: what has no room in a dialog scrolls.
            hint = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
            if hint.width() > size[0] or hint.height() > size[1]:
                found.append(f"{name}: needs at least {hint.width()}×{hint.height()}")
            dialog.resize(min(dialog.width(), size[0]), min(dialog.height(), size[1]))
            rest(20)
            recorder.forget()
            dialog.grab()
            faults = unreadable(dialog) + recorder.faults(SMALLEST * percent / 100)
            found += told(faults, name)
    assert not found, f"{len(found)} at {size[0]}×{size[1]}, {percent} %:\n" + "\n".join(found)


def test_what_is_too_small_is_found(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test can fail: a label that is squeezed, one out of reach, one over another."""
    window = program.window
    program.actions["view.text.100"].trigger()
    window.resize(1366, 768)
    program.actions["room.watch"].trigger()
    rest(50)
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
    settled(program)
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
