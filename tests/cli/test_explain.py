"""`netviz explain`, as one types it."""

import argparse
from pathlib import Path

import pytest
from PIL import Image

from netviz.cli import explain

pytestmark = pytest.mark.usefixtures("qapp")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    explain.add_arguments(parser)
    return explain.run(parser.parse_args(words))


def test_the_untrained_network_is_told_as_a_film(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "story.webp"
    assert run("--digit", "3", "--seed", "0", "--size", "320x240", "--out", str(path)) == 0
    with Image.open(path) as film:
        assert film.size == (320, 240)
        assert film.n_frames > 60  # type: ignore[attr-defined]
    said = capsys.readouterr().out
    assert "9 stages" in said
    assert "An untrained network sees a 3 and answers at random." in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--size", "big"), "--size must be as 1366x768, not big"),
        (("--size", "10x10"), "from 240 to 4320"),
        (("--digit", "12"), "There is no training digit 12"),
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
