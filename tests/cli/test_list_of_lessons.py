"""`netviz lesson`: the list, and what is wrong with one, by line; a window is opened by the journeys."""

import json
from pathlib import Path


def test_all_lessons_are_listed(netviz) -> None:
    status, out, err = netviz("lesson")
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == 10
    assert out.splitlines()[1].startswith("a-neuron ")
    status, out, _ = netviz("lesson", "--json")
    rows = json.loads(out)
    assert [row["lesson"] for row in rows][1] == "a-neuron"
    assert all(set(row) == {"lesson", "title", "aim", "minutes", "steps"} for row in rows)


def test_what_is_wrong_with_a_lesson_is_said_by_line(netviz, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(
        "# Mine\nminutes: 3\naim: Say it.\n\n## One\nWords <b>here</b>.\n```scene\nroom cellar\n```\n"
    )
    status, out, err = netviz("lesson", str(path), "--check")
    assert (status, err) == (2, "")
    said = out.splitlines()
    assert [line.split(", ", 1)[1].split(":")[0] for line in said] == ["line 5", "line 6", "line 8"]
    assert "watch, train, explain or test would be right." in said[2]
    status, out, _ = netviz("lesson", str(path), "--check", "--json")
    assert [row["line"] for row in json.loads(out)] == [5, 6, 8]
    status, out, err = netviz("lesson", str(path))
    assert (status, out) == (2, "")
    assert "line 5: " in err
    assert "and 2 more" in err
    status, out, err = netviz("lesson", "a-neuron", "--check")
    assert (status, err) == (0, "")
    assert out.endswith("Nothing is wrong with it.\n")
    status, out, err = netviz("lesson", "a-nuron")
    assert (status, out) == (2, "")
    assert "a-neuron" in err
