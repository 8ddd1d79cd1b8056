"""Test opening a store in a file, and what the system may refuse."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from archives import content, draft, open_files, opened, stranger
from mediarel.errors import BusyError
from mediarel.store.tiny.file import FileStore, StoreAccessError, StoreExistsError
from mediarel.store.tiny.read import streamed_snapshot

Way = Callable[[Path], None]


def read(path: Path) -> None:
    FileStore(path).read()


def get_revision(path: Path) -> None:
    FileStore(path).revision()


def change(path: Path) -> None:
    with opened(path) as archive:
        archive.add(draft(), allow_duplicate=True)


def lock(path: Path) -> None:
    with FileStore(path).transaction():
        pass


WAYS = (read, get_revision, change, lock)


def test_existing_store_is_not_created_again(store: Path) -> None:
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
    # Bind a relative path: the whole path may be too long for a socket.
    os.chdir(path.parent)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(path.name)


def device_at(path: Path) -> None:
    path.symlink_to(os.devnull)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("make", "what"),
    [
        (folder_at, "this is a folder|is a directory"),
        (pipe_at, "this is not a regular file"),
        (socket_at, "this is not a regular file|no such device"),
        (device_at, "this is not a regular file"),
    ],
)
def test_path_that_is_no_regular_file_is_refused(
    home: Path, make: Callable[[Path], None], what: str, way: Way
) -> None:
    """The command doesn't wait, and closes all descriptors."""
    make(home / "statements.json")
    before = open_files()

    with pytest.raises(StoreAccessError, match=what) as refused:
        way(home / "statements.json")

    assert refused.value.exit_code == 7
    assert open_files() == before


def test_unreadable_file_is_refused() -> None:
    with stranger() as path:
        path.chmod(0o200)

        for way in (read, change):
            with pytest.raises(StoreAccessError, match="permission denied") as refused:
                way(path)

            assert refused.value.exit_code == 7


@pytest.mark.parametrize("mode", [0o444, 0o555])
def test_read_only_file_is_not_replaced(mode: int) -> None:
    """Write access to the folder would be enough to replace the file."""
    with stranger() as path:
        before = path.read_bytes()
        path.chmod(mode)

        with pytest.raises(StoreAccessError, match="the file is read-only") as refused:
            change(path)

        assert refused.value.exit_code == 7
        assert path.read_bytes() == before
        assert list(FileStore(path).read().statements) == ["1"]


@pytest.mark.parametrize("way", [change, lock])
def test_read_only_file_is_not_changed_by_root(store: Path, way: Way) -> None:
    """A mode without any write permission is respected."""
    store.chmod(0o444)

    with pytest.raises(StoreAccessError, match="the file is read-only"):
        way(store)


def test_streamed_statements_are_of_one_state(store: Path) -> None:
    """A new file may replace the file, but nothing may be written to the file."""
    snapshot = streamed_snapshot(store)
    before = {key: bytes(raw) for key, raw in snapshot.statements.items()}
    change(store)
    assert snapshot.statements == before

    snapshot = streamed_snapshot(store)
    store.write_bytes(store.read_bytes().replace(b"CLEC", b"CLAC"))
    with pytest.raises(BusyError, match="just changed"):
        dict(snapshot.statements)


def test_read_only_folder_allows_reading_only() -> None:
    with stranger() as path:
        before = path.read_bytes()
        path.with_name(".statements.json.lock").unlink()
        path.parent.chmod(0o555)

        with pytest.raises(StoreAccessError, match=f"^{path.parent}: permission"):
            change(path)

        assert path.read_bytes() == before
        assert list(FileStore(path).read().statements) == ["1"]
        path.parent.chmod(0o755)


def test_symbolic_link_to_a_store_stays_a_link(home: Path, store: Path) -> None:
    """The lock is next to the real file."""
    link = home / "link.json"
    link.symlink_to(store)
    before = FileStore(link).revision()

    change(link)

    assert link.is_symlink()
    assert len(content(store)["statements"]) == 10
    assert FileStore(link).revision() == FileStore(store).revision() != before
    assert (store.parent / ".statements.json.lock").exists()
    assert not list(home.glob(".*.lock"))
