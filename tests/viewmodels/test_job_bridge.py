"""Results arrive on the window's thread, and not after it has closed."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from pytestqt.qtbot import QtBot

from netviz.training.jobs.thread import JobThread
from netviz.viewmodels.job_bridge import JobBridge


@pytest.fixture
def bridge(qtbot: QtBot) -> Iterator[JobBridge]:
    jobs = JobThread()
    yield JobBridge(jobs)
    assert jobs.close()


def test_a_result_arrives_here_though_the_work_was_done_there(qtbot: QtBot, bridge: JobBridge) -> None:
    threads: list[str] = []
    results: list[int] = []

    def work(_progress: object) -> int:
        threads.append(threading.current_thread().name)
        return 42

    def done(result: int) -> None:
        threads.append(threading.current_thread().name)
        results.append(result)

    bridge.submit("sum", work, done)
    qtbot.waitUntil(lambda: bool(results))
    assert results == [42]
    assert threads[0] != threads[1] == threading.current_thread().name


def test_a_failure_arrives_too(qtbot: QtBot, bridge: JobBridge) -> None:
    errors: list[Exception] = []

    def work(_progress: object) -> int:
        raise OSError("no such disk")

    bridge.submit("read", work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert str(errors[0]) == "no such disk"


def test_futures(qtbot: QtBot, bridge: JobBridge) -> None:
    results: list[str] = []
    done: Future[str] = Future()
    cancelled: Future[str] = Future()
    bridge.when_done(done, results.append)
    bridge.when_done(cancelled, results.append)
    cancelled.cancel()
    done.set_result("state")
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["state"]


def test_nothing_arrives_after_closing(qtbot: QtBot, bridge: JobBridge) -> None:
    results: list[int] = []
    bridge.call(lambda: results.append(1))
    bridge.close()
    bridge.call(lambda: results.append(2))
    qtbot.wait(30)
    assert results == []
