"""The four IDX files in a folder, as MNIST and its relatives come: whatever else lies beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

from netviz.files.errors import reason, shown
from netviz.files.paths import is_file
from netviz.language.grammar import all_of, counted
from netviz.tasks.digits.idx import IdxFile, open_idx, why_no_idx
from netviz.tasks.digits.idx_names import part_of, set_of, sounds_like_idx
from netviz.tasks.digits.idx_values import holds_images
from netviz.tasks.examples import DataError

_RIGHT: Final = "a folder with four IDX files, as MNIST comes, would be right"
_DEEP: Final = 2  # folders below the one that is named: as in data/MNIST/raw
_MOST_FOLDERS: Final = 200
_MOST_NAMED: Final = 6  # files of one sentence

Pair: TypeAlias = tuple[IdxFile, IdxFile]
"""Images and labels."""


class FourFiles(NamedTuple):
    """Images and labels to learn from and to test with, whose headers fit each other."""

    images: IdxFile
    labels: IdxFile
    test_images: IdxFile
    test_labels: IdxFile

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.images.path.parent


class _Found(NamedTuple):
    """What lies in a folder. `troubles`: files that are empty, or named like IDX files and none."""

    images: tuple[IdxFile, ...]
    labels: tuple[IdxFile, ...]
    troubles: tuple[Path, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.images and not self.labels

    @property
    def enough(self) -> bool:
        return len(self.images) >= 2 and len(self.labels) >= 2

    @property
    def four(self) -> bool:
        return len(self.images) == len(self.labels) == 2


def find_pairs(folder: Path) -> tuple[Pair, Pair | None]:
    """Images and their labels, of any size, to learn from, and those to test with where they lie there too.
    Raises DataError.
    """
    place, found = _where(folder, None)
    if len(found.images) == len(found.labels) == 1 and _fit(found.images[0], found.labels[0]):
        return (found.images[0], found.labels[0]), None
    four = find_four(place, None)
    return (four.images, four.labels), (four.test_images, four.test_labels)


def holds_idx(folder: Path) -> bool:
    """Whether there are IDX files in this folder, or in one below it."""
    try:
        return not _where(folder, None)[1].empty
    except DataError:
        return True  # in several


def find_four(folder: Path, pixels: int | None) -> FourFiles:
    """Which four files in `folder`, or in the one folder below it that has some, are a data set of images
    of `pixels` pixels; None: of any size.

    Headers say what are images and what labels; which belong together and which to test with, names say where
    they do, else the numbers of digits. Raises DataError, which names the file that is the trouble.
    """
    if is_file(folder):
        raise DataError(f"{shown(folder)} is a file; {_RIGHT}.")
    folder, found = _where(folder, pixels)
    found = _one_set(folder, found)
    if not found.four:
        raise DataError(_missing(folder, found))
    learn, test = _parts(found.images)
    labels, test_labels = _labels_of(learn, test, found.labels)
    return FourFiles(learn, labels, test, test_labels)


def _where(folder: Path, pixels: int | None) -> tuple[Path, _Found]:
    here = _look(_entries(folder), pixels)
    if not here.empty:
        return folder, here
    below = [(place, found) for place in _folders_below(folder) if not (found := _named(place, pixels)).empty]
    if len(below) == 1:
        return below[0]
    if below:
        names = ", ".join(shown(place.relative_to(folder)) for place, _ in below[:_MOST_NAMED])
        raise DataError(
            f"{shown(folder)} holds no digits itself, and several folders in it do ({names}); one of these "
            "would be right."
        )
    return folder, here


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise DataError(f"{shown(folder)} can't be read: {reason(error)}; {_RIGHT}.") from error


def _look(paths: Iterable[Path], pixels: int | None) -> _Found:
    images, labels, troubles = [], [], []
    for path in paths:
        file = open_idx(path) if is_file(path) else None
        if file is None:
            if is_file(path) and (sounds_like_idx(path) or _is_empty(path)):
                troubles.append(path)
        elif holds_images(file, pixels):
            images.append(file)
        else:
            labels.append(file)
    return _Found(tuple(images), tuple(labels), tuple(troubles))


def _is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return False


def _named(folder: Path, pixels: int | None) -> _Found:
    """Only what is named like an IDX file: nobody asked for a look into all others."""
    try:
        return _look([path for path in sorted(folder.iterdir()) if sounds_like_idx(path)], pixels)
    except OSError:
        return _Found((), ())


def _folders_below(folder: Path) -> list[Path]:
    found: list[Path] = []
    level = [folder]
    for _ in range(_DEEP):
        level = [path for place in level for path in _folders_in(place)][:_MOST_FOLDERS]
        found += level
    return found


def _folders_in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        return []


def _one_set(folder: Path, found: _Found) -> _Found:
    """Of several sets beside each other the one that is whole; without copies."""
    if found.four:
        return found
    names = {set_of(file.path) for file in (*found.images, *found.labels)}
    sets = {name: _of_set(found, name) for name in sorted(names)}
    whole = [name for name, one in sets.items() if one.enough]
    if len(whole) > 1:
        named = ", ".join(shown(name) if name else "one without a name" for name in whole)
        raise DataError(
            f"{shown(folder)} holds several sets ({named}); the four files of one of them, with labels from "
            "0 to 9, in a folder of their own, would be right."
        )
    return _without_copies(sets[whole[0]] if whole else found)


def _of_set(found: _Found, name: str) -> _Found:
    images, labels = (
        tuple(file for file in files if set_of(file.path) == name) for files in (found.images, found.labels)
    )
    return _Found(images, labels, found.troubles)


def _without_copies(found: _Found) -> _Found:
    return _Found(_differing(found.images), _differing(found.labels), found.troubles)


def _differing(files: Sequence[IdxFile]) -> tuple[IdxFile, ...]:
    """One of each content: not the packed one beside its unpacked twin, nor one with a longer name."""
    if len(files) <= 2:
        return tuple(files)
    kept: dict[object, IdxFile] = {}
    for file in sorted(files, key=lambda file: (file.path.suffix.lower() == ".gz", len(file.path.name))):
        kept.setdefault((file.shape, file.dtype, file.sum()), file)
    return tuple(sorted(kept.values(), key=lambda file: file.path))


def _parts(images: Sequence[IdxFile]) -> tuple[IdxFile, IdxFile]:
    """To learn from, and to test with."""
    one, other = sorted(images, key=lambda file: file.shape[0])
    said = part_of(one.path), part_of(other.path)
    if said == ("learn", "test"):
        return one, other
    if said == ("test", "learn") or one.shape[0] != other.shape[0]:
        return other, one
    raise DataError(
        f"{shown(one.path)} and {shown(other.path)} both hold {one.shape[0]:,} images, so it can't be told "
        "which ones to learn from; names with train and test in them, or more to learn from, would be right."
    )


def _labels_of(learn: IdxFile, test: IdxFile, labels: Sequence[IdxFile]) -> tuple[IdxFile, IdxFile]:
    one, other = labels
    ways = [pair for pair in ((one, other), (other, one)) if _fit(learn, pair[0]) and _fit(test, pair[1])]
    if not ways:
        lonely = next(
            (images for images in (learn, test) if not any(_fit(images, file) for file in labels)), test
        )
        counts = all_of(f"{shown(file.path.name)} {file.shape[0]:,}" for file in labels)
        raise DataError(
            f"{shown(lonely.path)} holds {lonely.shape[0]:,} images, but of the labels beside it, {counts}; "
            "one label for each image would be right."
        )
    if len(ways) == 2:
        ways = [pair for pair in ways if (part_of(pair[0].path), part_of(pair[1].path)) == ("learn", "test")]
    if not ways:
        raise DataError(
            f"{shown(one.path)} and {shown(other.path)} both hold {one.shape[0]:,} labels, so it can't be "
            "told which images they belong to; names with train and test in them would be right."
        )
    return ways[0]


def _fit(images: IdxFile, labels: IdxFile) -> bool:
    return images.shape[0] == labels.shape[0]


def _missing(folder: Path, found: _Found) -> str:
    """What is wrong with a folder that has not two files of each, first of all which file it is."""
    if len(found.images) > 2 or len(found.labels) > 2:
        which = found.images if len(found.images) > 2 else found.labels
        what = "images" if which is found.images else "labels"
        return (
            f"{shown(folder)} holds {len(which)} files with {what} that differ ({_list(which)}); two, one to "
            "learn from and one to test with, would be right."
        )
    if found.troubles:
        first, *others = found.troubles
        more = f" (nor is {_names(others)} any)" if others else ""
        return (
            f"{shown(first)} {why_no_idx(first)}{more}; an IDX file of images or labels, as its name says, "
            "would be right in its place."
        )
    there = [
        counted(len(files), one, many) + (f" ({_list(files)})" if files else "")
        for files, one, many in (
            (found.images, "{n} IDX file with images", "{n} IDX files with images"),
            (found.labels, "{n} IDX file with labels", "{n} IDX files with labels"),
        )
    ]
    return (
        f"{shown(folder)} holds {there[0]} and {there[1]}; two of each, one pair to learn from and one to "
        "test with, would be right."
    )


def _list(files: Sequence[IdxFile]) -> str:
    return _names([file.path for file in files])


def _names(paths: Sequence[Path]) -> str:
    names = [shown(path.name) for path in paths[:_MOST_NAMED]]
    return ", ".join(names) + (" …" if len(paths) > _MOST_NAMED else "")
