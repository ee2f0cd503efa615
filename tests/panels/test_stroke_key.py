"""The key of the strokes: every line that can fly is named, and no more than fly are."""

import pytest
from pytestqt.qtbot import QtBot

from netviz.panels.watch.stroke_key import StrokeKey


def test_the_lines_that_glow_are_named_where_they_glow(qtbot: QtBot) -> None:
    key = StrokeKey()
    qtbot.addWidget(key)
    assert key.words == ()
    key.show_key(True)
    assert key.words == ("into output", "into hidden 2", "into hidden 1", "weight grows", "weight falls")
    size, slow = key.sizeHint(), key.grab().toImage()
    key.show_key(True, fast=True)
    assert key.words[-1] == "just changed"
    assert key.sizeHint() == size, "nothing beside it moves"
    key.resize(size)
    assert key.grab().toImage() != slow
    key.show_key(False)
    assert key.words == ()


@pytest.mark.parametrize("wide", [260, 320, 480, 900])
def test_in_a_narrow_place_it_takes_more_rows(qtbot: QtBot, wide: int) -> None:
    key = StrokeKey()
    qtbot.addWidget(key)
    key.show_key(True, fast=True)
    everything = set(key.words)
    key.set_flowing(True)
    key.resize(wide, 100)
    assert set(key.words) == everything
    assert key.sizeHint().width() <= wide
