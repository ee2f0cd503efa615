"""A typed ending that is known decides; a run gets no name of another kind."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from netviz.app.dialogs import Dialogs
from netviz.files.endings import OF_OTHERS, check_ending, check_name_of_run, ended
from netviz.files.errors import FileError


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mine", "mine.netviz"),
        ("mine.netviz", "mine.netviz"),
        ("mine.SAFETENSORS", "mine.SAFETENSORS"),
        ("mlp lr 0.05", "mlp lr 0.05.netviz"),
        ("x.onnx", "x.onnx"),
        ("net.v2", "net.v2.netviz"),
    ],
)
def test_a_name_gets_its_ending(typed: str, expected: str) -> None:
    assert ended(Path(typed), ".netviz", (".netviz", ".safetensors")) == Path(expected)


@pytest.mark.parametrize("ending", [*OF_OTHERS, ".ONNX"])
def test_a_run_gets_no_name_of_another_kind(ending: str) -> None:
    with pytest.raises(FileError, match="would be called") as caught:
        check_name_of_run(Path(f"x{ending}"))
    assert "x.netviz" in str(caught.value)


@pytest.mark.parametrize("name", ["x", "x.netviz", "x.safetensors", "lr 0.05", "x.run"])
def test_any_other_name_is_its_owner_s_business(name: str) -> None:
    check_name_of_run(Path(name))


def test_what_can_be_written_is_named() -> None:
    check_ending(Path("p.SVG"), "a picture", (".png", ".svg"))
    with pytest.raises(FileError, match=r"p\.jpg.*can't be written as \.jpg; \.png or \.svg"):
        check_ending(Path("p.jpg"), "a picture", (".png", ".svg"))


@pytest.mark.parametrize(
    ("typed", "kind", "written"),
    [
        ("story4.mp4", "Animated GIF (*.gif)", "story4.mp4"),
        ("story4.GIF", "MP4 film (*.mp4)", "story4.GIF"),
        ("story4", "Animated WebP (*.webp)", "story4.webp"),
        ("story 1.5", "MP4 film (*.mp4)", "story 1.5.mp4"),
        ("frames", "Folder of pictures (*)", "frames"),
        ("story.png", "MP4 film (*.mp4)", "story.png"),  # which the writer refuses, and says why
    ],
)
def test_a_film_is_what_its_name_says(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, kind: str, written: str
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / typed), kind))
    assert Dialogs(None).film_to_save(tmp_path / "x.gif") == tmp_path / written  # type: ignore[arg-type]


def test_what_would_be_replaced_by_the_ending_is_asked_about(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.netviz").write_bytes(b"0")
    filters = "Runs (*.netviz);;The network alone (*.safetensors)"
    dialogs = Dialogs(None)  # type: ignore[arg-type]
    asked: list[Path] = []
    monkeypatch.setattr(Dialogs, "replace", lambda _self, path: bool(asked.append(path)))
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), "Runs (*.netviz)")
    )
    assert dialogs.file_to_save("Save", tmp_path / "x.netviz", filters) is None
    assert asked == [tmp_path / "mine.netviz"]
    chosen = "The network alone (*.safetensors)"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), chosen))
    assert dialogs.file_to_save("Save", tmp_path / "x.netviz", filters) == tmp_path / "mine.safetensors"
