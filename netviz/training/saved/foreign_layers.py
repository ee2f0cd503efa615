"""Dense layers in a safetensors file of another program: `*.weight` (n_out, n_in) and `*.bias`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.files.errors import FileError, shown
from netviz.network.arrays import frozen
from netviz.network.connections import as_matrix, biases
from netviz.network.spec import NetworkSpec
from netviz.training.saved.layer_order import NoOrderError, in_order
from netviz.training.saved.pixel_scale import PixelScale, ScaleError, read_scale

_LONGEST_NAMES: Final = 1_000  # characters; more are no activations and fill a sentence
_SHOWN: Final = 60  # characters of a name
_RIGHT: Final = "a network saved by netviz, or a .safetensors file of dense layers, would be right"


class Said(NamedTuple):
    """What is known of such a file besides its tensors, each as somebody wrote it; None where nobody says it.

    `activation` names those of the hidden layers, as “tanh” or “tanh,relu”; `pixels` the mean and the
    deviation with which they were scaled, as “0.1307,0.3081”.
    """

    activation: str | None = None
    pixels: str | None = None

    def over(self, other: Said) -> Said:
        """This where it says something, else `other`."""
        return Said(
            other.activation if self.activation is None else self.activation,
            other.pixels if self.pixels is None else self.pixels,
        )


NOTHING: Final = Said()


class Layers(NamedTuple):
    """A network of another program: `parameters` float32 (spec.n_parameters,), read-only.

    `note` says what was assumed of it; `activation_assumed`, `pixels_assumed`: whether these are among that.
    """

    spec: NetworkSpec
    parameters: NDArray[np.float32]
    note: str
    activation_assumed: bool
    pixels_assumed: bool


def read_layers(path: Path, file: Any, said: Said) -> Layers:
    """The layers in an open safetensors `file`. Raises FileError, SpecError or SafetensorError."""
    keys = set(file.keys())
    weights = {name for name in keys if name.split(".")[-1] == "weight"}
    known = {*weights, *(_bias(name) for name in weights)}
    others = sorted(keys - known)
    if not weights or others:
        what = (
            f"there is a tensor “{printable(others[0])}”" if others else "there are no tensors named *.weight"
        )
        raise FileError(
            f"{shown(path)} holds no stack of dense layers ({what}); tensors called 0.weight (outputs × "
            "inputs), 0.bias, 1.weight …, or fc1.weight …, as nn.Linear of PyTorch has them, would be right."
        )
    shapes = {name: tuple(file.get_slice(name).get_shape()) for name in weights}
    names = _ordered(path, shapes)
    spec = NetworkSpec.dense((shapes[names[0]][1], *(shapes[name][0] for name in names)))
    flat = np.zeros(spec.n_parameters, np.float32)
    for layer, name in enumerate(names):
        as_matrix(spec, flat, layer)[:] = _plain(path, file, name, shapes[name]).T
        if _bias(name) in keys:
            biases(spec, flat, layer)[:] = _plain(path, file, _bias(name), shapes[name][:1])
    flat = _scaled(path, spec, frozen(flat), said.pixels)
    if not np.isfinite(flat).all():
        raise FileError(f"{shown(path)} is damaged: some of its weights are not finite; {_RIGHT}.")
    if said.activation is not None:
        return Layers(as_named(spec, said.activation), flat, "", False, said.pixels is None)
    if not spec.activations:
        note = "The file does not say how it answers: softmax outputs are assumed."
        return Layers(spec, flat, note, False, said.pixels is None)
    note = (
        "The file names no activations: ReLU in the hidden layers and softmax are assumed. --activation "
        "names others."
    )
    return Layers(spec, flat, note, True, said.pixels is None)


def as_named(spec: NetworkSpec, activation: str) -> NetworkSpec:
    """The same layers with these activations: one for all hidden layers, or one each. Raises SpecError."""
    names = tuple(name.strip() for name in activation[:_LONGEST_NAMES].split(","))
    if len(names) == 1:
        names *= len(spec.activations)
    return replace(spec, activations=names).checked()


def printable(name: str) -> str:
    """A name out of a file, as it can stand in a sentence."""
    return "".join(letter if letter.isprintable() else "?" for letter in name[:_SHOWN])


def _bias(name: str) -> str:
    return name.removesuffix("weight") + "bias"


def _ordered(path: Path, shapes: dict[str, tuple[int, ...]]) -> list[str]:
    """The names from the input's to the output's layer. Raises FileError where that can't be told."""
    flat = all(len(shape) == 2 for shape in shapes.values())
    try:
        if flat:
            return in_order({name: (shape[0], shape[1]) for name, shape in shapes.items()})
    except NoOrderError as error:
        if error.either:
            one, other = (printable(name) for name in error.either)
            raise FileError(
                f"{shown(path)} does not say in which order its layers follow one another: “{one}” and "
                f"“{other}” could each come first. Names with numbers, as 0.weight, 0.bias, 1.weight …, "
                "would be right."
            ) from error
        if _turned_round(shapes):
            raise FileError(
                f"{shown(path)} holds layers that follow one another as inputs × outputs only; outputs × "
                "inputs, as nn.Linear of PyTorch has them, would be right."
            ) from error
    told = str([shapes[name] for name in sorted(shapes)])[:80]
    raise FileError(f"{shown(path)} holds layers that do not follow one another: {told}; {_RIGHT}.")


def _turned_round(shapes: dict[str, tuple[int, ...]]) -> bool:
    try:
        in_order({name: (shape[1], shape[0]) for name, shape in shapes.items()})
    except NoOrderError as error:
        return bool(error.either)
    return True


def _scaled(
    path: Path, spec: NetworkSpec, flat: NDArray[np.float32], pixels: str | None
) -> NDArray[np.float32]:
    if pixels is None:
        return flat
    try:
        scale: PixelScale = read_scale(pixels)
    except ScaleError as error:
        raise FileError(f"{shown(path)}: {error}") from error
    return scale.put_into(spec, flat)


def _plain(path: Path, file: Any, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    view = file.get_slice(name)
    if view.get_dtype() not in ("F16", "F32", "F64") or tuple(view.get_shape()) != shape:
        raise FileError(
            f"{shown(path)}: “{printable(name)}” should be floating-point numbers of shape {shape}."
        )
    with np.errstate(over="ignore"):  # what is too large for float32 is refused as not finite
        array: NDArray[np.float32] = file.get_tensor(name).astype(np.float32)
    return array
