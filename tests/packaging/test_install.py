"""The built wheel and the editable install as a person gets them: outside the checkout, with resources."""

import importlib.metadata
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import netviz

pytestmark = pytest.mark.long
ROOT = Path(__file__).parents[2]

WHERE = """
import netviz, sys
from netviz.tasks.digits.resources import resource
print(netviz.__file__)
print(resource("digits", "train-images-idx3-ubyte.gz"))
print(resource("fonts", "Inter-Regular.otf"))
"""


def pip(*arguments: str | Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, arguments)],
        check=True,
        stdin=subprocess.DEVNULL,
    )


def where(python_path: Path, cwd: Path) -> list[Path]:
    """The paths that WHERE prints in a process that sees only `python_path`, started in `cwd`."""
    code = (
        f"import site, sys; sys.path.insert(0, {str(python_path)!r}); site.addsitedir({str(python_path)!r})\n"
    )
    output = subprocess.run(
        [sys.executable, "-S", "-P", "-c", code + WHERE], cwd=cwd, check=True, capture_output=True, text=True
    )
    return [Path(line) for line in output.stdout.splitlines()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", folder, ROOT)
    (path,) = folder.glob("netviz-*.whl")
    return path


def test_the_wheel_holds_the_package_and_its_resources_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.split("/")[0] for name in names}
    assert {top.split("-")[0] for top in tops} == {"netviz"}
    expected = {
        f"netviz/_resources/{path.relative_to(ROOT / 'resources').as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }
    expected |= {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "netviz").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected <= names
    assert not [name for name in names if "__pycache__" in name]


def test_the_wheel_brings_the_command_and_its_dependencies(wheel):
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (distribution,) = importlib.metadata.distributions(path=[str(wheel)])
    assert [(point.name, point.value) for point in distribution.entry_points] == [
        ("netviz", "netviz.cli.main:main")
    ]
    required = {re.split(r"[^\w-]", line)[0] for line in distribution.requires if "extra" not in line}
    assert required == {re.split(r"[^\w-]", line)[0].lower() for line in declared["dependencies"]}
    assert distribution.version == netviz.__version__
    assert distribution.metadata["License-Expression"] == "MIT"


def test_the_source_archive_is_complete(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (path,) = tmp_path.glob("netviz-*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for pattern in ("netviz/**/*.py", "resources/**/*", "tests/**/*.py", "packaging/*.txt"):
        assert {path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern) if path.is_file()} <= names
    assert {"Makefile", "LICENSE", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "pyproject.toml"} <= names
    assert not [name for name in names if "__pycache__" in name or name.startswith(".venv")]


def test_an_installed_wheel_finds_its_resources(wheel, tmp_path):
    target = tmp_path / "target"
    pip("install", "--no-deps", "--no-index", "--no-compile", "--target", target, wheel)
    package, digits, font = where(target, cwd=tmp_path)
    assert package == target / "netviz" / "__init__.py"
    assert digits == target / "netviz" / "_resources" / "digits" / "train-images-idx3-ubyte.gz"
    assert font.is_file()


def test_an_editable_install_reads_the_checkout(tmp_path):
    target = tmp_path / "target"
    pip("install", "--no-deps", "--no-index", "--no-build-isolation", "--target", target, "--editable", ROOT)
    assert not (target / "netviz").exists(), (
        "resources were copied: the editable install would not see changes"
    )
    package, digits, font = where(target, cwd=tmp_path)
    assert package == ROOT / "netviz" / "__init__.py"
    assert digits == ROOT / "resources" / "digits" / "train-images-idx3-ubyte.gz"
    assert font.is_file()
