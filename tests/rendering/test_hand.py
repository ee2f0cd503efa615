"""Pointer and keys on the network: what is hovered, kept, zoomed, and read in the lens."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QImage, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QScrollArea, QWidget

from netviz.rendering.camera import Camera
from netviz.rendering.pointing.hand import Hand
from netviz.rendering.pointing.lens import CROWDED, MOST_ROWS, lens_for, paint_lens
from netviz.rendering.selection import select
from netviz.viewmodels.scene import Focus

SIZE = (900, 640)


class Stage(QWidget):
    """A canvas without a picture."""

    def __init__(self, scene, lines: int = 3000) -> None:
        super().__init__()
        self.scene = scene
        self.selection = select(scene, lines, mist=False)
        self.camera = Camera()
        self.lens = None
        self.resize(*SIZE)
        self.hand = Hand(self, self)
        self.hovered: list[Focus | None] = []
        self.picked: list[Focus | None] = []
        self.hand.hovered.connect(self.hovered.append)
        self.hand.picked.connect(self.picked.append)

    def set_camera(self, camera: Camera) -> None:
        self.camera = camera.kept_in(*SIZE)

    def fit(self) -> None:
        self.camera = Camera()

    def show_lens(self, lens) -> None:
        self.lens = lens

    def move(self, x: float, y: float) -> None:
        place = QPointF(x, y)
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self, event)

    def wheel(self, x: float, y: float, notches: int) -> None:
        event = QWheelEvent(
            QPointF(x, y),
            QPointF(x, y),
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self, event)

    def place(self, focus: Focus) -> tuple[float, float]:
        where = self.scene.spec.neuron_slices[focus.column]
        return self.camera.to_screen(*self.scene.layout.xy[where.start + focus.index].tolist())


@pytest.fixture
def stage(qtbot, make_scene) -> Stage:
    made = Stage(make_scene(size=SIZE))
    qtbot.addWidget(made)
    return made


@pytest.fixture
def crowded(qtbot, make_scene) -> Stage:
    made = Stage(make_scene(sizes=(784, 512, 256, 10), size=SIZE, digit=False))
    qtbot.addWidget(made)
    return made


def test_a_pointer_that_lay_there_points_at_nothing_until_it_moves(stage: Stage) -> None:
    x, y = stage.place(Focus(2, 3))
    here = QPointF(x, y)
    QApplication.sendEvent(stage, QEnterEvent(here, here, here))
    stage.move(x, y)
    assert stage.hovered == []
    stage.move(x + 1, y)
    assert stage.hovered == [Focus(2, 3)]


@pytest.mark.parametrize("room", [SIZE[1] - 200, SIZE[1] + 200])
def test_on_a_page_that_scrolls_the_wheel_scrolls_it_and_zooms_with_control(
    qtbot, make_scene, room: int
) -> None:
    page = QScrollArea()
    qtbot.addWidget(page)
    stage = Stage(make_scene(size=SIZE))
    stage.setMinimumSize(*SIZE)
    page.setWidget(stage)
    page.resize(SIZE[0] + 50, room)
    page.show()
    bar, scrolls = page.verticalScrollBar(), room < SIZE[1]
    assert (bar.maximum() > 0) == scrolls
    here = QPointF(450, 300)
    QTest.wheelEvent(page.windowHandle(), here, QPoint(0, -120))
    assert (bar.value() > 0) == scrolls
    assert (stage.camera == Camera()) == scrolls
    stage.camera, before = Camera(), bar.value()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.wheelEvent(page.windowHandle(), here, QPoint(0, 240), QPoint(0, 0), control)
    assert stage.camera.zoom > 1
    assert bar.value() == before


def keys(stage: Stage, *names: str) -> None:
    for name in names:
        QTest.keyClick(stage, getattr(Qt.Key, f"Key_{name}"))


def test_keys_walk_from_the_output_that_won(stage) -> None:
    answer = stage.scene.answer
    keys(stage, "Up")
    assert stage.hovered == [Focus(3, answer)]
    keys(stage, "Left")
    assert stage.hovered[-1].column == 2
    here = stage.hovered[-1].index
    keys(stage, "Down", "Down", "Up")
    assert stage.hovered[-1] == Focus(2, here + 1)
    keys(stage, "Home")
    assert stage.hovered[-1] == Focus(2, 0)
    keys(stage, "Return")
    assert stage.picked == [Focus(2, 0)]
    keys(stage, "Escape")
    assert stage.picked == [Focus(2, 0), None]


def test_keys_go_on_from_what_the_pointer_has_chosen(stage) -> None:
    stage.move(*stage.place(Focus(1, 4)))
    keys(stage, "Down")
    assert stage.hovered[-1] == Focus(1, 5)


@pytest.fixture
def between(qtbot, make_scene):
    """A stage between two buttons, in a window that has the keys."""
    window, stage = QWidget(), Stage(make_scene(size=SIZE))
    before, after = QPushButton("before"), QPushButton("after")
    row = QHBoxLayout(window)
    for widget in (before, stage, after):
        row.addWidget(widget)
    stage.setMinimumSize(*SIZE)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=3000)
    yield before, stage, after
    window.hide()


def test_once_one_walks_tab_goes_through_the_layers_and_then_on(between) -> None:
    before, stage, after = between
    before.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is stage
    keys(stage, "Home", "Left", "Left", "Left")
    columns = [stage.hovered[-1].column]
    for _ in range(3):
        keys(stage, "Tab")
        assert QApplication.focusWidget() is stage
        columns.append(stage.hovered[-1].column)
    assert columns == [0, 1, 2, 3]
    QTest.keyClick(stage, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert stage.hovered[-1].column == 2
    keys(stage, "Tab", "Tab")
    assert QApplication.focusWidget() is after
    assert stage.hovered[-1] is None


@pytest.mark.parametrize("reason", list(Qt.FocusReason), ids=lambda reason: reason.name)
def test_having_the_keys_chooses_nothing_however_they_came(between, reason) -> None:
    before, stage, _ = between
    before.setFocus(Qt.FocusReason.OtherFocusReason)
    stage.setFocus(reason)
    assert QApplication.focusWidget() is stage
    assert stage.hovered == stage.picked == []
    assert stage.lens is None


def test_keys_that_come_because_another_widget_goes_choose_nothing(between) -> None:
    before, stage, after = between
    for goes in (before, after):
        goes.setFocus(Qt.FocusReason.OtherFocusReason)
        goes.hide()
        stage.setFocus(Qt.FocusReason.OtherFocusReason)
    assert stage.hovered == stage.picked == []


def test_a_double_click_shows_the_whole_page_and_keeps_nothing_that_lay_under_it(stage) -> None:
    stage.hand.picked.connect(stage.hand.keep)
    stage.hand.keep(Focus(2, 3))
    stage.set_camera(Camera(2.0, -300.0, -300.0))
    here = QPoint(*(round(v) for v in stage.place(Focus(1, 8))))
    QTest.mouseClick(stage, Qt.MouseButton.LeftButton, pos=here)
    assert stage.picked == [Focus(1, 8)]
    QTest.mouseDClick(stage, Qt.MouseButton.LeftButton, pos=here)
    assert stage.camera == Camera()
    assert stage.picked[-1] == Focus(2, 3)


def test_arrows_pan_while_nothing_is_in_focus(stage) -> None:
    stage.set_camera(Camera(2.0, -300.0, -300.0))
    keys(stage, "Right", "Down")
    assert (stage.camera.x, stage.camera.y) == (-360.0, -360.0)
    assert stage.hovered == []
    keys(stage, "0")
    assert stage.camera == Camera()


def test_who_walks_off_the_screen_takes_the_camera_along(stage) -> None:
    stage.set_camera(Camera(4.0, -4 * 500.0, -4 * 200.0))
    stage.hand.keep(Focus(1, 0))
    for _ in range(20):
        keys(stage, "Down")
        x, y = stage.place(stage.hovered[-1])
        assert 0 < x < SIZE[0]
        assert 0 < y < SIZE[1]
    assert stage.hovered[-1] == Focus(1, 15)


def test_zoom_by_keys_keeps_the_middle(stage) -> None:
    middle = SIZE[0] / 2, SIZE[1] / 2
    before = stage.camera.to_page(*middle)
    keys(stage, "Plus", "Plus", "Minus", "Plus")
    assert stage.camera.zoom == pytest.approx(1.25**2)
    assert stage.camera.to_page(*middle) == pytest.approx(before)


def test_a_column_with_room_has_no_lens(stage) -> None:
    stage.move(*stage.place(Focus(1, 4)))
    assert stage.lens is None


def test_a_crowded_column_has_one_while_it_is_pointed_at(crowded) -> None:
    x, y = crowded.place(Focus(1, 200))
    crowded.move(x, y)
    assert crowded.hovered[-1].column == 1
    assert crowded.hovered[-1].index == pytest.approx(200, abs=1)
    lens = crowded.lens
    assert lens.first <= 200 < lens.first + lens.rows
    assert lens.middle(crowded.hovered[-1]) == pytest.approx(y, abs=1.5)
    crowded.move(x, y + 60)
    assert crowded.lens.first > lens.first
    crowded.move(4, 4)
    assert crowded.lens is None
    assert crowded.hovered[-1] is None


def test_every_neuron_of_a_crowded_column_can_be_reached_in_the_lens(crowded) -> None:
    """On the column itself a pixel of the screen stands for more than one neuron."""
    reached = set()
    x = crowded.place(Focus(1, 0))[0]
    for y in range(10, SIZE[1] - 10, 5):
        crowded.move(x, y)
        lens = crowded.lens
        if lens is None:
            continue
        for row in range(lens.rows):
            crowded.move(lens.box[0] + 20, lens.middle(Focus(1, lens.first + row)))
            assert crowded.lens is lens  # it stands still while the pointer is in it
            assert crowded.hovered[-1] == Focus(1, lens.first + row)
            reached.add(lens.first + row)
        crowded.move(3, 3)
    assert reached == set(range(512))


def test_on_the_way_to_the_lens_its_neuron_stays(crowded) -> None:
    x, y = crowded.place(Focus(1, 300))
    crowded.move(x, y)
    chosen = crowded.hovered[-1]
    for further in range(9, int(crowded.lens.box[0] - x)):
        crowded.move(x + further, y)
        assert crowded.hovered[-1] == chosen
        assert crowded.lens is not None


def test_the_wheel_scrolls_the_lens_and_elsewhere_zooms(crowded) -> None:
    x, y = crowded.place(Focus(1, 300))
    crowded.move(x, y)
    first, box = crowded.lens.first, crowded.lens.box
    crowded.wheel(box[0] + 20, y, -1)
    assert crowded.lens.first == first + 3
    assert crowded.lens.box == box
    assert crowded.camera == Camera()
    crowded.wheel(x, y, 1)
    assert crowded.camera.zoom > 1
    assert crowded.lens is None


def test_keys_open_the_lens_too(crowded) -> None:
    crowded.hand.keep(Focus(1, 100))
    keys(crowded, "Down")
    assert crowded.hovered[-1] == Focus(1, 101)
    assert crowded.lens.first <= 101 < crowded.lens.first + crowded.lens.rows


@pytest.mark.parametrize("zoom", [1.0, 3.0, 9.0])
def test_a_lens_is_for_columns_that_need_one_and_stays_on_the_screen(make_scene, zoom) -> None:
    scene = make_scene(sizes=(784, 512, 256, 10), size=SIZE, digit=False)
    for column, n in ((1, 512), (2, 256), (3, 10)):
        heights = scene.layout.xy[scene.spec.neuron_slices[column], 1]
        pitch = float(heights[1] - heights[0]) * zoom
        for index in (0, n // 2, n - 1):
            lens = lens_for(scene.layout, Camera(zoom), Focus(column, index), SIZE)
            assert (lens is not None) == (pitch < CROWDED)
            if lens is not None:
                assert lens.rows <= MOST_ROWS
                assert 0 <= lens.first <= index < lens.first + lens.rows <= n
                left, top, width, height = lens.box
                assert top >= 0
                assert top + height <= SIZE[1]
                assert width > 0
                assert left + width <= SIZE[0] or zoom > 1
    assert lens_for(scene.layout, Camera(), Focus(0, 3), SIZE) is None
    assert lens_for(scene.layout, Camera(), Focus(1, 3, source=3), SIZE) is None


def test_the_lens_shows_each_neuron_s_shade(qapp, make_scene, as_pixels) -> None:
    scene = make_scene(sizes=(784, 512, 256, 10), size=SIZE, focus=Focus(1, 200))
    lens = lens_for(scene.layout, Camera(), Focus(1, 200), SIZE)
    picture = QImage(*SIZE, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    with QPainter(picture) as painter:
        paint_lens(painter, scene, Camera(), lens, qapp.font().family())
    pixels = as_pixels(picture)
    shades, seen = [], []
    for row in range(lens.rows):
        focus = Focus(1, lens.first + row)
        shades.append(float(scene.shade[784 + focus.index]))
        seen.append(int(pixels[round(lens.middle(focus)), round(lens.box[0] + 14.5)].sum()))
    assert len(set(shades)) > 3
    order = sorted(range(lens.rows), key=lambda k: shades[k])
    ordered = [seen[k] for k in order]
    assert ordered == sorted(ordered, reverse=True)  # the more active, the darker


def test_where_the_page_changes_its_size_nothing_is_pointed_at_any_more(stage: Stage) -> None:
    """A full screen begins and ends without a Leave; what was told of before would stay."""
    stage.show()
    stage.move(*stage.place(Focus(3, 2)))
    assert stage.hovered[-1] == Focus(3, 2)
    stage.resize(SIZE[0] + 60, SIZE[1] + 40)
    QApplication.processEvents()
    assert stage.hovered[-1] is None
