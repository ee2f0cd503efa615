"""Saved networks come back as they were; whatever else a file may be ends in one sentence."""

import base64
import errno
import json
import os
import stat
import struct
import sys
import tracemalloc
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netviz.files.errors import FileError
from netviz.files.whole import check_place
from netviz.network.forward import forward_pass
from netviz.network.spec import NetworkSpec
from netviz.tasks.data_name import DataName
from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import ValidationPoint
from netviz.training.saved import model_file
from netviz.training.saved.model_file import (
    FORMAT,
    check_reader,
    load_model,
    save_model,
)
from netviz.training.session import Session, SessionState

SPEC = NetworkSpec((784, 5, 10), ("tanh",))


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "network.netviz"


def trained(digits, steps: int = 7, **settings) -> Session:
    session = Session(TrainingConfig(**{"spec": SPEC, "batch_size": 16, **settings}), digits)
    for _ in range(steps):
        session.step()
    return session


def sentence(path: Path) -> str:
    """The one sentence in which loading ends: it names the file, fits on a screen and says no more."""
    with pytest.raises(FileError) as caught:
        load_model(path)
    text = str(caught.value)
    assert str(path) in text
    assert "\n" not in text
    assert text.endswith(".")
    assert len(text) < len(str(path)) + 400
    return text


# Saved and loaded


@pytest.mark.parametrize("optimiser", ["sgd", "momentum", "adam"])
def test_a_saved_run_goes_on_bit_for_bit(few_digits, path, optimiser):
    session = trained(few_digits, optimiser=optimiser, l2=1e-4, seed=3)
    save_model(path, session.state(), DataName("abc"), ValidationPoint(7, 0.5, 0.875))
    model = load_model(path)
    assert model.spec == SPEC
    assert model.data.sha256 == "abc"
    assert model.validation == ValidationPoint(7, 0.5, 0.875)
    other = Session(TrainingConfig(spec=SPEC), few_digits)
    other.restore(model.session_state())
    assert other.config == session.config
    for _ in range(30):  # into the next epoch
        assert session.step() == other.step()
    np.testing.assert_array_equal(session.network.parameters, other.network.parameters)


def test_what_is_loaded_is_read_only_and_float32(few_digits, path):
    save_model(path, trained(few_digits).state())
    model = load_model(path)
    for array in (model.parameters, model.session_state().optimiser_state):
        assert array.dtype == np.float32
        assert not array.flags.writeable
    assert model.validation is None


def header_of(path: Path) -> dict[str, str]:
    """The metadata of a safetensors file, by the format's own description."""
    content = path.read_bytes()
    (length,) = struct.unpack("<Q", content[:8])
    metadata: dict[str, str] = json.loads(content[8 : 8 + length])["__metadata__"]
    return metadata


@pytest.mark.parametrize("optimiser", ["sgd", "adam"])
@pytest.mark.parametrize("hidden", [(), (5,), (6, 4)])
def test_other_programs_load_it_as_layers(few_digits, path, hidden, optimiser):
    """By an independent reader, and computed as nn.Sequential(nn.Linear(…), nn.Tanh(), …) does."""
    spec = NetworkSpec.dense((784, *hidden, 10), "tanh")
    session = trained(few_digits, spec=spec, optimiser=optimiser)
    save_model(path, session.state())
    tensors = safetensors.numpy.load_file(path)
    places = [2 * layer for layer in range(len(hidden) + 1)]
    # Not one tensor more: load_state_dict is strict.
    assert set(tensors) == {f"{place}.{part}" for place in places for part in ("weight", "bias")}
    a = few_digits.images[:20] / 255.0
    for place, (n_in, n_out) in zip(places, spec.shapes, strict=True):
        weight, bias = tensors[f"{place}.weight"], tensors[f"{place}.bias"]
        assert (weight.shape, bias.shape) == ((n_out, n_in), (n_out,))
        z = a @ weight.astype(np.float64).T + bias.astype(np.float64)
        a = np.tanh(z)
    answers = forward_pass(spec, session.network.parameters, few_digits.inputs(slice(0, 20))).z[-1]
    np.testing.assert_allclose(answers, z, rtol=1e-4, atol=1e-5)
    header = header_of(path)
    assert json.loads(header["netviz"])["config"]["spec"]["sizes"] == list(spec.sizes)
    assert (header["activation"], header["format"]) == (",".join(spec.activations), "pt")


