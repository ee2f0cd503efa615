"""Other points for the network that stands there: noisier, more, fewer, or some that one places oneself."""

from __future__ import annotations

from dataclasses import replace

from netviz.app.run.data import RunData
from netviz.app.window.banner import Banner
from netviz.panels.points.panel import PointPanel
from netviz.tasks.examples import Data, DataError
from netviz.tasks.maker import Maker
from netviz.tasks.recipe import Place, Recipe

ABOUT = "points"


class OwnPoints:
    """Ties the panel's tools to the run's data: each change is a data set, and a run of its own."""

    def __init__(self, maker: Maker, panel: PointPanel, data: RunData, banner: Banner) -> None:
        self._maker = maker
        self._panel = panel
        self._data = data
        self._banner = banner
        panel.tools.asked.connect(self._ask)
        panel.placed.connect(self._place)
        data.used.connect(self._show)

    def _show(self, data: Data) -> None:
        try:
            self._panel.tools.show_recipe(self._maker.read((data.name.unshuffled or data.name).how))
        except DataError:
            self._panel.tools.setEnabled(False)  # of a later version: they stay as they are

    def _place(self, places: list[Place]) -> None:
        recipe = self._panel.tools.recipe
        if recipe is None:
            return
        if self._maker.classes is not None:
            self._ask(recipe.with_own(*places))
            return
        # A function has one value at each place: what is drawn anew takes the place of what lay there.
        low, high = places[0][0], places[-1][0]
        others = tuple(place for place in recipe.own if not low <= place[0] <= high)
        self._ask(replace(recipe, count=0, own=others).with_own(*places))

    def _ask(self, recipe: Recipe) -> None:
        if not recipe.own and not recipe.count:
            recipe = replace(recipe, count=self._maker.usual.count)
        lacking = "" if recipe.count else self._maker.lacking(recipe.own)
        if lacking:
            self._banner.say(lacking, error=True, about=ABOUT)
            at_hand = self._data.at_hand
            if at_hand is not None:
                self._show(at_hand)
            return
        self._banner.withdraw(ABOUT)
        self._data.learn_from(self._maker.made(recipe), described(recipe))


def described(recipe: Recipe) -> str:
    """Which points, in a few words."""
    made, mine = f"{recipe.count:,} points with noise {recipe.noise:g}", f"{len(recipe.own):,}"
    if not recipe.own:
        return made
    return f"{made} and {mine} of your own" if recipe.count else f"{mine} points of your own"
