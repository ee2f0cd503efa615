"""From two densities to a picture: blue where positive edges dominate, red where negative ones do."""

from math import sqrt

import numpy as np
import numpy.typing as npt

from netviz.rendering.field.field import EdgeField
from netviz.rendering.field.scratch import Floats

# Chosen by looking at untrained and trained networks of 13k, 109k and 535k edges, on a light and a dark page.
_BEAM = 0.4  # how fast a surplus of one sign becomes opaque, in units of what random weights leave
_BEAM_FLOOR = 0.3  # edge², so that a single edge of a small layer stays soft as well
_BEAM_OPACITY = 0.7  # at most: crisp lines are drawn over it
_MIST_FLOOR = 3.0  # edges a row
_MIST_OPACITY = 0.25
_BLOCK = 64  # rows toned at a time, so that they stay in the processor's cache
_TINT = 3.0  # mist is of one colour where that sign has a surplus of a third


def tone_map(
    field: EdgeField,
    positive_rgb: tuple[int, int, int],
    negative_rgb: tuple[int, int, int],
    exposure: float = 1.0,
) -> npt.NDArray[np.uint8]:
    """The field as (rows, columns, 4) uint8, premultiplied RGBA, to be laid over a page of any colour.

    Where hundreds of edges overlap, nearly as many are positive as negative, and their mixture says nothing.
    So the surplus of one sign is shown in that sign's pure colour ("beam"); all edges together, whatever
    their sign, make a faint mist below it. This is a simplification: of an even mixture one sees only that it
    is there. Both are measured in units of what untrained, normally distributed weights leave, so that small
    and large layers come out equally bright at `exposure` 1: random weights as mist, learned ones as beams.
    """
    rows, columns = field.density.shape[1:]
    picture = np.empty((rows, columns, 4), np.uint8)
    inks = np.array([(*positive_rgb, 255), (*negative_rgb, 255)], np.float32)
    for start in range(0, rows, _BLOCK):
        block = slice(start, start + _BLOCK)
        picture[block] = _tones(field.density[:, block], inks, field, exposure)
    return picture


def _tones(density: Floats, inks: Floats, field: EdgeField, exposure: float) -> Floats:
    """(rows, columns, 4), 0.5 to 255.5: to be rounded down."""
    positive, negative = density
    surplus, total = positive - negative, positive + negative
    size = np.abs(surplus)
    size *= exposure * _BEAM / sqrt(_BEAM_FLOOR + field.usual_surplus**2)
    beam = _opacity(size * np.sqrt(size), _BEAM_OPACITY)  # the exponent 1.5 keeps random surpluses back
    mist = _opacity(total * (exposure / (_MIST_FLOOR + field.usual_total)), _MIST_OPACITY)
    mist *= 1 - beam
    share = surplus * (0.5 * _TINT) / np.maximum(total, np.finfo(np.float32).tiny)
    share = np.clip(share, -0.5, 0.5, out=share) + np.float32(0.5)
    colours = np.empty(density.shape, np.float32)  # how much of the positive and of the negative colour
    np.multiply(mist, share, out=colours[0])
    np.subtract(mist, colours[0], out=colours[1])
    more_positive = surplus > 0
    colours[0] += beam * more_positive
    colours[1] += beam * ~more_positive
    tones: Floats = (colours.reshape(2, -1).T @ inks).reshape(*total.shape, 4)
    tones += np.float32(0.5)
    return tones


def _opacity(depth: Floats, most: float) -> Floats:
    """Many thin layers on one another: 1 - exp(-depth), scaled to at most `most`."""
    result: Floats = np.expm1(-depth)
    result *= np.float32(-most)
    return result
