"""Memory for the field's large arrays."""

from math import prod

import numpy as np
import numpy.typing as npt

Complexes = npt.NDArray[np.complex64]
Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.intp]
Heights = npt.NDArray[np.float64]


class Scratch:
    """Memory to work in, kept from call to call: to get it anew can cost as much as the sums.

    For one thread at a time.
    """

    def __init__(self) -> None:
        self._kept: dict[str, npt.NDArray[np.complex64]] = {}

    def complexes(self, name: str, *shape: int) -> Complexes:
        """An array with the content that the last user of `name` left."""
        size = prod(shape)
        if name not in self._kept or self._kept[name].size < size:
            self._kept[name] = np.empty(size, np.complex64)
        return self._kept[name][:size].reshape(shape)

    def floats(self, name: str, *shape: int) -> Floats:
        """The same for float32."""
        size = prod(shape)
        return self.complexes(name, (size + 1) // 2).view(np.float32)[:size].reshape(shape)
