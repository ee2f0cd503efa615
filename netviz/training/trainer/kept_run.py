"""The run as it is kept: what the trainer tells its recorder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import MetricLog
from netviz.training.session import Session, SessionState

if TYPE_CHECKING:
    from netviz.training.recording.recorder import Recorder
    from netviz.training.recording.tables.schema import Origin


class KeptRun:
    """A trainer without a recorder keeps nothing, and need not ask whether it does."""

    def __init__(self, recorder: Recorder | None) -> None:
        self._recorder = recorder

    def begin(
        self, session: Session, log: MetricLog, origin: Origin | None = None, *, same_run: bool = False
    ) -> None:
        """This network is trained from now on; with `same_run` it is the one before in another shape."""
        if self._recorder is not None:
            self._recorder.begin(session.state(), log, origin, same_run=same_run)

    def note(
        self,
        session: Session,
        kind: str,
        data: dict[str, object] | None = None,
        config: TrainingConfig | None = None,
        step: int | None = None,
    ) -> None:
        """A command took effect at this step; without `step` at the present one."""
        if self._recorder is not None:
            self._recorder.note(session.step_count if step is None else step, kind, data, config)

    def stepped(self, session: Session, step: int) -> None:
        """A step was made; the recorder takes a copy where one is due."""
        if self._recorder is not None and step >= self._recorder.due_at:
            self._recorder.take(session)

    def rest(self, session: Session, command: str = "") -> None:
        """Training rests here, because of that command: the recording is brought up to this step."""
        if command:
            self.note(session, command)
        if self._recorder is not None:
            self._recorder.rest(session)

    def take_back(self, state: SessionState) -> None:
        """The run ends here now: what was taught after it was never taught."""
        if self._recorder is not None:
            self._recorder.take_back(state)
