"""Writing a file whole or not at all.

- new, replaced, through a link, beside others
- mode, group, the mask of a new file; those of another that it is to be like
- a drive that keeps no modes, or refuses them to us; macOS, whose fsync is none
- a folder within another, as open as that
- in the order that survives a power failure
- a write that fails, that is broken off, that finds the disk full
- folders that may be written but not read
"""

from __future__ import annotations

import errno
import os
import resource
import stat
import struct
import sys
from typing import TYPE_CHECKING, BinaryIO

import pytest

from archives import NOBODY, open_files, stranger
from mediarel import atomic
from mediarel.atomic import make_inner_folder, replace_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def path(home: Path) -> Path:
    """Return the path of a file that says "old"."""
    place = home / "file.json"
    place.write_bytes(b"old")
    return place


def filled_with(data: bytes) -> Callable[[BinaryIO], None]:
    def fill(file: BinaryIO) -> None:
        file.write(data)

    return fill


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_file_is_replaced_and_nothing_else_is_left(path: Path) -> None:
    """It holds what was written, as another file; its folder holds no third."""
    before = path.stat().st_ino

    replace_file(path, filled_with(b"new"))

    assert path.read_bytes() == b"new"
    assert path.stat().st_ino != before
    assert list(path.parent.iterdir()) == [path]


def test_reader_who_has_the_old_file_open_goes_on_reading_it(path: Path) -> None:
    """What is open is never written to."""
    with path.open("rb") as reader:
        replace_file(path, filled_with(b"new"))

        assert reader.read() == b"old"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_mode_stays(path: Path, mode: int) -> None:
    """Who could read it can, and no one else."""
    path.chmod(mode)

    replace_file(path, filled_with(b"new"))

    assert mode_of(path) == mode


def test_owner_and_group_stay(path: Path) -> None:
    """Root gives a file back to whom it belongs; a user keeps its group."""
    if os.geteuid() == 0:
        os.chown(path, 65534, 65533)
    else:
        os.chown(path, -1, (*os.getgroups(), os.getgid())[0])
    before = path.stat()

    replace_file(path, filled_with(b"new"))

    after = path.stat()
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)


def test_group_that_is_not_ours_can_do_no_more_than_before() -> None:
    """Where its group can't be kept, ours is given none of the rights it had."""
    with stranger() as path:
        path.chmod(0o664)
        kept = 0o664
        if os.getuid() == 0:
            os.seteuid(0)
            os.chown(path, -1, 12345)
            os.seteuid(NOBODY)
            kept = 0o604

        replace_file(path, filled_with(b"new"))

        assert path.read_bytes() == b"new"
        assert mode_of(path) == kept


def test_no_one_else_can_look_while_it_is_written(path: Path) -> None:
    """The file that is being filled is never more open than the one it replaces."""
    path.chmod(0o600)
    modes = []

    def fill(file: BinaryIO) -> None:
        modes.append(stat.S_IMODE(os.fstat(file.fileno()).st_mode))

    replace_file(path, fill)

    assert modes == [0o600]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_new_file_has_the_mode_that_the_mask_leaves(
    home: Path, mask: int, mode: int
) -> None:
    """As any other program makes a file; the mask is as it was."""
    before = os.umask(mask)
    try:
        replace_file(home / "new.json", filled_with(b"new"))
    finally:
        kept = os.umask(before)

    assert mode_of(home / "new.json") == mode
    assert kept == mask


def test_link_stays_a_link(home: Path, path: Path) -> None:
    """What it points to is replaced, through a link to a link as well."""
    (home / "first").symlink_to(path)
    (home / "second").symlink_to("first")

    replace_file(home / "second", filled_with(b"new"))

    assert (home / "second").is_symlink()
    assert (home / "first").is_symlink()
    assert path.read_bytes() == b"new"


def test_disk_has_the_file_before_its_name_and_the_name_before_we_return(
    path: Path,
) -> None:
    """Synced, then put in place, then its folder synced."""
    seen = []

    def see(_frame: object, event: str, called: object) -> None:
        if event == "c_call" and called in {os.fsync, os.replace}:
            files = sorted((f.name, f.stat().st_size) for f in path.parent.iterdir())
            seen.append((called, [size for _, size in files]))

    sys.setprofile(see)
    try:
        replace_file(path, filled_with(b"new!"))
    finally:
        sys.setprofile(None)

    # What is written, and "old", in the order of their names.
    assert seen == [(os.fsync, [4, 3]), (os.replace, [4, 3]), (os.fsync, [4])]


