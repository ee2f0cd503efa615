"""The edge field against QPainter drawing every edge as an antialiased line, in one run on one core.

Both make the picture of all edges of a whole network on a page of 1280×800. The field is as it is used: a
row for every two pixels, 256 columns between two layers, plans made before, tone mapping included. Up to
`--lines` edges are really drawn as lines, a random choice of them where there are more, and the time is
scaled up. They take turns, the medians count, and both are measured in processor time, so that other
programs disturb little.

    PYTHONPATH=. .venv/bin/python tests/benchmarks/bench_field.py [--turns 7] [--lines 15000] [--json]
"""

import argparse
import json
import os
import statistics
import time
from itertools import pairwise
from typing import Any

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPen

from netviz.rendering.field.field import edge_field, plan_field
from netviz.rendering.field.scratch import Scratch
from netviz.rendering.field.tone import tone_map
from netviz.training.jobs.mathematics import one_blas_thread

WIDTH, HEIGHT = 1280, 800
FIELD_ROWS, FIELD_COLUMNS = HEIGHT // 2, 256
BLUE, RED = (0x1F, 0x6F, 0xD6), (0xD6, 0x32, 0x2D)
NETWORKS = ((784, 16, 16, 10), (784, 128, 64, 10), (784, 512, 256, 10), (784, 1024, 200, 10))
REQUIRED = {(784, 16, 16, 10): 10.0, (784, 128, 64, 10): 70.0}


class Page:
    """A network of random weights, and where its neurons are: the image's border, then columns."""

    def __init__(self, sizes: tuple[int, ...]) -> None:
        rng = np.random.default_rng(0)
        self.x = np.linspace(330, 1220, len(sizes))
        self.y = [np.linspace(250, 550, sizes[0]), *(np.linspace(30, 770, n) for n in sizes[1:])]
        self.weights = [rng.standard_normal(shape).astype(np.float32) for shape in pairwise(sizes)]
        self.ref = [float(np.quantile(np.abs(w), 0.995)) for w in self.weights]
        scale = FIELD_ROWS / HEIGHT
        self.plans = [
            plan_field(
                self.y[k] * scale,
                self.y[k + 1] * scale,
                rows=FIELD_ROWS,
                columns=FIELD_COLUMNS,
                slope_scale=1 / scale / float(self.x[k + 1] - self.x[k]),
            )
            for k in range(len(self.weights))
        ]

    @property
    def edges(self) -> int:
        return sum(w.size for w in self.weights)


def field_seconds(page: Page, scratch: Scratch) -> list[float]:
    """Of each pair of layers."""
    seconds = []
    for w, plan, ref in zip(page.weights, page.plans, page.ref, strict=True):
        start = time.process_time()
        tone_map(edge_field(w, plan, ref=ref, power=2.0, scratch=scratch), BLUE, RED)
        seconds.append(time.process_time() - start)
    return seconds


def line_seconds(page: Page, most: int) -> float:
    """Of all lines, with their strength as opacity and width; choosing and sorting them is left out."""
    rng = np.random.default_rng(1)
    todo = []
    for k, (w, ref) in enumerate(zip(page.weights, page.ref, strict=True)):
        count = max(1, round(w.size * min(1.0, most / page.edges)))
        chosen = rng.choice(w.size, count, replace=False)
        strengths = np.minimum(np.abs(w.ravel()[chosen]) / ref, 1) ** 2
        for edge, strength in zip(chosen.tolist(), strengths.tolist(), strict=True):
            i, j = divmod(edge, w.shape[1])
            line = QLineF(column_x(page, k), page.y[k][i], column_x(page, k + 1), page.y[k + 1][j])
            colour = QColor(*(BLUE if w[i, j] > 0 else RED), round(255 * strength))
            todo.append((line, QPen(colour, 0.6 + 1.4 * strength)))
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    start = time.process_time()
    for line, pen in todo:
        painter.setPen(pen)
        painter.drawLine(line)
    seconds = time.process_time() - start
    painter.end()
    return seconds * page.edges / len(todo)


def column_x(page: Page, layer: int) -> float:
    return float(page.x[layer])


def measure(sizes: tuple[int, ...], turns: int, most: int) -> dict[str, Any]:
    page, scratch = Page(sizes), Scratch()
    field_seconds(page, scratch)
    layers, lines = [], []
    for _ in range(turns):
        layers.append(field_seconds(page, scratch))
        lines.append(line_seconds(page, max(500, most // turns)))
        layers.append(field_seconds(page, scratch))
    field = statistics.median(sum(each) for each in layers)
    line = statistics.median(lines)
    return {
        "layers": "-".join(map(str, sizes)),
        "edges": page.edges,
        "field_ms": round(1e3 * field, 1),
        "field_ms_by_layer": [round(1e3 * statistics.median(each), 1) for each in zip(*layers, strict=True)],
        "lines_ms": round(1e3 * line),
        "ratio": round(line / field, 1),
    }


def main() -> None:
    """Print the table, and as the last line one JSON object if asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=7)
    parser.add_argument("--lines", type=int, default=15_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    application = QGuiApplication([])
    one_blas_thread()
    rows = []
    print(f"{'network':<18}{'edges':>10}{'field':>10}{'lines':>10}{'ratio':>8}{'needed':>8}   each layer")
    for sizes in NETWORKS:
        row = measure(sizes, arguments.turns, arguments.lines)
        layers = " + ".join(f"{ms:.1f}" for ms in row["field_ms_by_layer"])
        print(
            f"{row['layers']:<18}{row['edges']:>10,}{row['field_ms']:>7.1f} ms{row['lines_ms']:>7.0f} ms"
            f"{row['ratio']:>8.1f}{REQUIRED.get(sizes, ''):>8}   {layers} ms",
            flush=True,
        )
        rows.append(row)
    application.quit()
    if arguments.json:
        print(json.dumps({"field": rows}))


if __name__ == "__main__":
    main()
