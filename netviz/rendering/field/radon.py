"""Sums along the lines of a matrix: the approximate discrete Radon transform, as a few large numpy calls.

Goetz and Druck (Pattern Recognition 29, 1996) and Brady (SIAM J. Computing 27, 1998) merge strips of a
matrix, two by two, until one strip is left. This is their scheme with three differences:

- A strip of height n knows n + 1 rises, 0 to n. A line of even rise is two lines of half that rise, end to
  end. For an odd rise both ways of halving it are taken, at half weight each. So the mean of the digital
  line is the true line everywhere: nothing jumps or shifts, it is at most a little soft.
- Element (s, p) of a strip is the line that rises by s and *ends* at p. In these coordinates one of the two
  halves needs no shift, and the other a shift that grows by one from rise to rise: a matter of strides, so
  that a whole level is five calls, whatever its size.
- The lowest strips hold any number of profiles at any height within them, so few profiles need few levels.

Two densities travel together as the real and the imaginary part of complex64.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import as_strided, sliding_window_view

from netviz.rendering.field.scratch import Complexes, Floats, Indices, Scratch


class Tap(NamedTuple):
    """One profile of every lowest strip, shifted and weighted as each rise wants it."""

    profile: Indices  # (strips,)
    shift: Indices  # (strips, rises)
    weight: Floats


class RadonPlan(NamedTuple):
    """Where the profiles lie: made once for a layout by `plan_radon`, used for every matrix by `radon`."""

    width: int  # cells of a profile
    strip: int  # height of a lowest strip, in cells
    levels: int  # how often two strips become one
    taps: tuple[Tap, ...]  # none where every strip begins with its one profile

    @property
    def height(self) -> int:
        """Height of the last strip, in cells: a line of slope 1 rises by this much."""
        return self.strip << self.levels


def plan_radon(heights: npt.NDArray[np.float64], width: int, *, strip: int, levels: int) -> RadonPlan:
    """Plan for profiles of `width` cells that lie at `heights` (profiles,), in 0 … strip · 2**levels."""
    strips = 1 << levels
    if np.array_equal(heights, strip * np.arange(strips)):
        return RadonPlan(width, strip, levels, ())
    home = np.clip((heights // strip).astype(np.intp), 0, strips - 1)
    order = np.argsort(home, kind="stable")
    counts = np.bincount(home, minlength=strips)
    first = np.cumsum(counts) - counts
    rises = np.arange(strip + 1)
    taps = []
    for slot in range(int(counts.max())):
        filled = counts > slot
        profile = np.full(strips, len(heights), np.intp)  # the row after the last is empty
        profile[filled] = order[first[filled] + slot]
        inside = np.zeros(strips)
        inside[filled] = heights[profile[filled]] - strip * np.flatnonzero(filled)
        shift = rises * (1 - inside[:, None] / strip)
        whole = np.floor(shift).astype(np.intp)
        part = (shift - whole).astype(np.float32)
        taps.append(Tap(profile, whole, 1 - part))
        if part.any():
            taps.append(Tap(profile, whole + 1, part))
    return RadonPlan(width, strip, levels, tuple(taps))


def radon(profiles: Complexes, plan: RadonPlan, scratch: Scratch) -> Complexes:
    """All lines at once: element (s, p) is the sum of `profiles` along the line that rises by s to p.

    `profiles` is (profiles, width), the result (height + 1, width + height): the line passes cell p - s at
    height 0 and cell p at height `plan.height`. The result lies in `scratch`.
    """
    strips = _lowest_strips(profiles, plan, scratch)
    for level in range(plan.levels):
        height = plan.strip << level + 1
        reach = plan.width + height
        room = plan.width + min(2 * height, plan.height)  # for the zeros that the next level reads
        merged = scratch.complexes(f"level {level % 2}", plan.height // height, height + 1, room)
        _merge(strips, merged, reach)
        strips = merged
    lines: Complexes = strips[0]
    return lines


def _lowest_strips(profiles: Complexes, plan: RadonPlan, scratch: Scratch) -> Complexes:
    """(strips, rises, width + strip, and as much again of zeros if there is a level to come)."""
    pad = plan.strip + 1
    width = plan.width + plan.strip * (2 if plan.levels else 1)
    padded = scratch.complexes("padded", len(profiles) + 1, pad + width)
    padded[:-1, :pad] = 0
    padded[:-1, pad : pad + plan.width] = profiles
    padded[:-1, pad + plan.width :] = 0
    padded[-1] = 0
    shape = (1 << plan.levels, plan.strip + 1, width)
    if not plan.taps:
        down, along = padded.strides
        return as_strided(padded[:, pad:], shape, (down, -along, along), writeable=False)
    windows = sliding_window_view(padded, width, axis=1)
    strips = scratch.complexes("lowest", *shape)
    strips[...] = 0
    for tap in plan.taps:
        part = windows[tap.profile[:, None], pad - tap.shift]
        weighted = part.view(np.float32)
        weighted *= tap.weight[..., None]
        strips += part
    return strips


def _merge(strips: Complexes, merged: Complexes, reach: int) -> None:
    """Strips two by two: (2 k, n + 1, ≥ reach) into (k, 2 n + 1, ≥ reach); rows are zero beyond their end."""
    merged[:, :, reach:] = 0
    upper = strips[1::2, :, :reach]
    over, down, along = strips[0::2].strides
    # Row s begins s cells earlier, in the zeros at the end of row s - 1: the line through the lower strip
    # ends s cells before the whole line does.
    lower = as_strided(strips, upper.shape, (over, down - along, along), writeable=False)
    np.add(lower, upper, out=merged[:, 0::2, :reach])
    odd = merged[:, 1::2, :reach]
    np.add(upper[:, :-1], upper[:, 1:], out=odd)
    odd[:, :, 1:] += lower[:, :-1, :-1]
    odd[:, :, :-1] += lower[:, 1:, 1:]
    halves = odd.view(np.float32)
    halves *= np.float32(0.5)
