"""The colours and what they mean. Plain hex, so that no window toolkit is needed to read them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True)
class Palette:
    """One theme. No colour means two things: weights have their two, wishes their three, and what one presses
    or has chosen is ink (`accent`); how many are right, and the validation digits, are teal (`accuracy`).

    `low` and `high` are the shades of activation 0 and 1; `change` is the arrows' colour; `runs` are runs
    side by side, always with their letters beside them.

    `colour_blind`: hues that every eye tells apart, with double and triple rings as a second cue.
    """

    name: str
    dark: bool
    page: str
    panel: str
    line: str
    text: str
    muted: str
    accent: str
    accent_text: str
    positive: str
    negative: str
    low: str
    high: str
    rim: str
    output_wish: str
    second_wish: str
    first_wish: str
    change: str
    loss: str
    accuracy: str
    runs: tuple[str, str, str, str]
    colour_blind: bool = False

    def dashed(self, role: str) -> bool:
        """Whether lines of this role (see `moment.role_colour`) are dashed. One rule for all pictures:
        negative ones are, wherever the hues are those for colour-blind eyes, and nowhere else.
        """
        return self.colour_blind and role == "negative"

    @property
    def training(self) -> str:
        """What was measured on training digits."""
        return self.muted

    @property
    def validation(self) -> str:
        """What was measured on validation digits."""
        return self.accuracy

    @property
    def negative_text(self) -> str:
        """The colour of negative weights where it is written: dark enough to be read."""
        return "#B04D00" if self.colour_blind and not self.dark else self.negative


LIGHT: Final = Palette(
    name="light",
    dark=False,
    page="#FBFAF7",
    panel="#FFFFFF",
    line="#E4E1DA",
    text="#1E2430",
    muted="#666D80",
    accent="#323A4D",
    accent_text="#FFFFFF",
    positive="#1F6FD6",
    negative="#D6322D",
    low="#FFFFFF",
    high="#181C26",
    rim="#2B3242",
    output_wish="#8A3FFC",
    second_wish="#1C9A53",
    first_wish="#F08A00",
    change="#0B0D12",
    loss="#1E2430",
    accuracy="#0B7285",
    runs=("#1E2430", "#B02A7A", "#7A6A00", "#7B8296"),
)
DARK: Final = Palette(
    name="dark",
    dark=True,
    page="#15171C",
    panel="#1C1F26",
    line="#2A2E37",
    text="#E8EAF0",
    muted="#8B92A5",
    accent="#CDD3E0",
    accent_text="#15171C",
    positive="#4C9BFF",
    negative="#FF5D57",
    low="#262A33",
    high="#F4F6FB",
    rim="#8B92A5",
    output_wish="#B07CFF",
    second_wish="#3CCB7F",
    first_wish="#FFB02E",
    change="#FFFFFF",
    loss="#E8EAF0",
    accuracy="#3BC3D6",
    runs=("#E8EAF0", "#FF86C8", "#A9885F", "#8B92A5"),
)

# Okabe and Ito's colours, which people with any colour vision tell apart.
LIGHT_COLOUR_BLIND: Final = replace(
    LIGHT,
    name="light, for colour-blind eyes",
    positive="#0072B2",
    negative="#D55E00",
    second_wish="#009E73",
    first_wish="#F0E442",
    colour_blind=True,
)
DARK_COLOUR_BLIND: Final = replace(
    DARK,
    name="dark, for colour-blind eyes",
    positive="#56B4E9",
    negative="#E8762B",
    second_wish="#19C394",
    first_wish="#F0E442",
    colour_blind=True,
)


PALETTES: Final = (LIGHT, DARK, LIGHT_COLOUR_BLIND, DARK_COLOUR_BLIND)


def palette_for(*, dark: bool, colour_blind: bool) -> Palette:
    """The colours of a light or dark theme, and of eyes that see all hues or not."""
    if colour_blind:
        return DARK_COLOUR_BLIND if dark else LIGHT_COLOUR_BLIND
    return DARK if dark else LIGHT
