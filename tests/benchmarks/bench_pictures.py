"""How pictures of one digit are read: on a desk, in a box, ruled, cropped, bold, against the plain picture.

.venv/bin/python -m tests.benchmarks.bench_pictures --digits 1000
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation_settings import DEFAULT_AUGMENTATION
from netviz.tasks.digits.digits import DataSet, load_digits
from netviz.tasks.digits.images import ink_of_digit
from netviz.tasks.digits.ink import normalise
from netviz.tasks.digits.sheet import holds_two
from netviz.training.config import new_config
from netviz.training.session import Session
from tests.data.pictures import PICTURES, plain

SURE = 0.9


def trained(digits: DataSet, epochs: int) -> Session:
    """784-64-32-10 with the usual augmentation."""
    config = replace(
        new_config(), spec=NetworkSpec.dense((784, 64, 32, 10)), augmentation=DEFAULT_AUGMENTATION
    )
    steps = epochs * -(-len(digits.training) // config.batch_size)
    session = Session(replace(config, schedule=replace(config.schedule, steps=steps)), digits.training)
    for _ in range(steps):
        session.step()
    return session


def read(
    session: Session, digits: DataSet, n: int, make: Callable[[NDArray[np.uint8]], NDArray[np.uint8]]
) -> tuple[float, float, float]:
    """The shares that are read rightly, refused, and read wrongly with an output of 0.9 or more."""
    right = refused = sure = 0
    for index in np.random.default_rng(5).choice(len(digits.test), n, replace=False):
        ink = ink_of_digit(make(plain(digits.test.images[index])))
        if not ink.any() or holds_two(ink):
            refused += 1
            continue
        x = normalise(ink).astype(np.float32) / np.float32(255)
        outputs = forward_pass(session.config.spec, session.network.parameters, x).a[-1]
        if outputs.argmax() == digits.test.labels[index]:
            right += 1
        elif outputs.max() >= SURE:
            sure += 1
    return right / n, refused / n, sure / n


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--digits", type=int, default=1000)
    parser.add_argument("--epochs", type=int, default=10)
    arguments = parser.parse_args()
    digits = load_digits()
    session = trained(digits, arguments.epochs)
    right, _, sure = base = read(session, digits, arguments.digits, lambda page: page)
    sys.stdout.write(
        f"{'plain':30} right {base[0]:6.1%}  refused {base[1]:5.1%}  wrong and sure {base[2]:5.1%}\n"
    )
    for kind, make in PICTURES.items():
        found = read(session, digits, arguments.digits, make)
        sys.stdout.write(
            f"{kind:30} right {found[0]:6.1%}  refused {found[1]:5.1%}  wrong and sure {found[2]:5.1%}   "
            f"{found[0] / right:6.1%} of plain, {100 * (found[2] - sure):+.1f} points sure\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
