"""The hand-out and the worksheet: what is printed is read back, and every blank is computed from it alone."""

import math
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from netviz.files.errors import FileError
from netviz.network.network import Network
from netviz.network.spec import NetworkSpec
from netviz.rendering.files.handout import handout
from netviz.rendering.files.handout.handout import LAID_OUT, write_handout, write_worksheet
from netviz.rendering.files.handout.paper import A4, LETTER, Paper
from netviz.tasks.all_tasks import USUAL, task_named
from netviz.tasks.examples import Data
from netviz.tasks.finding import load
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.prepare import prepare
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import Story
from tests.formulas import written
from tests.pdf import Pdf, read_pdf

pytestmark = pytest.mark.usefixtures("qapp")

BLANK = re.compile(r"\[(\d+)\]\u00a0{8,}")  # a reference has no room to write behind it
_LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
CASES = (
    # Task, hidden layers, activation, loss, seed.
    pytest.param((USUAL, (16, 16), "relu", "", 0), marks=pytest.mark.long),
    pytest.param((USUAL, (), "relu", "", 1), marks=pytest.mark.long),
    pytest.param((USUAL, (6,), "sigmoid", "sigmoid_squared_error", 2)),
    pytest.param((USUAL, (8, 7, 6, 5), "tanh", "", 3), marks=pytest.mark.long),
    pytest.param(("spam", (5,), "relu", "", 4), marks=pytest.mark.long),
    pytest.param(("penguins", (4, 4), "gelu", "", 5)),
    pytest.param(("moons", (4, 3), "tanh", "sigmoid_squared_error", 6)),
    pytest.param(("curve", (5, 4), "tanh", "", 7)),
)


def a_story(
    name: str, hidden: Sequence[int], activation: str, loss: str, seed: int, data: Data, scale: float = 1.0
) -> Story:
    task = task_named(name)
    spec = NetworkSpec.dense(task.sizes(*hidden), activation=activation, loss=loss or task.answer.losses[0])
    network = Network(spec)
    network.initialise(seed)
    network.parameters *= np.float32(scale)
    snapshot = Snapshot("told", 0, 40, spec, network.parameters, task=task)
    training = data.training
    right = training.answers[seed]
    label = int(right) if task.answer.kind == "classes" else float(right[0])
    layout = make_layout(spec, *LAID_OUT, task)
    return prepare(
        snapshot,
        np.asarray(training.stored[seed]),
        label,
        layout,
        reads=task.input,
        images=training.stored,
        labels=training.answers,
        seed=seed,
        step=40,
    )


def story_of(case: tuple[str, tuple[int, ...], str, str, int], digits: Data, scale: float = 1.0) -> Story:
    return a_story(*case, digits if case[0] == USUAL else load(case[0]), scale)


def both(story: Story, folder: Path, paper: Paper = A4) -> tuple[Pdf, dict[int, str]]:
    """The worksheet, and its answers by number."""
    beside = write_worksheet(folder / "sheet.pdf", story, paper, "mine")
    assert beside == folder / "sheet-answers.pdf"
    found = re.findall(r"^\[(\d+)\]\s+(\S+)$", read_pdf(beside).text, re.MULTILINE)
    return read_pdf(folder / "sheet.pdf"), {int(number): answer for number, answer in found}


def number(text: str) -> float:
    mantissa, _, power = text.replace("−", "-").partition("·10")
    return float(f"{mantissa}e{power.translate(_LOWERED) or 0}")


def value(expression: str, answers: dict[int, str]) -> float:
    """What a printed expression is, by its printed numbers and the answers that it names."""
    text = re.sub(r"·10([⁻⁰-⁹¹²³]+)", lambda power: f"e{power[1].translate(_LOWERED)}", expression)
    text = re.sub(r"\[(\d+)\]", lambda reference: f"({number(answers[int(reference[1])])})", text)
    for sign, spelt in (("½", "0.5"), ("²", "**2"), ("·", "*"), ("−", "-"), ("÷", "/")):
        text = text.replace(sign, spelt)
    text = re.sub(r"\b(rest|b)\b", "", text)
    text = re.sub(r"-ln (\S+)", r"-ln(\1)", text.strip())
    assert re.fullmatch(r"[-\d.e+*/() ln]+", text), text
    return float(eval(text, {"__builtins__": {}, "ln": math.log}))  # noqa: S307


def agrees(answer: str, expected: float) -> bool:
    """To half a unit of the last printed place."""
    mantissa, _, power = answer.partition("·10")
    decimals = len(mantissa.partition(".")[2])
    size = 10.0 ** (int(power.translate(_LOWERED) or 0) - decimals)
    if "." not in mantissa and not power:  # a whole number
        size = 10.0 ** max(len(mantissa.lstrip("−")) - 3, 0)
    return abs(number(answer) - expected) <= 0.5 * size * (1 + 1e-6) + 1e-12


