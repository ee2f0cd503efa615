"""The window under random hands: what it says, what it raises, and how much memory it has taken."""

from __future__ import annotations

import ctypes
import gc
import re
import sys
import threading
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtCore import QMessageLogContext, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.program.composition import Program
from netviz.app.window.banner import Banner
from netviz.app.window.dialogs import Dialogs
from netviz.network.spec import NetworkSpec
from netviz.panels.export.picture_dialog import PictureWish
from netviz.training.config import TrainingConfig
from tests.monkey.hands import Hands
from tests.waiting import let_work

MOST_GROWTH = 20.0  # megabytes after the window has settled
_FILLING = NetworkSpec.dense((784, 500, 10))  # with Adam, five megabytes for each entry that undo keeps
# Files are sound and there is room, so none of this is right here; other errors answer what was typed.
_UNEXPECTED = re.compile(
    r"unexpected|in memory|can't be (?:read|written|recorded|opened|used)|damaged|Errno|Error|Traceback"
)

_HARMLESS = ("propagateSizeHints", "This plugin does not support")  # of Qt without a screen


@dataclass
class Report:
    """What was seen. `faults`: what must not be, with what was done last."""

    faults: list[str] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)
    events: int = 0
    megabytes: list[tuple[float, float, float]] = field(default_factory=list)  # second, process, undo

    @property
    def growth(self) -> float:
        """Megabytes that the floor rose by: the least of the last third of measurements over the first's.

        One measurement lies up to 100 MB above the floor, by what the last events left in caches; what is
        leaked lifts the floor.
        """
        third = max(1, len(self.megabytes) // 3)
        process = [megabytes for _second, megabytes, _undo in self.megabytes]
        return min(process[-third:]) - min(process[:third]) if process else 0.0


class Watch:
    """Hears of everything while it is installed."""

    def __init__(self, report: Report, patch: Any) -> None:
        self._report = report
        self.doing: Callable[[], str] = lambda: "nothing"
        patch.setattr(sys, "excepthook", self._raised)
        patch.setattr(
            threading, "excepthook", lambda a: self._raised(a.exc_type, a.exc_value, a.exc_traceback)
        )
        patch.setattr(sys, "unraisablehook", lambda a: self._raised(a.exc_type, a.exc_value, a.exc_traceback))
        say = Banner.say

        def heard(banner: Banner, sentence: str, *, error: bool = False, **more: Any) -> None:
            if error:
                report.said[sentence] += 1
                if _UNEXPECTED.search(sentence):
                    self.fault(f"it says: {sentence}")
            say(banner, sentence, error=error, **more)

        patch.setattr(Banner, "say", heard)
        self._before = qInstallMessageHandler(self._qt)

    def close(self) -> None:
        """Hear no more."""
        qInstallMessageHandler(self._before)

    def fault(self, words: str) -> None:
        """This must not be."""
        self._report.faults.append(f"after {self._report.events} events ({self.doing()}): {words}")

    def _raised(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.fault("".join(traceback.format_exception(kind, error, trace)))

    def _qt(self, kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
        harmless = any(what in words for what in _HARMLESS)
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not harmless:
            self.fault(f"Qt: {words}")


def answer_dialogs(patch: Any, random: Random, scratch: Path) -> None:
    """The desktop's dialogs would let random hands go anywhere on the disk."""

    def to_open(_dialogs: Dialogs, _folder: Path) -> Path | None:
        return random.choice([None, *sorted(scratch.iterdir())])

    def to_save(_dialogs: Dialogs, _title: str, suggestion: Path, *_more: object) -> Path | None:
        suffix = suggestion.suffix or ".netviz"
        return random.choice([None, scratch / f"saved {random.randrange(6)}{suffix}"])

    patch.setattr(Dialogs, "file_to_open", to_open)
    patch.setattr(Dialogs, "file_to_save", to_save)
    patch.setattr(Dialogs, "folder_of_digits", lambda *_: None)
    patch.setattr(ExportDialogs, "picture", lambda *_: PictureWish(320, 200, "png"))
    patch.setattr(ExportDialogs, "film", lambda *_: None)
    patch.setattr(ExportDialogs, "story_film", lambda *_: None)
    patch.setattr(ExportDialogs, "sheet", lambda *_: None)
    patch.setattr(QDesktopServices, "openUrl", lambda _url: True)


def some_files(scratch: Path, digits: np.ndarray) -> None:
    """Pictures to open; runs are what the hands save."""
    for number, pixels in enumerate(digits[:3]):
        picture = Image.fromarray(255 - pixels.reshape(28, 28)).resize((280, 280))
        picture.save(scratch / f"digit {number}.png")


def wait(milliseconds: int = 50, until: Callable[[], bool] | None = None, seconds: float = 60.0) -> bool:
    """Let the window live for so long, or until this is so; whether it came to be."""
    for _ in range(max(1, int(seconds * 1000 / milliseconds))):
        let_work(milliseconds)
        if until is None or until():
            return True
    return False


def fill_undo(program: Program) -> None:
    """Until it forgets what is oldest."""
    config = TrainingConfig(_FILLING, optimiser="adam", learning_rate=1e-3)
    last = -1
    while program.stack.n_bytes > last:
        last = program.stack.n_bytes
        for _ in range(5):
            count = program.stack.count()
            program.networks.begin(config)
            program.intents.step()
            wait(5, lambda count=count: program.stack.count() > count)  # type: ignore[misc]


def measure(program: Program) -> tuple[float, float]:
    """Megabytes of the process and of undo, with the window brought to one state."""
    for window in QApplication.topLevelWidgets():
        if window is not program.window and window.isVisible():
            window.close()
    program.intents.pause()
    program.time.go_live()
    program.rooms.open("watch")
    program.window.resize(1280, 800)
    program.networks.begin(TrainingConfig())
    wait(200, lambda: program.trainer.status.phase == "idle" and not program.jobs.busy)
    wait(200, lambda: not program.clock.ticking and not program.recordings.recorder.behind)
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6, program.stack.n_bytes / 1e6


class Monkey:
    """Lets hands act for some seconds, also while a dialog waits for its answer."""

    def __init__(self, hands: Hands, watch: Watch, report: Report, pause_ms: int = 12) -> None:
        self._hands = hands
        self._watch = watch
        self._report = report
        self._pause = pause_ms
        self._going = False
        watch.doing = lambda: hands.done

    def act(self, seconds: float, events: int | None = None) -> None:
        """Random events for so long, or so many, then none."""
        self._going = True
        end = None if events is None else self._report.events + events
        self._next()
        wait(50, lambda: end is not None and self._report.events >= end, seconds)
        self._going = False

    def _next(self) -> None:
        # One timer after another: a dialog that waits within an event would hold up a single one.
        if self._going:
            QTimer.singleShot(self._pause, self._next)
            self._report.events += 1
            try:
                self._hands.act()
            except Exception:  # noqa: BLE001 - whatever an event raises is what is looked for
                self._watch.fault(traceback.format_exc())
