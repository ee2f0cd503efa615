"""How much augmentation changes the training digits; apart from its work, so that settings load no numpy."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Final, NamedTuple


class AugmentationError(ValueError):
    """A setting that can't be used; the message is a sentence that names the field and its range."""


class Limit(NamedTuple):
    """The range of a setting, from 0 to `most`, its unit as words in a complaint, what is usual, what it does
    (without a full stop), and its unit beside a field.
    """

    name: str
    most: float
    unit: str
    usual: float
    tip: str
    counts: str


LIMITS: Final = {
    "shift": Limit(
        "Shift", 8.0, "pixels", 1.0, "Moves each digit by up to so many pixels in each direction", "pixels"
    ),
    "rotation": Limit(
        "Rotation", 45.0, "degrees", 8.0, "Turns each digit by up to so many degrees, either way", "degrees"
    ),
    "scale": Limit(
        "Scale",
        0.5,
        "(0.1 makes digits up to a tenth smaller or larger)",
        0.1,
        "Makes each digit larger or smaller by up to this share",
        "share",
    ),
    "elastic": Limit(
        "Elastic",
        2.0,
        "pixels",
        0.7,
        "Bends each digit as if it lay on rubber, by about so many pixels",
        "pixels",
    ),
    "noise": Limit(
        "Noise",
        0.5,
        "of the way from paper to ink",
        0.1,
        "Adds grain to every pixel, as a share of the way from paper to ink",
        "share",
    ),
}


@dataclass(frozen=True)
class Augmentation:
    """How much a training digit may be changed before the network sees it; all 0 means not at all.

    `shift`: at most so many pixels in each direction. `rotation`: at most so many degrees, either way.
    `scale`: at most this share larger or smaller. `elastic`: how far, in pixels, a smooth random field
    bends it (root mean square; Simard, Steinkraus and Platt 2003). `noise`: standard deviation of the
    normal noise on every pixel, in shares of the way from paper to ink.
    """

    shift: float = 0.0
    rotation: float = 0.0
    scale: float = 0.0
    elastic: float = 0.0
    noise: float = 0.0

    @property
    def off(self) -> bool:
        """Whether digits stay as they are."""
        return not (self.warps or self.noise)

    @property
    def warps(self) -> bool:
        """Whether pixels move."""
        return bool(self.shift or self.rotation or self.scale or self.elastic)

    def check(self) -> None:
        """Raise AugmentationError where a setting is outside its range."""
        for field in fields(self):
            value: object = getattr(self, field.name)
            limit = LIMITS[field.name]
            right = (
                isinstance(value, int | float)
                and not isinstance(value, bool)
                and math.isfinite(value)
                and 0 <= value <= limit.most
            )
            if not right:
                raise AugmentationError(
                    f"{limit.name}: {value} can't be used; a number from 0 to {limit.most:g} {limit.unit} "
                    f"would be right ({limit.usual:g} is usual)."
                )


NO_AUGMENTATION: Final = Augmentation()
# No noise: it helps against noisy digits, and MNIST's are clean.
DEFAULT_AUGMENTATION: Final = Augmentation(shift=1.0, rotation=8.0, scale=0.1, elastic=0.7)
LARGEST_AUGMENTATION: Final = Augmentation(**{name: limit.most for name, limit in LIMITS.items()})
