"""What all tests share. No test writes into the home folder of the person who runs it."""

import atexit
import gc
import os
import resource
import shutil
import sys
import tempfile
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from tests import leftovers
from tests.screen import VirtualScreen, can_have_screen

# Before anything loads a BLAS or Qt: one thread as in the program, folders and a runtime of the tests' own.
for _variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[_variable] = "1"
_HOME = Path(tempfile.mkdtemp(prefix="netviz-tests-"))
for _variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
    os.environ[_variable] = str(_HOME / _variable.lower())
# Set by pytest-xdist where this is one of several processes that run the tests.
_WORKER = "PYTEST_XDIST_WORKER" in os.environ
if _WORKER or "XDG_RUNTIME_DIR" not in os.environ:
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="runtime-", dir=_HOME)
# What the person asked for, not what the first process made of it for want of a screen.
_ASKED = os.environ.setdefault("NETVIZ_TESTS_PLATFORM", os.environ.get("QT_QPA_PLATFORM", ""))
_OWN_SCREENS = sys.platform.startswith("linux") and can_have_screen() and _ASKED != "offscreen"
if sys.platform.startswith("linux"):
    if _WORKER and _OWN_SCREENS:
        # Of its own: two windows on one screen take each other's keys, focus and clipboard.
        _SCREEN = VirtualScreen()
        atexit.register(_SCREEN.close)
        os.environ.update(_SCREEN.variables)
        os.environ.pop("WAYLAND_DISPLAY", None)
    elif not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import hypothesis
import pytest

from netviz.app.program.process.sweeper import Sweeper
from netviz.cli.doctor import ask_graphics
from netviz.cli.process.display import explain_display_problem
from netviz.tasks.digits.digits import DataSet, load_digits
from tests.waiting import PatientBot

_DISPLAY_PROBLEM = explain_display_problem()
if _DISPLAY_PROBLEM is not None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

# Why a test that must not be skipped can't be run.
_NO_CANVAS = pytest.StashKey[str]()
# What each process of these tests took at most, where there are several.
_MEGABYTES: dict[str, int] = {}

hypothesis.settings.register_profile("netviz", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("netviz")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-screen",
        action="store_true",
        help="fail, instead of skipping the tests that need a GPU canvas",
    )


def pytest_report_header(config: pytest.Config) -> str:
    if config.getoption("numprocesses", None) and _OWN_SCREENS:
        return "screen: a virtual one for each process"
    return f"screen: {_DISPLAY_PROBLEM or os.environ.get('QT_QPA_PLATFORM') or 'as the session has it'}"


def _shares(item: pytest.Item | None) -> bool:
    """Whether it has its window with others (tests/app/kept.py)."""
    return item is not None and "again" in getattr(item, "fixturenames", ())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Of each file those first that share a window, so that it stays.
    files = {path: k for k, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (files[item.path], not _shares(item)))
    of_the_gpu = [item for item in items if item.get_closest_marker("gpu")]
    if not of_the_gpu:
        return
    found = ask_graphics()
    if "error" not in found:
        return
    reason = f"no GPU canvas here: {_DISPLAY_PROBLEM or found['error']}"
    for item in of_the_gpu:
        if config.getoption("--require-screen"):
            item.stash[_NO_CANVAS] = reason
        else:
            item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection() -> None:
    # What is collected stays; and see `leftovers`.
    gc.disable()


def pytest_collection_finish() -> None:
    # Thousands of tests and all modules stay: the collector need not look at them whenever a window closes.
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def sweeper_of_one_window() -> Iterator[None]:
    """A sweeper that ends has all of the tests looked through, which takes as long as to open a window."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("spare", "spare_no_more"):
            patch.setattr(f"netviz.app.program.process.sweeper.{name}", lambda: None)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(nextitem: pytest.Item | None) -> Generator[None, object, object]:
    done = yield
    if not _shares(nextitem):
        leftovers.end_what_is_shared()
    leftovers.collect(Sweeper.sweep)
    return done


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        # Who knows what it has left there.
        leftovers.end_what_is_shared()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if _NO_CANVAS in item.stash:
        pytest.fail(item.stash[_NO_CANVAS], pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _WORKER:
        session.config.workeroutput["megabytes"] = _largest()  # type: ignore[attr-defined]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    _MEGABYTES[node.gateway.id] = getattr(node, "workeroutput", {}).get("megabytes", 0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    each = _MEGABYTES or {"one process": _largest()}
    told = ", ".join(f"{name} {megabytes:,} MB" for name, megabytes in sorted(each.items()))
    terminalreporter.write_sep("-", f"memory at most: {told}; {sum(each.values()):,} MB in all")


def _largest() -> int:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        1024**2 if sys.platform == "darwin" else 1024
    )


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
        if thread not in before | leftovers.threads_that_stay()
        and not thread.name.startswith("Dummy-")
        and type(thread).__name__ != "TMonitor"
    ]
    for thread in started:
        thread.join(timeout=2)
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads still run after the test: {', '.join(left)}"


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.fixture(scope="session")
def digits() -> DataSet:
    """The bundled digits."""
    return load_digits()
