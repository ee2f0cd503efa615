"""A lesson out of its file: what it may hold is read, and all else is told with its line; nothing is run."""

import contextlib
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netviz.files.errors import FileError
from netviz.lessons.checks import CHECKS
from netviz.lessons.conditions import FIGURES, Condition, LessonError, Reading, read_conditions
from netviz.lessons.directives import DIRECTIVES, INSIDE, Focus, Shape, Wanted, read_act
from netviz.lessons.lesson import Ask, Do, Number
from netviz.lessons.reading import MOST_BYTES, check_lesson, read_lesson
from netviz.lessons.shelf import find, folder, lessons
from netviz.panels.inspector.page.rows import PAGES
from netviz.viewmodels.words.glossary import TERMS

FIELD = (
    "accuracy", "activation", "backpropagation", "bias", "dropout", "epoch", "gradient", "hidden layer",
    "L2", "learning rate", "loss", "mini-batch", "momentum", "neuron", "overfitting", "softmax", "validation",
    "weight",
)  # fmt: skip
FORMAT = Path("netviz/lessons/FORMAT.md")

GOOD = """# A title
minutes: 3
aim: Say what it is.

## First
Words with [loss](term:loss) and `<code>`.
```scene
network 784-16-10 tanh seed 4
focus weight 0.5 1.16
example 3 12
set lr 0.5
```
```number
How many?
value: z 1.16
within: 0.1
help: Look there.
```

## Last
Words.
```do
Train.
until: accuracy >= 90 and steps > 5
otherwise: Not yet.
```
"""


def written(tmp_path: Path, text: str | bytes, name: str = "lesson.md") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_lesson_is_read(tmp_path: Path) -> None:
    lesson = read_lesson(written(tmp_path, GOOD))
    assert (lesson.name, lesson.title, lesson.minutes, lesson.aim) == (
        "lesson",
        "A title",
        3,
        "Say what it is.",
    )
    first, last = lesson.steps
    assert [(act.word, act.line) for act in first.acts] == [
        ("network", 8),
        ("focus", 9),
        ("example", 10),
        ("set", 11),
    ]
    assert [act.value for act in first.acts] == [
        Shape((784, 16, 10), "tanh", 4),
        Focus(1, 16, (0, 5)),
        Wanted(3, 12),
        ("lr", 0.5),
    ]
    assert first.check == Number("How many?", Reading("z", ((1, 16),)), 0.1, "Look there.")
    assert last.check == Do(
        "Train.", (Condition(Reading("accuracy"), ">=", 90), Condition(Reading("steps"), ">", 5)), "Not yet."
    )
    assert "```" not in first.words
    assert "```" not in last.words