def test_what_another_program_makes_of_it_opens_too(few_digits, path):
    """Loaded and saved again without what is netviz's own, but for the keys that anybody may write."""
    session = trained(few_digits)
    save_model(path, session.state())
    header = header_of(path)
    kept = {key: header[key] for key in ("activation", "pixels")}
    safetensors.numpy.save_file(safetensors.numpy.load_file(path), path, kept)
    model = load_model(path)
    assert (model.spec, model.note, model.assumed, model.pixels_assumed) == (SPEC, "", False, False)
    np.testing.assert_array_equal(model.parameters, session.network.parameters)


def test_an_optimiser_too_large_for_a_header_begins_anew_and_it_is_said(few_digits, path, monkeypatch):
    session = trained(few_digits, optimiser="adam")
    for module in ("model_file", "layer_tensors"):
        monkeypatch.setattr(f"netviz.training.saved.{module}.MOST_IN_HEADER", 1000)
    save_model(path, session.state())
    model = load_model(path)
    np.testing.assert_array_equal(model.parameters, session.network.parameters)
    assert "begins anew" in model.note
    assert not model.session_state().optimiser_state.any()


def test_names_say_nothing(few_digits, tmp_path):
    path = tmp_path / "ünïcode – no suffix ♥.png"
    save_model(path, trained(few_digits).state())
    assert load_model(path).spec == SPEC


# Written whole or not at all


