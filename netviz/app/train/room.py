"""The training room: its settings and what they do, the network's shape by hand, and when it stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from netviz.app.program.parts import Parts
from netviz.app.run.complaint import complaint
from netviz.app.screen.overlay import Bare
from netviz.app.train.advice import Advice
from netviz.app.train.compare import Comparison
from netviz.app.train.covers import LANDSCAPE, TWO_NETWORKS, Covers
from netviz.app.train.feet import Feet, change_words, layer_added, layer_removed, layer_resized
from netviz.app.train.own_rate import OwnRate
from netviz.app.train.rate_finder import RateFinder
from netviz.app.train.rate_words import rate_words
from netviz.app.train.stop_words import set_aside_words, stop_words
from netviz.app.watch.live_arrows import LiveArrows
from netviz.app.window.banner import Offer
from netviz.app.window.places import GAP, Size
from netviz.network.spec import NetworkSpec
from netviz.panels.kit.card import Card
from netviz.panels.train.card import SettingsCard
from netviz.panels.train.compare_page import ComparePage
from netviz.panels.train.state_card import StateCard
from netviz.rendering.units import hold
from netviz.tasks.digits.task import can_be_augmented
from netviz.tasks.examples import Data
from netviz.tasks.pictures.pictures import PictureData
from netviz.training.advise.advice import Hint
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.experiments.surgery import Column
from netviz.training.measure.metrics import MetricLog
from netviz.training.session import SessionState
from netviz.training.stopping import StopConditions
from netviz.training.trainer.status import TrainerStatus
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.probe import Example

RESTS: Final = "Training rests while runs are compared. It goes on when you are done here."
SIDE_BY_SIDE: Final = "side by side"  # what messages are about: the runs beside this one,
COMPARING: Final = "compare"  # what stands in the window then; the room stays Train
SIDE: Final = Size(350, 440, 0.2, tight=336)
SETTINGS_HEIGHT: Final = 240  # units: tabs, and the first few of their settings


class TrainingRoom(QObject):
    """Open, training stays here; closed, its settings go on to hold."""

    made = Signal(object)  # QWidget: a page in the place of the network, which nobody had opened before

    def __init__(
        self,
        parts: Parts,
        live: LiveArrows,
        palette: Palette,
        begin: Callable[[TrainingConfig], None],
        covers: Covers,
    ) -> None:
        super().__init__()
        self._window = parts.window
        self._presenter = parts.presenter
        self._trainer = parts.trainer
        self._intents = parts.intents
        self._own_rate = OwnRate(parts.intents, parts.trainer, parts.networks, parts.window.banner)
        self._networks = parts.networks
        self._settings = parts.settings
        self._live = live
        self._begin = begin
        self._open = False
        self._n_digits = 0
        self._example = parts.presenter.example
        self._left_at: int | None = None
        # Each made where it stands: widgets that are moved from parent to parent are dressed anew each time.
        self.side = QWidget(parts.window.places)
        self._settings_card, self._state_card = Card(self.side), Card(self.side)
        self.card = SettingsCard(complaint, _complaint_about, self._settings_card, parts.task)
        self.state = StateCard(self._state_card)
        self.feet = Feet(parts.window.canvas)
        self.advice = Advice(self.state, parts.bridge, parts.trainer, self._act)
        self._lay_out()
        parts.window.places.stand(self.side, "left", ("train",), size=SIDE)
        self.card.config_changed.connect(self._configure)
        self.card.reshaped.connect(lambda spec: self.reshape(spec, None))
        self.card.began.connect(begin)
        self.card.stop_changed.connect(self._stop_when)
        self.feet.added.connect(self._add_layer)
        self.feet.crowded.connect(self.card.network.no_pluses.setVisible)
        self.feet.removed.connect(self._remove_layer)
        self.feet.resized.connect(self._resize_layer)
        parts.presenter.network_changed.connect(self._network_changed)
        parts.presenter.example_changed.connect(self._example_changed)
        parts.clock.tick.connect(self._follow)
        parts.presenter.figures_changed.connect(self._tell)
        self.comparison = Comparison(
            parts.bridge,
            complaint,
            palette,
            example=lambda: self._example,
            keep=self._keep_run,
            place=parts.window.places,
        )
        self.covers, self.landscape, self.two = covers, covers.landscape, covers.two
        covers.left.connect(self.stop_looking_around)
        self.card.landscape_clicked.connect(self.look_around)
        self.card.two_networks_clicked.connect(self.look_at_two)
        covers.made.connect(self.made)
        self.finder = RateFinder(parts.window, parts.bridge, parts.trainer, self._use_rate)
        self.card.find_rate_clicked.connect(self._find_rate)
        self.comparison.made.connect(self._stand_comparison)
        self.card.compare_clicked.connect(self.compare)
        parts.networks.replaced.connect(lambda _step: parts.window.banner.withdraw("keep"))
        self.comparison.put_aside.connect(self._say_put_aside)
        self.comparison.outdated.connect(self._say_outdated)
        self.card.set_config(parts.intents.config, afresh=True)
        self.card.stop.set_conditions(parts.settings.stop_conditions())

    # ---- the room

    def enter(self) -> None:
        """Somebody looks."""
        self._open = True
        self._live.leave()
        self._presenter.lay_over(Bare())
        self.show_feet()
        self._tell()

    def leave(self) -> None:
        """Nobody does any more."""
        self._leave_comparison()
        self.covers.close()
        self._open = False
        self.feet.show(False)

    def provide(self, digits: Data) -> None:
        """The digits are there."""
        self._n_digits = len(digits.training)
        if isinstance(digits, PictureData) and can_be_augmented(digits.task.input):
            self.card.data.provide(digits.training.images)
        self.comparison.provide(digits)
        self.covers.provide(digits)
        self.finder.provide(digits.training)
        self.advice.provide(len(digits.validation))
        self._tell()

    def close(self) -> None:
        """The program ends."""
        self.comparison.give_back()
        self.covers.give_back()

    def set_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self.comparison.set_palette(palette)
        self.two.set_palette(palette)

    def compare(self) -> None:
        """Two to four runs side by side, in the place of everything else; training rests meanwhile."""
        if not self._intents.may_train(self.compare):
            return
        rests = self._presenter.training and self._intents.rest()
        self.feet.show(False)
        status = self._trainer.status
        self._left_at = None if status.phase == "training" else status.step  # known once it rests
        self._window.banner.withdraw(SIDE_BY_SIDE)
        if rests:
            self._window.banner.say(RESTS, about=SIDE_BY_SIDE, passes=True, holds=lambda: self._intents.rests)
        else:
            self._intents.pause()
        self._window.places.open(COMPARING)
        # These runs have their own: two sets of the same buttons would be one too many.
        self._window.controls.hide()
        self.comparison.open(self._intents.config)
        self._window.begin_at_top_left()

    def _stand_comparison(self, page: ComparePage) -> None:
        self._window.places.stand(page, "middle", (COMPARING,))
        page.left.connect(self.stop_comparing)
        self.made.emit(page)

    def stop_comparing(self) -> None:
        """Back to the settings; the runs wait."""
        self._leave_comparison()
        if self._open:
            self._window.open_room("train")
            self.show_feet()

    def look_around(self) -> None:
        """The loss landscape of the run that stands there, in the place of the network; or back from it."""
        self._cover(LANDSCAPE)

    def look_at_two(self) -> None:
        """Two networks, compared edge by edge, in the place of the network; or back from them."""
        self._cover(TWO_NETWORKS)

    def _cover(self, name: str) -> None:
        if self.covers.shows(name):
            self.stop_looking_around()
            return
        if self.comparison.is_open:
            self._leave_comparison()
        self.feet.show(False)
        self.covers.open(name)

    def stop_looking_around(self) -> None:
        """Back to the settings."""
        self.covers.close()
        if self._open:
            self._window.open_room("train")
            self.show_feet()

    def _look_at_the_network(self, status: TrainerStatus) -> None:
        """Whoever trains the network itself, if only a step, wants to see it."""
        if not self.comparison.is_open:
            return
        rests = status.phase != "training"
        if rests and self._left_at is None:
            self._left_at = status.step
        elif self._left_at is not None and not (rests and status.step == self._left_at):
            self.stop_comparing()
            self._window.banner.say(
                "This is the network itself again. The runs side by side wait: “Compare runs…” shows them.",
                about=SIDE_BY_SIDE,
            )

    def _leave_comparison(self) -> None:
        self.comparison.close()
        self._window.controls.show()
        self._window.banner.withdraw(SIDE_BY_SIDE)
        self._intents.go_on()

    def _say_put_aside(self, step: int) -> None:
        words = f"These runs start again. Those that stood here before wait at step {step:,}."
        self._offer_about_runs(words, "Bring them back", self.comparison.bring_back)

    def _say_outdated(self, changed: str) -> None:
        words = f"These runs began with other settings. Changed since: {changed}."
        begin = self.comparison.begin_anew
        self._offer_about_runs(words, "Start these runs again", lambda: begin(self._intents.config))

    def _offer_about_runs(self, words: str, title: str, accept: Callable[[], None]) -> None:
        self._window.banner.say(words, offer=Offer(title, accept), about=SIDE_BY_SIDE)

    def _keep_run(self, state: SessionState, log: MetricLog) -> None:
        self._intents.pause()  # what rested makes way
        self.stop_comparing()
        self._networks.keep_run(state, log)
        self._window.banner.say(
            f"The compared run is the network now, at step {state.step:,}. It is recorded from here on.",
            offer=Offer("Undo", self._networks.take_back_run),
            about="keep",
        )

    # ---- the network's shape

    def reshape(self, spec: NetworkSpec, columns: tuple[Column, ...] | None) -> None:
        """Give the network this shape; what it learnt stays where it has a place, and undo brings it back."""
        now = self._intents.config
        wanted = replace(now, spec=spec)
        if spec == now.spec:
            return
        sentence = complaint(wanted)
        if sentence is not None:
            self._window.banner.say(sentence, error=True, about="layers")
            self.feet.refuse()
            return
        self._window.banner.withdraw("layers")
        self._networks.reshape(spec, columns, change_words(now.spec, spec))
        self.card.set_config(wanted)

    def _add_layer(self, place: int) -> None:
        spec = self._intents.config.spec
        columns = [Column(k) for k in range(len(spec.sizes) - 2)]
        self.reshape(layer_added(spec, place), (*columns[:place], Column(None), *columns[place:]))

    def _remove_layer(self, place: int) -> None:
        spec = self._intents.config.spec
        columns = [Column(k) for k in range(len(spec.sizes) - 2) if k != place]
        self.reshape(layer_removed(spec, place), tuple(columns))

    def _resize_layer(self, place: int, n: int) -> None:
        spec = self._intents.config.spec
        columns = tuple(Column(k) for k in range(len(spec.sizes) - 2))
        self.reshape(layer_resized(spec, place, n), columns)

    # ---- advice

    def _act(self, hint: Hint) -> None:
        """Do what was advised."""
        match hint.action:
            case "configure":
                self._configure(hint.config)
            case "reshape":
                self.reshape(hint.config.spec, None)
            case "restart":
                self._begin(hint.config)
            case "branch":
                self._networks.branch_from(hint.step)
            case "range test":
                self._find_rate()

    def _find_rate(self) -> None:
        if self._intents.may_train(self.finder.open):
            self.finder.open()

    # ---- settings

    def _configure(self, config: TrainingConfig) -> None:
        # The network's shape may be on its way; what is typed here is about the rest.
        now, step = self._intents.config, self._trainer.status.step
        config = replace(config, spec=now.spec, seed=now.seed)
        if config.schedule.start != now.schedule.start:
            # "From here" means the step that training has come to, not the one that was told last.
            config = replace(config, schedule=replace(config.schedule, start=step))
        self._own_rate.configure(config, step)
        self.card.set_config(self._intents.config)

    def _use_rate(self, rate: float) -> None:
        self._configure(replace(self._intents.config, learning_rate=rate))

    def _stop_when(self, conditions: StopConditions) -> None:
        self._settings.set_stop_conditions(conditions)
        self._intents.stop_when(conditions)

    def _network_changed(self, status: TrainerStatus) -> None:
        self.card.set_config(status.config)

    def _example_changed(self, example: Example) -> None:
        self._example = example

    # ---- numbers

    def _follow(self) -> None:
        self.show_feet()
        self._look_at_the_network(self._trainer.status)

    def _tell(self) -> None:
        """With all other figures, of their step; settings and advice are of the newest, in the past too."""
        named, status = self._presenter.named, self._trainer.status
        if not self._open or named is None:
            return
        past = self._presenter.playback.travelling
        step = status.step if past else named.step
        self.card.step.show_step(step, self._trainer.status.config.learnt_from(self._n_digits))
        self.advice.look(status)
        self.state.show_of(step if past else None)
        measured = [point for point in self._trainer.log.validation_since(None)[1] if point.step <= step]
        accuracy = measured[-1].accuracy if measured else None
        # Paused at its goal it still names it; the next start sets it aside.
        self.state.show_stop(stop_words(status.stops_at, accuracy, status.elapsed) or set_aside_words(status))
        self.state.show_rate(rate_words(status.config, step))
        self.state.show_changes(self._trainer.log.changes.told(status.config))

    def show_feet(self) -> None:
        # What is past, or on a wall, is not changed by hand: a branch begins there, or one goes back.
        only_seen = self._presenter.playback.travelling or self._window.places.presents
        self.feet.show(self._open and not only_seen and not self._covered)

    @property
    def _covered(self) -> bool:
        """Whether something else stands in the network's place."""
        return self.comparison.is_open or self.covers.any_open

    def _lay_out(self) -> None:
        settings = self._settings_card
        settings.add(self.card, 1)
        self._state_card.add(self.state, 1)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        # The split stays while there is little to say. Advice is seen whole: settings scroll before it does,
        # and the room does where even that is not enough.
        settings.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        hold(settings, least_height=SETTINGS_HEIGHT)
        column.addWidget(settings, 5)
        column.addWidget(self._state_card, 2)


def _complaint_about(conditions: StopConditions) -> str | None:
    try:
        conditions.check()
    except ConfigError as error:
        return str(error)
    return None
