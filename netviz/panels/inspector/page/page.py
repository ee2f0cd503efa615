"""The page itself: what it is about, the row of tabs, and the open one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QWidget

from netviz.panels.inspector.page.rows import PAGES
from netviz.panels.inspector.page.tab import Shown, Tab
from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.card import Card
from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.kit.tabs import Tabs
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.naming import how_named, name_of
from netviz.viewmodels.scene import Focus

TITLE: Final = "Look inside"


class InsidePage(Card):
    """Made empty; a tab comes into being when it is opened first."""

    made = Signal(str, object)  # its id, Tab
    turned = Signal(str)  # the id of the tab that is open now
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(TITLE)
        self._tabs: dict[str, Tab] = {}
        self._around: dict[str, Scrolling] = {}
        self._shown: Shown | None = None
        self._rows = {row.id: row for row in PAGES}
        self._title = QLabel(TITLE, self)
        self._title.setProperty("role", "title")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._close = SmallButton("Close", "Back to the network alone.  (Esc)", text="Close", parent=self)
        self._close.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._close.clicked.connect(self.left)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.tabs = Tabs("Inside", self)
        for row in PAGES:
            self.tabs.add(row.id, row.title, row.tip)
        self.tabs.opened.connect(self.open)
        self._stack = QStackedWidget(self)
        self.column.addLayout(head)
        self.add(self.tabs)
        self.add(self._stack, 1)

    @property
    def now(self) -> Tab:
        """The open tab."""
        return self._tabs[self.tabs.now]

    def tab(self, name: str) -> Tab:
        """This one of PAGES, made if nobody has opened it yet."""
        if name not in self._tabs:
            around = Scrolling(parent=self._stack)
            tab = self._rows[name].make(around.viewport())
            around.take(tab)
            self._stack.addWidget(around)
            self._tabs[name], self._around[name] = tab, around
            tab.renamed.connect(self._call)
            self.made.emit(name, tab)
        return self._tabs[name]

    def open(self, name: str) -> None:
        """Turn to this one of PAGES."""
        self.tab(name)
        self.tabs.show_tab(name)
        self._stack.setCurrentWidget(self._around[name])
        self.turned.emit(name)

    def show_inside(self, shown: Shown) -> None:
        """Show this on the open tab."""
        self._shown = shown
        self.now.show_inside(shown)
        self._call()

    def _call(self) -> None:
        """Name what the open tab is about."""
        shown = self._shown
        if shown is not None:
            self._title.setText(_called(shown.snapshot, self.now.subject(shown)))
            self._title.setToolTip(how_named(shown.task))


def _called(snapshot: Snapshot, focus: Focus | None) -> str:
    if focus is None:
        return TITLE
    sizes, task = snapshot.spec.sizes, snapshot.task
    words = name_of(sizes, focus.column, focus.index, task)
    if focus.source is not None:
        words = f"{name_of(sizes, focus.column - 1, focus.source, task)} → {words}"
    return words[:1].upper() + words[1:]
