"""Trains the network that judges whether ink is a digit, and writes it into the program's resources.

    .venv/bin/python -m tests.nodigits.make_judge

The same seeds give the same file on one machine. Nothing that is held back (see kinds.py) is used here.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation_settings import Augmentation
from netviz.tasks.digits.digits import Digits, load_digits
from netviz.training.config import TrainingConfig
from netviz.training.saved.model_file import save_model
from netviz.training.schedules import Schedule
from netviz.training.session import Session
from tests.nodigits.kinds import HELD_KINDS, KINDS, by_hand, make
from tests.strokes import DIGITS

PLACE = Path(__file__).parents[2] / "resources" / "judge" / "judge.safetensors"
SIZES = (784, 96, 32, 11)
EPOCHS = 12
EACH = 4_000  # of each kind
OWN = 500  # of each of the digits that are drawn here, in forms that MNIST hardly has too
MANY = (
    *("pair", "mirrored digit", "lying digit", "two in one place", "pair, one above the other"),
    *("capital", "small letter", "sign", "strokes"),
)

# A 1 with flag and foot, a slashed 0, a barred 7 and a 4 with an open top.
RARE = (
    (
        0,
        [
            [(50, 0), (15, 20), (10, 60), (30, 98), (65, 98), (88, 55), (75, 12), (50, 0)],
            [(80, 10), (20, 92)],
        ],
    ),
    (1, [[(25, 25), (50, 0), (50, 100)], [(20, 100), (80, 100)]]),
    (1, [[(15, 40), (60, 0), (60, 100)]]),
    (7, [[(10, 5), (90, 5), (45, 100)], [(30, 50), (80, 50)]]),
    (7, [[(12, 18), (12, 3), (88, 3), (40, 100)], [(30, 52), (72, 48)]]),
    (4, [[(20, 0), (15, 55), (88, 55)], [(75, 0), (72, 100)]]),
)


def material(seed: int) -> Digits:
    """All that the judge learns from: digits with their labels, and what is none with 10."""
    training = load_digits().training
    images: list[NDArray[np.uint8]] = [training.images]
    labels: list[NDArray[np.uint8]] = [training.labels]
    for kind in KINDS:
        if kind not in HELD_KINDS:
            n = EACH * (2 if kind in MANY else 1)
            images.append(make(kind, n, training, seed, held=False))
            labels.append(np.full(n, 10, np.uint8))
            sys.stderr.write(f"{kind}: {n:,}\n")
    random = np.random.default_rng(seed)
    for bolder in (np.maximum, np.minimum):  # digits of a broad pen, and of a fine one
        some = random.choice(len(training), 4_000, replace=False)
        square = training.images[some].reshape(-1, 28, 28)
        images.append(bolder(square, np.roll(square, 1, int(random.integers(1, 3)))).reshape(-1, 784))
        labels.append(training.labels[some])
    own = [
        (k, [[(100 * x, 100 * y) for x, y in line] for line in d]) for k, ds in enumerate(DIGITS) for d in ds
    ]
    for label, lines in (*own, *RARE):
        images.append(np.array([by_hand(lines, random, 0.6) for _ in range(OWN)]))
        labels.append(np.full(OWN, label, np.uint8))
    return Digits(np.concatenate(images), np.concatenate(labels), "training")


def main() -> None:
    """Write the file."""
    digits = material(1)
    steps = EPOCHS * -(-len(digits) // 64)
    config = TrainingConfig(
        spec=NetworkSpec.dense(SIZES),
        learning_rate=0.03,
        batch_size=64,
        schedule=Schedule("cosine", steps),
        augmentation=Augmentation(shift=1.0, rotation=6.0, scale=0.08, elastic=0.5),
        l2=1e-5,
    )
    session = Session(config, digits)
    for step in range(steps):
        result = session.step()
        if step % 2000 == 0:
            sys.stderr.write(f"step {step:,} of {steps:,}, loss {result.loss:.3f}\n")
    PLACE.parent.mkdir(exist_ok=True)
    # Nobody trains it on, so it needs no memory of its optimiser.
    state = session.state()
    none = np.zeros((0, config.spec.n_parameters), np.float32)
    save_model(PLACE, replace(state, config=replace(config, optimiser="sgd"), optimiser_state=none))


if __name__ == "__main__":
    main()
