"""Errors in what Qt calls: kept whole, so that they are told and don't end the process.

An error of C code (a missing key, a widget that is gone, a division by zero) leaves a Python function on
Python 3.11 as a class and its words; only when somebody catches it, it becomes an exception. PySide 6 (6.11)
takes what leaves an override for an exception, in each call that began in Python (`resize`, `repaint`,
`sendEvent` …), and reads beyond it: the process ends. So each such error is caught here, and raised again.
"""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Iterator
from types import FunctionType
from typing import Any, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand
from PySide6.QtWidgets import QGraphicsItem

CALLED: Final = frozenset(
    (
        *("accept", "boundingRect", "columnCount", "data", "event", "eventFilter"),
        *(
            "fixup",
            "flags",
            "focusNextPrevChild",
            "hasHeightForWidth",
            "headerData",
            "heightForWidth",
            "initialize",
        ),
        *("itemChange", "minimumSizeHint", "paint", "redo", "releaseResources", "render"),
        *("rowCount", "scrollContentsBy", "shape", "sizeHint", "stepBy", "textFromValue"),
        *("undo", "validate", "valueFromText", "viewportEvent"),
    )
)
"""What Qt calls besides `…Event`."""


def called_by_qt(name: str) -> bool:
    """Whether Qt calls a method of this name by itself."""
    return name.endswith("Event") or name in CALLED


def keeps_errors(method: object) -> bool:
    """Whether an error that leaves it is whole."""
    return isinstance(method, FunctionType) and method.__code__.co_filename == __file__


def keep_errors() -> None:
    """In all classes that are made out of one of Qt's, and in those that will be. Before any is used."""
    if sys.version_info < (3, 12) and not kept():  # later ones know no error that is not whole
        roots: tuple[type, ...] = (QObject, QGraphicsItem, QUndoCommand)
        for root in roots:
            for cls in _below(root):
                _keep_in_all(cls)
            _keep_below(root)


def kept() -> bool:
    """Whether `keep_errors` was called."""
    return "__init_subclass__" in vars(QUndoCommand)


def _below(root: type) -> Iterator[type]:
    subclasses: list[type] = type.__subclasses__(root)
    for cls in subclasses:
        yield cls
        yield from _below(cls)


def _keep_below(root: Any) -> None:
    def begun(cls: type, /, **more: Any) -> None:
        super(root, cls).__init_subclass__(**more)
        _keep_in_all(cls)

    root.__init_subclass__ = classmethod(begun)


def _keep_in_all(cls: type) -> None:
    for part in cls.__mro__:  # what is mixed in is no class of Qt's itself
        if not part.__module__.startswith(("PySide6", "Shiboken", "shiboken6", "builtins")):
            _keep_in(part)


def _keep_in(part: type) -> None:
    for name, method in tuple(vars(part).items()):
        if isinstance(method, FunctionType) and called_by_qt(name) and not keeps_errors(method):
            setattr(part, name, _whole(method))


def _whole(method: Any) -> Any:
    """The same, but what it raises was caught once. PySide gives a slot as many values as it asks for."""
    if method.__code__.co_argcount == 1 and not method.__code__.co_flags & inspect.CO_VARARGS:

        @functools.wraps(method)
        def alone(self: Any) -> Any:
            try:
                return method(self)
            except BaseException:
                raise

        return alone

    @functools.wraps(method)
    def whole(*given: Any, **named: Any) -> Any:
        try:
            return method(*given, **named)
        except BaseException:
            raise

    return whole
