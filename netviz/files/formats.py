"""Formats of files, told by content, a row each: those of runs, networks and examples that netviz reads, and
those of other programs that it names. Pictures and films that are only written: `rendering/files/`.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

HEAD: Final = 512  # bytes that tell
Known = Callable[[Path, bytes], bool]


class Format(NamedTuple):
    """One format.

    `known`: whether the file at a path that begins with these (up to HEAD) bytes is of it. `endings`: by
    which it is taken for one where the content is of no known format. `instead`: the predicate of a sentence
    without its full stop, what a file of another program is and what would be right; empty where netviz reads
    it. `network`: it holds a network or arrays. `vague`: its content may be more than that; endings are asked
    first. `written`: the ending that netviz gives it, `choice`: its words in a file dialog.
    """

    noun: str
    known: Known
    instead: str = ""
    endings: tuple[str, ...] = ()
    network: bool = False
    vague: bool = False
    written: str = ""
    choice: str = ""


def _begins(*starts: bytes) -> Known:
    return lambda _path, head: head.startswith(starts)


def _called(*starts: bytes, at: int) -> Known:
    return lambda _path, head: any(head[at : at + len(start)] == start for start in starts)


def _branded(*brands: bytes) -> Known:
    """By the brands of an ISO media file."""

    def known(_path: Path, head: bytes) -> bool:
        if head[4:8] != b"ftyp":
            return False
        return bool({head[k : k + 4] for k in range(8, min(len(head), int(head[3]) or 12), 4)} & set(brands))

    return known


def _archive(fits: Callable[[list[str]], bool], *endings: str) -> Known:
    """A zip archive with such names in it, or with one of these endings."""

    def known(path: Path, head: bytes) -> bool:
        if not head.startswith(_ZIP):
            return False
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            names = []
        return fits(names) or path.suffix.lower() in endings

    return known


def _text(head: bytes) -> bytes:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()


def _is_weights(_path: Path, head: bytes) -> bool:
    return len(head) >= 9 and head[8:9] == b"{"


def _is_idx(_path: Path, head: bytes) -> bool:
    return len(head) >= 4 and head[:2] == b"\0\0" and head[2:3] in IDX_TYPES and 1 <= head[3] <= 4


def _is_pickle(path: Path, head: bytes) -> bool:
    return head.startswith(_PICKLES) and path.suffix.lower() not in _OF_TORCH


def _is_torch(path: Path, head: bytes) -> bool:
    if head.startswith(_PICKLES):
        return path.suffix.lower() in _OF_TORCH
    return _archive(lambda names: any(n == "data.pkl" or n.endswith("/data.pkl") for n in names))(path, head)


def _is_svg(path: Path, head: bytes) -> bool:
    text = _text(head)
    return text.startswith((b"<svg", b"<?xml", b"<!--")) and (
        b"<svg" in text or path.suffix.lower() == ".svg"
    )


def _is_html(_path: Path, head: bytes) -> bool:
    return _text(head).startswith((b"<!doctype html", b"<html"))


_ZIP: Final = b"PK\3\4"
_PICKLES: Final = tuple(bytes((0x80, protocol)) for protocol in range(2, 6))
_OF_TORCH: Final = (".pt", ".pth")
# The third byte of an IDX file's header, and numpy's name of the numbers in it.
IDX_TYPES: Final = {
    b"\x08": ">u1",
    b"\x09": ">i1",
    b"\x0b": ">i2",
    b"\x0c": ">i4",
    b"\x0d": ">f4",
    b"\x0e": ">f8",
}
_LAYERS: Final = (
    "a .safetensors file with the layers as 0.weight (outputs × inputs), 0.bias, 1.weight … would be right"
)
_PICTURE: Final = "a picture (PNG, JPEG, WebP …) would be right"


def _network(noun: str, known: Known, what: str, *endings: str, vague: bool = False) -> Format:
    return Format(noun, known, what, endings, network=True, vague=vague)


def _picture(noun: str, known: Known, what: str = "") -> Format:
    return Format(noun, known, f"is {noun}{what}; {_PICTURE}")


RUN: Final = Format(
    "a recording of many steps, or another database",
    _begins(b"SQLite format 3\0"),
    written=".netviz",
    choice="Runs (*.netviz)",
)
WEIGHTS: Final = Format(
    "a .safetensors file",
    _is_weights,
    written=".safetensors",
    choice="The network alone, for other programs (*.safetensors)",
)
IDX: Final = Format("an IDX file", _is_idx)
SCENES: Final = Format(
    "a list of scenes",
    lambda path, head: path.suffix.lower() == ".netviz-scenes" or b'"netviz scenes"' in head[:40],
    written=".netviz-scenes",
    choice="Scenes of a lecture (*.netviz-scenes)",
)

# Asked in this order; those that netviz reads first.
FORMATS: Final = (
    RUN,
    WEIGHTS,
    IDX,
    SCENES,
    _network(
        "a file of torch.save",
        _is_torch,
        "was written by torch.save: reading it could run programs, and safetensors.torch.save_file would be "
        "right",
        *_OF_TORCH,
    ),
    _network(
        "arrays of numpy (.npz)",
        _archive(lambda names: bool(names) and all(name.endswith(".npy") for name in names), ".npz"),
        f"holds arrays of numpy (.npz), and no names that say which is which; {_LAYERS}",
    ),
    _network(
        "a model of Keras",
        _archive(
            lambda names: "model.weights.h5" in names or {"config.json", "metadata.json"} <= set(names),
            ".keras",
        ),
        f"is a model of Keras; its kernels, turned round, in {_LAYERS}",
    ),
    _network(
        "an HDF5 file",
        _begins(b"\x89HDF\r\n\x1a\n"),
        f"is an HDF5 file, as Keras writes (.h5); its kernels, turned round, in {_LAYERS}",
    ),
    _network(
        "an array of numpy (.npy)", _begins(b"\x93NUMPY"), f"holds one array of numpy (.npy); {_LAYERS}"
    ),
    _network(
        "a pickle",
        _is_pickle,
        f"is a pickle, as scikit-learn and joblib write: reading it could run programs, and {_LAYERS}",
        *(".joblib", ".pkl", ".pickle"),
    ),
    _network("a TensorFlow Lite network", _called(b"TFL3", at=4), f"is a TensorFlow Lite network; {_LAYERS}"),
    _network("an ONNX network", lambda _path, _head: False, f"is an ONNX network; {_LAYERS}", ".onnx"),
    _picture("an AVIF picture", _branded(b"avif", b"avis"), ", which Pillow can't read here"),
    _picture(
        "a HEIC picture",
        _branded(b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"),
    ),
    _picture("a PDF", _begins(b"%PDF")),
    _picture("a JPEG 2000 picture", _begins(b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")),
    _picture("a JPEG XL picture", _begins(b"\0\0\0\x0cJXL ", b"\xff\x0a")),
    _picture("a picture of Photoshop", _begins(b"8BPS")),
    _picture("a picture of GIMP", _begins(b"gimp xcf")),
    _picture("PostScript", _begins(b"%!PS")),
    _picture("a DjVu document", _begins(b"AT&TFORM")),
    _picture("a page of HTML", _is_html),
    _picture("an SVG drawing", _is_svg),
    _network(
        "a zip archive",
        _begins(_ZIP),
        "is a zip archive; what is in it, unpacked, may be right",
        vague=True,
    ),
)


def format_of(path: Path, head: bytes) -> Format | None:
    """Of what format a file is that begins with `head` (up to HEAD bytes); None where none is known."""
    for row in FORMATS:
        if not row.vague and row.known(path, head):
            return row
    ending = path.suffix.lower()
    for row in FORMATS:
        if ending in row.endings or (row.vague and row.known(path, head)):
            return row
    return None


def foreign(path: Path, head: bytes) -> str:
    """Which kind of other program's file begins with `head`, as the predicate of a sentence without its full
    stop; empty where it is not known to be any.
    """
    row = format_of(path, head)
    return "" if row is None else row.instead
