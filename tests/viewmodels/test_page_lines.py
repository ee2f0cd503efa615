"""What a page says, line by line as it stands on the page."""

from types import SimpleNamespace
from typing import Any

import numpy as np

from netviz.viewmodels.pages.page import numbers_of

NAMES = tuple("0123456789")


def test_numbers_stand_in_the_lines_of_the_page() -> None:
    boxes = [(10, 5), (60, 8), (90, 6), (12, 50), (300, 52), (330, 51), (14, 90)]
    marks = [SimpleNamespace(box=(x, y, 20, 30)) for x, y in boxes]
    read = SimpleNamespace(numbers=((0,), (1, 2), (3,), (4, 5), (6,)))
    page: Any = SimpleNamespace(marks=marks, read=read)
    answers: Any = SimpleNamespace(classes=np.array([6, 0, 5, 2, 1, 9, 3]))
    assert numbers_of(page, answers, NAMES) == [["6", "05"], ["2", "19"], ["3"]]
    page.read.numbers = ()
    assert numbers_of(page, answers, NAMES) == []
