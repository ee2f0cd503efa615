"""A wait that waits for nothing is a race."""

import ast
from pathlib import Path

TESTS = Path(__file__).parent.parent
BLOCKS = {"waitExposed", "waitActive", "waitSignal", "waitSignals", "waitCallback"}


def test_what_waits_at_the_end_of_its_block_has_one() -> None:
    """pytest-qt's own wait when a `with` ends; called alone, they return at once."""
    found = []
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            call = node.value if isinstance(node, ast.Expr) else None
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr in BLOCKS
            ):
                found.append(f"{path.relative_to(TESTS)}:{node.lineno}")
    assert found == []
