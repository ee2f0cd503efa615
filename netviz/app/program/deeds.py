"""What the menus and keys do: who does what each action says, and why it can't be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netviz.app.program.reasons import Reason
from netviz.tasks.table import TASKS

if TYPE_CHECKING:
    from netviz.app.program.composition import Program


def deeds(program: Program) -> dict[str, Callable[..., object]]:
    """What each action does."""
    return {
        "file.new": program.window.form.open_new,
        **{f"file.new.{task}": lambda task=task: program.begin(task) for task in TASKS},
        "file.open": program.documents.open,
        "file.save": program.documents.save,
        "file.save_as": program.documents.save_as,
        "file.revert": program.documents.revert,
        "file.save_picture": program.pictures.save,
        "file.export_story": program.film.export,
        "file.quit": program.window.close,
        "edit.undo": program.back.undo,
        "edit.redo": program.back.redo,
        "edit.clear": program.paper.clear,
        "edit.copy_picture": program.pictures.copy,
        "view.let_go": program.presenter.let_go,
        **program.exchange.handlers(),
        **program.choice.handlers(),
        **program.looks.handlers(),
        **program.controls.handlers(),
        **program.watch.handlers(),
        **program.rooms.handlers(),
        **program.time.handlers(),
        **program.branches.handlers(),
        **program.runs.handlers(),
        **program.run_film.handlers(),
        **program.help.handlers(),
    }


def reasons(program: Program) -> dict[str, Reason]:
    """Why some of them can't be done now."""
    time = program.time

    def no_past() -> str:
        newest = time.newest
        return "" if newest is not None and newest.step else "There is one step only yet: train first."

    return {
        "file.revert": program.documents.why_not_revert,
        "file.export_story": program.film.why_not,
        "file.export_run": program.run_film.why_not,
        "edit.clear": lambda: "Nothing lies there." if program.paper.sheet.empty else "",
        "edit.copy_digit": program.exchange.why_not_copy,
        "view.message": lambda: "" if program.window.banner.text else "There is no message.",
        "run.branch": program.branches.why_not,
        "run.branch_with": program.branches.why_not,
        "time.live": lambda: "" if time.travelling else "The newest step is on screen.",
        **{f"time.{way}": no_past for way in ("play", "play_back", "later", "earlier", "first")},
    }
