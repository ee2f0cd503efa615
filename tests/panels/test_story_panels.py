"""The story's panels: values in, signals out."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from netviz.panels.explain.story_bar import StoryBar
from netviz.panels.explain.story_legend import StoryLegend
from netviz.panels.explain.story_panel import Offers, StoryPanel
from netviz.panels.explain.story_slider import STEPS, StageSlider
from netviz.panels.watch.answer import Answer
from netviz.tasks.digits.task import DIGITS
from netviz.training.experiments.lesson import MANY
from netviz.viewmodels.moment import LossCurve, OutputRow, StoryMoment, wish_role
from netviz.viewmodels.palette import DARK, LIGHT
from tests.dressed import dress

ROWS = tuple(OutputRow(k, str(k), 0.1, float(k == 3), 0.9 if k == 3 else -0.1, "muted") for k in range(10))
MOMENT = StoryMoment(
    key=("m",),
    heading="Teach it this 3",
    title="The step",
    caption="One small step.",
    detail="It moved.",
    formula=("w ← w + Δw",),
    outputs=ROWS,
    loss=(2.69, 2.13),
)


@pytest.fixture
def bar(qtbot: QtBot) -> StoryBar:
    bar = StoryBar(DIGITS)
    qtbot.addWidget(bar)
    bar.set_stages(("one", "two", "three"))
    bar.resize(800, 130)
    bar.show()
    return bar


@pytest.fixture
def panel(qtbot: QtBot) -> StoryPanel:
    panel = StoryPanel(DIGITS)
    qtbot.addWidget(panel)
    panel.resize(260, 700)
    panel.show()
    return panel


def button(widget: StoryBar | StoryPanel, text: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.text().strip() == text)


def test_every_way_through_the_story_is_a_signal(bar: StoryBar, qtbot: QtBot) -> None:
    bar.show_place(1.5, playing=False, at_start=False, at_end=False, can_show_shares=True)
    for text, signal in (
        ("Back", bar.back_clicked),
        ("Next", bar.next_clicked),
        ("Replay", bar.replay_clicked),
    ):
        with qtbot.waitSignal(signal):
            QTest.mouseClick(button(bar, text), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.play_toggled) as played:
        QTest.mouseClick(button(bar, "Play"), Qt.MouseButton.LeftButton)
    assert played.args == [True]
    with qtbot.waitSignal(bar.shares_toggled) as shares:
        QTest.mouseClick(button(bar, "Where does it come from?"), Qt.MouseButton.LeftButton)
    assert shares.args == [True]
    bar.show_place(2.8, playing=True, at_start=False, at_end=True)
    with qtbot.waitSignal(bar.train_clicked):
        QTest.mouseClick(button(bar, "Train on"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(bar.play_toggled) as paused:
        QTest.mouseClick(button(bar, "Pause"), Qt.MouseButton.LeftButton)
    assert paused.args == [False]


def test_one_click_on_next_too_many_starts_no_training(bar: StoryBar, qtbot: QtBot) -> None:
    trained: list[bool] = []
    bar.train_clicked.connect(lambda: trained.append(True))
    bar.show_place(1.8, playing=False, at_start=False, at_end=False)
    where = button(bar, "Next").geometry().center()
    bar.show_place(2.8, playing=False, at_start=False, at_end=True)
    assert button(bar, "Next").geometry().center() == where
    assert not button(bar, "Next").isEnabled()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=where)
    assert not trained


def test_the_way_back_from_the_shares_of_a_wish_is_named(bar: StoryBar, qtbot: QtBot) -> None:
    place = {"playing": False, "at_start": False, "at_end": False, "can_show_shares": True}
    bar.show_place(1.8, shows_shares=True, **place)
    with qtbot.waitSignal(bar.shares_toggled) as shares:
        QTest.mouseClick(button(bar, "Back to the wish"), Qt.MouseButton.LeftButton)
    assert shares.args == [False]
    bar.show_place(1.8, **place)
    assert button(bar, "Where does it come from?").isVisible()


def test_showing_a_place_is_no_signal(bar: StoryBar, qtbot: QtBot) -> None:
    heard: list[float] = []
    bar.scrubbed.connect(heard.append)
    for phase in (0.0, 1.3, 2.9):
        bar.show_place(phase, playing=False, at_start=phase == 0, at_end=False)
    assert not heard
    assert not button(bar, "Where does it come from?").isVisible()
    bar.show_place(0.0, playing=False, at_start=True, at_end=False)
    assert not button(bar, "Back").isEnabled()


def test_the_timeline_is_dragged_and_keyed(bar: StoryBar) -> None:
    slider = bar.findChild(StageSlider)
    assert slider is not None
    heard: list[float] = []
    bar.scrubbed.connect(heard.append)
    middle = QPoint(slider.width() // 2, slider.height() // 2)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert heard[-1] == pytest.approx(1.5, abs=0.02)
    QTest.mouseMove(slider, QPoint(slider.width() - 2, middle.y()))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 2, middle.y()))
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert heard[-1] < 3.0
    assert max(heard) < 3.0
    assert slider.maximum() == 3 * STEPS


def test_the_caption_is_readable_to_everybody(bar: StoryBar) -> None:
    bar.show_moment(MOMENT)
    assert bar.accessibleDescription() == MOMENT.text
    assert "One small step." in MOMENT.text
    before = bar.sizeHint().height()
    bar.show_moment(StoryMoment(key=(), heading="h", title="t", caption="Short.", detail=""))
    assert bar.sizeHint().height() == before


def test_the_loss_is_whole_however_long_it_becomes(panel: StoryPanel, qtbot: QtBot) -> None:
    panel.resize(246, 420)
    for loss in ((2.69, None), (0.00504, 0.00373), (0.5, None), (0.0000504, 0.0000373)):
        panel.show_moment(replace(MOMENT, loss=loss))
        qtbot.wait(1)
        shown = panel._loss
        assert shown.width() >= shown.sizeHint().width(), shown.text()
        assert shown.x() + shown.sizeHint().width() <= panel._above.width(), shown.text()


def test_teaching_is_a_signal(panel: StoryPanel, qtbot: QtBot) -> None:
    panel.set_can(apply=True, undo=True)
    heard: list[int] = []
    panel.apply_clicked.connect(heard.append)
    QTest.mouseClick(button(panel, "Apply"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(panel, f"×{MANY}"), Qt.MouseButton.LeftButton)
    assert heard == [1, MANY]
    with qtbot.waitSignal(panel.undo_clicked):
        QTest.mouseClick(button(panel, "Undo"), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.label_chosen) as label:
        panel._teach.label.activated.emit(8)
    assert label.args == [7]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("0.02", 0.02), ("3", 3.0), ("0,5", 0.5), ("1e-4", 1e-4), ("1000000", 1e6), ("2E2", 200.0)],
)
def test_any_rate_that_training_takes_can_be_typed(
    panel: StoryPanel, qtbot: QtBot, typed: str, meant: float
) -> None:
    field = panel._teach.rate
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, typed)
    with qtbot.waitSignals([panel.rate_chosen, panel.rate_done]):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.rate == meant
    assert float(field.text()) == meant


@pytest.mark.parametrize("typed", ["0", "-1", "1000001", "inf", "nan", "fast", "1e999"])
def test_what_can_be_no_rate_is_refused_with_the_range(panel: StoryPanel, qtbot: QtBot, typed: str) -> None:
    field = panel._teach.rate
    chosen: list[float] = []
    panel.rate_chosen.connect(chosen.append)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, typed)
    with qtbot.waitSignal(panel.rate_refused) as refused:
        QTest.keyClick(field, Qt.Key.Key_Return)
    sentence = f"The rate can be any number above 0 and up to 1,000,000; “{typed}” is not. It stays 0.005."
    assert refused.args == [sentence]
    assert field.text() == "0.005"
    assert not chosen


def test_up_and_down_double_and_halve_the_rate(panel: StoryPanel) -> None:
    chosen: list[float] = []
    panel.rate_chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down):
        QTest.keyClick(panel._teach.rate, key)
    assert chosen == [0.01, 0.02, 0.01]


def test_what_is_pressed_last_stands_last(panel: StoryPanel) -> None:
    legend = StoryLegend()
    panel.insert_legend(legend)
    panel.show_moment(MOMENT)
    QApplication.processEvents()
    tops = [
        widget.mapTo(panel, QPoint(0, 0)).y()
        for widget in (panel._wants, panel._loss, panel._formula, legend, button(panel, "Apply"))
    ]
    assert tops == sorted(tops)
    assert len(tops) == 5
    # It is no blue button before the step was told.
    assert button(panel, "Apply").property("role") != "primary"
    moved = tuple(replace(row, moved=True) for row in ROWS)
    panel.show_moment(replace(MOMENT, outputs=moved))
    assert button(panel, "Apply").property("role") == "primary"


def test_a_greyed_apply_says_why(panel: StoryPanel) -> None:
    panel.set_can(apply=False, undo=False, why="You see a step that is past.")
    for text in ("Apply", f"×{MANY}"):
        assert button(panel, text).toolTip() == "You see a step that is past."
    panel.set_can(apply=True, undo=False)
    assert "Make this one step" in button(panel, "Apply").toolTip()


def test_what_else_could_be_told_is_offered(panel: StoryPanel, qtbot: QtBot) -> None:
    offers = ("Take one it misreads", "From an untrained network", "Back to your network")
    panel.show_moment(MOMENT)
    assert not any(button(panel, text).isVisible() for text in offers)
    panel.show_moment(MOMENT, Offers(misread=True, untrained=True, rate=0.0005))
    with qtbot.waitSignal(panel.misread_clicked):
        QTest.mouseClick(button(panel, offers[0]), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.untrained_clicked):
        QTest.mouseClick(button(panel, offers[1]), Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(panel.rate_chosen) as chosen:
        QTest.mouseClick(button(panel, "Try the rate 0.0005"), Qt.MouseButton.LeftButton)
    assert chosen.args == [0.0005]
    panel.show_moment(MOMENT, Offers(back=True))
    with qtbot.waitSignal(panel.back_clicked):
        QTest.mouseClick(button(panel, offers[2]), Qt.MouseButton.LeftButton)


def test_before_a_label_the_card_says_what_it_is_for(panel: StoryPanel) -> None:
    empty = next(label for label in panel.findChildren(QLabel) if label.text().startswith("Choose one"))
    assert empty.isVisible()
    assert not panel._wants.isVisible()
    # It invites, and names no table that is not there.
    assert panel._empty.text() == "Teach it one digit"
    assert not panel._title.isVisible()
    panel.show_moment(MOMENT)
    assert not empty.isVisible()
    assert panel._title.isVisible()
    panel.show_nothing()
    assert empty.isVisible()


def test_the_legend_names_what_is_on_screen(qtbot: QtBot) -> None:
    legend = StoryLegend()
    qtbot.addWidget(legend)
    legend.resize(240, 200)
    weights = frozenset({"positive", "negative"})
    assert legend.words() == ("positive weight", "negative weight"), "before there is a story"
    low = legend.height()
    legend.show_signs(weights | {"output_wish", "second_wish", "off", "muted"})
    assert legend.words() == (
        "output’s wish", "hidden 2’s wish", "wish, but off", "others’ wishes", "positive weight",
        "negative weight",
    )  # fmt: skip
    assert legend.height() > low
    legend.show_signs(weights | {"stroke:output_wish", "stroke:first_wish", "grows", "falls"})
    assert legend.words()[:4] == ("into output", "into hidden 1", "weight grows", "weight falls")
    # A deep network's layers between share a row.
    legend.set_layers(9)
    legend.show_signs(weights | {"output_wish", "middle_wish_1"})
    assert "layers between: a colour each" in legend.words()
    legend.show_signs(frozenset())
    assert legend.words() == ()
    legend.grab()


def test_showing_values_is_no_signal(panel: StoryPanel) -> None:
    heard: list[object] = []
    panel.label_chosen.connect(heard.append)
    panel.rate_chosen.connect(heard.append)
    panel.show_label(3)
    panel.show_rate(0.01)
    panel.show_label(None)
    assert not heard


def test_the_card_shows_wishes_loss_and_formula(panel: StoryPanel) -> None:
    empty = panel.grab().toImage()
    panel.show_moment(MOMENT)
    shown = panel.grab().toImage()
    assert shown != empty
    assert panel._loss.text() == "2.69 → 2.13"
    assert panel._about_loss.text() == "Loss on this digit"
    assert panel._formula.text() == "w ← w + Δw"
    assert "learning rate" not in panel._formula.toolTip()
    assert "Δw: the change of a weight" in panel._formula.toolTip()
    assert "counted from 1" in panel._formula.toolTip()
    assert "3: from 0.100 to 1" in panel._wants.accessibleDescription()
    curve = LossCurve(np.ones(3, np.float32), 1)
    panel.show_moment(StoryMoment(key=(), heading="", title="", caption="", curve=curve, loss=(2.0, 1.0)))
    assert panel._about_loss.text() == "Loss of the mini-batch"


def test_both_themes_can_be_worn(panel: StoryPanel, bar: StoryBar) -> None:
    panel.show_moment(MOMENT)
    pictures = []
    for palette in (LIGHT, DARK):
        dress(panel, palette)
        dress(bar, palette)
        pictures.append((panel.grab().toImage(), bar.grab().toImage()))
    assert pictures[0][0] != pictures[1][0]


def test_many_outputs_fit(panel: StoryPanel) -> None:
    panel.set_outputs(tuple(str(k) for k in range(40)))
    rows = tuple(OutputRow(k, str(k), 0.0, 0.0, 0.0, "muted") for k in range(40))
    panel.show_moment(StoryMoment(key=(), heading="", title="", caption="", outputs=rows))
    panel.grab()


def test_no_number_stays_when_there_is_no_story(panel: StoryPanel) -> None:
    panel.show_moment(MOMENT)
    panel.show_taught("1 step: loss 2 → 1")
    assert "2.13" in " ".join(label.text() for label in panel.findChildren(QLabel))
    panel.show_nothing()
    said = " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    assert "Loss on" not in said
    assert not any(letter.isdigit() for letter in said)


def test_a_long_loss_is_written_smaller_not_cut(panel: StoryPanel) -> None:
    panel.resize(260, 900)
    panel.show_moment(MOMENT)
    assert panel._loss.property("role") == "big"
    panel.show_moment(replace(MOMENT, loss=(1.22791e-5, 1.22782e-5)))
    assert panel._loss.property("role") == "title"


def test_the_legend_names_every_layer_or_says_that_each_has_a_colour(qtbot: QtBot) -> None:
    legend = StoryLegend()
    qtbot.addWidget(legend)
    for layers in (1, 2, 3, 4, 5):
        legend.set_layers(layers)
        legend.show_signs(frozenset(wish_role(c, layers) for c in range(1, layers + 1)))
        hidden = [f"hidden {c}’s wish" if layers > 2 else "hidden’s wish" for c in range(layers - 1, 0, -1)]
        assert legend.words() == ("output’s wish", *hidden)
    highest = legend.height()
    for layers in (6, 12):
        legend.set_layers(layers)
        legend.show_signs(frozenset(wish_role(c, layers) for c in range(1, layers + 1)))
        assert "layers between: a colour each" in legend.words()
        assert legend.height() <= highest


def test_the_card_says_what_the_step_did(panel: StoryPanel) -> None:
    rows = tuple(OutputRow(k, str(k), 0.1, 0.25, 0.15, "muted", moved=True) for k in range(10))
    panel.show_moment(StoryMoment(key=(), heading="", title="", caption="", outputs=rows))
    assert panel._title.text() == "What the step did"
    assert "3: from 0.100 to 0.250" in panel._wants.accessibleDescription()


def test_a_told_answer_stands_in_for_the_network_s_own(qtbot: QtBot) -> None:
    answer = Answer()
    qtbot.addWidget(answer)
    now, then = np.eye(10)[4], np.eye(10)[3]
    answer.show_probabilities(now, 3)
    assert answer.accessibleName() == "Answer: 4, wrong, it is a 3"
    answer.show_told(then, "It then reads")
    assert answer.accessibleName() == "Answer: 3, right"
    # What the network reads meanwhile is kept for later.
    answer.show_probabilities(np.eye(10)[7], 3)
    assert answer.accessibleName() == "Answer: 3, right"
    answer.show_told(None)
    assert answer.accessibleName() == "Answer: 7, wrong, it is a 3"


@pytest.mark.parametrize("height", [400, 420, 476, 560, 700])
@pytest.mark.parametrize("taught", ["", "1 step: loss 4.90 → 1.13"])
def test_nothing_lies_on_anything_else_in_a_low_window(panel: StoryPanel, height: int, taught: str) -> None:
    formula = ("w ← w + Δw, rate η = 0.005", "Plain gradient descent on this one example: no momentum.")
    panel.show_moment(replace(MOMENT, formula=formula), Offers(misread=True, untrained=True))
    panel.show_taught(taught)
    panel.show_notes(
        ("7 of 16 wishes: the strongest, where there is room.", "6 small wishes are drawn longer.")
    )
    panel.resize(234, height)
    QApplication.processEvents()
    # Above what is pressed it scrolls, and the page in there has what it needs.
    page, teach = panel._above, panel._teach
    assert panel.height() == height
    assert panel.rect().contains(teach.geometry())
    assert page.visibleRegion().boundingRect().height() <= teach.y()
    shown = [w for w in page.findChildren(QWidget) if w.parent() is page and w.isVisible()]
    assert panel._wants in shown
    assert panel._loss in shown
    for k, one in enumerate(shown):
        assert page.rect().contains(one.geometry()), one
        assert one.height() >= one.heightForWidth(one.width()), one
        for other in shown[k + 1 :]:
            assert not one.geometry().intersects(other.geometry()), (one, other)


def test_what_stays_the_same_is_not_painted_again(panel: StoryPanel) -> None:
    painted: list[QObject] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                painted.append(watched)
            return False

    watch = Watch()
    for widget in (panel._wants, panel._formula, panel._loss):
        widget.installEventFilter(watch)

    def painted_for(moment: StoryMoment) -> list[QObject]:
        QApplication.processEvents()
        painted.clear()
        panel.show_moment(moment)
        QApplication.processEvents()
        return list(painted)

    for height in (900, 500):
        panel.resize(260, height)
        panel.show_moment(MOMENT)
        assert painted_for(replace(MOMENT, key=("later",))) == []
        assert panel._wants not in painted_for(replace(MOMENT, loss=(2.69, 2.12)))
        assert panel._formula not in painted_for(replace(MOMENT, loss=(2.69, 2.11)))
        moved = replace(ROWS[0], activation=0.2)
        assert panel._wants in painted_for(replace(MOMENT, outputs=(moved, *ROWS[1:])))
    panel.resize(260, 700)
    assert panel._formula in painted_for(replace(MOMENT, formula=("a longer one",)))
