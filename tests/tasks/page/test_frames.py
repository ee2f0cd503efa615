"""Films and folders that stand in for a camera, and what gives no pictures."""

import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from netviz.app.page.live.looker import Looker
from netviz.app.page.live.sight import Wish
from netviz.tasks.digits.page.frames import frames_of
from netviz.tasks.digits.page.picture import PagePicture, shown_in
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


@pytest.mark.parametrize("room", [(61, 500), (500, 500)])
def test_what_is_shown_of_a_film_is_the_picture_that_is_read(tmp_path, room):
    path = tmp_path / "scene.mp4"
    y, x = np.mgrid[:48, :64]
    ramp = np.stack([40 + 3 * x, 40 + 3 * y, 200 - x - y], axis=-1).astype(np.uint8)
    with av.open(str(path), "w") as made:
        stream = made.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(2):
            made.mux(stream.encode(av.VideoFrame.from_ndarray(ramp, "rgb24")))
        made.mux(stream.encode(None))
    looker = Looker()
    for mirrored in (False, True):
        pictures = frames_of(path)
        given = pictures.next()
        looker.let_go()
        shown = looker.look(Wish(path, mirrored, room), lambda: None).shown
        plain = shown_in(PagePicture(given.picture, given.size), room)
        assert shown.size == plain.size
        assert shown.pixels.shape == plain.pixels.shape
        assert shown.pixels.flags.c_contiguous
        want = (plain.pixels[:, ::-1] if mirrored else plain.pixels)[..., :3]
        assert np.abs(shown.pixels[..., :3].astype(int) - want).mean() < 4
        pictures.close()


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
