"""A program that is over is given back, all of it.

Qt keeps what a signal calls, and Python's collector can't look into Qt: whatever a connected lambda knows
would stay for ever. So the Qt half of all that the program holds is deleted, and with it the connections.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject

from netviz.app.program.composition import Program


def give_back(program: Program) -> None:
    """Delete the window and every Qt object that a closed program holds; what is left, Python collects."""
    program.close()
    own = _own(program, ())
    _delete(program.window)
    for one in own:
        _delete(one)


def take_out(program: Program) -> None:
    """The same, but the window, its look and the settings stay, for the program that comes."""
    program.close(ends=False)
    own = _own(program, (program.window, program.appearance, program.settings))
    program.window.clear()
    for one in own:
        _delete(one)


def _own(program: Program, others: Iterable[object]) -> list[QObject]:
    """Not the application, nor what is Qt's own, such as the hints about the system's style."""
    return [
        one
        for one in _held(program, {id(other) for other in others})
        if not isinstance(one, QCoreApplication) and shiboken6.isValid(one) and shiboken6.ownedByPython(one)
    ]


def _delete(one: QObject) -> None:
    if shiboken6.isValid(one):
        shiboken6.delete(one)


def _held(program: Program, others: set[int]) -> list[QObject]:
    """The Qt objects that hang on the program by names of its parts, and theirs, but for these `others`."""
    found: list[QObject] = []
    seen = set(others)
    waiting: list[Any] = [program]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, QObject):
            found.append(one)
        waiting.extend(_parts(one))
    return found


def _parts(one: Any) -> Iterable[Any]:
    if isinstance(one, dict):
        return one.values()
    if isinstance(one, list | tuple | set | frozenset):
        return one
    if type(one).__module__.startswith("netviz.") and not isinstance(one, type):
        return (*getattr(one, "__dict__", {}).values(), *_slots(one))
    return ()


def _slots(one: Any) -> Iterable[Any]:
    names = [name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ())]
    return [getattr(one, name) for name in names if hasattr(one, name)]
