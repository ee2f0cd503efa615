"""The words of the field, each with a plain sentence: whatever explains a word takes it from here."""

from __future__ import annotations

import html
import re
from functools import cache
from typing import Final, NamedTuple

from netviz.network.activations import ACTIVATIONS, activation_named


class Term(NamedTuple):
    """A word: what it is called on screen, one plain sentence (two at most), and what others call it.

    `forms`: other spellings under which it stands on screen. Names and forms are found whatever their case.
    """

    id: str
    name: str
    sentence: str
    others: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()


# fmt: off
_WORDS: Final[tuple[Term, ...]] = (
    Term("accuracy", "accuracy", "The share of examples that the network answers rightly."),
    Term("activation", "activation",
         "The number that a neuron passes on: 0 where it is silent, larger the more active it is.",
         ("output of a neuron", "a"), ("activations",)),
    Term("augmentation", "augmentation",
         "Training pictures are shifted, turned and bent a little each time, so that they are always new.",
         ("data augmentation",)),
    Term("backpropagation", "backpropagation",
         "The way back: what the outputs want is passed from layer to layer towards the pixels, so that "
         "every weight learns which way it should move.",
         ("backprop", "backward pass")),
    Term("bias", "bias", "A neuron’s own number, added to what arrives: it sets how easily the neuron fires.",
         ("b", "threshold (with the other sign)"), ("biases",)),
    Term("calibration", "calibration",
         "Whether it is right as often as it says: of answers given with 80\u00a0%, 80 in 100 should be "
         "right.",
         (), ("calibrated",)),
    Term("contribution", "contribution",
         "What one line adds to the sum of its neuron for this example: activation times weight.",
         ("a·w",), ("contributions",)),
    Term("dead neuron", "dead neuron",
         "One that is silent for every example: nothing passes back through it, so its own weights get no "
         "gradient. It may come back where earlier layers change what it gets.",
         ("dying ReLU",), ("dead neurons",)),
    Term("dropout", "dropout",
         "In each step of training some neurons, drawn by lot, are left out, so that no neuron relies on "
         "another."),
    Term("edge", "edge", "A line in the picture, from one neuron to the next: each has one weight.",
         ("connection",), ("edges",)),
    Term("epoch", "epoch",
         "Once through all training examples, in mini-batches, in an order that is drawn anew each time.",
         ("pass over the data",), ("epochs",)),
    Term("gradient", "gradient",
         "For every weight, how steeply the loss rises as the weight grows; so training moves each weight "
         "the other way.",
         ("slope", "derivative", "∂L/∂w"), ("gradients",)),
    Term("hidden layer", "hidden layer",
         "A column of neurons between the image and the outputs: called hidden because nobody tells it what "
         "its answers should be.",
         ("inner layer",), ("hidden layers", "hidden")),
    Term("L1", "L1",
         "A penalty on the size of the weights: those that matter little go to exactly 0.",
         ("lasso", "sparsity penalty")),
    Term("L2", "L2",
         "A penalty on the squares of the weights: it keeps all of them small, large ones most of all.",
         ("weight decay", "ridge penalty")),
    Term("label smoothing", "label smoothing",
         "The right answer is asked for with a little less than 100\u00a0%, the rest shared by all, so that "
         "it is not surer than it should be.",
         ("soft targets",)),
    Term("learning rate", "learning rate",
         "How far each step moves the weights: too small, and learning takes for ever; too large, and it "
         "jumps past the goal.",
         ("step size", "η (eta)"), ("rate η",)),
    Term("lens", "lens", "An enlarged piece of a column whose neurons are too many to be drawn large."),
    Term("logit", "logit", "The sum z of an output neuron, before softmax makes a probability of it.",
         ("raw score",), ("logits",)),
    Term("loss", "loss",
         "How wrong the network is, as one number: sure and right is 0, guessing among ten classes is 2.3 "
         "with the usual loss.",
         ("cost", "error", "L")),
    Term("mini-batch", "mini-batch",
         "The handful of random training examples that one step learns from: their average decides how each "
         "weight moves.",
         ("batch",), ("mini-batches", "batches", "batch")),
    Term("mist", "mist", "All the weak lines together, drawn as one soft cloud behind the strong ones."),
    Term("momentum", "momentum",
         "Each step keeps a share of the step before, as a rolling ball keeps its speed."),
    Term("neuron", "neuron",
         "A circle in the picture: it adds up what arrives over its lines and passes on one number.",
         ("unit", "node"), ("neurons",)),
    Term("optimiser", "optimiser",
         "The rule by which a step makes, from gradients, how far each weight moves: SGD and Adam are two.",
         ("optimizer",), ("optimisers",)),
    Term("overfitting", "overfitting",
         "Learning by heart: it gets better on the examples it trains on and worse on those it has not seen.",
         ("memorising",)),
    Term("patience", "patience",
         "Early stopping: how many validations in a row may pass without a better accuracy before training "
         "pauses.",
         ("early stopping",)),
    Term("precision", "precision",
         "Of all times that it answers a class, the share that is right.", ("positive predictive value",)),
    Term("recall", "recall",
         "Of all examples with a label, the share that is answered rightly.",
         ("sensitivity", "true positive rate")),
    Term("schedule", "schedule",
         "How the learning rate changes while it trains: large steps first, say, and smaller ones later.",
         ("learning rate schedule", "annealing"), ("schedules",)),
    Term("snapshot", "snapshot", "A copy of all weights and biases as they were after one step.",
         ("checkpoint",), ("snapshots",)),
    Term("softmax", "softmax",
         "Turns the sums of the ten outputs into ten probabilities that add up to 1."),
    Term("test", "test",
         "Examples for the final examination: they never move a weight, and no setting is chosen by them.",
         ("test set", "held-out set"), ("test examples", "test digits", "test accuracy")),
    Term("training examples", "training examples", "What it learns from: only these examples move weights.",
         ("training set",), ("training digits", "training loss")),
    Term("validation", "validation",
         "Reading examples that were kept aside and never move a weight: it shows during training whether it "
         "learns something that holds for new ones.",
         ("validation set", "development set"),
         ("validation examples", "validation digits", "validation accuracy", "validation loss")),
    Term("weight", "weight",
         "The strength of one line: how much, and in which sense, one neuron pushes the next.",
         ("w", "connection strength", "synapse (in a brain)"), ("weights",)),
    Term("wish", "wish",
         "netviz’s word for minus a gradient: how much, and which way, something should move so that the "
         "loss falls.",
         ("negative gradient",), ("wishes",)),
)
# fmt: on
_ACTIVATIONS: Final = tuple(
    Term(row.label, row.label, row.sentence, row.others) for row in map(activation_named, ACTIVATIONS)
)
ACTIVATION_TERMS: Final = tuple(row.id for row in _ACTIVATIONS)
TERMS: Final = tuple(sorted((*_WORDS, *_ACTIVATIONS), key=lambda row: row.name.casefold()))

