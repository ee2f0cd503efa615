"""Words are no identities: nothing is found, or known again, by what it says on screen."""

import ast
from pathlib import Path

import netviz

ROOT = Path(netviz.__file__).parent
# What a widget, a message or a step of undo says.
SAID = {
    "text", "undoText", "redoText", "title", "windowTitle", "itemText", "tabText", "currentText", "toolTip",
    "sentence", "sentences", "accessibleName",
}  # fmt: skip
# How a sentence begins or ends says nothing of what it is about.
BEGINS = {"startswith", "endswith"}


def name_of(node: ast.AST) -> str:
    """The last name in `widget.text()` or `message.sentence`."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else ""


def asks_for_words(node: ast.AST) -> bool:
    """Whether it is what something says, compared with, looked up in, or cut at words."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        # Whether anything is said at all may be asked, and whether there is something else to say now.
        nothing = any(isinstance(side, ast.Constant) and side.value in ("", None) for side in sides)
        other = isinstance(node.ops[0], ast.NotEq) and not any(isinstance(s, ast.Constant) for s in sides)
        return not nothing and not other and any(name_of(side) in SAID for side in sides)
    if isinstance(node, ast.Call) and name_of(node) in BEGINS:
        assert isinstance(node.func, ast.Attribute)
        given = node.args[0]
        literal = isinstance(given, ast.Constant) and " " in str(given.value)
        told = isinstance(node.func.value, ast.Name) and node.func.value.id in ("words", "sentence", "title")
        return literal or told or name_of(node.func.value) in SAID or name_of(given) in {"name", *SAID}
    return False


def test_nothing_is_known_by_its_words() -> None:
    found = []
    for room in ("app", "panels"):
        for path in (ROOT / room).rglob("*.py"):
            code = path.read_text(encoding="utf-8")
            found += [
                f"{path.relative_to(ROOT).as_posix()}:{node.lineno}: {ast.unparse(node)}"
                for node in ast.walk(ast.parse(code))
                if isinstance(node, ast.expr) and asks_for_words(node)
            ]
    assert not found, "Ask for an id, a class or a state, not for words:\n" + "\n".join(found)


def test_the_scan_sees_what_it_is_for() -> None:
    for code in (
        "button.text() == 'Pause'",
        "words in self.text()",
        "stack.undoText() == words",
        "sentence.startswith(field.name)",
        "line.startswith('Batch size: ')",
        "sentence.startswith('Layers')",
        "menu.title() in MENUS",
    ):
        assert any(asks_for_words(node) for node in ast.walk(ast.parse(code))), code
    for code in (
        "edit.text() == ''",
        "words != label.text()",
        "sign.startswith(STROKE)",
        "field.id == 'layers'",
    ):
        assert not any(asks_for_words(node) for node in ast.walk(ast.parse(code))), code
