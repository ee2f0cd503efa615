"""Feeds the screen from the trainer's mailbox: as many snapshots as can be shown, and no more."""

from __future__ import annotations

from typing import Final

from netviz.app.screen.overlay import Overlay
from netviz.rendering.canvas import GraphCanvas
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.commands import Publish
from netviz.training.trainer.status import TrainerStatus
from netviz.training.trainer.trainer import Trainer
from netviz.viewmodels.playing.playback import Playback
from netviz.viewmodels.scene import Focus

# Seconds between two snapshots on screen while training; the processor needs its time for the trainer.
EVERY: Final = 1 / 30
EVERY_ON_PROCESSOR: Final = 1 / 11.5
# Parameters up to which a snapshot always brings its gradient along: a copy takes less than a millisecond.
GRADIENT_UP_TO: Final = 1_000_000


class SnapshotFeed:
    """Asks the trainer for a snapshot when there is time to show one, so that it copies none for nobody."""

    def __init__(self, trainer: Trainer, playback: Playback, canvas: GraphCanvas) -> None:
        self._trainer = trainer
        self._playback = playback
        self._canvas = canvas
        self._next = 0.0
        self._gradient_asked: tuple[object, ...] | None = None

    def take(self, now: float, overlay: Overlay, *, training: bool) -> bool:
        """Show what came, and ask for what comes next; True if there is something new to show."""
        mailbox = self._trainer.mailbox
        fresh = self._playback.offer(mailbox.take())
        if fresh:
            every = EVERY_ON_PROCESSOR if self._canvas.software else EVERY
            self._next = now + max(every, overlay.picture_every) - 0.004
        # Asked for one tick ahead, so that it lies in the mailbox when its turn comes.
        if training and now >= self._next - 0.016 and not self._playback.travelling:
            mailbox.wanted = True
        return fresh

    def soon(self, now: float) -> bool:
        """While training runs: whether the next one is not overdue yet."""
        return now < self._next + 0.05

    def ask_for_gradient(self, shown: Snapshot, told: Focus | None, status: TrainerStatus) -> None:
        """An edge tells its gradient; large networks bring it along only for that."""
        wanted = shown.spec.n_parameters <= GRADIENT_UP_TO or (told is not None and told.source is not None)
        self._trainer.mailbox.wanted_gradient = wanted
        missing = wanted and status.phase == "paused" and shown.gradient is None
        missing = missing and not self._playback.travelling
        if missing and shown.identity != self._gradient_asked:
            self._gradient_asked = shown.identity
            self._trainer.send(Publish())
