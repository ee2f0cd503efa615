"""`netviz render`: a picture of a saved network, or a film of a run, without a window or a display."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from netviz.cli.arguments import a_number, a_path, a_whole
from netviz.cli.foreign import add_foreign, read_with
from netviz.cli.pictures.landscape import add_landscape, check_none, draw_landscape
from netviz.cli.pictures.size import size_between
from netviz.cli.predicting.typed_inputs import add_inputs, no_pictures, typed
from netviz.files.paths import given, is_there

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tqdm import tqdm

    from netviz.tasks.data_name import DataName
    from netviz.tasks.examples import Data
    from netviz.tasks.pictures.pictures import PictureData

SMALLEST: Final = 64
LARGEST: Final = 16_384
MOST_PIXELS: Final = 100_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz render`."""
    parser.add_argument("file", type=a_path, help="a recorded run, or a saved network")
    parser.add_argument(
        "--step", type=a_whole, metavar="N", help="of a recording, the kept step nearest to N (the last)"
    )
    parser.add_argument(
        "--steps",
        type=_stretch,
        metavar="A:B",
        help="a film of the steps from A to B of a recording; 0: or :5000 is as far as it goes, : all of it",
    )
    parser.add_argument("--seconds", type=a_number, metavar="N", help="how long the film takes to see (20)")
    parser.add_argument(
        "--out",
        type=a_path,
        required=True,
        help="what to write: picture.png or picture.svg; with --steps film.mp4, .gif, .webp or a new folder",
    )
    parser.add_argument(
        "--size",
        type=size_between(SMALLEST, LARGEST, MOST_PIXELS, like="1600x1000"),
        help="pixels, as 1600x1000 (usual) or 3840x2160; of a film 1366x768 (usual)",
    )
    parser.add_argument(
        "--digit",
        help="what the network reads: a picture's file, or the number of a test digit",
    )
    add_inputs(parser)
    add_foreign(parser)
    add_landscape(parser)
    parser.add_argument("--dark", action="store_true", help="dark colours")
    parser.add_argument(
        "--colour-blind", action="store_true", help="hues that every eye tells apart, light or dark"
    )


def run(args: argparse.Namespace) -> int:
    """Write the picture or the film; 2 and a sentence where something is wrong."""
    try:
        if args.landscape:
            draw_landscape(args)
            return 0
        check_none(args)
        if args.steps is None:
            _render(args)
        else:
            _film(args)
    except (ValueError, OSError) as error:
        # FileError, DataError and the like are ValueErrors with a sentence.
        print(f"netviz: {error}", file=sys.stderr)
        return 2
    return 0


def _stretch(text: str) -> tuple[int | None, int | None]:
    """`0:5000` as two steps; what is left out is None."""
    first, colon, last = (part.strip() for part in text.partition(":"))
    parts = [re.sub(r"(?<=\d)[,.](?=\d)", "", part) for part in (first, last)]
    if not colon or not all(part == "" or (part.isdecimal() and len(part) < 16) for part in parts):
        raise argparse.ArgumentTypeError(f"{text!r} is no stretch of steps: 0:5000 would be one")
    begin, end = (a_whole(part) if part else None for part in (first, last))
    if begin is not None and end is not None and begin > end:
        raise argparse.ArgumentTypeError(f"{text}: the first step comes after the last")
    return begin, end


def _film(args: argparse.Namespace) -> None:
    from tqdm import tqdm

    from netviz.rendering.files.picture import headless_application
    from netviz.rendering.files.run_film import SECONDS, Digit, write_run
    from netviz.training.recording.reader import Recording
    from netviz.viewmodels.palette import palette_for
    from netviz.viewmodels.references import SHADE_DIGITS

    if args.step is not None:
        raise ValueError("--step is for one picture and --steps for a film: one of them would be right.")
    digit = None
    if args.digit is not None or args.inputs is not None:
        with Recording(args.file) as recording:
            data = _own(args, recording.info.data)
        digit = Digit(
            data.task.input.scaled(_stored(args, data)), data.validation.inputs(slice(SHADE_DIGITS))
        )
    first, last = args.steps
    width, height = args.size or (1366, 768)
    application = headless_application()
    with Recording(args.file) as recording, tqdm(total=100, unit="%", disable=not sys.stderr.isatty()) as bar:
        seconds = write_run(
            args.out,
            recording,
            first,
            last,
            palette_for(dark=args.dark, colour_blind=args.colour_blind),
            width,
            height,
            seconds=SECONDS if args.seconds is None else args.seconds,
            digit=digit,
            progress=lambda share: _advance(bar, share),
        )
    del application
    print(f"{args.out}: {seconds:.1f} seconds")


