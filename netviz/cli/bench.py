"""`netviz bench`: measure this machine, from the arithmetic to the painted frame.

Everything that needs a screen runs in a process of its own; where there is none, or one fails, its figures
are null and `why` says why.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, TextIO

from netviz import __version__
from netviz.bench.networks import GOAL_SIZES, TRAINED
from netviz.cli.arguments import a_number
from netviz.cli.main import BAD_INPUT, DONE
from netviz.language.grammar import one_of

if TYPE_CHECKING:
    from netviz.tasks.digits.digits import DataSet
    from netviz.training.config import TrainingConfig

GOAL: Final = 0.97
_MOST_EPOCHS: Final = 20
_TURNS: Final = 5
_AT_ONCE: Final = 10  # steps between two looks at the clock
_USUAL_SECONDS: Final = 3.0
_MOST_SECONDS: Final = 60.0
# What starting, loading and closing may take a part besides its measurements.
_PATIENCE: Final = 120.0

# A part's name, the keys that it fills, and how many times --seconds it takes.
ON_SCREEN: Final = {
    "graph": (("graph",), 30),
    "window": (("window", "resident_mb"), 20),
    "pen": (("pen_to_prediction_ms", "hover_to_highlight_ms"), 10),
    "start": (("start_to_first_frame_s",), 10),
    "story": (("story",), 60),
}
PARTS: Final = ("training", "time", *ON_SCREEN)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz bench`."""
    parser.add_argument(
        "--only", nargs="+", type=_parts, metavar="PART", help=f"only these parts: {', '.join(PARTS)}"
    )
    parser.add_argument(
        "--seconds",
        type=a_number,
        default=_USUAL_SECONDS,
        metavar="N",
        help=f"how long each measurement lasts ({_USUAL_SECONDS:g}); longer is steadier",
    )
    parser.add_argument(
        "--json", action="store_true", help="print the result as a JSON object, all else on stderr"
    )


def _parts(text: str) -> list[str]:
    """`training,graph` as a list."""
    parts = text.split(",")
    for part in parts:
        if part not in PARTS:
            known = one_of(PARTS)
            raise argparse.ArgumentTypeError(f"there is no part “{part[:40]}”; {known} would be right")
    return parts


def run(args: argparse.Namespace) -> int:
    """Measure and report; 2 and a sentence where an argument is out of range."""
    seconds: float = args.seconds
    if not 0 < seconds <= _MOST_SECONDS:
        print(
            f"netviz: Seconds: {seconds:g} can't be used; a number above 0, at most {_MOST_SECONDS:g}, "
            "would be right.",
            file=sys.stderr,
        )
        return BAD_INPUT
    out = sys.stderr if args.json else sys.stdout
    only: list[list[str]] = args.only or [list(PARTS)]
    result = measure([part for parts in only for part in parts], seconds, out)
    if args.json:
        print(json.dumps(result))
    return DONE


def measure(parts: list[str], seconds: float, out: TextIO) -> dict[str, Any]:
    """All that `netviz bench --json` prints; what was not measured is null. `out` is told as it goes."""
    result: dict[str, Any] = {"machine": _machine(), "training": None, "time_to_97_s": None}
    result |= {key: None for keys, _ in ON_SCREEN.values() for key in keys}
    why: dict[str, str] = {}
    print(_heading(result["machine"]), file=out)
    if "training" in parts or "time" in parts:
        from netviz.tasks.digits.digits import load_digits
        from netviz.training.jobs.mathematics import one_blas_thread

        one_blas_thread()
        data = load_digits()
        if "training" in parts:
            result["training"] = _training(data, seconds, out)
        if "time" in parts:
            result["time_to_97_s"] = _time_to_goal(data, out)
    wanted = [part for part in ON_SCREEN if part in parts]
    problem = _display_problem() if wanted else None
    for part in wanted:
        keys, lasts = ON_SCREEN[part]
        found: dict[str, Any] | str = problem or _on_screen(part, seconds, _PATIENCE + lasts * seconds)
        if isinstance(found, str):
            why |= dict.fromkeys(keys, found)
            continue
        result |= _rounded(found)
        _TELL[part](result, out)
    for reason in dict.fromkeys(why.values()):
        names = ", ".join(key for key, text in why.items() if text == reason)
        print(f"\nnot measured: {names}\n{reason}", file=out)
    return result | ({"why": why} if why else {})


