"""Beside a network that reads rows of a table: whether one is only read, and what each number of it did."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QTimer

from netviz.app.screen.paper import Paper
from netviz.app.screen.presenter import Presenter
from netviz.panels.columns.effects import Effect
from netviz.panels.columns.form import FormPanel
from netviz.panels.columns.mail_panel import MailPanel
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.themed import theme_now
from netviz.tasks.answer import Classes
from netviz.tasks.columns import Columns
from netviz.tasks.examples import Examples
from netviz.tasks.spam.mail import CAPITALS, Mail
from netviz.tasks.task import AnyTask
from netviz.viewmodels.hues import hue
from netviz.viewmodels.occlusion import occluded
from netviz.viewmodels.probe import example, owned

_LEAST_FULL = 2.0  # of a difference of outputs: a bar that is full says at least so much
_NOUGHT = 1e-6
_LEAST, _ROUND = 0.1, 10.0  # of what is written, and from where on without decimals


class RowShow:
    """Follows the network on screen: what is told is of the step that the picture shows."""

    def __init__(
        self,
        task: AnyTask,
        canvas: GraphCanvas,
        panel: FormPanel | MailPanel,
        presenter: Presenter,
        paper: Paper,
    ) -> None:
        self._task = task
        self._panel = panel
        self._presenter = presenter
        self._paper = paper
        self._validation: Examples | None = None
        self._shown: tuple[object, ...] = ()
        # Not part of any result: which example comes next only has to be different each time.
        self._random = np.random.default_rng()
        # What it shows may take another room, which is nothing for the midst of a frame.
        self._soon = QTimer(panel)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._follow)
        canvas.painting.connect(self._soon.start)
        presenter.figures_changed.connect(self._soon.start)
        panel.asked.connect(self._pick)

    def provide(self, validation: Examples) -> None:
        """Examples are taken from these."""
        self._validation = validation

    def _pick(self) -> None:
        validation = self._validation
        if validation is None:
            return
        row = int(self._random.integers(len(validation)))
        right = validation.answers[row].ravel()[0].item()
        name = f"validation {self._task.example} {row + 1:,}"
        self._paper.pick(example(validation.stored[row], "file", label=right, name=name, task=self._task))

    def _follow(self) -> None:
        shown, lies = self._presenter.snapshot, self._presenter.example
        training = self._presenter.training and not lies.empty
        self._panel.show_reading(owned(lies, self._task.example) if training else "")
        reads, answer = self._task.input, self._task.answer
        if not (
            isinstance(self._panel, MailPanel) and isinstance(reads, Mail) and isinstance(answer, Classes)
        ):
            return
        palette = theme_now()
        key = (None if shown is None else shown.identity, lies.id, palette.name)
        if key == self._shown or shown is None:
            return
        self._shown = key
        inks = (hue(answer, 0, palette), hue(answer, answer.n - 1, palette))
        if lies.empty or lies.task != self._task:
            self._panel.show_effects((), {}, "", inks)
            return
        raw = reads.raw(lies.pixels)
        places = np.flatnonzero(np.abs(raw) > _NOUGHT)
        nought = reads.prepared(np.zeros(len(reads.columns)))
        moved = occluded(shown, reads.scaled(lies.pixels), nought, places).tolist()
        full = max([_LEAST_FULL, *map(abs, moved)])
        order = sorted(range(len(moved)), key=lambda k: -abs(moved[k]))
        effects = tuple(
            Effect(
                reads.name(int(places[k])).removeprefix("word "),
                _value(reads, int(places[k]), raw[places[k]]),
                moved[k] / full,
            )
            for k in order
        )
        self._panel.show_effects(
            effects,
            {int(place): by / full for place, by in zip(places, moved, strict=True)},
            f"{len(places)} of {reads.n} numbers count. To the right: towards {answer.name(answer.n - 1)}; "
            f"to the left: {answer.name(0)}{'' if shown.step else ', by chance, as it is untrained'}.",
            inks,
        )


def _value(reads: Columns, place: int, number: float) -> str:
    """`2.1 %`; a number of capitals as it is."""
    short = f"{number:.{0 if number >= _ROUND else 1}f}" if number >= _LEAST else f"<{_LEAST}"
    return short if reads.name(place) in CAPITALS else f"{short}\u00a0%"
