"""Examples with what two networks made of them: `4→9` says that A answers 4, and B 9."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.panels.test.read_examples import ReadExamples
from netviz.panels.two_networks.words import of_example
from netviz.training.compare.answers import BothAnswers


@dataclass(frozen=True, eq=False)
class TwiceRead(ReadExamples):
    """`label` and `answer` are what A and B answer: a gallery writes one behind the other."""

    both: BothAnswers | None = None

    @property
    def caption_head(self) -> str:
        """The answers of both."""
        return "A’s→B’s answer"

    def share(self, k: int) -> float | None:
        """There are two, so neither stands there."""
        return None

    def sentence(self, k: int) -> str:
        """What both answer, and with what probability."""
        assert self.both is not None
        return of_example(self.both, int(self.index[k]), self.task)

    def split_name(self, k: int) -> str:
        """`Validation`."""
        assert self.both is not None
        return self.both.examples.name.capitalize()


def twice_read(both: BothAnswers, rows: NDArray[np.integer]) -> TwiceRead:
    """These of them, those first where the answers are furthest apart."""
    rows = rows[np.argsort(-both.apart()[rows], kind="stable")]
    examples = both.examples
    first, second = both.answered if both.of_classes else (both.a[:, 0], both.b[:, 0])
    return TwiceRead(
        examples.stored[rows],
        rows,
        first[rows],
        second[rows],
        np.zeros(len(rows)),
        examples.task,
        both=both,
    )
