"""Films and folders that stand in for a camera, and what gives no pictures."""

import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from netviz.tasks.digits.page.frames import frames_of
from netviz.tasks.examples import DataError


def film(path: Path, greys: tuple[int, ...]) -> Path:
    with av.open(str(path), "w") as made:
        stream = made.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for grey in greys:
            picture = np.full((48, 64, 3), grey, np.uint8)
            made.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        made.mux(stream.encode(None))
    return path


def test_films_and_folders_begin_again_behind_their_last_picture(tmp_path):
    folder = tmp_path / "scene"
    folder.mkdir()
    (folder / "notes.txt").write_text("no picture")
    for k, grey in enumerate((40, 200)):
        Image.new("RGB", (64, 48), (grey,) * 3).save(folder / f"{k}.png")
    for source in (folder, film(tmp_path / "scene.mp4", (40, 200))):
        pictures = frames_of(source)
        seen = [pictures.next() for _ in range(5)]
        pictures.close()
        greys = [float(np.asarray(page.picture).mean()) for page in seen]
        np.testing.assert_allclose(greys, (40, 200, 40, 200, 40), atol=8)
        assert all(page.size == (64, 48) for page in seen)
        assert pictures.name == source.name


def test_what_gives_no_pictures_is_told_in_a_sentence(tmp_path, monkeypatch):
    (tmp_path / "void").mkdir()
    (tmp_path / "words.mp4").write_text("no film")
    for source, words in (
        (tmp_path / "void", "void holds no pictures"),
        (tmp_path / "words.mp4", "words.mp4 holds no moving pictures"),
    ):
        with pytest.raises(DataError, match="would be right") as said:
            frames_of(source)
        assert words in str(said.value)
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(DataError, match=r"netviz\[film\]"):
        frames_of(tmp_path / "words.mp4")
