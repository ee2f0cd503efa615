"""A tick of the window: from the newest snapshot and what lies on the pad to everything that is shown."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from netviz.app.screen.answer_feed import AnswerFeed
from netviz.app.screen.curve_feed import CurveFeed
from netviz.app.screen.edge_strength import EdgeStrength
from netviz.app.screen.explorer import Explorer
from netviz.app.screen.manner import Manner
from netviz.app.screen.overlay import Bare, Overlay
from netviz.app.screen.paper import Paper
from netviz.app.screen.shades import Shades
from netviz.app.screen.snapshot_feed import SnapshotFeed
from netviz.app.screen.surface_feed import SurfaceFeed
from netviz.app.watch.legend import tell_legend
from netviz.app.window.main_window import MainWindow
from netviz.network.forward import ForwardPass
from netviz.network.spec import NetworkSpec
from netviz.panels.inspector.facts import describe
from netviz.tasks.examples import Examples
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.status import TrainerStatus
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.playing.clock import FrameClock
from netviz.viewmodels.playing.flow import Flow
from netviz.viewmodels.playing.playback import Past, Playback
from netviz.viewmodels.probe import Example, Probe
from netviz.viewmodels.scene import Focus, Layout, Scene, resolve

if TYPE_CHECKING:
    from netviz.panels.watch.curves import Curves

NUMBERS_EVERY: Final = 0.2  # seconds
# A pen may report a thousand times a second.
READ_EVERY: Final = 0.004
# While the pen moves, the processor answers first and draws edges later: when it has rested for so long.
PEN_RESTS_AFTER: Final = 0.12


class Presenter(QObject):
    """Pulls at each tick, pushes to the widgets, asks for the next tick only while something moves."""

    phase_changed = Signal(str)
    diverged = Signal(object)  # TrainerStatus
    message = Signal(str)  # what the trainer has to say
    network_changed = Signal(object)  # TrainerStatus: another network or other settings stand there now
    example_changed = Signal(object)  # Example
    another_shown = Signal(object)  # NetworkSpec of the network that is on screen from now on
    figures_changed = Signal()  # the curves and their numbers follow the step on screen

    def __init__(
        self,
        window: MainWindow,
        trainer: Trainer,
        paper: Paper,
        clock: FrameClock,
        bridge: JobBridge,
        palette: Palette,
    ) -> None:
        super().__init__()
        self._window = window
        self._trainer = trainer
        self._paper = paper
        self._clock = clock
        self._palette = palette
        self._playback = Playback()
        self._snapshots = SnapshotFeed(trainer, self._playback, window.canvas)
        self._shades = Shades(bridge, clock.mark_dirty)
        self.surfaces = SurfaceFeed(bridge, clock.mark_dirty)
        self._curves = CurveFeed()
        self._probe = Probe()
        self._layout: Layout | None = None
        self._page = (0.0, 0.0)
        self._status: TrainerStatus | None = None
        self._spec: NetworkSpec | None = None
        self._told: Snapshot | None = None
        self.explorer = Explorer(window.canvas, window.view_bar)
        self._scene: Scene | None = None
        self._overlay: Overlay = Bare()
        self._answers = AnswerFeed(window, self._probe)
        self._flow = Flow()
        self.manner = Manner()
        self._edges = EdgeStrength()
        self._stale = True
        self._pen_moves = self._flow_due = self._put_off = False
        self._pen_moved = -1.0
        self._last_tick = perf_counter()
        self._next_numbers = self._next_reading = 0.0
        clock.tick.connect(self.tick)
        paper.changed.connect(self._read_at_once)
        window.canvas.page_resized.connect(self._page_resized)
        window.canvas.picked.connect(self._pick)
        paper.settled.connect(self._settled)
        self.explorer.changed.connect(self._look)
        window.canvas.status_changed.connect(self.touch)
        window.canvas.painting.connect(self._say_with_frame)

    @property
    def snapshot(self) -> Snapshot | None:
        """The snapshot on screen."""
        return self._playback.shown

    @property
    def named(self) -> Snapshot | None:
        """The snapshot that all figures tell of: the one on screen, or, while that changes quicker than they
        can be read, the one that was on screen when they were told last. It changes with `told` alone.
        """
        return self._told

    @property
    def scene(self) -> Scene | None:
        """The network on screen, without what lies over it."""
        return self._scene

    @property
    def example(self) -> Example:
        """What the network reads now."""
        return self._probe.example

    @property
    def doubted(self) -> bool:
        """Whether the ink that lies there is taken for no digit."""
        judgement = self._probe.judgement
        return judgement is not None and not judgement.is_digit

    @property
    def forward(self) -> ForwardPass | None:
        """What the snapshot on screen makes of the digit on the pad."""
        shown = self._playback.shown
        return None if shown is None else self._probe.forward(shown)

    def shades_of(self, spec: NetworkSpec) -> tuple[float, ...] | None:
        """The activation that is darkest in each column of this network; None while they are another's."""
        return self._shades.of(spec)

    @property
    def playback(self) -> Playback:
        """Which step is on screen."""
        return self._playback

    @property
    def resting(self) -> bool:
        """Whether the same step stays on screen."""
        return not self.manner.playing and (not self.training or self._playback.travelling)

    @property
    def training(self) -> bool:
        """Whether the trainer steps."""
        return self._status is not None and self._status.phase == "training" and self._status.has_digits

    def show_curves(self, curves: Curves) -> None:
        """The plots are loaded: feed these from now on."""
        self._curves.show_on(curves)
        self.touch()

    def provide(self, validation: Examples) -> None:
        """The validation digits are there: shades are measured on them."""
        self._shades.provide(validation)
        self.touch()

    def set_palette(self, palette: Palette) -> None:
        """Draw in these colours."""
        self._palette = palette
        self.touch()

    def lay_over(self, overlay: Overlay) -> None:
        """Draw this over the network from now on."""
        self._overlay = overlay
        self.explorer.let_go()

    def let_go(self) -> None:
        """Forget the neuron or edge that was chosen."""
        self.explorer.let_go()
        self._pick(None)

    def tick(self) -> None:
        """Show what is new."""
        now = perf_counter()
        elapsed, self._last_tick = min(now - self._last_tick, 0.1), now
        status = self._trainer.status
        self._follow(status)
        training = self.training
        fresh = self._snapshots.take(now, self._overlay, training=training)
        shown = self._playback.shown
        if shown is None:
            return
        other = self._scene is not None and self._scene.layout.spec.sizes != shown.spec.sizes
        if other:
            self.explorer.let_go()
        if shown.spec is not self._spec:
            self._spec = shown.spec
            self.another_shown.emit(shown.spec)
        self._take_example(now)
        forward = self._probe.forward(shown)
        flows = self._flow.advance(elapsed)
        moves = self._overlay.advance(now, elapsed) or flows
        # What eases waits for the snapshot that is due, so that no frame is drawn for it alone.
        eases = not (training and self._snapshots.soon(now)) and self._easing
        if draws := fresh or self._stale or eases:
            self._stale = False
            self._draw(shown, forward, elapsed, jump=other)
        elif moves:
            self._show()
        if now >= self._next_numbers or not training:
            self._next_numbers = now + NUMBERS_EVERY
            self._show_numbers(shown, forward)
        self._tell(shown, status, now, draws=draws)
        self._shades.follow(shown, now, training=training)
        self._snapshots.ask_for_gradient(shown, self.explorer.told_focus, status)
        self._clock.keep_running("flow", self._flow.moving)
        self._clock.keep_running("easing", self._easing)

    def _tell(self, shown: Snapshot, status: TrainerStatus, now: float, *, draws: bool) -> None:
        """The curves, and whoever hears of it, tell of what is shown; `draws`: so does this tick."""
        # Another step of the past, and another network, are told of in the frame that shows them.
        told, training = self._told, self.training
        moved = shown is not told and (self._playback.travelling or isinstance(told, Past))
        moved = moved or told is None or (told.run, told.generation) != (shown.run, shown.generation)
        unnamed = training and not moved and self._overlay.told_step is None
        self._put_off = draws and unnamed and not self._put_off  # both in one tick would hold up a frame
        if self._put_off:
            return
        by_one = told is not None and shown.step == told.step + 1
        if self._curves.due(now, self._overlay.told_step, training=training and not moved, by_one=by_one):
            self._told = shown
            speed = status.samples_per_second if training else None
            self._curves.pull(self._trainer.log, shown, speed, status.next_validation)
            self.figures_changed.emit()
        else:
            self._curves.finish()

    @property
    def _easing(self) -> bool:
        return self._edges.moving or self._shades.moving or self.surfaces.arrived

    def _follow(self, status: TrainerStatus) -> None:
        before, self._status = self._status, status
        self._clock.keep_running("training", self.training)
        if before is not None and (before.phase, before.has_digits) != (status.phase, status.has_digits):
            self.refresh_edges()
        if before is None or status.phase != before.phase:
            self._stale = True
            self.phase_changed.emit(status.phase)
            if status.phase == "diverged":
                self.diverged.emit(status)
        if before is None or status.config is not before.config:
            self.network_changed.emit(status)
        if (
            status.message
            and status.phase != "diverged"
            and not status.met
            and (before is None or status.message != before.message)
        ):
            self.message.emit(status.message)

    def _draw(self, shown: Snapshot, forward: ForwardPass | None, elapsed: float, *, jump: bool) -> None:
        layout = self._layout
        if layout is None or layout.spec is not shown.spec or (layout.width, layout.height) != self._page:
            if not all(self._page):
                return
            layout = self._layout = make_layout(shown.spec, *self._page, shown.task)
        resting = self.resting
        self._edges.advance(elapsed)
        self._shades.advance(elapsed)
        scene = self._resolve(shown, layout, forward, resting)
        jump = jump or self._scene is None or scene.views != self._scene.views
        exact = resting and not self._pen_moves
        if (self._window.canvas.refreshes_edges or jump) and self._edges.fit(
            scene, self.explorer.share, exact=exact, jump=jump
        ):
            scene = self._resolve(shown, layout, forward, resting)
        self._scene = scene
        self._show()
        if forward is not None and not resting and self._window.canvas.frame_follows:
            self._answers.wait(forward)
        else:
            self._answers.say(forward, anew=self._stale)

    def _show(self) -> None:
        scene = self._scene
        if scene is not None:
            # While one draws, the processor has no time for pulses.
            busy = self._pen_moves and self.training
            laid = scene if busy else self._overlay.over(scene)
            self._window.canvas.show_scene(self._flow.over(laid))
            if not self._window.canvas.frame_follows:
                self._overlay.on_screen()

    def _say_with_frame(self) -> None:
        self._overlay.on_screen()

    def _read_at_once(self) -> None:
        """Answer the pen without waiting for the tick, which then draws the network."""
        now, shown = perf_counter(), self._playback.shown
        self._clock.mark_dirty()
        if shown is None or now < self._next_reading:
            return
        self._next_reading = now + READ_EVERY
        if self._take_example(now):
            self._answers.say(self._probe.forward(shown), anew=self._stale, at_once=True)

    def _take_example(self, now: float) -> bool:
        """Put what lies on the pad before the network; True if it was drawn just now."""
        example = self._paper.example()
        new = example is not self._probe.example
        if new:
            self._answers.forget()
            self._probe.show(example)
            self.example_changed.emit(example)
            self._stale = True
            self._flow.stop()
            self._flow_due = self._flow_due or example.source != "pad"
        drawn = new and example.source == "pad"
        if drawn:
            self._pen_moved = now
        pen_moves = now < self._pen_moved + PEN_RESTS_AFTER and self._window.canvas.software
        if pen_moves != self._pen_moves:
            self._pen_moves = pen_moves
            self._clock.keep_running("pen", pen_moves)
            self.refresh_edges()
        if self._flow_due and not pen_moves:
            self._flow_due = False
            if not (self.manner.reduced_motion or self.training or example.empty):
                self._flow.begin()
                self._stale = True
        return drawn

    def refresh_edges(self) -> None:
        """Say whether edges are redrawn now: not while the pen moves, nor in training if unwanted."""
        live = self.manner.live_edges or not self.training or self._playback.travelling
        self._window.canvas.set_refresh_edges(live and not self._pen_moves and not self.manner.out_of_sight)

    def _resolve(self, shown: Snapshot, layout: Layout, forward: ForwardPass | None, resting: bool) -> Scene:
        explorer, n_layers = self.explorer, shown.spec.n_layers
        reference, least = self._edges.of(n_layers)
        return resolve(
            shown,
            layout,
            self._palette,
            forward,
            shade_reference=self._shades.of(shown.spec),
            focus=explorer.focus,
            pointed=explorer.pointed,
            view=self.manner.view(self.explorer.view, own=self._overlay.shows_own_weights),
            resting=resting,
            since=explorer.since(self._playback),
            share=explorer.share,
            reference=reference,
            least=least,
            surfaces=self.surfaces.of(shown, resting=resting),
        )

    def _show_numbers(self, shown: Snapshot, forward: ForwardPass | None) -> None:
        focus = self.explorer.told_focus
        facts = None
        if focus is not None:
            facts = describe(focus, shown, forward, self._shades.now, self._playback.before)
        self._window.inspector.show_facts(facts)
        self._window.inspector.show_kept(self.explorer.kept is not None)
        self.explorer.say(facts)
        if self._scene is not None:
            shades = self._shades.note(dark=self._palette.dark)
            tell_legend(self._window.legend, self._scene, shades, pointed=facts is not None, task=shown.task)

    def _page_resized(self, width: float, height: float) -> None:
        self._page = (float(width), float(height))
        self.touch()

    def _look(self) -> None:
        self._flow.stop()
        self.touch()

    def _pick(self, focus: Focus | None) -> None:
        if not self._overlay.take(focus):
            self.explorer.pick(focus)
        self.touch()

    def _settled(self) -> None:
        self._flow_due = True
        self._clock.mark_dirty()

    def tell_again(self) -> None:
        """Who listens only now learns what stands there."""
        if self._status is not None:
            self.network_changed.emit(self._status)
            self.phase_changed.emit(self._status.phase)
        self.example_changed.emit(self._probe.example)

    def touch(self, *_: object) -> None:
        """Draw anew at the next tick."""
        self._stale = True
        self._clock.mark_dirty()
