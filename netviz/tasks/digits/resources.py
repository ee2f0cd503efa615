"""Where the files that come with the program are: digits, fonts, trained examples."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent.parent


def resource(*parts: str) -> Path:
    """Path of a file or folder in `resources/`, in a checkout, an editable install or a wheel.

    `resource("fonts", "Inter-Regular.otf")`. Raises FileNotFoundError, with a sentence, when it is not there.
    """
    # A wheel carries the folder inside the package; beside the package it may belong to somebody else.
    folder = _PACKAGE / "_resources"
    if not folder.is_dir():
        folder = _PACKAGE.parent / "resources"
    path = folder.joinpath(*parts)
    if not path.exists():
        name = "/".join(parts)
        raise FileNotFoundError(f"{name} comes with netviz, but {path} does not exist; install netviz again.")
    return path
