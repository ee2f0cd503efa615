"""A run begins anew on shuffled labels, or on the right ones again."""

from __future__ import annotations

from netviz.app.run.networks import Networks
from netviz.tasks.examples import Data
from netviz.tasks.shuffled import ShuffledData, shuffled
from netviz.training.config import TrainingConfig


def relabel(networks: Networks, config: TrainingConfig, data: Data, *, shuffle: bool) -> None:
    """A new network with this configuration learns from these examples, whose training labels are shuffled,
    or right; those of the other splits stay right.
    """
    examples = data.task.examples
    words = f"the {examples}, their labels shuffled" if shuffle else f"the {examples}"
    base = data.base if isinstance(data, ShuffledData) else data
    networks.begin(config, "new network")
    networks.learn_from(shuffled(base) if shuffle else base, words)
