"""Feeds the plots of the training room from the trainer's log, and writes what they export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from netviz.app.files.saving import A_TABLE, PLOTS
from netviz.app.program.parts import Parts
from netviz.app.window.places import Size
from netviz.files.endings import Written
from netviz.files.errors import FileError
from netviz.files.whole import write_whole
from netviz.panels.kit.card import Card
from netviz.panels.plots.board import Plots
from netviz.panels.plots.export import ExportError, check_size, csv_text, png_bytes
from netviz.rendering.themed import theme_now
from netviz.tasks.input import Picture
from netviz.training.jobs.thread import Progress
from netviz.viewmodels.scene import Focus
from netviz.viewmodels.score import ACCURACY, Score

HEIGHT: Final = Size(260, 520, 0.38)
ROOM: Final = "train"


class PlotFeed(QObject):
    """Where the plots stand, and what they show. They are made when the room opens for the first time."""

    step_asked = Signal(int)  # the network of this step should be shown

    def __init__(self, parts: Parts, name: Callable[[], str]) -> None:
        super().__init__()
        self._task = parts.task
        self._score = ACCURACY
        self._window = parts.window
        self._presenter = parts.presenter
        self._trainer = parts.trainer
        self._bridge = parts.bridge
        self._settings = parts.settings
        self.dialogs = parts.dialogs
        self._name = name
        self._card = Card()
        self.plots: Plots | None = None
        parts.window.places.stand(
            self._card, "below", (ROOM,), panel="curves", size=HEIGHT, presented=(ROOM,)
        )
        parts.presenter.figures_changed.connect(self.follow)

    def opened(self, room: str) -> None:
        """Another room is open."""
        if room == ROOM and self.plots is None:
            pictures = isinstance(self._task.input, Picture)
            self.plots = plots = Plots(theme_now(), score=self._score, pictures=pictures)
            plots.step_asked.connect(self.step_asked)
            plots.appeared.connect(self._show)
            canvas = self._window.canvas
            # As if it had been pointed at or clicked in the network.
            plots.neuron_pointed.connect(lambda index: canvas.hovered.emit(_first_layer(index)))
            plots.neuron_asked.connect(lambda index: canvas.picked.emit(_first_layer(index)))
            plots.table_wanted.connect(self.save_table)
            plots.picture_wanted.connect(self.save_picture)
            self._card.add(plots, 1)
            self._show()

    def show_score(self, score: Score) -> None:
        """How good the network is; the data are there before the room opens for the first time."""
        self._score = score

    def follow(self) -> None:
        """Figures tell of another step, or it rests: pull what is new."""
        if self.plots is not None and self.plots.isVisible():
            self._show()

    def save_table(self) -> None:
        """Ask where to, and write the numbers of the open page."""
        if self.plots is None:
            return
        try:
            table = self.plots.table()
            check_size(table.rows, len(table.columns))
        except ExportError as error:
            self._window.banner.say(str(error), error=True, about="save table")
            return
        self._save("table", A_TABLE, lambda progress: csv_text(table, progress.check).encode())

    def save_picture(self) -> None:
        """Ask where to, and write the open page as it is on screen."""
        if self.plots is None:
            return
        try:
            picture = self.plots.picture()
        except ExportError as error:
            self._window.banner.say(str(error), error=True, about="save picture")
            return
        self._save("picture", PLOTS, lambda _progress: png_bytes(picture))

    def _save(self, what: str, kind: Written, make: Callable[[Progress], bytes]) -> None:
        assert self.plots is not None
        name = f"{Path(self._name()).stem} {self.plots.page_name}{kind.endings[0]}"
        path = self.dialogs.file_to_save(f"Save the {what}", self._settings.folder / name, kind)
        if path is None:
            return
        say, about = self._window.banner.say, f"save {what}"

        def failed(error: Exception) -> None:
            if not isinstance(error, ExportError | FileError | OSError):
                raise error
            why = error.strerror if isinstance(error, OSError) and error.strerror else error
            say(f"{path.name} could not be saved: {str(why).rstrip('.')}.", error=True, about=about)

        self._bridge.submit(
            "plots",
            lambda progress: write_whole(path, make(progress)),
            lambda _: say(f"Saved the {what} as {path.name}.", about=about),
            failed,
        )

    def _show(self) -> None:
        presenter, plots = self._presenter, self.plots
        if plots is not None:
            told = presenter.named
            runs = told is not None and presenter.training and not presenter.playback.travelling
            plots.pull(self._trainer.log, told.step if told is not None and runs else None)
            if told is not None:
                plots.show_network(told)
            if runs:
                # Else one plot would end at another step than the next, and than the figures above it.
                plots.draw_all()


def _first_layer(index: int | None) -> Focus | None:
    return None if index is None else Focus(1, index)
