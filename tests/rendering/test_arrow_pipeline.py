"""Lines and arrows by the graphics device look as those by the painter."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from netviz.network.network import Network
from netviz.rendering.arrows.data import AROUND, FILLED, OPEN, STROKE, arrow_instances, by_device
from netviz.rendering.arrows.painter import paint_moment
from netviz.rendering.camera import Camera
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.overlay import LabelOverlay
from netviz.rendering.painter import paint, paint_page
from netviz.tasks.digits.task import DIGITS
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import DARK, LIGHT, LIGHT_COLOUR_BLIND
from netviz.viewmodels.scene import Scene, resolve
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.prepare import prepare
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import story_scene

SIZE = (860, 640)


def a_scene(stage: float, palette=LIGHT) -> Scene:
    spec = DIGITS.network
    network = Network(spec)
    network.initialise(0)
    snapshot = Snapshot("arrows", 0, 0, spec, network.parameters.copy())
    ink = np.zeros((28, 28), np.uint8)
    ink[6:22, 8:20] = 255
    layout = make_layout(spec, *SIZE)
    rng = np.random.default_rng(0)
    images = rng.integers(0, 255, (16, 784), np.uint8)
    story = prepare(
        snapshot,
        ink.ravel(),
        0,
        layout,
        (1.0, 1.5, 1.5, 1.0),
        images=images,
        labels=rng.integers(0, 10, 16),
        step=0,
        reads=DIGITS.input,
    )
    return story_scene(resolve(snapshot, layout, palette), moment(story, stage + REST))


def test_every_line_and_arrow_is_an_instance_in_the_painter_s_order() -> None:
    scene = a_scene(2)
    assert scene.moment is not None
    line, form, colour = arrow_instances(scene)
    kinds = form["form"][:, 1]
    assert len(line) == len(form) == len(colour)
    arrows = sum(len(part.edge) for part in scene.moment.arrows)
    assert ((kinds == FILLED) | (kinds == OPEN)).sum() == arrows > 0
    filled = sum(int(part.filled.sum()) for part in scene.moment.arrows)
    assert (kinds == FILLED).sum() == filled
    # Lines are drawn first, and a halo before what it keeps clear.
    first_arrow = int(np.flatnonzero(kinds >= FILLED)[0])
    assert (kinds[:first_arrow] == STROKE).all()
    assert kinds[first_arrow] == AROUND
    tips = {tuple(tip) for part in scene.moment.arrows for tip in part.line.tolist()}
    assert {tuple(tip) for tip in line["line"][kinds > STROKE].tolist()} == tips


def test_where_a_sheet_lies_between_them_the_painter_draws_all() -> None:
    scene = a_scene(7)
    assert scene.moment is not None
    assert scene.moment.sheet is not None
    assert not by_device(scene)
    assert not len(arrow_instances(scene)[0])


PALETTES = {"light": LIGHT, "dark": DARK, "colour-blind": LIGHT_COLOUR_BLIND}
# Every stage and every palette once; all the other pairs with what takes long.
PAIRS = ((5, "colour-blind"), (6, "light"))


@pytest.mark.gpu
@pytest.mark.parametrize(
    ("stage", "palette"),
    [
        pytest.param(stage, palette, marks=() if (stage, palette) in PAIRS else pytest.mark.long)
        for stage in (2, 4, 5, 6)
        for palette in PALETTES
    ],
)
def test_the_device_draws_what_the_painter_paints(qtbot, how_different, stage, palette) -> None:
    scene = a_scene(stage, PALETTES[palette])
    canvas = GraphCanvas()
    qtbot.addWidget(canvas)
    canvas.use_window()
    canvas.resize(*SIZE)
    with qtbot.waitExposed(canvas):
        canvas.show()
    canvas.show_scene(scene)
    qtbot.waitUntil(lambda: canvas.settled, timeout=20_000)
    overlay = canvas.findChild(LabelOverlay)
    assert overlay.device_draws
    overlay.hide()
    shown = canvas.grab().toImage()
    canvas.give_back()
    canvas.close()
    edges = canvas.selection
    assert edges is not None

    def painted(*, along_edges: bool) -> QImage:
        picture = QImage(*SIZE, QImage.Format.Format_RGB32)
        with QPainter(picture) as painter:
            paint_page(painter, scene, QRectF(picture.rect()))
            paint(painter, scene, edges, Camera())
            if along_edges:
                _only_along_edges(painter, scene)
        return picture

    mean, high = how_different(shown, painted(along_edges=True))
    without, _ = how_different(shown, painted(along_edges=False))
    assert mean < 1.0
    assert high < 90
    assert mean < without / 3


def _only_along_edges(painter: QPainter, scene: Scene) -> None:
    from dataclasses import replace

    assert scene.moment is not None
    bare = replace(scene.moment, wishes=(), rings=(), labels=(), curve=None, sheet=None)
    paint_moment(painter, replace(scene, moment=bare), Camera(), "", headline=False)
