"""An error in what Qt calls reaches who called Qt; it does not end the process."""

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from types import FunctionType

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QDialog, QGraphicsScene, QPushButton
from pytestqt.qtbot import QtBot

from netviz import app, panels, rendering, viewmodels
from netviz.rendering.overrides import called_by_qt, keep_errors, keeps_errors

# Methods of Qt's that Python alone calls.
OWN = {"canRedo", "canUndo", "clear", "push", "redoText", "setText", "text", "undoText"}


@pytest.fixture(autouse=True)
def kept() -> None:
    keep_errors()


def gone() -> object:
    one = QObject()
    shiboken6.delete(one)
    return one.objectName()


@pytest.mark.parametrize(
    ("fails", "error"),
    [
        (lambda: 1 // 0, ZeroDivisionError),
        ([].pop, IndexError),
        (lambda: int("one"), ValueError),
        (lambda: len(3), TypeError),  # type: ignore[arg-type]
        (lambda: {}["key"], KeyError),
        (gone, RuntimeError),
    ],
)
def test_an_error_in_an_override_is_an_exception(
    qtbot: QtBot, fails: Callable[[], object], error: type[Exception]
) -> None:
    class Fails(QObject):
        def event(self, _event: QEvent) -> bool:
            return bool(fails())

    with pytest.raises(error, match="event"):
        QCoreApplication.sendEvent(Fails(), QEvent(QEvent.Type.User))


def test_what_is_mixed_in_keeps_errors_too(qtbot: QtBot) -> None:
    class Mixed:
        def event(self, _event: QEvent) -> bool:
            return bool(1 // 0)

    class Fails(Mixed, QObject):
        pass

    with pytest.raises(ZeroDivisionError):
        QCoreApplication.sendEvent(Fails(), QEvent(QEvent.Type.User))


def test_a_slot_is_given_as_many_values_as_it_asks_for(qtbot: QtBot) -> None:
    class Asks(QDialog):
        def accept(self) -> None:
            super().accept()

    dialog, button = Asks(), QPushButton()
    button.clicked.connect(dialog.accept)
    button.click()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_an_override_that_takes_whatever_comes_is_given_it(qtbot: QtBot) -> None:
    class Takes(QGraphicsScene):
        def render(self, *given: object) -> None:
            self.given = given

    scene = Takes()
    scene.render(1, 2, 3)
    assert scene.given == (1, 2, 3)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="Python has whole errors only")
def test_every_class_of_the_program_keeps_errors() -> None:
    for room in (viewmodels, rendering, panels, app):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            importlib.import_module(module.name)
    found: set[str] = set()
    for one in set(below(shiboken6.Shiboken.Object)):
        of_qt = [vars(part) for part in one.__mro__ if part.__module__.startswith("PySide6")]
        for part in one.__mro__:
            if not part.__module__.startswith(("netviz.", "pyqtgraph.")):
                continue
            for name, method in vars(part).items():
                overrides = isinstance(method, FunctionType) and any(name in names for names in of_qt)
                if not overrides or name.startswith("__"):
                    continue
                where = f"{part.__module__}.{part.__name__}.{name}"
                if part.__module__.startswith("netviz."):
                    assert called_by_qt(name) or name in OWN, f"{where}: does Qt call it?"
                    found.add(where)
                assert keeps_errors(method) or not called_by_qt(name), f"{where} was made too early"
    assert len(found) > 300


def below(one: type) -> Iterator[type]:
    for other in type.__subclasses__(one):
        yield other
        yield from below(other)
