"""Two networks in the window: chosen, compared on the job thread, looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from netviz.app.program.parts import Parts
from netviz.app.test.turns import Turns
from netviz.app.train.two_networks.comparing import Wish, compared
from netviz.app.train.two_networks.graph import Differences
from netviz.files.errors import FileError
from netviz.panels.two_networks.page import TwoNetworksPage
from netviz.panels.two_networks.shown import Compared
from netviz.rendering.themed import theme_now
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data, Examples
from netviz.training.compare.chosen import Listed, Source, listed
from netviz.training.compare.matching import Matching, NoPairError
from netviz.training.jobs.work import Work
from netviz.training.recording.recovery import recordings_in, runs_folder
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.probe import NOTHING, Example

LOOK_MS: Final = 200


class TwoNetworks(QObject):
    """Its page is made when somebody opens it first; closed, it does nothing."""

    left = Signal()

    def __init__(
        self,
        parts: Parts,
        recording: Callable[[], Path | None],
        choose: Callable[[Examples, int], None],
        go: Callable[[str], None],
    ) -> None:
        """`recording`: where the run's steps can be read; `choose` puts an example before the network in the
        window, and `go` opens a room.
        """
        super().__init__()
        self._parts = parts
        self._recording = recording
        self._choose, self._go = choose, go
        self._data: Data | None = None
        self._missing: DataName | None = None
        self._page: TwoNetworksPage | None = None
        self._graph: Differences | None = None
        self._work: Turns[float, Compared | str] = Turns(parts.bridge, "two networks")
        self._others: Turns[float, list[Listed]] = Turns(parts.bridge, "runs to compare")
        self._begun: tuple[object, ...] | None = None
        self._row: int | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def page(self) -> TwoNetworksPage | None:
        """None until it was opened."""
        return self._page

    @property
    def is_open(self) -> bool:
        """Whether somebody looks."""
        return self._page is not None and self._page.isVisible()

    def make(self) -> TwoNetworksPage:
        """The page, made at the first look."""
        if self._page is None:
            parts, palette = self._parts, theme_now()
            self._page = page = TwoNetworksPage(parts.task, palette, parts.window.places)
            self._graph = Differences(page, palette)
            page.left.connect(self.left)
            page.asked.connect(self._compare)
            page.picked.connect(self._pick)
            page.gallery.watch_clicked.connect(lambda: self._take_along("watch"))
            page.gallery.explain_clicked.connect(lambda: self._take_along("explain"))
            for side in (page.a, page.b):
                side.file_wanted.connect(lambda side=side: self._ask_for(side.take))
        return self._page

    def provide(self, data: Data) -> None:
        """The examples are there."""
        self._data, self._begun = data, None

    def miss(self, data: DataName | None) -> None:
        """The run's own examples are not there: nothing is measured on others."""
        self._missing, self._begun = data, None

    def open(self) -> None:
        """Somebody looks."""
        page = self.make()
        self._begun = None
        self._hide_edges(hidden=True)
        self._look_for_others()
        self._timer.start()
        page.a.box.setFocus()
        self._look()

    def close(self) -> None:
        """Nobody does any more."""
        if self._timer.isActive():
            self._hide_edges(hidden=False)
        self._timer.stop()
        self._work.cancel()
        self._others.cancel()

    def set_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        if self._graph is not None:
            self._graph.set_palette(palette)

    def give_back(self) -> None:
        """The program ends."""
        self.close()
        if self._page is not None:
            self._page.canvas.give_back()

    def _hide_edges(self, *, hidden: bool) -> None:
        presenter = self._parts.presenter
        presenter.manner = replace(presenter.manner, out_of_sight=hidden)
        presenter.refresh_edges()

    # ---- comparing

    def _wish(self) -> Wish | None:
        playback, data, page = self._parts.presenter.playback, self._data, self._page
        newest = playback.live
        if newest is None or data is None or page is None:
            return None
        missing = ""
        if self._missing is not None:
            missing = f"This run was trained with {self._missing}, and those are not there."
        return Wish(page.a.source, page.b.source, newest, playback.first, self._recording(), data, missing)

    def _look(self) -> None:
        """Now and then: whether the run has gone on, and rests."""
        wish = self._wish()
        if wish is None or not self.is_open or wish.key == self._begun:
            return
        if self._begun is None or not self._parts.presenter.training:
            self._compare()

    def _compare(self) -> None:
        wish, page = self._wish(), self._page
        if wish is None or page is None:
            return
        self._begun = wish.key
        page.show_status("being compared")

        def work() -> Work[Compared | str]:
            try:
                return (yield from compared(wish))
            except (FileError, NoPairError, OSError) as error:
                return str(error)

        self._work.run(
            work(),
            lambda found: self._arrived(found, wish.data),
            lambda share: page.show_status(f"being compared, {share:.0%}"),
        )

    def _arrived(self, found: Compared | str, data: Data) -> None:
        page, graph = self._page, self._graph
        assert page is not None
        assert graph is not None
        self._row = None
        page.gallery.set_selected(None)
        if isinstance(found, str):
            page.show_status("")
            graph.show(None, data, self._lies(data))
            page.refuse("These two can’t be compared", found)
            return
        page.show_status("measured while training rests" if self._parts.presenter.training else "")
        page.show_compared(found)
        matching = found.matching if isinstance(found.matching, Matching) else None
        lies, first = self._lies(data), page.first
        graph.show(matching, data, lies)
        if lies.empty and first is not None:
            # Nothing lies before the network: the example on which they differ most is read.
            page.gallery.set_selected(first)
            self._pick(first)

    def _lies(self, data: Data) -> Example:
        """What lies before the network in the window, where it is of this task."""
        lies = self._parts.presenter.example
        return lies if lies.task.id == data.task.id else NOTHING

    def _look_for_others(self) -> None:
        page = self._page
        assert page is not None
        paths = {*recordings_in(runs_folder()), *self._parts.settings.recent_files} - {self._recording()}

        def offer(found: list[Listed]) -> None:
            page.a.offer(found)
            page.b.offer(found)

        self._others.run(listed(paths, self._parts.task), offer, lambda _share: None)

    def _ask_for(self, take: Callable[[Source], None]) -> None:
        path = self._parts.dialogs.file_to_open(self._parts.settings.folder)
        if path is not None:
            take(Source(path))

    # ---- examples

    def _pick(self, row: int) -> None:
        """Both read it; it is marked in the list, and the graph shows it."""
        if self._graph is not None and self._data is not None:
            self._row = row
            self._graph.read(row, self._data)

    def _take_along(self, room: str) -> None:
        """The network in the window reads it, too."""
        if self._row is not None and self._data is not None:
            self._choose(self._data.validation, self._row)
            self._go(room)
