"""Every command × every argument that names a file × every bad path: a sentence and exit status 2."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from netviz.cli.main import main
from netviz.tasks.digits.resources import resource
from tests.rights import as_a_person

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other bad paths")

NETWORK = resource("examples", "trained-784-16-16-10.netviz")


def too_long(_folder: Path) -> str:
    return "a" * 300 + ".netviz"


def deep_and_too_long(folder: Path) -> str:
    return str(folder / ("b" * 300) / "x.netviz")


def not_utf8(folder: Path) -> str:
    return os.fsdecode(os.fsencode(folder) + b"/\xff.netviz")


def a_pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe.netviz")
    return str(folder / "pipe.netviz")


def a_circle(folder: Path) -> str:
    (folder / "circle.netviz").symlink_to(folder / "circle.netviz")
    return str(folder / "circle.netviz")


def a_folder(folder: Path) -> str:
    (folder / "folder.netviz").mkdir()
    (folder / "folder.netviz" / "letter.txt").write_text("keep me")
    return str(folder / "folder.netviz")


def below_a_file(folder: Path) -> str:
    (folder / "file").write_bytes(b"x")
    return str(folder / "file" / "x.netviz")


def a_device(_folder: Path) -> str:
    return "/dev/full"


def of_another_machine(_folder: Path) -> str:
    return "file://elsewhere/x.netviz"


def a_null(_folder: Path) -> str:
    return "a\0b.netviz"


def no_folder(folder: Path) -> str:
    return str(folder / "none" / "x.netviz")


def in_a_folder_of_others(folder: Path) -> str:
    closed = folder / "closed"
    closed.mkdir()
    shutil.copyfile(NETWORK, closed / "x.netviz")
    closed.chmod(0)
    return str(closed / "x.netviz")


def of_others(folder: Path) -> str:
    shutil.copyfile(NETWORK, folder / "x.netviz")
    (folder / "x.netviz").chmod(0)
    return str(folder / "x.netviz")


BAD = (
    too_long,
    deep_and_too_long,
    not_utf8,
    a_pipe,
    a_circle,
    a_folder,
    below_a_file,
    a_device,
    of_another_machine,
    a_null,
    no_folder,
    in_a_folder_of_others,
    of_others,
)

# What stands for the bad path in each command line; all else is right.
HERE = "HERE"
COMMANDS = {
    "open": [HERE],
    "run": ["run", HERE],
    "train --save": ["train", "--layers", "4", "--steps", "2", "--save", HERE],
    "train --data": ["train", "--layers", "4", "--steps", "2", "--data", HERE],
    "train --resume": ["train", "--steps", "2", "--resume", HERE],
    "test": ["test", HERE],
    "test --data": ["test", str(NETWORK), "--data", HERE],
    "predict": ["predict", HERE, "three.png"],
    "predict picture": ["predict", str(NETWORK), HERE],
    "render": ["render", HERE, "--out", "picture.png"],
    "render --out": ["render", str(NETWORK), "--out", HERE],
    "render --digit": ["render", str(NETWORK), "--out", "picture.png", "--digit", HERE],
    "explain": ["explain", HERE, "--out", "story.gif"],
    "explain --picture": ["explain", "--picture", HERE, "--digit", "3", "--out", "story.gif"],
    "explain --data": ["explain", "--data", HERE, "--out", "story.gif"],
    "explain --out": ["explain", "--size", "240x240", "--out", HERE],
    "handout": ["handout", HERE, "--out", "sheet.pdf"],
    "handout --out": ["handout", "--out", HERE],
}
# A name that is no UTF-8 is a name, a folder is what films and data want.
WORKS = {("train --save", "not_utf8")}


# The names of new folders are right for films, and would take a film's time.
CASES = [
    (command, bad)
    for command in COMMANDS
    for bad in BAD
    if (command, bad) not in {("explain --out", not_utf8), ("explain --out", no_folder)}
]


@pytest.mark.parametrize(("command", "bad"), CASES, ids=lambda one: getattr(one, "__name__", one))
def test_a_sentence_or_it_works(
    qapp: object,
    command: str,
    bad: Callable[[Path], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    work = tmp_path / "work"
    work.mkdir()
    path = bad(work)
    monkeypatch.chdir(work)
    monkeypatch.setattr("netviz.cli.process.display.explain_display_problem", lambda: None)
    monkeypatch.setattr("netviz.app.program.start.run", lambda _file: pytest.fail("the window opened"))
    before = sorted(work.rglob("*"))
    status = as_a_person(lambda: main([path if word == HERE else word for word in COMMANDS[command]]))
    told = capsys.readouterr().err
    if (command, bad.__name__) in WORKS:
        assert status == 0
        return
    assert status == 2
    sentence = told.strip().splitlines()[-1]
    assert sentence.startswith("netviz")
    assert "Errno" not in told
    assert "Traceback" not in told
    assert "PosixPath" not in told
    assert sorted(work.rglob("*")) == before


@pytest.mark.parametrize("name", ["x.csv", "x.csv.gz", "x.npz", "folder"])
@pytest.mark.parametrize(
    "command", [["train", "--layers", "4", "--steps", "2", "--data"], ["run"]], ids=" ".join
)
def test_data_of_others_are_told_of(
    qapp: object,
    command: list[str],
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("netviz.cli.process.display.explain_display_problem", lambda: None)
    monkeypatch.setattr("netviz.app.program.start.run", lambda _file: pytest.fail("the window opened"))
    path = tmp_path / name
    if path.suffix:
        path.write_bytes(b"a,b\n1,2\n")
    else:
        path.mkdir()
    path.chmod(0)
    assert as_a_person(lambda: main([*command, str(path)])) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"netviz: {path} can't be read: you may not read")


def shut(path: Path) -> bytes:
    """A file of the person's that must stay as it is."""
    path.write_bytes(b"older")
    path.chmod(0o444)
    return path.read_bytes()


