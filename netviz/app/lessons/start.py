"""`netviz lesson NAME`: from nothing to a window with a lesson; it closes where the lesson is left."""

from __future__ import annotations

from netviz.app.lessons.classroom import Classroom
from netviz.app.program.process.crash import CrashReporter
from netviz.app.program.process.signals import SignalWatch
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_application, share_the_interpreter
from netviz.app.window.theme import Appearance
from netviz.lessons.lesson import Lesson


def run(lesson: Lesson) -> int:
    """Open the window and stay until it closes; the exit code."""
    app = make_application()
    share_the_interpreter()
    settings = Settings()
    look = Appearance(app, settings.theme, colour_blind=settings.colour_blind, text_size=settings.text_size)
    reporter = CrashReporter()
    at = settings.lesson_places.get(lesson.name, 0)
    room = Classroom(lesson, settings, look, at if 0 < at < len(lesson.steps) else 0)
    reporter.window = room.seat.program.window
    reporter.install()
    watch = SignalWatch()
    watch.came.connect(lambda number: app.exit(128 + number))
    room.left.connect(lambda _listed: app.quit())
    room.start()
    try:
        return app.exec()
    finally:
        watch.close()
        reporter.remove()
        room.end()
        settings.flush()
