"""The story on screen on paper: a hand-out or a worksheet, as PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from netviz.app.explain.room import StoryRoom
from netviz.app.explain.source import StorySource
from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.files.saving import A_SHEET
from netviz.app.program.settings import Settings
from netviz.app.window.banner import Banner
from netviz.files.errors import FileError
from netviz.rendering.files.handout.handout import write_handout, write_worksheet
from netviz.rendering.files.handout.paper import PAPERS
from netviz.rendering.fonts import picture_family
from netviz.training.experiments.backprop import TraceError
from netviz.training.jobs.thread import Progress
from netviz.viewmodels.job_bridge import JobBridge

ABOUT = "sheet"


class Sheets(QObject):
    """Asks which and where to, writes on the job thread, and says when it is done."""

    def __init__(
        self,
        bridge: JobBridge,
        settings: Settings,
        banner: Banner,
        dialogs: ExportDialogs,
        room: StoryRoom,
        source: StorySource,
        name: Callable[[], str],
        open_room: Callable[[], None],
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._settings = settings
        self._banner = banner
        self.dialogs = dialogs
        self._room = room
        self._source = source
        self._name = name
        self._open_room = open_room

    def why_not(self) -> str:
        """Why there is no story to be put on paper; empty where there is one."""
        return "Nothing lies before the network yet." if self._source.pad_is_empty else ""

    def save(self) -> None:
        """Ask, and write the story of what is on screen: this network, this step, this example."""
        here = self._room.story_here()
        if self.why_not():
            self._banner.say(self.why_not())
            return
        if here is None:
            # Only the person knows what was drawn. The question stands in Explain a step.
            self._open_room()
            self._banner.say("Say what is right; then its story can be put on paper.")
            return
        label, make = here
        wish = self.dialogs.sheet()
        if wish is None:
            return
        kind = "worksheet" if wish.blanks else "hand-out"
        suggestion = self._settings.folder / f"{kind}, teach it this {label}.pdf"
        path = self.dialogs.file_to_save(f"Save the {kind}", suggestion, A_SHEET)
        if path is None:
            return
        name, paper = Path(self._name()).stem, PAPERS[wish.paper]
        picture_family()  # fonts are loaded on this thread

        def work(_progress: Progress) -> str:
            if wish.blanks:
                answers = write_worksheet(path, make(), paper, name)
                return f"Saved the worksheet as {path.name}, and its answers as {answers.name}."
            write_handout(path, make(), paper, name)
            return f"Saved the hand-out as {path.name}."

        def failed(error: Exception) -> None:
            if not isinstance(error, FileError | TraceError | OSError):
                raise error
            self._banner.say(str(error), error=True, about=ABOUT)

        self._bridge.submit("sheet", work, lambda words: self._banner.say(words, about=ABOUT), failed)
