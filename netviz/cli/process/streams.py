"""A shell may start a command with its streams closed, or lead them where nothing can be written."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from netviz.files.errors import reason


def keep_streams_apart() -> None:
    """Give closed streams a place where all is forgotten.

    Otherwise the first files that the program opens get their numbers, and what is printed goes into those.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - as Python's own


@contextlib.contextmanager
def guarded_streams() -> Iterator[Output]:
    """Within, what can't be said stops no work: an hour of training is not lost for a line about it.

    The output yielded knows why it was lost. A pipe that nobody reads any more still raises BrokenPipeError.
    """
    output = Output(sys.stdout)
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(_Errors(sys.stderr)):
        yield output


def forget_output() -> None:
    """What is still buffered has nowhere to go, and Python would complain of it at exit."""
    _lead_nowhere(sys.stdout)


def _lead_nowhere(stream: TextIO) -> None:
    with contextlib.suppress(OSError, ValueError, io.UnsupportedOperation):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _Stream(io.TextIOBase):
    """Hands on to a stream; a path may hold bytes that are no UTF-8, which are seen as �."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
        return len(text)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding


class Output(_Stream):
    """The standard output. `lost`: why it can't be written, without a full stop; empty where it can."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.lost = ""

    def write(self, text: str) -> int:
        with self._losing():
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with self._losing():
            super().flush()

    @contextlib.contextmanager
    def _losing(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            self.lost = reason(error)
            _lead_nowhere(self._stream)


class _Errors(_Stream):
    def write(self, text: str) -> int:
        try:
            super().write(text)
            super().flush()
        except OSError:
            _lead_nowhere(self._stream)
        return len(text)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            super().flush()
