"""`netviz train`: train a network without a window.

Exit status besides the usual ones: 1 where the loss, or the network itself, is no longer finite. With --save,
the run is recorded from its first step; it then ends with the last good network; where Ctrl-C stops the
training, with the present one.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import shlex
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final, TextIO

from netviz.cli.main import BAD_INPUT, DONE
from netviz.cli.process.signals import stopping_at_signals
from netviz.cli.training.options import add_arguments, budget_of, conditions_of, config_of, spread
from netviz.cli.training.resumed import resumed
from netviz.training import settings
from netviz.training.advise.rates import calmer_rate
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.settings import SETTINGS

if TYPE_CHECKING:
    import threading

    from netviz.cli.examined import Examined
    from netviz.cli.training.course import Course
    from netviz.cli.training.keeping import Keeping
    from netviz.tasks.examples import Data
    from netviz.training.session import Session

__all__ = ["add_arguments", "run"]

DIVERGED: Final = 1
_PAUSE: Final = 0.5  # seconds of training between two lines, where an epoch is over in no time


def run(args: argparse.Namespace) -> int:
    """Train, examine and save; 2 and a sentence where something is wrong."""
    from netviz.files.errors import FileError
    from netviz.network.spec import SpecError
    from netviz.tasks.examples import DataError

    try:
        return _train(args)
    except (ConfigError, SpecError, DataError, FileError) as error:
        print(f"netviz: {error}", file=sys.stderr)
        return BAD_INPUT


def _train(args: argparse.Namespace) -> int:
    from netviz.cli.examined import examined
    from netviz.cli.training.course import Course
    from netviz.training.jobs.mathematics import one_blas_thread

    one_blas_thread()
    conditions = conditions_of(args)
    session, data = _begun(args)
    config = session.config
    keeping = _keeping(args, session, data)
    if keeping is not None and keeping.measurer is not None:
        keeping.measurer.provide(data.validation)
    budget = budget_of(args, session, len(data.training))
    course = Course(session, data.training, budget, keeping, conditions)
    out = sys.stderr if args.json else sys.stdout
    for words in (*_said(data), _heading(config, data), *_schedule_over(session)):
        print(words, file=out)
    with stopping_at_signals() as stop, keeping or contextlib.nullcontext():
        _learn(course, data, stop.event, out)
        if course.diverged_at is None:
            state, point = course.session.state(), course.validation
            examination = examined(config.spec, state.parameters, data.test)
            if course.ended:
                print(f"\n{course.ended}", file=out)
            print(f"\n{_verdict(course, examination)}", file=out)
        else:
            state, point, examination = course.last_good, None, None
            print(f"\nnetviz: {_divergence(course)}", file=sys.stderr)
        if keeping is not None:
            keeping.finish(session, state, point)
            what = "Saved" if examination else f"Saved the last good network, of step {state.step:,},"
            print(f"{what} as {keeping.target}", file=out)
        interrupted = stop.event.is_set()
    if interrupted:
        print(
            f"netviz: {stop.words} stopped the training at step {course.session.step_count:,}.",
            file=sys.stderr,
        )
    if args.json:
        print(json.dumps(_result(course, examination, interrupted=interrupted)))
    if examination is None:
        return DIVERGED
    return stop.status if interrupted else DONE


def _begun(args: argparse.Namespace) -> tuple[Session, Data]:
    """The session as it begins, and what it learns from."""
    from netviz.training.session import Session

    # Before examples are read, where these don't say themselves what is learnt.
    asked = config_of(args) if args.resume is None and args.data is None else None
    data = _data(args)
    if args.resume is None:
        asked = asked or config_of(args, data.task)
        return Session(spread(asked, args, len(data.training)), data.training), data
    state = resumed(args, data)
    session = Session(state.config, data.training)
    session.restore(state)
    return session, data


def _said(data: Data) -> tuple[str, ...]:
    """What was done to data of somebody's own, in sentences."""
    from netviz.tasks.pictures.pictures import PictureData
    from netviz.tasks.tabular.data import TableData

    return data.said if isinstance(data, PictureData | TableData) else ()


