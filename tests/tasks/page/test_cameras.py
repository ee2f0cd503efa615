"""Cameras that are there, and those that refuse: no device is needed, a film gives their pictures."""

import errno
import sys
import time
from types import SimpleNamespace

import av
import numpy as np
import pytest

from netviz.tasks.digits.page import cameras as looked_at
from netviz.tasks.digits.page.cameras import Camera, cameras
from netviz.tasks.digits.page.frames import frames_of
from netviz.tasks.examples import DataError
from tests.tasks.page.test_frames import film

CAMERA = Camera("Cam (video0)", "v4l2", "/dev/video0")
OPEN = av.open


def refusing(number):
    def refuse(*_given, **_named):
        raise OSError(number, "refused")

    return refuse


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "netviz may not use the camera Cam (video0). On Linux those in the group “video” may"),
        (errno.ENODEV, "The camera Cam (video0) is not there"),
        (errno.ENOENT, "The camera Cam (video0) is not there"),
        (errno.EBUSY, "Another program uses the camera Cam (video0)"),
        (errno.EIO, "The camera Cam (video0) gives no pictures"),
        (errno.ENOTTY, "The camera Cam (video0) gives no pictures"),
    ],
)
def test_a_camera_that_is_refused_is_told_of_in_a_sentence(monkeypatch, number, words):
    monkeypatch.setattr(av, "open", refusing(number))
    with pytest.raises(DataError, match="would be right") as said:
        frames_of(CAMERA)
    assert str(said.value).startswith(words)
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(DataError, match=r"netviz\[film\]"):
        frames_of(CAMERA)


def plugged(monkeypatch, path, pictures, trouble):
    """What is opened as a camera is this film, which gives a picture each time that one is let through."""
    let = []

    def opened(file, format=None, options=None):
        assert (file, format) == (CAMERA.device, CAMERA.format)
        if options:  # it can't do large pictures
            raise OSError(errno.EINVAL, "no such size")
        inside = OPEN(str(path))

        def demux(stream):
            for packet in inside.demux(stream):
                while not let:
                    time.sleep(0.002)
                if let.pop() > pictures:
                    raise trouble
                yield packet

        return SimpleNamespace(streams=inside.streams, demux=demux, close=inside.close)

    monkeypatch.setattr(av, "open", opened)
    return let


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (OSError(errno.ENODEV, "gone"), "The camera Cam (video0) was taken away"),
        (OSError(errno.EIO, "broken"), "The camera Cam (video0) gives no more pictures"),
    ],
)
def test_a_camera_gives_its_newest_picture_until_it_is_taken_away(monkeypatch, tmp_path, trouble, words):
    path = film(tmp_path / "scene.mp4", (40, 80, 120, 160, 200))
    let = plugged(monkeypatch, path, 4, trouble)
    frames = frames_of(CAMERA)
    assert frames.name == CAMERA.name
    seen = []
    for several in ((1,), (2, 3, 4)):  # three come while nobody looks
        let.extend(reversed(several))
        while let:
            time.sleep(0.002)
        time.sleep(0.05)  # the last one is decoded
        seen.append(float(np.asarray(frames.next().picture).mean()))
    np.testing.assert_allclose(seen, (40, 160), atol=8)
    let.append(5)
    with pytest.raises(DataError, match="would be right") as said:
        frames.next()
    assert str(said.value).startswith(words)
    frames.close()


def test_cameras_are_found_by_their_nodes_or_listed_by_pyav(monkeypatch, tmp_path):
    (tmp_path / "video1" / "name").parent.mkdir()
    (tmp_path / "video1" / "name").write_text("HD Cam\n")
    (tmp_path / "video0").touch()
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(looked_at, "_NODES", tmp_path)
    monkeypatch.setattr(looked_at, "_CALLED", tmp_path)
    assert [camera.name for camera in cameras()] == ["video0", "HD Cam (video1)"]
    assert cameras()[1].device == str(tmp_path / "video1")
    listed = [
        av.DeviceInfo("0", "FaceTime", True, ["video"]),
        av.DeviceInfo("0", "Microphone", False, ["audio"]),
    ]
    asked = []
    monkeypatch.setattr(av, "enumerate_input_devices", lambda form: asked.append(form) or listed)
    for platform, form, device in (("darwin", "avfoundation", "0"), ("win32", "dshow", "video=0")):
        monkeypatch.setattr(sys, "platform", platform)
        assert cameras() == [Camera("FaceTime", form, device)]
        assert asked[-1] == form
    for broken, words in (
        (refusing(errno.EIO), "can't be listed"),
        (None, "lists no cameras"),
    ):
        if broken is None:
            monkeypatch.delattr(av, "enumerate_input_devices")
        else:
            monkeypatch.setattr(av, "enumerate_input_devices", broken)
        with pytest.raises(DataError, match=words):
            cameras()
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(DataError, match=r"netviz\[film\]"):
        cameras()
