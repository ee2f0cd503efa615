"""The room "Explain a step": the story on screen, the ways through it, and Apply."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from netviz.app.explain.applied import AppliedStep
from netviz.app.explain.bookmark import Bookmark, place_in
from netviz.app.explain.pace import StoryPace
from netviz.app.explain.page import StoryPage
from netviz.app.explain.reasons import why_not
from netviz.app.explain.source import Prepared, StorySource
from netviz.app.explain.teaching import Teaching
from netviz.app.screen.presenter import Presenter
from netviz.app.window.main_window import MainWindow
from netviz.viewmodels.playing.clock import FrameClock
from netviz.viewmodels.probe import Right
from netviz.viewmodels.scene import Focus, Scene
from netviz.viewmodels.story.arrows.single import only_single
from netviz.viewmodels.story.place import StoryPlace
from netviz.viewmodels.story.player import Player
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import Story, as_seen, recentred, story_scene, told_like

NOW: Final = 1  # the stage that shows where each output is
PREVIEW: Final = "A preview: Apply makes this step real."


class StoryRoom(QObject):
    """An overlay while it is open.

    A story tells of one network. After Apply the network is the one that its step leads to: the telling goes
    on with what comes after the step, and a story on the new network takes its place as soon as one goes
    back.
    """

    # Told to the presenter: nothing trains here, and the weights are those before and after its step.
    picture_every = 0.0
    shows_own_weights = True
    told_step: int | None = None

    moved = Signal()  # to another place in the story
    story_changed = Signal()  # another story is on screen, or none

    def __init__(
        self,
        window: MainWindow,
        presenter: Presenter,
        source: StorySource,
        teaching: Teaching,
        stack: QUndoStack,
        clock: FrameClock,
    ) -> None:
        super().__init__()
        self._window = window
        self._presenter = presenter
        self._source = source
        self._teaching = teaching
        self._clock = clock
        self._pace = StoryPace(window.canvas)
        self._page = StoryPage(window)
        self._single = self._reduced_motion = False
        self._present: Prepared | None = None  # of the network as it is, or as it was a moment ago
        self._player: Player | None = None
        self._applied = AppliedStep()
        self._apply_next = 0
        self._is_open = False
        self._bookmark = Bookmark()
        source.arrived.connect(self._arrived)
        source.lost.connect(self._lost)
        source.paper_changed.connect(self._answer)
        panel, bar = window.story_panel, window.story_bar
        bar.next_clicked.connect(self.next)
        bar.back_clicked.connect(self.back)
        bar.replay_clicked.connect(self.replay)
        bar.play_toggled.connect(lambda _on: self.play())
        bar.scrubbed.connect(self._scrub)
        bar.shares_toggled.connect(self._show_shares)
        panel.apply_clicked.connect(self.apply)
        panel.undo_clicked.connect(stack.undo)
        stack.indexChanged.connect(self._show_what_can_be_done)
        teaching.measured.connect(self._show_taught)

    @property
    def player(self) -> Player | None:
        """What is told now; None while nothing can be."""
        return self._player

    def story_here(self) -> tuple[Right, Callable[[], Story]] | None:
        """The label of what is on screen, and what makes its story, on any thread: the one that is told in
        this room, or else that of the network and of the digit that stand there now.

        None where the digit has no label, or where there is none.
        """
        player, present, wanted = self._player, self._present, self._source.here
        if wanted is None:
            return None
        if self._is_open and player and present and present.wanted.key == wanted.key:
            story = player.story
            return wanted.label, lambda: story
        return wanted.label, self._source.maker(wanted)

    def place(self, *, is_open: bool) -> StoryPlace:
        """Where one is, to go on there another time."""
        return place_in(self._player, self._source.label, is_open=is_open)

    def go_to(self, place: StoryPlace) -> None:
        """Go on there with the drawing on the pad, at once or as soon as its story can be told."""
        source, player, present = self._source, self._player, self._present
        told = player is not None and present is not None and source.on_paper(present)
        stays = place.label is None or place.label == source.label
        self._bookmark.put(source.sheet, place)
        if place.label is not None:
            source.give_label(place.label)
        if told and stays and player is not None and self._bookmark.use(source.sheet, player):
            self._moved()

    def enter(self) -> None:
        """It is opened: what was told on a network that is no more is not shown for a moment."""
        self._is_open = True
        player, present = self._player, self._present
        if player is None or present is None:
            return
        if not self._source.on_paper(present):
            self._source.forget()
        elif self._presenter.training or not present.is_about(self._presenter.snapshot):
            place = self.place(is_open=True)
            if player.stage >= player.story.step_stage:
                place = replace(place, stage=NOW)
            self._source.forget()
            self._bookmark.put(self._source.sheet, place)

    @property
    def is_open(self) -> bool:
        """Whether the story is what is on screen."""
        return self._is_open

    def leave(self) -> None:
        """Something else is shown now; the story waits where it is."""
        self._is_open = False
        self._source.tell_own()
        if self._player is not None:
            self._player.pause()
        self._page.answer_as_it_is()
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
        player = self._player
        if player is None:
            return
        if player.playing_on:
            player.pause()
        else:
            if player.phase >= player.stage + REST and not player.at_end:
                # It was read already.
                player.next()
            player.play()
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
        self.moved.emit()
        self._catch_up()
        self._pace.begin()
        self._presenter.touch()

    # ---- applying

    @property
    def can_apply(self) -> bool:
        """Whether there is a story of the network as it is, and not of a step that is past."""
        if self._presenter.playback.travelling:
            return False
        return self._present is not None and self._present.is_about(self._presenter.snapshot)

    def apply(self, steps: int = 1) -> None:
        """Make the told step real; or many such steps."""
        present, player = self._present, self._player
        if present is None or player is None or not self.can_apply:
            return
        if self._teaching.busy:
            self._apply_next = steps
            return
        if player.story.trace is not present.story.trace:
            self._show(present)
        self._teaching.teach(present, steps)
        if steps > 1:
            return
        self._applied.make(self._presenter.scene)
        player.scrub(player.story.step_stage - 1 + REST)
        player.next()
        self._moved()

    def _show_taught(self) -> None:
        if self._present is not None:
            self._window.story_panel.show_taught(self._teaching.words(self._present.story))

    def _show_what_can_be_done(self) -> None:
        self._window.story_panel.set_can(
            apply=self.can_apply, undo=self._teaching.can_undo, why=why_not(self._presenter, self._present)
        )

    # ---- what the presenter asks

    def advance(self, now: float, elapsed: float) -> bool:
        """Let the story move, as often as the canvas draws."""
        player = self._player
        moving = player is not None and player.moving
        if not moving:
            self._clock.keep_running("story", False)
        passed = self._pace.frame(now, elapsed, moving=moving)
        return player is not None and passed is not None and player.advance(passed)

    def over(self, scene: Scene) -> Scene:
        """The network at the story's moment; as it is while there is no story to tell on it."""
        self._source.follow(scene)
        player = self._player
        if player is None or player.story.spec.sizes != scene.spec.sizes:
            self._clock.keep_running("story", False)
            return scene
        self._place(player, scene)
        moment = player.moment()
        if self._single:
            moment = only_single(scene, moment, player.story.picks)
        first = None if self._present is None else self._present.wanted.first
        self._page.untrained = first is not None
        notes = moment.notes
        if first is not None:
            notes = (*notes, first.words)
        elif moment.follows_step and moment.stage == player.story.step_stage and not self._applied.made:
            notes = (*notes, PREVIEW)
        self._page.show(player, moment, notes)
        self._answer()
        moment = replace(moment, key=(*moment.key, notes), notes=notes, notes_beside=True)
        self._clock.keep_running("story", player.moving)
        ground = self._applied.ground_for(scene)
        if ground is not scene and moment.weight_share == 1 and self._follows_on():
            # The step was made: these are the weights of the network as it is, whose edges stay as they are.
            ground, moment = scene, replace(moment, weights=scene.weights)
        return story_scene(ground, self._pace.paced(player.story, moment, moving=player.moving))

    def on_screen(self) -> None:
        """The picture of the moment is: so are its words."""
        self._page.on_screen()

    def take(self, focus: Focus | None) -> bool:
        """A click on a neuron or an edge: the story is told on it; Esc closes the shares of a wish first."""
        player = self._player
        if player is not None and focus is None and player.shows_shares:
            self._show_shares(shown=False)
        elif player is not None:
            moved = recentred(player.story, focus)
            if (moved.picks, moved.edge) != (player.story.picks, player.story.edge):
                player.tell(moved, keep_place=True)
                self._show_titles(player)
                self._moved()
        return True

    def _place(self, player: Player, scene: Scene) -> None:
        """Bring the story onto the page and into the shades that the network has now."""
        # A story on untrained weights came with a scale of its own.
        own = self._present is not None and self._present.wanted.first is not None
        shades = None if own else self._presenter.shades_of(scene.spec)
        seen = as_seen(player.story, scene.layout, shades)
        if seen is not player.story:
            player.redraw(seen)

    # ---- which story

    def _arrived(self, prepared: Prepared) -> None:
        last, self._present = self._present, prepared
        same_digit = prepared.same_digit(last)
        self._teaching.arrived(prepared.story, same_digit=same_digit)
        if self._player is None or not same_digit:
            self._begin(prepared)
        elif not self._follows_on():
            assert last is not None
            self._show(prepared, moved_on=not prepared.is_about(last.wanted.snapshot))
        self._show_taught()
        self._show_what_can_be_done()
        self._presenter.touch()
        if self._apply_next:
            steps, self._apply_next = self._apply_next, 0
            self.apply(steps)

    def _lost(self) -> None:
        self._player = self._present = None
        self._applied.forget()
        self._apply_next = 0
        self._page.show_nothing()
        self._answer()
        self._show_what_can_be_done()
        self.story_changed.emit()

    def _begin(self, prepared: Prepared) -> None:
        """From the beginning."""
        self._applied.forget()
        self._player = Player(prepared.story, prepared.overview)
        self._player.reduced_motion = self._reduced_motion
        if not self._bookmark.use(self._source.sheet, self._player):
            self._player.replay()
        self._pace.begin()
        self._show_titles(self._player)

    def _show(self, prepared: Prepared, *, moved_on: bool = False) -> None:
        """This one instead of the one on screen, at the same stage.

        `moved_on`: the network has; whoever looks at a step sees first where the outputs are now.
        """
        player = self._player
        assert player is not None
        to_now = moved_on and (self._teaching.in_one_go or player.stage >= player.story.step_stage)
        self._applied.forget()
        story = told_like(prepared.story, player.story)
        player.tell(story, keep_place=True, told=prepared.overview if story is prepared.story else None)
        if to_now:
            player.scrub(NOW + REST)
        self._show_titles(player)

    def _show_titles(self, player: Player) -> None:
        self._page.begin(player)
        self.story_changed.emit()

    def _follows_on(self) -> bool:
        """Whether the story on screen tells of the step that led to the network as it is."""
        player, present = self._player, self._present
        if player is None or present is None or player.stage < player.story.step_stage:
            return False
        return self._applied.led_to(present.story.trace, player.story)

    def _catch_up(self) -> None:
        """Back before a step that was applied, the story is that of the network as it is now."""
        player, present = self._player, self._present
        if player is None or present is None or not present.is_about(self._presenter.snapshot):
            return
        stale = player.story.trace is not present.story.trace
        if stale and self._applied.made and not self._follows_on():
            self._show(present)

    def _answer(self) -> None:
        """What the story's moment makes of the digit; while one draws another, what the network does."""
        if self._present is not None and self._source.on_paper(self._present):
            self._page.answer(made=self._applied.made)
        else:
            self._page.answer_as_it_is()