def _advance(bar: tqdm[None], share: float) -> None:
    bar.update(round(share * bar.total) - bar.n)


def _render(args: argparse.Namespace) -> None:

    from netviz.files.whole import check_place, write_whole
    from netviz.network.forward import forward_pass
    from netviz.rendering.files.picture import (
        check_sides,
        encoded,
        headless_application,
        page_size,
        render_picture,
    )
    from netviz.rendering.files.vector import svg_picture
    from netviz.training.snapshot import Snapshot
    from netviz.viewmodels.layout import make_layout
    from netviz.viewmodels.palette import palette_for
    from netviz.viewmodels.references import SHADE_DIGITS, shade_references
    from netviz.viewmodels.scene import resolve
    from netviz.viewmodels.surface import surfaces_of

    out: Path = args.out
    if args.seconds is not None:
        raise ValueError("--seconds is the length of a film, which --steps asks for.")
    if out.suffix.lower() not in (".png", ".svg", ".jpg", ".jpeg", ".webp", ".bmp"):
        what = f"can't be written as {out.suffix}" if out.suffix else "has no ending"
        raise ValueError(f"{out}: a picture {what}; .png or .svg would be right.")
    check_place(out)
    width, height = args.size or (1600, 1000)
    check_sides(out.suffix, width, height)
    model = read_with(args.file, args.step, args)
    if model.note:
        print(f"netviz: {args.file}: {model.note}", file=sys.stderr)
    snapshot = Snapshot(str(args.file), 0, model.step, model.spec, model.parameters, task=model.task)
    forward = shades = None
    if args.digit is not None or args.inputs is not None:
        data = _own(args, model.data)
        pixels = data.task.input.scaled(_stored(args, data))
        if pixels.size != model.spec.sizes[0]:
            raise ValueError(
                f"{args.file} reads {model.spec.sizes[0]} numbers, a digit has {pixels.size} pixels."
            )
        forward = forward_pass(model.spec, model.parameters, pixels)
        shades = tuple(map(float, shade_references(snapshot, data.validation.inputs(slice(SHADE_DIGITS)))))
    application = headless_application()
    layout = make_layout(model.spec, *page_size(width, height), snapshot.task)
    scene = resolve(
        snapshot,
        layout,
        palette_for(dark=args.dark, colour_blind=args.colour_blind),
        forward,
        shade_reference=shades,
        surfaces=surfaces_of(snapshot),
    )
    if out.suffix.lower() == ".svg":
        write_whole(out, svg_picture(scene, width, height))
    else:
        write_whole(out, encoded(render_picture(scene, width, height), out.suffix))
    del application


def _own(args: argparse.Namespace, name: DataName) -> Data:
    """The network's own examples. A picture is drawn without them too: then its shades are measured on those
    that come with the program.
    """
    from netviz.cli.own_data import own_data
    from netviz.tasks.all_tasks import TASKS
    from netviz.tasks.examples import DataError
    from netviz.tasks.finding import load

    try:
        return own_data(args.file, name, way_out="A picture's file would be right for --digit.")
    except DataError:
        if name.task not in TASKS or (args.inputs is None and _is_number(args.digit)):
            raise
        return load(name.task)


def _stored(args: argparse.Namespace, data: Data) -> NDArray[Any]:
    """What the network reads, as it is stored."""
    from netviz.tasks.pictures.pictures import PictureData

    if args.inputs is not None:
        if args.digit is not None:
            raise ValueError("--digit and --inputs both say what it reads; one of them would be right.")
        return typed(data.task, args.inputs)
    if not isinstance(data, PictureData):
        raise ValueError(no_pictures(data.task, "--digit"))
    return _pixels(args.digit, data)


def _is_number(digit: str) -> bool:
    return digit.isdecimal() and not is_there(Path(digit))


def _pixels(digit: str, data: PictureData) -> NDArray[np.uint8]:
    """Pixels as they are stored: of a test digit of these by its number, or read from a file."""
    from netviz.tasks.digits.images import read_image

    if _is_number(digit):
        test = data.test
        last = len(test.labels) - 1
        if int(digit) > last:
            raise ValueError(f"There is no test digit {digit}: they are numbered 0 to {last}.")
        pixels: NDArray[np.uint8] = test.images[int(digit)].reshape(-1)
        return pixels
    return read_image(given(digit))
