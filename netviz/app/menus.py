"""The handlers of every action, the menus, and the submenus that depend on files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QMenu

from netviz.app.actions import ActionSet
from netviz.app.main_window import MainWindow


def fill_with_files(
    menu: QMenu,
    paths: Sequence[Path],
    open_path: Callable[[Path], object],
    title: Callable[[Path], str] = lambda path: path.name,
) -> None:
    """One entry a file; the menu is greyed out where there is none."""
    menu.clear()
    menu.setEnabled(bool(paths))
    for path in paths:
        action = menu.addAction(title(path))
        action.setToolTip(str(path))
        action.triggered.connect(lambda _checked=False, path=path: open_path(path))


def make_menus(window: MainWindow, actions: ActionSet) -> dict[str, QMenu]:
    """Put the actions into the menu bar, and their keys on the window; returns the menus by name."""
    menus = actions.fill(window.menuBar())
    for name, title in (("File/Open example", "Open example"), ("File/Open recent", "Open recent")):
        menu = QMenu(title, window)
        menu.setToolTipsVisible(True)
        menus["File"].insertMenu(actions["file.save"], menu)
        menus[name] = menu
    menus["File"].insertSeparator(actions["file.save"])
    window.addActions(actions.all())
    return menus
