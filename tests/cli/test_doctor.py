"""`netviz doctor`: complete where all is well, and calm where nothing is."""

import argparse
import json
import subprocess

import pytest

import netviz
from netviz.cli import doctor


def findings_with(monkeypatch, **graphics: str) -> doctor.Findings:
    monkeypatch.setattr(doctor, "explain_display_problem", lambda: None)
    monkeypatch.setattr(doctor, "missing_libraries", list)
    monkeypatch.setattr(doctor, "ask_graphics", lambda: graphics)
    return doctor.examine()


def test_the_report_names_versions_and_resources(monkeypatch):
    findings = findings_with(monkeypatch, platform="xcb", backend="OpenGL", device="llvmpipe (LLVM 15)")
    text = doctor.report(findings)
    lines = dict(findings.lines)
    assert lines["netviz"].startswith(netviz.__version__)
    assert "openblas" in lines["numpy"] or "mkl" in lines["numpy"] or "," not in lines["numpy"]
    for name in ("Python", "PySide6-Essentials", "pyqtgraph", "safetensors", "digits", "font", "Qt platform"):
        assert name in lines
    assert "not installed" not in text
    assert lines["graphics"] == "OpenGL on llvmpipe (LLVM 15) (software, no GPU)"
    assert text.endswith("\n\nEverything that netviz needs is here.")


def test_a_gpu_is_called_one(monkeypatch):
    findings = findings_with(monkeypatch, platform="xcb", backend="Vulkan", device="Radeon RX 6600")
    assert dict(findings.lines)["graphics"] == "Vulkan on Radeon RX 6600 (GPU)"


def test_a_missing_resource_is_a_problem(monkeypatch):
    monkeypatch.setattr(doctor, "_RESOURCES", (("font", ("fonts", "None.otf")),))
    findings = findings_with(monkeypatch, error="none")
    assert dict(findings.lines)["font"] == "missing"
    assert "fonts/None.otf" in findings.problems[0]


def test_a_missing_library_and_display_are_each_said_once(monkeypatch):
    monkeypatch.setattr(doctor, "missing_libraries", lambda: ["libxcb-cursor.so.0"])
    monkeypatch.setattr(doctor, "explain_qt_problem", lambda: None)
    monkeypatch.setattr(
        doctor, "explain_display_problem", lambda: doctor.explain_missing(["libxcb-cursor.so.0"])
    )
    findings = doctor.examine()
    assert len(findings.problems) == 1
    assert dict(findings.lines)["graphics"] == "not tried"
    monkeypatch.setattr(doctor, "explain_display_problem", lambda: "There is no screen.")
    assert doctor.examine().problems[1] == "There is no screen."


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (subprocess.CompletedProcess([], -11, "", "Segmentation fault"), "crashed"),
        (subprocess.CompletedProcess([], 1, "garbage\n", ""), "crashed"),
        (subprocess.TimeoutExpired("probe", 30), "no answer within 30 seconds"),
    ],
)
def test_a_driver_that_crashes_or_hangs_takes_nothing_with_it(monkeypatch, outcome, words):
    def run(*_, **__):
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(doctor.subprocess, "run", run)
    assert words in doctor.ask_graphics()["error"]


def test_the_exit_status_tells(monkeypatch, capsys):
    parser = argparse.ArgumentParser()
    doctor.add_arguments(parser)
    monkeypatch.setattr(doctor, "examine", lambda: doctor.Findings((("a", "b"),), ()))
    assert doctor.run(parser.parse_args([])) == 0
    monkeypatch.setattr(doctor, "examine", lambda: doctor.Findings((("a", "b"),), ("It hurts.",)))
    assert doctor.run(parser.parse_args([])) == 1
    assert capsys.readouterr().out.endswith("a  b\n\nIt hurts.\n")


@pytest.mark.gpu
def test_the_real_probe():
    found = doctor.ask_graphics()
    assert found["backend"] in ("OpenGL", "Vulkan")
    assert found["device"]
    json.dumps(found)
