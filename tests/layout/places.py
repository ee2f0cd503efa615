"""Every room with all that one can open in it, and every dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtWidgets import QWidget

from netviz.app.help.about import AboutDialog, ShortcutsDialog
from netviz.app.help.of_run import of_run
from netviz.app.help.page import HelpPage
from netviz.app.inspector.operate.by_hand import DoneByHand
from netviz.app.lecture.presentation import Before
from netviz.app.program.composition import Program
from netviz.app.program.process.crash import CrashDialog
from netviz.app.program.rooms import ROOMS
from netviz.app.watch.first_path import GESTURES, SURPRISE, TRAIN, TRY
from netviz.app.window.banner import Offer
from netviz.lessons.lesson import Lesson
from netviz.lessons.shelf import lessons
from netviz.panels.challenges.card import ChallengesCard
from netviz.panels.concepts.page import ConceptsPage
from netviz.panels.data.preview import DataPreview
from netviz.panels.data.table_preview import TablePreview
from netviz.panels.export.film_dialog import FilmDialog, StoryFilmDialog
from netviz.panels.export.picture_dialog import PictureDialog
from netviz.panels.export.sheet_dialog import SheetDialog
from netviz.panels.hand.dialog import CollectDialog
from netviz.panels.inspector.operate.tab import OperateTab
from netviz.panels.inspector.page.rows import PAGES as INSIDE
from netviz.panels.inspector.seeks.tab import SeeksTab
from netviz.panels.inspector.why.tab import WhyTab
from netviz.panels.landscape.choices import DIRECTIONS
from netviz.panels.landscape.page import MAP, SURFACE
from netviz.panels.lecture.scenes_dialog import ScenesDialog
from netviz.panels.lesson.card import LessonCard
from netviz.panels.lesson.shelf import OVER, Shelf
from netviz.panels.plots.pages import PAGES
from netviz.panels.settings.activation_dialog import ActivationDialog
from netviz.panels.settings.branch import BranchDialog
from netviz.panels.settings.sheets import DATA, NETWORK, REGULARISE, STEP
from netviz.panels.test.page import PARTS
from netviz.panels.train.card import STOP
from netviz.tasks.digits.page.picture import PagePicture, shown_of
from netviz.tasks.digits.page.read import read_page
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.given import open_data
from netviz.tasks.hand.collection import begun
from netviz.tasks.hand.library import Kept
from netviz.tasks.pictures.pictures import PictureData
from netviz.tasks.tabular.sight import look
from netviz.training.judge import LEAST, likeness
from netviz.training.landscape.directions import RANDOM, WEIGHTS
from netviz.viewmodels.challenges.rules import CHALLENGES
from netviz.viewmodels.challenges.table import LONGEST, Result
from netviz.viewmodels.pages.page import page_of
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.probe import example
from netviz.viewmodels.scene import Focus
from netviz.viewmodels.story.stages import REST
from tests.layout.conftest import settle, until
from tests.pages.photo import page as photo_page
from tests.pages.settings import setting
from tests.tasks.test_own_pictures import folder as pictures
from tests.waiting import let_work

TRIED = "It read 5 of 5 as a 3. Now try what you like."
LEFT_OUT = "which activation its hidden layers have, nor how the pixels that it learned from were scaled"
SHEETS = (NETWORK, STEP, REGULARISE, DATA, STOP)


@dataclass(frozen=True)
class Place:
    """`go` brings the program there. `alike`: another place has the same parts, with other words in them."""

    name: str
    go: Callable[[Program], None]
    alike: bool = False


def _room(name: str) -> Callable[[Program], None]:
    return lambda program: program.actions[f"room.{name}"].trigger()


def _pointed(focus: Focus) -> Callable[[Program], None]:
    def go(program: Program) -> None:
        program.actions["room.watch"].trigger()
        program.presenter.explorer.pick(focus)
        program.presenter.touch()

    return go


def _simple(program: Program) -> None:
    program.actions["room.watch"].trigger()
    program.actions["view.full"].setChecked(False)


def _nearest(program: Program) -> None:
    program.actions["room.watch"].trigger()
    program.actions["view.nearest"].setChecked(True)
    until(lambda: bool(program.others.nearest.panel.note))


def found_out(program: Program, tab: str) -> None:
    """Wait until what takes long stands on this tab of the page inside."""
    assert program.others is not None
    shown = program.others.inside.page.tab(tab)
    if isinstance(shown, SeeksTab | WhyTab):
        until(lambda: bool(shown.head.text()))


def _inside(tab: str, focus: Focus) -> Callable[[Program], None]:
    def go(program: Program) -> None:
        assert program.others is not None
        program.presenter.explorer.pick(focus)
        program.others.inside.open(tab)
        found_out(program, tab)
        shown = program.others.inside.page.tab(tab)
        if isinstance(shown, OperateTab):
            until(lambda: shown.effect.outcome is not None and bool(shown.effect.outcome.score))

    return go


def _operated(program: Program) -> None:
    """Everything that the tab can show: the question, what broke, what was measured."""
    _inside("operate", Focus(1, 3))(program)
    assert program.others is not None
    tab = program.others.inside.page.tab("operate")
    assert isinstance(tab, OperateTab)
    tab.ask("")  # as it was left by the size before
    if tab.effect.outcome is not None and not tab.effect.outcome.measured:
        tab.experiments["alike"].click()
        tab.question.this.click()
        until(lambda: tab.effect.outcome is not None and bool(tab.effect.outcome.measured))
    tab.ask("Silence neuron 1·5:")


def _sheet(k: int) -> Callable[[Program], None]:
    def go(program: Program) -> None:
        program.actions["room.train"].trigger()
        program.training.card.pages.open(SHEETS[k])
        assert program.plots.plots is not None
        program.plots.plots.open(PAGES[k].key)

    return go


def _stage(k: int) -> Callable[[Program], None]:
    def go(program: Program) -> None:
        if program.paper.example().label is None:
            program.choice.choose(32)  # the question of another size left a digit without a label
        program.actions["room.explain"].trigger()
        until(lambda: program.story.player is not None)
        program.story._scrub(k + REST)

    return go


def _part(name: str) -> Callable[[Program], None]:
    def go(program: Program) -> None:
        program.actions["room.test"].trigger()
        program.exam.page.open_part(name)
        here = program.exam._here()
        snapshot = program.presenter.snapshot
        assert snapshot is not None
        until(lambda: here.measurement.fresh(snapshot, here.key))

    return go


def _cell(program: Program) -> None:
    _part("results")(program)
    readings = program.exam.reading.result
    assert readings is not None
    program.exam.page.results.matrix.cell_picked.emit(*divmod(int(readings.results.confusion.argmax()), 10))


def _hand(program: Program) -> None:
    program.exam.provide_hand(program.digits.test.some(slice(0, 60)))
    _part("results")(program)
    until(program.exam.page.results.hand.isVisible)


def _question(program: Program) -> None:
    assert program.digits is not None
    program.paper.pick(example(program.digits.test.images[1], "file", name="mine.png"))
    program.actions["room.explain"].trigger()


def _comparison(program: Program) -> None:
    program.actions["room.train"].trigger()
    program.training.compare()
    lane = program.training.comparison.page.lanes[1]
    if not lane.further.rows:
        lane.plus.click()  # a run with a setting more


def _landscape(kind: str) -> Callable[[Program], None]:
    def go(program: Program) -> None:
        program.actions["room.train"].trigger()
        page = program.training.landscape.page
        page.choices.points.setCurrentIndex(0)  # the fewest: it is about the words
        if not page.isVisible():
            program.training.look_around()
        page.choices.kind.setCurrentIndex(list(DIRECTIONS).index(kind))
        page.choices.kind.activated.emit(page.choices.kind.currentIndex())
        until(lambda: page.shown is not None and page.shown.asked.kind == kind and not page.shown.rough)

    return go


def _two_networks(program: Program) -> None:
    """With one of the examples that they answer differently."""
    program.actions["room.train"].trigger()
    two = program.training.two
    if not two.is_open:
        program.training.look_at_two()
    page = two.page
    assert page is not None
    until(lambda: page.compared is not None and not page.status.text())
    page.gallery._picked(int(page.gallery.gallery.digits.index[0]))


def _page(program: Program) -> None:
    """A page with doubtful answers, a mark that is no digit and one that was named."""
    assert program.later is not None
    assert program.digits is not None
    room = program.later.page
    assert room is not None
    if room.page is None:
        made = photo_page(replace(setting(12), width=800), program.digits.test)  # type: ignore[arg-type]
        picture = PagePicture(made.picture, made.picture.size)
        room.show(
            page_of("a page with a long name.jpg", shown_of(picture), read_page(picture, likeness, LEAST))
        )
    room.open()
    until(lambda: room.answers is not None)
    if not room.corrected:
        room.choose(1)
        room.correct(1, 8)


def _surface(program: Program) -> None:
    _landscape(RANDOM)(program)
    choice = program.training.landscape.page.as_
    if choice.now != SURFACE:
        choice.button(SURFACE).click()


def _doubted(program: Program) -> None:
    """Ink that is no digit: what is said of it is longer."""
    noise = np.random.default_rng(5).integers(0, 256, 784).astype(np.uint8)
    program.paper.pick(example(noise, "file", name="noise.png"))
    program.actions["room.watch"].trigger()
    until(lambda: program.presenter.doubted)
    let_work(500)  # the sentence changes calmly


def _presented(go: Callable[[Program], None]) -> Callable[[Program], None]:
    """As on a wall, in a window of any size."""

    def and_present(program: Program) -> None:
        assert program.later is not None
        go(program)
        presentation = program.later.presentation
        presentation._before = Before(program.window.windowState(), program.appearance.text_size)
        program.window.present(True)
        presentation._speak()

    return and_present


def _first_steps(room: str, at: int, title: str = "", words: str = "") -> Callable[[Program], None]:
    """A card of the first steps, or what it says when something was reached."""

    def go(program: Program) -> None:
        program.actions["view.full"].setChecked(room != "simple")
        program.actions["room.watch" if room == "simple" else f"room.{room}"].trigger()
        program.settings.first_steps = at
        program.window.show_path(True)
        program.watch.path._show(title, words)

    return go


def first_steps() -> Iterator[Place]:
    """Each card in each room that has its column."""
    longest = ((TRAIN, "It reads your 3!", SURPRISE), (TRY, "That is what it has learnt", TRIED))
    for room in ("simple", "watch", "explain", "test"):
        for at, gesture in enumerate(GESTURES):
            yield Place(f"{room}, card {at} of the first steps", _first_steps(room, at, "", gesture.words))
        for at, title, words in longest:
            yield Place(f"{room}, “{title}”", _first_steps(room, at, title, words))


def _messages(program: Program) -> None:
    program.actions["room.watch"].trigger()
    say = program.window.banner.say
    say("The recording could not be written: there is no room left on the disk.", error=True)
    say(
        "Training stops here: the loss is no longer a number. A lower rate would be right.",
        offer=Offer("Go back to the last good step", lambda: None),
    )


def rooms() -> Iterator[Place]:
    """The window, as each room has it."""
    yield Place("watch", _room("watch"))
    yield Place("watch, simple", _simple)
    yield Place("watch, the nearest", _nearest)
    yield Place("watch, a neuron", _pointed(Focus(1, 3)))
    yield Place("watch, an output", _pointed(Focus(3, 4)), alike=True)
    yield Place("watch, a line", _pointed(Focus(2, 4, source=3)), alike=True)
    yield Place("watch, a pixel", _pointed(Focus(0, 350)), alike=True)
    for row in INSIDE:
        yield Place(f"inside, {row.id}, a neuron", _inside(row.id, Focus(1, 3)))
    yield Place(f"inside, {INSIDE[0].id}, an output", _inside(INSIDE[0].id, Focus(3, 4)), alike=True)
    yield Place("inside, operate, done", _operated)
    for k, name in enumerate(SHEETS):
        yield Place(f"train, {name}", _sheet(k), alike=k > 0)
    yield Place("compare", _comparison)
    yield Place("landscape, surface", _surface)
    for kind in (RANDOM, WEIGHTS):
        yield Place(f"landscape, {kind}", _landscape(kind), alike=kind != RANDOM)
    yield Place("two networks", _two_networks)
    for k in range(10):
        yield Place(f"explain, stage {k}", _stage(k), alike=0 < k < 9)
    yield Place("explain, which digit", _question)
    yield Place("paper, a page", _page)
    for name in PARTS:
        yield Place(f"test, {name}", _part(name))
    yield Place("test, a cell", _cell, alike=True)
    yield Place("test, one's own hand", _hand, alike=True)
    yield Place("watch, no digit", _doubted, alike=True)
    for name in ROOMS:
        yield Place(f"presented, {name}", _presented(_stage(3) if name == "explain" else _room(name)))
    for k in (1, 7):
        yield Place(f"presented, stage {k}", _presented(_stage(k)), alike=True)
    yield Place("messages", _messages)


def tidy(program: Program) -> None:
    """As it was before a place was opened."""
    assert program.others is not None
    if program.later is not None and program.later.presentation.on:
        program.later.presentation.handed_over()
        program.window.present(False)
    program.others.inside.close()
    done = program.stack.last
    if isinstance(done, DoneByHand):
        program.stack.undo()
        until(lambda: program.networks.version == 0)
    if program.presenter.explorer.focus is not None:
        program.presenter.let_go()
    program.window.banner.clear()
    program.actions["view.full"].setChecked(True)
    program.actions["view.nearest"].setChecked(False)
    if not program.exam.page.results.hand.isHidden():
        program.exam.provide_hand(None)
    if program.presenter.doubted:
        program.choice.choose(32)
    if program.window.path_shown:
        program.watch.path.end()
    if program.training.comparison.page.isVisible():
        program.training.stop_comparing()
    if program.training.two.is_open:
        program.training.stop_looking_around()
    if program.training.landscape.page.isVisible():
        program.training.landscape.page.as_.button(MAP).click()
        program.training.stop_looking_around()


def _collecting(window: QWidget, *, drawn: bool) -> CollectDialog:
    """Where one draws: of signs with long names, and said where it is saved; or what it is to be of."""
    dialog = CollectDialog(window)
    if not drawn:
        dialog.ask_for_new()
        dialog.say("“my digits” holds too few drawings: of two signs at least three each would be right.")
        return dialog
    kept = begun(("0", "triangle up down", "2"))
    for k in range(40):
        kept = kept.with_sign(k % 3, np.full(DIGITS.input.n, 5 * k, np.uint8))
    dialog.show_collection(kept)
    dialog.show_library([Kept(Path("my shapes and digits.npz"), kept)], Path("my shapes and digits.npz"))
    dialog.say("40 drawings are saved in /home/somebody/.local/share/netviz/handwriting/my shapes.npz.")
    return dialog


def _scenes(window: QWidget) -> ScenesDialog:
    dialog = ScenesDialog(window)
    dialog.show_scenes(("Untrained", "After 500 steps", "The weights into the 3"), 1)
    return dialog


def _pictures(folder: Path, window: QWidget, palette: Palette) -> DataPreview:
    """A look at pictures, of which some can't be read."""
    signs = pictures(folder / "signs", 6)
    (signs / "bar/broken.png").write_bytes(b"\x89PNG\r\n")
    data = open_data(signs)
    assert isinstance(data, PictureData)
    return DataPreview(data, palette, window)


