"""What neurons are called on screen, for those who draw it: as the tasks name them."""

from netviz.tasks.naming import (
    COUNTED,
    how_named,
    input_name,
    name_of,
    output_name,
    pixel_place,
    place_of,
)

__all__ = ["COUNTED", "how_named", "input_name", "name_of", "output_name", "pixel_place", "place_of"]
