"""Plays a story: which phase is shown now. Time comes from outside, so a test needs no clock."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Final

from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.story.arrows.shares import SHARES_SECONDS, shares_moment, tells_a_wish
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.stages import REST, Timeline, reading_time
from netviz.viewmodels.story.story import Story

_NEARLY: Final = 1e-6


@dataclass(frozen=True)
class Overview:
    """What each stage of a story is called, when it moves and rests, and all pairs of sentences that are said
    in it.
    """

    titles: tuple[str, ...]
    timeline: Timeline
    told: tuple[tuple[str, str], ...] = ()


def overview(story: Story) -> Overview:
    """Of all stages: as much work as a frame, for whatever thread has the time."""
    rests = [moment(story, number + REST) for number in range(len(story.stages))]
    holds = tuple(reading_time(f"{m.caption} {m.detail}") for m in rests)
    shares = [shares_moment(story, k, 1.0) for k in range(len(rests)) if tells_a_wish(story, k) is not None]
    said = tuple((m.caption, m.detail) for m in (*rests, *shares))
    return Overview(tuple(m.title for m in rests), Timeline(story.stages, holds), said)


class Player:
    """A story, its phase, and whether it moves.

    `next` plays one stage and waits for the person; `play` goes on by itself, with a rest after each stage
    that is long enough to read its caption. With `reduced_motion` stages appear as they end. `told`: the
    story's overview, where there is one already.
    """

    def __init__(self, story: Story, told: Overview | None = None) -> None:
        self.reduced_motion = False
        self._phase = REST
        self._until: float | None = None  # where to stop; None plays on to the end
        self._playing = False
        self._shares: float | None = None
        self._story = story
        self._overview = told or overview(story)

    @property
    def story(self) -> Story:
        """What is played."""
        return self._story

    @property
    def titles(self) -> tuple[str, ...]:
        """What each stage is called."""
        return self._overview.titles

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """All that is said in it: the sentence and the one with the numbers."""
        return self._overview.told

    @property
    def phase(self) -> float:
        """0 … number of stages."""
        return self._phase

    @property
    def stage(self) -> int:
        """The stage that the phase lies in."""
        return min(floor(self._phase), len(self._story.stages) - 1)

    @property
    def moving(self) -> bool:
        """Whether time changes the picture: the clock has to tick."""
        return self._playing or (self._shares is not None and self._shares < 1)

    @property
    def playing_on(self) -> bool:
        """Whether the story goes on by itself after this stage."""
        return self._playing and self._until is None

    @property
    def at_start(self) -> bool:
        """Whether there is nothing before."""
        return self.stage == 0

    @property
    def at_end(self) -> bool:
        """Whether the last stage has come to rest."""
        return self._phase >= len(self._story.stages) - 1 + REST - _NEARLY

    @property
    def can_show_shares(self) -> bool:
        """Whether this stage has a wish whose shares can be shown."""
        return tells_a_wish(self._story, self.stage) is not None

    @property
    def shows_shares(self) -> bool:
        """Whether the shares of a wish are on screen."""
        return self._shares is not None

    def moment(self) -> StoryMoment:
        """What to draw now."""
        if self._shares is not None:
            return shares_moment(self._story, self.stage, self._shares)
        return moment(self._story, self._phase)

    def tell(self, story: Story, *, keep_place: bool = False, told: Overview | None = None) -> None:
        """Another story, from its beginning; with `keep_place` at rest in the stage where the last one
        was.
        """
        stage = self.stage
        same_shape = len(story.stages) == len(self._story.stages)
        self._story = story
        self._overview = told or overview(story)
        self._shares = None
        if keep_place:
            self._playing = False
            self._phase = (stage if same_shape else min(stage, len(story.stages) - 1)) + REST
        else:
            self._begin(0, play_on=False)

    def redraw(self, story: Story) -> None:
        """The same story on another page or in other shades: it goes on where it is."""
        self._story = story

    def next(self) -> None:
        """Finish what moves; or go on to the next stage."""
        if self._shares is not None:
            self._shares = None
        elif self._playing and self._phase < self.stage + REST - _NEARLY:
            self._phase, self._playing = self.stage + REST, False
        elif not self.at_end:
            self._begin(self.stage + 1, play_on=False)

    def back(self) -> None:
        """To the end of the stage before."""
        if self._shares is not None:
            self._shares = None
            return
        self._phase, self._playing = max(self.stage - 1, 0) + REST, False

    def replay(self) -> None:
        """This stage once more."""
        if self._shares is not None:
            self._shares = 1.0 if self.reduced_motion else 0.0
            return
        self._begin(self.stage, play_on=False)

    def play(self) -> None:
        """On and on from here; from the beginning where the end was reached."""
        self._shares = None
        if self.at_end:
            self._begin(0, play_on=True)
        else:
            self._until, self._playing = None, True

    def pause(self) -> None:
        """Stand still."""
        self._playing = False

    def scrub(self, phase: float) -> None:
        """To this phase, and stand still there."""
        self._shares, self._playing = None, False
        self._phase = min(max(phase, 0.0), len(self._story.stages) - 1 + REST)

    def show_shares(self, shown: bool) -> None:
        """Show what the told wish is the sum of, or go back to the stage."""
        self._playing = False
        if shown and self.can_show_shares:
            self._shares = 1.0 if self.reduced_motion else 0.0
        else:
            self._shares = None
            self._phase = self.stage + REST

    def advance(self, seconds: float) -> bool:
        """Let time pass; True if the picture changes."""
        if self._shares is not None and self._shares < 1:
            self._shares = min(self._shares + seconds / SHARES_SECONDS, 1.0)
            return True
        if not self._playing:
            return False
        timeline = self._overview.timeline
        phase = timeline.phase(timeline.time(self._phase) + seconds)
        if self.reduced_motion:
            phase = max(phase, floor(phase) + REST)
        end = len(self._story.stages) - 1 + REST if self._until is None else self._until
        if phase >= end - _NEARLY:
            phase, self._playing = end, False
        changed = phase != self._phase
        self._phase = phase
        return changed

    def _begin(self, stage: int, *, play_on: bool) -> None:
        self._until = None if play_on else stage + REST
        self._phase = stage + (REST if self.reduced_motion else 0.0)
        self._playing = play_on or not self.reduced_motion
