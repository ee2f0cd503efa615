"""The wired program: what one does in the window happens in the network, and can be taken back."""

from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from netviz.app.program.arrivals import WELCOME_DIGIT
from netviz.app.program.composition import Program
from netviz.app.run.complaint import complaint
from netviz.app.window.dialogs import Unsaved
from netviz.app.window.main_window import MainWindow
from netviz.app.window.theme import Theme
from netviz.network.spec import NetworkSpec
from netviz.panels.export.picture_dialog import PictureWish
from netviz.training.config import TrainingConfig
from netviz.training.recording.reader import Recording
from netviz.viewmodels.palette import DARK, DARK_COLOUR_BLIND, LIGHT, LIGHT_COLOUR_BLIND
from netviz.viewmodels.scene import Focus
from tests.app.conftest import Answers, StartProgram


def train_some_steps(qtbot: QtBot, program: Program, steps: int = 20) -> None:
    at = program.trainer.status.step
    program.intents.train()
    qtbot.waitUntil(lambda: program.trainer.status.step >= at + steps, timeout=20_000)
    program.intents.pause()
    rest(qtbot, program)


def rest(qtbot: QtBot, program: Program) -> None:
    """Wait until nothing moves any more."""
    program.clock.mark_dirty()
    qtbot.waitUntil(
        lambda: (
            program.trainer.status.phase != "training"
            and not program.jobs.busy
            and not program.clock.ticking
            and not program.window.canvas.frame_follows
            and shown_step(program) == program.trainer.status.step
        ),
        timeout=20_000,
    )
    QCoreApplication.processEvents()  # words that came with the last frame are laid out


def shown_step(program: Program) -> int:
    assert program.presenter.snapshot is not None
    return program.presenter.snapshot.step


def parameters(program: Program) -> np.ndarray:
    assert program.presenter.snapshot is not None
    return program.presenter.snapshot.parameters


def test_the_first_picture_is_alive(again: StartProgram) -> None:
    program = again()
    assert shown_step(program) == 0
    assert program.paper.example().index == WELCOME_DIGIT
    assert program.paper.example().label == 3
    scene = program.presenter.scene
    assert scene is not None
    assert scene.probability.sum() == pytest.approx(1, abs=1e-5)
    assert not program.stack.canUndo()