def _table(folder: Path, window: QWidget) -> TablePreview:
    """A look at a table with columns of each kind, and with rows that can't be read."""
    rows = [f"{k % 7},{k / 3:.2f},{('north', 'south', '')[k % 3]},seen by {k} people,{k}" for k in range(90)]
    rows += ["1,2,3", "wide,1.5,north,seen by none,7"]
    path = folder / "what somebody has measured.csv"
    path.write_text("\n".join(["a column with a long name,length,where,a note,right", *rows]))
    preview = TablePreview(look(path), window)
    preview.show_progress(0.4)
    return preview


def _lesson(lesson: Lesson, at: int) -> LessonCard:
    """A step of it, with what is said to a wrong answer."""
    card = LessonCard()
    card.show_step(lesson, at)
    card.asking.reply(
        "That would be a neuron without a function. ReLU cuts everything below 0 off.", right=False
    )
    return card


def _challenges(*, done: bool) -> ChallengesCard:
    """The card, with long names in the table."""
    card = ChallengesCard(CHALLENGES)
    card.show_results(
        [Result(row.id, "M" * LONGEST, 0.5 if row.share else 12_345, "784-16-16-10") for row in CHALLENGES]
    )
    card.show_begun(2, answers=True)
    card.show_state("No: it was neuron 1·16. Network 1 of 2: neuron 1·12 is chosen.", may_answer=True)
    if done:
        card.show_done("Done: 12,345 seconds.")
    return card


