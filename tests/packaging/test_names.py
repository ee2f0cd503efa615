"""What kind of activation or loss something is, is asked of its row: no other room knows one by its name."""

import ast
from collections.abc import Iterator
from pathlib import Path

import netviz
from netviz.network.activations import ACTIVATIONS
from netviz.network.losses import FOR_NUMBERS, LOSSES

ROOT = Path(netviz.__file__).parent
NAMES = {*ACTIVATIONS, *LOSSES, *FOR_NUMBERS}


def strings(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_other_room_asks_for_an_activation_or_a_loss_by_its_name() -> None:
    found = []
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith("network/"):
            continue
        for line, text in strings(path):
            if text in NAMES or any(name in text for name in NAMES if "_" in name):
                found.append(f"{place}:{line}: {text!r}")
    assert not found, "Ask activation_named(…) or loss_named(…) for the fact itself:\n" + "\n".join(found)
