"""What is said about a layer's matrix: names of its rows and columns, and each of them in full."""

from __future__ import annotations

from operator import mul

import numpy as np

from netviz.language.grammar import counted
from netviz.panels.inspector.layer.look import Look
from netviz.panels.inspector.layer.numbers import LayerNumbers
from netviz.panels.kit.figures import percent, plain, signed
from netviz.tasks.input import Picture
from netviz.viewmodels.agreeing import digits_for
from netviz.viewmodels.naming import output_name, pixel_place, place_of


def row_head(numbers: LayerNumbers, row: int) -> str:
    """`1·5`, or what an output stands for."""
    if numbers.output:
        return output_name(numbers.sizes[-1], row, numbers.task)
    return place_of(numbers.layer + 1, row)


def column_head(numbers: LayerNumbers, column: int | None) -> str:
    """`1·5`, `12·7` of a pixel, or an input's name; None: all of them together."""
    n, reads = numbers.sizes[numbers.layer], numbers.task.input
    pixels = isinstance(reads, Picture) and numbers.layer == 0 and reads.n == n
    if column is None:
        if pixels:
            return f"{n:,} pixels, row by row"
        if numbers.layer == 0:
            return counted(n, "1 input", "{n} inputs")
        return counted(n, "1 neuron of the layer before", "{n} neurons of the layer before")
    if pixels and isinstance(reads, Picture):
        return pixel_place(*divmod(column, reads.columns))
    return numbers.source(column) if numbers.layer == 0 else place_of(numbers.layer, column)


def told(numbers: LayerNumbers, cell: tuple[int | None, int | None]) -> tuple[str, ...]:
    """A cell, a row or a column in full; the longest first."""
    row, column = cell
    if row is not None and column is not None:
        product = _product(numbers, row, column)
        return (f"{numbers.source(column)} → {numbers.target(row)}: {product}", product)
    if row is not None:
        summed = _sum(numbers, row)
        return (f"{numbers.target(row)}: {summed}", summed)
    if column is not None and numbers.inputs is not None:
        return (f"{numbers.source(column)}: a {plain(float(numbers.inputs[column]))}",)
    return ("" if column is None else numbers.source(column),)


def _product(numbers: LayerNumbers, row: int, column: int) -> str:
    w = float(numbers.weights[column, row])
    if numbers.inputs is None:
        return f"w {signed(w, 5)}"
    a = float(numbers.inputs[column])
    digits, equal = digits_for(mul, w, a, gives=w * a, write=signed, shown=5)
    return f"a {plain(a, digits)} × w {signed(w, digits)} {equal} {signed(w * a, 5)}"


def _sum(numbers: LayerNumbers, row: int) -> str:
    bias = float(numbers.bias[row])
    if numbers.z is None or numbers.a is None or numbers.inputs is None:
        return f"b {signed(bias)}"
    z, a = float(numbers.z[row]), float(numbers.a[row])
    gives = percent(a) if numbers.shares else plain(a)
    return f"z = {signed(z)}, of which b {signed(bias)}; a = {gives}"


def under(
    numbers: LayerNumbers, look: Look, ratio: float, *, products: bool, held: int | None
) -> tuple[str, ...]:
    """What stands below while nothing is pointed at, the longest first."""
    if held is not None:
        return (f"Held at step {held:,} while you point.", f"Held at step {held:,}.")
    if products and numbers.inputs is None:
        return (numbers.task.filled("No {example} is read: these are the weights."), "Weights")
    what = "a·w: what each adds" if products else "w: the weights"
    shared = look.cell[0] * ratio
    if shared < 1:
        n = int(np.ceil(1 / shared))
        return (
            f"{what}. Each point is the strongest of up to {n}; the wheel zooms in.",
            f"{what}; the wheel zooms in.",
            what,
        )
    return (f"{what}. The wheel zooms, dragging moves.", what)
