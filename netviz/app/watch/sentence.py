"""Keeps the sentence below the network true, and changes it calmly."""

from __future__ import annotations

from time import perf_counter
from typing import Final

from netviz.app.live_arrows import LiveArrows
from netviz.app.presenter import Presenter
from netviz.panels.figures import percent
from netviz.panels.sentence_bar import SentenceBar
from netviz.training.trainer import Trainer
from netviz.viewmodels.clock import FrameClock
from netviz.viewmodels.sentence import Seen, sentence

CALM: Final = 0.4  # seconds between two sentences while training runs


class Sentence:
    """Looks at each tick, while the bar is on screen."""

    def __init__(
        self,
        bar: SentenceBar,
        presenter: Presenter,
        live: LiveArrows,
        trainer: Trainer,
        clock: FrameClock,
    ) -> None:
        self._bar = bar
        self._presenter = presenter
        self._live = live
        self._trainer = trainer
        self._next = 0.0
        clock.tick.connect(self._tick)

    def _tick(self) -> None:
        now = perf_counter()
        busy = self._presenter.training or self._live.sweeps
        if not self._bar.isVisible() or (busy and now < self._next):
            return
        self._next = now + CALM
        seen = self.seen()
        if seen is None:
            return
        shown = self._presenter.snapshot
        assert shown is not None
        self._bar.key.set_layers(shown.spec.n_layers)
        self._bar.key.show_key(seen.sweep != "none")
        self._bar.say(sentence(seen))

    def seen(self) -> Seen | None:
        """What is on screen; None before there is a network."""
        presenter, live = self._presenter, self._live
        shown, scene, example = presenter.snapshot, presenter.scene, presenter.example
        if shown is None or scene is None:
            return None
        forward = presenter.forward
        answer = None if forward is None else int(forward.a[-1].argmax())
        share = "" if forward is None or answer is None else percent(float(forward.a[-1][answer]))
        measured = [p for p in self._trainer.log.validation_since(None)[1] if p.step <= shown.step]
        return Seen(
            step=shown.step,
            training=presenter.training and not presenter.playback.travelling,
            sweep=live.pace if live.sweeps else "none",
            told=live.told_span,
            source=example.source,
            label=example.label,
            answer=answer,
            share=share,
            accuracy=percent(measured[-1].accuracy) if measured else "",
            single=live.single,
        )
