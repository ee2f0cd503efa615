"""What lies on the desk beside the network: the drawing and its label, the room, the place in the story.

It is kept with the run, as a text that this module alone reads. One that makes no sense brings nothing back.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from PySide6.QtCore import QObject, QTimer

from netviz.app.program.rooms import ROOMS, Rooms
from netviz.app.screen.paper import Paper, Sheet
from netviz.panels.pad.stroke import Stroke
from netviz.tasks import described
from netviz.tasks.all_tasks import USUAL
from netviz.viewmodels.probe import Example, Right, Source, example
from netviz.viewmodels.story.place import StoryPlace

if TYPE_CHECKING:
    from netviz.app.explain.room import StoryRoom

SOON_MS: Final = 800
MOST_TEXT: Final = 400_000  # characters; a drawing that takes more is kept as its pixels
_SOURCES: Final[tuple[Source, ...]] = ("pad", "test digit", "file", "page", "made")
_LARGEST: Final = 1 << 30


class Desk(NamedTuple):
    """All of it. `sheet` is None where nothing lies there."""

    room: str
    sheet: Sheet | None
    place: StoryPlace


def to_text(desk: Desk, drawn: Example) -> str:
    """As JSON; `drawn` is what the network reads of the sheet."""
    table: dict[str, object] = {"room": desk.room, "story": asdict(desk.place)}
    if desk.sheet is not None and desk.sheet.picked is not None:
        table["digit"] = _digit(desk.sheet.picked)
    elif desk.sheet is not None:
        table["strokes"] = [
            {"erase": stroke.erase, "points": [list(point) for point in stroke.points]}
            for stroke in desk.sheet.strokes
        ]
    text = json.dumps(table)
    if len(text) > MOST_TEXT and not drawn.empty:
        table.pop("strokes", None)
        text = json.dumps({**table, "digit": _digit(drawn)})
    return text


def from_text(text: str) -> Desk | None:
    """What the text says; None where it makes no sense."""
    try:
        table = json.loads(text)
        story = table["story"]
        place = StoryPlace(
            _right(story["label"]),
            _whole(story["stage"]) or 0,
            tuple((_whole(c) or 0, _whole(k) or 0) for c, k in story["chosen"]),
            _whole(story["edge"], none=True),
            story["is_open"] is True,
        )
        return Desk(table["room"] if table["room"] in ROOMS else "watch", _sheet(table), place)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _digit(digit: Example) -> dict[str, object]:
    return {
        "pixels": digit.pixels.tobytes().hex(),
        "source": digit.source,
        "label": digit.label,
        "index": digit.index,
        "name": digit.name,
        **({} if digit.task.id == USUAL else {"task": described.written(digit.task)}),
    }


def _sheet(table: dict[str, Any]) -> Sheet | None:
    if "digit" in table:
        digit = table["digit"]
        task = described.read(digit.get("task", USUAL))
        pixels = np.frombuffer(bytes.fromhex(digit["pixels"]), task.input.dtype)
        source: Source = next((known for known in _SOURCES if known == digit["source"]), "file")
        label, index = _right(digit["label"]), _whole(digit["index"], none=True)
        name = str(digit["name"])[:200]
        picked = example(pixels, source, label=label, index=index, name=name, task=task)
        return None if picked.empty else Sheet(picked=picked)
    strokes = []
    for stroke in table.get("strokes", ()):
        points = [tuple(map(_share, point)) for point in stroke["points"]]
        if points and all(len(point) == 3 for point in points):
            strokes.append(Stroke(tuple((x, y, width) for x, y, width in points), stroke["erase"] is True))
    return Sheet(strokes=tuple(strokes)) if strokes else None


def _right(value: object) -> Right | None:
    """A label, or a number."""
    if isinstance(value, float) and math.isfinite(value):
        return value
    return _whole(value, none=True)


def _whole(value: object, *, none: bool = False) -> int | None:
    if none and value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not -1 <= value < _LARGEST:
        raise ValueError("no whole number")
    return value


def _share(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value) or not -4 <= value <= 4:
        raise ValueError("no share of the pad's side")
    return float(value)


class DeskKeeper(QObject):
    """Hands the desk to the recording as it changes, and lays it out again when a run is opened."""

    def __init__(self, paper: Paper, rooms: Rooms, keep: Callable[[str], None]) -> None:
        super().__init__()
        self._paper = paper
        self._rooms = rooms
        self._story: StoryRoom | None = None  # it comes behind the first picture
        self._place_wanted: tuple[Sheet, StoryPlace] | None = None
        self._keep = keep
        self._kept = ""
        self._room_wanted: str | None = None
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.keep_now)
        for changed in (paper.changed, rooms.opened):
            changed.connect(self._changed)

    def know(self, story: StoryRoom) -> None:
        """The rooms are there, this one too: open what is still to be opened."""
        self._story = story
        for changed in (story.story_changed, story.moved):
            changed.connect(self._changed)
        wanted, self._place_wanted = self._place_wanted, None
        if wanted is not None and wanted[0] is self._paper.sheet:
            story.go_to(wanted[1])
        self.open_room()

    def text(self) -> str:
        """The desk as it is."""
        room = self._rooms.now
        if self._story is not None:
            place = self._story.place(is_open=room == "explain")
        elif self._place_wanted is not None and self._place_wanted[0] is self._paper.sheet:
            place = self._place_wanted[1]
        else:
            place = StoryPlace(self._paper.label)
        sheet = None if self._paper.sheet.empty else self._paper.sheet
        return to_text(Desk(room, sheet, place), self._paper.example())

    def keep_now(self) -> None:
        """Have it in the recording: before a copy is saved, and before the program ends."""
        self._soon.stop()
        text = self.text()
        if text != self._kept:
            self._kept = text
            self._keep(text)

    def close(self) -> None:
        """The window closes."""
        self._soon.stop()

    def lay_out(self, text: str) -> None:
        """A run was opened that was saved with this."""
        desk = from_text(text) if text else None
        if desk is None:
            return
        if desk.sheet is not None:
            # What a person drew can be had back; a digit that was picked is picked again in a moment.
            self._paper.lay(desk.sheet, undoable=bool(self._paper.sheet.strokes))
            if self._story is None:
                self._place_wanted = self._paper.sheet, desk.place
            else:
                self._story.go_to(desk.place)
        self._room_wanted = desk.room
        self.open_room()

    def open_room(self) -> None:
        """The room that is still to be opened, as soon as it is there."""
        if self._room_wanted is not None and self._rooms.can_open(self._room_wanted):
            room, self._room_wanted = self._room_wanted, None
            self._rooms.open(room)

    def _changed(self, *_: object) -> None:
        # Not at each move of the pen: a little after the last.
        self._soon.start()
