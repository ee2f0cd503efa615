"""What the page "Look inside" is given, of networks with random parameters."""

import numpy as np

from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.panels.inspector.page.tab import Shown
from netviz.tasks.task import AnyTask
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.scene import Focus


def shown_of(
    task: AnyTask,
    hidden: tuple[int, ...],
    focus: Focus,
    seed: int = 3,
    *,
    read: bool = True,
    training: bool = False,
) -> Shown:
    """Random parameters, biases too, before inputs between 0 and 1 of which some are 0."""
    rng = np.random.default_rng(seed)
    spec = NetworkSpec.dense(task.sizes(*hidden), loss=task.answer.losses[0])
    parameters = rng.normal(0, 0.5, spec.n_parameters).astype(np.float32)
    parameters.flags.writeable = False
    snapshot = Snapshot("run", 0, 7, spec, parameters, task=task)
    x = rng.random(spec.sizes[0]).astype(np.float32) * (rng.random(spec.sizes[0]) < 0.6)
    forward = forward_pass(spec, parameters, x) if read else None
    return Shown(snapshot, forward, focus, training=training)
