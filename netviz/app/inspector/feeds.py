"""What is worked out for the tabs of the page "Look inside", each by a feed of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from netviz.app.inspector.operate.feed import OperateFeed
from netviz.app.inspector.seeks import SeeksFeed
from netviz.app.inspector.why import WhyFeed
from netviz.app.program.parts import Parts
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Data


class Feed(Protocol):
    """Made with its tab, which it tells of what it has found. Long work goes through `Turns`."""

    def provide(self, data: Data) -> None:
        """The run's examples are there."""

    def miss(self, data: DataName | None) -> None:
        """The run's own examples are not there; None where they are."""

    def follow(self, shown: Shown) -> None:
        """A tick while its tab is visible: each, also where nothing is new. It paces itself."""

    def leave(self) -> None:
        """Its tab is seen no more: what is under way may end."""


FEEDS: Final[dict[str, Callable[[Parts, Tab], Feed]]] = {
    "seeks": SeeksFeed,
    "why": WhyFeed,
    "operate": OperateFeed,
}
"""By the id of their tab in `PAGES`; a tab that works nothing out has none."""
