"""A run written as a line, and read from one, which may hold anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final

from netviz.language.grammar import one_of
from netviz.network.spec import SpecError
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.task import AnyTask
from netviz.training.config import ConfigError, TrainingConfig, new_config
from netviz.training.recipe.check import check_letters
from netviz.training.setting import ChosenSetting, NumberSetting, Setting
from netviz.training.settings import ACTIVATION, AUGMENTATION, SCHEDULE_START, SEED, SETTINGS

START: Final = "netviz:"
VERSION: Final = 1
ROOMS: Final = ("watch", "train", "explain", "test")
MOST_STEPS: Final = 1_000_000
"""More are trained for longer than anybody waits for a line of text."""

_LONGEST: Final = 1000
_SHOWN: Final = 40  # characters of what is wrong
_KNOWN: Final = re.compile(r"netviz:\s*([0-9]{1,9}):", re.IGNORECASE)
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]*)?(e[-+]?[0-9]{1,3})?|-?\.[0-9]+(e[-+]?[0-9]{1,3})?")
_WHOLE: Final = re.compile(r"-?[0-9]{1,20}")
_NOTHING: Final = "none"


class RecipeError(ValueError):
    """A line that is no recipe; the message is a sentence that names the place."""


@dataclass(frozen=True)
class RunRecipe:
    """A run of `step` steps with these settings from its beginning to its end, seen in this room; of Explain
    at the stage with this number, from 1 (0: at the first).
    """

    config: TrainingConfig
    step: int = 0
    room: str = ROOMS[0]
    stage: int = 0


def name_of(row: Setting) -> str:
    """What a setting is called in a recipe."""
    if row in AUGMENTATION:
        return row.path[-1]
    return row.flag.lstrip("-")


ROWS: Final = {name_of(row): row for row in (SEED, *SETTINGS, *AUGMENTATION) if row is not SCHEDULE_START}
"""In the order in which they are written. A run begins with its schedule."""

_ALWAYS: Final = ("seed",)


def is_recipe(text: str) -> bool:
    """Whether somebody meant a recipe by it."""
    return _KNOWN.match(text.strip()) is not None


def why_none(recipe: RunRecipe) -> str:
    """Why no line can stand for this run, in a sentence; empty where one can."""
    if recipe.config.task.id not in TASKS or task_named(recipe.config.task.id) != recipe.config.task:
        return "A recipe holds no data: it is for what comes with netviz, and this run learns from others."
    if recipe.config.schedule.start:
        return "A recipe holds one schedule, from the first step on; this run's began later."
    if recipe.step > MOST_STEPS:
        return f"A recipe holds at most {MOST_STEPS:,} steps; this run has {recipe.step:,}."
    return ""


def write_recipe(recipe: RunRecipe) -> str:
    """The line, with its check letters. Raises RecipeError."""
    config, reason = recipe.config, why_none(recipe)
    if reason:
        raise RecipeError(reason)
    spec, usual = config.spec, usual_config(config.task)
    parts = [f"{START}{VERSION}:{config.task.id}", str(spec)]
    names = spec.activations
    if names:
        parts.append(names[0] if len(set(names)) == 1 else ",".join(names))
    for name, row in ROWS.items():
        value = row.get(config)
        if value != row.get(usual) or name in _ALWAYS:
            parts.append(f"{name}={_written(value)}")
    if recipe.step:
        parts.append(f"step={recipe.step}")
    if (recipe.room, recipe.stage) != (ROOMS[0], 0):
        parts.append(f"view={recipe.room}" + (f".{recipe.stage}" if recipe.stage else ""))
    line = " ".join(parts)
    return f"{line} #{check_letters(line)}"


def usual_config(task: AnyTask) -> TrainingConfig:
    """What a recipe means that names nothing but this task."""
    return new_config(task=task)


def read_recipe(text: str) -> RunRecipe:
    """What such a line says; its settings are checked. Raises RecipeError."""
    if len(text) > _LONGEST:
        raise RecipeError(f"This recipe has {len(text):,} characters; at most {_LONGEST:,} would be right.")
    line = " ".join(text.lower().split())
    if not line.isascii() or not line.isprintable():
        strange = next(c for c in line if not (c.isascii() and c.isprintable()))
        raise RecipeError(f"This recipe can't be read at “{strange}”: only plain letters stand in one.")
    line = _checked(line)
    known = _KNOWN.match(line)
    if known is None:
        raise RecipeError(f"This is no recipe: one begins with {START}{VERSION}: and the name of a task.")
    version = int(known[1])
    if version != VERSION:
        newer = "a newer netviz reads it" if version > VERSION else f"{VERSION} would be right"
        raise RecipeError(f"This recipe is of version {version}, and this netviz reads {VERSION}; {newer}.")
    return _parts(line[known.end() :].split())


def _checked(line: str) -> str:
    """Without its check letters. Raises RecipeError where they don't fit."""
    before, mark, letters = line.rpartition("#")
    if not mark:
        return line
    line = before.rstrip()
    if letters.strip() != check_letters(line):
        raise _wrong(f"#{letters}", "the check letters don’t fit the line, so there is a slip in it")
    return line


