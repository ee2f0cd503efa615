"""The parts of the tabs Looks for and Why of the page "Look inside" as pictures."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from netviz.panels.inspector.seeks.made import MadeInput
from netviz.panels.inspector.seeks.means import Mean, Means
from netviz.panels.inspector.seeks.nine import Nine, Shown
from netviz.panels.inspector.why.bars import Bar, Bars
from netviz.panels.inspector.why.pictures import InkPicture, SignedPicture
from netviz.rendering.fonts import type_font
from netviz.tasks.digits.task import DIGITS
from netviz.tasks.penguins.task import PENGUINS
from netviz.training.insight.attribution import INTEGRATED, why
from netviz.training.insight.exact import Exact
from netviz.training.jobs.work import finish
from netviz.viewmodels.hues import hue
from netviz.viewmodels.palette import palette_for
from tests.dressed import dress
from tests.rendering.conftest import a_digit, a_snapshot
from tests.rendering.test_inside import picture

SNAPSHOT = a_snapshot()
INK = np.asarray(a_digit(), np.float64)
PIXELS = np.rint(255 * INK).astype(np.uint8)
ROW = PENGUINS.input.prepared(np.array([39.1, 18.7, 181.0, 3750.0, 2.0, 1.0]))


@pytest.mark.parametrize(("dark", "colour_blind"), [(True, False), (False, True)])
def test_looks_for_and_why_are_as_they_were_looked_at(
    qtbot: QtBot, dark: bool, colour_blind: bool, matches_golden: Callable[[str, QImage], None]
) -> None:
    palette = palette_for(dark=dark, colour_blind=colour_blind)
    called = "dark" if dark else "light-colour-blind"
    nine, rows, made, means = Nine("most"), Nine("rows"), MadeInput(), Means()
    shares, ink, bars = SignedPicture("shares"), InkPicture("ink"), Bars("bars", 4)
    for part, size in (
        (nine, (420, 78)), (rows, (420, 180)), (made, (170, 170)), (means, (420, 60)),
        (shares, (220, 240)), (ink, (220, 240)), (bars, (420, 76)),
    ):  # fmt: skip
        qtbot.addWidget(part)
        part.resize(*size)
        part.setFont(type_font())
        dress(part, palette)
        part.show()
    inks = [hue(DIGITS.answer, k, palette) for k in range(10)]
    nine.show_examples(DIGITS.input, [Shown(k, PIXELS, str(k), inks[k], 12.9 - k, 1.0) for k in range(9)])
    species = [(PENGUINS.answer.names[k % 3], hue(PENGUINS.answer, k % 3, palette)) for k in range(9)]
    rows.show_examples(PENGUINS.input, [Shown(k, ROW, *species[k], 3.34 - k, 1.0) for k in range(9)])
    made.show_input(DIGITS.input, 0.7 * INK)
    means.show_means(tuple(Mean(str(k), inks[k], 5 + k, v) for k, v in enumerate((0.2, 3.1, -0.6))))
    found = finish(
        why(Exact(SNAPSHOT.spec, SNAPSHOT.parameters), INK, np.zeros(784), 3, [[k] for k in range(784)])
    )
    shares.show_values(DIGITS.input, found.by(INTEGRATED).values, INK)
    ink.show_ink(DIGITS.input, PIXELS, "what it reads")
    bars.show_bars(
        tuple(
            Bar(k, name, f"{k + 1}.5", size, f"{size:+.2f}")
            for k, (name, size) in enumerate(
                (
                    ("bill length (mm)", 1.95),
                    ("island", -1.1),
                    ("body mass (g)", 0.3),
                    ("sex", 0.1),
                    ("x", 0.0),
                )
            )
        )
    )
    for part, name in (
        (nine, "nine"), (rows, "nine-rows"), (made, "made"), (means, "means"),
        (shares, "shares"), (ink, "ink"), (bars, "bars"),
    ):  # fmt: skip
        matches_golden(f"seeks-{name}-{called}", picture(part, palette))
