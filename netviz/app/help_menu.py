"""The pages and dialogs of the Help menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QWidget

from netviz.app.about import AboutDialog, ShortcutsDialog
from netviz.app.actions import ActionSpec
from netviz.app.help_page import HelpPage
from netviz.app.theme import Appearance


class HelpMenu:
    """Opens them; each is made anew, and goes when it is closed."""

    def __init__(
        self, window: QWidget, appearance: Appearance, specs: Callable[[], Sequence[ActionSpec]]
    ) -> None:
        self._window = window
        self._appearance = appearance
        self._specs = specs

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {
            "help.seeing": lambda: _open(HelpPage(self._appearance.palette, self._window)),
            "help.shortcuts": lambda: _open(ShortcutsDialog(self._specs(), self._window)),
            "help.about": lambda: _open(AboutDialog(self._window)),
        }


def _open(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
