"""Where the lessons stand: a folder for each language, a file for each lesson, ordered by their numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from netviz.files.errors import FileError
from netviz.files.paths import given, is_file
from netviz.lessons.lesson import LANGUAGE, Lesson
from netviz.lessons.reading import read_lesson
from netviz.tasks.digits.resources import resource

ENDING: Final = ".md"


def folder(language: str = LANGUAGE) -> Path:
    """Where the lessons of a language lie."""
    return resource(f"lessons/{language}")


def _files(language: str) -> list[Path]:
    return sorted(folder(language).glob(f"*{ENDING}"))


def lessons(language: str = LANGUAGE) -> tuple[Lesson, ...]:
    """All that come with the program. Raises FileError."""
    return tuple(read_lesson(path) for path in _files(language))


def name_of(lesson: Lesson) -> str:
    """What it is called on the command line: its file's name without the number that orders it."""
    return plain(lesson.name)


def plain(stem: str) -> str:
    """`2-a-neuron` is called `a-neuron`."""
    number, hyphen, rest = stem.partition("-")
    return rest if hyphen and number.isdecimal() else stem


def find(text: str, language: str = LANGUAGE) -> Path:
    """The file of a lesson that somebody names, or that lies at a path. Raises FileError."""
    for path in _files(language):
        if text in (path.stem, plain(path.stem)):
            return path
    path = given(text)
    if is_file(path):
        return path
    names = ", ".join(plain(p.stem) for p in _files(language))
    raise FileError(
        f"There is no lesson or file “{text[:60]}”; {names}, or the path of an .md would be right."
    )
