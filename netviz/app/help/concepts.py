"""Help > Concepts: opens the page at what somebody asks for, and follows its ways out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QCursor, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from netviz.app.help.arriving import Arriving
from netviz.app.help.concept_of import ConceptOf
from netviz.app.help.of_run import of_run
from netviz.app.window.actions import ACTIONS
from netviz.app.window.banner import Offer
from netviz.files.errors import FileError
from netviz.lessons.lesson import Lesson
from netviz.lessons.shelf import lessons
from netviz.panels.concepts.page import About, ConceptsPage
from netviz.viewmodels.words.concepts.all_concepts import CONCEPTS
from netviz.viewmodels.words.concepts.concept import Concept
from netviz.viewmodels.words.concepts.controls import TABS, of_action
from netviz.viewmodels.words.glossary import SCHEME

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

ABOUT: Final = "concepts"
HERE: Final = "help.what_is_this"
_KEYS: Final = next(spec.keys for spec in ACTIONS if spec.id == HERE)


class Concepts(QObject):
    """One page, which is kept: who comes back finds it where it was."""

    def __init__(self, program: Program, teach: Callable[[Lesson, int], None]) -> None:
        """`teach` begins a lesson at one of its steps."""
        super().__init__(program.window)
        self._program = program
        self._teach = teach
        self._arriving = Arriving(program)
        self._of = ConceptOf(program)
        self._lessons: tuple[Lesson, ...] | None = None
        self._pointer = QPoint()  # where it was when the keys came to a widget
        self.page: ConceptsPage | None = None
        for menu in set(program.menus.values()):
            menu.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {"help.concepts": self.open, HERE: self.ask}

    def open(self, name: str = "") -> None:
        """Show the page, at this concept; '' at the one where it was."""
        dialog = QApplication.activeModalWidget()
        page = self._own_page() if dialog is None else self._page_over(dialog)
        page.told.show_run(of_run(self._program))
        page.open_at(name)
        page.show()
        page.raise_()
        page.activateWindow()
        page.field.setFocus()

    def ask(self) -> None:
        """The concept of what has the keys, or of what the pointer was brought to since."""
        dialog = self._dialog()
        window, cursor = dialog or self._program.window, QCursor.pos()
        focused = QApplication.focusWidget()
        pointed = QApplication.widgetAt(cursor)
        name = ""
        if pointed is not None and pointed.window() is window and cursor != self._pointer:
            name = self._of.of(pointed, pointed.mapFromGlobal(cursor))
        name = name or self._of.of(focused if focused is not None else window.focusWidget())
        self.open(name or TABS[f"room.{self._program.rooms.now}"])

    def see(self, name: str) -> None:
        """Go where it happens; the page gives way, and waits."""
        concept = CONCEPTS[name]
        if self.page is not None:
            self.page.hide()
        window = self._program.window
        window.activateWindow()
        self._arriving.go(concept.see)
        where = self._arriving.where(concept.see)
        window.banner.say(
            f"{concept.term.name.capitalize()}: {where[0].lower()}{where[1:]}",
            offer=Offer("Back to Concepts", lambda: self.open(name)),
            about=ABOUT,
            passes=True,
        )

    def close(self) -> None:
        """The program ends."""
        if self.page is not None:
            self.page.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Called by Qt for the menus: an open one keeps all keys to itself."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and QKeySequence(event.keyCombination()).toString() in _KEYS
        ):
            action = watched.activeAction() if isinstance(watched, QMenu) else None
            if action is not None:
                for menu in self._program.menus.values():
                    menu.hide()
                self.open(of_action(action.objectName()) or "network")
                return True
        return super().eventFilter(watched, event)

    # ---- inside

    def _focus_changed(self) -> None:
        # Without the widgets that the signal names: one of them may be about to go.
        self._pointer = QCursor.pos()
        dialog = self._dialog()
        alone = Qt.FindChildOption.FindDirectChildrenOnly
        if dialog is not None and dialog.findChild(QShortcut, HERE, alone) is None:
            # The keys of the window's menus do not reach its dialogs.
            for key in _KEYS:
                shortcut = QShortcut(QKeySequence(key), dialog, self.ask)
                shortcut.setObjectName(HERE)

    def _dialog(self) -> QDialog | None:
        """The one of this window that has the keys."""
        active = QApplication.activeWindow()
        if not isinstance(active, QDialog) or isinstance(active, ConceptsPage):
            return None
        parent = active.parentWidget()
        while parent is not None and parent is not self._program.window:
            parent = parent.parentWidget()
        return None if parent is None else active

    def _own_page(self) -> ConceptsPage:
        """The one that stays open beside the window."""
        if self.page is None:
            self.page = page = ConceptsPage(self._about, self._program.window)
            page.see_asked.connect(self.see)
            page.lesson_asked.connect(self._begin)
        return self.page

    def _page_over(self, dialog: QWidget) -> ConceptsPage:
        """One that goes when it is closed, or with the dialog; nobody can go anywhere from there."""
        alone = Qt.FindChildOption.FindDirectChildrenOnly
        open_ = dialog if isinstance(dialog, ConceptsPage) else dialog.findChild(ConceptsPage, "", alone)
        if open_ is not None:
            return open_
        later = f"It can be seen when “{dialog.windowTitle()}” is closed."

        def about(concept: Concept) -> About:
            return self._arriving.where(concept.see), later, ()

        page = ConceptsPage(about, dialog)
        page.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page.ensurePolished()
        stand_beside(page, dialog)
        return page

    def _about(self, concept: Concept) -> About:
        """Where it is seen, why it can't be, and the lessons that tell it."""
        told = tuple(
            (lesson.title, k, at)
            for k, lesson in enumerate(self._all_lessons())
            if (at := _told_at(concept, lesson)) is not None
        )
        return self._arriving.where(concept.see), self._arriving.why_not(concept.see), told

    def _all_lessons(self) -> tuple[Lesson, ...]:
        if self._lessons is None:
            try:
                self._lessons = lessons()
            except FileError:
                self._lessons = ()  # Help > Lessons says what is wrong with them
        return self._lessons

    def _begin(self, k: int, at: int) -> None:
        if self.page is not None:
            self.page.hide()
        self._teach(self._all_lessons()[k], at)


def stand_beside(page: QWidget, dialog: QWidget) -> None:
    """Where the screen has room beside the dialog; over it where it has not."""
    free, own, wide = dialog.screen().availableGeometry(), dialog.frameGeometry(), page.width()
    top = max(free.top(), min(own.top(), free.bottom() - page.height()))
    if free.right() - own.right() >= wide:
        page.move(own.right() + 1, top)
    elif own.left() - free.left() >= wide:
        page.move(own.left() - wide, top)


def _told_at(concept: Concept, lesson: Lesson) -> int | None:
    """At which step it is told: where the words link to it."""
    link = f"]({SCHEME}{concept.id.replace(' ', '-')})"
    return next((k for k, step in enumerate(lesson.steps) if link in step.words), None)
