"""`netviz` and `netviz run`: open the window."""

from __future__ import annotations

import argparse
import gc
import re
import sys
from pathlib import Path
from typing import Final

from netviz.cli.arguments import a_path
from netviz.files.errors import FileError
from netviz.files.paths import is_folder, readable

_RECIPE: Final = re.compile(r"\s*netviz:\s*[0-9]+:", re.IGNORECASE)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz run`."""
    parser.add_argument(
        "file",
        nargs="?",
        type=_what_to_open,
        help="a saved network, a picture of a digit, a folder of pictures to learn from, or the recipe of a "
        "run (netviz:1:…), to open",
    )


def _what_to_open(text: str) -> Path | str:
    """A path, or the line of a recipe."""
    return text if _RECIPE.match(text) else a_path(text)


def run(args: argparse.Namespace) -> int:
    """Open the window; 2 and a sentence where that is impossible or there is no such file."""
    from netviz.cli.process.display import explain_display_problem

    problem = explain_display_problem()
    if problem is not None:
        print(f"netviz: {problem}", file=sys.stderr)
        return 2
    if isinstance(args.file, str):
        return _make(args.file)
    file: Path | None = args.file
    wrong = None if file is None else _wrong(file)
    if wrong:
        print(f"netviz: {wrong}", file=sys.stderr)
        return 2
    # What is imported stays until the end; looking through it for garbage would only make the start longer.
    gc.disable()
    from netviz.app.program.start import run as open_window

    return open_window(file)


def _make(line: str) -> int:
    """Open the window with the run of this recipe."""
    from netviz.training.recipe.line import RecipeError, read_recipe

    try:
        task = read_recipe(line).config.task
    except RecipeError as error:
        print(f"netviz: {error}", file=sys.stderr)
        return 2
    gc.disable()
    from netviz.app.program.start import run as open_window

    return open_window(recipe=line, task=task)


def _wrong(path: Path) -> str:
    """Why nothing can be opened there, as a sentence; nothing where something can."""
    try:
        if is_folder(path):  # it may be a data set
            from netviz.tasks.examples import DataError
            from netviz.tasks.given import look_into

            try:
                look_into(path)
            except DataError as error:
                return str(error)
        else:
            readable(path, "a saved network, a picture of a digit or a folder of pictures would be right")
    except FileError as error:
        return str(error)
    return ""
