"""The story of all ten digits, on untrained and trained networks, at every depth: each stage holds, and says
what the network does.
"""

import re
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from netviz.language.grammar import a_digit
from netviz.network.activations import ACTIVATIONS
from netviz.network.forward import forward_pass
from netviz.network.losses import LOSSES
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.digits.resources import resource
from netviz.tasks.digits.task import DIGITS
from netviz.training.config import TrainingConfig
from netviz.training.experiments.backprop import falling_rate, trace
from netviz.training.recording.run_file import read_run
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.story.arrows.geometry import SHORTEST
from netviz.viewmodels.story.arrows.shares import shares_moment, tells_a_wish
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.prepare import prepare
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import Story, tell
from netviz.viewmodels.story.words.numbers import plain

PAGE = (820, 510)  # of the network in a window of 1366 by 768 pixels
LONGEST_CAPTION = 110
LETTER = 6.6  # pixels, an upper estimate for a number at 10.5 px
STEPS = 400


def untrained(spec: NetworkSpec) -> NDArray[np.float32]:
    network = Network(spec)
    network.initialise(0)
    return network.parameters.copy()


@cache
def trained(activation: str, loss: str, sizes: tuple[int, ...], digits: int) -> NDArray[np.float32]:
    spec = NetworkSpec(sizes, (activation,) * (len(sizes) - 2), loss)
    rate = 0.1 if loss == "softmax_cross_entropy" else 1.0
    config = TrainingConfig(spec, optimiser="sgd", learning_rate=rate, batch_size=32, clip_norm=1.0)
    session = Session(config, _DATA[digits].training)
    for _ in range(STEPS):
        session.step()
    return session.network.parameters.copy()


_DATA: dict[int, DataSet] = {}


def a_story(
    spec: NetworkSpec, parameters: NDArray[np.float32], digits: DataSet, label: int, step: int
) -> Story:
    index = int(np.flatnonzero(digits.test.labels == label)[label])
    return prepare(
        Snapshot("told", 0, step, spec, parameters),
        digits.test.images[index],
        label,
        make_layout(spec, *PAGE),
        images=digits.training.images,
        labels=digits.training.labels,
        seed=step,
        step=step,
        reads=DIGITS.input,
    )


def check(story: Story) -> None:
    """Every stage at rest, and the shares of every wish."""
    for number, stage in enumerate(story.stages):
        now = moment(story, number + REST)
        check_words(story, now)
        check_arrows(story, now, of_the_step=stage.kind not in ("many", "again"))
        check_places(story, now)
        if tells_a_wish(story, number) is not None:
            check_words(story, shares_moment(story, number, 1.0))
    trace = story.trace
    after = forward_pass(story.spec, np.asarray(trace.parameters_after, np.float64), trace.pixels)
    measured = story.spec.loss_function.mean(after.z[-1][None, :], np.array([trace.label]))
    assert trace.loss_after == pytest.approx(measured, rel=1e-9)
    for column, pick in enumerate(story.picks[1:-1], 1):
        assert pick is None or trace.passes_back(column, pick)


def check_words(story: Story, now: StoryMoment) -> None:
    assert now.caption.endswith((".", "!"))
    assert len(now.caption) < LONGEST_CAPTION
    assert f"this {story.trace.label}" in now.text
    for wrong in ("nan", "not a number", "inf", "None", "  ", "+−", "--"):
        assert wrong not in now.text.replace("information", ""), now.text
    assert len(now.detail) < 330


def check_arrows(story: Story, now: StoryMoment, *, of_the_step: bool) -> None:
    for arrows in now.arrows:
        assert np.isfinite(arrows.line).all()
        if of_the_step and len(arrows.edge):
            np.testing.assert_array_equal(arrows.value, story.trace.change[arrows.edge].astype(np.float64))
            np.testing.assert_array_equal(arrows.filled, arrows.value > 0)
    if of_the_step and now.scale is not None and now.scale.role == "change":
        newest = now.arrows[-1]
        length = np.hypot(*(newest.line[:, 2:] - newest.line[:, :2]).T)
        pixels = now.scale.length / now.scale.value
        np.testing.assert_allclose(length, np.abs(newest.value) * pixels, rtol=1e-3, atol=1e-3)
        assert length.min(initial=SHORTEST) >= SHORTEST * 0.99


