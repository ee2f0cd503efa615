"""Goes through the run: which step is wanted, reading it, and showing it everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from netviz.app.run.beginning import Beginning
from netviz.app.run.past.reader import CHEAP, Found, Held, RunReader
from netviz.app.run.past.timeline_feed import TimelineFeed
from netviz.app.screen.presenter import Presenter
from netviz.app.window.banner import Banner
from netviz.files.errors import FileError
from netviz.network.spec import SpecError
from netviz.panels.run.timeline import Timeline
from netviz.tasks.examples import Data
from netviz.training.config import ConfigError
from netviz.training.session import SessionState
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.playing.clock import FrameClock
from netviz.viewmodels.playing.playback import Past, past
from netviz.viewmodels.playing.travel import Direction, Travel
from netviz.viewmodels.score import Score

REST_MS: Final = 250  # a pointer that has stood still for so long wants the exact step
LOOK_MS: Final = 700  # the recording is written once a second
LOOKS_AT_REST: Final = 3  # after the last change
LOOKS_FOR_BEGINNING: Final = 40
SHOW_EVERY: Final = 0.1


class TimeTravel(QObject):
    """Between the timeline and the presenter. Live, it costs a few comparisons a tick."""

    moved = Signal()  # another step is on screen, or the newest again

    def __init__(
        self,
        timeline: Timeline,
        presenter: Presenter,
        trainer: Trainer,
        clock: FrameClock,
        banner: Banner,
        file: Callable[[], Path | None],
        behind: Callable[[], bool],
    ) -> None:
        super().__init__()
        self._timeline = timeline
        self._presenter = presenter
        self._playback = presenter.playback
        self._trainer = trainer
        self._clock = clock
        self._banner = banner
        self._file = file
        self._behind = behind  # whether something of the run is still to be written
        self._reader = RunReader()
        self._beginning = Beginning(presenter.playback, self._reader, self._begun)
        self._travel = Travel()
        self._held: Held | None = None
        self._digits: Data | None = None
        self._network: tuple[str, int] | None = None
        self._state: SessionState | None = None  # of the step on screen, where that was worked out
        self._answer: Found | None = None  # to the wish for the present step
        self._wish: int | None = None  # a step that is wanted as soon as the recording was read
        self._when_there: Callable[[SessionState], None] | None = None
        self._last_tick = self._show_at = 0.0
        self._strip = TimelineFeed(timeline)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._rested)
        self._looks = 0
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self._look)
        timeline.scrubbed.connect(self.go_to)
        timeline.let_go.connect(self._rested)
        timeline.walked.connect(self.walk)
        timeline.play_clicked.connect(self.play)
        timeline.speed_chosen.connect(self._set_speed)
        timeline.live_clicked.connect(self.go_live)
        timeline.exact_clicked.connect(self.work_out)
        presenter.phase_changed.connect(self._phase_changed)
        # The step in the strip is that of all figures, and repainting it takes no more of the time.
        presenter.figures_changed.connect(self._show)
        clock.tick.connect(self.tick)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {
            "time.play": lambda: self.toggle(1),
            "time.play_back": lambda: self.toggle(-1),
            "time.later": lambda: self.walk(1, exact=False),
            "time.earlier": lambda: self.walk(-1, exact=False),
            "time.first": lambda: self.go_to(self._travel.range[0]),
            "time.live": self.go_live,
        }

    @property
    def travelling(self) -> bool:
        """Whether a step that is past is wanted or on screen."""
        return not self._travel.live or self._playback.travelling

    @property
    def past_step(self) -> int | None:
        """The step on screen, where it is one that is past."""
        shown = self._playback.shown
        return shown.step if self._playback.travelling and shown is not None else None

    @property
    def newest(self) -> Snapshot | None:
        """The network as the trainer published it last, on screen or not."""
        return self._playback.live

    @property
    def held(self) -> Held | None:
        """What the recording of the run holds, as far as it was asked; None while there is none."""
        return self._held

    def show_score(self, score: Score) -> None:
        """What the thin line of the strip is."""
        self._strip.score = score

    def provide(self, digits: Data) -> None:
        """The digits are there: any step can be worked out."""
        self._digits = digits

    def close(self) -> None:
        """The window closes."""
        self._rest.stop()
        self._looking.stop()
        self._reader.close()

    # ---- what a hand does

    def go_to(self, step: int) -> None:
        """Show this step, or the kept one nearest to it until it is worked out."""
        self._wish = None
        if self._there_is_none():
            # The recording is read now and then only: it may well hold the step already.
            self._wish = step
            self.look_again()
            return
        self._travel.go_to(step)
        self._rest.start()
        self._want()

    def walk(self, by: int, exact: bool) -> None:
        """To the next kept step in this direction, or exactly one step on."""
        here = self._playback.shown
        if here is None or self._there_is_none():
            return
        held = self._held
        if exact:
            self.go_to(here.step + by)
        elif by > 0:
            later = None if held is None else held.after(here.step)
            if later is None:
                self.go_live()
            else:
                self.go_to(later)
        else:
            earlier = None if held is None else held.before(here.step)
            if earlier is not None:
                self.go_to(earlier)

    def play(self, direction: Direction) -> None:
        """Play this way, or pause with 0."""
        if direction == 0:
            self._travel.pause()
            self._rest.start()
        elif not self._there_is_none():
            self._travel.play(direction)
            self._last_tick = perf_counter()
            self._want()
        self._show(force=True)
        self._clock.mark_dirty()

    def toggle(self, direction: Direction) -> None:
        """Play this way, or pause where it does."""
        self.play(0 if self._travel.direction == direction else direction)

    def go_live(self) -> None:
        """Show the newest step again."""
        self._wish = None
        self._travel.go_live()
        self._want()

    def work_out(self, then: Callable[[SessionState], None] | None = None) -> None:
        """Show exactly the step that is wanted, however long it takes; `then` gets its full state."""
        if then is not None:  # or else what was asked for before, of the same step, is still wanted
            self._when_there = then
        step = self._travel.step
        if self._state is not None and self._state.step == step:
            self._there(self._state)
            return
        path, digits = self._file(), self._digits
        if path is None or digits is None:
            return
        self._timeline.show_progress(0.0)
        self._reader.work_out(path, step, digits, self._there, self._not_there, self._timeline.show_progress)

    # ---- each tick

    def tick(self) -> None:
        """Follow the trainer, and play on."""
        now = perf_counter()
        elapsed, self._last_tick = min(now - self._last_tick, 0.25), now
        self._follow()
        if self._travel.direction and self._travel.advance(elapsed):
            self._want()
        playing = self._travel.direction != 0
        self._clock.keep_running("playing", playing)
        self._presenter.manner = replace(self._presenter.manner, playing=playing)
        if self.travelling and now >= self._show_at:
            self._show_at = now + SHOW_EVERY
            self._show()

    def _follow(self) -> None:
        live = self._playback.live
        if live is None:
            return
        last = self._trainer.status.step
        network = (live.run, live.generation)
        if network != self._network:
            self._network = network
            self._state = self._when_there = None
            self._travel.begin(self._first(last), last)
            self._timeline.show_progress(None)
            self._reader.stop_working_out()
            self.look_again()
        elif self._travel.range[1] != last:
            awaited = self._when_there is not None  # the last step before a pause is no wish to see it
            stepped = not (self._presenter.training or awaited) and last > self._travel.range[1]
            self._travel.follow(self._first(last), last)
            if not self._looking.isActive():
                self.look_again()
            if stepped and not self._travel.live:
                # A single step was made: it is what one wants to see.
                self.go_live()

    def _first(self, last: int) -> int:
        """The first step of the run; where nothing can be read, there is only the newest."""
        if self._held is None or self._held.path != self._file() or not len(self._held.steps):
            return last
        return min(int(self._held.steps[0]), last)

    def _show(self, *, force: bool = False) -> None:
        if force or self._timeline.isVisible():
            told, newest = self._presenter.named, not self._playback.travelling
            self._strip.show(told, self._travel, self._held, self._trainer.log, newest=newest)

    def _phase_changed(self, phase: str) -> None:
        if phase == "training":
            # Who trains wants to see it.
            self.go_live()

    # ---- what the recording holds

    def look_again(self) -> None:
        """What it holds changes: look now, and until it has come to rest."""
        self._looks = LOOKS_AT_REST if self._playback.first is not None else LOOKS_FOR_BEGINNING
        self._looking.start()
        self._look()

    def _look(self) -> None:
        self._looks -= 1
        if self._presenter.training or self._behind():
            self._looks = LOOKS_AT_REST
        elif self._looks <= 0:
            self._looking.stop()
        if (path := self._file()) is not None:
            self._reader.look(path, self._looked, self._not_looked)
            return
        self._beginning.find(None)
        if self._held is not None:
            self._held = None
            self._strip.show_held(None)
            self._travel.follow(self._travel.range[1], self._travel.range[1])
            self._show(force=True)

    def _looked(self, held: Held) -> None:
        if held.path != self._file():
            return
        # Until a branch has made its first step, it reads the file of the run that it left, which may go on.
        held = held.until(self._trainer.status.step)
        before, self._held = self._held, held
        if before is None or before.path != held.path or not np.array_equal(before.steps, held.steps):
            self._timeline.show_kept(held.steps)
            self._travel.follow(self._first(self._travel.range[1]), self._travel.range[1])
            self._show(force=True)
        self._timeline.show_marks(held.marks)
        self._beginning.find(self._file())
        if self._wish is not None and len(held.steps):
            self.go_to(self._wish)

    def _begun(self) -> None:
        self._looks = min(self._looks, LOOKS_AT_REST)
        self._presenter.touch()

    def _not_looked(self, error: Exception) -> None:
        if not isinstance(error, FileError):
            raise error
        # The recorder says what is wrong with its file.
        self._held = None

    def _there_is_none(self) -> bool:
        if self._file() is None or self._held is None:
            self._travel.go_live()
            return True
        return False

    # ---- showing a step

    def _want(self) -> None:
        """Another step is wanted than before."""
        self._reader.stop_working_out()
        self._timeline.show_progress(None)
        self._when_there = self._answer = None
        path = self._file()
        if self._travel.live or path is None:
            self._rest.stop()
            self._put(None)
            return
        step = self._travel.step
        if self._state is not None and self._state.step == step:
            self._there(self._state)
            return
        n_digits = None if self._digits is None else len(self._digits.training)
        self._reader.seek(path, step, n_digits, self._found, self._failed)
        self._show(force=True)

    def _found(self, found: Found) -> None:
        if self._travel.live:
            return
        if found.wanted == self._travel.step:
            self._answer = found
        if not self._is_exact(self._playback.shown):
            self._put(past(found.snapshot, self._playback.live))

    def _rested(self) -> None:
        """The pointer stands still, or was lifted: the exact step, where that is cheap."""
        travel, shown = self._travel, self._playback.shown
        self._rest.stop()
        if travel.live or travel.direction or shown is None or self._is_exact(shown):
            return
        if self._answer is None:
            self._rest.start()  # the kept one is not there yet
        elif self._answer.seconds <= CHEAP:
            self.work_out()

    def _is_exact(self, shown: Snapshot | None) -> bool:
        """Whether the wanted step is on screen to the last bit, where kept ones are rounded a little."""
        return isinstance(shown, Past) and shown.exact and shown.step == self._travel.step

    def _there(self, state: SessionState) -> None:
        self._timeline.show_progress(None)
        self._banner.withdraw("past")
        if self._travel.live or state.step != self._travel.step:
            return
        self._state = state
        live = self._playback.live
        self._put(past(state.snapshot(), live, exact=True))
        then, self._when_there = self._when_there, None
        if then is not None:
            then(state)

    def _not_there(self, error: Exception) -> None:
        self._timeline.show_progress(None)
        if not isinstance(error, FileError | ConfigError | SpecError):
            raise error
        wanted, self._when_there = self._when_there, None
        if wanted is not None:
            self._banner.say(str(error), error=True, about="past")

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, FileError):
            raise error
        self._travel.go_live()
        self._put(None)
        self._banner.say(str(error), error=True, about="past")

    def _put(self, snapshot: Snapshot | None) -> None:
        if self._playback.travel(snapshot):
            # The strip names it with the frame that shows it, as all other numbers do.
            self._presenter.touch()
            self._presenter.refresh_edges()
            self.moved.emit()
        else:
            self._clock.mark_dirty()
            self._show(force=True)

    def _set_speed(self, speed: float) -> None:
        self._travel.set_speed(speed)
        self._show(force=True)
