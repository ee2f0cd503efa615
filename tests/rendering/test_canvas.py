"""The canvas: what it shows, what it tells, and that it goes on where the GPU does not."""

import os
import subprocess
import sys
from time import perf_counter

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from netviz.rendering.camera import Camera
from netviz.rendering.canvas import CanvasStatus, GraphCanvas
from netviz.rendering.labels import paint_labels
from netviz.rendering.overlay import LabelOverlay
from netviz.rendering.painter import paint, paint_page
from netviz.rendering.selection import Selection
from netviz.rendering.views.paint_view import PaintView
from netviz.viewmodels.scene import Focus

SIZE = (640, 400)


@pytest.fixture
def canvas(request, qtbot) -> GraphCanvas:
    """A shown canvas of each kind, 640 × 400."""
    made = new_canvas(qtbot, request.param)
    yield made
    made.give_back()
    made.close()


def new_canvas(qtbot, kind: str, window: QWidget | None = None) -> GraphCanvas:
    """Within a `window`, which then has to live as long as the canvas does; else a window of its own."""
    made = GraphCanvas(window)
    made.max_fps = 1000
    if window is None:
        qtbot.addWidget(made)
    if kind == "painter" and made.status.backend != "QPainter":
        made.use_painter()
    if kind == "window":
        made.use_window()
    made.resize(*SIZE)
    made.show()
    return made


# In the window itself, as on a real device; behind it, as on a program; without any device.
KINDS = [*(pytest.param(kind, marks=pytest.mark.gpu) for kind in ("window", "gpu")), "painter"]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "canvas" in metafunc.fixturenames:
        metafunc.parametrize("canvas", KINDS, indirect=True)


def settled(qtbot, canvas: GraphCanvas) -> None:
    """Wait until nothing is left to draw."""
    qtbot.waitUntil(lambda: canvas.settled, timeout=20_000)


def shot(canvas: GraphCanvas) -> QImage:
    return canvas.grab().toImage()


