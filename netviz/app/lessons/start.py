"""`netviz lesson NAME`: from nothing to a window with a lesson. Where it is over, the list of all follows; it
closes where this or a lesson is left.
"""

from __future__ import annotations

from collections.abc import Callable

from netviz.app.lessons.classroom import Classroom
from netviz.app.program.process.crash import CrashReporter
from netviz.app.program.process.signals import SignalWatch
from netviz.app.program.settings import Settings
from netviz.app.program.start import make_application, share_the_interpreter
from netviz.app.window.theme import Appearance
from netviz.files.errors import FileError
from netviz.lessons.lesson import Lesson
from netviz.lessons.shelf import lessons
from netviz.panels.lesson.shelf import Shelf


def offer_others(room: Classroom, settings: Settings, close: Callable[[], None]) -> Shelf | None:
    """The list of lessons over the room; the one that is chosen follows there, else it is closed.

    None where the lessons can't be read, which the card says.
    """
    try:
        found = lessons()
    except FileError as error:
        room.guide.card.show_trouble(str(error))
        return None
    shelf = Shelf(found, settings.lesson_places, room.seat.program.window)
    shelf.chosen.connect(lambda k, at: room.begin(found[k].path, at))
    shelf.rejected.connect(close)
    shelf.open()
    return shelf


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

    def over(listed: bool) -> None:
        if listed:
            offer_others(room, settings, app.quit)
        else:
            app.quit()

    room.left.connect(over)
    room.start()
    try:
        return app.exec()
    finally:
        watch.close()
        reporter.remove()
        room.end()
        settings.flush()
