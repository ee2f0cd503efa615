"""What comes behind the first picture: digits, plots, rooms, what menus ask for, and a file to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from netviz.app.files.opened import is_data
from netviz.app.program.deeds import LATER, WITH_ROOMS
from netviz.app.program.reasons import grey_out
from netviz.app.run.last_run import offer_last_run
from netviz.tasks.examples import Data
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.recording.run_file import reader_of
from netviz.viewmodels.score import Score, score_of

if TYPE_CHECKING:
    from netviz.app.program.composition import Program
    from netviz.app.program.later import Later
    from netviz.app.program.other_rooms import OtherRooms
    from netviz.app.train.room import TrainingRoom
    from netviz.panels.watch.curves import Curves

# This test digit, a 3, lies there when the window opens, so that the picture is alive from the start.
WELCOME_DIGIT: Final = 32


class Arrivals(QObject):
    """Hands each to whoever waits for it."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._hand: Pictures | None = None
        self._waiting: Path | None = None  # a picture to begin with
        loading, run_data = program.loading, program.run_data
        loading.begun.connect(self._look_at_files)
        loading.digits_came.connect(self._digits_came)
        run_data.used.connect(self._use_digits)
        run_data.missing_changed.connect(self._tell_missing)
        loading.plots_came.connect(self._plots_came)
        loading.rooms_came.connect(self._rooms_came)
        loading.later_came.connect(self._later_came)
        loading.ready.connect(program.ready)

    def _look_at_files(self) -> None:
        program, opening = self._program, self._program.opening
        if opening.words:
            program.window.banner.say(opening.words)
        file = opening.file
        # Whoever reads pages of several digits comes behind the first picture, too.
        self._waiting = None if file is None or is_data(file) or reader_of(file) is not None else file
        if file is not None and self._waiting is None:
            program.documents.open_path(file, shipped=opening.shipped)
        if not opening.bare:
            program.recordings.look_for_lost(
                program.window.banner, program.documents.open_path, self._offer_last_run
            )

    def _offer_last_run(self) -> None:
        program = self._program
        last = program.settings.last_run
        if program.opening.file is None and last is not None:
            offer_last_run(
                last,
                titled=not program.recordings.holds(last),
                bridge=program.bridge,
                banner=program.window.banner,
                go_on=program.documents.open_path,
                untouched=lambda: program.trainer.status.phase == "idle" and program.recordings.file is None,
            )

    def _digits_came(self, bundled: Data) -> None:
        program = self._program
        program.run_data.provide(bundled)
        assert program.digits is not None
        program.trainer.provide(program.digits.training)
        untouched = program.paper.sheet.empty and not program.paper.changing
        if untouched and program.opening.file is None:
            program.paper.pick(
                program.choice.example(min(WELCOME_DIGIT, len(program.digits.test) - 1)), undoable=False
            )

    def _use_digits(self, digits: Data) -> None:
        """The run that stands there was trained with these, or begins with them."""
        program = self._program
        program.validator.provide(digits.validation)
        program.measurer.provide(digits.validation)
        program.presenter.provide(digits.validation)
        program.documents.provide(digits.name)
        program.watch.provide(digits)
        program.recordings.recorder.data = digits.name
        program.time.provide(digits)
        if program.later is not None:
            program.later.run_film.provide(digits)
            program.later.hand.provide(digits)
        self._score(score_of(digits.validation))
        program.choice.provide(digits.test)
        if program.others is not None:
            program.others.provide(digits)
        self._tell_missing()

    def _use_hand(self, drawings: Pictures | None) -> None:
        """How well the person's own hand is read is measured with these."""
        program, self._hand = self._program, drawings
        program.validator.provide_hand(drawings)
        if program.others is not None:
            program.others.provide_hand(drawings)

    def _score(self, score: Score) -> None:
        """Whatever shows how good the network is tells it so."""
        program = self._program
        program.time.show_score(score)
        program.window.show_score(score)
        if program.others is not None:
            program.others.plots.show_score(score)

    def _tell_missing(self) -> None:
        """The digits of the run are not there, or are there again."""
        program = self._program
        missing = program.run_data.missing
        program.choice.miss(missing)
        if program.others is not None:
            program.others.miss(missing)

    def _plots_came(self, curves: Curves) -> None:
        program = self._program
        program.window.insert_curves(curves)
        program.presenter.show_curves(curves)
        curves.step_clicked.connect(program.time.go_to)

    def _later_came(self, kind: type[Later]) -> None:
        program = self._program
        program.later = later = kind(program)
        later.hand.found.connect(self._use_hand)
        if program.others is not None:
            # The rooms came before.
            program.others.training.tell(
                "saving", lambda room: room.comparison.save_wanted.connect(later.side_by_side.save)
            )
        if program.digits is not None:
            later.run_film.provide(program.digits)
            later.hand.provide(program.digits)
        if self._waiting is not None:
            program.documents.open_path(self._waiting, shipped=program.opening.shipped)
        for name in LATER:
            program.actions.allow(name)
        grey_out(program.actions, program.menus.values(), later.reasons())
        program.take_what_was_brought()
        if program.opening.recipe:
            later.recipes.open(program.opening.recipe)
        if program.opening.lecture is not None:
            later.go_on(program.opening.lecture)

    def _watch_keys(self, room: TrainingRoom) -> None:
        """Of what stands in Train, now and later."""
        watch = self._program.own_keys.watch
        watch(room.side)
        room.made.connect(watch)

    def _rooms_came(self, kind: type[OtherRooms]) -> None:
        program = self._program
        program.others = others = kind(
            program.parts,
            program.paper,
            program.stack,
            program.rooms,
            program.live,
            program.choice,
            lambda: program.appearance.palette,
            begin=program.making.begin,
            name=lambda: program.documents.name,
            recording=lambda: program.recordings.file,
        )
        others.nearest.furnish(program.actions)
        others.inside.furnish(program.actions["view.inside"], program.own_keys.watch)
        for name in WITH_ROOMS:
            program.actions.allow(name)
        others.plots.step_asked.connect(program.time.go_to)
        program.own_keys.watch(program.window)
        if program.digits is not None:
            others.provide(program.digits)
            others.plots.show_score(score_of(program.digits.validation))
            others.miss(program.run_data.missing)
        others.provide_hand(self._hand)
        program.watch.path.know(others.exam)
        others.exam.tell("keys", lambda room: program.own_keys.watch(room.page))
        others.training.tell("keys", self._watch_keys)
        program.window.story_panel.misread_clicked.connect(program.choice.next_mistake)
        if program.opening.file is None:
            program.watch.path.begin()
        program.desk.know(others.telling.room)
        program.presenter.tell_again()
