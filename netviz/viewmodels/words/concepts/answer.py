"""How one answer comes about."""

from __future__ import annotations

from typing import Final

from netviz.viewmodels.words.concepts.concept import Concept, Group, Miniature, Spot
from netviz.viewmodels.words.glossary import ACTIVATION_TERMS

# fmt: off
ANSWER: Final = Group("One answer", (
    Concept("forward pass",
            "Nothing is changed on the way: the same inputs always give the same answer.",
            "a_l = φ(a_{l−1} @ W_l + b_l)",
            Miniature("layers", "forward"), Spot("stage", "look"),
            ("layer", "weighted sum", "backpropagation")),
    Concept("weighted sum",
            "Its sign and size say how well the inputs fit what the neuron looks for.",
            "z = Σ(w · x) + b",
            Miniature("neuron", "sum"), Spot("inside", "sum"),
            ("contribution", "bias", "activation function")),
    Concept("contribution",
            "All of them and the bias together are the neuron’s sum, exactly.",
            "z = Σ(a · w) + b",
            Miniature("neuron", "weight"), Spot("inside", "sum"),
            ("weighted sum", "weight", "edge")),
    Concept("occlusion",
            "Two inputs that say the same may both seem useless: taken away alone, neither is missed.",
            "share_i = z(x) − z(x without x_i)",
            Miniature("neuron", "weight"), Spot("inside", "why"),
            ("integrated gradients", "contribution", "input")),
    Concept("integrated gradients",
            "",
            "share_i = (x_i − x′_i) · mean of ∂z/∂x_i from x′ to x",
            Miniature("curve", "slope"), Spot("inside", "why"),
            ("occlusion", "gradient", "contribution")),
    Concept("activation",
            "Circles are shaded by it; a dashed rim means that it lies below 0.",
            "a = φ(z)",
            Miniature("curve", "activation"), Spot("neuron"),
            ("activation function", "weighted sum", "neuron")),
    Concept("activation function",
            "Its slope decides how much of a gradient gets through on the way back.",
            "a = φ(z), slope φ′(z)",
            Miniature("curve", "slope"), Spot("setting", "activation"),
            (*ACTIVATION_TERMS[:3], "saturation")),
    Concept("logit",
            "Only differences between logits count: adding 1 to all of them changes no probability.",
            "z_k = Σ(w · a) + b",
            Miniature("outputs", "logit"), Spot("output"),
            ("softmax", "output", "weighted sum")),
    Concept("softmax",
            "A logit that leads by 1 is e ≈ 2.7 times as probable, wherever both lie.",
            "p = e^(z) / Σ(e^(z))",
            Miniature("outputs", "softmax"), Spot("output"),
            ("logit", "probability", "cross-entropy")),
    Concept("temperature",
            "The order of the answers stays the same; a network is trained with 1.",
            "p = e^(z / T) / Σ(e^(z / T))",
            Miniature("outputs", "softmax"), Spot("action", "view.inside"),
            ("softmax", "logit", "calibration")),
    Concept("probability",
            "Two networks may answer alike, and one of them be far surer than it should be.",
            "0 ≤ p ≤ 1, Σ(p) = 1",
            Miniature("outputs", "probability"), Spot("output"),
            ("softmax", "calibration", "output")),
))
# fmt: on
