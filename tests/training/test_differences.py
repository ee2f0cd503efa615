"""What two configurations differ in, in words."""

from dataclasses import fields, replace

import pytest

from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation import Augmentation
from netviz.training.advise.differences import differences, what_changed
from netviz.training.config import TrainingConfig
from netviz.training.schedules import Schedule

USUAL = TrainingConfig()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Nothing"),
        ({"learning_rate": 0.01}, "Learning rate 0.005 → 0.01"),
        ({"batch_size": 10_000}, "Batch size 32 → 10,000"),
        ({"optimiser": "adam", "l2": 1e-4}, "Optimiser SGD with momentum → Adam · L2 0 → 0.0001"),
        ({"clip_norm": 1.0}, "Gradient clipping none → 1"),
        ({"validate_every": 100}, "Validation every by epochs → 100"),
        ({"schedule": Schedule("cosine", 500)}, "Schedule constant → cosine"),
        ({"schedule": Schedule(steps=500)}, "Schedule’s steps 8,595 → 500"),
        ({"augmentation": Augmentation(shift=2, noise=0.1)}, "Shift 0 → 2 · noise 0 → 0.1"),
        ({"spec": NetworkSpec.dense((784, 10))}, "Layers 784-16-16-10 → 784-10"),
        ({"spec": NetworkSpec.dense((784, 32, 10))}, "Layers 784-16-16-10 → 784-32-10"),
        ({"spec": NetworkSpec((784, 16, 16, 10), ("relu", "tanh"))}, "Activation ReLU → ReLU-tanh"),
        ({"spec": NetworkSpec.dense((784, 16, 16, 10), "leaky_relu")}, "Activation ReLU → leaky ReLU"),
        (
            {"spec": replace(USUAL.spec, loss="sigmoid_squared_error", initialiser="xavier")},
            "Loss softmax cross-entropy → sigmoid squared error · initialiser He → Xavier",
        ),
    ],
)
def test_what_changed_is_said_in_one_line(changes: dict[str, object], words: str) -> None:
    assert what_changed(USUAL, replace(USUAL, **changes)) == words  # type: ignore[arg-type]


def test_every_setting_is_told_of() -> None:
    others: dict[str, object] = {
        "spec": NetworkSpec.dense((784, 10)),
        "optimiser": "sgd",
        "schedule": Schedule("step"),
        "augmentation": Augmentation(rotation=3),
        "validate_every": 7,
        "clip_norm": 2.0,
        "batch_size": 8,
        "seed": 5,
    }
    for field in fields(TrainingConfig):
        if field.name == "task":
            continue  # what is learnt, which is the run's for good
        other = replace(USUAL, **{field.name: others.get(field.name, 0.25)})  # type: ignore[arg-type]
        assert len(differences(USUAL, other)) == 1, field.name
        assert len(differences(other, USUAL)) == 1, field.name
