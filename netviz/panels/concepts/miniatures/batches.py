"""Examples as dots: drawn into mini-batches, or shared out among training, validation and test."""

from __future__ import annotations

from math import ceil
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from netviz.panels.concepts.pencil import LEFT, Pencil
from netviz.panels.concepts.sketch import OF_RUN, OWN, Knob, Sketch
from netviz.training.figures import hundred

_N: Final = 120
_COLUMNS: Final = 20
_SEED: Final = 5


class BatchesSketch(Sketch):
    """`batch` and `epoch` draw mini-batches step by step; `split` shares the examples out."""

    def made(self) -> tuple[Knob, ...]:
        if self.shows == "split":
            counts = self.run.counts
            validation, test = (0.15, 0.15) if counts is None else (c / sum(counts) for c in counts[1:])
            ends = 0.0, 0.4
            return (
                Knob("validation", *ends, validation, 0.005, share=True),
                Knob("test", *ends, test, 0.005, share=True),
            )
        return Knob("step", 0, 30, 3, 1), Knob("batch size", 1, 60, 12, 1)

    def source(self) -> str:
        counts = self.run.counts
        if counts is not None and self.shows == "split":
            named = "{:,} training, {:,} validation and {:,} test examples".format(*counts)
            return f"{OF_RUN} {named}. A dot is about {max(sum(counts) // _N, 1):,}."
        if counts is not None:
            steps = ceil(counts[0] / self.run.batch)
            return f"{OWN} In this run {counts[0]:,} examples make {steps:,} steps of {self.run.batch}."
        return OWN

    def _dot(self, k: int) -> QPointF:
        box = self.box.adjusted(8, 22, -8, -6)
        row, column = divmod(k, _COLUMNS)
        return QPointF(
            box.left() + (column + 0.5) * box.width() / _COLUMNS,
            box.top() + (row + 0.5) * box.height() / (_N // _COLUMNS),
        )

    def _drawn(self) -> tuple[int, int, np.ndarray, np.ndarray]:
        """Epoch and step within it, from 1; those of this batch; those that were had in this epoch."""
        step, size = round(self.value(0)), round(self.value(1))
        epoch, within = divmod(max(step - 1, 0), ceil(_N / size))
        order = np.random.default_rng((_SEED, epoch)).permutation(_N)
        begin = within * size
        now = order[begin : begin + size] if step else order[:0]
        return epoch + 1, within + 1 if step else 0, now, order[:begin]

    def draw(self, pencil: Pencil) -> None:
        palette = pencil.palette
        head = QRectF(self.box.left() + 8, self.box.top() - 2, 320, 16)
        if self.shows == "split":
            n = self._shares()
            colours = (palette.muted, palette.accuracy, palette.output_wish)
            kind = np.repeat(np.arange(3), n)
            for k in range(_N):
                pencil.dot(self._dot(k), 4.6, colours[int(kind[k])])
            for k, name in enumerate(("training", "validation", "test")):
                pencil.dot(QPointF(head.left() + 6 + 108 * k, head.center().y()), 4.6, colours[k])
                pencil.words(head.translated(16 + 108 * k, 0), name, align=LEFT)
            return
        _, _, now, before = self._drawn()
        for k in range(_N):
            drawn = k in now
            colour = palette.accent if drawn else palette.accuracy if k in before else palette.line
            pencil.dot(self._dot(k), 5.6 if drawn else 4.2, colour)
        for k, (name, colour) in enumerate(
            (("this mini-batch", palette.accent), ("had before", palette.accuracy), ("to come", palette.line))
        ):
            pencil.dot(QPointF(head.left() + 6 + 116 * k, head.center().y()), 4.6, colour)
            pencil.words(head.translated(16 + 116 * k, 0), name, align=LEFT)

    def _shares(self) -> tuple[int, int, int]:
        validation, test = (round(_N * self.value(k)) for k in (0, 1))
        return _N - validation - test, validation, test

    def sentence(self) -> str:
        if self.shows == "split":
            validation, test = self.value(0), self.value(1)
            shares = hundred((1 - validation - test, validation, test), 1)
            return f"{shares[0]} to learn from, {shares[1]} to steer by, {shares[2]} for the examination."
        epoch, step, now, _ = self._drawn()
        if not step:
            return f"{_N} examples wait. Drag the step."
        each = ceil(_N / round(self.value(1)))
        return f"Epoch {epoch}, step {step} of {each}: {len(now)} examples, drawn by chance, none twice."
