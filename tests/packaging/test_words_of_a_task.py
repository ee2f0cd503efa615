"""What every task is told with names no task's own things: `{examples}` is filled by the task, or it says
"examples".
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2] / "netviz"
WORD: Final = re.compile(r"\bdigits?\b", re.IGNORECASE)
OF_DIGITS: Final = (
    "tasks",  # where each task says what is its own
    "training/judge.py",  # the network that knows digits from anything else, and what is said of it
    "app/watch/first_path.py",  # the first steps, which are told with digits alone
    "viewmodels/words/sentence.py",  # what is said at rest where digits are read
    "app/page",  # pages of digits
    "panels/page",
    "panels/pad/number_row.py",
    "viewmodels/pages/page.py",
    "app/challenges",  # for which all have the same digits
    "panels/challenges",
    "viewmodels/challenges",
    "panels/test/labels.py",  # people voted on digits alone
    "panels/test/case_strip.py",
    "app/test/labels.py",
    "panels/hand",  # one's own digits are learnt beside MNIST's
    "app/help",  # the pages about the program tell what came with it
    "cli",  # options that are there for digits
    "bench",
)
"""Modules and rooms that are about digits and nothing else."""


def sentences(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each; docstrings, names of things (`test digit`) and style sheets are none."""
    tree = ast.parse(source)
    docs = {
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    pieces = {piece for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    loose = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs | loose:
            words = node.value.split()
            whole = len(words) > 1 and (words[0][0].isupper() or len(words) > 3)
            if (whole or node in pieces) and "{" not in words:
                yield node.lineno, node.value


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("The digits are read.")', True),
        ('say(f"{n} digits of {all}")', True),
        ('"""Of digits."""', False),
        ('key = "digits"', False),
        ('say("The examples are read.")', False),
    ],
)
def test_it_finds_them(source: str, found: bool) -> None:
    assert any(WORD.search(words) for _, words in sentences(source)) == found


def test_only_what_is_about_digits_speaks_of_them() -> None:
    sources = {
        path.relative_to(ROOT): path.read_text(encoding="utf-8")
        for path in ROOT.rglob("*.py")
        if not path.relative_to(ROOT).as_posix().startswith(OF_DIGITS)
    }
    found = [
        f"{path}:{line}: {words}"
        for path, source in sources.items()
        if WORD.search(source)  # to parse all takes seconds
        for line, words in sentences(source)
        if WORD.search(words)
    ]
    assert not found, "\n".join(found)
