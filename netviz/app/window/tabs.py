"""The rooms of the window as tabs in the top bar."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from netviz.panels.kit.tabs import Tabs


class RoomTabs(Tabs):
    """A tab for each action; which is open, and with which key it opens, is the action's."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__("Rooms", parent)
        self.setProperty("role", "rooms")
        for action in actions:
            key = action.objectName()
            self.add(key, action.text(), action.toolTip())
            self.offer(key, action.isEnabled())
            action.toggled.connect(lambda on, key=key: self.show_tab(key) if on else None)
            action.enabledChanged.connect(lambda on, key=key: self.offer(key, on))
            action.changed.connect(lambda action=action, key=key: self.explain(key, action.toolTip()))
        by_key = {action.objectName(): action for action in actions}
        self.opened.connect(lambda key: by_key[key].trigger())
