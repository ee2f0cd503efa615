"""Which file systems lie on other machines: there, processes share no memory, which SQLite's WAL needs."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from pathlib import Path
from typing import Final

# By the name that Linux gives them. What two machines can write is among them, wherever its disk stands; so
# are the folders that a virtual machine has of its host.
_NETWORK: Final = frozenset(
    (
        *("9p", "acfs", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fakeowner"),
        *("fhgfs", "gfs", "gfs2", "glusterfs", "gpfs", "grpcfuse", "kafs", "lustre", "ncpfs", "nfs", "nfs4"),
        *("ocfs2", "orangefs", "osxfs", "panfs", "prl_fs", "pvfs2", "smb2", "smb3", "smbfs", "vboxsf"),
        *("virtiofs", "vmhgfs", "webdav", "wekafs"),
    )
)
_FUSE: Final = ("fuse", "fuse.")
# Of what programs mount, only this is known to lie on a disk of this machine.
_OWN_DISK: Final = frozenset(
    (
        *("fuse.encfs", "fuse.exfat", "fuse.ext2", "fuse.fuse-overlayfs", "fuse.fuseiso", "fuse.gocryptfs"),
        *("fuse.apfs", "fuse.cryfs", "fuse.ntfs", "fuse.ntfs-3g", "fuse.squashfuse", "fuse.veracrypt"),
    )
)
_ESCAPED: Final = re.compile(r"\\([0-7]{3})")
_REMOTE: Final = 4  # DRIVE_REMOTE of Windows


def on_network_share(path: Path) -> bool:
    """Whether the file lies on another machine, as far as this one knows; where in doubt, it does."""
    folder = path.resolve().parent
    if sys.platform == "win32":
        if folder.drive.startswith("\\\\"):
            return True
        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _REMOTE)
    try:
        mounts = os.fsdecode(Path("/proc/self/mounts").read_bytes())
    except OSError:  # macOS has no such file; there SQLite itself tells what can be locked
        return False
    return is_network(file_system(folder, mounts))


def is_network(kind: str) -> bool:
    """Whether a file system of this kind may be written by another machine."""
    if kind == _FUSE[0] or kind.startswith(_FUSE[1]):
        return kind not in _OWN_DISK
    return kind in _NETWORK


def file_system(folder: Path, mounts: str) -> str:
    """The kind of file system that `folder` lies on, out of what /proc/self/mounts says."""
    kind, longest = "", -1
    for line in mounts.split("\n"):  # other line breaks may be part of a name
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        place = Path(_ESCAPED.sub(lambda code: chr(int(code[1], 8)), parts[1]))
        # Of two mounts on one place the later one is seen.
        if folder.is_relative_to(place) and len(place.parts) >= longest:
            kind, longest = parts[2], len(place.parts)
    return kind
