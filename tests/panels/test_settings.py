"""The settings: what takes effect at once, what waits for a new network, and what is refused."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSlider
from pytestqt.qtbot import QtBot

from netviz.network.spec import NetworkSpec, SpecError
from netviz.panels.kit.fields import NotANumber, TextField, read_number, read_whole
from netviz.panels.settings.dialog import SettingsDialog
from netviz.panels.settings.form import SettingsForm
from netviz.training.config import ConfigError, TrainingConfig, new_config
from netviz.viewmodels.palette import DARK

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
def dialog(form: SettingsForm) -> SettingsDialog:
    form.open_more()
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


def test_the_dialog_says_what_it_was_opened_for(form: SettingsForm) -> None:
    form.open_new()
    dialog = form.dialog()
    assert dialog is not None
    assert dialog.windowTitle() == "New network"
    assert dialog.focusWidget() is dialog.layers.edit
    form.open_more()
    assert dialog.windowTitle() == "Settings"


def test_nothing_moves_while_one_types(dialog: SettingsDialog, qtbot: QtBot) -> None:
    """Neither the dialog, nor a field in it, whatever is wrong with what is typed."""
    fields = (*dialog._running, *dialog._building)

    def places() -> list[object]:
        qtbot.wait(50)
        inside = [widget.mapTo(dialog, widget.rect().topLeft()) for widget in (*fields, dialog.build)]
        return [dialog.geometry(), *inside]

    before = places()
    for field, text in ((dialog.layers, "banana"), (dialog.layers, "784-10"), (dialog.seed, "x")):
        write(field, text, enter=False)
        assert places() == before, text
    for field, text in ((dialog.rate, "banana"), (dialog.batch, "1000000")):
        write(field, text)
        assert field.complaint()
        assert places() == before, text
    assert dialog._wrong_now.text() == dialog.batch.complaint()
    write(dialog.batch, "32")
    assert dialog._wrong_now.text() == dialog.rate.complaint()  # which still stands there
    room = dialog._wrong_now
    assert room.height() >= room.heightForWidth(room.width())


def test_back_to_defaults_trains_with_them_and_only_fills_in_the_rest(
    dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot
) -> None:
    other = TrainingConfig(NetworkSpec((784, 30, 10), ("tanh",)), optimiser="adam", learning_rate=0.5, seed=4)
    form.set_config(other)
    usual = new_config()
    with qtbot.assertNotEmitted(form.new_network), qtbot.waitSignal(form.config_changed) as changed:
        QTest.mouseClick(dialog._defaults, Qt.MouseButton.LeftButton)
    assert changed.args == [replace(usual, spec=other.spec, seed=4)]
    with qtbot.waitSignal(form.new_network) as planned:
        QTest.mouseClick(dialog.build, Qt.MouseButton.LeftButton)
    assert planned.args == [usual]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("rate", "0.1", {"learning_rate": 0.1}),
        ("rate", "0,05", {"learning_rate": 0.05}),
        ("batch", "128", {"batch_size": 128}),
        ("batch", "1,000", {"batch_size": 1000}),
        ("momentum", "0", {"momentum": 0.0}),
        ("l2", "1e-4", {"l2": 0.0001}),
    ],
)
def test_a_number_takes_effect_with_enter(
    dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot, name: str, text: str, expected: dict[str, float]
) -> None:
    with qtbot.waitSignal(form.config_changed) as changed:
        write(getattr(dialog, name), text)
    assert changed.args == [replace(RUNNING, **expected)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("rate", "nan", "Learning rate"),
        ("rate", "inf", "Learning rate"),
        ("rate", "-1", "Learning rate"),
        ("rate", "0", "Learning rate"),
        ("rate", "fast", "“fast” is not a number"),
        ("rate", "", "is not a number"),
        ("batch", "0", "Batch size"),
        ("batch", "64.5", "not a whole number"),
        ("batch", "99999999", "Batch size"),
        ("momentum", "1", "Momentum"),
        ("l2", "-0.1", "L2"),
    ],
)
def test_a_number_that_cannot_be_used_is_refused_in_a_sentence_under_its_field(
    dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot, name: str, text: str, says: str
) -> None:
    field: TextField = getattr(dialog, name)
    with qtbot.assertNotEmitted(form.config_changed):
        if text:
            write(field, text)
        else:
            write(field, "x", enter=False)
            QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert says in field.complaint()
    assert field.complaint().endswith((".", ")."))
    assert form.config() == RUNNING
    for other in (dialog.rate, dialog.batch, dialog.momentum, dialog.l2):
        assert other is field or other.complaint() == ""
    with qtbot.waitSignal(form.config_changed):
        write(field, {"rate": "0.3", "batch": "8", "momentum": "0.5", "l2": "0.01"}[name])
    assert field.complaint() == ""


def test_one_bad_field_does_not_hide_what_is_wrong_with_another(dialog: SettingsDialog) -> None:
    write(dialog.rate, "fast")
    write(dialog.batch, "0")
    assert "fast" in dialog.rate.complaint()
    assert "Batch size" in dialog.batch.complaint()


def test_the_optimiser_takes_effect_at_once(dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot) -> None:
    assert dialog.momentum.isEnabled()
    with qtbot.waitSignal(form.config_changed) as changed:
        dialog.optimiser.box.setFocus()
        QTest.keyClick(dialog.optimiser.box, Qt.Key.Key_Down)
    assert changed.args == [replace(RUNNING, optimiser="nesterov")]
    assert dialog.momentum.isEnabled()
    QTest.keyClick(dialog.optimiser.box, Qt.Key.Key_End)
    assert not dialog.momentum.isEnabled()


def test_layers_wait_for_a_new_network(dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.config_changed), qtbot.assertNotEmitted(form.new_network):
        write(dialog.layers, "128, 64")
        write(dialog.seed, "7")
    assert "109,386 parameters" in dialog._preview.text()
    assert "Not built yet" in dialog._preview.text()
    with qtbot.waitSignal(form.new_network) as built:
        QTest.mouseClick(dialog.build, Qt.MouseButton.LeftButton)
    assert built.args == [replace(RUNNING, spec=NetworkSpec.dense((784, 128, 64, 10)), seed=7)]
    form.set_config(built.args[0])
    assert "runs" in dialog._preview.text()
    assert dialog.layers.text() == "784-128-64-10"


def test_it_closes_once_the_network_is_built_that_it_was_opened_for(
    dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot
) -> None:
    QTest.mouseClick(dialog.build, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()  # settings stay beside the network that they change
    dialog.close()
    form.open_new()
    write(dialog.layers, "0")
    QTest.mouseClick(dialog.build, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    write(dialog.layers, "12")
    with qtbot.waitSignal(form.new_network):
        QTest.mouseClick(dialog.build, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    form.open_new()
    assert dialog.isVisible()


@pytest.mark.parametrize("text", ["0", "16,0", "1000000", "16;16", "784-16-16-9", "99999", "a" * 300])
def test_layers_that_cannot_be_built_are_refused(
    dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot, text: str
) -> None:
    write(dialog.layers, text)
    assert "Layers" in dialog.layers.complaint()
    assert not dialog.build.isEnabled()
    with qtbot.assertNotEmitted(form.new_network):
        QTest.mouseClick(dialog.build, Qt.MouseButton.LeftButton)
    write(dialog.layers, "16")
    assert dialog.layers.complaint() == ""
    assert dialog.build.isEnabled()


def test_a_plan_survives_what_changes_meanwhile(dialog: SettingsDialog, form: SettingsForm) -> None:
    write(dialog.layers, "32", enter=False)
    form.set_config(replace(form.config(), learning_rate=0.5))
    assert dialog.layers.text() == "32"
    assert dialog.rate.text() == "0.5"


def test_what_is_being_typed_is_not_overwritten(dialog: SettingsDialog, form: SettingsForm) -> None:
    write(dialog.batch, "12", enter=False)
    form.set_config(replace(form.config(), learning_rate=0.5))
    assert dialog.batch.text() == "12"


def test_opening_it_again_shows_what_runs(dialog: SettingsDialog, form: SettingsForm) -> None:
    write(dialog.rate, "nan")
    write(dialog.layers, "5")
    dialog.close()
    form.open_more()
    assert (dialog.rate.text(), dialog.layers.text()) == ("0.02", "784-16-16-10")
    assert (dialog.rate.complaint(), dialog.layers.complaint()) == ("", "")


def test_different_activations_are_kept_unless_one_is_chosen(
    dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot
) -> None:
    spec = NetworkSpec((784, 16, 16, 10), ("relu", "tanh"))
    form.set_config(TrainingConfig(spec=spec))
    assert dialog.activation.value() is None
    with qtbot.waitSignal(form.new_network) as built:
        QTest.mouseClick(dialog.build, Qt.MouseButton.LeftButton)
    assert built.args is not None
    assert built.args[0].spec == spec


def test_enter_in_a_field_never_builds_a_network(
    dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(form.new_network):
        write(dialog.rate, "0.1")
        write(dialog.layers, "8")
    assert dialog.isVisible()


def test_everything_explains_itself(dialog: SettingsDialog, form: SettingsForm) -> None:
    form.apply_palette(DARK)
    for kind in (QLineEdit, QComboBox, QSlider, QPushButton):
        for widget in (*dialog.findChildren(kind), *form.findChildren(kind)):
            assert widget.toolTip().endswith("."), widget


@pytest.mark.parametrize("text", ["784-10", "16,16", "16", "784-16-16-10"])
def test_the_activation_that_is_shown_is_the_one_that_is_built(
    dialog: SettingsDialog, form: SettingsForm, qtbot: QtBot, text: str
) -> None:
    """Also after a network without a hidden layer, and after one whose layers differ."""
    for spec in (NetworkSpec((784, 10), ()), NetworkSpec((784, 16, 12, 10), ("tanh", "relu"))):
        form.set_config(TrainingConfig(spec=spec))
        form.open_new()
        write(dialog.layers, text, enter=False)
        shown = dialog.activation.value()
        with qtbot.waitSignal(form.new_network) as built:
            QTest.keyClick(dialog.layers.edit, Qt.Key.Key_Return)
        assert built.args is not None
        kinds = built.args[0].spec.activations
        if kinds == spec.activations and len(set(kinds)) > 1:
            assert shown is None
            assert dialog.activation.box.placeholderText() == "each layer its own"
        else:
            assert set(kinds) <= {shown}
        assert dialog.activation.isEnabled() == bool(kinds)


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
