"""What a person does to the network itself, between two steps: another shape, other weights."""

from __future__ import annotations

from netviz.network.spec import SpecError
from netviz.training.config import ConfigError
from netviz.training.experiments.surgery import reshape
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.tables.schema import OPERATE, TAKE_BACK
from netviz.training.session import Session, SessionState
from netviz.training.trainer.commands import Operate, Operated, Reshape, TakeBackOperation
from netviz.training.trainer.kept_run import KeptRun

_ASTRAY = "the loss is no finite number; going back to the last good step would be right."


def changed(
    command: Reshape | Operate | TakeBackOperation,
    session: Session,
    kept: KeptRun,
    log: MetricLog,
    *,
    diverged: bool,
) -> SessionState | None:
    """The state after it, noted in the run and its log; None where nothing is to be done.

    Raises ConfigError or SpecError where a shape can't be had; who operates is told by the command itself.
    """
    match command:
        case Reshape():
            return _reshaped(command, session, kept, log, diverged=diverged)
        case Operate():
            return _operated(command, session, kept, log, diverged=diverged)
        case TakeBackOperation():
            return _taken_back(command, session, kept, log)


def _reshaped(
    command: Reshape, session: Session, kept: KeptRun, log: MetricLog, *, diverged: bool
) -> SessionState:
    if diverged:
        raise ConfigError(f"Layers: {_ASTRAY}")
    state = reshape(session.state(), command.spec, command.columns)
    kept.note(session, "reshape", {"layers": str(command.spec)})
    log.changes.layers(session.step_count, str(session.config.spec), str(command.spec))
    return state


def _operated(
    command: Operate, session: Session, kept: KeptRun, log: MetricLog, *, diverged: bool
) -> SessionState | None:
    before, operation = session.state(), command.operation
    try:
        if diverged:
            raise ConfigError(f"Operation: {_ASTRAY}")
        after = operation.on(before)
    except (ConfigError, SpecError) as error:
        command.done.set_result(Operated(before, before, log, 0, str(error)))
        return None
    spec = before.config.spec
    words = operation.words(spec, session.config.task)
    kept.note(
        session, OPERATE, {"operation": operation.table(), "words": words, "layers": str(after.config.spec)}
    )
    earlier = log.operated(before.step, words)
    command.done.set_result(Operated(before, after, log, earlier))
    return after


def _taken_back(
    command: TakeBackOperation, session: Session, kept: KeptRun, log: MetricLog
) -> SessionState | None:
    if session.step_count != command.state.step:
        return None
    kept.note(session, TAKE_BACK, {"left": command.left, "layers": str(command.state.config.spec)})
    log.take_back(command.left)
    return command.state
