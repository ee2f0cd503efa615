"""File > Save picture: what the canvas shows, as a PNG file that is large enough to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QImageWriter

from netviz.app.banner import Banner
from netviz.app.dialogs import Dialogs
from netviz.app.settings import Settings
from netviz.rendering.picture import render_picture
from netviz.training.model_file import FileError, write_whole
from netviz.viewmodels.job_bridge import JobBridge
from netviz.viewmodels.scene import Scene, edge_reference

WIDTH: Final = 3840


def png_of(scene: Scene, width: int) -> bytes:
    """The scene as it is laid out on screen, `width` pixels wide, with exact references."""
    exact = replace(scene, reference=edge_reference(scene.spec, scene.weights, scene.gain, exact=True))
    height = round(width * scene.layout.height / scene.layout.width)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"PNG")).write(render_picture(exact, width, height)):
        raise FileError("The picture could not be made into a PNG file.")
    return bytes(content.data())


class Pictures(QObject):
    """Asks where to, draws on the job thread, and says when it is done."""

    def __init__(
        self,
        bridge: JobBridge,
        settings: Settings,
        banner: Banner,
        dialogs: Dialogs,
        scene: Callable[[], Scene | None],
        name: Callable[[], str],
    ) -> None:
        super().__init__()
        self._bridge = bridge
        self._settings = settings
        self._banner = banner
        self.dialogs = dialogs
        self._scene = scene
        self._name = name

    def save(self) -> None:
        """Save what is on the canvas now."""
        scene = self._scene()
        if scene is None:
            return
        suggestion = self._settings.folder / f"{Path(self._name()).stem}.png"
        path = self.dialogs.file_to_save("Save the picture", suggestion, "Pictures (*.png)")
        if path is None:
            return

        def work(_progress: object) -> None:
            write_whole(path, png_of(scene, WIDTH))

        def failed(error: Exception) -> None:
            if not isinstance(error, FileError | OSError):
                raise error
            self._banner.say(f"{path.name} could not be saved: {error}", error=True)

        self._bridge.submit(
            "picture", work, lambda _: self._banner.say(f"Saved the picture as {path.name}."), failed
        )
