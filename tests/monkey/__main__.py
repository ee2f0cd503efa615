"""Random events in the real window: none may raise, none may have it say what is not so, memory stays.

    python -m tests.monkey [--seconds 3600] [--seed N]

Files go into a folder of its own. Memory is measured every minute from the fifth on, with undo's budget
filled before, after malloc_trim(0); its floor may rise by 20 MB.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.monkey.run import run
from tests.monkey.watch import MOST_GROWTH


def main() -> int:
    """The exit code: 1 where something was wrong."""
    parser = argparse.ArgumentParser(prog="tests.monkey", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}, {arguments.seconds:,.0f} seconds", flush=True)
    with tempfile.TemporaryDirectory(prefix="netviz-monkey-") as folder:
        report = run(
            Path(folder),
            arguments.seconds,
            arguments.seed,
            tell=lambda words: print(words, flush=True),
        )
    for sentence, times in report.said.most_common():
        print(f"said {times} times: {sentence}")
    for fault in report.faults:
        print(f"FAULT {fault}")
    print(f"{report.events:,} events, {len(report.faults)} faults, the floor rose by {report.growth:+.1f} MB")
    return 1 if report.faults or report.growth >= MOST_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
