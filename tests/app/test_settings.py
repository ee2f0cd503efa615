"""What is remembered comes back; nonsense in the file reads as the default."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from netviz.app.program.settings import FIRST_PACE, MOST_RECENT, Settings
from netviz.app.window.theme import Theme
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig, new_config
from netviz.training.recording.recovery import runs_folder

CONFIG = TrainingConfig(
    NetworkSpec((784, 30, 20, 10), ("tanh", "relu"), "sigmoid_squared_error", "xavier"),
    optimiser="adam",
    learning_rate=0.001,
    batch_size=32,
    seed=7,
)


def test_everything_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "netviz.ini"
    first = Settings(path)
    first.theme = Theme.DARK
    first.colour_blind = True
    first.geometry = QByteArray(b"\x01\x02\x00\xff")
    first.set_panel_shown("right", False)
    first.live_edges = False
    first.legend = False
    first.pace = 12.5
    first.recording_budget = 64_000_000
    first.set_config(CONFIG)
    first.flush()
    again = Settings(path)
    assert again.theme is Theme.DARK
    assert again.colour_blind
    assert again.geometry == QByteArray(b"\x01\x02\x00\xff")
    assert not again.panel_shown("right")
    assert again.panel_shown("left")
    assert not again.live_edges
    assert not again.legend
    assert again.pace == 12.5
    assert again.recording_budget == 64_000_000
    again.pace = None
    assert Settings(path).pace is None
    assert again.config() == CONFIG


def test_defaults_of_a_first_start(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "netviz.ini")
    assert settings.theme is Theme.SYSTEM
    assert not settings.colour_blind
    assert settings.geometry is None
    assert settings.live_edges
    assert settings.legend
    assert settings.recent_files == ()
    assert settings.recording_budget == 256_000_000
    assert settings.pace == FIRST_PACE
    assert settings.config() == new_config()
    assert settings.folder == Path.home()


@pytest.mark.parametrize("content", ["[look]\ntheme=purple\n[window]\ngeometry=hello\n", "\0\0\0", "[[["])
def test_nonsense_reads_as_default(tmp_path: Path, content: str) -> None:
    path = tmp_path / "netviz.ini"
    path.write_text(content)
    settings = Settings(path)
    assert settings.theme is Theme.SYSTEM
    assert settings.geometry is None


@pytest.mark.parametrize("pace", ["fast", "nan", "inf", "-1", "0"])
def test_a_pace_that_cannot_be_kept_reads_as_default(tmp_path: Path, pace: str) -> None:
    store = QSettings(str(tmp_path / "netviz.ini"), QSettings.Format.IniFormat)
    store.setValue("training/pace", pace)
    store.sync()
    assert Settings(tmp_path / "netviz.ini").pace == FIRST_PACE


@pytest.mark.parametrize("megabytes", ["15", "16385", "much", "-3", "9" * 30, "²"])
def test_a_budget_out_of_its_range_reads_as_default(tmp_path: Path, megabytes: str) -> None:
    store = QSettings(str(tmp_path / "netviz.ini"), QSettings.Format.IniFormat)
    store.setValue("files/recording_megabytes", megabytes)
    store.sync()
    assert Settings(tmp_path / "netviz.ini").recording_budget == 256_000_000


@pytest.mark.parametrize(
    "value",
    ["{}", "[1]", "null", '{"spec": {"sizes": [784, 0, 10], "activations": ["relu"]}}', '{"spec": 3}', "{"],
)
def test_settings_of_training_that_make_no_sense_read_as_default(tmp_path: Path, value: str) -> None:
    store = QSettings(str(tmp_path / "netviz.ini"), QSettings.Format.IniFormat)
    store.setValue("training/config", value)
    store.sync()
    assert Settings(tmp_path / "netviz.ini").config() == new_config()


def test_recent_files_newest_first_without_doubles(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "netviz.ini")
    files = [tmp_path / f"net, {k}.netviz" for k in range(MOST_RECENT + 3)]
    for path in files:
        settings.add_recent_file(path)
    settings.add_recent_file(files[5])
    assert settings.recent_files[0] == files[5]
    assert len(settings.recent_files) == len(set(settings.recent_files)) == MOST_RECENT
    settings.forget_recent_file(files[5])
    assert files[5] not in settings.recent_files
    settings.add_recent_file(runs_folder() / "recorded by itself.netviz")
    assert settings.folder == tmp_path
