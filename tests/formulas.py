"""Formulas of activations and losses, apart from the program's: written here, or read from the screen."""

from __future__ import annotations

import ast
import math
import operator
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from netviz.network.activations import activation_named
from netviz.network.losses import loss_named

FORMULAS: dict[str, Callable[[Any], Any]] = {
    "relu": lambda z: np.where(z > 0, z, 0.0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "tanh": lambda z: 1 - 2 / (np.exp(2 * z) + 1),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "linear": lambda z: z,
    "gelu": lambda z: z * (0.5 + 0.5 * np.tanh(math.sqrt(2 / math.pi) * (z + 0.044715 * z**3))),
    "silu": lambda z: z / (1 + np.exp(-z)),
    "elu": lambda z: np.where(z > 0, z, np.exp(np.minimum(z, 0)) - 1),
}


LOSSES: dict[str, Callable[[Any, Any], float]] = {
    "squared_error": lambda a, y: float(0.5 * np.mean(((a - y) ** 2).sum(axis=1))),
}


def mean_loss(name: str) -> Callable[[Any, Any], float]:
    """The mean loss of that name, for numbers, from outputs and right answers (m, n); one without a row here
    is the program's own.
    """
    return LOSSES.get(name, loss_named(name).mean)


def phi(name: str) -> Callable[[Any], Any]:
    """φ of that name, in float64; one without a row here is the program's own."""
    if name in FORMULAS:
        return FORMULAS[name]

    def own(z: Any) -> Any:
        z = np.asarray(z, np.float64)
        out = np.empty_like(z)
        activation_named(name).apply(z, out)
        return out

    return own


def _normal(z: float) -> float:
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "max": max,
    "min": min,
    "exp": math.exp,
    "tanh": math.tanh,
    "ln": math.log,
    "σ": lambda z: 1 / (1 + math.exp(-z)),
    "Φ": _normal,
    "slope_of_Φ": lambda z: math.exp(-z * z / 2) / math.sqrt(2 * math.pi),
}
_OPERATORS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Gt: operator.gt,
    ast.Lt: operator.lt,
}
_SPELT = (
    ("e⁻ᶻ", "exp(-z)"), ("eᶻ", "exp(z)"), ("tanh z", "tanh(z)"), ("Φ′", "slope_of_Φ"),
    ("½", "0.5"), ("²", "**2"), ("³", "**3"), ("·", "*"), ("−", "-"),
)  # fmt: skip


def written(text: str) -> Callable[[float, float], float]:
    """What a formula on screen says of z and a: `z / (1 + e⁻ᶻ)`, `1 where z > 0, else a + 1`."""
    for sign, spelt in _SPELT:
        text = text.replace(sign, spelt)
    cases = re.fullmatch(r"(.+) where (.+), else (.+)", text)
    if cases:
        text = f"({cases[1]}) if ({cases[2]}) else ({cases[3]})"
    tree = ast.parse(text, mode="eval").body
    return lambda z, a: float(_value(tree, {"z": z, "a": a}))


def _value(node: ast.AST, known: dict[str, float]) -> float:
    match node:
        case ast.Constant(float(value) | int(value)):
            return value
        case ast.Name(name):
            return known[name]
        case ast.BinOp(left, op, right) | ast.Compare(left, [op], [right]):
            return _OPERATORS[type(op)](_value(left, known), _value(right, known))
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand, known)
        case ast.Call(ast.Name(name), arguments):
            return _FUNCTIONS[name](*(_value(argument, known) for argument in arguments))
        case ast.IfExp(test, body, orelse):
            return _value(body if _value(test, known) else orelse, known)
    raise AssertionError(f"no formula: {ast.unparse(node)}")
