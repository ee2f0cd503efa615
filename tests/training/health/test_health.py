"""What is wrong with data is found, and nothing else: by counting, and by faults put in on purpose."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from netviz.network.forward import predict
from netviz.tasks import finding
from netviz.tasks.columns import Categories, Columns, Numeric
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.examples import Data
from netviz.tasks.generated import Made, MadeData
from netviz.tasks.pictures.pictures import Pictures
from netviz.tasks.plane.tasks import MOONS
from netviz.tasks.spam.task import SPAM
from netviz.tasks.tabular.data import table_data
from netviz.tasks.tabular.split import Split
from netviz.training.config import new_config
from netviz.training.jobs.work import finish
from netviz.training.measure.health.balance import balance
from netviz.training.measure.health.doubts import doubts
from netviz.training.measure.health.duplicates import Duplicates, duplicates
from netviz.training.measure.health.health import examine_data
from netviz.training.measure.health.leaks import leaks
from netviz.training.measure.health.places import Places, splits_of
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot


def points(parts: list[tuple[np.ndarray, np.ndarray]]) -> MadeData:
    made = [Made(MOONS, name, x, y) for name, (x, y) in zip(Split._fields, parts, strict=True)]
    return MadeData(MOONS, *made, "")


def listed(places: Places) -> list[tuple[int, int]]:
    return list(zip(places.split.tolist(), places.index.tolist(), strict=True))


def groups(found: Duplicates) -> list[frozenset[tuple[int, int]]]:
    together = defaultdict(set)
    for place, group in zip(listed(found.places), found.group.tolist(), strict=True):
        together[group].add(place)
    return [frozenset(together[k]) for k in range(found.n_groups)]


FEW = arrays.arrays(np.float32, (5, 2), elements=st.sampled_from([-1.0, -0.0, 0.0, 1.0]))
LABELS = arrays.arrays(np.int64, 5, elements=st.integers(0, 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(FEW, LABELS), min_size=3, max_size=3))
def test_duplicates_are_those_that_counting_finds(parts: list[tuple[np.ndarray, np.ndarray]]) -> None:
    data = points(parts)
    alike = defaultdict(list)
    for k, part in enumerate(splits_of(data)):
        for row, (stored, answer) in enumerate(zip(part.stored.tolist(), part.answers.tolist(), strict=True)):
            alike[tuple(x + 0.0 for x in stored)].append((k, row, answer))
    there = [places for places in alike.values() if len(places) > 1]
    found = finish(duplicates(data))
    assert set(groups(found)) == {frozenset(p[:2] for p in places) for places in there}
    assert found.n_groups == len(there)
    assert found.n_more == sum(len(places) - 1 for places in there)
    disputed = [places for places in there if len({answer for *_, answer in places}) > 1]
    assert found.n_disputed == len(disputed)
    assert set(groups(found)[: len(disputed)]) == {frozenset(p[:2] for p in places) for places in disputed}
    known = sum(k > 0 for places in there if any(k == 0 for k, *_ in places) for k, *_ in places)
    assert found.n_known == known


def test_faults_put_into_pictures_are_found_and_no_others(digits: DataSet) -> None:
    def some(part: Pictures, n: int) -> Pictures:
        return part.some(slice(0, n))

    plain = replace(
        digits,
        training=some(digits.training, 2000),
        validation=some(digits.validation, 300),
        test=some(digits.test, 300),
        troubles=("a.png: no picture",),
    )
    sound = finish(examine_data(plain))
    assert (sound.duplicates.n_groups, len(sound.empty), sound.leaks) == (0, 0, ())
    assert sound.left_out == ("a.png: no picture",)
    ink = plain.training.images.max(axis=0) > 0
    assert len(sound.constant) == (~ink).sum()
    assert {column.inputs.start for column in sound.constant} == set(np.flatnonzero(~ink).tolist())

    images, labels = plain.training.images.copy(), plain.training.labels.copy()
    images[7], images[8], labels[8] = 0, plain.test.images[3], plain.test.labels[3] ^ 1
    training = Pictures(images, labels, "training", task=plain.task)
    spoiled = finish(examine_data(replace(plain, training=training)))
    assert listed(spoiled.empty) == [(0, 7)]
    assert listed(spoiled.duplicates.places) == [(0, 8), (2, 3)]
    assert (spoiled.duplicates.n_disputed, spoiled.duplicates.n_known) == (1, 1)

    def stamped(part: Pictures) -> Pictures:
        """With a mark in a corner that says the class, as a scanner's stamp might."""
        images = part.images.copy()
        images[:, 27] = 20 * part.labels
        return Pictures(images, part.labels, part.name, task=part.task)

    (leak,) = finish(leaks(replace(plain, **{part.name: stamped(part) for part in splits_of(plain)})))
    assert (leak.column.name, leak.alone) == ("pixel 1·28", 1.0)


