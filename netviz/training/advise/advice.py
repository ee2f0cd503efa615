"""Plain hints about a run that isn't doing well, each with the figure that it rests on and a way out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from netviz.language.grammar import all_of, counted
from netviz.network import initialisers
from netviz.network.activations import USUAL, activation_named
from netviz.network.initialisers import initialiser_named
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation import DEFAULT_AUGMENTATION
from netviz.tasks.digits.task import can_be_augmented
from netviz.training.advise.evidence import LAST_VALIDATIONS, Evidence
from netviz.training.advise.fallen import fallen, read_once
from netviz.training.advise.hint import Action, Hint, Kind
from netviz.training.advise.idle import dead_figure, few_dead, idle_figure, most_dead
from netviz.training.advise.lookout import FAR_ABOVE, guesses
from netviz.training.advise.rates import (
    FAR_ABOVE_USUAL,
    calmer_rate,
    one_digit,
    rate_for_relu,
    usual_rate,
    where_usual,
)
from netviz.training.config import TrainingConfig
from netviz.training.figures import percent, said

__all__ = ["Action", "Evidence", "Hint", "Kind", "advise", "few_dead", "parted"]

# Below these nothing is said: too little has been seen.
_STEPS_FOR_RATE: Final = 200
_STEPS_FOR_DEAD: Final = 100
_STEPS_FOR_VANISHING: Final = 500
_STEPS_FOR_FLAT: Final = 1_000
_VALIDATIONS_FOR_GUESSING: Final = 4
_LONG: Final = 2_000  # steps after which a network that reads little is stuck, though its loss falls

_FAR_BELOW_USUAL: Final = 0.1
_HARDLY_MOVED: Final = 1e-4  # of a layer's weights in a step; what learns moves them a thousandth
_LOST_AGAIN: Final = 0.05  # of the examples, against the best validation
_FLAT: Final = 0.95
_NEARLY_FLAT: Final = 0.9
_VANISHED: Final = 0.1
_WORSE_THAN_GUESSING: Final = 1.15
_PARTED: Final = 0.7  # training loss, as a share of the validation loss
# Bundled validation digits are up to 0.03 easier; usual dropout and augmentation make up to 0.29.
_BELOW: Final = 0.05
_FAR_BELOW: Final = 0.32
_STANDARD_ERRORS: Final = 3.0
_DROPOUT: Final = 0.2
_L2: Final = 1e-4
_OTHER_WEIGHTS: Final = f"New network with {initialiser_named(initialisers.USUAL).label}’s weights"


def advise(evidence: Evidence) -> tuple[Hint, ...]:
    """The hints for this run, none for a healthy one.

    Of a rate too high, dead neurons, vanishing gradients and a flat loss one is told, the first in this
    order: each of them brings about those after it.
    """
    stuck = _thrown(evidence) or _rate(evidence) or _dead(evidence) or _vanishing(evidence) or _flat(evidence)
    below = _training_below(evidence) if stuck is None else None
    lost = fallen(evidence) if stuck is None else None
    found = (stuck, lost, _overfitting(evidence), below, _schedule_over(evidence))
    return tuple(hint for hint in found if hint is not None) or _no_better(evidence)


def _no_better(evidence: Evidence) -> tuple[Hint, ...]:
    """It learns, but nothing that holds for examples that it has not seen."""
    best, last = evidence.best_share, evidence.validation[-1:]
    if len(evidence.validation) < _VALIDATIONS_FOR_GUESSING or best is None or not last:
        return ()
    if max(best, evidence.share_at(last[0])) > evidence.task.answer.chance:
        return ()
    sentence = (
        f"Up to step {last[0].step:,} it answers the validation {evidence.task.examples} no better than "
        "guessing does. What it is given may not tell what is asked, or it needs longer."
    )
    return (Hint("no better than guessing", sentence, "", "configure", evidence.config),)


def _thrown(evidence: Evidence) -> Hint | None:
    """A step applied to one example, at its own rate, has made the network worse than guessing by far."""
    guessing = evidence.config.guessing_loss
    if evidence.taught < 0 or not _far_above(evidence, guessing) or evidence.untaught > FAR_ABOVE * guessing:
        return None
    one = evidence.task.example
    cause = (
        f"The steps applied to one {one}, up to step {evidence.taught:,}, have thrown the weights far off."
    )
    figure = f"{_above_guessing(evidence)} {cause} Undo, or a new network, helps."
    return Hint("rate", figure, "New network", "restart", evidence.config)


def _far_above(evidence: Evidence, base: float) -> bool:
    """Whether the loss is by far higher than that, though little was seen yet."""
    few = evidence.steps < _STEPS_FOR_DEAD or evidence.taught >= 0
    return few and math.isfinite(evidence.last_loss) and evidence.last_loss > FAR_ABOVE * base


def _above_guessing(evidence: Evidence) -> str:
    guessing = _number(evidence.config.guessing_loss)
    return f"The loss is {_number(evidence.last_loss)}, and guessing alone makes {guessing}."


def _rate(evidence: Evidence) -> Hint | None:
    """The learning rate is too high: the loss explodes, or what such a rate does was measured."""
    rate, config = evidence.rate, evidence.config
    if evidence.steps and not math.isfinite(evidence.late_loss):
        return _too_high(evidence, "The loss is no longer a finite number.")
    last = evidence.validation[-2:]
    lost = len(last) == 2 and all(guesses(config, point) for point in last)
    if lost and all(point.loss > FAR_ABOVE * evidence.early_loss for point in last):
        return _too_high(
            evidence,
            f"The loss was {_number(evidence.early_loss)} at the beginning, and {_number(last[-1].loss)} at "
            f"step {last[-1].step:,}.",
        )
    if _far_above(evidence, max(evidence.first_loss, config.guessing_loss)):
        return _too_high(evidence, _above_guessing(evidence))
    # A high rate alone is no fault: deep sigmoid layers learn at ten times the usual one, and not at that.
    few = evidence.steps < _STEPS_FOR_DEAD
    if few or rate < FAR_ABOVE_USUAL * usual_rate(config) or _vanished_early(evidence):
        return None
    if not initialiser_named(config.spec.initialiser).alike:
        idle = idle_figure(evidence)
        if idle:
            return _too_high(evidence, idle)
    return _spoilt(evidence)


def _spoilt(evidence: Evidence) -> Hint | None:
    """What so high a rate has done to what was learnt."""
    share, best, config = evidence.share, evidence.best_share, evidence.config
    if evidence.steps < _STEPS_FOR_RATE or share is None or best is None:
        return None
    guessing = config.guessing_loss
    if evidence.late_loss > _WORSE_THAN_GUESSING * guessing:
        figure = f"The loss is {_number(evidence.late_loss)}, and guessing alone makes {_number(guessing)}."
        return _too_high(evidence, figure)
    if max(share, evidence.share_at(evidence.validation[-1])) < best - _LOST_AGAIN:
        most = max(evidence.validation, key=evidence.share_at)
        figure = read_once(evidence, most, evidence.validation[-1])
        return _too_high(evidence, figure, "configure")
    return None


def _too_high(evidence: Evidence, figure: str, action: Action = "restart") -> Hint:
    """The hint, with the rate that did it: where a schedule or a person has taken it down since, the one that
    was set.
    """
    rate, config = evidence.rate, evidence.config
    usual = usual_rate(config)
    chosen = max(rate, config.learning_rate) if config.schedule.row.falls else rate
    past = evidence.highest_rate > chosen and chosen < FAR_ABOVE_USUAL * usual
    guilty = evidence.highest_rate if past else chosen
    calmer = config if past else replace(config, learning_rate=calmer_rate(config))
    times = (
        f", {guilty / usual:,.0f} times the usual {said(usual)}{where_usual(config)},"
        if guilty > 2 * usual
        else ""
    )
    words = f"{figure} The learning rate {said(guilty, 3)}{times} {'was' if past else 'is'} too high."
    calm = said(calmer.learning_rate)
    fix = f"New network with rate {calm}" if action == "restart" else f"Rate {calm}"
    return Hint("rate", words, fix, action, calmer)


def _dead(evidence: Evidence) -> Hint | None:
    """Many of a layer's neurons answer nothing, and no gradient can wake them."""
    layer = most_dead(evidence)
    if layer is None or evidence.steps < _STEPS_FOR_DEAD:
        return None
    config = evidence.config
    figure = f"{dead_figure(evidence, layer)} As long as they are, they learn nothing."
    alike = _with_other_weights(config, figure, "dead neurons")
    if alike is not None:
        return alike
    activations = tuple(a.instead if a.can_die else a.name for a in config.spec.activation_functions)
    changed = replace(config, spec=replace(config.spec, activations=activations))
    dies = config.spec.activation_functions[layer]
    instead = activation_named(dies.instead).label
    fix = f"{instead[0].upper()}{instead[1:]} in the place of {dies.label}"
    return Hint("dead neurons", figure, fix, "reshape", changed)


