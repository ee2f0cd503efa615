"""Cyclic garbage is found on the window's thread, and on no other."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from netviz.app.program.process.sweeper import Sweeper, spare, spare_no_more


class Cyclic:
    """Notes which thread it dies on."""

    died_on: list[threading.Thread]

    def __init__(self, died_on: list[threading.Thread]) -> None:
        self.itself = self
        self.died_on = died_on

    def __del__(self) -> None:
        self.died_on.append(threading.current_thread())


@pytest.fixture
def sweeper(qtbot: QtBot) -> Iterator[Sweeper]:
    sweeper = Sweeper()
    sweeper.start()
    yield sweeper
    sweeper.stop()


def test_garbage_of_a_thread_dies_here(sweeper: Sweeper) -> None:
    died_on: list[threading.Thread] = []

    def litter() -> None:
        for _ in range(5000):
            Cyclic(died_on)

    thread = threading.Thread(target=litter)
    thread.start()
    thread.join()
    assert died_on == []
    sweeper.sweep()
    assert died_on
    assert set(died_on) == {threading.current_thread()}


@pytest.fixture
def by_itself() -> Iterator[None]:
    """Python looks for garbage."""
    gc.enable()
    yield
    gc.disable()


def test_python_looks_again_by_itself_afterwards(qtbot: QtBot, by_itself: None) -> None:
    assert gc.isenabled()
    sweeper = Sweeper()
    sweeper.start()
    assert not gc.isenabled()
    sweeper.stop()
    assert gc.isenabled()
    sweeper.stop()


def test_what_was_there_before_is_not_looked_through(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netviz.app.program.process.sweeper.spare", spare)
    monkeypatch.setattr("netviz.app.program.process.sweeper.spare_no_more", spare_no_more)
    sweeper = Sweeper()
    died_on: list[threading.Thread] = []
    Cyclic(died_on)
    sweeper.start()
    gc.collect()
    assert died_on == []
    sweeper.stop()
    gc.collect()
    assert died_on == [threading.current_thread()]
