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
))
# fmt: on
