"""`netviz handout`, as one types it."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from netviz.rendering.files.handout import handout
from tests.pdf import read_pdf

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handout, "LINES", 40)


def test_a_handout_on_letter_paper(netviz, tmp_path: Path) -> None:
    path = tmp_path / "three.pdf"
    told = netviz("handout", "--digit", "3", "--paper", "letter", "--out", path)
    assert told.status == 0
    assert told.out == f"{path}: a hand-out of 9 stages\n"
    sheet = read_pdf(path)
    assert set(sheet.sizes) == {(612.0, 792.0)}
    assert sheet.texts[0].startswith("Teach it this 3\nNetwork with random weights, 784-16-16-10, untrained.")


def test_a_worksheet_of_a_drawn_picture_with_its_answers(netviz, tmp_path: Path) -> None:
    drawn = Image.new("L", (280, 280), 255)
    ImageDraw.Draw(drawn).line([(140, 40), (140, 240)], fill=0, width=20)
    drawn.save(tmp_path / "one.png")
    path = tmp_path / "sheet.pdf"
    told = netviz("handout", "--picture", tmp_path / "one.png", "--digit", "1", "--blanks", "--out", path)
    assert told.status == 0
    assert told.out == f"{path}: a worksheet of 9 stages; {tmp_path / 'sheet-answers.pdf'}: its answers\n"
    assert "[25]" in read_pdf(path).text
    assert "[25]" in read_pdf(tmp_path / "sheet-answers.pdf").text


@pytest.mark.parametrize("name", ["spam", "penguins", "moons", "curve"])
def test_every_task_has_a_sheet(name: str, netviz, tmp_path: Path) -> None:
    file = tmp_path / "small.netviz"
    words = ("--task", name, "--layers", "3", "--steps", "1", "--save", file)
    assert netviz("train", *words).status == 0
    told = netviz("handout", file, "--blanks", "--out", tmp_path / "sheet.pdf")
    assert (told.status, told.err) == (0, "")
    assert "What it reads" in read_pdf(tmp_path / "sheet.pdf").text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--digit", "12"), "There is no training digit 12; --digit must be from 0 to 9."),
        (("--picture", "four.png"), "Which digit does four.png show?"),
        (("nowhere.netviz",), "nowhere.netviz"),
        (("--out", "sheet.png"), ".pdf"),
        (("--out", "no/such/folder/sheet.pdf"), "there is no folder"),
        (("--paper", "a3"), "a4"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    words: tuple[str, ...], sentence: str, netviz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = netviz("handout", *words)
    assert told.status == 2
    assert sentence in told.err
    assert told.sentence()
    assert not list(tmp_path.iterdir())
