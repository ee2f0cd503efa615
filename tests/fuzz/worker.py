"""A child process that reads damaged files one after another, and tells how each ended.

    python -m tests.fuzz.worker FORMAT[,FORMAT…] SEED FIRST CASES FOLDER

The first format begins with case FIRST, the others with 0; each ends before case CASES.
Two lines of JSON a case: one before it is read, so that who listens knows what killed it, one after.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import resource
import sys
import time
import warnings
from pathlib import Path

from netviz.files.errors import FileError
from netviz.network.arrays import give_back_what_is_large
from netviz.network.spec import SpecError
from netviz.tasks.digits.digits import DataError
from netviz.training.config import ConfigError
from netviz.training.jobs.mathematics import one_blas_thread
from tests.fuzz.formats import Format, formats, put_away

MOST_MEGABYTES = 600
_GUARD = 2_000_000_000  # bytes of addresses beyond those of the start: the machine is other people's too
# Words of libraries and of Python; the loss squared_error is one of the field's.
_RAW = re.compile(
    r"Errno|\b[A-Z]\w*Error\b|Error:|Error while|Exception|Traceback|0x[0-9a-f]|codec|b'|\bNone\b|<class"
    r"|object at|[sS][qQ][lL]ite|libpng|decoder|deserializ"
)


def main() -> None:
    """Read the cases that were asked for."""
    names, seed, first, cases, folder = sys.argv[1:]
    place = Path(folder)
    work = place / "work"
    work.mkdir(exist_ok=True)
    words = (place / "stderr").open("w+b")
    os.dup2(words.fileno(), 2)
    faulthandler.enable()
    warnings.simplefilter("always")
    one_blas_thread()
    give_back_what_is_large()
    known = {one.name: one for one in formats(place)}
    now = _kilobytes("VmSize") * 1024
    resource.setrlimit(resource.RLIMIT_AS, (now + _GUARD, now + _GUARD))
    begin = int(first)
    for name in names.split(","):
        for number in range(begin, int(cases)):
            _say(format=name, case=number)
            _say(**_outcome(known[name], work / "case.netviz", int(seed), number, words.fileno()))
            put_away(work)
        begin = 0


def _say(**words: object) -> None:
    print(json.dumps(words), flush=True)


def _outcome(one: Format, path: Path, seed: int, number: int, stderr: int) -> dict[str, object]:
    one.case(path, seed, number)
    Path("/proc/self/clear_refs").write_text("5")  # the most begins anew
    began, said = time.perf_counter(), ""
    try:
        one.read(path)
        end = "read"
    except (FileError, DataError, ConfigError, SpecError) as error:
        said = str(error)
        end = "refused" if _is_sentence(said.replace(str(path.parent), "")) else "no sentence"
    except BaseException as error:  # noqa: BLE001 - this is what is looked for
        end, said = "fault", f"{type(error).__name__}: {error}"
    seconds, megabytes = time.perf_counter() - began, _kilobytes("VmHWM") / 1e3
    if megabytes > MOST_MEGABYTES:
        end = "too large"
    if os.fstat(stderr).st_size:
        end, said = "stderr", os.pread(stderr, 2000, 0).decode("utf-8", "replace")
        os.ftruncate(stderr, 0)
        os.lseek(stderr, 0, os.SEEK_SET)
    return {"end": end, "said": said[:2000], "seconds": seconds, "megabytes": megabytes}


def _is_sentence(text: str) -> bool:
    return text.isprintable() and text.endswith(".") and len(text) < 600 and not _RAW.search(text)


def _kilobytes(field: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    raise LookupError(field)


if __name__ == "__main__":
    main()
