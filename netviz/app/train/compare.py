"""Runs side by side: whoever opens the page gets runs that are stepped in turn, and pictures of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from netviz.app.train.standing import Standing
from netviz.language.grammar import a_digit
from netviz.network.spec import SpecError
from netviz.panels.settings.bound import Check
from netviz.panels.train.compare_page import Asked, ComparePage
from netviz.panels.train.lane import LETTERS, Lane
from netviz.panels.train.run_curves import RunCurves
from netviz.rendering.files.side_by_side import Curve
from netviz.tasks.all_tasks import USUAL
from netviz.tasks.examples import Data
from netviz.training.advise.differences import what_changed
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.experiments.side_by_side import Abreast, SideBySide
from netviz.training.jobs.thread import Progress
from netviz.training.measure.metrics import MetricLog
from netviz.training.session import SessionState
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.probe import Example, Probe, example
from netviz.viewmodels.references import SHADE_DIGITS, EdgeScale, shade_references
from netviz.viewmodels.scene import resolve
from netviz.viewmodels.score import score_of

PICTURES_EVERY_MS: Final = 120
SHADES_EVERY: Final = 1.0  # seconds


class _Picture:
    """A run's network on its canvas."""

    def __init__(self) -> None:
        self.probe = Probe()
        self.shades: tuple[float, ...] | None = None
        self._scale = EdgeScale()

    def show(self, lane: Lane, snapshot: Snapshot, palette: Palette, *, resting: bool) -> None:
        canvas = lane.canvas
        if canvas.width() < 20 or canvas.height() < 20:
            return
        layout = make_layout(snapshot.spec, canvas.wide, canvas.high, snapshot.task)
        forward = self.probe.forward(snapshot)
        shades = self.shades
        if shades is not None and len(shades) != len(snapshot.spec.sizes):
            shades = None
        first = resolve(snapshot, layout, palette, forward, view="weight", resting=resting)
        reference, least = self._scale.of(first, 1.0, exact=resting)
        canvas.show_scene(
            resolve(
                snapshot,
                layout,
                palette,
                forward,
                shade_reference=shades,
                view="weight",
                resting=resting,
                reference=reference,
                least=least,
            )
        )


@dataclass(frozen=True)
class _Runs:
    """Runs that have been trained, with what was asked for and what has been read of them."""

    side: SideBySide
    asked: Asked
    curves: tuple[RunCurves, ...]
    seen: Abreast | None