def _schedule_over(session: Session) -> tuple[str, ...]:
    """That the rate of a run that goes on falls no more."""
    schedule = session.config.schedule
    if not schedule.ended(session.step_count):
        return ()
    words = (
        f"The schedule of this run ended at step {schedule.start + schedule.steps:,}: the learning rate "
        f"stays at {session.learning_rate:g}."
    )
    return (words,)


def _data(args: argparse.Namespace) -> Data:
    """Those that are named, those of the run that goes on, or what comes with the program for the task."""
    from netviz.cli.own_data import own_data
    from netviz.tasks.all_tasks import USUAL
    from netviz.tasks.finding import load
    from netviz.tasks.given import open_data
    from netviz.tasks.tabular.choices import Choices
    from netviz.training.recording.reader import Recording

    chosen = Choices(
        label=args.label or "",
        skip=args.skip_rows,
        answer=args.answer or "",
        test="" if args.test_data is None else str(args.test_data.absolute()),
    )
    if args.data is not None:
        if args.resume is None:
            return open_data(args.data, args.task, choices=chosen)
        if chosen != Choices():
            raise ConfigError(
                f"{_of_tables(args)}: a run that goes on reads its table as it did; without it would "
                "be right."
            )
        with Recording(args.resume) as recording:
            return own_data(args.resume, recording.info.data, args.data)
    if chosen != Choices():
        raise ConfigError(f"{_of_tables(args)} is for a table that --data names.")
    if args.resume is None:
        return load(args.task or USUAL)
    with Recording(args.resume) as recording:
        name = recording.info.data
    return own_data(args.resume, name, way_out="--data FOLDER with its own digits would be right.")


def _of_tables(args: argparse.Namespace) -> str:
    """The options for tables that are given, as they are written."""
    given = {
        "--label": args.label is not None,
        "--answer": args.answer is not None,
        "--test-data": args.test_data is not None,
        "--skip-rows": args.skip_rows,
    }
    return " ".join(option for option, there in given.items() if there)


def _keeping(args: argparse.Namespace, session: Session, data: Data) -> Keeping | None:
    """What keeps the run, where it is to be kept."""
    from netviz.cli.training.keeping import Keeping, unfinished_of
    from netviz.files.errors import shown
    from netviz.training.recording.tables.schema import Origin

    target = args.save or args.resume
    if target is None:
        return None
    for left in unfinished_of(target)[:1]:
        print(
            f"netviz: {shown(left)} is of a training that was cut off; "
            f"netviz train --resume {shlex.quote(shown(left))} would go on with that one.",
            file=sys.stderr,
        )
    if args.resume is None:
        return Keeping(target, session, data.name)
    in_place = target.resolve() == args.resume.resolve()
    return Keeping(target, session, data.name, Origin(args.resume, session.step_count, in_place))


def _learn(course: Course, data: Data, stop: threading.Event, out: TextIO) -> None:
    """Train to the end of the budget, with a line for each epoch, and a progress bar on a terminal."""
    from tqdm import tqdm

    pause = 0.0 if data.task.validate_every is None else _PAUSE
    told = -math.inf
    print(f"\n{'epoch':>6}  {'loss':>8}  {'validation':>10}  {'samples/s':>10}", file=out)
    with tqdm(
        total=1.0,
        leave=False,
        disable=not sys.stderr.isatty(),
        desc=f"{1:>6}  {'':>8}",
        bar_format="{desc}  {bar:24}  {remaining} left ",
    ) as bar:

        def tell() -> None:
            bar.n = course.share
            # Below the columns of the table.
            bar.set_description_str(f"{math.floor(course.epoch) + 1:>6}  {_loss(course.train_loss):>8}")

        while not course.over and not stop.is_set():
            samples, seconds = course.samples, course.seconds
            course.train(stop, tell)
            if course.diverged_at is not None:
                break
            rate = (course.samples - samples) / (course.seconds - seconds)
            point = course.validate(data.validation)
            if course.seconds < told + pause and course.share < 1 and not (course.ended or stop.is_set()):
                continue
            told = course.seconds
            good = (
                f"{_loss(point.loss):>10}"
                if math.isnan(point.accuracy)
                else f"{100 * point.accuracy:>8.2f}\u00a0%"
            )
            figures = f"{_loss(course.train_loss):>8}  {good}  {rate:>10,.0f}"
            # Through the bar, which makes room for it.
            bar.write(f"{_epoch(course.epoch):>6}  {figures}", file=out)


