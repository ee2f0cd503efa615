"""Every function can be read at one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from radon.complexity import cc_rank, cc_visit_ast
from radon.visitors import Class, Function

import netviz

ROOT = Path(netviz.__file__).parent
LONGEST = 80  # lines
RANKS = "ABC"  # of their cyclomatic complexity, as radon ranks it: 20 at most


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    paths = sorted(ROOT.rglob("*.py"))
    assert paths
    return {p.relative_to(ROOT).as_posix(): ast.parse(p.read_text(encoding="utf-8")) for p in paths}


def functions(blocks: list[Function | Class]) -> Iterator[Function]:
    for block in blocks:
        if isinstance(block, Function):
            yield block
            yield from functions(block.closures)
        else:
            yield from functions([*block.methods, *block.inner_classes])


def test_no_function_is_longer_than_a_page(trees: dict[str, ast.Module]) -> None:
    long = {
        f"{place}:{node.name}": node.end_lineno - node.lineno + 1
        for place, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST
    }
    assert not long, f"Of more than {LONGEST} lines: {long}"


def test_no_function_takes_more_ways_than_one_can_follow(trees: dict[str, ast.Module]) -> None:
    found = [
        f"{place}:{function.lineno} {function.fullname}: {function.complexity}"
        for place, tree in trees.items()
        for function in functions(cc_visit_ast(tree))
        if cc_rank(function.complexity) not in RANKS
    ]
    assert not found, "Harder to follow than rank C:\n" + "\n".join(found)


def test_both_would_be_noticed() -> None:
    many = "def f(x):\n" + "".join(f"    if x == {k}:\n        return {k}\n" for k in range(25))
    (found,) = functions(cc_visit_ast(ast.parse(many)))
    assert cc_rank(found.complexity) not in RANKS
    inner = (
        "class A:\n    class B:\n        def f(self): ...\n        def g(self):\n            def h(): ...\n"
    )
    assert [f.name for f in functions(cc_visit_ast(ast.parse(inner)))] == ["f", "g", "h"]
