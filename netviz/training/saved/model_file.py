"""Saved networks: safetensors with the configuration in the header, known by content, never by name.

A file of this program holds the layers as PyTorch has them (`layer_tensors`), so that other programs can load
it. What training needs besides is JSON under the metadata key `netviz`, the optimiser's state under
`netviz_optimiser`, what lay beside the network in the window under `netviz_desk`. Up to format 2 there was
one tensor `parameters`, the flat array as it is trained, and one `optimiser_state`. Reading executes nothing,
and takes memory in proportion to the file.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import safetensors.numpy
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open

from netviz import __version__
from netviz.files.errors import FileError, reason, shown
from netviz.files.formats import HEAD, RUN, WEIGHTS, format_of
from netviz.files.paths import readable
from netviz.files.whole import write_whole
from netviz.network.arrays import frozen
from netviz.network.connections import as_matrix, biases
from netviz.network.optimisers import optimiser_slots
from netviz.network.spec import NetworkSpec, SpecError
from netviz.tasks.all_tasks import DEFAULT
from netviz.tasks.data_name import UNKNOWN, DataName
from netviz.tasks.task import AnyTask
from netviz.training.config import ConfigError, TrainingConfig
from netviz.training.config_table import TableError, from_table, to_table
from netviz.training.measure.metrics import ValidationPoint
from netviz.training.saved.foreign_layers import NOTHING, Said, read_layers
from netviz.training.saved.layer_tensors import MOST_IN_HEADER, as_text, from_text, names_of, tensors_of
from netviz.training.saved.pixel_scale import PLAIN
from netviz.training.session import SessionState

FORMAT: Final = 3  # up to 2 flat arrays; 1 knew fewer settings, and what it lacks has its default
_FLAT: Final = 2
_KEY: Final = "netviz"
_OPTIMISER: Final = "netviz_optimiser"
_DESK: Final = "netviz_desk"
# In the header of a file, also one that another program wrote.
_ACTIVATION: Final = "activation"
_PIXELS: Final = "pixels"
_MAX_METADATA: Final = 1_000_000  # characters; a network of 64 layers needs a few thousand
_MAX_BYTES: Final = 400_000_000  # parameters and two slots of the largest network that can be trained
_RIGHT: Final = "a network saved by netviz, or a .safetensors file of dense layers, would be right"


@dataclass(frozen=True, eq=False)
class Model:
    """What a file holds. `parameters` float32 (spec.n_parameters,), read-only.

    `state` is there where training can go on from it, `data` and `validation` where they were known
    when it was saved; `note` says what was assumed about a file of another program; `assumed`: the
    activations of its hidden layers are among that, `pixels_assumed`: how its pixels were scaled is.
    `task`: what it learned; another program's network is taken to read what is usual here.
    """

    spec: NetworkSpec
    parameters: NDArray[np.float32]
    state: SessionState | None = None
    data: DataName = UNKNOWN
    validation: ValidationPoint | None = None
    note: str = ""
    assumed: bool = False
    pixels_assumed: bool = False
    desk: str = ""
    task: AnyTask = DEFAULT

    def session_state(self) -> SessionState:
        """The state to train on from: the saved one, or step 0 with usual settings for these weights."""
        if self.state is not None:
            return self.state
        config = TrainingConfig(spec=self.spec, task=self.task)
        slots = len(optimiser_slots(config.optimiser))
        memory = frozen(np.zeros((slots, self.spec.n_parameters), np.float32))
        return SessionState(config, 0, 0, 0, self.parameters, memory, 0)


def save_model(
    path: Path,
    state: SessionState,
    data: DataName = UNKNOWN,
    validation: ValidationPoint | None = None,
    desk: str = "",
) -> None:
    """Write a network and all that it needs to train on. Raises FileError.

    `desk`: what lies beside the network in the window, as a text that the window alone reads.
    The old file stays whole until the new one is. A network that could not be read again is not written.
    """
    if not state.is_finite:
        raise FileError(
            f"{path} was not written, as some of the network's numbers are not finite; going back to before "
            "the loss went wrong would be right."
        )
    place = {"step": state.step, "epoch": state.epoch, "offset": state.offset}
    about = {
        "format": FORMAT,
        "program": __version__,
        "config": to_table(state.config),
        "state": {**place, "optimiser_steps": state.optimiser_steps},
        "data_sha256": data.sha256,
        "data": data.to_table(),
        "validation": _as_table(validation),
    }
    spec = state.config.spec
    header = {
        "format": "pt",  # the orientation of the weights, as Hugging Face's loaders call it
        _ACTIVATION: ",".join(spec.activations),
        _PIXELS: str(PLAIN),
        _KEY: json.dumps(about),
        _OPTIMISER: as_text(state.optimiser_state),
    }
    if 0 < len(desk) <= _MAX_METADATA:
        header[_DESK] = desk
    write_whole(path, safetensors.numpy.save(tensors_of(spec, state.parameters), header))


def load_model(path: Path, said: Said = NOTHING) -> Model:
    """Read a saved network, known by its content. Raises FileError.

    `said` is what somebody knows of it, where the file is of another program: these do not say it, but for
    netviz's own keys `activation` and `pixels` in their header.
    """
    try:
        _recognise(path)
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            if _KEY in metadata:
                check_nothing_said(path, said)
                return _own(path, file, metadata)
            found = read_layers(path, file, said.over(Said(metadata.get(_ACTIVATION), metadata.get(_PIXELS))))
            return Model(
                found.spec,
                found.parameters,
                note=found.note,
                assumed=found.activation_assumed,
                pixels_assumed=found.pixels_assumed,
            )
    except SafetensorError as error:
        raise FileError(f"{shown(path)} is damaged or no network: {_why(error)}; {_RIGHT}.") from error
    except (SpecError, ConfigError) as error:
        raise FileError(f"{shown(path)} holds a network that can't be used. {error}") from error
    except OSError as error:
        raise FileError(f"{shown(path)} can't be read: {reason(error)}.") from error


def check_reader(path: Path, model: Model, task: AnyTask = DEFAULT) -> None:
    """Raise FileError where this network does not read what this task has."""
    words = task.refusal(str(path), model.spec)
    if not words and model.task != task:
        words = (
            f"{path} holds a network for the task {model.task.id}; one for the task {task.id} would be right."
        )
    if words:
        raise FileError(words)


def _recognise(path: Path) -> None:
    """Raise FileError where a look at the file's size and first bytes says that it is no network."""
    size = readable(path, _RIGHT).stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise FileError(f"{shown(path)} is empty; {_RIGHT}.")
    found = format_of(path, head)
    if found is RUN:
        raise FileError(f"{shown(path)} is {RUN.noun}; {_RIGHT}.")
    if found is not WEIGHTS:
        if found is not None and found.instead:
            raise FileError(f"{shown(path)} is no saved network; it {found.instead}.")
        raise FileError(f"{shown(path)} is no saved network; {_RIGHT}.")
    if size > _MAX_BYTES:
        raise FileError(
            f"{path} is too large ({size / 1e6:,.0f} MB); up to {_MAX_BYTES / 1e6:,.0f} MB would be right."
        )


