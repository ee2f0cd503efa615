"""The measurements of `netviz bench` that need a screen, each run in a process of its own.

`python -m netviz.bench.parts PART SECONDS` prints one JSON object as its last line.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any, Final

from netviz.app.program.start import SWITCH_INTERVAL, make_application
from netviz.bench.graph import SIZES, measure_graph, open_canvas
from netviz.bench.story import SIZES as TOLD
from netviz.bench.story import measure_pulses, measure_story
from netviz.bench.window import (
    PenToPrediction,
    Ticks,
    measure_hover,
    measure_kept,
    measure_pen,
    measure_start,
    measure_ticks,
    open_window,
    resident_mb,
)
from netviz.tasks.digits.digits import load_digits
from netviz.training.jobs.mathematics import one_blas_thread

_PAIRS: Final = 5
_MOVES: Final = 150
_HOVERS: Final = 60


def graph(seconds: float) -> dict[str, Any]:
    """Frames of networks of five sizes, and what exploring them costs."""
    one_blas_thread()
    sys.setswitchinterval(SWITCH_INTERVAL)
    application = make_application()
    digits = load_digits().training
    with open_canvas() as canvas:
        frames = [asdict(measure_graph(canvas, sizes, seconds, digits)) for sizes in SIZES]
    del application  # it had to live until here
    return {"graph": frames}


def window(seconds: float) -> dict[str, Any]:
    """The program's window while it trains at full speed, what that costs the training, and memory."""
    with open_window() as program:
        kept_edges = measure_ticks(program, seconds, live_edges=False)
        live_edges = measure_ticks(program, seconds, live_edges=True)
        training_kept, snapshots = measure_kept(program, _PAIRS, seconds, live_edges=False)
        program.intents.train()
        resident = resident_mb()
    return {
        "window": {
            "interval_ms": _intervals(kept_edges),
            "interval_ms_live_edges": _intervals(live_edges),
            "training_kept": training_kept,
            "snapshots_per_second": snapshots,
        },
        "resident_mb": resident,
    }


def pen(_seconds: float) -> dict[str, Any]:
    """From the mouse event to the painted answer (first the worse of paused and training), or highlight."""
    with open_window() as program:
        paused = measure_pen(program, _MOVES, training=False)
        training = measure_pen(program, _MOVES, training=True)
        hover = measure_hover(program, _HOVERS)
    both = {"paused": asdict(paused), "training": asdict(training)}
    return {
        "pen_to_prediction_ms": asdict(_worse(paused, training)) | both,
        "hover_to_highlight_ms": asdict(hover),
    }


def start(_seconds: float) -> dict[str, Any]:
    """From the command to the first painted frame."""
    return {"start_to_first_frame_s": measure_start()}


def story(seconds: float) -> dict[str, Any]:
    """Frames of each stage, the longest stalls, and what backward pulses cost the training."""
    networks = [asdict(measure_story(sizes)) for sizes in TOLD]
    return {"story": {"networks": networks, "pulses_keep": measure_pulses(_PAIRS, seconds)}}


PARTS: Final = {"graph": graph, "window": window, "pen": pen, "start": start, "story": story}


def _intervals(ticks: Ticks) -> dict[str, float]:
    return {"p50": ticks.p50, "p99": ticks.p99, "max": ticks.max}


def _worse(a: PenToPrediction, b: PenToPrediction) -> PenToPrediction:
    return PenToPrediction(max(a.p50, b.p50), max(a.p99, b.p99))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(PARTS[sys.argv[1]](float(sys.argv[2]))) + "\n")