def check_places(story: Story, now: StoryMoment) -> None:
    """Everything stands on the page, and numbers at the outputs do not reach its border."""
    width, height = story.layout.width, story.layout.height
    for wish in now.wishes:
        assert 0 <= min(wish.y0, wish.y1) <= max(wish.y0, wish.y1) <= height
    for label in now.labels:
        wide = LETTER * max(map(len, label.text.split("\n")))
        left = label.x - {"left": 0.0, "centre": wide / 2, "right": wide}[label.anchor]
        assert left >= 0, label
        assert left + wide <= width + 1, label


@pytest.mark.parametrize("label", range(10))
def test_all_ten_digits_on_an_untrained_network(digits: DataSet, label: int) -> None:
    spec = DIGITS.network
    story = a_story(spec, untrained(spec), digits, label, 0)
    check(story)
    assert len(story.stages) == 9
    assert moment(story, REST).caption == f"An untrained network sees {a_digit(label)} and answers at random."
    assert story.trace.loss_after < story.trace.loss_before
    step = next(k for k, stage in enumerate(story.stages) if stage.kind == "step")
    assert moment(story, step + REST).caption.startswith(
        f"One small step. The loss on this {label} went from"
    )


@pytest.mark.parametrize("label", range(10))
def test_all_ten_digits_on_a_trained_network(digits: DataSet, label: int) -> None:
    model = read_run(resource("examples", "trained-784-16-16-10.netviz"))
    story = a_story(model.spec, np.asarray(model.parameters, np.float32), digits, label, 5000)
    check(story)
    outputs = story.trace.before.a[-1]
    said = moment(story, REST).caption
    assert ("untrained" in said, "random" in said) == (False, False)
    assert (f"reads it as {a_digit(label)}" in said) == (int(outputs.argmax()) == label)
    little_left = "little left to learn" in moment(story, 1 + REST).caption
    assert little_left == (float(outputs[label]) > 0.9)


DEPTHS = ((), (16,), (16, 16), (12, 12, 12, 12))
# Every activation with every loss at two hidden layers or more; every depth with every loss.
CASES = sorted(
    {(name, loss, DEPTHS[2 + at % 2]) for at, name in enumerate(ACTIVATIONS) for loss in LOSSES}
    | {(ACTIVATIONS[0], loss, hidden) for loss in LOSSES for hidden in DEPTHS}
)


@pytest.mark.parametrize(("activation", "loss", "hidden"), CASES)
def test_every_activation_loss_and_depth_before_and_after_training(
    digits: DataSet, activation: str, loss: str, hidden: tuple[int, ...]
) -> None:
    sizes = (784, *hidden, 10)
    spec = NetworkSpec(sizes, (activation,) * len(hidden), loss)
    _DATA[id(digits)] = digits
    for step, parameters in ((0, untrained(spec)), (STEPS, trained(activation, loss, sizes, id(digits)))):
        story = a_story(spec, parameters, digits, label=(len(hidden) + step) % 10, step=step)
        check(story)
        kinds = [stage.kind for stage in story.stages]
        assert kinds[:3] == ["look", "output", "weights"]
        assert kinds[-3:] == ["step", "many", "again"]


def test_a_step_that_raises_the_loss_says_so_and_which_rate_would_not(digits: DataSet) -> None:
    spec, rng, rose = DIGITS.network, np.random.default_rng(0), 0
    for _ in range(60):
        # Overgrown weights make steep slopes, where a step may go too far.
        parameters = (0.4 * rng.standard_normal(spec.n_parameters)).astype(np.float32)
        k = int(rng.integers(len(digits.test)))
        told = trace(spec, parameters, digits.test.images[k] / 255, int(digits.test.labels[k]), 0.1)
        smaller = falling_rate(told)
        assert (smaller is not None) == (told.loss_after > told.loss_before)
        if smaller is None:
            continue
        rose += 1
        rate, loss = smaller
        # By another way: a step at that rate from the start.
        again = trace(spec, parameters, told.pixels, told.label, rate)
        assert again.loss_after == pytest.approx(loss, rel=1e-4)
        assert again.loss_after < again.loss_before
        story = tell(told, make_layout(spec, *PAGE))
        said = moment(story, len(story.stages) - 1 + REST)
        assert said.caption.startswith("This step was too large: the loss on this")
        assert f"With the smaller rate {rate:g} it would fall to " in said.detail
    assert rose > 1


