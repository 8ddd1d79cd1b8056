"""Damage indexes at random, compare the output of commands, and salvage records."""

import json
import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from archives import draft, opened, unseen
from conftest import Done, Run
from mediarel.index.index_file import SavedIndex, saved_in
from mediarel.store.tiny.file import FileStore
from samples import ALL, sample

PAGE = 4096
WORDS = ("land", "radio", "release", "rights", "ដី", "សេរីភាព", "Phnom", "“quoted”")
COMMANDS = (
    ("list",),
    ("list", "--year", "2012"),
    ("list", "--program", "LICADHO", "--sort", "headline", "--format", "csv"),
    ("list", "tag:land", "--sort", "oldest"),
    ("search", "radio"),
    ("search", "land rights", "--format", "jsonl"),
    ("search", "សេរីភាព OR quoted"),
    ("show", "7"),
    ("show", "40", "--format", "json"),
    ("export", "--format", "jsonl"),
    ("export", "radio", "--format", "csv", "--sort", "program"),
    ("log",),
    ("log", "7"),
)
TABLES = ("meta", "document", "statement", "name", "listed", "entry", "touched")


class Kept(NamedTuple):
    """An archive, its index, and a copy of the undamaged index."""

    store: Path
    file: Path
    sound: Path

    def put_back(self) -> None:
        """Restore the undamaged index with its modification time."""
        for leftover in self.file.parent.iterdir():
            leftover.unlink()
        shutil.copy2(self.sound, self.file)


def kept_archive(store: Path, cache: Path, run: Run) -> Kept:
    """Add 150 statements and some changes to the archive in `store`, and return it."""
    chance = random.Random(1)  # noqa: S311 - no secret
    with opened(store) as archive:
        archive.import_drafts(
            draft(
                f"No. {n}. {' '.join(chance.choices(WORDS, k=chance.randint(5, 60)))}.",
                date=f"{chance.randint(2010, 2014)}-{chance.randint(1, 12):02}",
                program=chance.choice(["CLEC", "LICADHO", "ADHOC"]),
                title=f"Title {n}" if n % 3 == 0 else None,
                tags=chance.sample(["land", "radio", "ដី"], chance.randint(0, 2)),
            )
            for n in range(150)
        )
        archive.remove([5])
        for n in range(6):
            archive.edit([7 + n], lambda one: {**one.fields(), "place": "Kampot"})
    shutil.rmtree(store.parent / "cache")
    assert run("list").code == 0
    (index,) = cache.iterdir()
    sound = store.parent / "sound.sqlite"
    shutil.copy2(index, sound)
    return Kept(store, index, sound)


def _flip(data: bytearray, chance: Random) -> None:
    for _ in range(chance.choice((1, 1, 1, 8, 100))):
        data[chance.randrange(len(data))] ^= chance.randint(1, 255)


def _flip_in_head(data: bytearray, chance: Random) -> None:
    """Change a byte of the first page, which has SQLite's header and the schema."""
    data[chance.randrange(PAGE)] ^= chance.randint(1, 255)


def _no_text(data: bytearray, chance: Random) -> None:
    """Put a byte that is invalid in UTF-8 into a text of the schema or of a row."""
    letters = [found.start() for found in re.finditer(rb"[a-zA-Z]{4}", data)]
    data[chance.choice(letters)] = 0x88


def _cut(data: bytearray, chance: Random) -> None:
    del data[chance.randrange(len(data)) :]


def _splice(data: bytearray, chance: Random) -> None:
    length = chance.randint(1, 3 * PAGE)
    source, target = (chance.randrange(len(data) - length) for _ in range(2))
    data[target : target + length] = data[source : source + length]


