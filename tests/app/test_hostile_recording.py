"""Recordings made to do harm, dropped and in the list of runs: a sentence, and nothing changes."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.tasks.digits.digits import DataSet
from tests.app.conftest import StartProgram
from tests.app.test_program import parameters, shown_step
from tests.app.test_runs import listed
from tests.app.test_time_travel import recorded, trained
from tests.hostile import HARM, harmful, sound_recording

WORDS_OF_LIBRARIES = ("sqlite", "Error", "Traceback", "Errno", "malformed")


def drop(program: Program, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, mime, left, none)
    program.window.dropEvent(event)


def test_it_is_one_sentence_and_the_run_stays(
    qtbot: QtBot, start: StartProgram, digits: DataSet, tmp_path: Path
) -> None:
    sound = sound_recording(tmp_path / "sound.netviz", digits.training)
    program = trained(qtbot, start, 30)
    run, step, end = recorded(qtbot, program), shown_step(program), parameters(program)
    banner = program.window.banner
    harm: dict[Path, bytes] = {}
    for number, kind in enumerate(HARM):
        made = harmful(sound, tmp_path, kind)
        path = made.rename(run.parent / f"harm {number}.netviz")
        harm[path] = path.read_bytes()
    dialog = listed(qtbot, program, 1)  # a run that can't be read is none that one could open
    ways = (lambda path: drop(program, path), dialog.open_wanted.emit)
    for path in harm:
        for way in ways:
            banner.clear()
            way(path)
            qtbot.waitUntil(lambda path=path: path.name in banner.text)
            words = banner.text
            assert words.endswith("."), words
            assert words.isprintable(), words
            assert not any(word in words for word in WORDS_OF_LIBRARIES), words
    assert recorded(qtbot, program) == run
    assert shown_step(program) == step
    np.testing.assert_array_equal(parameters(program), end)
    for path, content in harm.items():
        assert path.read_bytes() == content
        assert not [one for one in path.parent.iterdir() if one.name.startswith(f"{path.name}-")]
