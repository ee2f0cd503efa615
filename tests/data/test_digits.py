"""The bundled digits, and folders of digits: good, odd and hostile ones."""

import gzip
import hashlib
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.tasks.digits.digits import DataError, Digits, load_digits_from
from netviz.tasks.digits.idx import open_idx
from netviz.tasks.digits.resources import resource


def idx(array: np.ndarray) -> bytes:
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


def some_images(n: int) -> np.ndarray:
    return np.random.default_rng(n).integers(0, 256, (n, 28, 28), dtype=np.uint8)


def some_labels(n: int) -> np.ndarray:
    return (np.arange(n) % 10).astype(np.uint8)


@pytest.fixture
def folder(tmp_path):
    """A folder with 120 digits to learn from and 30 to test with, whose names tell nothing."""
    (tmp_path / "a").write_bytes(idx(some_labels(30)))
    (tmp_path / "b").write_bytes(gzip.compress(idx(some_images(120))))
    (tmp_path / "c").write_bytes(gzip.compress(idx(some_labels(120))))
    (tmp_path / "d").write_bytes(idx(some_images(30)))
    (tmp_path / "notes.txt").write_text("not a digit")
    return tmp_path


def test_the_three_splits(digits):
    splits = (digits.training, digits.validation, digits.test)
    assert [(split.name, len(split)) for split in splits] == [
        ("training", 55_000),
        ("validation", 5_000),
        ("test", 10_000),
    ]
    # The first digits of MNIST's two files, and the last one of the 60,000.
    assert digits.training.labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert digits.test.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert digits.validation.labels[-1] == 8


def test_images_are_rows_of_ink(digits):
    images = digits.training.images
    assert images.shape == (55_000, 784)
    assert images.dtype == digits.training.labels.dtype == np.uint8
    assert images.flags.c_contiguous
    # The mean that everybody who uses MNIST divides by is that of all 60,000.
    both = np.concatenate([images, digits.validation.images])
    assert both.mean() / 255 == pytest.approx(0.1307, abs=5e-5)
    # A 1 stands upright: its ink is taller than it is wide.
    rows, columns = np.nonzero(images[3].reshape(28, 28))
    assert np.ptp(rows) > np.ptp(columns)


def test_pixels_are_the_only_floats(digits):
    chosen = digits.test.inputs([3, 1])
    assert chosen.shape == (2, 784)
    assert chosen.dtype == np.float32
    np.testing.assert_array_equal(chosen, digits.test.images[[3, 1]].astype(np.float32) / np.float32(255))
    assert digits.test.inputs(slice(0, 5), dtype=np.float64).dtype == np.float64
    assert len(digits.test.inputs()) == 10_000
    assert chosen.min() == 0
    assert digits.test.images[[3, 1]].max() == 255
    assert chosen.max() == 1


def test_digits_are_read_only(digits):
    for split in (digits.training, digits.validation, digits.test):
        with pytest.raises(ValueError, match="read-only"):
            split.images[0, 0] = 1
        with pytest.raises(ValueError, match="read-only"):
            split.labels[0] = 1


def test_splits_share_the_memory_of_one_array(digits):
    assert digits.training.images.base is digits.validation.images.base is not None


def test_the_caller_s_array_stays_writable():
    images, labels = np.zeros((2, 784), np.uint8), np.zeros(2, np.uint8)
    Digits(images, labels, "training")
    images[0, 0] = labels[0] = 1


def test_mismatched_images_and_labels_are_refused():
    with pytest.raises(
        DataError, match=r"training digits have images of shape \(2, 784\) and labels of shape \(3,\)"
    ):
        Digits(np.zeros((2, 784), np.uint8), np.zeros(3, np.uint8), "training")


def test_the_bundled_digits_have_the_sum_of_their_content(digits):
    assert load_digits_from(resource("digits")).sha256 == digits.sha256
    digest = hashlib.sha256()
    for name in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1"):
        content = gzip.decompress(resource("digits", f"{name}-ubyte.gz").read_bytes())
        digest.update(content[16 if "images" in name else 8 :])
    assert digits.sha256 == digest.hexdigest()


def test_a_folder_is_read_by_content(folder):
    data = load_digits_from(folder)
    assert [len(split) for split in (data.training, data.validation, data.test)] == [110, 10, 30]
    images = some_images(120).reshape(120, 784)
    np.testing.assert_array_equal(data.training.images, images[:110])
    np.testing.assert_array_equal(data.validation.images, images[110:])
    np.testing.assert_array_equal(data.test.images, some_images(30).reshape(30, 784))
    np.testing.assert_array_equal(data.test.labels, some_labels(30))
    assert len(data.sha256) == 64


