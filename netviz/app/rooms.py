"""The tabs of the window, and what opening one changes: what lies over the network, which keys mean what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence

from netviz.app.actions import ActionSet
from netviz.app.live_arrows import LiveArrows
from netviz.app.main_window import MainWindow
from netviz.app.presenter import Presenter
from netviz.app.settings import Settings
from netviz.app.story_room import StoryRoom
from netviz.app.tabs import Tabs
from netviz.panels.story_panel import MANY
from netviz.viewmodels.intents import Intents

ROOMS: Final = ("room.watch", "room.explain")
IN_THE_STORY: Final = (
    "story.next",
    "story.back",
    "story.replay",
    "story.play",
    "story.apply",
    "story.apply_many",
)
SPACE: Final = QKeySequence(Qt.Key.Key_Space)


class Rooms(QObject):
    """Watch and Explain a step. To train is to watch: whoever starts training in the story leaves it."""

    def __init__(
        self,
        window: MainWindow,
        presenter: Presenter,
        intents: Intents,
        settings: Settings,
        live: LiveArrows,
        story: StoryRoom,
    ) -> None:
        super().__init__()
        self._window = window
        self._presenter = presenter
        self._intents = intents
        self._settings = settings
        self._live = live
        self._story = story
        self._actions: ActionSet | None = None
        self._explaining = False
        presenter.lay_over(live)
        window.story_bar.train_clicked.connect(self.train)

    @property
    def explaining(self) -> bool:
        """Whether the story is open."""
        return self._explaining

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong to rooms."""
        story = self._story
        return {
            "room.watch": self.watch,
            "room.explain": self.explain,
            "view.pulses": self._show_pulses,
            "view.single": self._show_single,
            "story.next": story.next,
            "story.back": story.back,
            "story.replay": story.replay,
            "story.play": story.play,
            "story.apply": story.apply,
            "story.apply_many": lambda: story.apply(MANY),
        }

    def furnish(self, actions: ActionSet) -> None:
        """The actions are made: put the tabs into the bar, and begin in Watch."""
        self._actions = actions
        self._window.bar.insert_tabs(Tabs([actions[name] for name in ROOMS], self._window.bar))
        actions["view.pulses"].setChecked(self._settings.pulses)
        self._show_pulses(self._settings.pulses)
        self._dress()

    def reduce_motion(self, reduced: bool) -> None:
        """Nothing that moves by itself: stages appear as they end, and no pulses run."""
        self._story.reduce_motion(reduced)
        self._live.reduce_motion(reduced)

    def watch(self) -> None:
        """The network as it is."""
        if self._explaining:
            self._explaining = False
            self._story.leave()
            self._presenter.lay_over(self._live)
            self._dress()

    def explain(self) -> None:
        """One step, told on the network as it is now."""
        if not self._explaining:
            self._explaining = True
            self._intents.pause()
            self._live.leave()
            self._presenter.lay_over(self._story)
            self._dress()

    def train(self) -> None:
        """Train; the story would tell of weights that are past, so Watch shows it."""
        if self._explaining:
            self.watch()
            self._window.banner.say(
                "Training runs, so this is Watch again. Explain a step pauses it, and tells on the network "
                "as it is then."
            )
        self._intents.train()

    def _dress(self) -> None:
        actions, story = self._actions, self._explaining
        assert actions is not None
        self._window.explain(story)
        actions[ROOMS[story]].setChecked(True)
        for name in IN_THE_STORY:
            actions[name].setEnabled(story)
        # Space goes on: to the next stage here, with training there.
        for name, here in (("story.next", story), ("training.toggle", not story)):
            keys = [key for key in actions[name].shortcuts() if key != SPACE]
            actions[name].setShortcuts([*keys, SPACE] if here else keys)

    def _show_pulses(self, shown: bool) -> None:
        self._settings.pulses = shown
        self._live.show_pulses(shown)

    def _show_single(self, shown: bool) -> None:
        self._live.show_single(shown)
        self._story.show_single(shown)
