"""What the window says of the story's moment: card, bar and legend, and the answer beside the pad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF

from netviz.app.window.main_window import MainWindow
from netviz.panels.explain.story_panel import Offers
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.story.player import Player
from netviz.viewmodels.story.signs import signs_of
from netviz.viewmodels.story.story import Story
from netviz.viewmodels.story.words.training_words import loss_falls

IT_READS: Final = "It reads"
UNTRAINED_READS: Final = "Untrained:"
IT_WILL_READ: Final = "It then reads"  # after a step that is told, not made
AROUND: Final = (-76.0, -30.0, 34.0, 30.0)  # units: with a neuron its ring, its wish and the wish's number


@dataclass(frozen=True, eq=False)
class _Told:
    """A moment and all that is said with it: the words change with the frame that shows it."""

    moment: StoryMoment
    notes: tuple[str, ...]
    offers: Offers
    phase: float
    playing: bool
    at_start: bool
    at_end: bool
    can_show_shares: bool
    shows_shares: bool
    own: tuple[float, float] | None  # where the neuron is that the stage is told on


class StoryPage:
    """Tells the panels what is new."""

    def __init__(self, window: MainWindow) -> None:
        self._panel, self._bar, self._legend = window.story_panel, window.story_bar, window.story.legend
        self._answer = window.answer
        self._window = window
        self._in_sight: int | None = None  # the stage whose neuron was brought into sight
        self._moment: StoryMoment | None = None
        self._waits: _Told | None = None  # for the frame that shows it
        self._made: bool | None = None  # whether the step was; None: the answer is not the story's
        self.untrained = False  # it is told on untrained weights instead of the network's own

    def begin(self, player: Player) -> None:
        """Another story is told, or the same about other neurons."""
        self._bar.set_stages(player.titles, player.told)
        self._legend.set_layers(player.story.last)

    def show(self, player: Player, moment: StoryMoment, notes: tuple[str, ...]) -> None:
        """This is the moment, what the picture leaves out, and the ways on from it, from `on_screen` on."""
        self._waits = _Told(
            moment,
            notes,
            self._offers(player.story, moment),
            player.phase,
            player.playing_on,
            player.at_start,
            player.at_end,
            player.can_show_shares,
            player.shows_shares,
            _own_neuron(player.story, moment.stage),
        )

    def on_screen(self) -> None:
        """The picture of the moment is: so are its words."""
        told, self._waits = self._waits, None
        if told is None:
            return
        self._panel.show_notes(told.notes)
        self._legend.show_signs(signs_of(told.moment))
        if told.moment.stage != self._in_sight:
            self._in_sight = told.moment.stage
            self._bring_into_sight(told.own)
        if told.moment is not self._moment:
            self._moment = told.moment
            self._panel.show_moment(told.moment, told.offers)
            self._bar.show_moment(told.moment)
        self._bar.show_place(
            told.phase,
            playing=told.playing,
            at_start=told.at_start,
            at_end=told.at_end,
            can_show_shares=told.can_show_shares,
            shows_shares=told.shows_shares,
        )
        self._show_answer()

    def _bring_into_sight(self, neuron: tuple[float, float] | None) -> None:
        """Where the page scrolls, nobody has to look for what the sentence is about."""
        if neuron is not None:
            x, y = self._window.canvas.camera.to_screen(*neuron)
            self._window.bring_into_sight(QRectF(x, y, 0, 0).adjusted(*AROUND))

    def _offers(self, story: Story, moment: StoryMoment) -> Offers:
        """What else could be told, where there is more to see."""
        told_again, little = self.untrained, story.little_left
        untrained = not told_again and (little or not loss_falls(story))
        rate = None
        if moment.follows_step and moment.curve is None and story.smaller is not None:
            rate = story.smaller[0]
        return Offers(misread=little, untrained=untrained, back=told_again, rate=rate)

    def show_nothing(self) -> None:
        """There is no story."""
        self._moment = self._waits = None
        self._panel.show_nothing()

    def answer(self, *, made: bool) -> None:
        """What the network reads at this moment; `made`: the step was, and is not only told."""
        self._made = made
        if self._waits is None:
            self._show_answer()

    def answer_as_it_is(self) -> None:
        """What it reads outside of the story."""
        self._made = self._in_sight = None
        self._show_answer()

    def _show_answer(self) -> None:
        moment, made = self._moment, self._made
        if made is None or moment is None or moment.probability is None or not moment.probability.size:
            self._answer.show_told(None)
            return
        title = UNTRAINED_READS if self.untrained else IT_READS
        if moment.follows_step and not made:
            title = IT_WILL_READ
        self._answer.show_told(moment.probability if moment.read is None else moment.read, title)


def _own_neuron(story: Story, number: int) -> tuple[float, float] | None:
    """Where the neuron stands that a stage is told on, in units of the page; None of the whole network's."""
    stage = story.stages[number]
    pick = story.picks[stage.column]
    if stage.kind not in ("output", "weights", "wish", "layer") or pick is None:
        return None
    x, y = story.layout.xy[story.spec.neuron_slices[stage.column].start + pick].tolist()
    return x, y
