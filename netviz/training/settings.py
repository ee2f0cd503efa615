"""The settings of a run, a row each: what each is called, what it may be, and how it is asked for.

The check of a configuration, what two of them differ in, the fields in the window, the runs side by side,
the options of the command line and its JSON are made from these rows. The value stands in a TrainingConfig.
"""

from __future__ import annotations

from typing import Final

from netviz.language.grammar import all_of
from netviz.network.activations import ACTIVATIONS, activation_named
from netviz.network.initialisers import INITIALISERS, initialiser_named
from netviz.network.losses import ALL_LOSSES, FOR_NUMBERS, loss_named
from netviz.network.optimisers import OPTIMISERS, optimiser_named
from netviz.tasks.digits.augmentation_settings import LIMITS
from netviz.training.schedules import SCHEDULES, schedule_named
from netviz.training.setting import Choice, ChosenSetting, NumberSetting, Range

MAX_LEARNING_RATE: Final = 1_000_000.0
MAX_SEED: Final = 2**63 - 1
_MAX_STEPS: Final = 1_000_000_000
EPOCHS_IN_QUARTERS: Final = 4
VALIDATED: Final = f"4 times an epoch in the first {EPOCHS_IN_QUARTERS} epochs, then after each"

# In the order in which they are checked and told of.