def check_nothing_said(path: Path, said: Said) -> None:
    """Raise FileError where somebody says what a file of this program says itself."""
    if said.activation is not None:
        raise FileError(
            f"{shown(path)} says itself which activations it has; --activation is for files of other "
            "programs."
        )
    if said.pixels is not None:
        raise FileError(
            f"{shown(path)} says itself how its pixels are scaled; --pixels is for files of other programs."
        )


def _own(path: Path, file: Any, metadata: dict[str, str]) -> Model:
    about = _json(path, metadata[_KEY])
    version = about.get("format")
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        raise FileError(
            f"{path} was saved by a newer netviz ({str(about.get('program'))[:20]}), "
            "and it takes that version or a later one to open it."
        )
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise _damaged(path, "its format is unknown")
    try:
        config = from_table(about.get("config"))
    except TableError as error:
        raise _damaged(path, str(error)) from error
    spec = config.spec
    flat = version <= _FLAT
    parameters = (
        _tensor(path, file, "parameters", (spec.n_parameters,)) if flat else _parameters(path, file, spec)
    )
    if not np.isfinite(parameters).all():
        raise _damaged(path, "some of its weights are not finite")
    step, epoch, offset, optimiser_steps = _place(path, about.get("state"))
    shape = (len(optimiser_slots(config.optimiser)), spec.n_parameters)
    memory: NDArray[np.float32] | None = frozen(np.zeros(shape, np.float32))
    note = ""
    if flat and shape[0]:
        memory = _tensor(path, file, "optimiser_state", shape)
    elif 4 * shape[0] * shape[1] > MOST_IN_HEADER:
        note = "The optimiser's memory is too large for such a file, and begins anew."
    elif not flat:
        memory = from_text(metadata.get(_OPTIMISER, ""), shape)
    if memory is None:
        raise _damaged(path, "its optimiser_state is missing or does not fit its layers")
    if not np.isfinite(memory).all():
        raise _damaged(path, "its optimiser's state holds numbers that are not finite")
    state = SessionState(config, step, epoch, offset, parameters, frozen(memory), optimiser_steps)
    data = DataName.from_table(_text(about.get("data_sha256")), about.get("data")).of_task(config.task.id)
    desk = metadata.get(_DESK, "")[:_MAX_METADATA]
    return Model(
        spec,
        parameters,
        state,
        data,
        _validation(about.get("validation"), config.task),
        note,
        desk=desk,
        task=config.task,
    )


