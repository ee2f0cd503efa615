"""A process of its own that starts as `netviz` does, says when the first frame was painted, and ends."""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt


def main(started: float) -> None:
    """`started`: when the process was asked for, in seconds since the epoch."""
    # `netviz run` looks for no garbage either before the window stands.
    gc.disable()
    from netviz.app.program.settings import Settings
    from netviz.app.program.start import make_application, make_program

    app = make_application()
    with tempfile.TemporaryDirectory(prefix="netviz-bench-") as folder:
        program = make_program(app, Settings(Path(folder) / "netviz.ini"))

        def painted() -> None:
            sys.stdout.write(json.dumps({"first_frame_s": time.time() - started}) + "\n")
            sys.stdout.flush()
            program.close()
            app.quit()

        program.window.canvas.painted.connect(painted, Qt.ConnectionType.SingleShotConnection)
        program.start()
        app.exec()


if __name__ == "__main__":
    main(float(sys.argv[1]))
