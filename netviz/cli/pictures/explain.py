"""`netviz explain`: the backward pass on one digit, told as a film; without a window or a display."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from netviz.cli.arguments import a_path
from netviz.cli.pictures.size import size_between
from netviz.cli.teaching.told import add_told, told_story

if TYPE_CHECKING:
    from tqdm import tqdm

SMALLEST, LARGEST = 240, 4320


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz explain`."""
    add_told(parser)
    parser.add_argument(
        "--size",
        type=size_between(SMALLEST, LARGEST, like="1366x768"),
        default=(1366, 768),
        help="pixels of the film, as 1366x768 (usual)",
    )
    parser.add_argument("--dark", action="store_true", help="dark colours")
    parser.add_argument(
        "--colour-blind", action="store_true", help="hues that every eye tells apart, light or dark"
    )
    parser.add_argument(
        "--out",
        type=a_path,
        default=Path("story.gif"),
        help="story.gif, story.webp or story.mp4; any other name is a folder of frames (story.gif)",
    )


def run(args: argparse.Namespace) -> int:
    """Write the film; 2 and a sentence where something is wrong."""
    try:
        _explain(args)
    except (ValueError, OSError) as error:
        # The rooms' errors (SpecError, TraceError, FileError, FilmError, DataError) are ValueErrors with a
        # sentence.
        print(f"netviz: {error}", file=sys.stderr)
        return 2
    return 0


def _explain(args: argparse.Namespace) -> None:
    width, height = args.size
    from tqdm import tqdm

    from netviz.rendering.files.picture import headless_application
    from netviz.rendering.files.story_export import write_story
    from netviz.rendering.files.story_film import page_size
    from netviz.viewmodels.layout import make_layout
    from netviz.viewmodels.palette import palette_for
    from netviz.viewmodels.story.moments import moment
    from netviz.viewmodels.story.stages import REST

    application = headless_application()
    page = page_size(width, height)
    story, _ = told_story(args, lambda network: make_layout(network.spec, *page, network.task))
    with tqdm(total=100, unit="%", disable=not sys.stderr.isatty()) as bar:
        seconds = write_story(
            args.out,
            story,
            palette_for(dark=args.dark, colour_blind=args.colour_blind),
            width,
            height,
            progress=lambda share: _advance(bar, share),
        )
    del application
    print(f"{args.out}: {len(story.stages)} stages in {seconds:.0f} seconds")
    print(moment(story, REST).text)


def _advance(bar: tqdm[None], share: float) -> None:
    bar.update(round(share * bar.total) - bar.n)