def _training(data: DataSet, seconds: float, out: TextIO) -> list[dict[str, Any]]:
    """Samples/s of every row, the median of turns, so that what else the machine does falls on all."""
    from netviz.network.spec import NetworkSpec
    from netviz.training.config import TrainingConfig
    from netviz.training.session import Session

    print(f"\n{'training':<20}{'batch':>6}{'samples/s':>12}", file=out)
    rows = []
    for sizes, batch in TRAINED:
        session = Session(TrainingConfig(NetworkSpec.dense(sizes), batch_size=batch), data.training)
        _samples_per_second(session.step, batch, 0.05 * seconds)
        turns = sorted(_samples_per_second(session.step, batch, seconds / _TURNS) for _ in range(_TURNS))
        rows.append(
            {
                "layers": str(session.config.spec),
                "batch": batch,
                "samples_per_second": round(turns[_TURNS // 2]),
            }
        )
        print("{layers:<20}{batch:>6}{samples_per_second:>12,}".format(**rows[-1]), file=out, flush=True)
    return rows


def _samples_per_second(step: Callable[[], object], batch: int, seconds: float) -> float:
    steps, began = 0, perf_counter()
    while True:
        for _ in range(_AT_ONCE):
            step()
        steps += _AT_ONCE
        took = perf_counter() - began
        if took >= seconds:
            return steps * batch / took


def _time_to_goal(data: DataSet, out: TextIO) -> float | None:
    """Seconds of training, validation not counted, until 97 % of the validation digits are read right."""
    from netviz.network.forward import evaluate
    from netviz.network.spec import NetworkSpec
    from netviz.training.config import TrainingConfig
    from netviz.training.session import Session

    session = Session(TrainingConfig(NetworkSpec.dense(GOAL_SIZES)), data.training)
    config = session.config
    quarter = math.ceil(len(data.training) / config.batch_size / 4)
    seconds, found = 0.0, None
    while found is None and session.epoch < _MOST_EPOCHS:
        began = perf_counter()
        for _ in range(quarter):
            session.step()
        seconds += perf_counter() - began
        accuracy = evaluate(
            config.spec, session.network.parameters, data.validation.images, data.validation.labels
        )[1]
        if accuracy >= GOAL:
            found = round(seconds, 3)
    what = f"{found:.2f} s" if found is not None else f"not within {_MOST_EPOCHS} epochs"
    print(f"\n97\u00a0% of the validation digits, {config.spec}, {_settings(config)}: {what}", file=out)
    return found


def _settings(config: TrainingConfig) -> str:
    return f"{config.optimiser}, batch {config.batch_size}"


def _display_problem() -> str | None:
    from netviz.cli.process.display import explain_display_problem

    return explain_display_problem()


def _on_screen(part: str, seconds: float, patience: float) -> dict[str, Any] | str:
    """What the part's own process found, or a sentence that says why there is nothing."""
    note = f"measuring: {part} …"
    on_terminal = sys.stderr.isatty()
    if on_terminal:
        print(note, end="\r", file=sys.stderr, flush=True)
    try:
        child = subprocess.run(
            [sys.executable, "-m", "netviz.bench.parts", part, repr(seconds)],
            capture_output=True,
            text=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"This took longer than {patience:.0f} seconds."
    finally:
        if on_terminal:
            print(" " * len(note), end="\r", file=sys.stderr, flush=True)
    try:
        found = json.loads(child.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        found = None
    if isinstance(found, dict):
        return found
    words = child.stderr.strip().splitlines()
    return f"The measurement ended with status {child.returncode}{f': {words[-1]}' if words else ''}."


def tell_graph(result: dict[str, Any], out: TextIO) -> None:
    """Print the figures of the graph as tables."""
    print(f"\n{'graph':<10}{'edges':>10}{'as lines':>10}{'frame':>12}{'of it Python':>15}", file=out)
    for row in result["graph"]:
        figures = "{edges:>20,}{edges_drawn:>10,}{frame_ms:>9.1f} ms{python_ms:>12.1f} ms".format(**row)
        print(figures, file=out)
    print("{backend}, {device}".format(**result["graph"][0]), file=out)
    if "hover_ms" not in result["graph"][0]:
        return
    heads = (
        "edges",
        "hover p50",
        "p99",
        "pan p50",
        "p99",
        "refreshes/s",
        "training",
        "full refresh",
        "QPainter",
    )
    print(f"\n{'exploring':<10}" + "".join(f"{head:>13}" for head in heads), file=out)
    for row in result["graph"]:
        beside, ratio = row["refreshes_per_second_training"], row["full_refresh_ratio"]
        cells = (
            f"{row['edges']:,}",
            *(f"{ms:.1f} ms" for ms in (*row["hover_ms"], *row["pan_ms"])),
            f"{row['refreshes_per_second']:.1f}",
            "–" if beside is None else f"{beside:.1f}",
            f"{row['full_refresh_ms']:.0f} ms",
            "–" if ratio is None else f"{ratio:.0f} times",
        )
        print(" " * 10 + "".join(f"{cell:>13}" for cell in cells), file=out)


def _tell_window(result: dict[str, Any], out: TextIO) -> None:
    window = result["window"]
    print(f"\n{'window in training':<20}{'p50':>9}{'p99':>12}{'worst':>12}", file=out)
    for name, key in (("tick, edges kept", "interval_ms"), ("tick, edges live", "interval_ms_live_edges")):
        print(f"{name:<20}{_milliseconds(window[key], 'p50', 'p99', 'max')}", file=out)
    print(f"{'training kept':<20}{100 * window['training_kept']:>6.0f}\u00a0%", file=out)
    print(f"{'snapshots':<20}{window['snapshots_per_second']:>6.0f} a second", file=out)
    print(f"{'memory':<20}{result['resident_mb']:>6.0f} MB", file=out)


def _tell_pen(result: dict[str, Any], out: TextIO) -> None:
    print(f"\n{'pen to prediction':<20}{'p50':>9}{'p99':>12}", file=out)
    for name in ("paused", "training"):
        print(f"{name:<20}{_milliseconds(result['pen_to_prediction_ms'][name], 'p50', 'p99')}", file=out)
    hover = result.get("hover_to_highlight_ms")
    if hover is not None:
        print(f"{'hover to highlight':<20}{_milliseconds(hover, 'p50', 'p99')}", file=out)


def _tell_start(result: dict[str, Any], out: TextIO) -> None:
    print(f"\nstart to first painted frame: {result['start_to_first_frame_s']:.2f} s", file=out)


def _tell_story(result: dict[str, Any], out: TextIO) -> None:
    story = result["story"]
    for network in story["networks"]:
        print(f"\n{'story, ' + format(network['edges'], ',') + ' edges':<26}{'p50':>9}{'p95':>12}", file=out)
        for stage in network["stages"]:
            print(f"frames, {stage['kind']:<18}{_milliseconds(stage, 'p50', 'p95')}", file=out)
        print(f"{'longest stall':<26}{'median':>9}{'worst':>12}", file=out)
        for name, key in (
            ("opening", "opening"),
            ("leaving", "leaving"),
            ("Apply", "apply"),
            ("Apply 100 times", "apply_many"),
        ):
            print(f"{name:<26}{_milliseconds(network[key], 'median', 'worst')}", file=out)
    kept = 100 * story["pulses_keep"]
    print(f"\nsamples/s at full speed kept while pulses run: {kept:.0f}\u00a0%", file=out)


_TELL: Final = {
    "graph": tell_graph,
    "window": _tell_window,
    "pen": _tell_pen,
    "start": _tell_start,
    "story": _tell_story,
}


def _milliseconds(values: dict[str, float], *keys: str) -> str:
    return "   ".join(f"{values[key]:>6.1f} ms" for key in keys)


def _machine() -> dict[str, Any]:
    import numpy as np

    return {
        "netviz": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "system": f"{platform.system()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
    }


def _heading(machine: dict[str, Any]) -> str:
    return "netviz {netviz} · Python {python} · numpy {numpy} · {system} · {cores} cores".format(**machine)


def _rounded(value: Any) -> Any:
    """Figures to four digits after the point: more would be noise."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    return [_rounded(item) for item in value] if isinstance(value, list) else value
