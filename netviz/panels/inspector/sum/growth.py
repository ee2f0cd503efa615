"""How a sum goes on from term to term: a bar for each, that begins where the one before ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from netviz.viewmodels.palette import Palette


def paint_growth(
    painter: QPainter, parts: NDArray[np.float64], z: float | None, box: QRectF, palette: Palette
) -> None:
    """`box` is the first row's; the others lie below it. `z`, the whole, has the last row; without it each
    bar begins at 0.
    """
    if not np.isfinite(parts).all():
        return
    if z is None:
        ends = np.stack([np.zeros(len(parts)), parts], 1)
    else:
        after = np.cumsum(parts)
        ends = np.vstack([np.stack([after - parts, after], 1), [0.0, z]])
    low, high = min(float(ends.min()), 0.0), max(float(ends.max()), 0.0)
    span, row = max(high - low, 1e-12), box.height()
    x = box.left() + (ends - low) / span * box.width()
    zero = box.left() - low / span * box.width()
    painter.setPen(QPen(QColor(palette.line), 1))
    painter.drawLine(QPointF(zero, box.top()), QPointF(zero, box.top() + len(ends) * row))
    for k, (begin, end) in enumerate(x.tolist()):
        top, whole = box.top() + k * row, z is not None and k == len(ends) - 1
        if z is not None and not whole:
            painter.setPen(QPen(QColor(palette.muted), 0.8))
            painter.drawLine(QPointF(end, top + row / 2), QPointF(end, top + 1.5 * row))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(
            QColor(palette.text if whole else palette.positive if end >= begin else palette.negative)
        )
        painter.drawRect(QRectF(min(begin, end), top + 5, max(abs(end - begin), 0.8), row - 10))
