"""Keeps the sentence below the network true, and changes it calmly."""

from __future__ import annotations

import math
from collections.abc import Callable
from time import perf_counter
from typing import Final

from netviz.app.screen.presenter import Presenter
from netviz.app.watch.live_arrows import LiveArrows
from netviz.network.forward import ForwardPass
from netviz.panels.inspector.facts import EdgeFacts, NeuronFacts, PixelFacts, describe
from netviz.panels.kit.figures import percent, plain
from netviz.panels.watch.sentence_bar import SentenceBar
from netviz.rendering.pointing.lens import CROWDED
from netviz.tasks.all_tasks import USUAL
from netviz.tasks.answer import Answer, Numbers
from netviz.training.figures import answered
from netviz.training.measure.metrics import MetricLog
from netviz.training.snapshot import Snapshot, is_untrained
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.playing.clock import FrameClock
from netviz.viewmodels.probe import Right
from netviz.viewmodels.scene import Layout
from netviz.viewmodels.words import point_sentence
from netviz.viewmodels.words.sentence import Seen, sentence

CALM: Final = 0.4  # seconds between two sentences while training runs
BACK: Final = 40  # steps over which it is looked at whether the loss rises
CLEARLY: Final = 1.5  # of what it was: less is how mini-batches differ


class Sentence:
    """Looks at each tick, while the bar is on screen."""

    def __init__(
        self,
        bar: SentenceBar,
        presenter: Presenter,
        live: LiveArrows,
        trainer: Trainer,
        clock: FrameClock,
        *,
        enlarged: Callable[[], float],
        of_number: Callable[[], bool],
        zoom: Callable[[], float],
    ) -> None:
        self._bar = bar
        self._presenter = presenter
        self._live = live
        self._trainer = trainer
        self._enlarged = enlarged
        self._of_number = of_number
        self._zoom = zoom
        self._next = 0.0
        self._span: tuple[int, int] | None = None
        self._known: tuple[object, bool] = (None, False)
        clock.tick.connect(self._tick)

    def _tick(self) -> None:
        now = perf_counter()
        busy = self._presenter.training or self._live.sweeps
        # What names a step says so with all figures; any other waits until the last could be read.
        same = self._live.told_span == self._span
        if not self._bar.isVisible() or (busy and same and now < self._next):
            return
        self._next, self._span = now + CALM, self._live.told_span
        seen = self.seen()
        if seen is None:
            return
        shown = self._presenter.snapshot
        assert shown is not None
        self._bar.key.set_layers(shown.spec.n_layers)
        self._bar.key.show_key(seen.sweep != "none", fast=seen.sweep == "accumulated")
        task = shown.task
        at_rest = None if task.id == USUAL else lambda seen: point_sentence.at_rest(seen, task)
        self._bar.say(sentence(seen, at_rest))

    def seen(self) -> Seen | None:
        """What is on screen; None before there is a network."""
        presenter, live = self._presenter, self._live
        shown, scene, example = presenter.snapshot, presenter.scene, presenter.example
        if shown is None or scene is None:
            return None
        forward = presenter.forward
        numbers = shown.spec.loss_function.answers == "numbers"
        answer, share = (None, "") if forward is None else _answered(forward, shown.task.answer)
        step = shown.step if presenter.named is None else presenter.named.step
        measured = [p for p in self._trainer.log.validation_since(None)[1] if p.step <= step]
        return Seen(
            step=step,
            training=presenter.training and not presenter.playback.travelling,
            sweep=live.pace if live.sweeps else "none",
            told=live.told_span,
            source=example.source,
            label=None if numbers or example.label is None else int(example.label),
            wanted=_wanted(example.label, shown.task.answer),
            answer=answer,
            share=share,
            accuracy=percent(measured[-1].accuracy) if measured and not numbers else "",
            measured_at=measured[-1].step if measured else 0,
            rises=risen(self._trainer.log, step),
            single=live.single,
            pointed=_pointed(presenter) if presenter.manner.simple else "",
            enlarged=self._enlarged(),
            of_number=self._of_number(),
            crowded=_crowded(scene.layout, self._zoom()),
            elsewhere=self._elsewhere(shown),
            doubted=presenter.doubted,
        )

    def _elsewhere(self, shown: Snapshot) -> bool:
        """Whether weights that made no step here are others than those of a new network."""
        if shown.step:
            return False
        seed = self._trainer.status.config.seed
        if self._known[0] != (shown.identity, seed):
            self._known = ((shown.identity, seed), not is_untrained(shown, seed))
        return self._known[1]


def _answered(forward: ForwardPass, answer: Answer) -> tuple[int, str]:
    """The answer, and how sure it is; of numbers the number."""
    outputs = forward.a[-1]
    if isinstance(answer, Numbers):
        return 0, answered(answer, float(outputs[0]))
    place = int(outputs.argmax())
    return place, percent(float(outputs[place]))


def _wanted(right: Right | None, answer: Answer) -> str:
    """The number that would be right, where one is known."""
    return answered(answer, float(right)) if isinstance(answer, Numbers) and right is not None else ""


def risen(log: MetricLog, step: int) -> tuple[str, str] | None:
    """The smoothed training loss `BACK` steps before `step` (or at the first) and at it, where it rose."""
    now = log.smoothed("loss", step)
    before = log.smoothed("loss", max(step - BACK, 1))
    if now is None or before is None or not math.isfinite(now) or now <= CLEARLY * before:
        return None
    return plain(before), plain(now)


def _pointed(presenter: Presenter) -> str:
    """In Simple there is no panel about it."""
    focus, shown = presenter.explorer.told_focus, presenter.snapshot
    facts = None if focus is None or shown is None else describe(focus, shown, presenter.forward)
    match facts:
        case EdgeFacts() if facts.w != 0:
            way = "stronger" if facts.w > 0 else "weaker"
            return f"This line is a weight: the more active {facts.source}, the {way} {facts.target}."
        case NeuronFacts() if facts.a is not None and facts.output and _is_class(facts):
            return f"{facts.title}: {percent(facts.a)}. It adds up what all neurons before it send."
        case NeuronFacts() if facts.a is not None and facts.z is not None:
            return f"{facts.title}: all that flows into it adds up to {plain(facts.z, 2)}; {_made_of(facts)}."
        case PixelFacts() if facts.a is not None and not facts.ink:
            return f"{facts.title} is what the network reads: {plain(facts.a, 3)} here."
        case NeuronFacts() if facts.a is not None and facts.output:
            return f"{facts.title}: {plain(facts.a, 3)}, the sum of all that flows into it."
        case PixelFacts() if facts.a is not None:
            return f"{facts.title}: its ink is {plain(facts.a, 2)}, between 0 and 1."
    return ""


def _is_class(facts: NeuronFacts) -> bool:
    return facts.task.answer.kind == "classes"


def _made_of(facts: NeuronFacts) -> str:
    """What the activation function makes of the sum."""
    assert facts.a is not None
    assert facts.z is not None
    assert facts.activation is not None
    name = facts.activation.label
    if facts.activation.can_die:
        return f"{name} cuts it off at 0" if facts.z <= 0 else f"{name} lets it through"
    return f"{name} makes its activation {plain(facts.a, 2)} of it"


def _crowded(layout: Layout, zoom: float) -> bool:
    """Whether a column has a lens."""
    columns = layout.spec.neuron_slices[1:]
    return any(
        where.stop - where.start > 1
        and float(layout.xy[where.start + 1, 1] - layout.xy[where.start, 1]) * zoom < CROWDED
        for where in columns
    )
