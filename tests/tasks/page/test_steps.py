"""The steps from a photo to digits, each by itself."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from netviz.tasks.digits.page.components import components
from netviz.tasks.digits.page.desk import corners
from netviz.tasks.digits.page.light import even
from netviz.tasks.digits.page.lines import line_pixels
from netviz.tasks.digits.page.plane import homography, moved


def flooded(marked):
    """The same by flooding, pixel by pixel."""
    labels, n = np.zeros(marked.shape, int), 0
    for start in zip(*np.nonzero(marked), strict=True):
        if labels[start]:
            continue
        n += 1
        waiting = [start]
        labels[start] = n
        while waiting:
            y, x = waiting.pop()
            for place in ((y + i, x + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
                inside = 0 <= place[0] < marked.shape[0] and 0 <= place[1] < marked.shape[1]
                if inside and marked[place] and not labels[place]:
                    labels[place] = n
                    waiting.append(place)
    return labels, n


def test_components_are_those_of_a_flood():
    random = np.random.default_rng(0)
    for _ in range(60):
        marked = random.random(random.integers(1, 25, 2)) < random.choice([0, 0.1, 0.3, 0.5, 0.8, 1])
        found, (labels, n) = components(marked), flooded(marked)
        assert len(found) == n
        assert len(set(zip(labels.ravel(), found.labels.ravel(), strict=True))) == len(np.unique(labels))
        for k in range(n):
            rows, columns = np.nonzero(found.labels == k + 1)
            assert found.box[k].tolist() == [rows.min(), columns.min(), rows.max() + 1, columns.max() + 1]
            assert found.area[k] == len(rows)


def test_four_points_go_to_four_others():
    source = np.array([(0, 0), (100, 0), (100, 60), (0, 60)], float)
    to = np.array([(12, 5), (90, 20), (80, 70), (3, 55)], float)
    assert moved(homography(source, to), source) == pytest.approx(to)


@pytest.mark.parametrize("colours", [((90, 60, 40), (244, 240, 230)), ((205, 200, 190), (40, 62, 50))])
def test_the_corners_of_a_sheet_are_found(colours):
    desk, paper = colours
    picture = Image.new("RGB", (800, 600), desk)
    right = [(160, 90), (690, 170), (640, 520), (110, 440)]
    ImageDraw.Draw(picture).polygon(right, fill=paper)
    assert corners(picture) == pytest.approx(np.array(right, float), abs=5)


def test_a_page_without_a_desk_has_no_corners():
    picture = Image.new("RGB", (800, 600), (244, 240, 230))
    assert corners(picture) is None
    ImageDraw.Draw(picture).rectangle((100, 100, 700, 500), outline=(20, 20, 20), width=6)
    assert corners(picture) is None


@pytest.mark.parametrize("ink", [(200, 30, 40), (30, 40, 160), (90, 90, 90)])
def test_light_that_changes_is_evened_out(ink):
    picture = Image.new("RGB", (800, 600), (240, 236, 220))
    ImageDraw.Draw(picture).line([(100, 300), (700, 300)], fill=ink, width=12)
    light = np.linspace(1, 0.5, 800, dtype=np.float32)[None, :, None]
    evened = even((np.asarray(picture) * light).astype(np.uint8))
    assert not evened.light_on_dark
    along = evened.contrast[300, 120:680]
    assert along.min() > 0.8 * along.max()
    assert evened.contrast[:280].max() < 12


def test_ruling_goes_and_what_crosses_it_stays():
    picture = Image.new("L", (1200, 900))
    paint = ImageDraw.Draw(picture)
    for y in range(100, 900, 80):
        paint.line([(0, y), (1200, y + 3)], fill=255, width=3)
    ruled = np.asarray(picture) > 0
    paint.line([(300, 200), (360, 480)], fill=255, width=16)
    both = np.asarray(picture) > 0
    lines = line_pixels(both)
    stroke = np.zeros_like(ruled)
    stroke[190:490, 290:370] = both[190:490, 290:370] & ~ruled[190:490, 290:370]
    assert lines[ruled].mean() > 0.95
    assert lines[stroke].mean() < 0.02
