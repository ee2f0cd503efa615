"""Endings of names: one that is known decides what is written, and a run is never called another kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from netviz.files.errors import FileError, shown

RUN: Final = ".netviz"
WEIGHTS: Final = ".safetensors"
# What other programs make of these is not what netviz writes.
OF_OTHERS: Final = {
    **dict.fromkeys((".pt", ".pth"), "a file of PyTorch"),
    **dict.fromkeys((".h5", ".hdf5", ".keras"), "a file of Keras"),
    **dict.fromkeys((".npz", ".npy"), "a file of numpy"),
    **dict.fromkeys((".pkl", ".pickle", ".joblib"), "a pickle"),
    ".onnx": "an ONNX network",
    ".tflite": "a TensorFlow Lite network",
    **dict.fromkeys((".csv", ".tsv", ".xlsx", ".ods"), "a table"),
    **dict.fromkeys((".txt", ".md", ".json", ".html", ".pdf", ".yaml", ".toml"), "a text"),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".svg", ".avif", ".heic"),
        "a picture",
    ),
    **dict.fromkeys((".mp4", ".mov", ".avi", ".mkv", ".webm"), "a film"),
    **dict.fromkeys((".zip", ".gz", ".tar", ".7z"), "an archive"),
    ".py": "a program",
}


def check_name_of_run(path: Path) -> None:
    """Raise FileError where a run or a network would get a name that says another kind of file."""
    kind = OF_OTHERS.get(path.suffix.lower())
    if kind is not None:
        raise FileError(
            f"{shown(path)} would be called {kind}, and is none; {path.stem}{RUN} for the whole run, or "
            f"{path.stem}{WEIGHTS} for its last weights, would be right."
        )


def check_ending(path: Path, what: str, right: Sequence[str]) -> None:
    """Raise FileError where the name says another kind of file than what is written."""
    typed = path.suffix.lower()
    if typed not in right and (typed in OF_OTHERS or typed in (RUN, WEIGHTS)):
        raise FileError(
            f"{shown(path.name)}: {what} can't be written as {path.suffix}; "
            f"{' or '.join(right)} would be right."
        )


def ended(path: Path, ending: str, known: Sequence[str]) -> Path:
    """The name as it is typed where its ending is one of `known` or names another kind of file, which whoever
    writes it refuses; else with `ending` after it: in “lr 0.05” nothing is an ending.
    """
    typed = path.suffix.lower()
    if typed and (typed in known or typed in OF_OTHERS or typed in (RUN, WEIGHTS)):
        return path
    return path.with_name(path.name + ending)
