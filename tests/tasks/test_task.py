"""What a task says of its inputs and its answers, against what is written out by hand."""

import numpy as np
import pytest

from netviz.network.spec import NetworkSpec, SpecError
from netviz.panels.test.read_examples import ReadExamples
from netviz.tasks.answer import Classes, Hue
from netviz.tasks.digits.digits import Digits
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.examples import Examples
from netviz.tasks.input import Input, Picture, picture_of
from netviz.tasks.task import Task

HUE = Hue("#000000", "#FFFFFF", "#000000", "#FFFFFF")
SIGNS = Task("signs", Picture(3, 4, 16), Classes("signs", ("A", "B"), (HUE, HUE)), "sign", "signs", (5,))


def test_the_digits_are_what_they_are() -> None:
    reads: Input = DIGITS.input
    assert (reads.n, DIGITS.answer.n, DIGITS.answer.chance) == (784, 10, 0.1)
    assert DIGITS.network == NetworkSpec.dense((784, 16, 16, 10))
    assert DIGITS.written(128, 64) == "784-128-64-10"
    assert DIGITS.ends == "784 inputs (the pixels) and 10 outputs (the digits)"
    assert DIGITS.input.size == "28×28"
    assert len(set(DIGITS.answer.hues)) == 10


def test_every_pixel_is_scaled_as_division_does_it_and_mini_batches_as_multiplication_does() -> None:
    every = np.arange(256, dtype=np.uint8)
    assert np.array_equal(DIGITS.input.scaled(every), every.astype(np.float32) / np.float32(255))
    assert np.array_equal(DIGITS.input.scaled(every, np.float64), every / 255)
    assert DIGITS.input.factor == np.float32(1 / 255)
    assert DIGITS.input.factor.dtype == np.float32


def test_a_task_of_another_shape_asks_for_its_own_network() -> None:
    assert SIGNS.network.sizes == (12, 5, 2)
    assert SIGNS.fits(NetworkSpec((12, 2)))
    assert not SIGNS.fits(NetworkSpec((12, 3)))
    assert not SIGNS.fits(DIGITS.network)
    assert not SIGNS.refusal("here", SIGNS.network)
    said = SIGNS.refusal("here", DIGITS.network)
    assert said.startswith(
        "here holds a network with 784 inputs and 10 outputs; 12 inputs (the pixels) and 2"
    )
    assert SIGNS.read_layers("7,6") == (12, 7, 6, 2)
    with pytest.raises(SpecError, match=r"12 inputs \(the pixels\) and 2 outputs \(the signs\) would"):
        SIGNS.read_layers("784-16-10")


def test_pictures_lie_row_by_row() -> None:
    stored = np.arange(24, dtype=np.uint8).reshape(2, 12)
    pictures = SIGNS.input.of(stored)
    assert pictures.shape == (2, 3, 4)
    assert pictures[1, 2, 3] == 23
    assert SIGNS.input.of(stored[0])[1, 0] == 4
    assert SIGNS.input.scaled(stored)[1, 4] == 1.0
    assert not SIGNS.input.is_empty(stored[0])
    assert SIGNS.input.is_empty(SIGNS.input.blank())


@pytest.mark.parametrize(
    ("n", "picture"), [(784, Picture(28, 28)), (64, Picture(8, 8)), (49, None), (785, None), (2, None)]
)
def test_inputs_that_nobody_describes_are_a_picture_where_they_are_a_square(
    n: int, picture: Picture | None
) -> None:
    assert picture_of(n) == picture


def test_examples_are_read_without_knowing_how_they_are_stored() -> None:
    digits: Examples = Digits(np.full((3, 784), 51, np.uint8), np.array([7, 0, 1], np.uint8), "test")
    assert digits.task is DIGITS
    assert len(digits) == 3
    assert digits.inputs().shape == (3, 784)
    assert digits.inputs([2], np.float64).tolist() == [[0.2] * 784]


def test_each_class_has_a_hue() -> None:
    with pytest.raises(ValueError, match="1 hues for 2 classes"):
        Classes("signs", ("A", "B"), (HUE,))


def test_what_was_read_is_told_in_the_names_of_the_task() -> None:
    one = np.array([1])
    read = ReadExamples(np.zeros((1, 12), np.uint8), one, 0 * one, one, np.array([0.5]), SIGNS)
    assert read.caption(0) == "A→B"
    assert "labelled A: it reads B" in read.sentence(0)
    assert read.rows(np.array([0])).picture(0).shape == (3, 4)