@pytest.mark.parametrize("failure", [OSError, ValueError, KeyboardInterrupt])
def test_write_that_ends_early_changes_nothing(
    path: Path, failure: type[BaseException]
) -> None:
    """The old file is there, the unfinished one is not, and the error passes."""

    def fill(file: BinaryIO) -> None:
        file.write(b"half of ")
        raise failure

    with pytest.raises(failure):
        replace_file(path, fill)

    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Have no file grow beyond 4096 bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_disk")
def test_full_disk_changes_nothing(path: Path) -> None:
    """What the buffer holds back until the end counts as well."""
    with pytest.raises(OSError, match="too large"):
        replace_file(path, filled_with(b"n" * 5000))

    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_two_that_write_at_once(path: Path) -> None:
    """Each fills a file of its own; the last to end is what stays."""

    def fill(file: BinaryIO) -> None:
        file.write(b"outer")
        replace_file(path, filled_with(b"inner, and longer"))

    replace_file(path, fill)

    assert path.read_bytes() == b"outer"
    assert list(path.parent.iterdir()) == [path]


def test_folder_that_may_be_written_but_not_read() -> None:
    """What can't be synced is in its place all the same."""
    with stranger() as path:
        path.parent.chmod(0o300)

        replace_file(path, filled_with(b"new"))

        assert path.read_bytes() == b"new"
        path.parent.chmod(0o700)


def test_descriptors_are_let_go(path: Path) -> None:
    """As many files are open after writing, failed or not, as before."""
    before = open_files()

    replace_file(path, filled_with(b"new"))
    with pytest.raises(FileNotFoundError):
        replace_file(path.parent / "none" / "file.json", filled_with(b"new"))
    with pytest.raises(AttributeError):
        replace_file(path, lambda _: path.nothing)  # type: ignore[attr-defined]

    assert open_files() == before


@pytest.mark.parametrize(
    ("mode", "kept"), [(0o600, 0o600), (0o664, 0o664), (0o755, 0o644)]
)
def test_new_file_is_as_open_as_the_one_it_is_like(
    home: Path, path: Path, mode: int, kept: int
) -> None:
    """It is no program, though, whatever a drive without modes says of that one."""
    path.chmod(mode)

    replace_file(home / "new.json", filled_with(b"new"), like=path)

    assert mode_of(home / "new.json") == kept


def test_new_file_is_of_the_group_that_the_other_is_of(home: Path, path: Path) -> None:
    """A file that is there keeps its own."""
    group = 65533 if os.geteuid() == 0 else os.getgid()
    os.chown(path, -1, group)
    (home / "kept.json").touch(0o600)

    for name in ("new.json", "kept.json"):
        replace_file(home / name, filled_with(b"new"), like=path)

    assert (home / "new.json").stat().st_gid == group
    assert mode_of(home / "kept.json") == 0o600


@pytest.mark.parametrize("refused", ["fchmod", "fchown"])
@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOTSUP, errno.EINVAL])
def test_drive_that_keeps_no_modes(
    path: Path, monkeypatch: pytest.MonkeyPatch, refused: str, error: int
) -> None:
    """The file is written, and is no more open than it was."""

    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, refused, refuse)
    path.chmod(0o664)

    replace_file(path, filled_with(b"new"))

    assert path.read_bytes() == b"new"
    assert mode_of(path) == {"fchmod": 0o600, "fchown": 0o604}[refused]


@pytest.mark.parametrize("refused", ["fchmod", "fchown"])
def test_drive_that_fails_at_the_modes(
    path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    """That is no refusal: nothing is changed."""

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, refused, fail)

    with pytest.raises(OSError, match="Input/output error"):
        replace_file(path, filled_with(b"new"))

    assert path.read_bytes() == b"old"


