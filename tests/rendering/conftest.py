"""Networks to draw, pictures to compare."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from netviz.network.forward import forward_pass
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.tasks.digits.task import DIGITS
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.palette import DARK, LIGHT
from netviz.viewmodels.scene import Scene, resolve
from netviz.viewmodels.story.prepare import prepare
from netviz.viewmodels.story.story import Story

GOLDEN = Path(__file__).parent / "golden"
DEFAULT = DIGITS.network


def a_snapshot(
    sizes: tuple[int, ...] = (784, 16, 16, 10), *, trained: bool = True, step: int = 0
) -> Snapshot:
    """Weights as training leaves them (a few large ones, most near zero), or as an initialiser makes them."""
    spec = NetworkSpec(sizes=sizes, activations=("relu",) * (len(sizes) - 2))
    rng = np.random.default_rng(7)
    parameters = rng.standard_normal(spec.n_parameters).astype(np.float32)
    for where, (n_in, n_out) in zip(spec.weight_slices, spec.shapes, strict=True):
        if trained:
            each = rng.gamma(0.6, 1.0, (n_in, n_out)) * rng.gamma(0.7, 1.0, (n_in, 1))
            parameters[where] *= each.astype(np.float32).ravel()
        parameters[where] *= np.float32(np.sqrt(2 / n_in))
    parameters[spec.n_edges :] *= 0.1
    parameters.flags.writeable = False
    return Snapshot("golden", 0, step, spec, parameters)


def a_digit() -> NDArray[np.float32]:
    """A zero drawn with a compass."""
    row, column = np.mgrid[0:28, 0:28]
    radius = np.hypot((row - 13.5) / 9.0, (column - 13.5) / 6.5)
    return np.clip(1.6 - 5 * np.abs(radius - 1), 0, 1).astype(np.float32).ravel()


@pytest.fixture(scope="module", autouse=True)
def soon_complete() -> Iterator[None]:
    """A canvas at rest draws all its edges at once: here nobody is about to change them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("netviz.rendering.canvas._REST_AFTER_MS", 10)
        yield


@pytest.fixture(scope="session")
def make_scene() -> Callable[..., Scene]:
    """make_scene(sizes=…, trained=…, size=(w, h), dark=…, digit=…, **what resolve takes)."""

    def make(
        sizes: tuple[int, ...] = (784, 16, 16, 10),
        *,
        trained: bool = True,
        size: tuple[float, float] = (640, 400),
        dark: bool = False,
        digit: bool = True,
        step: int = 0,
        snapshot: Snapshot | None = None,
        **others: object,
    ) -> Scene:
        shot = snapshot or a_snapshot(sizes, trained=trained, step=step)
        forward = forward_pass(shot.spec, shot.parameters, a_digit()) if digit else None
        shade = (1.0,) + (1.5,) * (len(shot.spec.sizes) - 2) + (1.0,)
        return resolve(
            shot,
            make_layout(shot.spec, *size),
            DARK if dark else LIGHT,
            forward,
            shade_reference=shade,
            **others,  # type: ignore[arg-type]
        )

    return make


@pytest.fixture(scope="session")
def snapshot() -> Callable[..., Snapshot]:
    return a_snapshot


def pixels(image: QImage) -> NDArray[np.int16]:
    """(height, width, 3), 0 to 255."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(np.int16)


def difference(one: QImage, other: QImage) -> tuple[float, float]:
    """Mean and 99.9th percentile of the absolute difference, of 255."""
    assert one.size() == other.size(), (one.size(), other.size())
    away = np.abs(pixels(one) - pixels(other))
    return float(away.mean()), float(np.percentile(away, 99.9))


@pytest.fixture(scope="session")
def as_pixels() -> Callable[[QImage], NDArray[np.int16]]:
    return pixels


@pytest.fixture(scope="session")
def how_different() -> Callable[[QImage, QImage], tuple[float, float]]:
    return difference


@pytest.fixture
def matches_golden(tmp_path: Path) -> Callable[[str, QImage], None]:
    """Compare with tests/rendering/golden/NAME.png; NETVIZ_GOLDEN=new writes it instead."""

    def compare(name: str, image: QImage) -> None:
        path = GOLDEN / f"{name}.png"
        if os.environ.get("NETVIZ_GOLDEN") == "new":
            assert image.convertToFormat(QImage.Format.Format_RGB32).save(str(path))
        golden = QImage(str(path))
        assert not golden.isNull(), f"{path} is missing; NETVIZ_GOLDEN=new makes it"
        mean, high = difference(image, golden)
        if mean >= 1 or high >= 10:
            image.save(str(tmp_path / f"{name}.png"))
            pytest.fail(f"{name} differs: mean {mean:.2f}, 99.9th percentile {high:.0f}; see {tmp_path}")

    return compare


def a_story(
    width: float = 860, height: float = 640, spec: NetworkSpec = DEFAULT, *, seed: int = 0
) -> tuple[Story, Snapshot]:
    """An untrained network and a zero drawn with a compass; noise for a mini-batch."""
    network = Network(spec)
    network.initialise(seed)
    snapshot = Snapshot("golden", 0, 0, spec, network.parameters.copy())
    row, column = np.mgrid[0:28, 0:28]
    radius = np.hypot((row - 13.5) / 9.0, (column - 13.5) / 6.5)
    ink = (np.clip(1.6 - 5 * np.abs(radius - 1), 0, 1) * 255).astype(np.uint8).ravel()
    rng = np.random.default_rng(0)
    images = np.stack([np.roll(ink, int(k)) for k in rng.integers(-90, 90, 64)])
    labels = rng.integers(0, 10, 64)
    layout = make_layout(spec, width, height)
    shades = (1.0, *(1.5,) * (spec.n_layers - 1), 1.0)
    return prepare(
        snapshot, ink, 0, layout, shades, images=images, labels=labels, step=0, reads=DIGITS.input
    ), snapshot
