"""The menu names an example by its layers and by how much it reads right."""

from pathlib import Path

from netviz.app.examples import example_title, shipped_examples


def test_an_example_is_named_by_what_it_can_do() -> None:
    assert [example_title(path) for path in shipped_examples()] == ["Trained: 784-16-16-10, 96.2 %"]


def test_one_that_cannot_be_read_is_named_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "odd.netviz").write_bytes(b"nothing")
    assert example_title(tmp_path / "odd.netviz") == "odd.netviz"
