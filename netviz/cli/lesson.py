"""`netviz lesson`: the lessons that there are, what is wrong with one, and the window with one."""

from __future__ import annotations

import argparse
import json
import sys

from netviz.cli.main import BAD_INPUT, DONE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz lesson`."""
    parser.add_argument("lesson", nargs="?", help="its name or its file (.md); without one, all are listed")
    parser.add_argument(
        "--check", action="store_true", help="say what is wrong in it, by line, and open nothing"
    )
    parser.add_argument("--json", action="store_true", help="print the list, or what is wrong, as JSON")


def run(args: argparse.Namespace) -> int:
    """List, check or open."""
    from netviz.files.errors import FileError

    try:
        if args.lesson is None:
            return _list(as_json=args.json)
        return _check(args.lesson, as_json=args.json) if args.check else _open(args.lesson)
    except FileError as error:
        print(f"netviz: {error}", file=sys.stderr)
        return BAD_INPUT


def _list(*, as_json: bool) -> int:
    from netviz.lessons.shelf import lessons, name_of

    found = lessons()
    if as_json:
        rows = [
            {
                "lesson": name_of(row),
                "title": row.title,
                "aim": row.aim,
                "minutes": row.minutes,
                "steps": len(row.steps),
            }
            for row in found
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return DONE
    width = max(len(name_of(row)) for row in found)
    for row in found:
        print(f"{name_of(row):<{width}}  {row.title} ({row.minutes} minutes): {row.aim}")
    return DONE


def _check(name: str, *, as_json: bool) -> int:
    from netviz.files.errors import shown
    from netviz.lessons.reading import check_lesson
    from netviz.lessons.shelf import find

    path = find(name)
    lesson, complaints = check_lesson(path)
    if as_json:
        print(json.dumps([{"line": c.line, "sentence": c.sentence} for c in complaints], ensure_ascii=False))
    elif lesson is None:
        for complaint in complaints:
            print(f"{shown(path)}, {complaint}")
    else:
        print(f"{shown(path)}: {lesson.title}, {len(lesson.steps)} steps. Nothing is wrong with it.")
    return BAD_INPUT if complaints else DONE


def _open(name: str) -> int:
    from netviz.cli.process.display import explain_display_problem
    from netviz.lessons.reading import read_lesson
    from netviz.lessons.shelf import find

    lesson = read_lesson(find(name))
    problem = explain_display_problem()
    if problem is not None:
        print(f"netviz: {problem}", file=sys.stderr)
        return BAD_INPUT
    from netviz.app.lessons.start import run as open_window

    return open_window(lesson)
