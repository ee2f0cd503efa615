"""A lesson out of its file: Markdown with blocks that say what is shown and what is asked. Nothing in it is
run; what can't be understood is told with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from netviz.files.errors import FileError, reason, shown
from netviz.files.paths import is_file
from netviz.language.grammar import all_of, one_of
from netviz.lessons.checks import CHECKS
from netviz.lessons.conditions import LessonError
from netviz.lessons.directives import read_act
from netviz.lessons.fitting import Fitting
from netviz.lessons.lesson import Act, Check, Complaint, Lesson, Step
from netviz.viewmodels.words.glossary import SCHEME, TERMS

MOST_BYTES: Final = 200_000
MOST_STEPS: Final = 40
SCENE: Final = "scene"
PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp")
_FENCE: Final = "```"
_HTML: Final = re.compile(r"<[A-Za-z/!?]")
_CODE: Final = re.compile(r"`[^`]*`")
_LINK: Final = re.compile(r"(!?)\[[^\]]*\]\(([^)]*)\)")
TERM_LINKS: Final = {term.id.replace(" ", "-"): term.id for term in TERMS}
"""A word's id in the glossary, by how a link has it: `hidden-layer`, without spaces."""
_FACTS: Final = ("aim", "minutes")


def read_lesson(path: Path) -> Lesson:
    """The lesson. Raises FileError with the first thing that is wrong, and how many more there are."""
    lesson, complaints = check_lesson(path)
    if lesson is None:
        first, more = complaints[0], len(complaints) - 1
        rest = f" (and {more} more: netviz lesson FILE --check tells all)" if more else ""
        raise FileError(f"{shown(path)}, {first}{rest}")
    return lesson


def check_lesson(path: Path) -> tuple[Lesson | None, tuple[Complaint, ...]]:
    """The lesson, or None with all that is wrong in it, by line. Raises FileError where it can't be read."""
    reader = _Reader(path, _text(path).splitlines())
    lesson = reader.read()
    found = tuple(sorted(reader.complaints, key=lambda complaint: complaint.line))
    return (None if found else lesson), found