def test_a_digit_that_is_taught_as_another_is_said_to_be(digits: DataSet) -> None:
    spec = DIGITS.network
    k = int(np.flatnonzero(digits.test.labels == 3)[0])
    for label, said in (
        (7, "It is known as a 3; you teach it as a 7."),
        (3, "An untrained network sees a 3 "),
    ):
        story = prepare(
            Snapshot("told", 0, 0, spec, untrained(spec)),
            digits.test.images[k],
            label,
            make_layout(spec, *PAGE),
            reads=DIGITS.input,
            step=0,
            known=3,
        )
        now = moment(story, REST)
        assert now.caption.startswith(said)
        assert now.heading == ("Teach it this 3 as a 7" if label == 7 else "Teach it this 3")


def test_what_is_said_while_training_plays_is_of_the_steps_so_far(digits: DataSet) -> None:
    """The end is told at the end."""
    model = read_run(resource("examples", "trained-784-16-16-10.netviz"))
    story = a_story(model.spec, np.asarray(model.parameters, np.float32), digits, 3, 5000)
    run, last = story.rehearsal, len(story.stages) - 1
    assert run is not None
    falls = set()
    for share in (0.0, 0.2, 0.4, 0.6, 0.79, REST):
        now = moment(story, last + share)
        assert now.curve is not None
        at, over = now.curve.step, now.curve.step == run.steps
        assert (share == REST) == over
        assert plain(float(run.loss[at])) in now.detail
        if not over:
            later = {plain(float(loss)) for loss in run.loss[at + 1 :]} - {
                plain(float(x)) for x in run.loss[: at + 1]
            }
            assert not [loss for loss in later if loss in now.detail]
            falls.add(now.caption)
            assert f" {at} of {run.steps} steps" in now.detail or at == 0
        assert f"{run.steps} steps in all" in now.formula[0]
    assert falls == {"Repeat, each time with other digits."}


def test_a_layer_of_dead_neurons_ends_the_story_of_the_layers_and_says_why(digits: DataSet) -> None:
    spec = NetworkSpec((784, 12, 12, 10), ("relu", "relu"))
    parameters = untrained(spec)
    parameters[spec.bias_slices[1]] = -100
    story = a_story(spec, parameters, digits, 3, 100)
    check(story)
    assert story.picks == (None, None, None, 3)
    assert [stage.kind for stage in story.stages] == [
        "look",
        "output",
        "weights",
        "wish",
        "step",
        "many",
        "again",
    ]
    stopped = moment(story, 3 + REST)
    assert stopped.caption == "Nothing comes back to this layer, so the story of the layers stops here."
    assert "Every neuron here is off" in stopped.detail
    # Before it no weight moves; the output's bias alone does.
    assert not story.trace.change[spec.weight_slices[0]].any()
    assert not story.trace.change[spec.weight_slices[1]].any()


def test_saturated_is_another_word_than_off(digits: DataSet) -> None:
    spec = NetworkSpec((784, 12, 10), ("sigmoid",), "sigmoid_squared_error")
    parameters = untrained(spec)
    parameters[spec.bias_slices[0]] = 1000.0
    story = a_story(spec, parameters, digits, 3, 100)
    check(story)
    stopped = moment(story, 3 + REST)
    assert "Every neuron here is saturated" in stopped.detail
    assert not any(" off" in moment(story, k + REST).text for k in range(len(story.stages)))


def test_a_saturated_output_admits_that_its_wish_hardly_passes(digits: DataSet) -> None:
    spec = NetworkSpec((784, 12, 10), ("tanh",), "sigmoid_squared_error")
    parameters = untrained(spec)
    parameters[spec.bias_slices[1]] = -12.0
    story = a_story(spec, parameters, digits, 3, 100)
    check(story)
    assert "The 3 is saturated: its slope is only " in moment(story, 1 + REST).detail


def test_a_rehearsal_that_ends_in_a_wrong_answer_says_so(digits: DataSet) -> None:
    spec = DIGITS.network
    seen = set()
    for label in range(10):
        story = a_story(spec, untrained(spec), digits, label, 0)
        run = story.rehearsal
        assert run is not None
        end = moment(story, len(story.stages) - 1 + REST)
        answer = int(forward_pass(spec, run.parameters[-1], story.trace.pixels).a[-1].argmax())
        right_before = int(story.trace.before.a[-1].argmax()) == label
        admitted = f"takes it for {a_digit(answer)}" in end.detail
        assert admitted == (answer != label)
        assert ("It now takes" in end.detail) == (answer != label and right_before)
        seen.add(admitted)
        share = "(.+\u00a0%)"
        fate = re.search(rf"; this {label} (?:goes from {share} to {share}|stays at .+\u00a0%)\.", end.detail)
        assert fate is not None
        assert fate[1] is None or fate[1] != fate[2]
    assert seen == {True, False}
