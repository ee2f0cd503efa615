"""Which snapshot is on screen: the newest of the trainer, or one of a step that is past."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.training.snapshot import Snapshot


@dataclass(frozen=True, eq=False)
class Past(Snapshot):
    """A step that is past: as it was kept, rounded a little, or worked out exactly.

    Its identity is not that of the step when it was new, whose last bits may be others.
    """

    exact: bool = False

    @property
    def identity(self) -> tuple[str, int, int]:
        """What a cache may go by."""
        run, generation, step = super().identity
        return (f"{run} {'exact' if self.exact else 'kept'}", generation, step)


def past(recorded: Snapshot, live: Snapshot | None, *, exact: bool = False) -> Past:
    """A recorded snapshot to show. Of the same shape as the newest, it counts as one of its steps."""
    same = live is not None and live.spec == recorded.spec
    of = live if same and live is not None else recorded
    return Past(
        of.run,
        of.generation,
        recorded.step,
        of.spec,
        recorded.parameters,
        epoch=recorded.epoch,
        exact=exact,
    )


class Playback:
    """Holds the newest snapshot, and the recorded one that is shown in its place while one travels.

    It also remembers two that changes are counted from: the one shown before, and the first of the run.
    """

    def __init__(self) -> None:
        self._live: Snapshot | None = None
        self._past: Snapshot | None = None
        self._before: Snapshot | None = None
        self._first: Snapshot | None = None

    @property
    def shown(self) -> Snapshot | None:
        """The snapshot that every picture and number on screen comes from."""
        return self._live if self._past is None else self._past

    @property
    def live(self) -> Snapshot | None:
        """The newest one, shown or not."""
        return self._live

    @property
    def travelling(self) -> bool:
        """Whether a recorded step is shown instead of the newest."""
        return self._past is not None

    @property
    def before(self) -> Snapshot | None:
        """The earlier step of the same network that was shown before; None where there was none."""
        return self._before

    @property
    def first(self) -> Snapshot | None:
        """Where the run began, or where it got its present shape; None until that is known."""
        return self._first

    def begun(self, first: Snapshot, of: Snapshot) -> bool:
        """The run of the newest snapshot `of` began with this recorded one; False where another is newest."""
        live = self._live
        if live is None or not _same(of, live) or first.spec.sizes != live.spec.sizes:
            return False
        self._first = past(first, live)
        return True

    def offer(self, snapshot: Snapshot | None) -> bool:
        """Take what the trainer published; True if the picture or the numbers beside it change with it.

        Another network ends the travel: there is no way back to where it was from here.
        """
        live = self._live
        if snapshot is None:
            return False
        if live is not None and snapshot.identity == live.identity:
            if snapshot.gradient is None or live.gradient is not None:
                return False
            self._live = snapshot  # the same step, now with its gradient
            return self._past is None
        same = _same(live, snapshot)
        self._live = snapshot
        if same and self._past is not None:
            return False
        self._before = live if same else None
        self._past = None
        if not same:
            # A later step is where it was opened, not where it began: that its recording says.
            self._first = snapshot if snapshot.step == 0 else None
        return True

    def travel(self, past: Snapshot | None) -> bool:
        """Show this recorded step, or None for the newest again; True if that is another picture."""
        shown, self._past = self.shown, past
        now = self.shown
        if now is shown or now is None:
            return False
        self._before = shown if shown is not None and _same(shown, now) and shown.step < now.step else None
        return True


def _same(one: Snapshot | None, other: Snapshot) -> bool:
    return one is not None and (one.run, one.generation) == (other.run, other.generation)
