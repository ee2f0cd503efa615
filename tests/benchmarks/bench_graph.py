"""What a full refresh of the canvas costs against QPainter drawing every edge antialiased, in one run.

    xvfb-run -s "-screen 0 1920x1080x24 +extension GLX" python tests/benchmarks/bench_graph.py

A refresh is the choice of the strongest, the mist of all others, the upload of all weights and the frame.
"""

import sys
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.rendering.budget import leave_a_core_to_training
from netviz.rendering.camera import Camera
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.edges.strength import look_of_all
from netviz.rendering.painter import paint_edges, paint_page
from netviz.rendering.selection import LIVE_DETAIL, select
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.scene import edge_reference, resolve

PAGE = (1280, 800)


def main() -> None:
    leave_a_core_to_training()
    app = QApplication([])
    canvas = GraphCanvas()
    canvas.max_fps = 1000
    canvas.resize(*PAGE)
    canvas.show()
    for sizes in ((784, 16, 16, 10), (784, 128, 64, 10)):
        spec = NetworkSpec.dense(sizes)
        network = Network(spec, np.float32, 1)
        network.initialise(0)
        layout = make_layout(spec, *PAGE)

        def scene(step: int, spec=spec, layout=layout, network=network):
            noise = np.random.default_rng(step).standard_normal(spec.n_parameters, np.float32)
            snapshot = Snapshot("bench", 0, step, spec, network.parameters * (1 + np.float32(0.05) * noise))
            reference = edge_reference(spec, snapshot.weights, exact=False)
            return resolve(snapshot, layout, LIGHT, reference=reference)

        canvas.show_scene(scene(0))
        until = perf_counter() + 2
        while perf_counter() < until:
            app.processEvents()
        refresh, python, choice = [], [], []
        for step in range(1, 8):
            changed = scene(step)
            time_to_draw = perf_counter() + 0.15  # the processor draws edges at most ten times a second
            while perf_counter() < time_to_draw:
                app.processEvents()
            painted = []
            connection = canvas.painted.connect(lambda painted=painted: painted.append(1))
            start = perf_counter()
            select(changed, canvas.status.edges_drawn, detail=LIVE_DETAIL)
            choice.append(perf_counter() - start)
            start = perf_counter()
            canvas.show_scene(changed)  # without a job thread it chooses here, so that it counts
            while not painted:
                app.processEvents()
            refresh.append(perf_counter() - start)
            python.append(canvas.python_ms)
            canvas.painted.disconnect(connection)

        picture = QImage(*PAGE, QImage.Format.Format_ARGB32_Premultiplied)
        last = scene(1)
        every = np.arange(spec.n_edges, dtype=np.uint32)
        start = perf_counter()
        with QPainter(picture) as painter:
            paint_page(painter, last, QRectF(0, 0, *PAGE))
            paint_edges(painter, last, every, look_of_all(last, Camera()), Camera())
        by_lines = perf_counter() - start
        ours = median(refresh)
        print(
            f"{spec}, {spec.n_edges:,} edges on {canvas.status.backend}, {canvas.status.device[:24]}: "
            f"refresh {ours * 1e3:.0f} ms (choice and mist {median(choice) * 1e3:.0f}, Python in the "
            f"frame {median(python):.1f}), every edge by QPainter {by_lines * 1e3:,.0f} ms: "
            f"{by_lines / ours:.0f} times"
        )
    canvas.close()


if __name__ == "__main__":
    main()