def move(canvas: QWidget, place: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """The pointer moves; sent as an event, as the screen's own pointer may be anywhere."""
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(place),
        QPointF(canvas.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(canvas, event)


def painted_by_painter(scene, selection: Selection, family: str) -> QImage:
    """What the canvas should look like."""
    picture = QImage(*SIZE, QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        paint_page(painter, scene, picture.rect())
        paint(painter, scene, selection, Camera())
        paint_labels(painter, scene, Camera(), family)
    return picture


DENSITIES = {"13k": (784, 16, 16, 10), "109k": (784, 128, 64, 10), "535k": (784, 512, 256, 10)}


# Dark is the same with other colours: at each density in `make test-long`.
LOOKS = [
    pytest.param(density, dark, marks=pytest.mark.long if dark and density != "13k" else ())
    for density in DENSITIES
    for dark in (False, True)
]


@pytest.mark.parametrize(("density", "dark"), LOOKS)
def test_it_shows_what_the_painter_paints(canvas, qtbot, make_scene, how_different, density, dark) -> None:
    scene = make_scene(sizes=DENSITIES[density], dark=dark, resting=False)
    canvas.show_scene(scene)
    settled(qtbot, canvas)
    mean, high = how_different(
        shot(canvas), painted_by_painter(scene, canvas.selection, canvas.font().family())
    )
    assert mean < 1.0
    assert high < 60


def test_it_shows_a_focus_as_the_painter_does(canvas, qtbot, make_scene, how_different) -> None:
    scene = make_scene(focus=Focus(1, 4))
    canvas.show_scene(scene)
    settled(qtbot, canvas)
    mean, high = how_different(
        shot(canvas), painted_by_painter(scene, canvas.selection, canvas.font().family())
    )
    assert mean < 1.0
    assert high < 60


def test_negative_activations_have_a_dashed_rim_in_both(canvas, qtbot, make_scene, how_different) -> None:
    scene = make_scene(sizes=(784, 6, 10))
    negative = np.zeros_like(scene.negative)
    negative[784::2] = True
    from dataclasses import replace

    scene = replace(scene, negative=negative, key=("negative",))
    canvas.show_scene(scene)
    settled(qtbot, canvas)
    mean, high = how_different(
        shot(canvas), painted_by_painter(scene, canvas.selection, canvas.font().family())
    )
    assert mean < 1.0
    assert high < 110  # where a dash begins is a pixel here or there


@pytest.mark.parametrize("kind", KINDS)
def test_within_a_window_it_is_the_same_picture(qtbot, make_scene, how_different, kind) -> None:
    """Every neuron down to the last, wherever in the window the canvas stands."""
    window = QWidget()
    canvas = new_canvas(qtbot, kind, window)
    canvas.move(120, 200)
    window.resize(SIZE[0] + 120, SIZE[1] + 200)
    with qtbot.waitExposed(window):
        window.show()
    scene = make_scene(sizes=DENSITIES["109k"])
    canvas.show_scene(scene)
    settled(qtbot, canvas)
    within = window.grab().toImage().copy(120, 200, *SIZE)
    expected = painted_by_painter(scene, canvas.selection, canvas.font().family())
    mean, high = how_different(within, expected)
    assert mean < 1.0
    assert high < 60
    column = QRect(round(scene.layout.column_x[1]) - 4, 330, 8, 60)
    assert how_different(within.copy(column), expected.copy(column))[0] < 3.0
    canvas.give_back()


@pytest.mark.gpu
@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("canvas-13k-light", {}),
        ("canvas-13k-dark", {"dark": True, "resting": False}),
        ("canvas-109k-light", {"sizes": DENSITIES["109k"], "resting": False}),
        ("canvas-109k-dark", {"sizes": DENSITIES["109k"], "dark": True, "focus": Focus(1, 60)}),
        ("canvas-535k-light", {"sizes": DENSITIES["535k"], "digit": False}),
        ("canvas-535k-dark", {"sizes": DENSITIES["535k"], "dark": True}),
    ],
)
def test_golden(qtbot, make_scene, matches_golden, name, arguments) -> None:
    canvas = new_canvas(qtbot, "window")
    canvas.show_scene(make_scene(**arguments))
    settled(qtbot, canvas)
    canvas.findChild(LabelOverlay).hide()  # words are in the system's font
    matches_golden(name, shot(canvas))


@pytest.mark.gpu
def test_on_a_screen_the_gpu_draws(qtbot, make_scene) -> None:
    canvas = new_canvas(qtbot, "gpu")
    canvas.show_scene(make_scene())
    settled(qtbot, canvas)
    assert canvas.status.backend not in ("", "QPainter")
    assert canvas.status.device
    assert canvas.status.problem == ""


def test_the_status_counts_the_edges(canvas, qtbot, make_scene) -> None:
    seen: list[CanvasStatus] = []
    canvas.status_changed.connect(seen.append)
    canvas.show_scene(make_scene(digit=False))
    settled(qtbot, canvas)
    assert canvas.status == seen[-1]
    assert canvas.status.edges_total == 12_960
    assert canvas.status.edges_drawn == len(canvas.selection.ids)


def test_the_same_scene_costs_no_frame(canvas, qtbot, make_scene) -> None:
    canvas.show_scene(make_scene())
    settled(qtbot, canvas)
    frames = []
    canvas.painted.connect(lambda: frames.append(1))
    canvas.show_scene(canvas.scene)
    qtbot.wait(150)
    assert frames == []


@pytest.mark.parametrize("kind", ["gpu", "painter"])
def test_the_window_hears_the_pen_between_edges_and_neurons(qtbot, make_scene, kind) -> None:
    canvas = new_canvas(qtbot, kind)
    canvas.show_scene(make_scene())
    settled(qtbot, canvas)
    told: list[str] = []
    view = canvas._view
    draw, seen = view.draw_edges, QTimer(canvas, singleShot=True, interval=0)
    seen.timeout.connect(lambda: told.append("pen"))

    def draw_edges(scene, work, size, scale):
        drawn = draw(scene, work, size, scale)
        if work.live and "edges" not in told:
            told.append("edges")
            seen.start()
        return drawn

    view.draw_edges = draw_edges
    canvas.painted.connect(lambda: told.append("painted") if "edges" in told else None)
    canvas.show_scene(make_scene(step=1))
    qtbot.waitUntil(lambda: "painted" in told)
    assert told[:3] == ["edges", "pen", "painted"]


def test_frames_are_no_more_than_allowed(canvas, qtbot, make_scene) -> None:
    canvas.show_scene(make_scene(digit=False))
    settled(qtbot, canvas)
    canvas.max_fps = 10
    frames = []
    canvas.painted.connect(lambda: frames.append(1))
    scenes = [make_scene(digit=False, focus=Focus(1, step)) for step in range(16)]
    began = perf_counter()
    for step in range(60):
        canvas.show_scene(scenes[step % 16])
        qtbot.wait(10)
    # One may have been under way before, some are late, the window system asks for some: far from all 60.
    assert 2 <= len(frames) <= 10 * (perf_counter() - began) + 6


def test_edges_are_kept_while_refreshing_is_off(canvas, qtbot, make_scene, snapshot, how_different) -> None:
    canvas.show_scene(make_scene(digit=False))
    settled(qtbot, canvas)
    before = shot(canvas)
    canvas.set_refresh_edges(False)
    other = snapshot(trained=False, step=5)
    canvas.show_scene(make_scene(snapshot=other, digit=False))
    qtbot.wait(300)
    assert how_different(before, shot(canvas))[0] < 0.1
    canvas.set_refresh_edges(True)
    settled(qtbot, canvas)
    assert how_different(before, shot(canvas))[0] > 1.0


def test_another_network_is_drawn_as_itself(canvas, qtbot, make_scene, how_different) -> None:
    """Larger, smaller, deeper: every buffer is of the network that is shown."""
    for sizes in ((784, 16, 16, 10), (784, 200, 10), (784, 4, 4, 4, 4, 10), (40, 30, 5), (784, 10)):
        scene = make_scene(sizes=sizes, digit=False)
        canvas.show_scene(scene)
        settled(qtbot, canvas)
        expected = painted_by_painter(scene, canvas.selection, canvas.font().family())
        mean, _ = how_different(shot(canvas), expected)
        assert mean < 1.0, sizes


def test_a_camera_shows_a_part_of_it(canvas, qtbot, make_scene, how_different) -> None:
    scene = make_scene(digit=False)
    canvas.show_scene(scene)
    settled(qtbot, canvas)
    whole = shot(canvas)
    canvas.set_camera(Camera(3.0, -900.0, -300.0))
    settled(qtbot, canvas)
    picture = QImage(*SIZE, QImage.Format.Format_RGB32)
    with QPainter(picture) as painter:
        paint_page(painter, scene, picture.rect())
        paint(painter, scene, canvas.selection, canvas.camera)
        paint_labels(painter, scene, canvas.camera, canvas.font().family(), height=SIZE[1])
    assert how_different(shot(canvas), picture)[0] < 1.0
    canvas.fit()
    settled(qtbot, canvas)
    assert how_different(shot(canvas), whole)[0] < 0.5


def test_the_pointer_hovers_picks_and_lets_go(canvas, qtbot, make_scene) -> None:
    scene = make_scene()
    canvas.show_scene(scene)
    settled(qtbot, canvas)
    hovered: list[Focus | None] = []
    picked: list[Focus | None] = []
    canvas.hovered.connect(hovered.append)
    canvas.picked.connect(picked.append)
    where = scene.spec.neuron_slices
    place = QPointF(*scene.layout.xy[where[2].start + 3].tolist()).toPoint()
    move(canvas, QPoint(5, 5))
    move(canvas, place)
    assert hovered[-1] == Focus(2, 3)
    move(canvas, place + QPoint(1, 1))
    assert hovered.count(Focus(2, 3)) == 1
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert picked == [Focus(2, 3)]
    move(canvas, QPoint(5, 5))
    assert hovered[-1] is None
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert picked == [Focus(2, 3), None]


def test_a_click_on_a_cell_picks_the_pixel(canvas, qtbot, make_scene) -> None:
    scene = make_scene()
    canvas.show_scene(scene)
    picked: list[Focus | None] = []
    canvas.picked.connect(picked.append)
    QTest.mouseClick(
        canvas, Qt.MouseButton.LeftButton, pos=QPointF(*scene.layout.xy[28 * 5 + 9].tolist()).toPoint()
    )
    assert picked == [Focus(0, 28 * 5 + 9)]


def test_dragging_moves_the_page_and_is_no_click(canvas, qtbot, make_scene) -> None:
    canvas.show_scene(make_scene())
    picked: list[object] = []
    canvas.picked.connect(picked.append)
    canvas.set_camera(Camera(2.0, -200.0, -100.0))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    for x in range(300, 340, 4):
        move(canvas, QPoint(x, 210), Qt.MouseButton.LeftButton)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(336, 210))
    assert picked == []
    assert canvas.camera.zoom == 2.0
    assert canvas.camera.x == pytest.approx(-200 + 36, abs=6)


