"""What a network is for: what it reads, what it answers, and what both are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from netviz.network.spec import NetworkSpec, parse_layers
from netviz.tasks.answer import Answer, Classes
from netviz.tasks.input import Input, Picture

In = TypeVar("In", bound=Input, covariant=True)
Out = TypeVar("Out", bound=Answer, covariant=True)


@dataclass(frozen=True)
class Task(Generic[In, Out]):
    """`id` names it for ever, in files too. `example` and `examples`: what one of them is called, and many.

    `hidden`: the hidden layers that one begins with.
    """

    id: str
    input: In
    answer: Out
    example: str
    examples: str
    hidden: tuple[int, ...]

    def sizes(self, *hidden: int) -> tuple[int, ...]:
        """The layers of a network for it that has these hidden ones."""
        return (self.input.n, *hidden, self.answer.n)

    def written(self, *hidden: int) -> str:
        """`sizes` as people write them: `784-16-16-10`."""
        return "-".join(map(str, self.sizes(*hidden)))

    @cached_property
    def network(self) -> NetworkSpec:
        """The network that one begins with."""
        return NetworkSpec.dense(self.sizes(*self.hidden))

    @property
    def ends(self) -> str:
        """What a network for it has at both ends: `784 inputs (the pixels) and 10 outputs (the digits)`."""
        return (
            f"{self.input.n} inputs (the {self.input.called}) and {self.answer.n} outputs (the "
            f"{self.answer.called})"
        )

    def fits(self, spec: NetworkSpec) -> bool:
        """Whether this network reads it and answers it."""
        return (spec.sizes[0], spec.sizes[-1]) == (self.input.n, self.answer.n)

    def refusal(self, where: str, spec: NetworkSpec) -> str:
        """Why the network that lies there is of no use for it, as a sentence; empty where it is."""
        if self.fits(spec):
            return ""
        n_in, n_out = spec.sizes[0], spec.sizes[-1]
        return (
            f"{where} holds a network with {n_in:,} inputs and {n_out:,} outputs; {self.ends} would be right."
        )

    def read_layers(self, text: str) -> tuple[int, ...]:
        """The layers that a person has written, as `16,16` or `784-16-16-10`. Raises SpecError."""
        return parse_layers(text, self.input.n, self.answer.n, self.ends)


PictureTask: TypeAlias = Task[Picture, Classes]
