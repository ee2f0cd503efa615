"""`netviz bench`: the keys that others read, and no crash where something is missing."""

import json
import subprocess
from time import sleep

import pytest
from PySide6.QtCore import QTimer

from netviz.cli import bench
from netviz.cli.main import main

KEYS = {
    *(
        "training",
        "graph",
        "time_to_97_s",
        "window",
        "pen_to_prediction_ms",
        "hover_to_highlight_ms",
        "start_to_first_frame_s",
    ),
    *("resident_mb", "machine", "story"),
}
NUMBERS = {"p50": 1.0, "p99": 2.0, "max": 3.23456}
STALLS = {"median": 20.0, "worst": 40.0}
FOUND = {
    "graph": {
        "graph": [
            {
                "edges": 12960,
                "edges_drawn": 900,
                "frame_ms": 20.0,
                "python_ms": 1.0,
                "backend": "b",
                "device": "d",
                "hover_ms": [20.0, 30.0],
                "pan_ms": [8.0, 40.0],
                "refreshes_per_second": 10.0,
                "refreshes_per_second_training": None,
                "full_refresh_ms": 50.0,
                "full_refresh_ratio": 18.0,
            }
        ]
    },
    "window": {
        "window": {
            "interval_ms": NUMBERS,
            "interval_ms_live_edges": NUMBERS,
            "training_kept": 0.9,
            "snapshots_per_second": 12.0,
        },
        "resident_mb": 300.0,
    },
    "pen": {
        "pen_to_prediction_ms": {"p50": 9.0, "p99": 20.0, "paused": NUMBERS, "training": NUMBERS},
        "hover_to_highlight_ms": {"p50": 30.0, "p99": 50.0},
    },
    "start": {"start_to_first_frame_s": 0.7},
    "story": {
        "story": {
            "networks": [
                {
                    "edges": 12960,
                    "stages": [{"kind": "look", "p50": 34.0, "p95": 36.0}],
                    "opening": STALLS,
                    "leaving": STALLS,
                    "apply": STALLS,
                    "apply_many": STALLS,
                }
            ],
            "pulses_keep": 0.93,
        }
    },
}


@pytest.fixture
def screen(monkeypatch):
    """A screen that answers at once; the parts that were asked for."""
    asked = []

    def on_screen(part, seconds, patience):
        assert patience > seconds
        asked.append(part)
        return FOUND[part]

    monkeypatch.setattr(bench, "_display_problem", lambda: None)
    monkeypatch.setattr(bench, "_on_screen", on_screen)
    return asked


