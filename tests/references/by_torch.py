"""Writes `torch.npz`: what PyTorch's autograd works out, in float64, for small networks of every activation
with every loss. It shares no code with netviz, which does not depend on PyTorch.

    python -m venv somewhere && somewhere/bin/pip install torch numpy
    somewhere/bin/python tests/references/by_torch.py

The file that is here was written with torch 2.13.0+cpu and numpy 2.4.6; the versions stand in it, too.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

SIZES = (5, 7, 6, 4)
BATCH = 9
PHI = {
    "relu": F.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "linear": lambda z: z,
    "gelu": lambda z: F.gelu(z, approximate="tanh"),
    "silu": F.silu,
    "elu": F.elu,
}
SMOOTHING = 0.1  # a second gradient, of the losses that know labels
AXES = np.linspace(-1.0, 1.5, 5), np.linspace(-0.5, 0.75, 4)
NEAR = 0.25e-3  # so near to the difference integrated gradients come, by twice as many steps until they do


GIVEN = ("parameters", "x", "empty", "numbers", "directions")  # numbers that float32 holds exactly


def as_float32(values):
    """Both programs start with the same numbers."""
    return torch.tensor(np.asarray(values, np.float32).astype(np.float64))


def layers(flat):
    """W (n_in, n_out) and b of each layer: all matrices come first, then all biases."""
    shapes = list(pairwise(SIZES))
    parts = torch.split(flat, [n * m for n, m in shapes] + [m for _, m in shapes])
    weights = [part.reshape(shape) for part, shape in zip(parts, shapes, strict=False)]
    return list(zip(weights, parts[len(shapes) :], strict=True))


def sums(flat, x, activations):
    """z of the outputs."""
    *hidden, last = layers(flat)
    for (W, b), name in zip(hidden, activations, strict=True):
        x = PHI[name](x @ W + b)
    return x @ last[0] + last[1]


def loss_of(z, loss, labels, numbers, smoothing=0.0):
    """The mean over the batch."""
    if loss == "softmax_cross_entropy":
        return F.cross_entropy(z, labels, label_smoothing=smoothing)
    if loss == "sigmoid_squared_error":
        y = (1 - smoothing) * F.one_hot(labels, SIZES[-1]) + smoothing / SIZES[-1]
        return F.mse_loss(torch.sigmoid(z), y, reduction="sum") / (2 * len(z))
    return F.mse_loss(z, numbers, reduction="sum") / (2 * len(z))


def gradient(function, at):
    """∂function/∂at."""
    at = at.detach().clone().requires_grad_()
    return torch.autograd.grad(function(at), at)[0]


def attributions(flat, x, empty, output, activations):
    """z, z of the empty input, gradient × input, integrated gradients by the midpoint rule, and its steps."""

    def z(rows):
        return sums(flat, rows, activations)[..., output].sum()

    at, at_empty = z(x), z(empty)
    times_input = gradient(z, x) * (x - empty)
    steps = 64
    while True:
        t = (torch.arange(steps)[:, None] + 0.5) / steps
        integrated = gradient(z, empty + t * (x - empty)).mean(dim=0) * (x - empty)
        if abs(float(integrated.sum() - (at - at_empty))) <= NEAR:
            return at, at_empty, times_input, integrated, steps
        steps *= 2


def case(first, second, loss, seed):
    """All that is worked out for one network."""
    random = np.random.default_rng(seed)
    n_edges = sum(a * b for a, b in pairwise(SIZES))
    n_parameters = n_edges + sum(SIZES[1:])
    flat = as_float32(random.normal(0, 0.7, n_parameters))
    x, empty = as_float32(random.normal(0, 1, (BATCH, SIZES[0]))), as_float32(random.normal(0, 0.2, SIZES[0]))
    labels = torch.tensor(random.integers(0, SIZES[-1], BATCH))
    numbers = as_float32(random.normal(0, 1, (BATCH, SIZES[-1])))
    directions = as_float32(random.normal(0, 0.2, (2, n_parameters)))
    output, activations = seed % SIZES[-1], (first, second)

    def of_parameters(parameters, smoothing=0.0):
        return loss_of(sums(parameters, x, activations), loss, labels, numbers, smoothing)

    def along(by):
        return of_parameters(flat + by @ directions)

    shares = [attributions(flat, row, empty, output, activations) for row in x]
    nought = torch.zeros(2)
    found = {
        "activations": np.array(activations),
        "loss_name": np.array(loss),
        "parameters": flat,
        "x": x,
        "empty": empty,
        "labels": labels,
        "numbers": numbers,
        "directions": directions,
        "output": np.array(output),
        "loss": of_parameters(flat),
        "gradient": gradient(of_parameters, flat),
        "smoothed_loss": of_parameters(flat, SMOOTHING),
        "smoothed_gradient": gradient(lambda at: of_parameters(at, SMOOTHING), flat),
        "z": sums(flat, x, activations),
        "z_empty": sums(flat, empty, activations),
        "gradient_x_input": torch.stack([share[2] for share in shares]),
        "integrated": torch.stack([share[3] for share in shares]),
        "steps": np.array([share[4] for share in shares]),
        "landscape": np.array([[float(along(torch.tensor([a, b]))) for b in AXES[1]] for a in AXES[0]]),
        "slope": gradient(along, nought),
        "curvature": torch.autograd.functional.hessian(along, nought),
    }
    return {name: np.asarray(value, np.float32 if name in GIVEN else None) for name, value in found.items()}


def main():
    """Every activation in both hidden layers, and each beside the next one; with every loss."""
    names = list(PHI)
    pairs = [(a, a) for a in names] + list(zip(names, names[1:] + names[:1], strict=True))
    losses = ("softmax_cross_entropy", "sigmoid_squared_error", "squared_error")
    cases = [case(*pair, loss, 3 * k + i) for k, pair in enumerate(pairs) for i, loss in enumerate(losses)]
    stacked = {name: np.stack([one[name] for one in cases]) for name in cases[0]}
    versions = np.array([torch.__version__, np.__version__])
    path = Path(__file__).with_name("torch.npz")
    np.savez_compressed(
        path, versions=versions, sizes=SIZES, smoothing=SMOOTHING, alphas=AXES[0], betas=AXES[1], **stacked
    )
    print(f"{path}: {len(cases)} networks, {path.stat().st_size:,} bytes, by torch {torch.__version__}")


if __name__ == "__main__":
    main()
