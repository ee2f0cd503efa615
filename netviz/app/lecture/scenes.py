"""Scenes of a lecture: added from what is on screen, gone to, kept in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog

from netviz.app.files.saving import SCENES
from netviz.app.lecture.recipes import Recipes
from netviz.app.lecture.scene_list import LONGEST_NAME, MOST, Scene, read_scenes, write_scenes
from netviz.files.errors import FileError
from netviz.panels.lecture.scenes_dialog import ScenesDialog
from netviz.training.recipe.line import RecipeError, read_recipe

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

ABOUT: Final = "scenes"
SAVE_FIRST: Final = "Save the run first, so that the scene can name its file: no recipe stands for it."


class Scenes(QObject):
    """The list of one window, and where one is in it."""

    def __init__(self, program: Program, recipes: Recipes) -> None:
        super().__init__()
        self._program = program
        self._recipes = recipes
        self.scenes: tuple[Scene, ...] = ()
        self.at = -1
        self._desk = ""  # that of the scene whose file is being opened
        self.dialog: ScenesDialog | None = None
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
        """Show this one."""
        if not 0 <= number < len(self.scenes):
            self._tell("That was the last scene." if number > 0 else "This is the first scene.")
            return
        scene, program = self.scenes[number], self._program
        if not scene.recipe:
            self._arrive(number)
            self._desk = scene.desk
            program.documents.open_path(Path(scene.file))
            return
        recipe = read_recipe(scene.recipe)
        if recipe.config.task != program.task:
            label = recipe.config.task.label
            self._tell(f"{scene.name} is a scene of {label}: File > New > {label} is for it.", error=True)
            return
        self._arrive(number)
        try:
            here = self._recipes.here()
            stands = (here.config, here.step) == (recipe.config, recipe.step)
        except RecipeError:
            stands = False
        if stands:
            program.desk.lay_out(scene.desk)
        else:
            self._recipes.begin(recipe, lambda: program.desk.lay_out(scene.desk))

    def _arrive(self, number: int) -> None:
        self.at = number
        self._program.window.banner.withdraw(ABOUT)
        self._list()

    def _desk_found(self, _own: str) -> None:
        desk, self._desk = self._desk, ""
        if desk:
            # After what lay beside the run in its file.
            QTimer.singleShot(0, self, lambda: self._program.desk.lay_out(desk))

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
        self.at = -1
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