def _vanishing(evidence: Evidence) -> Hint | None:
    """Next to nothing of the gradient reaches the first layer, and the network has not learnt."""
    share = evidence.share
    if len(evidence.measures) < 2 or share is None or not evidence.is_little(share):
        return None
    flat = evidence.late_loss >= _NEARLY_FLAT * evidence.flat_loss
    if evidence.steps < (_STEPS_FOR_VANISHING if flat else _LONG):
        return None
    config = evidence.config
    first, last = evidence.norms(evidence.measures[-5:])
    if not 0 < first < _VANISHED * last:
        return None
    figure = (
        f"The gradients vanish: their norm is {_number(last)} at the last layer and {_number(first)} at the "
        f"first, {last / first:,.0f} times smaller. Too little arrives there to learn from."
    )
    usual = (USUAL,) * len(config.spec.activations)
    if config.spec.activations == usual and config.spec.initialiser == initialisers.USUAL:
        return Hint("vanishing gradients", figure, "", "restart", config)
    spec = NetworkSpec(config.spec.sizes, usual, config.spec.loss, initialisers.USUAL)
    rate = rate_for_relu(config)
    fix = _OTHER_WEIGHTS
    if config.spec.activations != usual:
        fix = f"New network with {activation_named(USUAL).label}"
    if rate != config.learning_rate:
        fix = f"{fix}, rate {said(rate)}"
    changed = replace(config, spec=spec, learning_rate=rate)
    return Hint("vanishing gradients", figure, fix, "restart", changed)


