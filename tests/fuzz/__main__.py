"""Files damaged at random, of every format that the program reads: none may do it any harm.

    python -m tests.fuzz [--cases 10000] [--seed N] [--only png,recording] [--keep FOLDER]
    python -m tests.fuzz --case recording 7 431          (makes that case again, and says how it ends)

None may crash or hang the child that reads it, take over 600 MB, say anything on stderr, or end in anything
but success or a sentence. What does is told with its seed and number, and kept.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.formats import formats
from tests.fuzz.hunt import hunt, keep, told

_SHOWN = 20  # bad cases of a format


def main() -> int:
    """The exit code: 1 where a case was bad."""
    parser = argparse.ArgumentParser(prog="tests.fuzz", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--cases", type=int, default=10_000, help="damaged files of each format")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    parser.add_argument("--only", default="", help="formats, with commas between them")
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"), help="where bad files are put")
    parser.add_argument("--case", nargs=3, metavar=("FORMAT", "SEED", "NUMBER"))
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        known = {one.name: one for one in formats(Path(scratch))}
    if arguments.case is not None:
        name, seed, number = arguments.case
        path = keep(name, int(seed), int(number), arguments.keep)
        print(path)
        known[name].read(path)
        return 0
    names = arguments.only.split(",") if arguments.only else list(known)
    print(f"seed {arguments.seed}, {arguments.cases:,} files of each format", flush=True)
    bad = 0
    for name in names:
        began = time.monotonic()
        tally = hunt([name], arguments.seed, arguments.cases)[name]
        print(f"{told(name, tally)}; {time.monotonic() - began:.0f} s in all", flush=True)
        for number, words in tally.bad[:_SHOWN]:
            print(f"    {keep(name, arguments.seed, number, arguments.keep)}: {words}", flush=True)
        bad += len(tally.bad)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
