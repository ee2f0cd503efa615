"""What Pillow, and libtiff in it, say of damaged files: nothing, as who opens one is told in a sentence."""

from __future__ import annotations

import ctypes
import logging
from contextlib import suppress
from importlib.util import find_spec


def silence() -> None:
    """Keep both from writing on stderr. Where libtiff can't be reached it does, which harms nothing."""
    logging.getLogger("PIL").addHandler(logging.NullHandler())
    pillow = find_spec("PIL._imaging")
    with suppress(OSError, AttributeError, TypeError):
        # libtiff is one of those that it was linked with.
        library = ctypes.CDLL(None if pillow is None else pillow.origin)
        for name in ("TIFFSetErrorHandler", "TIFFSetWarningHandler"):
            set_handler = getattr(library, name)
            set_handler.argtypes, set_handler.restype = [ctypes.c_void_p], ctypes.c_void_p
            set_handler(None)
