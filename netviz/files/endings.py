"""Endings of names: one that is known decides what is written; nothing is called another kind than it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from netviz.files import formats
from netviz.files.errors import FileError, shown

RUN: Final = formats.RUN.written
WEIGHTS: Final = formats.WEIGHTS.written
# What other programs make of these is not what netviz writes as a run.
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
        (".png", ".apng", ".jpg", ".jpeg", ".gif", ".mng", ".webp", ".bmp", ".tif", ".tiff", ".svg"),
        "a picture",
    ),
    **dict.fromkeys((".avif", ".heic", ".ico", ".tga", ".pgm", ".ppm", ".pbm", ".pnm"), "a picture"),
    **dict.fromkeys(
        (".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".flv", ".mpg", ".mpeg", ".ogv", ".wmv"), "a film"
    ),
    **dict.fromkeys((".zip", ".gz", ".tar", ".7z"), "an archive"),
    ".py": "a program",
    ".netviz-scenes": "a list of scenes",
}


class Written(NamedTuple):
    """What is about to be written.

    `what`: in the middle of a sentence. `kinds`: a file dialog's words for each kind and its ending, the
    usual one first; without an ending it is a folder.
    """

    what: str
    kinds: tuple[tuple[str, str], ...]

    @property
    def endings(self) -> tuple[str, ...]:
        """Of all kinds that have one."""
        return tuple(ending for _, ending in self.kinds if ending)

    def kind_of(self, name: Path) -> str:
        """The words of the kind that this name says; of the usual one where it says none."""
        typed = name.suffix.lower()
        return next((words for words, ending in self.kinds if ending == typed), self.kinds[0][0])

    def named(self, typed: Path, kind: str) -> Path:
        """The name that is written where `typed` was typed and the kind with these words was chosen.

        An ending that is known decides; any other name gets the kind's: in “lr 0.05” nothing is an ending.
        Raises FileError where it is known to be of something else.
        """
        check_ending(typed, self.what, self.endings)
        if typed.suffix.lower() in self.endings:
            return typed
        return typed.with_name(typed.name + dict(self.kinds).get(kind, self.kinds[0][1]))


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
            f"{shown(path.name)}: {what} can't be written as {path.suffix}; {_either(right)} would be right."
        )


def _either(endings: Sequence[str]) -> str:
    *first, last = endings
    return f"{', '.join(first)} or {last}" if first else last
