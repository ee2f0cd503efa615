"""A story's mini-batch and its loss stand beside inputs that have names: never on these, nor on neurons."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from netviz.network.spec import NetworkSpec
from netviz.rendering.arrows.sheet import _curve_place, _sheet_place
from netviz.rendering.camera import Camera
from netviz.rendering.fonts import picture_family
from netviz.rendering.labels import caption_places
from netviz.tasks.all_tasks import task_named
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import LIGHT
from netviz.viewmodels.scene import resolve
from netviz.viewmodels.story.outcome import EACH_ITS_SCALE

pytestmark = pytest.mark.usefixtures("qapp")
ABOUT = f"step 10 of 48 · {EACH_ITS_SCALE}"


@pytest.mark.parametrize("name", ["spam", "penguins", "curve"])
@pytest.mark.parametrize("size", [(800, 450), (1300, 800), (500, 260)], ids=str)
def test_what_is_beside_names_covers_nothing(name: str, size: tuple[int, int]) -> None:
    spec: NetworkSpec = task_named(name).network
    layout = make_layout(spec, *size, task_named(name))
    scene = resolve(Snapshot("some", 0, 0, spec, np.zeros(spec.n_parameters, np.float32)), layout, LIGHT)
    curve = _curve_place(scene, Camera(), picture_family(), ABOUT)
    sheet = _sheet_place(scene, Camera())
    assert size[1] < 400 or (curve is not None and sheet is not None)
    taken = [
        QRectF(x - r, y - r, 2 * r, 2 * r)
        for (x, y), r in zip(layout.xy.tolist(), layout.radius.tolist(), strict=True)
    ]
    if name != "curve":
        taken.append(QRectF(0, 0, layout.column_x[0], size[1]))
    page = QRectF(0, 0, *size)
    for place in (sheet, *((curve.chart, curve.about) if curve is not None else ())):
        if place is not None:
            assert page.contains(place)
            assert not [other for other in taken if place.intersects(other)]


@pytest.mark.parametrize("sizes", [(784, 16, 16, 10), (784, 16, 10), (784, 64, 32, 10)])
@pytest.mark.parametrize("size", [(476, 400), (640, 420), (800, 450), (1300, 800)], ids=str)
def test_what_is_said_of_the_loss_stands_before_the_layers_and_their_names(
    sizes: tuple[int, ...], size: tuple[int, int]
) -> None:
    spec = NetworkSpec(sizes, ("relu",) * (len(sizes) - 2))
    layout = make_layout(spec, *size, task_named("digits"))
    scene = resolve(Snapshot("some", 0, 0, spec, np.zeros(spec.n_parameters, np.float32)), layout, LIGHT)
    curve = _curve_place(scene, Camera(), picture_family(), ABOUT)
    assert curve is not None
    assert QRectF(0, 0, *size).contains(curve.about)
    names = caption_places(scene, Camera(), picture_family())
    assert 1 in names
    assert not [name for name in names.values() if name.intersects(curve.about)]
    neurons = layout.xy[784:, 0] - layout.radius[784:]
    assert curve.about.right() < neurons.min()
