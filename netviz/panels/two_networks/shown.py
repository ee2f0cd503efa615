"""What the page about two networks shows."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.training.compare.answers import BothAnswers
from netviz.training.compare.chosen import Chosen
from netviz.training.compare.line import Between
from netviz.training.compare.matching import Matching


@dataclass(frozen=True, eq=False)
class Compared:
    """Two networks, A and B. Where there is no matching, no line or there are no answers, a sentence why."""

    a: Chosen
    b: Chosen
    matching: Matching | str
    line: Between | str
    answers: BothAnswers | str