def _swap_pages(data: bytearray, chance: Random) -> None:
    one, other = (chance.randrange(len(data) // PAGE) * PAGE for _ in range(2))
    page = bytes(data[one : one + PAGE])
    data[one : one + PAGE] = data[other : other + PAGE]
    data[other : other + PAGE] = page


def _blank(data: bytearray, chance: Random) -> None:
    page = chance.randrange(len(data) // PAGE) * PAGE
    data[page : page + PAGE] = bytes(PAGE)


def _insert(data: bytearray, chance: Random) -> None:
    place = chance.randrange(len(data))
    data[place:place] = chance.randbytes(chance.randint(1, PAGE))


BYTES: tuple[Callable[[bytearray, Random], None], ...] = (
    *(_flip, _flip, _flip_in_head, _no_text, _cut, _splice),
    *(_swap_pages, _blank, _insert),
)


def _values(value: object) -> tuple[object, ...]:
    """Return values of the same or a different type that may replace `value`."""
    others: tuple[object, ...] = (None, 7, 2**60, "x", b"\x88{", "2012-13-45")
    if isinstance(value, str):
        return (*others, value.replace("a", "e"), f"{value} ", "")
    if isinstance(value, bytes):
        return (*others, value.replace(b"land", b"lend"), value[:-2])
    return others


def change_row(path: Path, chance: Random) -> None:
    """Change, double or delete a row of a table."""
    with closing(sqlite3.connect(path)) as connection, connection:
        table = chance.choice((*TABLES, "words_data", "words_idx", "sqlite_master"))
        if table == "sqlite_master":
            connection.execute("PRAGMA writable_schema = ON")
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - our own SQL
        row, which = chance.choice(rows), chance.randrange(len(names))
        where = " AND ".join(f'"{name}" IS ?' for name in names)
        with suppress(sqlite3.IntegrityError):
            if chance.random() < 0.2:
                connection.execute(f"DELETE FROM {table} WHERE {where}", row)  # noqa: S608 - our own SQL
                return
            new = chance.choice(_values(row[which]))
            update = f'UPDATE {table} SET "{names[which]}" = ? WHERE {where}'  # noqa: S608 - our own SQL
            connection.execute(update, (new, *row))


def spoil(kept: Kept, chance: Random, *, is_seen: bool) -> str:
    """Damage the index, and return how; with `is_seen`, change the file's time."""
    kept.put_back()
    with nullcontext() if is_seen else unseen(kept.file):
        if chance.random() < 0.4:
            change_row(kept.file, chance)
            return "a row"
        damage = chance.choice(BYTES)
        data = bytearray(kept.file.read_bytes())
        damage(data, chance)
        kept.file.write_bytes(data)
        return damage.__name__


class Sweep:
    """Different damage to one index, and the output of commands for each."""

    def __init__(self, kept: Kept, run: Run) -> None:
        self._kept = kept
        self._run = run
        self._right: dict[tuple[str, ...], Done] = {}
        for command in COMMANDS:
            kept.file.unlink(missing_ok=True)
            self._right[command] = run(*command)
            assert self._right[command].code == 0
        whole = self._right["export", "--format", "jsonl"].out
        self._whole = {line["id"]: line for line in map(json.loads, whole.splitlines())}
        self._listed = set(self._right["list",].out.splitlines())

    def wrongs(self, seed: int, *, is_seen: bool) -> Iterator[str]:
        """Yield the errors after one damage."""
        chance = random.Random(seed)  # noqa: S311 - no secret
        what = spoil(self._kept, chance, is_seen=is_seen)
        for command in chance.sample(COMMANDS, 2):
            try:
                done = self._run(*command)
            except Exception as error:  # noqa: BLE001 - no exception may occur
                yield f"{seed} {what}: {' '.join(command)}: {error!r}"
                return
            if done != self._right[command] and (
                is_seen or not self._is_true(command, done)
            ):
                yield f"{seed} {what}: {' '.join(command)}: {done.code} {done.err}"

    def wrongs_of_changes(self, seed: int) -> Iterator[str]:
        """Yield the errors of commands that change the archive, after one damage.

        The index is also outdated, so that it must be updated.
        """
        chance = random.Random(seed)  # noqa: S311 - no secret
        what = spoil(self._kept, chance, is_seen=True)
        before = self._kept.store.read_bytes()
        title = f"--title=A radio {seed}"
        try:
            for words in (
                ("add", "--date=2012", "--program=CLEC", title),
                ("edit", "7", title),
                ("remove", "8", "--yes"),
                ("undo", "--yes"),
            ):
                done = self._run(*words)
                if done.code != 0:
                    yield f"{seed} {what}: {words[0]}: {done.code} {done.err}"
            told = [self._run(*command) for command in COMMANDS]
            self._kept.file.unlink()
            for command, said in zip(COMMANDS, told, strict=True):
                if said != self._run(*command):
                    yield f"{seed} {what}: {' '.join(command)}"
        except Exception as error:  # noqa: BLE001 - no exception may occur
            yield f"{seed} {what}: {error!r}"
        self._kept.store.write_bytes(before)

    def _is_true(self, command: tuple[str, ...], done: Done) -> bool:
        """Return whether each shown statement is in the archive."""
        if done.code != 0:
            return False
        if command[-1] in {"jsonl", "json"}:
            return all(
                self._whole[one["id"]] == one
                for one in map(json.loads, done.out.splitlines() or ())
            )
        if command[0] in {"list", "search"} and "--format" not in command:
            return set(done.out.splitlines()) <= self._listed
        right = set(self._right[command].out.splitlines())
        told = {line for line in done.out.splitlines() if _is_no_history(line)}
        return told <= right


def _is_no_history(line: str) -> bool:
    """Return whether a line is not in the list of all changes, which may lack some."""
    return not line.startswith("history\t")


# For more damage: MEDIAREL_SPOIL=1000 pytest tests/index/test_spoilt.py
DAMAGES = int(os.environ.get("MEDIAREL_SPOIL", "40" if ALL else "20"))


@pytest.mark.parametrize("is_seen", [True, False] if ALL else [False])
def test_output_with_a_damaged_index_is_correct(
    run: Run, store: Path, home: Path, *, is_seen: bool
) -> None:
    sweep = Sweep(kept_archive(store, home / "cache" / "mediarel", run), run)
    wrong = [
        told
        for seed in sample(range(DAMAGES))
        for told in sweep.wrongs(seed, is_seen=is_seen)
    ]

    assert wrong == []


def test_changes_with_a_damaged_index_are_correct(
    run: Run, store: Path, home: Path
) -> None:
    sweep = Sweep(kept_archive(store, home / "cache" / "mediarel", run), run)
    wrong = [
        told
        for seed in sample(range(DAMAGES // 4))
        for told in sweep.wrongs_of_changes(seed)
    ]

    assert wrong == []


@pytest.fixture
def kept(store: Path) -> Path:
    """Return the index file of an archive of 309 statements and 3 changes."""
    with opened(store) as archive:
        archive.import_drafts(draft(f"No. {n}. {'Long. ' * n}") for n in range(300))
        archive.remove([5])
    (file,) = (store.parent / "cache").iterdir()
    return file


def saved(store: Path) -> SavedIndex:
    """Return the contents of the only index file of `store`."""
    (one,) = saved_in(store.parent / "cache", FileStore(store).location)
    return one


def test_all_records_and_entries_are_returned(store: Path, kept: Path) -> None:
    snapshot = FileStore(store).read()
    found = saved(store)

    assert found.name == kept.name
    assert found.statements == {
        int(k): bytes(v) for k, v in snapshot.statements.items()
    }
    assert found.history == {int(k): bytes(v) for k, v in snapshot.history.items()}


def test_files_of_all_versions_are_read_newest_first(store: Path, kept: Path) -> None:
    """Other archives and temporary files are ignored."""
    stem = kept.name[:8]
    for name in (f"{stem}-0-fts5-1.sqlite", f"{stem}-1.tmp", "0badf00d-0.sqlite"):
        shutil.copy(kept, kept.with_name(name))
    os.utime(kept.with_name(f"{stem}-0-fts5-1.sqlite"), (1, 1))

    found = saved_in(kept.parent, FileStore(store).location)

    assert [each.name for each in found] == [kept.name, f"{stem}-0-fts5-1.sqlite"]
    assert len(found[1].statements) == len(found[0].statements) == 308


def leaf_pages(kept: Path, table: str) -> list[int]:
    """Return the offsets of the pages with the rows of a table."""
    with closing(sqlite3.connect(kept)) as connection:
        named = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (root,) = connection.execute(named, (table,)).fetchone()
    data = kept.read_bytes()
    start = (root - 1) * 4096
    assert data[start] == 5  # an inner page; each cell has a child page and a key
    cells = int.from_bytes(data[start + 3 : start + 5])
    places = [start + 12 + 2 * n for n in range(cells)]
    cell_places = [start + int.from_bytes(data[p : p + 2]) for p in places]
    return [(int.from_bytes(data[p : p + 4]) - 1) * 4096 for p in cell_places]


@pytest.mark.parametrize("table", ["document", "statement"])
def test_rows_before_damage_are_read(store: Path, kept: Path, table: str) -> None:
    whole = saved(store)
    pages = leaf_pages(kept, table)
    page = pages[len(pages) // 2]
    data = bytearray(kept.read_bytes())
    data[page : page + 4096] = os.urandom(4096)
    kept.write_bytes(data)

    found = saved(store)

    assert found.statements.items() < whole.statements.items()
    assert len(found.statements) > 100
    assert min(found.statements) == 1


def test_altered_rows_are_not_returned(store: Path, kept: Path) -> None:
    with closing(sqlite3.connect(kept)) as connection, connection:
        other = "SET json = CAST(replace(json, 'CLEC', 'CLEX') AS BLOB)"
        connection.execute(f"UPDATE document {other} WHERE id = 1")
        connection.execute("UPDATE entry SET json = x'00' WHERE number = 2")
        connection.execute("INSERT INTO document VALUES (400, x'7b7d')")
        connection.execute("UPDATE document SET json = NULL WHERE id = 2")

    found = saved(store)

    assert {1, 2, 400} & found.statements.keys() == set()
    assert len(found.statements) == 306
    assert 2 not in found.history


def _noise(path: Path) -> None:
    path.write_bytes(os.urandom(5000))


def _other_tables(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        for table in ("document", "statement", "entry"):
            connection.execute(
                f"CREATE VIEW {table} AS"
                " SELECT 'x' AS id, 'x' AS number, 1 AS json, 'y' AS fingerprint"
            )


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _gone(path: Path) -> None:
    shutil.rmtree(path.parent)


@pytest.mark.parametrize("spoil", [_noise, _other_tables, _folder, _gone])
def test_unreadable_index_has_no_contents(
    store: Path, kept: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(kept)

    found = saved_in(store.parent / "cache", FileStore(store).location)

    assert all(each[1:] == ({}, {}) for each in found)


def test_reading_never_changes_the_file(store: Path, kept: Path) -> None:
    """This is also true if there is a journal."""
    kept.with_name(f"{kept.name}-journal").write_bytes(os.urandom(2000))
    before = kept.read_bytes(), kept.stat().st_mtime_ns, sorted(kept.parent.iterdir())

    assert len(saved(store).statements) == 308
    assert before == (
        kept.read_bytes(),
        kept.stat().st_mtime_ns,
        sorted(kept.parent.iterdir()),
    )


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("search", "sonando"),
        ("show", "3"),
        ("export", "--format=jsonl"),
        ("log",),
        ("add", "--date=2012", "--program=CLEC", "--title=New"),
        ("check",),
        ("repair",),
    ],
)
@pytest.mark.parametrize("spoil_index", [False, True])
def test_commands_keep_the_index_of_a_damaged_store(
    run: Run, store: Path, home: Path, command: tuple[str, ...], *, spoil_index: bool
) -> None:
    """The index may have the only copy of a statement."""
    assert run("list").code == 0
    (kept,) = (home / "cache" / "mediarel").iterdir()
    os.truncate(store, 5000)
    if spoil_index:
        data = kept.read_bytes()
        kept.write_bytes(data[: len(data) // 2])
    before = kept.read_bytes()

    assert run(*command).code != 0
    assert kept.read_bytes() == before
    assert list(kept.parent.iterdir()) == [kept]
