"""What a person changed in the course of a run: settings, layers, weights by hand; and what was taught."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace
from threading import Lock
from typing import Literal, NamedTuple

from netviz.training.advise.differences import what_changed
from netviz.training.config import TrainingConfig

Kind = Literal["settings", "layers", "operated", "taught"]


class Change(NamedTuple):
    """Something else from `step` on. `words` say what, as `Learning rate 0.005 → 0.05`.

    `last` is the last step that was taught, else `step`. `before` and `after` are the settings, where these
    changed, `lesson` is what was taught, in words.
    """

    step: int
    kind: Kind
    words: str
    last: int
    before: TrainingConfig | None = None
    after: TrainingConfig | None = None
    lesson: str = ""
    shapes: tuple[str, str] | None = None  # before and after, where the layers changed


class ChangeLog:
    """The changes of one run in order. The trainer adds, anybody reads."""

    def __init__(self, changes: tuple[Change, ...] = (), begun: TrainingConfig | None = None) -> None:
        self._lock = Lock()
        self._all = changes
        self.begun = begun
        """The settings at the run's first step, where they are known."""

    @property
    def all(self) -> tuple[Change, ...]:
        """All of them; the same tuple while there are no others."""
        return self._all

    @property
    def last_taught(self) -> int:
        """The last step that was taught; -1 where none was."""
        return max((change.last for change in self._all if change.kind == "taught"), default=-1)

    @property
    def highest_rate(self) -> float:
        """The highest learning rate that the run was ever set to, as far as is known; 0 where nothing is."""
        known = [self.begun, *(c for change in self._all for c in (change.before, change.after))]
        return max((config.learning_rate for config in known if config is not None), default=0.0)

    def told(self, now: TrainingConfig) -> str:
        """What of the settings is another than at the first step, or was meanwhile; empty for nothing."""
        begun = self.begun
        if begun is None:
            return ""
        other = [
            field.name for field in fields(now) if getattr(begun, field.name) != getattr(now, field.name)
        ]
        stays = {name: getattr(now, name) for name in other}
        back: Counter[str] = Counter()
        for change in self._all:
            if change.kind == "settings" and change.before is not None and change.after is not None:
                # What is another now is told by what it was and is.
                before, after = replace(change.before, **stays), replace(change.after, **stays)
                if before != after:
                    back[what_changed(before, after)] += 1
        told = f"Changed in this run: {what_changed(begun, now)}" if other else ""
        if back:
            words = "; ".join(_often(*it) for it in back.items())
            told += f"{'. ' if told else ''}Changed in this run, and changed back: {words}"
        return told

    def settings(self, step: int, before: TrainingConfig, after: TrainingConfig) -> None:
        """Other settings; several at one step count as one, and none where they come out the same. Those
        before the first step are what the run begins with.
        """
        with self._lock:
            if step == 0:
                self.begun = after
                return
            there = self._all
            if there and there[-1].kind == "settings" and there[-1].step == step:
                before = there[-1].before or before
                there = there[:-1]
            if before != after:
                new = Change(step, "settings", what_changed(before, after), step, before, after)
                there = (*there, new)
            self._all = there

    def layers(self, step: int, before: str, after: str) -> None:
        """Other hidden layers."""
        if before != after and step > 0:
            self._add(_reshaped(step, before, after))

    def stands(self, step: int, before: str | None, shape: str) -> None:
        """A network of this shape was brought back at `step`: of changes of the layers there stay only those
        that led to it. `before`: what stood there until now, if it was of the same run.
        """
        with self._lock:
            there, begun = self._all, before
            while there and there[-1].step == step and there[-1].shapes is not None:
                begun = there[-1].shapes[0]
                there = there[:-1]
            if step > 0 and begun is not None and begun != shape:
                there = (*there, _reshaped(step, begun, shape))
            if there != self._all:
                self._all = there

    def operated(self, step: int, words: str) -> None:
        """The network was changed by hand."""
        self._add(Change(step, "operated", words, step))

    @property
    def n_operated(self) -> int:
        """How often the network was changed by hand."""
        return sum(change.kind == "operated" for change in self._all)

    def take_back(self, left: int) -> None:
        """Of what was done by hand only the first so many stay: the others never were."""
        with self._lock:
            done = [change for change in self._all if change.kind == "operated"]
            gone = {id(change) for change in done[left:]}
            self._all = tuple(change for change in self._all if id(change) not in gone)

    def taught(self, step: int, steps: int, words: str) -> None:
        """So many steps after `step` were taught: `words` as a lesson has them."""
        self._add(_taught(step, step + steps, words))

    def rewind(self, step: int) -> None:
        """Forget what came after `step`. Of a lesson that was under way there, its first steps stay."""
        with self._lock:
            self._all = tuple(
                _taught(change.step, step, change.lesson) if change.last > step else change
                for change in self._all
                if change.step <= step and (change.kind != "taught" or change.step < step)
            )

    def copy(self) -> ChangeLog:
        """Another log with the same changes."""
        return ChangeLog(self._all, self.begun)

    def _add(self, change: Change) -> None:
        with self._lock:
            self._all = (*self._all, change)


def _often(words: str, times: int) -> str:
    return words if times == 1 else f"{words} ({times:,} times)"


def _reshaped(step: int, before: str, after: str) -> Change:
    return Change(step, "layers", f"Layers {before} → {after}", step, shapes=(before, after))


def _taught(step: int, last: int, lesson: str) -> Change:
    many = "1 step" if last == step + 1 else f"{last - step} steps"
    return Change(step, "taught", f"Taught {lesson}, {many}", last, lesson=lesson)