def test_all_keys_and_the_rows_that_were_promised(screen, monkeypatch, capsys):
    monkeypatch.setattr(bench, "GOAL", 0.3)
    assert main(["bench", "--json", "--seconds", "0.02"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out.splitlines()[-1])
    assert len(out.splitlines()) == 1
    assert set(result) == KEYS
    rows = [(row["layers"], row["batch"]) for row in result["training"]]
    assert rows == [("784-16-16-10", n) for n in (10, 32, 128)] + [
        ("784-128-64-10", n) for n in (32, 64, 128)
    ]
    assert all(row["samples_per_second"] > 1000 for row in result["training"])
    assert 0 < result["time_to_97_s"] < 60
    assert set(result["window"]["interval_ms"]) == {"p50", "p99", "max"}
    assert result["window"]["interval_ms"]["max"] == 3.2346
    assert {"edges", "frame_ms", "python_ms", "backend", "device"} <= set(result["graph"][0])
    assert screen == ["graph", "window", "pen", "start", "story"]
    for words in (
        "samples/s",
        "97\u00a0%",
        "as lines",
        "training kept",
        "pen to prediction",
        "hover to highlight",
        "18 times",
        "first painted frame",
        "frames, look",
        "Apply 100 times",
        "while pulses run: 93\u00a0%",
    ):
        assert words in err


def test_only_what_is_asked_for(screen, capsys):
    assert main(["bench", "--json", "--only", "pen", "start"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert set(result) == KEYS
    assert screen == ["pen", "start"]
    assert {key for key, value in result.items() if value is None} == KEYS - {
        *("pen_to_prediction_ms", "hover_to_highlight_ms", "start_to_first_frame_s", "machine")
    }


def test_the_goal_may_be_missed(screen, monkeypatch, capsys):
    monkeypatch.setattr(bench, "GOAL", 1.1)
    monkeypatch.setattr(bench, "_MOST_EPOCHS", 1)
    monkeypatch.setattr(bench, "GOAL_SIZES", (784, 4, 10))
    assert main(["bench", "--only", "time"]) == 0
    assert "not within 1 epochs" in capsys.readouterr().out


def test_without_a_screen_the_figures_are_null_and_say_why(monkeypatch, capsys):
    monkeypatch.setattr(bench, "_display_problem", lambda: "There is no screen.")
    assert main(["bench", "--json", "--only", "graph,window", "pen,start"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert result["why"] == dict.fromkeys(
        (
            *("graph", "window", "resident_mb", "pen_to_prediction_ms", "hover_to_highlight_ms"),
            "start_to_first_frame_s",
        ),
        "There is no screen.",
    )
    assert all(result[key] is None for key in result["why"])
    assert err.count("There is no screen.") == 1


@pytest.mark.parametrize(
    ("stdout", "stderr", "status", "words"),
    [
        ("", "Traceback\nRuntimeError: no context", 1, "status 1: RuntimeError: no context"),
        ("", "", -6, "status -6."),
        ("noise", "", 0, "status 0"),
        ("3", "", 0, "status 0"),
    ],
)
def test_a_part_that_fails_says_so(monkeypatch, capsys, stdout, stderr, status, words):
    ended = subprocess.CompletedProcess([], status, stdout, stderr)
    monkeypatch.setattr(bench, "_display_problem", lambda: None)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)
    assert main(["bench", "--json", "--only", "start"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert words in result["why"]["start_to_first_frame_s"]


def test_a_part_that_hangs_is_ended(monkeypatch, capsys):
    def hang(command, **settings):
        raise subprocess.TimeoutExpired(command, settings["timeout"])

    monkeypatch.setattr(bench, "_display_problem", lambda: None)
    monkeypatch.setattr(subprocess, "run", hang)
    assert main(["bench", "--json", "--only", "pen"]) == 0
    assert "longer than" in json.loads(capsys.readouterr().out)["why"]["pen_to_prediction_ms"]


@pytest.mark.parametrize(
    "arguments",
    [["--seconds", "0"], ["--seconds", "nan"], ["--seconds", "1e9"], ["--only", "x"], ["--only", "pen,"]],
)
def test_bad_arguments_end_in_one_sentence(capsys, arguments):
    assert main(["bench", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


@pytest.mark.long
def test_frames_of_a_graph_are_measured(qapp):
    from netviz.bench.graph import measure_graph, open_canvas

    with open_canvas() as canvas:
        measure_graph(canvas, (784, 3, 10), 0.01)
        frames = measure_graph(canvas, (784, 4, 10), 0.01)
    assert frames.edges == 784 * 4 + 40
    assert frames.full_refresh_ratio is not None
    assert frames.full_refresh_ratio > 0
    assert frames.refreshes_per_second_training is None
    assert 0 < frames.hover_ms[0] <= frames.hover_ms[1]
    assert 0 < frames.pan_ms[0] <= frames.pan_ms[1]
    assert frames.frame_ms >= frames.python_ms > 0
    assert frames.backend


def test_parts_are_those_that_can_be_measured():
    from netviz.bench import parts as bench_parts

    assert tuple(bench_parts.PARTS) == tuple(bench.ON_SCREEN)


def test_a_stall_is_as_long_as_the_thread_was_busy(qapp):
    from netviz.bench.story import _beats

    with _beats() as beats:
        assert beats.longest(lambda: sleep(0.06), 0.02) >= 60
        # Whatever is set off and comes later counts too.
        assert beats.longest(lambda: QTimer.singleShot(5, lambda: sleep(0.06)), 0.12) >= 60