def _text(path: Path) -> str:
    if not is_file(path):
        raise FileError(f"{shown(path)} is no file; a lesson (.md) would be right.")
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileError(f"{shown(path)} can't be read: {reason(error)}.") from error
    if len(content) > MOST_BYTES:
        raise FileError(
            f"{shown(path)} is too large for a lesson; up to {MOST_BYTES:,} bytes would be right."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileError(f"{shown(path)}, line {line}: this is no text in UTF-8.") from error
    if "\0" in text:
        raise FileError(f"{shown(path)} is no text; a lesson (.md) would be right.")
    return text


class _Reader:
    """Goes through the lines once."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.complaints: list[Complaint] = []
        self._path = path
        self._lines = lines
        self._at = 0
        self._fitting = Fitting()

    def read(self) -> Lesson | None:
        """The lesson, as far as it can be understood."""
        title = self._title()
        facts = self._facts()
        steps = []
        while self._at < len(self._lines):
            steps.append(self._step())
        if not steps:
            self._complain(
                max(len(self._lines), 1), "A lesson has steps, each with a title that begins with ## ."
            )
        if len(steps) > MOST_STEPS:
            self._complain(steps[MOST_STEPS].line, f"A lesson has up to {MOST_STEPS} steps.")
        if steps and steps[-1].check is None:
            self._complain(steps[-1].line, "A lesson ends with something to do: an ask, a number or a do.")
        minutes = facts.get("minutes", "")
        return Lesson(
            self._path.stem,
            title,
            facts.get("aim", ""),
            int(minutes) if minutes.isdecimal() else 0,
            tuple(steps),
            self._path,
        )

    def _complain(self, line: int, sentence: str) -> None:
        self.complaints.append(Complaint(line, sentence))

    # ---- before the first step

    def _title(self) -> str:
        while self._at < len(self._lines) and not self._lines[self._at].strip():
            self._at += 1
        line = self._lines[self._at] if self._at < len(self._lines) else ""
        if not (line.startswith("# ") and line[2:].strip()):
            self._complain(self._at + 1, "A lesson begins with its title, as # A neuron.")
            return ""
        self._at += 1
        return line[2:].strip()

    def _facts(self) -> dict[str, str]:
        facts: dict[str, str] = {}
        title = max(self._at, 1)
        while self._at < len(self._lines) and not self._lines[self._at].startswith("## "):
            line = self._lines[self._at].strip()
            name, colon, value = line.partition(":")
            if line and not (colon and name in _FACTS):
                self._complain(self._at + 1, f"Before the first step stand {all_of(_FACTS)}, as minutes: 4.")
            elif line:
                facts[name] = value.strip()
            self._at += 1
        for name in _FACTS:
            if not facts.get(name):
                self._complain(title, f"A line {name}: is missing under the title.")
        minutes = facts.get("minutes", "1")
        if not (minutes.isdecimal() and 1 <= int(minutes[:4] or 0) <= 60):
            self._complain(title, "minutes: a whole number from 1 to 60 would be right.")
        return facts

    # ---- steps

    def _step(self) -> Step:
        line = self._at + 1
        title = self._lines[self._at][3:].strip()
        if not title:
            self._complain(line, "A step has a title behind ## .")
        self._at += 1
        words: list[str] = []
        acts: list[Act] = []
        checks: list[Check] = []
        while self._at < len(self._lines) and not self._lines[self._at].startswith("## "):
            here = self._lines[self._at]
            if here.lstrip().startswith(_FENCE):
                self._block(acts, checks)
                continue
            if here.startswith("# "):
                self._complain(self._at + 1, "A lesson has one title; ## begins a step.")
            self._check_words(here, self._at + 1)
            words.append(here)
            self._at += 1
        text = "\n".join(words).strip()
        if not text:
            self._complain(line, "A step has words, not only blocks.")
        if len(checks) > 1:
            self._complain(line, "A step has one check; another one is a step of its own.")
        return Step(title, text, tuple(acts), checks[0] if checks else None, line)

    def _block(self, acts: list[Act], checks: list[Check]) -> None:
        first = self._at + 1
        kind = self._lines[self._at].strip().removeprefix(_FENCE).strip()
        self._at += 1
        inside: list[tuple[int, str]] = []
        while self._at < len(self._lines) and self._lines[self._at].strip() != _FENCE:
            if self._lines[self._at].startswith("## "):
                break
            inside.append((self._at + 1, self._lines[self._at]))
            self._at += 1
        if self._at < len(self._lines) and self._lines[self._at].strip() == _FENCE:
            self._at += 1
        else:
            self._complain(first, f"This block does not end; a line {_FENCE} would be right.")
        if kind == SCENE:
            for number, line in inside:
                with self._told(number):
                    acts += self._acts(line, number)
        elif kind in CHECKS:
            with self._told(first):
                checks.append(CHECKS[kind]([line for _, line in inside]))
                self._fitting.check(checks[-1])
        else:
            self._complain(
                first, f"There is no block “{kind[:30]}”; {one_of((SCENE, *CHECKS))} would be right."
            )

    def _acts(self, line: str, number: int) -> list[Act]:
        if not line.strip():
            return []
        word, value = read_act(line, self._path.parent)
        self._fitting.take(word, value)
        return [Act(word, value, number)]

    @contextmanager
    def _told(self, line: int) -> Iterator[None]:
        try:
            yield
        except LessonError as error:
            self._complain(line, str(error))

    def _check_words(self, words: str, line: int) -> None:
        plain = _CODE.sub("", words)
        if _HTML.search(plain):
            self._complain(line, "HTML is not shown; Markdown would be right, or < between backticks.")
        for picture, target in _LINK.findall(plain):
            sentence = self._wrong_picture(target) if picture else _wrong_link(target, self._path.parent)
            if sentence:
                self._complain(line, sentence)

    def _wrong_picture(self, target: str) -> str:
        if "/" in target or "\\" in target or Path(target).suffix.lower() not in PICTURES:
            return (
                f"“{target[:30]}” is no picture beside the lesson; a name that ends in {one_of(PICTURES)} "
                "would be right."
            )
        if not is_file(self._path.parent / target):
            return f"The picture {target[:40]} is missing beside the lesson."
        return ""


def _wrong_link(target: str, folder: Path) -> str:
    kind, _, name = target.partition(":")
    if f"{kind}:" == SCHEME:
        return "" if name in TERM_LINKS else f"There is no word “{name[:30]}” in the glossary."
    if kind == "lesson":
        there = name.replace("-", "").isalnum() and is_file(folder / f"{name}.md")
        return "" if there else f"There is no lesson “{name[:30]}” beside this one."
    return f"“{target[:30]}” leads out of netviz; {SCHEME}loss or lesson:name would be right."