WRONG = {
    "a directive": ("example 3 12", "exampel 3", 10, "no directive"),
    "HTML": ("`<code>`", "<b>bold</b>", 6, "HTML"),
    "a script": ("Words.", "<script>alert(1)</script>", 21, "HTML"),
    "a link out": ("term:loss", "https://example.org", 6, "leads out"),
    "a word": ("term:loss", "term:losss", 6, "glossary"),
    "another lesson": ("term:loss", "lesson:nowhere", 6, "no lesson"),
    "a picture": ("[loss](term:loss)", "![it](it.png)", 6, "missing"),
    "a picture elsewhere": ("[loss](term:loss)", "![it](../it.png)", 6, "no picture"),
    "too large": ("784-16-10 tanh", "784-4000-10 tanh", 8, "too large"),
    "beyond all": ("784-16-10 tanh", "784-9999999-10", 8, "Layers"),
    "no shape": ("784-16-10 tanh", "784 16", 8, "no shape"),
    "an activation": ("tanh seed", "tahn seed", 8, "no activation"),
    "another problem's size": ("784-16-10 tanh", "2-16-10 tanh", 8, "784 inputs"),
    "a neuron": ("0.5 1.16", "0.5 1.17", 9, "no neuron 1.17"),
    "no neighbours": ("0.5 1.16", "0.5 2.1", 9, "No weight"),
    "a class": ("example 3 12", "example 12", 10, "no class 12"),
    "a setting": ("lr 0.5", "rate 0.5", 11, "no setting"),
    "a setting's range": ("lr 0.5", "lr -1", 11, "Learning rate"),
    "a file": ("set lr 0.5", "open nowhere.netviz", 11, "neither"),
    "a file elsewhere": ("set lr 0.5", "open ../../etc/passwd", 11, "no file beside"),
    "a page that is no picture": ("set lr 0.5", "read trained-784-16-16-10.netviz", 11, "no picture"),
    "a page for points": ("set lr 0.5", "task moons\nread desk.jpg", 12, "A page is for"),
    "a block": ("```number", "```nubmer", 13, "no block"),
    "a figure": ("value: z 1.16", "value: zz", 13, "no number"),
    "a figure's neuron": ("z 1.16", "z 3.1", 13, "no neuron 3.1"),
    "Markdown in a question": ("How many?", "How *many* are there?", 13, "plain text"),
    "a link in a task": ("Train.", "Train it to a low [loss](term:loss).", 22, "plain text"),
    "no help": ("help: Look there.\n", "", 13, "help: is missing"),
    "a condition": ("accuracy >= 90", "accuracy 90", 22, "no condition"),
    "nan": ("accuracy >= 90", "accuracy >= nan", 22, "no number"),
    "no end": ("help: Look there.\n```", "help: Look there.", 13, "does not end"),
    "no title": ("# A title\n", "", 1, "title"),
    "minutes": ("minutes: 3", "minutes: 300", 1, "minutes"),
    "no words": ("Words.\n", "", 20, "has words"),
    "no check at the end": (GOOD[GOOD.index("```do") :], "", 20, "ends with something to do"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, what: str) -> None:
    old, new, line, words = WRONG[what]
    assert old in GOOD
    path = written(tmp_path, GOOD.replace(old, new, 1))
    lesson, complaints = check_lesson(path)
    assert lesson is None
    assert [c.line for c in complaints if words in c.sentence] == [line], complaints
    assert all(re.fullmatch(r"[^\n]{10,400}\.", c.sentence) for c in complaints), complaints
    with pytest.raises(FileError, match=rf"lesson\.md, line {complaints[0].line}: "):
        read_lesson(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "title"),
        (b"\xff\xfe# T", "UTF-8"),
        (b"# T\0", "no text"),
        (b"#" * (MOST_BYTES + 1), "too large"),
        (
            GOOD.replace(
                "## First", "## First\nWords.\n" + "\n".join(f"## Step {k}\nWords." for k in range(60))
            ).encode(),
            "40",
        ),
    ],
)
def test_what_is_no_lesson_is_refused_in_a_sentence(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(FileError, match=words):
        read_lesson(written(tmp_path, content))
    with pytest.raises(FileError, match="no file"):
        read_lesson(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(
        st.sampled_from([*GOOD.splitlines(), "## ", "```", "```ask", "+ a | b", "- a", "\x00", "é" * 9]),
        max_size=30,
    )
)
def test_whatever_the_lines_are_it_is_read_or_told(tmp_path: Path, lines: list[str]) -> None:
    path = written(tmp_path, "\n".join(lines))
    try:
        lesson, complaints = check_lesson(path)
    except FileError:
        return
    assert (lesson is None) == bool(complaints)
    assert all(1 <= c.line <= max(len(lines), 1) for c in complaints)


@given(st.text(max_size=40))
def test_any_line_of_a_scene_is_read_or_refused(text: str) -> None:
    for word in (row.word for row in DIRECTIVES):
        with contextlib.suppress(LessonError):
            read_act(f"{word} {text}", Path())


def test_each_row_s_own_example_is_read() -> None:
    for row in DIRECTIVES:
        word, _ = read_act(row.written, folder())
        assert word == row.word
        assert row.does[-1] != "."


def test_the_page_about_the_format_tells_of_every_word(tmp_path: Path) -> None:
    page = FORMAT.read_text()
    for row in DIRECTIVES:
        assert f"`{row.written}`" in page, row.word
    for name in (*FIGURES, *CHECKS):
        assert f"`{name}`" in page, name
    example = re.search(r"````markdown\n(.*?)````", page, re.DOTALL)
    assert example is not None
    assert check_lesson(written(tmp_path, example[1]))[1] == ()


def test_conditions_compare_as_they_are_written() -> None:
    (one,) = read_conditions("loss <= 0.4")
    assert one.holds(0.4)
    assert not one.holds(0.41)
    assert not one.holds(None)
    assert not one.holds(float("nan"))


class TestShipped:
    """The lessons that come with the program."""

    def test_all_are_read_in_their_order(self) -> None:
        names = [lesson.name for lesson in lessons()]
        assert len(names) == 10
        assert names == sorted(names)
        assert [int(name[:2]) for name in names] == list(range(1, 11))
        assert find("a-neuron") == find("02-a-neuron") == folder() / "02-a-neuron.md"
        with pytest.raises(FileError, match="a-neuron"):
            find("a-nuron")

    def test_nothing_but_lessons_lies_there(self) -> None:
        assert all(path.suffix == ".md" for path in folder().iterdir())

    def test_they_are_short_and_plain(self) -> None:
        for lesson in lessons():
            assert 2 <= lesson.minutes <= 5
            assert len(lesson.steps) >= 3
            words = " ".join(step.words for step in lesson.steps)
            plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`#]", r"\1", words)
            sentences = [s for s in re.split(r"(?<=[.?!:])\s+", plain) if s]
            assert sum(len(s.split()) for s in sentences) / len(sentences) < 20, lesson.name

    @pytest.mark.parametrize("term", FIELD)
    def test_a_word_of_the_field_can_be_clicked_where_a_lesson_first_has_it(self, term: str) -> None:
        """Somebody may begin with any lesson."""
        row = next(one for one in TERMS if one.id == term)
        names = "|".join(map(re.escape, (row.name, *row.forms)))
        for lesson in lessons():
            for step in lesson.steps:
                link = step.words.find(f"](term:{term.replace(' ', '-')})")
                bare = re.sub(r"\[[^\]]*\]\([^)]*\)", lambda link: "_" * len(link[0]), step.words)
                stands = re.search(rf"\b({names})\b", bare, re.IGNORECASE)
                if stands and not 0 <= link < stands.start():
                    raise AssertionError(f"{lesson.name}, {step.title}: {stands[0]}")
                if link >= 0:
                    break

    def test_every_check_can_be_failed_and_passed(self) -> None:
        for lesson in lessons():
            assert lesson.steps[-1].check is not None
            for step in lesson.steps:
                match step.check:
                    case Ask(answers=answers):
                        assert {a.right for a in answers} == {True, False}
                        assert len({a.words for a in answers}) == len(answers)
                    case Number(value=float(), within=within):
                        assert within < 1
                    case Do(until=until):
                        assert until


def test_an_example_need_not_be_named() -> None:
    assert read_act("example 4 129 unnamed", Path()) == ("example", Wanted(4, 129, named=False))
    assert read_act("example any 2", Path()) == ("example", Wanted(None, 2))
    with pytest.raises(LessonError):
        read_act("example unnamed", Path())


def test_every_tab_of_look_inside_is_a_page() -> None:
    assert set(INSIDE) == {row.id for row in PAGES}
