"""Networks computed in plain float64 NumPy from the flat array as it is described, apart from the program."""

from __future__ import annotations

from typing import Any

import numpy as np

from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.examples import Examples
from netviz.tasks.task import AnyTask
from netviz.training.jobs.work import finish
from netviz.training.snapshot import Snapshot
from tests.formulas import phi


def network(spec: NetworkSpec, seed: int, biases: float = 0.3) -> Any:
    """Its parameters, float32, with biases that are not nought."""
    made = Network(spec)
    made.initialise(seed)
    random = np.random.default_rng(seed)
    made.parameters[spec.n_edges :] = random.normal(0, biases, spec.n_parameters - spec.n_edges)
    return made.parameters.copy()


def trained(task: AnyTask, examples: Examples, *hidden: int, steps: int = 300) -> Snapshot:
    """A small network for a task, after a short training by plain Adam."""
    made = Network(NetworkSpec.dense(task.sizes(*hidden), task.activation, task.answer.losses[0]))
    made.initialise(3)
    x, answers = examples.inputs(), task.answer.trained(examples.answers)
    random = np.random.default_rng(0)
    m, v = np.zeros_like(made.parameters), np.zeros_like(made.parameters)
    for k in range(1, steps + 1):
        rows = random.integers(0, len(x), 32)
        made.loss_and_gradient(x[rows], answers[rows])
        m, v = 0.9 * m + 0.1 * made.gradient, 0.99 * v + 0.01 * made.gradient**2
        made.parameters -= 0.01 * (m / (1 - 0.9**k)) / (np.sqrt(v / (1 - 0.99**k)) + 1e-8)
    parameters = made.parameters.copy()
    parameters.flags.writeable = False
    return Snapshot("run", 1, steps, made.spec, parameters, task=task)


def sums(spec: NetworkSpec, parameters: Any, x: Any, column: int) -> Any:
    """z of a column for one input or many."""
    flat, at, bias = np.asarray(parameters, np.float64), 0, spec.n_edges
    a = np.asarray(x, np.float64)
    for k in range(column):
        n_in, n_out = spec.sizes[k], spec.sizes[k + 1]
        W = flat[at : at + n_in * n_out].reshape(n_in, n_out)
        z = a @ W + flat[bias : bias + n_out]
        at, bias = at + n_in * n_out, bias + n_out
        if k + 1 < column:
            a = phi(spec.activations[k])(z)
    return z


def slopes(spec: NetworkSpec, parameters: Any, x: Any, column: int, index: int) -> Any:
    """∂z/∂x by central differences, (n_in,)."""
    h = 1e-6
    ends = [x + side * h * np.eye(len(x)) for side in (1, -1)]
    ahead, behind = (sums(spec, parameters, rows, column)[:, index] for rows in ends)
    return (ahead - behind) / (2 * h)


__all__ = ["finish", "network", "slopes", "sums", "trained"]
