"""What is fuzzed: sound files of each format, how they are damaged, and how the program reads them."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image
from safetensors.numpy import save as safetensors

from netviz.app.files.opened import read_file
from netviz.app.program.settings import Settings
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.digits import Digits, load_digits_from
from netviz.tasks.digits.images import read_image
from netviz.tasks.digits.picture_file import FORMATS
from netviz.training.config import TrainingConfig
from netviz.training.experiments.lesson import Lesson, to_table
from netviz.training.measure.points import single_steps
from netviz.training.recording.copying import branch_off, save_as
from netviz.training.recording.reader import Recording
from netviz.training.recording.run_file import read_reader, read_run
from netviz.training.recording.tables.schema import Mark
from netviz.training.recording.writer import RecordingWriter
from netviz.training.saved.model_file import save_model
from netviz.training.session import Session
from netviz.training.stopping import StopConditions
from tests.fuzz.damage import damaged, damaged_header, damaged_inside_gzip, damaged_png
from tests.fuzz.recordings import damage_rows

_CONFIG = TrainingConfig(NetworkSpec.dense((784, 3, 10)), batch_size=10)
_LARGEST_COPY = 40  # times the file: a copy that is larger was blown up


class Found(Exception):
    """What reading must not do; the message says what it was."""


@dataclass(frozen=True)
class Format:
    """`make` puts a sound file, or a folder of them, at a path; `damage` changes it; `read` does with it all
    that the program does.
    """

    name: str
    make: Callable[[Path, Random], None]
    damage: Callable[[Path, Random], None]
    read: Callable[[Path], None]

    def case(self, path: Path, seed: int, number: int) -> None:
        """Put damaged case `number` at `path`: always the same one for the same seed."""
        random = Random(f"{seed} {self.name} {number}")
        self.make(path, random)
        self.damage(path, random)


def formats(folder: Path) -> list[Format]:
    """All of them; `folder` is for the files that are made to begin with."""
    sound = _sound_recording(folder)
    found = [
        Format("recording", _bytes_of(sound), _damage_recording, _use_recording),
        Format("safetensors", _any_of(_networks(folder)), _damage_network, _read_network),
        Format("idx", _make_folder(packed=False), _damage_folder, _read_folder),
        Format("idx.gz", _make_folder(packed=True), _damage_folder, _read_folder),
        Format("settings", _bytes_of(_settings(folder)), _damage_bytes, _read_settings),
    ]
    for kind in FORMATS:
        pictures = _pictures(kind)
        found.append(Format(kind.lower(), _any_of(pictures), _damage_picture, _read_picture))
    harm = os.environ.get("NETVIZ_FUZZ_HARM")  # a test of the hunt itself
    if harm:
        found.append(Format("harm", _bytes_of(b""), _damage_bytes, lambda _path: _do_harm(harm)))
    return found


def _do_harm(kind: str) -> None:
    match kind:
        case "dies":
            os.abort()
        case "hangs":
            time.sleep(600)
        case "grows":
            np.ones(80_000_000)


# Sound files


def _bytes_of(content: bytes) -> Callable[[Path, Random], None]:
    return lambda path, _random: _put(path, content)


def _any_of(contents: list[bytes]) -> Callable[[Path, Random], None]:
    return lambda path, random: _put(path, random.choice(contents))


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def _few_digits() -> Digits:
    pixels = np.random.default_rng(1).integers(0, 256, (60, 784)).astype(np.uint8)
    return Digits(pixels, np.arange(60).astype(np.uint8) % 10, "training")


def _sound_recording(folder: Path) -> bytes:
    path = folder / "sound.netviz"
    session = Session(_CONFIG, _few_digits())
    writer = RecordingWriter(path, session.state())
    for step in range(1, 12):
        result = session.step()
        losses, shares = (np.array([value], np.float32) for value in (result.loss, result.accuracy))
        writer.add_metrics(single_steps(step, losses, shares))
        if step % 4 == 0:
            writer.add_state(session.state())
        else:
            writer.add_snapshot(step, _CONFIG, session.network.parameters)
    writer.add_command(8, "configure", config=_CONFIG)
    lesson = Lesson(np.full(784, 7, np.uint8), 3, 0.1)
    writer.add_command(11, "teach", to_table(lesson, 2))
    writer.add_mark(Mark(7, "seven"))
    writer.set_desk("{}")
    writer.close()
    return path.read_bytes()


def _networks(folder: Path) -> list[bytes]:
    path = folder / "own.safetensors"
    save_model(path, Session(_CONFIG, _few_digits()).state())
    random = np.random.default_rng(2)

    def layer(*shape: int) -> np.ndarray:
        return random.normal(size=shape).astype(np.float32)

    foreign = {"0.weight": layer(4, 784), "0.bias": layer(4), "2.weight": layer(10, 4), "2.bias": layer(10)}
    return [path.read_bytes(), safetensors(foreign)]


def _settings(folder: Path) -> bytes:
    path = folder / "netviz.ini"
    settings = Settings(path)
    settings.set_config(_CONFIG)
    settings.set_stop_conditions(StopConditions(epochs=3, patience=2))
    settings.set_votes("abc", {3: 5})
    settings.add_recent_file(path)
    settings.pace = 30.0
    settings.text_size = 125
    settings.last_run = path
    settings.flush()
    return path.read_bytes()


def _idx(values: np.ndarray) -> bytes:
    head = bytes((0, 0, 8, values.ndim)) + b"".join(size.to_bytes(4, "big") for size in values.shape)
    return head + values.tobytes()


def _make_folder(*, packed: bool) -> Callable[[Path, Random], None]:
    digits = _few_digits()
    images = _idx(digits.images.reshape(-1, 28, 28)[:12])
    labels = _idx(digits.labels[:12])
    names = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
    names += ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
    contents = {name: images if "images" in name else labels for name in names}
    if packed:
        contents = {f"{name}.gz": gzip.compress(data, mtime=0) for name, data in contents.items()}

    def make(path: Path, _random: Random) -> None:
        path.mkdir()
        for name, data in contents.items():
            (path / name).write_bytes(data)

    return make


def _pictures(kind: str) -> list[bytes]:
    ramp = np.full((40, 30), 250, np.uint8)
    ramp[8:32, 12:17] = 20
    grey = Image.fromarray(ramp)
    modes = {
        "PNG": ("L", "RGBA", "P", "I;16"),
        "TIFF": ("L", "RGB", "1", "F"),
        "PPM": ("L", "RGB", "1"),
        "TGA": ("L", "RGBA"),
        "GIF": ("P", "L"),
        "ICO": ("RGBA",),
        "BMP": ("L", "RGB", "1", "P"),
        "DIB": ("RGB",),
        "WEBP": ("RGB", "RGBA"),
        "AVIF": ("RGB", "RGBA"),
    }.get(kind, ("L", "RGB"))
    found = []
    for mode in modes:
        packed = ("tiff_lzw", *(("group4",) if mode == "1" else ())) if kind == "TIFF" else ()
        for options in ({}, *({"compression": name} for name in packed)):
            out = io.BytesIO()
            grey.convert(mode).save(out, kind, **options)
            found.append(out.getvalue())
    assert found, kind
    return found


# Damage


def _damage_bytes(path: Path, random: Random) -> None:
    _put(path, damaged(path.read_bytes(), random))


def _damage_recording(path: Path, random: Random) -> None:
    if random.random() < 0.6:
        damage_rows(path, random)
    else:
        _damage_bytes(path, random)


def _damage_network(path: Path, random: Random) -> None:
    damage = damaged_header if random.random() < 0.5 else damaged
    _put(path, damage(path.read_bytes(), random))


def _damage_picture(path: Path, random: Random) -> None:
    content = path.read_bytes()
    png = content.startswith(b"\x89PNG") and random.random() < 0.6
    _put(path, damaged_png(content, random) if png else damaged(content, random))


def _damage_folder(path: Path, random: Random) -> None:
    files = sorted(path.iterdir())
    for file in random.sample(files, random.choice((1, 1, 2))):
        content = file.read_bytes()
        inside = file.suffix == ".gz" and random.random() < 0.6
        file.write_bytes(damaged_inside_gzip(content, random) if inside else damaged(content, random))


# Reading, as the program does


def _read_picture(path: Path) -> None:
    pixels = read_image(path)
    if pixels.shape != (784,) or pixels.dtype != np.uint8:
        raise Found(f"it was read as {pixels.shape} {pixels.dtype}")


def _read_network(path: Path) -> None:
    """The window's way, and the command line's."""
    opened = read_file(path)
    if opened.state is not None and not opened.state.is_finite:
        raise Found("what was read is not finite")
    read_reader(path)


def _read_folder(path: Path) -> None:
    data = load_digits_from(path)
    for digits in (data.training, data.validation, data.test):
        if digits.images.shape != (len(digits.labels), 784):
            raise Found(f"images {digits.images.shape}, labels {digits.labels.shape}")


def _read_settings(path: Path) -> None:
    settings = Settings(path)
    for name in dir(Settings):
        if isinstance(getattr(Settings, name), property):
            getattr(settings, name)
    settings.config().check()
    settings.stop_conditions().check()
    settings.votes("abc")
    settings.add_recent_file(path)
    settings.flush()


def _use_recording(path: Path) -> None:
    """Read all of it, go on in it, branch off it, copy it."""
    size = path.stat().st_size
    opened = read_file(path)
    read_run(path)
    with Recording(path) as recording:
        recording.metrics()
        for command in recording.commands:
            recording.config_of(command)
            recording.lesson_of(command)
        steps = recording.steps
        for step in steps[:20]:
            recording.nearest(step)
            recording.epoch_at(step, 60)
        for step in recording.state_steps[:20]:
            recording.state_before(step)
        _ = (recording.marks, recording.desk, recording.parent, recording.last_spec, recording.validation())
        before = len(recording.state_steps)
    copy = path.with_name("copy.netviz")
    save_as(path, copy)
    with Recording(copy) as recording:
        if len(recording.state_steps) != before:
            raise Found(f"the copy has {len(recording.state_steps)} states instead of {before}")
    if copy.stat().st_size > _LARGEST_COPY * size:
        raise Found(f"the copy of {size} bytes has {copy.stat().st_size}")
    assert opened.state is not None
    branch = branch_off(path, path.with_name("branch.netviz"), opened.state.step, budget=10_000_000)
    branch.close()
    writer = RecordingWriter(path)
    writer.add_state(opened.state)
    writer.add_command(opened.state.step, "pause")
    writer.add_snapshot(opened.state.step + 1, opened.state.config, opened.state.parameters)
    writer.commit()
    writer.rewind(opened.state.step)
    writer.close()


def put_away(folder: Path) -> None:
    """Nothing of this case is there for the next one."""
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
