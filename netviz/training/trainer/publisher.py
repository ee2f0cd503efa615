"""Makes snapshots of a session, and leaves them where the window looks."""

from __future__ import annotations

import uuid

from netviz.training.session import Session
from netviz.training.snapshot import Snapshot
from netviz.training.trainer.mailbox import Mailbox


class Publisher:
    """It gives snapshots their identity: of one trainer, of one generation of its network, of one step."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()
        self._run = uuid.uuid4().hex
        self._generation = 0

    def identity(self, session: Session) -> tuple[str, int, int]:
        """That of a snapshot taken at this moment."""
        return (self._run, self._generation, session.step_count)

    def next_generation(self) -> None:
        """Another network stands there from now on, or the same one at an earlier step."""
        self._generation += 1

    def snapshot(self, session: Session) -> Snapshot:
        """The network as it is; with its gradient where somebody asked for that."""
        network = session.network
        gradient = session.gradient() if self.mailbox.wanted_gradient else None
        return Snapshot(
            self._run,
            self._generation,
            session.step_count,
            network.spec,
            session.parameters(),
            gradient,
            session.mini_batch(),
            session.epoch_number,
            session.config.task,
        )

    def publish(self, session: Session) -> None:
        """Leave a snapshot in the mailbox."""
        self.mailbox.put(self.snapshot(session))
