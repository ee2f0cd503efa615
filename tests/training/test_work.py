"""Work in parts ends with its result, tells how far it is, and can be cancelled between two parts."""

import pytest

from netviz.training.jobs.thread import Cancelled, Progress
from netviz.training.jobs.work import Work, finish


def work(done: list[int]) -> Work[str]:
    for k in range(4):
        done.append(k)
        yield (k + 1) / 4
    return "result"


def test_it_is_finished_with_its_result() -> None:
    heard: list[tuple[float, str]] = []
    assert finish(work([]), Progress(lambda share, text: heard.append((share, text))), "reading") == "result"
    assert heard == [(0.25, "reading"), (0.5, "reading"), (0.75, "reading"), (1.0, "reading")]
    assert finish(work([])) == "result"


def test_it_is_cancelled_between_two_parts() -> None:
    done: list[int] = []
    progress = Progress(lambda share, text: progress.cancel() if share == 0.5 else None)
    with pytest.raises(Cancelled):
        finish(work(done), progress)
    assert done == [0, 1]
