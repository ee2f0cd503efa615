"""The tabs of the window, and what opening one changes: what lies over the network, which keys mean what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from netviz.app.program.settings import Settings
from netviz.app.screen.presenter import Presenter
from netviz.app.watch.live_arrows import LiveArrows
from netviz.app.window.actions import ActionSet
from netviz.app.window.main_window import MainWindow
from netviz.app.window.tabs import RoomTabs
from netviz.training.experiments.lesson import MANY
from netviz.viewmodels.intents import Intents

if TYPE_CHECKING:
    from netviz.app.explain.room import StoryRoom

ROOMS: Final = ("watch", "train", "explain", "test")
"""In the order of their tabs; one that is not there yet can't be opened."""
IN_THE_STORY: Final = (
    "story.next",
    "story.back",
    "story.replay",
    "story.play",
    "story.apply",
    "story.apply_many",
)
LOADING: Final = "It is being loaded."
TRAINS: Final = "trains"  # of messages that are true while training runs
RESTING: Final = "resting"  # and of those about training that a room rests
RESTS: Final = "Training rests while a step is explained. It goes on when you leave this room."
STAYS: Final = "Training stays paused after what was done in Explain a step. Train goes on with it."
SPACE: Final = QKeySequence(Qt.Key.Key_Space)


class Room(NamedTuple):
    """What happens when it opens and when it is left."""

    enter: Callable[[], None]
    leave: Callable[[], None]


class Rooms(QObject):
    """One is open. To train is to watch: whoever starts training in the story leaves it."""

    opened = Signal(str)  # one of ROOMS

    def __init__(
        self,
        window: MainWindow,
        presenter: Presenter,
        intents: Intents,
        settings: Settings,
        live: LiveArrows,
    ) -> None:
        super().__init__()
        self._window = window
        self._presenter = presenter
        self._intents = intents
        self._settings = settings
        self._live = live
        self._story: StoryRoom | None = None  # it comes behind the first picture
        self._reduced_motion = self._single = False
        self._trained = False  # when the room that rests it was opened
        self._actions: ActionSet | None = None
        self._rooms = {
            "watch": Room(lambda: presenter.lay_over(live), lambda: None),
        }
        self._open = "watch"
        self.before_training: Callable[[bool], bool] | None = None  # True: for one step
        presenter.lay_over(live)

    @property
    def now(self) -> str:
        """The room that is open."""
        return self._open

    def add(self, name: str, room: Room) -> None:
        """Another one of ROOMS: its tab can be opened from now on."""
        self._rooms[name] = room
        if self._actions is not None:
            self._actions.allow(f"room.{name}")

    def tell_in(self, story: StoryRoom) -> None:
        """The room Explain is there."""
        self._story = story
        self._window.story_bar.train_clicked.connect(self.train)
        story.reduce_motion(self._reduced_motion)
        story.show_single(self._single)
        self.add("explain", Room(lambda: self._tell(story), lambda: self._stop_telling(story)))

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong to rooms."""

        def told(do: Callable[[StoryRoom], None]) -> Callable[[], None]:
            return lambda: None if self._story is None else do(self._story)

        return {
            **{f"room.{name}": lambda name=name: self.open(name) for name in ROOMS},
            "view.pulses": self._show_pulses,
            "view.single": self._show_single,
            "story.next": told(lambda story: story.next()),
            "story.back": told(lambda story: story.back()),
            "story.replay": told(lambda story: story.replay()),
            "story.play": told(lambda story: story.play()),
            "story.apply": told(lambda story: story.apply()),
            "story.apply_many": told(lambda story: story.apply(MANY)),
        }

    def furnish(self, actions: ActionSet) -> None:
        """The actions are made: put the tabs into the bar, and begin in Watch."""
        self._actions = actions
        tabs = [actions[f"room.{name}"] for name in ROOMS]
        for name, tab in zip(ROOMS, tabs, strict=True):
            actions.allow(tab.objectName(), "" if name in self._rooms else LOADING)
        self._window.bar.insert_tabs(RoomTabs(tabs, self._window.bar))
        actions["view.pulses"].setChecked(self._settings.pulses)
        self._show_pulses(self._settings.pulses)
        self._dress()

    def reduce_motion(self, reduced: bool) -> None:
        """Nothing that moves by itself: stages appear as they end, and no pulses run."""
        self._reduced_motion = reduced
        if self._story is not None:
            self._story.reduce_motion(reduced)
        self._live.reduce_motion(reduced)

    @property
    def tells(self) -> bool:
        """Whether there is a story to go on in."""
        return self._story is not None and self._story.player is not None

    def can_open(self, name: str) -> bool:
        """Whether this room is there."""
        return name in self._rooms

    def open(self, name: str) -> None:
        """Go to this room."""
        if name != self._open:
            self._window.banner.give_way()
            self._rooms[self._open].leave()
            self._open = name
            self._rooms[name].enter()
            self._dress()
            self.opened.emit(name)

    def train(self) -> None:
        """Train, unless it has to be asked first from which step."""
        if self.before_training is None or not self.before_training(False):
            self.train_on()

    def train_on(self) -> None:
        """Train; the story would tell of weights that are past, so Watch shows it."""
        if self._open == "explain":
            self._trained = False  # it begins to train by this wish, and not by leaving
            self.open("watch")
            self._window.banner.say(
                "Training runs, so this is Watch again. In Explain a step it rests, and the story is told on "
                "the network as it is then.",
                about=TRAINS,
            )
        self._intents.train()

    def step(self) -> None:
        """One step, unless it has to be asked first from which."""
        if self.before_training is None or not self.before_training(True):
            self.step_on()

    def step_on(self) -> None:
        """One step."""
        self._intents.step()

    def _tell(self, story: StoryRoom) -> None:
        self._trained = self._presenter.training and self._intents.rest()
        if self._trained:
            self._window.banner.say(RESTS, about=RESTING, passes=True, holds=lambda: self._intents.rests)
        else:
            self._intents.pause()
        self._live.leave()
        story.enter()
        self._presenter.lay_over(story)

    def _stop_telling(self, story: StoryRoom) -> None:
        story.leave()
        self._presenter.lay_over(self._live)
        trained, self._trained = self._trained, False
        if trained:
            self._window.banner.withdraw(RESTING)
        if trained and not self._intents.go_on() and not self._intents.trains:
            self._window.banner.say(STAYS, about=RESTING, passes=True)

    def _dress(self) -> None:
        actions, story = self._actions, self._open == "explain"
        assert actions is not None
        self._window.open_room(self._open)
        actions[f"room.{self._open}"].setChecked(True)
        for name in IN_THE_STORY:
            actions.allow(name, "" if story else "Only where a story is told: in Explain a step.")
        # Space goes on: to the next stage here, with training there.
        for name, here in (("story.next", story), ("training.toggle", not story)):
            keys = [key for key in actions[name].shortcuts() if key != SPACE]
            actions[name].setShortcuts([*keys, SPACE] if here else keys)

    def _show_pulses(self, shown: bool) -> None:
        self._settings.pulses = shown
        self._live.show_pulses(shown)

    def _show_single(self, shown: bool) -> None:
        self._single = shown
        self._live.show_single(shown)
        if self._story is not None:
            self._story.show_single(shown)
