"""`netviz render --landscape`: the loss over a plane through the weights, as a picture, film or arrays."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from netviz.cli.arguments import a_whole
from netviz.cli.foreign import read_with

if TYPE_CHECKING:
    from tqdm import tqdm

    from netviz.training.landscape.landscape import Frame, Landscape, Sample
    from netviz.training.landscape.plane import Plane, Walk
    from netviz.training.recording.run_file import Run

_PICTURES: Final = (".png", ".svg", ".jpg", ".jpeg", ".webp", ".bmp")
_ARRAYS: Final = ".npz"
_MOST_GRID: Final = 501
_OF_FILM: Final = 300  # networks along its path


def add_landscape(parser: argparse.ArgumentParser) -> None:
    """The options that belong to a landscape."""
    parser.add_argument(
        "--landscape",
        action="store_true",
        help="the loss over a plane through the weights, and the run's path in it; also as landscape.npz, "
        "with the numbers; with --steps a film of the ball that goes along it",
    )
    parser.add_argument(
        "--directions",
        metavar="WHICH",
        help="of a landscape: run (along the run, usual for a recording), random (usual for other files), "
        "steps:A,B,C (through three steps) or weights:I,J (two weights, by their places in the file)",
    )
    parser.add_argument(
        "--grid", type=a_whole, metavar="N", help="of a landscape: how many points are on a side (41)"
    )
    parser.add_argument(
        "--examples",
        type=a_whole,
        metavar="N",
        help="of a landscape: on how many training examples the loss is measured (2,000)",
    )


def check_none(args: argparse.Namespace) -> None:
    """Raise ValueError where an option of a landscape is there, and no landscape is asked for."""
    for name in ("directions", "grid", "examples"):
        if getattr(args, name) is not None:
            raise ValueError(f"--{name} belongs to --landscape, which would be right beside it.")


def draw_landscape(args: argparse.Namespace) -> None:
    """Write what was asked for. Raises ValueError and OSError: sentences."""
    from netviz.cli.own_data import own_data
    from netviz.files.whole import check_place, write_whole
    from netviz.training.jobs.mathematics import one_blas_thread
    from netviz.training.landscape.archive import npz_bytes
    from netviz.training.landscape.landscape import EXAMPLES, GRID, frame_around, sample_of

    out: Path = args.out
    n = GRID if args.grid is None else args.grid
    count = EXAMPLES if args.examples is None else args.examples
    _check(args, n, count)
    kind = out.suffix.lower()
    if args.steps is None:
        check_place(out)
    model = read_with(args.file, args.step, args)
    walk = _walk(args)
    plane = _plane(args, model, walk)
    data = own_data(args.file, model.data)
    if model.spec.sizes[0] != data.task.input.n:
        raise ValueError(
            f"{args.file} reads {model.spec.sizes[0]} numbers, its examples have {data.task.input.n}."
        )
    one_blas_thread()
    sample = sample_of(data.training, count)
    path, _ = plane.project(list(walk.parameters) if walk is not None else [])
    frame = frame_around(plane, path)
    if kind != _ARRAYS:
        frame = _filling(args, plane, walk, sample, frame)
    landscape = _explored(plane, walk, sample, n, frame)
    if kind == _ARRAYS:
        write_whole(out, npz_bytes(landscape))
    else:
        _draw(args, landscape, frame)


def _check(args: argparse.Namespace, n: int, count: int) -> None:
    from netviz.rendering.files.picture import check_sides

    out: Path = args.out
    if not 3 <= n <= _MOST_GRID:
        raise ValueError(f"--grid: {n:,} points on a side can't be drawn; 3 to {_MOST_GRID} would be right.")
    if count < 1:
        raise ValueError("--examples: a loss needs examples; 1 or more would be right.")
    if args.digit is not None or args.inputs is not None:
        raise ValueError(
            "--digit and --inputs are for the network; its landscape is measured on many examples."
        )
    if args.steps is not None:
        if args.step is not None:
            raise ValueError("--step is for one picture and --steps for a film: one of them would be right.")
        return
    if args.seconds is not None:
        raise ValueError("--seconds is the length of a film, which --steps asks for.")
    if out.suffix.lower() not in (*_PICTURES, _ARRAYS):
        what = f"can't be written as {out.suffix}" if out.suffix else "has no ending"
        raise ValueError(f"{out}: a landscape {what}; .png, .svg or .npz would be right.")
    check_sides(out.suffix, *_size(args))


def _size(args: argparse.Namespace) -> tuple[int, int]:
    usual = (1600, 1000) if args.steps is None else (1366, 768)
    size: tuple[int, int] = args.size or usual
    return size


def _walk(args: argparse.Namespace) -> Walk | None:
    """The run's way, where the file holds one."""
    from netviz.training.landscape.walks import MOST, recorded_walk
    from netviz.training.recording.reader import Recording
    from netviz.training.recording.run_file import is_recording

    if not is_recording(args.file):
        if args.steps is not None:
            raise ValueError(f"{args.file} is no recording, so there is no path; a picture would be right.")
        return None
    first, last = args.steps or (None, args.step)
    with Recording(args.file) as recording:
        return recorded_walk(recording, first, last, most=MOST if args.steps is None else _OF_FILM)


