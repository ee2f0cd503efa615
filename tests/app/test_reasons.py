"""What can't be done now is greyed out in its menu, and its tool tip says why; its key says it too."""

from pathlib import Path

from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from tests.app.conftest import StartProgram


def opened(program: Program, name: str) -> QMenu:
    menu = program.menus[name]
    menu.aboutToShow.emit()
    return menu


def test_nothing_is_greyed_out_without_a_reason(start: StartProgram, qtbot: QtBot) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.others is not None, timeout=20_000)
    program.paper.clear()
    tips = {spec.id: spec.tip for spec in program.actions.specs}
    greyed = set()
    for room in ("watch", "train", "explain", "test"):
        program.actions[f"room.{room}"].trigger()
        for name in program.menus:
            menu = opened(program, name)
            assert menu.toolTipsVisible()
            for action in menu.actions():
                name = action.objectName()
                if not action.isEnabled() and name in tips:
                    greyed.add(name)
                    said = action.toolTip().removeprefix(tips[name]).partition("\n")[2]
                    assert said.endswith("."), name
                    assert action.statusTip() == said
            menu.aboutToHide.emit()
    assert {"file.revert", "file.export_run", "edit.undo", "edit.clear", "story.apply", "time.play"} <= greyed
    assert {"run.branch", "time.live", "view.message", "file.export_story"} <= greyed
    assert "training.toggle" not in greyed


def test_revert_is_offered_where_there_is_something_to_revert(
    start: StartProgram, qtbot: QtBot, tmp_path: Path
) -> None:
    program = start()
    revert = program.actions["file.revert"]
    opened(program, "file")
    assert not revert.isEnabled()
    assert "was not saved yet" in revert.toolTip()
    program.menus["file"].aboutToHide.emit()
    revert.trigger()  # its key, if it had one
    assert "was not saved yet" in program.window.banner.text
    program.documents._write(tmp_path / "run.netviz", None)
    qtbot.waitUntil(lambda: "Saved" in program.window.banner.text, timeout=20_000)
    opened(program, "file")
    assert "holds this very step" in revert.toolTip()
    program.menus["file"].aboutToHide.emit()
    program.intents.step()
    qtbot.waitUntil(lambda: program.documents.unsaved, timeout=10_000)
    opened(program, "file")
    assert revert.isEnabled()
    program.menus["file"].aboutToHide.emit()
