"""Where somebody goes on in a story once it can be told: after a file was opened, or training paused."""

from __future__ import annotations

from netviz.app.screen.paper import Sheet
from netviz.viewmodels.probe import Right
from netviz.viewmodels.story.place import StoryPlace
from netviz.viewmodels.story.player import Player
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import told_on


def place_in(player: Player | None, label: Right | None, *, is_open: bool) -> StoryPlace:
    """Where one is."""
    if player is None:
        return StoryPlace(label, is_open=is_open)
    return StoryPlace(label, player.stage, player.story.chosen, player.story.edge, is_open)


class Bookmark:
    """Holds one place, in the story of one drawing."""

    def __init__(self) -> None:
        self._kept: tuple[Sheet, StoryPlace] | None = None

    def put(self, sheet: Sheet, place: StoryPlace) -> None:
        """To go on there once this drawing is told."""
        self._kept = sheet, place

    def use(self, sheet: Sheet, player: Player) -> bool:
        """Bring a story of this drawing there; False where it is to begin from its beginning."""
        kept, self._kept = self._kept, None
        if kept is None or kept[0] is not sheet:
            return False
        place = kept[1].within(player.story.spec)
        story = told_on(player.story, place.chosen, place.edge)
        if story is not player.story:
            player.tell(story)
        player.scrub(place.stage + REST)
        return True
