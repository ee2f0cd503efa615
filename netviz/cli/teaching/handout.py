"""`netviz handout`: the backward pass on one example on paper, or a worksheet of it; without a display."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from netviz.cli.arguments import a_path
from netviz.cli.teaching.told import add_told, told_story

PAPERS = ("a4", "letter")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz handout`."""
    add_told(parser)
    parser.add_argument(
        "--blanks",
        action="store_true",
        help="a worksheet: numbers to find by hand; the answers go to a file beside it, sheet-answers.pdf",
    )
    parser.add_argument("--paper", choices=PAPERS, default=PAPERS[0], help="its size (a4)")
    parser.add_argument("--out", type=a_path, default=Path("sheet.pdf"), help="the PDF (sheet.pdf)")


def run(args: argparse.Namespace) -> int:
    """Write the sheets; 2 and a sentence where something is wrong."""
    try:
        _write(args)
    except (ValueError, OSError) as error:
        # The rooms' errors (TraceError, FileError, DataError …) are ValueErrors with a sentence.
        print(f"netviz: {error}", file=sys.stderr)
        return 2
    return 0


def _write(args: argparse.Namespace) -> None:
    from netviz.files.endings import check_ending
    from netviz.files.whole import check_place
    from netviz.rendering.files.handout.handout import LAID_OUT, answers_path, write_handout, write_worksheet
    from netviz.rendering.files.handout.paper import PAPERS
    from netviz.rendering.files.picture import headless_application
    from netviz.viewmodels.layout import make_layout

    check_ending(args.out, "a sheet", (".pdf",))
    # Now, not after the work.
    for path in (args.out, answers_path(args.out))[: 2 if args.blanks else 1]:
        check_place(path)
    application = headless_application()
    story, name = told_story(args, lambda network: make_layout(network.spec, *LAID_OUT, network.task))
    if args.blanks:
        answers = write_worksheet(args.out, story, PAPERS[args.paper], name)
        print(f"{args.out}: a worksheet of {len(story.stages)} stages; {answers}: its answers")
    else:
        write_handout(args.out, story, PAPERS[args.paper], name)
        print(f"{args.out}: a hand-out of {len(story.stages)} stages")
    del application
