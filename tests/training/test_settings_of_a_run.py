"""Every setting of a run: restorable to the bit, changeable between two steps, and doing what it says."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.dropout import Dropout
from netviz.network.network import Network
from netviz.network.optimisers import OPTIMISERS
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.augmentation import DEFAULT_AUGMENTATION, Augmentation, Augmenter
from netviz.tasks.digits.digits import Digits
from netviz.training.config import TrainingConfig
from netviz.training.saved.model_file import load_model, save_model
from netviz.training.schedules import SCHEDULES, Schedule
from netviz.training.session import Session, SessionState

SMALL = TrainingConfig(NetworkSpec.dense((784, 12, 8, 10), "tanh"), learning_rate=0.01, batch_size=16)
CHANGES: dict[str, dict[str, object]] = {
    **{f"optimiser {name}": {"optimiser": name} for name in OPTIMISERS},
    "momentum": {"momentum": 0.5},
    "decay": {"optimiser": "adamw", "l2": 0.1},
    **{f"schedule {kind}": {"schedule": Schedule(kind, 5, 0.5, 8)} for kind in SCHEDULES},
    "schedule with adam": {"optimiser": "adam", "schedule": Schedule("cosine", 40)},
    "l1": {"l1": 1e-3},
    "l2": {"l2": 1e-2},
    "dropout": {"dropout": 0.4},
    "label smoothing": {"label_smoothing": 0.1},
    "clipping": {"clip_norm": 0.05},
    "augmentation": {"augmentation": DEFAULT_AUGMENTATION},
    "noise": {"augmentation": Augmentation(noise=0.2)},
    "batch size": {"batch_size": 50},
}
ALL = replace(
    SMALL,
    optimiser="adamw",
    l1=1e-4,
    l2=1e-2,
    dropout=0.2,
    label_smoothing=0.1,
    clip_norm=0.5,
    schedule=Schedule("one-cycle", 60),
    augmentation=replace(DEFAULT_AUGMENTATION, noise=0.1),
)
CONFIGS = {name: replace(SMALL, **change) for name, change in CHANGES.items()} | {"all": ALL}  # type: ignore[arg-type]


def assert_same(a: SessionState, b: SessionState) -> None:
    assert (a.config, a.step, a.epoch, a.offset) == (b.config, b.step, b.epoch, b.offset)
    np.testing.assert_array_equal(a.parameters, b.parameters)
    np.testing.assert_array_equal(a.optimiser_state, b.optimiser_state)


@pytest.mark.parametrize("name", CONFIGS)
def test_a_restored_run_goes_on_bit_for_bit(few_digits: Digits, name: str, tmp_path) -> None:
    session = Session(CONFIGS[name], few_digits)
    for _ in range(17):  # into the second epoch
        session.step()
    path = tmp_path / "network"
    save_model(path, session.state())
    again = Session(replace(SMALL, seed=9, dropout=0.1), few_digits)
    again.step()
    again.restore(load_model(path).session_state())
    assert again.config == session.config
    for _ in range(30):
        assert session.step() == again.step()
    assert_same(session.state(), again.state())


@pytest.mark.parametrize("name", CONFIGS)
def test_a_setting_makes_a_difference_and_changes_while_it_runs(few_digits: Digits, name: str) -> None:
    plain, changed = Session(SMALL, few_digits), Session(SMALL, few_digits)
    for session in (plain, changed):
        for _ in range(10):
            session.step()
    changed.configure(CONFIGS[name])
    for session in (plain, changed):
        for _ in range(4):
            session.step()
    same = np.array_equal(plain.network.parameters, changed.network.parameters)
    assert same == (CONFIGS[name] in (SMALL, CONFIGS["schedule constant"]))
    # And back: from there on as if it had always been so.
    state = changed.state()
    changed.configure(SMALL)
    back = Session(SMALL, few_digits)
    if CONFIGS[name].optimiser == SMALL.optimiser:
        back.restore(replace(state, config=SMALL))
        for _ in range(4):
            assert changed.step() == back.step()


@settings(max_examples=30)
@given(names=st.lists(st.sampled_from(sorted(CONFIGS)), min_size=1, max_size=6), at=st.data())
def test_changes_at_the_same_steps_give_the_same_weights(few_digits: Digits, names: list[str], at) -> None:
    plan = [(name, at.draw(st.integers(0, 7))) for name in names]
    ends = []
    for _ in range(2):
        session = Session(SMALL, few_digits)
        for name, steps in plan:
            session.configure(CONFIGS[name])
            for _ in range(steps):
                session.step()
        assert np.isfinite(session.network.parameters).all()
        ends.append(session.state())
    assert_same(*ends)


def test_a_step_with_everything_is_what_the_formulas_say(few_digits: Digits) -> None:
    """Against Network's gradient in float64 and AdamW in plain numpy; both have references of their own."""
    config = replace(ALL, clip_norm=0.3)
    spec = config.spec
    session = Session(config, few_digits)
    theta = session.network.parameters.astype(np.float64)
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    network = Network(spec, np.float64, 16, smoothing=0.1)
    order = np.random.default_rng((config.seed, 0)).permutation(203)
    clipped = 0
    for k in range(12):
        rows = order[16 * k : 16 * (k + 1)]
        pixels = few_digits.images[rows].copy()
        Augmenter(config.augmentation, config.seed, 203).apply(pixels, 0, 16 * k)
        network.parameters[:] = theta
        masks = Dropout(spec, config.dropout, np.float64).masks(16, config.seed, k)
        loss, _ = network.loss_and_gradient(
            pixels / 255, few_digits.labels[rows].astype(np.intp), 0, 1e-4, masks
        )
        g = network.gradient.copy()
        norm = np.sqrt((g * g).sum())
        clipped += norm > 0.3
        g *= min(1, 0.3 / norm)
        rate = config.schedule.rate_at(config.learning_rate, k)
        assert session.learning_rate == rate
        theta[: spec.n_edges] *= 1 - rate * config.l2
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        theta -= rate * (m / (1 - 0.9 ** (k + 1))) / (np.sqrt(v / (1 - 0.999 ** (k + 1))) + 1e-8)
        assert session.step().loss == pytest.approx(loss, rel=1e-4)
        np.testing.assert_allclose(session.gradient(), g, atol=2e-5)
        # Where g is next to nothing Adam makes a step of full size of whatever sign the rounding has.
        found = session.network.parameters
        assert (np.abs(found - theta) < 1e-5).mean() > 0.99
        theta = found.astype(np.float64)
        m, v = (slot.astype(np.float64) for slot in session.optimiser.state)
    assert clipped, "a step that isn't clipped proves nothing of clipping"


@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "nesterov"])
def test_the_schedule_is_the_rate_of_each_step(few_digits: Digits, optimiser: str) -> None:
    config = replace(SMALL, optimiser=optimiser, momentum=0.0, schedule=Schedule("cosine", 20))
    session = Session(config, few_digits)
    for k in range(25):
        before = session.network.parameters.copy()
        session.step()
        rate = 0.01 * config.schedule.factor_at(k)
        moved = before - rate * session.gradient()
        np.testing.assert_allclose(session.network.parameters, moved, atol=1e-7)


def test_the_network_is_shown_and_examined_without_dropout_and_augmentation(few_digits: Digits) -> None:
    plain, masked = Session(SMALL, few_digits), Session(ALL, few_digits)
    np.testing.assert_array_equal(plain.network.parameters, masked.network.parameters)
    # A step doesn't write into the digits that everybody shares.
    before = few_digits.images.copy()
    for _ in range(3):
        masked.step()
    np.testing.assert_array_equal(few_digits.images, before)
