"""The page about two networks, for every kind of task: what it shows, and what it says instead."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netviz.network.spec import NetworkSpec
from netviz.panels.two_networks.line_plot import LinePlot
from netviz.panels.two_networks.page import TwoNetworksPage
from netviz.panels.two_networks.shown import Compared
from netviz.panels.two_networks.words import SAME, how_matched, of_focus
from netviz.tasks.finding import load
from netviz.training.compare.answers import BothAnswers, answers_of
from netviz.training.compare.chosen import Chosen, Source
from netviz.training.compare.line import line_between
from netviz.training.compare.matching import Matching, match
from netviz.training.config import plain_config
from netviz.training.jobs.work import finish
from netviz.training.landscape.landscape import sample_of
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.scene import Focus


def compared(task: str, layers: tuple[tuple[int, ...], tuple[int, ...]]) -> Compared:
    data = load(task)
    spec = plain_config(data.task).spec
    chosen = []
    for seed, hidden in enumerate(layers):
        shape = NetworkSpec.dense((spec.sizes[0], *hidden, spec.sizes[-1]), loss=spec.loss)
        random = np.random.default_rng(seed)
        flat = random.normal(0, 0.5, shape.n_parameters).astype(np.float32)
        chosen.append(Chosen(Source(None, seed), shape, flat, seed, data.task, 1))
    a, b = chosen
    matching = finish(match(a.spec, a.parameters, b.spec, b.parameters))
    answers = finish(answers_of(a.spec, a.parameters, b.spec, b.parameters, data.validation))
    line = finish(line_between(matching, sample_of(data.training, 100), 5))
    return Compared(a, b, matching, line, answers)


def pointed_at(plot: LinePlot, at: float) -> list[str]:
    """What is written where one points."""
    figure, chart = plot.figure_if_seen(), plot.made()
    assert figure is not None
    assert chart is not None
    return [word.words for word in figure._over(chart, at, "here")]


def test_a_task_of_each_kind_has_its_words_its_examples_and_its_line(qtbot: QtBot) -> None:
    for task in ("digits-8", "spam", "penguins", "moons", "curve"):
        found = compared(task, ((5,), (3,)))
        page = TwoNetworksPage(found.a.task, LIGHT)
        qtbot.addWidget(page)
        page.resize(1366, 700)
        page.show()
        page.show_compared(found)
        answers, matching = found.answers, found.matching
        assert isinstance(answers, BothAnswers)
        assert isinstance(matching, Matching)
        assert "2 of A’s have no partner" in page.matched.words
        assert "above the higher end" in page.between.words
        assert page.plot.isVisible()
        assert page.plot.readings()[0][0] == "at B: own order"
        assert pointed_at(page.plot, 0.2) == ["here"], "there are no steps on this way"
        numbers = {kind: len(rows) for kind, rows in answers.kinds().items()}
        for kind, n in numbers.items():
            assert page.which.button(kind).text().endswith(f": {n:,}")
            if n:
                QTest.mouseClick(page.which.button(kind), Qt.MouseButton.LeftButton)
                shown = page.gallery.gallery.digits
                assert sorted(shown.index.tolist()) == answers.kinds()[kind].tolist()
                apart = answers.apart()[shown.index]
                assert (np.diff(apart) <= 0).all(), "the furthest apart first"
                assert "A answers" in shown.sentence(0)
        assert page.label.isVisible() == (task != "curve")
        told = of_focus(Focus(1, 4), found, matching)
        assert told.startswith("Neuron 1·5 of A")
        a, b = (flat[matching.spec.bias_slices[0]][0] for flat in (matching.a, matching.matched))
        assert f"bias A {a:.3f}".replace("-", "−") in of_focus(Focus(1, 0), found, matching)
        assert f"B {b:.3f}".replace("-", "−") in of_focus(Focus(1, 0), found, matching)
        page.canvas.give_back()


def test_the_same_network_twice_says_that_nothing_differs() -> None:
    spec = NetworkSpec.dense((8, 5, 3))
    flat = np.random.default_rng(0).normal(0, 0.5, spec.n_parameters).astype(np.float32)
    assert how_matched(finish(match(spec, flat, spec, flat.copy()))) == SAME
    other = flat.copy()
    other[3] += 0.1
    assert "B is " in how_matched(finish(match(spec, flat, spec, other)))


def test_what_is_not_there_is_said(qtbot: QtBot) -> None:
    found = compared("moons", ((4,), (4,)))
    page = TwoNetworksPage(found.a.task, LIGHT)
    qtbot.addWidget(page)
    page.show()
    page.show_compared(Compared(found.a, found.b, "The depths differ.", "The depths differ.", found.answers))
    assert page.nothing.isVisible()
    assert page.nothing.words() == "The depths differ."
    assert not page.matched.isVisible()
    assert page.gallery.isVisible(), "what they answer can be compared all the same"
    page.show_compared(Compared(found.a, found.b, found.matching, "None here.", "No examples."))
    assert page.between.words == "There is none: None here."
    assert not page.gallery.isVisible()
    page.canvas.give_back()
