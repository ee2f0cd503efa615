"""What a network is for: what it reads, what it answers, and what both are called."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeAlias, TypeGuard, TypeVar

from netviz.language.grammar import one_of
from netviz.network import activations, initialisers, optimisers
from netviz.network.spec import NetworkSpec, parse_layers
from netviz.tasks.answer import Answer, Classes
from netviz.tasks.input import Input, Picture

In = TypeVar("In", bound=Input, covariant=True)
Out = TypeVar("Out", bound=Answer, covariant=True)


@dataclass(frozen=True)
class Task(Generic[In, Out]):
    """`id` names it for ever, in files too. `example` and `examples`: what one of them is called, and many.

    `label` is its name on screen, `about` a sentence that says what it is. `hidden`, `activation`,
    `initialiser`, `optimiser`, `batch_size`, `rate` and `epochs`: what one begins with; no `rate` means the
    optimiser's usual one. The rate falls over so many `epochs`, where nobody says how long it will train.
    `l2`: how much weights are held small, where examples are few. `validate_every`: in steps, None for a
    share of an epoch, which of few examples would be far too often.

    Two are equal that read and answer the same, whatever one begins with and whatever they are called.
    """

    id: str
    input: In
    answer: Out
    example: str = field(compare=False)
    examples: str = field(compare=False)
    hidden: tuple[int, ...] = field(compare=False)
    label: str = field(default="", compare=False)
    about: str = field(default="", compare=False)
    activation: str = field(default=activations.USUAL, compare=False)
    initialiser: str = field(default=initialisers.USUAL, compare=False)
    optimiser: str = field(default=optimisers.USUAL, compare=False)
    batch_size: int = field(default=32, compare=False)
    rate: float | None = field(default=None, compare=False)
    l2: float = field(default=0.0, compare=False)
    epochs: int = field(default=10, compare=False)
    validate_every: int | None = field(default=None, compare=False)

    def filled(self, sentence: str, **gaps: object) -> str:
        """A whole sentence with its gaps filled: `{example}`, `{examples}`, and those that are given."""
        return sentence.format(example=self.example, examples=self.examples, **gaps)

    def sizes(self, *hidden: int) -> tuple[int, ...]:
        """The layers of a network for it that has these hidden ones."""
        return (self.input.n, *hidden, self.answer.n)

    def written(self, *hidden: int) -> str:
        """`sizes` as people write them: `784-16-16-10`."""
        return "-".join(map(str, self.sizes(*hidden)))

    @cached_property
    def network(self) -> NetworkSpec:
        """The network that one begins with."""
        sizes = self.sizes(*self.hidden)
        return NetworkSpec.dense(sizes, self.activation, self.answer.losses[0], self.initialiser)

    @property
    def ends(self) -> str:
        """What a network for it has at both ends: `784 inputs (the pixels) and 10 outputs (the digits)`."""
        return (
            f"{self.input.n} inputs (the {self.input.called}) and {self.answer.n} outputs (the "
            f"{self.answer.called})"
        )

    def fits(self, spec: NetworkSpec) -> bool:
        """Whether this network reads it and answers it."""
        ends = (spec.sizes[0], spec.sizes[-1]) == (self.input.n, self.answer.n)
        return ends and spec.loss_function.answers == self.answer.kind

    def wrong_loss(self, spec: NetworkSpec) -> str:
        """Why this network's loss is none for its answers, as a sentence; empty where it is one."""
        if spec.loss in self.answer.losses:
            return ""
        return (
            f"Loss: {spec.loss} is for {spec.loss_function.answers}, and {self.label or self.id} is answered "
            f"with {self.answer.kind}; {one_of(self.answer.losses)} would be right."
        )

    def refusal(self, where: str, spec: NetworkSpec) -> str:
        """Why the network that lies there is of no use for it, as a sentence; empty where it is."""
        if self.fits(spec):
            return ""
        n_in, n_out = spec.sizes[0], spec.sizes[-1]
        if (n_in, n_out) == (self.input.n, self.answer.n):
            return f"{where} holds a network for something else. {self.wrong_loss(spec)}"
        return (
            f"{where} holds a network with {n_in:,} inputs and {n_out:,} outputs; {self.ends} would be right."
        )

    def read_layers(self, text: str) -> tuple[int, ...]:
        """The layers that a person has written, as `16,16` or `784-16-16-10`. Raises SpecError."""
        return parse_layers(text, self.input.n, self.answer.n, self.ends)


PictureTask: TypeAlias = Task[Picture, Classes]
AnyTask: TypeAlias = Task[Input, Answer]


def is_of_classes(task: AnyTask) -> TypeGuard[Task[Input, Classes]]:
    """Whether one of several is answered."""
    return isinstance(task.answer, Classes)


def is_of_pictures(task: AnyTask) -> TypeGuard[PictureTask]:
    """Whether pictures are read as one of several."""
    return isinstance(task.input, Picture) and isinstance(task.answer, Classes)
