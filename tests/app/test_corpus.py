"""Files and settings that an earlier netviz wrote, in the window of this one."""

import shutil
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from netviz.app.program.settings import Settings
from netviz.app.window.theme import Theme
from netviz.network.spec import NetworkSpec
from netviz.training.config import TrainingConfig
from netviz.training.stopping import StopConditions
from tests.app.conftest import StartProgram
from tests.app.test_program import parameters, rest, shown_step
from tests.training.test_corpus import CORPUS, MODELS, RECORDINGS, digest, expected


def test_the_settings_of_5240e6c_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "netviz.ini"
    shutil.copy(CORPUS / "5240e6c" / "netviz.ini", path)
    settings = Settings(path)
    assert settings.theme is Theme.DARK
    assert settings.colour_blind
    assert not settings.legend
    assert not settings.pulses
    assert settings.live_edges
    assert not settings.reduced_motion
    assert settings.pace == 60.0
    assert settings.recording_budget == 128_000_000
    assert not settings.panel_shown("left")
    assert settings.panel_shown("right")
    assert settings.geometry is not None
    assert settings.stop_conditions() == StopConditions()
    assert [file.name for file in settings.recent_files] == [
        "branch.netviz",
        "run.netviz",
        "network.safetensors",
    ]
    assert settings.config() == TrainingConfig(
        NetworkSpec((784, 4, 10), ("relu",)), learning_rate=0.05, dropout=0.1, seed=7
    )


@pytest.mark.parametrize("name", [*RECORDINGS, *MODELS])
def test_the_window_opens_it_at_its_last_step(
    qtbot: QtBot, start: StartProgram, tmp_path: Path, name: str
) -> None:
    path = tmp_path / Path(name).name
    shutil.copy(CORPUS / name, path)
    program = start(path)
    wanted = expected(name)
    states = wanted.get("states") or {str(wanted["state"]["step"]): wanted["state"]}
    step = max(int(at) for at in states)
    qtbot.waitUntil(lambda: shown_step(program) == step, timeout=10_000)
    rest(qtbot, program)
    assert digest(parameters(program)) == states[str(step)]["parameters"]
