"""Collections of one's own drawings: kept whole, read as hostile, learnt alone or beside MNIST."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from netviz.files.errors import FileError
from netviz.tasks.data_name import DataName
from netviz.tasks.described import read as read_task
from netviz.tasks.described import written
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.examples import DataError
from netviz.tasks.finding import find
from netviz.tasks.given import open_data
from netviz.tasks.hand import data as hand_data
from netviz.tasks.hand.collection import MOST_NAMES, Collection, begun, names_in, read, write
from netviz.tasks.hand.data import alone, on_top
from netviz.tasks.hand.library import kept_in, new_file, newest_of_digits
from tests.rights import as_a_person

DIGITS = names_in("0 1 2 3 4 5 6 7 8 9")


def drawn(names: tuple[str, ...], n: int, seed: int = 1) -> Collection:
    random = np.random.default_rng(seed)
    kept = begun(names)
    for k in range(n):
        kept = kept.with_sign(k % len(names), random.integers(0, 256, 784).astype(np.uint8))
    return kept


def same(one: Collection, other: Collection) -> bool:
    labels, images = one.labels, one.images
    return (
        one.names == other.names
        and np.array_equal(images, other.images)
        and np.array_equal(labels, other.labels)
    )


@pytest.mark.parametrize("n", [0, 1, 1000])
def test_what_was_drawn_is_read_again(tmp_path: Path, n: int) -> None:
    kept = drawn(("ä", "upside-down star", "2"), n)
    write(tmp_path / "mine.npz", kept)
    assert same(read(tmp_path / "mine.npz"), kept)
    # Any program that knows NumPy reads it, without pickles.
    with np.load(tmp_path / "mine.npz", allow_pickle=False) as arrays:
        assert arrays["x"].shape == (n, 28, 28)
        assert arrays["y"].tolist() == [kept.names[k] for k in kept.labels]


def test_what_is_taken_away_comes_back_where_it_stood() -> None:
    kept = drawn(DIGITS, 25)
    fewer = kept.without(7)
    assert len(fewer) == 24
    assert fewer.wanted == 7  # of which there is one
    assert same(fewer.with_sign(int(kept.labels[7]), kept.images[7], 7), kept)
    assert same(kept.first(24).with_sign(4, kept.images[24]), kept)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "0 signs"),
        ("one", "1 signs"),
        ("a, , b", "Name 2"),
        ("a,b,", "Name 3"),
        ("a b a", "twice"),
        ("a " + "long" * 9, "no name"),
        ("a, b\tc", "no name"),
        (" ".join(map(str, range(MOST_NAMES + 1))), f"{MOST_NAMES + 1} signs"),
    ],
)
def test_names_that_are_none_are_told(text: str, told: str) -> None:
    with pytest.raises(DataError, match=told):
        names_in(text)
    assert names_in("open ring, star") == ("open ring", "star")


def _arrays(**changes: object) -> bytes:
    kept = drawn(("a", "b"), 6)
    names = np.array(kept.names)
    arrays = {"x": kept.images.reshape(-1, 28, 28), "y": names[kept.labels], "names": names, **changes}
    file = io.BytesIO()
    np.savez(file, **{name: value for name, value in arrays.items() if value is not None})  # type: ignore[arg-type]
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\3\4 and nothing else",
        _arrays()[:900],
        _arrays(names=None),
        _arrays(names=np.array(["a", "a"])),
        _arrays(names=np.array(["a"])),
        _arrays(names=np.array([["a", "b"]])),
        _arrays(names=np.arange(2)),
        _arrays(names=np.array(["a", "b\n"])),
        _arrays(names=np.array([{"a": 1}, "b"], object)),
        _arrays(y=np.array(["a"] * 5 + ["c"])),
        _arrays(y=np.array(["a"] * 5)),
        _arrays(y=np.zeros(6)),
        _arrays(x=np.zeros((6, 28, 27), np.uint8)),
        _arrays(x=np.zeros((6, 28, 28), np.float32)),
        _arrays(x=np.zeros(6, np.uint8)),
        _arrays(x=np.zeros((20_001, 28, 28), np.uint8), y=np.array(["a"] * 20_001)),
    ],
    ids=range(17),
)
def test_a_damaged_file_is_named_and_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.npz"
    path.write_bytes(content)
    with pytest.raises(DataError, match="mine"):
        read(path)
    (kept,) = kept_in(tmp_path)
    assert kept.collection is None
    assert "mine" in kept.trouble
    assert newest_of_digits(tmp_path) is None
    assert path.read_bytes() == content


def test_a_file_s_name_is_asked_about_before_it_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "none yet"
    assert kept_in(folder) == []
    write(new_file(folder, " my digits "), drawn(DIGITS, 3))
    for name in ("my digits", "", "a/b", "..", "x" * 200, "a\nb"):
        with pytest.raises(FileError):
            new_file(folder, name)
    folder.chmod(0o555)
    with pytest.raises(FileError):
        as_a_person(lambda: write(folder / "other.npz", drawn(DIGITS, 3)))
    folder.chmod(0o755)
    assert [kept.path.stem for kept in kept_in(folder)] == ["my digits"]


def test_signs_alone_are_a_data_set_that_is_found_again(tmp_path: Path) -> None:
    path, kept = tmp_path / "shapes.npz", drawn(("ring", "star", "none of these"), 80).without(2)
    kept = replace(kept, names=("ring", "star", "bar"))
    write(path, kept)
    data = alone(path, kept)
    assert data.task.answer.names == ("ring", "star", "bar")
    assert read_task(written(data.task)) == data.task
    parts = (data.training, data.validation, data.test)
    assert sum(map(len, parts)) == 79
    assert all(set(part.answers.tolist()) == {0, 1, 2} for part in parts)
    together = np.concatenate([part.images for part in parts])
    assert len({image.tobytes() for image in together}) == 79
    assert _equal(open_data(path), data)
    # Drawn on, it is still found as it was; changed, that is said, and no others are taken.
    write(path, kept.with_sign(0, kept.images[0]))
    assert _equal(find(data.name), data)
    write(path, kept.without(0))
    with pytest.raises(DataError, match="changed since"):
        find(data.name)
    write(path, kept)
    elsewhere = path.rename(tmp_path / "moved.npz")
    with pytest.raises(DataError, match="not there any more"):
        find(data.name)
    assert _equal(find(replace(data.name, folder=str(tmp_path))), data)
    elsewhere.unlink()


def _equal(one: object, other: object) -> bool:
    assert hasattr(one, "sha256")
    assert hasattr(other, "sha256")
    return bool(one.sha256 == other.sha256) and all(
        np.array_equal(getattr(one, part).images, getattr(other, part).images)
        and np.array_equal(getattr(one, part).labels, getattr(other, part).labels)
        for part in ("training", "validation", "test")
    )


def test_ones_own_digits_stand_among_mnist_s(
    tmp_path: Path, digits: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hand_data, "load_digits", lambda: digits)
    path = tmp_path / "mine.npz"
    kept = drawn(("3", "1", "7"), 60)
    write(path, kept)
    data = on_top(path, kept)
    assert (data.n_own, len(data.hand)) == (48, 12)
    assert sorted(set(data.hand.labels.tolist())) == [1, 3, 7]
    n = len(digits.training)
    assert np.array_equal(data.training.images[:n], digits.training.images)
    own = data.training.images[n:]
    assert len(own) == 48 * data.times
    assert 0.09 < len(own) / len(data.training) < 0.11
    learnt = {image.tobytes() for image in own}
    held = {image.tobytes() for image in data.hand.images}
    assert not learnt & held
    assert learnt | held == {image.tobytes() for image in kept.images}
    # With the digit itself as its label, whatever its place among the signs.
    right = {image.tobytes(): int(kept.names[k]) for image, k in zip(kept.images, kept.labels, strict=True)}
    assert all(
        right[image.tobytes()] == label
        for image, label in zip(data.hand.images, data.hand.labels.tolist(), strict=True)
    )
    assert not data.name.bundled
    assert _equal(find(DataName.from_table(data.name.sha256, data.name.to_table())), data)


@pytest.mark.parametrize(
    "make", [lambda: drawn(("a", "1"), 20), lambda: begun(DIGITS), lambda: drawn(DIGITS, 7)]
)
def test_what_cannot_be_learnt_beside_mnist_is_told(make: Callable[[], Collection], tmp_path: Path) -> None:
    with pytest.raises(DataError, match="“few”"):
        on_top(tmp_path / "few.npz", make())
    with pytest.raises(DataError, match="“few”"):
        alone(tmp_path / "few.npz", drawn(("a", "b"), 5))


@pytest.mark.parametrize("how", ["", "1e400", '"x"', "-1", "true"])
def test_a_name_that_says_it_wrongly_is_told(tmp_path: Path, how: str) -> None:
    write(tmp_path / "mine.npz", drawn(("a", "b"), 9))
    more = f',"seed":0,"signs":{how}' if how else ""
    told = '{"kind":"handwriting"' + more + "}"
    name = DataName("0" * 64, str(tmp_path / "mine.npz"), task="handwriting", how=told)
    with pytest.raises(DataError):
        find(name)
