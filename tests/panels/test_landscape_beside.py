"""Runs laid beside a landscape: each says what of it is on the map, and why it is only a dot where it is."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from netviz.panels.landscape.beside import Beside
from netviz.rendering.landscape.map import meets, paint_diamond
from netviz.training.landscape.beside import Trail
from netviz.viewmodels.palette import LIGHT


def _trail(path: Path, points: list[tuple[float, float]]) -> Trail:
    n = len(points)
    return Trail(path, np.array(points), np.arange(n) * 50 + 50, np.full(n, 1.5))


def test_each_run_says_what_of_it_is_on_the_map_and_its_letter_is_the_maps(qtbot: QtBot) -> None:
    beside = Beside()
    qtbot.addWidget(beside)
    lost, far, near = Path("lost.netviz"), Path("far.netviz"), Path("near.netviz")
    chosen = (lost, far, near)
    beside.show_trails(chosen, None)
    assert all("is being worked out" in row.words.text() for row in beside.rows)
    trails = (_trail(far, [(0, 0), (3, 4)]), _trail(near, [(0, 0), (0.01, 0)]))
    beside.show_trails(chosen, trails, 10.0)
    said = [row.words.text() for row in beside.rows]
    assert said[0].startswith("lost. Its way can")
    assert said[1].endswith("far. Its way to step 100; it ends 1.5 away from the plane.")
    assert ">B<" in said[1]  # the first path that is drawn
    assert "too short to be seen at this scale, so it is a dot" in said[2]
    assert ">C<" in said[2]
    beside.show_trails((far,), (_trail(far, [(1, 2)]),), 10.0)
    assert "one network, of step 50: a dot" in beside.rows[0].words.text()
    assert beside.rows[0].cross.toolTip() == "Take run B from the map."


def test_the_lowest_point_is_seen_around_what_lies_on_it(qtbot: QtBot) -> None:
    """A small diamond alone; around a disc one that leaves it free."""

    def ink(discs: list[QPointF]) -> tuple[int, int]:
        image = QImage(60, 60, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        with QPainter(image) as painter:
            paint_diamond(painter, QPointF(30, 30), LIGHT, discs)
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(60, 60, 4)[:, :, 0]
        dark = np.flatnonzero((pixels < 128).any(axis=0))
        return int(dark.min()), int((pixels[25:36, 25:36] < 128).sum())

    assert ink([])[0] > 20
    for discs in ([QPointF(30, 30)], [QPointF(0, 0), QPointF(36, 34)]):
        left, inside = ink(discs)
        assert left < 18
        assert inside == 0
    assert not meets(QPointF(30, 30), [QPointF(50, 30)])
