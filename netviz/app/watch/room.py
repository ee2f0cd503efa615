"""The room Watch, as far as it is more than the network: what trains, what is seen, how much is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from netviz.app.program.parts import Parts
from netviz.app.program.rooms import Rooms
from netviz.app.run.data import RunData
from netviz.app.screen.paper import Paper
from netviz.app.watch.batch import BatchShow
from netviz.app.watch.detail import Detail
from netviz.app.watch.first_path import FirstPath
from netviz.app.watch.hidden_word import HiddenWord
from netviz.app.watch.live_arrows import LiveArrows
from netviz.app.watch.sentence import Sentence
from netviz.app.window.actions import ActionSet
from netviz.panels.pad.draw_panel import DrawPanel
from netviz.tasks.all_tasks import USUAL, maker_of
from netviz.tasks.columns import Columns
from netviz.tasks.examples import Data
from netviz.tasks.input import Picture
from netviz.tasks.on_demand import OnDemand

if TYPE_CHECKING:
    from netviz.app.watch.own_points import OwnPoints
    from netviz.app.watch.points import PointShow
    from netviz.app.watch.rows import RowShow
    from netviz.panels.points.panel import PointPanel

_POINTS: Final[Callable[..., PointShow]] = OnDemand("netviz.app.watch.points", "PointShow")
_OWN_POINTS: Final[Callable[..., OwnPoints]] = OnDemand("netviz.app.watch.own_points", "OwnPoints")
_ROWS: Final[Callable[..., RowShow]] = OnDemand("netviz.app.watch.rows", "RowShow")


class WatchRoom:
    """Holds its parts together; `rooms` opens and leaves it."""

    def __init__(
        self,
        parts: Parts,
        live: LiveArrows,
        rooms: Rooms,
        paper: Paper,
        data: RunData,
    ) -> None:
        window, presenter, trainer = parts.window, parts.presenter, parts.trainer
        clock, settings = parts.clock, parts.settings
        self._rooms = rooms
        self._live = live
        self._say = window.banner.say
        self._has_first_steps = parts.task.id == USUAL
        self.batch: BatchShow | PointShow | RowShow
        self._rows: RowShow | None = None
        self._points: PointPanel | None = None
        if isinstance(window.draw, DrawPanel):
            assert isinstance(parts.task.input, Picture)
            self.batch = BatchShow(
                parts.task.input,
                parts.task,
                window.canvas,
                window.draw,
                presenter,
                live,
                room=lambda: rooms.now,
            )
        elif isinstance(parts.task.input, Columns):
            self.batch = self._rows = _ROWS(parts.task, window.canvas, window.draw, presenter, paper)
        else:
            self._points = points = cast("PointPanel", window.draw)
            self.batch = _POINTS(parts.task, window.canvas, points, presenter)
            maker = maker_of(parts.task)
            self.own_points = None if maker is None else _OWN_POINTS(maker, points, data, window.banner)
            points.tools.setVisible(maker is not None)
        self.hidden_word = HiddenWord(window.canvas, lambda: rooms.now)
        self.detail = Detail(window, presenter, rooms, settings)
        self.sentence = Sentence(
            window.sentence,
            presenter,
            live,
            trainer,
            clock,
            enlarged=lambda: paper.enlarged,
            of_number=lambda: paper.is_number,
            zoom=lambda: window.canvas.camera.zoom,
        )
        self.path = FirstPath(parts.task, window, presenter, paper, rooms, clock, settings)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {
            **self.detail.handlers(),
            **({"help.first_steps": self.path.begin_anew} if self._has_first_steps else {}),
            "training.replay": self._replay,
        }

    def furnish(self, actions: ActionSet) -> None:
        """The actions are made: begin as it was left."""
        self.detail.furnish(actions)
        self.path.furnish(actions["view.single"], actions["story.next"])

    def provide(self, data: Data) -> None:
        """The run was trained with these, or begins with them."""
        if self._points is not None:
            self._points.show_examples(data.training.stored, data.training.answers)
        if self._rows is not None:
            self._rows.provide(data.validation)

    def _replay(self) -> None:
        self._rooms.open("watch")
        if not self._live.replay():
            self._say(
                "There is no last step to show: press Step, and while nothing trains this shows it again."
            )
