"""Whatever is exported is of what is on screen: this network, this step, this digit."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.window.dialogs import Unsaved
from netviz.network.forward import forward_pass
from netviz.rendering.files import story_export as export
from netviz.viewmodels.story.story import Story
from tests.journeys.conftest import THREE, Open, draw
from tests.journeys.test_label_journey import go, is_asked, say
from tests.journeys.test_story_journey import click, player_of, state, wait_for_new_story

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def filmed(monkeypatch: pytest.MonkeyPatch) -> list[Story]:
    """The stories that were written; the film itself is small and has few pictures a second."""
    stories: list[Story] = []
    written = export.write_story

    def write(path: Path, story: Story, *args: object, **more: object) -> float:
        stories.append(story)
        return written(path, story, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr("netviz.app.files.films.write_story", write)
    monkeypatch.setattr(export, "MOVING_FPS", 3)
    monkeypatch.setattr("netviz.app.files.export_dialogs.ExportDialogs.story_film", lambda _self: (320, 240))
    return stories


def export_story(
    qtbot: QtBot, program: Program, frames: Path, monkeypatch: pytest.MonkeyPatch, filmed: list[Story]
) -> Story:
    """Press the keys, and wait for the frames."""
    before = len(filmed)
    monkeypatch.setattr(program.later.film.dialogs, "file_to_save", lambda *_: frames)
    qtbot.keyClick(program.window, Qt.Key.Key_E, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: len(filmed) > before, timeout=20_000)
    qtbot.waitUntil(lambda: not program.later.film.running, timeout=200_000)
    assert len(list(frames.glob("frame-*.png"))) > len(filmed[-1].stages)
    return filmed[-1]


def shown(program: Program) -> np.ndarray:
    assert program.presenter.snapshot is not None
    return program.presenter.snapshot.parameters


def same_picture(a: Path, b: Path) -> bool:
    return QImage(str(a)) == QImage(str(b))


def is_on_screen(program: Program, story: Story, label: int) -> None:
    """The film is of the network and of the digit that stand there."""
    shown = program.presenter.snapshot
    assert shown is not None
    np.testing.assert_array_equal(story.trace.parameters, shown.parameters)
    np.testing.assert_array_equal(story.trace.pixels, program.paper.example().pixels / 255)
    assert story.trace.label == label
    # What the film says first is what the screen says.
    answer = forward_pass(
        shown.spec, shown.parameters, program.paper.example().pixels.astype(np.float32) / 255
    )
    np.testing.assert_allclose(story.trace.before.a[-1], answer.a[-1], atol=1e-5)


@pytest.mark.long
def test_after_teaching_and_opening_another_network_the_film_is_of_that_one(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filmed: list[Story]
) -> None:
    """Saved untrained, taught a drawn digit until it was read, reset, and the untrained one opened again."""
    program = open_window()
    window = program.window
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    lecture = tmp_path / "lecture.netviz"
    dialogs = program.documents.dialogs
    monkeypatch.setattr(dialogs, "file_to_save", lambda *_: lecture)
    monkeypatch.setattr(dialogs, "file_to_open", lambda *_: lecture)
    monkeypatch.setattr(dialogs, "unsaved", lambda *_: Unsaved.DISCARD)
    untrained, saved = state(program).parameters, program.paper.example().pixels
    qtbot.keyClick(window, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: program.documents.name == "lecture.netviz", timeout=10_000)

    go(qtbot, program, "explain")
    draw(qtbot, window.draw.pad, THREE)
    is_asked(qtbot, program)
    say(qtbot, program, 3)
    told = program.source.ready
    click(qtbot, window.story_panel, "×100")
    wait_for_new_story(qtbot, program, told)
    taught = export_story(qtbot, program, tmp_path / "taught", monkeypatch, filmed)
    is_on_screen(program, taught, 3)
    assert taught.trace.before.a[-1][3] > 0.5

    go(qtbot, program, "watch")
    qtbot.keyClick(window, Qt.Key.Key_R, CONTROL)
    qtbot.waitUntil(lambda: not np.array_equal(shown(program), taught.trace.parameters), timeout=10_000)
    qtbot.keyClick(window, Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: np.array_equal(shown(program), untrained), timeout=20_000)
    # What was drawn when it was saved comes back with it.
    qtbot.waitUntil(lambda: np.array_equal(program.paper.example().pixels, saved), timeout=20_000)
    film = export_story(qtbot, program, tmp_path / "film", monkeypatch, filmed)
    assert program.rooms.now == "watch"
    is_on_screen(program, film, 3)
    assert film.trace.before.a[-1][3] < 0.3
    assert film.step == 0
    # And the frames are that story's.
    last = max((tmp_path / "film").glob("frame-*.png"))
    assert not same_picture(last, max((tmp_path / "taught").glob("frame-*.png")))


def test_from_watch_the_film_is_of_the_opened_example(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filmed: list[Story]
) -> None:
    """Explained untrained, then a trained network was opened from the menu."""
    program = open_window()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    go(qtbot, program, "explain")
    untrained = player_of(qtbot, program).story
    go(qtbot, program, "watch")
    menu = program.menus["file/examples"]
    menu.aboutToShow.emit()
    menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: not np.array_equal(shown(program), untrained.trace.parameters), timeout=20_000)
    film = export_story(qtbot, program, tmp_path / "film", monkeypatch, filmed)
    is_on_screen(program, film, 3)
    assert film.trace.loss_before < 0.5 * untrained.trace.loss_before


def test_a_film_of_what_has_no_label_asks_first(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, filmed: list[Story]
) -> None:
    program = open_window()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    go(qtbot, program, "explain")
    player_of(qtbot, program)
    go(qtbot, program, "watch")
    draw(qtbot, program.window.draw.pad, THREE)
    monkeypatch.setattr(program.later.film.dialogs, "file_to_save", lambda *_: tmp_path / "film")
    qtbot.keyClick(program.window, Qt.Key.Key_E, CONTROL | SHIFT)
    assert program.rooms.now == "explain"
    is_asked(qtbot, program)
    assert not filmed
    assert not program.later.film.running
    qtbot.keyClick(program.window, Qt.Key.Key_3)
    qtbot.waitUntil(lambda: len(filmed) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not program.later.film.running, timeout=200_000)
    is_on_screen(program, filmed[0], 3)
    # It was asked for that drawing alone: the next one is not exported behind anybody's back.
    qtbot.keyClick(program.window, Qt.Key.Key_E, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: len(filmed) == 2, timeout=20_000)
    program.later.film.cancel()
    draw(qtbot, program.window.draw.pad, THREE)
    is_asked(qtbot, program)
    say(qtbot, program, 3)
    assert len(filmed) == 2
    assert not program.later.film.running
