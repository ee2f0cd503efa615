"""What a setting is: a number or one of a few names, with its words, its range and its option."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any, NamedTuple, TypeVar

from netviz.language.grammar import one_of

_Config = TypeVar("_Config", bound=Any)


class Range(NamedTuple):
    """The numbers from `least` to `most`: without `least` itself where it is `above`, without `most` where it
    is `below`. `whole`: whole numbers only, counting `unit`. `optional`: or none at all (None).
    """

    least: float
    most: float = math.inf
    above: bool = False
    below: bool = False
    whole: bool = False
    optional: bool = False
    unit: str = ""

    def holds(self, value: object) -> bool:
        """Whether this is one of them; settings from a file may be anything."""
        if value is None:
            return self.optional
        if not (is_whole(value) if self.whole else is_number(value)):
            return False
        assert isinstance(value, int | float)
        enough = value > self.least if self.above else value >= self.least
        return enough and (value < self.most if self.below else value <= self.most)

    @property
    def words(self) -> str:
        """`a number above 0, at most 1,`."""
        what = f"a {'whole ' if self.whole else ''}number{f' of {self.unit}' if self.unit else ''}"
        if math.isinf(self.most):
            return f"{what} from {_figure(self.least)} up"
        if self.above:
            return f"{what} above {self.least:g}, at most {_figure(self.most)},{' or none' * self.optional}"
        return f"{what} from {_figure(self.least)} to {'below ' * self.below}{_figure(self.most)}"

    @property
    def span(self) -> str:
        """The same in a narrow place: `0 to 100`, `above 0`."""
        if self.above:
            return f"above {self.least:g}"
        if math.isinf(self.most):
            return f"{_figure(self.least)} up"
        return f"{_figure(self.least)} to {'below ' * self.below}{_figure(self.most)}"


class Choice(NamedTuple):
    """One of a few: names as files have them, each with its words on screen, and what explains it there.

    `apart`: those of them that suit only other tasks than the usual one.
    """

    options: dict[str, str]
    tips: dict[str, str] | None = None
    apart: tuple[str, ...] = ()

    def offered(self, fit: tuple[str, ...] = ()) -> dict[str, str]:
        """Those to choose from: the ones that `fit`, where that is said, else those of the usual task."""
        names = fit or tuple(name for name in self.options if name not in self.apart)
        return {name: self.options[name] for name in names}

    def holds(self, value: object) -> bool:
        """Whether this is one of them."""
        return isinstance(value, str) and value in self.options

    @property
    def names(self) -> str:
        """`a, b or c`."""
        return one_of(self.options)


@dataclass(frozen=True)
class Setting(ABC):
    """One setting.

    `path` says where it stands in a TrainingConfig: `("schedule", "kind")`. `name` begins a complaint and
    stands beside its field; `word` is the same within a sentence. `tip` explains it, without a full stop;
    `usual` is what people usually take. `nothing` is how None reads. `flag` is its option on the command
    line, `sign` and `help` what that shows; without a flag it has none. `applies` says whether it matters
    beside the others.
    """

    path: tuple[str, ...]
    name: str
    word: str
    tip: str
    _: KW_ONLY
    usual: str = ""
    nothing: str = "none"
    flag: str = ""
    sign: str = "N"
    help: str = ""
    applies: Callable[[Any], bool] = field(default=lambda config: True, compare=False)

    @property
    def key(self) -> str:
        """What it is called in JSON, and in what argparse gives."""
        return self.flag.lstrip("-").replace("-", "_")

    @property
    @abstractmethod
    def explained(self) -> str:
        """The tip, with what it may be: a sentence for a field."""

    @abstractmethod
    def complaint(self, value: object, most: float | None = None) -> str:
        """What is wrong with a value, in a sentence; empty where nothing is. `most`: at most so much here."""

    def get(self, config: Any) -> Any:
        """Its value."""
        for part in self.path:
            config = getattr(config, part)
        return config

    def put(self, config: _Config, value: object) -> _Config:
        """`config` with another value, not checked."""
        return _put(config, self.path, value)


@dataclass(frozen=True)
class NumberSetting(Setting):
    """A number. `span` says in a field's tip what it may be, where that is not just its range. `tries`: what
    is worth trying beside one another.
    """

    kind: Range
    span: str | None = None
    tries: tuple[float, ...] = ()

    @property
    def explained(self) -> str:
        """As Setting says."""
        span = self.kind.span if self.span is None else self.span
        usual = f"; {self.usual} is usual" if self.usual else ""
        return f"{self.tip}: {span}{usual}." if span else f"{self.tip}."

    def complaint(self, value: object, most: float | None = None) -> str:
        """As Setting says."""
        allowed = self.kind if most is None else self.kind._replace(most=most)
        if allowed.holds(value):
            return ""
        usual = f" ({self.usual} is usual)" if self.usual else ""
        return f"{self.name}: {_plain(value)} can't be used; {allowed.words} would be right{usual}."


@dataclass(frozen=True)
class ChosenSetting(Setting):
    """One of a few."""

    kind: Choice

    @property
    def explained(self) -> str:
        """As Setting says."""
        return f"{self.tip}."

    def complaint(self, value: object, most: float | None = None) -> str:
        """As Setting says."""
        if self.kind.holds(value):
            return ""
        return f"{self.name}: there is no “{value}”; {self.kind.names} would be right."


def _put(config: _Config, path: tuple[str, ...], value: object) -> _Config:
    first, *rest = path
    changes = {first: _put(getattr(config, first), tuple(rest), value) if rest else value}
    changed: _Config = replace(config, **changes)
    return changed


def is_number(value: object) -> bool:
    """Whether this is a finite number; settings from a file may be anything."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_whole(value: object) -> bool:
    """Whether this is a whole number."""
    return isinstance(value, int) and not isinstance(value, bool)


def _figure(number: float) -> str:
    return f"{int(number):,}" if int(number) == number else f"{number:g}"


def _plain(value: object) -> str:
    """As a person would write it: `0`, not `0.0`."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
