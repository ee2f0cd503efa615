"""One run of the monkey, from an empty folder to a report."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PySide6.QtWidgets import QApplication

from netviz.app.program.giving_back import give_back
from netviz.app.program.settings import FIRST_STEPS, Settings
from netviz.app.program.start import make_application, make_program
from netviz.tasks.digits.digits import load_digits
from tests.monkey.hands import Hands
from tests.monkey.watch import Monkey, Report, Watch, answer_dialogs, fill_undo, measure, some_files, wait

SETTLE = 300.0  # seconds before the first measurement
EVERY = 60.0  # seconds between two


def run(
    folder: Path,
    seconds: float,
    seed: int,
    *,
    most_events: int | None = None,
    tell: Callable[[str], None] = lambda _words: None,
) -> Report:
    """Random events in the real window for so long; everything it writes goes into `folder`.

    With `most_events` it ends after so many, and memory is not measured.
    """
    report, random = Report(), Random(seed)
    scratch = folder / "scratch"
    scratch.mkdir()
    some_files(scratch, load_digits().test.images)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        watch = Watch(report, patch)
        answer_dialogs(patch, random, scratch)
        interval = sys.getswitchinterval()
        settings = Settings(folder / "netviz.ini")
        settings.full = True
        settings.first_steps = FIRST_STEPS
        settings.recording_budget = 16_000_000
        app = QApplication.instance()
        program = make_program(app if isinstance(app, QApplication) else make_application(), settings)
        ready: list[int] = []
        program.ready.connect(lambda: ready.append(1))
        program.start()
        wait(20, lambda: bool(ready))
        program.actions["file.quit"].setEnabled(False)  # a click in the menu would end it
        if most_events is None:
            fill_undo(program)
        monkey = Monkey(Hands(program, random, scratch), watch, report)
        began = time.monotonic()
        settle = min(SETTLE, seconds / 3)
        next_look = settle
        while (now := time.monotonic() - began) < seconds:
            monkey.act(min(5.0, seconds - now) if most_events is None else seconds, most_events)
            if not program.window.isVisible():
                watch.fault("the window has closed")
                break
            if most_events is not None:
                break
            if time.monotonic() - began >= next_look:
                report.megabytes.append((time.monotonic() - began, *measure(program)))
                tell(_told(report))
                next_look += EVERY
        program.documents.forget(clean_step=None)
        give_back(program)
        watch.close()
        sys.setswitchinterval(interval)
    return report


def _told(report: Report) -> str:
    second, process, undo = report.megabytes[-1]
    return f"{second:5.0f} s: {process:,.1f} MB, {undo:.1f} of them undo's; {report.events:,} events"