def _parts(words: list[str]) -> RunRecipe:
    if not words or words[0] not in TASKS:
        raise _wrong(words[0] if words else "the task", f"{one_of(TASKS)} would be right", words[:1], TASKS)
    task = task_named(words[0])
    plain = [word for word in words[1:] if "=" not in word]
    if len(plain) > 2 or words[1 : 1 + len(plain)] != plain:
        last = next((w for w in words[1 + min(len(plain), 2) :] if "=" not in w), plain[-1])
        raise _wrong(last, "a setting such as lr=0.05 would be right")
    config = _shape(task, plain)
    given: dict[str, str] = {}
    for word in words[1 + len(plain) :]:
        name, _, value = word.partition("=")
        if name in given:
            raise _wrong(word, f"{name} stands there twice")
        given[name] = value
    step, view = given.pop("step", "0"), given.pop("view", ROOMS[0])
    for name, value in given.items():
        config = _put(config, name, value)
    _check(config)
    return RunRecipe(config, _step(step), *_view(view))


def _shape(task: AnyTask, plain: list[str]) -> TrainingConfig:
    """The usual settings with these layers and activations."""
    usual = usual_config(task)
    if not plain:
        return usual
    try:
        sizes = task.read_layers(plain[0])
    except (SpecError, ConfigError, ValueError) as error:
        raise _wrong(plain[0], _within(error)) from error
    names: tuple[str, ...] = (task.activation,)
    if len(plain) > 1:
        names = tuple(plain[1].split(","))
        for name in names:
            if not ACTIVATION.holds(name):
                raise _wrong(
                    plain[1], f"there is no activation “{name[:_SHOWN]}”", (name,), ACTIVATION.options
                )
    hidden = max(len(sizes) - 2, 0)
    spec = replace(usual.spec, sizes=sizes, activations=names * hidden if len(names) == 1 else names)
    try:
        spec.checked()
    except SpecError as error:
        raise _wrong(" ".join(plain), _within(error)) from error
    return replace(usual, spec=spec)


def _put(config: TrainingConfig, name: str, text: str) -> TrainingConfig:
    row = ROWS.get(name)
    if row is None:
        raise _wrong(f"{name}={text}", f"there is no setting “{name[:_SHOWN]}”", (name,), ROWS)
    value = _value(row, text)
    complaint = row.complaint(text if value is None and text != _NOTHING else value)
    if complaint:
        raise _wrong(f"{name}={text}", complaint[:1].lower() + complaint[1:].rstrip("."))
    return row.put(config, value)


def _value(row: Setting, text: str) -> Any:
    """None where it is none, or can't be one."""
    if isinstance(row, ChosenSetting):
        return text
    assert isinstance(row, NumberSetting)
    if row.kind.whole:
        return int(text) if _WHOLE.fullmatch(text) else None
    return float(text) if _NUMBER.fullmatch(text) else None


def _check(config: TrainingConfig) -> None:
    try:
        config.check()
    except (ConfigError, SpecError) as error:
        raise RecipeError(f"This recipe can't be trained: {_within(error)}.") from error


def _step(text: str) -> int:
    if not _WHOLE.fullmatch(text) or not 0 <= int(text) <= MOST_STEPS:
        raise _wrong(f"step={text}", f"a whole number from 0 to {MOST_STEPS:,} would be right")
    return int(text)


def _view(text: str) -> tuple[str, int]:
    room, dot, stage = text.partition(".")
    if room not in ROOMS:
        raise _wrong(f"view={text}", f"{one_of(ROOMS)} would be right", (room,), ROOMS)
    if not dot:
        return room, 0
    if room != "explain" or not _WHOLE.fullmatch(stage) or not 1 <= int(stage) <= 99:
        raise _wrong(f"view={text}", "only explain has stages, from 1 on, as explain.4")
    return room, int(stage)


def _written(value: object) -> str:
    if value is None:
        return _NOTHING
    if isinstance(value, float):
        short = f"{value:g}"
        return short if float(short) == value else repr(value)
    return str(value)


def _wrong(place: str, why: str, meant: Any = (), among: Any = ()) -> RecipeError:
    close = get_close_matches(next(iter(meant), ""), list(among), n=1)
    hint = f"; did you mean {close[0]}?" if close else "."
    return RecipeError(f"This recipe can't be read at “{place[:_SHOWN]}”: {why}{hint}")


def _within(error: Exception) -> str:
    text = str(error).rstrip(".")
    return text[:1].lower() + text[1:]
