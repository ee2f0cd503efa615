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


class OutputLostError(Exception):
    """What a command says can't be written; the message says why, without its full stop."""


@contextlib.contextmanager
def guarded_streams() -> Iterator[None]:
    """Within, an output that can't be written raises OutputLostError, never what a file's error is.

    A stderr that can't be written stops no work: nobody could be told of it anyway.
    """
    with contextlib.redirect_stdout(_Output(sys.stdout)), contextlib.redirect_stderr(_Errors(sys.stderr)):
        yield


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


class _Output(_Stream):
    def write(self, text: str) -> int:
        with _lost():
            return super().write(text)

    def flush(self) -> None:
        with _lost():
            super().flush()


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


@contextlib.contextmanager
def _lost() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLostError(reason(error)) from error
