"""The pages and dialogs of the Help menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QWidget

from netviz.app.help.about import AboutDialog, ShortcutsDialog
from netviz.app.help.page import HelpPage
from netviz.app.window.actions import ActionSpec
from netviz.app.window.theme import Appearance
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.task import AnyTask


class HelpMenu:
    """Opens them; each is made anew, and goes when it is closed."""

    def __init__(
        self,
        window: QWidget,
        appearance: Appearance,
        specs: Callable[[], Sequence[ActionSpec]],
        network: Callable[[], NetworkSpec],
        room: Callable[[], str],
        task: AnyTask = DEFAULT,
        *,
        concepts: Callable[[], None],
    ) -> None:
        """`concepts` opens their page."""
        self._window = window
        self._appearance = appearance
        self._specs = specs
        self._network = network
        self._room = room
        self._task = task
        self._concepts = concepts

    def open_help(self) -> None:
        """The page, with the figures of the network on screen."""
        page = HelpPage(self._appearance.palette, self._network(), self._window, self._task, self._room())
        page.concepts_asked.connect(self._concepts)
        _open(page)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {
            "help.seeing": self.open_help,
            "help.shortcuts": lambda: _open(ShortcutsDialog(self._specs(), self._window)),
            "help.about": lambda: _open(AboutDialog(self._window)),
        }


def _open(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
