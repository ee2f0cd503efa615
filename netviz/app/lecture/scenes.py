"""Scenes of a lecture: added from what is on screen, gone to, kept in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from netviz.app.files.saving import SCENES
from netviz.app.lecture.carried import Carried
from netviz.app.lecture.recipes import Recipes
from netviz.app.lecture.scene_list import LONGEST_NAME, MOST, Scene, read_scenes, write_scenes
from netviz.app.program.opening import Opening
from netviz.app.run.desk import from_text
from netviz.files.errors import FileError
from netviz.panels.lecture.curtain import Curtain
from netviz.panels.lecture.scenes_dialog import ScenesDialog
from netviz.tasks.all_tasks import USUAL
from netviz.training.recipe.line import RecipeError, RunRecipe, read_recipe
from netviz.viewmodels.playing.later import Later

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

ABOUT: Final = "scenes"
BEGINS: Final = "the scenes begin"
_LOOK_MS: Final = 50
_PATIENCE: Final = 160  # looks; what takes longer is seen as it comes about
_PAINTED: Final = 4  # looks after which what stands there is on the screen
SAVE_FIRST: Final = "Save the run first, so that the scene can name its file: no recipe stands for it."


class Scenes(QObject):
    """The list of one window, and where one is in it."""

    def __init__(self, program: Program, recipes: Recipes) -> None:
        super().__init__()
        self._program = program
        self._recipes = recipes
        self.scenes: tuple[Scene, ...] = ()
        self.at = -1
        self._awaited: Scene | None = None  # its file is being opened
        self._begun = False  # what stood there before the first of them may go
        self.presented: Callable[[], bool] = lambda: False  # whether it is, as its presentation knows
        self.dialog: ScenesDialog | None = None
        self._looks = self._seen = 0
        self._later = Later(self)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        program.documents.desk_found.connect(self._desk_found)
        program.documents.opened_scenes.connect(self.read)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {
            "lecture.scenes": self.show,
            "lecture.next": lambda: self.go(self.at + 1),
            "lecture.previous": lambda: self.go(self.at - 1),
        }

    def reasons(self) -> dict[str, Callable[[], str]]:
        """Why some of it can't be done now."""

        def none() -> str:
            return "" if self.scenes else "There are no scenes yet: Lecture > Scenes… adds them."

        return {"lecture.next": none, "lecture.previous": none}

    def show(self) -> None:
        """The list, beside the window."""
        if self.dialog is None:
            self.dialog = dialog = ScenesDialog(self._program.window)
            dialog.add_clicked.connect(self.add)
            dialog.go_clicked.connect(self.go)
            dialog.renamed.connect(self._rename)
            dialog.moved.connect(self._move)
            dialog.removed.connect(self._remove)
            dialog.open_clicked.connect(self._ask_to_open)
            dialog.save_clicked.connect(self._ask_to_save)
        self._list()
        self.dialog.show()
        self.dialog.activateWindow()

    # ---- the list

    def add(self) -> None:
        """What is on screen, after the scene that one is at."""
        if len(self.scenes) >= MOST:
            self._tell(f"A list holds at most {MOST} scenes.", error=True)
            return
        program = self._program
        desk, room = program.desk.text(), program.rooms.now
        step = program.trainer.status.step
        name = f"{program.actions.title(f'room.{room}')}, step {step:,}"
        if program.task.id != USUAL:
            name = f"{program.task.label}: {name}"

        def add(recipe: str, file: str) -> None:
            at = self.at + 1 if self.scenes else 0
            self.scenes = (*self.scenes[:at], Scene(name, recipe, file, desk), *self.scenes[at:])
            self.at = at
            self._list()

        def without(_sentence: str) -> None:
            saved = program.documents.file
            if saved is None:
                self._tell(SAVE_FIRST, error=True)
            else:
                add("", str(saved))

        self._recipes.line_here(lambda line: add(line, ""), without)

    def go(self, number: int) -> None:
        """Show this one. Before the first it is asked what shall become of a run that no file holds."""
        if not 0 <= number < len(self.scenes):
            self._tell("That was the last scene." if number > 0 else "This is the first scene.")
        elif self._begun:
            self._go(number)
        else:
            self._program.documents.leave(BEGINS, lambda: self._begin(number))

    def _begin(self, number: int) -> None:
        self._begun = True
        documents = self._program.documents
        if documents.unsaved:
            # It may go; nobody is asked again before the audience.
            documents.forget(clean_step=self._program.trainer.status.step)
        self._go(number)

    def _go(self, number: int) -> None:
        scene, program = self.scenes[number], self._program
        self.at = number
        program.window.banner.withdraw(ABOUT)
        self._list()
        if not scene.recipe:
            self._awaited = scene
            self._cover()
            program.documents.open_path(Path(scene.file))
            return
        self._awaited = None
        recipe = read_recipe(scene.recipe)
        if self._recipes.is_of_another(recipe):
            words = "" if self.presented() else program.stays()
            opening = Opening(recipe.config.task, bare=True, words=words)
            going = replace(self.carried(opening), goes=True)
            program.leave_for(opening._replace(lecture=going))
            return
        try:
            here = self._recipes.here()
            stands = (here.config, here.step) == (recipe.config, recipe.step)
        except RecipeError:
            stands = False
        if stands:
            program.desk.lay_out(scene.desk)
        else:
            self._cover()
            self._make(scene, recipe)

    def _make(self, scene: Scene, recipe: RunRecipe) -> None:
        lay_out = self._program.desk.lay_out
        self._recipes.begin(recipe, lambda: lay_out(scene.desk), f"scene “{scene.name}”")

    def _desk_found(self, _own: str) -> None:
        scene, self._awaited = self._awaited, None
        if scene is not None and self._stands(scene):
            # After what lay beside the run in its file.
            self._later.do(lambda: self._lay_out(scene))

    def _stands(self, scene: Scene) -> bool:
        """Whether its file is the one that was opened last; what is recorded has no name of its own."""
        return self._program.documents.file in (None, Path(scene.file))

    def _lay_out(self, scene: Scene) -> None:
        program = self._program
        program.desk.lay_out(scene.desk)
        if self.presented():
            # What is tried before an audience is kept as a run, and not asked about.
            program.documents.forget(clean_step=program.trainer.status.step)

    # ---- from one task to another

    def carried(self, opening: Opening) -> Carried:
        """What goes along where this takes the window."""
        if opening.lecture is not None:
            return opening.lecture
        listed = self.dialog is not None and self.dialog.isVisible()
        # The file of a scene may be of another task.
        goes = self._awaited is not None and opening.file == Path(self._awaited.file)
        return Carried(self.scenes, self.at, goes, self._begun, listed)

    def take(self, lecture: Carried) -> None:
        """Go on with what another task's run had here."""
        self.scenes, self.at, self._begun = lecture.scenes, lecture.at, lecture.begun
        if lecture.listed:
            self.show()

    def arrive(self) -> None:
        """Show the scene for which this task was opened; what covered the window goes when it is seen."""
        scene, program = self.scenes[self.at], self._program
        self._watch()
        if scene.recipe:
            recipe = read_recipe(scene.recipe)
            self._make(scene, recipe)
        elif program.documents.file == Path(scene.file):
            self._lay_out(scene)
        else:
            self._awaited = scene

    def _cover(self) -> None:
        """An audience sees no network in the making."""
        window = self._program.window
        if self.presented() and not window.findChildren(Curtain):
            Curtain(window.grab(), window)
        self._watch()

    def _watch(self) -> None:
        self._looks = self._seen = 0
        self._timer.start()

    def _look(self) -> None:
        """Whether the scene is seen, or takes too long."""
        self._looks += 1
        self._seen = self._seen + 1 if self._is_seen() else 0
        trouble = self._program.window.banner.kind == "error"
        if self._looks < _PATIENCE and not trouble and self._seen < _PAINTED:
            return
        self._timer.stop()
        for curtain in self._program.window.findChildren(Curtain):
            curtain.hide()
            curtain.deleteLater()

    def _is_seen(self) -> bool:
        if not 0 <= self.at < len(self.scenes):
            return True  # it was taken out of the list meanwhile
        program, desk = self._program, from_text(self.scenes[self.at].desk)
        if desk is None or self._recipes.makes or self._awaited is not None or program.others is None:
            return False
        place = desk.place
        told = not place.is_open or place.label is None or program.story.player is not None
        return program.rooms.now == desk.room and told and program.presenter.scene is not None

    def _rename(self, number: int, name: str) -> None:
        name = "".join(c for c in name if c.isprintable())[:LONGEST_NAME]
        scene = replace(self.scenes[number], name=name or self.scenes[number].name)
        self.scenes = (*self.scenes[:number], scene, *self.scenes[number + 1 :])
        self._list(number)

    def _move(self, number: int, to: int) -> None:
        rest = [scene for k, scene in enumerate(self.scenes) if k != number]
        rest.insert(to, self.scenes[number])
        self.scenes = tuple(rest)
        self.at = to if self.at == number else self.at
        self._list(to)

    def _remove(self, number: int) -> None:
        self.scenes = (*self.scenes[:number], *self.scenes[number + 1 :])
        self.at = min(self.at, len(self.scenes) - 1)
        self._list(number)

    def _list(self, chosen: int | None = None) -> None:
        if self.dialog is not None:
            at = max(self.at, 0) if chosen is None else chosen
            self.dialog.show_scenes([scene.name for scene in self.scenes], at)

    # ---- its file

    def read(self, path: Path) -> None:
        """Take the scenes of this file in the place of these."""
        try:
            self.scenes = read_scenes(path)
        except (FileError, OSError) as error:
            sentence = str(error) if isinstance(error, FileError) else f"{path.name} can't be read."
            self._tell(sentence, error=True)
            return
        self.at, self._begun = -1, False
        self._program.settings.add_recent_file(path)
        self.show()

    def write(self, path: Path) -> None:
        """Save them there."""
        scenes = self.scenes

        def failed(error: Exception) -> None:
            if not isinstance(error, FileError | OSError):
                raise error
            self._tell(str(error), error=True)

        self._program.bridge.submit(
            "scenes",
            lambda _progress: write_scenes(path, scenes),
            lambda _: self._tell(f"Saved the scenes as {path.name}."),
            failed,
        )

    def _ask_to_open(self) -> None:
        folder = str(self._program.settings.folder)
        name, _ = QFileDialog.getOpenFileName(self.dialog, "Open scenes", folder, SCENES.kinds[0][0])
        if name:
            self.read(Path(name))

    def _ask_to_save(self) -> None:
        suggestion = self._program.settings.folder / f"lecture{SCENES.kinds[0][1]}"
        path = self._program.dialogs.file_to_save("Save the scenes", suggestion, SCENES)
        if path is not None:
            self.write(path)

    def _tell(self, words: str, *, error: bool = False) -> None:
        self._program.window.banner.say(words, error=error, about=ABOUT)
