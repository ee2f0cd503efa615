"""Counts, lists and articles, and that nobody makes them by hand: no ending is glued to a word."""

import ast
import re
from pathlib import Path

import pytest

import netviz
from netviz.language.grammar import a_digit, all_of, counted, one_of

ROOT = Path(netviz.__file__).parent

# One thing or several, by the verb or the article that goes with it.
FORMS = (
    {"is", "are"}, {"has", "have"}, {"was", "were"}, {"does", "do"}, {"a", "an"}, {"it", "them"}, {"", "s"},
    {"this", "these"},
)  # fmt: skip
# What is compared with 1 and counts nothing: all of something, the first of something.
NO_COUNT = {"share", "column", "k"}
ENDING = re.compile(r"(s|es|ed|ing|n)\b(?![’'])")


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0 steps of 9"), (1, "a step of 9"), (1200, "1,200 steps of 9"), (2.5, "2.5 steps of 9")],
)
def test_counts(n: float, text: str) -> None:
    assert counted(n, "a step of {all}", "{n} steps of {all}", all=9) == text


def test_lists() -> None:
    assert [all_of("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [one_of("abc"[:n]) for n in range(4)] == ["", "a", "a or b", "a, b or c"]


def test_articles() -> None:
    assert [a_digit(digit) for digit in (3, 8, "8")] == ["a 3", "an 8", "an 8"]


def text_of(node: ast.AST) -> str | None:
    """A text that stands there, with … for its gaps."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) or "…" for part in node.values)
    return None


def glued(node: ast.AST) -> bool:
    """Whether a sentence is put together here from pieces of grammar."""
    if isinstance(node, ast.IfExp):
        texts = (text_of(node.body), text_of(node.orelse))
        if None in texts:
            return False
        if any(set(texts) == form for form in FORMS):
            return True
        test = node.test
        one = isinstance(test, ast.Compare) and ast.unparse(test.comparators[0]) == "1"
        return one and "" not in texts and ast.unparse(test).split()[0].split(".")[-1] not in NO_COUNT
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        text = text_of(node.left)
        return text is not None and isinstance(node.right, ast.Compare) and text.strip().isalpha()
    if isinstance(node, ast.JoinedStr):
        pairs = zip(node.values, node.values[1:], strict=False)
        return any(
            isinstance(gap, ast.FormattedValue) and bool(ENDING.match(text_of(text) or ""))
            for gap, text in pairs
        )
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "join":
        return text_of(node.func.value) in (" and ", " or ")
    return False


def test_no_sentence_is_put_together_from_pieces_of_grammar() -> None:
    found = []
    for path in ROOT.rglob("*.py"):
        place = path.relative_to(ROOT).as_posix()
        if not place.startswith("language/"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            found += [f"{place}:{n.lineno}: {ast.unparse(n)}" for n in ast.walk(tree) if glued(n)]
    told = "\n".join(sorted(set(found)))
    assert not found, f"Write whole texts, and count with netviz.language.grammar:\n{told}"


@pytest.mark.parametrize(
    "code",
    [
        'f\'{n} step{"s" if n != 1 else ""}\'',
        "f'{n} {unit}s are over'",
        "'file' + 's' * (n != 1)",
        "'is' if n == 1 else 'are'",
        "'1 digit' if len(digits) == 1 else f'{len(digits)} digits'",
        "' and '.join(names)",
    ],
)
def test_the_scan_sees_what_it_is_for(code: str) -> None:
    assert any(glued(node) for node in ast.walk(ast.parse(code)))
