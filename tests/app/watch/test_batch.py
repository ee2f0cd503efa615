"""While it trains, the digits of the mini-batch lie where the drawing was; afterwards it is back."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from tests.app.conftest import StartProgram


def sheet(program: Program):
    return program.watch.batch.sheet


def test_it_lies_over_the_input_for_as_long_as_training_runs(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    qtbot.waitUntil(lambda: program.presenter.scene is not None, timeout=10_000)
    assert not sheet(program).isVisible()
    assert program.window.draw._title.text() == "Draw a digit"
    wrong: list[object] = []

    def look() -> None:
        told, batch = program.presenter.named, sheet(program).batch
        if sheet(program).isVisible() and told is not None and batch is not told.batch:
            wrong.append((told.step, batch))

    program.window.canvas.painting.connect(look)
    program.intents.set_pace(50.0)
    program.intents.train()
    qtbot.waitUntil(lambda: sheet(program).isVisible(), timeout=10_000)
    assert program.window.draw._title.text() == "This digit"
    assert sheet(program).words[0] == "Learns from these 32 digits"
    assert sheet(program).words[2] == "The digit on the pad is only read."
    left, top, side = program.presenter.scene.layout.image
    box = sheet(program).geometry()
    assert box.contains(round(left + 2), round(top + 2))
    assert box.contains(round(left + side - 2), round(top + side - 2))
    qtbot.wait(600)
    program.intents.pause()
    qtbot.waitUntil(lambda: not sheet(program).isVisible(), timeout=10_000)
    program.window.canvas.painting.disconnect(look)
    assert program.window.draw._title.text() == "Draw a digit"
    assert not wrong


def test_with_sweeps_it_is_the_batch_of_the_step_that_is_told(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    program.actions["view.pulses"].setChecked(True)
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=10_000)
    told: list[tuple[int | None, str]] = []

    def look() -> None:
        if sheet(program).isVisible():
            told.append((program.live.told_step, sheet(program).words[1]))

    program.window.canvas.painting.connect(look)
    curves = program.window._curves
    assert curves is not None
    apart: list[tuple[str, int]] = []

    def compare() -> None:
        if (
            program.live.told_step is not None
            and sheet(program).words[1] != f"epoch 1 · step {curves._step:,}"
        ):
            apart.append((sheet(program).words[1], curves._step))

    def compare_strip() -> None:
        named, strip = program.live.told_step, program.window.timeline.readout._step
        if named is not None and sheet(program).isVisible() and strip != f"{named:,}":
            beside.append((named, strip))

    beside: list[tuple[int, str]] = []
    program.presenter.figures_changed.connect(compare)
    program.clock.tick.connect(compare_strip)
    swept: set[int | None] = set()
    program.clock.tick.connect(lambda: swept.add(program.live.told_step))
    program.intents.set_pace(0.5)
    program.intents.train()
    qtbot.waitUntil(lambda: len({step for step, _ in told if step}) > 1, timeout=30_000)
    program.intents.pause()
    for step, words in told:
        assert step is None or words == f"epoch 1 · step {step:,}"
    # The first step of all is among them: nothing waits for a second one.
    assert 1 in swept
    # One step in all numbers on screen.
    assert not apart
    assert not beside


def test_a_single_step_shows_its_batch_while_its_sweep_runs(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    program.actions["view.pulses"].setChecked(True)
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=10_000)
    program.intents.step()
    qtbot.waitUntil(lambda: sheet(program).isVisible(), timeout=10_000)
    batch = sheet(program).batch
    assert batch is not None
    order = np.random.default_rng((program.intents.config.seed, 0)).permutation(55_000)
    assert program.digits is not None
    expected = program.digits.training.images[order[:32]]
    np.testing.assert_array_equal(batch.pixels, expected)
    qtbot.waitUntil(lambda: not sheet(program).isVisible(), timeout=10_000)


@pytest.mark.parametrize("room", ["explain", "test"])
def test_other_rooms_do_not_have_it(qtbot: QtBot, again: StartProgram, room: str) -> None:
    program = again()
    program.intents.set_pace(50.0)
    program.intents.train()
    qtbot.waitUntil(lambda: sheet(program).isVisible(), timeout=10_000)
    program.rooms.open(room)
    qtbot.waitUntil(lambda: not sheet(program).isVisible(), timeout=10_000)
    program.intents.pause()
