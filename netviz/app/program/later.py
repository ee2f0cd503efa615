"""What only menus ask for: pictures, films, the list of runs, help. It comes behind the first picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.files.films import FilmExport
from netviz.app.files.handwriting import Handwriting
from netviz.app.files.pictures import Pictures
from netviz.app.files.run_film import RunFilm
from netviz.app.help.menu import HelpMenu
from netviz.app.program.reasons import Reason
from netviz.app.run.runs import Runs

if TYPE_CHECKING:
    from netviz.app.program.composition import Program


class Later:
    """Makes them. Their rows in the menus are `deeds.LATER`."""

    def __init__(self, program: Program) -> None:
        window, settings, appearance = program.window, program.settings, program.appearance
        dialogs = ExportDialogs(window)
        self.pictures = Pictures(
            program.bridge,
            settings,
            window.banner,
            dialogs,
            window.canvas,
            lambda: program.documents.name,
        )
        self.film = FilmExport(
            window,
            dialogs,
            settings,
            program.story,
            program.source,
            appearance.palette,
            lambda: program.rooms.open("explain"),
        )
        self.run_film = RunFilm(
            self.film, program.time, program.recordings, program.paper, settings, dialogs, window.banner
        )
        self.runs = Runs(window, program.recordings, settings, program.dialogs, program.documents.open_path)
        self.hand = Handwriting(window, program.task, program.run_data, program.leave_for)
        self.help = HelpMenu(
            window,
            appearance,
            lambda: program.actions.specs,
            program.spec_on_screen,
            lambda: program.rooms.now,
            program.task,
        )
        window.term_asked.connect(self.help.open_glossary)
        appearance.changed.connect(self.film.set_palette)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What their rows of the table of actions do."""
        return {
            "file.save_picture": self.pictures.save,
            "file.export_story": self.film.export,
            "edit.copy_picture": self.pictures.copy,
            **self.runs.handlers(),
            **self.hand.handlers(),
            **self.run_film.handlers(),
            **self.help.handlers(),
        }

    def reasons(self) -> dict[str, Reason]:
        """Why some of them can't be done now."""
        return {"file.export_story": self.film.why_not, "file.export_run": self.run_film.why_not}

    def close(self) -> None:
        """The program ends."""
        self.film.close()
        self.runs.close()
        self.hand.close()
