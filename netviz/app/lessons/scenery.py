"""What each directive of a scene does in the window, a row each; some take their time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from netviz.app.files.task_of import task_of
from netviz.app.program.opening import Opening
from netviz.app.run.relabelling import relabel
from netviz.lessons.directives import INSIDE, OPTIONS, Focus, Shape, Wanted
from netviz.network.activations import USUAL
from netviz.tasks.all_tasks import task_named
from netviz.tasks.shuffled import ShuffledData
from netviz.training.config import TrainingConfig, new_config
from netviz.viewmodels import scene
from netviz.viewmodels.story.place import StoryPlace

if TYPE_CHECKING:
    from netviz.app.program.composition import Program

Ready = Callable[[], bool]
Deed = Callable[["Program", Any], "Ready | None"]


def begin(program: Program, shape: Shape, settings: tuple[tuple[str, Any], ...]) -> Ready:
    """A new network of this shape, with these settings of the scene, at step 0."""
    trainer, before = program.trainer, program.trainer.identity
    program.intents.pause()
    _labels(program, "right")
    program.making.begin(config_of(program, shape, settings))

    def made() -> bool:
        shown = program.presenter.snapshot
        return trainer.identity != before and shown is not None and shown.spec.sizes == shape.sizes

    return made


def config_of(program: Program, shape: Shape, settings: tuple[tuple[str, Any], ...] = ()) -> TrainingConfig:
    """The usual configuration of the task with this shape."""
    data = program.digits
    usual = new_config(task=program.task) if data is None else new_config(len(data.training), program.task)
    hidden = len(shape.sizes) - 2
    activation = shape.activation or (*usual.spec.activations, USUAL)[0]
    spec = replace(usual.spec, sizes=shape.sizes, activations=(activation,) * hidden)
    config = replace(usual, spec=spec, seed=shape.seed)
    for name, value in settings:
        config = OPTIONS[name].put(config, value)
    config.check()
    return config


def _set(program: Program, setting: tuple[str, Any]) -> None:
    name, value = setting
    config = OPTIONS[name].put(program.intents.config, value)
    config.check()
    program.intents.configure(config)


def _room(program: Program, name: str) -> None:
    if name == "explain":
        program.intents.pause()  # a lesson says itself when training goes on
    program.rooms.open(name)


def _page(program: Program, name: str) -> None:
    paper = None if program.later is None else program.later.page
    if paper is not None:
        paper.close()
    action = program.actions["view.nearest"]
    if name == "nearest" or action.isChecked():
        action.setChecked(name == "nearest")
    if name == "landscape" and program.rooms.now == "train":
        if not program.training.landscape.is_open:
            program.training.look_around()
    elif name == "compare":
        program.intents.pause()
        program.rooms.open("train")
        program.training.compare()
    elif program.rooms.now == "train":
        program.training.stop_looking_around()
        program.training.stop_comparing()
    if program.others is not None:
        if name in INSIDE:
            program.others.inside.open(name)
        else:
            program.others.inside.close()


def _read(program: Program, path: Path) -> Ready:
    page = None if program.later is None else program.later.page
    if page is None:
        return lambda: True  # no page is for this problem
    page.page = None
    page.read(path)
    return lambda: page.page is not None


def _labels(program: Program, how: str) -> Ready | None:
    data = program.digits
    if data is None or isinstance(data, ShuffledData) == (how == "shuffled"):
        return None
    program.intents.pause()
    relabel(program.networks, program.trainer.status.config.anew(), data, shuffle=how == "shuffled")
    return lambda: isinstance(program.digits, ShuffledData) == (how == "shuffled")


def _example(program: Program, wanted: Wanted | None) -> None:
    data = program.digits
    if wanted is None or data is None:
        program.paper.clear()
        return
    answers = data.test.answers
    those = np.arange(len(answers)) if wanted.label is None else np.flatnonzero(answers == wanted.label)
    if len(those):
        index = int(those[min(wanted.number, len(those)) - 1])
        found = program.choice.example(index)
        program.paper.pick(
            found if wanted.named else replace(found, label=None, index=None, name=""), undoable=False
        )


def _focus(program: Program, focus: Focus | None) -> None:
    if focus is None:
        program.presenter.let_go()
        return
    shown = program.presenter.snapshot
    last = 0 if shown is None else shown.spec.n_layers
    source = None if focus.source is None else focus.source[1] - 1
    place = (
        scene.Focus(last, focus.index)
        if focus.column is None
        else scene.Focus(focus.column, focus.index - 1, source)
    )
    program.presenter.explorer.pick(place)


def _stage(program: Program, stage: int) -> Ready:
    _room(program, "explain")
    label = program.paper.label
    program.story.go_to(StoryPlace(label, stage - 1, is_open=True))
    # Who has not said yet what the drawing is, is asked for it there.
    return lambda: program.story.player is not None or program.paper.label is None


def _train(program: Program, steps: int | None) -> Ready | None:
    if steps == 0:
        program.intents.pause()
        return lambda: not program.presenter.training
    end = None if steps is None else program.trainer.status.step + steps
    program.intents.train()

    def trained() -> bool:
        if end is None or program.trainer.status.step < end:
            return end is None
        program.intents.pause()
        return True

    return trained


def _compare(program: Program, shapes: tuple[Shape, ...]) -> Ready:
    _page(program, "compare")
    comparison = program.training.comparison
    comparison.page.ask_for("Layers", tuple("-".join(map(str, shape.sizes)) for shape in shapes))

    def there() -> bool:
        if comparison.side is None:
            return False
        comparison.page.run_all()
        return True

    return there


def _pace(program: Program, pace: float | None) -> None:
    program.intents.set_pace(pace)


def _check(program: Program, name: str, checked: bool) -> None:
    program.actions[name].setChecked(checked)


DEEDS: Final[dict[str, Deed]] = {
    "set": _set,
    "room": _room,
    "page": _page,
    "read": _read,
    "labels": _labels,
    "show": lambda program, way: _check(program, "view.full", way == "full"),
    "lines": lambda program, way: _check(program, "view.single", way == "one"),
    "example": _example,
    "focus": _focus,
    "stage": _stage,
    "pace": _pace,
    "train": _train,
    "compare": _compare,
}
"""All but `task` and `open`, for which another program may be needed, and `network` with its settings."""


def opening_of(program: Program, word: str, value: str | Path) -> Opening | None:
    """What another program has to begin with for this; None where the present one can do it."""
    if word == "task":
        task = task_named(str(value))
        return None if task == program.task else Opening(task, bare=True)
    path = Path(value)
    task = task_of(path)
    return None if task == program.task else Opening(task, path, shipped=True, bare=True)
