"""What is said of what was found in data: what was looked for, and that nothing was found, too."""

from __future__ import annotations

from typing import Final

import numpy as np

from netviz.language.grammar import all_of, counted
from netviz.panels.kit.figures import percent
from netviz.panels.test.health_page import Check, Listed
from netviz.tasks.columns import Columns
from netviz.tasks.examples import Data
from netviz.tasks.input import Picture
from netviz.training.measure.health.balance import Balance
from netviz.training.measure.health.doubts import FAR, Doubts
from netviz.training.measure.health.health import Health
from netviz.training.measure.health.leaks import MUCH
from netviz.training.measure.health.places import TRAINING, Places, in_split, splits_of

_NONE: Final = "none"
_MOST_NAMED: Final = 6


def checks_of(data: Data, health: Health, doubts: Doubts, step: int) -> tuple[Check, ...]:
    """All that was looked for, a row each."""
    found = [_duplicates(data, health), _known(health)]
    if health.balance is not None:
        found.append(_classes(data, health.balance))
    found.append(_left_out(health))
    if isinstance(data.task.input, Picture | Columns):
        found.append(_empty(data, health))
    found += [_constant(data, health), _leaks(data, health), _doubts(data, doubts, step)]
    return tuple(found)


def title_of(check: Check) -> str:
    """Above what was found."""
    return f"{check.name}: {check.result}"


def places_of(key: str, health: Health, doubts: Doubts) -> Places:
    """The examples that it is about."""
    twice = health.duplicates
    if key == "duplicates":
        return twice.places
    if key == "known":
        outside = twice.places.split != TRAINING
        learnt = np.isin(twice.group, twice.group[~outside])
        return twice.places.some(np.flatnonzero(learnt & np.isin(twice.group, twice.group[outside])))
    if key == "empty":
        return health.empty
    return doubts.places if key == "doubts" else in_split(TRAINING, np.zeros(0, np.intp))


def lines_of(key: str, data: Data, health: Health) -> Listed | None:
    """What is about no single example: names, with numbers; None of what is."""
    if key == "classes" and health.balance is not None:
        counts, name = health.balance.counts, data.task.answer.name
        lines = tuple(
            (name(k), *(f"{int(n):,}" for n in counts[:, k]), _remark(health.balance, k))
            for k in range(counts.shape[1])
        )
        return Listed(("Class", "training", "validation", "test", ""), lines)
    if key == "left out":
        return Listed(("What was left out, and why",), tuple((words,) for words in health.left_out))
    if key == "constant":
        return Listed((_of(data, "{called}").capitalize(),), tuple((c.name,) for c in health.constant))
    if key == "leaks":
        right = "R²" if data.task.answer.kind == "numbers" else "right"
        return Listed(
            ("By this alone", right, "without it"),
            tuple((leak.column.name, _share(leak.alone), _share(leak.chance)) for leak in health.leaks),
        )
    return None


def _of(data: Data, sentence: str, **gaps: object) -> str:
    return data.task.filled(sentence, called=data.task.input.called, **gaps)


def _all(data: Data) -> str:
    return f"{data.task.input.n:,}"


def _number(n: int) -> str:
    return f"{n:,}" if n else _NONE


def _share(share: float) -> str:
    return percent(share, 2)


def _duplicates(data: Data, health: Health) -> Check:
    twice, n = health.duplicates, sum(map(len, splits_of(data)))
    if not twice.n_groups:
        told = _of(data, "No two of all {n} {examples} are stored exactly alike.", n=f"{n:,}")
        return Check("duplicates", "Duplicates", _NONE, told, found=False)
    told = counted(
        twice.n_groups,
        "One example is there more than once: {more} could be spared.",
        "{n} examples are there more than once, exactly alike: {more} could be spared.",
        more=f"{twice.n_more:,}",
    )
    if twice.n_disputed:
        told += " " + counted(
            twice.n_disputed,
            "One of them has different {labels} at its places; it comes first.",
            "{n} of them have different {labels} at their places; they come first.",
            labels="numbers" if data.task.answer.kind == "numbers" else "labels",
        )
    return Check("duplicates", "Duplicates", f"{twice.n_groups:,}", told, found=True)


def _known(health: Health) -> Check:
    n = health.duplicates.n_known
    name = "Across the splits"
    if not n:
        told = "No validation or test example is among the training examples too."
        return Check("known", name, _NONE, told, found=False)
    told = counted(
        n,
        "One validation or test example is among the training examples too: there, what is measured may be "
        "remembered, not understood.",
        "{n} validation and test examples are among the training examples too: there, what is measured may "
        "be remembered, not understood.",
    )
    return Check("known", name, f"{n:,}", told, found=True)


