"""The trained networks that come with the program."""

from __future__ import annotations

from pathlib import Path

from netviz.data.resources import resource
from netviz.panels.figures import percent
from netviz.training.model_file import FileError, load_model


def shipped_examples() -> list[Path]:
    """Their files."""
    try:
        return sorted(resource("examples").glob("*.netviz"))
    except FileNotFoundError:
        return []


def example_title(path: Path) -> str:
    """`Trained: 784-16-16-10, 96.2 %` (of the validation digits); the file's name where it can't be read."""
    try:
        model = load_model(path)
    except (FileError, OSError):
        return path.name
    accuracy = f", {percent(model.validation.accuracy)}" if model.validation else ""
    return f"Trained: {model.spec}{accuracy}"
