"""A process that starts as `netviz` does, says when the first frame was painted, and ends."""

import gc

# As `netviz` itself does before it loads the window: what is imported stays until the end.
gc.disable()

import json  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

from PySide6.QtCore import Qt  # noqa: E402

from netviz.app.program.settings import Settings  # noqa: E402
from netviz.app.program.start import make_application, make_program  # noqa: E402


def main() -> None:
    """Start, and print the seconds since the time that the command line names."""
    app = make_application()
    with tempfile.TemporaryDirectory(prefix="netviz-bench-") as folder:
        program = make_program(app, Settings(Path(folder) / "netviz.ini"))

        def painted() -> None:
            seconds = time.time() - float(sys.argv[1])
            sys.stdout.write(json.dumps({"first_frame_s": seconds}) + "\n")
            sys.stdout.flush()
            program.close()
            app.quit()

        program.window.canvas.painted.connect(painted, Qt.ConnectionType.SingleShotConnection)
        program.start()
        app.exec()


if __name__ == "__main__":
    main()
