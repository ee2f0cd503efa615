"""No settings file can stop a start: whatever is in it, and whatever lies in its place."""

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from netviz.app.program.settings import Settings
from netviz.app.window.theme import Theme

# Runs in a process of its own, as some of these values end it.
READ = """
import sys
from pathlib import Path
from netviz.app.program.settings import Settings
for path in sorted(Path(sys.argv[1]).iterdir()):
    print("reading", path.name, flush=True)
    settings = Settings(path)
    for name in dir(Settings):
        if isinstance(getattr(Settings, name), property):
            getattr(settings, name)
    settings.panel_shown("left"), settings.config(), settings.stop_conditions(), settings.votes("x")
    settings.text_size = 125
    settings.flush()
print("all read")
"""
VALUES = {
    "too large": r"@Variant(\0\0\0\x9\x7f\xff\xff\xff)",
    "too large a text": r"@Variant(\0\0\0\b\x7f\xff\xff\xff)",
    "a letter": r"@Variant(\0\0\0\x7)",
    "escaped": r"\x40Variant(\0\0\0\x9\x7f\xff\xff\xff)",
    "escaped within": r"@V\x61riant(\0\0\0\x9\x7f\xff\xff\xff)",
    "in octal": r"\100Variant(\0\0\0\x9\x7f\xff\xff\xff)",
    "quoted": r'"@Variant(\0\0\0\x9\x7f\xff\xff\xff)"',
    "in a list": r"dark, @Variant(\0\0\0\x9\x7f\xff\xff\xff)",
    "on the next line": "\\\n@Variant(\\0\\0\\0\\x9\\x7f\\xff\\xff\\xff)",
    "a date": r"@DateTime(\0\0\0\x10\xff)",
    "a size": "@Size(1 2)",
    "a rectangle": "@Rect(1 2 3)",
    "nothing": "@Invalid()",
    "bytes": "@ByteArray(\\0\\xff\\x1)",
    "cut off": "@ByteArray(",
    "a list": "a, b, c",
    "a number": "1e999",
    "long": "x" * 100_000,
}
KEYS = (
    *("look/theme", "look/text_size", "look/first_steps", "window/geometry", "window/left", "training/pace"),
    *(
        "training/config",
        "training/stop",
        "files/recent",
        "files/last_run",
        "files/recording_megabytes",
        "votes/x",
    ),
)


def ini(value: str, keys: tuple[str, ...] = KEYS) -> bytes:
    """A file in which each key has this value."""
    return "".join(f"[{key.split('/')[0]}]\n{key.split('/')[1]}={value}\n" for key in keys).encode()


def test_no_content_stops_a_start(tmp_path: Path) -> None:
    folder = tmp_path / "inis"
    folder.mkdir()
    for k, value in enumerate(VALUES.values()):
        (folder / f"value{k}.ini").write_bytes(ini(value))
    seeded = random.Random(11)
    whole = (Path(__file__).parents[1] / "corpus" / "5240e6c" / "netviz.ini").read_bytes()
    for k in range(60):
        content = bytearray(whole + ini(seeded.choice(list(VALUES.values())), (seeded.choice(KEYS),)))
        for _ in range(seeded.randrange(6)):
            content[seeded.randrange(len(content))] = seeded.randrange(256)
        (folder / f"random{k:02}.ini").write_bytes(
            content[: seeded.choice((None, seeded.randrange(len(content))))]
        )
    for k, content in enumerate(
        (b"", b"\0" * 500, os.urandom(2000), b"[[[", b"\xff\xfe[look]", b"@Variant(")
    ):
        (folder / f"bytes{k}.ini").write_bytes(content)
    (folder / "folder.ini").mkdir()
    (folder / "circle.ini").symlink_to(folder / "circle.ini")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe.ini")
    told = subprocess.run(
        [sys.executable, "-c", READ, str(folder)], capture_output=True, text=True, timeout=120, check=False
    )
    assert told.stdout.endswith("all read\n"), (told.returncode, told.stdout[-80:], told.stderr[-400:])
    assert told.stderr == ""


@pytest.mark.parametrize("name", [name for name, value in VALUES.items() if "riant(" in value])
def test_what_is_right_beside_it_stays(tmp_path: Path, name: str) -> None:
    path = tmp_path / "netviz.ini"
    path.write_bytes(b"[look]\ntheme=dark\n" + ini(VALUES[name], ("look/detail",)) + b"text_size=150\n")
    settings = Settings(path)
    assert (settings.theme, settings.text_size, settings.full) == (Theme.DARK, 150, False)
    assert b"riant(" not in path.read_bytes()


def test_what_the_program_writes_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "netviz.ini"
    settings = Settings(path)
    settings.add_recent_file(tmp_path / "a@b (c), ü.netviz")
    settings.add_recent_file(tmp_path / "@ByteArray(x).netviz")
    settings.flush()
    before = path.read_bytes()
    assert len(Settings(path).recent_files) == 2
    assert path.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes differ on Windows")
def test_a_file_that_can_not_be_mended_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from netviz.files.errors import FileError

    def refuse(*_: object) -> None:
        raise FileError("It may not be written.")

    monkeypatch.setattr("netviz.app.program.ini_file.write_whole", refuse)
    path = tmp_path / "netviz.ini"
    path.write_bytes(ini(VALUES["too large"]))
    before = path.read_bytes()
    settings = Settings(path)
    assert settings.theme is Theme.SYSTEM
    settings.theme = Theme.DARK
    settings.flush()
    assert settings.theme is Theme.DARK
    assert path.read_bytes() == before
