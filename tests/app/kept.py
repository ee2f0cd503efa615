"""One window for the tests that come one after another and need one: to open it takes a second.

Each finds it as it is when it opens. It ends before the first test that does not ask for it.
"""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from netviz.app.program.arrivals import WELCOME_DIGIT
from netviz.app.program.composition import Program
from netviz.training.config import TrainingConfig
from netviz.training.stopping import StopConditions


class KeptWindow:
    """The window between two tests, and what it was like when it opened."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._config: TrainingConfig = program.intents.config
        self._size: QSize = program.window.size()
        self._checked = [
            action
            for action in program.actions.all()
            if action.isCheckable() and not action.objectName().startswith("room.")
        ]
        self._was = [action.isChecked() for action in self._checked]

    def as_new(self, qtbot: QtBot) -> Program:
        """The untrained network in Watch, the welcome digit on the pad, and nothing said, picked or done."""
        program, window = self.program, self.program.window
        for dialog in QApplication.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                dialog.reject()
        program.intents.pause()
        program.time.go_live()
        program.rooms.open("watch")
        if program.others is not None:
            program.others.inside.close()
        for action, was in zip(self._checked, self._was, strict=True):
            if was != action.isChecked() and (was or action.actionGroup() is None):
                action.trigger()
        program.intents.set_pace(None)
        program.training.card.stop.set_conditions(StopConditions())
        program.intents.stop_when(StopConditions())
        explorer = program.presenter.explorer
        explorer.let_go()
        explorer.set_share(1.0)
        window.canvas.fit()
        window.resize(self._size)
        self._begin_anew(qtbot)
        program.paper.pick(program.choice.example(WELCOME_DIGIT), undoable=False)
        program.source.forget()
        window.banner.clear()
        qtbot.waitUntil(lambda: not program.clock.ticking)
        return program

    def _begin_anew(self, qtbot: QtBot) -> None:
        program, last = self.program, self.program.presenter.snapshot
        program.stack.clear()
        program.networks.begin(self._config)

        def there() -> bool:
            now = program.presenter.snapshot
            return program.stack.canUndo() and now is not None and now is not last and now.step == 0

        qtbot.waitUntil(there)
        program.stack.clear()
        program.documents.forget()
