"""What the canvas shows, as a file that is large enough to print, or on the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter

from netviz.app.banner import Banner
from netviz.app.dialogs import Dialogs
from netviz.app.settings import Settings
from netviz.panels.picture_dialog import PictureWish
from netviz.rendering.camera import Camera
from netviz.rendering.canvas import GraphCanvas
from netviz.rendering.picture import page_size, render_picture
from netviz.rendering.vector import svg_picture
from netviz.training.model_file import FileError, write_whole
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.layout import make_layout
from netviz.viewmodels.scene import Scene, laid_out

COPIED: Final = 2  # pixels on the clipboard for each one on the screen
_KINDS: Final = {"png": "Pictures (*.png)", "svg": "Vector pictures (*.svg)"}
# Pictures whose shape differs by less keep the layout of the screen.
_SAME_SHAPE: Final = 0.01


class Pictures(QObject):
    """Asks how large and where to, draws on the job thread, and says when it is done."""

    def __init__(
        self,
        bridge: JobBridge,
        settings: Settings,
        banner: Banner,
        dialogs: Dialogs,
        canvas: GraphCanvas,
        name: Callable[[], str],
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._settings = settings
        self._banner = banner
        self.dialogs = dialogs
        self._canvas = canvas
        self._name = name

    def save(self) -> None:
        """Save what is on the canvas now."""
        scene, camera = self._canvas.scene, self._canvas.camera
        if scene is None:
            return
        wish = self.dialogs.picture(self._canvas.width(), self._canvas.height())
        if wish is None:
            return
        suggestion = self._settings.folder / f"{Path(self._name()).stem}.{wish.kind}"
        path = self.dialogs.file_to_save("Save the picture", suggestion, _KINDS[wish.kind])
        if path is None:
            return

        def failed(error: Exception) -> None:
            if not isinstance(error, FileError | OSError):
                raise error
            self._banner.say(f"{path.name} could not be saved: {error}", error=True)

        self._bridge.submit(
            "picture",
            lambda _progress: write_whole(path, content(scene, camera, wish)),
            lambda _: self._banner.say(f"Saved the picture as {path.name}."),
            failed,
        )

    def copy(self) -> None:
        """Put what is on the canvas now on the clipboard."""
        scene, camera = self._canvas.scene, self._canvas.camera
        if scene is None:
            return
        size = COPIED * self._canvas.width(), COPIED * self._canvas.height()

        def done(picture: QImage) -> None:
            QGuiApplication.clipboard().setImage(picture)
            self._banner.say(f"Copied the picture: {size[0]:,} × {size[1]:,} pixels.")

        self._bridge.submit(
            "picture", lambda _progress: render_picture(laid_out(scene), *size, camera=camera), done
        )


def content(scene: Scene, camera: Camera, wish: PictureWish) -> bytes:
    """The file: of the shape of the screen what the screen shows, of another shape laid out for that."""
    size = wish.width, wish.height
    page = scene.layout
    same = abs(wish.width * page.height / (wish.height * page.width) - 1) < _SAME_SHAPE
    if same or camera != Camera() or scene.moment is not None:
        # A part of the page, and a story's moment, stand where they stand.
        exact = laid_out(scene)
    else:
        exact = laid_out(scene, make_layout(scene.spec, *page_size(*size)))
    if wish.kind == "svg":
        return svg_picture(exact, *size, camera=camera)
    written = QByteArray()
    buffer = QBuffer(written)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"PNG")).write(render_picture(exact, *size, camera=camera)):
        raise FileError("The picture could not be made into a PNG file.")
    return bytes(written.data())
