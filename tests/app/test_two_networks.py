"""Two networks in the window: chosen, laid on each other, pointed at; every number is plain NumPy's."""

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.app.program.composition import Program
from netviz.network.connections import as_matrix, edge_index
from netviz.network.forward import forward_pass
from netviz.panels.two_networks.page import TwoNetworksPage
from netviz.panels.two_networks.shown import Compared
from netviz.training.compare.answers import BothAnswers
from netviz.training.compare.line import Between
from netviz.training.compare.matching import Matching
from netviz.training.landscape.landscape import sample_of
from netviz.viewmodels.scene import Focus
from tests.app.conftest import Answers, StartProgram
from tests.training.landscape.point import plain_loss


def page_of(program: Program) -> TwoNetworksPage:
    page = program.training.two.page
    assert page is not None
    return page


def seen(program: Program, qtbot: QtBot, a: int, b: int) -> Compared:
    """What is shown, once these steps are compared."""
    page = page_of(program)

    def there() -> bool:
        found = page.compared
        return found is not None and (found.a.step, found.b.step) == (a, b) and not page.status.text()

    qtbot.waitUntil(there)
    found = page.compared
    assert found is not None
    return found


def equals_plain_numbers(program: Program, found: Compared) -> None:
    matching, line, answers, data = found.matching, found.line, found.answers, program.digits
    assert isinstance(matching, Matching)
    assert isinstance(line, Between)
    assert isinstance(answers, BothAnswers)
    assert data is not None
    sample = sample_of(data.training)
    assert line.n_examples == len(sample.rows) == 2000
    a, b = (flat.astype(np.float64) for flat in (matching.a, matching.matched))
    for k in (0, 17, 40):
        there = (1 - line.t[k]) * a + line.t[k] * b
        assert line.matched[k] == pytest.approx(plain_loss(matching.spec, there, sample), rel=1e-4)
    inputs, labels = data.validation.inputs(), data.validation.answers
    for place, chosen in enumerate((found.a, found.b)):
        outputs = forward_pass(chosen.spec, chosen.parameters.astype(np.float64), inputs).a[-1]
        assert abs(answers.right[place] - int((outputs.argmax(axis=1) == labels).sum())) <= 1
    # What is drawn is what B's weights have more than A's.
    scene = page_of(program).canvas.scene
    assert scene is not None
    np.testing.assert_array_equal(scene.weights, (matching.matched - matching.a)[: matching.spec.n_edges])
    assert set(scene.views) == {"difference"}


def test_two_steps_are_compared_pointed_at_read_swapped_and_left(
    start: StartProgram, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, answers: Answers, tmp_path: Path
) -> None:
    program = start()
    # Without a window manager nobody else gives the window the keys.
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    for step in range(1, 4):
        program.intents.step()
        qtbot.waitUntil(lambda step=step: program.trainer.status.step == step)
    qtbot.waitUntil(lambda: program.recordings.file is not None)
    program.recordings.written()
    program.paper.clear()
    QTest.keyClick(program.window.canvas, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    page = page_of(program)
    assert page.isVisible()
    assert not program.window.canvas.isVisible()
    found = seen(program, qtbot, 0, 3)
    equals_plain_numbers(program, found)
    matching = found.matching
    assert isinstance(matching, Matching)
    scene = page.canvas.scene
    assert scene is not None
    # Nothing was drawn: both read the example on which they differ most, so there is something to see.
    assert program.presenter.example.empty
    assert f"Validation example {page.first:,}, labelled" in page.told.text()
    assert scene.activation is not None

    # A neuron and an edge that are pointed at stand below with both their numbers.
    x, y = scene.layout.xy[matching.spec.neuron_slices[1]][3]
    QTest.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    qtbot.waitUntil(lambda: page.told.text().startswith("Neuron 1·4 of A, "))
    a, b = (flat[matching.spec.bias_slices[0]][3] for flat in (matching.a, matching.matched))
    numbers = re.findall(r"(?:A|B|B − A =) ([−+]?\d+\.\d+)", page.told.text())
    shown = [float(number.replace("−", "-")) for number in numbers[:3]]
    assert shown == pytest.approx([a, b, b - a], abs=1.1e-3)
    assert round(shown[1] - shown[0], 3) == shown[2]  # people subtract what they read
    page.canvas.hovered.emit(Focus(2, 5, source=3))
    at = edge_index(matching.spec, 2, 3, 5)
    assert as_matrix(matching.spec, matching.a, 1)[3, 5] == matching.a[at]
    assert page.told.text().startswith("Weight from neuron 1·4 to neuron 2·6: A ")
    page.canvas.hovered.emit(None)

    # A click reads one of the examples that they answer differently, as A and as B does.
    gallery = page.gallery.gallery
    row = int(gallery.digits.index[0])
    QTest.mouseClick(gallery.viewport(), Qt.MouseButton.LeftButton, pos=gallery.tile_rect(0).center())
    assert program.digits is not None
    inputs = program.digits.validation.inputs([row])[0]
    for key, flat in (("a", matching.a), ("b", matching.matched)):
        QTest.mouseClick(page.shade.button(key), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: page.canvas.scene is not None and page.canvas.scene.activation is not None)
        shown = page.canvas.scene
        assert shown is not None
        plain = forward_pass(matching.spec, flat.astype(np.float64), inputs)
        np.testing.assert_allclose(shown.probability, plain.a[-1], atol=1e-5)
    assert f"Validation example {row:,}, labelled" in page.told.text()
    # Of one label only.
    page.label.setFocus()
    QTest.keyClick(page.label, Qt.Key.Key_Down)
    assert (program.digits.validation.answers[gallery.digits.index] == 0).all()

    # File > Save picture saves the graph that is seen.
    answers.to_save = tmp_path / "difference.svg"
    program.actions["file.save_picture"].trigger()
    qtbot.waitUntil(answers.to_save.exists)
    assert "of network B differ" in answers.to_save.read_text()

    # Another step by the keys, and all of it is compared anew.
    page.a.step.setFocus()
    page.a.step.selectAll()
    QTest.keyClicks(page.a.step, "2")
    QTest.keyClick(page.a.step, Qt.Key.Key_Return)
    equals_plain_numbers(program, seen(program, qtbot, 2, 3))
    QTest.mouseClick(page.swap, Qt.MouseButton.LeftButton)
    equals_plain_numbers(program, seen(program, qtbot, 3, 2))

    # What can't be compared says why; what holds no network, too.
    broken = tmp_path / "no network.safetensors"
    broken.write_bytes(b"nothing")
    monkeypatch.setattr(program.dialogs, "file_to_open", lambda _folder: broken)
    page.a.box.setFocus()
    page.a.box.setCurrentIndex(page.a.box.count() - 1)
    page.a.box.activated.emit(page.a.box.count() - 1)
    qtbot.waitUntil(page.nothing.isVisible)
    assert "no network.safetensors" in page.nothing.words()
    assert not page.plot.isVisible()
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert program.training.side.isVisible()
    assert not page.isVisible()
