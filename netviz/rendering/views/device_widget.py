"""What every widget that draws on a graphics device has: a device, a budget, and a way to give up."""

from __future__ import annotations

import functools
from collections.abc import Callable
from time import perf_counter, thread_time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QRhi, QRhiCommandBuffer
from PySide6.QtWidgets import QRhiWidget, QWidget

from netviz.rendering.budget import Budget, is_software
from netviz.rendering.frame import Kept
from netviz.viewmodels.playing.later import Later


def _guarded(
    override: Callable[[DeviceWidget, QRhiCommandBuffer], None],
) -> Callable[[DeviceWidget, QRhiCommandBuffer], None]:
    # On Python 3.11 an exception that leaves an override called by Qt's renderer can end the process.
    @functools.wraps(override)
    def guarded(self: DeviceWidget, commands: QRhiCommandBuffer) -> None:
        if self.problem is not None:
            return
        try:
            override(self, commands)
        except Exception as error:  # noqa: BLE001 - whatever it is, the painter takes over
            self.fail(str(error) or type(error).__name__)

    return guarded


class DeviceWidget(QRhiWidget):
    """Subclasses make what they draw with in `begin`, drop it in `end`, and record a frame in `record`."""

    started = Signal(str, str, bool)  # backend, device, whether it is a program on the processor
    failed = Signal(str)

    def __init__(self, kept: Kept, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kept = kept
        self.problem: str | None = None
        self.budget = Budget(software=True)  # until the device is known
        self.python_ms = 0.0  # processor time of the last frame, in `record` and what it calls
        self.frame_began = 0.0
        self._device: QRhi | None = None
        # Without a size a QRhiWidget in a layout gets none, and never renders.
        self.setMinimumSize(64, 64)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.renderFailed.connect(self._refused)

    def begin(self, rhi: QRhi) -> None:
        """There is a device, or another one."""
        raise NotImplementedError

    def end(self) -> None:
        """Forget all that was made on the device: it goes, or has gone."""
        raise NotImplementedError

    def record(self, commands: QRhiCommandBuffer) -> None:
        """Record one frame."""
        raise NotImplementedError

    def fail(self, sentence: str) -> None:
        """Give up; told after Qt's renderer has returned."""
        if self.problem is None:
            self.problem = sentence
            Later(self).do(lambda: self.failed.emit(sentence))

    def give_back(self) -> None:
        """Let the device go, while it is still there; nothing is drawn any more.

        What Python still holds of a device that is gone would later be taken for what lies in its place.
        """
        self.problem = self.problem or "closed"
        self.releaseResources()

    @_guarded
    def initialize(self, _commands: QRhiCommandBuffer) -> None:
        """Called by Qt before the first frame, and whenever the device or the target is another one."""
        rhi = self.rhi()
        if self._device is rhi:
            return
        self._device = rhi
        self.begin(rhi)
        info = rhi.driverInfo()  # held: its fields live no longer than it does
        device = bytes(info.deviceName.data()).decode(errors="replace")
        software = is_software(device) or info.deviceType == type(info).DeviceType.CpuDevice.value
        if software != self.budget.software:
            self.budget = Budget(software)
        self.kept.edges_changed()
        self.started.emit(rhi.backendName(), device, software)

    @_guarded
    def render(self, commands: QRhiCommandBuffer) -> None:  # type: ignore[override]
        """Called by Qt for each frame."""
        if self._device is None:
            return
        self.frame_began, worked = perf_counter(), thread_time()
        self.record(commands)
        self.python_ms = (thread_time() - worked) * 1000

    def releaseResources(self) -> None:
        """Called by Qt when the graphics device goes: everything made on it is gone with it."""
        self._device = None
        self.end()

    def _refused(self) -> None:
        self.fail("Qt could not draw with this machine's graphics driver.")
