"""Record the runs under File > Open example, with the command line alone, and thin each to its size.

    python packaging/make_examples.py [FOLDER] [NAME …]

FOLDER is resources/examples if none is given. It takes some minutes; the same numpy gives the same weights.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from netviz.training.recording.writer import RecordingWriter


@dataclass(frozen=True)
class Example:
    """What `netviz train` is told, and how many bytes the recording may take."""

    name: str
    options: str
    budget: int


EXAMPLES = (
    Example("trained-784-16-16-10", "--layers 16,16 --epochs 5", 1_900_000),
    Example(
        "dead-relu", "--layers 16,16 --schedule constant --lr 0.5 --epochs 1 --validate-every 200", 750_000
    ),
    Example(
        "vanishing-gradients",
        "--layers 32,32,32,32,32 --activation sigmoid --schedule constant --lr 0.005 --steps 3000 "
        "--validate-every 250",
        1_900_000,
    ),
    Example(
        "overfitting",
        "--layers 64 --optimizer adam --schedule constant --lr 0.003 --epochs 14 --validate-every 859",
        1_900_000,
    ),
)


def make(example: Example, folder: Path) -> None:
    """Record one, and keep the snapshots that its size has room for."""
    path = folder / f"{example.name}.netviz"
    path.unlink(missing_ok=True)
    command = [sys.executable, "-m", "netviz", "train", *example.options.split(), "--save", str(path)]
    subprocess.run(command, check=True)
    writer = RecordingWriter(path, budget=example.budget)
    writer.thin()
    writer.close()
    connection = sqlite3.connect(path)
    connection.execute("VACUUM")
    connection.close()
    sys.stdout.write(f"{path.name}: {path.stat().st_size:,} bytes\n")


def main() -> None:
    """All of them, or those that are named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "resources" / "examples"
    names = set(sys.argv[2:])
    for example in EXAMPLES:
        if not names or example.name in names:
            make(example, folder)


if __name__ == "__main__":
    main()