def test_the_wheel_zooms_at_the_pointer_and_keys_fit(canvas, qtbot, make_scene) -> None:
    canvas.show_scene(make_scene())
    here = QPointF(200, 150)
    before = canvas.camera.to_page(here.x(), here.y())
    wheel = QWheelEvent(
        here,
        QPointF(canvas.mapToGlobal(here.toPoint())),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, wheel)
    assert canvas.camera.zoom > 1.2
    assert canvas.camera.to_page(here.x(), here.y()) == pytest.approx(before, abs=0.01)
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.camera == Camera()
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.camera.zoom == pytest.approx(1.25)


def test_resizing_tells_the_page(canvas, qtbot) -> None:
    with qtbot.waitSignal(canvas.page_resized) as seen:
        canvas.resize(700, 500)
    assert seen.args == [700.0, 500.0]


@pytest.mark.gpu
@pytest.mark.parametrize("kind", ["window", "gpu"])
def test_a_failing_shader_brings_the_painter(qtbot, make_scene, how_different, monkeypatch, kind) -> None:
    from netviz.rendering.views.edge_pictures import EdgePictures

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("The graphics driver refused everything.")

    monkeypatch.setattr(EdgePictures, "draw", broken)
    canvas = new_canvas(qtbot, kind)
    scene = make_scene()
    canvas.show_scene(scene)
    qtbot.waitUntil(lambda: canvas.status.backend == "QPainter", timeout=5000)
    assert canvas.status.problem == "The graphics driver refused everything."
    settled(qtbot, canvas)
    expected = painted_by_painter(scene, canvas.selection, canvas.font().family())
    assert how_different(shot(canvas), expected)[0] < 1.0
    assert canvas.findChild(PaintView) is not None


