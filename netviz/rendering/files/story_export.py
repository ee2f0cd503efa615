"""A whole story as a file: which pictures, how long each stays, and writing them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from netviz.network.forward import forward_pass
from netviz.rendering.files.film_file import Shot, write_film
from netviz.rendering.files.story_film import FramePainter, page_size
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.moment import every_colour
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import resolve
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.stages import REST, Timeline, reading_time, shots
from netviz.viewmodels.story.story import Story, placed

MOVING_FPS: Final = 15
MP4_FPS: Final = 30


def write_story(
    path: Path,
    story: Story,
    palette: Palette,
    width: int,
    height: int,
    *,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> float:
    """Write a story as a film of `width` × `height` pixels, as the suffix of `path` says (see `write_film`).

    Returns how many seconds it takes to see. Needs a QGuiApplication; any thread will do. Raises FilmError
    and Cancelled.
    """
    spec, trace = story.spec, story.trace
    story = placed(story, make_layout(spec, *page_size(width, height), story.task))
    network = Snapshot("film", 0, story.step or 0, spec, trace.parameters, task=story.task)
    forward = forward_pass(spec, trace.parameters, trace.pixels)
    scene = resolve(network, story.layout, palette, forward, shade_reference=story.shade_reference)
    rests = [number + REST for number in range(len(story.stages))]
    said = [moment(story, phase) for phase in rests]
    timeline = Timeline(story.stages, tuple(reading_time(f"{m.caption} {m.detail}") for m in said))
    mp4 = path.suffix.lower() == ".mp4"
    fps = MP4_FPS if mp4 else MOVING_FPS
    timed = shots(timeline, fps, sparse=() if mp4 else ("again",))
    write_film(
        path,
        [Shot(phase, seconds) for phase, seconds in timed],
        FramePainter(story, scene, width, height).frame,
        key_phases=rests,
        fps=fps,
        colours=every_colour(palette),
        progress=progress,
        cancelled=cancelled,
    )
    return timeline.seconds
