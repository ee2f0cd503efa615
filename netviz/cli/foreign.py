"""The option that says what a file of another program leaves out."""

from __future__ import annotations

import argparse

from netviz.network.activations import ACTIVATIONS, USUAL


def add_activation(parser: argparse.ArgumentParser) -> None:
    """`--activation`, for commands that read a network."""
    names = f"{', '.join(ACTIVATIONS[:-1])} or {ACTIVATIONS[-1]}"
    parser.add_argument(
        "--activation",
        metavar="NAME",
        help=f"of weights from another program: what their hidden layers have, {names}, or one for each, as "
        f"tanh,{USUAL} (what the file says, else {USUAL})",
    )
