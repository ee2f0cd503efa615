"""Pictures by QPainter: golden images at three densities, light and dark; the same at any scale."""

import numpy as np
import pytest
from PySide6.QtCore import QSize

from netviz.rendering.edges.choice import standing_out
from netviz.rendering.edges.strength import look_of_few, strengths
from netviz.rendering.files.picture import page_size, render_picture
from netviz.rendering.selection import select
from netviz.viewmodels.scene import Focus

DEEP = (784, 128, 64, 10)
WIDE = (784, 512, 256, 10)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("picture-13k-light", {}),
        ("picture-13k-dark", {"dark": True, "resting": False}),
        ("picture-13k-untrained", {"trained": False, "digit": False}),
        ("picture-13k-focus", {"focus": Focus(1, 4)}),
        ("picture-109k-light", {"sizes": DEEP, "resting": False}),
        ("picture-109k-dark", {"sizes": DEEP, "dark": True, "digit": False}),
        ("picture-535k-light", {"sizes": WIDE, "digit": False}),
        ("picture-535k-dark", {"sizes": WIDE, "dark": True}),
        ("picture-columns", {"sizes": (12, 9, 30, 5, 7), "digit": False}),
    ],
)
def test_golden(qapp, make_scene, matches_golden, name, arguments) -> None:
    matches_golden(name, render_picture(make_scene(**arguments), 640, 400))


def test_the_same_scene_gives_the_same_picture(qapp, make_scene, how_different) -> None:
    one, other = (render_picture(make_scene(), 640, 400) for _ in range(2))
    assert how_different(one, other) == (0.0, 0.0)


def test_a_larger_picture_is_the_same_page_enlarged(qapp, make_scene, how_different) -> None:
    scene = make_scene(digit=False)
    small = render_picture(scene, 640, 400)
    large = render_picture(scene, 1920, 1200)
    assert large.size() == QSize(1920, 1200)
    from PySide6.QtCore import Qt

    reduced = large.scaled(640, 400, mode=Qt.TransformationMode.SmoothTransformation)
    mean, _ = how_different(small, reduced)
    assert mean < 2.5


def test_another_shape_of_picture_has_the_page_in_the_middle(qapp, make_scene, as_pixels) -> None:
    scene = make_scene(digit=False)
    picture = as_pixels(render_picture(scene, 640, 800))
    page = picture[2, 2]
    assert (picture[:190] == page).all()
    assert (picture[-190:] == page).all()
    assert (picture[200:600] != page).any()


@pytest.mark.parametrize(
    ("size", "page"),
    [
        ((1600, 1000), (1600, 1000)),
        ((640, 400), (640, 400)),
        ((3840, 2160), (1777.78, 1000)),
        ((800, 3000), (800, 3000)),
    ],
)
def test_words_stay_readable_at_any_size(size, page) -> None:
    assert page_size(*size) == pytest.approx(page, abs=0.01)


def test_edges_in_focus_have_the_sign_and_order_of_their_weights(qapp, make_scene, as_pixels) -> None:
    """Read back from the picture: how blue or red each edge of one neuron is, halfway to the next column."""
    scene = make_scene(sizes=(784, 16, 6, 10), focus=Focus(3, 4), digit=False, size=(1600, 1000))
    picture = as_pixels(render_picture(scene, 1600, 1000)).astype(float)
    layout, spec = scene.layout, scene.spec
    own, _ = standing_out(scene)
    signed = strengths(scene, own, look_of_few(scene, own))
    seen, wanted = [], []
    end = layout.xy[spec.neuron_slices[3].start + 4]
    for edge, strength in zip(own.tolist(), signed.tolist(), strict=True):
        source = (edge - spec.weight_slices[2].start) // 10
        begin = layout.xy[spec.neuron_slices[2].start + source]
        # Along the edge, away from its ends; across it, as far as it is wide; dashes come and go.
        inks = []
        for t in np.linspace(0.25, 0.5, 200):
            x, y = begin + (end - begin) * t
            strip = picture[int(y) - 4 : int(y) + 6, int(x)]
            inks.append((strip[:, 2] - strip[:, 0] - (picture[5, 5, 2] - picture[5, 5, 0])).sum())
        seen.append(float(np.mean(inks)))
        wanted.append(strength)
    seen_signs = np.sign(seen)[np.abs(wanted) > 0.03]
    assert (seen_signs == np.sign(wanted)[np.abs(wanted) > 0.03]).all()
    strong = np.abs(wanted) > 0.05
    for sign in (1, -1):
        same = strong & (np.sign(wanted) == sign)
        order = np.argsort(np.abs(np.array(wanted))[same])
        assert (np.diff(np.abs(np.array(seen))[same][order]) > 0).all()


def test_all_edges_are_in_the_selection_s_lines_or_mist(make_scene) -> None:
    scene = make_scene(sizes=DEEP, digit=False)
    selection = select(scene, 500)
    assert len(selection.ids) <= 510
    assert len(selection.mist) == 3
