"""Tests of commands, as they are, on a server: a schema stands in for each file.

Before a command, what the file of its archive holds is copied to a schema, unless that
holds it already; the command is told of that in place of the file; and then the file is
written anew, if the command has changed anything, from what the server holds.
"""

from __future__ import annotations

import os
import re
import shlex
from contextlib import ExitStack, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import platformdirs
import pytest

from conftest import SAMPLE
from mediarel.address import Address, read_address
from mediarel.atomic import replace_file
from mediarel.attachments.files import all_kept, files_folder, place_for
from mediarel.cli import environment
from mediarel.errors import MediarelError
from mediarel.postgres.connection import Connection
from mediarel.postgres.setup import ServerContents, fill, make
from mediarel.postgres.stored_files import PIECE
from mediarel.settings import VARIABLE, find_archive
from mediarel.store.tiny.filling import FileContents, parts_of
from mediarel.text.lines import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mediarel.postgres.connection import Parameter
    from postgres import Server

    Instead = Callable[[str | None], str | None]

# As which role the commands connect: that of `LOGNAME`, who is named alone then.
ROLE = "sok"
_OPTION = re.compile(r"(?<!\S)--archive(?:=|\s+)('[^']*'|\"[^\"]*\"|\S+)")
_EMPTY = """
DO $$ DECLARE name TEXT; BEGIN
FOR name IN SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema AND tablename NOT IN ('version', 'counter')
LOOP EXECUTE 'DELETE FROM ' || quote_ident(name); END LOOP; END $$;
UPDATE counter SET change = 0, id = 0, statements = 0, tokens = 0
"""
# What differs from the tables of another schema becomes what that has.
_AS_THERE = """
DO $$ DECLARE name TEXT; BEGIN
FOR name IN SELECT tablename FROM pg_tables
    WHERE schemaname = current_schema AND tablename <> 'version' ORDER BY tablename
LOOP
    EXECUTE format('DELETE FROM %1$I AS ours WHERE NOT EXISTS'
        ' (SELECT FROM {there}.%1$I AS theirs WHERE theirs = ours)', name);
    EXECUTE format('INSERT INTO %1$I SELECT * FROM {there}.%1$I AS theirs WHERE'
        ' NOT EXISTS (SELECT FROM %1$I AS ours WHERE theirs = ours)', name);
END LOOP; END $$
"""


class State(NamedTuple):
    """What tells whether a command changed an archive: its last change, its files."""

    change: int
    files: dict[str, str]


class Stand:
    """A schema with the tables of an archive, and what it holds: a file's content."""

    def __init__(self, address: Address, like: Stand | None = None) -> None:
        """Make it; `like` is one that holds what is asked for most."""
        self._like = like
        self.address = address
        self.connection = Connection(address)
        self.content: bytes | None = None
        self._state = State(0, {})
        self._times: dict[str, int] = {}
        make(address)

    @property
    def url(self) -> str:
        """How a command is told of it."""
        return f"{self.address.url}#{self.address.schema}"

    def load(self, path: Path, content: bytes) -> None:
        """Have the server hold what the file at `path` has, which is `content`.

        And the files beside it. Raises MediarelError where that can't be on a server.
        """
        if content != self.content:
            self.content = None
            if self._like is not None and content == self._like.content:
                self._change(_AS_THERE.replace("{there}", self._like.address.schema))
            else:
                contents = FileContents(path)
                self._change(_EMPTY)
                fill(self.connection, contents, len(contents.snapshot.statements))
            self._times = {}
            self.content = content
            self._state = self._now()
        self._load_files(path)

    def write_changes(self, path: Path) -> None:
        """Have the file at `path`, and those beside it, be what the server has now."""
        before, self._state = self._state, self._now()
        if self._state.change != before.change:
            with self.connection.moment():
                self.content = b"".join(parts_of(ServerContents(self.connection)))
            replace_file(path, lambda file: file.writelines([self.content or b""]))
        if self._state.files != before.files:
            self._write_files(path)

    def _change(self, sql: str) -> None:
        with self.connection.change():
            self.connection.rows(sql)
            self.connection.commit()

    def _now(self) -> State:
        sql = "SELECT change, (SELECT json_object_agg(sha256, suffix) FROM file)"
        ((change, files),) = self.connection.rows(f"{sql} FROM counter")
        return State(change, files or {})

    def _load_files(self, path: Path) -> None:
        kept = all_kept(files_folder(path)).files
        times = {name: at[0].stat().st_mtime_ns for name, at in kept.items()}
        if times == self._times:
            return
        with self.connection.change():
            self.connection.rows("DELETE FROM file")
            for name, (place, *_) in kept.items():
                data = place.read_bytes()
                row: list[Parameter] = [name, len(data), place.suffix]
                self.connection.rows("INSERT INTO file VALUES (?, ?, ?)", row)
                for number, start in enumerate(range(0, len(data), PIECE)):
                    row = [name, number, data[start : start + PIECE]]
                    self.connection.rows("INSERT INTO piece VALUES (?, ?, ?)", row)
            self.connection.commit()
        self._times = times
        self._state = self._now()

    def _write_files(self, path: Path) -> None:
        folder = files_folder(path)
        there = all_kept(folder).files
        for name in there.keys() - self._state.files.keys():
            for place in there[name]:
                place.unlink()
                with suppress(OSError):  # others are in it
                    place.parent.rmdir()
        for name in self._state.files.keys() - there.keys():
            sql = "SELECT bytes FROM piece WHERE sha256 = ? ORDER BY number"
            pieces = self.connection.rows(sql, [name])
            place = place_for(folder, name, self._state.files[name])
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"".join(bytes(piece) for (piece,) in pieces))
        kept = all_kept(folder).files
        self._times = {name: at[0].stat().st_mtime_ns for name, at in kept.items()}


