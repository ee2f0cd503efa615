"""Compiled shaders: a .qsb file stands beside each source (packaging/bake_shaders.py makes them)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtGui import QShader

FOLDER = Path(__file__).resolve().parent


@cache
def shader(name: str) -> QShader:
    """The compiled shader of a source such as "edges/edge.vert".

    Raises RuntimeError, with a sentence, if it can't be used.
    """
    path = FOLDER / f"{name}.qsb"
    result = QShader.fromSerialized(path.read_bytes()) if path.is_file() else QShader()
    if not result.isValid():
        raise RuntimeError(f"The shader {path} is missing or damaged: install netviz again.")
    return result
