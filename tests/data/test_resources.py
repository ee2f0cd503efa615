"""Resources in a checkout; the editable install and the wheel are in tests/packaging/."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

from netviz.tasks.digits import resources
from netviz.tasks.digits.resources import resource

ROOT = Path(__file__).parents[2]


def test_a_checkout_uses_its_own_folder():
    assert resource("digits") == ROOT / "resources" / "digits"


def test_a_wheel_uses_the_folder_inside_the_package(tmp_path, monkeypatch):
    package = tmp_path / "netviz"
    (package / "_resources" / "fonts").mkdir(parents=True)
    (tmp_path / "resources" / "fonts").mkdir(parents=True)  # somebody else's
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resource("fonts") == package / "_resources" / "fonts"


def test_what_is_not_there_is_named():
    with pytest.raises(FileNotFoundError, match=r"digits/nothing\.gz .* install netviz again\."):
        resource("digits", "nothing.gz")


def test_the_digits_are_the_original_files():
    readme = resource("digits", "README.md").read_text(encoding="utf-8")
    sums = re.findall(r"`(\S+\.gz)`.*`([0-9a-f]{32})`", readme)
    assert len(sums) == 4
    for name, md5 in sums:
        content = gzip.decompress(resource("digits", name).read_bytes())
        assert hashlib.md5(content, usedforsecurity=False).hexdigest() == md5, name


def test_everything_that_comes_along_has_its_source_and_licence():
    listed = resource("README.md").read_text(encoding="utf-8")
    for folder in (path for path in resource().iterdir() if path.is_dir()):
        assert f"`{folder.name}/" in listed, f"resources/README.md does not list {folder.name}/"
    for licence in ("CC BY-SA 3.0", "Apache-2.0", "SIL Open Font License 1.1"):
        assert licence in listed


def test_the_votes_are_of_test_digits_and_their_labels(digits):
    rows = resource("digits", "test-label-votes.csv").read_text(encoding="ascii").split()[1:]
    assert len(rows) == 87
    for row in rows:
        index, given, alternative, *votes = map(int, row.split(","))
        assert digits.test.labels[index] == given != alternative
        assert sum(votes) == 5