LOSS: Final = ChosenSetting(
    ("spec", "loss"),
    "Loss",
    "loss",
    "What training makes small: how far the outputs are from the right answer",
    kind=Choice({name: loss_named(name).label for name in ALL_LOSSES}, apart=FOR_NUMBERS),
    flag="--loss",
    sign="NAME",
)
INITIALISER: Final = ChosenSetting(
    ("spec", "initialiser"),
    "Initialiser",
    "initialiser",
    "How weights are drawn by chance: of a new network, and of new neurons",
    kind=Choice({name: initialiser_named(name).label for name in INITIALISERS}),
    flag="--init",
    sign="NAME",
)
OPTIMISER: Final = ChosenSetting(
    ("optimiser",),
    "Optimiser",
    "optimiser",
    "The rule that turns gradients into changes of the weights",
    kind=Choice({name: optimiser_named(name).label for name in OPTIMISERS}),
    flag="--optimizer",
    sign="NAME",
)
LEARNING_RATE: Final = NumberSetting(
    ("learning_rate",),
    "Learning rate",
    "learning rate",
    "How far each step moves the weights against their gradient; too far, and the loss explodes",
    kind=Range(0, MAX_LEARNING_RATE, above=True),
    usual="0.001 to 0.1",
    flag="--lr",
    sign="η",
)
MOMENTUM: Final = NumberSetting(
    ("momentum",),
    "Momentum",
    "momentum",
    "The share of the last change that is carried on into the next one, as a rolling ball does",
    kind=Range(0, 1, below=True),
    usual="0.9",
    flag="--momentum",
    sign="μ",
    help="of the optimizers " + all_of(name for name in OPTIMISERS if optimiser_named(name).has_momentum),
    tries=(0.5, 0.99, 0.0, 0.9),
    applies=lambda config: optimiser_named(config.optimiser).has_momentum,
)
L2: Final = NumberSetting(
    ("l2",),
    "L2",
    "L2",
    "A penalty on the squares of the weights, which pulls large ones towards zero",
    kind=Range(0, 100),
    usual="0.0001",
    flag="--l2",
    sign="λ",
    help="penalty ½·λ·Σw², with adamw decoupled weight decay",
    tries=(1e-4, 1e-3, 1e-2, 0.0),
)
BATCH_SIZE: Final = NumberSetting(
    ("batch_size",),
    "Batch size",
    "batch size",
    "How many examples the network sees for each step; their gradients are averaged",
    kind=Range(1, 1_000_000, whole=True),
    span="1 up to all; 16 to 256 is usual",
    flag="--batch",
    help="mini-batch size",
    tries=(128, 8, 512, 32),
)
EXAMPLES: Final = NumberSetting(
    ("examples",),
    "Examples",
    "number of examples",
    "From how many training examples alone it learns, drawn by the seed; few of them it learns by heart",
    kind=Range(1, 1_000_000_000, whole=True, optional=True),
    span="1 up, or empty for all",
    nothing="all",
    flag="--examples",
    help="learn from so many training examples alone, drawn by the seed (all)",
    tries=(100, 1000, 10_000),
)
SEED: Final = NumberSetting(
    ("seed",),
    "Seed",
    "seed",
    "The number that chance starts from: the same seed and settings give the same network",
    kind=Range(0, MAX_SEED, whole=True),
    span="",
    flag="--seed",
    help="same seed, same weights",
)
VALIDATE_EVERY: Final = NumberSetting(
    ("validate_every",),
    "Validate every",
    "validation every",
    f"After how many steps the validation examples are read; where nothing stands here, {VALIDATED}",
    kind=Range(1, whole=True, optional=True, unit="steps"),
    nothing="by epochs",
    flag="--validate-every",
    help="validate after so many mini-batches (an epoch)",
)
SCHEDULE: Final = ChosenSetting(
    ("schedule", "kind"),
    "Schedule",
    "schedule",
    "How the learning rate changes in the course of the run; it begins at the present step",
    kind=Choice(
        {name: schedule_named(name).label for name in SCHEDULES},
        tips={row.name: f"{row.formula}\n{row.sentence}" for row in map(schedule_named, SCHEDULES)},
    ),
    flag="--schedule",
    sign="NAME",
)
SCHEDULE_STEPS: Final = NumberSetting(
    ("schedule", "steps"),
    "Schedule's steps",
    "schedule’s steps",
    "How many steps the schedule takes",
    kind=Range(1, _MAX_STEPS, whole=True),
    span="a whole number from 1 up",
    flag="--schedule-steps",
    applies=lambda config: config.schedule.row.has_steps,
)
SCHEDULE_DROP: Final = NumberSetting(
    ("schedule", "drop"),
    "Schedule's drop",
    "schedule’s drop",
    "What the rate is multiplied with each time",
    kind=Range(0, 1, above=True),
    usual="0.1 to 0.5",
    span="above 0, at most 1",
    flag="--drop",
    sign="F",
    applies=lambda config: config.schedule.row.has_drop,
)
SCHEDULE_START: Final = NumberSetting(
    ("schedule", "start"),
    "Schedule's start",
    "schedule’s start",
    "At which step the schedule begins",
    kind=Range(0, _MAX_STEPS, whole=True, unit="steps"),
)
L1: Final = NumberSetting(
    ("l1",),
    "L1",
    "L1",
    "A penalty on the size of the weights, which makes many of them zero",
    kind=Range(0, 100),
    usual="0.00001",
    flag="--l1",
    sign="λ",
    help="penalty λ·Σ|w|",
    tries=(1e-5, 1e-4, 1e-3, 0.0),
)
DROPOUT: Final = NumberSetting(
    ("dropout",),
    "Dropout",
    "dropout",
    "The share of hidden neurons that each step leaves out, by chance",
    kind=Range(0, 0.9),
    usual="0.1 to 0.5",
    flag="--dropout",
    sign="P",
    help="share of the hidden activations that each step leaves out",
    tries=(0.2, 0.5, 0.1, 0.0),
)
LABEL_SMOOTHING: Final = NumberSetting(
    ("label_smoothing",),
    "Label smoothing",
    "label smoothing",
    "The share of the right answer that is spread over all answers",
    kind=Range(0, 0.5),
    usual="0.1",
    flag="--label-smoothing",
    sign="ε",
    help="share of the target that is spread over all answers",
    tries=(0.1, 0.2, 0.05, 0.0),
    # A number has no classes among which to share its target.
    applies=lambda config: config.task.answer.kind == "classes",
)
CLIP_NORM: Final = NumberSetting(
    ("clip_norm",),
    "Gradient clipping",
    "gradient clipping",
    "Gradients longer than this are shortened to it",
    kind=Range(0, 1_000_000, above=True, optional=True),
    usual="1",
    span="above 0, or empty for never",
    flag="--clip",
    sign="NORM",
    help="shorten the gradient to this norm where it is longer",
)

SETTINGS: Final = (
    LOSS,
    INITIALISER,
    OPTIMISER,
    LEARNING_RATE,
    MOMENTUM,
    L2,
    BATCH_SIZE,
    EXAMPLES,
    SEED,
    VALIDATE_EVERY,
    SCHEDULE,
    SCHEDULE_STEPS,
    SCHEDULE_DROP,
    SCHEDULE_START,
    L1,
    DROPOUT,
    LABEL_SMOOTHING,
    CLIP_NORM,
)
"""All but layers with their activations, and augmentation: those have tables of their own."""

ACTIVATION: Final = Choice(
    {name: activation_named(name).label for name in ACTIVATIONS},
    tips={row.name: f"φ(z) = {row.formula}\n{row.sentence}" for row in map(activation_named, ACTIVATIONS)},
)
AUGMENTATION: Final = tuple(
    NumberSetting(
        ("augmentation", name),
        limit.name,
        limit.name.lower(),
        limit.tip,
        kind=Range(0, limit.most, unit=limit.counts),
        usual=f"{limit.usual:g}",
    )
    for name, limit in LIMITS.items()
)
"""They are checked, and told of, as one."""

REGULARISATION: Final = (L2, L1, DROPOUT, LABEL_SMOOTHING)
