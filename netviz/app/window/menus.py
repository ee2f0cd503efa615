"""The menus, the submenus that depend on files, and what Undo and Redo are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QMenu

from netviz.app.files.documents import Documents
from netviz.app.program.settings import Settings
from netviz.app.run.examples import example_title, shipped_examples
from netviz.app.run.taking_back import TakingBack
from netviz.app.run.undo import History
from netviz.app.window.actions import ActionSet
from netviz.app.window.main_window import MainWindow

EXAMPLES: Final = "file/examples"
RECENT: Final = "file/recent"


def fill_with_files(
    menu: QMenu,
    paths: Sequence[Path],
    open_path: Callable[[Path], object],
    title: Callable[[Path], str] = lambda path: path.name,
) -> None:
    """One entry a file; where there is none, it says so."""
    menu.clear()
    if not paths:
        menu.addAction("No file was opened or saved yet").setEnabled(False)
    for path in paths:
        action = menu.addAction(title(path))
        action.setToolTip(str(path))
        action.triggered.connect(lambda _checked=False, path=path: open_path(path))


def make_menus(window: MainWindow, actions: ActionSet) -> dict[str, QMenu]:
    """Put the actions into the menu bar, and their keys on the window; returns the menus by id."""
    menus = actions.fill(window.menuBar())
    for name, title in ((EXAMPLES, "Open example"), (RECENT, "Open recent")):
        menu = QMenu(title, window)
        menu.setToolTipsVisible(True)
        menus["file"].insertMenu(actions["file.save"], menu)
        menus[name] = menu
    menus["file"].insertSeparator(actions["file.save"])
    window.addActions(actions.all())
    return menus


def offer_files(menus: dict[str, QMenu], settings: Settings, documents: Documents) -> None:
    """Fill the submenus when they are to be seen: recent files each time, the examples once, as their files
    have to be read for it.
    """
    recent, examples = menus[RECENT], menus[EXAMPLES]

    def fill_examples() -> None:
        if examples.isEmpty():
            fill_with_files(
                examples,
                shipped_examples(),
                lambda path: documents.open_path(path, shipped=True),
                example_title,
            )

    menus["file"].aboutToShow.connect(
        lambda: fill_with_files(recent, settings.recent_files, documents.open_path)
    )
    menus["file"].aboutToShow.connect(fill_examples)
    examples.aboutToShow.connect(fill_examples)


def name_undo(actions: ActionSet, history: History, back: TakingBack, told: SignalInstance) -> None:
    """Undo and Redo say what they would take back, and are greyed out where there is nothing. With `told`
    there may be more steps that go with it.
    """
    undo, redo = actions["edit.undo"], actions["edit.redo"]
    titles = actions.title("edit.undo"), actions.title("edit.redo")

    def show(*_: object) -> None:
        actions.allow("edit.undo", "" if history.can_undo_here else "There is nothing to take back here.")
        actions.allow("edit.redo", "" if history.can_redo_here else "Nothing was taken back here.")
        for action, title, words in zip(
            (undo, redo), titles, (back.undo_words, back.redo_words), strict=True
        ):
            action.setText(f"{title}: {words}" if words else title)

    history.indexChanged.connect(show)
    told.connect(show)
    show()
