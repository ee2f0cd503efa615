"""Where a file lies on another machine, or may, SQLite's WAL is not safe."""

from pathlib import Path

import pytest

from netviz.files.mounts import file_system, is_network, on_network_share

ELSEWHERE = (
    *("9p", "afs", "ceph", "cifs", "davfs", "drvfs", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4"),
    *("ocfs2", "orangefs", "prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"),
    # Mounted by programs: these, and whichever comes next.
    *("fuse", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.juicefs", "fuse.rclone", "fuse.s3fs"),
    *("fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse", "fuse.made-tomorrow"),
)
HERE = (
    *("apfs", "bcachefs", "btrfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "fuseblk", "hfsplus", "jfs"),
    *("msdos", "ntfs", "ntfs3", "overlay", "ramfs", "reiserfs", "tmpfs", "udf", "vfat", "xfs", "zfs"),
    *("fuse.encfs", "fuse.fuse-overlayfs", "fuse.gocryptfs", "fuse.ntfs-3g"),
)
MOUNTS = r"""/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
tmpfs /home/me/local tmpfs rw 0 0
//pc/share /mnt/my\040share cifs rw 0 0
//pc/tab /mnt/a\011tab cifs rw 0 0
//pc/line /mnt/a\012line cifs rw 0 0
//pc/back /mnt/a\134back cifs rw 0 0
//pc/number /mnt/\043one cifs rw 0 0
//pc/no /mnt/a\134040space cifs rw 0 0
//pc/ü /mnt/ü\040ber cifs rw 0 0
odd
/dev/sdb1 /mnt/twice ext4 rw 0 0
host:/x /mnt/twice fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_it_lies_on_another_machine(kind: str) -> None:
    assert is_network(kind)


@pytest.mark.parametrize("kind", HERE)
def test_it_lies_on_this_one(kind: str) -> None:
    assert not is_network(kind)


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/homes", "ext4"),
        ("/home/me", "nfs4"),
        ("/home/me/local/x", "tmpfs"),
        ("/mnt/my share/runs", "cifs"),
        ("/mnt/a\ttab", "cifs"),
        ("/mnt/a\nline/x", "cifs"),
        ("/mnt/a\\back", "cifs"),
        ("/mnt/#one", "cifs"),
        ("/mnt/a\\040space", "cifs"),  # a backslash and three figures, no space
        ("/mnt/a space", "ext4"),
        ("/mnt/ü ber", "cifs"),
        ("/mnt/twice", "fuse.sshfs"),
    ],
)
def test_a_folder_lies_on_what_is_mounted_nearest(folder: str, kind: str) -> None:
    assert file_system(Path(folder), MOUNTS) == kind


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\udcff"])
def test_any_name_can_be_mounted_on(mark: str) -> None:
    """A name may hold what other programs take for the end of a line, and bytes that are no UTF-8."""
    mounts = f"/dev/sda1 / ext4 rw 0 0\npc:/x /mnt/a{mark}b nfs rw 0 0\n"
    assert file_system(Path(f"/mnt/a{mark}b/c"), mounts) == "nfs"


def test_this_machine_s_own_mounts_can_be_read(tmp_path: Path) -> None:
    assert isinstance(on_network_share(tmp_path / "run.netviz"), bool)
