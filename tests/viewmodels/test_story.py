"""Every moment of a story: each arrow is the number that it claims, one scale a stage, told honestly."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.network.activations import ACTIVATIONS
from netviz.network.connections import edge_ends
from netviz.network.forward import forward_pass
from netviz.network.losses import LOSSES
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.task import DIGITS
from netviz.training.experiments.backprop import spotlight, trace, trace_batch
from netviz.training.experiments.rehearsal import rehearse
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.moment import StoryMoment, layer_tag, role_colour, wish_role
from netviz.viewmodels.palette import DARK, LIGHT
from netviz.viewmodels.scene import Focus, resolve
from netviz.viewmodels.story.arrows.geometry import SHORTEST
from netviz.viewmodels.story.arrows.shares import shares_moment, tells_a_wish
from netviz.viewmodels.story.arrows.told import APART, told
from netviz.viewmodels.story.arrows.votes import SHORTEST as SMALLEST_VOTE
from netviz.viewmodels.story.arrows.votes import Votes, most_disputed
from netviz.viewmodels.story.arrows.wishes import SMALLEST, spot_wishes, wish_notes, wishes_in
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.outcome import enlargement
from netviz.viewmodels.story.prepare import prepare
from netviz.viewmodels.story.stages import HOLD, REST, Timeline, ease, place, reading_time, shots
from netviz.viewmodels.story.story import MiniBatch, Story, placed, recentred, story_scene, tell
from netviz.viewmodels.story.words.labels import covers, on_neurons, width_of
from netviz.viewmodels.story.words.numbers import from_to

DEFAULT = DIGITS.network


def a_network(spec: NetworkSpec, seed: int = 0) -> np.ndarray:
    network = Network(spec)
    network.initialise(seed)
    return network.parameters


def a_digit(seed: int = 0, n: int = 784) -> np.ndarray:
    """A blob of ink with soft borders on an empty page, so that most pixels are 0 as in real digits."""
    rng = np.random.default_rng(seed)
    side = int(n**0.5)
    y, x = np.mgrid[:side, :side] / side
    ink = np.exp(-(((x - rng.uniform(0.4, 0.6)) ** 2 + (y - rng.uniform(0.4, 0.6)) ** 2) / 0.02))
    ink[ink < 0.2] = 0
    return ink.ravel()


def a_story(
    spec: NetworkSpec = DEFAULT, seed: int = 0, *, whole: bool = False, label: int = 3, rate: float = 0.005
) -> Story:
    parameters = a_network(spec, seed)
    told = trace(spec, parameters, a_digit(seed, spec.sizes[0]), label, rate)
    layout = make_layout(spec, 860, 640)
    if not whole:
        return tell(told, layout, step=0)
    rng = np.random.default_rng(seed)
    images = rng.integers(0, 256, (40, spec.sizes[0])).astype(np.uint8)
    labels = rng.integers(0, spec.sizes[-1], 40)
    batch = MiniBatch(
        images[:9], trace_batch(spec, told.parameters_after, images[:9] / 255, labels[:9], rate), 9
    )
    run = rehearse(spec, told.parameters_after, images, labels, seed, 0.01, reads=DIGITS.input)
    return tell(told, layout, batch=batch, rehearsal=run, step=0)


def rests(story: Story) -> list[StoryMoment]:
    return [moment(story, number + REST) for number in range(len(story.stages))]


def length(line: np.ndarray) -> np.ndarray:
    return np.hypot(line[:, 2] - line[:, 0], line[:, 3] - line[:, 1])


# ---- stages and time


@pytest.mark.parametrize(
    ("sizes", "kinds"),
    [
        ((784, 10), "look output weights step"),
        ((784, 8, 10), "look output weights wish weights step"),
        ((784, 8, 8, 10), "look output weights wish weights layer step"),
        ((784, 8, 8, 8, 10), "look output weights wish weights wish weights layer step"),
    ],
)
def test_every_depth_has_its_stages(sizes: tuple[int, ...], kinds: str) -> None:
    story = a_story(NetworkSpec(sizes, ("tanh",) * (len(sizes) - 2)))
    assert " ".join(stage.kind for stage in story.stages) == kinds


def test_the_default_network_is_told_in_the_nine_stages_of_the_script() -> None:
    story = a_story(whole=True)
    assert [s.kind for s in story.stages] == [
        "look", "output", "weights", "wish", "weights", "layer", "step", "many", "again",
    ]  # fmt: skip
    assert all(m.n_stages == 9 and m.stage == k for k, m in enumerate(rests(story)))


def test_time_and_phase_are_each_others_inverse() -> None:
    story = a_story(whole=True)
    timeline = Timeline(story.stages, tuple(0.4 + 0.1 * k for k in range(9)))
    times = np.linspace(0, timeline.seconds - 1e-6, 500)
    phases = [timeline.phase(t) for t in times]
    assert all(b >= a for a, b in pairwise(phases))
    assert phases[0] == 0
    np.testing.assert_allclose([timeline.time(p) for p in phases], times, atol=1e-9)
    assert timeline.phase(1e9) == 8 + REST
    assert all(0.25 <= beat <= 0.5 for stage in story.stages[:-1] for beat in stage.beats)


def test_easing_begins_and_ends_without_speed() -> None:
    assert (ease(-1), ease(0), ease(0.5), ease(1), ease(2)) == (0, 0, 0.5, 1, 1)
    assert ease(0.01) < 0.001
    assert ease(0.99) > 0.999


def test_a_stage_at_rest_is_complete() -> None:
    story = a_story(whole=True)
    for number, stage in enumerate(story.stages):
        assert place(story.stages, number + REST) == (number, (1.0,) * len(stage.beats))
        assert place(story.stages, float(number))[1] == (0.0,) * len(stage.beats)
    assert place(story.stages, 99.0)[0] == len(story.stages) - 1
    assert place(story.stages, -1.0) == (0, (0.0,) * len(story.stages[0].beats))


def test_a_films_pictures_last_as_long_as_the_story() -> None:
    story = a_story(whole=True)
    timeline = Timeline(story.stages, tuple(reading_time(m.caption) for m in rests(story)))
    pictures = shots(timeline, 20)
    assert sum(seconds for _, seconds in pictures) == pytest.approx(timeline.seconds, abs=0.05 * 2 * 9)
    assert all(b[0] > a[0] for a, b in pairwise(pictures))
    assert reading_time("") == HOLD
    assert reading_time("one two three four") > 1.0


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 9))
def test_the_same_phase_is_the_same_moment(phase: float) -> None:
    story = STORY
    one, two = moment(story, phase), moment(story, phase)
    assert one.key == two.key
    assert one.text == two.text
    for a, b in zip(one.arrows, two.arrows, strict=True):
        np.testing.assert_array_equal(a.line, b.line)
    for a, b in zip((*one.under, *one.lines), (*two.under, *two.lines), strict=True):
        np.testing.assert_array_equal(a.alpha, b.alpha)


STORY = a_story(whole=True)

# ---- arrows


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_each_arrow_is_new_minus_old_of_its_weight_at_the_scale_that_the_bar_gives(
    activation: str, loss: str
) -> None:
    spec = NetworkSpec((784, 16, 16, 10), (activation, activation), loss)
    story = a_story(spec, 3)
    seen = 0
    for now in rests(story):
        if not now.arrows or now.scale is None or now.scale.role != "change":
            continue
        (arrows,) = now.arrows
        step = (
            story.trace.parameters_after[arrows.edge].astype(np.float64) - story.trace.parameters[arrows.edge]
        )
        # To the rounding of the stored weight, and no arrow is drawn for less than a pixel.
        weights = np.abs(story.trace.parameters[arrows.edge])
        np.testing.assert_allclose(arrows.value, step, atol=2 * float(np.spacing(weights.max())))
        pixels = now.scale.length / now.scale.value
        np.testing.assert_allclose(length(arrows.line), np.abs(arrows.value) * pixels, rtol=1e-3, atol=2e-3)
        column, _, target = edge_ends(spec, int(arrows.edge[0]))
        assert target == story.picks[column]
        everything = np.abs(story.trace.changes_into(column, target)) * pixels
        assert len(arrows.edge) == (everything >= SHORTEST).sum()
        seen += 1
    assert seen == 3


def test_a_filled_head_points_to_the_output_and_an_open_one_to_the_input() -> None:
    spec = NetworkSpec((784, 16, 16, 10), ("tanh", "tanh"))
    both = set()
    for seed in range(6):
        for now in rests(a_story(spec, seed)):
            for arrows in now.arrows:
                forwards = arrows.line[:, 2] > arrows.line[:, 0]
                np.testing.assert_array_equal(forwards, arrows.filled)
                np.testing.assert_array_equal(arrows.filled, arrows.value > 0)
                both |= set(arrows.filled.tolist())
    assert both == {True, False}


def test_arrows_lie_on_their_edges_clear_of_the_discs() -> None:
    story = a_story(NetworkSpec((784, 12, 9, 10), ("tanh", "tanh")), 2)
    layout = story.layout
    for now in rests(story):
        for arrows in now.arrows:
            for edge, line in zip(arrows.edge.tolist(), arrows.line, strict=True):
                column, source, target = edge_ends(story.spec, edge)
                a = layout.xy[layout.spec.neuron_slices[column - 1].start + source].astype(float)
                b = layout.xy[layout.spec.neuron_slices[column].start + target].astype(float)
                way = (b - a) / np.hypot(*(b - a))
                for point in (line[:2], line[2:]):
                    off = way[0] * (point - a)[1] - way[1] * (point - a)[0]
                    assert abs(off) < 0.01
                    along = float(np.dot(point - a, way))
                    # From the image they lie around the middle of their pixels, and within them.
                    first = (
                        -float(layout.radius[0])
                        if column == 1
                        else float(layout.radius[layout.spec.neuron_slices[column - 1].start])
                    )
                    last = np.hypot(*(b - a)) - float(layout.radius[layout.spec.neuron_slices[column].start])
                    assert first <= along <= last
                    if column == 1:
                        assert along <= float(layout.radius[0])


def test_no_arrow_lies_on_the_neuron_beside_its_own() -> None:
    found = 0
    for seed in range(4):
        story = a_story(NetworkSpec((784, 16, 16, 10), ("tanh", "tanh")), seed)
        layout = story.layout
        for now in rests(story):
            for arrows in now.arrows:
                column, *_ = edge_ends(story.spec, int(arrows.edge[0]))
                if column == 1:
                    continue
                where = story.spec.neuron_slices[column - 1]
                discs = layout.xy[where].astype(float)
                for line in arrows.line.astype(float):
                    points = line[:2] + np.linspace(0, 1, 50)[:, None] * (line[2:] - line[:2])
                    away = np.hypot(*(points[:, None] - discs[None]).transpose(2, 0, 1))
                    assert away.min() > layout.radius[where.start] + 2
                    found += 1
    assert found > 100


def test_saturated_examples_are_enlarged_by_a_factor_that_is_said() -> None:
    spec = NetworkSpec((784, 16, 10), ("tanh",))
    parameters = a_network(spec).copy()
    parameters[spec.bias_slices[1].start + 3] += 14  # the 3 is nearly certain, whatever is drawn
    story = tell(trace(spec, parameters, a_digit(), 3), make_layout(spec, 860, 640), step=100)
    output = moment(story, 1 + REST)
    assert output.caption.startswith("There is little left to learn here: the 3 already has >99.9\u00a0%")
    told = "longer in this stage, so that they can be seen."
    assert any(note.endswith(told) for note in output.notes)
    # Beside the table with arrows of its own, each note says which arrows it is about.
    places = (
        "At neurons, arrows are drawn ×",
        "Along edges, arrows are drawn ×",
        "On pixels, arrows are drawn ×",
    )
    enlarged = [n for m in rests(story) for n in m.notes if n.endswith(told) and m.sheet is None]
    assert {place for place in places if any(n.startswith(place) for n in enlarged)} == set(places)
    assert all(note.startswith(places) for note in enlarged)
    arrows = moment(story, 2 + REST)
    assert any(note.endswith(told) for note in arrows.notes)
    assert length(arrows.arrows[0].line).max() > 8
    assert enlargement(story) > 100


def test_what_is_left_out_is_said() -> None:
    """What is off is another thing than what is short."""
    ink = a_digit()
    ink[:3] = 0.001  # three pixels that are all but empty
    story = tell(trace(DEFAULT, a_network(DEFAULT), ink, 3), make_layout(DEFAULT, 860, 640), step=0)
    now = next(m for m in rests(story) if m.arrows and m.scale and len(m.arrows[0].edge) > 30)
    empty = int((story.trace.pixels == 0).sum())
    short = 784 - empty - len(now.arrows[0].edge)
    assert short == 3
    (note,) = (n for n in now.notes if "no ink" in n)
    assert note == f"{empty} of 784 pixels: no ink, no change. {short} more arrows are shorter than 1 px."
    hidden = moment(story, 2 + REST)
    off = int((story.trace.before.a[2] == 0).sum())
    assert f"{off} of 16 neurons are off: no change." in hidden.notes
    assert not any("shorter" in n for n in hidden.notes) or len(hidden.arrows[0].edge) < 16 - off


def test_a_number_stands_clear_of_its_arrow_and_of_all_neurons() -> None:
    found = 0
    for seed in range(6):
        story = a_story(seed=seed)
        for now in rests(story):
            for label in (x for x in now.labels if x.role == "change" and x.anchor == "centre"):
                half = np.array([3.2 * len(label.text), 6.0])
                middle = np.array([label.x, label.y])
                hidden = story.layout.xy[story.spec.neuron_slices[1].start :]
                assert not (np.abs(hidden - middle) < half + 5).all(axis=1).any()
                (arrows,) = now.arrows
                value = arrows.value[np.abs(arrows.value).argmax()]
                if f"{abs(value):.3g}" in label.text:
                    line = arrows.line[np.abs(arrows.value).argmax()].astype(float)
                    points = line[:2] + np.linspace(0, 1, 60)[:, None] * (line[2:] - line[:2])
                    assert not (np.abs(points - middle) < half).all(axis=1).any()
                    assert np.hypot(*(points - middle).T).min() < 70
                    found += 1
    assert found > 4


# ---- honesty


def test_a_neuron_that_is_off_is_hollow_and_never_the_spotlight() -> None:
    found = 0
    for seed in range(5):
        story = a_story(seed=seed)
        for now in rests(story):
            for wish in now.wishes:
                if wish.column == story.last:
                    continue
                off = not story.trace.passes_back(wish.column, wish.index)
                assert wish.hollow == off
                assert (wish.role == "muted") or not off
                found += off
            for column, index in now.spotlight:
                assert column == story.last or story.trace.before.a[column][index] > 0
    assert found > 10


@pytest.mark.parametrize("page", [(330, 250), (520, 360), (860, 640)])
def test_a_wish_is_spelled_alike_in_the_picture_and_in_the_sentence(page: tuple[int, int]) -> None:
    story = placed(a_story(), make_layout(DEFAULT, *page))
    for number, stage in enumerate(story.stages):
        if stage.kind not in ("wish", "layer"):
            continue
        now = moment(story, number + REST)
        for label in now.labels:
            if label.role == "text" and label.anchor == "right":
                assert label.text in now.text


def test_each_neuron_that_is_off_has_a_hollow_arrow_or_is_counted_among_those_without() -> None:
    some_without = False
    for seed in range(6):
        story = a_story(seed=seed)
        for column in range(1, story.last):
            wishes = wishes_in(story, column)
            off = int((story.trace.slope[column] == 0).sum())
            drawn = sum(arrow.hollow for arrow in wishes.arrows)
            said = " ".join(wish_notes(story, wishes, column))
            assert (f"{off} of {story.spec.sizes[column]} neurons" in said) == bool(off)
            without = re.search(r"pass(?:es)? nothing back, (\d+) ha", said)
            assert (int(without[1]) if without else 0) == (off - drawn if drawn else 0)
            some_without |= 0 < drawn < off
    assert some_without


def test_the_story_stops_where_nothing_comes_back() -> None:
    spec = NetworkSpec((784, 6, 6, 10), ("relu", "relu"))
    parameters = a_network(spec).copy()
    parameters[spec.bias_slices[1]] = -100
    story = tell(trace(spec, parameters, a_digit(), 3), make_layout(spec, 860, 640))
    assert story.picks == (None, None, None, 3)
    assert [s.kind for s in story.stages] == ["look", "output", "weights", "wish", "step"]
    now = moment(story, 3 + REST)
    assert "the story of the layers stops here" in now.caption
    assert now.spotlight == ((3, 3),)
    for phase in np.linspace(0, 5, 60):
        moment(story, float(phase))


def test_a_picked_neuron_that_is_off_says_so() -> None:
    story = a_story()
    off = int(np.flatnonzero(story.trace.slope[2] == 0)[0])
    told = recentred(story, Focus(2, off))
    assert told.picks[2] == off
    wish, weights = (moment(told, k + REST) for k in (3, 4))
    assert "it is off: it passes nothing back" in wish.caption
    assert "its own weights stay as they are" in weights.caption
    assert not any(len(a.edge) for a in weights.arrows)
    assert next(r for r in wish.rings if r.column == 2).hollow


def test_a_loss_that_rose_is_admitted() -> None:
    for seed in range(200):
        story = a_story(seed=seed, rate=0.5)
        if story.trace.loss_after > story.trace.loss_before:
            break
    now = rests(story)[-1]
    assert now.caption.startswith("This step was too large: the loss on this 3 rose from ")
    good = rests(a_story())[-1]
    assert good.caption.startswith("One small step. The loss on this 3 went from ")


def test_the_step_ends_exactly_at_the_new_weights_and_says_how_much_it_was_enlarged() -> None:
    story = a_story()
    last = len(story.stages) - 1
    end = moment(story, last + REST)
    np.testing.assert_array_equal(end.weights, story.trace.parameters_after[: story.spec.n_edges])
    assert end.weight_share == 1
    assert end.loss == (story.trace.loss_before, story.trace.loss_after)
    np.testing.assert_array_equal(end.probability, np.asarray(story.trace.after.a[-1], np.float32))
    assert enlargement(story) > 1
    said = {note for f in np.linspace(0, 1, 80) for note in moment(story, last + f * REST).notes}
    factor = (
        f"The change of the weights told about is drawn ×{enlargement(story):.0f}, so that it can be seen."
    )
    outputs_move = "Every weight at its true new value; the outputs are on their way."
    assert said == {factor, outputs_move, "Every weight at its true new value."}
    # What is read is always the answer of a true network, never of one between the two.
    before, after = (np.asarray(f.a[-1], np.float32) for f in (story.trace.before, story.trace.after))
    for f in np.linspace(0, 1, 80):
        now = moment(story, last + f * REST)
        assert now.read is not None
        assert np.array_equal(now.read, before) or np.array_equal(now.read, after)
        if outputs_move not in now.notes:
            np.testing.assert_array_equal(now.read, now.probability)


def test_the_step_shows_from_where_to_where_each_output_went() -> None:
    story = a_story()
    last = len(story.stages) - 1
    assert moment(story, last + 0.1 * REST).about_outputs == "What each output wants"
    now = moment(story, last + REST)
    assert now.about_outputs == "What the step did"
    assert now.follows_step
    before, after = story.trace.before.a[-1], story.trace.after.a[-1]
    assert [r.activation for r in now.outputs] == pytest.approx(before.tolist())
    assert [r.target for r in now.outputs] == pytest.approx(after.tolist())
    assert [r.wish for r in now.outputs] == pytest.approx((after - before).tolist())
    assert moment(STORY, 7 + REST).about_outputs == "What each output wants now"


def test_a_step_admits_what_nobody_wished() -> None:
    rose = off = 0
    for seed in range(12):
        story = a_story(seed=seed, rate=0.02)
        detail = rests(story)[-1].detail
        moved = np.array(story.trace.after.a[-1] - story.trace.before.a[-1])
        moved[story.trace.label] = -1
        k = int(moved.argmax())
        if moved[k] > 0.01:
            own = story.trace.after.a[-1][story.trace.label] - story.trace.before.a[-1][story.trace.label]
            before, after = (float(f.a[-1][k]) for f in (story.trace.before, story.trace.after))
            rose_too = "rose too" if own > 0 and " stays at " not in detail else "rose"
            assert f"The {k} {rose_too}, from {from_to(before, after).replace(' → ', ' to ')}, " in detail
            rose += 1
        off += "is off now" in detail
        if moved[k] <= 0:
            assert " rose" not in detail
    assert rose


def test_training_is_told_as_it_went() -> None:
    run = STORY.rehearsal
    assert run is not None
    n = run.steps
    falling = np.linspace(2, 1, n + 1, dtype=np.float32)
    ends_high = np.append(falling[:-1], 2.5).astype(np.float32)
    for loss, caption, detail in (
        (falling, "until the loss stops falling", ""),
        (falling[::-1], "goes up and down", "On average it rose, from 1."),
        (ends_high, "goes up and down", "It ends higher than it began"),
        (np.ones_like(falling), "goes up and down", "There is little left to learn"),
    ):
        now = moment(replace(STORY, rehearsal=replace(run, loss=loss)), 8 + REST)
        assert caption in now.caption
        assert detail in now.detail
        assert ("rose" in now.detail) == ("rose" in detail)


def test_edges_are_drawn_anew_only_when_a_step_moves_them() -> None:
    """At its beginning they are those of the network on screen; those not told about move once in all."""
    story = a_story()
    snapshot = Snapshot("r", 0, 0, story.spec, np.asarray(story.trace.parameters))
    scene = resolve(snapshot, story.layout, LIGHT)
    last = len(story.stages) - 1
    shown = [story_scene(scene, moment(story, last + f * REST)).edge_key for f in np.linspace(0, 1, 60)]
    assert shown[0] == scene.edge_key
    assert len(set(shown)) == 2


def test_nothing_moves_before_the_step() -> None:
    story = a_story()
    for phase in np.linspace(0, len(story.stages) - 1, 60)[:-1]:
        now = moment(story, float(phase))
        np.testing.assert_array_equal(now.weights, story.trace.parameters[: story.spec.n_edges])
        assert now.loss is None or now.loss == (story.trace.loss_before, None)


# ---- wishes, shares, batch, run


def test_wishes_are_as_long_as_they_are_large_at_one_scale() -> None:
    story = a_story(NetworkSpec((784, 10, 10), ("tanh",)), 4)
    now = moment(story, 3 + REST)
    assert now.scale is not None
    pixels = now.scale.length / now.scale.value
    own = [w for w in now.wishes if w.column == 1]
    for wish in own:
        assert wish.value == pytest.approx(story.trace.wish_a[1][wish.index])
        long = wish.value * pixels
        assert wish.y0 - wish.y1 == pytest.approx(np.copysign(max(abs(long), SMALLEST), long), rel=1e-4)
    lengthened = sum(abs(w.value * pixels) < SMALLEST for w in own)
    assert lengthened
    assert any(note.startswith(f"{lengthened} small wish") for note in now.notes)
    assert sum(w.role == "second_wish" for w in own) == 1
    rows = now.outputs
    assert [r.wish for r in rows] == pytest.approx(story.trace.wish_a[2].tolist())
    assert [r.role for r in rows].count("output_wish") == 1


def test_in_a_crowded_layer_no_wish_covers_another_and_the_rest_is_counted() -> None:
    story = a_story(NetworkSpec((784, 200, 10), ("tanh",)))
    now = moment(story, 3 + REST)
    own = sorted((min(w.y0, w.y1), max(w.y0, w.y1)) for w in now.wishes if w.column == 1)
    assert all(b[0] >= a[1] - 0.01 for a, b in pairwise(own))
    assert f"{len(own)} of 200 wishes" in now.notes[0]
    assert any(w.index == story.picks[1] for w in now.wishes if w.column == 1)


def test_the_shares_of_a_wish_add_up_to_it() -> None:
    story = a_story()
    number = next(k for k in range(len(story.stages)) if tells_a_wish(story, k) == 2)
    pick = story.picks[2]
    assert pick is not None
    now = shares_moment(story, number, 1.0)
    own = spot_wishes(story, 3)
    steps = [w for w in now.wishes[len(own) :] if w.column == 3]
    total = next(w for w in now.wishes if (w.column, w.index) == (2, pick))
    assert sum(w.value for w in steps) == pytest.approx(total.value, rel=1e-9)
    # End to end along one axis, each beginning where the last one ended, and the last at the sum's tip.
    assert steps[0].y0 == pytest.approx(total.y0)
    for a, b in pairwise(steps):
        assert b.y0 == pytest.approx(a.y1)
    assert steps[-1].y1 == pytest.approx(total.y1)
    for sign in (1, -1):
        assert len({w.x for w in steps if w.value * sign > 0}) <= 1
    texts = [label.text for label in now.labels]
    assert "laid end to end" in texts
    chosen = float(story.trace.shares(2, pick)[3])
    assert any(text.startswith("the 3") for text in texts)
    wants = float(story.trace.wish_z[3][3])
    assert ("its weight is negative" in now.detail) == (wants * chosen < 0)
    assert now.notes == () or ("in grey" in now.notes[0]) == any(w.role == "muted" for w in steps)
    assert total.value == pytest.approx(story.trace.wish_a[2][pick])
    assert len(shares_moment(story, number, 0.0).wishes) < len(now.wishes)
    assert tells_a_wish(story, 0) is None


@pytest.mark.parametrize("width", [560, 700, 860, 1300])
def test_the_names_of_shares_cover_no_neuron(width: int) -> None:
    story = placed(a_story(), make_layout(DEFAULT, width, 640))
    layout, first = story.layout, DEFAULT.sizes[0]
    named = 0
    for number in range(len(story.stages)):
        column = tells_a_wish(story, number)
        if column is None:
            continue
        for label in shares_moment(story, number, 1.0).labels:
            if label.text == "laid end to end" or label.anchor != "right" or label.text.startswith("Σ"):
                continue
            named += 1
            away = layout.xy[first:] - (label.x, label.y)
            left = away[:, 0] > -(5.6 * len(label.text)) - layout.radius[first:]
            beside = left & (away[:, 0] < layout.radius[first:])
            assert not (beside & (np.abs(away[:, 1]) < layout.radius[first:] + 4)).any(), label
    assert named or width < 800


def test_a_batchs_wishes_for_an_edge_average_to_its_change() -> None:
    now = moment(STORY, 7 + REST)
    assert now.sheet is not None
    assert STORY.batch is not None
    assert now.sheet.mean == pytest.approx(now.sheet.wish.mean())
    change = STORY.batch.trace.change[STORY.told_edge]
    assert change == pytest.approx(STORY.batch.trace.rate * now.sheet.mean, rel=1e-5)
    (arrow,) = now.arrows
    assert arrow.edge.tolist() == [STORY.told_edge]
    assert arrow.value[0] == pytest.approx(change, rel=1e-5)


def test_each_digit_votes_and_the_words_count_what_is_drawn() -> None:
    votes = Votes.of(np.array([1.0, -0.5, 0.02, 0.005, -0.1, 0.0]))
    assert votes.length.tolist() == [1.0, -0.5, SMALLEST_VOTE, 0.0, -SMALLEST_VOTE, 0.0]
    assert (votes.up, votes.down, votes.neither, votes.lengthened) == (2, 2, 2, 2)
    now = moment(STORY, 7 + REST)
    assert now.sheet is not None
    drawn = Votes.of(now.sheet.wish)
    assert now.caption.startswith("Each digit votes on this weight: up to grow, down to shrink, or neither.")
    assert f"{drawn.up} of 9 digits want" in now.detail
    assert f" {drawn.down} want" in now.detail
    assert ("nobody disagrees" in now.detail) == (not (drawn.up and drawn.down))


def test_the_batch_is_told_on_a_weight_that_its_examples_disagree_about() -> None:
    agreed, disputed, faint = [1.0, 1.0, 0.5, 0.4], [0.6, 0.5, -0.2, -0.3], [0.01, 0.01, -0.01, -0.02]
    assert most_disputed(np.array([agreed, disputed, faint]).T) == 1
    assert most_disputed(np.array([agreed, faint]).T) == 0
    assert most_disputed(np.zeros((4, 3))) in range(3)


def test_the_run_shows_the_network_that_it_speaks_of() -> None:
    run = STORY.rehearsal
    assert run is not None
    for phase in (8.05, 8.4, 8 + REST):
        now = moment(STORY, phase)
        assert now.curve is not None
        parameters = run.parameters[now.curve.step]
        np.testing.assert_array_equal(now.weights, parameters[: STORY.spec.n_edges])
        expected = forward_pass(STORY.spec, parameters, STORY.trace.pixels).a[-1]
        np.testing.assert_allclose(now.probability, expected, rtol=1e-5)
        assert now.loss == (float(run.loss[0]), float(run.loss[now.curve.step]))
    assert moment(STORY, 8 + REST).curve.step == run.steps  # type: ignore[union-attr]


# ---- choosing


def test_a_picked_output_edge_or_pixel_becomes_the_centre() -> None:
    story = a_story()
    other = recentred(story, Focus(3, 8))
    assert other.picks[3] == 8
    assert "so the 8 should be silent" in moment(other, 1 + REST).caption
    assert other.picks[:3] == story.picks[:3]
    edge = recentred(story, Focus(2, 5, source=7))
    assert edge.picks[2] == 5
    assert "neuron 1·8" in moment(edge, 4 + REST).detail or "Neuron 1·8" in moment(edge, 4 + REST).detail
    pixel = int(np.argmax(story.trace.pixels))
    from_pixel = recentred(story, Focus(0, pixel))
    assert edge_ends(story.spec, from_pixel.told_edge)[:2] == (1, pixel)
    assert recentred(edge, None).picks == spotlight(story.trace)
    assert recentred(edge, None).edge is None


def test_the_scene_shows_what_the_moment_says() -> None:
    story = a_story()
    snapshot = Snapshot("r", 0, 0, story.spec, np.asarray(story.trace.parameters))
    scene = resolve(snapshot, story.layout, LIGHT)
    first, second = moment(story, 1.0), moment(story, 1.5)
    assert story_scene(scene, first).edge_key == story_scene(scene, second).edge_key
    end = moment(story, len(story.stages) - 1 + REST)
    shown = story_scene(scene, end)
    assert shown.moment is end
    assert shown.edge_key != story_scene(scene, first).edge_key
    assert shown.weights is end.weights
    assert shown.answer == int(np.argmax(end.probability))  # type: ignore[arg-type]


def test_a_story_moves_to_another_page() -> None:
    wide = placed(STORY, make_layout(STORY.spec, 1600, 900))
    assert wide.key != STORY.key
    assert moment(wide, 4.5).caption == moment(STORY, 4.5).caption
    with pytest.raises(ValueError, match="layout is for 784-8-10"):
        tell(STORY.trace, make_layout(NetworkSpec((784, 8, 10), ("relu",)), 800, 600))


def test_prepare_computes_all_that_the_stages_need() -> None:
    parameters = a_network(DEFAULT)
    snapshot = Snapshot("r", 0, 0, DEFAULT, parameters)
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (30, 784)).astype(np.uint8), rng.integers(0, 10, 30)
    layout = make_layout(DEFAULT, 860, 640)
    pixels = (a_digit() * 255).astype(np.uint8)
    story = prepare(snapshot, pixels, 3, layout, images=images, labels=labels, step=0, reads=DIGITS.input)
    assert len(story.stages) == 9
    assert story.batch is not None
    assert len(story.batch.images) == 32
    assert story.rehearsal is not None
    assert story.rehearsal.batch_size == 32
    again = prepare(snapshot, pixels, 3, layout, images=images, labels=labels, step=0, reads=DIGITS.input)
    np.testing.assert_array_equal(story.batch.images, again.batch.images)  # type: ignore[union-attr]
    assert len(prepare(snapshot, pixels, 3, layout, reads=DIGITS.input).stages) == 7


@pytest.mark.parametrize(("batch_size", "told"), [(1, 8), (8, 8), (32, 32), (33, 32), (5000, 32)])
def test_the_batch_holds_the_taught_digit_and_others_like_it_and_its_size_is_one(
    batch_size: int, told: int
) -> None:
    rng = np.random.default_rng(0)
    images = rng.integers(1, 256, (90, 784)).astype(np.uint8)
    labels = np.concatenate([np.full(3, 4), rng.choice([0, 1, 2, 3, 5, 6], 87)])
    snapshot = Snapshot("r", 0, 0, DEFAULT, a_network(DEFAULT))
    layout = make_layout(DEFAULT, 860, 640)
    pixels = (a_digit() * 255).astype(np.uint8)
    for label, alike in ((4, 2), (9, 0)):
        story = prepare(
            snapshot,
            pixels,
            label,
            layout,
            images=images,
            labels=labels,
            step=0,
            batch_size=batch_size,
            reads=DIGITS.input,
        )
        assert story.batch is not None
        assert story.rehearsal is not None
        found = story.batch.trace.labels
        assert len(found) == len(story.batch.images) == story.rehearsal.batch_size == told
        np.testing.assert_array_equal(story.batch.images[0], pixels)
        assert found[0] == label
        assert (found[1:] == label).sum() >= alike
        vote, again = moment(story, 7 + REST), moment(story, 8 + REST)
        others = int((found[1:] == label).sum())
        mates = "" if not others else f", {others} other {label}{'s' * (others > 1)}"
        assert vote.image_caption is not None
        assert vote.image_caption.startswith(f"this {label}{mates}")
        assert f"of {told} digits" in vote.detail
        for now in (vote, again):
            assert f"{told} digits" in " ".join(now.formula)
            assert ("a step of training takes" in " ".join(now.formula)) == (batch_size != told)


# ---- colours and words


def test_roles_follow_the_script() -> None:
    assert [wish_role(c, 3) for c in (3, 2, 1)] == ["output_wish", "second_wish", "first_wish"]
    assert [wish_role(c, 2) for c in (2, 1)] == ["output_wish", "second_wish"]
    deep = [wish_role(c, 7) for c in range(7, 0, -1)]
    assert deep[0] == "output_wish"
    assert deep[-1] == "first_wish"
    assert [layer_tag(c, 3) for c in range(4)] == ["in", "1", "2", "out"]
    for palette in (LIGHT, DARK):
        colours = [role_colour(palette, role) for role in deep[:5]]
        assert len(set(colours)) == 5


@pytest.mark.parametrize("digit", range(10))
def test_every_digit_is_named_with_its_numbers(digit: int) -> None:
    story = a_story(label=digit)
    told = rests(story)
    assert all(f"Teach it this {digit}" in now.text for now in told)
    assert f"the {digit} should be fully active" in told[1].caption
    for now in told:
        assert now.caption.endswith((".", "!"))
        assert len(now.caption) < 110
        assert "nan" not in now.text


@settings(max_examples=30, deadline=None)
@given(
    hidden=st.lists(st.integers(1, 12), max_size=4),
    activation=st.sampled_from(ACTIVATIONS),
    loss=st.sampled_from(LOSSES),
    seed=st.integers(0, 1000),
    phase=st.floats(0, 1),
)
def test_any_network_has_a_moment_at_any_phase(
    hidden: list[int], activation: str, loss: str, seed: int, phase: float
) -> None:
    spec = NetworkSpec((64, *hidden, 10), (activation,) * len(hidden), loss)
    story = a_story(spec, seed)
    now = moment(story, phase * len(story.stages))
    assert now.title
    assert now.caption
    for arrows in now.arrows:
        assert np.isfinite(arrows.line).all()
    for lines in (*now.lines, *now.under):
        assert np.isfinite(lines.line).all()
        assert (lines.alpha <= 1).all()


def test_an_arrow_beyond_its_neighbours_hangs_from_its_own_neuron() -> None:
    story = a_story()
    column = 2
    part = told(story, column)
    assert part is not None
    (lines,) = part.tethers(story.layout)
    slices = story.spec.neuron_slices[column - 1]
    centres, radius = story.layout.xy[slices], float(story.layout.radius[slices.start])
    (arrows,) = part.arrows()
    for x0, y0, x1, y1 in lines.line:
        # From the rim of a neuron to the end of that neuron's own arrow.
        own = int(np.hypot(centres[:, 0] - x0, centres[:, 1] - y0).argmin())
        assert np.hypot(*(centres[own] - (x0, y0))) == pytest.approx(radius + 0.5, abs=0.2)
        edge = part.edges.ids[own]
        ends = arrows.line[arrows.edge == edge].reshape(-1, 2)
        assert np.hypot(*(ends - (x1, y1)).T).min() < 0.01
    assert told(story, 1).tethers(story.layout) == ()


def test_the_reason_is_given_only_for_the_neuron_that_the_story_chose() -> None:
    story = a_story()
    stage = next(k for k, s in enumerate(story.stages) if s.kind == "layer")
    assert (
        ". The story follows it: of this layer’s clearly active neurons, it is asked to change most."
        in moment(story, stage + REST).detail
    )
    pick = story.picks[1]
    other = next(k for k in range(story.spec.sizes[1]) if k != pick and story.trace.passes_back(1, k))
    assert "The story follows" not in moment(recentred(story, Focus(1, other)), stage + REST).detail


@pytest.mark.parametrize("page", [(330, 250), (420, 300), (520, 360), (800, 480)])
def test_the_number_of_a_change_covers_no_other_number_and_no_neuron(page: tuple[int, int]) -> None:
    for seed in range(4):
        story = placed(a_story(seed=seed), make_layout(STORY.spec, *page))
        for number in range(len(story.stages)):
            now = moment(story, number + REST)
            for label in (one for one in now.labels if one.role == "change"):
                assert not any(covers(label, other) for other in now.labels if other is not label)
                half = {"left": 0.5, "centre": 0.0, "right": -0.5}[label.anchor]
                middle = label.x + half * width_of(label.text)
                if label.text.startswith("Δw") or label.anchor == "left":
                    assert not on_neurons(story.layout, middle, label.y, label.text)


@pytest.mark.parametrize("hidden", [(16, 16), (64, 128), (128, 64), (300, 300)])
def test_arrows_at_one_neuron_are_so_many_as_can_be_told_apart(hidden: tuple[int, ...]) -> None:
    story = a_story(DEFAULT.dense((784, *hidden, 10)))
    for column in range(2, story.last + 1):
        part = told(story, column)
        assert part is not None
        (drawn,) = part.arrows()
        begins = np.sort(part.edges.begin[np.isin(part.edges.ids, drawn.edge), 1])
        assert len(begins) == len(drawn.edge) > 0
        assert np.diff(begins).min(initial=np.inf) >= APART
        # The longest is among them, and none that is left out is longer than all those near it.
        sizes = np.abs(part.values) * part.scale.length
        assert part.edges.ids[sizes.argmax()] in drawn.edge
        left = (sizes >= SHORTEST) & ~np.isin(part.edges.ids, drawn.edge)
        for k in np.flatnonzero(left):
            near = np.abs(part.edges.begin[part.some, 1] - part.edges.begin[k, 1]) < APART
            assert sizes[part.some][near].max() >= sizes[k]
        said = [note for note in part.notes if "arrows where there is room" in note]
        assert [int(note.split()[0]) for note in said] == ([left.sum()] if left.any() else [])