def full_disk(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("name", ["os.fsync", "pathlib.Path.replace"])
def test_a_full_disk_keeps_the_old_file(few_digits, path, monkeypatch, name):
    state = trained(few_digits).state()
    save_model(path, state)
    before = path.read_bytes()
    monkeypatch.setattr(name, full_disk)
    with pytest.raises(FileError, match="no room left") as caught:
        save_model(path, replace(state, step=99))
    assert str(path) in str(caught.value)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_devices_are_not_written_over(few_digits):
    with pytest.raises(FileError, match="/dev/full"):
        save_model(Path("/dev/full"), trained(few_digits).state())
    assert Path("/dev/full").is_char_device()


def test_places_where_nothing_can_be_written(few_digits, tmp_path):
    state = trained(few_digits).state()
    for place in (tmp_path, tmp_path / "none" / "x.netviz"):
        with pytest.raises(FileError, match=r"could not be written|can't be written") as caught:
            save_model(place, state)
        assert str(place) in str(caught.value)
        with pytest.raises(FileError):
            check_place(place)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("part", ["parameters", "optimiser_state"])
def test_a_network_that_could_not_be_read_again_does_not_take_the_place_of_a_good_one(few_digits, path, part):
    state = trained(few_digits).state()
    save_model(path, state)
    before = path.read_bytes()
    broken = getattr(state, part).copy()
    broken.flat[3] = np.inf
    with pytest.raises(FileError, match="not finite"):
        save_model(path, replace(state, **{part: broken}))
    assert path.read_bytes() == before


def test_a_validation_that_is_not_finite_is_not_written(few_digits, path):
    save_model(path, trained(few_digits).state(), validation=ValidationPoint(7, float("nan"), 0.1))
    assert b"NaN" not in path.read_bytes()[:2000]
    assert load_model(path).validation is None


@pytest.mark.skipif(sys.platform == "win32", reason="links take a privilege on Windows")
def test_links_that_lead_in_a_circle(few_digits, path):
    state = trained(few_digits).state()
    path.symlink_to(path)
    with pytest.raises(FileError, match=path.name):
        save_model(path, state)
    sentence(path)


def test_looking_at_the_place_leaves_nothing_and_changes_nothing(few_digits, path):
    check_place(path)
    assert list(path.parent.iterdir()) == []
    save_model(path, trained(few_digits).state())
    before = path.read_bytes()
    check_place(path)
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions and links")
def test_links_stay_links_and_permissions_stay(few_digits, path):
    state = trained(few_digits).state()
    save_model(path, state)
    assert stat.S_IMODE(path.stat().st_mode) & 0o400
    path.chmod(0o640)
    link = path.with_name("link")
    link.symlink_to(path)
    save_model(link, replace(state, step=8))
    assert link.is_symlink()
    assert load_model(path).session_state().step == 8
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


# Files that are no networks


def test_what_is_no_network_at_all(path):
    assert "does not exist" in sentence(path)
    assert "is a folder" in sentence(path.parent)
    path.write_bytes(b"")
    assert "is empty" in sentence(path)
    path.write_bytes(b"SQLite format 3\0" + bytes(4000))
    assert "recording" in sentence(path)
    for content in (
        b"x",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"PK\3\4" + bytes(300),
        b"\x80\4\x95.",
        bytes(5000),
    ):
        path.write_bytes(content)
        assert "no saved network" in sentence(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for(path):
    os.mkfifo(path)
    assert "no ordinary file" in sentence(path)


def test_no_permission(few_digits, path, monkeypatch):
    save_model(path, trained(few_digits).state())

    def refuse(*_args, **_options):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    # Not by the file's mode, which means nothing to root.
    monkeypatch.setattr("netviz.training.saved.model_file.Path.open", refuse)
    assert "ermission" in sentence(path)


MEMORY = "optimiser_state"


def write(path: Path, tensors: dict[str, np.ndarray], about: object) -> None:
    """A file of netviz's; in format 3 the optimiser's state stands in the header."""
    text = about if isinstance(about, str) else json.dumps(about)
    header = {"netviz": text}
    if "parameters" not in tensors and MEMORY in tensors:
        tensors = dict(tensors)
        header["netviz_optimiser"] = base64.b64encode(tensors.pop(MEMORY).astype("<f4").tobytes()).decode()
    path.write_bytes(safetensors.numpy.save(tensors, header))


@pytest.fixture(params=[FORMAT, 2])
def good(request, few_digits, path) -> tuple[dict[str, np.ndarray], dict]:
    """The tensors and the description of a whole file, of this format, and of the one with flat arrays."""
    state = trained(few_digits, optimiser="momentum").state()
    save_model(path, state)
    about = json.loads(header_of(path)["netviz"])
    memory = np.array(state.optimiser_state)
    if request.param == FORMAT:
        return {**safetensors.numpy.load_file(path), MEMORY: memory}, about
    return {"parameters": np.array(state.parameters), MEMORY: memory}, {**about, "format": 2}


def test_a_whole_file_of_either_format_opens(good, few_digits, path):
    tensors, about = good
    write(path, tensors, about)
    state = trained(few_digits, optimiser="momentum").state()
    model = load_model(path)
    np.testing.assert_array_equal(model.parameters, state.parameters)
    np.testing.assert_array_equal(model.session_state().optimiser_state, state.optimiser_state)


def changed(about: dict, dotted: str, value: object) -> dict:
    """A copy in which one field is another."""
    about = json.loads(json.dumps(about))
    *way, last = dotted.split(".")
    table = about
    for name in way:
        table = table[name]
    table[last] = value
    return about


LONG = "x" * 5000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format", 0),
        ("format", "1"),
        ("format", None),
        ("format", True),
        ("config", None),
        ("config", []),
        ("config.spec", 3),
        ("config.spec.sizes", []),
        ("config.spec.sizes", [784]),
        ("config.spec.sizes", [784, 0, 10]),
        ("config.spec.sizes", [784, -5, 10]),
        ("config.spec.sizes", [784, 5.0, 10]),
        ("config.spec.sizes", [784, 6, 10]),
        ("config.spec.sizes", [784, 10**30, 10]),
        ("config.spec.sizes", [784, 10**4000, 10]),
        ("config.spec.sizes", [100_000, 100_000]),
        ("config.spec.sizes", [784] + [1] * 10_000 + [10]),
        ("config.spec.sizes", "784-5-10"),
        ("config.spec.activations", ["tanh", "tanh"]),
        ("config.spec.activations", [LONG]),
        ("config.spec.activations", [["tanh"]]),
        ("config.spec.loss", None),
        ("config.spec.loss", "a\nb"),
        ("config.spec.initialiser", {}),
        ("config.optimiser", LONG),
        ("config.optimiser", ["momentum"]),
        ("config.optimiser", "adam"),
        ("config.learning_rate", "fast"),
        ("config.learning_rate", float("nan")),
        ("config.learning_rate", 0),
        ("config.learning_rate", True),
        ("config.learning_rate", [LONG]),
        ("config.momentum", 1.5),
        ("config.l2", float("inf")),
        ("config.batch_size", 0),
        ("config.batch_size", 10**12),
        ("config.batch_size", 10**4000),
        ("config.batch_size", 2.5),
        ("config.seed", -1),
        ("config.seed", LONG),
        ("config.validate_every", 0),
        ("config.unheard_of", 1),
        ("config.l1", -1),
        ("config.dropout", 1),
        ("config.label_smoothing", "much"),
        ("config.clip_norm", 0),
        ("config.clip_norm", 10**4000),
        ("config.schedule", None),
        ("config.schedule", "cosine"),
        ("config.schedule.kind", "sawtooth"),
        ("config.schedule.kind", LONG),
        ("config.schedule.steps", 0),
        ("config.schedule.steps", float("nan")),
        ("config.schedule.drop", []),
        ("config.schedule.unheard_of", 1),
        ("config.augmentation", []),
        ("config.augmentation.shift", 1e9),
        ("config.augmentation.noise", {}),
        ("config.augmentation.colour", 1),
        ("state", None),
        ("state.step", -1),
        ("state.step", 1e300),
        ("state.offset", None),
        ("state.epoch", 10**30),
        ("state.optimiser_steps", "many"),
    ],
)
def test_descriptions_that_say_something_impossible(good, path, field, value):
    tensors, about = good
    write(path, tensors, changed(about, field, value))
    sentence(path)


