"""The pages of the training room: what takes effect at once, and what is refused in a sentence."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QSlider, QWidget
from pytestqt.qtbot import QtBot

from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.network.losses import LOSSES, loss_named
from netviz.network.spec import NetworkSpec, SpecError
from netviz.panels.kit.fields import ChoiceField, Field, NotANumber, TextField
from netviz.panels.kit.terms import TermLabel
from netviz.panels.settings.data_sheet import CHANGED, UNCHANGED
from netviz.panels.settings.sheets import DATA, NETWORK, REGULARISE, STEP
from netviz.panels.train.card import STOP, SettingsCard
from netviz.panels.train.foot import Foot
from netviz.panels.train.state_card import ALL_WELL, QUIET, Hint, StateCard
from netviz.panels.train.stop_sheet import clock, read_percent, read_time
from netviz.tasks.digits.augmentation_settings import DEFAULT_AUGMENTATION, Augmentation
from netviz.training.config import ConfigError, TrainingConfig, new_config
from netviz.training.schedules import Schedule
from netviz.training.stopping import StopConditions
from netviz.viewmodels.palette import DARK, LIGHT
from tests.dressed import dress

RUNNING = TrainingConfig(learning_rate=0.02, batch_size=64)


def check(config: TrainingConfig) -> str | None:
    try:
        config.check(55_000)
    except (ConfigError, SpecError) as error:
        return str(error)
    return None


def check_stop(conditions: StopConditions) -> str | None:
    try:
        conditions.check()
    except ConfigError as error:
        return str(error)
    return None


@pytest.fixture
def card(qtbot: QtBot) -> SettingsCard:
    card = SettingsCard(check, check_stop)
    qtbot.addWidget(card)
    card.resize(304, 420)
    card.set_config(RUNNING, afresh=True)
    card.show()
    return card


def write(field: TextField, text: str) -> None:
    field.edit.setFocus()
    field.edit.selectAll()
    if text:
        QTest.keyClicks(field.edit, text)
    else:
        QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
    QTest.keyClick(field.edit, Qt.Key.Key_Return)


def choose(field: ChoiceField, value: str) -> None:
    """By keys, as a person would."""
    box = field.box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentData() != value:
        QTest.keyClick(box, Qt.Key.Key_Down)


FIELDS: list[tuple[str, str, str, dict[str, object], tuple[str, ...]]] = [
    (STEP, "rate", "0,1", {"learning_rate": 0.1}, ("0", "-1", "nan", "inf", "1e9", "fast", "")),
    (STEP, "batch", "1,000", {"batch_size": 1000}, ("0", "64.5", "99999999", "-3", "many", "")),
    (STEP, "momentum", "0.5", {"momentum": 0.5}, ("1", "-0.1", "nan", "x")),
    (STEP, "clip", "2", {"clip_norm": 2.0}, ("0", "-1", "nan", "1e9", "tight")),
    (REGULARISE, "l2", "1e-4", {"l2": 0.0001}, ("-1", "101", "nan", "x", "")),
    (REGULARISE, "l1", "1e-5", {"l1": 0.00001}, ("-1", "101", "nan", "x", "")),
    (REGULARISE, "dropout", "0.2", {"dropout": 0.2}, ("-0.1", "0.95", "1", "nan", "half")),
    (REGULARISE, "label_smoothing", "0.1", {"label_smoothing": 0.1}, ("-0.1", "0.6", "nan", "x")),
]


def field_of(card: SettingsCard, page: str, name: str) -> TextField:
    sheet = {STEP: card.step, REGULARISE: card.regularise, STOP: card.stop, NETWORK: card.network}[page]
    card.pages.open(page)
    field = getattr(sheet, name, None) or sheet.fields[name]
    assert isinstance(field, TextField)
    return field


@pytest.mark.parametrize(("page", "name", "text", "expected", "bad"), FIELDS, ids=lambda v: str(v)[:12])
def test_each_field_takes_effect_with_enter_and_refuses_what_is_outside_its_range(
    card: SettingsCard,
    qtbot: QtBot,
    page: str,
    name: str,
    text: str,
    expected: dict[str, object],
    bad: tuple[str, ...],
) -> None:
    field = field_of(card, page, name)
    for wrong in bad:
        with qtbot.assertNotEmitted(card.config_changed):
            write(field, wrong)
        assert field.complaint().endswith((".", ").")), wrong
        assert "would be right" in field.complaint()
    with qtbot.waitSignal(card.config_changed) as changed:
        write(field, text)
    assert changed.args == [replace(RUNNING, **expected)]  # type: ignore[arg-type]
    assert field.complaint() == ""


@pytest.mark.parametrize("name", ["shift", "rotation", "scale", "elastic", "noise"])
def test_augmentation_has_a_field_for_each_of_its_parts(card: SettingsCard, qtbot: QtBot, name: str) -> None:
    card.pages.open(DATA)
    field = card.data.fields[name]
    for wrong in ("-1", "1000", "nan", "much", ""):
        with qtbot.assertNotEmitted(card.config_changed):
            write(field, wrong)
        assert "would be right" in field.complaint()
    with qtbot.waitSignal(card.config_changed) as changed:
        write(field, "0.25")
    assert changed.args == [replace(RUNNING, augmentation=Augmentation(**{name: 0.25}))]


def test_the_preview_shows_what_augmentation_does(card: SettingsCard, qtbot: QtBot) -> None:
    images = np.zeros((20, 784), np.uint8)
    images[:, 300:320] = 255
    card.data.provide(images)
    card.pages.open(DATA)
    plain = card.data.preview.digits()
    assert (plain == images[0]).all()
    assert card.data.note.text() == UNCHANGED
    with qtbot.waitSignal(card.config_changed) as changed:
        QTest.mouseClick(card.data.usual, Qt.MouseButton.LeftButton)
    assert changed.args == [replace(RUNNING, augmentation=DEFAULT_AUGMENTATION)]
    augmented = card.data.preview.digits()
    assert card.data.note.text() == CHANGED
    assert not (augmented == plain).all(axis=1).any()
    QTest.mouseClick(card.data.others, Qt.MouseButton.LeftButton)
    assert not np.array_equal(card.data.preview.digits(), augmented)
    QTest.mouseClick(card.data.none, Qt.MouseButton.LeftButton)
    assert (card.data.preview.digits() == images[0]).all()


def test_a_schedule_begins_where_the_run_is(card: SettingsCard, qtbot: QtBot) -> None:
    card.pages.open(STEP)
    card.step.show_step(700, 55_000)
    assert not card.step.sketch.isVisible()
    with qtbot.waitSignal(card.config_changed) as changed:
        choose(card.step.schedule, "cosine")
    assert changed.args == [replace(RUNNING, schedule=Schedule("cosine", start=700))]
    assert card.step.sketch.isVisible()
    assert not card.step.drop.isVisible()
    card.step.show_step(900, 55_000)
    with qtbot.waitSignal(card.config_changed) as changed:
        QTest.mouseClick(card.step.again, Qt.MouseButton.LeftButton)
    assert changed.args == [replace(RUNNING, schedule=Schedule("cosine", start=900))]
    with qtbot.waitSignal(card.config_changed) as changed:
        write(card.step.over, "1719")
    assert changed.args == [replace(RUNNING, schedule=Schedule("cosine", 1719, start=900))]
    assert card.step.sketch.length == "2 epochs"
    assert card.step.sketch.end_words == "2,619, 2 epochs from now"
    for wrong in ("0", "-5", "2.5", "long", "9" * 12, ""):
        with qtbot.assertNotEmitted(card.config_changed):
            write(card.step.over, wrong)
        assert "would be right" in card.step.over.complaint()
    choose(card.step.schedule, "step")
    assert card.step.drop.isVisible()
    for wrong in ("0", "1.5", "nan", "half"):
        with qtbot.assertNotEmitted(card.config_changed):
            write(card.step.drop, wrong)
        assert "would be right" in card.step.drop.complaint()


@pytest.mark.parametrize("kind", ["constant", "cosine", "step", "warm-up", "one-cycle"])
def test_every_schedule_is_drawn(card: SettingsCard, kind: str) -> None:
    sketch = card.step.sketch
    pictures = set()
    for step in (0, 300, 999, 5000):
        sketch.show_schedule(Schedule(kind, 1000), 0.1)
        sketch.show_step(step)
        sketch.resize(280, 74)
        pictures.add(sketch.grab().toImage().constBits().tobytes())
        # The words about the present rate stand over its point, and over nothing else.
        metrics = sketch.fontMetrics()
        for x, top in product((5.0, 60.0, 140.0, 200.0, 275.0), (4.0, 100.0, 276.0)):
            here, highest = sketch._places(x, top, 280.0, metrics)
            end = here + metrics.horizontalAdvance(sketch.now_words)
            assert 0 <= here - 1 <= x <= end + 1 <= 280
            # Those about the highest stand over the place that has it, or nowhere.
            wide = metrics.horizontalAdvance(sketch.highest_words)
            if highest is None:
                assert top - wide < end
                assert here < top + wide
            else:
                assert 0 <= highest - 1 <= top <= highest + wide + 1 <= 280
                assert highest + wide <= here or end <= highest
    assert len(pictures) >= 3
    assert kind in sketch.accessibleDescription()


def test_the_slider_moves_the_rate_also_below_a_field_that_is_wrong(card: SettingsCard, qtbot: QtBot) -> None:
    card.pages.open(STEP)
    write(card.step.batch, "0")
    with qtbot.waitSignal(card.config_changed) as changed:
        QTest.keyClick(card.step.slider, Qt.Key.Key_Right)
    assert changed.args is not None
    assert 0.02 < changed.args[0].learning_rate < 0.03
    assert "Batch size" in card.step.batch.complaint()
    assert card.step.batch.text() == "0"


def test_momentum_is_there_for_optimisers_that_have_it(card: SettingsCard, qtbot: QtBot) -> None:
    card.pages.open(STEP)
    assert card.step.momentum.isEnabled()
    with qtbot.waitSignal(card.config_changed) as changed:
        choose(card.step.optimiser, "sgd")
    assert changed.args == [replace(RUNNING, optimiser="sgd")]
    assert not card.step.momentum.isEnabled()


# ---- the network


@pytest.mark.parametrize(
    ("text", "sizes"),
    [("784-128-64-10", (784, 128, 64, 10)), ("32", (784, 32, 10)), ("5, 6, 7", (784, 5, 6, 7, 10))],
)
def test_typed_layers_reshape_the_network(
    card: SettingsCard, qtbot: QtBot, text: str, sizes: tuple[int, ...]
) -> None:
    with qtbot.waitSignal(card.reshaped) as reshaped:
        write(card.network.layers, text)
    assert reshaped.args == [NetworkSpec.dense(sizes)]
    assert card.network.layers.text() == str(NetworkSpec.dense(sizes))
    assert f"{NetworkSpec.dense(sizes).n_parameters:,}" in card.network.count.text()


def test_an_empty_text_means_no_hidden_layer(card: SettingsCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.reshaped) as reshaped:
        write(card.network.layers, "")
    assert reshaped.args == [NetworkSpec.dense((784, 10))]
    assert card.network.each == []


@pytest.mark.parametrize("text", ["0", "16,0", "1000000", "16;16", "784-16-16-9", "99999", "a" * 300])
def test_layers_that_cannot_be_built_are_refused(card: SettingsCard, qtbot: QtBot, text: str) -> None:
    with qtbot.assertNotEmitted(card.reshaped):
        write(card.network.layers, text)
    assert "Layers" in card.network.layers.complaint()
    assert "would be right" in card.network.layers.complaint()


def test_a_network_too_large_for_memory_is_refused_with_the_size_it_would_take(
    card: SettingsCard, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(card.reshaped):
        write(card.network.layers, "90000")
    assert "GB" in card.network.layers.complaint()


def test_each_layer_has_its_activation(card: SettingsCard, qtbot: QtBot) -> None:
    first, second = card.network.each
    with qtbot.waitSignal(card.reshaped) as reshaped:
        choose(second, "tanh")
    assert reshaped.args is not None
    assert reshaped.args[0].activations[0] == "relu"
    assert card.network.activation.value() is None
    choose(card.network.activation, "sigmoid")
    assert (first.value(), second.value()) == ("sigmoid", "sigmoid")


def test_another_seed_waits_for_a_new_network(card: SettingsCard, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(card.reshaped), qtbot.assertNotEmitted(card.began):
        write(card.network.seed, "7")
    with qtbot.waitSignal(card.began) as began:
        QTest.mouseClick(card.network.begin, Qt.MouseButton.LeftButton)
    assert began.args == [replace(RUNNING, seed=7)]
    for wrong in ("", "-1", "1.5", "x", "9" * 25):
        write(card.network.seed, wrong)
        assert card.network.seed.complaint(), wrong
        with qtbot.assertNotEmitted(card.began):
            QTest.mouseClick(card.network.begin, Qt.MouseButton.LeftButton)


def test_what_is_being_typed_stays_while_the_run_changes(card: SettingsCard, qtbot: QtBot) -> None:
    card.pages.open(STEP)
    edit = card.step.batch.edit
    card.activateWindow()
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    edit.selectAll()
    QTest.keyClicks(edit, "12")
    card.set_config(replace(RUNNING, learning_rate=0.5))
    assert card.step.batch.text() == "12"
    assert card.step.rate.text() == "0.5"
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert card.step.bound.value == replace(RUNNING, learning_rate=0.5, batch_size=12)


# ---- stop conditions


@pytest.mark.parametrize(
    ("name", "text", "expected", "written"),
    [
        ("epochs", "2.5", StopConditions(epochs=2.5), "2.5"),
        ("seconds", "90", StopConditions(seconds=90), "1:30"),
        ("seconds", "1:30", StopConditions(seconds=90), "1:30"),
        ("seconds", "2 min", StopConditions(seconds=120), "2:00"),
        ("seconds", "0.5", StopConditions(seconds=0.5), "0.5 s"),
        ("accuracy", "98", StopConditions(validation_accuracy=0.98), "98\u00a0%"),
        ("accuracy", "97.5\u00a0%", StopConditions(validation_accuracy=0.975), "97.5\u00a0%"),
        ("accuracy", "0.98", StopConditions(validation_accuracy=0.98), "98\u00a0%"),
        ("patience", "5", StopConditions(patience=5), "5"),
    ],
)
def test_stop_conditions(
    card: SettingsCard, qtbot: QtBot, name: str, text: str, expected: StopConditions, written: str
) -> None:
    field = field_of(card, STOP, name)
    with qtbot.waitSignal(card.stop_changed) as changed:
        write(field, text)
    assert changed.args == [expected]
    assert field.text() == written
    with qtbot.waitSignal(card.stop_changed) as changed:
        write(field, "")
    assert changed.args == [StopConditions()]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("epochs", text) for text in ("0", "-1", "nan", "inf", "many")),
        *(("seconds", text) for text in ("0", "-1", "1:75", "1:2:3", ":", "nan", "soon", "5 years")),
        *(("accuracy", text) for text in ("0", "101", "-5", "nan", "all")),
        *(("patience", text) for text in ("0", "-1", "2.5", "9999999", "much")),
    ],
)
def test_stop_conditions_that_cannot_be_met_are_refused(
    card: SettingsCard, qtbot: QtBot, name: str, text: str
) -> None:
    field = field_of(card, STOP, name)
    with qtbot.assertNotEmitted(card.stop_changed):
        write(field, text)
    assert "would be right" in field.complaint()


@pytest.mark.parametrize(
    ("name", "example"), [("epochs", "10"), ("seconds", "1:30"), ("accuracy", "98"), ("patience", "64")]
)
def test_the_example_of_what_would_be_right_suits_the_field(
    card: SettingsCard, qtbot: QtBot, name: str, example: str
) -> None:
    field = field_of(card, STOP, name)
    write(field, "abc")
    assert "“abc”" in field.complaint()
    assert example in field.complaint()
    with qtbot.waitSignal(card.stop_changed):
        write(field, example)
    assert field.complaint() == ""


def test_what_was_refused_stays_while_other_fields_change(card: SettingsCard) -> None:
    write(field_of(card, STOP, "seconds"), "1:75")
    write(card.stop.epochs, "3")
    assert card.stop.seconds.text() == "1:75"
    assert "no time" in card.stop.seconds.complaint()
    card.stop.set_conditions(StopConditions(seconds=60))
    assert (card.stop.seconds.text(), card.stop.seconds.complaint()) == ("1:00", "")


def test_all_stop_conditions_are_cleared_at_once(card: SettingsCard, qtbot: QtBot) -> None:
    write(field_of(card, STOP, "epochs"), "3")
    write(field_of(card, STOP, "patience"), "x")
    with qtbot.waitSignal(card.stop_changed) as changed:
        QTest.mouseClick(card.stop.never, Qt.MouseButton.LeftButton)
    assert changed.args == [StopConditions()]
    assert (card.stop.epochs.text(), card.stop.patience.text()) == ("", "")
    assert card.stop.patience.complaint() == ""


def test_times_and_shares_are_read_as_people_write_them() -> None:
    assert read_time("Time", "1 h") == 3600
    assert read_time("Time", "off") is None
    assert read_percent("Accuracy", "1") == 1
    assert read_percent("Accuracy", "0.5\u00a0%") == 0.005
    assert clock(3661) == "61:01"
    for wrong in ("1:99", "abc", "5 years", "many s"):
        with pytest.raises(NotANumber, match=f"Time: “{wrong}” is no time; one as in 1:30 would be right"):
            read_time("Time", wrong)


# ---- feet of columns


@pytest.fixture
def canvas(qtbot: QtBot) -> QWidget:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(500, 300)
    return canvas


@pytest.fixture
def foot(canvas: QWidget) -> Foot:
    foot = Foot(1, canvas)
    foot.show_layer(16, 200, 80)
    foot.stand(250, 200)
    canvas.show()
    return foot


def test_clicks_in_a_row_are_one_change(foot: Foot, qtbot: QtBot) -> None:
    with qtbot.waitSignal(foot.resized) as resized:
        for _ in range(3):
            QTest.mouseClick(foot.plus, Qt.MouseButton.LeftButton)
        QTest.mouseClick(foot.minus, Qt.MouseButton.LeftButton)
    assert resized.args == [18]


def test_a_drag_changes_the_number_when_it_is_let_go(foot: Foot, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(foot.resized):
        QTest.mousePress(foot.count, Qt.MouseButton.LeftButton)
        centre = foot.count.rect().center()
        QTest.mouseMove(foot.count, centre.__class__(centre.x(), centre.y() - 40))
    wanted = foot.wanted
    assert wanted > 16
    with qtbot.waitSignal(foot.resized) as resized:
        QTest.mouseRelease(foot.count, Qt.MouseButton.LeftButton)
    assert resized.args == [wanted]


def test_the_number_goes_down_to_one_and_no_further(foot: Foot, qtbot: QtBot) -> None:
    foot.show_layer(2, 200, 80)
    with qtbot.waitSignal(foot.resized) as resized:
        for _ in range(4):
            QTest.keyClick(foot.count, Qt.Key.Key_Down)
        QTest.keyClick(foot.count, Qt.Key.Key_Return)
    assert resized.args == [1]
    assert not foot.minus.isEnabled()


def test_keys_change_and_remove_a_layer(foot: Foot, qtbot: QtBot) -> None:
    with qtbot.waitSignal(foot.resized) as resized:
        QTest.keyClick(foot.count, Qt.Key.Key_PageUp)
        QTest.keyClick(foot.count, Qt.Key.Key_Up)
        QTest.keyClick(foot.count, Qt.Key.Key_Return)
    assert resized.args == [25]
    with qtbot.waitSignal(foot.removed):
        QTest.keyClick(foot.count, Qt.Key.Key_Delete)
    assert foot.count.accessibleName() == "Hidden layer 1: 25 neurons"


def test_a_refused_number_goes_back(foot: Foot, qtbot: QtBot) -> None:
    with qtbot.waitSignal(foot.resized):
        QTest.keyClick(foot.count, Qt.Key.Key_Up)
    foot.refuse()
    assert foot.wanted == 16


def test_where_columns_stand_close_the_number_stands_alone(foot: Foot) -> None:
    wide = foot.width()
    foot.show_layer(16, 100, 80)
    assert (foot.count._words, foot.named, foot.width() < wide) == ("16", False, True)
    foot.show_layer(16, 80, 70)
    assert (foot.count._words, foot.width() < 0.75 * wide) == ("16", True)
    assert foot.plus.isVisible()
    for part in (foot.minus, foot.count, foot.plus):
        part.clearFocus()
    foot.show_layer(16, 80, 160)  # a caption that is wider than the foot: it is covered all the same
    assert foot.width() >= 160
    foot.show_layer(16, 40, 34)
    assert foot.width() < wide / 2
    assert not foot.plus.isVisible()
    assert foot.count.isVisible()


# ---- advice


def test_overfitting_can_be_asked_about_in_a_hint_and_before_it_does_harm(qtbot: QtBot) -> None:
    state = StateCard()
    qtbot.addWidget(state)
    state.show_hints((), measured=True, note="The curves have parted. That is overfitting.")
    (early,) = [w for w in state.all_well.findChildren(TermLabel) if "overfitting" in w.terms]
    assert "parted" in early.words
    state.show_hints((Hint("overfitting", "It learns by heart: overfitting."),), measured=True)
    assert "overfitting" in state.boxes[0].sentence.terms


def test_in_the_past_advice_says_that_it_is_about_the_newest_step(qtbot: QtBot) -> None:
    state = StateCard()
    qtbot.addWidget(state)
    assert state.title.text() == "Advice"
    state.show_of(1090)
    assert state.title.text() == "Advice · the newest step, 1,090"
    state.show_of(None)
    assert state.title.text() == "Advice"
    state.show_looked(1050)
    assert state.title.text() == "Advice · at step 1,050"


def test_advice_is_quiet_until_there_is_something_to_say(qtbot: QtBot) -> None:
    state = StateCard()
    qtbot.addWidget(state)
    state.show()
    assert state.all_well.text() == QUIET
    state.show_hints((), measured=True)
    assert state.all_well.text() == ALL_WELL
    state.show_hints((), measured=True, note="Curves part.", small="2 of the 16 neurons are dead.")
    assert state.all_well.text() != ALL_WELL
    assert state.all_well.words() == "2 of the 16 neurons are dead. Curves part."
    state.expect()
    assert state.all_well.words() == "2 of the 16 neurons are dead. Curves part."
    state.show_hints((), measured=False, note="Looked at after step 4.")
    assert state.all_well.text() == "Too few steps for advice yet."
    state.expect()
    assert state.all_well.text() == "Advice is being worked out."
    assert state.all_well.words() == "Looked at after step 4."
    done: list[str] = []
    hints = tuple(
        Hint(kind, f"{kind}: 3 of 16.", f"Mend {kind}", lambda kind=kind: done.append(kind))  # type: ignore[misc]
        for kind in ("a", "b")
    )
    state.show_hints(hints, measured=True)
    assert not state.all_well.isVisible()
    assert [box.sentence.words for box in state.boxes] == ["a: 3 of 16.", "b: 3 of 16."]
    QTest.mouseClick(state.boxes[1].fix, Qt.MouseButton.LeftButton)
    assert done == ["b"]
    state.show_hints((), measured=True)
    assert state.all_well.isVisible()
    assert not state.boxes


# ---- for everybody


def test_everything_explains_itself(card: SettingsCard, foot: Foot) -> None:
    card.set_config(replace(RUNNING, schedule=Schedule("step")))
    for palette in (LIGHT, DARK):
        dress(card, palette)
        dress(foot, palette)
    for kind in (QLineEdit, QComboBox, QSlider, QAbstractButton):
        for widget in (*card.findChildren(kind), *foot.findChildren(kind)):
            assert widget.toolTip().endswith("."), widget


def test_nothing_is_cut_in_a_narrow_card(card: SettingsCard, qtbot: QtBot) -> None:
    card.set_config(replace(RUNNING, schedule=Schedule("step")))
    for page in (NETWORK, STEP, REGULARISE, DATA, STOP):
        card.pages.open(page)
        qtbot.wait(1)
        for field in card.findChildren(Field):
            if field.isVisible():
                assert field.mapTo(card, field.rect().topRight()).x() <= card.width(), field.name


def test_every_activation_and_loss_is_offered_by_what_it_is_called(card: SettingsCard) -> None:
    for box, labels in (
        (card.network.activation.box, [activation_named(name).label for name in ACTIVATIONS]),
        (card.network.loss.box, [loss_named(name).label for name in LOSSES]),
    ):
        assert [box.itemText(k) for k in range(box.count())] == labels
    box = card.network.activation.box
    for place, row in enumerate(map(activation_named, ACTIVATIONS)):
        tip = box.itemData(place, Qt.ItemDataRole.ToolTipRole)
        assert row.formula in tip
        assert row.sentence in tip


def test_defaults_train_as_at_the_first_start_from_the_present_step_on(
    card: SettingsCard, qtbot: QtBot
) -> None:
    card.step.show_step(700, 55_000)
    usual = new_config()
    expected = replace(
        usual, spec=RUNNING.spec, seed=RUNNING.seed, schedule=replace(usual.schedule, start=700)
    )
    with qtbot.assertNotEmitted(card.reshaped), qtbot.waitSignal(card.config_changed) as changed:
        QTest.mouseClick(card.defaults, Qt.MouseButton.LeftButton)
    assert changed.args == [expected]
    assert card.step.rate.text() == f"{usual.learning_rate:g}"


def test_a_seed_that_was_typed_waits_while_other_settings_take_effect(
    card: SettingsCard, qtbot: QtBot
) -> None:
    card.pages.open(NETWORK)
    write(card.network.seed, "7")
    card.pages.open(STEP)
    with qtbot.waitSignal(card.config_changed) as changed:
        write(card.step.batch, "128")
    assert changed.args == [replace(RUNNING, batch_size=128)]
    card.set_config(changed.args[0])
    assert card.network.seed.text() == "7"
    with qtbot.waitSignal(card.began) as began:
        QTest.mouseClick(card.network.begin, Qt.MouseButton.LeftButton)
    assert began.args == [replace(RUNNING, batch_size=128, seed=7)]
