"""The checks at the end of a step, as they are written: a question, a number, something to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from netviz.lessons.conditions import FIGURES, LessonError, read_conditions, read_number, read_reading, short
from netviz.lessons.lesson import Answer, Ask, Check, Do, Number

MOST_ANSWERS: Final = 6
_MARKUP: Final = re.compile(r"(\*+)[^\s*][^*]*\1|\[[^]]*\]\(")  # stars round words, or a link


def read_ask(lines: list[str]) -> Ask:
    """A question, then its answers, a line each: `+ right | reply`, `- wrong | reply`. Raises LessonError."""
    _check_plain(lines)
    question = " ".join(line.strip() for line in lines if line[:2] not in ("+ ", "- ")).strip()
    answers = tuple(_answer(line) for line in lines if line[:2] in ("+ ", "- "))
    if not question:
        raise LessonError("A question stands first in an ask.")
    if not 2 <= len(answers) <= MOST_ANSWERS:
        raise LessonError(
            f"A question has 2 to {MOST_ANSWERS} answers, each on a line that begins with + or -."
        )
    if not {True, False} == {answer.right for answer in answers}:
        raise LessonError("A question has a right answer (+) and a wrong one (-), or it can't be failed.")
    return Ask(question, answers)


def _check_plain(lines: list[str]) -> None:
    for line in lines:
        found = _MARKUP.search(line)
        if found is not None:
            raise LessonError(f"“{short(found[0])}” is Markdown; what is asked and answered is plain text.")


def _answer(line: str) -> Answer:
    words, bar, reply = line[2:].partition("|")
    if not (words.strip() and bar and reply.strip()):
        raise LessonError("An answer is its words, a |, and what is said to who gives it.")
    return Answer(words.strip(), line[0] == "+", reply.strip())


def read_asked_number(lines: list[str]) -> Number:
    """A question, then `value:`, `within:` and `help:`. Raises LessonError."""
    question, told = _told(lines, ("value", "within", "help"))
    value = told["value"]
    within = read_number(told["within"])
    if within < 0:
        raise LessonError("within: a number from 0 up would be right.")
    known = value.split()[0] in FIGURES if value.split() else False
    return Number(question, read_reading(value) if known else read_number(value), within, told["help"])


def read_do(lines: list[str]) -> Do:
    """What is to be done, then `until:` and `otherwise:`. Raises LessonError."""
    task, told = _told(lines, ("until", "otherwise"))
    return Do(task, read_conditions(told["until"]), told["otherwise"])


def _told(lines: list[str], names: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    _check_plain(lines)
    words: list[str] = []
    told: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.strip().partition(":")
        if colon and name in names:
            told[name] = value.strip()
        elif line.strip():
            words.append(line.strip())
    missing = [name for name in names if not told.get(name)]
    if missing:
        raise LessonError(f"A line {missing[0]}: is missing.")
    if not words:
        raise LessonError("What is asked for stands first.")
    return " ".join(words), told


CHECKS: Final[dict[str, Callable[[list[str]], Check]]] = {
    "ask": read_ask,
    "number": read_asked_number,
    "do": read_do,
}
"""By the word behind the three backticks."""
