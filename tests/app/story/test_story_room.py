"""The room where a step is explained: which story is told, what Apply changes, and what goes on around it."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from netviz.app.explain.room import PREVIEW
from netviz.app.explain.source import Prepared
from netviz.app.program.composition import Program
from netviz.app.program.rooms import RESTS, SPACE, STAYS
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.task import DIGITS
from netviz.training.config import TrainingConfig
from netviz.training.experiments.lesson import MANY, Lesson
from netviz.training.experiments.lesson import taught as taught_step
from netviz.training.judge import THIS_IS_NONE
from netviz.viewmodels.probe import example
from netviz.viewmodels.scene import Focus
from netviz.viewmodels.story.player import Player
from netviz.viewmodels.story.stages import REST
from tests.app.conftest import Answers, StartProgram
from tests.app.test_program import parameters, rest, shown_step, train_some_steps


def explain(qtbot: QtBot, program: Program, *, moves: bool = False) -> Player:
    """Open the room, and wait for its story; its stages appear as they end, unless it `moves`."""
    program.actions["view.reduced_motion"].setChecked(not moves)
    program.actions["room.explain"].trigger()
    return told(qtbot, program)


def told(qtbot: QtBot, program: Program) -> Player:
    qtbot.waitUntil(lambda: program.story.player is not None, timeout=10_000)
    assert program.story.player is not None
    return program.story.player


def next_story(qtbot: QtBot, program: Program, last: Prepared | None) -> Prepared:
    """The story after `last`."""
    qtbot.waitUntil(lambda: program.source.ready not in (None, last), timeout=20_000)
    assert program.source.ready is not None
    return program.source.ready


def step_of(player: Player) -> int:
    return next(k for k, stage in enumerate(player.story.stages) if stage.kind == "step")


def drawn(program: Program, digits: DataSet, index: int) -> None:
    """Ink on the pad that nobody has labelled."""
    program.paper.pick(example(digits.test.images[index], "file", name="mine.png"))


def test_a_test_digit_is_told_with_its_own_label(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program)
    assert player.story.trace.label == 3
    assert player.story.step == 0
    np.testing.assert_array_equal(player.story.trace.parameters, parameters(program))
    ready = program.source.ready
    program.choice.choose(0)
    story = next_story(qtbot, program, ready).story
    assert story.trace.label == 7
    assert player_on_screen(program).story.trace is story.trace


def test_the_answer_follows_the_story(qtbot: QtBot, again: StartProgram, digits: DataSet) -> None:
    program = again()
    player = explain(qtbot, program)
    answer, trace = program.window.answer, player.story.trace

    def shown() -> tuple[list[float], str]:
        rest(qtbot, program)
        assert answer._probabilities is not None
        return answer._probabilities.tolist(), answer._title

    before, after = (np.asarray(f.a[-1], np.float32).tolist() for f in (trace.before, trace.after))
    program.story._scrub(1 + REST)
    assert shown() == (pytest.approx(before), "It reads")
    program.story._scrub(step_of(player) + REST)
    assert shown() == (pytest.approx(after), "It then reads")
    run = player.story.rehearsal
    assert run is not None
    program.story._scrub(len(player.story.stages) - 1 + REST)
    end, title = shown()
    assert title == "It then reads"
    assert end[3] > after[3]
    # Another digit, or another room, is read by the network as it is.
    program.actions["room.watch"].trigger()
    assert shown() == (pytest.approx(before, abs=1e-6), "It reads")
    program.actions["room.explain"].trigger()
    drawn(program, digits, 1)
    assert shown()[1] == "It reads"


def test_a_step_that_is_told_says_that_it_is_not_made(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program)

    def said() -> bool:
        rest(qtbot, program)
        scene = program.window.canvas.scene
        assert scene is not None
        assert scene.moment is not None
        return PREVIEW in scene.moment.notes

    assert not said()
    program.story._scrub(step_of(player) + REST)
    assert said()
    ready = program.source.ready
    program.story.apply()
    next_story(qtbot, program, ready)
    assert not said()
    program.documents.forget()


def write(program: Program, path: Path) -> None:
    here = program.story.story_here()
    assert here is not None
    program.later.film.write(path, here[1], (1366, 768))


def player_on_screen(program: Program) -> Player:
    assert program.story.player is not None
    return program.story.player


def test_no_answer_is_presumed_for_what_has_no_label(
    qtbot: QtBot, again: StartProgram, digits: DataSet
) -> None:
    program = again()
    drawn(program, digits, 0)
    program.actions["room.explain"].trigger()
    qtbot.waitUntil(program.window.question.isVisible, timeout=5000)
    rest(qtbot, program)
    assert program.story.player is None
    program.window.story_panel.label_chosen.emit(4)
    assert told(qtbot, program).story.trace.label == 4
    # Another digit: asked again.
    drawn(program, digits, 1)
    qtbot.waitUntil(lambda: program.story.player is None, timeout=5000)
    assert program.window.question.isVisible()


def test_ink_that_is_no_digit_is_doubted_in_every_place(qtbot: QtBot, start: StartProgram) -> None:
    """The sentence below the network, the answer and the question say the same of it."""
    program = start()
    window = program.window
    noise = np.random.default_rng(5).integers(0, 256, 784).astype(np.uint8)
    program.paper.pick(example(noise, "file", name="noise.png"))
    qtbot.waitUntil(lambda: program.presenter.doubted, timeout=10_000)
    qtbot.waitUntil(lambda: window.sentence.text.startswith(f"{THIS_IS_NONE}; forced to"), timeout=5000)
    assert "Looks like no digit" in window.answer.accessibleName()
    program.actions["room.explain"].trigger()
    qtbot.waitUntil(lambda: window.question.isVisible() and window.question.asks, timeout=5000)
    said = [label.text() for label in window.question.findChildren(QLabel)]
    assert any(words.startswith(f"{THIS_IS_NONE}.") for words in said)


def test_a_person_may_call_a_test_digit_something_else(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    explain(qtbot, program)
    ready = program.source.ready
    program.window.story_panel.label_chosen.emit(8)
    story = next_story(qtbot, program, ready).story
    assert (story.trace.label, story.known) == (8, 3)
    program.window.story_panel.label_chosen.emit(3)
    qtbot.waitUntil(lambda: program.source.ready is not None and program.source.ready.story is not story)
    assert program.source.ready is not None
    assert program.source.ready.story.known is None


def test_an_empty_pad_says_what_to_do(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    program.paper.clear()
    program.actions["room.explain"].trigger()
    qtbot.waitUntil(program.window.question.isVisible, timeout=5000)
    rest(qtbot, program)
    assert program.story.player is None
    for name in ("story.next", "story.back", "story.replay", "story.play", "story.apply"):
        program.actions[name].trigger()
    assert program.story.player is None


def test_apply_goes_on_with_the_story_and_back_tells_of_the_new_network(
    qtbot: QtBot, again: StartProgram
) -> None:
    program = again()
    player = explain(qtbot, program)
    first, ready = player.story, program.source.ready
    program.actions["story.apply"].trigger()
    ready = next_story(qtbot, program, ready)
    np.testing.assert_array_equal(parameters(program), first.trace.parameters_after)
    assert player.story.trace is first.trace
    assert player.stage == step_of(player)
    # The next stages are told on the network after the step, which is the network as it is.
    program.story.next()
    assert player.story.trace is first.trace
    assert player.stage == step_of(player) + 1
    for _ in range(2):
        program.story.back()
    assert player.stage == step_of(player) - 1
    assert player.story.trace is ready.story.trace
    np.testing.assert_array_equal(player.story.trace.parameters, parameters(program))
    # A taught step is a step.
    assert shown_step(program) == 1
    assert player.story.step == 1
    assert program.documents.unsaved
    assert program.window.isWindowModified()
    program.documents.forget()


def test_undo_of_apply_needs_no_saving_but_of_a_saved_one_does(
    qtbot: QtBot, again: StartProgram, answers: Answers, tmp_path: Path
) -> None:
    program = again()
    explain(qtbot, program)
    ready = program.source.ready
    program.story.apply()
    ready = next_story(qtbot, program, ready)
    assert program.documents.unsaved
    program.stack.undo()
    ready = next_story(qtbot, program, ready)
    assert not program.documents.unsaved
    assert not program.window.isWindowModified()
    program.stack.redo()
    ready = next_story(qtbot, program, ready)
    assert program.documents.unsaved
    # A file that holds the taught weights does not hold those before.
    answers.to_save = tmp_path / "taught.netviz"
    program.documents.save()
    qtbot.waitUntil(lambda: not program.documents.unsaved, timeout=10_000)
    program.stack.undo()
    ready = next_story(qtbot, program, ready)
    assert program.documents.unsaved
    program.stack.redo()
    next_story(qtbot, program, ready)
    assert not program.documents.unsaved


def test_apply_twice_is_two_told_steps(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program)
    ready, after = program.source.ready, []
    for _ in range(2):
        program.story.apply()
        ready = next_story(qtbot, program, ready)
        after.append(player.story.trace.parameters_after.copy())
    np.testing.assert_array_equal(parameters(program), after[1])
    assert not np.array_equal(after[0], after[1])
    assert program.stack.undoText() == "applied step"
    program.documents.forget()


def test_an_impatient_apply_is_not_lost(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    explain(qtbot, program)
    program.story.apply()
    program.story.apply()
    qtbot.waitUntil(lambda: program.stack.count() == 2, timeout=10_000)
    rest(qtbot, program)
    program.documents.forget()


def test_apply_and_undo_restore_parameters_and_the_optimiser_bit_for_bit(
    qtbot: QtBot, again: StartProgram
) -> None:
    program = again()
    train_some_steps(qtbot, program)
    explain(qtbot, program)
    before, ready = program.trainer.request_state().result(), program.source.ready
    assert before.optimiser_state.any()
    n_points = len(program.trainer.log)
    trace = player_on_screen(program).story.trace
    program.story.apply(MANY)
    ready = next_story(qtbot, program, ready)
    after = program.trainer.request_state().result()
    lesson, taught = Lesson(program.paper.example().pixels, trace.label, trace.rate), before.parameters
    for _ in range(MANY):
        step = taught_step(before.config, taught, lesson)
        assert step is not None
        taught = step
    assert after.step == before.step + MANY
    np.testing.assert_array_equal(after.parameters, taught)
    assert ready.story.trace.loss_before < trace.loss_before
    assert len(program.trainer.log) == n_points
    program.stack.undo()
    ready = next_story(qtbot, program, ready)
    undone = program.trainer.request_state().result()
    assert undone.parameters.tobytes() == before.parameters.tobytes()
    assert undone.optimiser_state.tobytes() == before.optimiser_state.tobytes()
    place = [(s.step, s.epoch, s.offset, s.optimiser_steps, s.config) for s in (undone, before)]
    assert place[0] == place[1]
    program.stack.redo()
    next_story(qtbot, program, ready)
    redone = program.trainer.request_state().result()
    assert redone.step == before.step + MANY
    np.testing.assert_array_equal(redone.parameters, taught)
    # Training goes on from there.
    train_some_steps(qtbot, program)
    assert len(program.trainer.log) > n_points
    program.documents.forget(clean_step=program.trainer.status.step)


def test_what_was_applied_is_said_again_after_undo_and_redo(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    explain(qtbot, program)
    said, ready = [""], program.source.ready
    for steps in (1, MANY):
        program.story.apply(steps)
        ready = next_story(qtbot, program, ready)
        # What it does to the digits that it is not about is measured behind it.
        qtbot.waitUntil(
            lambda: "validation" in program.window.story_panel._teach.taught.text(), timeout=10_000
        )
        said.append(program.window.story_panel._teach.taught.text())
    label = program.source.label
    assert [words.partition(":")[0] for words in said] == [
        "", f"1 step on this {label}", f"{MANY + 1} steps on this {label}",
    ]  # fmt: skip
    # What is compared is comparable: this digit before and after, and the same others before and after.
    assert program.digits is not None
    for words in said[1:]:
        assert re.search(rf"this {label}: [\d.<>]+ → [\d.<>]+\u00a0%, loss [\d.]+ → [\d.]+\. ", words), words
        assert f"On {len(program.digits.validation):,} validation examples, before and after it: " in words
    for move, words in (("undo", said[1]), ("undo", said[0]), ("redo", said[1]), ("redo", said[2])):
        getattr(program.stack, move)()
        ready = next_story(qtbot, program, ready)
        assert program.window.story_panel._teach.taught.text() == words
    program.documents.forget()


def test_the_panel_takes_back_applies_and_nothing_else(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    explain(qtbot, program)
    undo = program.window.story_panel._teach.undo
    assert not undo.isEnabled()
    ready = program.source.ready
    program.story.apply()
    ready = next_story(qtbot, program, ready)
    assert undo.isEnabled()
    program.choice.choose(2)
    next_story(qtbot, program, ready)
    assert not undo.isEnabled()
    program.documents.forget()


def test_another_rate_is_another_step_at_the_same_place(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program)
    for _ in range(3):
        program.story.next()
    stage, ready = player.stage, program.source.ready
    assert stage > 1
    program.window.story_panel.rate_chosen.emit(0.02)
    story = next_story(qtbot, program, ready).story
    assert story.trace.rate == 0.02
    assert player.story.trace is story.trace
    assert player.stage == stage


def test_training_leaves_the_story_with_a_sentence_and_rests_in_it(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    explain(qtbot, program)
    program.window.controls.train_toggled.emit(True)
    qtbot.waitUntil(lambda: program.trainer.status.step > 5 and program.presenter.training, timeout=10_000)
    assert program.rooms.now == "watch"
    assert "Watch" in program.window.banner.text
    # And opening the story pauses it, and tells of the network as it is then.
    program.actions["room.explain"].trigger()
    assert program.window.banner.text == RESTS
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=10_000)
    rest(qtbot, program)
    np.testing.assert_array_equal(told(qtbot, program).story.trace.parameters, parameters(program))
    # Another pace is no other network: where it is left, training goes on.
    program.intents.slower()
    at = program.trainer.status.step
    program.actions["room.test"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.step > at and program.presenter.training, timeout=10_000)
    assert RESTS not in program.window.banner.sentences
    program.actions["room.explain"].trigger()
    qtbot.waitUntil(lambda: program.trainer.status.phase == "paused", timeout=10_000)
    rest(qtbot, program)
    told(qtbot, program)
    # But not over a step that was applied: that is for Train to do.
    at = program.trainer.status.step
    program.story.apply()
    qtbot.waitUntil(lambda: program.trainer.status.step == at + 1, timeout=10_000)
    program.actions["room.watch"].trigger()
    assert program.window.banner.text == STAYS
    assert program.trainer.status.phase == "paused"
    assert not program.intents.rests
    program.documents.forget(clean_step=program.trainer.status.step)


def test_space_goes_on_with_the_story_here_and_with_training_there(qtbot: QtBot, again: StartProgram) -> None:
    program = again()

    def keys(name: str) -> list[QKeySequence]:
        return program.actions[name].shortcuts()

    assert SPACE in keys("training.toggle")
    assert SPACE not in keys("story.next")
    assert not program.actions["story.next"].isEnabled()
    explain(qtbot, program)
    assert SPACE not in keys("training.toggle")
    assert SPACE in keys("story.next")
    program.actions["room.watch"].trigger()
    assert SPACE in keys("training.toggle")
    assert SPACE not in keys("story.next")


def test_the_clock_rests_between_stages(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program, moves=True)
    assert player.moving
    qtbot.waitUntil(lambda: player.phase == pytest.approx(REST), timeout=10_000)
    rest(qtbot, program)
    assert not program.clock.ticking


def test_with_reduced_motion_stages_appear_as_they_end(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program)
    assert player.phase == REST
    assert not player.moving
    program.story.next()
    assert player.phase == 1 + REST


def test_a_story_follows_its_page(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program)
    before = player.story.layout
    program.window.resize(1500, 900)

    def shown_on_the_new_page() -> bool:
        scene = program.window.canvas.scene
        moved = scene is not None and scene.moment is not None and scene.layout.width > before.width
        return moved and scene is not None and scene.layout is player.story.layout

    qtbot.waitUntil(shown_on_the_new_page, timeout=5000)


def test_a_network_without_numbers_has_no_story(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    state = program.trainer.request_state().result()
    broken = state.parameters.copy()
    broken[5] = np.nan
    program.intents.restore(replace(state, parameters=broken))
    rest(qtbot, program)
    program.actions["room.explain"].trigger()
    qtbot.waitUntil(program.window.question.isVisible, timeout=5000)
    rest(qtbot, program)
    assert program.story.player is None
    assert not program.story.can_apply


@pytest.mark.parametrize(
    "spec",
    [
        NetworkSpec((784, 10), ()),
        NetworkSpec((784, 12, 10), ("tanh",), loss="sigmoid_squared_error"),
        NetworkSpec((784, 9, 8, 7, 10), ("sigmoid", "leaky_relu", "relu")),
    ],
    ids=str,
)
def test_networks_of_any_depth_are_told(qtbot: QtBot, again: StartProgram, spec: NetworkSpec) -> None:
    program = again()
    program.networks.begin(TrainingConfig(spec))
    qtbot.waitUntil(lambda: program.stack.count() == 1, timeout=5000)
    rest(qtbot, program)
    player = explain(qtbot, program)
    ready = program.source.ready
    for stage in range(len(player.story.stages)):
        program.story.next()
        program.clock.mark_dirty()
        qtbot.wait(20)
        scene = program.window.canvas.scene
        assert scene is not None
        assert scene.moment is not None, stage
    program.story.apply()
    next_story(qtbot, program, ready)
    assert program.source.ready is not None
    assert program.source.ready.story.trace.loss_before < player.story.trace.loss_before
    program.documents.forget()


def test_what_a_person_picked_stays_picked_after_apply(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    player = explain(qtbot, program)
    program.story.take(Focus(2, 5))
    assert player.story.picks[2] == 5
    ready = program.source.ready
    program.story.apply()
    next_story(qtbot, program, ready)
    program.story.apply()
    assert player.story.picks[2] == 5
    qtbot.waitUntil(lambda: program.stack.count() == 2, timeout=10_000)
    rest(qtbot, program)
    program.documents.forget()


def test_only_one_neuron_a_layer_in_both_rooms(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    program.actions["view.single"].setChecked(True)
    rest(qtbot, program)
    scene = program.window.canvas.scene
    assert scene is not None
    assert scene.moment is not None
    assert scene.answer == scene.moment.spotlight[-1][1]
    program.window.canvas.picked.emit(Focus(2, 7))
    rest(qtbot, program)
    scene = program.window.canvas.scene
    assert scene is not None
    assert scene.moment is not None
    assert (2, 7) in scene.moment.spotlight
    explain(qtbot, program)
    rest(qtbot, program)
    scene = program.window.canvas.scene
    assert scene is not None
    assert scene.moment is not None
    assert scene.moment.n_stages > 0
    assert scene.moment.dim <= 0.05


@pytest.mark.parametrize(
    ("pace", "words"),
    [
        pytest.param(0.5, ": strokes run back", marks=pytest.mark.long),
        (5.0, "Strokes run back"),
        (None, "Fast: a sweep adds up all steps since"),
    ],
)
def test_training_is_seen_in_three_paces(
    qtbot: QtBot, again: StartProgram, pace: float | None, words: str
) -> None:
    program = again()
    program.actions["view.pulses"].setChecked(True)
    program.intents.set_pace(pace)
    program.intents.train()

    def told() -> str:
        return program.window.sentence.text

    qtbot.waitUntil(lambda: words in told(), timeout=15_000)
    program.intents.pause()
    qtbot.waitUntil(lambda: not program.clock.ticking, timeout=15_000)
    assert words not in told()
    program.actions["view.pulses"].setChecked(False)
    program.documents.forget(clean_step=program.trainer.status.step)


def test_a_cancelled_export_leaves_nothing(qtbot: QtBot, start: StartProgram, tmp_path: Path) -> None:
    program = start()
    explain(qtbot, program)
    folder = tmp_path / "films"
    folder.mkdir()
    write(program, folder / "story.gif")
    assert program.later.film.running
    qtbot.waitUntil(program.window.bar.progress.isVisible, timeout=5000)
    program.window.bar.progress.cancelled.emit()
    assert not program.later.film.running
    qtbot.waitUntil(lambda: "no file was written" in program.window.banner.text, timeout=30_000)
    assert list(folder.iterdir()) == []


def test_without_a_digit_there_is_nothing_to_export(
    again: StartProgram, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = again()
    monkeypatch.setattr(program.later.film, "dialogs", answers)
    program.paper.clear()
    program.actions["file.export_story"].trigger()
    assert "no story" in program.window.banner.text
    assert program.rooms.now == "watch"
    assert answers.asked == []


def test_closing_during_an_export_ends_it(
    qtbot: QtBot, start: StartProgram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    monkeypatch.setattr(program.later.film.dialogs, "give_up_film", lambda _name: True)
    explain(qtbot, program)
    folder = tmp_path / "films"
    folder.mkdir()
    write(program, folder / "frames")
    assert program.window.close()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("hidden", [(32,), (16, 16, 16, 16)])
def test_the_story_follows_to_a_network_of_another_depth(
    qtbot: QtBot, again: StartProgram, hidden: tuple[int, ...]
) -> None:
    program = again()
    explain(qtbot, program)
    qtbot.waitUntil(lambda: program.presenter.shades_of(DIGITS.network) is not None, timeout=10000)
    ready = program.source.ready
    spec = NetworkSpec.dense((784, *hidden, 10))
    program.networks.begin(TrainingConfig(spec))
    story = next_story(qtbot, program, ready).story
    assert story.spec.sizes == spec.sizes
    rest(qtbot, program)
    assert player_on_screen(program).story.spec.sizes == spec.sizes
    # It does not keep the old network's shades either.
    qtbot.waitUntil(
        lambda: player_on_screen(program).story.shade_reference == program.presenter.shades_of(spec),
        timeout=10000,
    )
    program.documents.forget()


def test_the_words_change_with_the_frame_that_shows_them(qtbot: QtBot, again: StartProgram) -> None:
    program = again()
    explain(qtbot, program)
    rest(qtbot, program)
    canvas, bar = program.window.canvas, program.window.story_bar
    pairs: list[tuple[str, str]] = []

    def look() -> None:
        scene = canvas.scene
        assert scene is not None
        assert scene.moment is not None
        pairs.append((bar._words.caption.words, scene.moment.caption))

    # When a frame is painted its scene stands; once it is on screen there may be the next one already.
    canvas.painting.connect(look)
    for _ in range(3):
        before = bar._words.caption.words
        program.story.next()
        # The picture is still to come, and so are the words.
        assert bar._words.caption.words == before
        qtbot.waitUntil(lambda before=before: bar._words.caption.words != before, timeout=5000)
        rest(qtbot, program)
    canvas.painting.disconnect(look)
    assert len({words for words, _ in pairs}) >= 3
    assert all(words == seen for words, seen in pairs), pairs
