"""What all tests share. No test writes into the home folder of the person who runs it."""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

# Before anything loads a BLAS or Qt: one thread as in the program, folders and a runtime of the tests' own.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_variable] = "1"
_HOME = Path(tempfile.mkdtemp(prefix="netviz-tests-"))
for _variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ[_variable] = str(_HOME / _variable.lower())
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="runtime-", dir=_HOME))
if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest

from netviz.cli.display import explain_display_problem
from netviz.cli.doctor import ask_graphics
from netviz.data.digits import DataSet, load_digits

_DISPLAY_PROBLEM = explain_display_problem()
if _DISPLAY_PROBLEM is not None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

hypothesis.settings.register_profile("netviz", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("netviz")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-screen",
        action="store_true",
        help="fail, instead of skipping the tests that need a GPU canvas",
    )


def pytest_report_header() -> str:
    return f"screen: {_DISPLAY_PROBLEM or os.environ.get('QT_QPA_PLATFORM') or 'as the session has it'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    of_the_gpu = [item for item in items if item.get_closest_marker("gpu")]
    if not of_the_gpu:
        return
    found = ask_graphics()
    if "error" not in found:
        return
    reason = f"no GPU canvas here: {_DISPLAY_PROBLEM or found['error']}"
    if config.getoption("--require-screen"):
        raise pytest.UsageError(reason)
    for item in of_the_gpu:
        item.add_marker(pytest.mark.skip(reason=reason))


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A test ends the threads that it starts; what a thread raises fails the test, as all warnings do."""
    before = set(threading.enumerate())
    yield
    # Dummies stand for threads of Qt that called Python once; the monitor is tqdm's own.
    started = [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and not thread.name.startswith("Dummy-")
        and type(thread).__name__ != "TMonitor"
    ]
    for thread in started:
        thread.join(timeout=2)
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads still run after the test: {', '.join(left)}"


@pytest.fixture(scope="session")
def digits() -> DataSet:
    """The bundled digits."""
    return load_digits()
