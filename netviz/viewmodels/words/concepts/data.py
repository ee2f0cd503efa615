"""What is learnt from, and what it is examined on."""

from __future__ import annotations

from typing import Final

from netviz.viewmodels.words.concepts.concept import Concept, Group, Miniature, Spot

# fmt: off
DATA: Final = Group("Data", (
    Concept("example",
            "All it can ever know of the world stands in these.",
            "example = (x, y)",
            Miniature("picture", "label"), Spot("action", "edit.random"),
            ("input", "label", "training examples")),
    Concept("label",
            "Class 3 is no more than class 2: labels are names, not sizes.",
            "y = one of n classes",
            Miniature("picture", "label"), Spot("part", "results"),
            ("target", "classification", "label noise")),
    Concept("training examples",
            "How well it does on them says little: it might know them by heart.",
            "n = training + validation + test",
            Miniature("batches", "split"), Spot("sheet", "step"),
            ("validation", "test", "mini-batch")),
    Concept("validation",
            "Settings are chosen by it, so in the end it flatters a little.",
            "gap = L_{validation} − L_{training}",
            Miniature("curves", "validation"), Spot("plots", "curves"),
            ("test", "training examples", "overfitting")),
    Concept("test",
            "Who looks at it often and tunes meanwhile has made validation of it.",
            "accuracy = right / all",
            Miniature("batches", "split"), Spot("part", "results"),
            ("validation", "accuracy", "generalisation")),
    Concept("augmentation",
            "What it is for stays what it is: only pictures that keep their label are made.",
            "x′ = f(x), y′ = y",
            Miniature("picture", "augment"), Spot("sheet", "data"),
            ("overfitting", "example", "regularisation")),
    Concept("label noise",
            "No measured accuracy can be trusted beyond the share of labels that are right.",
            "wrong labels / all labels",
            Miniature("picture", "label"), Spot("part", "data"),
            ("label", "overfitting", "example")),
    Concept("map",
            "Near and far are true only close by: the map has two dimensions, a layer has many.",
            "sizes: n → 2",
            Miniature("plane", "map"), Spot("part", "map"),
            ("nearest examples", "activation", "hidden layer")),
    Concept("nearest examples",
            "In later layers likeness of meaning replaces likeness of inputs.",
            "distance = √(Σ((a − b)²))",
            Miniature("plane", "neighbours"), Spot("action", "view.nearest"),
            ("map", "activation", "hidden layer")),
))
# fmt: on
