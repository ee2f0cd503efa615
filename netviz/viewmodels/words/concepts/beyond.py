"""What all of this is a part of."""

from __future__ import annotations

from typing import Final

from netviz.viewmodels.words.concepts.concept import Concept, Group, Miniature, Spot

# fmt: off
BEYOND: Final = Group("Beyond", (
    Concept("artificial intelligence",
            "It is far older and wider than networks: search, logic and planning belong to it.",
            "deep learning ⊂ machine learning ⊂ AI",
            Miniature("rings", "AI"), Spot("action", "help.lessons"),
            ("machine learning", "deep learning")),
    Concept("machine learning",
            "Networks are one kind of model among many; trees and straight lines are others.",
            "ŷ = f(x; θ), θ from examples",
            Miniature("rings", "ML"), Spot("action", "help.lessons"),
            ("artificial intelligence", "deep learning", "generalisation")),
    Concept("deep learning",
            "It reads, listens, translates and drives, where there are many examples.",
            "ŷ = f_3(f_2(f_1(x)))",
            Miniature("rings", "DL"), Spot("page", "compare"),
            ("depth", "machine learning", "network")),
    Concept(
        "pruning",
        "Half of the weights may often go, and hardly an answer changes.",
        "w ← 0 where |w| is among the smallest",
        Miniature("draws", "prune"), Spot("inside", "operate"),
        ("quantising", "weight", "L1"),
    ),
    Concept(
        "quantising",
        "For n bits netviz takes 2ⁿ − 1 levels, which lie evenly around 0.",
        "w ← Δ · round(w / Δ)",
        Miniature("draws", "quantise"), Spot("inside", "operate"),
        ("pruning", "weight", "robustness"),
    ),
))
# fmt: on
