"""Any step of a recorded run, exactly: from the full state before it, by training again."""

from __future__ import annotations

from netviz.files.errors import FileError
from netviz.tasks.data_name import DataName
from netviz.tasks.examples import Examples
from netviz.training.experiments.lesson import Lesson, check_lesson
from netviz.training.jobs.thread import Progress
from netviz.training.recording.reader import Recording
from netviz.training.session import Session, SessionState

_REPORT_EVERY = 64  # steps


def replay(
    recording: Recording, digits: Examples, step: int, progress: Progress | None = None
) -> SessionState:
    """The state after `step` steps, bit for bit on the machine and numpy build that trained it.

    `digits` are those that it was trained with (recording.info.data names them); what was taught
    stands in the recording. What was configured
    at `step` itself has taken effect. Raises FileError; Cancelled where `progress` says so; ConfigError where
    the digits don't fit.
    """
    progress = progress if progress is not None else Progress()
    state, command = recording.state_and_command(step)
    session = Session.at(state, digits)
    begin = state.step

    def told() -> None:
        if session.step_count % _REPORT_EVERY == 0:
            progress.check()
            share = (session.step_count - begin) / max(step - begin, 1)
            progress.report(share, f"Training again from step {begin:,}")

    def train(until: int) -> None:
        while session.step_count < until:
            told()
            session.step()

    def teach(lesson: Lesson, until: int) -> None:
        while session.step_count < until:
            told()
            if not session.teach(lesson):
                raise FileError(f"{recording.path} says of a lesson that it can't have been given.")

    for later in recording.commands_after(command, step):
        train(later.step)
        given = recording.lesson_of(later)
        # A state that is beyond it was reached by it.
        if given is not None and session.step_count == later.step:
            lesson, steps = given
            check_lesson(lesson, session.config)
            teach(lesson, min(later.step + steps, step))
        config = recording.config_of(later)
        if config is not None:
            session.configure(config)
    train(step)
    return session.state()


def check_digits(recording: Recording, data: DataName) -> None:
    """Raise FileError where the run was trained with other digits than these."""
    theirs = recording.info.data
    if theirs.sha256 and not theirs.same(data):
        raise FileError(
            f"{recording.path} was trained with other examples, so its steps can't be repeated with these: "
            f"it was {theirs}."
        )
