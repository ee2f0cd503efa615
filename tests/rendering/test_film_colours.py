"""What a colour means on the screen it means in a film too: a file's own colours must not blur the roles."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage

from netviz.network.spec import NetworkSpec
from netviz.rendering.files.film_file import Shot, write_film
from netviz.rendering.files.story_film import FramePainter, page_size
from netviz.viewmodels.moment import every_colour, role_colour, wish_role
from netviz.viewmodels.palette import DARK, LIGHT, LIGHT_COLOUR_BLIND, Palette
from netviz.viewmodels.scene import resolve
from netviz.viewmodels.story.stages import REST
from tests.rendering.conftest import a_story

pytestmark = pytest.mark.usefixtures("qapp")

SMALL, LARGE = (1093, 614), (1366, 768)
SPEC = NetworkSpec((784, 16, 16, 16, 10), ("relu",) * 3)  # with a layer between the first and the last hidden


def a_film(palette: Palette, size: tuple[int, int]) -> tuple[Callable[[float], QImage], list[float]]:
    """How the frames of a story are painted, and the phases at which its stages rest."""
    story, snapshot = a_story(*page_size(*size), SPEC)
    painter = FramePainter(story, resolve(snapshot, story.layout, palette), *size)
    return cache(painter.frame), [number + REST for number in range(len(story.stages))]


def pixels_of(image: QImage) -> NDArray[np.uint32]:
    """uint32 (height, width): a number for each colour, as it is written after its #."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    there = np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), plain.width())
    return there & 0xFFFFFF


def frames_of(path: Path) -> Iterator[NDArray[np.uint8]]:
    if path.suffix == ".mp4":
        import av

        with av.open(str(path)) as film:
            for frame in film.decode(video=0):
                yield frame.to_ndarray(format="rgb24")
        return
    with Image.open(path) as film:
        for k in range(film.n_frames):  # type: ignore[attr-defined]
            film.seek(k)
            yield np.asarray(film.convert("RGB"))


def rgb(colour: str) -> NDArray[np.int64]:
    return np.array(list(bytes.fromhex(colour.removeprefix("#"))), np.int64)


@pytest.mark.parametrize(
    ("kind", "palette"),
    [
        ("gif", LIGHT),
        *(pytest.param("gif", palette, marks=pytest.mark.long) for palette in (DARK, LIGHT_COLOUR_BLIND)),
        pytest.param("webp", LIGHT, marks=pytest.mark.long),
        pytest.param("mp4", DARK, marks=pytest.mark.long),
    ],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_every_role_keeps_its_colour(kind: str, palette: Palette, tmp_path: Path) -> None:
    if kind == "mp4":
        pytest.importorskip("av", reason="MP4 needs the extra netviz[film]")
    frame, rests = a_film(palette, SMALL if kind == "gif" else LARGE)
    path = tmp_path / f"story.{kind}"
    write_film(
        path,
        [Shot(phase, 0.1) for phase in rests],
        frame,
        key_phases=rests,
        fps=10,
        colours=every_colour(palette),
    )
    hues = {wish_role(c, SPEC.n_layers) for c in range(1, SPEC.n_layers + 1)} | {
        "positive",
        "muted",
        "change",
    }
    seen = set()
    for phase, found in zip(rests, frames_of(path), strict=True):
        wanted = pixels_of(frame(phase))
        assert found.shape == (*wanted.shape, 3)
        for role in hues | {"page", "panel", "text"}:
            name = role_colour(palette, role)
            colour, own = rgb(name), wanted == int(name.removeprefix("#"), 16)
            if np.count_nonzero(own) < 12:
                continue
            seen.add(role)
            there = found[own].astype(np.int64)
            if kind == "gif":
                assert np.sqrt(np.square(there - colour).sum(axis=1)).max() <= 6, (role, phase)
            elif role in hues:
                # These halve the resolution of colours, so a thin line is paler; but it is no other role's.
                mean = there.mean(axis=0)
                nearest = min(hues, key=lambda r: float(np.square(mean - rgb(role_colour(palette, r))).sum()))
                assert role_colour(palette, nearest) == role_colour(palette, role), (role, phase)
    assert seen == hues | {"page", "panel", "text"}
