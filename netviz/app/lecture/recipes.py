"""The run on screen as one line of text, and such a line as a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QInputDialog, QLineEdit, QWidget

from netviz.app.program.opening import Opening
from netviz.app.train.stops import WHY_PAUSED
from netviz.rendering import units
from netviz.tasks.examples import Examples
from netviz.training.jobs.thread import Progress
from netviz.training.recipe.line import RecipeError, RunRecipe, is_recipe, read_recipe, write_recipe
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.story.place import StoryPlace

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

ABOUT: Final = "open"
_COPIED: Final = "recipe"
_LOOK_MS: Final = 40
_BESIDE: Final = 40  # units: what a field has beside its text
_NARROWEST: Final = 460  # units: a dialog for a line
MOST_WORK: Final = 1e11
"""Weights times examples of the steps that are made again, to see that the line gives this very run."""

CHANGED: Final = (
    "A recipe holds a run that kept its settings from its beginning to its end. This one was changed on its "
    "way; a saved file holds it."
)


class Recipes(QObject):
    """Copies, reads and opens them in the window of one program."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        self._wanted: RunRecipe | None = None  # the one whose steps are being made
        self._then: Callable[[], None] | None = None
        self._pace: float | None = None  # what it was before
        self._before: tuple[str, int] = ("", 0)  # which run stood there
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        program.exchange.text = self.take

    @property
    def makes(self) -> bool:
        """Whether the steps of one are being made."""
        return self._wanted is not None

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {"edit.copy_recipe": self.copy, "file.open_recipe": self.ask}

    # ---- from the run to the line

    def here(self) -> RunRecipe:
        """The run on screen, and how it is seen. Raises RecipeError where no line can stand for it."""
        program = self._program
        snapshot, log, config = program.presenter.snapshot, program.trainer.log, program.intents.config
        step = 0 if snapshot is None else snapshot.step
        changes = log.changes
        if any(change.step < step or change.kind == "operated" for change in changes.all):
            raise RecipeError(CHANGED)
        if changes.all and changes.begun is not None:
            config = changes.begun
        if snapshot is not None and snapshot.spec != config.spec:
            raise RecipeError(CHANGED)
        data = program.run_data.own
        if data.how or data.folder:
            raise RecipeError(
                "A recipe holds no data: it is for what comes with netviz, and this run learns from others."
            )
        room = program.rooms.now
        stage = 0
        if room == "explain" and program.story.player is not None:
            stage = program.story.player.stage + 1
        return RunRecipe(config, step, room, stage)

    def copy(self) -> None:
        """Put the line on the clipboard, once it is known to give this very run."""
        say = self._program.window.banner.say

        def copied(line: str) -> None:
            QGuiApplication.clipboard().setText(line)
            say(f"Copied: {line}", about=_COPIED)

        self.line_here(copied, lambda sentence: say(sentence, error=True, about=_COPIED))

    def line_here(self, found: Callable[[str], None], none: Callable[[str], None]) -> None:
        """Give the line of the run on screen, or say why there is none."""
        program = self._program
        try:
            recipe = self.here()
            line = write_recipe(recipe)
        except RecipeError as error:
            none(str(error))
            return
        snapshot, data = program.presenter.snapshot, program.digits
        if snapshot is None or data is None:
            none("The examples are still being read.")
            return
        training = data.training
        program.bridge.submit(
            "recipe",
            lambda progress: _gives(recipe, snapshot, training, progress),
            lambda same: found(line) if same else none(CHANGED),
        )

    # ---- from the line to the run

    def take(self, text: str) -> bool:
        """Open this line where it is meant as a recipe; whether it was."""
        if not is_recipe(text):
            return False
        self.open(text)
        return True

    def ask(self) -> None:
        """Ask for a line, and open it."""
        text = QGuiApplication.clipboard().text()
        dialog = line_dialog(text.strip() if is_recipe(text) else "netviz:1:", self._program.window)
        if dialog.exec():
            self.open(dialog.textValue())
        dialog.deleteLater()

    def open(self, text: str) -> None:
        """Let this run take the place of the one that stands there, which is kept."""
        program = self._program
        try:
            recipe = read_recipe(text)
        except RecipeError as error:
            program.window.banner.say(str(error), error=True, about=ABOUT)
            return
        if self.is_of_another(recipe):
            words = program.stays()
            program.leave_for(Opening(recipe.config.task, bare=True, recipe=text, words=words))
        else:
            program.documents.leave("another one is opened", lambda: self.begin(recipe))

    def is_of_another(self, recipe: RunRecipe) -> bool:
        """Whether what stands here reads something else, or learns from somebody's own examples."""
        data = self._program.run_data.own
        return recipe.config.task != self._program.task or bool(data.how or data.folder)

    def begin(self, recipe: RunRecipe, then: Callable[[], None] | None = None, words: str = "recipe") -> None:
        """Make the run, step by step as it was made; and `then`, or show it in its room. `words`: what undo
        takes back.
        """
        program = self._program
        program.window.banner.withdraw(ABOUT)
        program.intents.pause()
        self._before = program.trainer.identity[:2]
        program.making.begin(recipe.config, words, recipe.step)
        if self._wanted is None:
            self._pace = program.intents.pace
        self._wanted, self._then = recipe, then
        program.intents.set_pace(None)
        if recipe.step:
            program.intents.train_to(recipe.step)
            program.window.banner.say(f"Training to step {recipe.step:,} …", about=_COPIED)
        self._timer.start()

    def _look(self) -> None:
        """Whether the step is reached and seen, or will never be."""
        program, recipe = self._program, self._wanted
        assert recipe is not None
        shown, trainer = program.presenter.snapshot, program.trainer
        run, phase = trainer.identity[:2], trainer.status.phase
        if program.others is None or shown is None or shown.identity[:2] != run or run == self._before:
            return
        # Who pauses on the way wants to stay there.
        if shown.step < recipe.step and phase not in ("paused", "diverged"):
            return
        if program.presenter.training:
            return  # that it rests is not told yet, and what is told then is not for a wall
        self._timer.stop()
        self._wanted = None
        program.intents.set_pace(self._pace)
        for about in (_COPIED, WHY_PAUSED):
            program.window.banner.withdraw(about)
        if self._then is not None:
            self._then()
            return
        program.rooms.open(recipe.room)
        if recipe.stage:
            program.story.go_to(StoryPlace(program.paper.label, recipe.stage - 1, is_open=True))


def line_dialog(line: str, parent: QWidget) -> QInputDialog:
    """Asks for a line, and shows this one: all of it where the screen has room."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle("Open a recipe")
    dialog.setLabelText("The line, from netviz:1: to its check letters:")
    dialog.setTextValue(line)
    wish = dialog.sizeHint()  # which makes its field
    field = dialog.findChild(QLineEdit)
    assert field is not None
    more = field.fontMetrics().horizontalAdvance(line) - field.sizeHint().width() + units.pixels(_BESIDE)
    least = units.pixels(_NARROWEST)
    units.begin_at(dialog, QSize(max(wish.width() + max(more, 0), least), wish.height()))
    return dialog


def _gives(recipe: RunRecipe, snapshot: Snapshot, training: Examples, progress: Progress) -> bool:
    """Whether these settings give this very network at this step; steps that take too long are believed."""
    config = recipe.config
    if recipe.step * config.batch_size * config.spec.n_edges > MOST_WORK:
        return True
    session = Session(replace(config), training)
    while session.step_count < recipe.step:
        if progress.cancelled:
            return False
        session.step()
    return bool(np.array_equal(session.state().parameters, snapshot.parameters))