def _vanished_early(evidence: Evidence) -> bool:
    """Whether the gradient vanished in this network from its first step on, before any rate could do it."""
    if not evidence.measures:
        return False
    first, last = evidence.norms(evidence.measures[:1])
    return first < _VANISHED * last


def _flat(evidence: Evidence) -> Hint | None:
    """The loss stays where it began, though the network reads little."""
    share, config = evidence.share, evidence.config
    if evidence.steps < _STEPS_FOR_FLAT or share is None or not evidence.is_little(share):
        return None
    if evidence.late_loss < _FLAT * evidence.flat_loss or evidence.improves:
        return None
    rate, usual, moved = evidence.rate, one_digit(usual_rate(config)), evidence.moved
    if rate < config.learning_rate / 2 and config.schedule.row.begins_low:
        return None  # it will rise
    figure = (
        f"The loss is {_number(evidence.late_loss)} after {evidence.step:,} steps, and was "
        f"{_number(evidence.early_loss)} at the beginning."
    )
    alike = _with_other_weights(config, figure, "flat loss")
    if alike is not None:
        return alike
    if moved is not None and moved < _HARDLY_MOVED and config.learning_rate <= _FAR_BELOW_USUAL * usual:
        return Hint(
            "flat loss",
            f"{figure} A step moves the weights by {_number(100 * moved)}\u00a0% at most: the learning rate "
            f"{said(rate, 3)} is low, {said(usual)} is usual.",
            f"Rate {said(usual)}",
            "configure",
            replace(config, learning_rate=usual),
        )
    if rate >= FAR_ABOVE_USUAL * usual:
        calmer = replace(config, learning_rate=calmer_rate(config))
        return Hint(
            "flat loss",
            f"{figure} The learning rate {said(rate, 3)} is {rate / usual:,.0f} times the usual "
            f"{said(usual)}{where_usual(config)}.",
            f"New network with rate {said(calmer.learning_rate)}",
            "restart",
            calmer,
        )
    return Hint("flat loss", figure, "Find a learning rate", "range test", config)


def _overfitting(evidence: Evidence) -> Hint | None:
    """The validation loss rises while the training loss falls: the digits are learnt by heart."""
    if not evidence.overfits:
        return None
    validation = evidence.validation
    best = min(validation[:-LAST_VALIDATIONS], key=lambda point: point.loss)
    mean = sum(point.loss for point in validation[-LAST_VALIDATIONS:]) / LAST_VALIDATIONS
    if evidence.is_little(evidence.share_at(best)):
        return _by_heart_alone(evidence, mean) if evidence.has_memorised else None
    sentence = (
        f"The validation loss rose from {_number(best.loss)} at step {best.step:,} to {_number(mean)}, while "
        f"the training loss is down at {_number(evidence.late_loss)}: it learns the training "
        f"{evidence.task.examples} by heart, which is called overfitting."
    )
    config = evidence.config
    fix, changed = "", config
    if config.augmentation.off and can_be_augmented(evidence.task.input):
        fix, changed = "Turn on augmentation", replace(config, augmentation=DEFAULT_AUGMENTATION)
    elif not config.dropout and config.spec.n_layers > 1:
        fix, changed = f"Dropout {said(_DROPOUT)}", replace(config, dropout=_DROPOUT)
    elif not config.l2:
        fix, changed = f"L2 {said(_L2)}", replace(config, l2=_L2)
    return Hint("overfitting", sentence, fix, "configure", changed)


