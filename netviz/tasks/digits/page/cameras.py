"""The cameras of this machine, and the newest picture of one. On Linux they are found by their nodes, on
macOS and Windows PyAV lists them.
"""

from __future__ import annotations

import errno
import importlib
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from netviz.tasks.examples import DataError

_NODES: Final = Path("/dev")
_NODE: Final = "video*"
_CALLED: Final = Path("/sys/class/video4linux")
_PATIENCE: Final = 10.0  # seconds without a picture, after which none is waited for
_SEVERAL: Final = 10  # pictures that can't be decoded, one after the other: the first ones may be halves
_FORMATS: Final = {"darwin": "avfoundation", "win32": "dshow"}
_LARGE: Final = {
    "v4l2": {"video_size": "1280x720"},
    "avfoundation": {"framerate": "30", "video_size": "1280x720"},
    "dshow": {"video_size": "1280x720"},
}
_MAY: Final = {
    "v4l2": "On Linux those in the group “video” may: joining it would be right.",
    "avfoundation": "System Settings, Privacy & Security, Camera would be right to allow it.",
    "dshow": "Settings, Privacy & security, Camera would be right to allow it.",
}
_REFUSED: Final = (errno.EACCES, errno.EPERM)
_GONE: Final = (errno.ENOENT, errno.ENODEV, errno.ENXIO)


@dataclass(frozen=True)
class Camera:
    """`name` is what people call it; `format` and `device` are how FFmpeg is asked for it."""

    name: str
    format: str
    device: str


def cameras() -> list[Camera]:
    """Those that are there. Asks the system: not for a thread that may not wait. Raises DataError where they
    can't be listed.
    """
    if sys.platform not in _FORMATS:
        return [_of_node(node) for node in sorted(_NODES.glob(_NODE))]
    form = _FORMATS[sys.platform]
    try:
        listed = importlib.import_module("av").enumerate_input_devices(form)
    except ImportError as error:
        raise DataError(NEEDED) from error
    except AttributeError as error:
        raise DataError(
            "This PyAV lists no cameras; the newest, with: pip install --upgrade av, would be right."
        ) from error
    except Exception as error:  # PyAV's own kinds
        raise DataError(f"The cameras can't be listed: {error}.") from error
    prefix = "video=" if form == "dshow" else ""
    return [
        Camera(found.description or found.name, form, prefix + found.name)
        for found in listed
        if "video" in found.media_types
    ]


NEEDED: Final = (
    'Films and cameras need PyAV: pip install "netviz[film]" brings it. A folder of pictures needs nothing.'
)


def _of_node(node: Path) -> Camera:
    try:
        called = (_CALLED / node.name / "name").read_text(errors="replace").strip()
    except OSError:
        called = ""
    return Camera(f"{called} ({node.name})" if called else node.name, "v4l2", str(node))


class CameraFilm:
    """A camera that is looked through. A thread of its own takes its pictures and keeps the newest, so that
    none is seen late.
    """

    def __init__(self, camera: Camera) -> None:
        """Raises DataError where it can't be used; ImportError without PyAV."""
        self._camera = camera
        self._film, self._stream = self._opened()
        self._changed = threading.Condition()
        self._newest: Any = None
        self._trouble: Exception | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._look, name="camera", daemon=True)
        self._thread.start()

    def next(self) -> Any:
        """The newest picture, a frame of PyAV's, once it is another than the last one. Raises DataError where
        there is none any more.
        """
        with self._changed:
            there = self._changed.wait_for(
                lambda: self._newest is not None or self._trouble is not None, _PATIENCE
            )
            frame, self._newest = self._newest, None
        if frame is None:
            trouble = self._trouble if there else None
            raise DataError(
                f"The camera {self._camera.name} was taken away; to plug it in again, or another one, would "
                "be right."
                if isinstance(trouble, OSError) and trouble.errno in _GONE
                else f"The camera {self._camera.name} gives no more pictures; to choose it again, or another "
                "one, would be right."
            ) from trouble
        return frame

    def close(self) -> None:
        """Let go of it."""
        with self._changed:
            self._closing = True
        self._thread.join(1.0)  # the picture that it waits for may not come

    def _look(self) -> None:
        broken = 0
        try:
            for packet in self._film.demux(self._stream):
                if self._closing:
                    break
                try:
                    frames = packet.decode()
                except ValueError:  # data that are no picture
                    broken += 1
                    if broken == _SEVERAL:
                        raise
                    continue
                if frames:
                    broken = 0
                    self._tell(frames[-1], None)
            self._tell(None, EOFError())
        except Exception as error:  # noqa: BLE001 - PyAV's own kinds; told to who waits for a picture
            self._tell(None, error)
        finally:
            self._film.close()

    def _tell(self, frame: Any, trouble: Exception | None) -> None:
        with self._changed:
            if frame is not None:
                self._newest = frame
            self._trouble = trouble
            self._changed.notify_all()

    def _opened(self) -> tuple[Any, Any]:
        av: Any = importlib.import_module("av")
        camera, trouble = self._camera, None
        for options in (_LARGE[camera.format], {}):  # what it can't do as large it may do otherwise
            try:
                film = av.open(camera.device, format=camera.format, options=options)
                if film.streams.video:
                    return film, film.streams.video[0]
                film.close()
            except Exception as error:  # noqa: BLE001 - whatever PyAV meets is told in a sentence
                trouble = error
                if _number(error) in (*_REFUSED, *_GONE, errno.EBUSY):
                    break
        raise DataError(_refusal(camera, _number(trouble))) from trouble


def _number(error: Exception | None) -> int | None:
    return error.errno if isinstance(error, OSError) else None


def _refusal(camera: Camera, number: int | None) -> str:
    if number in _REFUSED:
        return f"netviz may not use the camera {camera.name}. {_MAY[camera.format]}"
    if number in _GONE:
        return f"The camera {camera.name} is not there; to plug it in, or another one, would be right."
    if number == errno.EBUSY:
        return f"Another program uses the camera {camera.name}; to close that one would be right."
    return (
        f"The camera {camera.name} gives no pictures: it was taken away, is used by another program, "
        "or may not be used; another one, or a folder of pictures, would be right."
    )