def recomputed(text: str, answers: dict[int, str]) -> dict[int, float]:
    """Every blank of a worksheet by what is printed around it."""
    found: dict[int, float] = {}
    pieces = BLANK.split(text)
    for before, blank in zip(pieces[::2], map(int, pieces[1::2]), strict=False):
        said = " ".join(before.replace("\u00a0", " ").split())
        row = re.search(r"(\S+) (−?[\d.]+(?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)$", said)
        if function := re.search(r"φ\(z\) = (.+); z is \[(\d+)\]\. a =$", said):
            found[blank] = written(function[1])(number(answers[int(function[2])]), math.nan)
        elif outputs := re.search(r"Output \S+: a = (.+); z is (\S+)\. a =$", said):
            found[blank] = written(outputs[1])(number(outputs[2]), math.nan)
        elif said.endswith("The sum of the last column:"):
            found[blank] = sum(column(text, answers))
        elif said.endswith("=") and (last := re.search(r"(?:.*[=:?] | ^)?(.+) =$", said)):
            found[blank] = value(last[1], answers)
        else:
            assert row, said[-80:]
            found[blank] = math.exp(number(row[2]))
    return found


def column(text: str, answers: dict[int, str]) -> list[float]:
    """The powers in the table of softmax."""
    table = text.replace("\u00a0", " ").split("e to that power", 1)[1].split("The sum of", 1)[0]
    cells = [line.split() for line in table.strip().splitlines()]
    last = [cell[-1] for cell in cells]
    return [number(answers[int(cell[1:-1])]) if cell.startswith("[") else number(cell) for cell in last]


@pytest.fixture(autouse=True)
def few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handout, "LINES", 40)


@pytest.mark.parametrize("case", CASES)
def test_every_answer_comes_from_what_is_printed(
    case: tuple[str, tuple[int, ...], str, str, int], digits: Data, tmp_path: Path
) -> None:
    story = story_of(case, digits)
    sheet, answers = both(story, tmp_path)
    found = recomputed(sheet.text, answers)
    assert set(found) == set(answers) == set(range(1, len(answers) + 1))
    assert len(answers) >= 2 * len(story.stages) - 4
    wrong = {blank: (answers[blank], own) for blank, own in found.items() if not agrees(answers[blank], own)}
    assert not wrong


@pytest.mark.parametrize(("paper", "size"), [(A4, (595, 842)), (LETTER, (612, 792))], ids=["a4", "letter"])
def test_the_handout_tells_all_stages_on_paper(
    paper: Paper, size: tuple[int, int], digits: Data, tmp_path: Path
) -> None:
    story = story_of((USUAL, (16, 16), "relu", "", 0), digits)
    path = tmp_path / "sheet.pdf"
    write_handout(path, story, paper, "mine")
    told = read_pdf(path)
    assert len(story.stages) == 9
    assert len(told.texts) == 3
    assert set(told.sizes) == {size}
    assert told.fonts == {"Inter-Regular", "Inter-SemiBold", "Inter-Bold"}
    text = " ".join(told.text.replace("\u00a0", " ").split())
    for k in range(9):
        now = moment(story, k + REST)
        assert f"{k + 1}. {now.title}" in text
        for said in (now.caption, now.detail, *now.formula, *now.notes):
            assert " ".join(said.replace("\u00a0", " ").split()) in text
    for page, each in enumerate(told.texts, 1):
        assert each.endswith(f"Hand-out · Teach it this 5 · mine, 784-16-16-10, step 40\n{page}")
    assert "negative ones dashed" in text


def test_no_worksheet_says_what_it_asks(digits: Data, tmp_path: Path) -> None:
    sheet, answers = both(story_of((USUAL, (6,), "sigmoid", "sigmoid_squared_error", 2), digits), tmp_path)
    printed = " ".join(sheet.text.split())
    long = [answer for answer in answers.values() if len(answer.lstrip("−0.")) > 3]
    assert long
    assert not [answer for answer in long if re.search(rf"(?<![\d.]){re.escape(answer)}(?!\d)", printed)]


@pytest.mark.parametrize("scale", [30.0, 1e12])
def test_a_network_gone_wild_has_a_sheet_too(scale: float, digits: Data, tmp_path: Path) -> None:
    sheet, answers = both(story_of((USUAL, (4,), "relu", "", 3), digits, scale), tmp_path)
    found = recomputed(sheet.text, answers)
    assert not {k: (answers[k], own) for k, own in found.items() if not agrees(answers[k], own)}


def test_nothing_is_left_where_the_answers_can_not_be_written(digits: Data, tmp_path: Path) -> None:
    (tmp_path / "sheet-answers.pdf").mkdir()
    with pytest.raises(FileError, match=r"sheet-answers\.pdf"):
        write_worksheet(tmp_path / "sheet.pdf", story_of(("curve", (2,), "tanh", "", 0), digits), A4, "mine")
    assert [each.name for each in tmp_path.iterdir()] == ["sheet-answers.pdf"]
