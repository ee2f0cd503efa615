"""A lecture whose scenes are of several tasks: the window goes from one to the next, presented all along."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.app.lecture import presentation
from netviz.app.lecture.scene_list import Scene
from netviz.app.lecture.scenes import Scenes
from netviz.app.program.composition import Program
from netviz.app.program.seat import Seat
from netviz.app.window.dialogs import Unsaved
from netviz.panels.lecture.curtain import Curtain
from netviz.rendering.fonts import text_size
from netviz.training.recording.recovery import recordings_in
from tests.journeys.conftest import exchanged, seat

__all__ = ["seat"]


def scenes_of(seat: Seat) -> Scenes:
    assert seat.program.later is not None
    return seat.program.later.scenes


def trained(qtbot: QtBot, program: Program, steps: int) -> None:
    """At exactly this step, seen."""
    program.intents.train_to(steps)
    qtbot.waitUntil(
        lambda: program.presenter.snapshot is not None and program.presenter.snapshot.step == steps
    )
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused")


def added(qtbot: QtBot, seat: Seat) -> Scene:
    """What is on screen, as one more scene."""
    scenes = scenes_of(seat)
    before = len(scenes.scenes)
    scenes.add()
    qtbot.waitUntil(lambda: len(scenes.scenes) == before + 1)
    return scenes.scenes[scenes.at]


def saved(qtbot: QtBot, program: Program, path: Path) -> None:
    program.documents._write(path, None)
    qtbot.waitUntil(lambda: program.documents.file == path)


def press(seat: Seat, key: Qt.Key) -> None:
    window = seat.program.window
    QTest.keyClick(window.focusWidget() or window, key)


def arrived(qtbot: QtBot, seat: Seat, number: int, *, step: int, room: str = "watch") -> None:
    """This scene stands there, and nothing lies over it."""

    def there() -> bool:
        program = seat.program
        if program.later is None or program.others is None or program.presenter.snapshot is None:
            return False
        here = program.later.scenes.at == number and program.rooms.now == room
        return here and program.presenter.snapshot.step == step and not program.later.recipes.makes

    qtbot.waitUntil(there)
    qtbot.waitUntil(lambda: not any(c.isVisible() for c in seat.program.window.findChildren(Curtain)))


def parts(seat: Seat) -> list[QWidget]:
    """What an audience shall not see."""
    window = seat.program.window
    return [w for w in (window.menuBar(), window.bar, window.inspector, window.picker, window.form) if w]


class Asked:
    """Who is at the dialogs does not save, and counts."""

    def __init__(self) -> None:
        self.times = 0

    def unsaved(self, _why: str) -> Unsaved:
        self.times += 1
        return Unsaved.DISCARD


@pytest.mark.parametrize(
    "others", [pytest.param(("moons",)), pytest.param(("spam", "penguins", "curve"), marks=pytest.mark.long)]
)
def test_scenes_of_several_tasks(
    qtbot: QtBot, seat: Seat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, others: tuple[str, ...]
) -> None:
    monkeypatch.setattr(presentation, "LARGE", ((0, 125),))
    window, asked = seat.program.window, Asked()
    # A run that somebody has saved, and shown as it was then; it was trained on since.
    trained(qtbot, seat.program, 3)
    file = tmp_path / "mine.netviz"
    saved(qtbot, seat.program, file)
    seat.program.later.recipes.line_here = lambda _found, none: none("")  # type: ignore[method-assign]
    assert added(qtbot, seat).file == str(file)
    for step, task in enumerate(others, 5):
        exchanged(qtbot, seat, f"file.new.{task}")
        assert len(scenes_of(seat).scenes) == step - 4, "the list goes along"
        seat.program.choice.choose(1)
        trained(qtbot, seat.program, step)
        assert added(qtbot, seat).name == f"{seat.program.task.label}: Watch, step {step}"
    runs = len(recordings_in(seat.program.recordings.folder))
    scenes_of(seat).at = -1  # as a list that was opened
    saved(qtbot, seat.program, tmp_path / "other.netviz")
    trained(qtbot, seat.program, 9)
    assert seat.program.documents.unsaved
    monkeypatch.setattr(seat.program.documents, "dialogs", asked)
    before, size = window.windowState(), text_size()

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(seat, Qt.Key.Key_F5)
    assert seat.program.later.presentation.on
    for number, step in enumerate((3, *range(5, 5 + len(others)))):
        if number == 1:
            # What is tried before the audience is kept, and not asked about.
            trained(qtbot, seat.program, 7)
            assert seat.program.documents.file is None
        press(seat, Qt.Key.Key_PageDown)
        arrived(qtbot, seat, number, step=step)
        assert seat.program.window is window
        assert window.isFullScreen()
        assert text_size() == 125
        assert not any(part.isVisible() for part in parts(seat))
        seat.program.documents.dialogs = asked  # type: ignore[assignment]
    assert asked.times == 1
    press(seat, Qt.Key.Key_PageDown)
    assert "That was the last scene." in window.banner.text
    if len(others) > 1:
        press(seat, Qt.Key.Key_PageUp)
        arrived(qtbot, seat, len(others) - 1, step=3 + len(others))
    press(seat, Qt.Key.Key_Escape)
    assert not seat.program.later.presentation.on
    assert (window.windowState(), text_size()) == (before, size)
    assert window.bar.isVisible()
    assert seat.program.actions[f"view.text.{size}"].isChecked()
    assert len(recordings_in(seat.program.recordings.folder)) > runs, "each run is under File > Runs"


def test_a_scene_whose_file_is_gone_says_so(qtbot: QtBot, seat: Seat, tmp_path: Path) -> None:
    scenes = scenes_of(seat)
    scenes.scenes = (Scene("Gone", "", str(tmp_path / "gone.netviz"), seat.program.desk.text()),)
    scenes.go(0)
    qtbot.waitUntil(lambda: "gone.netviz" in seat.program.window.banner.text)
    assert seat.program.window.banner.kind == "error"
