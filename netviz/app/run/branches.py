"""New runs from a step of the one that stands there, and marks on its steps."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from netviz.app.files.documents import Documents
from netviz.app.program.parts import Parts
from netviz.app.run.networks import ABOUT
from netviz.app.run.past.time_travel import TimeTravel
from netviz.app.run.recordings import Recordings
from netviz.files.errors import FileError
from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import MetricLog
from netviz.training.recording.reader import Recording
from netviz.training.recording.tables.schema import Origin
from netviz.training.session import SessionState


class Branches(QObject):
    """What the flag and the fork on the timeline do."""

    def __init__(self, parts: Parts, time: TimeTravel, recordings: Recordings, documents: Documents) -> None:
        super().__init__()
        self._window = parts.window
        self._presenter = parts.presenter
        self._trainer = parts.trainer
        self._intents = parts.intents
        self._networks = parts.networks
        self._bridge = parts.bridge
        self._time = time
        self._recordings = recordings
        self._documents = documents
        self._then: Callable[[], object] | None = None
        self._changed = False  # by hand, as soon as the branch stands there
        self._trained = False  # until it was branched off
        parts.networks.branch = lambda then: self.branch(then=then, changed=True)
        parts.networks.branch_from = self.branch_from
        parts.window.timeline.mark_clicked.connect(self.mark)
        parts.window.timeline.branch_clicked.connect(self.branch)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """What the rows of the table of actions do that belong here."""
        return {
            "run.mark": self.mark,
            "run.branch": self.branch,
            "run.branch_with": lambda: self.branch(other_settings=True),
        }

    # ---- marks

    def mark(self) -> None:
        """Put a flag on the step on screen, or take it away."""
        shown, held = self._presenter.snapshot, self._time.held
        if shown is None:
            return
        if held is not None and shown.step in held.marks:
            self._recordings.recorder.unmark(shown.step)
        else:
            self._recordings.recorder.mark(shown.step, snapshot=shown)
        self._time.look_again()

    # ---- branches

    def why_not(self) -> str:
        """Why there is nothing to branch from; empty where there is."""
        if self._recordings.file is None and self._trainer.status.step == 0:
            return "There is nothing to branch from yet: this network has made no step."
        return ""

    def branch(
        self,
        *,
        other_settings: bool = False,
        then: Callable[[], object] | None = None,
        changed: bool = False,
    ) -> None:
        """A new run from exactly the step that is wanted; with `other_settings` they are asked for first, and
        there is none before that is confirmed. `then` is called once it stands there, and the network is
        `changed` at once.
        """
        self._then, self._changed = then, changed
        reason = self.why_not()
        if reason:
            self._window.banner.say(reason, about=ABOUT)
            return
        self._trained = self._trainer.status.phase == "training"
        self._intents.pause()
        if self._time.travelling:
            self._time.work_out(lambda state: self._read(state, other_settings=other_settings))
        else:
            self._bridge.when_done(
                self._trainer.request_state(),
                lambda state: self._read(state, other_settings=other_settings),
            )

    def branch_from(self, step: int) -> None:
        """A new run from this step. Where the recording has yet to be read, the step is shown alone."""
        self._intents.pause()
        self._time.go_to(step)
        if self._time.travelling:
            self.branch()

    def _read(self, state: SessionState, *, other_settings: bool) -> None:
        """The metrics up to there come from the recording, once it is up to now."""
        written = self._recordings.recorder.flush()
        opened = self._recordings.file

        def work(_progress: object) -> tuple[Origin, MetricLog]:
            path = written.result() or opened
            if path is None:
                raise FileError("The run is recorded nowhere at the moment, so nothing can branch off it.")
            with Recording(path) as recording:
                return Origin(path, state.step), recording.metrics()

        def done(found: tuple[Origin, MetricLog]) -> None:
            def begin(config: TrainingConfig) -> None:
                self._begin(state, *found)
                if config != state.config:
                    self._intents.configure(config)

            if other_settings:
                self._window.form.ask_branch(state.config, state.step, begin)
            else:
                begin(state.config)

        self._bridge.submit("branch", work, done, self._failed)

    def _begin(self, state: SessionState, origin: Origin, log: MetricLog) -> None:
        self._networks.bring_in(state, log, origin, "branch")
        self._documents.forget(clean_step=state.step)
        self._window.banner.withdraw("branch")
        then, self._then = self._then, None
        words = (
            f"This run branched off at step {state.step:,}, and is changed by hand from there on."
            if self._changed
            else f"This is a branch from step {state.step:,}, with its exact weights and optimiser."
        )
        rests = " Training rests until you press Train." if self._trained and then is None else ""
        self._window.banner.say(
            f"{words} The run that it leaves stays under File > Runs.{rests}", about=ABOUT
        )
        if then is not None:
            then()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, FileError):
            raise error
        self._window.banner.say(str(error), error=True, about="branch")
