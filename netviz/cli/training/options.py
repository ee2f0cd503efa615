"""The options of `netviz train`, and the settings that they make."""

from __future__ import annotations

import argparse
import math
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final

from netviz.cli.arguments import a_number, a_path, a_whole
from netviz.language.grammar import all_of, one_of
from netviz.network import activations
from netviz.network.losses import LOSSES
from netviz.network.optimisers import OPTIMISERS, optimiser_named
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.all_tasks import USUAL as USUAL_TASK
from netviz.tasks.digits.augmentation_settings import DEFAULT_AUGMENTATION, NO_AUGMENTATION, Augmentation
from netviz.tasks.tabular.choices import ANSWERS
from netviz.tasks.task import AnyTask
from netviz.training import settings
from netviz.training.config import (
    ConfigError,
    TrainingConfig,
    default_rate,
    default_schedule,
    usual_rate,
)
from netviz.training.readings import either
from netviz.training.schedules import SCHEDULES, Schedule, schedule_named
from netviz.training.setting import ChosenSetting, NumberSetting, Setting
from netviz.training.settings import SETTINGS
from netviz.training.stopping import StopConditions

if TYPE_CHECKING:
    from netviz.cli.training.course import Budget
    from netviz.training.session import Session

USUAL: Final = TrainingConfig()
_USUAL: Final = task_named(USUAL_TASK)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `netviz train`; `given` in what they make names those that were typed."""
    for name in (None, "store"):
        parser.register("action", name, _Given)
    parser.set_defaults(given=frozenset())
    parser.usage = "%(prog)s [options]"
    parser.epilog = (
        "Ctrl-C stops after the step under way, and saves. Exit status 1: the loss became nan or infinite; "
        "--save then holds the last good network."
    )
    parser.add_argument(
        "--task",
        choices=TASKS,
        metavar="NAME",
        help=f"what is learnt: {_names(TASKS, USUAL_TASK)}; netviz tasks says more",
    )
    network = parser.add_argument_group("network")
    network.add_argument(
        "--layers",
        metavar="N,N",
        help=f"16,16 for the hidden layers or {_USUAL.written(16, 16)} for all (16,16)",
    )
    network.add_argument(
        "--activation",
        metavar="NAME,…",
        help="one for all hidden layers, or one for each: "
        + _names(activations.ACTIVATIONS, activations.USUAL),
    )
    _option(network, settings.LOSS, default=LOSSES[0])
    _option(network, settings.INITIALISER, default=USUAL.spec.initialiser)
    training = parser.add_argument_group("training")
    _option(training, settings.OPTIMISER, default=USUAL.optimiser)
    low = [name for name in OPTIMISERS if optimiser_named(name).begins_low]
    calm = [name for name in OPTIMISERS if name not in low and not optimiser_named(name).has_momentum]
    rates = ", ".join(
        f"{name} {default_rate(name, schedule=default_schedule(name)):g}" for name in OPTIMISERS
    )
    _option(
        training,
        settings.LEARNING_RATE,
        says=f"learning rate ({rates}, with their usual schedule and --batch {USUAL.batch_size}; lower "
        "at a constant rate and with smaller mini-batches)",
    )
    _option(training, settings.MOMENTUM, says=f"{settings.MOMENTUM.help} ({USUAL.momentum:g})")
    _option(
        training,
        settings.SCHEDULE,
        says=f"how the learning rate changes: {_names(SCHEDULES, default_schedule(USUAL.optimiser))}; "
        f"{default_schedule(calm[0])} with {all_of(calm)}, with layers that can’t "
        f"die, and where the training's end is open (with {', '.join(low)} {default_schedule(low[0])} there, "
        "too)",
    )
    _option(
        training,
        settings.SCHEDULE_STEPS,
        says="mini-batches that the schedule takes, with step each of its parts (the whole training, or "
        f"{_USUAL.epochs} epochs where its end is open; with step a third, with warm-up a "
        "tenth of it)",
    )
    _option(
        training,
        settings.SCHEDULE_DROP,
        says=f"what the schedule step multiplies the learning rate with ({USUAL.schedule.drop:g})",
    )
    _option(training, settings.BATCH_SIZE, default=USUAL.batch_size)
    _option(training, settings.EXAMPLES)
    _option(training, settings.SEED, default=USUAL.seed)
    _add_regularisation(parser.add_argument_group("against overfitting"))
    _add_length(parser.add_argument_group("how long"))
    for row in SETTINGS:  # one that has no place of its own above
        if row.flag and row.flag not in parser._option_string_actions:
            _option(training, row, default=row.get(USUAL))
    _add_files(parser.add_argument_group("files"))
    # What nobody says is the task's to say; the helps tell what that of the usual task is.
    parser.set_defaults(**dict.fromkeys(("loss", "init", "optimizer", "batch", "l2")))


class _Given(argparse.Action):
    """Stores a value, and that it was typed: a usual value that is typed is not the same as none."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, values)
        namespace.given = namespace.given | {self.dest}


