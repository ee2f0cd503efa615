"""What only menus ask for: own data, pictures, films, the runs, help. It comes behind the first picture."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netviz.app.challenges.room import Challenges
from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.files.films import FilmExport
from netviz.app.files.handwriting import Handwriting
from netviz.app.files.landscape import LandscapeFiles
from netviz.app.files.own_data import OwnData
from netviz.app.files.pictures import Pictures
from netviz.app.files.run_film import RunFilm
from netviz.app.files.sheets import Sheets
from netviz.app.files.side_by_side import SideBySideFiles
from netviz.app.help.concepts import Concepts
from netviz.app.help.menu import HelpMenu
from netviz.app.lecture.carried import Carried
from netviz.app.lecture.presentation import Presentation
from netviz.app.lecture.recipes import Recipes
from netviz.app.lecture.scenes import Scenes
from netviz.app.lessons.school import School
from netviz.app.page.number import NumberPad
from netviz.app.page.reader import PageReader
from netviz.app.page.room import PageRoom, reads_pages
from netviz.app.program.opening import Opening
from netviz.app.program.reasons import Reason
from netviz.app.run.lessons import Lessons
from netviz.app.run.runs import Runs
from netviz.app.screen.ink_paper import InkPaper
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.rendering.canvas import GraphCanvas
from netviz.tasks.all_tasks import USUAL, task_named
from netviz.tasks.digits.task import DIGITS

if TYPE_CHECKING:
    from netviz.app.program.composition import Program
    from netviz.app.train.room import TrainingRoom


class Later:
    """Makes them. Their rows in the menus are `deeds.LATER`."""

    def __init__(self, program: Program) -> None:
        window, settings, appearance = program.window, program.settings, program.appearance
        dialogs = ExportDialogs(window)
        self._program = program
        self.pictures = Pictures(
            program.bridge,
            settings,
            window.banner,
            dialogs,
            self._canvas,
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
        self.sheets = Sheets(
            program.bridge,
            settings,
            window.banner,
            dialogs,
            program.story,
            program.source,
            lambda: program.documents.name,
            lambda: program.rooms.open("explain"),
        )
        self.side_by_side = SideBySideFiles(self.film, program.bridge, settings, dialogs, window.banner)
        self.landscape = LandscapeFiles(
            self.film, program.bridge, settings, dialogs, window.banner, lambda: appearance.palette
        )
        self.own_data = OwnData(
            window,
            program.jobs,
            program.bridge,
            program.documents.dialogs,
            lambda: appearance.palette,
            program.leave_for,
        )
        self.runs = Runs(window, program.recordings, settings, program.dialogs, program.documents.open_path)
        self.hand = Handwriting(window, program.task, program.run_data, program.leave_for)
        self.school = School(program)
        self.concepts = Concepts(program, self.school.begin)
        self.help = HelpMenu(
            window,
            appearance,
            lambda: program.actions.specs,
            program.spec_on_screen,
            lambda: program.rooms.now,
            program.task,
            concepts=self.concepts.open,
        )
        self._task, self._say = program.task, window.banner.say
        self.page = _page_room(program, self.hand) if reads_pages(program.task) else None
        self.number = _number_pad(program) if reads_pages(program.task) else None
        self.recipes = Recipes(program)
        self.scenes = Scenes(program, self.recipes)
        self.presentation = Presentation(program, lambda: bool(self.scenes.scenes))
        self.scenes.presented = lambda: self.presentation.on
        window.term_asked.connect(self.concepts.open)
        self.challenges = Challenges(program)
        appearance.changed.connect(self.film.set_palette)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What their rows of the table of actions do."""
        return {
            "file.read_page": lambda: self._on_page(lambda page: page.ask()),
            "view.page": lambda: self._on_page(lambda page: page.open()),
            "file.save_picture": self._save_picture,
            "file.export_story": self.film.export,
            "file.sheet": self.sheets.save,
            "file.open_data": self.own_data.choose,
            "file.open_table": self.own_data.choose_table,
            "edit.copy_picture": self.pictures.copy,
            **self.runs.handlers(),
            **self.recipes.handlers(),
            **self.presentation.handlers(),
            **self.scenes.handlers(),
            **self.hand.handlers(),
            **self.run_film.handlers(),
            **self.help.handlers(),
            **self.concepts.handlers(),
            "help.lessons": self.school.open,
            "help.challenges": self.challenges.open,
        }

    def _canvas(self) -> GraphCanvas:
        """The one with the network that is seen."""
        training = self._training
        page = None if training is None or not training.two.is_open else training.two.page
        return self._program.window.canvas if page is None else page.canvas

    @property
    def _training(self) -> TrainingRoom | None:
        """Once somebody has opened it."""
        others = self._program.others
        return None if others is None else others.training.made

    def _save_picture(self) -> None:
        """Of what stands there: the landscape, the runs side by side, or a network."""
        training = self._training
        if training is None:
            self.pictures.save()
            return
        standing = training.comparison.standing() if training.comparison.is_open else None
        if training.landscape.is_open:
            self.landscape.save(training.landscape.standing())
        elif standing is not None:
            self.side_by_side.save(standing)
        else:
            self.pictures.save()

    def reasons(self) -> dict[str, Reason]:
        """Why some of them can't be done now."""
        return {
            "file.read_page": self._why_no_page,
            "view.page": self._why_no_page,
            "file.export_story": self.film.why_not,
            "file.export_run": self.run_film.why_not,
            "file.sheet": self.sheets.why_not,
            **self.presentation.reasons(),
            "help.challenges": self.challenges.why_not,
            **self.scenes.reasons(),
        }

    def _why_no_page(self) -> str:
        if self.page is not None:
            return ""
        way = f"File > New > {task_named(USUAL).label}"
        return f"This network reads {self._task.examples}: {way} is for pages that somebody wrote."

    def _on_page(self, do: Callable[[PageRoom], None]) -> None:
        if self.page is None:
            self._say(self._why_no_page())
        else:
            do(self.page)

    def taken_along(self, opening: Opening) -> Opening:
        """Another task takes the window: the lecture goes on there."""
        lecture = self.scenes.carried(opening)
        if not lecture.scenes and not self.presentation.on:
            return opening
        return opening._replace(
            lecture=lecture.presented(self.presentation.handed_over(), self._program.window)
        )

    def go_on(self, lecture: Carried) -> None:
        """With what was taken along from another task."""
        self.scenes.take(lecture)
        if lecture.before is not None:
            self.presentation.go_on(lecture.before)
        if lecture.goes:
            self.scenes.arrive()

    def close(self) -> None:
        """The program ends."""
        self.presentation.end()
        self.film.close()
        self.runs.close()
        self.hand.close()
        if self.page is not None:
            self.page.live.close()
        self.concepts.close()
        self.challenges.close()
        self.school.close()


def _page_room(program: Program, hand: Handwriting) -> PageRoom:
    """Where pages of several digits are read; whatever opens pictures hears of it."""
    lessons = Lessons(program.trainer, program.intents, program.bridge, program.stack, program.networks)
    reader = PageReader(program.bridge, program.window.bar.progress)
    room = PageRoom(program.parts, program.rooms, program.paper, lessons, reader)
    room.keep = hand.add
    room.collect = hand.show
    program.own_keys.watch(room.panel)
    program.documents.pages = reader
    program.documents.opened_page.connect(room.show)
    # One digit lies on the pad, before the network; the page that stands there waits.
    program.documents.opened_example.connect(lambda _example: room.close())
    program.actions["room.watch"].triggered.connect(room.close)
    return room


def _number_pad(program: Program) -> NumberPad:
    """The pad reads numbers as well."""
    draw, paper = program.window.draw, program.paper
    assert isinstance(draw, DrawPanel)
    assert isinstance(paper, InkPaper)
    number = NumberPad(draw, paper, program.presenter, program.bridge, DIGITS.answer.names)
    program.own_keys.watch(draw)
    return number
