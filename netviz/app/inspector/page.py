"""The page "Look inside": opened and closed, and fed with what is on screen while somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from netviz.app.inspector.feeds import FEEDS, Feed
from netviz.app.program.parts import Parts
from netviz.app.program.rooms import Rooms
from netviz.app.window.places import INSIDE, Size
from netviz.panels.inspector.page.page import InsidePage
from netviz.panels.inspector.page.rows import PAGES
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.scene import Focus

WIDTH: Final = Size(430, 1000, 0.43, tight=320)


class LookInside(QObject):
    """Closed, it costs nothing; open, only the tab that is seen is fed."""

    def __init__(self, parts: Parts, rooms: Rooms) -> None:
        super().__init__()
        self._parts = parts
        self._window = parts.window
        self._presenter = parts.presenter
        self._explorer = parts.presenter.explorer
        self._rooms = rooms
        self._action: QAction | None = None
        self._watch_keys: Callable[[QWidget], None] = lambda _page: None
        self._page: InsidePage | None = None  # made when it is opened first
        self._feeds: dict[str, Feed] = {}
        self._fed = ""  # the tab that is seen
        self._data: Data | None = None
        self._missing: DataName | None = None
        self._key: tuple[object, ...] = ()
        self._waits: Shown | None = None  # shown with the frame of the network that it is about
        self._network: tuple[object, ...] = ()
        self._pointed: Focus | None = None
        self._marked_itself = False  # the tab, since it was told
        self._window.canvas.entered.connect(self._enter)
        self._window.inspector.inside_clicked.connect(self.open)
        parts.clock.tick.connect(self._follow)
        self._window.canvas.painting.connect(self._with_frame)

    def furnish(self, action: QAction, watch_keys: Callable[[QWidget], None]) -> None:
        """What opens and closes it in the menu, and who looks after the keys of its controls."""
        self._action, self._watch_keys = action, watch_keys

    def provide(self, data: Data) -> None:
        """The examples are there."""
        self._data = data
        for feed in self._feeds.values():
            feed.provide(data)

    def miss(self, data: DataName | None) -> None:
        """The run's own examples are not there; None where they are."""
        self._missing = data
        for feed in self._feeds.values():
            feed.miss(data)

    @property
    def page(self) -> InsidePage:
        """Made where it stands."""
        if self._page is None:
            places = self._window.places
            self._page = page = InsidePage(places)
            page.made.connect(self._made)
            page.turned.connect(self._turned)
            page.left.connect(self.close)
            places.stand(page, "far", ("watch",), panel=INSIDE, size=WIDTH)
            page.open(PAGES[0].id)
            self._watch_keys(page)
        return self._page

    @property
    def seen(self) -> bool:
        """Whether somebody looks."""
        return self._page is not None and self._page.isVisible()

    # ---- open and closed

    def _enter(self, _focus: Focus) -> None:
        if self._rooms.now == "watch":
            self.open()

    def open(self, tab: str | None = None) -> None:
        """Open it, at this one of PAGES or where it was last."""
        self._rooms.open("watch")
        page = self.page
        if tab is not None:
            page.open(tab)
        self._window.show_inside(page)
        self._keep_something()
        self._tell(checked=True)
        self._presenter.touch()

    def close(self) -> bool:
        """Back to what was there before; False where it is not seen."""
        if not self.seen:
            return False
        self._window.show_inside(None)
        self._leave()
        self._tell(checked=False)
        self._presenter.touch()
        return True

    def show(self, shown: bool) -> None:
        """What its row in the menu does."""
        if self._rooms.now != "watch":
            self.open()  # in another room it may be open, unseen
        elif not shown:
            self.close()
        elif not self.seen:
            self.open()

    def _tell(self, *, checked: bool) -> None:
        if self._action is not None:
            self._action.setChecked(checked)

    def _keep_something(self) -> None:
        """Where nothing is chosen, the neuron that the answer comes from; without one the first output."""
        snapshot, forward = self._presenter.snapshot, self._presenter.forward
        if snapshot is not None and self._explorer.told_focus is None:
            last = len(snapshot.spec.sizes) - 1
            index = 0 if forward is None else int(forward.a[-1].argmax())
            self._explorer.pick(Focus(last, index))
        elif self._explorer.kept is None:
            self._explorer.pick(self._explorer.told_focus)

    # ---- tabs

    def _made(self, name: str, tab: Tab) -> None:
        tab.pointed.connect(self._point_at)
        tab.chosen.connect(self._explorer.pick)
        make = FEEDS.get(name)
        if make is not None:
            self._feeds[name] = feed = make(self._parts, tab)
            if self._data is not None:
                feed.provide(self._data)
            feed.miss(self._missing)
        self._watch_keys(tab)

    def _point_at(self, focus: Focus | None) -> None:
        """A tab has marked this itself; it is told all the same what is pointed at next, even where that is
        what it was told last: between two ticks the pointer can go away and come back.
        """
        self._marked_itself = True
        self._explorer.point_at(focus)

    def _turned(self, _name: str) -> None:
        self._leave()
        self._presenter.touch()

    def _leave(self) -> None:
        if self._fed in self._feeds:
            self._feeds[self._fed].leave()
        self._fed, self._key, self._pointed, self._waits = "", (), None, None
        self._explorer.point_at(None)

    # ---- following

    def _follow(self) -> None:
        """A tick."""
        if not self.seen:
            if self._fed:
                self._leave()  # another room is open
            return
        snapshot = self._presenter.snapshot
        if snapshot is None:
            return
        page, explorer = self.page, self._explorer
        network = (snapshot.run, snapshot.generation, snapshot.spec.sizes)
        if not self._fed or network[-1:] != self._network[-1:]:
            self._keep_something()
        self._network = network
        self._fed = page.tabs.now
        shown = self._shown(snapshot)
        if self._fed in self._feeds:
            self._feeds[self._fed].follow(shown)
        key = (snapshot, shown.forward, shown.focus, shown.example.id, shown.training, shown.shades)
        if key != self._key:
            self._key = key
            self._waits = shown
            if not shown.training or not self._window.canvas.frame_follows:
                self._with_frame()
        if explorer.hovered != self._pointed or self._marked_itself:
            self._pointed, self._marked_itself = explorer.hovered, False
            page.now.show_pointed(explorer.hovered)

    def _with_frame(self) -> None:
        """All that is on screen is of one step."""
        shown, self._waits = self._waits, None
        if shown is not None and self.seen:
            self.page.show_inside(shown)
            # What is pointed at in the graph goes on being so.
            self._pointed = self._explorer.hovered
            self.page.now.show_pointed(self._pointed)

    def _shown(self, snapshot: Snapshot) -> Shown:
        presenter, focus = self._presenter, self._explorer.kept or self._explorer.hovered
        if focus is not None and not _fits(focus, snapshot.spec.sizes):
            focus = None
        return Shown(
            snapshot,
            presenter.forward,
            focus,
            presenter.example,
            presenter.training and not presenter.playback.travelling,
            presenter.shades_of(snapshot.spec),
        )


def _fits(focus: Focus, sizes: tuple[int, ...]) -> bool:
    """Whether there is such a neuron or edge."""
    column, index, source = focus.column, focus.index, focus.source
    there = 0 <= column < len(sizes) and 0 <= index < sizes[column]
    return there and (source is None or (column > 0 and 0 <= source < sizes[column - 1]))
