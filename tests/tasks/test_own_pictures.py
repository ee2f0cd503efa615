"""Data sets of one's own made of pictures: folders, .npz and IDX, and what is wrong in them."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from netviz.cli.main import main
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import DataError
from netviz.tasks.finding import find
from netviz.tasks.given import open_data
from netviz.tasks.pictures.pictures import PictureData
from netviz.tasks.pictures.prepared import read_ink, read_picture
from netviz.training.recording.run_file import read_run
from tests.rights import as_a_person


def shape(kind: int, k: int, side: int = 12, *, paper: int = 255) -> np.ndarray:
    """A cross, a bar or a frame, a little elsewhere each time, on paper of this brightness."""
    page = np.full((side, side), paper, np.uint8)
    at = 3 + k % (side - 6)
    if kind == 0:
        page[at, 1:-1] = page[1:-1, at] = 255 - paper
    elif kind == 1:
        page[at : at + 2, 1:-1] = 255 - paper
    else:
        page[1:-1, 1:-1] = 255 - paper
        page[3 : at + 2, 3:-3] = paper
    return page


def folder(root: Path, n: int = 20, names: tuple[str, ...] = ("cross", "bar", "frame")) -> Path:
    for kind, name in enumerate(names):
        (root / name).mkdir(parents=True)
        for k in range(n):
            Image.fromarray(shape(kind, k)).save(root / name / f"{k}.png")
    return root


def opened(path: Path) -> PictureData:
    data = open_data(path)
    assert isinstance(data, PictureData)
    return data


def all_images(data: PictureData) -> np.ndarray:
    return np.concatenate([data.training.images, data.validation.images, data.test.images])


def test_a_folder_for_each_class_is_a_data_set_and_is_found_again(tmp_path: Path) -> None:
    data = opened(folder(tmp_path / "signs"))
    task = data.task
    assert (task.id, task.label, task.input.size) == ("pictures", "signs", "12×12")
    assert task.answer.names == ("bar", "cross", "frame")
    # Each class alike in each split.
    for part, n in ((data.training, 14), (data.validation, 3), (data.test, 3)):
        assert np.bincount(part.labels).tolist() == [n] * 3
    assert "inverted, since their paper is light" in data.said[1]
    stored = {image.tobytes() for image in all_images(data)}
    assert stored == {(255 - shape(kind, k)).tobytes() for kind in range(3) for k in range(20)}
    assert find(data.name).name == data.name
    assert DataName.from_table(data.sha256, json.loads(json.dumps(data.name.to_table()))) == data.name
    Image.fromarray(shape(0, 1)).save(tmp_path / "signs/bar/0.png")
    with pytest.raises(DataError, match="other pictures lie there now"):
        find(data.name)
    (tmp_path / "signs").rename(tmp_path / "away")
    with pytest.raises(DataError, match=r"examples of .*signs .*not there any more"):
        find(data.name)


def test_a_run_remembers_its_pictures_and_others_are_read_as_they_were(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = folder(tmp_path / "signs", 30)
    run = tmp_path / "run.netviz"
    assert main(["train", "--data", str(root), "--steps", "600", "--save", str(run), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["task"] == "pictures"
    assert json.loads(told.out)["test_accuracy"] > 0.9
    assert "90 pictures of 3 classes" in told.err
    data = opened(root)
    stored = {image.tobytes() for image in all_images(data)}
    kept = read_run(run)
    assert kept.data == data.name
    for file in (root / "cross/3.png", root / "frame/7.png"):
        assert read_picture(data.task, kept.data.how, file).tobytes() in stored
    ink = 255 - shape(0, 5)
    assert read_ink(data.task, kept.data.how, ink).tobytes() in stored
    assert main(["predict", str(run), str(root / "cross/3.png"), str(root / "frame/7.png"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["predictions"]
    assert [one["name"] for one in found] == ["cross", "frame"]
    assert main(["train", "--resume", str(run), "--steps", "5"]) == 0
    # The network is there although its data are not.
    root.rename(tmp_path / "away")
    assert main(["predict", str(run), str(tmp_path / "away/bar/0.png")]) == 0
    assert " bar " in capsys.readouterr().out
    assert main(["test", str(run)]) == 2
    assert "not there any more" in capsys.readouterr().err
    assert main(["test", str(run), "--data", str(tmp_path / "away")]) == 0


def test_sizes_colours_splits_and_kinds_of_files_may_differ(tmp_path: Path) -> None:
    for part in ("train", "test"):
        for kind, name in enumerate(("ä b", "c")):
            (tmp_path / part / name / "more").mkdir(parents=True)
            for k in range(9):
                page = Image.fromarray(shape(kind, k, 20 + k, paper=0))
                ending = ("png", "jpg", "bmp", "gif")[k % 4]
                page.convert("RGB").resize((40, 20 + k)).save(
                    tmp_path / part / name / "more" / f"{k}.{ending}"
                )
            (tmp_path / part / name / "notes.txt").write_text("no picture")
            (tmp_path / part / name / ".hidden.png").write_text("no picture")
    data = opened(tmp_path)
    assert (data.task.input.size, data.task.answer.names) == ("28×28", ("c", "ä b"))
    assert (len(data.training), len(data.validation), len(data.test)) == (16, 2, 18)
    assert "inverted" not in " ".join(data.said)
    # Wide pictures keep their shape: paper above and below.
    assert not data.training.images.reshape(-1, 28, 28)[:, 0].any()


def png(width: int, height: int, content: bytes = b"") -> bytes:
    """A PNG whose header says what it likes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def test_what_is_wrong_in_a_folder_is_left_out_and_named(tmp_path: Path) -> None:
    root = folder(tmp_path / "signs", 8)
    (root / "bar/broken.png").write_bytes((root / "bar/0.png").read_bytes()[:60])
    (root / "bar/empty.png").write_bytes(b"")
    (root / "bar/text.jpg").write_text("I am no picture")
    (root / "cross/vast.png").write_bytes(png(30_000, 30_000, zlib.compress(bytes(100))))
    (root / "cross/bomb.png").write_bytes(png(18_000, 18_000, zlib.compress(bytes(18_000 * 18_000 // 8))))
    (root / "cross/none.png").write_bytes(png(0, 5))
    (root / "frame/loop").symlink_to(root)
    (root / "frame/itself.png").symlink_to(root / "frame/itself.png")
    (root / "bare").mkdir()
    data = opened(root)
    assert len(all_images(data)) == 24
    words = data.said[-1]
    assert "were left out" in words
    for name in ("bare", "broken.png", "empty.png", "text.jpg"):
        assert name in " ".join(data.troubles), name
    for name in ("vast.png", "bomb.png", "none.png", "itself.png"):
        assert name in " ".join(data.troubles), name


def test_why_a_picture_was_left_out_speaks_of_no_digit(tmp_path: Path) -> None:
    for name in ("circle", "cross"):
        (tmp_path / name).mkdir()
        for k in range(6):
            ink = np.full((24, 24), 255, np.uint8)
            ink[k : k + 9, 6:15] = 0 if name == "cross" else 90
            Image.fromarray(ink).save(tmp_path / name / f"{k}.png")
    (tmp_path / "circle" / "none.png").write_bytes(b"no picture")
    (tmp_path / "cross" / "cut.png").write_bytes((tmp_path / "cross" / "0.png").read_bytes()[:40])
    (tmp_path / "cross" / "empty.png").touch()
    data = open_data(tmp_path)
    assert isinstance(data, PictureData)
    assert len(data.troubles) == 3
    assert all("a picture (PNG" in words and "digit" not in words for words in data.troubles), data.troubles


def test_a_folder_without_rights_is_named(tmp_path: Path) -> None:
    root = folder(tmp_path / "signs", 8)
    (root / "bar").chmod(0)
    data = as_a_person(lambda: opened(root))
    (root / "bar").chmod(0o700)
    assert isinstance(data, PictureData)
    assert data.task.answer.names == ("cross", "frame")
    assert "you may not read" in " ".join(data.troubles)


def test_folders_that_are_no_data_set_are_refused_in_a_sentence(tmp_path: Path) -> None:
    one = folder(tmp_path / "one", 5, ("only",))
    with pytest.raises(DataError, match="pictures of one class in folders; a folder of pictures"):
        open_data(one)
    few = folder(tmp_path / "few", 1)
    with pytest.raises(DataError, match="too few pictures"):
        open_data(few)
    many = tmp_path / "many"
    for k in range(1001):
        (many / str(k)).mkdir(parents=True)
    (many / "0" / "a.png").write_bytes(png(4, 4))
    with pytest.raises(DataError, match="1,001 folders; up to 1,000"):
        open_data(many)
    bad = folder(tmp_path / "bad", 3)
    for file in bad.glob("*/*.png"):
        file.write_bytes(b"\x89PNG")
    with pytest.raises(DataError, match="fewer than two classes that can be read"):
        open_data(bad)
    (tmp_path / "text.txt").write_text("a,b\n1,2\n")
    (tmp_path / "void").mkdir()
    for path in ("text.txt", "void", "gone"):
        with pytest.raises(DataError, match="would be right"):
            open_data(tmp_path / path)
        assert main(["train", "--data", str(tmp_path / path), "--steps", "1"]) == 2


NPZ = [
    lambda n: {"x": np.zeros((n, 9, 9), np.uint8), "y": np.arange(n) % 3},
    lambda n: {"x": np.zeros((n, 81), np.float32), "y": np.array(["a", "b", "ç"])[np.arange(n) % 3]},
    lambda n: {"images": np.zeros((n, 9, 7, 3)), "labels": np.eye(3)[np.arange(n) % 3]},
    lambda n: {"x": np.zeros((n, 1, 9, 9), np.int64), "y": (np.arange(n) % 3)[:, None] * 5.0},
]


@pytest.mark.parametrize("make", NPZ)
def test_arrays_of_many_kinds_are_read(make, tmp_path: Path) -> None:
    arrays = make(60)
    pictures = next(iter(arrays.values()))
    full = 1 if pictures.dtype.kind == "f" else 255
    flat = pictures.reshape(60, -1)
    flat[np.arange(60), 40 + np.arange(60) % 3] = full
    np.savez_compressed(tmp_path / "own.npz", **arrays)
    data = opened(tmp_path / "own.npz")
    assert (data.task.input.size, data.task.answer.n) == ("9×9", 3)
    assert (len(data.training), len(data.validation), len(data.test)) == (42, 9, 9)
    assert data.training.images.max() > 70  # a third of it, where one colour alone is full
    assert find(data.name).name == data.name


def test_a_test_set_of_its_own_stays_one_and_large_pictures_are_made_smaller(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    arrays = {
        "x_train": chance.integers(0, 99, (40, 128, 128), dtype=np.uint8),
        "y_train": np.arange(40) % 4,
        "x_test": chance.integers(0, 99, (8, 128, 128), dtype=np.uint8),
        "y_test": np.arange(8) % 4,
    }
    np.savez(tmp_path / "own.npz", **arrays)
    data = opened(tmp_path / "own.npz")
    means = arrays["x_test"].reshape(8, 64, 2, 64, 2).mean(axis=(2, 4)).reshape(8, -1)
    assert np.abs(data.test.images - means).max() <= 0.5
    assert data.test.labels.tolist() == [0, 1, 2, 3] * 2
    assert (len(data.training), len(data.validation)) == (36, 4)


def npy(shape: tuple[int, ...], descr: str = "|u1", content: bytes = b"") -> bytes:
    head = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + content


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(f"{name}.npy", content)
    return path


def pickled() -> bytes:
    file = io.BytesIO()
    np.save(file, np.array([{"a": 1}, print], object), allow_pickle=True)
    return file.getvalue()


BAD: list[tuple[Callable[[Path], Path], str]] = [
    (lambda path: archive(path, x=pickled(), y=npy((2,))), "never unpickled"),
    (lambda path: archive(path, a=npy((2,))), "holds a; x and y"),
    (lambda path: archive(path, x=npy((60_000, 30_000, 30_000)), y=npy((2,))), "would take .* MB"),
    (lambda path: archive(path, x=npy((3, 9, 9)), y=npy((2,))), "may be cut off"),
    (lambda path: archive(path, x=b"nonsense", y=b"nonsense"), "no array that can be read"),
    (lambda path: archive(path, x=npy((-5, 9)), y=npy((2,))), "can’t be|no array"),
    (
        lambda path: archive(path, x=npy((2, 9, 9), content=bytes(162)), y=npy((2,), content=bytes(2))),
        "one class",
    ),
    (
        lambda path: archive(path, x=npy((2, 9, 9), content=bytes(162)), y=npy((3,), content=b"\0\1\2")),
        "3 labels for 2 pictures; one for each",
    ),
    (
        lambda path: archive(path, x=npy((2, 3), content=bytes(6)), y=npy((2,), content=b"\0\1")),
        "has the shape 2×3; pictures in rows and columns",
    ),
    (
        lambda path: archive(
            path,
            x=npy((5000, 1, 1), content=bytes(5000)),
            y=npy((5000,), "<i4", np.arange(5000, dtype="<i4").tobytes()),
        ),
        "5,000 classes; up to 1,000",
    ),
    (
        lambda path: archive(
            path, x=npy((2, 1, 1), "<f4", np.float32([-1, 2]).tobytes()), y=npy((2,), content=b"\0\1")
        ),
        "pixels from -1 to 2; 0 to 255",
    ),
]


@pytest.mark.parametrize(("make", "words"), BAD)
def test_arrays_that_are_no_data_set_are_refused_in_a_sentence(make, words: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=words) as told:
        open_data(make(tmp_path / "own.npz"))
    assert "own.npz" in str(told.value)


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    whole = archive(tmp_path / "own.npz", x=npy((9, 9, 9), content=bytes(range(243)) * 3), y=npy((9,)))
    content = bytearray(whole.read_bytes())
    for damage in (content[: len(content) // 2], content[:60] + b"\xff" * 40 + content[100:]):
        whole.write_bytes(bytes(damage))
        with pytest.raises(DataError, match=r"own\.npz"):
            open_data(whole)


def idx(path: Path, values: np.ndarray) -> None:
    head = bytes([0, 0, 8, values.ndim]) + b"".join(n.to_bytes(4, "big") for n in values.shape)
    path.write_bytes(head + values.astype(np.uint8).tobytes())


def test_idx_of_any_size_and_classes_with_or_without_a_test_set(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    idx(tmp_path / "train-images-idx3-ubyte", chance.integers(0, 99, (120, 10, 14)))
    idx(tmp_path / "train-labels-idx1-ubyte", np.arange(120) % 26)
    data = opened(tmp_path)
    assert (data.task.input.size, data.task.answer.n) == ("14×14", 26)
    assert len(data.training) + len(data.validation) + len(data.test) == 120
    idx(tmp_path / "t10k-images-idx3-ubyte", chance.integers(0, 99, (52, 10, 14)))
    idx(tmp_path / "t10k-labels-idx1-ubyte", np.arange(52) % 26)
    data = opened(tmp_path)
    assert (len(data.test), data.name.folder) == (52, str(tmp_path))
    assert find(data.name).name == data.name
    idx(tmp_path / "t10k-labels-idx1-ubyte", np.arange(52) % 27)
    with pytest.raises(DataError, match="class '26' to test with, and none of it to learn from"):
        open_data(tmp_path)