@pytest.mark.gpu
@pytest.mark.parametrize("kind", ["window", "gpu"])
def test_another_graphics_device_draws_on(qtbot, make_scene, how_different, kind) -> None:
    """Moved into another window, the widget gets another device: everything is made again."""
    windows = [QWidget() for _ in range(4)]
    canvas = new_canvas(qtbot, kind, windows[0])
    scene = make_scene(focus=Focus(2, 1))
    canvas.show_scene(scene)
    before = None
    for window in windows:
        column = QVBoxLayout(window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(canvas)
        window.resize(*SIZE)
        with qtbot.waitExposed(window):
            window.show()
        settled(qtbot, canvas)
        assert canvas.status.problem == ""
        picture = shot(canvas)
        assert before is None or how_different(before, picture)[0] < 0.5
        before = picture
    # The last window goes with the canvas in it: Qt's widget does not outlive the device of its window.
    canvas.give_back()


@pytest.mark.gpu
def test_a_network_deeper_than_the_shader_knows_goes_to_the_painter(qtbot, make_scene) -> None:
    canvas = new_canvas(qtbot, "gpu")
    canvas.show_scene(make_scene(sizes=(784,) + (2,) * 70 + (10,), digit=False))
    qtbot.waitUntil(lambda: canvas.status.backend == "QPainter", timeout=5000)
    assert "71 layers" in canvas.status.problem


def test_nothing_to_show_is_an_empty_page(canvas, qtbot) -> None:
    qtbot.wait(100)
    assert canvas.status.edges_total == 0
    assert not shot(canvas).isNull()


WITHOUT_OPENGL = """
import sys, time
from PySide6.QtWidgets import QApplication
from netviz.rendering.canvas import GraphCanvas
app = QApplication([])
canvas = GraphCanvas()
canvas.setStyleSheet("background: #336699")
canvas.resize(300, 200)
canvas.show()
end = time.monotonic() + 1.5
while time.monotonic() < end:
    app.processEvents()
seen = app.primaryScreen().grabWindow(canvas.winId()).toImage().pixelColor(150, 100)
print(canvas.status.backend, canvas.status.problem != "", seen.lightness() > 40)
"""


@pytest.mark.gpu
@pytest.mark.skipif(sys.platform != "linux", reason="how to take OpenGL away is known for X11 only")
def test_without_opengl_the_window_is_no_black_hole() -> None:
    environment = os.environ | {"QT_XCB_GL_INTEGRATION": "none"}
    command = [sys.executable, "-c", WITHOUT_OPENGL]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["QPainter", "True", "True"], done.stderr[-2000:]
