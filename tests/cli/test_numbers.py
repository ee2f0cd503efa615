"""A number that can be read in two ways is refused with both, wherever the command line takes one."""

import argparse
import re
from pathlib import Path

import pytest

from netviz.cli import bench, test
from netviz.cli.arguments import a_number, a_seed, a_whole
from netviz.cli.pictures import explain, render
from netviz.cli.predicting import predict
from netviz.cli.training import options as train_options

COMMANDS = {
    "bench": bench.add_arguments,
    "explain": explain.add_arguments,
    "predict": predict.add_arguments,
    "render": render.add_arguments,
    "test": test.add_arguments,
    "train": train_options.add_arguments,
}
# Where it belongs to more than one option, what makes the command whole.
REST = {"predict": ["net", "x.png"], "render": ["net", "--out", "x.png"], "test": ["net"]}


def options() -> list[tuple[str, str]]:
    """Every option of every command that is a number."""
    found = []
    for command, add in COMMANDS.items():
        parser = argparse.ArgumentParser()
        add(parser)
        for action in parser._actions:
            assert action.type not in (int, float), f"{command} {action.dest}: not by a_number or a_whole"
            if action.type in (a_number, a_whole, a_seed):
                found.append((command, action.option_strings[-1]))
    return found


OPTIONS = options()


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_two_readings_are_refused_with_both(netviz, command, option) -> None:  # type: ignore[no-untyped-def]
    for text, readings in (
        ("1,500", "1.5 or as 1500"),
        ("1.000", "1 or as 1000"),
        ("20.500", "20.5 or as 20500"),
    ):
        told = netviz(command, *REST.get(command, []), option, text)
        assert told.status == 2
        assert f"“{text}” can be read as {readings}" in told.err


@pytest.mark.parametrize(
    ("text", "right"),
    [("0,05", "0.05"), ("1,5", "1.5"), ("1,5e-3", "0.0015"), ("12,34", "12.34"), ("1,000,000", "1000000")],
)
def test_a_comma_is_refused_with_what_would_be_right(text: str, right: str) -> None:
    for read in (a_number, a_whole):
        with pytest.raises(argparse.ArgumentTypeError, match=f"has a comma; {re.escape(right)} would"):
            read(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.05", 0.05),
        ("1e-3", 0.001),
        ("1500", 1500),
        ("0.005", 0.005),
        ("0.100", 0.1),
        ("1.125", 1.125),
        ("5.", 5),
        (".5", 0.5),
    ],
)
def test_numbers_with_one_reading(text: str, number: float) -> None:
    assert a_number(text) == number


@pytest.mark.parametrize("text", ["", "ten", "1.2.3", "1 500", "0x10", "5 %"])
def test_what_is_none(text: str) -> None:
    for read in (a_number, a_whole):
        with pytest.raises(argparse.ArgumentTypeError, match=r"no (whole )?number"):
            read(text)


def test_steps_of_a_film_and_variations(netviz, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert (
        "“1,500” can be read as 1.5 or as 1500"
        in netviz("render", "net", "--out", tmp_path / "x.gif", "--steps", "1,500:3,000").err
    )
    assert "rotation=1.500" in netviz("train", "--augment", "rotation=1.500").sentence()
