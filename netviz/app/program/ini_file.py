"""The file of the settings before Qt reads it: some of its values would end the program.

QSettings makes objects of values that begin with @; an @Variant of a wrong size aborts the process, and
others raise in Python. This program writes texts and @ByteArray only, so all others go.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from netviz.files.errors import FileError
from netviz.files.paths import is_file, is_folder, is_there
from netviz.files.whole import write_whole

NOWHERE: Final = Path(os.devnull)
"""Nothing is read there, and nothing kept."""

_LONGEST: Final = 16_000_000  # bytes
_OBJECT: Final = re.compile(rb"@(?!ByteArray\()[A-Za-z]+\(")
_ESCAPE: Final = re.compile(rb"\\(?:x([0-9a-fA-F]+)|([0-7]+))")


def readable_ini(path: Path) -> Path:
    """Where QSettings may read: `path`, after lines that it must not see are gone from it, or NOWHERE."""
    if not is_file(path):
        return NOWHERE if is_there(path) and not is_folder(path) else path
    try:
        if path.stat().st_size > _LONGEST:
            return NOWHERE
        content = path.read_bytes()
    except OSError:
        return path  # which QSettings can't read either
    kept = _without_objects(content)
    if kept == content:
        return path
    try:
        write_whole(path, kept)
    except FileError:
        return NOWHERE
    return path


def _without_objects(content: bytes) -> bytes:
    """The lines, each with what continues it, that hold no object; an escaped letter is one too."""
    lines = re.findall(rb"(?:[^\n\\]|\\.|\\\Z)*(?:\n|\Z)", content, re.DOTALL)
    return b"".join(line for line in lines if not _OBJECT.search(_ESCAPE.sub(_letter, line)))


def _letter(found: re.Match[bytes]) -> bytes:
    code = int(found[1], 16) if found[1] else int(found[2], 8)
    return bytes([code]) if code < 256 else b"?"