def a_run(path: Path) -> bytes:
    """The same of a run that could be gone on with."""
    assert main(["train", "--layers", "4", "--steps", "1", "--save", str(path)]) == 0
    path.chmod(0o444)
    return path.read_bytes()


WRITTEN = {
    "x.netviz": ["train", "--layers", "4", "--steps", "2", "--save", HERE],
    "x.safetensors": ["train", "--layers", "4", "--steps", "2", "--save", HERE],
    "gone-on-with.netviz": ["train", "--steps", "2", "--resume", HERE],
    **{f"x.{kind}": ["render", str(NETWORK), "--out", HERE] for kind in ("png", "svg", "jpg", "webp")},
    **{f"film.{kind}": ["explain", "--size", "240x240", "--out", HERE] for kind in ("gif", "webp", "mp4")},
    "sheet.pdf": ["handout", "--blanks", "--out", HERE],
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_may_only_be_read_stays_and_so_does_its_folder(
    qapp: object, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused before the first step, or before anything is painted."""

    def refused(path: Path) -> None:
        capsys.readouterr()
        words = [str(path) if word == HERE else word for word in WRITTEN[name]]
        assert as_a_person(lambda: main(words)) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert "can't be written: you may not read or write there" in told.err

    path = tmp_path / "folder" / name
    path.parent.mkdir()
    before = (a_run if "--resume" in WRITTEN[name] else shut)(path)
    for mode in (0o755, 0o555):
        path.parent.chmod(mode)
        refused(path)
        assert path.read_bytes() == before
        assert path.stat().st_mode & 0o777 == 0o444
        if mode == 0o555 and "--resume" not in WRITTEN[name]:  # where the folder is shut, for a new name too
            refused(path.with_name(f"new{path.suffix}"))
        assert list(path.parent.iterdir()) == [path]
    path.parent.chmod(0o755)
