"""The option that says what a file of another program leaves out."""

from __future__ import annotations

import argparse


def add_activation(parser: argparse.ArgumentParser) -> None:
    """`--activation`, for commands that read a network."""
    parser.add_argument(
        "--activation",
        metavar="NAME",
        help="of weights from another program: what their hidden layers have, relu, leaky_relu, tanh, "
        "sigmoid or linear, or one for each, as tanh,relu (what the file says, else relu)",
    )
