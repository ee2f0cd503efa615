"""The room "Explain a step": which story is told, on which digit, and what of it is made real."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from netviz.app.main_window import MainWindow
from netviz.app.networks import Networks
from netviz.app.paper import Paper
from netviz.app.presenter import Presenter
from netviz.data.digits import Digits
from netviz.network.network import Network
from netviz.panels.story_panel import MANY
from netviz.rendering.arrows.wants import loss_texts
from netviz.training.backprop import STORY_RATE, TraceError
from netviz.training.jobs import Progress
from netviz.training.rehearsal import teach
from netviz.training.snapshot import Snapshot
from netviz.training.trainer import Trainer
from netviz.viewmodels.clock import FrameClock
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.probe import Example
from netviz.viewmodels.scene import Focus, Layout, Scene
from netviz.viewmodels.story.player import Player
from netviz.viewmodels.story.prepare import prepare
from netviz.viewmodels.story.single import only_single
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import Story, placed, recentred, shaded, story_scene, told_like
from netviz.viewmodels.story.words import SATURATED

ONCE: Final = "applied step"
MANY_TIMES: Final = f"{MANY} applied steps"
NOW: Final = 1  # the stage that shows where each output is


@dataclass(frozen=True, eq=False)
class Wanted:
    """What a story is to be told on."""

    snapshot: Snapshot
    example: Example
    label: int
    rate: float

    @property
    def key(self) -> tuple[object, ...]:
        """Equal where the same story would be told."""
        return (self.snapshot.identity, self.example.id, self.label, self.rate)


@dataclass(frozen=True, eq=False)
class Taught:
    """The last Apply: how many steps, the loss before them, and the parameters that they led to."""

    steps: int
    loss_before: float
    after: NDArray[np.float32]

    def still_stands(self, story: Story) -> bool:
        """Whether a story is told on exactly these parameters."""
        return np.array_equal(story.trace.parameters, self.after)


class StoryRoom(QObject):
    """An overlay while it is open. Stories are prepared on the job thread; the newest wish wins.

    A story tells of one network. After Apply the network is the one that its step leads to: the telling goes
    on with what comes after the step, and a story on the new network (`present`) takes its place as soon as
    one goes back.
    """

    told = Signal()  # another story is on screen, or none

    def __init__(
        self,
        window: MainWindow,
        presenter: Presenter,
        trainer: Trainer,
        paper: Paper,
        networks: Networks,
        stack: QUndoStack,
        clock: FrameClock,
        bridge: JobBridge,
    ) -> None:
        super().__init__()
        self._window = window
        self._presenter = presenter
        self._trainer = trainer
        self._paper = paper
        self._networks = networks
        self._stack = stack
        self._clock = clock
        self._bridge = bridge
        self._digits: Digits | None = None
        self._given: tuple[Example, int] | None = None  # what the person said that a digit is
        self._rate = STORY_RATE
        self._single = False
        self._reduced_motion = False
        self._asked: tuple[object, ...] | None = None
        self._wanted: Wanted | None = None
        self._present: Story | None = None
        self._player: Player | None = None
        self._moment: StoryMoment | None = None
        self._made_real = False  # the step of the story on screen was applied
        self._ground: Scene | None = None  # what the story on screen is drawn over
        self._taught: Taught | None = None
        self._applying = False
        self._apply_next = 0
        self._next_frame = self._passed = 0.0
        self._was_moving = False
        panel, bar = window.story_panel, window.story_bar
        bar.next_clicked.connect(self.next)
        bar.back_clicked.connect(self.back)
        bar.replay_clicked.connect(self.replay)
        bar.play_toggled.connect(lambda _on: self.play())
        bar.scrubbed.connect(self._scrub)
        bar.shares_toggled.connect(self._show_shares)
        panel.apply_clicked.connect(self.apply)
        panel.undo_clicked.connect(stack.undo)
        panel.label_chosen.connect(self._label_chosen)
        panel.rate_chosen.connect(self._rate_chosen)
        window.question.label_chosen.connect(self._label_chosen)
        stack.indexChanged.connect(self._show_what_can_be_done)

    @property
    def player(self) -> Player | None:
        """What is told now; None while nothing can be."""
        return self._player

    def provide(self, training: Digits) -> None:
        """The training digits are there: mini-batches are drawn from them."""
        self._digits = training
        self._presenter.touch()

    def leave(self) -> None:
        """Something else is shown now; the story waits where it is."""
        if self._player is not None:
            self._player.pause()
        self._clock.keep_running("story", False)

    def show_single(self, shown: bool) -> None:
        """Whether only the connections to one neuron in each layer are drawn."""
        self._single = shown
        self._presenter.touch()

    def reduce_motion(self, reduced: bool) -> None:
        """Whether stages appear as they end."""
        self._reduced_motion = reduced
        if self._player is not None:
            self._player.reduced_motion = reduced

    # ---- ways through the story

    def next(self) -> None:
        """Finish what moves, or go on to the next stage."""
        if self._player is not None:
            self._player.next()
            self._moved()

    def back(self) -> None:
        """To the end of the stage before."""
        if self._player is not None:
            self._player.back()
            self._moved()

    def replay(self) -> None:
        """This stage once more."""
        if self._player is not None:
            self._player.replay()
            self._moved()

    def play(self) -> None:
        """Go on by itself, or stand still."""
        if self._player is not None:
            if self._player.playing_on:
                self._player.pause()
            else:
                if self._player.phase >= self._player.stage + REST and not self._player.at_end:
                    # It was read already.
                    self._player.next()
                self._player.play()
            self._moved()

    def _scrub(self, phase: float) -> None:
        if self._player is not None:
            self._player.scrub(phase)
            self._moved()

    def _show_shares(self, shown: bool) -> None:
        if self._player is not None:
            self._player.show_shares(shown)
            self._moved()

    def _moved(self) -> None:
        self._catch_up()
        self._was_moving = False
        self._presenter.touch()

    # ---- what the person says

    def _label_chosen(self, label: int) -> None:
        self._given = (self._paper.example(), label)
        self._window.canvas.setFocus()
        self._presenter.touch()

    def _rate_chosen(self, rate: float) -> None:
        self._rate = rate
        self._presenter.touch()

    def _label(self, example: Example) -> int | None:
        """What the digit is: as its data set has it, or as the person said. More ink does not change it."""
        if self._given is not None:
            of, label = self._given
            if of.id == example.id or (of.source == example.source == "pad"):
                return label
            self._given = None
        return example.label

    # ---- applying

    @property
    def can_apply(self) -> bool:
        """Whether the story on screen is that of the network as it is, or follows on from it."""
        return self._player is not None and self._present is not None and self._is_current()

    def apply(self, steps: int = 1) -> None:
        """Make the told step real; or many such steps, each with its own gradient."""
        story, player = self._present, self._player
        if story is None or player is None or not self.can_apply:
            return
        if self._applying:
            self._apply_next = steps
            return
        self._applying = True
        if player.story.trace is not story.trace:
            self._show(story)
        if steps == 1:
            self._apply_once(story, player)
        else:
            self._apply_many(story, steps)

    def _apply_once(self, story: Story, player: Player) -> None:
        self._put(ONCE, story, 1, np.asarray(story.trace.parameters_after, np.float32))
        self._made_real = True
        self._ground = self._presenter.scene
        player.scrub(_step_stage(story) - 1 + REST)
        player.next()
        self._moved()

    def _apply_many(self, story: Story, steps: int) -> None:
        trace = story.trace

        def work(_progress: Progress) -> NDArray[np.float32]:
            return teach(trace.spec, trace.parameters, trace.pixels, trace.label, trace.rate, steps)

        self._bridge.submit("teach", work, lambda after: self._put(MANY_TIMES, story, steps, after))

    def _put(self, words: str, story: Story, steps: int, after: NDArray[np.float32]) -> None:
        last, loss = self._taught, story.trace.loss_before
        if last is not None and last.still_stands(story):
            steps, loss = steps + last.steps, last.loss_before
        self._taught = Taught(steps, loss, after)
        self._networks.teach(words, np.asarray(story.trace.parameters, np.float32), after)

    def _show_what_can_be_done(self) -> None:
        undo = self._stack.canUndo() and self._stack.undoText() in (ONCE, MANY_TIMES)
        self._window.story_panel.set_can(apply=self.can_apply, undo=undo)

    # ---- what the presenter asks

    @property
    def picture_every(self) -> float:
        """Nothing trains here."""
        return 0.0

    def advance(self, now: float, elapsed: float) -> bool:
        """Let the story move, as often as the canvas draws."""
        player = self._player
        if player is None or not player.moving:
            self._was_moving = False
            self._clock.keep_running("story", False)
            return False
        self._passed = self._passed + elapsed if self._was_moving else 0.0
        if self._was_moving and now < self._next_frame - 0.004:
            return False
        self._was_moving = True
        self._next_frame = now + 1 / self._window.canvas.max_fps
        passed, self._passed = self._passed, 0.0
        return player.advance(passed)

    def over(self, scene: Scene) -> Scene:
        """The network at the story's moment; as it is while there is no story to tell on it."""
        self._follow(scene)
        player = self._player
        if player is None or player.story.spec.sizes != scene.spec.sizes:
            self._clock.keep_running("story", False)
            return scene
        story = player.story
        shades = self._presenter.shades
        if story.layout is not scene.layout:
            story = placed(story, scene.layout)
        if shades is not None and story.shade_reference != shades and len(shades) == len(scene.spec.sizes):
            story = shaded(story, shades)
        if story is not player.story:
            player.redraw(story)
        moment = player.moment()
        if self._single:
            moment = only_single(scene, moment, story.picks)
        self._show_moment(player, moment)
        self._clock.keep_running("story", player.moving)
        return story_scene(self._ground_for(scene), moment)

    def _ground_for(self, scene: Scene) -> Scene:
        """The network on screen; after Apply still the one that the story is told on."""
        kept = self._ground
        if (
            kept is None
            or not self._made_real
            or (kept.layout, kept.palette) != (scene.layout, scene.palette)
        ):
            self._ground = scene
        assert self._ground is not None
        return self._ground

    def take(self, focus: Focus | None) -> bool:
        """A click on a neuron or an edge: the story is told on it."""
        player = self._player
        if player is not None:
            moved = recentred(player.story, focus)
            if moved.picks != player.story.picks or moved.edge != player.story.edge:
                player.tell(moved, keep_place=True)
                self._moved()
        return True

    # ---- which story

    def _follow(self, scene: Scene) -> None:
        """Ask for the story of what is there now, or say what is missing."""
        wanted = self._what_is_there(scene)
        if wanted is None:
            if self._player is not None or self._asked is not None:
                self._player = self._present = self._wanted = self._asked = None
                self._made_real, self._taught = False, None
                self._window.story_panel.show_nothing()
                self.told.emit()
                self._show_what_can_be_done()
            return
        if wanted.key != self._asked and not self._presenter.training:
            self._asked = wanted.key
            if self._player is None:
                self._say("", "The story is being prepared …")
            self._ask(wanted, scene)

    def _what_is_there(self, scene: Scene) -> Wanted | None:
        window, snapshot = self._window, self._presenter.snapshot
        example = self._paper.example()
        label = self._label(example)
        window.story_panel.show_label(label)
        if snapshot is None or self._digits is None:
            self._say("One moment", "The digits are still being read.")
            return None
        if example.empty:
            self._say(
                "Draw a digit, or pick one", "Then see what one step of training on it does to every weight."
            )
            return None
        if label is None:
            window.question.ask(scene.output_labels)
            window.show_question(True)
            return None
        return Wanted(snapshot, example, label, self._rate)

    def _say(self, title: str, words: str) -> None:
        self._window.question.say(title, words)
        self._window.show_question(True)

    def _ask(self, wanted: Wanted, scene: Scene) -> None:
        digits, shades, layout = self._digits, self._presenter.shades, scene.layout
        seed = self._trainer.status.config.seed
        assert digits is not None

        def work(_progress: Progress) -> Story:
            return _prepared(wanted, digits, layout, shades, seed)

        def done(story: Story) -> None:
            if wanted.key == self._asked:
                self._arrived(wanted, story)

        self._bridge.submit("story", work, done, self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, TraceError):
            raise error
        self._player = self._present = None
        self._say("No story can be told here", str(error))
        self._show_what_can_be_done()

    def _arrived(self, wanted: Wanted, story: Story) -> None:
        last, self._wanted = self._wanted, wanted
        self._present, self._applying = story, False
        same_digit = last is not None and (last.example.id, last.label) == (wanted.example.id, wanted.label)
        if self._taught is not None and not (same_digit and self._taught.still_stands(story)):
            self._taught = None
        if self._player is None or not same_digit:
            self._begin(story)
        elif not self._follows_on():
            moved_on = last is not None and last.snapshot.identity != wanted.snapshot.identity
            self._show(story, now=moved_on)
        self._say_what_was_taught()
        self._window.show_question(False)
        self._show_what_can_be_done()
        self._presenter.touch()
        if self._apply_next:
            steps, self._apply_next = self._apply_next, 0
            self.apply(steps)

    def _begin(self, story: Story) -> None:
        """From the beginning."""
        self._made_real = False
        self._player = Player(story)
        self._player.reduced_motion = self._reduced_motion
        self._player.replay()
        self._was_moving = False
        self._show_titles()

    def _show(self, story: Story, *, now: bool = False) -> None:
        """This one instead of the one on screen, at the same stage.

        `now`: the network has moved on; one that looks at a step sees first where the outputs are now.
        """
        player = self._player
        assert player is not None
        many = self._taught is not None and self._taught.steps > 1
        to_now = now and (many or player.stage >= _step_stage(player.story))
        self._made_real = False
        player.tell(told_like(story, player.story), keep_place=True)
        if to_now:
            player.scrub(NOW + REST)
        self._show_titles()

    def _show_titles(self) -> None:
        assert self._player is not None
        self._window.story_bar.set_stages(self._player.titles)
        self._window.story_legend.set_layers(self._player.story.last)
        self.told.emit()

    def _is_current(self) -> bool:
        """Whether `present` was prepared on the network as it is."""
        snapshot = self._presenter.snapshot
        return (
            self._wanted is not None
            and snapshot is not None
            and (self._wanted.snapshot.identity == snapshot.identity)
        )

    def _follows_on(self) -> bool:
        """Whether the story on screen tells of the step that led to the network as it is."""
        player, present = self._player, self._present
        if player is None or present is None or not self._made_real:
            return False
        return player.stage >= _step_stage(player.story) and np.array_equal(
            player.story.trace.parameters_after, present.trace.parameters
        )

    def _catch_up(self) -> None:
        """Back before a step that was applied, the story is that of the network as it is now."""
        player, present = self._player, self._present
        if player is None or present is None or not self._is_current():
            return
        stale = player.story.trace is not present.trace
        if stale and self._made_real and not self._follows_on():
            self._show(present)

    def _say_what_was_taught(self) -> None:
        text = ""
        if self._taught is not None and self._present is not None:
            steps = self._taught.steps
            did = "1 step" if steps == 1 else f"{steps} steps"
            before, after = loss_texts((self._taught.loss_before, self._present.trace.loss_before))
            text = f"{did} applied: loss {before} → {after}"
        self._window.story_panel.show_taught(text)

    # ---- showing

    def _show_moment(self, player: Player, moment: StoryMoment) -> None:
        window = self._window
        window.show_question(False)
        if moment is not self._moment:
            self._moment = moment
            own = float(player.story.trace.before.a[-1][player.story.trace.label])
            window.story_panel.show_moment(moment, little_left=own > SATURATED)
            window.story_bar.show_moment(moment)
        window.story_bar.show_place(
            player.phase,
            playing=player.playing_on,
            at_start=player.at_start,
            at_end=player.at_end,
            can_show_shares=player.can_show_shares,
            shows_shares=player.shows_shares,
        )


def _step_stage(story: Story) -> int:
    """The stage that makes the step."""
    return next(k for k, stage in enumerate(story.stages) if stage.kind == "step")


def _prepared(
    wanted: Wanted, digits: Digits, layout: Layout, shades: tuple[float, ...] | None, seed: int
) -> Story:
    snapshot = wanted.snapshot
    step: int | None = snapshot.step
    if step == 0 and not _is_untrained(snapshot, seed):
        step = None
    return prepare(
        snapshot,
        wanted.example.pixels,
        wanted.label,
        layout,
        shades,
        images=digits.images,
        labels=digits.labels,
        seed=snapshot.step,
        rate=wanted.rate,
        step=step,
    )


def _is_untrained(snapshot: Snapshot, seed: int) -> bool:
    """Whether its weights are still those that it began with: steps on one example are not counted."""
    fresh = Network(snapshot.spec)
    fresh.initialise(seed)
    return np.array_equal(fresh.parameters, snapshot.parameters)
