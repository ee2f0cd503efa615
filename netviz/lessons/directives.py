"""What a scene can show, a row a directive: how it is written, what it does, and how its line is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any, Final

from PIL import Image

from netviz.files.paths import is_file
from netviz.language.grammar import one_of
from netviz.lessons.conditions import LessonError, read_number, read_place, short
from netviz.network.activations import ACTIVATIONS, USUAL
from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.all_tasks import TASKS
from netviz.tasks.digits.resources import resource
from netviz.training.settings import SETTINGS

MOST_PARAMETERS: Final = 1_000_000  # a lesson begins in half a second
ROOMS: Final = ("watch", "train", "explain", "test")
INSIDE: Final = ("sum", "layer", "seeks", "why", "operate")
"""Tabs of the page Look inside."""
PAGES: Final = ("compare", "landscape", "nearest", *INSIDE, "nothing")
OPTIONS: Final = {row.key: row for row in SETTINGS if row.flag}


@dataclass(frozen=True)
class Shape:
    """A new network: its sizes with inputs and outputs, the activation of its hidden layers (None: the task's
    own), and the seed of its weights.
    """

    sizes: tuple[int, ...]
    activation: str | None = None
    seed: int = 0


@dataclass(frozen=True)
class Wanted:
    """An example of the test set: the `number`-th (from 1) with this class, or of any class (None). If it is
    not `named`, nothing tells which class it is.
    """

    label: int | None
    number: int = 1
    named: bool = True


@dataclass(frozen=True)
class Focus:
    """A neuron (one place), a weight (two), or an output (column None), counted from 1 as on screen."""

    column: int | None
    index: int
    source: tuple[int, int] | None = None


@dataclass(frozen=True)
class Directive:
    """`written` is an example of its line, `does` what it does, a sentence without its full stop."""

    word: str
    written: str
    does: str
    read: Callable[[str, Path], Any]


def _one(names: tuple[str, ...], what: str) -> Callable[[str, Path], str]:
    def read(text: str, _folder: Path) -> str:
        if text not in names:
            raise LessonError(f"There is no {what} “{short(text)}”; {one_of(names)} would be right.")
        return text

    return read


def _network(text: str, _folder: Path) -> Shape:
    sizes, *rest = text.split() or [""]
    numbers = sizes.split("-")
    if not (len(numbers) >= 2 and all(n.isdecimal() and len(n) < 8 for n in numbers)):
        raise LessonError(f"“{short(sizes)}” is no shape; sizes with hyphens, as 2-8-8-2, would be right.")
    shape = Shape(tuple(map(int, numbers)))
    while rest:
        word = rest.pop(0)
        if word == "seed" and rest and rest[0].isdecimal() and len(rest[0]) < 10:
            shape = replace(shape, seed=int(rest.pop(0)))
        elif word in ACTIVATIONS:
            shape = replace(shape, activation=word)
        else:
            raise LessonError(
                f"“{short(word)}” is no activation; {one_of(ACTIVATIONS)} or seed N would be right."
            )
    try:
        spec = NetworkSpec.dense(shape.sizes, shape.activation or USUAL)
    except SpecError as error:
        raise LessonError(str(error)) from error
    if spec.n_parameters > MOST_PARAMETERS:
        raise LessonError(
            f"A network with {spec.n_parameters:,} weights and biases is too large for a lesson; at most "
            f"{MOST_PARAMETERS:,} would be right."
        )
    return shape


def _file(text: str, folder: Path) -> Path:
    name = PurePath(text)
    if not text or name.is_absolute() or ".." in name.parts or len(name.parts) != 1:
        raise LessonError(f"“{short(text)}” is no file beside the lesson; its name alone would be right.")
    for path in (folder / text, resource("examples") / text):
        if is_file(path):
            return path
    raise LessonError(f"{short(text)} lies neither beside the lesson nor among the examples of netviz.")


def _picture(text: str, folder: Path) -> Path:
    path = _file(text, folder)
    try:
        with Image.open(path):
            return path
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise LessonError(f"{short(text)} is no picture; a photo or a scan would be right.") from error


def _set(text: str, _folder: Path) -> tuple[str, Any]:
    name, _, value = text.partition(" ")
    row = OPTIONS.get(name.replace("-", "_"))
    if row is None:
        raise LessonError(f"There is no setting “{short(name)}”; {one_of(OPTIONS)} would be right.")
    wanted: Any = value.strip()
    if not hasattr(row.kind, "options"):
        number = read_number(wanted)
        wanted = int(number) if getattr(row.kind, "whole", False) and number.is_integer() else number
    sentence = row.complaint(wanted)
    if sentence:
        raise LessonError(sentence)
    return row.key, wanted


def _example(text: str, _folder: Path) -> Wanted | None:
    words = text.split()
    if words == ["none"]:
        return None
    named = words[-1:] != ["unnamed"]
    if not named:
        words.pop()
    if not words or len(words) > 2 or not all(w.isdecimal() and 0 < len(w) < 6 for w in words[1:]):
        raise LessonError(
            "An example is its class and which of them, as 3 or 3 12; any 12, or none, would be right."
        )
    if words[0] != "any" and not (words[0].isdecimal() and len(words[0]) < 5):
        raise LessonError(f"“{short(words[0])}” is no class; its number, or any, would be right.")
    label = None if words[0] == "any" else int(words[0])
    return Wanted(label, int(words[1]) if len(words) == 2 else 1, named)


def _focus(text: str, _folder: Path) -> Focus | None:
    kind, *places = text.split() or [""]
    if kind == "nothing" and not places:
        return None
    if kind == "output" and len(places) == 1 and places[0].isdecimal() and len(places[0]) < 5:
        return Focus(None, int(places[0]))
    if kind == "neuron" and len(places) == 1:
        return Focus(*read_place(places[0]))
    if kind == "weight" and len(places) == 2:
        source, target = read_place(places[0]), read_place(places[1])
        if source[0] + 1 != target[0]:
            raise LessonError(
                f"No weight leads from {places[0]} to {places[1]}; neighbouring layers would be right."
            )
        return Focus(*target, source)
    raise LessonError("A focus is neuron 2.6, weight 1.5 2.6, output 3 or nothing.")


def _stage(text: str, _folder: Path) -> int:
    if not (text.isdecimal() and 1 <= int(text[:4]) <= 20):
        raise LessonError(f"“{short(text)}” is no stage; a whole number from 1 would be right.")
    return int(text)


def _steps(text: str, _folder: Path) -> int | None:
    if text in ("on", "off"):
        return None if text == "on" else 0
    if not (text.isdecimal() and 1 <= int(text[:7]) <= 20_000):
        raise LessonError(f"“{short(text)}” is no number of steps; 1 to 20000, on or off would be right.")
    return int(text)


def _pace(text: str, _folder: Path) -> float | None:
    if text == "full":
        return None
    pace = read_number(text)
    if not 0.1 <= pace <= 1000:
        raise LessonError(
            f"A pace of {pace:g} steps a second can't be had; 0.1 to 1000, or full, would be right."
        )
    return pace


def _shapes(text: str, folder: Path) -> tuple[Shape, ...]:
    shapes = tuple(_network(part.strip(), folder) for part in text.split(","))
    if not 2 <= len(shapes) <= 4:
        raise LessonError("Two to four networks are compared, with commas between them.")
    return shapes


DIRECTIVES: Final = (
    Directive("task", "task spirals", "opens this problem", _one(TASKS, "task")),
    Directive("network", "network 2-8-8-2 relu seed 1", "a new network with random weights", _network),
    Directive("open", "open dead-relu.netviz",
              "opens a network or run that lies beside the lesson, or among the examples of netviz", _file),
    Directive("set", "set lr 0.05", "changes a setting, named as its option of netviz train", _set),
    Directive("room", "room watch", "opens this room", _one(ROOMS, "room")),
    Directive("page", "page landscape", "opens this page, or closes what is open", _one(PAGES, "page")),
    Directive("read", "read desk.jpg", "reads this picture as a page", _picture),
    Directive("show", "show simple", "shows what one needs first, or everything",
              _one(("simple", "full"), "way to show")),
    Directive("lines", "lines one", "draws the connections of one neuron in each layer, or all",
              _one(("one", "all"), "way to draw lines")),
    Directive("labels", "labels shuffled", "deals the training labels out by chance, or right again",
              _one(("shuffled", "right"), "kind of labels")),
    Directive("example", "example 3 12", "puts a test example before the network: the twelfth 3", _example),
    Directive("focus", "focus neuron 2.6", "points at a neuron, a weight or an output", _focus),
    Directive("stage", "stage 4", "goes to this stage of the story in the room Explain", _stage),
    Directive("pace", "pace 5", "how many steps a second training takes", _pace),
    Directive("train", "train 200", "trains for so many steps, or until it is off", _steps),
    Directive("compare", "compare 2-24-2, 2-8-8-2",
              "trains these shapes side by side, from the same seed", _shapes),
)  # fmt: skip
NAMED: Final = {row.word: row for row in DIRECTIVES}


def read_act(line: str, folder: Path) -> tuple[str, Any]:
    """The directive's id and its value. Raises LessonError."""
    word, _, rest = line.strip().partition(" ")
    row = NAMED.get(word)
    if row is None:
        raise LessonError(f"There is no directive “{short(word)}”; {one_of(NAMED)} would be right.")
    return word, row.read(rest.strip(), folder)
