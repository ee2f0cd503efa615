"""The spec: where parameters lie, what people may write, what is refused before anything is built."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.network.spec import MAX_NEURONS, NetworkSpec, SpecError, parse_layers, readable_size
from netviz.tasks.digits.task import DIGITS

SIZES = st.lists(st.integers(1, 12), min_size=2, max_size=6).map(tuple)


@given(SIZES)
def test_the_views_partition_the_flat_array(sizes: tuple[int, ...]) -> None:
    spec = NetworkSpec.dense(sizes)
    owner = np.zeros(spec.n_parameters, int)
    for place in (*spec.weight_slices, *spec.bias_slices):
        owner[place] += 1
    assert (owner == 1).all()
    assert [place.stop - place.start for place in spec.weight_slices] == [a * b for a, b in spec.shapes]
    assert [place.stop - place.start for place in spec.bias_slices] == list(sizes[1:])
    # Edges come first, in the order of layers, biases behind them.
    assert spec.weight_slices[-1].stop == spec.n_edges == spec.bias_slices[0].start
    assert spec.bias_slices[-1].stop == spec.n_parameters
    neurons = np.zeros(spec.n_neurons, int)
    for place in spec.neuron_slices:
        neurons[place] += 1
    assert (neurons == 1).all()


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("16,16", (784, 16, 16, 10)),
        (" 128 , 64 ", (784, 128, 64, 10)),
        ("30", (784, 30, 10)),
        ("784-16-16-10", (784, 16, 16, 10)),
        ("784 - 128 - 10", (784, 128, 10)),
        ("784-10", (784, 10)),
        ("", (784, 10)),
    ],
)
def test_layers_are_read_as_people_write_them(text: str, sizes: tuple[int, ...]) -> None:
    assert parse_layers(text, 784, 10) == sizes


@given(SIZES)
def test_what_a_spec_prints_is_read_back(sizes: tuple[int, ...]) -> None:
    assert parse_layers(str(NetworkSpec.dense(sizes)), sizes[0], sizes[-1]) == sizes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0", "1 to 31,446"),
        ("100001", "1 to 31,446"),
        ("100000", "31,446 neurons in the place of 100,000"),
        ("16,0", "1 to 100,000"),
        ("1000000", "1,000,000"),
        ("784-16-16-9", "ends with 9"),
        ("16-16", "begins with 16"),
        ("-16", "-16"),
        ("16,,16", "16,,16"),
        ("16;16", "16;16"),
        ("sixteen", "sixteen"),
        ("1.5", "1.5"),
        ("٣", "can't be read"),
        ("9" * 6000, "99,999,999"),
        (",".join(["4"] * 100), "100 hidden layers"),
        ("90000,90000", " GB"),
        ("x" * 500, "…"),
    ],
)
def test_layers_that_make_no_network_get_a_sentence(text: str, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        parse_layers(text, 784, 10)
    message = str(caught.value)
    assert message.startswith("Layers: ")
    assert "would be right" in message
    assert message.endswith(".")
    assert words in message
    assert len(message) < 400


@given(st.text(max_size=30))
def test_any_text_is_either_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        sizes = parse_layers(text, 784, 10)
    except SpecError as error:
        message = str(error)
    else:
        message = "would be right"
        assert sizes[0] == 784
        assert sizes[-1] == 10
    assert "would be right" in message


def test_a_network_that_is_too_large_is_refused_with_its_size_and_without_being_built() -> None:
    tracemalloc.start()
    with pytest.raises(SpecError, match=r"784-90000-10 has 71,550,010 parameters .* about 4\.6 GB"):
        NetworkSpec.dense((784, 90_000, 10))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_five_million_edges_are_welcome() -> None:
    assert NetworkSpec.dense((784, 4096, 400, 10)).n_edges > 4_800_000
    assert NetworkSpec.dense((784, MAX_NEURONS // 10, 10)).n_parameters < 25_000_000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"activations": ("relu",)}, "Activations"),
        ({"activations": ("relu", "swish")}, "Activation"),
        ({"loss": "hinge"}, "Loss"),
        ({"initialiser": "orthogonal"}, "Initialiser"),
        ({"sizes": (784,)}, "Layers"),
        ({"sizes": (784, -3, 16, 10)}, "Layers"),
    ],
)
def test_every_field_is_checked_by_name(change: dict[str, object], field: str) -> None:
    with pytest.raises(SpecError) as caught:
        replace(DIGITS.network, **change).checked()  # type: ignore[arg-type]
    assert str(caught.value).startswith(field + ": ")
    assert "right" in str(caught.value)


@pytest.mark.parametrize(
    ("n_bytes", "words"),
    [(52_008, "52 kB"), (5_250_528, "5.3 MB"), (312e6, "312 MB"), (31.5e9, "31.5 GB"), (2e12, "2.0 TB")],
)
def test_sizes_read_well(n_bytes: float, words: str) -> None:
    assert readable_size(n_bytes) == words
