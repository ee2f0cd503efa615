"""The numbers that a story writes at the outputs: whole, or not at all, on a page of any width."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QFontMetricsF

from netviz.network.spec import NetworkSpec
from netviz.rendering.fonts import label_font, picture_family
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.story.outputs import moved_labels, output_labels
from tests.rendering.conftest import a_story

SPEC = NetworkSpec.dense((784, 16, 16, 10))


@pytest.mark.usefixtures("qapp")
def test_they_end_on_the_page_and_lie_on_no_neuron() -> None:
    (story, _), shown = a_story(spec=SPEC), 0
    for width in (*range(300, 760, 20), 1200):
        layout = make_layout(SPEC, width, 420)
        told = replace(story, layout=layout)
        edge = float((layout.xy[-10:, 0] + layout.radius[-10:]).max())
        for label in (*output_labels(told, 1.0), *moved_labels(told, 1.0)):
            font = label_font(picture_family(), int(label.size))
            font.setBold(label.bold)
            assert label.x + QFontMetricsF(font).horizontalAdvance(label.text) <= width, (width, label.text)
            assert label.x > edge, (width, label.text)
            shown += 1
    assert shown > 200