def _plane(args: argparse.Namespace, model: Run, walk: Walk | None) -> Plane:
    """As --directions says."""
    from netviz.training.landscape import directions as ways
    from netviz.training.landscape.walks import with_steps

    asked = args.directions or (ways.RANDOM if walk is None else ways.RUN)
    kind, colon, text = (part.strip() for part in asked.partition(":"))
    numbers = _numbers(text)
    needed = {ways.RUN: 0, ways.RANDOM: 0, ways.STEPS: 3, ways.WEIGHTS: 2}.get(kind)
    if needed is None or numbers is None or len(numbers) != needed or (colon and not needed):
        raise ValueError(
            f"--directions: “{asked[:40]}” can't be read; run, random, steps:0,500,1000 or weights:3,7 would "
            "be right."
        )
    origin = model.parameters if walk is None else walk.parameters[-1]
    spec = model.spec if walk is None else walk.spec
    if kind == ways.RANDOM:
        return ways.at_random(spec, origin)
    if kind == ways.WEIGHTS:
        return ways.of_weights(spec, origin, (numbers[0], numbers[1]))
    if walk is None:
        raise ValueError(
            f"{args.file} is no recording, so it has no steps; --directions random would be right."
        )
    if kind == ways.RUN:
        return ways.along_run(walk)
    from netviz.training.recording.reader import Recording

    with Recording(args.file) as recording:
        return ways.through(*with_steps(recording, walk, numbers))


def _numbers(text: str) -> list[int] | None:
    parts = [part.strip() for part in text.split(",")] if text else []
    if not all(part.isascii() and part.isdecimal() and len(part) < 16 for part in parts):
        return None
    return [int(part) for part in parts]


def _explored(plane: Plane, walk: Walk | None, sample: Sample, n: int, frame: Frame) -> Landscape:
    from tqdm import tqdm

    from netviz.training.jobs.thread import Progress
    from netviz.training.jobs.work import finish
    from netviz.training.landscape.landscape import explore

    with tqdm(total=100, unit="%", disable=not sys.stderr.isatty()) as bar:
        progress = Progress(lambda share, _text: _advance(bar, share))
        return finish(explore(plane, walk, sample, n, frame), progress)


def _advance(bar: tqdm[None], share: float) -> None:
    bar.update(round(share * bar.total) - bar.n)


def _filling(
    args: argparse.Namespace, plane: Plane, walk: Walk | None, sample: Sample, frame: Frame
) -> Frame:
    """As much more of the plane as fills the picture: its words depend little on what will be found."""
    from netviz.rendering.files.landscape import map_aspect
    from netviz.rendering.files.picture import headless_application

    application = headless_application()
    first = _explored(plane, walk, sample, 3, frame)
    aspect = map_aspect(first, *_size(args))
    del application
    return frame.widened(aspect)


def _draw(args: argparse.Namespace, landscape: Landscape, frame: Frame) -> None:
    from tqdm import tqdm

    from netviz.files.whole import write_whole
    from netviz.rendering.files.landscape import landscape_picture, landscape_svg, write_landscape_film
    from netviz.rendering.files.picture import encoded, headless_application
    from netviz.rendering.files.run_film import SECONDS
    from netviz.rendering.landscape.words import ball_at
    from netviz.viewmodels.palette import palette_for

    out: Path = args.out
    application = headless_application()
    palette = palette_for(dark=args.dark, colour_blind=args.colour_blind)
    if args.steps is not None:
        with tqdm(total=100, unit="%", disable=not sys.stderr.isatty()) as bar:
            seconds = write_landscape_film(
                out,
                landscape,
                frame,
                palette,
                *_size(args),
                seconds=SECONDS if args.seconds is None else args.seconds,
                progress=lambda share: _advance(bar, share),
            )
        print(f"{out}: {seconds:.1f} seconds")
    else:
        ball = ball_at(landscape, int(landscape.path_steps[-1])) if len(landscape.path_steps) else None
        if out.suffix.lower() == ".svg":
            write_whole(out, landscape_svg(landscape, frame, ball, palette, *_size(args)))
        else:
            picture = landscape_picture(landscape, frame, ball, palette, *_size(args))
            write_whole(out, encoded(picture, out.suffix))
    del application
