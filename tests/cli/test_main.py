"""The command itself: what it lists, what it loads, and how it ends."""

import os
import subprocess
import sys

import pytest

import netviz as package
from netviz.cli import main as main_module
from netviz.cli import run as run_module
from netviz.cli.main import COMMANDS


def python(code: str, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, **more)


def test_help_names_every_command_in_a_line(netviz):
    told = netviz("--help")
    assert told.status == 0
    lines = told.out.splitlines()
    assert max(map(len, lines)) <= 100
    for command in COMMANDS:
        assert any(line.split()[:1] == [command.name] and command.help in line for line in lines)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_helps(netviz, command):
    told = netviz(command.name, "--help")
    assert told.status == 0
    assert told.err == ""
    assert told.out.startswith(f"usage: netviz {command.name}")
    assert command.help[1:] in " ".join(told.out.split())


def test_version(netviz):
    assert netviz("--version") == (0, f"netviz {package.__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["--help"], ()),
        (["--version"], ()),
        (["test", "--help"], ()),
        (["predict", "--help"], ()),
        # It names what networks are made of, and asks that itself.
        (["train", "--help"], ("numpy",)),
    ],
    ids=" ".join,
)
def test_help_loads_nothing_heavy(arguments, allowed):
    done = python(f"""
import sys
from netviz.cli.main import main
assert main({arguments!r}) == 0
heavy = {{"PySide6", "shiboken6", "numpy", "pyqtgraph", "PIL", "safetensors"}} & set(sys.modules)
assert heavy <= set({allowed!r}), heavy
""")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["train", "--steps", "3", "--data", "FOLDER", "--save", "saved"],
        ["test", "NETWORK", "--data", "FOLDER"],
        ["predict", "NETWORK", "PICTURE"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_needs_no_screen_loads_no_qt(netviz, folder, tmp_path, arguments):
    network, picture = tmp_path / "network", tmp_path / "picture.pgm"
    assert netviz("train", "--steps", 1, "--data", folder, "--save", network).status == 0
    ink = bytearray(784)
    for row in range(6, 22):
        ink[28 * row + 14] = 255
    picture.write_bytes(b"P5 28 28 255\n" + ink)
    names = {"NETWORK": str(network), "PICTURE": str(picture), "FOLDER": str(folder)}
    done = python(
        f"""
import sys
from netviz.cli.main import main
assert main({[names.get(argument, argument) for argument in arguments]!r}) == 0
assert not {{"PySide6", "shiboken6", "pyqtgraph"}} & set(sys.modules)
""",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("arguments", "file"), [([], None), (["FILE"], "FILE"), (["run"], None), (["run", "FILE"], "FILE")]
)
def test_without_a_command_the_window_opens(netviz, monkeypatch, tmp_path, arguments, file):
    network = tmp_path / "train"  # a file may have the name of a command
    network.touch()
    opened = []
    monkeypatch.setattr(run_module, "run", lambda args: opened.append(args.file) or 0)
    given = [str(network) if argument == "FILE" else argument for argument in arguments]
    assert netviz(*given).status == 0
    assert opened == [network if file else None]


@pytest.mark.parametrize("arguments", [["--nonsense"], ["run", "a", "b"], ["train", "--lr"], ["predict"]])
def test_what_can_not_be_meant_is_refused_in_a_sentence(netviz, arguments):
    told = netviz(*arguments)
    assert told.status == 2
    assert told.out == ""
    assert told.err.startswith("netviz")
    assert told.err.count("\n") == 1
    assert "--help" in told.err


def test_a_slip_of_the_pen(netviz, tmp_path, monkeypatch):
    told = netviz("trian")
    assert told.status == 2
    assert "did you mean train?" in told.err
    monkeypatch.chdir(tmp_path)
    (tmp_path / "trian").touch()
    opened = []
    monkeypatch.setattr(run_module, "run", lambda args: opened.append(args.file) or 0)
    assert netviz("trian").status == 0
    assert [str(file) for file in opened] == ["trian"]


def test_interrupted(netviz, monkeypatch):
    def interrupt(_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "run", interrupt)
    told = netviz()
    assert told.status == 130
    assert told.err == "netviz: interrupted.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other pipes")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_nobody_reads_any_more(unbuffered):
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [sys.executable, "-m", "netviz", "--help"],
        stdout=writes,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        timeout=60,
    )
    os.close(writes)
    assert done.returncode == main_module.NOBODY_READS
    assert done.stderr == b""


def test_a_terminal_of_few_letters(folder):
    done = subprocess.run(
        [sys.executable, "-m", "netviz", "train", "--steps", "1", "--data", str(folder)],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert b"784-16-16-10 ? ReLU" in done.stdout


@pytest.mark.parametrize("word", ["sweep", "banana"])
def test_a_word_that_is_no_command_is_said_to_be_none(netviz, word, monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    told = netviz(word)
    assert told.status == 2
    assert f"there is no command or file “{word}”" in told.sentence()
