"""What the canvas shows, as a file that is large enough to print, or on the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage

from netviz.app.files.export_dialogs import ExportDialogs
from netviz.app.files.saving import A_PICTURE
from netviz.app.program.settings import Settings
from netviz.app.window.banner import Banner
from netviz.files.errors import FileError
from netviz.files.whole import write_whole
from netviz.panels.export.picture_dialog import PictureWish
from netviz.rendering.camera import Camera
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.files.picture import encoded, page_size, render_picture
from netviz.rendering.files.vector import svg_picture
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.scene import Scene, laid_out

COPIED: Final = 2  # pixels on the clipboard for each one on the screen
# Pictures whose shape differs by less keep the layout of the screen.
_SAME_SHAPE: Final = 0.01


class Pictures(QObject):
    """Asks how large and where to, draws on the job thread, and says when it is done."""

    def __init__(
        self,
        bridge: JobBridge,
        settings: Settings,
        banner: Banner,
        dialogs: ExportDialogs,
        canvas: Callable[[], GraphCanvas],
        name: Callable[[], str],
    ) -> None:
        """`canvas`: the one that is seen."""
        super().__init__()
        self._bridge = bridge
        self._settings = settings
        self._banner = banner
        self.dialogs = dialogs
        self._canvas = canvas
        self._name = name

    def save(self) -> None:
        """Save what is on the canvas now."""
        canvas = self._canvas()
        scene, camera = canvas.scene, canvas.camera
        if scene is None:
            return
        page = round(canvas.wide), round(canvas.high)
        wish = self.dialogs.picture(*page)
        if wish is None:
            return
        suggestion = self._settings.folder / f"{Path(self._name()).stem}.{wish.kind}"
        path = self.dialogs.file_to_save("Save the picture", suggestion, A_PICTURE)
        if path is None:
            return
        wish = replace(wish, kind="svg" if path.suffix.lower() == ".svg" else "png")

        def failed(error: Exception) -> None:
            if not isinstance(error, FileError | OSError):
                raise error
            self._banner.say(f"{path.name} could not be saved: {error}", error=True, about="save picture")

        self._bridge.submit(
            "picture",
            lambda _progress: write_whole(path, content(scene, camera, wish, page)),
            lambda _: self._banner.say(f"Saved the picture as {path.name}.", about="save picture"),
            failed,
        )

    def copy(self) -> None:
        """Put what is on the canvas now on the clipboard."""
        canvas = self._canvas()
        scene, camera = canvas.scene, canvas.camera
        if scene is None:
            return
        page = round(canvas.wide), round(canvas.high)
        size = COPIED * page[0], COPIED * page[1]

        def done(picture: QImage) -> None:
            QGuiApplication.clipboard().setImage(picture)
            self._banner.say(f"Copied the picture: {size[0]:,} × {size[1]:,} pixels.")

        self._bridge.submit(
            "picture",
            lambda _progress: render_picture(shaped(scene, camera, size, page), *size, camera=camera),
            done,
        )


def shaped(scene: Scene, camera: Camera, size: tuple[int, int], page: tuple[float, float]) -> Scene:
    """The scene for a picture of `size` pixels: of the shape of the screen's `page` what the screen shows, of
    another shape laid out for that.
    """
    if camera != Camera() or scene.moment is not None:
        # A part of the page, and a story's moment, stand where they stand.
        return laid_out(scene)
    wide, high = page if abs(size[0] * page[1] / (size[1] * page[0]) - 1) < _SAME_SHAPE else page_size(*size)
    stands = (scene.layout.width, scene.layout.height) == (wide, high)
    return (
        laid_out(scene) if stands else laid_out(scene, make_layout(scene.spec, wide, high, scene.layout.task))
    )


def content(
    scene: Scene, camera: Camera, wish: PictureWish, page: tuple[float, float] | None = None
) -> bytes:
    """The file. `page`: the screen's, where it has changed since the scene was laid out."""
    size = wish.width, wish.height
    exact = shaped(scene, camera, size, page or (scene.layout.width, scene.layout.height))
    if wish.kind == "svg":
        return svg_picture(exact, *size, camera=camera, dots_per_inch=wish.dots_per_inch)
    return encoded(render_picture(exact, *size, camera=camera), ".png", wish.dots_per_inch)
