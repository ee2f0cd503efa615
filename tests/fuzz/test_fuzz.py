"""A sample of `make fuzz`, and that it would find what it looks for."""

import sys
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import worker
from tests.fuzz.formats import Format, formats
from tests.fuzz.hunt import hunt

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads what Linux says of a process")
CASES = 25


def test_no_damaged_file_of_a_sample_does_any_harm(tmp_path: Path) -> None:
    names = [one.name for one in formats(tmp_path)]
    tallies = hunt(names, 1, CASES)
    assert [(name, tally.bad) for name, tally in tallies.items() if tally.bad] == []
    assert all(sum(tally.ends.values()) == CASES for tally in tallies.values())
    assert all(tally.ends["refused"] for name, tally in tallies.items() if name != "settings")


def test_every_sound_file_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "sound"
    folder.mkdir()
    for number, one in enumerate(formats(folder)):
        for seed in range(4):
            place = tmp_path / f"{number} {seed}"
            place.mkdir()
            one.make(place / "case.netviz", Random(seed))
            one.read(place / "case.netviz")


def test_what_is_no_sentence_is_found(tmp_path: Path) -> None:
    for said in ("it broke", "KeyError: 3.", "('utf-8' codec can't decode byte 0x80).", "two\nlines."):
        assert not worker._is_sentence(said)
    assert worker._is_sentence("Loss: there is no “x”; squared_error would be right.")
    assert worker._is_sentence("/a is damaged or no recording; a recording of netviz would be right.")


@pytest.mark.parametrize(("name", "end"), [("dies", "died"), ("hangs", "hung"), ("grows", "too large")])
def test_what_dies_hangs_or_grows_is_found(monkeypatch: pytest.MonkeyPatch, name: str, end: str) -> None:
    """The child has such a format where this variable says so."""
    monkeypatch.setenv("NETVIZ_FUZZ_HARM", name)
    tally = hunt(["harm"], 1, 2, patience=0.5 if name == "hangs" else 60.0)["harm"]
    assert [number for number, _ in tally.bad] == [0, 1]
    assert all(words.startswith(end) for _, words in tally.bad)


def test_a_case_is_always_the_same(tmp_path: Path) -> None:
    def content(one: Format, seed: int) -> list[bytes]:
        path = tmp_path / f"{one.name} {seed}"
        found = []
        for number in range(3):
            one.case(path / str(number), seed, number)
            found.append((path / str(number)).read_bytes())
        return found

    (tmp_path / "a").mkdir()
    for one in formats(tmp_path / "a"):
        if not one.name.startswith(("idx", "settings", "recording")):
            for seed in (1, 2):
                (tmp_path / f"{one.name} {seed}").mkdir(exist_ok=True)
            assert content(one, 1) == content(one, 1) != content(one, 2)
