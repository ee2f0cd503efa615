"""Other tasks than the digits: in every room each word can be read, and none speaks of digits or pixels."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QWidget

from netviz.app.program.composition import Program
from netviz.panels.inspector.page.rows import PAGES as INSIDE
from netviz.panels.plots.pages import PAGES
from netviz.rendering import units
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import caption_places
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.input import Picture
from netviz.tasks.plane.points import SHAPES
from netviz.viewmodels.scene import Focus
from tests.layout.conftest import settle, trained, until
from tests.layout.places import found_out
from tests.layout.reading import SMALLEST, _seen, _words_of, recording, unreadable
from tests.layout.test_layout import painted_anew, unpainted

FOREIGN = re.compile(r"\b(digits?|pixels?|ink|pad|draw (a|one|it)|drawing)\b", re.IGNORECASE)


# The moons stand for all shapes in the plane, and for the curve; the penguins for tables, and for words.
ALIKE = ["curve", "spam", *(shape.task.id for shape in SHAPES if shape.task.id != "moons")]
EVERY = [
    pytest.param(task, marks=pytest.mark.long if task in ALIKE else ())
    for task in TASKS
    if not isinstance(task_named(task).input, Picture)
]


@pytest.fixture(scope="module", params=EVERY)
def program(
    request: pytest.FixtureRequest,
    qapp: QApplication,
    digits: DataSet,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Program]:
    yield from trained(task_named(request.param), qapp, digits, tmp_path_factory)


def places(program: Program) -> Iterator[str]:
    """Every room, page and stage, one after the other."""
    for room in ("watch", "train"):
        program.rooms.open(room)
        yield room
    assert program.others is not None
    outputs = program.spec_on_screen().n_layers
    for row, column in [*((row, 1) for row in INSIDE), (INSIDE[0], outputs)]:
        program.presenter.explorer.pick(Focus(column, 0))
        program.others.inside.open(row.id)
        found_out(program, row.id)
        yield f"inside, {row.id} of column {column}"
    program.others.inside.close()
    program.rooms.open("train")
    for page in program.training.card.pages.names:
        program.training.card.pages.open(page)
        yield f"train, {page}"
    assert program.plots.plots is not None
    for page in (page for page in PAGES if page.plots):
        program.plots.plots.open(page.key)
        yield f"train, plots {page.key}"
    program.paper.clear()
    program.rooms.open("explain")
    yield "explain, nothing there"
    program.choice.random()
    until(lambda: program.story.player is not None)
    player = program.story.player
    assert player is not None
    for stage in range(len(player.story.stages)):
        player.scrub(stage + 0.8)
        program.presenter.touch()
        yield f"explain, stage {stage}"
    program.rooms.open("test")
    page, snapshot = program.exam.page, program.presenter.snapshot
    assert snapshot is not None
    for part in page._parts:
        page.open_part(part)
        here = program.exam._here()
        until(lambda here=here: here.measurement.fresh(snapshot, here.key))
        yield f"test, {part}"
    for key in list(page.data._told_of):
        page.data._choose(key)
        yield f"test, data, {key}"


def beside_captions(program: Program) -> list[str]:
    """Buttons at the foot of a column that leave a part of its caption to be seen."""
    scene, canvas = program.presenter.scene, program.window.canvas
    feet = [foot for foot in program.training.feet.feet if foot.isVisible()]
    if scene is None or not feet:
        return []
    placed = caption_places(scene, canvas.camera, picture_family())
    boxes = [units.area(foot).translated(*_at(foot)) for foot in feet]
    return [
        f"the foot of hidden {k} stands beside its caption"
        for k, box in enumerate(boxes, 1)
        if k in placed and not (box.top() <= placed[k].top() + 2 and placed[k].bottom() - 2 <= box.bottom())
    ]


def _at(widget: QWidget) -> tuple[float, float]:
    place = units.place(QPointF(widget.pos()))
    return place.x(), place.y()


# The same words, in other colours.
@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_every_word_can_be_read_and_is_about_the_task(
    program: Program, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    window, found = program.window, []
    program.actions[f"view.theme.{theme}"].trigger()
    window.resize(1366, 768)
    with recording(monkeypatch) as recorder:
        for place in places(program):
            with unpainted(program):
                settle(program)
            painted_anew(program)
            recorder.forget()
            window.grab()
            settle(program)
            faults = [*unreadable(window), *recorder.faults(SMALLEST)]
            found += [f"{place}: {fault}" for fault in faults]
            found += [f"{place}: {fault}" for fault in beside_captions(program)]
            recorder.forget()
            for widget in _seen(window):
                said = (words for words, *_ in _words_of(widget))
                foreign = {words for words in (*said, widget.toolTip()) if FOREIGN.search(words)}
                found += [f"{place}: {type(widget).__name__} says {words!r}" for words in foreign]
    assert not found, "\n".join(dict.fromkeys(found))