def _epoch(epoch: float) -> str:
    return f"{epoch:.0f}" if epoch == int(epoch) else f"{epoch:.2f}"


def _loss(loss: float) -> str:
    return f"{loss:.4f}" if loss < 100 else f"{loss:.2e}"


def _heading(config: TrainingConfig, data: Data) -> str:
    from netviz.panels.settings.words import OPTIMISER, kind

    momentum = f" {config.momentum:g}" if settings.MOMENTUM.applies(config) else ""
    schedule, clip = config.schedule, config.clip_norm
    parts = [
        f"{OPTIMISER[config.optimiser]}{momentum}",
        f"learning rate {config.learning_rate:g}",
        *([f"{schedule.row.label} over {schedule.steps:,} steps"] if schedule.row.has_steps else []),
        *(f"{row.word} {row.get(config):g}" for row in settings.REGULARISATION if row.get(config)),
        *([] if clip is None else [f"gradient clipped to {clip:g}"]),
        *([] if config.augmentation.off else ["augmented"]),
        f"batch {config.batch_size}",
        f"seed {config.seed}",
        f"{config.learnt_from(len(data.training)):,} training {data.task.examples}",
    ]
    spec = config.spec
    return f"{spec} · {kind(spec)} · {spec.n_parameters:,} parameters\n{' · '.join(parts)}"


def _verdict(course: Course, examination: Examined) -> str:
    return (
        f"{examination.words}\n"
        f"{course.session.step_count:,} steps in {course.seconds:.{1 if course.seconds >= 10 else 2}f} s, "
        f"{course.samples_per_second:,.0f} samples/s"
    )


def _divergence(course: Course) -> str:
    config = course.session.config
    rate = config.learning_rate
    lower = calmer_rate(config)
    return (
        f"{course.diverged}, so training stopped there. "
        f"A lower learning rate would be right: --lr {lower:g} instead of {rate:g}."
    )


def _result(course: Course, examination: Examined | None, *, interrupted: bool) -> dict[str, object]:
    """What --json prints. There is no nan in JSON, so what isn't known is null."""
    from netviz.cli.examined import figures_of, validated

    config, validation = course.session.config, course.validation
    point = validation if examination is not None else None
    return {
        "task": config.task.id,
        **figures_of(config.task, examination),
        **validated(config.task, point),
        "train_loss": course.train_loss if math.isfinite(course.train_loss) else None,
        "samples_per_second": round(course.samples_per_second, 1),
        "steps": course.session.step_count,
        "epochs": round(course.epoch, 4),
        "seconds": round(course.seconds, 4),
        "layers": str(config.spec),
        "parameters": config.spec.n_parameters,
        "activation": _activation(config.spec.activations),
        **{row.key: row.get(config) if row.applies(config) else None for row in SETTINGS if row.flag},
        "augment": None if config.augmentation.off else asdict(config.augmentation),
        "ended": course.ended or None,
        "interrupted": interrupted,
        "diverged_at_step": course.diverged_at,
    }


def _activation(names: tuple[str, ...]) -> str | None:
    """As --activation takes it: one name where all layers have it; None without hidden layers."""
    return ",".join(names if len(set(names)) > 1 else names[:1]) or None
