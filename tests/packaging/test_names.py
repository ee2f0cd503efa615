"""What an activation, loss, optimiser or initialiser is, is asked of its row: no other room names one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import netviz
from netviz.network.activations import ACTIVATIONS
from netviz.network.initialisers import INITIALISERS
from netviz.network.losses import FOR_NUMBERS, LOSSES
from netviz.network.optimisers import OPTIMISERS

ROOT = Path(netviz.__file__).parent
# Some names are words of their own: momentum is a setting too.
WORDS = {"momentum", "zero", "constant"}
NAMES = {*ACTIVATIONS, *LOSSES, *FOR_NUMBERS, *OPTIMISERS, *INITIALISERS} - WORDS


def strings(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_other_room_asks_for_what_a_network_is_made_of_by_its_name() -> None:
    found = []
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith("network/"):
            continue
        for line, text in strings(path):
            if text in NAMES or any(name in text for name in NAMES if "_" in name):
                found.append(f"{place}:{line}: {text!r}")
    told = "\n".join(found)
    assert not found, f"Ask its row for the fact itself, as activation_named(…).can_die does:\n{told}"
