"""The tasks of pictures that are not the digits' own: smaller digits, and fashion, which may be missing."""

import gzip
import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from netviz.cli.main import main
from netviz.tasks.data_name import DataName
from netviz.tasks.digits.digits import DataSet
from netviz.tasks.examples import DataError
from netviz.tasks.finding import find, load
from netviz.tasks.pictures import fashion
from netviz.tasks.pictures.averaged import averaged
from netviz.tasks.pictures.fashion import FASHION, find_fashion, load_fashion
from netviz.tasks.pictures.small import DIGITS_8
from netviz.training.saved.model_file import load_model


@pytest.mark.parametrize("side", [7, 8, 16, 28])
def test_each_pixel_is_the_mean_of_the_area_that_it_covers(side: int) -> None:
    images = np.random.default_rng(0).integers(0, 256, (30, 784), dtype=np.uint8)
    # Every pixel in side × side parts, and then so many of these to a pixel.
    fine = images.reshape(30, 28, 28).repeat(side, axis=1).repeat(side, axis=2)
    means = fine.reshape(30, side, 28, side, 28).mean(axis=(2, 4), dtype=np.float64)
    assert np.abs(averaged(images, side).reshape(30, side, side) - means).max() <= 0.5 + 1e-9


def test_smaller_digits_are_the_bundled_ones_in_the_same_splits(digits: DataSet) -> None:
    data = load("digits-8")
    assert data.task is DIGITS_8
    for small, whole in ((data.training, digits.training), (data.test, digits.test)):
        np.testing.assert_array_equal(small.answers, whole.labels)
        assert small.stored.shape == (len(whole), 64)
        mean = small.stored[:500].mean(), whole.images[:500].mean()
        assert mean[0] == pytest.approx(mean[1], rel=0.01)
    # The same on every machine.
    assert data.name.sha256 == "cead882949f87f5d1cbc06fbe3798903c0c2e1b805cfaaa030c26387dc592429"
    assert find(data.name).name == data.name
    with pytest.raises(DataError, match="this version makes others"):
        find(replace(data.name, sha256="0" * 64))


def clothes(folder: Path, n: int = 60) -> Path:
    """Four files as Fashion-MNIST has them."""
    chance = np.random.default_rng(0)
    folder.mkdir(parents=True)
    for part, count in (("train", n), ("t10k", 10)):
        images = chance.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        labels = (np.arange(count) % 10).astype(np.uint8)
        for what, values in (("images-idx3", images), ("labels-idx1", labels)):
            head = bytes([0, 0, 8, values.ndim]) + b"".join(n.to_bytes(4, "big") for n in values.shape)
            (folder / f"{part}-{what}-ubyte.gz").write_bytes(gzip.compress(head + values.tobytes()))
    return folder


def test_fashion_is_read_where_debian_puts_it_or_by_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fashion, "FOLDER", tmp_path / "none")
    with pytest.raises(DataError, match="not on this machine; the Debian package dataset-fashion-mnist"):
        load("fashion")
    assert main(["train", "--task", "fashion", "--steps", "1"]) == 2
    assert "dataset-fashion-mnist, or --data FOLDER" in capsys.readouterr().err
    folder = clothes(tmp_path / "here")
    data = load_fashion(folder)
    assert (data.task, len(data.training), len(data.validation), len(data.test)) == (FASHION, 55, 5, 10)
    assert data.name.folder == str(folder)
    saved = tmp_path / "net.safetensors"
    typed = ["train", "--task", "fashion", "--data", str(folder), "--steps", "3", "--save", str(saved)]
    assert main(typed) == 0
    assert load_model(saved).data == data.name
    assert main(["test", str(saved)]) == 0
    assert "10 test pieces of clothing" in capsys.readouterr().out
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DataError, match=r"It was trained with .* 1 IDX file with labels"):
        find_fashion(data.name)
    monkeypatch.setattr(fashion, "FOLDER", clothes(tmp_path / "other", 36))
    assert len(load("fashion").training) == 33
    with pytest.raises(DataError, match="It was trained with"):
        find(DataName(hashlib.sha256().hexdigest(), task="fashion"))
