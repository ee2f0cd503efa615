"""The hand-out of a story, the worksheet with blanks, and the sheet with its answers."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Final

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPen

from netviz.files.whole import check_place, write_whole
from netviz.network.forward import forward_pass
from netviz.rendering.camera import Camera
from netviz.rendering.files.handout import words
from netviz.rendering.files.handout.about import About, about
from netviz.rendering.files.handout.legend import Legend
from netviz.rendering.files.handout.pages import GAP, Pages, opened
from netviz.rendering.files.handout.paper import INK, MARGIN, Paper
from netviz.rendering.files.picture import edges_for, scale_on
from netviz.rendering.files.vector import paint_vectors
from netviz.tasks.input import Picture
from netviz.training.snapshot import Snapshot
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.scene import Scene, resolve
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.sheet.exercises import Sheet, sheet_of
from netviz.viewmodels.story.sheet.working import Blank, Exercise, Line
from netviz.viewmodels.story.signs import signs_of
from netviz.viewmodels.story.stages import REST
from netviz.viewmodels.story.story import Story, placed, story_scene

# The page that each stage's network is laid out on, in logical pixels.
LAID_OUT: Final = (560.0, 372.0)
TALLEST: Final = 270.0  # of a picture
LINES: Final = 1_500  # edges drawn as lines in each picture; all others are in its mist
FINER: Final = 1.3  # pixels of a picture's mist for each that a screen would have
ROWS: Final = 3  # stages on the first page of a hand-out
BESIDE: Final = 18.0
DRAWN: Final = 72.0  # the side of the drawn input

HANDOUT, WORKSHEET, ANSWERS = "Hand-out", "Worksheet", "Answers"
_ONE_LAYER: Final = "The output that is told about has a ring."
_TWO_LAYERS: Final = "What is told about has one ring at the output, two in the hidden layer."
_MORE_LAYERS: Final = (
    "What is told about has one ring at the output, three in the first hidden layer, and two in between."
)
ROUNDING: Final = (
    "Sums and differences of single numbers: exactly as they come. Everything else, also a sum of products: "
    "three significant figures, as 0.00417 or 48.2, rounded once, at the end of its line. A number in square "
    "brackets, as [3], stands for your own answer to blank 3. The hand-out rounds nothing on the way, so a "
    "last figure there may differ by one."
)


def answers_path(path: Path) -> Path:
    """Where the answers to a worksheet lie: beside it, `sheet-answers.pdf`."""
    return path.with_name(f"{path.stem}-answers{path.suffix}")


def write_handout(path: Path, story: Story, paper: Paper, name: str) -> None:
    """Write the hand-out of a story of the network called `name`. Needs a QGuiApplication. FileError."""
    check_place(path)
    write_whole(path, _Sheet(story, paper, name).handout())


def write_worksheet(path: Path, story: Story, paper: Paper, name: str) -> Path:
    """Write the worksheet, and beside it the answers, whose path is returned. As `write_handout`."""
    beside = answers_path(path)
    check_place(path)
    check_place(beside)
    sheet = _Sheet(story, paper, name)
    asked = sheet_of(story)
    worksheet, answers = sheet.worksheet(asked), sheet.answers(asked)
    write_whole(path, worksheet)
    write_whole(beside, answers)
    return beside


class _Sheet:
    """One story on one kind of paper."""

    def __init__(self, story: Story, paper: Paper, name: str) -> None:
        self._story = placed(story, make_layout(story.spec, *LAID_OUT, story.task))
        self._paper, self._name = paper, name
        self._high = TALLEST
        trace = story.trace
        network = Snapshot("sheet", 0, story.step or 0, story.spec, trace.parameters, task=story.task)
        forward = forward_pass(story.spec, trace.parameters, trace.pixels)
        self._scene = resolve(
            network, self._story.layout, INK, forward, shade_reference=story.shade_reference
        )
        self._moments = tuple(moment(self._story, k + REST) for k in range(len(story.stages)))

    def handout(self) -> bytes:
        """All stages with their sentences, formulas and numbers."""
        said = about(self._story, self._name, HANDOUT)
        with opened(self._paper, f"{said.title}: hand-out", said.foot) as pages:
            self._head(pages, said)
            self._legend(pages)
            for k, now in enumerate(self._moments):
                self._stage(pages, now, words.told(k + 1, now))
        return pages.content

    def worksheet(self, asked: Sheet) -> bytes:
        """All stages with blanks; the pictures without the numbers that are asked for."""
        said = about(self._story, self._name, WORKSHEET)
        with opened(self._paper, f"{said.title}: worksheet", said.foot) as pages:
            self._head(pages, said, words.line("Name" + " _" * 20 + "   Date" + " _" * 8))
            self._legend(pages)
            self._words(pages, words.line(ROUNDING, words.BODY, words.MUTED))
            for k, now in enumerate(self._moments):
                text = words.asked(k + 1, now) + words.exercises(asked.stages[k])
                self._stage(pages, _without_answers(now), text)
        return pages.content

    def answers(self, asked: Sheet) -> bytes:
        """A number for each blank, by stage."""
        said = about(self._story, self._name, ANSWERS)
        left = iter(asked.answers)
        with opened(self._paper, f"{said.title}: answers", said.foot) as pages:
            self._head(pages, said, words.line("Answers to the worksheet", words.SAID))
            self._words(pages, words.line(ROUNDING, words.BODY, words.MUTED))
            for k, now in enumerate(self._moments):
                n = sum(_blanks(each) for each in asked.stages[k])
                found = tuple(next(left) for _ in range(n))
                if found:
                    title = words.line(f"{k + 1}. {now.title}", words.SAID)
                    self._words(pages, title + words.answers(found))
        return pages.content

    def _head(self, pages: Pages, said: About, more: str = "") -> None:
        picture = isinstance(self._story.task.input, Picture)
        width = pages.paper.inner - (DRAWN + BESIDE if picture else 0)
        text = pages.text(
            f"{words.headline(said.title)}{words.line(said.below)}{words.line(said.inputs)}{more}", width
        )
        high = text.size().height()

        def paint(top: float) -> None:
            pages.paint_text(text, MARGIN, top)
            if picture:
                self._drawn(pages, QRectF(pages.paper.width - MARGIN - DRAWN, top, DRAWN, DRAWN))

        pages.put(max(high, DRAWN if picture else 0), paint, 10)

    def _legend(self, pages: Pages) -> None:
        """What the pictures' signs are, and how large the pictures are below it."""
        signs = frozenset[str]().union(*(signs_of(now) for now in self._moments))
        legend = Legend(self._story.last, signs, pages.paper.inner)
        pages.put(legend.height, lambda top: legend.paint(pages.painter, MARGIN, top), 4)
        self._words(pages, words.line(self._without_colour(), words.SMALL, words.MUTED))
        self._high = min(pages.left / ROWS - GAP, TALLEST)

    def _without_colour(self) -> str:
        """What tells the pictures' hues apart in black and white, and what the lines leave out."""
        edges = self._story.spec.n_edges
        drawn = f"Of {edges:,} weights the strongest are lines, the others mist. " if edges > LINES else ""
        rings = {1: _ONE_LAYER, 2: _TWO_LAYERS}.get(self._story.last, _MORE_LAYERS)
        return f"{drawn}Without colour: positive weights are solid lines, negative ones dashed. {rings}"

    def _drawn(self, pages: Pages, place: QRectF) -> None:
        """The drawn input, dark on white."""
        reads = self._story.task.input
        assert isinstance(reads, Picture)
        ink = 255 - np.rint(np.clip(self._story.trace.pixels, 0, 1) * 255).astype(np.uint8).reshape(
            reads.shape
        )
        rows, columns = ink.shape
        image = QImage(
            np.ascontiguousarray(ink).data, columns, rows, columns, QImage.Format.Format_Grayscale8
        )
        pages.painter.drawImage(place, image.copy())
        pages.painter.setPen(QPen(QColor(INK.line), 0.8))
        pages.painter.drawRect(place)

    def _words(self, pages: Pages, html: str) -> None:
        text = pages.text(html, pages.paper.inner)
        pages.put(text.size().height(), lambda top: pages.paint_text(text, MARGIN, top))

    def _stage(self, pages: Pages, now: StoryMoment, beside: str) -> None:
        """The picture, and words beside it."""
        high, wide = self._high, self._high * LAID_OUT[0] / LAID_OUT[1]
        text = pages.text(beside, pages.paper.inner - wide - BESIDE)
        scene = story_scene(self._scene, replace(now, heading="", title="", notes=(), n_stages=0))

        def paint(top: float) -> None:
            self._picture(pages, scene, QRectF(MARGIN, top, wide, high))
            pages.paint_text(text, MARGIN + wide + BESIDE, top)

        pages.put(max(high, text.size().height()), paint)

    def _picture(self, pages: Pages, scene: Scene, place: QRectF) -> None:
        camera = Camera()
        edges = edges_for(scene, scale_on(scene, place.width(), place.height()) * FINER, camera, LINES)
        painter = pages.painter
        painter.save()
        painter.translate(place.topLeft())
        painter.setClipRect(QRectF(0, 0, place.width(), place.height()))
        paint_vectors(painter, scene, place.width(), place.height(), edges, camera, FINER, counted=False)
        painter.restore()


def _without_answers(now: StoryMoment) -> StoryMoment:
    """The same without the numbers that a worksheet asks for."""
    sheet = None if now.sheet is None else replace(now.sheet, gathered=0.0)
    return replace(now, labels=(), sheet=sheet)


def _blanks(exercise: Exercise) -> int:
    """How many numbers it asks for."""
    parts = exercise.parts if isinstance(exercise, Line) else chain.from_iterable(exercise.rows)
    return sum(isinstance(part, Blank) for part in parts)
