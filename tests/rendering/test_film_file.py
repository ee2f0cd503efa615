"""Films: their pictures and times, and that nothing half-done is ever left behind."""

import importlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor, QImage

from netviz.files.endings import OF_OTHERS
from netviz.files.errors import FileError
from netviz.rendering.files.film_file import KINDS, Cancelled, FilmError, Shot, write_film

OTHERS = [ending for ending in (*OF_OTHERS, ".netviz", ".safetensors") if ending not in KINDS]
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
    av = pytest.importorskip("av", reason="ffmpeg's own reading of the list needs the extra netviz[film]")
    with av.open(str(folder / "frames.ffconcat"), format="concat") as film:
        stream = film.streams.video[0]
        packets = [p for p in film.demux(stream) if p.pts is not None]
    assert float((packets[-1].pts + packets[-1].duration) * stream.time_base) == pytest.approx(1.8)


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


@pytest.mark.parametrize("seconds", [1 / 15, 0.1, 0.019])
@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_film_is_as_long_as_its_pictures_together(kind: str, seconds: float, tmp_path: Path) -> None:
    shots = [Shot((k % 20) / 20, seconds) for k in range(60)] + [Shot(0.4, 1.0)]
    path = tmp_path / f"film.{kind}"
    write_film(path, shots, paint, key_phases=[s.phase for s in shots[:20]], fps=15)
    with Image.open(path) as film:
        lasts = []
        for k in range(film.n_frames):  # type: ignore[attr-defined]
            film.seek(k)
            film.load()
            lasts.append(film.info["duration"] / 1000)
    assert len(lasts) == 61
    tolerance = seconds if seconds >= 0.02 else 0.1  # a GIF has no shorter pictures than 20 ms
    assert sum(lasts) == pytest.approx(60 * seconds + 1, abs=tolerance)


@pytest.mark.parametrize("kind", ["gif", "webp"])
def test_a_picture_that_changes_nothing_is_the_one_before_for_longer(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"film.{kind}"
    write_film(path, [Shot(0.2, 0.5)] * 3 + [Shot(0.6, 0.5)], paint, key_phases=[0.2, 0.6], fps=10)
    with Image.open(path) as film:
        film.load()
        assert film.n_frames == 2  # type: ignore[attr-defined]
        assert film.info["duration"] == 1500


def drawing(phase: float) -> QImage:
    """A picture of which only a part changes, at odd places."""
    image = QImage(97, 61, QImage.Format.Format_RGB32)
    image.fill(QColor("#FBFAF7"))
    for k, colour in enumerate(("#D6322D", "#19C394", "#1F6FD6")):
        x = 5 + (round(phase * 40) * (k + 1)) % 80
        for across in range(9):
            for down in range(7):
                image.setPixelColor(x + across, 7 + 17 * k + down, QColor(colour))
    return image


@pytest.mark.parametrize(("kind", "off"), [("gif", 4), ("webp", 60)])
def test_every_picture_is_whole_though_only_what_changes_is_kept(kind: str, off: int, tmp_path: Path) -> None:
    shots = [Shot(k / 20, 0.1) for k in range(20)]
    path = tmp_path / f"film.{kind}"
    colours = ("#FBFAF7", "#D6322D", "#19C394", "#1F6FD6")
    write_film(path, shots, drawing, key_phases=[0.0], fps=10, colours=colours)
    with Image.open(path) as film:
        for k, shot in enumerate(shots):
            film.seek(k)
            found = np.asarray(film.convert("RGB")).astype(int)
            image = drawing(shot.phase).convertToFormat(QImage.Format.Format_RGB888)
            wanted = np.array(image.constBits()).reshape(61, -1)[:, : 97 * 3].reshape(61, 97, 3).astype(int)
            assert np.abs(found - wanted).max() <= off
            assert np.abs(found - wanted).mean() <= off / 20


def test_a_film_that_is_too_wide_for_its_kind_is_refused_before_it_is_painted(tmp_path: Path) -> None:
    painted = []

    def wide(phase: float) -> QImage:
        painted.append(phase)
        return QImage(16_384, 2, QImage.Format.Format_RGB32)

    with pytest.raises(FilmError, match="16,383"):
        write_film(tmp_path / "film.webp", SHOTS, wide, key_phases=[0.0], fps=10)
    assert len(painted) == 1
    assert not list(tmp_path.iterdir())


def test_an_mp4_says_how_its_colours_are_meant(tmp_path: Path) -> None:
    av = pytest.importorskip("av", reason="MP4 needs the extra netviz[film]")
    path = tmp_path / "film.mp4"
    write_film(path, [Shot(k / 20, 0.2) for k in range(3)], drawing, key_phases=[0.0], fps=30)
    with av.open(str(path)) as film:
        context = film.streams.video[0].codec_context
        tags = context.color_range, context.colorspace, context.color_primaries, context.color_trc
        assert tags == (1, 1, 1, 1)
        frame = next(film.decode(video=0))
        pixels = frame.reformat(
            format="rgb24", src_colorspace="ITU709", src_color_range="MPEG", dst_color_range="JPEG"
        ).to_ndarray()
    for row, colour in ((10, (0xD6, 0x32, 0x2D)), (27, (0x19, 0xC3, 0x94)), (44, (0x1F, 0x6F, 0xD6))):
        assert np.abs(pixels[row, 9].astype(int) - colour).max() <= 8


@pytest.mark.parametrize("name", ["film.WEBM", *(f"film{ending}" for ending in OTHERS)])
def test_a_kind_of_file_that_is_no_film_is_refused_before_anything_is_painted(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(FileError, match=r"\.gif, \.webp or \.mp4 would be right"):
        write_film(tmp_path / name, SHOTS, lambda _phase: pytest.fail("painted"), key_phases=[0.0], fps=10)
    assert not list(tmp_path.iterdir())
