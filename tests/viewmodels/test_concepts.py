"""The table of concepts: each is whole, plain, and leads only where there is something."""

import re

import pytest

from netviz.app.help.fields import NAMES, key_of
from netviz.app.window.actions import ACTIONS as ALL_ACTIONS
from netviz.panels.concepts.kinds import KINDS
from netviz.panels.inspector.page.rows import PAGES as INSIDE
from netviz.panels.plots.pages import PAGES
from netviz.panels.settings.sheets import DATA, NETWORK, REGULARISE, STEP
from netviz.panels.test.page import PARTS
from netviz.panels.train.card import STOP
from netviz.training.settings import AUGMENTATION
from netviz.training.settings import SETTINGS as ALL_SETTINGS
from netviz.viewmodels.words.concepts.all_concepts import CONCEPTS, GROUPS, found
from netviz.viewmodels.words.concepts.concept import typeset
from netviz.viewmodels.words.concepts.controls import ACTIONS, SETTINGS, TABS, of_action
from netviz.viewmodels.words.glossary import TERMS


def sentences(words: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", words)


def test_every_word_of_the_glossary_is_a_concept_in_one_group() -> None:
    assert {row.id for row in TERMS} == set(CONCEPTS)
    assert sum(len(group.concepts) for group in GROUPS) == len(CONCEPTS) >= 70


def test_every_concept_has_all_parts_and_related_ones_that_are_there() -> None:
    for concept in CONCEPTS.values():
        assert concept.formula.strip(), concept.id
        assert concept.miniature.kind in KINDS, concept.id
        assert len(sentences(" ".join(concept.sentences))) == 2 or len(concept.sentences) == 2, concept.id
        assert concept.related, concept.id
        assert concept.id not in concept.related
        assert set(concept.related) <= set(CONCEPTS), concept.id
        assert all(words.endswith(".") for words in concept.sentences), concept.id
    assert {concept.miniature.kind for concept in CONCEPTS.values()} == set(KINDS)


def test_words_are_plain() -> None:
    lengths = [len(s.split()) for c in CONCEPTS.values() for words in c.sentences for s in sentences(words)]
    assert sum(lengths) / len(lengths) < 17
    assert max(lengths) <= 36


def test_a_formula_is_set_with_its_small_signs() -> None:
    assert typeset("p = e^(z) / Σ(e^(z))") == "p = e<sup>z</sup> / Σ(e<sup>z</sup>)"
    assert typeset("a_{l−1} < n_in") == "a<sub>l−1</sub> &lt; n<sub>in</sub>"
    for concept in CONCEPTS.values():
        assert "_" not in typeset(concept.formula), concept.id
        assert "^" not in typeset(concept.formula), concept.id


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("momentum", "momentum"),
        ("momentun", "momentum"),
        ("cost", "loss"),
        ("objective", "loss"),
        ("unit", "neuron"),
        ("overfiting", "overfitting"),
        ("Backprop", "backpropagation"),
        ("learnin rate", "learning rate"),
        ("back-propagation", "backpropagation"),
        ("optimizer", "optimiser"),
        ("R2", "R squared"),
        ("derivative", "gradient"),
        ("t-SNE", "map"),
    ],
)
def test_search_finds_any_name_and_forgives_a_slip(asked: str, meant: str) -> None:
    assert found(asked)[0].id == meant


def test_search_for_nothing_has_all_and_for_nonsense_has_none() -> None:
    assert [c.id for c in found("")] == list(CONCEPTS)
    assert found("qqqqqq") == ()


def test_every_setting_action_tab_plot_and_part_leads_to_a_concept() -> None:
    keys = {key_of(row) for row in (*ALL_SETTINGS, *AUGMENTATION)} | set(NAMES)
    assert keys <= set(SETTINGS)
    assert set(SETTINGS.values()) <= set(CONCEPTS)
    assert not [spec.id for spec in ALL_ACTIONS if of_action(spec.id) not in CONCEPTS]
    ids = {spec.id for spec in ALL_ACTIONS}
    begins = {name.rpartition(".")[0] for name in ids} | {name.partition(".")[0] for name in ids}
    assert not set(ACTIONS) - ids - begins, "no such action"
    tabs = {
        *PARTS,
        *(row.id for row in INSIDE),
        *(page.key for page in PAGES),
        NETWORK,
        STEP,
        REGULARISE,
        DATA,
        STOP,
    }
    assert tabs <= set(TABS)
    assert set(TABS.values()) <= set(CONCEPTS)
