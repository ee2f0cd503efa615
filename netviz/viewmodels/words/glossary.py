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
         "The way back: what the outputs want is passed from layer to layer towards the inputs, so that "
         "every weight learns which way it should move.",
         ("backprop", "backward pass")),
    Term("barrier", "barrier",
         "How far the loss rises above both of two networks on the straight way from one to the other.",
         ("loss barrier", "error barrier")),
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
         "A column of neurons between the inputs and the outputs: called hidden because nobody tells it what "
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
         ("cost", "error", "objective", "L")),
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
    Term("occlusion", "occlusion",
         "One input is taken away and the network is asked again: what its answer loses is that input’s "
         "share.",
         ("ablation of inputs",)),
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
    Term("pruning", "pruning", "Setting the weights nearest to 0 to 0: what they did is missed least.",
         (), ("prune",)),
    Term("quantising", "quantising",
         "Rounding weights to a few levels, so that each takes a few bits of memory instead of 32.",
         ("quantization",), ("quantise",)),
    Term("recall", "recall",
         "Of all examples with a label, the share that is answered rightly.",
         ("sensitivity", "true positive rate")),
    Term("schedule", "schedule",
         "How the learning rate changes while it trains: large steps first, say, and smaller ones later.",
         ("learning rate schedule", "annealing"), ("schedules",)),
    Term("snapshot", "snapshot", "A copy of all weights and biases as they were after one step.",
         ("checkpoint",), ("snapshots",)),
    Term("softmax", "softmax",
         "Turns the sums of the outputs into probabilities that add up to 1."),
    Term("temperature", "temperature",
         "A number that all logits are divided by before softmax: above 1 answers are less certain, below 1 "
         "more.",
         ("T",)),
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
_MORE: Final[tuple[Term, ...]] = (
    Term("activation function", "activation function",
         "The curve that makes a neuron’s activation of its sum: without it, many layers could do no more "
         "than one.",
         ("nonlinearity", "transfer function", "φ (phi)"), ("activation functions",)),
    Term("Adam", "Adam",
         "An optimiser that gives each weight a step of its own: it divides by how large its gradients have "
         "been.",
         ("adaptive moment estimation",)),
    Term("artificial intelligence", "artificial intelligence",
         "The attempt to let machines do what takes wits in people: learn, plan, see, speak, create.",
         ("AI",)),
    Term("chain rule", "chain rule",
         "Along a path slopes are multiplied: so the loss’s slope is passed back through each layer.",
         ("rule for nested functions",)),
    Term("classification", "classification",
         "A task whose answer is one of a few classes.", ("sorting into classes", "recognition")),
    Term("confusion matrix", "confusion matrix",
         "A table with a row for each label and a column for each answer: what lies off its diagonal is "
         "wrong.",
         ("error matrix", "contingency table")),
    Term("cross-entropy", "cross-entropy",
         "The usual loss for classes: minus the logarithm of the probability given to the right one.",
         ("log loss", "negative log-likelihood", "logistic loss")),
    Term("decision boundary", "decision boundary",
         "Where one answer turns into another: on either side of it the network says something else.",
         ("separating line",), ("decision boundaries",)),
    Term("deep learning", "deep learning",
         "Machine learning with networks of several layers: each works on what the one before has found.",
         ("DL",)),
    Term("depth", "depth",
         "How many layers with weights a network has, one behind the other.",
         ("number of layers",), ("deep",)),
    Term("divergence", "divergence",
         "The loss grows from step to step, until numbers overflow: the steps are too long.",
         ("blowing up", "exploding loss"), ("diverges",)),
    Term("example", "example",
         "One thing to learn from or to be examined on: inputs, and the answer that is right for them.",
         ("sample", "instance", "data point", "observation"), ("examples",)),
    Term("exploding gradient", "exploding gradient",
         "Factors above 1, layer after layer, make gradients huge in the first layers: weights are thrown "
         "far off.",
         (), ("exploding gradients",)),
    Term("forward pass", "forward pass",
         "The way there: from the inputs, layer by layer, to the answer.",
         ("feeding forward", "inference", "prediction")),
    Term("generalisation", "generalisation",
         "What it learnt holds for examples it has never seen: that alone is worth anything.",
         ("generalization",), ("generalises",)),
    Term("gradient clipping", "gradient clipping",
         "A gradient that is longer than a bound is shortened to it, its direction kept.",
         ("norm clipping",)),
    Term("gradient descent", "gradient descent",
         "Go a little downhill, look again, go on: each step moves all weights against the gradient.",
         ("steepest descent", "SGD (with mini-batches)")),
    Term("initialiser", "initialiser",
         "The rule by which a new network’s weights are drawn by chance.",
         ("initialization", "initial weights"), ("initialisers",)),
    Term("input", "input",
         "One of the numbers that are put into the network: a pixel, a column of a table, a coordinate.",
         ("feature", "attribute", "x"), ("inputs",)),
    Term("label", "label",
         "The right answer of an example, as a person has given it; people err, too.",
         ("class", "ground truth", "annotation"), ("labels",)),
    Term("label noise", "label noise",
         "Some examples have a wrong label: a network large enough learns those by heart, too.",
         ("mislabelled data", "wrong labels")),
    Term("integrated gradients", "integrated gradients",
         "A way to share an answer’s sum out among the inputs: each gets its difference from an input that "
         "says nothing, times the mean gradient on the way from there. Together they make the whole "
         "difference.",
         ("path attribution",)),
    Term("layer", "layer",
         "A column of neurons that all read the column before: their sums are one product with a matrix.",
         ("dense layer", "fully connected layer", "linear layer"), ("layers",)),
    Term("loss landscape", "loss landscape",
         "The loss as a height above all weights at once: one dimension for each weight and bias.",
         ("loss surface", "error surface", "cost surface")),
    Term("machine learning", "machine learning",
         "Nobody writes the rules: a model is fitted to examples, to predict or to decide about new ones.",
         ("ML", "statistical learning")),
    Term("map", "map",
         "Each example as a point in the plane, so that those lie together which a layer takes for alike.",
         ("embedding", "projection", "t-SNE")),
    Term("minimum", "minimum",
         "A place from which no small step leads further down: there the gradient is 0.",
         ("valley", "optimum", "local minimum"), ("minima",)),
    Term("nearest examples", "nearest examples",
         "The training examples whose activations in a layer are most like those of the one that lies here.",
         ("nearest neighbours", "search by example", "similarity search")),
    Term("network", "network",
         "Neurons in layers, each reading the layer before: numbers go in on one side, answers come out on "
         "the other.",
         ("neural network", "artificial neural network", "multilayer perceptron", "MLP", "model"),
         ("networks", "neural network", "neural networks")),
    Term("output", "output",
         "A neuron of the last layer: there is one for each class, or for each number that is asked for.",
         ("output neuron", "prediction", "ŷ"), ("outputs",)),
    Term("parameter", "parameter",
         "A number that training changes: a weight or a bias. What you set yourself is a hyperparameter.",
         ("trainable parameter", "θ (theta)"), ("parameters",)),
    Term("probability", "probability",
         "How sure the network is of an answer, from 0 to 1: whether it deserves that trust is another "
         "question.",
         ("confidence", "score", "p"), ("probabilities",)),
    Term("R squared", "R²",
         "Of the spread of the right numbers, the share that the answers explain: 1 is perfect, 0 no better "
         "than their mean.",
         ("R squared", "R2", "coefficient of determination")),
    Term("range test", "range test",
         "Training for a moment with an ever larger learning rate: where the loss falls fastest, the rate is "
         "good.",
         ("learning rate finder", "LR finder")),
    Term("regression", "regression", "A task whose answer is a number.", ("curve fitting",)),
    Term("regularisation", "regularisation",
         "Whatever keeps a network from learning by heart: penalties, dropout, augmentation, stopping early.",
         ("regularization", "penalty")),
    Term("residual", "residual",
         "What was answered minus what is right: a good fit leaves no pattern in it.",
         ("error of a number", "deviation"), ("residuals",)),
    Term("robustness", "robustness",
         "How little the answers suffer from noise, shifts, turns and other things not meant to matter.",
         ("distribution shift", "corruption robustness")),
    Term("saturation", "saturation",
         "A neuron’s sum lies where its curve is flat: its slope is nearly 0, so it learns next to nothing.",
         ("saturated neuron",), ("saturated",)),
    Term("seed", "seed",
         "The number that chance starts from: the same seed gives the same weights and the same batches.",
         ("random state",)),
    Term("squared error", "squared error",
         "A loss that takes the distance from the right number times itself: twice as far counts four times.",
         ("MSE", "mean squared error", "L2 loss", "quadratic cost")),
    Term("step", "step",
         "One mini-batch, one gradient, one small move of all weights and biases.",
         ("iteration", "update"), ("steps",)),
    Term("symmetry", "symmetry",
         "Neurons that begin with equal weights get equal gradients, and stay alike for ever: chance has to "
         "part them.",
         ("symmetry breaking",)),
    Term("target", "target",
         "What the outputs should say for an example: 1 at its label and 0 elsewhere, or its right number.",
         ("desired output", "one-hot vector", "y"), ("targets",)),
    Term("underfitting", "underfitting",
         "It has not even learnt its training examples: too small, too briefly trained, or held back.",
         ("high bias",)),
    Term("vanishing gradient", "vanishing gradient",
         "Factors below 1, layer after layer, leave next to nothing of a gradient: the first layers hardly "
         "learn.",
         (), ("vanishing gradients",)),
    Term("weighted sum", "weighted sum",
         "All that arrives at a neuron: each input times its weight, and the bias.",
         ("pre-activation", "net input", "z"), ("sum", "sums")),
)
# fmt: on
_ACTIVATIONS: Final = tuple(
    Term(row.label, row.label, row.sentence, row.others) for row in map(activation_named, ACTIVATIONS)
)
ACTIVATION_TERMS: Final = tuple(row.id for row in _ACTIVATIONS)
TERMS: Final = tuple(sorted((*_WORDS, *_MORE, *_ACTIVATIONS), key=lambda row: row.name.casefold()))

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