def test_a_newer_file_says_so(good, path):
    tensors, about = good
    write(path, tensors, {**about, "format": 99, "program": "7.0"})
    assert "newer" in sentence(path)
    write(path, tensors, {"format": FORMAT + 1, "program": ["a\nb" * 1000]})
    assert "newer" in sentence(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        "1" * 100_000,
        "[" * 100_000,
        '{"a":' * 50_000,
        " " * 2_000_000,
        '{"format": 1}',
    ],
    ids=["empty", "cut", "list", "null", "text", "number", "deep", "deep tables", "long", "bare"],
)
def test_descriptions_that_are_none(good, path, text):
    tensors, _ = good
    write(path, tensors, text)
    assert "damaged" in sentence(path)


@pytest.mark.parametrize(
    "point",
    [
        3,
        [],
        {},
        {"step": 1, "loss": 10**400, "accuracy": 0.5},
        {"step": 1, "loss": 0.5, "accuracy": float("nan")},
    ],
)
def test_a_validation_that_is_none_is_left_out(good, path, point):
    tensors, about = good
    write(path, tensors, {**about, "validation": point, "data_sha256": 5})
    model = load_model(path)
    assert model.validation is None
    assert model.data.sha256 == ""


def test_tensors_that_do_not_belong(good, path):
    tensors, about = good
    memory = tensors[MEMORY]
    name = next(name for name in ("parameters", "0.weight") if name in tensors)
    array = tensors[name]
    without = {each: tensors[each] for each in tensors if each != MEMORY}
    for wrong in (
        {},
        without,
        {MEMORY: memory},
        {**tensors, name: array[:-1]},
        {**tensors, name: array.astype(np.float64)},
        {**tensors, name: array.view(np.int32)},
        {**tensors, name: array.reshape(1, -1)},
        {**tensors, MEMORY: memory[:, 1:]},
        {**tensors, MEMORY: np.concatenate([memory, memory])},
    ):
        write(path, {name: np.ascontiguousarray(array) for name, array in wrong.items()}, about)
        assert "damaged" in sentence(path)


@pytest.mark.parametrize("name", ["parameters", MEMORY])
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite(good, path, name, value):
    tensors, about = good
    name = name if name in tensors else "2.bias"
    tensors[name] = tensors[name].copy()
    tensors[name].flat[-1] = value
    write(path, tensors, about)
    assert "not finite" in sentence(path)


