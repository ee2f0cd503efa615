"""How long the sentences of a story usually are: room is kept for as much before there is a story."""

from __future__ import annotations

from typing import Final

_CHANGE: Final = (
    "The weight from neuron 1·5 changes most: it falls by 0.00493. 6 of 16 neurons before it are off and "
    "change nothing."
)
_AGAIN: Final = (
    "Tried out on a copy: your network stays as it is. After all 48 steps at the larger rate η = 0.02 "
    "the loss of a mini-batch is 0.110, at first it was 0.0923; this 4 goes from 99.96\N{NO-BREAK SPACE}% "
    "to 99.97\N{NO-BREAK SPACE}%. On average it rose, from 0.113 in the first quarter to 0.139 in the last."
)
USUAL: Final = (
    ("So its own weights change, again by how active the neuron before them is.", _CHANGE),
    ("Repeat: every step follows other examples, so the loss goes up and down.", _AGAIN),
)
"""Captions, each with its second sentence, of which hardly any story has longer ones."""
