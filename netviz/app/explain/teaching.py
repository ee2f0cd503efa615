"""Making a told step real, once or many times, and saying what that did; the undo stack takes it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from netviz.app.explain.source import Prepared
from netviz.app.run.lessons import Lessons, TaughtSteps
from netviz.app.run.undo import History
from netviz.language.grammar import all_of, counted
from netviz.network.spec import NetworkSpec
from netviz.rendering.arrows.wants import loss_texts
from netviz.tasks.examples import Examples
from netviz.training.experiments.lesson import MANY, Lesson
from netviz.training.figures import percents
from netviz.training.jobs.thread import Progress
from netviz.training.measure.examination import Examination, examine, spoiled
from netviz.training.measure.residuals import Residuals, residuals
from netviz.training.session import SessionState
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.called import called

ONCE: Final = "applied step"
UNIT: Final = "\N{NO-BREAK SPACE}%"
MANY_TIMES: Final = f"{MANY} applied steps"


@dataclass(frozen=True, eq=False)
class Taught:
    """What was applied to one digit in a row: how many steps, and what was so before them: the loss and the
    activation of the right output on this digit, and the network.
    """

    steps: int
    loss_before: float
    share_before: float
    spec: NetworkSpec
    before: NDArray[np.float32]
    after: NDArray[np.float32]


class Teaching(QObject):
    """Commands to the trainer. One at a time: `busy` until the story of the new network is there."""

    measured = Signal()  # what there is to say has changed

    def __init__(self, lessons: Lessons, bridge: JobBridge, stack: History) -> None:
        super().__init__()
        self._lessons = lessons
        self._bridge = bridge
        self._stack = stack
        self._validation: Examples | None = None
        self._taught: Taught | None = None
        # By the parameters that they led to: Undo and Redo bring those back, and what is said about them.
        self._led_to: dict[bytes, Taught] = {}
        self._read: dict[bytes, Examination | Residuals] = {}
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether an Apply is on its way."""
        return self._busy

    @property
    def can_undo(self) -> bool:
        """Whether the last thing that was done is an Apply, and nothing was trained since."""
        last = self._stack.last
        return isinstance(last, TaughtSteps) and self._lessons.ends(last)

    @property
    def in_one_go(self) -> bool:
        """Whether the present network is where more than one step led at once, which no story shows."""
        last = self._stack.last
        return self._taught is not None and isinstance(last, TaughtSteps) and last.steps > 1

    def provide(self, validation: Examples) -> None:
        """The validation digits are there: what a lesson does to the others is measured on them."""
        self._validation = validation

    def teach(self, prepared: Prepared, steps: int) -> None:
        """Make the told step real, every parameter exactly as told; or many, each with its own gradient."""
        self._busy = True
        story, wanted = prepared.story, prepared.wanted
        lesson = Lesson(wanted.example.pixels, wanted.label, wanted.rate)
        last = self._led_to.get(_digest(story.trace.parameters))

        def given(before: SessionState, after: SessionState) -> None:
            made = after.step - before.step
            if not made:
                self._busy = False
                return
            taught = Taught(
                made,
                story.trace.loss_before,
                _share(story),
                after.config.spec,
                before.parameters,
                after.parameters,
            )
            if last is not None:
                taught = replace(last, steps=made + last.steps, after=after.parameters)
            self._led_to[_digest(after.parameters)] = taught
            self._measure(taught)

        words = ONCE if steps == 1 else MANY_TIMES
        self._lessons.teach(words, lesson, steps, wanted.snapshot.identity, given)

    def arrived(self, story: Story, *, same_digit: bool) -> None:
        """A story of the network as it is now is there."""
        self._busy = False
        if not same_digit:
            self._led_to.clear()
            self._read.clear()
        self._taught = self._led_to.get(_digest(story.trace.parameters))

    def words(self, story: Story) -> str:
        """What was applied, and what it did, measured: to this digit, and to the validation digits, the same
        before and after. Empty where nothing was.
        """
        taught = self._led_to.get(_digest(story.trace.parameters))
        if taught is None:
            return ""
        share = _changed(taught.share_before, _share(story))
        loss = " → ".join(loss_texts((taught.loss_before, story.trace.loss_before)))
        words = counted(
            taught.steps,
            "{n} step on {this}: {share}, loss {loss}.",
            "{n} steps on {this}: {share}, loss {loss}.",
            this=called(story).this,
            share=share,
            loss=loss,
        )
        then, now = (self._read.get(_digest(weights)) for weights in (taught.before, taught.after))
        return words if then is None or now is None else f"{words} {side_effects(then, now)}"

    def _measure(self, taught: Taught) -> None:
        digits = self._validation
        if digits is None or len(digits) == 0 or digits.stored.shape[1] != taught.spec.sizes[0]:
            return
        wanted = [w for w in (taught.before, taught.after) if _digest(w) not in self._read]

        measure = residuals if digits.task.answer.kind == "numbers" else examine

        def work(_progress: Progress) -> dict[bytes, Examination | Residuals]:
            return {_digest(weights): measure(taught.spec, weights, digits) for weights in wanted}

        def done(read: dict[bytes, Examination | Residuals]) -> None:
            self._read.update(read)
            self.measured.emit()

        self._bridge.submit("lesson", work, done)


def side_effects(before: Examination | Residuals, after: Examination | Residuals) -> str:
    """What a lesson did to the examples that it was not about, as sentences with the figures."""
    if isinstance(before, Residuals) or isinstance(after, Residuals):
        assert isinstance(before, Residuals)
        assert isinstance(after, Residuals)
        loss = " → ".join(loss_texts((before.loss, after.loss)))
        return f"On {before.count:,} validation examples, before and after it: loss {loss}."
    read = _changed(before.accuracy, after.accuracy)
    words = f"On {before.count:,} validation examples, before and after it: {read} right."
    pays = [
        f"{digit} ({_changed(float(before.recall[digit]), float(after.recall[digit]))})"
        for digit in spoiled(before, after)
    ]
    if not pays:
        return words
    return f"{words} Spoiled: {all_of(pays)}."


def _changed(before: float, after: float) -> str:
    """`93.4 → 89.5 %`, in as many digits as tell them apart; `still 93.4 %` where nothing does."""
    then, now = percents(before, after)
    return f"still {now}" if then == now else f"{then.removesuffix(UNIT)} → {now}"


def _share(story: Story) -> float:
    """The activation of the output that should be highest, before the story's step."""
    return float(story.trace.before.a[-1][story.trace.own])


def _digest(parameters: NDArray[np.floating[Any]]) -> bytes:
    """Tells one set of parameters from another without keeping it."""
    return blake2b(np.asarray(parameters, np.float32).tobytes()).digest()
