"""A person's own pictures: from a folder for each class, from an .npz, or from IDX files of any size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import shown
from netviz.files.paths import is_there
from netviz.language.grammar import counted
from netviz.tasks import how as hows
from netviz.tasks.answer import Classes
from netviz.tasks.data_name import OWN_PICTURES, DataName
from netviz.tasks.digits.idx_folder import find_pairs
from netviz.tasks.examples import DataError, place_of, the_same
from netviz.tasks.hues import hues
from netviz.tasks.input import Picture
from netviz.tasks.pictures.arrays import Laid, classes_of, labels_of, lay
from netviz.tasks.pictures.class_folders import list_classes
from netviz.tasks.pictures.fitted import Fitting
from netviz.tasks.pictures.folder import Say, read_files, sample
from netviz.tasks.pictures.npz import read_npz
from netviz.tasks.pictures.pictures import PictureData, Pictures, sum_of
from netviz.tasks.task import PictureTask, Task

"""The id of the task of any of them."""

SEED: Final = 0
_SHARES: Final = {"validation": 0.15, "test": 0.15}  # of each class, where they have no splits of their own
_VALIDATES: Final = 0.1  # where they have a test set
_MOST_TOLD: Final = 5
_STEPS: Final = 2000  # at least, in the epochs over which the rate falls
_OF_QMNIST: Final = 8


@dataclass
class _Read:
    """All that was read: `parts` has images and labels for each split that they have."""

    where: Path
    kind: str
    names: tuple[str, ...]
    fitting: Fitting
    parts: dict[str, tuple[NDArray[np.uint8], NDArray[Any]]]
    troubles: list[str] = field(default_factory=list)


def quiet(_share: float, _words: str) -> None:
    """Nobody listens."""


def open_folder(folder: Path, say: Say = quiet, seed: int = SEED, like: Fitting | None = None) -> PictureData:
    """Pictures in a folder for each class. `like`: fitted as those were. Raises DataError."""
    listing = list_classes(folder)
    fitting = like or sample([path for paths, _ in listing.files.values() for path in paths])
    parts, troubles = {}, list(listing.troubles)
    for part, (paths, labels) in listing.files.items():
        read = read_files(paths, labels, fitting, say)
        parts[part] = read.images, read.labels
        troubles += read.troubles
    there = np.unique(np.concatenate([labels for _, labels in parts.values()]))
    if len(there) < 2:
        told = f" {troubles[0]}" if troubles else ""
        raise DataError(f"{shown(folder)} holds pictures of fewer than two classes that can be read.{told}")
    names = tuple(listing.names[k] for k in there)
    placed = {part: (images, np.searchsorted(there, labels)) for part, (images, labels) in parts.items()}
    return _assembled(_Read(folder, "folder", names, fitting, placed, troubles), seed)


def open_npz(path: Path, seed: int = SEED) -> PictureData:
    """Pictures in an .npz file. Raises DataError."""
    learn, test = read_npz(path)
    return _arrays(path, "npz", learn, test, shown(path), seed)


def open_idx_folder(folder: Path, seed: int = SEED) -> PictureData:
    """Pictures in IDX files: images and labels, and another pair to test with where it is there."""
    learn, test = find_pairs(folder)
    pairs = [
        None if pair is None else (pair[0].read(), _first_column(pair[1].read())) for pair in (learn, test)
    ]
    assert pairs[0] is not None
    return _arrays(folder, "idx", pairs[0], pairs[1], shown(learn[0].path), seed)


def find_own(name: DataName) -> PictureData:
    """The pictures of this name, from where they lay. Raises DataError: which they are, and why not."""
    table, where = hows.read(name.how), place_of(name, is_there)
    seed = table.get("seed")
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**32:
        raise DataError(f"It was trained with {name}, and the file does not say how they were split.")
    try:
        if table.get("kind") == "npz":
            found = open_npz(where, seed)
        elif table.get("kind") == "idx":
            found = open_idx_folder(where, seed)
        else:
            found = open_folder(where, seed=seed, like=_fitting(table))
    except DataError as error:
        raise DataError(f"It was trained with {name}. {error}") from error
    return the_same(found, name, "other pictures lie there now")


def own_fitting(how: str, side: int) -> Fitting:
    """How a picture for a network of one's own is prepared, as its data's name remembers it."""
    table = hows.read(how)
    kept = _fitting(table)
    # Of arrays nobody knows which file would have given them: a picture's own border says what is paper.
    return Fitting(side, kept.inverted if kept is not None and table.get("kind") == "folder" else None)


def _fitting(table: Mapping[str, Any]) -> Fitting | None:
    side, inverted = table.get("side"), table.get("inverted")
    if not isinstance(side, int) or isinstance(side, bool) or not 1 <= side <= 1024:
        return None
    return Fitting(side, inverted) if isinstance(inverted, bool) else None


def _first_column(labels: NDArray[Any]) -> NDArray[Any]:
    """QMNIST's labels have eight columns, of which the first is the class."""
    return labels[:, 0] if labels.ndim == 2 and labels.shape[1] == _OF_QMNIST else labels


