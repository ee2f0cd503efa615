"""The table of words, and where they are found in sentences."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.viewmodels.words.glossary import TERMS, linked, places, term

NEEDED = (
    *("gradient", "backpropagation", "epoch", "overfitting", "hidden layer", "validation", "test"),
    *("weight", "bias", "activation", "neuron", "loss", "mini-batch", "learning rate", "momentum", "logit"),
    *("softmax", "ReLU", "dropout", "accuracy", "mist", "lens", "snapshot", "wish", "contribution"),
    *(
        "recall",
        "precision",
        "calibration",
        "edge",
        "dead neuron",
        "optimiser",
        "L1",
        "L2",
        "label smoothing",
    ),
    *("patience", "schedule"),
)


def test_every_word_that_the_screen_uses_has_a_row() -> None:
    assert set(NEEDED) <= {row.id for row in TERMS}
    assert len({row.id for row in TERMS}) == len(TERMS)


@pytest.mark.parametrize("row", TERMS, ids=lambda row: row.id)
def test_a_row_is_one_or_two_plain_sentences(row) -> None:
    assert 1 <= len(re.findall(r"[.](?= |$)", row.sentence)) <= 2
    assert row.sentence.endswith(".")
    assert row.sentence[0].isupper() or row.sentence.startswith("netviz")
    # A word is not told by itself.
    assert not places(row.sentence.partition(":")[0], (row.id,))


def test_a_mention_is_found_in_any_case_and_only_the_first() -> None:
    assert linked("Gradients, and a gradient.", ("gradient",)) == (
        '<a href="term:gradient">Gradients</a>, and a gradient.'
    )


def test_a_part_of_a_word_is_no_mention() -> None:
    assert linked("biased, minibatches, lens-shaped", ("bias", "mini-batch", "lens")) == (
        "biased, minibatches, lens-shaped"
    )


def test_signs_of_rich_text_stay_words() -> None:
    assert linked("a < b & <b>loss</b>", ("loss",)) == (
        'a &lt; b &amp; &lt;b&gt;<a href="term:loss">loss</a>&lt;/b&gt;'
    )


def test_of_two_that_overlap_the_first_is_marked() -> None:
    assert [name for _, _, name in places("the validation loss, a loss", ("loss", "validation"))] == [
        "validation"
    ]


@given(st.text(alphabet="ab <&>-lossgradient", max_size=60))
def test_only_links_are_added(words: str) -> None:
    plain = re.sub(r"</?a[^>]*>", "", linked(words, tuple(row.id for row in TERMS)))
    assert plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == words


def test_an_unknown_term_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        term("banana")
