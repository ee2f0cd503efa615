"""Who hears whom, once all of the program's parts are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from netviz.app.program.rooms import TRAINS
from netviz.app.run.networks import ABOUT
from netviz.app.train.own_rate import OwnRate
from netviz.training.config import TrainingConfig
from netviz.training.trainer.status import TrainerStatus
from netviz.viewmodels.palette import Palette

if TYPE_CHECKING:
    from netviz.app.program.composition import Program


class Wiring(QObject):
    """From part to part; it lies in the way only where what one says has to be put another way."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._program = program
        window, say = program.window, program.window.banner.say
        self._own_rate = OwnRate(program.intents, program.trainer, program.networks, window.banner)
        window.form.config_changed.connect(self._configure)
        window.form.config_changed.connect(lambda _config: window.banner.withdraw("rate"))
        window.form.rate_refused.connect(lambda words: window.banner.say(words, error=True, about="rate"))
        window.form.rate_done.connect(window.canvas.setFocus)
        window.form.new_network.connect(program.making.begin)
        window.form.more_clicked.connect(program.actions["room.train"].trigger)
        window.dropped.connect(program.exchange.dropped)
        program.intents.sent.connect(program.controls.show_pace)
        program.intents.sent.connect(program.clock.mark_dirty)
        program.intents.came_from.connect(program.recordings.came_from)
        # What was said of the network before is not said of the one that comes.
        program.intents.came_from.connect(lambda _origin: window.banner.withdraw(ABOUT))
        program.networks.worth_keeping.connect(program.recordings.recorder.keep)
        program.networks.left.connect(self._tell_where)
        program.recordings.said.connect(self._say_of_recording)
        program.rooms.opened.connect(lambda room: program.stack.enter(room, pad_is_seen=room != "train"))
        program.documents.opened_example.connect(program.paper.pick)
        program.documents.title_changed.connect(program.title.show)
        program.documents.saving.connect(program.desk.keep_now)
        program.documents.desk_found.connect(program.desk.lay_out)
        program.documents.desk_text = program.desk.text
        presenter = program.presenter
        presenter.phase_changed.connect(program.controls.show_phase)
        presenter.phase_changed.connect(program.title.show_unsaved)
        presenter.phase_changed.connect(self._withdraw_training)
        presenter.diverged.connect(program.trouble.diverged)
        presenter.message.connect(
            lambda words: say(words, error=True, about="training", holds=lambda: self._says(words))
        )
        presenter.network_changed.connect(self._network_changed)
        presenter.figures_changed.connect(self._show_rate)
        presenter.another_shown.connect(window.form.show_network)
        presenter.example_changed.connect(program.choice.show_current)
        program.appearance.changed.connect(self._dress)
        program.appearance.text_resized.connect(window.text_resized)
        program.loading.failed.connect(program.run_data.lose)
        program.loading.failed.connect(lambda words: say(words, error=True, about="loading"))

    def _tell_where(self) -> None:
        """No audience has to know where a run is kept."""
        program = self._program
        if not program.window.places.presents:
            say, trainer = program.window.banner.say, program.trainer
            program.recordings.tell_where(say, trainer.status.step, trainer.log)

    def _configure(self, config: TrainingConfig) -> None:
        program = self._program
        self._own_rate.configure(config, program.trainer.status.step)
        program.window.form.set_config(program.intents.config)

    def _say_of_recording(self, words: str) -> None:
        trouble = self._program.recordings.recorder.in_trouble
        self._program.window.banner.say(words, error=trouble, about="recording", lasts=True)

    def _withdraw_training(self, phase: str) -> None:
        if phase != "training":
            self._program.window.banner.withdraw(TRAINS)

    def _says(self, words: str) -> bool:
        """Whether this is still what the trainer has to say."""
        return self._program.trainer.status.message == words

    def _network_changed(self, status: TrainerStatus) -> None:
        self._program.window.form.set_config(status.config)
        self._program.making.made()

    def _show_rate(self) -> None:
        """With all figures, of their step; settings are of the newest, in the past too."""
        presenter, status = self._program.presenter, self._program.trainer.status
        if presenter.named is not None:
            step = status.step if presenter.playback.travelling else presenter.named.step
            self._program.window.form.show_step(status.config, step)

    def _dress(self, palette: Palette) -> None:
        # Widgets hear of it from Qt; pictures of the network are made with it.
        program = self._program
        program.presenter.set_palette(palette)
        if program.others is not None and program.others.training.made is not None:
            program.others.training.made.set_palette(palette)
