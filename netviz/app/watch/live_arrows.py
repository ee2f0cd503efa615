"""Over the network in Watch: backward pulses while training runs, and one neuron's connections a layer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from netviz.app.screen.presenter import Presenter
from netviz.network.spec import NetworkSpec
from netviz.rendering.canvas import GraphCanvas
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.playing.clock import FrameClock
from netviz.viewmodels.scene import Focus, Layout, Scene
from netviz.viewmodels.story.arrows.live import LivePulse, Pace, pace_of
from netviz.viewmodels.story.arrows.single import chain, single_moment
from netviz.viewmodels.story.story import story_scene

# Pictures a second of arrows at full speed where the processor draws them: the rest is for training.
BESIDE_TRAINING: Final = 7
WITH_SURFACES: Final = 12  # where each neuron shows what it gives everywhere: such networks are small
ONE_STEP: Final = 0.5  # steps a second: a single step takes as long to see as one at this pace


class LiveArrows:
    """An overlay that shows what training does to the weights, and nothing while nothing changes."""

    def __init__(
        self,
        presenter: Presenter,
        canvas: GraphCanvas,
        trainer: Trainer,
        intents: Intents,
        clock: FrameClock,
    ) -> None:
        self._presenter = presenter
        self._canvas = canvas
        self._trainer = trainer
        self._intents = intents
        self._clock = clock
        self._pulse = LivePulse()
        self._pulses = self._single = self._reduced_motion = False
        self._chosen: dict[int, int] = {}
        self._spec: NetworkSpec | None = None
        self._now = self._next_frame = 0.0
        self._moves = False
        self._moment: StoryMoment | None = None
        self._layout: Layout | None = None
        self._steps_per_second: float | None = None
        self._newest: Snapshot | None = None

    def show_pulses(self, shown: bool) -> None:
        """Whether training is seen as pulses."""
        self._pulses = shown
        self._pulse.forget()
        self._presenter.touch()

    def show_single(self, shown: bool) -> None:
        """Whether only the connections to one neuron in each layer are drawn."""
        self._single = shown
        self._chosen = {}
        self._presenter.touch()

    def replay(self) -> bool:
        """The sweep of the last step once more, at leisure; False where there is none to show."""
        presenter = self._presenter
        if presenter.training or presenter.playback.travelling or not self._pulse.again():
            return False
        self._steps_per_second = ONE_STEP
        presenter.touch()
        return True

    def reduce_motion(self, reduced: bool) -> None:
        """Whether nothing may run over the network."""
        self._reduced_motion = reduced
        self._presenter.touch()

    def leave(self) -> None:
        """Something else lies over the network now."""
        self._pulse.forget()
        self._moves = False
        self._clock.keep_running("pulses", False)

    @property
    def sweeps(self) -> bool:
        """Whether a sweep is on its way over the network."""
        return self._moves

    @property
    def pace(self) -> Pace:
        """How a sweep is drawn."""
        return pace_of(self._steps_per_second)

    @property
    def told_snapshot(self) -> Snapshot | None:
        """The network as it was after the step that the newest sweep leads to; None while there is none."""
        return self._pulse.told_snapshot if self._moves else None

    @property
    def told_span(self) -> tuple[int, int] | None:
        """From which step to which the newest sweep leads; None while there is none."""
        return self._pulse.told_span if self._moves else None

    @property
    def single(self) -> bool:
        """Whether only the connections to one neuron in each layer are drawn."""
        return self._single

    # ---- what the presenter asks

    @property
    def picture_every(self) -> float:
        """At full speed one picture shows the newest network and its arrows, so that neither costs twice."""
        fast = self._presenter.training and pace_of(self._steps_per_second) == "accumulated"
        small = self._presenter.surfaces.now is not None
        often = WITH_SURFACES if small else BESIDE_TRAINING
        return 1 / often if self._moves and fast and self._canvas.software else 0.0

    @property
    def shows_own_weights(self) -> bool:
        """Over changes nothing is drawn."""
        return False

    @property
    def told_step(self) -> int | None:
        """Where the newest sweep leads."""
        return self._pulse.told_step if self._moves else None

    def advance(self, now: float, elapsed: float) -> bool:
        """Pulses move on their own where no snapshot comes."""
        self._now = now
        return self._moves and now >= self._next_frame - 0.004

    def over(self, scene: Scene) -> Scene:
        """Pulses, or the connections to one neuron a layer; what a click has kept goes first."""
        picks = self._picks(scene) if self._single else None
        moment = self._pulse_moment(scene, picks)
        self._moment, self._moves = moment, moment is not None
        self._clock.keep_running("pulses", self._moves)
        if self._presenter.explorer.kept is not None and not self._single:
            return scene
        if moment is None and picks is not None:
            moment = _without_words(single_moment(scene, picks))
        # What the pointer is on keeps its ring.
        return scene if moment is None else replace(story_scene(scene, moment), focus=scene.focus)

    def on_screen(self) -> None:
        """The sentence below the network waits by itself."""

    def take(self, focus: Focus | None) -> bool:
        """A click on a neuron also makes it the one whose connections are drawn."""
        if self._single and focus is None:
            self._chosen = {}
        elif self._single and focus is not None and focus.column > 0:
            self._chosen[focus.column] = focus.index
        return False

    # ---- inside

    def _follow(self, snapshot: Snapshot) -> None:
        """What sweeps are timed by: the pace; but a single step is shown at leisure, whatever the pace is."""
        last, self._newest = self._newest, snapshot
        if self._presenter.training:
            self._steps_per_second = self._intents.pace
        elif last is not None and snapshot.step == last.step + 1:
            self._steps_per_second = ONE_STEP
        self._pulse.offer(snapshot)

    def _pulse_moment(self, scene: Scene, picks: tuple[int, ...] | None) -> StoryMoment | None:
        snapshot = self._presenter.snapshot
        # Where the lines are changes already, there is nothing to add; nor to a step that is past.
        if self._presenter.playback.travelling:
            return None
        if not self._pulses or self._reduced_motion or snapshot is None or "change" in scene.views:
            return None
        if self.picture_every and self._now < self._next_frame - 0.004 and self._layout is scene.layout:
            return self._moment
        self._follow(snapshot)
        config = self._trainer.status.config
        self._next_frame = self._now + max(self.picture_every, 1 / self._canvas.max_fps)
        self._layout = scene.layout
        moment = self._pulse.moment(self._now, self._steps_per_second, scene, config, picks)
        return None if moment is None else _without_words(moment)

    def _picks(self, scene: Scene) -> tuple[int, ...]:
        """The answer, then backwards from it what adds most to the next; what was clicked stays."""
        if scene.spec is not self._spec:
            self._spec, self._chosen = scene.spec, {}
        output = self._chosen.get(scene.spec.n_layers, scene.answer or 0)
        found = list(chain(scene.spec, scene.weights, self._presenter.forward, output))
        for column, index in self._chosen.items():
            found[column] = index
        return tuple(found)


def _without_words(moment: StoryMoment) -> StoryMoment:
    """The sentence below the network says it: one caption at a time."""
    return replace(moment, heading="", title="", notes=())
