"""While it trains, all figures on screen are of one step: strip, mini-batch, curves and their heading."""

import re

import pytest
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from tests.app.conftest import StartProgram
from tests.app.test_past_mode import press, to_the_past
from tests.app.test_program import rest
from tests.app.test_time_travel import trained


def named(program: Program) -> dict[str, int]:
    """The step that each of them names or ends at, of those that are on screen."""
    curves, sheet = program.window._curves, program.watch.batch.sheet
    assert curves is not None
    said = {
        "strip": program.window.timeline.readout._step,
        "heading": re.findall(r"step ([\d,]+)", curves._header.right.text())[0],
    }
    if sheet.isVisible():
        said["mini-batch"] = re.findall(r"step ([\d,]+)", sheet.words[1])[0]
    steps = {where: int(words.replace(",", "")) for where, words in said.items()}
    for name, curve in (("loss", curves._loss), ("accuracy", curves._accuracy)):
        if curve is not curves._late and curve.chart is not None:
            steps[name] = int(curve.chart.lines[0].step[-1])
    return steps


@pytest.mark.parametrize(
    ("pulses", "pace"), [(True, 100.0), pytest.param(False, 100.0, marks=pytest.mark.long), (False, 3.0)]
)
def test_after_a_branch_begins_to_train(qtbot: QtBot, again: StartProgram, pulses: bool, pace: float) -> None:
    program = trained(qtbot, again, 100)
    program.actions["view.pulses"].setChecked(pulses)
    program.intents.set_pace(pace)
    to_the_past(qtbot, program, 40)
    program.actions["training.toggle"].trigger()
    press(program.window.past_bar.train_here)
    apart: list[dict[str, int]] = []
    seen: set[int] = set()

    def look() -> None:
        # The recording, whose kept steps the strip shows, is looked at meanwhile too.
        steps = named(program)
        seen.update(steps.values())
        if len(set(steps.values())) > 1:
            apart.append(steps)

    qtbot.waitUntil(lambda: program.trainer.status.phase == "training", timeout=10_000)
    qtbot.waitUntil(lambda: "mini-batch" in named(program), timeout=10_000)
    program.clock.tick.connect(look)
    qtbot.waitUntil(lambda: len(seen) > 4, timeout=30_000)
    program.time._show(force=True)
    look()
    program.clock.tick.disconnect(look)
    program.intents.pause()
    rest(qtbot, program)
    look()
    assert not apart
