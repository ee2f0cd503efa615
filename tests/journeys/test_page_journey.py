"""A page in the window: from a photo to a digit that was corrected, taught and then read rightly."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from netviz.app.files.opened import read_file
from netviz.app.page.live.apart import EndedError
from netviz.app.page.room import PLACE, PageRoom
from netviz.app.program.composition import Program
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.images import read_image
from netviz.tasks.digits.resources import resource
from netviz.tasks.hand.collection import read
from netviz.training.jobs.thread import Progress
from tests.journeys.conftest import Open
from tests.journeys.test_own_data_journey import drop
from tests.pages.broken import no_pages
from tests.pages.photo import Page, page
from tests.pages.settings import desk
from tests.tasks.page.test_cameras import CAMERA, refusing

TRAINED = resource("examples", "trained-784-16-16-10.netviz")
LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def photo(digits: DataSet) -> Page:
    return page(replace(desk(1), n=8, width=800), digits.test)


@pytest.fixture
def program(qtbot: QtBot, open_window: Open) -> Program:
    made = open_window(TRAINED)
    qtbot.waitUntil(lambda: made.presenter.snapshot is not None and made.presenter.snapshot.step > 0)
    return made


def room_of(program: Program) -> PageRoom:
    assert program.later is not None
    assert program.later.page is not None
    return program.later.page


def click_box(qtbot: QtBot, room: PageRoom, place: int) -> None:
    middle = room.panel.view.box_of(place).center().toPoint()
    qtbot.mouseClick(room.panel.view, LEFT, pos=middle)


def press(qtbot: QtBot, button: QPushButton) -> None:
    assert button.isVisible()
    qtbot.mouseClick(button, LEFT)


@contextmanager
def answered_anew(qtbot: QtBot, room: PageRoom) -> Iterator[None]:
    before = room.answers
    yield
    qtbot.waitUntil(lambda: room.answers is not None and room.answers is not before)


def test_from_a_photo_to_a_digit_that_is_read_rightly(
    qtbot: QtBot, program: Program, photo: Page, tmp_path: Path
) -> None:
    room, window = room_of(program), program.window
    (tmp_path / "photo.jpg").write_bytes(photo.jpeg)
    with answered_anew(qtbot, room):
        drop(program, tmp_path / "photo.jpg")
    shown, answers = room.page, room.answers
    assert shown is not None
    assert answers is not None
    assert room.panel.view.isVisible()
    assert not window.canvas.isVisible()
    assert shown.n_digits == len(photo.labels) == 8
    assert f"read at step {answers.step:,}" == room.panel.step.text()
    places = [place for place, mark in enumerate(shown.marks) if mark.is_digit]
    assert "".join(room.panel.numbers.text().split()) == "".join(str(answers.classes[p]) for p in places)

    # A click puts a digit before the network. Another name than the answer is given to one that it misreads.
    right = dict(zip(places, photo.labels, strict=True))
    wrong = [place for place in places if answers.classes[place] != right[place]]
    place = wrong[0] if wrong else places[0]
    label = right[place] if wrong else (right[place] + 1) % 10
    click_box(qtbot, room, place)
    example = program.paper.example()
    assert (example.source, example.label, example.name) == ("page", None, "photo.jpg")
    np.testing.assert_array_equal(example.pixels, shown.marks[place].pixels)
    press(qtbot, room.panel.digit.classes[label])
    assert room.corrected == {place: label}
    assert program.paper.label == label
    assert room.panel.view.label(place) == f"{answers.classes[place]} → {label}"

    # Taught until it is read so, as steps of the run, which Undo takes back.
    begin = program.trainer.status.step
    for _ in range(20):
        with answered_anew(qtbot, room):
            press(qtbot, room.panel.teach)
        if room.answers.classes[place] == label:  # type: ignore[union-attr]
            break
    assert room.panel.view.label(place) == f"{label} ✓"
    taught = room.answers
    assert taught is not None
    assert taught.step == program.trainer.status.step > begin
    with answered_anew(qtbot, room):
        program.actions["edit.undo"].trigger()

    # It becomes one of somebody's own examples, which lies with the rest of the handwriting.
    press(qtbot, room.panel.keep)
    qtbot.waitUntil(lambda: not room.panel.keep.isEnabled())
    assert program.later is not None
    own = read(program.later.hand.folder / "from pages.npz")
    assert [own.names[k] for k in own.labels] == [str(label)]
    np.testing.assert_array_equal(own.images[0], shown.inputs[place])

    # Answers follow the training; Done leads back, and the page waits as it was left.
    with answered_anew(qtbot, room):
        program.actions["training.step"].trigger()
    press(qtbot, room.panel.done)
    assert window.canvas.isVisible()
    assert window.places.room == "watch"
    program.actions["view.page"].trigger()
    assert window.places.room == PLACE
    assert room.corrected == {place: label}
    program.actions["room.watch"].trigger()
    assert not room.panel.isVisible()


def test_what_is_no_page_is_refused_in_a_sentence_and_one_digit_goes_to_the_pad(
    qtbot: QtBot,
    program: Program,
    photo: Page,
    digits: DataSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    room, banner = room_of(program), program.window.banner
    asked: list[Path] = []
    program.dialogs.page_to_read = lambda _folder: asked[-1]  # type: ignore[method-assign]
    for name, content in no_pages(photo).items():
        asked.append(tmp_path / name)
        asked[-1].write_bytes(content)
        qtbot.keyClick(program.window, Qt.Key.Key_P, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda name=name: any(name in words for words in banner.sentences))  # type: ignore[misc]
        said = [words for words in banner.sentences if name in words]
        assert len(said) == 1
        assert "would be right" in said[0] or "save it as" in said[0]
        assert room.page is None
    # What is cancelled changes nothing.
    asked.append(tmp_path / "photo.jpg")
    asked[-1].write_bytes(photo.jpeg)
    strip = program.window.bar.progress
    begin, begun = strip.begin, []

    def cancel_at_once(words: str) -> None:
        begin(words)
        begun.append(words)
        strip.cancelled.emit()

    with monkeypatch.context() as patch:
        patch.setattr(strip, "begin", cancel_at_once)
        program.actions["file.read_page"].trigger()
        qtbot.waitUntil(lambda: bool(begun) and not program.jobs.busy)
    assert begun == ["Reading photo.jpg"]
    assert not strip.isVisible()
    assert room.page is None
    # A page without digits is one; it says so.
    asked.append(tmp_path / "blank.png")
    Image.new("RGB", (640, 480), (240, 240, 236)).save(asked[-1])
    program.actions["file.read_page"].trigger()
    qtbot.waitUntil(lambda: room.page is not None)
    assert room.panel.said.text() == "blank.png: No digits were found on it."
    press(qtbot, room.panel.done)
    # One digit lies on the pad, as ever, and several on the clipboard are a page.
    one = tmp_path / "one.png"
    drawn = Image.fromarray(255 - digits.test.images[32].reshape(28, 28))
    drawn.resize((280, 280), Image.Resampling.BICUBIC).save(one)
    drop(program, one)
    qtbot.waitUntil(lambda: program.paper.example().name == "one.png")
    assert not room.panel.isVisible()
    picture = QImage.fromData(photo.jpeg)
    QGuiApplication.clipboard().setImage(picture)
    qtbot.keyClick(program.window, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(room.panel.isVisible)
    assert room.page is not None
    assert (room.page.name, room.page.n_digits) == ("The pasted picture", 8)
    # One digit that comes while a page stands there is seen at once; the page waits.
    drop(program, one)
    qtbot.waitUntil(lambda: program.paper.example().name == "one.png" and not room.panel.isVisible())
    assert room.page.name == "The pasted picture"
    # A folder of pictures stands in for a camera: read again and again, until it is frozen.
    scene = tmp_path / "scene"
    scene.mkdir()
    stands_in: list[Path] = [scene]
    program.dialogs.film_or_pictures = lambda *, folder: stands_in[-1]  # type: ignore[method-assign]
    *_, folder = room.panel.live.menu().actions()
    folder.trigger()
    qtbot.waitUntil(lambda: any("holds no pictures" in words for words in banner.sentences))
    assert not room.live.running
    for k in range(2):
        photo.picture.save(scene / f"{k}.jpg", quality=90 - k)
    folder.trigger()
    qtbot.waitUntil(lambda: room.page is not None and room.page.name == "scene" and room.page.n_digits == 8)
    click_box(qtbot, room, 2)
    qtbot.waitUntil(lambda: program.paper.example().name == "scene")
    assert room.live.running
    assert not room.panel.digit.isEnabled()
    qtbot.keyClick(program.window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: not room.live.running)
    assert room.panel.digit.isEnabled()
    held = room.page
    qtbot.wait(200)
    assert room.page is held
    qtbot.keyClick(program.window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: room.page is not held)
    # The folder is gone: a sentence, and the last picture stays.
    for file in scene.iterdir():
        file.unlink()
    qtbot.waitUntil(lambda: not room.live.running)
    assert any("0.jpg" in words or "1.jpg" in words for words in banner.sentences)
    assert room.page.n_digits == 8
    # So is a camera that refuses; what was looked at before stays, and everything else works.
    # (Where no process can be had for it the thread looks, and here av can be made to refuse.)
    monkeypatch.setattr("netviz.app.page.live.reader.Apart", no_process)
    for trouble, words in ((errno.EACCES, "may not use"), (errno.EBUSY, "Another program uses")):
        monkeypatch.setattr(av, "open", refusing(trouble))
        monkeypatch.setattr("netviz.app.page.room.cameras", lambda: [CAMERA])
        room.open()
        qtbot.waitUntil(lambda: room.panel.live.menu().actions()[0].text() == f"Camera {CAMERA.name}")
        room.panel.live.menu().actions()[0].trigger()
        qtbot.waitUntil(lambda words=words: any(words in said for said in banner.sentences))  # type: ignore[misc]
        assert not room.live.running
    # Arrow keys go from digit to digit, Escape leads back.
    qtbot.keyClick(room.panel.view, Qt.Key.Key_Right)
    qtbot.keyClick(room.panel.view, Qt.Key.Key_Right)
    assert program.paper.example().name == room.page.name
    qtbot.keyClick(room.panel.view, Qt.Key.Key_Escape)
    assert not room.panel.isVisible()


def no_process() -> None:
    raise EndedError(crashed=False)


def test_a_film_is_read_beside_training_by_the_newest_network(
    qtbot: QtBot, program: Program, photo: Page, tmp_path: Path
) -> None:
    path = tmp_path / "scene.mp4"
    colours = np.asarray(photo.picture.convert("RGB"))[:592, :800]
    with av.open(str(path), "w") as made:
        stream = made.add_stream("mpeg4", rate=10)
        stream.height, stream.width = colours.shape[:2]
        stream.pix_fmt = "yuv420p"
        for _ in range(4):
            made.mux(stream.encode(av.VideoFrame.from_ndarray(colours, "rgb24")))
        made.mux(stream.encode(None))
    room, steps = room_of(program), list[int]()
    room.live.seen.connect(lambda _page, answers: steps.append(answers.step))
    program.actions["training.toggle"].trigger()
    room.look_through(path)
    qtbot.waitUntil(lambda: len(set(steps)) >= 4)
    assert steps == sorted(steps)
    assert room.page is not None
    assert (room.page.name, room.page.n_digits) == ("scene.mp4", 8)
    program.actions["training.toggle"].trigger()
    qtbot.keyClick(program.window, Qt.Key.Key_Z)  # held, the words are those of the very picture
    qtbot.waitUntil(
        lambda: room.answers is not None and room.panel.step.text() == f"read at step {room.answers.step:,}"
    )
    # Done ends Live, and the process that read with it.
    apart = room.live._apart
    assert apart is not None
    press(qtbot, room.panel.done)
    qtbot.waitUntil(lambda: room.live._apart is None)
    assert apart._process.returncode is not None


def test_a_page_that_the_program_is_started_with_is_a_page(
    qtbot: QtBot, open_window: Open, photo: Page, tmp_path: Path
) -> None:
    path = tmp_path / "page.jpg"
    path.write_bytes(photo.jpeg)
    program = open_window(path)
    room = room_of(program)
    qtbot.waitUntil(room.panel.isVisible)
    assert "would be right" not in program.window.banner.text


def test_one_digit_that_fills_its_picture_is_one(program: Program, digits: DataSet, tmp_path: Path) -> None:
    """The page reader sees it in pieces; the digit's own reader knows better."""
    reader = room_of(program).reader
    found = []
    for index in range(0, 40, 4):
        path = tmp_path / f"{index}.png"
        ink = Image.fromarray(250 - np.minimum(digits.test.images[index].reshape(28, 28), 250)).resize(
            (110, 120)
        )
        ink.save(path)
        opened = read_file(path, read_image, lambda path: reader.several(path, Progress()))
        found.append(opened.page is None)
    assert all(found)