_BY_ID: Final = {term.id: term for term in TERMS}
SCHEME: Final = "term:"


def term(name: str) -> Term:
    """The row of this id. KeyError: there is none."""
    return _BY_ID[name]


@cache
def _spelling(name: str) -> re.Pattern[str]:
    row = term(name)
    spellings = sorted({row.name, *row.forms}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, spellings))})(?![\w-])", re.IGNORECASE)


def places(words: str, names: tuple[str, ...]) -> tuple[tuple[int, int, str], ...]:
    """Where the first mention of each of these terms stands in `words`: (begin, end, id), in order.

    A mention that overlaps an earlier one (`validation` in `validation loss`) is not counted.
    """
    found = []
    for name in names:
        match = _spelling(name).search(words)
        if match is not None:
            found.append((match.start(), match.end(), name))
    apart: list[tuple[int, int, str]] = []
    for place in sorted(found, key=lambda p: (p[0], -p[1])):
        if not apart or place[0] >= apart[-1][1]:
            apart.append(place)
    return tuple(apart)


def linked(words: str, names: tuple[str, ...]) -> str:
    """`words` as rich text: the first mention of each of these terms is a link `term:<id>`."""
    rich, done = [], 0
    for begin, end, name in places(words, names):
        rich.append(html.escape(words[done:begin], quote=False))
        rich.append(f'<a href="{SCHEME}{name}">{html.escape(words[begin:end], quote=False)}</a>')
        done = end
    rich.append(html.escape(words[done:], quote=False))
    return "".join(rich).replace("\n", "<br>")


def matching(asked: str) -> tuple[Term, ...]:
    """The terms that have `asked` in their name, their other names or their sentence, by name; all for ''."""
    key = asked.strip().casefold()
    rows = sorted(TERMS, key=lambda row: row.name.casefold())
    named = [row for row in rows if any(key in n.casefold() for n in (row.name, *row.others, *row.forms))]
    told = [row for row in rows if row not in named and key in row.sentence.casefold()]
    return (*named, *told)
