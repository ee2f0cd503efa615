"""Which concept belongs to which control, by the control's id; where none does, the nearest one."""

from __future__ import annotations

from typing import Final

# fmt: off
SETTINGS: Final = {
    "layers": "layer", "activation": "activation function", "loss": "loss", "initialiser": "initialiser",
    "seed": "seed", "optimiser": "optimiser", "momentum": "momentum", "learning_rate": "learning rate",
    "schedule": "schedule", "schedule_steps": "schedule", "schedule_drop": "schedule",
    "schedule_start": "schedule", "batch_size": "mini-batch", "examples": "training examples",
    "validate_every": "validation", "clip_norm": "gradient clipping", "l1": "L1", "l2": "L2",
    "dropout": "dropout", "label_smoothing": "label smoothing", "rotation": "augmentation",
    "shift": "augmentation", "scale": "augmentation", "elastic": "augmentation", "noise": "augmentation",
}
"""By the setting's key."""

ACTIONS: Final = {
    "file.open_data": "training examples", "file.open_table": "training examples", "file.collect": "label",
    "file.read_page": "classification", "file.runs": "snapshot", "file.save": "parameter",
    "file.save_as": "parameter", "file.revert": "parameter", "file.export_story": "backpropagation",
    "file.export_run": "snapshot",
    "edit.undo": "step", "edit.redo": "step", "edit.random": "example", "edit.mistake": "confusion matrix",
    "edit.copy_picture": "network",
    "room.watch": "forward pass", "room.train": "gradient descent", "room.explain": "backpropagation",
    "room.test": "test",
    "view.page": "classification", "view.theme": "activation", "view.edges": "weight",
    "view.edges.contribution": "contribution", "view.edges.change": "gradient",
    "view.edges.marked": "gradient", "view.mark": "snapshot", "view.more_edges": "mist",
    "view.fewer_edges": "mist", "view.live_edges": "step", "view.pulses": "backpropagation",
    "view.single": "edge", "view.fit": "lens", "view.let_go": "neuron", "view.legend": "weight",
    "view.reduced_motion": "forward pass", "view.left": "input", "view.right": "neuron",
    "view.curves": "loss", "view.nearest": "nearest examples",
    "training.step": "step", "training.replay": "backpropagation", "training.reset": "initialiser",
    "training.faster": "step", "training.slower": "step", "training.landscape": "loss landscape",
    "training.two_networks": "barrier",
    "story.apply": "step", "story.apply_many": "step", "help.lessons": "deep learning",
    # Of all others that begin so.
    "file": "network", "edit": "input", "view": "network", "training": "gradient descent",
    "run": "snapshot", "time": "snapshot", "story": "backpropagation", "lecture": "network",
    "help": "network",
}
"""By the action's id, or the beginning of it."""

TABS: Final = {
    **{name: ACTIONS[name] for name in ("room.watch", "room.train", "room.explain", "room.test")},
    "network": "layer", "step": "step", "regularise": "regularisation", "data": "example", "stop": "patience",
    "curves": "loss", "gradients": "gradient", "neurons": "dead neuron", "histograms": "weight",
    "first layer": "hidden layer", "results": "accuracy", "mistakes": "test", "labels": "label noise",
    "robustness": "robustness", "map": "map", "sum": "weighted sum", "layer": "layer", "seeks": "activation",
    "why": "contribution", "operate": "pruning",
}
"""By the key of the tab: rooms, sheets of settings, pages of plots, parts of Test,
Look inside."""
# fmt: on


def of_action(name: str) -> str:
    """The concept of an action, by the longest beginning of its id that has one; '' where none has."""
    while name:
        if name in ACTIONS:
            return ACTIONS[name]
        name = name.rpartition(".")[0]
    return ""
