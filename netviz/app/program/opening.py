"""What a program begins with: which task, and a file or settings, where there are any."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from netviz.tasks.table import DEFAULT
from netviz.tasks.task import AnyTask


@dataclass(frozen=True)
class Opening:
    """`file` is opened, `shipped` with the program or not; `words` are said once it stands there. `bare`: no
    run from before is offered, since somebody has asked for this one.
    """

    task: AnyTask = DEFAULT
    file: Path | None = None
    shipped: bool = False
    words: str = ""
    bare: bool = False
