"""Columns of a table in the graph: never an image, with names where there is room, and always that of one."""

import pytest

from netviz.network.spec import NetworkSpec
from netviz.rendering.labels import named_inputs
from netviz.tasks.all_tasks import task_named
from netviz.tasks.answer import Classes
from netviz.tasks.columns import Columns, Numeric
from netviz.tasks.hues import hues
from netviz.tasks.task import Task
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.naming import name_of


def test_as_many_columns_as_a_square_has_are_no_image():
    table = Task(
        "table", Columns("columns", tuple(Numeric(f"c{k}") for k in range(64))),
        Classes("kinds", ("a", "b"), hues(2)), "row", "rows", (4,),
    )  # fmt: skip
    spec = NetworkSpec.dense((64, 4, 2))
    layout = make_layout(spec, 900, 640, table)
    assert layout.image is None
    assert layout.has_names
    assert layout.column_x[0] > 120  # which is room for names
    assert make_layout(spec, 900, 640).image is not None


@pytest.mark.parametrize(("pitch", "step"), [(20.0, 1), (12.5, 1), (6.4, 2), (4.0, 4), (0.5, 25)])
def test_crowded_names_stand_at_equal_steps_and_the_chosen_one_among_them(pitch, step):
    assert named_inputs(57, pitch, None) == list(range(0, 57, step))
    for chosen in (0, 13, 56):
        found = named_inputs(57, pitch, chosen)
        assert chosen in found
        assert all(abs(k - chosen) >= step for k in found if k != chosen)
    assert named_inputs(4, 1.0, 2) == [2]


def test_inputs_are_called_by_their_names():
    spam, penguins = task_named("spam"), task_named("penguins")
    assert name_of((57, 16, 2), 0, 15, spam) == "word “free”"
    assert name_of((57, 16, 2), 0, 51, spam) == "sign !"
    assert name_of((9, 8, 3), 0, 0, penguins) == "bill length (mm)"
    assert name_of((9, 8, 3), 0, 4, penguins) == "island: Biscoe"