def _classes(data: Data, counts: Balance) -> Check:
    rare, often, lacking = counts.rare, counts.often, counts.lacking
    n = len(rare) + len(often) + len(np.setdiff1d(lacking, np.concatenate([rare, often])))
    least, most = int(counts.totals.argmin()), int(counts.totals.argmax())
    name = data.task.answer.name
    fewest, largest = int(counts.totals[least]), int(counts.totals[most])
    told = f"Each has {fewest:,}. "
    if fewest < largest:
        told = f"From {fewest:,} ({name(least)}) to {largest:,} ({name(most)}). "
    told += (
        "A class is called rare with less than half of what each would have if all had as many, frequent "
        "with more than twice of it. Click one to see its examples."
    )
    for some, words in ((rare, "Rare"), (often, "Frequent"), (lacking, "Not in every split")):
        if len(some):
            more = f" and {len(some) - _MOST_NAMED:,} more" if len(some) > _MOST_NAMED else ""
            told += f" {words}: {all_of(name(int(k)) for k in some[:_MOST_NAMED])}{more}."
    result = "balanced" if not n else f"{n:,} uneven"
    return Check("classes", "Classes", result, told, found=bool(n))


def _remark(counts: Balance, label: int) -> str:
    if label in counts.lacking:
        return "not in every split"
    return "rare" if label in counts.rare else "frequent" if label in counts.often else ""


def _left_out(health: Health) -> Check:
    n = len(health.left_out)
    told = "When the data were read, nothing had to be left out."
    if n:
        told = counted(
            n,
            "This was left out, so nothing was learnt from it.",
            "These were left out, so nothing was learnt from them.",
        )
    return Check("left out", "Left out at reading", _number(n), told, found=bool(n))


def _empty(data: Data, health: Health) -> Check:
    n, pictured = len(health.empty), isinstance(data.task.input, Picture)
    name = "Empty pictures" if pictured else "Empty rows"
    if n:
        told = (
            "All their pixels are alike." if pictured else "They hold gaps alone, or what gaps are taken for."
        )
    else:
        told = "No picture is of one brightness all over." if pictured else "No row holds gaps alone."
    return Check("empty", name, _number(n), told, found=bool(n))


def _constant(data: Data, health: Health) -> Check:
    n = len(health.constant)
    name = _of(data, "Constant {called}")
    told = _of(data, "None of all {all} {called} is the same in all training examples.", all=_all(data))
    if n:
        told = counted(
            n,
            "Of {all} {called} one is the same in all training examples: nothing can be learnt from it.",
            "Of {all} {called} {n} are the same in all training examples: nothing can be learnt from them.",
            all=_all(data),
            called=data.task.input.called,
        )
    return Check("constant", name, _number(n), told, found=bool(n))


def _leaks(data: Data, health: Health) -> Check:
    n = len(health.leaks)
    name = _of(data, "Leaking {called}")
    told = _of(
        data,
        "How well could one answer from one of the {called} alone? A rule for each was made from training "
        "examples and tried on all others. It gives the answer away where it mends {much} of what guessing "
        "gets wrong.",
        much=percent(MUCH, 0),
    )
    if data.task.input.n < 2:
        told = "There is but one input: to give the answer is what it is for."
    elif n:
        told += " Leave it out if it is not known beforehand."
    else:
        told += " None does."
    return Check("leaks", name, _number(n), told, found=bool(n))


def _doubts(data: Data, doubts: Doubts, step: int) -> Check:
    numbers, n = data.task.answer.kind == "numbers", len(doubts.places)
    name, whom = "Numbers far off" if numbers else "Doubted labels", f"the network of step {step:,}"
    if not doubts.asked:
        told = f"To be asked, {whom} knows too little. Train it first, then look here again."
        return Check("doubts", name, "–", told, found=False)
    all_ = f"{len(data.training):,}"
    if numbers:
        told = (
            f"Of {all_} training examples {whom} is on {_number(n)} more than {FAR:g} times as far off as "
            "usual. There, the number may be wrong, or the network."
        )
    else:
        told = (
            f"Of {all_} training labels {whom} doubts {_number(n)}: it is surer of another answer than it is "
            "on average where that is the label. There, the label is wrong, or the network. What it has "
            "learnt by heart it does not doubt: ask it early."
        )
    return Check("doubts", name, _number(n), told, found=bool(n))
