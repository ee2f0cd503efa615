"""Films: their pictures and times, and that nothing half-done is ever left behind."""

import importlib
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage

from netviz.files.errors import FileError
from netviz.rendering.film_file import Cancelled, FilmError, Shot, write_film

SHOTS = [Shot(k / 10, 0.1) for k in range(5)] + [Shot(0.5, 1.3)]


def paint(phase: float) -> QImage:
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor.fromHsvF(phase, 0.8, 0.9))
    return image


def write(path: Path, **others: object) -> list[float]:
    heard: list[float] = []
    write_film(
        path, SHOTS, paint, key_phases=[s.phase for s in SHOTS], fps=10, progress=heard.append, **others
    )  # type: ignore[arg-type]
    return heard


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_an_animation_has_every_picture_for_its_time(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"film.{kind}"
    heard = write(path)
    assert heard == pytest.approx([k / 6 for k in range(1, 7)])
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    with Image.open(path) as film:
        assert film.n_frames == 6  # type: ignore[attr-defined]
        assert film.size == (64, 48)
        times = []
        for k, shot in enumerate(SHOTS):
            film.seek(k)
            film.load()
            times.append(film.info["duration"] / 1000)
            wanted = paint(shot.phase).pixelColor(5, 5)
            found = film.convert("RGB").getpixel((5, 5))
            assert found == pytest.approx((wanted.red(), wanted.green(), wanted.blue()), abs=6)
        assert times == pytest.approx([s.seconds for s in SHOTS])
        assert film.info.get("loop") == 0


def test_a_folder_has_frames_and_their_times(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    write(folder)
    assert sorted(p.name for p in folder.iterdir()) == [
        *(f"frame-{k:04}.png" for k in range(1, 7)),
        "frames.ffconcat",
    ]
    with Image.open(folder / "frame-0003.png") as frame:
        assert frame.size == (64, 48)
    lines = (folder / "frames.ffconcat").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "ffconcat version 1.0"
    assert sum(float(line.split()[1]) for line in lines if line.startswith("duration")) == pytest.approx(1.8)


@pytest.mark.parametrize("name", ["film.gif", "film.webp", "frames"])
def test_the_same_film_is_the_same_bytes(name: str, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
        write(folder / name)
    for path in (p for p in one.rglob("*") if p.is_file()):
        assert path.read_bytes() == (two / path.relative_to(one)).read_bytes()


@pytest.mark.parametrize("name", ["film.gif", "film.webp", "frames"])
def test_cancelled_it_leaves_nothing_and_keeps_what_was_there(name: str, tmp_path: Path) -> None:
    old = tmp_path / name
    if old.suffix:
        old.write_bytes(b"an older film")
    asked = iter([False, False, True])
    with pytest.raises(Cancelled):
        write(old, cancelled=lambda: next(asked))
    assert [p.name for p in tmp_path.iterdir()] == ([name] if old.suffix else [])
    if old.suffix:
        assert old.read_bytes() == b"an older film"


def test_a_failing_painter_leaves_nothing(tmp_path: Path) -> None:
    def fail(phase: float) -> QImage:
        if phase > 0.2:
            raise RuntimeError("no paint left")
        return paint(phase)

    with pytest.raises(RuntimeError, match="no paint left"):
        write_film(tmp_path / "film.gif", SHOTS, fail, key_phases=[0.0], fps=10)
    assert not list(tmp_path.iterdir())


def test_without_pyav_a_sentence_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(FilmError, match=r"pip install 'netviz\[film\]'"):
        write(tmp_path / "film.mp4")
    assert not list(tmp_path.iterdir())


def test_what_can_not_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"there is no folder .*nowhere"):
        write(tmp_path / "nowhere" / "film.gif")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("keep me", encoding="utf-8")
    with pytest.raises(FileError, match="no empty folder"):
        write(tmp_path / "full")
    assert (tmp_path / "full" / "letter.txt").read_text(encoding="utf-8") == "keep me"
    with pytest.raises(FilmError, match="at least one picture"):
        write_film(tmp_path / "film.gif", [], paint, key_phases=[0.0], fps=10)


def test_an_mp4_plays(tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="MP4 needs the extra netviz[film]")
    write(tmp_path / "film.mp4")
    with av.open(str(tmp_path / "film.mp4")) as film:
        frames = list(film.decode(video=0))
    assert len(frames) == 18
    assert (frames[0].width, frames[0].height) == (64, 48)


@pytest.mark.parametrize("name", ["film.mov", "film.WEBM", "picture.png", "x.apng"])
def test_a_kind_of_file_that_is_no_film_is_refused_before_anything_is_painted(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(FilmError, match=r"\.gif, \.webp, \.mp4"):
        write_film(tmp_path / name, SHOTS, lambda _phase: pytest.fail("painted"), key_phases=[0.0], fps=10)
    assert not list(tmp_path.iterdir())
