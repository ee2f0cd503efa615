"""What opens lies on the screen: small ones, scaled ones, and after a larger one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

# The window at a first start; then as it was left on a larger screen, and each dialog.
SCRIPT = """
import json, sys
from pathlib import Path
from netviz.app.program.composition import Program
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_application, make_program
from tests.layout.conftest import until
from tests.layout.places import dialogs

app, remembered = make_application(), Path(sys.argv[1])

def seen(name, widget):
    frame, room = widget.frameGeometry(), widget.screen().availableGeometry()
    rest = widget.minimumSizeHint().expandedTo(widget.minimumSize())
    fits = rest.width() <= room.width() and rest.height() <= room.height()
    print(json.dumps([name, frame.getRect(), room.getRect(), bool(room.contains(frame)), fits]), flush=True)

if sys.argv[2] == "leave":
    program = make_program(app, Settings(remembered))
    program.window.show()
    program.window.setGeometry(100, 60, 2300, 1300)
    app.processEvents()
    program.settings.geometry = program.window.saveGeometry()
    program.settings.full = True
    program.close()
else:
    program = make_program(app, Settings(remembered.with_name("new.ini")))
    program.window.show()
    app.processEvents()
    seen("window at a first start", program.window)
    program.close()
    program = make_program(app, Settings(remembered))
    there = []
    program.ready.connect(lambda: there.append(True))
    program.start()
    until(lambda: bool(there) and program.presenter.snapshot is not None)
    seen("window", program.window)
    for name, dialog in dialogs(program):
        seen(name, dialog)
    program.close()
"""


def start(folder: Path, size: tuple[int, int], scale: float, what: str) -> list[list[object]]:
    screen = {"name": "a", "x": 0, "y": 0, "width": size[0], "height": size[1], "dpr": 1}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    (folder / "screen.json").write_text(json.dumps({"screens": [screen]}))
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder / "left.ini"), what],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=Path(__file__).parents[2],
        env={
            **os.environ,
            "QT_QPA_PLATFORM": f"offscreen:configfile={folder / 'screen.json'}",
            "QT_SCALE_FACTOR": str(scale),
            **{f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "CACHE")},
        },
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings of somebody whose screen was large."""
    folder = tmp_path_factory.mktemp("large")
    start(folder, (2560, 1440), 1, "leave")
    return folder / "left.ini"


@pytest.mark.parametrize(
    ("size", "scale"),
    [
        ((1366, 768), 2),
        pytest.param((800, 600), 1, marks=pytest.mark.long),
        pytest.param((1366, 768), 1.5, marks=pytest.mark.long),
        pytest.param((1366, 768), 1.25, marks=pytest.mark.long),
        pytest.param((1920, 1080), 2, marks=pytest.mark.long),
        pytest.param((1920, 1080), 1.75, marks=pytest.mark.long),
    ],
)
def test_all_that_opens_lies_on_the_screen(
    left: Path, tmp_path: Path, size: tuple[int, int], scale: float
) -> None:
    (tmp_path / "left.ini").write_bytes(left.read_bytes())
    found = start(tmp_path, size, scale, "look")
    assert len(found) > 12
    width, height = (round(side / scale) for side in size)
    for name, frame, room, lies_there, fits in found:
        assert room == [0, 0, width, height]
        assert lies_there, f"{name}: {frame}"
        assert fits, f"{name} needs more than {room}"
    # What was left on the larger screen filled it, and fills this one.
    by_name = {name: frame for name, frame, *_ in found}
    assert by_name["window"][2] > 0.9 * width
    assert by_name["window at a first start"][3] > 0.8 * height
