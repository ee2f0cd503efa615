"""What is learnt of a collection: its signs alone, or MNIST's digits and one's own among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.files.paths import is_folder, is_there
from netviz.language.grammar import counted
from netviz.tasks import how as hows
from netviz.tasks.answer import Classes
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.digits import DataSet, Digits, load_digits
from netviz.tasks.digits.task import DIGITS, OWN_HAND
from netviz.tasks.examples import DataError, place_of, the_same
from netviz.tasks.hand.collection import ENDING, Collection, read
from netviz.tasks.hand.library import Kept
from netviz.tasks.hand.named import ALONE, KIND, ON_TOP
from netviz.tasks.pictures.averaged import averaged
from netviz.tasks.pictures.own import own_task, stratified
from netviz.tasks.pictures.pictures import PictureData, Pictures, sum_of
from netviz.tasks.task import PictureTask

SEED: Final = 0
SHARE: Final = 10  # one in so many of what is learnt from is one's own, where MNIST's are among them
_MOST_TIMES: Final = 500
_HELD_BACK: Final = {"test": 0.2}
_SPLIT: Final = {"validation": 0.15, "test": 0.15}
_MOST_FILES: Final = 200


@dataclass(frozen=True, eq=False)
class DigitsAndHand(DataSet):
    """MNIST's digits, with one's own `times` each among those to learn from.

    `hand`: one's own digits that are held back, which nothing is learnt from; `n_own` are learnt from.
    """

    hand: Digits = field(kw_only=True)
    n_own: int = field(kw_only=True)
    times: int = field(kw_only=True)

    @property
    def described(self) -> str:
        """What is learnt from, for the end of a sentence."""
        bundled = len(self.training) - self.n_own * self.times
        back = counted(len(self.hand), "{n} of yours is held back", "{n} of yours are held back")
        return (
            f"MNIST’s {bundled:,} digits and {self.n_own:,} of your own, {self.times} times each so that "
            f"they matter ({back}, to show how well it reads your hand)"
        )


def alone(path: Path, collection: Collection, seed: int = SEED) -> PictureData:
    """A data set of these signs, whose names are the classes. Raises DataError."""
    there = np.flatnonzero(collection.counts)
    if len(there) < 2 or collection.counts[there].min() < len(_SPLIT) + 1:
        raise DataError(
            f"“{path.stem}” holds too few drawings: of two signs at least three each, one to learn from, one "
            "to validate and one to test with, would be right."
        )
    labels = np.searchsorted(there, collection.labels)
    rows = stratified(labels, _SPLIT, np.random.default_rng(seed))
    task = hand_task(path, tuple(collection.names[k] for k in there), len(rows["training"]))
    training, validation, test = (
        Pictures(collection.images[rows[part]], labels[rows[part]], part, task=task)
        for part in ("training", "validation", "test")
    )
    counts = f"{len(training):,} to learn from, {len(validation):,} to validate, {len(test):,} to test"
    said = f"{len(collection):,} drawings of {len(there)} signs: {counts} (split with seed {seed})."
    how = _how(ALONE, collection, seed)
    sha256 = _sum(collection)
    folder = str(path.absolute())
    return PictureData(training, validation, test, sha256, folder, how, (said,), task=task)


def hand_task(path: Path, names: tuple[str, ...], n_training: int) -> PictureTask:
    """What is learnt of signs with these names."""
    usual = own_task(path, DIGITS.input.rows, names, n_training)
    return replace(
        usual,
        id=OWN_HAND,
        answer=Classes("signs", names, usual.answer.hues),
        # As of digits: what is drawn is called what it stands for.
        example="sign",
        examples="signs",
        about=f"A drawing is read as one of {len(names)} signs of your own.",
    )


def on_top(path: Path, collection: Collection, seed: int = SEED) -> DigitsAndHand:
    """MNIST, and most of one's own digits so many times that they matter; the others are held back.

    Raises DataError.
    """
    if not collection.of_digits or not len(collection):
        raise DataError(f"“{path.stem}” holds no digits, or not digits alone, so MNIST has nothing like it.")
    own = own_digits(collection)
    rows = stratified(own.labels, _HELD_BACK, np.random.default_rng(seed))
    learnt, held = own.some(rows["training"]), own.some(rows["test"])
    if not len(held):
        raise DataError(
            f"“{path.stem}” holds no digit twice, so none can be held back; two of one at least, better five "
            "of each, would be right."
        )
    base = load_digits()
    times = max(1, min(_MOST_TIMES, round(len(base.training) / (SHARE - 1) / len(learnt))))
    images = np.concatenate([base.training.images, np.tile(learnt.images, (times, 1))])
    labels = np.concatenate([base.training.labels, np.tile(learnt.labels, times)])
    made = DigitsAndHand(
        Digits(images, labels, "training"),
        base.validation,
        base.test,
        _sum(collection, base.sha256),
        str(path.absolute()),
        _how(ON_TOP, collection, seed),
        hand=Digits(held.images, held.labels, held.name),
        n_own=len(learnt),
        times=times,
    )
    return replace(made, said=(f"The network learns from {made.described}.",))


def own_digits(collection: Collection) -> Digits:
    """All of somebody's own digits, with the digits themselves as labels."""
    digit = np.array([DIGITS.answer.names.index(name) for name in collection.names], np.uint8)
    return Digits(collection.images, digit[collection.labels], "test")


def hand_for(task: PictureTask, kept: Kept | None) -> Pictures | None:
    """All digits of a collection as this task stores them, of which nothing is learnt; None without any."""
    if kept is None or kept.collection is None:
        return None
    own = own_digits(kept.collection)
    if task.input == DIGITS.input:
        return own
    return Pictures(averaged(own.images, task.input.rows), own.labels, own.name, task=task)


def find_hand(name: DataName) -> PictureData:
    """The examples of this name: its collection as it was then, although more was drawn since.

    Raises DataError: which they are, and why they are not to be had.
    """
    table, where = hows.read(name.how), place_of(name, is_there)
    n, seed = (_whole(table, key) for key in ("signs", "seed"))
    if n is None or seed is None:
        raise DataError(f"It was trained with {name}, and the file does not say which drawings these were.")
    trouble = DataError(f"It was trained with {name}, and {shown(where)} holds no collection.")
    files = sorted(where.glob(f"*{ENDING}"))[:_MOST_FILES] if is_folder(where) else [where]
    for path in files:
        try:
            collection = read(path).first(n)
            found = on_top(path, collection, seed) if table[KIND] == ON_TOP else alone(path, collection, seed)
            return the_same(found, name, "what was drawn then was changed since")
        except DataError as error:
            trouble = error
    raise DataError(str(trouble))


def _how(kind: str, collection: Collection, seed: int) -> str:
    return hows.written({KIND: kind, "signs": len(collection), "seed": seed})


def _whole(table: Mapping[str, Any], key: str) -> int | None:
    value = table.get(key)
    whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**32
    return value if whole else None


def _sum(collection: Collection, *others: str) -> str:
    """Of the drawings and the names of what they are."""
    texts = "\n".join([*others, *(collection.names[k] for k in collection.labels)])
    told: NDArray[np.uint8] = np.frombuffer(texts.encode(), np.uint8)
    return sum_of(collection.images, told)
