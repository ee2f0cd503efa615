"""Compile the shaders under netviz/rendering to .qsb files beside them, and note what each was made from.

    python packaging/bake_shaders.py path/to/qsb

`qsb` is Qt's shader compiler; PySide6-Addons brings it. Only who changes a shader needs it: the .qsb files
are part of the sources, and a test compares shaders.sha256 with both.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

RENDERING = Path(__file__).resolve().parent.parent / "netviz" / "rendering"
TARGETS = ["--glsl", "330,300 es", "--hlsl", "50", "--msl", "12"]


def main(qsb: str) -> None:
    """Bake all; the list has the form that `sha256sum --check` reads, from the folder netviz/rendering."""
    lines = []
    for source in sorted([*RENDERING.rglob("*.vert"), *RENDERING.rglob("*.frag")]):
        baked = source.with_name(source.name + ".qsb")
        subprocess.run([qsb, *TARGETS, "-o", str(baked), str(source)], check=True)
        for path in (source, baked):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            lines.append(f"{digest}  {path.relative_to(RENDERING).as_posix()}\n")
    (RENDERING / "shaders.sha256").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