def _arrays(
    where: Path,
    kind: str,
    learn: tuple[NDArray[Any], NDArray[Any]],
    test: tuple[NDArray[Any], NDArray[Any]] | None,
    called: str,
    seed: int,
) -> PictureData:
    names = classes_of(learn[1], called)
    laid = lay(learn[0], called)
    parts = {"training": (laid.images, labels_of(learn[1], names, len(laid.images), called))}
    if test is not None:
        other: Laid = lay(test[0], called, laid)
        parts["test"] = other.images, labels_of(test[1], names, len(other.images), called)
    return _assembled(_Read(where, kind, names, Fitting(laid.side, laid.inverted), parts), seed)


def _assembled(read: _Read, seed: int) -> PictureData:
    """Split where they are not, with what a file remembers of them."""
    chance = np.random.default_rng(seed)
    images, labels = read.parts["training"]
    shares = {part: share for part, share in _SHARES.items() if part not in read.parts}
    if "test" in read.parts and "validation" in shares:
        shares["validation"] = _VALIDATES
    rows = stratified(labels, shares, chance)
    parts = {part: (images[some], labels[some]) for part, some in rows.items()}
    parts |= {part: both for part, both in read.parts.items() if part not in parts}
    empty = [part for part in ("training", "validation", "test") if not len(parts[part][1])]
    if empty:
        raise DataError(
            f"{shown(read.where)} holds too few pictures ({len(labels):,} to learn from); three of each "
            "class, one to learn from, one to validate and one to test with, would be right."
        )
    task = own_task(read.where, read.fitting.side, read.names, len(parts["training"][1]))
    summed: list[NDArray[Any]] = []
    for which in (("training", "validation"), ("test",)):
        summed += [parts[part][0] for part in which]
        summed += [parts[part][1].astype("<u2") for part in which]
    made = {part: Pictures(*both, part, task=task) for part, both in parts.items()}
    kept = {
        "kind": read.kind,
        "seed": seed,
        "side": read.fitting.side,
        "inverted": bool(read.fitting.inverted),
    }
    return PictureData(
        made["training"],
        made["validation"],
        made["test"],
        sum_of(*summed),
        str(read.where.absolute()),
        hows.written(kept),
        _said(read, made),
        tuple(read.troubles),
        task=task,
    )


def own_task(where: Path, side: int, names: tuple[str, ...], n_training: int) -> PictureTask:
    """What is learnt of them."""
    batch = max(1, min(32, n_training // 4))
    epochs = -(-_STEPS * batch // max(n_training, 1))
    called = "".join(letter for letter in where.stem if letter.isprintable())[:60]
    return Task(
        id=OWN_PICTURES,
        input=Picture(side, side),
        answer=Classes("classes", names, hues(len(names))),
        example="picture",
        examples="pictures",
        hidden=(32, 16) if len(names) <= 16 else (64, 48),
        label=called or "Pictures",
        about=f"A picture of {side}×{side} pixels is read as one of {len(names):,} classes.",
        batch_size=batch,
        epochs=min(max(epochs, 10), 1000),
        validate_every=None if n_training > 100 * batch else 100,
    )


def stratified(
    labels: NDArray[Any], shares: Mapping[str, float], chance: np.random.Generator
) -> dict[str, NDArray[np.intp]]:
    """Rows of each split, shuffled: of each class the same share, and one at least where it has three."""
    rows: dict[str, list[NDArray[np.intp]]] = {part: [] for part in ("training", *shares)}
    for label in np.unique(labels):
        of_class = chance.permutation(np.flatnonzero(labels == label))
        first = 0
        for part, share in shares.items():
            n = round(share * len(of_class)) or int(len(of_class) > len(shares))
            rows[part].append(of_class[first : first + n])
            first += n
        rows["training"].append(of_class[first:])
    none = np.zeros(0, np.intp)
    return {part: chance.permutation(np.concatenate([none, *some])) for part, some in rows.items()}


def _said(read: _Read, made: Mapping[str, Pictures]) -> tuple[str, ...]:
    """What was done, and what was left out."""
    counts = {part: len(made[part]) for part in ("training", "validation", "test")}
    own = "a test set of their own" if "test" in read.parts else f"split with seed {SEED}, each class alike"
    told = (
        f"{sum(counts.values()):,} pictures of {len(read.names):,} classes: {counts['training']:,} to learn "
        f"from, {counts['validation']:,} to validate, {counts['test']:,} to test ({own})."
    )
    words = [told, read.fitting.words]
    if read.troubles:
        n = len(read.troubles)
        left = counted(n, "{n} was left out:", "{n} were left out:")
        more = " …" if n > _MOST_TOLD else ""
        words.append(f"{left} {' '.join(read.troubles[:_MOST_TOLD])}{more}")
    return tuple(words)