# Networks of other programs


def linear(
    sizes: tuple[int, ...], names: list[str], dtype=np.float32, bias: bool = True
) -> dict[str, np.ndarray]:
    random = np.random.default_rng(5)
    result = {}
    for name, n_in, n_out in zip(names, sizes, sizes[1:], strict=False):
        result[f"{name}.weight"] = random.standard_normal((n_out, n_in)).astype(dtype)
        if bias:
            result[f"{name}.bias"] = random.standard_normal(n_out).astype(dtype)
    return result


@pytest.mark.parametrize("names", [["0", "2", "10"], ["fc1", "fc2", "fc10"], ["net.0", "net.2", "net.4"]])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_dense_layers_as_pytorch_saves_them(path, names, dtype):
    tensors = linear((784, 20, 30, 10), names, dtype)
    safetensors.numpy.save_file(tensors, path, {"format": "pt"})
    model = load_model(path)
    assert model.spec == NetworkSpec.dense((784, 20, 30, 10))
    assert "assumed" in model.note
    assert model.state is None
    x = np.random.default_rng(1).random((4, 784)).astype(np.float32)
    a = x.astype(np.float64)
    for layer, name in enumerate(names):
        z = a @ tensors[f"{name}.weight"].astype(np.float64).T + tensors[f"{name}.bias"].astype(np.float64)
        a = np.maximum(z, 0) if layer < 2 else z
    np.testing.assert_allclose(forward_pass(model.spec, model.parameters, x).z[-1], a, rtol=1e-3, atol=1e-3)


def test_a_single_layer_has_no_name(path):
    safetensors.numpy.save_file({"weight": np.ones((10, 784), np.float32)}, path)
    assert load_model(path).spec.sizes == (784, 10)


def test_layers_are_in_the_order_of_their_numbers_whatever_the_numbers(path):
    names = ["a1²2x", "a1²10x", "a1²" + "9" * 5000 + "x"]
    safetensors.numpy.save_file(linear((784, 20, 30, 10), names), path)
    assert load_model(path).spec.sizes == (784, 20, 30, 10)


def test_only_networks_that_read_digits_read_digits(few_digits, path):
    save_model(path, trained(few_digits).state())
    check_reader(path, load_model(path))
    safetensors.numpy.save_file({"a.weight": np.zeros((3, 4), np.float32)}, path)
    with pytest.raises(FileError, match="4 inputs and 3 outputs") as caught:
        check_reader(path, load_model(path))
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("n", range(600, 700))
def test_no_length_of_a_header_looks_like_another_kind_of_file(path, n):
    """A file begins with its header's length, and 640 reads like the beginning of a pickle."""
    header = b'{"weight":{"dtype":"F32","shape":[10,1],"data_offsets":[0,40]}}'.ljust(n)
    path.write_bytes(struct.pack("<Q", n) + header + bytes(40))
    assert load_model(path).spec.sizes == (1, 10)


def test_such_a_network_can_be_trained_on_and_saved(few_digits, tmp_path):
    safetensors.numpy.save_file(linear((784, 20, 10), ["a", "b"], bias=False), tmp_path / "theirs")
    state = load_model(tmp_path / "theirs").session_state()
    session = Session(TrainingConfig(), few_digits)
    session.restore(state)
    session.step()
    save_model(tmp_path / "ours", session.state())
    assert load_model(tmp_path / "ours").spec.sizes == (784, 20, 10)


