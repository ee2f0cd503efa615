"""What importing a room loads: lower rooms work without Qt, and the command line starts fast."""

import json
import subprocess
import sys

import pytest

LOADED = """
import importlib, json, pkgutil, sys
room = importlib.import_module("netviz." + sys.argv[1])
for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
    importlib.import_module(module.name)
print(json.dumps(sorted(sys.modules)))
"""

ALL_OF_QT = {"PySide6", "shiboken6", "pyqtgraph"}


@pytest.mark.parametrize(
    ("room", "forbidden"),
    [
        ("network", ALL_OF_QT | {"PIL", "safetensors"}),
        ("tasks", ALL_OF_QT),
        ("training", ALL_OF_QT),
        ("viewmodels", {"PySide6.QtGui", "PySide6.QtWidgets", "pyqtgraph"}),
        ("rendering", {"pyqtgraph"}),
        ("cli", ALL_OF_QT),
    ],
)
def test_a_room_loads_only_what_it_may(room, forbidden):
    process = subprocess.run([sys.executable, "-c", LOADED, room], capture_output=True, text=True)
    assert process.returncode == 0, process.stderr
    loaded = set(json.loads(process.stdout))
    assert not loaded & forbidden


def test_the_window_opens_before_the_plots_are_loaded():
    code = "import netviz.app.program.start, json, sys; print(json.dumps(sorted(sys.modules)))"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = json.loads(process.stdout)
    assert "netviz.app.program.composition" in loaded
    assert "pyqtgraph" not in loaded
    # What brings them stands behind the first painted frame.
    assert "netviz.app.program.other_rooms" not in loaded


def test_the_version_costs_nothing():
    code = "import netviz, sys; print(netviz.__version__, 'numpy' in sys.modules, 'PySide6' in sys.modules)"
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert process.stdout.split()[1:] == ["False", "False"]
