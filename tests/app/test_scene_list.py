"""A list of scenes as a file, which may hold anything when it is read."""

import json
from pathlib import Path

import pytest

from netviz.app.lecture.scene_list import MOST, Scene, read_scenes, write_scenes
from netviz.app.run.desk import Desk, to_text
from netviz.files.errors import FileError
from netviz.files.formats import HEAD, SCENES, format_of
from netviz.tasks.all_tasks import DEFAULT
from netviz.viewmodels.probe import example
from netviz.viewmodels.story.place import StoryPlace

BLANK = example(DEFAULT.input.blank(), "pad")
DESK = to_text(Desk("explain", None, StoryPlace(3, 2)), BLANK)
LINE = "netviz:1:digits 784-16-10 relu seed=7 step=500"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "lecture.netviz-scenes"
    scenes = (Scene("Zu Beginn …", LINE, "", DESK), Scene("Später", "", "/home/me/run.netviz", DESK))
    write_scenes(path, scenes)
    read = read_scenes(path)
    assert [(s.name, s.recipe, s.file) for s in read] == [(s.name, s.recipe, s.file) for s in scenes]
    assert [json.loads(s.desk) for s in read] == [json.loads(DESK)] * 2
    for name in (path.name, "other.json"):
        assert format_of(Path(name), path.read_bytes()[:HEAD]) is SCENES


def table(**changes: object) -> object:
    scene = {"name": "one", "recipe": LINE, "file": "", "desk": json.loads(DESK), **changes}
    return {"netviz scenes": 1, "scenes": [scene]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1, 2]", "no list of scenes"),
        ({"netviz scenes": 2, "scenes": []}, "version 1"),
        ({"netviz scenes": 1}, "at most 200 scenes"),
        ({"netviz scenes": 1, "scenes": [0] * (MOST + 1)}, "at most 200 scenes"),
        ({"netviz scenes": 1, "scenes": [7]}, "scene 1 is no scene"),
        (table(name="x" * 81), "the name of scene 1"),
        (table(name="a\nb"), "the name of scene 1"),
        (table(recipe=""), "scene 1 must have a recipe or a file"),
        (table(file="a.netviz"), "scene 1 must have a recipe or a file"),
        (table(recipe="netviz:1:digits sed=7"), "of scene 1: This recipe can't be read at “sed=7”"),
        (table(recipe="netviz:2:digits"), "of scene 1: This recipe is of version 2"),
        (table(desk={"room": "watch"}), "the desk of scene 1"),
        (table(desk=None), "the desk of scene 1"),
    ],
)
def test_what_is_wrong_is_said_with_its_scene(content: object, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "lecture.netviz-scenes"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(FileError) as error:
        read_scenes(path)
    assert str(error.value).startswith("lecture.netviz-scenes can't be opened: ")
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)
