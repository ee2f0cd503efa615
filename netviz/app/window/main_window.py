"""The window: where each panel stands. It knows no trainer; `composition` wires it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QMetaMethod, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLayout,
    QMainWindow,
    QMenu,
    QMenuBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from netviz.app.files.brought import is_readable
from netviz.app.window.banner import Banner
from netviz.app.window.kinds import answer_panel, input_panel, picker
from netviz.app.window.places import GAP, INSIDE, Card, Places, Size
from netviz.app.window.top_bar import TopBar
from netviz.panels.inspector.inspector import Inspector
from netviz.panels.kit.scrolling import Scrolling
from netviz.panels.run.past_bar import PastBar
from netviz.panels.run.timeline import Timeline
from netviz.panels.settings.form import Check, SettingsForm
from netviz.panels.watch.controls import Controls
from netviz.panels.watch.legend import Legend
from netviz.panels.watch.path_card import PathCard
from netviz.panels.watch.sentence_bar import SentenceBar
from netviz.panels.watch.view_bar import ViewBar
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.units import FollowsText, covered, hold, hold_again
from netviz.tasks.task import AnyTask
from netviz.viewmodels.score import ACCURACY, Score

if TYPE_CHECKING:
    from netviz.app.explain.around import AroundStory
    from netviz.panels.explain.label_question import LabelQuestion
    from netviz.panels.explain.story_bar import StoryBar
    from netviz.panels.explain.story_panel import StoryPanel
    from netviz.panels.watch.curves import Curves

LEFT_WIDTH: Final = Size(236, 400, 0.15)
SIMPLE_LEFT_WIDTH: Final = Size(250, 400, 0.22)
RIGHT_WIDTH: Final = Size(276, 460, 0.18)
CURVES_HEIGHT: Final = Size(132, 300, 0.2)
FIRST_SIZE: Final = QSize(1366, 768)
FRAME: Final = QSize(8, 40)
SMALLEST_SIZE: Final = QSize(480, 320)
STORY_NETWORK: Final = 310
NETWORK: Final = QSize(320, 240)  # units that it has at least; where that is too much, the page scrolls


class MainWindow(QMainWindow):
    """The page: what stands in which room around the network.

    Watch: pad and answer left, one neuron right, curves below. Explain a step: the story's sentence above,
    its card at the right. Other rooms put their cards into `places`.
    """

    closing = Signal(object)  # QCloseEvent; ignore it to stay
    dropped = Signal(object)  # QMimeData with a file or a picture in it
    shown = Signal()
    returned = Signal()  # Return, which nothing in it had a use for
    unheard = Signal(object)  # QKeyEvent of another key of that kind
    term_asked = Signal(str)  # a word's id: its concept is wanted

    # They come with the room Explain, behind the first picture.
    story: AroundStory
    story_panel: StoryPanel
    story_bar: StoryBar
    question: LabelQuestion

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("netviz")
        self.setMinimumSize(SMALLEST_SIZE)
        # Frame and title are the desktop's; at the first start it has not said how large they are.
        self.resize(FIRST_SIZE.boundedTo(self.screen().availableSize() - FRAME))
        self.setAcceptDrops(True)

    def furnish(self, task: AnyTask, check: Check) -> None:
        """Put everything that a run of this task needs into it; nothing else stands there (see `clear`)."""
        self._task = task
        self.path_shown = False
        self._curves: Curves | None = None
        self._story: AroundStory | None = None
        self._legend_shown = True
        self._score = ACCURACY
        # Each is made where it stands: a move from parent to parent dresses all of it anew. Tab goes through
        # them in the order in which they are made.
        self._lay_out()
        self._make_left(task, check)
        self._make_middle()
        self._make_right(task)
        self._make_around()
        self._make_top()
        self.open_room("watch")
        self._share_room()

    def clear(self) -> None:
        """Take everything out and let nobody hear of it any more. The window itself stays on the screen: what
        is drawn by the graphics processor may come and go in a window, and not with it.
        """
        for signal in (
            self.closing,
            self.dropped,
            self.shown,
            self.returned,
            self.unheard,
            self.term_asked,
            self.windowTitleChanged,
        ):
            if self.isSignalConnected(QMetaMethod.fromSignal(signal)):
                signal.disconnect()
        self._curves = self._story = None
        for action in self.actions():
            self.removeAction(action)
        bar = self.menuBar()
        for menu in self.findChildren(QMenu):
            menu.deleteLater()
        bar.clear()
        for child in self.children():
            if shiboken6.isValid(child) and not isinstance(child, QLayout | QMenuBar | QMenu):
                shiboken6.delete(child)

    def _lay_out(self) -> None:
        """The page, which scrolls where it has too little room, and the places on it."""
        self.page = page = QWidget(self)
        page.setProperty("role", "page")
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.places = Places(page)
        self._scroll = Scrolling(self.places, sideways=True, parent=page)
        self._row = QHBoxLayout()
        self._row.addWidget(self._scroll, 1)
        self.beside: QWidget | None = None
        self._column.addLayout(self._row, 1)
        self.setCentralWidget(page)

    def _make_left(self, task: AnyTask, check: Check) -> None:
        """The card left of the network."""
        card = Card(self.places, scrolls=True)
        self.draw = input_panel(task, card.inside)
        self.answer = answer_panel(task, card.inside)
        self.picker = picker(task, card.inside)
        self.form = SettingsForm(check, card.inside)
        self.path = PathCard(card.inside)
        self._below_answer = QWidget(card.inside)  # where less stands there, it stands together at the top
        card.add(self.draw)
        # A taller window has room for more runners-up, and for more digits to pick from.
        card.add(self.answer, 1)
        if self.picker is not None:
            card.add(self.picker, 2)
        card.add(self.form)
        card.add(self.path)
        card.add(self._below_answer, 100)
        rooms, wall = ("watch", "explain", "test", "page"), ("watch", "page")
        self.places.stand(
            card, "left", rooms, panel="left", size=LEFT_WIDTH, simple_size=SIMPLE_LEFT_WIDTH, presented=wall
        )

    def _make_middle(self) -> None:
        """The network."""
        self.canvas = GraphCanvas(self.places)
        self.canvas.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        hold(self.canvas, least_width=NETWORK.width(), least_height=NETWORK.height())
        network = ("watch", "train", "explain")
        self.places.stand(self.canvas, "middle", network, presented=network)

    def _make_right(self, task: AnyTask) -> None:
        """The cards right of the network."""
        card = Card(self.places, scrolls=True)
        self.inspector = Inspector(card.inside, task=task)
        self.view_bar = ViewBar(card.inside)
        self.legend = Legend(card.inside)
        card.add(self.inspector, 1)
        card.add(self.view_bar)
        card.add(self.legend)
        self.places.stand(card, "right", ("watch",), panel="right", size=RIGHT_WIDTH, only_full=True)

    def _make_around(self) -> None:
        """What stands above and below the network."""
        self.sentence = SentenceBar(self.places)
        self.timeline = Timeline(self.places)
        self.curves_card = Card(self.places)
        self.curves_card.column.setContentsMargins(12, 8, 12, 8)
        self.places.stand(self.sentence, "below", ("watch",), presented=("watch",))
        self.places.stand(self.timeline, "below", ("watch", "train", "landscape"), only_full=True, spans=True)
        self.places.stand(self.curves_card, "below", ("watch",), panel="curves", size=CURVES_HEIGHT)

    def _make_top(self) -> None:
        """What stands over all of it."""
        self.controls = Controls()
        self.bar = TopBar(self.controls, self.page)
        self.past_bar = PastBar(self.page)
        for row, widget in enumerate((self.bar, self.past_bar)):
            self._column.insertWidget(row, widget)
        self.banner = Banner(self.page)

    def show_full(self, full: bool) -> None:
        """Whether Watch shows everything, or what one needs first."""
        self.places.show_full(full)
        self._share_room()
        self._show_curves()

    def show_path(self, shown: bool) -> None:
        """Whether the card of the first steps is there."""
        self.path_shown = shown
        self._give_way()

    def show_past(self, past: bool) -> None:
        """Whether a step that is past is on screen: the way back is in sight then, and the paper has another
        tone.
        """
        self.places.insist(self.timeline, past)
        if self.page.property("past") != past:
            self.page.setProperty("past", past)
            self.page.style().unpolish(self.page)
            self.page.style().polish(self.page)

    def _show_curves(self) -> None:
        if self._curves is not None:
            self._curves.show_one(self.places.simple)

    def insert_curves(self, curves: Curves) -> None:
        """Put the plots in their card, once they are loaded."""
        self.curves_card.add(curves)
        curves.show_score(self._score)
        self._curves = curves
        self._show_curves()

    def insert_story(self, story: AroundStory) -> None:
        """Put what stands around the network in Explain in its places, once it is there."""
        self.story = self._story = story
        self.story_panel, self.story_bar, self.question = story.panel, story.bar, story.question
        self.places.stand(story.card, "right", ("explain",), panel="right", size=RIGHT_WIDTH)
        self.places.stand(story.above, "above", ("explain",))
        self._column.insertWidget(self._column.indexOf(self.past_bar) + 1, story.dock)
        self._take_turn(story.card)
        story.legend.setVisible(self._legend_shown)
        self._share_room()

    def _take_turn(self, first: QWidget) -> None:
        """What was made from `first` on comes before the bars at the top when Tab goes through the window."""
        new: list[QWidget] = []
        one: QWidget | None = first
        while one is not None and one is not self:
            new.append(one)
            one = one.nextInFocusChain()
        before: QWidget | None = self.bar
        while before is not None and before.focusPolicy() == Qt.FocusPolicy.NoFocus:
            before = before.previousInFocusChain()
        for one in new:
            if before is not None and one.focusPolicy() != Qt.FocusPolicy.NoFocus:
                self.setTabOrder(before, one)
                before = one

    @property
    def score(self) -> Score:
        """How curves and timeline say how good the network is."""
        return self._score

    def show_score(self, score: Score) -> None:
        """How the curves and the timeline say how good the network is."""
        self._score = score
        self.timeline.track.show_score(score)
        if self._curves is not None:
            self._curves.show_score(score)

    def show_panel(self, name: str, shown: bool) -> None:
        """Show or hide one of PANELS."""
        self.places.show_panel(name, shown)

    def present(self, presents: bool) -> None:
        """Whether there is nothing but what is seen from the back of a hall."""
        self.places.present(presents)
        self.menuBar().setVisible(not presents)
        self.bar.setVisible(not presents)
        self._share_room()

    def show_inside(self, page: QWidget | None) -> None:
        """Show the page that looks into the network; None: it goes again, and all is as it was."""
        self.places.show_panel(INSIDE, page is not None)
        self._share_room()
        if page is not None:
            self._scroll.bring_into_sight(page, page.rect())

    def open_room(self, name: str) -> None:
        """Show the panels of this room."""
        self.places.open(name)
        self.begin_at_top_left()
        # The story has words above and below the image.
        least = STORY_NETWORK if name == "explain" else NETWORK.height()
        hold(self.canvas, least_height=least)
        self._share_room()
        # Not the first button: Space means to train, or to go on.
        self.canvas.setFocus()

    def begin_at_top_left(self) -> None:
        """Whoever opens something that scrolls sees its beginning."""
        for bar in (self._scroll.horizontalScrollBar(), self._scroll.verticalScrollBar()):
            bar.setValue(0)

    def bring_into_sight(self, place: QRectF) -> None:
        """A part of the network, in the canvas's units, where the page scrolls."""
        self._scroll.bring_into_sight(self.canvas, covered(place))

    def show_legend(self, shown: bool) -> None:
        """What the colours mean, in both rooms."""
        self._legend_shown = shown
        self.legend.setVisible(shown)
        if self._story is not None:
            self._story.legend.setVisible(shown)

    def _give_way(self) -> None:
        # The first steps take the place of what one needs later.
        fewer = self.places.simple or self.path_shown or self.places.presents
        if self.picker is not None:
            self.picker.setVisible(not fewer)
        self.form.setVisible(not fewer)
        self.path.setVisible(self.path_shown and not self.places.presents)
        self._below_answer.setVisible(fewer)

    def stand_beside(self, widget: QWidget | None) -> None:
        """At the right of all that a room has, in every room: what is no part of the run; None: nothing."""
        self.beside, gap = widget, 0 if widget is None else GAP
        self._row.setContentsMargins(0, gap, gap, gap)
        if widget is not None:
            self._row.addWidget(widget)
        self._share_room()

    def text_resized(self) -> None:
        """Everything is larger or smaller now: bounds, what paints itself, and the panels."""
        for widget in self.findChildren(QWidget):
            hold_again(widget)
            if isinstance(widget, FollowsText):
                widget.text_resized()
            widget.updateGeometry()
            widget.update()
        self._share_room()

    def _share_room(self) -> None:
        if self._story is not None:
            self._story.dock.share_room(self, told=self.places.room == "explain" and not self.places.presents)
        card = self.beside
        beside = 0 if card is None else max(card.sizeHint().width(), card.minimumWidth()) + GAP
        self.places.share_room(self.width() - beside, self.height())
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.returned.emit()
        else:
            self.unheard.emit(event)
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._accept_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._accept_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self._accept_copy(event):
            self.dropped.emit(event.mimeData())

    def _accept_copy(self, event: QDropEvent) -> bool:
        """Whether there is something for it. Who thinks that it was moved deletes it."""
        if not is_readable(event.mimeData()):
            event.ignore()
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        return True
