"""Whether a window can be opened here, found out before Qt tries: where it can't, Qt would end the process.

On Linux Qt needs system libraries that its package does not carry, and a display. On Windows and macOS
both come with the system.
"""

import ctypes
import importlib
import importlib.util
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from netviz.language.grammar import counted

# Each library that Qt takes from the system: its package on Debian and Ubuntu, and on Fedora.
_PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libGLX.so.0": ("libglx0", "libglvnd-glx"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libwayland-client.so.0": ("libwayland-client0", "libwayland-client"),
    "libwayland-cursor.so.0": ("libwayland-cursor0", "libwayland-cursor"),
    "libwayland-egl.so.1": ("libwayland-egl1", "libwayland-egl"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-glx.so.0": ("libxcb-glx0", "libxcb"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libz.so.1": ("zlib1g", "zlib"),
    "libzstd.so.1": ("libzstd1", "libzstd"),
}


def explain_display_problem() -> str | None:
    """Why no window can be opened here and what to type, as one message; None when one can be opened."""
    problem = explain_qt_problem()
    if problem is not None or not sys.platform.startswith("linux"):
        return problem
    plugins = _chosen_plugins()
    folder = _qt_plugins_folder() / "platforms"
    known = sorted(path.name.removeprefix("libq").removesuffix(".so") for path in folder.glob("libq*.so"))
    present = [name for name in plugins if name in known or not known]
    if not present:
        return (
            f"QT_QPA_PLATFORM is {os.environ.get('QT_QPA_PLATFORM')!r}, which this Qt doesn't have; it has "
            f"{', '.join(known)}. Unset the variable, or choose one of these."
        )
    problems = [_explain_plugin_problem(name, folder / f"libq{name}.so") for name in present]
    return None if None in problems else problems[0]


def explain_qt_problem() -> str | None:
    """Why Qt can't be loaded, with or without a screen, and what to type; None when it can."""
    try:
        package = importlib.import_module("PySide6")
        importlib.import_module("PySide6.QtWidgets")
    except ModuleNotFoundError:
        return "Qt (PySide6-Essentials) is not installed for this Python; install netviz again."
    except ImportError as error:
        library = re.search(r"(\S+\.so[.\d]*): cannot open shared object file", str(error))
        if library is None:
            return f"Qt (PySide6-Essentials) can't be loaded: {error}."
        return explain_missing(missing_libraries() or [library[1]])
    if package.__version__ == "6.12.0" and sys.version_info < (3, 12):
        return (
            "PySide6 6.12.0 ends the process after a while on Python 3.11. Install another version: "
            'pip install "PySide6-Essentials<6.12"'
        )
    return None


def explain_missing(libraries: list[str]) -> str:
    """One message that names the missing system libraries and the command that installs them."""
    missing = (
        "A system library that Qt needs is missing: {names}.",
        "System libraries that Qt needs are missing: {names}.",
    )
    command = install_command(libraries)
    if command is None:
        names = ", ".join(libraries)
        words = counted(len(libraries), *missing, names=names)
        return f"{words} Install what holds them with the system's package manager."
    names = ", ".join(libraries[:3]) + (f" and {len(libraries) - 3} more" if len(libraries) > 3 else "")
    return f"{counted(len(libraries), *missing, names=names)} Install with: {command}"


def install_command(libraries: list[str]) -> str | None:
    """What to type to install these shared libraries; None where the distribution's names are not known."""
    distribution = _distribution()
    for names, column, command in (
        ({"debian", "ubuntu"}, 0, "sudo apt install"),
        ({"fedora", "rhel", "centos"}, 1, "sudo dnf install"),
    ):
        if names & distribution and all(library in _PACKAGES for library in libraries):
            return " ".join([command, *sorted({_PACKAGES[library][column] for library in libraries})])
    return None


def missing_libraries() -> list[str]:
    """Shared libraries that Qt needs for a window with OpenGL, and the system doesn't have.

    Loads none of Qt. Empty where `ldd` can't tell.
    """
    ldd = shutil.which("ldd")
    if ldd is None or not sys.platform.startswith("linux"):
        return []
    missing: set[str] = set()
    for file in _qt_files():
        listing = subprocess.run([ldd, str(file)], check=False, capture_output=True, text=True, timeout=20)
        missing.update(re.findall(r"^\s*(\S+) => not found", listing.stdout, re.MULTILINE))
    return sorted(missing)


def _chosen_plugins() -> list[str]:
    """The platform plugins that Qt would try on Linux, in its order: those it is told, or the session's."""
    told = os.environ.get("QT_QPA_PLATFORM", "")
    if told:
        # "xcb:option" has an option; "wayland-egl" is another name of the plugin "wayland".
        return [re.split("[:-]", name)[0] for name in told.split(";") if name]
    wayland = "WAYLAND_DISPLAY" in os.environ or os.environ.get("XDG_SESSION_TYPE") == "wayland"
    return ["wayland", "xcb"] if wayland else ["xcb"]


def _qt_plugins_folder() -> Path:
    """Where the package PySide6 has Qt's plugins, whether it can be loaded or not."""
    spec = importlib.util.find_spec("PySide6")
    package = Path(spec.origin).parent if spec and spec.origin else Path("PySide6")
    return package / "Qt" / "plugins"


def _qt_files() -> list[Path]:
    """The libraries and plugins that have to load for a window, and those for OpenGL in it."""
    plugins = _qt_plugins_folder()
    folder = plugins.parent.parent
    files = [folder / f"{name}.abi3.so" for name in ("QtCore", "QtGui", "QtWidgets")]
    files += [plugins / "platforms" / f"libq{name}.so" for name in _chosen_plugins()]
    if "xcb" in _chosen_plugins():
        files += sorted((plugins / "xcbglintegrations").glob("*.so"))
    return [file for file in files if file.exists()]


def _explain_plugin_problem(name: str, plugin: Path) -> str | None:
    """Why this platform plugin would fail, or None."""
    if name == "xcb" and not os.environ.get("DISPLAY"):
        return (
            "netviz needs a screen, and there is none: neither DISPLAY nor WAYLAND_DISPLAY is set. Start it "
            "in a desktop session, or over ssh with: ssh -X. These work without one: netviz train, test, "
            "predict, render."
        )
    if plugin.exists():
        try:
            # Qt loads the same file a moment later, so this costs nothing.
            ctypes.CDLL(str(plugin))
        except OSError as error:
            return explain_missing(missing_libraries() or [str(error).split(":")[0]])
    if name == "xcb" and not _x_server_answers():
        return (
            f"The display {os.environ['DISPLAY']} (DISPLAY) can't be opened: no X server answers there, or "
            "it refuses this user. Start netviz in a desktop session."
        )
    if name == "wayland" and not _wayland_answers():
        return (
            f"The display {_wayland_name()} (WAYLAND_DISPLAY) can't be opened: no compositor answers there. "
            "Start netviz in a desktop session."
        )
    return None


def _x_server_answers() -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    try:
        return not xcb.xcb_connection_has_error(connection)
    finally:
        xcb.xcb_disconnect(connection)


def _wayland_name() -> str:
    return os.environ.get("WAYLAND_DISPLAY") or "wayland-0"


def _wayland_answers() -> bool:
    path = Path(os.environ.get("XDG_RUNTIME_DIR", ""), _wayland_name())
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True


def _distribution() -> set[str]:
    """What /etc/os-release calls this system and what it is like."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return set()
    return {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