def _place(path: Path, table: object) -> list[int]:
    """Step, epoch, offset and the optimiser's steps."""
    counts: list[int] = []
    for name in ("step", "epoch", "offset", "optimiser_steps"):
        count = table.get(name) if isinstance(table, dict) else None
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count < 2**53:
            raise _damaged(path, "its place in training is missing")
        counts.append(count)
    return counts


def _json(path: Path, text: str) -> dict[str, Any]:
    if len(text) > _MAX_METADATA:
        raise _damaged(path, "its description is far too long")
    try:
        about = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _damaged(path, "its description can't be read") from error
    if not isinstance(about, dict):
        raise _damaged(path, "its description is no table")
    return about


def _as_table(point: ValidationPoint | None) -> dict[str, float | None] | None:
    """As JSON, which has no nan: numbers have no accuracy."""
    if point is None or not math.isfinite(point.loss):
        return None
    return {**point._asdict(), "accuracy": None if math.isnan(point.accuracy) else point.accuracy}


def _validation(table: object, task: AnyTask) -> ValidationPoint | None:
    if not isinstance(table, dict):
        return None
    step, loss, accuracy = (table.get(name) for name in ValidationPoint._fields)
    without = accuracy is None and task.answer.kind == "numbers"
    accuracy = 0 if without else accuracy
    if not (isinstance(step, int) and isinstance(loss, float | int) and isinstance(accuracy, float | int)):
        return None
    if not (0 <= step < 2**53 and 0 <= loss < 1e300 and 0 <= accuracy <= 1):
        return None
    return ValidationPoint(step, float(loss), math.nan if without else float(accuracy))


def _parameters(path: Path, file: Any, spec: NetworkSpec) -> NDArray[np.float32]:
    """The layers of a file, as the flat array."""
    flat = np.empty(spec.n_parameters, np.float32)
    names = names_of(spec)
    for layer, (name, (n_in, n_out)) in enumerate(zip(names, spec.shapes, strict=True)):
        as_matrix(spec, flat, layer)[:] = _tensor(path, file, f"{name}.weight", (n_out, n_in)).T
        biases(spec, flat, layer)[:] = _tensor(path, file, f"{name}.bias", (n_out,))
    if len(file.keys()) != 2 * len(names):
        raise _damaged(path, "it holds other tensors than its layers")
    return frozen(flat)


def _tensor(path: Path, file: Any, name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """A float32 tensor of exactly this shape; shape and type are compared before anything is read."""
    if name not in file.keys():  # noqa: SIM118 - a safetensors file is no mapping
        raise _damaged(path, f"its {name} are missing")
    view = file.get_slice(name)
    if view.get_dtype() != "F32" or tuple(view.get_shape()) != shape:
        raise _damaged(path, f"its {name} do not fit its layers")
    return frozen(file.get_tensor(name))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _damaged(path: Path, why: str) -> FileError:
    return FileError(f"{path} is damaged: {why}; {_RIGHT}.")


def _why(error: SafetensorError) -> str:
    """The library's own words are for programmers, and may quote what is damaged."""
    told = str(error).lower()
    if "metadata" in told or "buffer" in told or "offset" in told:
        return "its header does not fit what follows it"
    return "its header can't be read"
