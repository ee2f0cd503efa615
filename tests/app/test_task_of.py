"""Of which task a file is, before a window is made for it."""

from pathlib import Path

import pytest
from PIL import Image

from netviz.app.files.task_of import task_of
from netviz.tasks.all_tasks import TASKS, task_named
from netviz.tasks.finding import load
from netviz.tasks.input import Picture
from netviz.training.config import new_config
from netviz.training.recording.writer import RecordingWriter
from netviz.training.saved.model_file import save_model
from netviz.training.session import Session


@pytest.mark.parametrize("task", [task for task in TASKS if not isinstance(task_named(task).input, Picture)])
def test_runs_and_networks_say_it(tmp_path: Path, task: str) -> None:
    training = load(task).training
    session = Session(new_config(len(training), training.task), training)
    state = session.state()
    RecordingWriter(tmp_path / "a.netviz", state).close()
    save_model(tmp_path / "a.safetensors", state)
    for name in ("a.netviz", "a.safetensors"):
        assert task_of(tmp_path / name).id == task


def test_all_else_is_the_usual_one(tmp_path: Path) -> None:
    Image.new("L", (28, 28)).save(tmp_path / "a.png")
    (tmp_path / "b.netviz").write_bytes(b"SQLite format 3\0 and no more")
    (tmp_path / "c.safetensors").write_bytes(b"\x10\0\0\0\0\0\0\0{")
    for name in ("a.png", "b.netviz", "c.safetensors", "gone.netviz"):
        assert task_of(tmp_path / name).id == "digits"
