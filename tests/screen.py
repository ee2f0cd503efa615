"""A virtual screen for one process of the tests: keys, focus and the clipboard are its own."""

from __future__ import annotations

import shutil
import subprocess

SCREEN = "-screen 0 1920x1080x24 +extension GLX"


def can_have_screen() -> bool:
    """Whether this system has what makes one."""
    return all(map(shutil.which, ("xvfb-run", "xauth")))


class VirtualScreen:
    """Open from its making until `close`, and never longer than the process that made it."""

    def __init__(self) -> None:
        # The shell ends when its input does, at the latest with this process, and its end ends the screen.
        # In a session of its own: Ctrl-C is for the tests, which still need the screen to end.
        self._process = subprocess.Popen(
            ["xvfb-run", "-a", "-s", SCREEN, "sh", "-c", 'echo "$DISPLAY"; echo "$XAUTHORITY"; read -r end'],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        self.display = self._process.stdout.readline().strip()
        self.authority = self._process.stdout.readline().strip()
        if not self.display:
            raise RuntimeError("xvfb-run is there, but gave no screen: try xvfb-run -a true")

    @property
    def variables(self) -> dict[str, str]:
        """By which programs find it."""
        return {"DISPLAY": self.display, "XAUTHORITY": self.authority, "QT_QPA_PLATFORM": "xcb"}

    def close(self) -> None:
        self._process.communicate()
