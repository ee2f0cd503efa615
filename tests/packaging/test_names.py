"""What an activation, loss, optimiser, initialiser or schedule is, is asked of its row, by no other room."""

import ast
from collections.abc import Iterator
from pathlib import Path

import netviz
from netviz.network.activations import ACTIVATIONS
from netviz.network.initialisers import INITIALISERS
from netviz.network.losses import FOR_NUMBERS, LOSSES
from netviz.network.optimisers import OPTIMISERS
from netviz.training.schedules import SCHEDULES

ROOT = Path(netviz.__file__).parent
# Some names are words of their own: momentum is a setting too.
WORDS = {"momentum", "zero", "constant", "step"}
HOMES = ("network/", "training/schedules.py")
NAMES = {*ACTIVATIONS, *LOSSES, *FOR_NUMBERS, *OPTIMISERS, *INITIALISERS, *SCHEDULES} - WORDS


def strings(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_other_room_asks_for_what_a_network_is_made_of_by_its_name() -> None:
    found = []
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(HOMES):
            continue
        source = path.read_text(encoding="utf-8")
        if not any(name in source for name in NAMES):
            continue  # to parse all takes seconds
        for line, text in strings(source):
            if text in NAMES or any(name in text for name in NAMES if "_" in name):
                found.append(f"{place}:{line}: {text!r}")
    told = "\n".join(found)
    assert not found, f"Ask its row for the fact itself, as activation_named(…).can_die does:\n{told}"


def test_a_schedule_whose_name_is_a_word_is_not_asked_for_by_it_either() -> None:
    """`schedule.kind == "constant"`, `Schedule("step", …)`."""
    found = []
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(HOMES):
            continue
        source = path.read_text(encoding="utf-8")
        if "schedule" not in source.lower():
            continue
        for node in ast.walk(ast.parse(source)):
            asks = isinstance(node, ast.Compare) and "schedule" in ast.unparse(node).lower()
            makes = isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Schedule")
            if not (asks or makes):
                continue
            inside = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            if inside & set(SCHEDULES):
                found.append(f"{place}:{node.lineno}: {ast.unparse(node)}")
    assert not found, "Ask its row, as schedule.row.has_steps does:\n" + "\n".join(found)
