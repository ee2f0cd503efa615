"""What goes wrong with a file, as sentences for the person."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Final

# The system's own words are raw; where a person can do something about it, these say what it means.
_WORDS: Final = {
    errno.EACCES: "you may not read or write there",
    errno.EPERM: "the system does not allow it",
    errno.EROFS: "it lies on a medium that can only be read",
    errno.ENOSPC: "there is no room left there",
    errno.EDQUOT: "your share of the disk is used up",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ELOOP: "its links lead in a circle",
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "a part of its path is no folder",
    errno.EISDIR: "it is a folder",
    errno.EINVAL: "it is no ordinary file",
    errno.ENXIO: "it is no ordinary file",
    errno.EFBIG: "it would be larger than the system allows",
    errno.EIO: "the disk reports a fault",
}


class FileError(ValueError):
    """A file that can't be read or written; the message names it and says what would be right."""


def reason(error: OSError) -> str:
    """Why the system refused, as the end of a sentence without its full stop."""
    own_words = error.errno is None or error.strerror != os.strerror(error.errno)
    if error.errno in _WORDS and not (own_words and error.strerror):
        return _WORDS[error.errno]
    if error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error) or "the system does not say why"


def shown(path: Path | str) -> str:
    """A path as it can be printed anywhere: bytes that are no UTF-8 become �, line breaks visible."""
    return "".join(c if c.isprintable() else "�" for c in os.fspath(path))
