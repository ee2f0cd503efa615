"""What a neuron with a surface looks like. The shader and the painter both take their numbers from here."""

from __future__ import annotations

from typing import Final

from netviz.viewmodels.scene import Scene

CORNER: Final = 0.24  # of half a side
RIM: Final = 1.2  # logical pixels, as of all others
SMALLEST: Final = 5.0  # logical pixels of half a side: smaller ones are discs
MARK: Final = 1.9  # logical pixels: radius of the mark of the example
MARK_SHARE: Final = 0.12  # of half a side, where that is less
HALO: Final = 1.0  # around it
REACH: Final = 0.42  # of a line's picture, up and down from its middle


def shown(scene: Scene) -> bool:
    """Whether neurons show surfaces: not while a story shades them."""
    if scene.surfaces is None or len(scene.surfaces.values) != scene.spec.n_neurons:
        return False
    return scene.moment is None or not scene.moment.n_stages


def mark(scene: Scene) -> tuple[float, float] | None:
    """Where the example lies in each picture, from its left and top; None where it does not."""
    if scene.surfaces is None or scene.activation is None or not shown(scene):
        return None
    across, up = scene.surfaces.share(scene.activation[: scene.spec.sizes[0]])
    return (across, 1 - up) if 0 <= across <= 1 and 0 <= up <= 1 else None


def marks(scene: Scene) -> list[tuple[float, float] | None]:
    """For each neuron: on the plane all alike, on a line each on its own."""
    surfaces, place = scene.surfaces, mark(scene)
    if surfaces is None or scene.activation is None or place is None or not surfaces.flat:
        return [place] * scene.spec.n_neurons
    result: list[tuple[float, float] | None] = []
    for column, where in enumerate(scene.spec.neuron_slices):
        shares = (scene.activation[where] / surfaces.largest[column]).clip(-1, 1).tolist()
        result += [(place[0], 0.5 - REACH * share) for share in shares]
    return result