class Stands:
    """The schemas of a server, each for one file at a time."""

    def __init__(self, server: Server) -> None:
        self._server = server
        server.run(f"CREATE ROLE {ROLE} SUPERUSER LOGIN")
        self._free: list[Stand] = []

    def take(self, content: bytes) -> Stand:
        """Return one that is free; rather one that holds `content`."""
        self._free.sort(key=lambda stand: stand.content == content)
        if self._free:
            stand = self._free.pop()
            stand.connection.rows("SELECT 1")  # it may have been ended meanwhile
            return stand
        return Stand(self._new(), self._sample)

    @cached_property
    def _sample(self) -> Stand:
        """What most tests begin with."""
        stand = Stand(self._new())
        stand.load(SAMPLE, SAMPLE.read_bytes())
        stand.connection.close()
        return stand

    def _new(self) -> Address:
        schema = self._server.new_schema("shadow")
        return read_address(self._server.url(schema, user=ROLE))

    def give_back(self, stand: Stand) -> None:
        """Have another test use it."""
        self._free.append(stand)


class Names:
    """What a command was told of, and what stands for that in its output."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}

    def add(self, address: str, path: str) -> None:
        """Note that `address` stands for `path`."""
        self._paths[address] = harmless(path)

    def told(self, text: str) -> str:
        """Return `text` with the files again in the place of the schemas."""
        text = text.replace(f" (as {ROLE})", "")
        for address, path in self._paths.items():
            text = text.replace(f"At {address}", f"In {path}")
            text = text.replace(shlex.quote(address), shlex.quote(path))
            text = text.replace(address, path)
        return text


class Call(NamedTuple):
    """How a command is called on a server, and what it is told of there."""

    arguments: tuple[str, ...]
    names: Names

    def told(self, text: str) -> str:
        """Return what the command has told, as it would have of files."""
        return self.names.told(text)


class Shadow:
    """What stands in for the files of a test."""

    def __init__(self, stands: Stands) -> None:
        self._stands = stands
        self._taken: dict[Path, Stand] = {}

    @contextmanager
    def call(self, *words: str) -> Iterator[Call]:
        """Yield how to call a command with these words."""
        with self._calling() as (instead, names):
            yield Call(tuple(_words(words, instead)), names)

    @contextmanager
    def line(self, line: str) -> Iterator[Call]:
        """Yield how to have a shell run `line`, which may have several commands."""

        def one(found: re.Match[str]) -> str:
            address = instead(shlex.split(found[1])[0])
            return f"--archive {shlex.quote(address)}" if address else found[0]

        with self._calling() as (instead, names):
            yield Call((_OPTION.sub(one, line),), names)

    @contextmanager
    def _calling(self) -> Iterator[tuple[Instead, Names]]:
        """Yield what to call an archive by, for a while in which one is looked for."""
        names = Names()
        with ExitStack() as afterwards, pytest.MonkeyPatch.context() as here:

            def instead(named: str | None) -> str | None:
                path = _found(named)
                if path is None:
                    return None
                stand = self._loaded(path)
                afterwards.callback(stand.write_changes, path)
                address = stand.url
                names.add(address, str(path) if named is None else named)
                return address

            if address := instead(None):
                here.setenv(VARIABLE, address)
            yield instead, names

    def close(self) -> None:
        """Let others use what was used."""
        for stand in self._taken.values():
            self._stands.give_back(stand)

    def _loaded(self, path: Path) -> Stand:
        content = path.read_bytes()
        path = Path(os.path.realpath(path))
        if path not in self._taken:
            self._taken[path] = self._stands.take(content)
        stand = self._taken[path]
        try:
            stand.load(path, content)
        except MediarelError as error:
            pytest.fail(f"about_files? What is in {path} is on no server: {error}")
        return stand


def _words(words: Sequence[str], instead: Instead) -> Iterator[str]:
    """Yield `words`, in which the archives that are named are those on the server."""
    before = ""
    for word in words:
        name, equals, value = word.partition("=")
        if before == "--archive":
            yield instead(word) or word
        elif name == "--archive" and equals:
            yield f"--archive={instead(value) or value}"
        else:
            yield word
        before = word


def _found(named: str | None) -> Path | None:
    """Return the file of the archive that a command finds, None where there is none."""
    try:
        place = find_archive(
            named,
            environment=os.environ,
            settings=environment.settings.__wrapped__(),
            folder=Path.cwd,
            data_folder=Path(platformdirs.user_data_dir("mediarel", appauthor=False)),
        )
    except (MediarelError, OSError, RuntimeError):
        return None
    return place if isinstance(place, Path) and place.is_file() else None
