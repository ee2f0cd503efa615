"""What many of the program's nouns are made with: the window, the network in it, and whom they ask."""

from __future__ import annotations

from typing import NamedTuple

from netviz.app.program.settings import Settings
from netviz.app.run.networks import Networks
from netviz.app.screen.paper import Paper
from netviz.app.screen.presenter import Presenter
from netviz.app.window.dialogs import Dialogs
from netviz.app.window.main_window import MainWindow
from netviz.tasks.task import AnyTask
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.playing.clock import FrameClock


class Parts(NamedTuple):
    """Made first, and there as long as the program. Who needs two or three of them is given just those."""

    task: AnyTask
    window: MainWindow
    presenter: Presenter
    paper: Paper
    trainer: Trainer
    intents: Intents
    networks: Networks
    bridge: JobBridge
    clock: FrameClock
    settings: Settings
    dialogs: Dialogs