def test_a_window_that_is_not_painted_loads_all_the_same(
    qtbot: QtBot, start: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netviz.app.program.loading.PATIENCE_MS", 50)
    monkeypatch.setattr(MainWindow, "show", lambda _window: None)
    assert start().digits is not None


def test_nothing_ticks_while_nothing_changes(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    last = [monotonic()]
    program.clock.tick.connect(lambda: last.append(monotonic()))
    rest(qtbot, program)
    # The resting picture is drawn piece by piece behind the ticks, and says once how many edges it has.
    qtbot.waitUntil(lambda: monotonic() - last[-1] > 0.5)


def test_training_is_shown_and_rests_on_the_last_step(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    before = parameters(program)
    train_some_steps(qtbot, program)
    assert shown_step(program) == program.trainer.status.step
    assert not np.array_equal(before, parameters(program))


def test_reset_can_be_taken_back_and_done_again(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    first = parameters(program)
    train_some_steps(qtbot, program)
    trained, step = parameters(program), shown_step(program)
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(program.stack.canUndo)
    rest(qtbot, program)
    np.testing.assert_array_equal(parameters(program), first)
    program.actions["edit.undo"].trigger()
    rest(qtbot, program)
    assert shown_step(program) == step
    np.testing.assert_array_equal(parameters(program), trained)
    program.actions["edit.redo"].trigger()
    rest(qtbot, program)
    np.testing.assert_array_equal(parameters(program), first)
    assert len(program.trainer.log) == 0
    program.actions["edit.undo"].trigger()
    rest(qtbot, program)
    assert len(program.trainer.log) == step


def test_a_new_network_can_be_taken_back(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    train_some_steps(qtbot, program)
    trained = parameters(program)
    program.window.form.new_network.emit(TrainingConfig(NetworkSpec((784, 12, 10), ("tanh",))))
    qtbot.waitUntil(program.stack.canUndo)
    rest(qtbot, program)
    assert program.presenter.scene is not None
    assert program.presenter.scene.layout.spec.sizes == (784, 12, 10)
    program.stack.undo()
    rest(qtbot, program)
    np.testing.assert_array_equal(parameters(program), trained)


def test_picked_digits_and_clear_can_be_taken_back(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    program.choice.choose(0)
    program.choice.choose(1)
    assert program.paper.example().index == 1
    program.actions["edit.clear"].trigger()
    rest(qtbot, program)
    assert program.paper.example().empty
    assert program.presenter.scene is not None
    assert program.presenter.scene.probability.size == 0
    for index in (1, 0, WELCOME_DIGIT):
        program.stack.undo()
        assert program.paper.example().index == index
    assert not program.stack.canUndo()
    program.stack.redo()
    assert program.paper.example().index == 0


def test_clear_and_a_picked_digit_give_the_pen_back(again: StartProgram) -> None:
    program = again()
    pad = program.window.draw.pad
    clear, pick = program.actions["edit.clear"].trigger, lambda: program.choice.choose(1)
    for what in (clear, pick):
        pad.set_erasing(True)
        what()
        assert not pad.erasing()
    pad.set_erasing(True)
    program.paper.clear()  # nothing lies there any more
    assert not pad.erasing()


def test_next_mistake_is_one(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    train_some_steps(qtbot, program, 200)
    program.choice.next_mistake()
    qtbot.waitUntil(program.stack.canUndo)
    rest(qtbot, program)
    example, scene = program.paper.example(), program.presenter.scene
    assert scene is not None
    assert example.index is not None
    assert scene.answer != example.label


def test_saved_closed_and_opened_again(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    train_some_steps(qtbot, program)
    assert program.documents.unsaved
    assert program.window.isWindowModified()
    answers.to_save = tmp_path / "three.netviz"
    program.actions["file.save"].trigger()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    assert program.window.windowTitle() == "three.netviz[*] – netviz"
    assert not program.window.isWindowModified()
    trained, step = parameters(program), shown_step(program)
    assert program.window.close()
    again = start(tmp_path / "three.netviz")
    qtbot.waitUntil(lambda: shown_step(again) == step, timeout=10_000)
    np.testing.assert_array_equal(parameters(again), trained)
    assert not again.documents.unsaved
    assert again.settings.recent_files == ((tmp_path / "three.netviz").resolve(),)
    train_some_steps(qtbot, again)
    assert shown_step(again) > step


def test_the_shipped_example_can_be_compared_with_the_untrained_network(
    qtbot: QtBot, start: StartProgram
) -> None:
    program = start()
    untrained = parameters(program)
    program.menus["file"].aboutToShow.emit()
    example = program.menus["file/examples"].actions()[0]
    assert example.text() == "Trained: 784-16-16-10, 96.4\u00a0%"
    example.trigger()
    qtbot.waitUntil(program.stack.canUndo, timeout=10_000)
    rest(qtbot, program)
    assert program.presenter.scene is not None
    assert program.presenter.scene.answer == 3
    assert program.presenter.scene.probability[3] > 0.9
    assert not program.documents.unsaved
    assert program.documents.name == "untitled"
    assert program.settings.recent_files == ()
    trained = parameters(program)
    program.stack.undo()
    rest(qtbot, program)
    np.testing.assert_array_equal(parameters(program), untrained)
    program.stack.redo()
    rest(qtbot, program)
    np.testing.assert_array_equal(parameters(program), trained)
    program.documents.forget(clean_step=program.trainer.status.step)


@pytest.mark.parametrize(
    ("answer", "closes"), [(Unsaved.SAVE, True), (Unsaved.DISCARD, True), (Unsaved.CANCEL, False)]
)
def test_closing_over_unsaved_training_asks(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path, answer: Unsaved, closes: bool
) -> None:
    program = start()
    path = answers.to_save = tmp_path / "kept.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: "Saved" in program.window.banner.text, timeout=10_000)
    program.intents.train()
    qtbot.waitUntil(lambda: program.trainer.status.step > 10, timeout=10_000)
    answers.about_unsaved = answer
    program.window.close()
    if closes:
        qtbot.waitUntil(lambda: not program.window.isVisible(), timeout=10_000)
        assert program.trainer.status.phase == "stopped"
        with Recording(path) as recording:
            assert (recording.last_step > 10) == (answer is Unsaved.SAVE)
    else:
        assert program.window.isVisible()
        qtbot.waitUntil(lambda: program.trainer.status.phase == "training")
        answers.about_unsaved = Unsaved.DISCARD


def test_a_run_that_nobody_saved_closes_without_a_question_and_is_found_again(
    qtbot: QtBot, start: StartProgram, answers: Answers
) -> None:
    program = start()
    train_some_steps(qtbot, program)
    trained, step = parameters(program), shown_step(program)
    assert program.window.close()
    assert answers.asked == []
    again = start()
    (kept,) = again.settings.recent_files
    again.documents.open_path(kept)
    qtbot.waitUntil(lambda: shown_step(again) == step, timeout=10_000)
    np.testing.assert_array_equal(parameters(again), trained)
    assert len(again.trainer.log) == step
    assert not again.documents.unsaved


def test_an_untrained_network_closes_without_a_question(start: StartProgram, answers: Answers) -> None:
    program = start()
    assert program.window.close()
    assert answers.asked == []


def test_opening_over_unsaved_training_asks(
    qtbot: QtBot, again: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = again()
    answers.to_save = tmp_path / "first.netviz"
    train_some_steps(qtbot, program)
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    step = shown_step(program)
    train_some_steps(qtbot, program)
    answers.about_unsaved = Unsaved.CANCEL
    answers.to_open = tmp_path / "first.netviz"
    program.actions["file.open"].trigger()
    qtbot.waitUntil(lambda: "unsaved" in answers.asked, timeout=10_000)
    rest(qtbot, program)
    assert shown_step(program) > step
    answers.about_unsaved = Unsaved.DISCARD
    program.actions["file.open"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == step, timeout=10_000)


NOTHING = {
    "empty": b"",
    "text": b"hello",
    "zip": b"PK\x03\x04 a zip",
    "hostile header": b"\x10\0\0\0\0\0\0\0{" + b"}" * 15,
    "noise": bytes(range(256)) * 40,
}


def test_a_file_that_is_nothing_is_a_message_and_loses_nothing(
    qtbot: QtBot, again: StartProgram, tmp_path: Path
) -> None:
    program = again()
    train_some_steps(qtbot, program)
    before = parameters(program)
    for name, content in NOTHING.items():
        path = tmp_path / f"{name}.netviz"
        path.write_bytes(content)
        program.window.banner.clear()
        program.documents.open_path(path)
        qtbot.waitUntil(lambda: bool(program.window.banner.text), timeout=10_000)
        assert path.name in program.window.banner.text
        np.testing.assert_array_equal(parameters(program), before)
    program.documents.forget(clean_step=program.trainer.status.step)


def test_a_file_that_is_gone_is_a_message_and_no_longer_recent(
    qtbot: QtBot, start: StartProgram, tmp_path: Path
) -> None:
    program = start()
    program.settings.add_recent_file(tmp_path / "gone.netviz")
    program.documents.open_path(tmp_path / "gone.netviz")
    qtbot.waitUntil(lambda: "gone.netviz" in program.window.banner.text, timeout=10_000)
    assert program.settings.recent_files == ()


def test_a_picture_dropped_on_the_window_is_read(qtbot: QtBot, again: StartProgram, tmp_path: Path) -> None:
    program = again()
    page = np.full((120, 90), 240, np.uint8)
    page[20:100, 40:50] = 10
    Image.fromarray(page).save(tmp_path / "one.dat", "PNG")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "one.dat"))])
    drop = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    program.window.dropEvent(drop)
    qtbot.waitUntil(lambda: program.paper.example().source == "file", timeout=10_000)
    pixels = program.paper.example().pixels.reshape(28, 28)
    assert pixels[:, 10:18].sum() == pixels.sum() > 0


def test_the_picture_is_saved(qtbot: QtBot, again: StartProgram, answers: Answers, tmp_path: Path) -> None:
    program = again()
    canvas = program.window.canvas
    size = 2 * canvas.width(), 2 * canvas.height()
    answers.wish = PictureWish(*size, "png")
    answers.to_save = tmp_path / "network.png"
    program.actions["file.save_picture"].trigger()
    qtbot.waitUntil(lambda: "network.png" in program.window.banner.text, timeout=30_000)
    with Image.open(tmp_path / "network.png") as picture:
        assert picture.size == size
        assert len(picture.convert("RGB").resize((100, 60)).getcolors(6000)) > 100


def test_a_picture_that_cannot_be_written_is_a_message(
    qtbot: QtBot, again: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = again()
    answers.to_save = tmp_path / "no such folder" / "network.png"
    program.actions["file.save_picture"].trigger()
    qtbot.waitUntil(lambda: "network.png" in program.window.banner.text, timeout=30_000)
    assert program.window.banner.kind == "error"


def test_divergence_offers_the_way_back(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    train_some_steps(qtbot, program, 100)
    wild = TrainingConfig(NetworkSpec((784, 16, 16, 10), ("linear", "linear")), learning_rate=50.0)
    program.networks.begin(wild)
    program.intents.train()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "diverged", timeout=20_000)
    qtbot.waitUntil(lambda: "since step" in program.window.banner.text)
    program.window.banner.cards[-1].offer_button.click()
    qtbot.waitUntil(lambda: program.trainer.status.phase in ("idle", "paused"), timeout=10_000)
    assert program.trainer.status.config.learning_rate == program.intents.config.learning_rate == 0.005
    rest(qtbot, program)
    assert np.isfinite(parameters(program)).all()
    program.documents.forget(clean_step=program.trainer.status.step)


def test_the_theme_dresses_the_scene_and_is_remembered(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    program.actions["view.theme.dark"].trigger()
    rest(qtbot, program)
    assert program.presenter.scene is not None
    assert program.presenter.scene.palette is DARK
    program.window.close()
    again = start()
    assert again.appearance.theme is Theme.DARK
    again.actions["view.theme.light"].trigger()
    rest(qtbot, again)
    assert again.presenter.scene is not None
    assert again.presenter.scene.palette is LIGHT


def test_hues_for_colour_blind_eyes_dress_everything_and_are_remembered(
    qtbot: QtBot, start: StartProgram
) -> None:
    program = start()
    program.actions["view.theme.light"].trigger()
    program.actions["view.theme.colour_blind"].trigger()
    rest(qtbot, program)
    assert program.presenter.scene is not None
    assert program.presenter.scene.palette is LIGHT_COLOUR_BLIND
    program.actions["view.theme.dark"].trigger()
    rest(qtbot, program)
    assert program.presenter.scene.palette is DARK_COLOUR_BLIND
    assert program.later.film._palette is DARK_COLOUR_BLIND
    program.window.close()
    again = start()
    assert again.appearance.palette is DARK_COLOUR_BLIND
    assert again.actions["view.theme.colour_blind"].isChecked()
    again.actions["view.theme.colour_blind"].trigger()
    rest(qtbot, again)
    assert again.presenter.scene is not None
    assert again.presenter.scene.palette is DARK


def test_panels_hide_and_stay_hidden_next_time(start: StartProgram) -> None:
    program = start()
    program.actions["view.right"].trigger()
    assert not program.window.inspector.isVisible()
    program.window.close()
    again = start()
    assert not again.window.inspector.isVisible()
    assert not again.actions["view.right"].isChecked()


def test_settings_of_training_are_remembered(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    config = TrainingConfig(NetworkSpec((784, 20, 10), ("tanh",)), learning_rate=0.005, seed=4)
    program.networks.begin(config)
    qtbot.waitUntil(program.stack.canUndo)
    program.window.close()
    assert start().trainer.status.config == config


@pytest.mark.parametrize(
    "sizes",
    [
        ((1366, 700), (1366, 768), (1920, 1080)),
        pytest.param(((3840, 2160),), marks=pytest.mark.long),  # takes 300 MB of the process
    ],
)
def test_everything_fits_the_window(
    qtbot: QtBot, again: StartProgram, sizes: tuple[tuple[int, int], ...]
) -> None:
    program = again()
    for size in sizes:
        program.window.resize(*size)
        rest(qtbot, program)
        assert_everything_fits(program, size)


def assert_everything_fits(program: Program, size: tuple[int, int]) -> None:
    window = program.window
    assert (window.width(), window.height()) == size
    page = window.centralWidget()
    for widget in (window.controls, window.draw, window.answer, window.picker, window.form, window.canvas):
        corner = widget.mapTo(page, widget.rect().bottomRight())
        assert page.rect().contains(corner), f"{type(widget).__name__} ends at {corner} of {page.rect()}"
        assert widget.width() >= widget.minimumSizeHint().width(), type(widget).__name__
        assert widget.height() >= height_needed(widget), type(widget).__name__


def height_needed(widget: QWidget) -> int:
    """At its width: words that wrap need less of it the wider they are, of which a hint knows nothing."""
    layout = widget.layout()
    if layout is not None and layout.hasHeightForWidth():
        return layout.minimumHeightForWidth(widget.width())
    return widget.minimumSizeHint().height()


def test_a_small_window_gives_up_nothing(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    window = program.window
    window.resize(683, 384)
    rest(qtbot, program)
    assert (window.width(), window.height()) == (683, 384)
    for panel in (window.picker, window.legend, window.view_bar, window.form):
        assert panel.isVisible()
    pad, tools = window.draw.pad.geometry(), window.draw.tools
    assert pad.bottom() < window.draw.height()
    assert tools.minimumSizeHint().height() <= tools.height()


def test_what_a_click_kept_comes_back_after_pointing_elsewhere(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    canvas, title = program.window.canvas, program.window.inspector._title
    canvas.picked.emit(Focus(1, 4))
    qtbot.waitUntil(lambda: title.text() == "Neuron 1·5")
    canvas.hovered.emit(Focus(2, 7))
    qtbot.waitUntil(lambda: title.text() == "Neuron 2·8")
    canvas.hovered.emit(None)
    qtbot.waitUntil(lambda: title.text() == "Neuron 1·5")


def test_a_complaint_is_a_sentence() -> None:
    assert complaint(TrainingConfig()) is None
    words = complaint(TrainingConfig(learning_rate=float("nan")))
    assert words is not None
    assert "Learning rate" in words


def test_while_training_the_answer_comes_with_the_frame_of_its_snapshot(
    qtbot: QtBot, start: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    program.choice.choose(1)
    rest(qtbot, program)
    canvas, answer = program.window.canvas, program.window.answer
    told: list[tuple[bool, bool]] = []
    show = answer.show_probabilities

    def shown(probabilities: np.ndarray, label: int | None) -> None:
        show(probabilities, label)
        scene = canvas.scene
        if program.presenter.training and scene is not None and program.presenter.forward is not None:
            told.append((canvas.frame_follows, np.array_equal(probabilities, scene.probability)))

    monkeypatch.setattr(answer, "show_probabilities", shown)
    program.intents.train()
    # The first of them is drawn as training begins.
    qtbot.waitUntil(lambda: len(told) > 12, timeout=20_000)
    program.intents.pause()
    rest(qtbot, program)
    assert set(told[1:]) == {(False, True)}
    # At rest it is the answer to what stands there.
    assert program.presenter.scene is not None
    np.testing.assert_array_equal(answer._given[0], program.presenter.scene.probability)
