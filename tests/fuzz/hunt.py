"""Watches the child that reads damaged files: it may die, hang or grow, and the next one is read."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from tests.fuzz.formats import formats

LONGEST = 60.0  # seconds without a word: wall time, on a machine that may be busy with other things
_ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Tally:
    """How the cases of one format ended. `bad`: the number of a case, and what it did."""

    ends: Counter[str] = field(default_factory=Counter)
    bad: list[tuple[int, str]] = field(default_factory=list)
    megabytes: float = 0.0
    seconds: float = 0.0

    def add(self, number: int, end: str, said: str) -> None:
        """One case."""
        self.ends[end] += 1
        if end not in ("read", "refused"):
            self.bad.append((number, f"{end}: {said}"))


def hunt(names: list[str], seed: int, cases: int, patience: float = LONGEST) -> dict[str, Tally]:
    """Read so many damaged files of each format; what came of it."""
    tallies = {name: Tally() for name in names}
    # In memory, where there is such a place: a recording is synchronised with its disk again and again.
    shared = Path("/dev/shm")
    where = str(shared) if os.access(shared, os.W_OK) else None
    left, first = list(names), 0
    while left:
        with tempfile.TemporaryDirectory(prefix="netviz-fuzz-", dir=where) as folder:
            child = _child(left, seed, first, cases, Path(folder))
            name, number, ended = _follow(child, tallies, patience)
        if ended:
            return tallies
        died = f"died with {child.returncode}" if child.returncode != -signal.SIGKILL else "hung"
        tallies[name].add(number, died, "")
        left, first = left[left.index(name) :], number + 1
        if first >= cases:
            left, first = left[1:], 0
    return tallies


def _child(names: list[str], seed: int, first: int, cases: int, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.fuzz.worker", ",".join(names)]
    return subprocess.Popen(
        [*command, str(seed), str(first), str(cases), str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "TMPDIR": str(folder)},
    )


def _follow(
    child: subprocess.Popen[str], tallies: dict[str, Tally], patience: float
) -> tuple[str, int, bool]:
    """Count how its cases end; the last one, and whether it came to its end."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    assert child.stdout is not None
    reader = threading.Thread(target=_read, args=(child.stdout, lines))
    reader.start()
    name, number = "", -1
    try:
        while line := lines.get(timeout=patience if name else 5 * patience):
            found = json.loads(line)
            if "case" in found:
                name, number = found["format"], found["case"]
                continue
            tally = tallies[name]
            tally.add(number, found["end"], found["said"])
            tally.megabytes = max(tally.megabytes, found["megabytes"])
            tally.seconds = max(tally.seconds, found["seconds"])
    except queue.Empty:
        child.kill()
    code = child.wait()
    reader.join()
    child.stdout.close()
    if not name:
        raise RuntimeError(f"the child ended with {code} before its first case")
    return name, number, code == 0


def _read(stream: IO[str], lines: queue.SimpleQueue[str]) -> None:
    for line in stream:
        lines.put(line)
    lines.put("")


def told(name: str, tally: Tally) -> str:
    """A line of the report."""
    ends = ", ".join(f"{n:,} {end}" for end, n in sorted(tally.ends.items()))
    return f"{name:>12}: {ends}; {tally.megabytes:,.0f} MB, {tally.seconds:.1f} s at most"


def keep(name: str, seed: int, number: int, folder: Path) -> Path:
    """Make the case again and keep it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{seed}-{number}"
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        (found,) = (one for one in formats(Path(scratch)) if one.name == name)
        found.case(path, seed, number)
    return path
