"""Nothing is lost: a run is gone through by hand, branched, killed and recovered, in the real window."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.training.recording.reader import Recording
from netviz.training.recording.recovery import find_unfinished, recordings_in
from netviz.training.session import Session
from tests.journeys.conftest import Open
from tests.journeys.test_first_hour import press, shown_step, wait_for_rest

# A window that trains from its first picture on, until somebody kills it.
ANOTHER = """
import sys
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_application, make_program
from pathlib import Path
app = make_application()
program = make_program(app, Settings(Path(sys.argv[1])))
program.ready.connect(program.intents.train)
program.start()
app.exec()
"""


def exactly(program: Program, step: int) -> np.ndarray:
    """The parameters after `step` steps, by training from the beginning."""
    assert program.digits is not None
    session = Session(program.trainer.status.config, program.digits.training)
    for _ in range(step):
        session.step()
    return session.network.parameters.copy()


def shows(qtbot: QtBot, program: Program, step: int) -> None:
    """Wait until this very step is on screen, to the last bit, and all that tells of it says so."""
    wanted = exactly(program, step)

    def there() -> bool:
        snapshot = program.presenter.snapshot
        return snapshot is not None and snapshot.step == step and np.array_equal(snapshot.parameters, wanted)

    qtbot.waitUntil(there, timeout=20_000)
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=10_000)
    scene = program.presenter.scene
    assert scene is not None
    np.testing.assert_array_equal(scene.weights, wanted[: scene.n_edges])
    assert program.window.timeline.readout.accessibleName().startswith(f"step {step:,} ")


def drag(qtbot: QtBot, program: Program, begin: float, end: float) -> int:
    """Drag the handle with the left button held; the step where it was let go."""
    track = program.window.timeline.track
    across = track.width() - 14

    def at(share: float) -> QPoint:
        return QPoint(round(7 + share * across), track.height() // 2)

    qtbot.mousePress(track, Qt.MouseButton.LeftButton, pos=at(begin))
    for share in np.linspace(begin, end, 15):
        qtbot.mouseMove(track, at(float(share)))
        qtbot.wait(8)
    qtbot.mouseRelease(track, Qt.MouseButton.LeftButton, pos=at(end))
    # What the hand said last is what is wanted: until both are one, the handle may still be moved back.
    qtbot.waitUntil(lambda: track.value() == program.time._travel.step, timeout=5000)
    return track.value()


def test_scrub_branch_and_come_back(qtbot: QtBot, open_window: Open) -> None:
    program = open_window()
    window, timeline = program.window, program.window.timeline
    press(qtbot, program, "Train")
    qtbot.waitUntil(lambda: program.trainer.status.step > 400, timeout=60_000)
    # While it trains on, a step that is past can be looked at.
    qtbot.waitUntil(
        lambda: program.time.held is not None and len(program.time.held.steps) > 5, timeout=10_000
    )
    drag(qtbot, program, 1.0, 0.3)
    qtbot.waitUntil(lambda: program.presenter.playback.travelling, timeout=10_000)
    at = program.trainer.status.step
    qtbot.waitUntil(lambda: program.trainer.status.step > at + 100, timeout=30_000)
    assert program.presenter.playback.travelling
    # One key shows the newest again.
    qtbot.keyClick(window, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: not program.presenter.playback.travelling, timeout=5000)
    press(qtbot, program, "Pause")
    wait_for_rest(qtbot, program)
    last, end = shown_step(program), program.presenter.snapshot
    assert end is not None
    qtbot.waitUntil(
        lambda: program.time.held is not None and int(program.time.held.steps[-1]) == last, timeout=10_000
    )
    first_file = program.recordings.file
    assert first_file is not None

    wanted = drag(qtbot, program, 1.0, 0.45)
    assert 0 < wanted < last
    shows(qtbot, program, wanted)
    qtbot.keyClick(timeline.track, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    shows(qtbot, program, wanted - 1)
    qtbot.keyClick(window, Qt.Key.Key_K)
    qtbot.waitUntil(lambda: program.time.held is not None and program.time.held.marks == (wanted - 1,))

    qtbot.mouseClick(timeline.branch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.trainer.status.step == wanted - 1, timeout=20_000)
    # The past has this very step: what the branch itself shows comes with its first frame.
    qtbot.waitUntil(lambda: not program.time.travelling, timeout=10_000)
    wait_for_rest(qtbot, program)
    press(qtbot, program, "Step")
    press(qtbot, program, "Step")
    qtbot.waitUntil(lambda: shown_step(program) == wanted + 1, timeout=10_000)
    snapshot = program.presenter.snapshot
    assert snapshot is not None
    # Bit for bit what the first run did there.
    np.testing.assert_array_equal(snapshot.parameters, exactly(program, wanted + 1))

    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: shown_step(program) == last, timeout=10_000)
    now = program.presenter.snapshot
    assert now is not None
    np.testing.assert_array_equal(now.parameters, end.parameters)

    program.actions["file.runs"].trigger()
    dialog = program.later.runs.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.tree.topLevelItemCount() == 1, timeout=10_000)
    top = dialog.tree.topLevelItem(0)
    assert isinstance(top, QTreeWidgetItem)
    assert [top.child(k).text(0) for k in range(top.childCount())] == [
        f"784-16-16-10, from step {wanted - 1:,}"
    ]
    dialog.close()
    with Recording(first_file) as recording:
        assert recording.last_step == last
    window.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_what_a_kill_leaves_is_offered_and_goes_on(
    qtbot: QtBot, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = tmp_path / "data" / "netviz" / "runs"
    script = tmp_path / "another.py"
    script.write_text(ANOTHER)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_DATA_HOME": str(tmp_path / "data")}
    process = subprocess.Popen([sys.executable, str(script), str(tmp_path / "other.ini")], env=environment)
    try:
        deadline = time.monotonic() + 60
        seen = 0
        while seen < 200:
            assert process.poll() is None
            assert time.monotonic() < deadline, "it never trained"
            time.sleep(0.1)
            for path in recordings_in(runs):
                with Recording(path) as recording:
                    seen = recording.last_step
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(30)
    (lost,) = find_unfinished(runs)
    # At a hundred steps a second, two seconds at most are lost.
    assert lost.last_step > 0
    assert seen - lost.last_step <= 200

    program = open_window()
    banner = program.window.banner
    qtbot.waitUntil(lambda: "did not end properly" in banner.text, timeout=20_000)
    qtbot.mouseClick(banner.cards[-1].offer_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown_step(program) == lost.last_step, timeout=20_000)
    snapshot = program.presenter.snapshot
    assert snapshot is not None
    np.testing.assert_array_equal(snapshot.parameters, exactly(program, lost.last_step))
    press(qtbot, program, "Step")
    qtbot.waitUntil(lambda: shown_step(program) == lost.last_step + 1, timeout=10_000)
    qtbot.waitUntil(lambda: program.recordings.recorder.file == lost.path, timeout=10_000)
    # From its first weights on.
    qtbot.waitUntil(lambda: program.time.held is not None and int(program.time.held.steps[0]) == 0)
    program.window.close()
    assert find_unfinished(runs) == []
