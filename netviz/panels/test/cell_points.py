"""The points of a cell of the confusion matrix, in their plane."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from netviz.panels.kit.buttons import SmallButton
from netviz.panels.kit.images import mix
from netviz.panels.kit.wrapped import Wrapped
from netviz.panels.points.field import PointField
from netviz.panels.points.panel import sides_of
from netviz.panels.test.digit_gallery import WhatNext
from netviz.rendering import units
from netviz.rendering.surfaces.pictures import field_picture
from netviz.rendering.themed import Themed
from netviz.tasks.answer import Classes
from netviz.tasks.task import AnyTask
from netviz.viewmodels.hues import hue
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.surface import Surfaces, has_surfaces


def lie_in_a_plane(task: AnyTask) -> bool:
    """Whether its examples are points of a plane."""
    return has_surfaces(task) and task.input.n == 2


class CellPoints(Themed, QWidget):
    """All test points, pale, and those of the cell in their colour and ringed; a click takes the nearest."""

    picked = Signal(int)  # index in the test set
    closed = Signal()
    watch_clicked = Signal()
    explain_clicked = Signal()

    def __init__(self, task: AnyTask, parent: QWidget | None = None, *, closable: bool = True) -> None:
        super().__init__(parent)
        self._task = task
        self._surfaces: Surfaces | None = None
        self._all: NDArray[Any] = np.zeros((0, 2))
        self._labels: NDArray[Any] = np.zeros(0, np.intp)
        self._index: NDArray[np.integer[Any]] = np.zeros(0, np.intp)
        self._title, self._note = QLabel(self), Wrapped(parent=self)
        self._title.setProperty("role", "section")
        self._note.setProperty("role", "muted")
        close = SmallButton("Close", "Back to what was here.", text="Close", parent=self)
        close.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        close.setVisible(closable)
        self.field = PointField(*sides_of(task), self)
        self.next = WhatNext(self)
        kept = self.next.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.next.setSizePolicy(kept)
        self.next.hide()
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addWidget(self.field, 1)
        column.addWidget(self.next)
        close.clicked.connect(self.closed)
        self.field.moved.connect(self._take)
        self.next.watch_clicked.connect(self.watch_clicked)
        self.next.explain_clicked.connect(self.explain_clicked)

    def show_points(
        self,
        title: str,
        note: str,
        points: NDArray[Any],
        labels: NDArray[Any],
        index: NDArray[np.integer[Any]],
    ) -> None:
        """Of `points`, (n, 2), with their labels those at `index`."""
        self._title.setText(title)
        self._note.setText(note)
        self._all, self._labels, self._index = points, labels, index
        self.field.show_cross(None)
        self.next.hide()
        self._paint()

    def show_surfaces(self, surfaces: Surfaces | None) -> None:
        """What the network that was measured answers everywhere, behind the points."""
        self._surfaces = surfaces
        self._paint()

    def apply_palette(self, palette: Palette) -> None:
        """Take on a theme."""
        self._palette = palette
        self._paint()

    def sizeHint(self) -> QSize:
        return units.size(240, 260)

    def _paint(self) -> None:
        answer, p = self._task.answer, self._palette
        surfaces = self._surfaces
        self.field.show_surface(None if surfaces is None else field_picture(surfaces, p))
        if not isinstance(answer, Classes) or not len(self._all):
            return
        of_cell = np.zeros(len(self._all), np.bool_)
        of_cell[self._index] = True
        hues = [hue(answer, k, p) for k in range(answer.n)]
        pale = [mix(p.low, ink, 0.55).name() for ink in hues]
        order = np.argsort(of_cell, kind="stable")
        inks = tuple((hues if of_cell[at] else pale)[int(self._labels[at])] for at in order)
        self.field.show_points(self._all[order], inks)
        self.field.show_ringed(self._all[self._index])

    def _take(self, x: float, y: float) -> None:
        if not len(self._index):
            self.field.show_cross(None)
            return
        places = self._all[self._index].astype(np.float64)
        wide = self.field.across.high - self.field.across.low, self.field.up.high - self.field.up.low
        away = (((places - (x, y)) / wide) ** 2).sum(axis=1)
        nearest = int(away.argmin())
        self.field.show_cross((float(places[nearest, 0]), float(places[nearest, 1])))
        self.next.show()
        self.picked.emit(int(self._index[nearest]))
