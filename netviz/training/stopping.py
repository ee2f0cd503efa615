"""When training pauses of its own accord."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from netviz.language.grammar import counted
from netviz.training.config import ConfigError
from netviz.training.figures import said
from netviz.training.setting import is_number, is_whole

if TYPE_CHECKING:
    from netviz.training.measure.metrics import MetricCursor, MetricLog, ValidationPoint

MOST_EPOCHS: Final = 1_000_000
MOST_SECONDS: Final = 1e9
MOST_PATIENCE: Final = 1_000_000


@dataclass(frozen=True)
class StopConditions:
    """Training pauses as soon as one of these is met; None: that one never is.

    `epochs` and `seconds` (of training, pauses not counted) begin to count when the conditions are set and
    when another network comes. `validation_accuracy` is a share, 0 to 1, which numbers never reach.
    `patience` is how many validations in a row may bring no better accuracy, or for numbers no lower loss,
    than the best before them.
    """

    epochs: float | None = None
    seconds: float | None = None
    validation_accuracy: float | None = None
    patience: int | None = None

    @property
    def none(self) -> bool:
        """Whether training goes on until it is paused."""
        return self == NO_CONDITIONS

    def check(self) -> None:
        """Raise ConfigError where one of them can't be used."""
        accuracy, patience = self.validation_accuracy, self.patience
        for name, value, right, what in (
            (
                "Epochs",
                self.epochs,
                self.epochs is None or (is_number(self.epochs) and 0 < self.epochs <= MOST_EPOCHS),
                f"a number above 0, at most {MOST_EPOCHS:,}, or none",
            ),
            (
                "Seconds",
                self.seconds,
                self.seconds is None or (is_number(self.seconds) and 0 < self.seconds <= MOST_SECONDS),
                f"a number above 0, at most {MOST_SECONDS:,.0f}, or none",
            ),
            (
                "Validation accuracy",
                accuracy,
                accuracy is None or (is_number(accuracy) and 0 < accuracy <= 1),
                "a share above 0, at most 1 (100\u00a0%), or none",
            ),
            (
                "Patience",
                patience,
                patience is None or (is_whole(patience) and 1 <= patience <= MOST_PATIENCE),
                f"a whole number of validations from 1 to {MOST_PATIENCE:,}, or none",
            ),
        ):
            if not right:
                raise ConfigError(f"{name}: {value} can't be used; {what}, would be right.")


NO_CONDITIONS: Final = StopConditions()


class Elapsed(NamedTuple):
    """How far it is on the way to the conditions: epochs and seconds of training since they count, and how
    many validations in a row brought nothing better. Epochs and seconds count from step `since` on.
    """

    epochs: float = 0.0
    seconds: float = 0.0
    validations: int = 0
    since: int = 0


NOTHING_YET: Final = Elapsed()


