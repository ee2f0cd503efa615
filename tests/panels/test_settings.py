"""The settings: the summary of what runs, and the form as a plan for a new network."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot

from netviz.network.spec import NetworkSpec, SpecError
from netviz.panels.kit.fields import NotANumber, TextField, read_number, read_whole
from netviz.panels.settings.form import SettingsForm
from netviz.panels.settings.new_network import NewNetworkDialog
from netviz.panels.settings.sheets import DATA, NETWORK, REGULARISE, STEP
from netviz.training.advise.rates import is_usual
from netviz.training.config import ConfigError, TrainingConfig, new_config
from netviz.training.schedules import Schedule
from netviz.viewmodels.palette import DARK
from tests.dressed import dress

RUNNING = TrainingConfig(learning_rate=0.02, batch_size=64)


def check(config: TrainingConfig) -> str | None:
    try:
        config.check(55_000)
    except (ConfigError, SpecError) as error:
        return str(error)
    return None


@pytest.fixture
def form(qtbot: QtBot) -> SettingsForm:
    form = SettingsForm(check)
    qtbot.addWidget(form)
    form.resize(210, 120)
    form.set_config(RUNNING)
    form.show()
    return form


@pytest.fixture
def dialog(form: SettingsForm) -> NewNetworkDialog:
    form.open_new()
    dialog = form.dialog()
    assert dialog is not None
    return dialog


def write(field: TextField, text: str, *, enter: bool = True) -> None:
    field.edit.setFocus()
    field.edit.selectAll()
    QTest.keyClicks(field.edit, text)
    if enter:
        QTest.keyClick(field.edit, Qt.Key.Key_Return)


def test_the_summary_says_what_runs(form: SettingsForm, qtbot: QtBot) -> None:
    spec = NetworkSpec((784, 32, 10), ("tanh",), "sigmoid_squared_error")
    form.resize(400, 120)
    with qtbot.assertNotEmitted(form.config_changed):
        form.set_config(TrainingConfig(spec=spec, learning_rate=0.5, batch_size=1000))
    shown = {label.text() for label in form.findChildren(type(form._layers))}
    assert {"784 → 32 → 10", "tanh · sigmoid · 25,450 parameters", "1,000"} <= shown
    assert form._rate.text() == "0.5"


def test_the_rate_in_use_is_said_where_a_schedule_has_made_it_another(form: SettingsForm) -> None:
    config = replace(RUNNING, schedule=Schedule("cosine", 1_000))
    form.set_config(config)
    for step, words in ((0, ""), (500, "now 0.01, by its schedule (cosine)"), (1_000, "now 0.0002, ")):
        form.show_step(config, step)
        assert form._in_use.text().startswith(words)
        assert form._in_use.isVisible() == bool(words)
    form.show_step(RUNNING, 1_000)
    assert not form._in_use.isVisible()


def test_long_layers_are_written_out_in_several_lines(form: SettingsForm) -> None:
    form.set_config(TrainingConfig(spec=NetworkSpec.dense((784, *[100] * 12, 10))))
    assert form._layers.text().endswith("→ 10")
    assert form._layers.wordWrap()
    assert "784 → 100" in form._layers.toolTip()
    assert form._layers.toolTip().endswith("→ 10.")


def test_the_slider_changes_the_rate_at_once(form: SettingsForm, qtbot: QtBot) -> None:
    slider = form.findChild(QSlider)
    assert isinstance(slider, QSlider)
    slider.setFocus()
    with qtbot.waitSignal(form.config_changed) as changed:
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert changed.args is not None
    config = changed.args[0]
    assert config == replace(RUNNING, learning_rate=config.learning_rate)
    assert 0.02 < config.learning_rate < 0.03
    assert form.config() == config


@pytest.mark.parametrize(
    ("typed", "rate", "said"),
    [("3", 3.0, "ends below it, at 1."), ("2e-6", 2e-6, "ends above it, at 0.0001."), ("0,3", 0.3, "")],
)
def test_any_rate_that_training_takes_can_be_typed_and_stands_there(
    form: SettingsForm, qtbot: QtBot, typed: str, rate: float, said: str
) -> None:
    form.set_config(RUNNING)
    form._rate.setFocus()
    form._rate.selectAll()
    with qtbot.waitSignals([form.config_changed, form.rate_done]):
        QTest.keyClicks(form._rate, typed)
        QTest.keyClick(form._rate, Qt.Key.Key_Return)
    assert form.config() == replace(RUNNING, learning_rate=rate)
    assert float(form._rate.text()) == rate
    assert said in form._beyond.text()
    assert form._beyond.isHidden() != bool(said)


@pytest.mark.parametrize("typed", ["0", "-1", "banana", "1e9", "nan"])
def test_a_rate_that_training_does_not_take_is_refused_in_words(
    form: SettingsForm, qtbot: QtBot, typed: str
) -> None:
    form.set_config(RUNNING)
    form._rate.setFocus()
    form._rate.selectAll()
    with qtbot.waitSignal(form.rate_refused) as refused:
        QTest.keyClicks(form._rate, typed)
        QTest.keyClick(form._rate, Qt.Key.Key_Return)
    assert refused.args is not None
    assert typed in refused.args[0]
    assert form.config() == RUNNING
    assert form._rate.text() == "0.02"


def built(dialog: NewNetworkDialog, qtbot: QtBot) -> TrainingConfig:
    """What is asked for with the button."""
    with qtbot.waitSignal(dialog.wanted) as wanted:
        QTest.mouseClick(dialog.build, Qt.MouseButton.LeftButton)
    assert wanted.args is not None
    config = wanted.args[0]
    assert isinstance(config, TrainingConfig)
    return config


def field_of(dialog: NewNetworkDialog, page: str, name: str) -> TextField:
    dialog.pages.open(page)
    sheets = dialog.pages
    sheet = {NETWORK: sheets.network, STEP: sheets.step, REGULARISE: sheets.regularise}[page]
    field = getattr(sheet, name, None) or sheet.fields[name]
    assert isinstance(field, TextField)
    return field


def test_more_is_where_all_settings_of_the_run_are(form: SettingsForm, qtbot: QtBot) -> None:
    with qtbot.waitSignal(form.more_clicked):
        QTest.mouseClick(form._more, Qt.MouseButton.LeftButton)


def test_it_begins_where_one_types(dialog: NewNetworkDialog) -> None:
    assert dialog.windowTitle() == "New network"
    assert dialog.focusWidget() is dialog.pages.network.layers.edit


def test_nothing_moves_while_one_types(dialog: NewNetworkDialog, qtbot: QtBot) -> None:
    """Neither the dialog, nor a field in it, whatever is wrong with what is typed."""
    network, step = dialog.pages.network, dialog.pages.step
    first = (network.layers, network.activation, network.loss, network.initialiser, network.seed)

    def places(fields: tuple[QWidget, ...]) -> list[object]:
        qtbot.wait(50)
        inside = [widget.mapTo(dialog, widget.rect().topLeft()) for widget in (*fields, dialog.build)]
        return [dialog.geometry(), *inside]

    before = places(first)
    for field, text in ((network.layers, "banana"), (network.layers, "784-10"), (network.seed, "x")):
        write(field, text, enter=False)
        assert places(first) == before, text
    write(network.seed, "3", enter=False)
    dialog.pages.open(STEP)
    fields = (step.rate, step.batch, step.momentum)
    before = places(fields)
    for field, text in ((step.rate, "banana"), (step.batch, "1000000000")):
        write(field, text, enter=False)
        assert field.complaint()
        assert places(fields) == before, text
    room = dialog._wrong
    assert room.text() == step.batch.complaint()
    write(step.batch, "32", enter=False)
    assert room.text() == step.rate.complaint()  # which still stands there
    assert room.height() >= room.heightForWidth(room.width())


def test_back_to_defaults_only_fills_in(dialog: NewNetworkDialog, form: SettingsForm, qtbot: QtBot) -> None:
    other = TrainingConfig(NetworkSpec((784, 30, 10), ("tanh",)), optimiser="adam", learning_rate=0.5, seed=4)
    dialog.plan(other)
    with qtbot.assertNotEmitted(form.new_network), qtbot.assertNotEmitted(form.config_changed):
        QTest.mouseClick(dialog.defaults, Qt.MouseButton.LeftButton)
    assert built(dialog, qtbot) == new_config()


@pytest.mark.parametrize(
    ("page", "name", "text", "expected"),
    [
        (STEP, "rate", "0.1", {"learning_rate": 0.1}),
        (STEP, "rate", "0,05", {"learning_rate": 0.05}),
        (STEP, "batch", "1,000", {"batch_size": 1000}),
        (STEP, "momentum", "0", {"momentum": 0.0}),
        (STEP, "clip", "1", {"clip_norm": 1.0}),
        (REGULARISE, "l2", "1e-4", {"l2": 0.0001}),
        (REGULARISE, "dropout", "0.2", {"dropout": 0.2}),
        (NETWORK, "seed", "7", {"seed": 7}),
    ],
)
def test_what_is_typed_is_planned_and_nothing_hears_of_it_before(
    dialog: NewNetworkDialog,
    form: SettingsForm,
    qtbot: QtBot,
    page: str,
    name: str,
    text: str,
    expected: dict[str, float],
) -> None:
    with qtbot.assertNotEmitted(form.config_changed), qtbot.assertNotEmitted(form.new_network):
        write(field_of(dialog, page, name), text, enter=False)
    assert built(dialog, qtbot) == replace(RUNNING, **expected)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("page", "name", "text", "says"),
    [
        (STEP, "rate", "nan", "Learning rate"),
        (STEP, "rate", "0", "Learning rate"),
        (STEP, "rate", "fast", "“fast” is not a number"),
        (STEP, "rate", "", "is not a number"),
        (STEP, "batch", "64.5", "not a whole number"),
        (STEP, "batch", "99999999", "Batch size"),
        (STEP, "momentum", "1", "Momentum"),
        (REGULARISE, "l2", "-0.1", "L2"),
        (NETWORK, "seed", "-1", "Seed"),
        *(
            (NETWORK, "layers", text, "Layers")
            for text in ("0", "16,0", "1000000", "16;16", "784-16-16-9", "99999", "a" * 300)
        ),
    ],
)
def test_what_cannot_be_built_is_refused_in_a_sentence_that_names_its_field(
    dialog: NewNetworkDialog, form: SettingsForm, qtbot: QtBot, page: str, name: str, text: str, says: str
) -> None:
    field = field_of(dialog, page, name)
    if text:
        write(field, text)
    else:
        write(field, "x", enter=False)
        QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert says in field.complaint()
    assert dialog._wrong.text() == field.complaint()
    assert field.complaint().endswith((".", ")."))
    assert [other for other in dialog.bound.fields if other.complaint()] == [field]
    assert not dialog.build.isEnabled()
    with qtbot.assertNotEmitted(form.new_network):
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    good = {"rate": "0.3", "batch": "8", "momentum": "0.5", "l2": "0.01", "seed": "5", "layers": "16"}[name]
    write(field, good, enter=False)
    assert field.complaint() == ""
    assert dialog.build.isEnabled()


def test_one_bad_field_does_not_hide_what_is_wrong_with_another(dialog: NewNetworkDialog) -> None:
    write(field_of(dialog, STEP, "rate"), "fast")
    write(field_of(dialog, STEP, "batch"), "0")
    assert "fast" in dialog.pages.step.rate.complaint()
    assert "Batch size" in dialog.pages.step.batch.complaint()


def test_layers_are_planned_and_the_dialog_closes_once_they_are_built(
    dialog: NewNetworkDialog, form: SettingsForm, qtbot: QtBot
) -> None:
    write(dialog.pages.network.layers, "128, 64", enter=False)
    assert "109,386 parameters" in dialog.preview.text()
    with qtbot.waitSignal(form.new_network) as asked:
        QTest.mouseClick(dialog.build, Qt.MouseButton.LeftButton)
    assert asked.args == [replace(RUNNING, spec=NetworkSpec.dense((784, 128, 64, 10)))]
    assert not dialog.isVisible()
    form.open_new()
    assert dialog.isVisible()


def test_a_plan_survives_what_changes_meanwhile(dialog: NewNetworkDialog, form: SettingsForm) -> None:
    write(dialog.pages.network.layers, "32", enter=False)
    form.set_config(replace(form.config(), learning_rate=0.5))
    assert dialog.pages.network.layers.text() == "32"


def test_opening_it_again_shows_what_runs(dialog: NewNetworkDialog, form: SettingsForm) -> None:
    write(field_of(dialog, STEP, "rate"), "nan")
    write(field_of(dialog, NETWORK, "layers"), "5")
    dialog.close()
    form.open_new()
    shown = dialog.pages.step.rate, dialog.pages.network.layers
    assert [field.text() for field in shown] == ["0.02", "784-16-16-10"]
    assert [field.complaint() for field in shown] == ["", ""]


def test_a_schedule_of_a_new_network_begins_with_it(
    dialog: NewNetworkDialog, form: SettingsForm, qtbot: QtBot
) -> None:
    form.set_config(replace(RUNNING, schedule=Schedule("cosine", 1000, start=700)))
    dialog.close()
    form.open_new()
    dialog.pages.open(STEP)
    assert not dialog.pages.step.again.isVisible()
    write(dialog.pages.step.over, "500", enter=False)
    assert built(dialog, qtbot).schedule == Schedule("cosine", 500, start=0)


def test_a_planned_optimiser_brings_its_usual_rate(dialog: NewNetworkDialog, qtbot: QtBot) -> None:
    usual = new_config()
    dialog.plan(usual)
    dialog.pages.open(STEP)
    QTest.keyClick(dialog.pages.step.optimiser.box, Qt.Key.Key_End)
    planned = built(dialog, qtbot)
    assert planned.optimiser != usual.optimiser
    assert is_usual(planned)
    assert planned.learning_rate != usual.learning_rate


def test_different_activations_are_kept_unless_one_is_chosen(dialog: NewNetworkDialog, qtbot: QtBot) -> None:
    spec = NetworkSpec((784, 16, 16, 10), ("relu", "tanh"))
    dialog.plan(TrainingConfig(spec=spec))
    assert dialog.pages.network.activation.value() is None
    write(dialog.pages.network.layers, "16,12", enter=False)  # through one layer, and through none
    assert built(dialog, qtbot).spec == NetworkSpec((784, 16, 12, 10), ("relu", "tanh"))


def test_everything_explains_itself(dialog: NewNetworkDialog, form: SettingsForm) -> None:
    dress(form, DARK)
    for kind in (QLineEdit, QComboBox, QSlider, QPushButton):
        for widget in (*dialog.findChildren(kind), *form.findChildren(kind)):
            assert widget.toolTip().endswith("."), widget


@pytest.mark.parametrize("text", ["784-10", "16,16", "16", "784-16-16-10"])
def test_the_activation_that_is_shown_is_the_one_that_is_built(
    dialog: NewNetworkDialog, form: SettingsForm, qtbot: QtBot, text: str
) -> None:
    """Also after a network without a hidden layer, and after one whose layers differ."""
    network = dialog.pages.network
    for spec in (NetworkSpec((784, 10), ()), NetworkSpec((784, 16, 12, 10), ("tanh", "relu"))):
        dialog.close()
        form.set_config(TrainingConfig(spec=spec))
        form.open_new()
        write(network.layers, text, enter=False)
        shown, each = network.activation.value(), tuple(field.value() for field in network.each)
        with qtbot.waitSignal(form.new_network) as asked:
            QTest.keyClick(network.layers.edit, Qt.Key.Key_Return)
        assert asked.args is not None
        kinds = asked.args[0].spec.activations
        if len(set(kinds)) > 1:
            assert shown is None
            assert network.activation.box.placeholderText() == "each layer its own"
            assert each == kinds
        else:
            assert set(kinds) <= {shown}
        assert network.activation.isEnabled() == bool(kinds)


def test_the_pages_are_those_of_train(dialog: NewNetworkDialog) -> None:
    assert {NETWORK, STEP, REGULARISE, DATA} == set(dialog.pages.names)


@pytest.mark.parametrize(("text", "number"), [("64", 64), ("1 000", 1000), ("10,000", 10_000), ("-3", -3)])
def test_whole_numbers(text: str, number: int) -> None:
    assert read_whole("Seed", text) == number


@pytest.mark.parametrize("text", ["", "1,00", "٣", "0x10", "1e3", "1_000", "9" * 400, "12 34"])
def test_what_is_no_whole_number(text: str) -> None:
    with pytest.raises(NotANumber, match="Seed: "):
        read_whole("Seed", text)


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1,500", "1.5 or as 1500"), ("1.000", "1 or as 1000"), ("-2,125", "-2.125 or as -2125")],
)
def test_a_number_with_two_readings_is_asked_about(text: str, readings: str) -> None:
    with pytest.raises(NotANumber, match=f"Rate: “{text}” can be read as {readings}; the one that is meant"):
        read_number("Rate", text)


def test_a_whole_number_with_two_readings_is_asked_about() -> None:
    with pytest.raises(NotANumber, match=r"Seed: “1\.000” can be read as 1 or as 1000; the one"):
        read_whole("Seed", "1.000")


@pytest.mark.parametrize(
    ("text", "number"),
    [("0,02", 0.02), ("1,5e-3", 0.0015), ("0.005", 0.005), ("1.125", 1.125), ("12,5", 12.5)],
)
def test_numbers_with_one_reading(text: str, number: float) -> None:
    assert read_number("Rate", text) == number


@pytest.mark.parametrize("text", ["", "1.2.3", "1,000.5", "ten"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(NotANumber, match="Rate: "):
        read_number("Rate", text)


def test_the_summary_tells_of_the_network_on_screen_and_changes_the_one_that_runs(
    form: SettingsForm, qtbot: QtBot
) -> None:
    form.resize(400, 120)
    past = NetworkSpec.dense((784, 64, 10))
    form.show_network(past)
    assert form._layers.text() == "784 → 64 → 10"
    assert "50,890 parameters" in form._kind.text()
    with qtbot.waitSignal(form.config_changed) as changed:
        form._slider.setValue(form._slider.value() + 40)
    assert changed.args[0].spec == RUNNING.spec
    assert form._layers.text() == "784 → 64 → 10"