def _by_heart_alone(evidence: Evidence, mean: float) -> Hint:
    """On validation it was never better than a guess: no setting helps where nothing can be learnt."""
    examples = evidence.task.examples
    sentence = (
        f"It knows the training {examples} by heart (loss {_number(evidence.late_loss)}), and on validation "
        f"{examples} it is no better than a guess (loss {_number(mean)}): what it learnt holds for no other. "
        "Are the labels right?"
    )
    return Hint("overfitting", sentence, "", "configure", evidence.config)


def parted(evidence: Evidence) -> str:
    """What there is to see of overfitting before it does harm: the validation loss has fallen behind, and has
    not risen; empty where there is nothing to see.
    """
    last = evidence.validation[-LAST_VALIDATIONS:]
    if len(last) < LAST_VALIDATIONS or not math.isfinite(evidence.late_loss):
        return ""
    # Each of them: while both fall fast, a mean over earlier ones would part curves that lie on each other.
    if not all(evidence.late_loss < _PARTED * point.loss for point in last):
        return ""
    examples = evidence.task.examples
    return (
        f"The curves have parted: the loss is {_number(evidence.late_loss)} on training {examples} and "
        f"{_number(last[-1].loss)} on validation {examples}. Where the latter begins to rise, that "
        "is overfitting."
    )


def _training_below(evidence: Evidence) -> Hint | None:
    """Validation digits are read far better than those that it learns from."""
    # A mini-batch is read before its step: where it learns fast, the validation before it is the fair one.
    held_out = min((point.accuracy for point in evidence.validation[-LAST_VALIDATIONS:]), default=0.0)
    config, training = evidence.config, evidence.between
    harder = [f"dropout {said(config.dropout)}"] if config.dropout else []
    if not config.augmentation.off:
        harder.append("augmentation")
    if not held_out - training > (_FAR_BELOW if harder else _BELOW):
        return None
    examples = evidence.task.examples
    figure = (
        f"{percent(training)} of the training {examples} were right lately, and {percent(held_out)} or more "
        f"of the validation {examples}."
    )

    def hint(why: str, fix: str = "", changed: TrainingConfig = config) -> Hint:
        return Hint("training below validation", f"{figure} {why}", fix, "configure", changed)

    if harder:
        why = counted(
            len(harder),
            "That is expected: {what} makes training harder, and never validation.",
            "That is expected: {what} make training harder, and never validation.",
            what=all_of(harder),
        )
        if config.dropout > _DROPOUT:
            less = replace(config, dropout=_DROPOUT)
            return hint(f"{why} So much of it slows learning down.", f"Dropout {said(_DROPOUT)}", less)
        return hint(why)
    n = evidence.n_validation
    chance = _STANDARD_ERRORS * math.sqrt(training * (1 - training) / n)
    if held_out - training <= chance:
        return hint(
            f"The validation set is too small: with {n:,} {examples} chance alone makes {percent(chance)}."
        )
    return hint(
        f"The validation {examples} are easier than the training {examples}, or some training labels are "
        "wrong."
    )


def _schedule_over(evidence: Evidence) -> Hint | None:
    """The schedule has taken the rate down for good, and the goal is still ahead."""
    schedule, goal = evidence.config.schedule, evidence.goal
    if not schedule.ended(evidence.step):
        return None
    if goal is None or not evidence.validation or evidence.validation[-1].accuracy >= goal:
        return None
    sentence = (
        f"The schedule ended at step {schedule.start + schedule.steps:,}: the rate stays at "
        f"{said(evidence.rate, 2)}, and {percent(evidence.validation[-1].accuracy)} of the validation "
        f"{evidence.task.examples} are right where {100 * goal:.4g}\u00a0% is the goal."
    )
    changed = replace(evidence.config, schedule=replace(schedule, start=evidence.step))
    return Hint("schedule over", sentence, "Schedule from here", "configure", changed)


def _with_other_weights(config: TrainingConfig, figure: str, kind: Kind) -> Hint | None:
    """Weights that all begin alike are the cause of everything else."""
    if not initialiser_named(config.spec.initialiser).alike:
        return None
    spec = replace(config.spec, initialiser=initialisers.USUAL)
    sentence = f"{figure} All weights began alike ({config.spec.initialiser})."
    return Hint(kind, sentence, _OTHER_WEIGHTS, "restart", replace(config, spec=spec))


def _number(value: float) -> str:
    """Three significant digits as people write them."""
    return said(value, 3)
