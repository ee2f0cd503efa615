"""What the network reads, beside the pad: at once, or with the frame that shows the same snapshot."""

from __future__ import annotations

from netviz.app.window.main_window import MainWindow
from netviz.network.forward import ForwardPass
from netviz.viewmodels.probe import Probe


class AnswerFeed:
    """Answer and picture are of one snapshot, though the picture takes longer to draw."""

    def __init__(self, window: MainWindow, probe: Probe) -> None:
        self._window = window
        self._probe = probe
        self._answered: ForwardPass | None = None
        self._waits: ForwardPass | None = None  # in a scene that is not painted yet
        window.canvas.painting.connect(self._with_frame)

    def wait(self, forward: ForwardPass) -> None:
        """Say this when the canvas paints."""
        self._waits = forward

    def forget(self) -> None:
        """What waits was about another digit."""
        self._waits = None

    def say(self, forward: ForwardPass | None, *, anew: bool, at_once: bool = False) -> None:
        """Say this now. `anew`: although it was said. `at_once`: before the network's frame."""
        self._waits = None
        if forward is self._answered and not anew:
            return
        self._answered = forward
        answer = self._window.answer
        answer.show_judgement(self._probe.judgement)
        answer.show_probabilities(None if forward is None else forward.a[-1], self._probe.example.label)
        if at_once and self._window.canvas.software:
            # The network takes longer.
            answer.repaint()

    def _with_frame(self) -> None:
        if self._waits is not None:
            self.say(self._waits, anew=False)
