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


STANDS = ("left", "right", "curves", "nearest", "legend")


def seen(program: Program, name: str) -> bool:
    """Whether what this toggle shows is on screen."""
    window = program.window
    if name == "left":
        return window.draw.isVisible()
    if name == "right":
        return window.view_bar.isVisible() or window.story.card.isVisible()
    if name == "curves":
        return window.curves_card.isVisible() or program.plots._card.isVisible()
    if name == "nearest":
        assert program.others is not None
        return program.others.nearest.panel.isVisible()
    return window.legend.isVisible() or window.story.legend.isVisible()


def test_what_is_ticked_in_view_is_seen_or_says_why_not(start: StartProgram, qtbot: QtBot) -> None:
    """In every room, with what takes its place open or not; its key changes nothing then, and says so."""
    program = start()
    qtbot.waitUntil(lambda: program.others is not None, timeout=20_000)
    actions, banner = program.actions, program.window.banner
    assert program.others is not None
    actions["view.full"].setChecked(True)
    greyed = set()
    for changed in ("", "view.nearest", "view.right", "view.left", "view.inside"):
        program.rooms.open("watch")
        if changed:
            actions[changed].trigger()
        for room in ("watch", "train", "explain", "test"):
            actions[f"room.{room}"].trigger()
            menu, now = opened(program, "view"), {name: actions[f"view.{name}"] for name in STANDS}
            why = {name: "" if action.isEnabled() else action.statusTip() for name, action in now.items()}
            menu.aboutToHide.emit()
            for name, action in now.items():
                here = (changed, room, name)
                ticked = action.isChecked()
                if not why[name]:
                    assert seen(program, name) == ticked, here
                    continue
                greyed.add(name)
                assert not seen(program, name), here
                banner.clear()
                action.trigger()
                assert action.isChecked() == ticked, here
                assert not seen(program, name), here
                assert why[name] in banner.text, here
        if changed not in ("", "view.inside"):
            program.rooms.open("watch")
            actions[changed].trigger()
    assert greyed == set(STANDS)
