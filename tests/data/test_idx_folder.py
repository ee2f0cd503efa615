"""Folders of digits as people have them: torchvision's, QMNIST, EMNIST, copies; which file is the trouble."""

import gzip
import os
import shutil
import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from netviz.tasks.digits.digits import DataError, DataSet, load_digits_from
from netviz.tasks.digits.idx import open_idx

LEARN, TEST = 240, 48
NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)
TYPES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def idx(array: np.ndarray, dtype: str = "u1") -> bytes:
    header = struct.pack(f">HBB{array.ndim}I", 0, TYPES[dtype], array.ndim, *array.shape)
    return header + array.astype(f">{dtype}").tobytes()


@pytest.fixture(scope="module")
def arrays(digits: DataSet) -> list[np.ndarray]:
    """Images and labels to learn from, and to test with."""
    found = []
    for split, n in ((digits.training, LEARN), (digits.test, TEST)):
        found += [split.images[:n].reshape(n, 28, 28), split.labels[:n]]
    return found


def write(
    folder: Path, arrays: list[np.ndarray], names: tuple[str, ...] = NAMES, *, packed: bool = False
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in zip(names, arrays, strict=True):
        content = idx(array)
        (folder / f"{name}{'.gz' * packed}").write_bytes(gzip.compress(content, 1) if packed else content)


def check(found: DataSet, arrays: list[np.ndarray]) -> None:
    images = np.concatenate([found.training.images, found.validation.images])
    labels = np.concatenate([found.training.labels, found.validation.labels])
    np.testing.assert_array_equal(images, arrays[0].reshape(-1, 784))
    np.testing.assert_array_equal(labels, arrays[1])
    np.testing.assert_array_equal(found.test.images, arrays[2].reshape(-1, 784))
    np.testing.assert_array_equal(found.test.labels, arrays[3])


# ---- what is read


def torchvision(folder: Path, arrays: list[np.ndarray]) -> Path:
    """Packed beside unpacked; the folder above is named."""
    for packed in (False, True):
        write(folder / "MNIST" / "raw", arrays, packed=packed)
    return folder / "MNIST"


def far_above(folder: Path, arrays: list[np.ndarray]) -> Path:
    torchvision(folder, arrays)
    return folder


def one_pair_unpacked(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays, packed=True)
    write(folder, arrays[:2], NAMES[:2])
    return folder


def a_copy_of_the_labels(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays)
    shutil.copy(folder / NAMES[1], folder / f"{NAMES[1]} (copy)")
    return folder


def copies_whose_names_tell_nothing(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays, ("a", "b", "c", "d"))
    for name in "bd":
        shutil.copy(folder / name, folder / f"{name}{name}")
    return folder


def qmnist(folder: Path, arrays: list[np.ndarray]) -> Path:
    names = ("qmnist-train-images-idx3-ubyte", "", "qmnist-test-images-idx3-ubyte", "")
    for name, array in zip(names, arrays, strict=True):
        if name:
            (folder / name).write_bytes(idx(array))
            continue
        table = np.zeros((len(array), 8), np.int32)
        table[:, 0], table[:, 1:] = array, 3579
        part = "train" if len(array) == len(arrays[1]) else "test"
        (folder / f"qmnist-{part}-labels-idx2-int").write_bytes(idx(table, "i4"))
    (folder / "xnist-images-idx3-ubyte").write_bytes(idx(arrays[0][:7]))
    return folder


def one_column(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, [arrays[0], arrays[1][:, None], arrays[2], arrays[3][:, None]])
    return folder


def rows_of_pixels(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, [arrays[0].reshape(-1, 784), arrays[1], arrays[2][..., None], arrays[3]])
    return folder


def floats(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays)
    for name, array, dtype in ((NAMES[0], arrays[0], "f4"), (NAMES[2], arrays[2], "f8")):
        (folder / name).write_bytes(idx(array / 255, dtype))
    return folder


def wide_numbers(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays)
    for name, array, dtype in zip(NAMES, arrays, ("i2", "i4", "f4", "f8"), strict=True):
        (folder / name).write_bytes(idx(array, dtype))
    return folder


def on_its_side(folder: Path, arrays: list[np.ndarray]) -> Path:
    """EMNIST."""
    names = tuple(f"emnist-digits-{name.replace('t10k', 'test')}" for name in NAMES)
    lying = [array.transpose(0, 2, 1) if array.ndim == 3 else array for array in arrays]
    write(folder / "gzip", lying, names, packed=True)
    return folder


def names_against_sizes(folder: Path, arrays: list[np.ndarray]) -> Path:
    """A few to learn from and many to test with: the names say so."""
    write(folder, [*arrays[2:], *arrays[:2]])
    return folder


def refuse_beside(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays)
    (folder / "train-images-idx3-ubyte.gz.part").write_bytes(b"")
    (folder / "index.html").write_text("<html>")
    return folder


READ = (
    torchvision, far_above, one_pair_unpacked, a_copy_of_the_labels, copies_whose_names_tell_nothing, qmnist,
    one_column, rows_of_pixels, floats, wide_numbers, on_its_side, names_against_sizes, refuse_beside,
)  # fmt: skip


@pytest.mark.parametrize("make", READ, ids=lambda make: make.__name__)
def test_a_folder_as_people_have_it_is_read(
    make: Callable[[Path, list[np.ndarray]], Path], arrays: list[np.ndarray], tmp_path: Path
) -> None:
    found = load_digits_from(make(tmp_path, arrays))
    check(found, [*arrays[2:], *arrays[:2]] if make is names_against_sizes else arrays)


def test_equal_sizes_are_told_apart_by_their_names(arrays: list[np.ndarray], tmp_path: Path) -> None:
    same = [array[:TEST] for array in arrays]
    write(tmp_path, same)
    check(load_digits_from(tmp_path), same)


def test_where_it_was_read_from_is_the_folder_itself(arrays: list[np.ndarray], tmp_path: Path) -> None:
    found = load_digits_from(torchvision(tmp_path, arrays))
    assert found.folder == str(tmp_path / "MNIST" / "raw")


def test_upright_digits_stay_as_they_are(digits: DataSet, tmp_path: Path) -> None:
    """Also few of them, and also what is no digit at all."""
    random = np.random.default_rng(0)
    for n, make in ((60, None), (500, None), (500, random)):
        images = (
            digits.training.images[:n] if make is None else make.integers(0, 256, (n, 784), dtype=np.uint8)
        )
        split = [images.reshape(-1, 28, 28), digits.training.labels[:n]]
        write(tmp_path, [*split, split[0][:20], split[1][:20]])
        np.testing.assert_array_equal(load_digits_from(tmp_path).training.images[0], images[0])


# ---- what is refused: the file that is the trouble is named


def html(path: Path) -> None:
    path.write_bytes(b"<!DOCTYPE html><html><body>404</body></html>")


def packed_html(path: Path) -> None:
    path.write_bytes(gzip.compress(b"<html><body>Sign in</body></html>"))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def packed_empty(path: Path) -> None:
    path.write_bytes(gzip.compress(b""))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_in_its_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:6])


