"""`netviz doctor`: what this machine has of what netviz needs, and what to type for what is missing."""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import netviz
from netviz.cli.process import graphics_probe
from netviz.cli.process.display import (
    explain_display_problem,
    explain_missing,
    explain_qt_problem,
    missing_libraries,
)
from netviz.tasks.digits.resources import resource

_LIBRARIES = ("PySide6-Essentials", "pyqtgraph", "safetensors", "pillow", "threadpoolctl", "tqdm")
_RESOURCES = (
    ("digits", ("digits", "train-images-idx3-ubyte.gz")),
    ("test digits", ("digits", "t10k-images-idx3-ubyte.gz")),
    ("font", ("fonts", "Inter-Regular.otf")),
)
_PROBE_SECONDS = 30


@dataclass(frozen=True)
class Findings:
    """What was looked at, as (name, value) lines, and what is wrong, as messages that say what to do."""

    lines: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none: the report always holds everything."""


def run(args: argparse.Namespace) -> int:
    """Print the report; the exit status is 1 when something is missing."""
    findings = examine()
    print(report(findings))
    return 1 if findings.problems else 0


def report(findings: Findings | None = None) -> str:
    """The report as text: a line for each thing that was looked at, then what is missing."""
    findings = examine() if findings is None else findings
    width = max(len(name) for name, _ in findings.lines)
    text = [f"{name:<{width}}  {value}" for name, value in findings.lines]
    verdict = findings.problems or ("Everything that netviz needs is here.",)
    return "\n".join([*text, "", *verdict])


def examine() -> Findings:
    """Look at everything. Never raises, and nothing that crashes here can end this process."""
    lines: list[tuple[str, str]] = [
        ("netviz", f"{netviz.__version__}, {Path(netviz.__file__).parent}"),
        ("Python", f"{platform.python_version()}, {sys.executable}"),
        ("system", _system()),
        ("numpy", _numpy()),
    ]
    lines += [(name, _version(name)) for name in _LIBRARIES]
    problems: list[str] = []

    for name, parts in _RESOURCES:
        try:
            lines.append((name, str(resource(*parts))))
        except FileNotFoundError as error:
            lines.append((name, "missing"))
            problems.append(str(error))

    lines += [(name, os.environ[name]) for name in _display_variables()]
    missing = missing_libraries()
    if missing:
        problems.append(explain_missing(missing))
    problem = explain_qt_problem() or explain_display_problem()
    if problem is None:
        lines += _graphics()
    else:
        lines.append(("graphics", "not tried"))
        # Missing libraries may already be named.
        problems += [] if problem in problems else [problem]
    return Findings(tuple(lines), tuple(problems))


def _system() -> str:
    try:
        name = platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        name = platform.platform(terse=True)
    return f"{name}, {platform.machine()}, {os.cpu_count()} cores"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _numpy() -> str:
    """The version, and the BLAS that multiplies the matrices."""
    try:
        import numpy as np
        from threadpoolctl import threadpool_info
    except ImportError as error:
        return f"can't be loaded ({error})"
    blas = [
        f"{library['internal_api']} {library['version']} ({library.get('architecture', 'unknown')})"
        for library in threadpool_info()
        if library["user_api"] == "blas"
    ]
    return ", ".join([np.__version__, *blas])


def _display_variables() -> list[str]:
    names = {"DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "LIBGL_ALWAYS_SOFTWARE"}
    return sorted(name for name in os.environ if name in names or name.startswith(("QT_", "QSG_", "MESA_")))


def ask_graphics() -> dict[str, str]:
    """What Qt draws on, asked of a process of its own.

    {"backend", "device", "platform"}, or {"error"} with a sentence's beginning that says why not.
    """
    try:
        probe = subprocess.run(
            # -P: or else the folder of the script would come first, and its test.py would hide others.
            [sys.executable, "-P", graphics_probe.__file__],
            check=False,
            capture_output=True,
            text=True,
            timeout=_PROBE_SECONDS,
        )
        found: dict[str, str] = json.loads(probe.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return {"error": f"the trial window gave no answer within {_PROBE_SECONDS} seconds"}
    except (IndexError, ValueError):
        return {"error": "the trial window crashed"}
    return found


def _graphics() -> list[tuple[str, str]]:
    found = ask_graphics()
    lines = [("Qt platform", found["platform"])] if "platform" in found else []
    if "error" in found:
        return [*lines, ("graphics", f"{found['error']}; netviz paints without the GPU")]
    software = any(
        name in found["device"].lower() for name in ("llvmpipe", "softpipe", "swiftshader", "warp")
    )
    kind = "software, no GPU" if software else "GPU"
    return [*lines, ("graphics", f"{found['backend']} on {found['device'] or 'an unnamed device'} ({kind})")]
