"""What is dropped or pasted: whether there is something in it that can be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData


def is_readable(data: QMimeData | None) -> bool:
    """Whether there is a file of this machine in it, or a picture."""
    return data is not None and (bool(local_files(data)) or data.hasImage())


def local_files(data: QMimeData) -> list[Path]:
    """Those that it names."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
