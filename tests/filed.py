"""An archive with attached files, beside it or on a server: what it keeps, and losses.

A test that takes `filed` runs on both. The archive has the nine statements, and is the
one that a command takes where none is named.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from postgres import Server

KINDS = ("file", "server")


class Filed(Protocol):
    """What an archive keeps, and what may happen to it behind its back.

    `copying` is what puts a file there, as `monkeypatch` knows it; `other` names the
    place of another archive of the kind, which is not there yet.
    """

    copying: str
    other: str

    def kept(self) -> list[bytes]:
        """Return the files that it keeps."""

    def lose(self) -> None:
        """Have all files be gone."""

    def spoil(self) -> None:
        """Have the first byte of each file be another."""

    def put(self, content: bytes) -> None:
        """Have it keep a file that nothing names."""


class FiledBeside:
    """The archive in the file `store`."""

    copying = "mediarel.attachments.files.put_file"

    def __init__(self, store: Path) -> None:
        self._folder = store.parent / "files"
        self.other = str(store.parent.parent / "other")

    def kept(self) -> list[bytes]:
        """Return the files that it keeps."""
        return sorted(place.read_bytes() for place in self._places())

    def lose(self) -> None:
        """Have all files be gone."""
        for place in self._places():
            place.unlink()

    def spoil(self) -> None:
        """Have the first byte of each file be another."""
        for place in self._places():
            place.write_bytes(b"?" + place.read_bytes()[1:])

    def put(self, content: bytes) -> None:
        """Have it keep a file that nothing names."""
        name = sha256(content).hexdigest()
        place = self._folder / name[:2] / f"{name}.txt"
        place.parent.mkdir(parents=True)
        place.write_bytes(content)

    def _places(self) -> list[Path]:
        return [place for place in self._folder.rglob("*") if place.is_file()]


class FiledOnServer:
    """The archive at `address`, on the `server`."""

    copying = "mediarel.attachments.files.blocks"

    def __init__(self, server: Server, address: str) -> None:
        self._server = server
        self.schema = address.partition("#")[2]
        self.other = f"{address}_other"

    def kept(self) -> list[bytes]:
        """Return the files that it keeps."""
        rows = self.run("SELECT sha256, bytes FROM {piece} ORDER BY sha256, number")
        files: dict[str, bytes] = {}
        for name, piece in rows:
            files[str(name)] = files.get(str(name), b"") + bytes(piece)
        return sorted(files.values())

    def lose(self) -> None:
        """Have all files be gone."""
        self.run("DELETE FROM {file}")

    def spoil(self) -> None:
        """Have the first byte of each file be another."""
        self.run("UPDATE {piece} SET bytes = set_byte(bytes, 0, 63) WHERE number = 0")

    def put(self, content: bytes) -> None:
        """Have it keep a file that nothing names."""
        name = sha256(content).hexdigest()
        self.run("INSERT INTO {file} VALUES (%s, %s, '.txt')", name, len(content))
        self.run("INSERT INTO {piece} VALUES (%s, 0, %s)", name, content)

    def run(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Have the server do `sql`, in which tables stand in braces."""
        tables = {name: f"{self.schema}.{name}" for name in ("file", "piece")}
        return self._server.run(sql.format(**tables), *parameters)
