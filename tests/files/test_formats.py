"""Files of other programs are named for what they are, with what would be right; nothing in them is run."""

import io
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from netviz.app.files.opened import read_file
from netviz.files.errors import FileError
from netviz.files.formats import FORMATS, HEAD, IDX, RUN, SCENES, WEIGHTS, format_of
from netviz.tasks.digits.digits import DataError
from netviz.tasks.digits.images import read_image
from netviz.training.recording.run_file import READERS
from netviz.training.saved.model_file import load_model


def archive(*names: str) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as file:
        for name in names:
            file.writestr(name, b"0")
    return into.getvalue()


def npz() -> bytes:
    into = io.BytesIO()
    np.savez(into, coefs_0=np.zeros((784, 10)))
    return into.getvalue()


def npy() -> bytes:
    into = io.BytesIO()
    np.save(into, np.zeros(3))
    return into.getvalue()


TORCH = ("torch.save", "safetensors.torch.save_file")
NETWORKS = {
    "state.pt": (archive("state/data.pkl", "state/version"), TORCH),
    "state.bin": (archive("archive/data.pkl"), TORCH),  # known by its content, whatever its name
    "old.pth": (pickle.dumps({"a": 1}, 2), TORCH),
    "model.npz": (npz(), ("numpy", "0.weight")),
    "model.npy": (npy(), ("numpy", "0.weight")),
    "model.keras": (archive("metadata.json", "config.json", "model.weights.h5"), ("Keras", "0.weight")),
    "model.h5": (b"\x89HDF\r\n\x1a\n" + bytes(90), ("HDF5", "0.weight")),
    "model.onnx": (b"\x08\x07\x12\x07pytorch" + bytes(90), ("ONNX", "0.weight")),
    "model.joblib": (pickle.dumps([1], 4), ("pickle", "could run programs")),
    "model.tflite": (bytes(4) + b"TFL3" + bytes(90), ("TensorFlow Lite", "0.weight")),
    "things.zip": (archive("a.txt"), ("zip archive",)),
    "broken.netviz": (b"SQLite, but not quite" + bytes(90), ("no saved network",)),
    "broken.safetensors": (b"no such thing" + bytes(90), ("no saved network",)),
}
PICTURES = {
    "page.pdf": (b"%PDF-1.7\n" + bytes(90), ("PDF", "PNG")),
    "drawing.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ("SVG", "PNG")),
    "photo.heic": (b"\0\0\0\x18ftypheic" + bytes(90), ("HEIC", "PNG")),
    "photo.avif": (b"\0\0\0\x18ftypavif" + bytes(90), ("AVIF", "PNG")),
    "scan.jp2": (b"\0\0\0\x0cjP  " + bytes(90), ("JPEG 2000", "PNG")),
    "photo.jxl": (b"\xff\x0a" + bytes(90), ("JPEG XL", "PNG")),
    "layers.psd": (b"8BPS" + bytes(90), ("Photoshop", "PNG")),
    "layers.xcf": (b"gimp xcf file" + bytes(90), ("GIMP", "PNG")),
    "page.ps": (b"%!PS-Adobe-3.0", ("PostScript", "PNG")),
    "book.djvu": (b"AT&TFORM" + bytes(90), ("DjVu", "PNG")),
    "page.html": (b"<!DOCTYPE html><html></html>", ("HTML", "PNG")),
    "noise": (bytes(range(128)), ("neither a network nor a picture", ".safetensors")),
}
# What netviz itself reads.
OWN = {
    "run": (b"SQLite format 3\0" + bytes(90), RUN),
    "weights": ((90).to_bytes(8, "little") + b'{"__metadata__":{}}', WEIGHTS),
    # Its length, 640, begins as a pickle does.
    "long weights": ((640).to_bytes(8, "little") + b'{"__metadata__":{}}', WEIGHTS),
    "digits": (b"\0\0\x08\x03" + bytes(12), IDX),
    "scenes": (b'{\n "netviz scenes": 1,\n "scenes": []}', SCENES),
}


def test_every_format_is_read_or_said_to_be_another_programs() -> None:
    """A format that holds a network has its reader in one table; the window, the command line and the
    question of which task a file is go there.
    """
    read = [row for row, _ in READERS]
    for row in FORMATS:
        assert bool(row.instead) + any(row is one for one in read) + (row in (IDX, SCENES)) == 1, row.noun
    for row in read:
        assert row.written in row.choice


def test_every_format_is_known_by_its_content(tmp_path: Path) -> None:
    """A row that is added here needs a file of its kind in one of the tables above."""
    found = set()
    for name, (content, _) in {**NETWORKS, **PICTURES, **OWN}.items():
        path = tmp_path / name
        path.write_bytes(content)
        row = format_of(path, content[:HEAD])
        assert (row is None) == (name in ("noise", "broken.netviz", "broken.safetensors")), name
        assert row is None or (row.instead == "") == (name in OWN), name
        found.add(row)
    assert found - {None} == set(FORMATS)
    for content, row in OWN.values():  # whatever they are called
        for name in ("x.pt", "x.png", "x"):
            assert format_of(tmp_path / name, content) is row


def test_what_is_said_of_a_format_is_a_predicate() -> None:
    assert len({row.noun for row in FORMATS}) == len(FORMATS)
    for row in FORMATS:
        assert row.noun
        assert not row.instead or (
            row.instead.startswith(("is ", "holds ", "was ")) and row.instead[-1] != "."
        )


def test_nothing_is_known_of_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")
    assert format_of(tmp_path / "x", b"") is None


@pytest.mark.parametrize("name", [*NETWORKS, *PICTURES])
def test_the_window_says_once_what_a_file_is(tmp_path: Path, name: str) -> None:
    content, words = {**NETWORKS, **PICTURES}[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        read_file(path)
    sentence = str(caught.value)
    for word in words:
        assert word in sentence
    assert sentence.count(name) == 1
    assert sentence.count("would be right") <= 1
    if name in NETWORKS:
        assert "picture" not in sentence


@pytest.mark.parametrize("name", NETWORKS)
def test_the_command_line_says_the_same_of_networks(tmp_path: Path, name: str) -> None:
    content, words = NETWORKS[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError) as caught:
        load_model(tmp_path / name)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "noise"])
def test_and_of_pictures(tmp_path: Path, name: str) -> None:
    content, words = PICTURES[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError) as caught:
        read_image(tmp_path / name)
    for word in words:
        assert word in str(caught.value)


def test_a_damaged_archive_is_named_by_its_ending(tmp_path: Path) -> None:
    for name, word in (("cut.npz", "numpy"), ("cut.pt", "torch.save"), ("cut", "zip archive")):
        (tmp_path / name).write_bytes(b"PK\3\4" + bytes(50))
        with pytest.raises(FileError, match=word):
            load_model(tmp_path / name)