class MacOS:
    """What macOS has for syncing; it `answers` with an error, or does it."""

    F_FULLFSYNC = 51
    LOCK_EX, LOCK_NB = 2, 4

    def __init__(self, answers: int = 0) -> None:
        self.answers = answers
        self.asked = 0

    def fcntl(self, _descriptor: int, command: int) -> None:
        """Do it, or not."""
        assert command == self.F_FULLFSYNC
        self.asked += 1
        if self.answers:
            raise OSError(self.answers, os.strerror(self.answers))

    def flock(self, _descriptor: int, _operation: int) -> None:
        """Lock a file."""


@pytest.mark.parametrize("answers", [0, errno.ENOTTY, errno.ENOTSUP])
def test_macos_has_the_drive_write(
    path: Path, monkeypatch: pytest.MonkeyPatch, answers: int
) -> None:
    """File and folder; where a drive knows no such thing, as anywhere else."""
    macos = MacOS(answers)
    monkeypatch.setattr(atomic, "fcntl", macos)
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)

    replace_file(path, filled_with(b"new"))

    assert macos.asked == 2
    assert len(synced) == (2 if answers else 0)


@pytest.mark.parametrize("mode", [0o700, 0o2775, 0o755])
def test_inner_folder_is_as_open_as_the_outer(home: Path, mode: int) -> None:
    """And of its group and owner, whatever the mask."""
    outer = home / "outer"
    outer.mkdir()
    if os.geteuid() == 0:
        os.chown(outer, 65534, 65533)
    outer.chmod(mode)
    before = os.umask(0o077)
    try:
        make_inner_folder(outer / "inner")
        make_inner_folder(outer / "inner")  # it is there
    finally:
        os.umask(before)

    made, around = (outer / "inner").stat(), outer.stat()
    assert (made.st_mode, made.st_uid, made.st_gid) == (
        around.st_mode,
        around.st_uid,
        around.st_gid,
    )


def test_inner_folder_whose_group_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The group that it has instead gets no rights."""
    if os.geteuid() == 0:
        os.chown(home, -1, 65533)

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    home.chmod(0o775)

    make_inner_folder(home / "inner")

    expected = 0o705 if os.geteuid() == 0 else 0o775
    assert mode_of(home / "inner") == expected


ACL = "system.posix_acl_access"


def rights_by_name(user: int) -> bytes:
    """Return the list that lets `user` read and write, and neither group nor others."""
    none = 0xFFFFFFFF
    entries = ((1, 6, none), (2, 6, user), (4, 0, none), (16, 6, none), (32, 0, none))
    return struct.pack("<I", 2) + b"".join(
        struct.pack("<HHI", *each) for each in entries
    )


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> dict[int, bytes]:
    """Have the drive keep such lists, which not all do; return them by their files."""
    kept: dict[int, bytes] = {}

    def inode(place: Path | int) -> int:
        return os.stat(place).st_ino  # noqa: PTH116 - or of a descriptor

    def get(place: Path, name: str) -> bytes:
        assert name == ACL
        if inode(place) not in kept:
            raise OSError(errno.ENODATA, os.strerror(errno.ENODATA))
        return kept[inode(place)]

    def put(place: Path | int, name: str, value: bytes) -> None:
        assert name == ACL
        kept[inode(place)] = value

    monkeypatch.setattr(os, "getxattr", get)
    monkeypatch.setattr(os, "setxattr", put)
    return kept


def test_rights_by_name_stay(home: Path, path: Path, lists: dict[int, bytes]) -> None:
    """Of the file that is replaced, and of one that a new one is like."""
    lists[path.stat().st_ino] = rights_by_name(4000)

    replace_file(path, filled_with(b"new"))
    replace_file(home / "copy.json", filled_with(b"new"), like=path)

    for place in (path, home / "copy.json"):
        assert lists[place.stat().st_ino] == rights_by_name(4000)


def test_rights_by_name_that_can_not_be_kept(
    path: Path, lists: dict[int, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The group does not get what the named had: the mode says that of both."""
    lists[path.stat().st_ino] = rights_by_name(4000)
    path.chmod(0o660)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    monkeypatch.setattr(os, "setxattr", refuse)

    replace_file(path, filled_with(b"new"))

    assert mode_of(path) == 0o600
