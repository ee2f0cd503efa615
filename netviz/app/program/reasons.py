"""Why something can't be done now: it is greyed out in its menu, and its tool tip says so.

Its key goes on working, and says the same: a key that does nothing is worse than a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtWidgets import QMenu

from netviz.app.window.actions import ActionSet

Reason = Callable[[], str]
"""One sentence; empty where it can be done."""


def grey_out(actions: ActionSet, menus: Iterable[QMenu], reasons: Mapping[str, Reason]) -> None:
    """Ask for the reasons each time a menu opens, and for nothing while it is closed. Of what a task has no
    action for, nothing is asked.
    """
    there = {name: reason for name, reason in reasons.items() if name in actions}

    def ask() -> None:
        for name, reason in there.items():
            actions.allow(name, reason())

    def forget() -> None:
        for name in there:
            actions.allow(name, "")

    for menu in menus:
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(ask)
        menu.aboutToHide.connect(forget)
