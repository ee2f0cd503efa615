"""What Python knows of Qt's objects is not known longer than they live."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Asked for an item, PySide knows it for as long as its layout; Qt deletes it as soon as its widget goes, and
# what comes to lie in its place is then taken for an item.
OF_LAYOUTS = {"itemAt", "takeAt", "itemAtPosition"}
# They are there as long as the process: what hears of them has to be a method, which goes with its object.
OF_ALL = {
    "focusChanged",
    "focusObjectChanged",
    "colorSchemeChanged",
    "applicationStateChanged",
    "aboutToQuit",
}


# What the thread that took it has to give back.
OF_A_THREAD = ("errstate", "lock", "QPainter")


def calls(names: set[str], *folders: str) -> Iterator[tuple[str, ast.Call]]:
    """Where something of these names is called, or something of theirs, and the call."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            text = path.read_text("utf-8")
            if not any(name in text for name in names):
                continue
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                    own = node.func.value
                    if node.func.attr in names or (isinstance(own, ast.Attribute) and own.attr in names):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_no_layout_is_asked_for_its_items() -> None:
    found = [where for where, _ in calls(OF_LAYOUTS, "netviz", "tests")]
    assert not found, f"remember the widgets, or ask for `indexOf`: {', '.join(found)}"


def test_no_event_is_posted() -> None:
    found = [where for where, _ in calls({"postEvent"}, "netviz", "tests")]
    assert not found, f"send it: {', '.join(found)}"


def test_what_is_done_later_goes_with_its_object() -> None:
    rooms = ("netviz/app", "netviz/panels", "netviz/rendering", "netviz/viewmodels")
    found = [where for where, _ in calls({"singleShot"}, *rooms)]
    assert not found, f"ask `Later`, or a timer that stays: {', '.join(found)}"


def test_who_hears_of_the_application_is_an_object() -> None:
    heard = [(where, call.args[0]) for where, call in calls(OF_ALL, "netviz") if call.args]
    assert heard
    found = [where for where, slot in heard if not isinstance(slot, ast.Attribute)]
    assert not found, f"connect a method of a QObject: {', '.join(found)}"


def test_work_that_pauses_holds_nothing_of_its_thread() -> None:
    """Work that is cancelled ends where Python finds it, which may be another thread."""
    found = []
    for path in sorted((ROOT / "netviz").rglob("*.py")):
        text = path.read_text("utf-8")
        if "yield" not in text or not any(name in text for name in OF_A_THREAD):
            continue
        for function in ast.walk(ast.parse(text)):
            if not isinstance(function, ast.FunctionDef):
                continue
            if any("contextmanager" in ast.unparse(one) for one in function.decorator_list):
                continue
            for node in ast.walk(function):
                holds = isinstance(node, ast.With) and any(
                    name in ast.unparse(item.context_expr) for item in node.items for name in OF_A_THREAD
                )
                if holds and any(isinstance(one, ast.Yield | ast.YieldFrom) for one in ast.walk(node)):
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found, f"take it between two yields: {', '.join(found)}"