def _add_regularisation(group: argparse._ArgumentGroup) -> None:
    for row in settings.REGULARISATION:
        _option(group, row, default=row.get(USUAL))
    _option(group, settings.CLIP_NORM)
    usual = ",".join(f"{f.name}={getattr(DEFAULT_AUGMENTATION, f.name):g}" for f in fields(Augmentation))
    group.add_argument(
        "--augment",
        nargs="?",
        const=usual,
        default="",
        metavar="NAME=X,…",
        help=f"change the training digits a little, anew each time ({usual})",
    )


def _add_length(group: argparse._ArgumentGroup) -> None:
    length = group.add_mutually_exclusive_group()
    length.add_argument(
        "--epochs",
        type=a_whole,
        metavar="N",
        help=f"train so many epochs ({_usual_epochs(_USUAL)}; {_most_epochs(_USUAL)} with --accuracy or "
        "--patience)",
    )
    length.add_argument("--steps", type=a_whole, metavar="N", help="or so many mini-batches")
    length.add_argument("--seconds", type=a_number, metavar="N", help="or so long, validation not counted")
    group.add_argument(
        "--accuracy",
        type=a_number,
        metavar="P",
        help="end where this share of the validation digits is right",
    )
    group.add_argument(
        "--patience",
        type=a_whole,
        metavar="N",
        help="end after so many validations in a row without a better accuracy",
    )
    _option(group, settings.VALIDATE_EVERY)


def _option(
    group: argparse._ArgumentGroup, row: Setting, default: object = None, says: str | None = None
) -> None:
    """The option of a setting, with what it is where nobody gives it (None: that is worked out)."""
    usual = "" if default is None else f" ({default:g})" if isinstance(default, float) else f" ({default})"
    if isinstance(row, ChosenSetting):
        group.add_argument(
            row.flag,
            choices=tuple(row.kind.options),
            default=default,
            metavar=row.sign,
            help=says or f"{row.kind.names}{usual}",
        )
        return
    assert isinstance(row, NumberSetting)
    group.add_argument(
        row.flag,
        type=a_whole if row.kind.whole else a_number,
        default=default,
        metavar=row.sign,
        help=says or f"{row.help}{usual}",
    )


def _add_files(files: argparse._ArgumentGroup) -> None:
    files.add_argument(
        "--data",
        type=a_path,
        metavar="PATH",
        help="what is learnt from (what comes with the task): a folder of pictures for each class, IDX "
        "files, an .npz, or a table (.csv, .tsv, .parquet)",
    )
    files.add_argument("--label", metavar="COLUMN", help="of a table, the column that is answered")
    files.add_argument(
        "--answer",
        choices=ANSWERS,
        metavar="KIND",
        help="of a table, whether that column is answered with classes or with a number (what it looks like)",
    )
    files.add_argument(
        "--test-data",
        type=a_path,
        metavar="FILE",
        help="of a table, the rows to examine with (a share of the table)",
    )
    files.add_argument(
        "--skip-rows", action="store_true", help="of a table, leave out rows that can't be read"
    )
    files.add_argument(
        "--save",
        type=a_path,
        metavar="FILE",
        help="record the run in this file; with the suffix .safetensors, save the last weights "
        "alone, as layers that other programs load",
    )
    files.add_argument(
        "--resume",
        type=a_path,
        metavar="FILE",
        help="go on where this recorded run ends, with its settings; in that file, or in that of --save",
    )
    files.add_argument(
        "--json", action="store_true", help="print the result as a JSON object, all else on stderr"
    )


def config_of(args: argparse.Namespace, task: AnyTask | None = None) -> TrainingConfig:
    """The configuration that the arguments ask for, where `task` is not the one that they name but of data of
    one's own. Raises ConfigError or SpecError.
    """
    task = task or task_named(args.task or USUAL_TASK)
    usual = task.network
    sizes = usual.sizes if args.layers is None else task.read_layers(args.layers)
    activation = task.activation if args.activation is None else args.activation
    names = tuple(name.strip() for name in activation.split(","))
    spec = NetworkSpec(
        sizes,
        names * (len(sizes) - 2) if len(names) == 1 else names,
        args.loss or usual.loss,
        args.init or usual.initialiser,
    ).checked()
    optimiser = args.optimizer or task.optimiser
    batch = _batch(args, task)
    if args.momentum is not None and not optimiser_named(optimiser).has_momentum:
        raise ConfigError(
            f"Momentum: {optimiser} has none; --optimizer momentum, or no --momentum, would be right."
        )
    kind = args.schedule or default_schedule(optimiser, spec.activations, length_known=not _open_ended(args))
    config = TrainingConfig(
        spec=spec,
        optimiser=optimiser,
        learning_rate=usual_rate(task, optimiser, max(batch, 1), kind),
        batch_size=batch,
        l2=task.l2,
        validate_every=task.validate_every,
        schedule=_schedule(kind, args),
        augmentation=_augmentation(args.augment),
        task=task,
    )
    for row in SETTINGS:
        given = getattr(args, row.key, None) if row.flag else None
        # A schedule is given as a whole.
        if given is not None and row.path[0] != "schedule":
            config = row.put(config, given)
    config.check()
    if args.accuracy is not None and task.answer.kind != "classes":
        raise ConfigError(
            f"Accuracy: {task.label} is answered with {task.answer.kind}, which have none; --patience, which "
            "goes by their loss, would be right."
        )
    return config


