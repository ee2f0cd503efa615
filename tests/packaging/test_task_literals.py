"""How large the input is, how many answers there are and how pixels are scaled stands with the task alone."""

import re
from pathlib import Path

import pytest

import netviz

ROOT = Path(netviz.__file__).parent
# The tasks themselves, and measurements, which are made with networks of their own.
ALLOWED = ("tasks/", "bench/")
LITERALS = {
    "inputs": r"\b784\b",
    "a picture's sides": r"\b28\s?[×x*]\s?28\b|\b28, 28\b",
    "cells of a picture's side": r"//? ?28\b(?!\.)|\b28 \* cell\b|divmod\(.*, 28\)|range\(2[89]\)",
    "answers": r"\brange\((-?\d+, )?10\)|\b0 to 9\b|, minlength=10\b",
    "the scale of pixels": r"/ ?255\b|/ ?np\.float\d+\(255\)|divide\([^)]*\b255\b",
}


def sources() -> list[Path]:
    kinds = (".py", ".md", ".vert", ".frag")
    found = (path for path in ROOT.rglob("*") if path.suffix in kinds)
    return [path for path in found if not path.relative_to(ROOT).as_posix().startswith(ALLOWED)]


@pytest.mark.parametrize("what", LITERALS)
def test_what_belongs_to_the_task_stands_nowhere_else(what: str) -> None:
    files = sources()
    assert len(files) > 400
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if re.search(LITERALS[what], line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("inputs", '"""uint8 (n, 784)"""'),
        ("inputs", "like 784-16-16-10"),
        ("a picture's sides", "a picture of 28 × 28 pixels, 28×28, 28 * 28"),
        ("a picture's sides", "image.reshape(28, 28)"),
        ("cells of a picture's side", "max(int(room * ratio) // 28, 1)"),
        ("cells of a picture's side", "row, column = divmod(int(pixel), 28)"),
        ("answers", "for digit in (*range(10), OTHER):"),
        ("the scale of pixels", "x = images.astype(np.float32) / np.float32(255)"),
        ("the scale of pixels", "x = np.divide(images, 255, dtype=np.float32)"),
    ],
)
def test_the_literals_are_known_when_they_are_seen(what: str, line: str) -> None:
    assert re.search(LITERALS[what], line)
