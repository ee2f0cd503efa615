"""Scenes prepared for a lecture, as a file: JSON that may hold anything when it is read."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from netviz.app.run.desk import from_text
from netviz.files.errors import FileError, shown
from netviz.files.whole import write_whole
from netviz.training.recipe.line import RecipeError, read_recipe

VERSION: Final = 1
MOST: Final = 200
LONGEST_NAME: Final = 80
_MARK: Final = "netviz scenes"
_LARGEST: Final = 32_000_000  # bytes
_LONGEST_PATH: Final = 4096


@dataclass(frozen=True)
class Scene:
    """`recipe` is the line of its run, or `file` the path of one that no line can stand for. `desk`: drawing,
    label, room and place in the story, as `run.desk` writes them.
    """

    name: str
    recipe: str
    file: str
    desk: str


def write_scenes(path: Path, scenes: tuple[Scene, ...]) -> None:
    """Write all of them or nothing. Raises FileError."""
    rows = [
        {"name": each.name, "recipe": each.recipe, "file": each.file, "desk": json.loads(each.desk)}
        for each in scenes
    ]
    text = json.dumps({_MARK: VERSION, "scenes": rows}, ensure_ascii=False, indent=1)
    write_whole(path, text.encode())


def read_scenes(path: Path) -> tuple[Scene, ...]:
    """What is in such a file. Raises FileError, which names the scene, or OSError."""
    with path.open("rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise _wrong(path, f"it is larger than {_LARGEST // 1_000_000} MB")
    try:
        table = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _wrong(path, "it is no JSON that can be read") from error
    if not isinstance(table, dict) or _MARK not in table:
        raise _wrong(path, "it is no list of scenes")
    if table[_MARK] != VERSION:
        raise _wrong(path, f"it is not of version {VERSION}, the one that this netviz reads")
    rows = table.get("scenes")
    if not isinstance(rows, list) or len(rows) > MOST:
        raise _wrong(path, f"a list of at most {MOST} scenes is missing in it")
    return tuple(_scene(path, number, row) for number, row in enumerate(rows, 1))


def _scene(path: Path, number: int, row: object) -> Scene:
    if not isinstance(row, dict):
        raise _wrong(path, f"scene {number} is no scene")
    name = _text(path, number, row, "name", LONGEST_NAME)
    recipe, file = (_text(path, number, row, key, _LONGEST_PATH) for key in ("recipe", "file"))
    if bool(recipe) == bool(file):
        raise _wrong(path, f"scene {number} must have a recipe or a file")
    if recipe:
        try:
            read_recipe(recipe)
        except RecipeError as error:
            raise _wrong(path, f"of scene {number}: {str(error).rstrip('.')}") from error
    desk = json.dumps(row.get("desk"))
    if from_text(desk) is None:
        raise _wrong(path, f"what lies on the desk of scene {number} makes no sense")
    return Scene(name, recipe, file, desk)


def _text(path: Path, number: int, row: dict[Any, Any], key: str, longest: int) -> str:
    value = row.get(key, "")
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise _wrong(path, f"the {key} of scene {number} is no text of at most {longest:,} characters")
    return value


def _wrong(path: Path, why: str) -> FileError:
    return FileError(f"{shown(path.name)} can't be opened: {why}.")
