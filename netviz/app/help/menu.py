"""The pages and dialogs of the Help menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QWidget

from netviz.app.help.about import AboutDialog, ShortcutsDialog
from netviz.app.help.glossary import GlossaryPage
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
    ) -> None:
        self._window = window
        self._appearance = appearance
        self._specs = specs
        self._network = network
        self._room = room
        self._task = task

    def open_glossary(self, term: str = "") -> None:
        """All words, at this one; the page that is open is used again."""
        page = self._window.findChild(GlossaryPage)
        if page is None:
            page = GlossaryPage(self._appearance.palette, self._window)
        page.show_term(term)
        _open(page)

    def open_help(self) -> None:
        """The page, with the figures of the network on screen."""
        page = HelpPage(self._appearance.palette, self._network(), self._window, self._task, self._room())
        page.glossary_asked.connect(self.open_glossary)
        _open(page)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {
            "help.seeing": self.open_help,
            "help.glossary": self.open_glossary,
            "help.shortcuts": lambda: _open(ShortcutsDialog(self._specs(), self._window)),
            "help.about": lambda: _open(AboutDialog(self._window)),
        }


def _open(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