def cut_while_packed(path: Path) -> None:
    path.write_bytes(gzip.compress(path.read_bytes())[:12])


def zipped(path: Path) -> None:
    path.write_bytes(b"PK\3\4" + bytes(60))


def text(path: Path) -> None:
    path.write_text("0,1,2\n" * 20)


def unknown_type(path: Path) -> None:
    path.write_bytes(b"\0\0\x0a\x01" + path.read_bytes()[4:])


def longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


BAD = {
    html: "is a page of HTML",
    packed_html: "holds a page of HTML",
    empty: "is empty",
    packed_empty: "nothing but an empty file",
    cut_off: "cut off",
    cut_in_its_header: "cut off in its header",
    cut_while_packed: "damaged or cut off",
    zipped: "is a zip archive",
    text: "is no IDX file",
    unknown_type: "is no IDX file",
    longer: "goes on after",
}


@pytest.mark.parametrize("name", NAMES[:2])
@pytest.mark.parametrize("spoil", BAD, ids=lambda spoil: spoil.__name__)
def test_the_file_that_is_the_trouble_is_named(
    spoil: Callable[[Path], None], name: str, arrays: list[np.ndarray], tmp_path: Path
) -> None:
    write(tmp_path, arrays)
    spoil(tmp_path / name)
    with pytest.raises(DataError) as caught:
        load_digits_from(tmp_path)
    sentence = str(caught.value)
    assert str(tmp_path / name) in sentence
    assert BAD[spoil] in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_file_that_may_not_be_read_is_named(
    arrays: list[np.ndarray], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, arrays)
    opened = Path.open

    def refuse(path: Path, *args: object, **options: object) -> object:
        if path.name == NAMES[2]:
            raise PermissionError(13, os.strerror(13))
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DataError, match=rf"{NAMES[2]} can't be read: you may not read"):
        load_digits_from(tmp_path)


