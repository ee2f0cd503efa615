"""Digits that are no digits: enough to train on, small enough to train on in every test."""

import numpy as np
import pytest

from netviz.tasks.digits.digits import Digits


def _made_up(n: int, seed: int, name: str) -> Digits:
    generator = np.random.default_rng(seed)
    labels = generator.integers(0, 10, n, np.uint8)
    images = generator.integers(0, 80, (n, 784), np.uint8)
    for image, label in zip(images, labels.tolist(), strict=True):
        image[label * 78 : label * 78 + 40] = 255
    return Digits(images, labels, name)


@pytest.fixture(scope="session")
def few_digits() -> Digits:
    """203 training images: no multiple of any batch size in the tests."""
    return _made_up(203, 1, "training")


@pytest.fixture(scope="session")
def few_validation() -> Digits:
    """60 validation images."""
    return _made_up(60, 2, "validation")
