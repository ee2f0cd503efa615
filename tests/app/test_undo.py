"""Commands put back what was there, and keep what came since."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QUndoStack
from pytestqt.qtbot import QtBot

from netviz.app.run.undo import Exchanged, History, Replaced
from tests.app.conftest import StartProgram
from tests.app.test_program import rest, train_some_steps


def test_replaced_goes_back_and_forth() -> None:
    shown = ["new"]
    stack = QUndoStack()
    stack.push(Replaced("word", "old", "new", shown.append))
    assert shown == ["new"]
    stack.undo()
    stack.redo()
    stack.undo()
    assert shown == ["new", "old", "new", "old"]


def test_exchanged_keeps_what_was_found() -> None:
    there = {"now": "after reset"}

    def exchange(kept: str, keep: Callable[[str], None]) -> None:
        found, there["now"] = there["now"], kept
        keep(found)

    stack = QUndoStack()
    stack.push(Exchanged("reset", "trained", exchange))
    assert there["now"] == "after reset"
    there["now"] = "after reset, trained on"
    stack.undo()
    assert there["now"] == "trained"
    stack.redo()
    assert there["now"] == "after reset, trained on"


def test_a_drawing_is_taken_back_only_where_the_pad_is() -> None:
    history, pad, network = History(), [""], [""]
    history.enter("watch", pad_is_seen=True)
    history.push(Replaced("stroke", "", "3", pad.append))
    history.enter("train", pad_is_seen=False)
    assert not history.can_undo_here
    history.undo_here()
    assert pad == [""]
    # What is done here, to the network or with a key to the pad, is taken back here; the drawing stays.
    history.push(Exchanged("reset", "old", lambda kept, _keep: network.append(kept)))
    history.push(Replaced("clear", "3", "", pad.append))
    for _ in range(4):
        history.undo_here()
    assert (pad, network) == (["", "3"], ["", "old"])
    assert history.can_redo_here
    history.enter("watch", pad_is_seen=True)
    history.undo_here()
    assert pad == ["", "3", ""]
    history.enter("train", pad_is_seen=False)
    assert not history.can_redo_here
    # A new change forgets what was taken back, and where it was made.
    history.push(Exchanged("reset", "old", lambda kept, _keep: network.append(kept)))
    assert history.can_undo_here
    assert not history.can_redo_here


class Load:
    """Something that takes memory, in part together with others."""

    def __init__(self, name: str, n_bytes: int, shared: dict[int, int] | None = None) -> None:
        self.name = name
        self._held = {id(self): n_bytes, **(shared or {})}

    def held(self) -> dict[int, int]:
        return self._held


def test_what_is_kept_takes_no_more_than_the_budget_and_the_oldest_go_first() -> None:
    history, there = History(budget=100), ["now"]

    def exchange(kept: Load, keep: Callable[[Load], None]) -> None:
        found, there[0] = there[0], kept.name
        keep(Load(found, 40))

    for name in ("a", "b", "c"):
        history.push(Exchanged(name, Load(name, 40), exchange))
    assert history.n_bytes == 80
    texts = []
    while history.canUndo():
        texts.append(history.undoText())
        history.undo()
    assert texts == ["c", "b"]
    assert there == ["b"]
    assert (history.undoText(), history.can_undo_here, history.redoText()) == ("", False, "b")
    history.undo()
    assert there == ["b"]
    while history.canRedo():
        history.redo()
    assert there == ["now"]
    # What is done next forgets what was taken back, and its bytes.
    history.undo()
    history.push(Replaced("stroke", Load("", 1), Load("3", 1), lambda _: None))
    assert history.n_bytes == 42
    assert (history.undoText(), history.canRedo()) == ("stroke", False)
    history.clear()
    assert (history.n_bytes, history.canUndo(), history.canRedo()) == (0, False, False)


def test_the_next_one_stays_however_large_it_is_and_what_is_shared_counts_once() -> None:
    history, common = History(budget=100), {1: 90}
    history.push(Exchanged("a", Load("a", 1, common), lambda *_: None))
    history.push(Exchanged("b", Load("b", 1, common), lambda *_: None))
    assert history.n_bytes == 92
    history.push(Exchanged("large", Load("large", 500), lambda *_: None))
    assert (history.undoText(), history.n_bytes) == ("large", 500)
    history.undo()
    assert not history.canUndo()
    assert history.canRedo()


def test_what_comes_back_from_a_long_undo_is_forgotten_from_its_far_end() -> None:
    """Each entry takes in a network that is larger than the one that it gave."""
    history = History(budget=100)
    for name in ("a", "b", "c", "d"):
        history.push(Exchanged(name, Load(name, 20), lambda _kept, keep: keep(Load("grown", 45))))
    for _ in range(4):
        history.undo()
    assert history.n_bytes == 90
    history.redo()
    history.redo()
    assert not history.canRedo()


def test_networks_beyond_the_budget_are_forgotten(qtbot: QtBot, start: StartProgram) -> None:
    program = start()
    state = program.trainer.request_state().result(10)
    one = state.parameters.nbytes + state.optimiser_state.nbytes
    program.stack.budget = 3 * one
    for _ in range(4):
        train_some_steps(qtbot, program, 1)
        count = program.stack.count()
        program.networks.reset()
        qtbot.waitUntil(lambda count=count: program.stack.count() > count, timeout=10_000)
    assert 0 < program.stack.n_bytes <= 3 * one
    done = 0
    while program.actions["edit.undo"].isEnabled() and program.stack.undoText() == "reset":
        program.actions["edit.undo"].trigger()
        rest(qtbot, program)
        done += 1
    assert done == 2
    assert program.trainer.status.step > 0
    program.documents.forget(clean_step=None)


def test_undo_in_the_train_room_leaves_the_drawing_alone(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    rest(qtbot, program)
    undo = program.actions["edit.undo"]
    program.paper.clear()
    program.choice.choose(2)
    rest(qtbot, program)
    drawn = program.paper.sheet
    assert undo.isEnabled()
    program.rooms.open("train")
    assert not undo.isEnabled()
    assert undo.text() == "Undo"
    undo.trigger()
    assert program.paper.sheet is drawn
    program.networks.reset()
    qtbot.waitUntil(undo.isEnabled, timeout=10_000)
    assert undo.text() == "Undo: reset"
    undo.trigger()
    assert not undo.isEnabled()
    assert program.paper.sheet is drawn
    program.rooms.open("watch")
    undo.trigger()
    assert program.paper.sheet is not drawn
    program.documents.forget(clean_step=None)


def test_undo_of_an_opening_names_the_file_and_says_what_it_did(
    qtbot: QtBot, start: StartProgram, tmp_path: Path
) -> None:
    program = start()
    train_some_steps(qtbot, program)
    path = tmp_path / "kept.netviz"
    program.documents._write(path, None)
    qtbot.waitUntil(lambda: "Saved" in program.window.banner.text, timeout=10_000)
    undo, count = program.actions["edit.undo"], program.stack.count()
    program.documents.open_path(path)
    qtbot.waitUntil(lambda: program.stack.count() > count, timeout=10_000)
    assert undo.text() == "Undo: opening kept.netviz"
    undo.trigger()
    assert "Took back: opening kept.netviz." in program.window.banner.text
    assert program.actions["edit.redo"].text() == "Redo: opening kept.netviz"
    rest(qtbot, program)
    program.documents.forget(clean_step=program.trainer.status.step)


def test_a_changed_setting_is_a_step_of_undo(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    train_some_steps(qtbot, program)
    undo, redo, form = program.actions["edit.undo"], program.actions["edit.redo"], program.window.form
    count, rate = program.stack.count(), program.intents.config.learning_rate

    def changed(**values: object) -> None:
        form.config_changed.emit(replace(program.intents.config, **values))  # type: ignore[arg-type]

    # A slider sets many at one step: one thing to take back.
    changed(learning_rate=0.4)
    changed(learning_rate=0.8)
    changed(l2=0.01)
    assert program.stack.count() == count + 2
    undo.trigger()
    assert (program.intents.config.l2, program.intents.config.learning_rate) == (0.0, 0.8)
    assert undo.text().endswith("→ 0.8")
    train_some_steps(qtbot, program)
    steps = program.trainer.status.step
    undo.trigger()
    qtbot.waitUntil(lambda: program.trainer.status.config.learning_rate == rate)
    assert program.trainer.status.step == steps  # what was trained with it stays
    redo.trigger()
    qtbot.waitUntil(lambda: program.trainer.status.config.learning_rate == 0.8)
    # Another one in the place of what could be done again is a step of its own.
    undo.trigger()
    changed(learning_rate=0.3)
    assert not redo.isEnabled()
    undo.trigger()
    assert program.intents.config.learning_rate == rate
    program.documents.forget(clean_step=program.trainer.status.step)
