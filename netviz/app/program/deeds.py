"""What the menus and keys do: who does what each action says, and why it can't be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from netviz.app.program.reasons import Reason
from netviz.app.program.rooms import LOADING
from netviz.tasks.all_tasks import TASKS

if TYPE_CHECKING:
    from netviz.app.program.composition import Program
    from netviz.app.train.room import TrainingRoom

LATER: Final = (
    "file.read_page",
    "file.open_data",
    "file.open_table",
    "file.save_picture",
    "file.export_story",
    "file.export_run",
    "file.sheet",
    "file.open_recipe",
    "edit.copy_recipe",
    "file.runs",
    "file.collect",
    "edit.copy_picture",
    "view.page",
    "lecture.present",
    "lecture.black",
    "lecture.scenes",
    "lecture.next",
    "lecture.previous",
    "help.seeing",
    "help.what_is_this",
    "help.concepts",
    "help.lessons",
    "help.challenges",
    "help.shortcuts",
    "help.about",
)
"""What `Later` does, which comes behind the first picture."""
WITH_ROOMS: Final = ("view.nearest", "view.inside")
"""What comes with the other rooms."""


def deeds(program: Program) -> dict[str, Callable[..., object]]:
    """What each action does."""
    return {
        "file.new": program.window.form.open_new,
        **{f"file.new.{task}": lambda task=task: program.begin(task) for task in TASKS},
        "file.open": program.documents.open,
        "file.save": program.documents.save,
        "file.save_as": program.documents.save_as,
        "file.revert": program.documents.revert,
        "file.quit": program.window.close,
        "edit.undo": program.back.undo,
        "edit.redo": program.back.redo,
        "edit.clear": program.paper.clear,
        "view.nearest": program.show_nearest,
        "view.inside": lambda shown: None if program.others is None else program.others.inside.show(shown),
        "view.let_go": lambda: _let_go(program),
        "training.landscape": lambda: _in_train(program, lambda room: room.look_around()),
        "training.two_networks": lambda: _in_train(program, lambda room: room.look_at_two()),
        **program.exchange.handlers(),
        **program.choice.handlers(),
        **program.looks.handlers(),
        **program.controls.handlers(),
        **program.watch.handlers(),
        **program.rooms.handlers(),
        **program.time.handlers(),
        **program.branches.handlers(),
        **{name: lambda name=name: program.do_later(name) for name in LATER},
    }


def _let_go(program: Program) -> None:
    """Of the presentation first, then of the page that looks into the network, then of what was looked at."""
    if program.later is not None and program.later.presentation.end():
        return
    if program.others is None or not program.others.inside.close():
        program.presenter.let_go()


def _in_train(program: Program, do: Callable[[TrainingRoom], None]) -> None:
    if program.others is not None:
        program.rooms.open("train")
        do(program.training)


def reasons(program: Program) -> dict[str, Reason]:
    """Why some of them can't be done now."""
    time = program.time

    def no_past() -> str:
        newest = time.newest
        return "" if newest is not None and newest.step else "There is one step only yet: train first."

    return {
        "file.revert": program.documents.why_not_revert,
        **program.looks.reasons(),
        "edit.clear": lambda: "Nothing lies there." if program.paper.sheet.empty else "",
        "edit.copy_digit": program.exchange.why_not_copy,
        "training.landscape": lambda: LOADING if program.others is None else "",
        "training.two_networks": lambda: LOADING if program.others is None else "",
        "view.message": lambda: "" if program.window.banner.text else "There is no message.",
        "run.branch": program.branches.why_not,
        "run.branch_with": program.branches.why_not,
        "time.live": lambda: "" if time.travelling else "The newest step is on screen.",
        **{f"time.{way}": no_past for way in ("play", "play_back", "later", "earlier", "first")},
    }
