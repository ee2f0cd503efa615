"""`netviz explain`, as one types it."""

import argparse
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from netviz.cli.pictures import explain
from netviz.rendering.files import story_export as export
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.images import read_image
from netviz.viewmodels.story.story import Story

pytestmark = pytest.mark.usefixtures("qapp")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    explain.add_arguments(parser)
    try:
        return explain.run(parser.parse_args(words))
    except SystemExit as stopped:  # as argparse ends where an argument is none
        return int(stopped.code or 0)


@pytest.mark.long
def test_the_untrained_network_is_told_as_a_film(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "story.webp"
    assert run("--digit", "3", "--seed", "0", "--size", "320x240", "--out", str(path)) == 0
    with Image.open(path) as film:
        assert film.size == (320, 240)
        assert film.n_frames > 60  # type: ignore[attr-defined]
    said = capsys.readouterr().out
    assert "9 stages" in said
    assert "An untrained network sees a 3 and answers at random." in said


def test_a_picture_is_told_as_predict_reads_it(
    tmp_path: Path, digits: DataSet, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # Drawn large and dark on light paper, away from the middle.
    drawn = Image.new("L", (400, 300), 255)
    ImageDraw.Draw(drawn).line([(60, 40), (60, 110), (130, 110)], fill=0, width=14)
    ImageDraw.Draw(drawn).line([(110, 50), (110, 170)], fill=0, width=14)
    picture = tmp_path / "four.png"
    drawn.save(picture)
    told: list[Story] = []

    def write(_path: Path, story: Story, *_: object, **__: object) -> float:
        told.append(story)
        return 1.0

    monkeypatch.setattr(export, "write_story", write)
    assert run("--picture", str(picture), "--digit", "4", "--size", "1366×768") == 0
    trace = told[0].trace
    assert trace.label == 4
    np.testing.assert_array_equal(trace.pixels, read_image(picture) / 255)
    assert "An untrained network sees a 4 and answers at random." in capsys.readouterr().out
    # The mini-batch holds it.
    assert told[0].batch is not None
    np.testing.assert_array_equal(told[0].batch.images[0], read_image(picture))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--size", "big"), "'big' is no size: 1366x768 would be one"),
        (("--size", "10x10"), "each side must be 240 to 4,320 pixels"),
        (("--picture", "four.png"), "Which digit does four.png show? --digit says it, as in --digit 4."),
        (("--picture", "four.png", "--digit", "10"), "--digit must be from 0 to 9, not 10."),
        (("--picture", "nowhere.png", "--digit", "4"), "nowhere.png"),
        (("--digit", "12"), "There is no training digit 12"),
        (("--seed", "-1"), "'-1' is no seed; a whole number from 0 to 9,223,372,036,854,775,807"),
        (("--seed", "٣"), "is no seed"),
        (("nowhere.netviz",), "nowhere.netviz"),
        (("--out", "no/such/folder/story.gif"), "there is no folder"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    words: tuple[str, ...],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(*words) == 2
    assert sentence in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