class Comparison(QObject):
    """It holds runs of its own; closed, they wait. Those that make way for others can be brought back."""

    put_aside = Signal(int)  # runs that were at this step make way for others
    save_wanted = Signal(object)  # Standing: a person wants them in a file
    made = Signal(object)  # ComparePage: somebody opens it for the first time
    outdated = Signal(str)  # the runs that stand there began with other settings: how they differ

    def __init__(
        self,
        bridge: JobBridge,
        check: Check,
        palette: Palette,
        *,
        example: Callable[[], Example],
        keep: Callable[[SessionState, MetricLog], None],
        place: QWidget,
    ) -> None:
        """`place` is what its page will stand in."""
        super().__init__()
        self._bridge = bridge
        self._palette = palette
        self._example = example
        self._keep = keep
        self._digits: Data | None = None
        self._side: SideBySide | None = None
        self._seen: Abreast | None = None
        self._run_at_once = False
        self._next_shades = 0.0
        self._curves: tuple[RunCurves, ...] = ()
        self._asked: Asked | None = None
        self._aside: _Runs | None = None
        self._stand_in: Example | None = None
        self._pictures: dict[int, _Picture] = {}
        self._check, self._place = check, place
        self._page: ComparePage | None = None
        self._timer = QTimer(self, interval=PICTURES_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def page(self) -> ComparePage:
        """Made where it stands, when it is opened first."""
        if self._page is None:
            self._page = page = ComparePage(self._check, self._palette, self._place)
            page.begun.connect(self._begin)
            page.run_toggled.connect(self._toggle)
            page.step_clicked.connect(self._step)
            page.kept.connect(self._kept)
            page.save.clicked.connect(self._save)
            page.lane_resized.connect(self._draw_lane)
            for plot in (page.loss, page.accuracy):
                plot.stale.connect(self._draw_curves)
            self._tell_of_data(page)
            self.made.emit(page)
        return self._page

    @property
    def is_open(self) -> bool:
        """Whether somebody looks."""
        return self._page is not None and self._page.isVisible()

    @property
    def side(self) -> SideBySide | None:
        """The runs, once they are there."""
        return self._side

    def provide(self, digits: Data) -> None:
        """The digits are loaded; runs that learned from others stand beside none that learn from these."""
        if self._digits is not None and digits is not self._digits:
            self._end()
        self._digits, self._stand_in = digits, None
        if self._page is not None:
            self._tell_of_data(self._page)
        if self._timer.isActive():
            self._begin(self.page.configs)

    def _tell_of_data(self, page: ComparePage) -> None:
        digits = self._digits
        if digits is not None:
            page.score, page.examples = score_of(digits.validation), digits.task.examples
            page.accuracy.setAccessibleName(f"Validation {page.score.name} by step")

    def give_back(self) -> None:
        """The program ends."""
        self.close()
        self._end()
        for lane in () if self._page is None else self._page.lanes:
            lane.canvas.give_back()

    def _end(self) -> None:
        for side in (self._side, self._aside.side if self._aside else None):
            if side is not None:
                side.end()
        self._side = self._seen = self._aside = None

    def open(self, config: TrainingConfig) -> None:
        """Compare runs that differ from this configuration; those that wait go on."""
        side, asked = self._side, self._asked
        self._timer.start()
        if side is None or asked is None or (not side.step and config != asked.base):
            self.page.open(config)
            return
        self.page.setFocus()
        if config != asked.base:
            self.outdated.emit(what_changed(asked.base, config))
        elif self._aside is not None:
            self.put_aside.emit(self._aside.side.step)

    def begin_anew(self, config: TrainingConfig) -> None:
        """The same comparison, from the first step, with this configuration."""
        self.page.open(config)

    def bring_back(self) -> None:
        """The runs that made way last; they change places with those that stand there."""
        runs, self._aside = self._aside, None
        if runs is None:
            return
        self._make_none()
        self._make_way()
        self._side, self._asked, self._curves, self._seen = runs.side, runs.asked, runs.curves, runs.seen
        self.page.bring_back(runs.asked)
        runs.side.wanted = True
        self._next_shades = 0.0
        self._draw_curves()
        self._look()

    def close(self) -> None:
        """Let the runs wait."""
        self._timer.stop()
        self._make_none()
        if self._side is not None:
            self._side.pause()

    def set_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._draw_curves()
        self._draw()

    def _begin(self, configs: tuple[TrainingConfig, ...]) -> None:
        """Other runs, from their first step; making them may take a while."""
        digits = self._digits
        self._make_way()
        self._run_at_once = False
        self.page.show_running(False, 0)
        if digits is None:
            return

        def work(_progress: Progress) -> SideBySide:
            return SideBySide(configs, digits.training, digits.validation)

        def failed(error: Exception) -> None:
            if not isinstance(error, ConfigError | SpecError | MemoryError):
                raise error
            self.page.lanes[-1].complain(str(error) or "There is not enough memory for these runs.")

        self._bridge.submit("side by side", work, self._made, failed)

    def _made(self, side: SideBySide) -> None:
        asked = self.page.asked
        if not self._timer.isActive() or asked is None or side.configs != asked.configs:
            side.end()
            return
        self._side, self._asked = side, asked
        if self._run_at_once:
            side.run()
        self._seen, self._next_shades = None, 0.0
        self._curves = tuple(map(RunCurves, side.logs))
        self._look()

    def standing(self) -> Standing | None:
        """All runs as they are seen now; None while there are none."""
        side, seen, data = self._side, self._seen, self._digits
        if side is None or seen is None or data is None:
            return None
        score = self.page.score
        return Standing(
            side.configs,
            LETTERS,
            side.logs,
            seen,
            tuple(Curve(*curve.pull(seen.step)) for curve in self._curves),
            tuple(Curve(*curve.validation(seen.step, score)) for curve in self._curves),
            score,
            data,
            self._read(),
            self._palette,
        )

    def _save(self) -> None:
        standing = self.standing()
        if standing is not None:
            self.save_wanted.emit(standing)

    def _make_none(self) -> None:
        self._run_at_once = False
        self._bridge.submit("side by side", lambda _progress: None, lambda _nothing: None)

    def _make_way(self) -> None:
        """For other runs; what has been trained is kept until more of that makes way."""
        side, asked = self._side, self._asked
        if side is None or asked is None:
            return
        # Nothing is waited for: it may be in the middle of a long step.
        if side.step:
            if self._aside is not None:
                self._aside.side.end()
            side.pause()
            self._aside = _Runs(side, asked, self._curves, self._seen)
            self.put_aside.emit(side.step)
        else:
            side.end()
        self._side = self._seen = None

    def _toggle(self) -> None:
        side = self._side
        if side is None:
            # They are still being made.
            self._run_at_once = not self._run_at_once
        elif side.running:
            side.pause()
        else:
            side.run()

    def _step(self) -> None:
        if self._side is not None:
            self._side.step_once()

    def _kept(self, run: int) -> None:
        side = self._side
        if side is None:
            return
        side.pause()
        log = side.logs[run]
        if self._digits is not None:
            log.data = self._digits.name
        side.state(run, lambda state: self._bridge.call(lambda: self._keep(state, log)))

    def _look(self) -> None:
        """Ten times a second: what is new."""
        side = self._side
        if side is None or not self.is_open:
            return
        seen = side.take()
        side.wanted = True
        # The step that is named is that of the pictures, of the curves and of the figures below them.
        known = seen or self._seen
        self.page.show_running(side.running, side.step if known is None else known.step)
        if seen is not None:
            self._seen = seen
            self._draw_curves()
            self._ask_for_shades(seen)
        self._draw()

    def _ask_for_shades(self, seen: Abreast) -> None:
        """Measure what the darkest shade stands for, in each network, now and then."""
        digits, now = self._digits, perf_counter()
        if digits is None or now < self._next_shades:
            return
        self._next_shades = now + SHADES_EVERY

        def measure(_progress: Progress) -> list[tuple[float, ...]]:
            inputs = digits.validation.inputs(slice(SHADE_DIGITS))
            return [tuple(map(float, shade_references(s, inputs))) for s in seen.snapshots]

        def measured(found: list[tuple[float, ...]]) -> None:
            for place, shades in enumerate(found):
                self._pictures.setdefault(place, _Picture()).shades = shades

        self._bridge.submit(
            "shades side by side",
            measure,
            measured,
        )

    def _draw_curves(self) -> None:
        if self._seen is not None:
            n = 0 if self._digits is None else len(self._digits.validation)
            self.page.show_curves(self._curves, self._seen.step, self._seen.diverged, n)

    def _read(self) -> Example:
        """What lies on the pad; nothing can be drawn on this page, so where that is empty, a known digit."""
        drawn, digits = self._example(), self._digits
        if not drawn.empty or digits is None:
            self.page.show_example("")
            return drawn
        if self._stand_in is None:
            validation, task = digits.validation, digits.task
            label = validation.answers[0].ravel()[0].item()
            self._stand_in = example(validation.stored[0], "file", label=label, task=task)
        if digits.task.id != USUAL:
            words = f"Nothing is placed, so all read one of the validation {digits.task.examples}."
        else:
            which = a_digit(int(self._stand_in.label or 0))
            words = f"The pad is empty, so all read {which} of the validation examples."
        self.page.show_example(words)
        return self._stand_in

    def _draw(self) -> None:
        seen, side = self._seen, self._side
        if seen is None or side is None:
            return
        read = self._read()
        for lane, snapshot in zip(self.page.lanes, seen.snapshots, strict=False):
            picture = self._pictures.setdefault(lane.place, _Picture())
            picture.probe.show(read)
            picture.show(lane, snapshot, self._palette, resting=not side.running)

    def _draw_lane(self, lane: Lane) -> None:
        """Its page has another size: what was placed on the one before would be cut until the next look."""
        seen, side, picture = self._seen, self._side, self._pictures.get(lane.place)
        if seen is None or side is None or picture is None or lane.place >= len(seen.snapshots):
            return
        picture.show(lane, seen.snapshots[lane.place], self._palette, resting=not side.running)