class Stopper:
    """Notices when a condition is met, and says so in a sentence. The caller counts digits and reads clocks.

    Each method that answers gives "" where training should go on. Where it goes on though a condition is met
    (`go_on`), that one is set aside until it is changed or another network comes; the others still count.
    """

    def __init__(self, conditions: StopConditions = NO_CONDITIONS) -> None:
        self._conditions = conditions
        self._met: set[str] = set()
        self._aside: set[str] = set()
        self.active = conditions
        """What it looks for still: without what was set aside."""
        self.idle = conditions.none
        """Whether there is nothing to look for; the trainer asks after every step."""
        self._begun_at = 0
        self._step = 0
        self._seconds = 0.0
        self._clock: float | None = None
        self._best = -math.inf
        self._waited = 0
        self._read: MetricCursor | None = None  # how far in the log
        self._until: int | None = None  # the step that this training alone is to end at

    @property
    def conditions(self) -> StopConditions:
        """What it was asked to look for."""
        return self._conditions

    @property
    def wants_measurements(self) -> bool:
        """Whether a condition is about validations."""
        return self.active.validation_accuracy is not None or self.active.patience is not None

    def elapsed(self, seen: int, n_training: int) -> Elapsed:
        """How far it is, with `seen` digits trained on; any thread may ask."""
        epochs = (seen - self._begun_at) / n_training if n_training else 0.0
        return Elapsed(max(epochs, 0.0), self._seconds, self._waited, self._step)

    def set(self, conditions: StopConditions, seen: int, step: int) -> None:
        """Look for these from now on; see `begin`. Raises ConfigError where they can't be used."""
        conditions.check()
        before, now = asdict(self._conditions), asdict(conditions)
        aside = {name for name in self._aside | self._met if now[name] == before[name]}
        self._conditions = conditions
        self.begin(seen, step)
        self._set_aside(aside)

    def go_on(self, until: int | None = None) -> None:
        """Somebody wants to train on: what was met has been heard. `until`: up to this step, this once."""
        self._until = until
        self._set_aside(self._aside | self._met)
        self._met = set()

    def begin(self, seen: int, step: int) -> None:
        """Count from here, with nothing set aside: `seen` digits were trained on in `step` steps. The step at
        which this training alone is to end stays.
        """
        self._met = set()
        self._set_aside(set())
        self._begun_at = seen
        self._step = step
        self._seconds = 0.0
        self._best = -math.inf
        self._waited = 0

    def resume(self, now: float) -> None:
        """Training starts, or goes on; what was since the last step doesn't count."""
        self._clock = now

    def follow(self, seen: int, n_training: int, step: int, now: float, log: MetricLog) -> str:
        """`stepped`, and `measured` of all that came into the log since it was read last."""
        said = self.stepped(seen, n_training, step, now)
        if self.wants_measurements:
            self._read, points, _ = log.validation_since(self._read)
            for point in points:
                words = self.measured(point)
                said = said or words
        return said

    def stepped(self, seen: int, n_training: int, step: int, now: float) -> str:
        """A step was made, the last of `step` steps."""
        epochs, seconds = self.active.epochs, self.active.seconds
        if self._until is not None and step >= self._until:
            self._until = None
            self._set_aside(self._aside)
            return f"Training paused at step {step:,}, where it was to."
        if self._clock is not None:
            self._seconds += now - self._clock
        self._clock = now
        # An epoch is a whole number of digits; the share is for the rounding of the product.
        if epochs is not None and seen - self._begun_at >= epochs * n_training * (1 - 1e-12):
            self._met.add("epochs")
            return counted(
                epochs,
                "Training paused at step {step}: one epoch is over{since}.",
                "Training paused at step {step}: {n} epochs are over{since}.",
                since=self._since,
                step=f"{step:,}",
            )
        if seconds is not None and self._seconds >= seconds:
            self._met.add("seconds")
            return counted(
                seconds,
                "Training paused at step {step}: one second of training is over{since}.",
                "Training paused at step {step}: {n} seconds of training are over{since}.",
                since=self._since,
                step=f"{step:,}",
            )
        return ""

    def measured(self, point: ValidationPoint) -> str:
        """A validation came in."""
        if point.step <= self._step:
            return ""  # of before
        asked, patience = self.active.validation_accuracy, self.active.patience
        # Numbers have no accuracy: their loss says which is better.
        good = -point.loss if math.isnan(point.accuracy) else point.accuracy
        if good > self._best:
            self._best, self._waited = good, 0
        else:
            self._waited += 1
        if asked is not None and point.accuracy >= asked:
            self._met.add("validation_accuracy")
            return (
                f"Training paused: {_percent(point.accuracy)} of the validation examples were right at step "
                f"{point.step:,}, and {_percent(asked)} was the goal."
            )
        if patience is not None and self._waited >= patience:
            self._met.add("patience")
            best = f"a loss of {said(-self._best, 3)}" if math.isnan(point.accuracy) else _percent(self._best)
            return counted(
                patience,
                "Training paused at step {step}: one validation brought nothing better than {best}.",
                "Training paused at step {step}: {n} validations in a row brought nothing better than "
                "{best}.",
                step=f"{point.step:,}",
                best=best,
            )
        return ""

    @property
    def _since(self) -> str:
        """From where on they count, where that is not the first step."""
        return f", counted from step {self._step:,}" if self._step else ""

    def _set_aside(self, names: Iterable[str]) -> None:
        self._aside = set(names)
        self.active = StopConditions(
            **{
                name: None if name in self._aside else value
                for name, value in asdict(self._conditions).items()
            }
        )
        self.idle = self.active.none and self._until is None


def _percent(share: float) -> str:
    return f"{100 * share:.4g}\u00a0%"
