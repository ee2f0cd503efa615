"""The map of digits: which layer, which method, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from netviz.app.test.turns import part_of
from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.panels.test.charts.dots import rimmed
from netviz.panels.test.digit_map import MapPage
from netviz.panels.test.read_examples import ReadExamples
from netviz.tasks.examples import Examples
from netviz.tasks.input import Picture
from netviz.tasks.task import AnyTask
from netviz.training.measure.digit_map import DigitMap, align, principal_components
from netviz.training.measure.tsne import available, neighbour_map
from netviz.training.snapshot import Snapshot

MOST: Final = 2000  # examples on a map
MOST_OF_MANY: Final = 500  # where a layer is so wide that more would take gigabytes
WIDE: Final = 4000  # neurons
AT_A_TIME: Final = 250
FEWEST: Final = 8  # of which t-SNE makes a map


@dataclass(frozen=True, eq=False)
class MappedDigits:
    """Digits, where they lie, and how they came there."""

    digits: ReadExamples
    map: DigitMap
    method: str
    name: str  # of the layer
    size: int  # its neurons


class MapPart:
    """`touched` is called when the person wants another map."""

    def __init__(self, page: MapPage, touched: Callable[[], None]) -> None:
        self._page = page
        self._touched = touched
        self._digits: Examples | None = None
        self._column: int | None = None
        self._method = "pca"
        self._last: DigitMap | None = None
        self._spec: NetworkSpec | None = None
        page.column_chosen.connect(self._choose_column)
        page.method_chosen.connect(self._choose_method)

    @property
    def count(self) -> int:
        """How many digits are mapped."""
        return 0 if self._last is None else len(self._last.points)

    @property
    def live(self) -> bool:
        """Whether the map can keep up with the training."""
        return self._method == "pca"

    @property
    def key(self) -> tuple[int | None, str]:
        """What the map depends on beside the network."""
        return self._column, self._method

    def provide(self, test: Examples) -> None:
        """These are the test examples."""
        self._digits = test

    def offer(self, spec: NetworkSpec, task: AnyTask) -> None:
        """The layers of this network. The last hidden one is shown first: there, its work is nearly done."""
        if spec.sizes == (self._spec.sizes if self._spec is not None else None):
            return
        self._spec = spec
        names = column_names(spec, task)
        if self._column is None or self._column >= len(names):
            self._column = max(len(names) - 2, 0)
        columns = {str(k): f"{name} · {spec.sizes[k]:,}" if k else name for k, name in enumerate(names)}
        methods = {"pca": "PCA", "tsne": "t-SNE"} if available() else {"pca": "PCA"}
        self._page.offer(columns, str(self._column), methods, self._method)

    def measure(self, snapshot: Snapshot) -> Generator[float, None, MappedDigits]:
        """On the job thread: what this layer makes of the digits, and the map of that."""
        column, method, last = self._column, self._method, self._last
        assert self._digits is not None
        assert column is not None
        test, most = self._digits, MOST_OF_MANY if snapshot.spec.sizes[column] > WIDE else MOST
        index = np.arange(0, len(test), max(-(-len(test) // most), 1))
        n, found, outputs = len(index), [], []
        for start in range(0, n, AT_A_TIME):
            x = test.inputs(index[start : start + AT_A_TIME])
            a = forward_pass(snapshot.spec, snapshot.parameters, x).a
            found.append(a[column])
            outputs.append(a[-1])
            yield 0.3 * start / n
        values, probabilities = np.concatenate(found), np.nan_to_num(np.concatenate(outputs))
        mapped = principal_components(values, column)
        if method == "tsne" and n >= FEWEST:
            points = yield from part_of(neighbour_map(values, mapped.points), 0.3, 0.7)
            mapped = DigitMap(points, mapped.explained, column)
        if last is not None and len(last.points) == n:
            mapped = align(mapped, last)
        answer = probabilities.argmax(axis=1)
        confidence = probabilities[np.arange(n), answer]
        labels = test.answers[index].astype(np.int64)
        read = ReadExamples(test.stored[index], index, labels, answer, confidence, test.task)
        name = column_names(snapshot.spec, test.task)[column]
        return MappedDigits(read, mapped, method, name, snapshot.spec.sizes[column])

    def show(self, mapped: MappedDigits) -> None:
        """Show this map; the next one is laid onto it."""
        self._last = mapped.map
        self._page.show_map(mapped.map.points, mapped.digits, _told(mapped), _note(mapped))

    def _choose_column(self, key: str) -> None:
        self._column = int(key)
        self._touched()

    def _choose_method(self, method: str) -> None:
        self._method = method
        self._touched()


def column_names(spec: NetworkSpec, task: AnyTask) -> tuple[str, ...]:
    """What the columns of this network are called, from the input on."""
    hidden = len(spec.sizes) - 2
    names = ["Hidden layer"] if hidden == 1 else [f"Hidden {k + 1}" for k in range(hidden)]
    return (task.input.called.capitalize(), *names, "Outputs")


def _told(mapped: MappedDigits) -> str:
    dots = f"{len(mapped.digits):,} test examples, a dot each"
    if mapped.map.column == 0:
        called = mapped.digits.task.input.called
        what = f"{dots}. Dots lie close where the {called} are alike: before any learning."
    else:
        what = (
            f"{dots}. Dots lie close where the {mapped.size:,} neurons of this layer "
            "answer alike. The better the layer tells classes apart, the further the colours part."
        )
    rims = "A rim means that the network misreads it."
    if not rimmed(mapped.digits).any() and mapped.digits.wrong.any():
        rims = "Most of them are misread, so none is marked as such."
    return f"{what} {rims}"


def _note(mapped: MappedDigits) -> str:
    hands = (
        f"Point at a dot to see what it is; click it: {mapped.digits.task.input.sentences.goes}. A loop "
        "around dots collects them."
    )
    if mapped.method == "tsne":
        return (
            "t-SNE keeps neighbours together; the gaps between groups, and their sizes, say little. " + hands
        )
    share = float(mapped.map.explained.sum())
    what = "the activations"
    if mapped.map.column == 0:
        what = "the pixels" if isinstance(mapped.digits.task.input, Picture) else "the inputs"
    return (
        f"Seen from where {what} differ most (PCA): {share * 100:.0f}\u00a0% of all their "
        f"differences lie in this plane; what differs otherwise lies on top of each other. {hands}"
    )
