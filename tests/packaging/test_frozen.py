"""Frozen dataclasses of this house behave as those of the standard library."""

import copy
import dataclasses
import importlib
import inspect
import pkgutil
from dataclasses import KW_ONLY, FrozenInstanceError, field
from typing import Any, ClassVar

import pytest

import netviz
from netviz.frozen import dataclass

QT_FREE = ("files", "network", "tasks", "training", "viewmodels")


def ours() -> list[type]:
    """All that rooms without widgets make."""
    modules = [
        importlib.import_module(found.name)
        for room in QT_FREE
        for found in pkgutil.walk_packages(netviz.__path__, "netviz.")
        if found.name.startswith(f"netviz.{room}.")
    ]
    return [
        one
        for module in dict.fromkeys(modules)
        for one in vars(module).values()
        if isinstance(one, type) and one.__module__ == module.__name__ and "__dataclass_fields__" in vars(one)
        if getattr(one.__setattr__, "__module__", "") == "netviz.frozen"
    ]


def as_the_library_makes_it(one: type) -> type:
    """The same class, of the same fields, by `dataclasses.dataclass`, with its bases' fields as its own."""
    own = {name: value for name, value in vars(one).items() if name == "__post_init__"}
    fields = []
    for each in dataclasses.fields(one):
        given: dict[str, Any] = {"compare": each.compare, "repr": each.repr, "kw_only": each.kw_only}
        if each.default is not dataclasses.MISSING:
            given["default"] = each.default
        if each.default_factory is not dataclasses.MISSING:
            given["default_factory"] = each.default_factory
        fields.append((each.name, each.type, field(**given)))
    return dataclasses.make_dataclass(one.__name__, fields, namespace=own, frozen=True)


def test_each_is_made_as_the_library_would() -> None:
    found = ours()
    assert len(found) > 100
    for one in found:
        theirs = as_the_library_makes_it(one)
        mine, meant = inspect.signature(one.__init__), inspect.signature(theirs.__init__)
        assert list(mine.parameters) == list(meant.parameters), one
        for name, parameter in mine.parameters.items():
            assert parameter.kind == meant.parameters[name].kind, (one, name)
            has = meant.parameters[name].default is not inspect.Parameter.empty
            assert (parameter.default is not inspect.Parameter.empty) == has, (one, name)


@dataclass(frozen=True)
class Point:
    x: int
    y: float = 0.5
    told: str = field(default="", compare=False)
    _: KW_ONLY
    marks: list[int] = field(default_factory=list, compare=False)
    kind: ClassVar[str] = "point"

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("left of nought")


@dataclass(frozen=True)
class Named(Point):
    name: str = "A"


@dataclass(frozen=True, eq=False)
class Itself:
    x: int


@dataclass(frozen=True)
class Nothing:
    pass


def test_values_are_compared_hashed_and_shown() -> None:
    assert Point(1) == Point(1, told="otherwise", marks=[3])
    assert hash(Point(1)) == hash(Point(1, told="otherwise"))
    assert Point(1) != Point(2) != (2, 0.5)
    assert Point(1) != Named(1)
    assert repr(Named(1)) == "Named(x=1, y=0.5, told='', marks=[], name='A')"
    assert Nothing() == Nothing()
    assert {Nothing(), Nothing()} == {Nothing()}
    assert Itself(1) != Itself(1)
    one = Itself(1)
    assert {one: 2}[one] == 2


def test_each_has_a_list_of_its_own() -> None:
    one, other = Point(1), Point(1)
    assert one.marks is not other.marks


def test_they_are_replaced_copied_and_listed_as_all_are() -> None:
    point = Named(1, marks=[4], name="B")
    assert dataclasses.replace(point, x=3) == Named(3, name="B")
    assert dataclasses.asdict(point) == {"x": 1, "y": 0.5, "told": "", "marks": [4], "name": "B"}
    assert copy.deepcopy(point) == copy.copy(point) == point
    with pytest.raises(ValueError, match="left of nought"):
        dataclasses.replace(point, x=-1)


def test_nothing_is_assigned_or_deleted() -> None:
    for one in (Point(1), Named(1), Itself(1)):
        with pytest.raises(FrozenInstanceError):
            one.x = 2  # type: ignore[misc]
        with pytest.raises(FrozenInstanceError):
            one.other = 2  # type: ignore[attr-defined]
        with pytest.raises(FrozenInstanceError):
            del one.x
        assert one.x == 1


def test_what_does_not_fit_is_a_type_error() -> None:
    for wrong in (Point, lambda: Point(1, 2, "", [1]), lambda: Point(1, z=2)):  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="__init__"):
            wrong()
