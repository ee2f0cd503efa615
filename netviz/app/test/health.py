"""The health of the run's data: looked for once, and the network's doubts at the step that is shown."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from netviz.app.test.findings import checks_of, lines_of, places_of, title_of
from netviz.app.test.turns import part_of
from netviz.network.forward import predict
from netviz.panels.test.health_page import Check, HealthPage
from netviz.panels.test.read_examples import ReadExamples
from netviz.tasks.examples import Data, Examples
from netviz.training.measure.health.doubts import Doubts, doubts
from netviz.training.measure.health.health import Health, examine_data
from netviz.training.measure.health.places import Places, in_class, splits_of
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.job_bridge import JobBridge

MOST: Final = 2000  # examples that are shown of one kind


@dataclass(frozen=True, eq=False)
class Checked:
    """What was found in these data, and by this network."""

    data: Data
    health: Health
    doubts: Doubts
    snapshot: Snapshot


class HealthPart:
    """`choose` puts an example of a split before the network."""

    def __init__(self, page: HealthPage, bridge: JobBridge, choose: Callable[[Examples, int], None]) -> None:
        self._page = page
        self._bridge = bridge
        self._choose = choose
        self._data: Data | None = None
        self._health: Health | None = None
        self._checked: Checked | None = None
        self._key = ""
        self._class: int | None = None  # whose examples are looked at
        self._shown: Places | None = None
        page.chosen.connect(self._chosen)
        page.line_opened.connect(self._open_class)
        page.picked.connect(self._picked)

    def provide(self, data: Data) -> None:
        """These are the data of the run."""
        self._data, self._health, self._checked, self._class = data, None, None, None

    @property
    def count(self) -> int:
        """How many examples are looked at."""
        return 0 if self._data is None else sum(map(len, splits_of(self._data)))

    def measure(self, snapshot: Snapshot) -> Generator[float, None, Checked]:
        """On the job thread: what is wrong with the data alone, once; then what this network doubts."""
        data = self._data
        assert data is not None
        health = self._health
        if health is None:
            health = yield from part_of(examine_data(data), 0.0, 0.5)
        doubted = yield from part_of(doubts(snapshot, data), 0.5, 0.5)
        return Checked(data, health, doubted, snapshot)

    def show(self, checked: Checked) -> None:
        """What was found; the one that was chosen stays so."""
        if checked.data is not self._data:
            return
        kept = self._checked is not None
        self._checked, self._health = checked, checked.health
        checks = self._checks()
        if self._key not in {check.key for check in checks}:
            self._key = next((check.key for check in checks if check.found), checks[0].key)
        self._page.show_checks(checks, self._key)
        self._show(keep_place=kept)

    def _checks(self) -> tuple[Check, ...]:
        checked = self._checked
        assert checked is not None
        return checks_of(checked.data, checked.health, checked.doubts, checked.snapshot.step)

    def _chosen(self, key: str) -> None:
        self._key, self._class = key, None
        if self._checked is not None:
            self._show(keep_place=False)

    def _open_class(self, label: int) -> None:
        if self._key == "classes" and self._checked is not None:
            self._class = label
            self._show(keep_place=False)

    def _show(self, *, keep_place: bool) -> None:
        checked, key = self._checked, self._key
        assert checked is not None
        check = next(check for check in self._checks() if check.key == key)
        if self._class is not None:
            places = in_class(checked.data, self._class)
            name = checked.data.task.answer.name(self._class)
            self._show_places(places, name, closable=True, keep_place=keep_place)
            return
        self._shown = None
        listed = lines_of(key, checked.data, checked.health)
        if listed is not None and listed.lines:
            self._page.show_lines(title_of(check), listed)
            return
        places = places_of(key, checked.health, checked.doubts)
        if len(places):
            self._show_places(places, title_of(check), closable=False, keep_place=keep_place)
        else:
            self._page.show_nothing(title_of(check), check.told)

    def _show_places(self, places: Places, title: str, *, closable: bool, keep_place: bool) -> None:
        checked = self._checked
        assert checked is not None
        some, n = places.some(np.arange(min(len(places), MOST))), len(places)
        self._shown = some
        note = "" if n <= MOST else f"The first {MOST:,} of {n:,}."

        def work(_progress: object) -> ReadExamples:
            return read_places(checked.data, some, checked.snapshot)

        def show(read: ReadExamples) -> None:
            if self._shown is some:
                self._page.show_examples(title, note, read, closable=closable, keep_place=keep_place)

        self._bridge.submit("examples of data", work, show)

    def _picked(self, index: int) -> None:
        if self._shown is not None and self._data is not None:
            split = int(self._shown.split[index])
            self._choose(splits_of(self._data)[split], int(self._shown.index[index]))
            self._page.set_selected(index)


def read_places(data: Data, places: Places, snapshot: Snapshot) -> ReadExamples:
    """These examples, as this network reads them."""
    stored, right, task = places.stored(data), places.answers(data), data.task
    answer, outputs = predict(snapshot.spec, snapshot.parameters, task.input.scaled(stored))
    numbers = task.answer.kind == "numbers"
    share = np.nan_to_num(outputs[np.arange(len(outputs)), answer]).astype(np.float64)
    return ReadExamples(
        stored,
        np.arange(len(places)),
        right[:, 0] if numbers else right.astype(np.int64),
        outputs[:, 0] if numbers else answer,
        share,
        task,
        places.split,
        places.index,
    )