@pytest.mark.parametrize(
    "tensors",
    [
        {},
        {"x": np.zeros(3, np.float32)},
        {"conv.weight": np.zeros((8, 1, 3, 3), np.float32)},
        {"a.weight": np.zeros((5, 784), np.float32), "b.weight": np.zeros((10, 6), np.float32)},
        {"a.weight": np.zeros((5, 784), np.float32), "a.bias": np.zeros(6, np.float32)},
        {"a.weight": np.zeros((10, 784), np.int64)},
        {"a.weight": np.zeros((0, 784), np.float32)},
        {"a.weight": np.zeros((10, 0), np.float32)},
        {"a.weight": np.full((10, 784), np.nan, np.float32)},
        {"a.weight": np.full((10, 784), 1e300, np.float64)},
        {"a.weight": np.zeros((10, 784), np.float32), "bn.running_mean": np.zeros(10, np.float32)},
        {"a.weight": np.zeros((1,) * 32, np.float32)},
        {f"{'n' * 900}\n{i}.weight": np.zeros((2, 3), np.float32) for i in range(300)},
        {"a\nb": np.zeros(3, np.float32)},
    ],
)
def test_files_of_others_that_are_no_dense_layers(path, tensors):
    safetensors.numpy.save_file(tensors, path)
    sentence(path)


# Damage and malice


@pytest.mark.parametrize(
    "header",
    [
        b"{",
        b"{}" * 10,
        b'{"a":' * 5000,
        b'{"parameters":{"dtype":"F32","shape":[4000000000,4000000000],"data_offsets":[0,4]}}',
        b'{"parameters":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551615]}}',
        b'{"a.weight":{"dtype":"F32","shape":[0,1000000000000],"data_offsets":[0,0]}}',
        b'{"a.weight":{"dtype":"BF16","shape":[1,2],"data_offsets":[0,4]}}',
        b'{"a.weight":{"dtype":"F8_E4M3","shape":[2,2],"data_offsets":[0,4]}}',
        b'{"../../etc/passwd":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
    ],
)
def test_hostile_headers(path, header):
    path.write_bytes(struct.pack("<Q", len(header)) + header + bytes(4))
    sentence(path)


def test_a_header_that_claims_to_be_huge(path):
    path.write_bytes(struct.pack("<Q", 2**62) + b'{"a":1}')
    sentence(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory, few_digits) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "network"
    save_model(path, trained(few_digits, spec=NetworkSpec((784, 1, 10), ("relu",))).state())
    return path.read_bytes()


flips = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 7), st.booleans()), min_size=1, max_size=6)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flips=flips, kept=st.none() | st.floats(0, 1), added=st.binary(max_size=20))
def test_damage_never_raises_anything_but_a_sentence(whole, tmp_path_factory, flips, kept, added):
    content = bytearray(whole)
    header = 8 + struct.unpack("<Q", whole[:8])[0]
    for share, bit, anywhere in flips:
        place = int(share * ((len(content) if anywhere else header) - 1))
        content[place] ^= 1 << bit
    if kept is not None:
        content = content[: int(kept * len(content))]
    content += added
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(content)
    tracemalloc.start()
    try:
        model = load_model(path)
    except FileError as error:
        message = str(error)
    else:
        message = str(path)
        assert model.parameters.shape == (model.spec.n_parameters,)
        assert np.isfinite(model.parameters).all()
        assert isinstance(model.session_state(), SessionState)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert str(path) in message
    assert "\n" not in message
    assert peak < 8_000_000


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300))
def test_any_bytes_end_in_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "bytes"
    path.write_bytes(struct.pack("<Q", len(content)) + b"{" + content)
    sentence(path)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda children: (
        st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=8), children, max_size=4)
    ),
    max_leaves=10,
)
FIELDS = [
    *("format", "program", "config", "state", "data_sha256", "validation"),
    *(f"config.spec{name}" for name in ("", ".sizes", ".activations", ".loss", ".initialiser")),
    *(f"config.{name}" for name in ("optimiser", "learning_rate", "momentum", "l2", "batch_size", "seed")),
    *("config.validate_every", "state.step", "state.epoch", "state.offset"),
]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(field=st.sampled_from(FIELDS), value=json_values)
def test_any_value_of_any_field_loads_or_ends_in_a_sentence(good, path, field, value):
    tensors, about = good
    write(path, tensors, changed(about, field, value))
    try:
        model = load_model(path)
    except FileError:
        sentence(path)
    else:
        Session(TrainingConfig(spec=model.spec)).restore(model.session_state())


def test_the_limits_are_those_of_what_can_be_trained():
    assert model_file._MAX_BYTES >= 25_000_000 * 4 * 3
