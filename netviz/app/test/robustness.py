"""Accuracy under distortions, and one digit shown at each of their amounts."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.app.test.turns import part_of
from netviz.network.forward import predict
from netviz.panels.test.robustness import Kind, Measured, Sample
from netviz.panels.test.robustness_page import RobustnessPage
from netviz.tasks.input import Picture
from netviz.tasks.pictures.distortions import distort
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.measure.robustness import RobustnessCurve, robustness
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.probe import Example

MOST: Final = 2000  # pictures that are distorted
MOST_PIXELS: Final = 1_568_000  # of all of them: of larger ones there are fewer
FEWEST: Final = 200


@dataclass(frozen=True, eq=False)
class Robustness:
    """A curve for each kind of distortion."""

    curves: dict[str, RobustnessCurve]


class RobustnessPart:
    """Hands curves to the page as they come, and shows what is on the pad under them."""

    def __init__(self, page: RobustnessPage, bridge: JobBridge) -> None:
        self._page = page
        self._bridge = bridge
        self._kinds = tuple(plot.kind for plot in page.plots.values())
        self._digits: Pictures | None = None
        self._example: Example | None = None
        self._asked: tuple[object, ...] | None = None

    def provide(self, test: Pictures) -> None:
        """These are the test pictures; so many of them are taken that nobody waits long."""
        most = min(max(MOST_PIXELS // test.task.input.n, FEWEST), MOST)
        self._digits = test.some(slice(None, None, max(-(-len(test) // most), 1)))

    @property
    def count(self) -> int:
        """How many digits are distorted."""
        return 0 if self._digits is None else len(self._digits)

    def measure(self, snapshot: Snapshot) -> Generator[float, None, Robustness]:
        """On the job thread: all curves, one after another; each is shown as soon as it is there."""
        assert self._digits is not None
        curves = {}
        for k, kind in enumerate(self._kinds):
            work = robustness(snapshot, self._digits, kind.key)
            curve = yield from part_of(work, k / len(self._kinds), 1 / len(self._kinds))
            curves[kind.key] = curve
            self._bridge.call(lambda curve=curve: self._show(curve))  # type: ignore[misc]
        return Robustness(curves)

    def follow(self, example: Example, snapshot: Snapshot, *, training: bool) -> None:
        """Show this digit in all its distortions, as this network reads it; for an empty pad a digit."""
        if self._digits is None:
            return
        key = (example.id, None if training else snapshot.identity)
        if key != self._asked:
            self._asked = key
            label = int(self._digits.labels[0]) if example.empty else example.label
            pixels = self._digits.images[0] if example.empty else example.pixels
            name = "A test example" if example.empty else "What lies on the pad"
            if isinstance(label, int):
                name += f", labelled {self._digits.task.answer.name(label)}"
            reads, kinds, count = self._digits.task.input, self._kinds, self.count

            def work(_progress: object) -> dict[str, Sample]:
                return {kind.key: _sample(snapshot, reads, pixels, kind) for kind in kinds}

            self._bridge.submit(
                "robustness samples", work, lambda samples: self._page.show_samples(name, samples, count)
            )

    def _show(self, curve: RobustnessCurve) -> None:
        low, high = np.array(curve.intervals).T
        self._page.show_curve(curve.kind, Measured(curve.accuracy, low, high))


def _sample(snapshot: Snapshot, reads: Picture, pixels: NDArray[np.uint8], kind: Kind) -> Sample:
    images = np.concatenate([distort(pixels[None], kind.key, amount, reads=reads) for amount in kind.amounts])
    answers, probabilities = predict(snapshot.spec, snapshot.parameters, reads.scaled(images))
    confidence = probabilities[np.arange(len(images)), answers]
    return Sample(images, answers, np.nan_to_num(confidence))
