"""An exception on any thread ends in a report, and the program goes on."""

import threading

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from netviz.app.program.process.crash import CrashReporter


@pytest.fixture
def reporter(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CrashReporter:
    reporter = CrashReporter()
    monkeypatch.setattr("sys.excepthook", reporter.caught)
    monkeypatch.setattr("threading.excepthook", reporter._caught_in_thread)
    return reporter


def failed(words: str) -> Exception:
    try:
        raise ValueError(words)
    except ValueError as error:
        return error


def test_an_exception_in_a_thread_is_shown(qtbot: QtBot, reporter: CrashReporter) -> None:
    def work() -> None:
        raise ZeroDivisionError("in the thread")

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    text = reporter.dialog.report.toPlainText()
    assert "ZeroDivisionError: in the thread" in text
    assert "thread worker" in text
    assert "netviz" in text
    reporter.dialog.accept()
    assert reporter.dialog is None


def test_a_second_one_joins_the_open_report_and_a_repeated_one_does_not(
    qtbot: QtBot, reporter: CrashReporter
) -> None:
    error = failed("first")
    for _ in range(5):
        reporter.caught(ValueError, error, error.__traceback__)
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    other = failed("second")
    reporter.caught(ValueError, other, other.__traceback__)
    dialog = reporter.dialog
    qtbot.waitUntil(lambda: "second" in dialog.report.toPlainText())
    assert dialog.report.toPlainText().count("ValueError: first") == 1
    dialog.accept()


def test_copy_and_save(qtbot: QtBot, reporter: CrashReporter) -> None:
    saved: list[bool] = []
    reporter.save = lambda: saved.append(True)
    error = failed("lost?")
    reporter.caught(ValueError, error, error.__traceback__)
    qtbot.waitUntil(lambda: reporter.dialog is not None)
    assert reporter.dialog is not None
    reporter.dialog.copy_button.click()
    assert "lost?" in QGuiApplication.clipboard().text()
    reporter.dialog.save_button.click()
    assert saved == [True]
    reporter.dialog.accept()
