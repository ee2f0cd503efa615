"""All that the window writes: what each is called, which kinds it can be, and what it must not replace."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from netviz.files.endings import Written, check_ending
from netviz.files.formats import RUN, WEIGHTS
from netviz.files.formats import SCENES as SCENES_FORMAT
from netviz.files.paths import is_there
from netviz.files.whole import check_folder, check_place
from netviz.training.recording.run_file import check_replaceable

THE_RUN: Final = Written("this run", tuple((row.choice, row.written) for row in (RUN, WEIGHTS)))
A_PICTURE: Final = Written(
    "this picture", (("Pictures (*.png)", ".png"), ("Vector pictures (*.svg)", ".svg"))
)
PLOTS: Final = Written("this picture", (("Pictures (*.png)", ".png"),))
A_TABLE: Final = Written("this table", (("Tables (*.csv)", ".csv"),))
SCENES: Final = Written("a list of scenes", ((SCENES_FORMAT.choice, SCENES_FORMAT.written),))
A_SHEET: Final = Written("a sheet", (("Sheets to print (*.pdf)", ".pdf"),))
THE_COMPARISON: Final = Written(
    "these runs",
    (
        ("Pictures (*.png)", ".png"),
        ("Tables (*.csv)", ".csv"),
        ("Animated GIF (*.gif)", ".gif"),
        ("Animated WebP (*.webp)", ".webp"),
        ("MP4 film (*.mp4)", ".mp4"),
    ),
)
THE_LANDSCAPE: Final = Written(
    "this landscape",
    (
        ("Pictures (*.png)", ".png"),
        ("Vector pictures (*.svg)", ".svg"),
        ("Arrays of NumPy (*.npz)", ".npz"),
        ("Animated GIF of the ball (*.gif)", ".gif"),
        ("Animated WebP of the ball (*.webp)", ".webp"),
        ("MP4 film of the ball (*.mp4)", ".mp4"),
    ),
)
A_FILM: Final = Written(
    "a film",
    (
        ("Animated GIF (*.gif)", ".gif"),
        ("Animated WebP (*.webp)", ".webp"),
        ("MP4 film (*.mp4)", ".mp4"),
        ("Folder of pictures (*)", ""),
    ),
)


def check(what: Written, path: Path) -> None:
    """Raise FileError where `what` can't be written as `path`, now instead of after the work."""
    check_ending(path, what.what, what.endings)
    if path.suffix.lower() not in what.endings and any(not ending for _, ending in what.kinds):
        check_folder(path)
        return
    file = check_place(path)
    if what is THE_RUN and is_there(file):
        check_replaceable(file)
