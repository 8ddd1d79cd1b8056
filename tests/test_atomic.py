"""Test that a file is written completely or not at all."""

import errno
import os
import resource
import stat
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from archives import NOBODY, open_files, stranger
from mediarel import atomic
from mediarel.atomic import make_inner_folder, replace_file


@pytest.fixture
def path(home: Path) -> Path:
    """Return the path of a file with the content "old"."""
    place = home / "file.json"
    place.write_bytes(b"old")
    return place


def filled_with(data: bytes) -> Callable[[BinaryIO], None]:
    def fill(file: BinaryIO) -> None:
        file.write(data)

    return fill


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_file_is_replaced_and_no_other_file_is_left(path: Path) -> None:
    before = path.stat().st_ino

    replace_file(path, filled_with(b"new"))

    assert path.read_bytes() == b"new"
    assert path.stat().st_ino != before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444])
def test_mode_is_kept(path: Path, mode: int) -> None:
    path.chmod(mode)

    replace_file(path, filled_with(b"new"))

    assert mode_of(path) == mode


def test_owner_and_group_are_kept(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, 65534, 65533)
    else:
        os.chown(path, -1, (*os.getgroups(), os.getgid())[0])
    before = path.stat()

    replace_file(path, filled_with(b"new"))

    after = path.stat()
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)


def test_foreign_group_gets_no_more_rights() -> None:
    """If the group can't be kept, our own group must not get its rights."""
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


def test_temporary_file_is_as_private_as_the_old_file(path: Path) -> None:
    path.chmod(0o600)
    modes = []

    def fill(file: BinaryIO) -> None:
        modes.append(stat.S_IMODE(os.fstat(file.fileno()).st_mode))

    replace_file(path, fill)

    assert modes == [0o600]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_new_file_follows_the_umask(home: Path, mask: int, mode: int) -> None:
    before = os.umask(mask)
    try:
        replace_file(home / "new.json", filled_with(b"new"))
    finally:
        kept = os.umask(before)

    assert mode_of(home / "new.json") == mode
    assert kept == mask


def test_symbolic_link_is_kept(home: Path, path: Path) -> None:
    (home / "first").symlink_to(path)
    (home / "second").symlink_to("first")

    replace_file(home / "second", filled_with(b"new"))

    assert (home / "second").is_symlink()
    assert (home / "first").is_symlink()
    assert path.read_bytes() == b"new"


def test_file_is_synced_before_its_name_and_name_before_return(path: Path) -> None:
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

    # The sizes of the new file and of "old", in the order of their names.
    assert seen == [(os.fsync, [4, 3]), (os.replace, [4, 3]), (os.fsync, [4])]


@pytest.mark.parametrize("failure", [OSError, ValueError, KeyboardInterrupt])
def test_failed_write_changes_nothing(path: Path, failure: type[BaseException]) -> None:
    def fill(file: BinaryIO) -> None:
        file.write(b"half of ")
        raise failure

    with pytest.raises(failure):
        replace_file(path, fill)

    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Limit files to 4096 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_disk")
def test_full_disk_changes_nothing(path: Path) -> None:
    """The limit is reached only when the buffer is flushed."""
    with pytest.raises(OSError, match="too large"):
        replace_file(path, filled_with(b"n" * 5000))

    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_folder_that_is_not_readable_can_be_written() -> None:
    with stranger() as path:
        path.parent.chmod(0o300)

        replace_file(path, filled_with(b"new"))

        assert path.read_bytes() == b"new"
        path.parent.chmod(0o700)


def test_descriptors_are_closed(path: Path) -> None:
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
def test_new_file_has_the_mode_of_its_model(
    home: Path, path: Path, mode: int, kept: int
) -> None:
    """A new file is never executable."""
    path.chmod(mode)

    replace_file(home / "new.json", filled_with(b"new"), like=path)

    assert mode_of(home / "new.json") == kept


def test_new_file_has_the_group_of_its_model(home: Path, path: Path) -> None:
    """An existing file keeps its own group."""
    group = 65533 if os.geteuid() == 0 else os.getgid()
    os.chown(path, -1, group)
    (home / "kept.json").touch(0o600)

    for name in ("new.json", "kept.json"):
        replace_file(home / name, filled_with(b"new"), like=path)

    assert (home / "new.json").stat().st_gid == group
    assert mode_of(home / "kept.json") == 0o600


