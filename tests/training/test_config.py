"""The configuration: the defaults can be trained, everything else that can't be is named in a sentence."""

import math
from dataclasses import replace

import pytest

from netviz.network.optimisers import OPTIMISERS, optimiser_named
from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.digits.augmentation import Augmentation
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.schedules import Schedule


def test_the_defaults_are_right() -> None:
    TrainingConfig().check(55_000)
    assert TrainingConfig().spec == NetworkSpec.dense((784, 16, 16, 10))
    assert TrainingConfig().learning_rate == optimiser_named(TrainingConfig().optimiser).usual_rate


@pytest.mark.parametrize(
    ("field", "name", "values"),
    [
        (
            "learning_rate",
            "Learning rate",
            [math.nan, math.inf, -math.inf, 0.0, -0.1, 1e7, "0.1", True, None],
        ),
        ("momentum", "Momentum", [math.nan, 1.0, -0.1, 2, "x"]),
        ("l2", "L2", [math.nan, -1e-9, math.inf, 1e9]),
        ("l1", "L1", [math.nan, -1e-9, math.inf, 1e9, "0"]),
        ("dropout", "Dropout", [math.nan, -0.1, 1.0, 0.95, False]),
        ("label_smoothing", "Label smoothing", [math.nan, -0.1, 0.6, 1]),
        ("clip_norm", "Gradient clipping", [math.nan, 0.0, -1.0, math.inf, 1e9, "1"]),
        ("batch_size", "Batch size", [0, -1, 55_001, 1.5, math.nan, True, "32"]),
        ("seed", "Seed", [-1, 2**70, 0.5]),
        ("validate_every", "Validate every", [0, -5, 2.5]),
        ("optimiser", "Optimiser", ["adagrad", "", None, ["adam"]]),
    ],
)
def test_what_cant_be_trained_is_refused_by_name(field: str, name: str, values: list[object]) -> None:
    for value in values:
        with pytest.raises(ConfigError) as caught:
            replace(TrainingConfig(), **{field: value}).check(55_000)  # type: ignore[arg-type]
        message = str(caught.value)
        assert message.startswith(name + ": ")
        assert (f"{value:.10g}" if isinstance(value, float) else str(value)) in message
        assert "would be right" in message


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("learning_rate", [1e-9, 1, 1e6]),
        ("momentum", [0, 0.99]),
        ("l2", [0, 1e-4, 1]),
        ("l1", [0, 1e-5, 100]),
        ("dropout", [0, 0.5, 0.9]),
        ("label_smoothing", [0, 0.1, 0.5]),
        ("clip_norm", [None, 1e-6, 1, 1e6]),
        ("batch_size", [1, 55_000]),
        ("seed", [0, 2**63 - 1]),
        ("validate_every", [None, 1]),
        ("optimiser", list(OPTIMISERS)),
    ],
)
def test_the_ends_of_the_ranges_are_right(field: str, values: list[object]) -> None:
    for value in values:
        replace(TrainingConfig(), **{field: value}).check(55_000)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "name", "values"),
    [
        (Schedule(kind="cosine"), "kind", ["sawtooth", "", None]),
        (Schedule(), "steps", [0, -3, 1.5, True, None, 10**10]),
        (Schedule(), "drop", [0, -1, 1.5, math.nan, "x"]),
        (Schedule(), "start", [-1, 0.5, None]),
        (Augmentation(), "shift", [-1, 11, math.nan, "x", None]),
        (Augmentation(), "rotation", [-1, 91, math.inf, True]),
        (Augmentation(), "scale", [-0.1, 1]),
        (Augmentation(), "elastic", [-0.1, 100]),
        (Augmentation(), "noise", [-0.1, 1.1]),
    ],
)
def test_fields_of_the_schedule_and_the_augmentation(
    part: Schedule | Augmentation, name: str, values
) -> None:
    whole = "schedule" if isinstance(part, Schedule) else "augmentation"
    for value in values:
        wrong = replace(part, **{name: value})
        with pytest.raises(ConfigError, match=f"(?i)^{whole}.*would be right") as caught:
            replace(TrainingConfig(), **{whole: wrong}).check()  # type: ignore[arg-type]
        assert name == "kind" or name in str(caught.value)


def test_a_batch_is_no_larger_than_the_training_digits() -> None:
    TrainingConfig(batch_size=100).check(100)
    with pytest.raises(ConfigError, match="1 to 99 would be right"):
        TrainingConfig(batch_size=100).check(99)


def test_the_network_is_checked_too() -> None:
    with pytest.raises(SpecError, match="Layers"):
        TrainingConfig(NetworkSpec((784, 0, 10), ("relu",))).check()


def test_a_mini_batch_that_fills_the_memory_is_refused_with_its_size() -> None:
    wide = NetworkSpec.dense((784, 10_000, 10))
    TrainingConfig(wide, batch_size=1_000).check(55_000)
    with pytest.raises(ConfigError, match=r"^Batch size: .*GB"):
        TrainingConfig(wide, batch_size=55_000).check(55_000)
