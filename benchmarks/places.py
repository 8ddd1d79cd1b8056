"""Prepare the archives and tables that measured commands use."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from measure import FailedError

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "data" / "statements.json"
# The installed scripts in the folder of this Python, as a user runs them.
MEDIAREL = str(Path(sys.executable).with_name("mediarel"))
SQLITE_UTILS = str(Path(sys.executable).with_name("sqlite-utils"))

WORDS_COLUMNS = ("title", "text", "program", "place", "signatories", "tags")

_TEXT_LINE = b'      "text": "'
_CHANGED = 10


class Place:
    """A copy of an archive in `folder`, with a separate home and cache."""

    def __init__(self, folder: Path, original: Path) -> None:
        self.folder = folder
        self.store = folder / "data" / "statements.json"
        self.home = folder / "home"
        self._original = original
        self.home.mkdir(parents=True)
        self.store.parent.mkdir()
        shutil.copyfile(original, self.store)

    def environment(self) -> dict[str, str]:
        """Return the complete environment of commands at this place."""
        folders = {
            f"XDG_{kind}_HOME": str(self.home / kind.lower())
            for kind in ("CACHE", "CONFIG", "DATA", "STATE")
        }
        return {
            **folders,
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "LOGNAME": "sok",
            "MEDIAREL_PAGER": "",  # otherwise, long lists wait for a key
            "PATH": os.environ["PATH"],
            "TERM": "xterm-256color",
        }

    def restore(self) -> None:
        """Restore the archive on the disk, with an index that is up to date."""
        shutil.copyfile(self._original, self.store)
        self.bring_up_to_date()
        os.sync()

    def bring_up_to_date(self) -> None:
        """Update the index."""
        quietly([MEDIAREL, "list", "--year", "0001"], self.folder, self.environment())

    def forget_index(self) -> None:
        """Delete the cache."""
        shutil.rmtree(self.home / "cache", ignore_errors=True)

    def change_ten(self) -> None:
        """Change ten statements in the archive's file, spread over the whole file."""
        temporary = self.store.with_suffix(".new")
        with self.store.open("rb") as old:
            step = max(1, sum(line.startswith(_TEXT_LINE) for line in old) // _CHANGED)
            old.seek(0)
            met = 0
            with temporary.open("wb") as new:
                for line in old:
                    changed = line
                    if line.startswith(_TEXT_LINE):
                        met += 1
                        if met % step == 0 and met <= step * _CHANGED:
                            changed = line.replace(_TEXT_LINE, _TEXT_LINE + b"New: ", 1)
                    new.write(changed)
        temporary.replace(self.store)
        os.sync()


class Places:
    """The archives and tables for measurements, created in `folder` when first used."""

    def __init__(self, folder: Path, mean: int) -> None:
        self._folder = folder
        self._mean = mean
        self.rows = cache(self._rows)
        self.csv_rows = cache(self._csv_rows)
        self.page = cache(self._page)
        self.table = cache(self._table)
        self.reading = cache(self._reading)
        self.exported = cache(self._exported)
        self._made = cache(self._make)

    def shipped(self) -> Place:
        """Return a new place with the nine sample statements."""
        return Place(self._new("shipped"), SHIPPED)

    def changing(self, size: int) -> Place:
        """Return a new place with an archive of this size, for changes."""
        return Place(self._new("changing"), self._made(size))

    def empty(self) -> Place:
        """Return a new place with an archive without statements."""
        made = self._new("empty")
        quietly([MEDIAREL, "init", "archive"], made, dict(os.environ))
        original = made / "archive" / "data" / "statements.json"
        return Place(self._new("changing"), original)

    def _exported(self, size: int) -> Path:
        """Export an archive of this size, and return the path of the exported file."""
        path = self._new("exported") / "all.jsonl"
        place = self.reading(size)
        command = [MEDIAREL, "export", "--format", "jsonl", "-o", str(path)]
        quietly(command, place.folder, place.environment())
        return path

    def _reading(self, size: int) -> Place:
        """Return a place with an archive of this size, only for reading."""
        return Place(self._new("reading"), self._made(size))

    def _rows(self, size: int) -> Path:
        """Return the statements of the archive of `size` as flat JSON Lines."""
        return self._made(size).with_name("rows.jsonl")

    def _csv_rows(self, size: int) -> Path:
        """Return the statements of the archive of `size` as CSV."""
        path = self._new("csv") / "rows.csv"
        with (
            self._rows(size).open(encoding="utf-8") as lines,
            path.open("w", encoding="utf-8", newline="") as file,
        ):
            writer = csv.writer(file)
            for place, line in enumerate(lines):
                row = json.loads(line)
                if not place:
                    writer.writerow(row)
                writer.writerow(row.values())
        return path

    def _page(self, count: int, suffix: str) -> Path:
        """Return a page with a list of `count` statements, `.html` or `.txt`."""
        path = self._new("page") / f"page{suffix}"
        command = [sys.executable, str(HERE / "pages.py"), str(count), str(path)]
        quietly(command, path.parent, dict(os.environ))
        return path

    def _table(self, size: int) -> Path:
        """Return a database with the statements in the table `rows`, with FTS5."""
        path = self._new("table") / "rows.db"
        environment = dict(os.environ)
        for command in filling(path, self._rows(size)):
            quietly(list(command), path.parent, environment)
        return path

    def _make(self, size: int) -> Path:
        folder = self._new("made")
        rows = folder / "data" / "rows.jsonl"
        rows.parent.mkdir()
        # Run a separate process, so that this process stays small.
        command = [sys.executable, str(HERE / "make.py"), str(size), str(folder)]
        command += ["--words", str(self._mean), "--rows", str(rows)]
        quietly(command, folder, dict(os.environ))
        return folder / "data" / "statements.json"

    def _new(self, kind: str) -> Path:
        folder = self._folder / f"{kind}-{len(list(self._folder.iterdir()))}"
        folder.mkdir()
        return folder


def filling(database: Path, rows: Path) -> tuple[tuple[str, ...], ...]:
    """Return the commands that insert and index the file `rows` in a new database."""
    return (
        (SQLITE_UTILS, "insert", str(database), "rows", str(rows), "--nl", "--pk=id"),
        (SQLITE_UTILS, "enable-fts", str(database), "rows", *WORDS_COLUMNS, "--fts5"),
    )


def filling_from_csv(database: Path, rows: Path) -> tuple[tuple[str, ...], ...]:
    """Return the commands that insert the CSV file `rows` and index the rows."""
    return (
        (SQLITE_UTILS, "insert", str(database), "rows", str(rows), "--csv", "--pk=id"),
        (SQLITE_UTILS, "enable-fts", str(database), "rows", *WORDS_COLUMNS, "--fts5"),
    )


def restoring(original: Path, copy: Path) -> Callable[[], None]:
    """Return a function that replaces `copy` with `original` on the disk."""

    def restore() -> None:
        shutil.copyfile(original, copy)
        os.sync()

    return restore


def quietly(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Run `command` in `folder` without measuring it, and discard its output.

    Raises FailedError.
    """
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        raise FailedError(command, done.stdout)
