"""The drawing, its label, the room and the place in the story come back with the run, and never hinder it."""

import json
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.app.program.settings import Settings
from netviz.app.run.desk import Desk, from_text, to_text
from netviz.app.screen.paper import Sheet
from netviz.panels.pad.stroke import Stroke
from netviz.training.recording.reader import Recording
from netviz.viewmodels.probe import NOTHING, example
from netviz.viewmodels.story.place import StoryPlace
from tests.app.conftest import Answers, StartProgram
from tests.app.test_program import rest, train_some_steps

FOUR = (
    Stroke(((0.3, 0.2, 0.08), (0.28, 0.5, 0.08), (0.6, 0.5, 0.08))),
    Stroke(((0.55, 0.25, 0.08), (0.55, 0.8, 0.08))),
)


def told(qtbot: QtBot, program: Program) -> None:
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=20_000)


def draw_four(qtbot: QtBot, program: Program) -> None:
    program.paper.lay(Sheet(strokes=FOUR), undoable=False)
    program.actions["view.reduced_motion"].setChecked(True)
    program.actions["room.explain"].trigger()
    qtbot.waitUntil(program.window.question.isVisible, timeout=10_000)
    program.paper.give_label(4)
    told(qtbot, program)
    for _ in range(3):
        program.story.next()
    assert program.story.player is not None
    assert program.story.player.stage == 3


def is_back(qtbot: QtBot, program: Program, ink: np.ndarray) -> None:
    qtbot.waitUntil(lambda: program.rooms.now == "explain", timeout=20_000)
    assert program.paper.sheet.strokes == FOUR
    told(qtbot, program)
    qtbot.waitUntil(lambda: program.story.player.stage == 3, timeout=20_000)
    assert program.paper.label == 4
    assert program.paper.example().source == "pad"
    np.testing.assert_array_equal(program.paper.example().pixels, ink)


@pytest.mark.parametrize("name", ["lecture.netviz", "lecture.safetensors"])
def test_a_saved_run_comes_back_as_it_lay_there(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path, name: str
) -> None:
    program = start()
    train_some_steps(qtbot, program, 30)
    draw_four(qtbot, program)
    ink = program.paper.example().pixels
    answers.to_save = tmp_path / name
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    assert program.window.close()
    is_back(qtbot, start(tmp_path / name), ink)


def test_so_does_one_that_nobody_saved(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    train_some_steps(qtbot, program, 30)
    draw_four(qtbot, program)
    ink, own = program.paper.example().pixels, program.recordings.file
    assert own is not None
    assert program.window.close()
    again = start()
    again.documents.open_path(own)
    is_back(qtbot, again, ink)


def test_what_a_crash_leaves_has_it_too(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    train_some_steps(qtbot, program, 30)
    draw_four(qtbot, program)
    own = program.recordings.file
    assert own is not None

    def written() -> bool:
        with Recording(own) as recording:
            desk = from_text(recording.desk)
            return desk is not None and desk.room == "explain" and desk.place.stage == 3

    qtbot.waitUntil(written, timeout=20_000)


def test_a_picked_digit_comes_back_with_its_number(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    train_some_steps(qtbot, program, 30)
    program.choice.choose(7)
    program.actions["room.test"].trigger()
    answers.to_save = tmp_path / "run.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    assert program.window.close()
    again = start(tmp_path / "run.netviz")
    qtbot.waitUntil(lambda: again.rooms.now == "test", timeout=20_000)
    assert (again.paper.example().source, again.paper.example().index) == ("test digit", 7)
    assert again.paper.label == program.paper.label


ODD_DESKS = ("", "{", "[]", "null", '{"room": "cellar"}', '{"room": 3, "story": {}}')


def test_a_run_opens_whatever_was_kept_beside_it(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    train_some_steps(qtbot, program, 30)
    step = program.trainer.status.step
    path = answers.to_save = tmp_path / "run.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    for text in ODD_DESKS:
        # Away from the file: it is closed, and there is another run.
        program.actions["training.reset"].trigger()
        qtbot.waitUntil(lambda: program.trainer.status.step == 0, timeout=10_000)
        rest(qtbot, program)
        connection = sqlite3.connect(path)
        connection.execute("INSERT OR REPLACE INTO about VALUES ('desk', ?)", (text,))
        connection.commit()
        connection.close()
        program.documents.open_path(path)
        qtbot.waitUntil(lambda: program.trainer.status.step == step, timeout=10_000)
        rest(qtbot, program)
        assert program.rooms.now == "watch", text


def test_a_desk_is_read_as_it_was_written() -> None:
    place = StoryPlace(4, 3, ((1, 5),), 17, is_open=True)
    desk = Desk("explain", Sheet(strokes=FOUR), place)
    again = from_text(to_text(desk, NOTHING))
    assert again is not None
    assert (again.room, again.place) == (desk.room, desk.place)
    assert again.sheet is not None
    assert again.sheet.strokes == FOUR
    pixels = np.arange(784, dtype=np.uint8)
    picked = example(pixels, "test digit", label=3, index=32)
    made = example(pixels, "made", name="made to excite neuron 1·4")
    for lies in (picked, made):
        found = from_text(to_text(Desk("watch", Sheet(picked=lies), StoryPlace()), lies))
        assert found is not None
        assert found.sheet is not None
        assert found.sheet.picked is not None
        np.testing.assert_array_equal(found.sheet.picked.pixels, pixels)
        kept = found.sheet.picked
        assert (kept.source, kept.label, kept.index) == (lies.source, lies.label, lies.index)
    assert from_text(to_text(Desk("test", None, StoryPlace()), NOTHING)) == Desk("test", None, StoryPlace())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("room", "story", "strokes", "digit", "points", "erase", "label", "stage", "pixels")
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@given(anything=JSON, part=st.sampled_from(("room", "story", "strokes", "digit")))
def test_no_text_is_too_odd(anything: object, part: str) -> None:
    table = json.loads(to_text(Desk("explain", Sheet(strokes=FOUR), StoryPlace(4, 3)), NOTHING))
    for odd in (
        anything,
        {**table, part: anything},
        {**table, "story": {**table["story"], "stage": anything}},
    ):
        desk = from_text(json.dumps(odd))
        assert desk is None or isinstance(desk, Desk)


def test_the_settings_remember_no_drawing(start: StartProgram, tmp_path: Path) -> None:
    program = start()
    program.paper.lay(Sheet(strokes=FOUR), undoable=False)
    assert program.window.close()
    assert "strokes" not in (tmp_path / "netviz.ini").read_text("utf-8")
    assert Settings(tmp_path / "netviz.ini").last_run is None
