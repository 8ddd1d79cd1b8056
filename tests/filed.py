"""Provide archives with attached files, in a file or on a server.

A test with the fixture `filed` runs with both. The archive has the nine sample
statements, and commands use it by default.
"""

from hashlib import sha256
from pathlib import Path
from typing import Any

from postgres import Server

KINDS = ("file", "server")


class FiledBeside:
    """The archive in the file `store`.

    `copying` is the name of the function that stores a file, for `monkeypatch`. `other`
    is the place for a second archive, which does not exist yet.
    """

    copying = "mediarel.attachments.files.put_file"

    def __init__(self, store: Path) -> None:
        self._folder = store.parent / "files"
        self.other = str(store.parent.parent / "other")

    def kept(self) -> list[bytes]:
        """Return the stored files."""
        return sorted(place.read_bytes() for place in self._places())

    def lose(self) -> None:
        """Delete all stored files."""
        for place in self._places():
            place.unlink()

    def spoil(self) -> None:
        """Change the first byte of each stored file."""
        for place in self._places():
            place.write_bytes(b"?" + place.read_bytes()[1:])

    def put(self, content: bytes) -> None:
        """Store a file that no statement names."""
        name = sha256(content).hexdigest()
        place = self._folder / name[:2] / f"{name}.txt"
        place.parent.mkdir(parents=True)
        place.write_bytes(content)

    def _places(self) -> list[Path]:
        return [place for place in self._folder.rglob("*") if place.is_file()]


class FiledOnServer:
    """The archive at `address` on the `server`."""

    copying = "mediarel.postgres.stored_files.byte_counter"

    def __init__(self, server: Server, address: str) -> None:
        self._server = server
        self._address = address
        self.other = f"{address}_other"

    def kept(self) -> list[bytes]:
        """Return the stored files."""
        rows = self.run("SELECT sha256, bytes FROM piece ORDER BY sha256, number")
        files: dict[str, bytes] = {}
        for name, piece in rows:
            files[str(name)] = files.get(str(name), b"") + bytes(piece)
        return sorted(files.values())

    def lose(self) -> None:
        """Delete all stored files."""
        self.run("DELETE FROM file")

    def spoil(self) -> None:
        """Change the first byte of each stored file."""
        self.run("UPDATE piece SET bytes = set_byte(bytes, 0, 63) WHERE number = 0")

    def put(self, content: bytes) -> None:
        """Store a file that no statement names."""
        name = sha256(content).hexdigest()
        self.run("INSERT INTO file VALUES (%s, %s, '.txt')", name, len(content))
        self.run("INSERT INTO piece VALUES (%s, 0, %s)", name, content)

    def run(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run `sql` in the schema of the archive, and return the rows."""
        return self._server.run_in(self._address, sql, *parameters)


Filed = FiledBeside | FiledOnServer
