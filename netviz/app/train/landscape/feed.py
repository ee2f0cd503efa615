"""The loss landscape in the window: worked out on the job thread, after a choice and as the run goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter, thread_time
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from netviz.app.program.parts import Parts
from netviz.app.test.turns import Turns
from netviz.app.train.landscape.seen import SeenLandscape
from netviz.app.train.landscape.surveyor import Surveyor, Wish, ball_of, weight_name
from netviz.panels.landscape.page import LandscapePage
from netviz.panels.landscape.shown import Shown
from netviz.rendering import units
from netviz.rendering.landscape.map import map_box
from netviz.rendering.landscape.words import Ball
from netviz.rendering.themed import theme_now
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data
from netviz.training.jobs.work import Work
from netviz.training.landscape.beside import Candidate, candidates
from netviz.training.landscape.directions import WEIGHTS
from netviz.training.landscape.plane import PlaneError
from netviz.training.recording.recovery import recordings_in, runs_folder
from netviz.training.snapshot import Snapshot

EVERY: Final = 1.0  # seconds, while it trains
IDLE: Final = 8.0  # times what a landscape took of a processor, until the next: training keeps its time
_LONGEST: Final = 5.0  # seconds, whatever it took
COARSE: Final = 21  # points on a side then,
FEW: Final = 500  # and examples
LOOK_MS: Final = 150
_BALL_EVERY: Final = 0.05  # seconds


@dataclass(frozen=True, eq=False)
class _Found:
    """A landscape, or why there is none, and how many seconds of a processor it took."""

    shown: Shown | str
    took: float


class LandscapeFeed(QObject):
    """Open, it follows the run and the step on screen; closed, it does nothing."""

    left = Signal()  # a person is done with it

    def __init__(self, parts: Parts, recording: Callable[[], Path | None], place: QWidget) -> None:
        """`recording`: where the run's steps can be read; `place` is what the page will stand in."""
        super().__init__()
        self._presenter = parts.presenter
        self._bridge = parts.bridge
        self._clock = parts.clock
        self._recording = recording
        self._data: Data | None = None
        self._missing: DataName | None = None
        self._open = False
        self._surveyor = Surveyor()
        self._work: Turns[float, _Found] = Turns(parts.bridge, "landscape")
        self._standing: Turns[float, Ball] = Turns(parts.bridge, "ball")
        self._others: Turns[float, list[Candidate]] = Turns(parts.bridge, "other runs")
        self._settings = parts.settings
        self._begun: tuple[object, ...] | None = None
        self._began = self._next = self._next_ball = 0.0
        self._token = object()
        self._placed: tuple[object, ...] | None = None
        self._place = place
        self._page: LandscapePage | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        parts.clock.tick.connect(self._follow)

    @property
    def page(self) -> LandscapePage:
        """Whoever asks for it has it made."""
        return self.make()

    def make(self) -> LandscapePage:
        """The page, made at the first look."""
        if self._page is None:
            self._page = page = LandscapePage(self._place)
            page.choices.changed.connect(lambda _asked: self._explore())
            page.map.looked.connect(lambda _frame: self._look_elsewhere())
            page.left.connect(self.left)
        return self._page

    @property
    def is_open(self) -> bool:
        """Whether somebody looks."""
        return self._page is not None and self._page.isVisible()

    def standing(self) -> SeenLandscape | None:
        """What is seen; None while it is being worked out."""
        shown, page = self.page.shown, self.page
        frame = page.map.frame
        if shown is None or frame is None or shown.rough:
            return None
        eye = None if page.view is page.map else page.surface.eye
        return SeenLandscape(shown.landscape, frame, page.map.ball, eye, shown.trails)

    def provide(self, data: Data) -> None:
        """The examples are there."""
        if data is not self._data:
            self._data, self._begun = data, None

    def miss(self, data: DataName | None) -> None:
        """The run's own examples are not there: its loss is measured on no others."""
        self._missing, self._begun = data, None

    def open(self) -> None:
        """Somebody looks."""
        self._open = True
        self._begun = None
        self._hide_edges(hidden=True)
        self._look_for_others()
        self._timer.start()
        self.page.view.setFocus()
        self._clock.mark_dirty()

    def close(self) -> None:
        """Nobody does any more."""
        if self._open:
            self._hide_edges(hidden=False)
        self._open = False
        self._timer.stop()
        self._work.cancel()
        self._standing.cancel()
        self._others.cancel()

    def _hide_edges(self, *, hidden: bool) -> None:
        # They are drawn for nobody meanwhile.
        self._presenter.manner = replace(self._presenter.manner, out_of_sight=hidden)
        self._presenter.refresh_edges()

    # ---- working it out

    @property
    def _training(self) -> bool:
        return self._presenter.training

    def _wish(self) -> Wish | None:
        newest, data, view = self._presenter.playback.live, self._data, self.page.map
        box = map_box(self.page.room)
        if newest is None or data is None or box.width() < 20 or box.height() < 20:
            return None
        asked, following = self.page.choices.asked, self._training
        if following:
            asked = replace(asked, n=min(asked.n, COARSE), examples=min(asked.examples, FEW))
        return Wish(
            newest,
            self._recording(),
            data.training,
            asked,
            view.wanted,
            box,
            units.ratio(view),
            theme_now(),
            following,
        )

    def _look(self) -> None:
        """Now and then: whether the run has gone on."""
        if not self.is_open:
            return
        if self._missing is not None or self._data is None:
            self._refuse()
            return
        wish = self._wish()
        if wish is None or _key(wish) == self._begun:
            return
        if not wish.following or (not self._work.running and perf_counter() >= self._next):
            self._explore()

    def _look_elsewhere(self) -> None:
        if self._open and self.page.shown is not None:
            self._explore()

    def _explore(self) -> None:
        wish = self._wish()
        if wish is None or not self._open:
            return
        self._begun, self._began = _key(wish), perf_counter()
        self._token = token = object()

        def coarse(shown: Shown) -> None:
            self._bridge.call(lambda: self._coarse(shown, wish) if token is self._token else None)

        def work() -> Work[Shown | str]:
            try:
                return (yield from self._surveyor.survey(wish, coarse))
            except PlaneError as error:
                return str(error)

        self._work.run(_timed(work()), lambda found: self._arrived(found, wish), lambda _share: None)

    def _coarse(self, shown: Shown, wish: Wish) -> None:
        """A first picture, where what stands there is no better."""
        before = self.page.shown
        if before is not None and _covers(before, shown):
            return
        self._show(shown, wish)

    def _arrived(self, found: _Found, wish: Wish) -> None:
        self._next = self._began + min(max(EVERY, IDLE * found.took), _LONGEST)
        if isinstance(found.shown, str):
            self.page.refuse("There is no such landscape", found.shown)
        else:
            self._show(found.shown, wish)

    def _show(self, shown: Shown, wish: Wish) -> None:
        page = self.page
        choices = page.choices.asked
        spec, task = wish.newest.spec, wish.newest.task
        resolved = replace(choices, steps=shown.asked.steps, weights=shown.asked.weights)
        page.choices.show_asked(resolved, newest=wish.newest.step, n_weights=spec.n_edges)
        if shown.asked.kind == WEIGHTS and shown.asked.weights is not None:
            names = [weight_name(spec, place, task) for place in shown.asked.weights]
            page.choices.say(f"Weight 1 leads from {names[0]}, weight 2 from {names[1]}.")
        else:
            page.choices.say("")
        page.show_landscape(shown)
        self._place_ball()
        words = f"the way up to step {wish.newest.step:,}"
        if wish.following:
            n, of = wish.asked.n, len(shown.landscape.sample.rows)
            words += f"; while it trains, on {n} × {n} points and {of:,} examples"
        elif shown.rough:
            words += ", being worked out"
        page.show_status(words)

    def _refuse(self) -> None:
        if self._missing is not None:
            words = f"It was trained with {self._missing}, and its loss on others is another."
            self.page.refuse("The examples of this run are not there", words)
        else:
            self.page.refuse("One moment", "The examples are still being loaded.")

    def _look_for_others(self) -> None:
        """Which recorded runs can be laid beside this one."""
        newest, present = self._presenter.playback.live, self._recording()
        if newest is not None:
            paths = {*recordings_in(runs_folder()), *self._settings.recent_files} - {present}
            work = candidates(paths, newest.spec, newest.task)
            self._others.run(work, self.page.beside.offer, lambda _share: None)

    # ---- the ball

    def _follow(self) -> None:
        if self._open and perf_counter() >= self._next_ball:
            self._place_ball()

    def _place_ball(self) -> None:
        """Where the network on screen is; once it rests, with its own loss and where its gradient leads."""
        shown, snapshot = self.page.shown, self._presenter.snapshot
        if shown is None or snapshot is None:
            return
        # Another part of the same plane leaves it where it is.
        key = (snapshot.identity, shown.landscape.plane, shown.landscape.sample, self._training)
        if key == self._placed:
            return
        self._placed, self._next_ball = key, perf_counter() + _BALL_EVERY
        plane = shown.landscape.plane
        if snapshot.spec.sizes != plane.spec.sizes:
            words = f"At step {snapshot.step:,} the network had another shape: it is no point of this map."
            self.page.show_ball(None, words)
            return
        rests = not self._training or self._presenter.playback.travelling
        self.page.show_ball(ball_of(plane, snapshot), trains=not rests)
        if rests:
            self._stand(snapshot, shown)

    def _stand(self, snapshot: Snapshot, shown: Shown) -> None:
        def done(ball: Ball) -> None:
            here = self.page.shown
            if here is not None and here.landscape.plane is shown.landscape.plane:
                self.page.show_ball(ball)

        self._standing.run(self._surveyor.stand(snapshot, shown), done, lambda _share: None)


def _timed(work: Work[Shown | str]) -> Work[_Found]:
    took = 0.0
    while True:
        begin = thread_time()
        try:
            share = next(work)
        except StopIteration as end:
            return _Found(end.value, took + thread_time() - begin)
        took += thread_time() - begin
        yield share


def _key(wish: Wish) -> tuple[object, ...]:
    """Equal for two wishes for the same picture."""
    return (wish.ground, wish.asked.n, wish.frame, wish.box.size().toTuple(), wish.ratio, wish.palette.page)


def _covers(before: Shown, coarse: Shown) -> bool:
    """Whether a landscape shows all of a coarse one's part of the same plane, as finely."""
    old, new = before.landscape, coarse.landscape
    if old.plane is not new.plane or old.sample is not new.sample:
        return False
    for a, b in ((old.grid.alphas, new.grid.alphas), (old.grid.betas, new.grid.betas)):
        if a[0] > b[0] or a[-1] < b[-1] or a[1] - a[0] > b[1] - b[0]:
            return False
    return True
