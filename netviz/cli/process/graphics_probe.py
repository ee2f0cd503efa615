"""Opens a small window that draws with Qt's rendering layer (QRhi) and prints, as JSON, what it draws on.

`netviz doctor` runs this in a process of its own, so that a driver that crashes takes nothing with it.
"""

import json
import sys

_GIVE_UP_AFTER_MS = 10_000


def main() -> int:
    """Print {"backend", "device", "platform"} or {"error", "platform"}; the exit status is 0 or 1."""
    from PySide6.QtCore import Qt, QTimer
    from PySide6.QtGui import QColor, QRhiCommandBuffer, QRhiDepthStencilClearValue
    from PySide6.QtWidgets import QApplication, QRhiWidget

    app = QApplication([])
    found: dict[str, str] = {"platform": app.platformName()}

    def finish(error: str | None) -> None:
        if error is not None:
            found["error"] = error
        app.quit()

    class Probe(QRhiWidget):
        def initialize(self, cb: QRhiCommandBuffer) -> None:
            rhi = self.rhi()
            driver = rhi.driverInfo()  # held: its deviceName dies with it
            found["backend"] = str(rhi.backendName())
            found["device"] = bytes(driver.deviceName.data()).decode(errors="replace")

        def render(self, cb: QRhiCommandBuffer) -> None:  # type: ignore[override]
            cb.beginPass(self.renderTarget(), QColor("white"), QRhiDepthStencilClearValue(1.0, 0))
            cb.endPass()

    probe = Probe()
    probe.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    probe.setWindowTitle("netviz doctor")
    probe.resize(64, 64)
    probe.frameSubmitted.connect(lambda: finish(None))
    probe.renderFailed.connect(
        lambda: finish("Qt refuses to draw with the graphics processor on this platform")
    )
    QTimer.singleShot(_GIVE_UP_AFTER_MS, lambda: finish("no picture was drawn within ten seconds"))
    probe.show()
    app.exec()
    print(json.dumps(found))
    return 1 if "error" in found else 0


if __name__ == "__main__":
    sys.exit(main())
