"""Writing a file whole or not at all.

- new, replaced, through a link, beside others
- mode, group, the mask of a new file
- in the order that survives a power failure
- a write that fails, that is broken off, that finds the disk full
- folders that may be written but not read
"""

from __future__ import annotations

import os
import resource
import stat
import sys
from typing import TYPE_CHECKING, BinaryIO

import pytest

from archives import NOBODY, open_files, stranger
from mediarel.atomic import replace_file, temporary_beside

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


def test_no_folder(home: Path) -> None:
    """The system's own error passes."""
    with pytest.raises(FileNotFoundError):
        replace_file(home / "none" / "file.json", filled_with(b"new"))


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


def test_temporary_name_is_hidden_and_names_its_file(home: Path) -> None:
    """A person who meets one sees what it was for."""
    assert temporary_beside(home / "a.json") == (".a.json.", ".tmp")
