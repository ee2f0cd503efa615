"""The command `netviz`: which subcommands there are, and what all of them share.

Exit status: 0 done, 2 bad input (one sentence on stderr says what and where), 130 interrupted, 143 and 129
ended by SIGTERM and SIGHUP; what else a subcommand returns, its own module says. A subcommand is loaded when
it is called, and Qt and numpy only by those that need them.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

from netviz import __version__
from netviz.cli.process.signals import ending_at_signals, status_of
from netviz.cli.process.streams import Output, forget_output, guarded_streams, keep_streams_apart
from netviz.files.paths import is_there

DONE: Final = 0
BAD_INPUT: Final = 2
# As a shell reports a program that nobody reads any more: 128 + SIGPIPE.
NOBODY_READS: Final = 141


class Command(NamedTuple):
    """A subcommand: its name, what it does in a line, the module with its `add_arguments` and `run`."""

    name: str
    help: str
    module: str


COMMANDS: Final = (
    Command("run", "open the window; what netviz does when no command is named", "netviz.cli.run"),
    Command("train", "train a network and save it", "netviz.cli.training.train"),
    Command("tasks", "say what can be learnt", "netviz.cli.tasks"),
    Command("test", "examine a saved network on the test digits, or its task's", "netviz.cli.test"),
    Command(
        "predict", "let a saved network read pictures of digits, or numbers", "netviz.cli.predicting.predict"
    ),
    Command("render", "draw a saved network into a picture file", "netviz.cli.pictures.render"),
    Command("explain", "tell the backward pass on one digit as a film", "netviz.cli.pictures.explain"),
    Command(
        "handout", "print the backward pass on one digit, or a worksheet of it", "netviz.cli.teaching.handout"
    ),
    Command("lesson", "list, check or open the lessons", "netviz.cli.lesson"),
    Command("bench", "measure how fast this machine trains and draws", "netviz.cli.bench"),
    Command("doctor", "say what this machine has and lacks", "netviz.cli.doctor"),
)


class Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and how to learn what is right, and exit."""
        self.exit(BAD_INPUT, f"{self.prog}: {message.rstrip('.')}. See: {self.prog} --help\n")

    def _print_message(self, message: str, file: Any = None) -> None:
        """As argparse does, but an output that can't be written is told of."""
        (file or sys.stderr).write(message)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (those of the process if None); the exit status."""
    keep_streams_apart()
    with contextlib.suppress(AttributeError, OSError):
        # A terminal that can't write “×” shows a question mark instead of ending in an error.
        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    with guarded_streams() as output:
        return _guarded(arguments, output)


def _guarded(arguments: Sequence[str] | None, output: Output) -> int:
    try:
        with ending_at_signals():
            status = _dispatch(list(sys.argv[1:] if arguments is None else arguments))
            sys.stdout.flush()
    except KeyboardInterrupt as interrupt:
        print("netviz: interrupted.", file=sys.stderr)
        return status_of(interrupt)
    except BrokenPipeError:
        forget_output()
        return NOBODY_READS
    if output.lost:
        print(f"netviz: its output could not be written: {output.lost}.", file=sys.stderr)
    return BAD_INPUT if output.lost and status == DONE else status


def _dispatch(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first in ("-h", "--help"):
        print(overview())
        return DONE
    if first in ("-V", "--version"):
        print(f"netviz {__version__}")
        return DONE
    named = {command.name: command for command in COMMANDS}
    if first in named:
        return _run(named[first], f"netviz {first}", arguments[1:])
    if first and not first.startswith("-") and not is_there(Path(first)):
        meant = difflib.get_close_matches(first, named, n=1)
        if meant or not _names_a_file(first):
            hint = f"did you mean {meant[0]}?" if meant else f"the commands are {', '.join(named)}."
            print(f"netviz: there is no command or file “{first}”; {hint}", file=sys.stderr)
            return BAD_INPUT
    return _run(named["run"], "netviz", arguments)


def _names_a_file(text: str) -> bool:
    """Whether somebody who typed this meant a file: a word alone is a command."""
    return bool(Path(text).suffix) or any(mark in text for mark in "/\\:~")


def _run(command: Command, prog: str, arguments: list[str]) -> int:
    module = importlib.import_module(command.module)
    parser = Parser(prog=prog, description=command.help[0].upper() + command.help[1:] + ".")
    module.add_arguments(parser)
    try:
        parsed = parser.parse_args(arguments)
    except SystemExit as end:
        # From --help or Parser.error; in this program the status of a command is what main returns.
        return end.code if isinstance(end.code, int) else DONE
    status: int = module.run(parsed)
    return status


def overview() -> str:
    """What `netviz --help` prints."""
    width = max(len(command.name) for command in COMMANDS)
    commands = "\n".join(f"  {command.name:<{width}}  {command.help}" for command in COMMANDS)
    return f"""\
See what deep learning is: a network that reads handwritten digits, drawn live while it learns.

  netviz            open the window
  netviz FILE       open it with a saved network, or a picture of a digit
  netviz COMMAND    one of these; only run needs a screen

{commands}

netviz COMMAND --help says more. netviz --version tells the version."""
