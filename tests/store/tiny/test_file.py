"""A store in a file: the way in, and what the system may refuse.

- made: new, where something is, where nothing can be
- where there is none, or something else: a folder, a pipe, a socket, a device
- not to be read, not to be written, in a folder that is closed
- a link to a store; its mode
- descriptors let go, whatever happened
"""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

import pytest

from archives import content, draft, open_files, opened, stranger
from mediarel.store import FORM
from mediarel.store.tiny.file import (
    FileStore,
    StoreAccessError,
    StoreExistsError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Way = Callable[[Path], None]

EMPTY = (
    b'{\n  "archive": {\n    "1": {\n      "form": %d\n    }\n  },\n'
    b'  "statements": {},\n  "history": {},\n  "checksums": {}\n}\n' % FORM
)


def read_it(path: Path) -> None:
    FileStore(path).read()


def look_at_it(path: Path) -> None:
    FileStore(path).revision()


def change_it(path: Path) -> None:
    with opened(path) as archive:
        archive.add(draft(), allow_duplicate=True)


def lock_it(path: Path) -> None:
    with FileStore(path).transaction():
        pass


WAYS = (read_it, look_at_it, change_it, lock_it)


def test_new_store_is_empty(home: Path) -> None:
    """Made with the folders above it, in the layout of all that follow."""
    path = home / "a" / "data" / "statements.json"

    FileStore.create(path)

    assert path.read_bytes() == EMPTY
    with opened(path) as archive:
        assert archive.add(draft()).id == 1


def test_store_that_is_there_is_not_made_again(store: Path) -> None:
    """It is left as it is."""
    before = store.read_bytes()

    with pytest.raises(StoreExistsError, match="already exists") as refused:
        FileStore.create(store)

    assert refused.value.exit_code == 1
    assert store.read_bytes() == before


def folder_at(path: Path) -> None:
    path.mkdir()


def pipe_at(path: Path) -> None:
    os.mkfifo(path)


def socket_at(path: Path) -> None:
    # Bound from its folder, since the whole path may be too long for one.
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def device_at(path: Path) -> None:
    path.symlink_to(os.devnull)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("make", "what"),
    [
        (folder_at, "it is a folder|is a directory"),
        (pipe_at, "it is not a regular file"),
        (socket_at, "it is not a regular file|no such device"),
        (device_at, "it is not a regular file"),
    ],
)
def test_what_is_no_file(
    home: Path, make: Callable[[Path], None], what: str, way: Way
) -> None:
    """It is refused, not waited for, and every descriptor is let go."""
    make(home / "statements.json")
    before = open_files()

    with pytest.raises(StoreAccessError, match=what) as refused:
        way(home / "statements.json")

    assert refused.value.exit_code == 7
    assert open_files() == before


def test_file_that_may_not_be_read() -> None:
    """Reading and changing are refused."""
    with stranger() as path:
        path.chmod(0o200)

        for way in (read_it, change_it):
            with pytest.raises(StoreAccessError, match="permission denied") as refused:
                way(path)

            assert refused.value.exit_code == 7


@pytest.mark.parametrize("mode", [0o444, 0o555])
def test_file_that_may_only_be_read(mode: int) -> None:
    """It can be read. It is not replaced, though the folder would allow that."""
    with stranger() as path:
        before = path.read_bytes()
        path.chmod(mode)

        with pytest.raises(StoreAccessError, match="it is read-only") as refused:
            change_it(path)

        assert refused.value.exit_code == 7
        assert path.read_bytes() == before
        assert list(FileStore(path).read().statements) == ["1"]


@pytest.mark.parametrize("way", [change_it, lock_it])
def test_file_that_may_only_be_read_is_refused_to_root_too(
    store: Path, way: Way
) -> None:
    """A mode without any right to write is meant, whoever asks."""
    store.chmod(0o444)

    with pytest.raises(StoreAccessError, match="it is read-only"):
        way(store)


def test_folder_that_may_only_be_read() -> None:
    """No lock can be taken there, so nothing is changed; reading is open."""
    with stranger() as path:
        before = path.read_bytes()
        path.with_name(".statements.json.lock").unlink()
        path.parent.chmod(0o555)

        with pytest.raises(StoreAccessError, match=f"^{path.parent}: permission"):
            change_it(path)

        assert path.read_bytes() == before
        assert list(FileStore(path).read().statements) == ["1"]
        path.parent.chmod(0o755)


def test_folder_that_may_not_be_entered() -> None:
    """Neither is there a store nor is there none: the way to it is closed."""
    with stranger() as path:
        path.parent.chmod(0o000)

        for way in WAYS:
            with pytest.raises(StoreAccessError, match="permission denied"):
                way(path)

        path.parent.chmod(0o755)


def test_link_to_a_store_stays_a_link(home: Path, store: Path) -> None:
    """The store it leads to is changed, and the lock is there, for all alike."""
    link = home / "link.json"
    link.symlink_to(store)
    before = FileStore(link).revision()

    change_it(link)

    assert link.is_symlink()
    assert len(content(store)["statements"]) == 10
    assert FileStore(link).revision() == FileStore(store).revision() != before
    assert (store.parent / ".statements.json.lock").exists()
    assert not list(home.glob(".*.lock"))
