"""What is said where no window can be opened, in simulated surroundings."""

import os
import re
import socket
import subprocess
import sys

import pytest

from netviz.cli.process import display

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks displays")

DEBIAN = {"ID": "debian"}


@pytest.fixture
def system(monkeypatch):
    """A Debian desktop session on X, in which everything is there."""
    for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(display.platform, "freedesktop_os_release", lambda: DEBIAN)
    monkeypatch.setattr(display, "_x_server_answers", lambda: True)
    monkeypatch.setattr(display.ctypes, "CDLL", lambda name: None)
    return monkeypatch


def lacking(system, *libraries):
    """Let these libraries be missing, for the loader and for ldd."""

    def load(name):
        raise OSError(f"{libraries[0]}: cannot open shared object file: No such file or directory")

    def ldd(command, **_):
        lines = [f"\t{library} => not found" for library in libraries]
        return subprocess.CompletedProcess(
            command, 0, "\n".join([*lines, "\tlibc.so.6 => /lib/libc.so.6"]), ""
        )

    system.setattr(display.ctypes, "CDLL", load)
    system.setattr(display.subprocess, "run", ldd)
    system.setattr(display.shutil, "which", lambda name: "/usr/bin/ldd")


def test_a_desktop_session_is_fine(system):
    assert display.explain_display_problem() is None


def test_no_display(system):
    system.delenv("DISPLAY")
    problem = display.explain_display_problem()
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in problem
    assert "netviz train" in problem


def test_a_display_where_nobody_answers(system):
    system.undo()
    system.delenv("WAYLAND_DISPLAY", raising=False)
    system.delenv("QT_QPA_PLATFORM", raising=False)
    system.setenv("DISPLAY", ":4711")
    problem = display.explain_display_problem()
    if "libraries" not in problem:  # a machine without Qt's X libraries says that first
        assert "The display :4711 (DISPLAY) can't be opened" in problem


@pytest.mark.parametrize(
    ("distribution", "command"),
    [
        (DEBIAN, "sudo apt install libxcb-cursor0 libxkbcommon-x11-0"),
        (
            {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"},
            "sudo apt install libxcb-cursor0 libxkbcommon-x11-0",
        ),
        ({"ID": "fedora"}, "sudo dnf install libxkbcommon-x11 xcb-util-cursor"),
        ({"ID": "plan9"}, "the system's package manager"),
    ],
)
def test_missing_libraries_are_named_with_what_to_type(system, distribution, command):
    lacking(system, "libxcb-cursor.so.0", "libxkbcommon-x11.so.0")
    system.setattr(display.platform, "freedesktop_os_release", lambda: distribution)
    problem = display.explain_display_problem()
    assert "missing: libxcb-cursor.so.0, libxkbcommon-x11.so.0." in problem
    assert command in problem


def test_many_missing_libraries_are_counted_but_all_of_their_packages_named(system):
    lacking(system, *sorted(display._PACKAGES))
    problem = display.explain_display_problem()
    assert f"libEGL.so.1, libGL.so.1, libGLX.so.0 and {len(display._PACKAGES) - 3} more." in problem
    for debian, _ in display._PACKAGES.values():
        assert f" {debian}" in problem


def test_a_missing_library_is_named_without_ldd(system):
    lacking(system, "libxcb-cursor.so.0")
    system.setattr(display.shutil, "which", lambda name: None)
    problem = display.explain_display_problem()
    assert problem.startswith("A system library that Qt needs is missing: libxcb-cursor.so.0.")
    assert problem.endswith("sudo apt install libxcb-cursor0")


def test_an_unknown_library_gets_no_invented_package(system):
    surprises = [f"libsurprise.so.{number}" for number in range(5)]
    lacking(system, *surprises)
    problem = display.explain_display_problem()
    assert ", ".join(surprises) in problem
    assert "apt" not in problem


@pytest.mark.parametrize("library", ["libGL.so.1", "libEGL.so.1"])
def test_qt_that_cannot_be_loaded(system, library):
    lacking(system, library)

    def refuse(name):
        raise ImportError(f"{library}: cannot open shared object file: No such file or directory")

    system.setattr(display.importlib, "import_module", refuse)
    problem = display.explain_display_problem()
    assert problem == display.explain_qt_problem()
    assert library in problem
    assert f"sudo apt install {'libgl1' if library == 'libGL.so.1' else 'libegl1'}" in problem


def test_qt_that_is_not_installed(system):
    def refuse(name):
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    system.setattr(display.importlib, "import_module", refuse)
    assert "is not installed" in display.explain_qt_problem()


def test_a_platform_that_qt_does_not_have(system):
    system.setenv("QT_QPA_PLATFORM", "cocoa")
    problem = display.explain_display_problem()
    assert "'cocoa'" in problem
    assert "offscreen" in problem


@pytest.mark.parametrize(
    "platform", ["offscreen", "offscreen:size=800x600", "xcb;wayland", "cocoa;offscreen"]
)
def test_platforms_that_work(system, platform):
    system.setenv("QT_QPA_PLATFORM", platform)
    assert display.explain_display_problem() is None


def test_another_name_of_a_platform(system):
    system.setenv("QT_QPA_PLATFORM", "wayland-egl")
    assert display._chosen_plugins() == ["wayland"]


def test_wayland_without_a_compositor(system, tmp_path):
    system.delenv("DISPLAY")
    system.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    system.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert "The display wayland-7 (WAYLAND_DISPLAY) can't be opened" in display.explain_display_problem()


def test_wayland_without_a_compositor_falls_back_to_x(system, tmp_path):
    system.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    system.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert display.explain_display_problem() is None


def test_wayland(system, tmp_path):
    system.delenv("DISPLAY")
    system.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    system.setenv("WAYLAND_DISPLAY", "wayland-0")
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        assert display.explain_display_problem() is None


def test_other_systems_bring_a_display(system):
    system.delenv("DISPLAY")
    system.setattr(display.sys, "platform", "darwin")
    assert display.explain_display_problem() is None


def test_the_package_of_every_graphics_library_of_this_qt_is_known(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb;wayland")
    needed = set()
    for file in display._qt_files():
        listing = subprocess.run(["ldd", file], capture_output=True, text=True)
        needed.update(
            re.findall(r"^\s*(lib(?:xcb|xkb|X11|wayland|EGL|GL\b)\S*) =>", listing.stdout, re.MULTILINE)
        )
    assert {"libEGL.so.1", "libxcb-cursor.so.0", "libwayland-client.so.0"} <= needed <= set(display._PACKAGES)


def test_without_a_display_nothing_is_aborted():
    """The whole way in a process of its own: the sentence, and no signal."""
    code = "from netviz.cli.process.display import explain_display_problem as e; print(e())"
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")
    }
    process = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    assert "DISPLAY" in process.stdout or "missing" in process.stdout
