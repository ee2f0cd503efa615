"""The job thread: one after another, the latest of a kind wins, cancel and close."""

import threading
import time
from collections.abc import Iterator

import pytest

from netviz.training.jobs.thread import JobThread, Progress


@pytest.fixture
def jobs() -> Iterator[JobThread]:
    thread = JobThread()
    yield thread
    assert thread.close()


def finished(jobs: JobThread, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while jobs.busy:
        assert time.monotonic() < end
        time.sleep(0.002)


class Gate:
    """Work that waits until it may go on."""

    def __init__(self) -> None:
        self.running = threading.Event()
        self.open = threading.Event()
        self.cancelled: bool | None = None

    def __call__(self, progress: Progress) -> str:
        self.running.set()
        assert self.open.wait(10)
        self.cancelled = progress.cancelled
        return "through"


def test_results_arrive_on_the_job_thread(jobs: JobThread) -> None:
    seen: list[object] = []
    jobs.submit("sum", lambda _: 2 + 2, lambda result: seen.extend([result, threading.current_thread().name]))
    finished(jobs)
    assert seen == [4, "jobs"]


def test_kinds_run_in_the_order_of_their_requests(jobs: JobThread) -> None:
    gate, order = Gate(), []
    jobs.submit("gate", gate)
    for kind in ("c", "a", "b"):
        jobs.submit(kind, lambda _, kind=kind: order.append(kind))
    gate.open.set()
    finished(jobs)
    assert order == ["c", "a", "b"]


def test_the_latest_request_of_a_kind_wins(jobs: JobThread) -> None:
    gate, done = Gate(), []
    jobs.submit("gate", gate)
    gate.running.wait(10)
    for n in range(5):
        jobs.submit("view", lambda _, n=n: n, done.append)
    jobs.submit("other", lambda _: "other", done.append)
    gate.open.set()
    finished(jobs)
    assert done == [4, "other"]


def test_a_newer_request_cancels_the_one_that_runs(jobs: JobThread) -> None:
    gate, done = Gate(), []
    jobs.submit("view", gate, done.append)
    gate.running.wait(10)
    jobs.submit("view", lambda _: "newer", done.append)
    gate.open.set()
    finished(jobs)
    assert gate.cancelled
    assert done == ["newer"]


def test_cancel_from_outside_and_by_kind(jobs: JobThread) -> None:
    gate, done = Gate(), []
    progress = jobs.submit("first", gate, done.append)
    gate.running.wait(10)
    jobs.submit("second", lambda _: "second", done.append)
    jobs.submit("third", lambda _: "third", done.append)
    progress.cancel()
    jobs.cancel("second")
    gate.open.set()
    finished(jobs)
    assert gate.cancelled
    assert done == ["third"]


def test_check_ends_the_work_in_silence(jobs: JobThread) -> None:
    gate, after, failed = Gate(), [], []

    def work(progress: Progress) -> None:
        gate(progress)
        progress.check()
        after.append("went on")

    progress = jobs.submit("work", work, after.append, failed.append)
    gate.running.wait(10)
    progress.cancel()
    gate.open.set()
    finished(jobs)
    assert after == failed == []


def test_progress_is_reported(jobs: JobThread) -> None:
    reports: list[tuple[float, str]] = []

    def work(progress: Progress) -> None:
        progress.report(0.5, "half")
        progress.report(1.0)
        progress.cancel()
        progress.report(2.0, "too late")

    jobs.submit("work", work, report=lambda share, text: reports.append((share, text)))
    finished(jobs)
    assert reports == [(0.5, "half"), (1.0, "")]


def test_a_failure_goes_to_who_asked(jobs: JobThread) -> None:
    failed: list[Exception] = []

    def work(_: Progress) -> None:
        raise OSError("no such file")

    jobs.submit("work", work, failed=failed.append)
    finished(jobs)
    assert [str(error) for error in failed] == ["no such file"]


def test_a_failure_that_nobody_expects_is_reported_and_the_thread_goes_on(
    jobs: JobThread, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)

    def work(_: Progress) -> None:
        raise RuntimeError("unexpected")

    done: list[int] = []
    jobs.submit("work", work)
    jobs.submit("next", lambda _: 1, done.append)
    finished(jobs)
    assert str(reported[0].exc_value) == "unexpected"
    assert done == [1]


def test_closing_cancels_what_runs_and_forgets_what_waits() -> None:
    jobs = JobThread()
    done: list[object] = []

    def work(progress: Progress) -> None:
        while not progress.cancelled:
            time.sleep(0.002)

    jobs.submit("work", work, done.append)
    jobs.submit("next", lambda _: 1, done.append)
    assert jobs.close()
    assert jobs.submit("late", lambda _: 1, done.append).cancelled
    assert done == []
    assert jobs.close()
