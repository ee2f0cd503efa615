"""Which digits belong to the run that stands there: it learns from no others without a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from netviz.app.run.networks import ABOUT as NETWORK
from netviz.app.run.networks import Networks
from netviz.app.window.banner import Banner, Offer
from netviz.app.window.dialogs import Dialogs, OtherDigits
from netviz.tasks import all_tasks, finding
from netviz.tasks.data_name import BUNDLED_SHA256, UNKNOWN, DataName
from netviz.tasks.digits.digits import load_digits_from
from netviz.tasks.examples import Data, DataError
from netviz.training.measure.metrics import MetricLog
from netviz.training.session import SessionState
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.intents import Intents
from netviz.viewmodels.job_bridge import JobBridge

ABOUT: Final = "digits"  # what the messages are about


class RunData(QObject):
    """Follows each exchange of the network: its own digits come with it, where they are to be found.

    `used` names the digits that everything works with from now on. While those of the run are `missing`,
    `may_train` asks the person, once for each try, and training waits for the answer.
    """

    used = Signal(object)  # Data
    missing_changed = Signal()

    def __init__(
        self,
        trainer: Trainer,
        intents: Intents,
        networks: Networks,
        bridge: JobBridge,
        banner: Banner,
        dialogs: Callable[[], Dialogs],
    ) -> None:
        super().__init__()
        self._trainer = trainer
        self._intents = intents
        self._networks = networks
        self._bridge = bridge
        self._banner = banner
        self._dialogs = dialogs
        self._known: dict[str, Data] = {}
        self._own = UNKNOWN  # those of the run
        self._usual = UNKNOWN  # those that come with the program
        self._at_hand: Data | None = None
        self._lost = ""
        intents.replacing.connect(self._replacing)
        intents.may_train = self.may_train
        networks.learn_from = self.learn_from

    @property
    def at_hand(self) -> Data | None:
        """The digits that the program works with."""
        return self._at_hand

    @property
    def own(self) -> DataName:
        """Those that the run learns from, wherever they are."""
        return self._own

    @property
    def missing(self) -> DataName | None:
        """Those that the run was trained with, where the ones at hand are others."""
        if self._at_hand is None or self._own.same(self._at_hand.name):
            return None
        return self._own

    def provide(self, bundled: Data) -> None:
        """The digits that come with the program are there."""
        self._know(bundled)
        self._usual = bundled.name
        if self._at_hand is None:
            self._use(self._known.get(self._own.sha256, bundled))

    def lose(self, words: str) -> None:
        """Those of this task can't be had: why, in a sentence."""
        self._lost = words

    # ---- on the job thread

    def look_for(self, name: DataName) -> None:
        """Read the digits of a file that is being opened, where they lie as it says."""
        # A program may have begun with examples that somebody brought: then those that come with it are not
        # known either.
        key = BUNDLED_SHA256 if name.bundled else name.sha256
        if key not in self._known and (not name.bundled or self._at_hand is not None):
            try:
                self._know(finding.find(name))
            except DataError:
                return  # the run can be looked at without them

    # ---- another network

    def say_what_is_there(self, file: Path) -> str:
        """What is to be said of the digits of the run that was just opened; empty for the usual ones."""
        missing = self.missing
        if missing is None:
            usual = self._own.same(self._usual)
            return "" if usual else f"{file.name} brought its own examples: {self._own}."
        words = (
            f"{file.name} was trained with other examples than those at hand: {missing}. Without them only "
            "its kept steps can be shown, and nothing is tested."
        )
        self._banner.say(
            words, offer=Offer("Find its examples…", lambda: self._find(lambda: None)), about=ABOUT
        )
        return ""

    def _replacing(self, log: MetricLog | None) -> None:
        """Another network is asked for next; None for one that begins anew, with the digits at hand."""
        before = self.missing
        leaving = self._trainer.log
        if not leaving.data.sha256 and self._own.sha256:
            leaving.data = self._own
        at_hand = UNKNOWN if self._at_hand is None else self._at_hand.name
        self._own = at_hand if log is None else log.data
        wanted = self._known.get(self._own.sha256 or self._usual.sha256)
        if wanted is not None and wanted is not self._at_hand:
            self._intents.learn_from(wanted.training)
            self._use(wanted)
        self._banner.withdraw(ABOUT)
        if self.missing != before:
            self.missing_changed.emit()

    def _know(self, digits: Data) -> None:
        self._known[digits.name.sha256] = digits

    def _use(self, digits: Data) -> None:
        if self._at_hand is None and not self._own.sha256:
            self._own = digits.name
        self._at_hand = digits
        self.used.emit(digits)

    # ---- other examples, because somebody wants them

    def learn_from(self, data: Data, what: str) -> None:
        """From here on the network learns from these, `what` in a word: as a run of its own, with the weights
        that it has; if it trains, it goes on.
        """
        self._know(data)
        trains = self._trainer.status.phase == "training"
        again = self._intents.train if trains else lambda: None

        def branch(state: SessionState) -> None:
            of = len(data.training)
            n = state.config.learnt_from(of)
            self._branch(state, data, again, self._says(state.step, what, n, of))

        self._bridge.when_done(self._trainer.request_state(), branch)

    def _says(self, step: int, what: str, n: int, of: int) -> str:
        """`n` of the `of` training examples are learnt from."""
        # The others are to validate and to test with.
        part = "the training part" if n == of else f"some of the {of:,} in the training part"
        what = f"{n:,} examples: {part} of {what}"
        if not step:
            return f"The network learns from {what}."
        kept = "The run before stays under File > Runs, and Undo brings it back."
        return f"A run of its own from step {step:,}: from here on it learns from {what}. {kept}"

    # ---- training without its own digits

    def may_train(self, again: Callable[[], None]) -> bool:
        """Whether the run's own digits are at hand; if not, the person is asked, and `again` may follow."""
        missing, at_hand = self.missing, self._at_hand
        if at_hand is None and self._lost:
            self._banner.say(self._lost, error=True, about=ABOUT)
            return False
        if missing is None or at_hand is None:
            return True
        answer = self._dialogs().other_digits(missing, at_hand.name)
        if answer is OtherDigits.FIND:
            self._find(again)
        elif answer is OtherDigits.BRANCH:
            self._bridge.when_done(
                self._trainer.request_state(), lambda state: self._branch(state, at_hand, again)
            )
        return False

    def _branch(self, state: SessionState, digits: Data, again: Callable[[], None], words: str = "") -> None:
        log = MetricLog()
        log.data = digits.name
        self._networks.bring_in(state, log, words="branch with other examples")
        self._networks.replaced.emit(None)
        self._banner.say(
            words
            or f"This is a run of its own from step {state.step:,}: from here on it learns from "
            f"{digits.name}.",
            about=NETWORK,
        )
        again()

    def _find(self, then: Callable[[], None]) -> None:
        missing = self.missing
        folder = self._dialogs().folder_of_digits(missing) if missing is not None else None
        if folder is None:
            return

        def found(digits: Data) -> None:
            if not digits.name.same(self._own):
                self._banner.say(
                    f"{folder} holds other examples (sha256 {digits.name.sha256[:12]}…) than those that the "
                    f"run was trained with: {self._own}.",
                    error=True,
                    about=ABOUT,
                )
                return
            self._know(digits)
            self._trainer.provide(digits.training)
            self._use(digits)
            self._banner.withdraw(ABOUT)
            self.missing_changed.emit()
            then()

        def read(_progress: object) -> Data:
            if missing is None or (missing.task == all_tasks.USUAL and not missing.how):
                return load_digits_from(folder)
            return finding.find(replace(missing, folder=str(folder)))

        self._bridge.submit("find digits", read, found, self._not_found)

    def _not_found(self, error: Exception) -> None:
        if not isinstance(error, DataError):
            raise error
        self._banner.say(str(error), error=True, about=ABOUT)