def test_classes_are_counted(digits: DataSet) -> None:
    counted = balance(digits)
    assert counted is not None
    for row, part in zip(counted.counts, splits_of(digits), strict=True):
        assert row.tolist() == [int((part.answers == digit).sum()) for digit in range(10)]
    assert not len(counted.rare)
    assert not len(counted.often)
    keep = np.flatnonzero((digits.training.labels != 4) | (np.arange(55_000) < 1000))
    without = replace(digits, training=digits.training.some(keep), test=digits.test.some(keep[:20]))
    fewer = balance(without)
    assert fewer is not None
    assert fewer.rare.tolist() == [4]
    assert set(fewer.lacking) == set(range(10)) - set(without.test.labels.tolist())
    assert balance(finding.load("curve")) is None


@pytest.fixture(scope="module")
def leaky() -> Columns:
    return Columns(
        "columns", (Numeric("noise"), Numeric("cut"), Categories("word", ("a", "b", "c")), Numeric("nearly"))
    )


def test_a_column_that_gives_the_answer_away_is_named(leaky: Columns) -> None:
    chance = np.random.default_rng(4)
    n = 3000
    labels = chance.integers(0, 2, n)
    raw = np.stack(
        [
            chance.normal(size=n),
            np.where(labels == 1, chance.uniform(5, 9, n), chance.uniform(1, 4.9, n)),
            np.where(chance.random(n) < 0.02, chance.integers(0, 3, n), labels),
            np.where(chance.random(n) < 0.2, chance.normal(size=n), labels),
        ],
        axis=1,
    )
    split = Split(np.arange(2000), np.arange(2000, 2500), np.arange(2500, n))
    task = replace(SPAM, input=leaky, id="table")
    data = table_data(task, leaky, raw, labels, split, DataName(task="table"))
    found = finish(leaks(data))
    assert [leak.column.name for leak in found] == ["cut", "word"]
    usual = np.bincount(labels[:2000]).argmax()
    assert found[0].chance == (labels[2000:] == usual).mean()
    assert found[0].alone == 1.0
    # Of a column of words by hand: each answers what it mostly means among the training rows.
    means = [np.bincount(labels[:2000][raw[:2000, 2] == word]).argmax() for word in range(3)]
    right = np.array(means)[raw[2000:, 2].astype(int)] == labels[2000:]
    assert found[1].alone == pytest.approx(right.mean())


def test_of_numbers_a_column_is_judged_by_what_it_explains() -> None:
    curve = finding.load("curve")
    assert finish(leaks(curve)) == ()  # its one input is what it learns from
    chance = np.random.default_rng(1)
    x = chance.normal(size=(900, 2)).astype(np.float32)
    task = replace(curve.task, input=MOONS.input)
    parts = [Made(task, "", x[k : k + 300], 2 * x[k : k + 300, 1:]) for k in (0, 300, 600)]
    (found,) = finish(leaks(MadeData(task, *parts, "")))
    assert found.column.name == MOONS.input.name(1)
    assert 0.95 < found.alone < 1


@pytest.mark.parametrize("task", ["moons", "circles", "xor", "spirals", "penguins", "spam"])
def test_what_is_sound_is_not_called_leaking(task: str) -> None:
    assert finish(leaks(finding.load(task))) == ()


def learnt(data: Data, steps: int) -> Snapshot:
    session = Session(replace(new_config(len(data.training), data.task), seed=1), data.training)
    for _ in range(steps):
        session.step()
    return session.state().snapshot()


def test_exchanged_labels_are_doubted_as_the_paper_says(digits: DataSet) -> None:
    chance = np.random.default_rng(2)
    training = digits.training.some(slice(0, 3000))
    wrong = chance.choice(3000, 30, replace=False)
    labels = training.labels.copy()
    labels[wrong] = (labels[wrong] + chance.integers(1, 10, 30)) % 10
    data = replace(digits, training=Pictures(training.images, labels, "training", task=training.task))
    snapshot = learnt(data, 400)
    found = finish(doubts(snapshot, data))
    assert found.asked
    index = found.places.index
    assert set(found.places.split.tolist()) == {0}
    # Half of them and more; among those that it is surest of hardly another.
    assert len(set(index.tolist()) & set(wrong.tolist())) >= 16
    assert len(set(index[:12].tolist()) & set(wrong.tolist())) >= 10
    # By the paper's own words, one example after another.
    _, p = predict(snapshot.spec, snapshot.parameters, data.training.inputs())
    usual = [float(np.mean([p[k, j] for k in range(3000) if labels[k] == j])) for j in range(10)]
    expected = []
    for k in range(3000):
        answer = max(range(10), key=lambda j, k=k: p[k, j])
        if answer != labels[k] and p[k, answer] >= usual[answer]:
            expected.append(k)
    assert sorted(index.tolist()) == expected
    assert found.answer.tolist() == p[index].argmax(axis=1).tolist()
    begun = finish(doubts(learnt(data, 0), data))
    assert not begun.asked
    assert not len(begun.places)


def test_numbers_far_off_are_doubted() -> None:
    curve = finding.load("curve")
    right = curve.training.answers.copy()
    right[[3, 50]] += 4.0
    data = replace(curve, training=replace(curve.training, answers=right))
    found = finish(doubts(learnt(curve, 4000), data))
    assert found.asked
    assert {3, 50} <= set(found.places.index.tolist())
    assert len(found.places) <= 6
