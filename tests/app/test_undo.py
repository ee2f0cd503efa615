"""Commands put back what was there, and keep what came since."""

from collections.abc import Callable

from PySide6.QtGui import QUndoStack

from netviz.app.undo import Exchanged, Replaced


def test_replaced_goes_back_and_forth() -> None:
    shown = ["new"]
    stack = QUndoStack()
    stack.push(Replaced("word", "old", "new", shown.append))
    assert shown == ["new"]
    stack.undo()
    stack.redo()
    stack.undo()
    assert shown == ["new", "old", "new", "old"]


def test_exchanged_keeps_what_was_found() -> None:
    there = {"now": "after reset"}

    def exchange(kept: str, keep: Callable[[str], None]) -> None:
        found, there["now"] = there["now"], kept
        keep(found)

    stack = QUndoStack()
    stack.push(Exchanged("reset", "trained", exchange))
    assert there["now"] == "after reset"
    there["now"] = "after reset, trained on"
    stack.undo()
    assert there["now"] == "trained"
    stack.redo()
    assert there["now"] == "after reset, trained on"