BAD_FILES = {
    "no labels": ("a", b"", "a is empty; an IDX file of images or labels"),
    "labels of others": (
        "a",
        idx(some_labels(31)),
        r"d holds 30 images, but of the labels beside it, a 31 and c 120",
    ),
    "no digit": ("a", idx(np.full(30, 10)), "a holds the label 10; 0 to 9"),
    "cut off": ("a", idx(some_labels(30))[:-1], "says that it holds 30 values, but the file is too short"),
    "longer": ("a", idx(some_labels(30)) + b"\0", "says that it holds 30 values, but it goes on after"),
    "cut off, compressed": (
        "c",
        gzip.compress(idx(some_labels(120)))[:-4],
        "its compressed data are damaged",
    ),
    "compressed, cut off": ("c", gzip.compress(idx(some_labels(120))[:-1]), "but it ends after 119"),
    "other size": ("d", idx(some_images(30)[:, :27]), "images of 27×28 pixels; 28×28 would be right"),
    "which is the test": ("d", idx(some_images(120)), "b and .*d both hold 120 images"),
    "empty": ("d", idx(some_images(0)), "d holds 0 images, but"),
}


@pytest.mark.parametrize(("name", "content", "message"), BAD_FILES.values(), ids=BAD_FILES)
def test_bad_folders_are_refused_in_a_sentence(folder, name, content, message):
    (folder / name).write_bytes(content)
    with pytest.raises(DataError, match=message) as error:
        load_digits_from(folder)
    assert str(folder) in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize(
    ("shape", "message"),
    [
        ((0xFFFFFFFF, 28, 28), "at most 1,073,741,824 are read"),
        ((10**6, 28, 28), "the file is too short for that"),
    ],
)
def test_headers_that_promise_too_much(tmp_path, shape, message, compressed):
    content = struct.pack(">HBB3I", 0, 8, 3, *shape)
    (tmp_path / "x").write_bytes(gzip.compress(content) if compressed else content)
    file = open_idx(tmp_path / "x")
    assert file is not None
    with pytest.raises(DataError, match=message):
        file.read()


def test_a_folder_that_is_none(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for name, what in (("nowhere", "can't be read"), ("file", "is a file")):
        with pytest.raises(DataError, match=rf"{name} {what}.*; a folder with four IDX files"):
            load_digits_from(tmp_path / name)


def test_a_flipped_bit_is_noticed(folder):
    content = bytearray((folder / "b").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "b").write_bytes(content)
    with pytest.raises(DataError):
        load_digits_from(folder)


def read_or_refuse(path: Path) -> np.ndarray | None:
    """The values; None for a file that is no IDX or is refused with its name."""
    file = open_idx(path)
    if file is None:
        return None
    try:
        values = file.read()
    except DataError as error:
        if str(path) not in str(error):
            raise
        return None
    assert values.shape == file.shape
    return values


MAGICS = [b"\0\0\x08\x01", b"\0\0\x08\x02", b"\0\0\x08\x03", b"\0\0\x08\x04", b"\0\0\x0d\x03", b"PK"]


@given(
    magic=st.sampled_from(MAGICS),
    lengths=st.lists(st.integers(0, 0xFFFFFFFF) | st.integers(0, 40), max_size=4),
    rest=st.binary(max_size=200),
    compressed=st.booleans(),
)
def test_no_header_takes_more_memory_than_its_file_can_fill(
    tmp_path_factory, magic, lengths, rest, compressed
):
    path = tmp_path_factory.getbasetemp() / "hostile"
    content = magic + struct.pack(f">{len(lengths)}I", *lengths) + rest
    path.write_bytes(gzip.compress(content) if compressed else content)
    tracemalloc.start()
    try:
        values = read_or_refuse(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4_000_000
    assert values is None or values.tobytes() == content[4 + 4 * values.ndim :]


@given(shape=st.lists(st.integers(1, 6), min_size=1, max_size=4), compressed=st.booleans())
def test_what_was_written_is_read(tmp_path_factory, shape, compressed):
    path = tmp_path_factory.getbasetemp() / "good"
    array = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    path.write_bytes(gzip.compress(idx(array)) if compressed else idx(array))
    np.testing.assert_array_equal(read_or_refuse(path), array)


@given(content=st.binary(max_size=300))
def test_any_other_file_is_left_alone_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(content)
    read_or_refuse(path)
