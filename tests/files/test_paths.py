"""One way to take a path: addresses, names that are no UTF-8, things that are no files."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from netviz.files.errors import FileError, reason, shown
from netviz.files.paths import given, is_file, is_folder, is_there, readable

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")


@posix
@pytest.mark.parametrize("form", ["file://{}", "file://localhost{}", "file:{}", "FILE://{}"])
def test_an_address_of_this_machine_is_a_path(form: str, tmp_path: Path) -> None:
    path = tmp_path / "my three é.png"
    assert given(form.format(path.as_uri().removeprefix("file://"))) == path


@posix
def test_an_address_that_lost_a_slash_on_the_way_is_taken_too() -> None:
    assert given(Path("file:///home/me/my%20three.png")) == Path("/home/me/my three.png")


def test_a_file_that_is_called_like_an_address_is_that_file(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file:x").write_bytes(b"")
    assert given("file:x") == Path("file:x")


@pytest.mark.parametrize("bad", ["file://elsewhere/x.png", "a\0b", "file:///a%00b"])
def test_what_is_no_path_here_is_said(bad: str) -> None:
    with pytest.raises(FileError, match=r"would be right\.$|null character\.$"):
        given(bad)


@for_all(st.text(st.characters(blacklist_characters="\0"), max_size=300))
def test_no_question_about_a_path_ever_raises(text: str) -> None:
    path = Path(text)
    for ask in (is_there, is_file, is_folder):
        assert ask(path) in (True, False)
    assert shown(path).isprintable()


@posix
def test_what_can_not_be_read_is_one_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for bad in (
        tmp_path,
        tmp_path / "none",
        tmp_path / "pipe",
        tmp_path / "circle",
        tmp_path / ("a" * 300),
        Path("/dev/zero"),
        tmp_path / os.fsdecode(b"\xff"),
    ):
        with pytest.raises(FileError) as caught:
            readable(bad, "a picture would be right")
        assert str(caught.value).endswith(".")
        str(caught.value).encode()


def test_the_system_s_words_are_made_plain_and_the_program_s_own_stay() -> None:
    assert reason(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) == "there is no room left there"
    assert reason(FileNotFoundError(errno.ENOENT, "it was removed meanwhile")) == "it was removed meanwhile"
    assert reason(OSError("odd")) == "odd"