@pytest.mark.parametrize("refused", ["fchmod", "fchown"])
@pytest.mark.parametrize("error", [errno.EPERM, errno.ENOTSUP, errno.EINVAL])
def test_drive_that_refuses_modes(
    path: Path, monkeypatch: pytest.MonkeyPatch, refused: str, error: int
) -> None:
    """The file gets no more rights than before."""

    def refuse(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(os, refused, refuse)
    path.chmod(0o664)

    replace_file(path, filled_with(b"new"))

    assert path.read_bytes() == b"new"
    assert mode_of(path) == {"fchmod": 0o600, "fchown": 0o604}[refused]


@pytest.mark.parametrize("refused", ["fchmod", "fchown"])
def test_drive_error_while_setting_modes_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch, refused: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, refused, fail)

    with pytest.raises(OSError, match="Input/output error"):
        replace_file(path, filled_with(b"new"))

    assert path.read_bytes() == b"old"


class MacOS:
    """The locks and sync calls of macOS; the sync fails with `answers`, if given."""

    F_FULLFSYNC = 51
    LOCK_EX, LOCK_NB = 2, 4

    def __init__(self, answers: int = 0) -> None:
        self.answers = answers
        self.asked = 0

    def fcntl(self, _descriptor: int, command: int) -> None:
        """Count a sync, or fail."""
        assert command == self.F_FULLFSYNC
        self.asked += 1
        if self.answers:
            raise OSError(self.answers, os.strerror(self.answers))

    def flock(self, _descriptor: int, _operation: int) -> None:
        """Do nothing."""


@pytest.mark.parametrize("answers", [0, errno.ENOTTY, errno.ENOTSUP])
def test_macos_flushes_the_cache_of_the_drive(
    path: Path, monkeypatch: pytest.MonkeyPatch, answers: int
) -> None:
    """Drives that can't do this are synced as on other systems."""
    macos = MacOS(answers)
    monkeypatch.setattr(atomic, "fcntl", macos)
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)

    replace_file(path, filled_with(b"new"))

    assert macos.asked == 2
    assert len(synced) == (2 if answers else 0)


@pytest.mark.parametrize("mode", [0o700, 0o2775, 0o755])
def test_inner_folder_has_mode_and_owner_of_the_outer(home: Path, mode: int) -> None:
    outer = home / "outer"
    outer.mkdir()
    if os.geteuid() == 0:
        os.chown(outer, 65534, 65533)
    outer.chmod(mode)
    before = os.umask(0o077)
    try:
        make_inner_folder(outer / "inner")
        make_inner_folder(outer / "inner")  # an existing folder is no error
    finally:
        os.umask(before)

    made, around = (outer / "inner").stat(), outer.stat()
    assert (made.st_mode, made.st_uid, made.st_gid) == (
        around.st_mode,
        around.st_uid,
        around.st_gid,
    )


def test_inner_folder_without_the_group_gives_it_no_rights(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
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
    """Return an access control list that lets only `user` read and write."""
    none = 0xFFFFFFFF
    entries = ((1, 6, none), (2, 6, user), (4, 0, none), (16, 6, none), (32, 0, none))
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *e) for e in entries)


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> dict[int, bytes]:
    """Simulate a drive with access control lists; return the lists by inode."""
    kept: dict[int, bytes] = {}

    def inode(place: Path | int) -> int:
        return os.stat(place).st_ino  # noqa: PTH116 - `place` can be a descriptor

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


def test_acl_is_kept(home: Path, path: Path, lists: dict[int, bytes]) -> None:
    lists[path.stat().st_ino] = rights_by_name(4000)

    replace_file(path, filled_with(b"new"))
    replace_file(home / "copy.json", filled_with(b"new"), like=path)

    for place in (path, home / "copy.json"):
        assert lists[place.stat().st_ino] == rights_by_name(4000)


def test_lost_access_control_list_gives_the_group_no_rights(
    path: Path, lists: dict[int, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The group bits of the mode are then the maximum of the list."""
    lists[path.stat().st_ino] = rights_by_name(4000)
    path.chmod(0o660)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    monkeypatch.setattr(os, "setxattr", refuse)

    replace_file(path, filled_with(b"new"))

    assert mode_of(path) == 0o600