def _batch(args: argparse.Namespace, task: AnyTask) -> int:
    """The one that was typed, else the task's usual one, as far as there are so many examples."""
    if args.batch is not None:
        return int(args.batch)
    return task.batch_size if args.examples is None else min(task.batch_size, max(args.examples, 1))


def spread(config: TrainingConfig, args: argparse.Namespace, n_training: int) -> TrainingConfig:
    """With a schedule as long as the training, where its length was not said.

    Where nobody knows yet how long that is, it takes ten epochs, and the rate then stays at its end.
    """
    schedule = config.schedule
    if not schedule.row.has_steps or args.schedule_steps is not None:
        return config
    epochs = config.task.epochs if _open_ended(args) else _epochs(args, config.task)
    steps = args.steps or epochs * math.ceil(config.learnt_from(n_training) / config.batch_size)
    part = max(math.ceil(steps / schedule.row.part), 1)
    return replace(config, schedule=replace(schedule, steps=part))


def _open_ended(args: argparse.Namespace) -> bool:
    """Whether nobody can say how long it will train."""
    return args.seconds is not None or not (args.epochs or args.accuracy is args.patience is None)


def conditions_of(args: argparse.Namespace) -> StopConditions:
    """What ends the training besides its length. Raises ConfigError."""
    for name, count in (("Epochs", args.epochs), ("Steps", args.steps)):
        if count is not None and count < 1:
            raise ConfigError(f"{name}: {count} can't be used; a whole number from 1 up would be right.")
    seconds = args.seconds
    if seconds is not None and not (seconds > 0 and math.isfinite(seconds)):
        raise ConfigError(f"Seconds: {seconds} can't be used; a number above 0 would be right.")
    conditions = StopConditions(validation_accuracy=args.accuracy, patience=args.patience)
    conditions.check()
    return conditions


def budget_of(args: argparse.Namespace, session: Session, n_training: int) -> Budget:
    """How long to train at most."""
    from netviz.cli.training.course import Budget

    if args.seconds is not None:
        return Budget(seconds=args.seconds)
    if args.steps is not None:
        return Budget(last_step=session.step_count + args.steps)
    config = session.config
    an_epoch = math.ceil(config.learnt_from(n_training) / config.batch_size)
    return Budget(last_step=session.step_count + _epochs(args, config.task) * an_epoch)


def _epochs(args: argparse.Namespace, task: AnyTask) -> int:
    if args.epochs is not None:
        return int(args.epochs)
    return _usual_epochs(task) if args.accuracy is args.patience is None else _most_epochs(task)


def _usual_epochs(task: AnyTask) -> int:
    """So long it trains where nobody says how long."""
    return task.epochs // 2


def _most_epochs(task: AnyTask) -> int:
    """Where validation ends the training, it does so after these at the latest."""
    return 10 * task.epochs


def _schedule(kind: str, args: argparse.Namespace) -> Schedule:
    row = schedule_named(kind)
    if not row.has_steps and args.schedule_steps is not None:
        raise ConfigError(
            f"Schedule: {kind} has no steps; another --schedule, or no --schedule-steps, would be right."
        )
    if not row.has_drop and args.drop is not None:
        those = one_of(name for name in SCHEDULES if schedule_named(name).has_drop)
        raise ConfigError(f"Schedule: {kind} has no drop; --schedule {those}, or no --drop, would be right.")
    usual = USUAL.schedule
    return Schedule(
        kind,
        usual.steps if args.schedule_steps is None else args.schedule_steps,
        usual.drop if args.drop is None else args.drop,
    )


def _augmentation(text: str) -> Augmentation:
    """From `shift=1.5,rotation=8`; what isn't named is 0."""
    if not text:
        return NO_AUGMENTATION
    names = [field.name for field in fields(Augmentation)]
    found: dict[str, float] = {}
    for part in text.split(","):
        name, _, value = (piece.strip() for piece in part.partition("="))
        try:
            number = math.nan if either(value) else float(value)
        except ValueError:
            number = math.nan
        if name not in names or name in found or math.isnan(number):
            raise ConfigError(
                f"Augmentation: “{part[:40]}” can't be read; each of {all_of(names)} "
                "once at most, as in shift=1.5,rotation=8, would be right."
            )
        found[name] = number
    return Augmentation(**found)


def _names(names: tuple[str, ...], usual: str) -> str:
    return f"{one_of(names)} ({usual})"
