"""Help > Challenges: one of them at a time, in the window with one's own network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from netviz.app.challenges.broken import BrokenTrial
from netviz.app.challenges.trials import DrawnTrial, TrainedTrial, Trial
from netviz.app.files.saving import A_TABLE
from netviz.files.errors import FileError
from netviz.files.whole import write_whole
from netviz.panels.challenges.card import ChallengesCard
from netviz.tasks.all_tasks import USUAL, task_named
from netviz.tasks.digits.task import DIGITS
from netviz.viewmodels.challenges.rules import (
    BROKEN,
    CHALLENGES,
    FAST_GOAL,
    FASTEST,
    FEWEST,
    SMALL_GOAL,
    TAKEN,
    Challenge,
)
from netviz.viewmodels.challenges.table import Result, as_csv, as_text, from_text, named

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

LOOKS_MS: Final = 150
ABOUT: Final = "challenges"
_TRIALS: Final[dict[str, Callable[[Program], Trial]]] = {
    FEWEST.id: lambda program: TrainedTrial(program, SMALL_GOAL, steps=False),
    FASTEST.id: lambda program: TrainedTrial(program, FAST_GOAL, steps=True),
    BROKEN.id: BrokenTrial,
    TAKEN.id: DrawnTrial,
}


class Challenges(QObject):
    """Looks at what is tried while it is tried; what is done goes into the table with a name."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self.card: ChallengesCard | None = None
        self.trial: Trial | None = None
        self._tried: Challenge | None = None
        self._done: Result | None = None  # it has no name yet
        self._timer = QTimer(self, interval=LOOKS_MS)
        self._timer.timeout.connect(self._look)

    @property
    def results(self) -> list[Result]:
        """The table."""
        return from_text(self._program.settings.challenge_results)

    def why_not(self) -> str:
        """A sentence where there are none."""
        program = self._program
        way = f"File > New > {task_named(USUAL).label}"
        if program.task != DIGITS:
            return f"This network reads {program.task.examples}: challenges are for digits, {way}."
        data = program.run_data.at_hand
        if program.window.beside not in (None, self.card):
            return "A lesson is under way: leave it first."
        if data is None or not data.name.bundled or not program.run_data.own.bundled:
            return f"Challenges are for the digits that come with netviz, so that all have the same: {way}."
        return ""

    def open(self) -> None:
        """Show them beside the window."""
        why = self.why_not()
        banner = self._program.window.banner
        if why:
            banner.say(why, about=ABOUT)
            return
        banner.withdraw(ABOUT)
        if self.card is None:
            self.card = card = ChallengesCard(CHALLENGES, self._program.window)
            card.begun.connect(self.begin)
            card.given_up.connect(self.give_up)
            card.answered.connect(self._answer)
            card.named.connect(self._name)
            card.save_clicked.connect(self.save)
            card.emptied.connect(self._empty)
            card.left.connect(self._leave)
        self.card.show_results(self.results)
        self._program.window.stand_beside(self.card)
        self.card.show()

    def begin(self, k: int) -> None:
        """Try this one."""
        self.give_up()
        if self.card is None or not self._program.intents.may_train(lambda: self.begin(k)):
            return
        why = self.why_not()
        if why:
            self._program.window.banner.say(why, about=ABOUT)
            return
        self._program.rooms.open("watch")
        self._tried, self._done = CHALLENGES[k], None
        self.trial = _TRIALS[CHALLENGES[k].id](self._program)
        self.card.show_begun(k, answers=isinstance(self.trial, BrokenTrial))
        self._timer.start()
        self._look()

    def give_up(self) -> None:
        """Try it no more."""
        self._end()
        if self.card is not None:
            self.card.show_none()

    def _leave(self) -> None:
        self.give_up()
        if self.card is not None:
            self.card.hide()
        self._program.window.stand_beside(None)

    def close(self) -> None:
        """The program ends."""
        self._end()
        self.card = None

    def save(self) -> None:
        """Ask where to, and write the table."""
        program, results = self._program, self.results
        say = program.window.banner.say
        path = program.documents.dialogs.file_to_save(
            "Save the table", program.settings.folder / "challenges.csv", A_TABLE
        )
        if path is None:
            return

        def failed(error: Exception) -> None:
            if not isinstance(error, FileError):
                raise error
            say(str(error), error=True, about=ABOUT)

        def written(_: object) -> None:
            say(f"Saved the table as {Path(path).name}.", about=ABOUT)

        program.bridge.submit(
            "challenges", lambda _progress: write_whole(path, as_csv(results)), written, failed
        )

    def _look(self) -> None:
        trial, card, tried = self.trial, self.card, self._tried
        if trial is None or card is None or tried is None:
            return
        verdict = trial.look()
        may_answer = isinstance(trial, BrokenTrial) and trial.may_answer
        card.show_state(verdict.words, may_answer=may_answer)
        if verdict.result is not None:
            sizes = self._program.trainer.status.config.spec.sizes
            self._done = Result(tried.id, "", verdict.result, "-".join(str(size) for size in sizes)[:60])
            self._end()
            card.show_done(f"Done: {self._done.said}.")
        elif verdict.over:
            self._end()
            card.show_over()

    def _end(self) -> None:
        self._timer.stop()
        if self.trial is not None:
            self.trial.close()
            self.trial = None

    def _answer(self) -> None:
        if isinstance(self.trial, BrokenTrial):
            self.trial.answer()
            self._look()

    def _name(self, name: str) -> None:
        if self._done is None or not named(name):
            return
        result = Result(self._done.challenge, named(name), self._done.value, self._done.network)
        self._done = None
        self._keep([*self.results, result])
        if self.card is not None:
            self.card.show_none()

    def _empty(self) -> None:
        self._keep([])

    def _keep(self, results: list[Result]) -> None:
        self._program.settings.challenge_results = as_text(results)
        if self.card is not None:
            self.card.show_results(results)
