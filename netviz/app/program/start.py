"""From nothing to a running window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from netviz.app.files.task_of import task_of
from netviz.app.program.composition import Program
from netviz.app.program.opening import Opening
from netviz.app.program.process.crash import CrashReporter
from netviz.app.program.process.signals import SignalWatch
from netviz.app.program.seat import Seat
from netviz.app.program.settings import Settings
from netviz.app.window.theme import Appearance
from netviz.network.arrays import give_back_what_is_large
from netviz.rendering.budget import leave_a_core_to_training
from netviz.rendering.overrides import keep_errors
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.task import AnyTask

# Seconds a thread may keep the interpreter while another waits. With Python's own 5 ms the trainer would hold
# up the window for a third of a frame at every turn.
SWITCH_INTERVAL: Final = 0.0005


def make_application() -> QApplication:
    """The one QApplication, with its names set."""
    keep_errors()
    leave_a_core_to_training()
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("netviz")
    app.setDesktopFileName("netviz")
    return app


def make_program(
    app: QApplication,
    settings: Settings,
    file: Path | None = None,
    task: AnyTask = DEFAULT,
    recipe: str = "",
) -> Program:
    """A program that is ready to start, on an application that exists."""
    share_the_interpreter()
    appearance = Appearance(
        app, settings.theme, colour_blind=settings.colour_blind, text_size=settings.text_size
    )
    return Program(settings, appearance, Opening(task, file, bare=bool(recipe), recipe=recipe))


def share_the_interpreter() -> None:
    """So that the trainer's thread does not hold up the window's; memory is given back to the system."""
    give_back_what_is_large()
    sys.setswitchinterval(SWITCH_INTERVAL)


def run(
    file: Path | None = None, settings_path: Path | None = None, recipe: str = "", task: AnyTask | None = None
) -> int:
    """Open the window, with a file or with a recipe and its task, and stay until it closes; the exit code."""
    app = make_application()
    reporter = CrashReporter()
    if task is None:
        task = DEFAULT if file is None else task_of(file)
    program = make_program(app, Settings(settings_path), file, task, recipe)
    seat = Seat(program)
    reporter.window = program.window
    reporter.save = seat.save_as
    reporter.install()
    watch = SignalWatch()

    def end(number: int) -> None:
        seat.program.end()
        app.exit(128 + number)  # as a shell reports a program that this signal has ended

    watch.came.connect(end)
    program.start()
    try:
        return app.exec()
    finally:
        watch.close()
        reporter.remove()
        seat.program.close()