def several_sets(folder: Path, arrays: list[np.ndarray]) -> Path:
    for name in ("balanced", "byclass", "digits", "mnist"):
        names = tuple(f"emnist-{name}-{each.replace('t10k', 'test')}" for each in NAMES)
        write(folder, arrays, names, packed=True)
    return folder


def several_folders(folder: Path, arrays: list[np.ndarray]) -> Path:
    for name in ("one", "other"):
        write(folder / name, arrays)
    return folder


def packed_others(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays)
    write(folder, [arrays[0][::-1]], NAMES[:1], packed=True)
    return folder


def letters(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, [arrays[0], arrays[1] + 17, *arrays[2:]])
    return folder


def two_columns(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, [arrays[0], np.stack([arrays[1], arrays[1]], axis=1), *arrays[2:]])
    return folder


def halves(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays)
    (folder / NAMES[1]).write_bytes(idx(arrays[1] + 0.5, "f4"))
    return folder


def normalised_floats(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays)
    (folder / NAMES[0]).write_bytes(idx((arrays[0] / 255 - 0.1307) / 0.3081, "f4"))
    return folder


def no_numbers(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, arrays)
    (folder / NAMES[0]).write_bytes(idx(arrays[0] * np.nan, "f4"))
    return folder


def equal_sizes_without_names(folder: Path, arrays: list[np.ndarray]) -> Path:
    write(folder, [array[:TEST] for array in arrays], ("a", "b", "c", "d"))
    return folder


def equal_labels_without_names(folder: Path, arrays: list[np.ndarray]) -> Path:
    names = ("train-images", "b", "test-images", "d")
    write(folder, [array[:TEST] for array in arrays], names)
    return folder


def nothing(folder: Path, _arrays: list[np.ndarray]) -> Path:
    return folder


REFUSED = {
    several_sets: (
        "emnist-balanced, emnist-byclass, emnist-digits, emnist-mnist",
        "in a folder of their own",
    ),
    several_folders: ("one, other", "several folders"),
    packed_others: (NAMES[0], f"{NAMES[0]}.gz", "differ"),
    letters: (NAMES[1], "holds the label 2", "0 to 9"),
    two_columns: (NAMES[1], "2 columns"),
    halves: (NAMES[1], ".5; 0 to 9"),
    normalised_floats: (NAMES[0], "pixels from -0.424"),
    no_numbers: (NAMES[0], "pixels from nan"),
    equal_sizes_without_names: ("a and ", "c both hold 48 images", "train and test in them"),
    equal_labels_without_names: ("b and ", "d both hold 48 labels", "train and test in them"),
    nothing: ("0 IDX files with images", "two of each"),
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda make: make.__name__)
def test_what_can_not_be_told_is_refused_in_a_sentence(
    make: Callable[[Path, list[np.ndarray]], Path], arrays: list[np.ndarray], tmp_path: Path
) -> None:
    with pytest.raises(DataError) as caught:
        load_digits_from(make(tmp_path, arrays))
    sentence = str(caught.value)
    for word in REFUSED[make]:
        assert word in sentence
    assert str(tmp_path) in sentence
    assert sentence.endswith("would be right.")


def test_copies_are_told_by_as_much_as_their_headers_say(arrays: list[np.ndarray], tmp_path: Path) -> None:
    """However long what follows unpacks to: a thousandth of it may be in the file."""
    write(tmp_path, arrays)
    bomb = gzip.compress(idx(arrays[1]) + bytes(30_000_000), 9)
    (tmp_path / f"{NAMES[1]}.gz").write_bytes(bomb)
    file = open_idx(tmp_path / f"{NAMES[1]}.gz")
    assert file is not None
    read: list[int] = []
    original = gzip.GzipFile.read

    def counted(self: gzip.GzipFile, size: int | None = -1) -> bytes:
        block = original(self, size)
        read.append(len(block))
        return block

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gzip.GzipFile, "read", counted)
        assert file.sum()
    assert sum(read) == len(idx(arrays[1])) + 1
    with pytest.raises(DataError, match="differ"):
        load_digits_from(tmp_path)