def _made(program: Program) -> Iterator[tuple[str, QWidget]]:
    window, palette = program.window, program.appearance.palette
    yield "help", HelpPage(palette, program.presenter.snapshot.spec, window)
    yield "about", AboutDialog(window)
    yield "shortcuts", ShortcutsDialog(program.actions.specs, window)
    for name in ("hidden layer", "cross-entropy", "mini-batch", "regularisation", "weight"):
        page = ConceptsPage(program.later.concepts._about, window)
        page.told.show_run(of_run(program))
        page.open_at(name)
        yield f"concept, {name}", page
    found = lessons()
    yield "lessons", Shelf(found, {found[0].name: 2, found[1].name: OVER}, window)
    yield "a step with a list and answers", _lesson(found[3], 3)
    yield "a step with a number", _lesson(found[1], 2)
    yield "a step with something to do", _lesson(found[0], 2)
    yield "challenges, one under way", _challenges(done=False)
    yield "challenges, one done", _challenges(done=True)
    yield "crash", CrashDialog("Traceback\n  a line of it", None, window)
    yield "a new collection", _collecting(window, drawn=False)
    yield "collect handwriting", _collecting(window, drawn=True)
    config = program.intents.config
    yield "branch", BranchDialog(lambda _: None, config, 12_345, window)
    yield "save picture", PictureDialog(900, 600, window)
    yield "film of training", FilmDialog(0, 60, window, lambda: 60)
    yield "film of the story", StoryFilmDialog(window)
    yield "story on paper", SheetDialog(window)
    yield "scenes", _scenes(window)
    with TemporaryDirectory() as folder:
        yield "a folder of pictures", _pictures(Path(folder), window, palette)
        yield "a table", _table(Path(folder), window)
    choices = [("relu", 0.93), ("tanh", 0.61), ("sigmoid", None)]
    yield "activation", ActivationDialog("of-another-program.safetensors", LEFT_OUT, choices, 1000, window)


def dialogs(program: Program) -> Iterator[tuple[str, QWidget]]:
    """Each of them, open; closed and forgotten when the next is asked for."""
    for name, made in _made(program):
        made.show()
        settle(program)
        yield name, made
        made.close()
        made.deleteLater()
    for name, action in (("new network", "file.new"), ("runs", "file.runs")):
        program.actions[action].trigger()
        settle(program)
        dialog = program.window.form.dialog() if name == "new network" else program.later.runs.dialog
        assert dialog is not None
        yield name, dialog
        dialog.close()
    program.actions["room.train"].trigger()
    program.training.finder.open()
    settle(program)
    finder = program.training.finder.dialog
    assert finder is not None
    yield "rate finder", finder
    finder.close()
