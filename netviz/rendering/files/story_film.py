"""A story as frames: the network, what each output wants beside it, the caption below. No window."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from netviz.rendering.arrows.painter import paint_moment
from netviz.rendering.arrows.swatch import paint_sign
from netviz.rendering.arrows.wants import loss_texts, paint_wants
from netviz.rendering.camera import Camera
from netviz.rendering.files.picture import edge_picture
from netviz.rendering.fonts import label_font, picture_family
from netviz.rendering.labels import edges_note, paint_labels
from netviz.rendering.painter import paint_image, paint_nodes, paint_page
from netviz.rendering.selection import Selection, select
from netviz.viewmodels.moment import StoryMoment
from netviz.viewmodels.palette import Palette
from netviz.viewmodels.scene import Scene
from netviz.viewmodels.story.moments import moment
from netviz.viewmodels.story.signs import rows_of, signs_of
from netviz.viewmodels.story.story import Story, story_scene
from netviz.viewmodels.story.words.called import called

# Logical pixels of a frame that is 768 high; every other size is this one scaled.
HEIGHT: Final = 768.0
STRIP: Final = 118.0
SIDE: Final = 316.0
NARROWEST_WITH_SIDE: Final = 1080.0
SWATCH: Final = 24.0
ROW: Final = 17.0
LINES: Final = 14_000  # edges drawn as lines; all others are in the mist


def page_size(width: int, height: int) -> tuple[float, float]:
    """The page that the network of a film of this size is laid out on, in logical pixels."""
    wide = width * HEIGHT / height
    return wide - (SIDE if wide >= NARROWEST_WITH_SIDE else 0.0), HEIGHT - STRIP


class FramePainter:
    """Paints the frames of one story. Needs a QGuiApplication (`offscreen` will do); one thread at a time.

    `scene` is the network at rest on the story's layout, which is `page_size(width, height)` large.
    """

    def __init__(self, story: Story, scene: Scene, width: int, height: int) -> None:
        self._story = story
        self._scene = scene
        self._size = (width, height)
        self._scale = height / HEIGHT
        self._family = picture_family()
        self._edges: tuple[Hashable, Selection, QImage] | None = None

    def frame(self, phase: float) -> QImage:
        """The picture at a phase, RGB32 of the film's size. The same phase gives the same picture."""
        now = moment(self._story, phase)
        scene = story_scene(self._scene, now)
        image = QImage(*self._size, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            painter.scale(self._scale, self._scale)
            wide = self._size[0] / self._scale
            paint_page(painter, scene, QRectF(0, 0, wide, HEIGHT))
            self._paint_network(painter, scene, now)
            painter.setOpacity(1.0)
            if scene.layout.width < wide:
                self._paint_side(painter, QRectF(scene.layout.width, 0, SIDE, HEIGHT - STRIP), scene, now)
            self._paint_caption(painter, QRectF(0, HEIGHT - STRIP, wide, STRIP), scene.palette, now)
        return image

    def _paint_network(self, painter: QPainter, scene: Scene, now: StoryMoment) -> None:
        camera = Camera()
        paint_image(painter, scene, camera)
        edges, picture = self._edge_picture(scene)
        painter.save()
        painter.resetTransform()
        painter.setOpacity(now.dim)
        painter.drawImage(0, 0, picture)
        painter.restore()
        paint_nodes(painter, scene, camera)
        note = edges_note(scene, len(edges.ids), mist=bool(edges.mist))
        paint_labels(painter, scene, camera, self._family, note=note)
        paint_moment(painter, scene, camera, self._family)

    def _edge_picture(self, scene: Scene) -> tuple[Selection, QImage]:
        """All edges at full opacity, kept while their weights are the same."""
        if self._edges is None or self._edges[0] != scene.edge_key:
            edges = select(scene, LINES, detail=self._scale)
            self._edges = scene.edge_key, edges, edge_picture(scene, edges, *self._size, self._scale)
        return self._edges[1:]

    def _paint_side(self, painter: QPainter, place: QRectF, scene: Scene, now: StoryMoment) -> None:
        palette = scene.palette
        card = place.adjusted(0, 16, -16, -8)
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.panel))
        painter.drawRoundedRect(card, 9, 9)
        inner = card.adjusted(18, 16, -18, -14)
        y = inner.top()
        if now.outputs:
            y = self._text(painter, inner, y, now.about_outputs, palette.text, 14, strong=True) + 8
            y += paint_wants(
                painter, QRectF(inner.left(), y, inner.width(), 250), now.outputs, palette, self._family
            )
            y += 16
        if now.loss is not None:
            before, after = loss_texts(now.loss)
            about = (
                "Loss of the mini-batch" if now.curve is not None else f"Loss on {called(self._story).this}"
            )
            y = self._text(painter, inner, y, about, palette.muted, 12) + 2
            big = before if not after else f"{before} → {after}"
            y = self._text(painter, inner, y, big, palette.text, 22, strong=True) + 12
        y = max(y, inner.top() + 340)
        for line in now.formula:
            y = self._text(painter, inner, y, line, palette.text, 12) + 5
        self._paint_legend(painter, inner, palette, now)

    def _paint_legend(self, painter: QPainter, inner: QRectF, palette: Palette, now: StoryMoment) -> None:
        """What is in this picture, the weights last and always at the same place."""
        rows = rows_of(self._story.last, signs_of(now))
        y = inner.bottom() - ROW * len(rows) + 10
        painter.setFont(label_font(self._family, 12))
        for row in rows:
            for x, (sign, words) in zip((inner.left(), inner.center().x()), row, strict=False):
                paint_sign(painter, sign, x, y, SWATCH, palette, palette.panel)
                painter.setPen(QColor(palette.muted))
                painter.drawText(QPointF(x + SWATCH + 10, y + 4), words)
            y += ROW

    def _paint_caption(self, painter: QPainter, place: QRectF, palette: Palette, now: StoryMoment) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(place, QColor(palette.panel))
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(place.topLeft(), place.topRight())
        inner = place.adjusted(24, 16, -24, -10)
        y = self._text(painter, inner, inner.top(), now.caption, palette.text, 22, strong=True) + 6
        self._text(painter, inner, y, now.detail, palette.muted, 15)
        step = 20.0
        x = inner.right() - step * now.n_stages
        for k in range(now.n_stages):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent if k <= now.stage else palette.line))
            painter.drawRoundedRect(QRectF(x + k * step, place.bottom() - 14, step - 5, 4), 2, 2)

    def _text(
        self,
        painter: QPainter,
        room: QRectF,
        y: float,
        text: str,
        colour: str,
        size: int,
        *,
        strong: bool = False,
    ) -> float:
        """Words broken into lines; returns the bottom."""
        font = label_font(self._family, size, strong=strong)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        metrics = QFontMetricsF(font)
        bound = metrics.boundingRect(
            QRectF(room.left(), y, room.width(), 400), Qt.TextFlag.TextWordWrap, text
        )
        painter.drawText(QRectF(room.left(), y, room.width(), 400), Qt.TextFlag.TextWordWrap, text)
        return y + bound.height()
