"""What the edge shader is given, as numpy types; their fields are the shader's, name by name."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from netviz.network.connections import stride
from netviz.rendering.edges.strength import Look
from netviz.rendering.edges.style import DASH, FAINTEST
from netviz.rendering.gpu import FRAME, rgba
from netviz.viewmodels.scene import Scene

MOST_LAYERS: Final = 64

INSTANCE: Final = np.dtype([("edge", np.uint32)])
UNIFORMS: Final = np.dtype(
    [
        *FRAME,
        ("camera", np.float32, 4),
        ("options", np.float32, 4),
        ("limits", np.float32, 4),
        ("positive", np.float32, 4),
        ("negative", np.float32, 4),
        ("count", np.int32, 4),
        ("layer", np.int32, (MOST_LAYERS, 4)),
        ("style", np.float32, (MOST_LAYERS, 4)),
    ]
)


def edge_uniforms(scene: Scene, look: Look, thickness: float, device_scale: float) -> NDArray[Any]:
    """All but the frame and the camera; `thickness` is the camera's.

    Raises RuntimeError where the network has more layers than the shader knows.
    """
    spec = scene.spec
    if spec.n_layers > MOST_LAYERS:
        raise RuntimeError(
            f"The network has {spec.n_layers} layers, this way of drawing knows {MOST_LAYERS}."
        )
    values = np.zeros((), UNIFORMS)
    width = thickness * device_scale
    values["options"] = 1.0, float(look.true_pixels), DASH * width if look.dashed else 0.0, 0.0
    values["limits"] = look.styles[0].thinnest * width, FAINTEST, 0.0, 0.0
    values["positive"], values["negative"] = rgba(scene.palette.positive), rgba(scene.palette.negative)
    values["count"] = spec.n_layers, 0, 0, 0
    for k, style in enumerate(look.styles):
        neurons = spec.neuron_slices
        first, targets = stride(spec, k)
        values["layer"][k] = first, neurons[k].start, neurons[k + 1].start, targets
        values["style"][k] = 1 / look.reference[k], look.power[k], style.widest * width, style.opaque
    return values
