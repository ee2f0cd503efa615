"""How pages are read: plain ones, sheets on a desk, and hard ones whose settings nothing was tuned with.

netviz train --layers 784-128-64-10 --epochs 5 --seed 0 --save network.netviz
.venv/bin/python -m tests.benchmarks.bench_pages network.netviz
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image
from threadpoolctl import threadpool_limits

from netviz.network.forward import predict
from netviz.tasks.digits.digits import load_digits
from netviz.tasks.digits.page.picture import PagePicture, read_picture
from netviz.tasks.digits.page.read import FRAME_SIDE, read_page
from netviz.tasks.digits.task import DIGITS
from netviz.training.judge import LEAST, likeness
from netviz.training.recording.run_file import read_run
from tests.pages.figures import Figures, figures
from tests.pages.photo import page
from tests.pages.settings import HELD_EACH, desk, plain, setting


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("network", type=Path)
    parser.add_argument("--pages", type=int, default=20, help="of each kind")
    arguments = parser.parse_args()
    digits, model = load_digits(), read_run(arguments.network)
    n = arguments.pages
    kinds = {
        "plain": [plain(k) for k in range(n)],
        "on a desk": [desk(k) for k in range(n)],
        "tuned with": [setting(k) for k in range(2 * n) if k % HELD_EACH != HELD_EACH - 1][:n],
        "held back": [setting(HELD_EACH * k + HELD_EACH - 1) for k in range(n)],
    }
    with threadpool_limits(1):
        answers, _ = predict(model.spec, model.parameters, digits.test.inputs(slice(None)))
        sys.stdout.write(f"test digits: {(answers == digits.test.labels).mean():.2%} right\n")
        for kind, settings in kinds.items():
            total = Figures()
            for one in settings:
                total += figures(page(one, digits.test), model)
            sys.stdout.write(
                f"{kind:12} {total.there:4} digits  recall {total.recall:6.1%}  precision "
                f"{total.precision:6.1%}  read rightly {total.read:6.1%}  {total.seconds / n:.2f} s a page\n"
            )
            sys.stdout.flush()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "photo.jpg"
            path.write_bytes(page(replace(desk(3), n=20, width=4000), digits.test).jpeg)
            times = []
            for _ in range(5):
                before = time.process_time()
                read_page(read_picture(path), likeness, LEAST)
                times.append(time.process_time() - before)
        sys.stdout.write(f"a photo of 12 megapixels with 20 digits: {min(times):.2f} s\n")
        frames = [_frame(page(replace(desk(k), n=6, width=1280), digits.test).picture) for k in range(6)]
        times = []
        for frame in frames * 3:
            before = time.process_time()
            read = read_page(frame, likeness, LEAST, FRAME_SIDE)
            if read.marks:
                pixels = np.stack([mark.pixels for mark in read.marks])
                predict(model.spec, model.parameters, DIGITS.input.scaled(pixels))
            times.append(time.process_time() - before)
        sys.stdout.write(f"a frame of 1280x720 to its answers: {1000 * float(np.median(times)):.0f} ms\n")


def _frame(picture: Image.Image) -> PagePicture:
    """The upper three quarters of a page of 1280x960, decoded already."""
    cut = picture.convert("RGB").crop((0, 0, 1280, 720))
    return PagePicture(cut, cut.size)


if __name__ == "__main__":
    main()
