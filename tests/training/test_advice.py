"""Each planted trouble is told with its figure and a way out that helps; healthy runs hear nothing."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from netviz.network.forward import evaluate
from netviz.network.optimisers import OPTIMISERS, optimiser_named
from netviz.network.spec import NetworkSpec
from netviz.tasks.all_tasks import task_named
from netviz.tasks.digits.augmentation import DEFAULT_AUGMENTATION, NO_AUGMENTATION
from netviz.tasks.digits.digits import DataSet, Digits
from netviz.tasks.shuffled import shuffled
from netviz.training.advise.advice import Evidence, Hint, advise, few_dead, parted
from netviz.training.changes import ChangeLog
from netviz.training.config import TrainingConfig
from netviz.training.experiments.surgery import reshape
from netviz.training.measure.measures import measure, measure_step
from netviz.training.measure.metrics import MetricLog, ValidationPoint
from netviz.training.schedules import Schedule
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot

DEFAULT = TrainingConfig()
LARGE = NetworkSpec.dense((784, 128, 64, 10))
# One network tells whether it works at all; that it is no luck is told by more of them.
SEEDS = (0, pytest.param(1, marks=pytest.mark.long))
DEEP = (784, 16, 16, 16, 16, 16, 16, 10)


class Run:
    """A run as the trainer makes it, with validations and measures every so many steps."""

    def __init__(self, session: Session, digits: DataSet, every: int = 100) -> None:
        self.session = session
        self.log = MetricLog()
        self._held_out = digits.validation
        self._pixels = digits.validation.inputs(slice(0, 500))
        self._every = every

    def go(self, steps: int) -> Iterator[tuple[Hint, ...]]:
        """The hints after each validation."""
        session, log = self.session, self.log
        for k in range(steps):
            before = session.network.parameters.copy() if k == 0 or (k + 1) % 50 == 0 else None
            result = session.step()
            log.append(*result)
            if not math.isfinite(result.loss):
                yield self.hints()
                return
            spec, parameters = session.config.spec, session.network.parameters
            if before is not None:
                here = Snapshot("run", 0, result.step, spec, parameters.copy())
                log.measures.add(measure(here, measure_step(session.network, before), self._pixels))
            if result.step % self._every == 0:
                held_out = self._held_out
                found = evaluate(spec, parameters, held_out.images, held_out.labels)
                log.add_validation(result.step, *found)
                yield self.hints()

    def hints(self) -> tuple[Hint, ...]:
        return advise(Evidence.of(self.session.config, self.log))

    @property
    def accuracy(self) -> float:
        return self.log.validation_since(None)[1][-1].accuracy


def trained(config: TrainingConfig, digits: DataSet, steps: int, every: int = 100, n: int = 55_000) -> Run:
    few = Digits(digits.training.images[:n], digits.training.labels[:n], "training")
    run = Run(Session(config, few), digits, every)
    for _ in run.go(steps):
        pass
    return run


def only(hints: tuple[Hint, ...]) -> Hint:
    assert len(hints) == 1
    hints[0].config.check()
    return hints[0]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "config",
    [
        DEFAULT,
        replace(DEFAULT, spec=LARGE),
        *[
            replace(DEFAULT, optimiser=name, learning_rate=rate)
            for name, rate in ((name, optimiser_named(name).usual_rate) for name in OPTIMISERS)
        ],
        *[
            replace(DEFAULT, spec=NetworkSpec.dense((784, 16, 16, 10), name))
            for name in ("leaky_relu", "tanh", "sigmoid", "linear")
        ],
        replace(DEFAULT, spec=NetworkSpec.dense((784, 10))),
        replace(DEFAULT, spec=NetworkSpec.dense((784, 30, 10), "sigmoid", "sigmoid_squared_error")),
        replace(DEFAULT, spec=NetworkSpec.dense(DEEP)),
        replace(DEFAULT, batch_size=4),
        replace(DEFAULT, batch_size=128),
        replace(DEFAULT, learning_rate=0.02),
        replace(DEFAULT, schedule=Schedule("one-cycle", 1200)),
        replace(DEFAULT, augmentation=DEFAULT_AUGMENTATION, dropout=0.2),
    ],
    ids=lambda config: f"{config.spec}-{config.spec.activations[:1]}-{config.optimiser}-{config.batch_size}",
)
def test_a_healthy_run_hears_nothing(digits: DataSet, config: TrainingConfig, seed: int) -> None:
    run = Run(Session(replace(config, seed=seed), digits.training), digits)
    assert not any(run.go(1200))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("config", "figure"),
    [
        (replace(DEFAULT, learning_rate=0.3), "60 times the usual 0.005"),
        (replace(DEFAULT, learning_rate=20.0), "4,000 times"),
        (replace(DEFAULT, spec=LARGE, learning_rate=0.2), "40 times"),
        (replace(DEFAULT, optimiser="adam", learning_rate=0.1), "100 times the usual 0.001"),
        (replace(DEFAULT, optimiser="sgd", learning_rate=2.0), "40 times the usual 0.05"),
        (replace(DEFAULT, spec=NetworkSpec.dense((784, 16, 16, 10), "tanh"), learning_rate=0.5), "100 times"),
    ],
    ids=["momentum", "wild", "large", "adam", "sgd", "tanh"],
)
def test_a_rate_too_high_is_told(digits: DataSet, config: TrainingConfig, figure: str, seed: int) -> None:
    run = Run(Session(replace(config, seed=seed), digits.training), digits)
    heard = list(run.go(500))
    assert {hint.kind for hints in heard for hint in hints} == {"rate"}
    hint = only(heard[-1])
    assert figure in hint.sentence
    assert f"{config.learning_rate:g}" in hint.sentence
    assert hint.action == "restart"
    assert "New network with rate" in hint.fix
    helped = trained(hint.config, digits, 500)
    assert helped.accuracy > 0.8
    assert helped.hints() == ()


def test_a_loss_that_is_no_number_is_told() -> None:
    log = MetricLog()
    log.append(1, 2.3, 0.1)
    log.append(2, math.nan, 0.1)
    config = replace(DEFAULT, learning_rate=0.004)
    hint = only(advise(Evidence.of(config, log)))
    assert hint.kind == "rate"
    assert "no longer a finite number" in hint.sentence
    assert hint.config.learning_rate == 0.0004  # not far above the usual: a tenth


def evidence(config: TrainingConfig = DEFAULT, **changes: object) -> Evidence:
    base = Evidence(config, 2000, 2000, 2.3, 0.3, (ValidationPoint(1000, 0.3, 0.9),) * 2, ())
    return replace(base, **changes)  # type: ignore[arg-type]


def test_what_is_lost_at_a_high_rate_is_told_with_both_figures() -> None:
    validation = tuple(ValidationPoint(100 * k, 0.3, a) for k, a in enumerate((0.9, 0.92, 0.8, 0.84)))
    hint = only(advise(evidence(replace(DEFAULT, learning_rate=0.1), validation=validation)))
    assert "At step 100 it read 92.0\u00a0%" in hint.sentence
    assert "only 84.0\u00a0% (step 300)" in hint.sentence  # as validation stands beside it
    assert (hint.action, hint.config.learning_rate) == ("configure", 0.005)
    assert advise(evidence(validation=validation)) == ()  # an unusual patch, at the usual rate


def test_an_exploded_loss_is_told_at_any_rate() -> None:
    validation = (ValidationPoint(100, 4e4, 0.1), ValidationPoint(200, 5e5, 0.11))
    hint = only(advise(evidence(late_loss=5e5, validation=validation)))
    assert "was 2.3 at the beginning, and 5·10⁵ at step" in hint.sentence
    assert hint.config.learning_rate == 0.0005


@pytest.mark.parametrize("seed", SEEDS)
def test_dead_neurons_are_told_and_woken(digits: DataSet, seed: int) -> None:
    # The rate was far too high for a moment, and is as usual now.
    session = Session(replace(DEFAULT, seed=seed, learning_rate=0.3), digits.training)
    for _ in range(60):
        session.step()
    session.configure(replace(session.config, learning_rate=0.005))
    run = Run(session, digits)
    hint = only(list(run.go(300))[-1])
    assert hint.kind == "dead neurons"
    dead = run.log.measures.since(None)[1][-1].dead
    layer = int(dead.argmax())
    assert f"{round(16 * float(dead[layer]))} of the 16 neurons in hidden layer {layer + 1}" in hint.sentence
    assert hint.action == "reshape"
    assert hint.fix == "Leaky ReLU in the place of ReLU"
    woken = Session(hint.config, digits.training)
    woken.restore(reshape(session.state(), hint.config.spec))
    again = Run(woken, digits)
    assert list(again.go(1500))[-1] == ()
    assert again.accuracy > run.accuracy + 0.2


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("initialiser", ["zero", "constant"])
def test_weights_that_began_alike_are_named_as_the_cause(
    digits: DataSet, initialiser: str, seed: int
) -> None:
    for activation in ("relu", "tanh") if initialiser == "zero" else ("relu",):
        spec = NetworkSpec.dense((784, 16, 16, 10), activation, initialiser=initialiser)
        hint = only(trained(TrainingConfig(spec, seed=seed), digits, 1100).hints())
        assert hint.kind == ("dead neurons" if activation == "relu" else "flat loss")
        assert f"All weights began alike ({initialiser})" in hint.sentence
        assert hint.action == "restart"
        assert trained(hint.config, digits, 600).accuracy > 0.8


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("hidden", [4, 6])
def test_vanishing_gradients_are_told(digits: DataSet, hidden: int, seed: int) -> None:
    spec = NetworkSpec.dense((784, *[16] * hidden, 10), "sigmoid")
    run = Run(Session(TrainingConfig(spec, seed=seed), digits.training), digits)
    heard = list(run.go(800))
    assert {hint.kind for hints in heard for hint in hints} == {"vanishing gradients"}
    hint = only(heard[-1])
    norms = np.median([m.of_step.gradient_norm for m in run.log.measures.since(None)[1][-5:]], axis=0)
    assert f"{norms[-1]:.3g} at the last layer and {norms[0]:.3g} at the first" in hint.sentence
    assert hint.action == "restart"
    assert set(hint.config.spec.activations) == {"relu"}
    assert trained(hint.config, digits, 800).accuracy > 0.7


FIVE_SIGMOID = NetworkSpec.dense((784, 32, 32, 32, 32, 32, 10), "sigmoid")


@pytest.mark.parametrize("seed", [*SEEDS, pytest.param(2, marks=pytest.mark.long)])
def test_five_sigmoid_layers_are_never_told_to_go_slower_where_that_would_end_all_learning(
    digits: DataSet, seed: int
) -> None:
    """At rate 0.05, ten times the usual one, they begin to learn after 700 steps; at 0.005 they never do."""
    config = TrainingConfig(FIVE_SIGMOID, learning_rate=0.05, seed=seed)
    run = Run(Session(config, digits.training), digits)
    heard = [hint for hints in run.go(3438) for hint in hints]
    assert all(hint.config.learning_rate >= 0.05 for hint in heard)
    assert {hint.kind for hint in heard} <= {"vanishing gradients"}
    assert run.accuracy > 0.85
    assert not run.hints()
    if heard:
        assert trained(heard[0].config, digits, 1500).accuracy >= 0.9


@pytest.mark.parametrize("seed", [*SEEDS, pytest.param(2, marks=pytest.mark.long)])
def test_five_sigmoid_layers_that_stay_flat_are_told_why(digits: DataSet, seed: int) -> None:
    run = trained(TrainingConfig(FIVE_SIGMOID, learning_rate=0.005, seed=seed), digits, 2000)
    assert run.accuracy < 0.15
    hint = only(run.hints())
    assert hint.kind == "vanishing gradients"
    norms = np.median([m.of_step.gradient_norm for m in run.log.measures.since(None)[1][-5:]], axis=0)
    assert f"{norms[-1] / norms[0]:,.0f} times smaller" in hint.sentence
    assert (hint.action, hint.fix) == ("restart", "New network with ReLU")
    assert trained(hint.config, digits, 1500).accuracy >= 0.9


@pytest.mark.parametrize(("rate", "offered"), [(0.15, 0.02), (0.5, 0.02), (0.0005, 0.005)])
def test_the_rate_of_a_network_with_relu_is_one_that_it_learns_at(
    digits: DataSet, rate: float, offered: float
) -> None:
    run = trained(TrainingConfig(FIVE_SIGMOID, learning_rate=rate), digits, 500)
    hint = only(run.hints())
    assert hint.kind == "vanishing gradients"
    assert (hint.config.learning_rate, hint.fix) == (offered, f"New network with ReLU, rate {offered:g}")
    assert trained(hint.config, digits, 1500).accuracy >= 0.9


def test_first_weights_that_are_worse_than_guessing_do_not_hide_a_flat_loss() -> None:
    guessing = (ValidationPoint(1000, 2.3, 0.1),) * 2
    hint = only(advise(evidence(early_loss=2.6, late_loss=2.3, validation=guessing)))
    assert hint.kind == "flat loss"
    assert not advise(evidence(early_loss=2.6, late_loss=1.9, validation=guessing))


def test_a_high_rate_without_any_sign_of_harm_is_no_trouble() -> None:
    slow = (ValidationPoint(1000, 2.2, 0.2), ValidationPoint(2000, 2.1, 0.3))
    fast = replace(DEFAULT, learning_rate=0.2)
    assert not advise(evidence(fast, late_loss=2.0, validation=slow))
    worse = only(advise(evidence(fast, late_loss=2.9, validation=slow)))
    assert "The loss is 2.9, and guessing alone makes 2.3." in worse.sentence
    lucky = tuple(ValidationPoint(100 * k, 0.9, a) for k, a in enumerate((0.6, 0.75, 0.62, 0.66)))
    assert not advise(evidence(fast, validation=lucky))  # one good measurement among others is no loss


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("optimiser", ["momentum", "adam"])
def test_a_flat_loss_at_a_low_rate_is_told(digits: DataSet, optimiser: str, seed: int) -> None:
    config = TrainingConfig(optimiser=optimiser, learning_rate=1e-6, seed=seed)
    run = trained(config, digits, 1100)
    hint = only(run.hints())
    assert hint.kind == "flat loss"
    losses = run.log.since(None)[1].loss
    assert f"{losses[-100:].mean():.3g} after 1,100 steps" in hint.sentence
    assert f"{losses[:20].mean():.3g} at the beginning" in hint.sentence
    usual = optimiser_named(optimiser).usual_rate
    assert (hint.action, hint.config.learning_rate) == ("configure", usual)
    run.session.configure(hint.config)
    assert list(run.go(700))[-1] == ()
    assert run.accuracy > 0.8


def test_a_flat_loss_without_a_known_cause_asks_for_a_range_test() -> None:
    guessing = (ValidationPoint(1000, 2.3, 0.1),) * 2
    hint = only(advise(evidence(late_loss=2.29, validation=guessing)))
    assert (hint.kind, hint.action) == ("flat loss", "range test")
    assert "2.29 after 2,000 steps, and was 2.3" in hint.sentence
    warming = replace(DEFAULT, schedule=Schedule("warm-up", 20_000))
    assert advise(evidence(warming, late_loss=2.29, validation=guessing)) == ()
    assert advise(evidence(late_loss=2.29, validation=guessing, steps=500)) == ()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("config", "n", "steps", "every"),
    [(DEFAULT, 300, 1500, 100), (TrainingConfig(LARGE, "adam", 0.001), 500, 900, 50)],
    ids=["300 digits", "500 digits"],
)
def test_overfitting_is_told(
    digits: DataSet, config: TrainingConfig, n: int, steps: int, every: int, seed: int
) -> None:
    run = trained(replace(config, seed=seed), digits, steps, every, n)
    hint = only(run.hints())
    assert hint.kind == "overfitting"
    validation = run.log.validation_since(None)[1]
    best = min(validation, key=lambda point: point.loss)
    assert f"rose from {best.loss:.3g} at step {best.step:,}" in hint.sentence
    assert hint.action == "configure"
    assert (hint.fix, hint.config.augmentation) == ("Turn on augmentation", DEFAULT_AUGMENTATION)
    helped = trained(hint.config, digits, steps, every, n)
    assert helped.accuracy > run.accuracy


def test_what_can_only_be_learnt_by_heart_is_no_reason_not_to_worry(digits: DataSet) -> None:
    """Labels that chance has dealt out: validation never gets better than a guess, and its loss rises."""
    config = replace(DEFAULT, spec=NetworkSpec.dense((784, 64, 10)), examples=300)
    run = Run(Session(config, shuffled(digits).training), digits)
    *_, hints = run.go(1500)
    hint = next(hint for hint in hints if hint.kind == "overfitting")
    assert "by heart" in hint.sentence
    assert "no better than a guess" in hint.sentence
    assert not hint.fix


def test_overfitting_gets_the_next_remedy() -> None:
    losses = (0.5, 0.3, 0.4, 0.42, 0.43, 0.45)
    validation = tuple(ValidationPoint(100 * k, loss, 0.9) for k, loss in enumerate(losses))
    found = {"late_loss": 0.01, "validation": validation}
    augmented = replace(DEFAULT, augmentation=DEFAULT_AUGMENTATION)
    dropped = replace(augmented, dropout=0.2)
    for config, fix in (
        (DEFAULT, "Turn on augmentation"),
        (augmented, "Dropout 0.2"),
        (dropped, "L2 0.0001"),
        (replace(dropped, l2=1e-4), ""),
    ):
        hint = only(advise(evidence(config, **found)))
        assert hint.fix == fix
        assert (hint.config == config) == (not fix)
    still_learning = advise(evidence(late_loss=0.3, validation=validation))
    assert still_learning == ()
    assert DEFAULT.augmentation == NO_AUGMENTATION


def curve(*losses: float) -> tuple[ValidationPoint, ...]:
    return tuple(ValidationPoint(10 * k, float(loss), 0.87) for k, loss in enumerate(losses, start=1))


def test_a_validation_loss_that_rises_slowly_is_told_before_it_has_risen_far() -> None:
    """From 0.428 at step 110 to 0.482 at step 540, while the training loss falls."""
    rising = curve(*np.linspace(2.0, 0.428, 11), *np.linspace(0.428, 0.482, 44)[1:])
    told = only(advise(evidence(late_loss=0.2, validation=rising)))
    assert told.kind == "overfitting"
    assert "rose from 0.428 at step 110 to 0.48, " in told.sentence
    at = [n for n in range(12, len(rising)) if advise(evidence(late_loss=0.2, validation=rising[:n]))]
    assert at == list(range(at[0], len(rising)))  # and never unsaid again
    assert 1.05 * 0.428 < rising[at[0] - 6].loss < 1.07 * 0.428
    assert not advise(evidence(late_loss=0.4, validation=rising))  # the training loss is hardly lower
    assert not advise(evidence(late_loss=0.45, validation=rising))  # and here it has risen too


@pytest.mark.parametrize("noise", [0.005, 0.02])
def test_a_flat_validation_loss_with_noise_is_no_overfitting(noise: float) -> None:
    for seed in range(20):
        flat = 0.43 * (1 + noise * np.random.default_rng(seed).standard_normal(100))
        points = curve(*np.linspace(2.0, 0.43, 10), *flat)
        for n in range(12, len(points)):
            assert not advise(evidence(late_loss=0.2, validation=points[:n])), (seed, n)


def test_a_network_that_was_thrown_away_has_learnt_nothing_by_heart() -> None:
    """Both losses have risen, the one on validation examples more: nothing is down."""
    losses = (0.5, 0.17, 11.0, 11.1, 11.2, 11.3)
    validation = tuple(ValidationPoint(100 * k, loss, 0.9 if k < 2 else 0.1) for k, loss in enumerate(losses))
    for late_loss in (0.18, 2.42, 5.0):
        kinds = [hint.kind for hint in advise(evidence(late_loss=late_loss, validation=validation))]
        assert "overfitting" not in kinds


def test_what_was_set_is_too_high_however_far_its_schedule_has_fallen() -> None:
    config = replace(DEFAULT, learning_rate=50.0, schedule=Schedule("cosine", 1_000))
    validation = tuple(ValidationPoint(step, 48.5, 0.1) for step in (800, 900, 1_000))
    hint = advise(evidence(config, early_loss=2.17, validation=validation, step=1_000))[0]
    assert hint.kind == "rate"
    assert (
        "The learning rate 50, 2,500 times the usual 0.02 where the rate falls, is too high." in hint.sentence
    )


def test_a_rate_that_was_taken_back_is_the_one_that_was_too_high() -> None:
    validation = tuple(ValidationPoint(step, 48.5, 0.1) for step in (800, 900, 1_000))
    found = evidence(early_loss=2.17, validation=validation, step=1_000, highest_rate=50.0)
    hint = advise(found)[0]
    assert hint.kind == "rate"
    assert "The learning rate 50, " in hint.sentence
    assert hint.sentence.endswith("was too high.")
    assert hint.config == DEFAULT
    log = ChangeLog(begun=DEFAULT)
    assert log.highest_rate == DEFAULT.learning_rate
    log.settings(5, DEFAULT, replace(DEFAULT, learning_rate=50.0))
    log.settings(9, replace(DEFAULT, learning_rate=50.0), DEFAULT)
    assert log.highest_rate == 50.0
    assert ChangeLog().highest_rate == 0


def test_curves_that_fall_together_have_not_parted() -> None:
    """Four validations of a quick run: the earlier ones were higher, as training was then."""
    falling = tuple(ValidationPoint(100 * k, loss, 0.9) for k, loss in enumerate((0.5, 0.25, 0.15, 0.123)))
    assert not parted(evidence(late_loss=0.139, validation=falling))


def test_a_loss_that_stays_at_a_far_too_high_rate_is_not_sent_to_find_one() -> None:
    config = replace(DEFAULT, learning_rate=3.0)
    validation = tuple(ValidationPoint(step, 2.5, 0.2) for step in range(0, 3_000, 500))
    found = evidence(config, early_loss=2.5, late_loss=2.51, validation=validation, step=2_553, steps=2_553)
    hint = only(advise(found))
    assert (hint.kind, hint.action) == ("flat loss", "restart")
    assert hint.sentence.endswith("rate 3 is 600 times the usual 0.005 where the rate stays the same.")
    assert hint.config.learning_rate < 0.1


def test_nothing_is_said_of_a_run_that_has_hardly_begun() -> None:
    assert advise(Evidence.of(DEFAULT, MetricLog())) == ()
    log = MetricLog()
    log.append(1, 2.3, 0.1)
    log.add_validation(1, 2.3, 0.1)
    assert advise(Evidence.of(replace(DEFAULT, learning_rate=50.0), log)) == ()


def validated_on(digits: DataSet, wanted: np.ndarray) -> DataSet:
    held_out = digits.validation
    few = Digits(held_out.images[wanted], held_out.labels[wanted], "validation")
    return replace(digits, validation=few)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("n", "why"), [(None, "are easier than the training digits"), (60, "too small: with 60 digits chance")]
)
def test_validation_digits_that_are_easier_or_too_few_are_told(
    digits: DataSet, n: int | None, why: str, seed: int
) -> None:
    easy = np.flatnonzero(digits.validation.labels <= 1)[:n]
    run = trained(replace(DEFAULT, seed=seed), validated_on(digits, easy), 600)
    config = run.session.config
    hint = only(advise(Evidence.of(config, run.log, n_validation=len(easy))))
    assert hint.kind == "training below validation"
    assert why in hint.sentence
    training = run.log.since(None)[1].accuracy[300:600].mean()
    held_out = min(point.accuracy for point in run.log.validation_since(None)[1][-4:])
    assert (
        f"{100 * training:.1f}\u00a0% of the training digits were right lately, "
        f"and {100 * held_out:.1f}\u00a0%" in hint.sentence
    )
    assert (hint.fix, hint.config) == ("", config)
    assert not advise(Evidence.of(config, run.log, since=301))  # other settings until then
    assert not trained(config, digits, 600).hints()


@pytest.mark.parametrize("seed", SEEDS)
def test_wrong_training_labels_are_named_as_a_cause(digits: DataSet, seed: int) -> None:
    rng = np.random.default_rng(seed)
    labels = digits.training.labels.copy()
    wrong = rng.random(len(labels)) < 0.15
    labels[wrong] = rng.integers(0, 10, wrong.sum())
    config = replace(DEFAULT, seed=seed)
    run = Run(Session(config, Digits(digits.training.images, labels, "training")), digits)
    hint = only(list(run.go(800))[-1])
    assert hint.kind == "training below validation"
    assert "or some training labels are wrong" in hint.sentence


@pytest.mark.parametrize("seed", SEEDS)
def test_training_made_much_harder_is_said_to_be_expected(digits: DataSet, seed: int) -> None:
    config = replace(DEFAULT, dropout=0.5, augmentation=replace(NO_AUGMENTATION, shift=1.0), seed=seed)
    run = trained(config, digits, 1000)
    hint = only(run.hints())
    assert hint.kind == "training below validation"
    assert "expected: dropout 0.5 and augmentation make training harder" in hint.sentence
    assert (hint.fix, hint.config) == ("Dropout 0.2", replace(config, dropout=0.2))
    helped = trained(hint.config, digits, 1000)
    assert helped.accuracy > run.accuracy
    assert not helped.hints()


def test_what_makes_training_harder_is_named_and_no_more_than_that() -> None:
    found = {"between": 0.5, "validation": (ValidationPoint(1000, 0.3, 0.9),) * 4}
    dropped = only(advise(evidence(replace(DEFAULT, dropout=0.2), **found)))
    assert "dropout 0.2 makes training harder" in dropped.sentence
    assert dropped.fix == ""
    augmented = only(advise(evidence(replace(DEFAULT, augmentation=DEFAULT_AUGMENTATION), **found)))
    assert "expected: augmentation makes training harder" in augmented.sentence
    assert augmented.fix == ""
    assert not advise(evidence(replace(DEFAULT, dropout=0.2), **{**found, "between": 0.6}))


def test_a_schedule_that_ended_before_the_goal_is_told_and_begins_again(digits: DataSet) -> None:
    config = replace(DEFAULT, schedule=Schedule("cosine", 300))
    run = trained(config, digits, 400)
    assert not run.hints()  # without a goal it has done what was asked
    hint = only(advise(Evidence.of(config, run.log, 0.999)))
    assert hint.kind == "schedule over"
    assert "ended at step 300: the rate stays at 5·10⁻⁵" in hint.sentence
    assert hint.sentence.endswith("where 99.9\u00a0% is the goal.")
    assert hint.config.schedule == replace(config.schedule, start=400)
    assert not advise(Evidence.of(config, run.log, 0.1))


def test_a_third_of_a_layer_dead_is_told(digits: DataSet) -> None:
    run = trained(replace(DEFAULT, spec=LARGE), digits, 200)
    assert not run.hints()
    evidence = Evidence.of(run.session.config, run.log)
    latest = evidence.measures[-1]
    dead = replace(latest, dead=np.array([42 / 128, 0], np.float32))
    hint = only(advise(replace(evidence, measures=(dead,))))
    assert hint.kind == "dead neurons"
    assert "42 of the 128" in hint.sentence


def _with_losses(training: float, validation: tuple[float, ...]) -> Evidence:
    points = tuple(ValidationPoint(100 * k, loss, 0.95) for k, loss in enumerate(validation, start=1))
    return Evidence(TrainingConfig(), 500, 500, 2.3, training, points, ())


@pytest.mark.parametrize(
    ("training", "validation", "told"),
    [
        (0.046, (0.1, 0.1, 0.09, 0.09), True),
        (0.09, (0.1, 0.1, 0.09, 0.09), False),
        (0.01, (0.1, 0.1, 0.1), False),  # too few to say
        (float("nan"), (0.1, 0.1, 0.1, 0.1), False),
    ],
)
def test_curves_that_part_are_told_before_they_do_harm(training, validation, told) -> None:
    found = parted(_with_losses(training, validation))
    assert bool(found) == told
    assert ("overfitting" in found) == told
    if told:
        assert "0.046 on training digits" in found
        assert "0.09 on validation digits" in found


def log_of(*losses: float, first: int = 1) -> MetricLog:
    log = MetricLog()
    for step, loss in enumerate(losses, first):
        log.append(step, loss, 0.1)
    return log


def test_a_loss_far_above_guessing_is_told_after_a_few_steps() -> None:
    high = replace(DEFAULT, learning_rate=5.0)
    hint = only(advise(Evidence.of(high, log_of(2.3, 40.0, 881.0, 881.0, 881.0, 881.0, 881.0))))
    assert "The loss is 881, and guessing alone makes 2.3." in hint.sentence
    assert "1,000 times the usual 0.005" in hint.sentence
    assert (hint.action, hint.config.learning_rate) == ("restart", 0.005)
    # Random weights may begin far above, and come down.
    assert advise(Evidence.of(DEFAULT, log_of(30.0, 28.0, 25.0))) == ()


def test_an_own_step_that_throws_the_network_off_is_named_as_the_cause() -> None:
    log = log_of(2.3, 2.2)
    log.changes.taught(2, 1, "a 3 at rate 5")
    assert advise(Evidence.of(DEFAULT, log)) == ()  # nothing was measured since
    log.add_validation(3, 795.0, 0.1)
    hint = only(advise(Evidence.of(DEFAULT, log)))
    assert "The loss is 795" in hint.sentence
    assert "applied to one digit, up to step 3," in hint.sentence
    assert hint.config == DEFAULT
    assert "applied" in only(advise(Evidence.of(DEFAULT, joined(log, log_of(881.0, first=4))))).sentence
    # It was as bad before, so that was not it.
    bad = log_of(*(900.0,) * 3)
    bad.changes.taught(3, 1, "a 3 at rate 0.005")
    bad.append(5, 900.0, 0.1)
    assert not any("applied" in hint.sentence for hint in advise(Evidence.of(DEFAULT, bad)))


def joined(log: MetricLog, later: MetricLog) -> MetricLog:
    log.extend(replace(later.since(None)[1], restart=False))
    return log


@pytest.mark.parametrize("initialiser", ["he", "xavier"])
def test_the_first_steps_of_a_healthy_run_are_no_trouble(digits: DataSet, initialiser: str) -> None:
    spec = NetworkSpec.dense((784, 16, 16, 10), initialiser=initialiser)
    run = Run(Session(replace(DEFAULT, spec=spec), digits.training), digits, every=1_000)
    for _ in range(60):
        run.log.append(*run.session.step())
        assert run.hints() == ()


@pytest.mark.parametrize("dead", [0, 2, 5, 8])
def test_a_few_dead_neurons_are_told_with_the_limit_and_many_are_a_trouble(dead: int) -> None:
    spec = DEFAULT.spec
    parameters = np.full(spec.n_parameters, 1e-3, np.float32)
    here = Snapshot("run", 0, 200, spec, parameters)
    pixels = np.ones((20, 784), np.float32)
    session = Session(DEFAULT, Digits(np.ones((64, 784), np.uint8), np.zeros(64, np.uint8), "training"))
    before = session.network.parameters.copy()
    session.step()
    found = measure(here, measure_step(session.network, before), pixels)
    found = replace(found, dead=np.array([dead / 16, 0.0], np.float32))
    seen = evidence(measures=(found,))
    words = few_dead(seen)
    if dead in (0, 8):
        assert words == ""
        assert [hint.kind for hint in advise(seen)] == (["dead neurons"] if dead else [])
    else:
        assert words.startswith(f"{dead} of the 16 neurons in hidden layer 1 are active")
        assert words.endswith("more than 5 of 16 would be many.")
        assert advise(seen) == ()


@pytest.mark.parametrize(
    ("losses", "told"), [((0.52, 0.51, 0.53, 0.52), True), ((0.52, 0.4, 0.3, 0.3), False)]
)
def test_numbers_that_are_answered_no_better_than_by_guessing_are_a_worry(
    losses: tuple[float, ...], told: bool
) -> None:
    task = task_named("curve")
    config = replace(DEFAULT, task=task, spec=task.network)
    points = tuple(
        ValidationPoint(100 * (k + 1), loss * 2 * config.guessing_loss, math.nan)
        for k, loss in enumerate(losses)
    )
    seen = Evidence(config, 400, 400, 1.1, 0.45, points, ())
    found = advise(seen)
    assert [hint.kind for hint in found] == (["no better than guessing"] if told else [])
    assert not told or "Up to step 400 it answers the validation points no better" in found[0].sentence
    assert advise(replace(seen, validation=points[:3])) == ()
