"""A stretch of a run as a film: even in time, honest about its steps, always the same, whole or not there."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtGui import QGuiApplication

from netviz.network.spec import NetworkSpec
from netviz.rendering.files.film_file import Cancelled, FilmError
from netviz.rendering.files.run_film import END, Digit, RunPainter, film_shots, running_seconds, write_run
from netviz.tasks.digits.digits import DataSet
from netviz.training.config import TrainingConfig
from netviz.training.measure.metrics import ValidationPoint
from netviz.training.recording.reader import Recording
from netviz.training.recording.writer import RecordingWriter
from netviz.training.session import Session
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.palette import DARK, LIGHT

SIZE = (480, 270)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, digits: DataSet) -> Path:
    """40 steps, of which every fifth is kept."""
    path = tmp_path_factory.mktemp("run") / "run.netviz"
    session = Session(TrainingConfig(NetworkSpec.dense((784, 6, 10))), digits.training)
    writer = RecordingWriter(path, session.state())
    for _ in range(40):
        session.step()
        if session.step_count % 5 == 0:
            writer.add_snapshot(session.step_count, session.config, session.network.parameters)
    writer.add_validation([ValidationPoint(20, 1.0, 0.5), ValidationPoint(40, 0.5, 0.8)])
    writer.add_state(session.state())
    writer.close()
    return path


def film(run: Path, out: Path, first: int | None = None, last: int | None = None, **more: object) -> float:
    with Recording(run) as recording:
        return write_run(out, recording, first, last, LIGHT, *SIZE, **more)  # type: ignore[arg-type]


@example(kept=[0, 1], seconds=0.125, fps=15)
@given(
    kept=st.lists(st.integers(0, 10**7), min_size=1, max_size=60, unique=True).map(sorted),
    seconds=st.floats(0.1, 30),
    fps=st.sampled_from([15, 30]),
)
def test_steps_pass_evenly_and_each_frame_shows_the_nearest(
    kept: list[int], seconds: float, fps: int
) -> None:
    shots = film_shots(np.array(kept), seconds, fps)
    shown = [int(shot.phase) for shot in shots]
    assert set(shown) <= set(kept)
    assert shown == sorted(set(shown))
    assert all(abs(shot.seconds * fps - round(shot.seconds * fps)) < 1e-6 for shot in shots)
    frames = [step for step, shot in zip(shown, shots, strict=True) for _ in range(round(shot.seconds * fps))]
    assert len(frames) == max(round(seconds * fps), 1)
    n = 1 if len(kept) == 1 else max(round(running_seconds(seconds) * fps), min(len(frames), 2))
    assert frames[n:] == [kept[-1]] * (len(frames) - n)
    frames = frames[:n]
    moments = np.linspace(kept[0], kept[-1], n)
    distance = np.abs(np.array(kept)[:, None] - moments).min(axis=0)
    np.testing.assert_allclose(np.abs(np.array(frames) - moments), distance, atol=1e-6)
    if n > 1:
        assert (shown[0], shown[-1]) == (kept[0], kept[-1])


def test_an_animation_shows_the_steps_of_its_stretch(
    qapp: QGuiApplication, run: Path, tmp_path: Path
) -> None:
    seconds = film(run, tmp_path / "film.webp", 10, 30, seconds=2.0)
    assert seconds == pytest.approx(2.0)
    with Image.open(tmp_path / "film.webp") as picture:
        assert picture.n_frames == 5  # 10, 15, 20, 25, 30
        assert picture.size == SIZE
        lengths = []
        for frame in range(picture.n_frames):
            picture.seek(frame)
            picture.load()
            lengths.append(picture.info["duration"])
    assert sum(lengths) == pytest.approx(2000, abs=10)
    assert [path.name for path in tmp_path.iterdir()] == ["film.webp"]


def test_the_last_picture_stays_within_the_film() -> None:
    shots = film_shots(np.arange(0, 601), 6.0, 30)
    assert sum(shot.seconds for shot in shots) == pytest.approx(6.0)
    assert shots[-1].seconds == pytest.approx(END, abs=0.1)


def test_the_newest_step_is_shown_though_the_recording_lacks_it(
    qapp: QGuiApplication, run: Path, tmp_path: Path
) -> None:
    spec = NetworkSpec.dense((784, 6, 10))
    newest = Snapshot("", 0, 43, spec, np.zeros(spec.n_parameters, np.float32))
    film(run, tmp_path / "frames", 30, 43, seconds=2.0, newest=newest)
    assert len(list((tmp_path / "frames").glob("*.png"))) == 4  # 30, 35, 40, 43
    with pytest.raises(FilmError, match="keeps no step from 41 to 42"):
        film(run, tmp_path / "none", 41, 42, newest=newest)


def test_it_is_the_same_film_each_time_and_its_frames_differ(
    qapp: QGuiApplication, run: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        film(run, tmp_path / name, seconds=1.0)
    frames = sorted((tmp_path / "one").glob("*.png"))
    assert len(frames) == 9
    assert [(tmp_path / "two" / path.name).read_bytes() for path in frames] == [
        path.read_bytes() for path in frames
    ]
    assert len({path.read_bytes() for path in frames}) == len(frames)


def test_a_frame_says_the_step_the_answer_and_what_was_measured(
    qapp: QGuiApplication, run: Path, digits: DataSet
) -> None:
    with Recording(run) as recording:
        bare = RunPainter(recording, DARK, *SIZE, (0, 40))
        reading = RunPainter(
            recording,
            DARK,
            *SIZE,
            (0, 40),
            Digit(digits.test.inputs([0])[0], digits.validation.inputs(slice(500))),
        )
        assert bare.frame(20) != bare.frame(25)
        assert bare.frame(20) == bare.frame(20)
        assert reading.frame(20) != bare.frame(20)
        assert bare.frame(20).pixelColor(2, 2).name() == DARK.page.lower()


def test_cancelled_it_leaves_nothing(qapp: QGuiApplication, run: Path, tmp_path: Path) -> None:
    shares: list[float] = []
    for name in ("film.gif", "frames"):
        with pytest.raises(Cancelled):
            film(run, tmp_path / name, progress=shares.append, cancelled=lambda: len(shares) > 2)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("stretch", "more", "sentence"),
    [
        ((50, 90), {}, "keeps no step from 50 to 90; it goes from 0 to 40"),
        ((1, 3), {}, "keeps no step from 1 to 3"),
        ((0, 40), {"seconds": 0.0}, "0 seconds can't be a film's length"),
        ((0, 40), {"seconds": float("nan")}, "nan seconds"),
    ],
)
def test_what_can_not_be_filmed_is_a_sentence(
    qapp: QGuiApplication, run: Path, tmp_path: Path, stretch, more, sentence: str
) -> None:
    with pytest.raises(FilmError, match=sentence):
        film(run, tmp_path / "film.gif", *stretch, **more)
    assert list(tmp_path.iterdir()) == []
