"""A typed ending that is known decides; nothing is called another kind than it is."""

from pathlib import Path

import pytest

from netviz.files.endings import OF_OTHERS, Written, check_ending, check_name_of_run
from netviz.files.errors import FileError

A_FILM = Written("a film", (("GIF", ".gif"), ("MP4", ".mp4"), ("Folder", "")))


@pytest.mark.parametrize(
    ("typed", "kind", "expected"),
    [
        ("mine", "GIF", "mine.gif"),
        ("mine", "MP4", "mine.mp4"),
        ("mine", "Folder", "mine"),
        ("mine", "a kind that nobody knows", "mine.gif"),
        ("mine.gif", "MP4", "mine.gif"),
        ("mine.MP4", "GIF", "mine.MP4"),
        ("lr 0.05", "GIF", "lr 0.05.gif"),
        ("net.v2", "MP4", "net.v2.mp4"),
        ("net.v2", "Folder", "net.v2"),
    ],
)
def test_a_name_gets_its_ending(typed: str, kind: str, expected: str) -> None:
    assert A_FILM.named(Path("/a/b") / typed, kind) == Path("/a/b") / expected


@pytest.mark.parametrize("kind", ["GIF", "Folder"])
@pytest.mark.parametrize(
    "ending", [*sorted(set(OF_OTHERS) - {".gif", ".mp4"}), ".netviz", ".safetensors", ".MOV"]
)
def test_an_ending_of_something_else_is_refused(ending: str, kind: str) -> None:
    with pytest.raises(FileError) as caught:
        A_FILM.named(Path(f"x{ending}"), kind)
    assert str(caught.value) == (
        f"x{ending}: a film can't be written as {ending}; .gif or .mp4 would be right."
    )


def test_the_kind_that_a_name_says_is_chosen_at_first() -> None:
    assert A_FILM.kind_of(Path("x.MP4")) == "MP4"
    assert A_FILM.kind_of(Path("x.png")) == "GIF"


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
