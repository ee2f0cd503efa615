"""Exploring the network in the real window: views, how many lines, focus by pointer and keys, the flow."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QSlider
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.network.spec import NetworkSpec
from netviz.panels.inspector.facts import EdgeFacts, NeuronFacts
from netviz.panels.watch.view_bar import SHARES, VIEWS
from netviz.rendering.labels import change_text
from netviz.viewmodels.playing.flow import SECONDS
from netviz.viewmodels.scene import Focus, Scene
from tests.app.conftest import Answers, StartProgram
from tests.app.test_program import shown_step, train_some_steps


def rest(qtbot: QtBot, program: Program) -> None:
    """Wait until nothing moves any more."""
    qtbot.wait(40)
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=20_000)


def step(qtbot: QtBot, program: Program) -> None:
    before = program.presenter.snapshot.step
    program.actions["training.step"].trigger()
    qtbot.waitUntil(lambda: program.presenter.snapshot.step == before + 1, timeout=10_000)
    rest(qtbot, program)


def shown(program: Program) -> Scene:
    scene = program.window.canvas.scene
    assert scene is not None
    return scene


def hover(qtbot: QtBot, program: Program, focus: Focus | None) -> None:
    program.window.canvas.hovered.emit(focus)
    rest(qtbot, program)


def test_bar_and_menu_say_the_same(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    box = program.window.view_bar.findChild(QComboBox)
    for name, words in VIEWS:
        program.actions[f"view.edges.{name}"].trigger()
        assert box.currentText() == words
    box.activated.emit(1)
    assert program.actions["view.edges.weight"].isChecked()
    rest(qtbot, program)
    assert set(shown(program).views) == {"weight"}


def test_changes_count_from_the_start_or_from_the_mark(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    first = program.presenter.snapshot
    program.actions["view.edges.change"].trigger()
    rest(qtbot, program)
    assert not shown(program).weights.any()
    step(qtbot, program)
    step(qtbot, program)
    now = program.presenter.snapshot
    np.testing.assert_array_equal(shown(program).weights, now.weights - first.weights)
    assert shown(program).since == 0
    assert program.window.legend.words()[:2] == ("more positive", "more negative")
    assert any("Change since step 0" in note for note in program.window.legend._notes)
    program.actions["view.mark"].trigger()
    rest(qtbot, program)
    assert program.actions["view.edges.marked"].isChecked()
    assert not shown(program).weights.any()
    step(qtbot, program)
    assert shown(program).since == 2
    np.testing.assert_array_equal(shown(program).weights, program.presenter.snapshot.weights - now.weights)
    program.actions["view.edges.weight"].trigger()
    rest(qtbot, program)
    assert program.window.legend.words()[0] == "positive weight"
    assert program.window.legend.heading == "Lines: weights"


def test_changes_of_an_opened_run_count_from_its_first_step(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    first = program.presenter.snapshot
    train_some_steps(qtbot, program, 60)
    end = program.presenter.snapshot
    answers.to_save = tmp_path / "run.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    assert program.window.close()
    again = start(tmp_path / "run.netviz")
    qtbot.waitUntil(lambda: shown_step(again) == end.step, timeout=10_000)
    again.actions["view.edges.change"].trigger()
    qtbot.waitUntil(lambda: shown(again).since == 0, timeout=10_000)
    rest(qtbot, again)
    np.testing.assert_allclose(shown(again).weights, end.weights - first.weights, atol=1e-6)
    assert any("Change since step 0" in note for note in again.window.legend._notes)
    # In the past too: at the first step nothing has changed, and that is so.
    qtbot.waitUntil(lambda: again.time.held is not None, timeout=10_000)
    again.time.go_to(0)
    qtbot.waitUntil(lambda: shown_step(again) == 0, timeout=10_000)
    qtbot.waitUntil(lambda: not shown(again).weights.any(), timeout=10_000)
    assert change_text(shown(again)) == "They would show changes, but no weight has changed since step 0."


def test_a_network_without_a_past_counts_from_where_its_file_has_it(
    qtbot: QtBot, start: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    train_some_steps(qtbot, program, 20)
    step_saved = shown_step(program)
    answers.to_save = tmp_path / "network.safetensors"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    assert program.window.close()
    again = start(tmp_path / "network.safetensors")
    again.actions["view.edges.change"].trigger()
    qtbot.waitUntil(lambda: shown(again).since == step_saved, timeout=10_000)


def test_after_another_shape_changes_count_from_there(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    train_some_steps(qtbot, program, 20)
    at = shown_step(program)
    spec = NetworkSpec.dense((784, 16, 12, 16, 10))
    program.networks.reshape(spec, None, "another layer")
    qtbot.waitUntil(lambda: program.presenter.snapshot.spec.sizes == spec.sizes, timeout=10_000)
    program.actions["view.edges.change"].trigger()
    qtbot.waitUntil(lambda: shown(program).since == at, timeout=10_000)


def test_a_mark_in_another_network_is_no_place_to_count_from(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    train_some_steps(qtbot, program, 20)
    program.actions["view.mark"].trigger()
    rest(qtbot, program)
    assert shown(program).since == shown_step(program)
    program.actions["training.reset"].trigger()
    qtbot.waitUntil(lambda: shown_step(program) == 0, timeout=10_000)
    rest(qtbot, program)
    assert shown(program).since == 0


def test_the_slider_leaves_the_strongest(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    program.actions["view.edges.weight"].trigger()
    slider = program.window.view_bar.findChild(QSlider)
    slider.setValue(SHARES.index(0.01))
    rest(qtbot, program)
    scene = shown(program)
    assert scene.share == 0.01
    for layer, where in enumerate(scene.spec.weight_slices):
        left = np.count_nonzero(np.abs(scene.weights[where]) >= scene.least[layer])
        assert left <= 0.01 * (where.stop - where.start) + 1
    qtbot.waitUntil(lambda: program.window.canvas.settled, timeout=20_000)
    assert program.window.canvas.status.edges_drawn <= 0.011 * scene.n_edges + 3
    program.actions["view.more_edges"].trigger()
    assert slider.value() == SHARES.index(0.02)
    program.actions["view.fewer_edges"].trigger()
    slider.setValue(len(SHARES) - 1)
    rest(qtbot, program)
    assert shown(program).least is None


def test_of_a_kept_neuron_an_edge_is_told_and_the_neuron_stays(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    neuron, own, other = Focus(2, 3), Focus(2, 3, source=5), Focus(2, 4, source=5)
    program.window.canvas.picked.emit(neuron)
    hover(qtbot, program, own)
    assert shown(program).focus == neuron
    assert shown(program).pointed == own
    assert isinstance(program.window.inspector._facts, EdgeFacts)
    hover(qtbot, program, other)
    assert shown(program).focus == other
    assert shown(program).pointed is None
    hover(qtbot, program, None)
    assert shown(program).focus == neuron
    assert isinstance(program.window.inspector._facts, NeuronFacts)
    program.actions["view.let_go"].trigger()
    rest(qtbot, program)
    assert shown(program).focus is None


def test_an_edge_tells_gradient_and_last_change(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    step(qtbot, program)
    before = program.presenter.snapshot
    step(qtbot, program)
    hover(qtbot, program, Focus(2, 3, source=5))
    facts = program.window.inspector._facts
    assert isinstance(facts, EdgeFacts)
    now = program.presenter.snapshot
    assert facts.change == pytest.approx(float(now.W(1)[5, 3]) - float(before.W(1)[5, 3]), abs=1e-12)
    assert facts.since == 1
    assert facts.gradient == pytest.approx(
        float(now.gradient[now.spec.weight_slices[1].start + 5 * now.spec.sizes[2] + 3])
    )


def test_a_large_network_brings_its_gradient_along_only_for_an_edge(
    qtbot: QtBot, again: StartProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netviz.app.screen.snapshot_feed.GRADIENT_UP_TO", 100)
    program = again()
    step(qtbot, program)
    assert program.presenter.snapshot.gradient is None
    hover(qtbot, program, Focus(1, 3))
    assert program.presenter.snapshot.gradient is None
    program.window.canvas.hovered.emit(Focus(1, 3, source=300))
    qtbot.waitUntil(lambda: program.presenter.snapshot.gradient is not None, timeout=5000)
    rest(qtbot, program)
    facts = program.window.inspector._facts
    assert isinstance(facts, EdgeFacts)
    assert facts.gradient is not None
    assert program.trainer.status.phase == "paused"


def test_keys_walk_and_tell_it_aloud(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    canvas = program.window.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    rest(qtbot, program)
    answer = shown(program).answer
    assert shown(program).focus == Focus(3, answer)
    assert canvas.accessibleDescription().startswith(f"Output {answer}. ")
    assert "Σ" in canvas.accessibleDescription()
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    rest(qtbot, program)
    assert canvas.accessibleDescription().startswith("Neuron 2·")
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    rest(qtbot, program)
    assert program.presenter.explorer.told_focus.column == 2


@pytest.fixture
def as_slowly_as_it_flows(start: StartProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netviz.viewmodels.playing.flow.SECONDS", SECONDS)


@pytest.mark.usefixtures("as_slowly_as_it_flows")
def test_a_picked_digit_flows_through_and_draws_no_edges(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    program.actions["view.edges.weight"].trigger()
    rest(qtbot, program)
    qtbot.waitUntil(lambda: program.window.canvas.settled, timeout=20_000)
    seen: list[tuple[int, float]] = []
    keys: set[object] = set()

    def note() -> None:
        scene = shown(program)
        seen.append((sum(len(lines.line) for lines in scene.pulses), float(scene.shade[784:].sum())))
        keys.add(scene.edge_key)

    program.window.canvas.painted.connect(note)
    program.paper.pick(program.choice.example(3))
    qtbot.waitUntil(lambda: program.presenter._flow.moving, timeout=5000)
    qtbot.waitUntil(lambda: not program.presenter._flow.moving, timeout=5000)
    rest(qtbot, program)
    program.window.canvas.painted.disconnect(note)
    assert max(pulses for pulses, _ in seen) > 20
    assert shown(program).pulses == ()
    assert shown(program).shade[784:].sum() >= max(light for _, light in seen) - 1e-5
    assert len(keys) == 1


def test_with_reduced_motion_nothing_flows(qtbot: QtBot, start: StartProgram, tmp_path: Path) -> None:
    program = start()
    program.actions["view.reduced_motion"].setChecked(True)
    program.paper.pick(program.choice.example(3))
    qtbot.waitUntil(lambda: program.presenter._probe.example.index == 3)
    assert not program.presenter._flow.moving
    program.settings.flush()
    assert program.settings.reduced_motion


@pytest.mark.usefixtures("as_slowly_as_it_flows")
def test_pointing_ends_the_flow(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    program.paper.pick(program.choice.example(3))
    qtbot.waitUntil(lambda: program.presenter._flow.moving, timeout=5000)
    program.window.canvas.hovered.emit(Focus(1, 3))
    assert not program.presenter._flow.moving
    rest(qtbot, program)
    assert shown(program).pulses == ()
