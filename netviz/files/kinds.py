"""What a file of another program is, told by its content, and what would be right in its place."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

HEAD: Final = 512  # bytes that tell
_LAYERS: Final = (
    "a .safetensors file with the layers as 0.weight (outputs × inputs), 0.bias, 1.weight … would be right"
)
_TORCH: Final = "reading it could run programs, and safetensors.torch.save_file would be right"
_NETWORKS: Final = {
    "torch": f"was written by torch.save: {_TORCH}",
    "pickle": f"is a pickle, as scikit-learn and joblib write: reading it could run programs, and {_LAYERS}",
    "npz": f"holds arrays of numpy (.npz), and no names that say which is which; {_LAYERS}",
    "npy": f"holds one array of numpy (.npy); {_LAYERS}",
    "keras": f"is a model of Keras; its kernels, turned round, in {_LAYERS}",
    "hdf5": f"is an HDF5 file, as Keras writes (.h5); its kernels, turned round, in {_LAYERS}",
    "onnx": f"is an ONNX network; {_LAYERS}",
    "tflite": f"is a TensorFlow Lite network; {_LAYERS}",
    "zip": "is a zip archive; what is in it, unpacked, may be right",
}
_PICTURE: Final = "a picture (PNG, JPEG, WebP …) would be right"
_PICTURES: Final = {
    "pdf": f"is a PDF; {_PICTURE}",
    "svg": f"is an SVG drawing; {_PICTURE}",
    "heic": f"is a HEIC picture; {_PICTURE}",
    "avif": f"is an AVIF picture, which Pillow can't read here; {_PICTURE}",
    "jp2": f"is a JPEG 2000 picture; {_PICTURE}",
    "jxl": f"is a JPEG XL picture; {_PICTURE}",
    "psd": f"is a picture of Photoshop; {_PICTURE}",
    "xcf": f"is a picture of GIMP; {_PICTURE}",
    "ps": f"is PostScript; {_PICTURE}",
    "djvu": f"is a DjVu document; {_PICTURE}",
    "html": f"is a page of HTML; {_PICTURE}",
}
_BY_ENDING: Final = {
    ".pt": "torch",
    ".pth": "torch",
    ".onnx": "onnx",
    ".joblib": "pickle",
    ".pkl": "pickle",
    ".pickle": "pickle",
}
_NAMES: Final = {
    "torch": "a file of torch.save",
    "pickle": "a pickle",
    "npz": "arrays of numpy (.npz)",
    "npy": "an array of numpy (.npy)",
    "keras": "a model of Keras",
    "hdf5": "an HDF5 file",
    "onnx": "an ONNX network",
    "tflite": "a TensorFlow Lite network",
    "zip": "a zip archive",
    "pdf": "a PDF",
    "svg": "an SVG drawing",
    "heic": "a HEIC picture",
    "avif": "an AVIF picture",
    "jp2": "a JPEG 2000 picture",
    "jxl": "a JPEG XL picture",
    "psd": "a picture of Photoshop",
    "xcf": "a picture of GIMP",
    "ps": "PostScript",
    "djvu": "a DjVu document",
    "html": "a page of HTML",
}
_STARTS: Final = (
    (b"%PDF", "pdf"),
    (b"\0\0\0\x0cjP  ", "jp2"),
    (b"\xff\x4f\xff\x51", "jp2"),
    (b"\0\0\0\x0cJXL ", "jxl"),
    (b"\xff\x0a", "jxl"),
    (b"8BPS", "psd"),
    (b"gimp xcf", "xcf"),
    (b"%!PS", "ps"),
    (b"AT&TFORM", "djvu"),
)
_AVIF: Final = frozenset((b"avif", b"avis"))
_HEIC: Final = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"))
_PICKLES: Final = tuple(bytes((0x80, protocol)) for protocol in range(2, 6))


def foreign(path: Path, head: bytes) -> str:
    """Which kind of other program's file begins with `head`, as the predicate of a sentence without its full
    stop; empty where it is not known to be any.
    """
    return _NETWORKS.get(kind := _kind(path, head), "") or _PICTURES.get(kind, "")


def name_of_kind(path: Path, head: bytes) -> str:
    """What it is, as a noun; empty where it is not known to be any."""
    return _NAMES.get(_kind(path, head), "")


def foreign_network(path: Path, head: bytes) -> str:
    """The same of networks and arrays alone."""
    return _NETWORKS.get(_kind(path, head), "")


def _kind(path: Path, head: bytes) -> str:
    ending = path.suffix.lower()
    if head.startswith(b"PK\3\4"):
        return _archive(path, ending)
    if head.startswith(b"\x89HDF\r\n\x1a\n"):
        return "hdf5"
    if head.startswith(b"\x93NUMPY"):
        return "npy"
    if head.startswith(_PICKLES):
        return "torch" if ending in (".pt", ".pth") else "pickle"
    if head[4:8] == b"TFL3":
        return "tflite"
    if head[4:8] == b"ftyp":
        brands = {head[place : place + 4] for place in range(8, min(len(head), int(head[3]) or 12), 4)}
        return "avif" if brands & _AVIF else "heic" if brands & _HEIC else ""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")):
        return "html"
    if text.startswith((b"<svg", b"<?xml", b"<!--")) and (b"<svg" in text or ending == ".svg"):
        return "svg"
    return _BY_ENDING.get(ending, "")


def _archive(path: Path, ending: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = []
    if any(name.endswith("/data.pkl") or name == "data.pkl" for name in names):
        return "torch"
    if names and all(name.endswith(".npy") for name in names):
        return "npz"
    if "model.weights.h5" in names or {"config.json", "metadata.json"} <= set(names):
        return "keras"
    return {".npz": "npz", ".keras": "keras", **_BY_ENDING}.get(ending, "zip")
