"""The examination room in the real window: what is measured when, and where one goes from a digit."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.network.spec import NetworkSpec
from netviz.panels.test.labels import CANT_TELL
from netviz.tasks.digits.task import DIGITS
from netviz.training.jobs.work import finish
from netviz.training.snapshot import Snapshot
from tests.app.conftest import StartProgram


@pytest.fixture
def program(start: StartProgram, qtbot: QtBot) -> Program:
    """For a test that leaves something behind, or for which nothing must be there."""
    program = start()
    qtbot.waitUntil(lambda: program.presenter.snapshot is not None, timeout=10_000)
    return program


@pytest.fixture
def shared(again: StartProgram, qtbot: QtBot) -> Program:
    program = again()
    program.exam.page.open_part("results")
    qtbot.waitUntil(lambda: program.presenter.snapshot is not None, timeout=10_000)
    return program


def measured(qtbot: QtBot, program: Program) -> None:
    def there() -> bool:
        snapshot, here = program.presenter.snapshot, program.exam._here()
        return snapshot is not None and here.measurement.fresh(snapshot, here.key)

    qtbot.waitUntil(there, timeout=60_000)


def test_a_closed_room_measures_nothing(program: Program, qtbot: QtBot) -> None:
    program.clock.mark_dirty()
    qtbot.wait(100)
    assert not program.exam.reading.running
    assert program.exam.reading.result is None


def test_opening_it_measures_the_network_on_screen(shared: Program, qtbot: QtBot) -> None:
    shared.rooms.open("test")
    measured(qtbot, shared)
    page = shared.exam.page
    assert page.isVisible()
    assert not shared.window.canvas.isVisible()
    assert page.results.wrong.note == "of 10,000"
    assert page._status.text() == "measured at step 0"
    assert not page._measure.isVisible()
    assert not shared.window.canvas.refreshes_edges
    shared.rooms.open("watch")
    assert shared.window.canvas.isVisible()
    assert shared.window.canvas.refreshes_edges


def test_after_a_step_it_is_measured_again(shared: Program, qtbot: QtBot) -> None:
    shared.rooms.open("test")
    measured(qtbot, shared)
    before = shared.exam.reading.result
    shared.intents.step()
    qtbot.waitUntil(lambda: shared.exam.reading.step == 1, timeout=60_000)
    assert shared.exam.reading.result is not before
    qtbot.waitUntil(lambda: shared.exam.page._status.text() == "measured at step 1", timeout=5000)


def test_a_cell_shows_its_digits_and_a_digit_goes_onto_the_pad(program: Program, qtbot: QtBot) -> None:
    program.rooms.open("test")
    measured(qtbot, program)
    page = program.exam.page
    readings = program.exam.reading.result
    assert readings is not None
    label, answer = divmod(int(readings.results.confusion.argmax()), 10)
    page.results.matrix.cell_picked.emit(label, answer)
    gallery = page.results.digits.gallery
    assert len(gallery.digits) == readings.results.confusion[label, answer]
    index = int(gallery.digits.index[3])
    page.results.digits.picked.emit(index)
    assert program.paper.example().index == index
    qtbot.waitUntil(page.results.digits.next.isVisible, timeout=5000)
    page.results.digits.next.explain_clicked.emit()
    assert program.rooms.now == "explain"
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=20_000)
    player = program.story.player
    assert player is not None
    assert player.story.trace.label == label


def test_a_vote_reveals_what_others_said(program: Program, qtbot: QtBot) -> None:
    program.rooms.open("test")
    measured(qtbot, program)
    page, part = program.exam.page.labels, program.exam.labels
    program.exam.page.open_part("labels")
    assert page.case is not None
    assert page.case.reveal is None
    index = part.index
    page.voted.emit(CANT_TELL)
    reveal = page.case.reveal
    assert reveal is not None
    assert reveal.own == CANT_TELL
    assert reveal.label == program.exam._test.answers[index]
    assert sum(n for _, n in reveal.votes) == 5
    page.voted.emit(3)
    assert page.case.reveal.own == CANT_TELL  # a vote stands
    page.moved.emit(5)
    assert part.index != index
    assert page.case.reveal is None
    page.moved.emit(0)
    assert page.case.reveal is not None
    # What one votes on is put on the pad only when one asks for it.
    assert program.paper.example().index != index
    page.watch_clicked.emit()
    assert program.rooms.now == "watch"
    assert program.paper.example().index == index


def test_of_four_or_seven_is_said_what_this_network_reads(program: Program, qtbot: QtBot) -> None:
    program.rooms.open("test")
    measured(qtbot, program)
    page = program.exam.page.labels
    page.set_chosen.emit("doubts")
    assert "others said" not in page._invitation.text()
    page.voted.emit(7)
    assert page.case is not None
    reveal = page.case.reveal
    assert reveal is not None
    assert reveal.label in (4, 7)
    assert reveal.votes is None
    assert "No votes of people are known for this one." in reveal.verdict
    assert (f"It reads {reveal.answer}, which is neither." in reveal.verdict) == (reveal.answer not in (4, 7))
    page.set_chosen.emit("votes")
    assert "what others said" in page._invitation.text()


def test_robustness_is_measured_on_every_kind_and_can_be_cancelled(
    program: Program, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.rooms.open("test")
    part, page = program.exam.robustness, program.exam.page
    digits = part._digits
    part._digits = replace(digits, images=digits.images[:50], labels=digits.labels[:50])
    page.open_part("robustness")
    measured(qtbot, program)
    plots = page.robustness.plots.values()
    qtbot.waitUntil(lambda: all(plot.measured is not None for plot in plots), timeout=5000)
    readings = program.exam.distorting.result
    for key, plot in page.robustness.plots.items():
        np.testing.assert_array_equal(plot.measured.accuracy, readings.curves[key].accuracy)
    # The digit on the pad is what is shown under the curves.
    program.choice.choose(17)
    zero = page.robustness.plots["noise"].kind.amounts.index(0)
    pixels = program.paper.example().pixels
    qtbot.waitUntil(
        lambda: np.array_equal(page.robustness._samples["noise"].images[zero], pixels), timeout=20_000
    )
    program.exam.distorting.again()
    qtbot.waitUntil(lambda: program.exam.distorting.running, timeout=5000)
    page.cancel_clicked.emit()
    assert not program.exam.distorting.running


def test_each_layer_has_a_map(shared: Program, qtbot: QtBot) -> None:
    shared.rooms.open("test")
    page = shared.exam.page
    page.open_part("map")
    for column in (2, 0, 3):
        page.map.column_chosen.emit(str(column))
        measured(qtbot, shared)
        mapped = shared.exam.mapping.result
        assert mapped.map.column == column
        assert mapped.map.points.shape == (2000, 2)
        assert mapped.size == shared.presenter.snapshot.spec.sizes[column]
    # So wide a layer would take gigabytes: fewer digits.
    shared.exam.map._column = 1
    spec = NetworkSpec.dense((784, 4001, 10))
    wide = Snapshot("wide", 0, 0, spec, np.zeros(spec.n_parameters, np.float32))
    assert finish(shared.exam.map.measure(wide)).map.points.shape == (500, 2)
    page.map.picked.emit(int(mapped.digits.index[7]))
    assert shared.paper.example().index == 35


def test_other_networks_are_refused_in_a_sentence(shared: Program, qtbot: QtBot) -> None:
    shared.rooms.open("test")
    measured(qtbot, shared)
    page = shared.exam.page
    for sizes, words in (((4, 3, 2), "4 inputs and 2 outputs"), ((784, 3, 12), "784 inputs and 12 outputs")):
        spec = NetworkSpec.dense(sizes)
        odd = Snapshot("odd", 0, 0, spec, np.zeros(spec.n_parameters, np.float32))
        assert not shared.exam._can_be_examined(odd, DIGITS)
        assert words in page._message.nothing.words()
        assert not page.results.isVisible()
    spec = NetworkSpec.dense((784, 3, 10))
    broken = Snapshot("nan", 0, 0, spec, np.full(spec.n_parameters, np.nan, np.float32))
    assert not shared.exam._can_be_examined(broken, DIGITS)
    assert "beyond all numbers" in page._message.nothing.words()


def test_keys_in_the_room_mean_what_they_mean_elsewhere(shared: Program, qtbot: QtBot) -> None:
    shared.rooms.open("test")
    assert shared.actions["room.test"].isChecked()
    assert not shared.actions["story.next"].isEnabled()
    assert shared.actions["training.toggle"].isEnabled()


def test_answers_about_labels_are_there_again_after_a_restart(start: StartProgram, qtbot: QtBot) -> None:
    program = start()
    qtbot.waitUntil(lambda: program.others is not None and program.exam.labels.index is not None)
    page = program.exam.page.labels
    page.voted.emit(3)
    first = program.exam.labels.index
    page.moved.emit(1)
    page.voted.emit(CANT_TELL)
    program.settings.flush()
    again = start()
    qtbot.waitUntil(lambda: again.others is not None and again.exam.labels.index is not None)
    page = again.exam.page.labels
    assert again.exam.labels.index == first
    assert page.case is not None
    assert page.case.reveal is not None
    assert page.case.reveal.own == 3
    assert page._progress.text().startswith("2 of")
