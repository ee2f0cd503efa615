"""`netviz render`: pictures without a display, and a sentence where something is wrong."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image

from netviz.tasks.digits.resources import resource


@pytest.fixture(scope="module")
def example() -> Path:
    return resource("examples", "trained-784-16-16-10.netviz")


def render(*arguments: object, display: bool = False) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if display or k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment.pop("QT_QPA_PLATFORM", None)
    command = [sys.executable, "-m", "netviz", "render", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


def test_a_picture_without_a_display(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    done = render(example, "--out", out, "--size", "640x400", "--digit", 18, "--dark")
    assert done.stderr == ""
    assert done.returncode == 0
    with Image.open(out) as picture:
        assert picture.size == (640, 400)
        assert picture.getpixel((2, 2)) == (0x15, 0x17, 0x1C)
        colours = picture.convert("RGB").getcolors(10**6)
        assert colours is not None
        assert len(colours) > 500


def test_a_picture_in_hues_that_every_eye_tells_apart(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "picture.svg"
    done = render(example, "--out", out, "--size", "640x400", "--colour-blind")
    assert done.returncode == 0, done.stderr
    drawn = out.read_text().lower()
    assert "#0072b2" in drawn
    assert "#d55e00" in drawn
    assert "#d6322d" not in drawn


def test_any_size_and_no_digit(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    assert render(example, "--out", out, "--size", "2560×1440").returncode == 0
    with Image.open(out) as picture:
        assert picture.size == (2560, 1440)


def test_a_vector_picture_without_a_display(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "picture.svg"
    done = render(example, "--out", out, "--size", "640x400", "--digit", 18)
    assert done.stderr == ""
    assert done.returncode == 0
    root = ET.fromstring(out.read_bytes())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox") == "0 0 640 400"
    assert "are vectors" in root.findtext("{http://www.w3.org/2000/svg}desc", "")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--size", "huge"], "'huge' is no size: 1600x1000 would be one"),
        (["--size", "10x10"], "each side must be 64 to 16,384 pixels"),
        (["--size", "16384x100", "--out", "keep.webp"], "16,384 × 100 pixels can't be written as .webp"),
        (["--size", "16000x16000"], "all together at most 100 million"),
        (["--digit", "10000"], "There is no test digit 10000: they are numbered 0 to 9999."),
        (["--digit", "nowhere.png"], "nowhere.png"),
        (
            ["--out", "picture.txt"],
            "picture.txt: a picture can't be written as .txt; .png or .svg would be right.",
        ),
        (["--out", "no/such/folder/picture.png"], "there is no folder no/such/folder."),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(example: Path, tmp_path: Path, arguments, sentence) -> None:
    done = render(example, "--out", tmp_path / "picture.png", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1 + done.stderr.startswith("usage")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_network(tmp_path: Path) -> None:
    bad = tmp_path / "notes.txt"
    bad.write_text("not a network", encoding="utf-8")
    done = render(bad, "--out", tmp_path / "picture.png")
    assert done.returncode == 2
    assert "notes.txt" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("run") / "run.netviz"
    command = [sys.executable, "-m", "netviz", "train", "--layers", "8", "--steps", "60", "--save", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return path


def test_a_film_of_a_stretch_without_a_display(recorded: Path, tmp_path: Path) -> None:
    out = tmp_path / "film.gif"
    done = render(
        recorded, "--steps", "0:30", "--seconds", 0.4, "--out", out, "--size", "320x200", "--digit", 3
    )
    assert done.stderr == ""
    assert done.returncode == 0
    assert "film.gif: 0.4 seconds" in done.stdout
    with Image.open(out) as picture:
        assert picture.size == (320, 200)
        assert picture.n_frames > 3
    assert [path.name for path in tmp_path.iterdir()] == ["film.gif"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--steps", "later"], "'later' is no stretch of steps: 0:5000 would be one"),
        (["--steps", "9:3"], "the first step comes after the last"),
        (["--steps", "500:900"], "keeps no step from 500 to 900; it goes from 0 to 60."),
        (["--steps", ":", "--step", "3"], "--step is for one picture and --steps for a film"),
        (["--steps", ":", "--seconds", "-1"], "-1 seconds can't be a film's length"),
        (["--seconds", "3"], "--seconds is the length of a film, which --steps asks for."),
    ],
)
def test_a_film_that_can_not_be_is_a_sentence(recorded: Path, tmp_path: Path, arguments, sentence) -> None:
    done = render(recorded, "--out", tmp_path / "film.gif", "--size", "320x200", *arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1 + done.stderr.startswith("usage")
    assert list(tmp_path.iterdir()) == []


def test_a_film_of_a_file_that_is_no_recording_is_a_sentence(example: Path, tmp_path: Path) -> None:
    network = Path(__file__).parents[1] / "corpus" / "5240e6c" / example.name
    done = render(network, "--steps", ":", "--out", tmp_path / "film.gif")
    assert done.returncode == 2
    assert "is no recording" in done.stderr
