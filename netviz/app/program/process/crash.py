"""What went wrong, in any thread, as a report that one can read and copy, while the network is kept."""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

import numpy as np
import PySide6
from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

import netviz
from netviz.rendering import units
from netviz.rendering.fonts import Type, text_scale


def report_of(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, thread: str
) -> str:
    """Versions, the thread, and the traceback."""
    lines = "".join(traceback.format_exception(kind, error, trace))
    return (
        f"netviz {netviz.__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"PySide6 {PySide6.__version__}, numpy {np.__version__}\n"
        f"{platform.platform()}, thread {thread}\n\n{lines}"
    )


class CrashDialog(QDialog):
    """Says that the network is still there, shows the report, and offers to save."""

    def __init__(self, report: str, save: Callable[[], None] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Something went wrong")
        self.setProperty("concept", "network")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        units.begin_at(self, units.size(680, 440))
        title = QLabel("Something went wrong in netviz")
        title.setProperty("role", "title")
        words = QLabel(
            "The network and its place in training are kept. You can go on, but save the network first. "
            "With the report below, whoever mends the program can find the fault."
        )
        words.setWordWrap(True)
        self.report = QPlainTextEdit(report)
        self.report.setReadOnly(True)
        self.report.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPixelSize(round(Type.CAPTION * text_scale()))
        self.report.setFont(fixed)
        self.copy_button = QPushButton("Copy report")
        self.copy_button.clicked.connect(self._copy)
        self.save_button = QPushButton("Save the network…")
        self.save_button.setVisible(save is not None)
        if save is not None:
            self.save_button.clicked.connect(save)
        go_on = QPushButton("Go on")
        go_on.setProperty("role", "primary")
        go_on.setDefault(True)
        go_on.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy_button)
        buttons.addStretch()
        buttons.addWidget(self.save_button)
        buttons.addWidget(go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for widget in (title, words, self.report):
            column.addWidget(widget)
        column.addLayout(buttons)

    def add(self, report: str) -> None:
        """Another one, while this is open."""
        self.report.appendPlainText(f"\n{'─' * 40}\n{report}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report.toPlainText())
        self.copy_button.setText("Copied")


class CrashReporter(QObject):
    """Catches what no one else did, on every thread, and shows it in the window's own.

    A fault that repeats (a painting that fails each time) is shown once.
    """

    _caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.window: QWidget | None = None
        self.save: Callable[[], None] | None = None
        self._seen: set[str] = set()
        self._dialog: CrashDialog | None = None
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over Python's hooks for uncaught exceptions, slots of signals included."""
        sys.excepthook = self.caught
        threading.excepthook = self._caught_in_thread

    @staticmethod
    def remove() -> None:
        """Give the hooks back; for a program that ends."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    @property
    def dialog(self) -> CrashDialog | None:
        """The dialog that is open."""
        return self._dialog

    def caught(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
        thread: str = "MainThread",
    ) -> None:
        """Report an exception; safe on any thread."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        report = report_of(kind, error, trace, thread)
        sys.stderr.write(report)
        self._caught.emit(report)

    def _caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if not issubclass(args.exc_type, SystemExit):
            name = args.thread.name if args.thread else "unknown"
            self.caught(args.exc_type, args.exc_value, args.exc_traceback, name)

    def _show(self, report: str) -> None:
        if report in self._seen:
            return
        self._seen.add(report)
        if self._dialog is not None:
            self._dialog.add(report)
            return
        self._dialog = CrashDialog(report, self.save, self.window)
        self._dialog.finished.connect(self._closed)
        self._dialog.open()

    def _closed(self) -> None:
        self._dialog = None
