"""What a network makes of every test example, and the results that follow from it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import predict
from netviz.panels.test.read_examples import ReadExamples
from netviz.panels.test.results import Results
from netviz.tasks.digits.votes import LabelVotes
from netviz.tasks.examples import Examples
from netviz.tasks.pictures.pictures import Pictures
from netviz.training.judge import is_judged, n_refused
from netviz.training.measure.calibration import calibrate, cover
from netviz.training.measure.examination import wilson
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.surface import Surfaces, surfaces_of

AT_A_TIME: Final = 500


@dataclass(frozen=True, eq=False)
class Readings:
    """`digits`: all that were read; `probabilities` float32 (n, n_outputs); `surfaces`: what is answered
    everywhere, where that can be seen.
    """

    digits: ReadExamples
    probabilities: NDArray[np.float32]
    results: Results
    surfaces: Surfaces | None


def read(
    snapshot: Snapshot, test: Examples, votes: LabelVotes | None, hand: Pictures | None = None
) -> Generator[float, None, Readings]:
    """Let this network for classes read all of them, and the person's own; yields the share that is done."""
    n = len(test)
    probabilities = np.empty((n, snapshot.spec.sizes[-1]), np.float32)
    for start in range(0, n, AT_A_TIME):
        part = slice(start, start + AT_A_TIME)
        _, probabilities[part] = predict(snapshot.spec, snapshot.parameters, test.inputs(part))
        yield start / n
    # Sums of weights may overflow where each weight is finite: that is no confidence at all.
    np.nan_to_num(probabilities, copy=False, nan=0.0, posinf=0.0)
    probabilities.flags.writeable = False
    answer = probabilities.argmax(axis=1)
    confidence = probabilities[np.arange(n), answer].astype(np.float64)
    digits = ReadExamples(
        test.stored, np.arange(n), test.answers.astype(np.int64), answer, confidence, test.task
    )
    refused = n_refused(test) if isinstance(test, Pictures) and is_judged(test.task) else None
    results = replace(_results(digits, votes, refused), hand=_read_hand(snapshot, hand))
    return Readings(digits, probabilities, results, surfaces_of(snapshot))


def _read_hand(snapshot: Snapshot, hand: Pictures | None) -> tuple[int, int] | None:
    if hand is None or hand.task != snapshot.task:
        return None
    answers, _ = predict(snapshot.spec, snapshot.parameters, hand.inputs())
    return int(np.count_nonzero(answers == hand.labels)), len(hand)


def mistakes(readings: Readings) -> ReadExamples:
    """All that are misread, the most confident first."""
    digits = readings.digits
    wrong = np.flatnonzero(digits.wrong)
    return digits.rows(wrong[np.argsort(-digits.confidence[wrong], kind="stable")])


def in_cell(readings: Readings, label: int, answer: int) -> ReadExamples:
    """The digits of one cell of the confusion matrix: surest mistakes first, unsurest right ones first."""
    digits = readings.digits
    here = np.flatnonzero((digits.label == label) & (digits.answer == answer))
    order = digits.confidence[here] * (1 if label == answer else -1)
    return digits.rows(here[np.argsort(order, kind="stable")])


def _results(digits: ReadExamples, votes: LabelVotes | None, refused: int | None) -> Results:
    right = digits.answer == digits.label
    n, n_right = len(digits), int(np.count_nonzero(right))
    k = digits.task.answer.n
    confusion = np.bincount(digits.label * k + digits.answer, minlength=k * k).reshape(k, k)
    low, high = wilson(n_right, n)
    questionable = np.zeros(0, np.int64) if votes is None else votes.questionable
    kept = np.ones(n, bool)
    kept[questionable] = False
    return Results(
        confusion,
        n_right / n,
        (low, high),
        None if votes is None else float(right[kept].mean()),
        len(questionable),
        calibrate(digits.confidence, right),
        cover(digits.confidence, right),
        refused,
    )


def four_or_seven(readings: Readings) -> NDArray[np.int64]:
    """Places in the test set of the digits labelled 4 or 7 for which the other one is among the network's two
    likeliest answers; those first where it gives most to the less likely of the two.
    """
    label, p = readings.digits.label, readings.probabilities
    other = np.where(label == 4, 7, 4)
    rows = np.arange(len(label))
    likelier = (p > p[rows, other][:, None]).sum(axis=1)
    chosen = np.flatnonzero(np.isin(label, (4, 7)) & (likelier < 2) & (p[rows, other] > 0))
    doubt = np.minimum(p[chosen, 4], p[chosen, 7])
    return chosen[np.argsort(-doubt, kind="stable")].astype(np.int64)
