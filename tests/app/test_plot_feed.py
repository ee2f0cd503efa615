"""The plots in the training room: fed only while one looks, exported where one says, tied to the canvas."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.panels.plots.board import Plots
from netviz.panels.plots.plot import Plot
from netviz.viewmodels.scene import Focus
from tests.app.conftest import Answers

Start = Callable[..., Program]


@pytest.fixture
def trained(again: Start, answers: Answers, qtbot: QtBot) -> Program:
    """In the training room, some hundred steps on."""
    program = again()
    program.plots.dialogs = answers  # type: ignore[assignment]
    program.rooms.open("train")
    board(program).open("curves")
    program.intents.train()
    qtbot.waitUntil(lambda: program.trainer.status.step > 600, timeout=20_000)
    program.intents.pause()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused")
    qtbot.waitUntil(lambda: not program.clock.ticking and board(program).settled, timeout=10_000)
    return program


def board(program: Program) -> Plots:
    assert program.plots.plots is not None
    return program.plots.plots


def visible(program: Program) -> list[Plot]:
    return [plot for plot in board(program).findChildren(Plot) if plot.isVisible()]


def on_screen(program: Program) -> int:
    assert program.presenter.snapshot is not None
    return program.presenter.snapshot.step


def test_the_room_shows_the_whole_run_and_watch_draws_nothing_of_it(trained: Program, qtbot: QtBot) -> None:
    loss = visible(trained)[0].chart
    assert loss is not None
    assert loss.end == trained.trainer.status.step
    assert loss.band is not None
    trained.rooms.open("watch")
    trained.intents.step()
    qtbot.waitUntil(lambda: not trained.clock.ticking)
    assert visible(trained) == []
    assert board(trained)._sources.metrics.reach == (1, int(loss.end))
    trained.rooms.open("train")
    qtbot.waitUntil(lambda: board(trained)._sources.metrics.reach == (1, int(loss.end) + 1))


def test_while_it_trains_both_plots_end_at_the_step_that_all_figures_tell_of(
    trained: Program, qtbot: QtBot
) -> None:
    apart: list[tuple[float, ...]] = []
    seen: set[float] = set()

    def look() -> None:
        told = trained.presenter.named
        assert told is not None
        ends = [plot.chart.end for plot in visible(trained) if plot.chart is not None]
        shown = int(trained.window.timeline.readout._step.replace(",", ""))
        seen.add(told.step)
        if {*ends, float(shown), *(plot._seen for plot in visible(trained))} != {told.step}:
            apart.append((told.step, shown, *ends))

    trained.intents.train()
    qtbot.waitUntil(lambda: trained.presenter.training, timeout=10_000)
    qtbot.wait(500)
    trained.clock.tick.connect(look)
    qtbot.waitUntil(lambda: len(seen) > 4, timeout=30_000)
    trained.clock.tick.disconnect(look)
    trained.intents.pause()
    qtbot.waitUntil(lambda: trained.trainer.status.phase == "paused")
    assert not apart
    trained.documents.forget(clean_step=None)


def test_a_click_on_a_curve_takes_the_canvas_there(trained: Program, qtbot: QtBot) -> None:
    plot = visible(trained)[0]
    assert plot.chart is not None
    x = round(plot.place_of(200))
    with qtbot.waitSignal(trained.plots.step_asked) as asked:
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(x, 80))
    assert abs(asked.args[0] - 200) < 10
    # The kept step that is nearest comes first; the exact one is worked out when the hand rests.
    qtbot.waitUntil(lambda: on_screen(trained) == asked.args[0], timeout=20_000)
    qtbot.waitUntil(lambda: plot._cursor == asked.args[0])


def test_an_image_of_the_first_layer_is_found_in_the_network(trained: Program, qtbot: QtBot) -> None:
    board(trained).open("first layer")
    qtbot.waitUntil(lambda: board(trained).settled)
    sheet = board(trained)._sheet
    box = sheet.cell(5)
    assert box is not None
    QTest.mouseMove(sheet, box.center().toPoint())
    qtbot.waitUntil(lambda: trained.presenter.explorer.focus == Focus(1, 5))
    QTest.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    QTest.mouseMove(sheet, sheet.rect().bottomRight())
    qtbot.waitUntil(lambda: trained.presenter.explorer.kept == Focus(1, 5))


def test_what_is_saved_is_the_open_page(
    trained: Program, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    answers.to_save = tmp_path / "curves.csv"
    board(trained)._csv_button.click()
    qtbot.waitUntil(answers.to_save.exists)
    rows = list(csv.DictReader(answers.to_save.read_text(encoding="utf-8").splitlines()))
    batches = [row for row in rows if row["mini-batches"]]
    assert [int(row["last step"]) for row in batches] == list(range(1, trained.trainer.status.step + 1))
    board(trained).open("gradients")
    qtbot.waitUntil(lambda: board(trained).settled)
    answers.to_save = tmp_path / "gradients.png"
    board(trained)._png_button.click()
    qtbot.waitUntil(answers.to_save.exists)
    picture = QImage(str(answers.to_save))
    assert picture.width() > 2 * board(trained).width() * 0.95
    qtbot.waitUntil(lambda: trained.window.banner.text == "Saved the picture as gradients.png.")


def test_a_place_that_can_t_be_written_is_told_in_a_sentence(
    trained: Program, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    for place, button in (
        (tmp_path / "nowhere" / "curves.csv", board(trained)._csv_button),
        (tmp_path, board(trained)._png_button),
    ):
        answers.to_save = place
        trained.window.banner.clear()
        button.click()
        qtbot.waitUntil(
            lambda place=place: f"{place.name} could not be saved: " in trained.window.banner.text
        )
        assert trained.window.banner.text.endswith(".")
        assert not (tmp_path / "nowhere").exists()


def test_before_training_there_is_nothing_to_save(start: Start, answers: Answers) -> None:
    program = start()
    program.plots.dialogs = answers  # type: ignore[assignment]
    assert program.plots.plots is None
    program.rooms.open("train")
    board(program).open("curves")
    board(program)._csv_button.click()
    assert program.window.banner.text == "There is nothing to save yet; train a few steps first."
    assert answers.asked == []
