"""Test all commands on an archive with a misplaced line, before and after `repair`.

A line can be doubled, deleted, swapped, moved or copied. The whole file can be
rewritten as by a script or a different system.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from archives import opened
from attached import put
from conftest import Done, Run
from mediarel.model.statement import without_empty
from samples import sample

Tables = dict[str, dict[str, Any]]

WAYS = ("doubled", "dropped", "swapped", "moved", "copied")
_SCAN = b"%PDF-1.7 a scan"


def make_archive(run: Run, home: Path) -> Path:
    """Create an archive with changes of each kind, and return its store."""
    store = home / "data" / "statements.json"
    commands = (
        ("init", "."),
        (
            *("add", "--date=2012-07-16", "--program=CLEC", "--title=Land"),
            *("--text=We call for land.\n\nThe “second”.", "--tag=land", "--tag=radio"),
        ),
        ("add", "--date=2012", "--program=CLEC", "--text=សេចក្តីថ្លែងការណ៍រួម."),
        (
            *("add", "--date=2013-01", "--program=ADHOC", "--title=Radio"),
            *("--signatory=One", "--signatory=Two"),
        ),
        ("add", "--date=2014", "--program=CLEC", "--title=Gone", "--text=It goes."),
        ("remove", "4", "--yes"),
        ("edit", "1", "--title=Land rights", "--add-tag=new"),
        ("add", "--date=2015", "--program=CLEC", "--title=Five"),
        ("undo",),
        ("redo",),
        ("edit", "3", "--title=Free radio"),
        ("backup",),
        ("edit", "5", "--text=The text of five."),
        ("list",),
    )
    for number, command in enumerate(commands):
        done = run(*command)
        assert done.code == 0, done.err
        if number == 3:
            _attach(store)
    return store


def _attach(store: Path) -> None:
    with opened(store) as archive:
        archive.edit([2], lambda _: {"attachments": [put(store.parent, _SCAN)]})
    shutil.rmtree(store.parent / "cache")


def with_lines(data: bytes, way: str) -> Iterator[tuple[str, bytes]]:
    """Yield `data` with one moved line, for each line.

    Each result has a description.
    """
    lines = data.splitlines(keepends=True)
    chance = Random(way)  # noqa: S311 - no secret
    for number, line in enumerate(lines):
        before, after = lines[:number], lines[number + 1 :]
        place = chance.randrange(len(lines))
        match way:
            case "doubled":
                changed = [*before, line, line, *after]
            case "dropped":
                changed = [*before, *after]
            case "swapped":
                changed = [*before, *after[:1], line, *after[1:]]
            case "moved":
                others = [*before, *after]
                changed = [*others[:place], line, *others[place:]]
            case _:
                changed = [*lines[:place], line, *lines[place:]]
        said = f"line {number + 1} is {way}"
        if way in {"moved", "copied"}:
            said += f" to {place + 1}"
        yield said, b"".join(changed)


def rewritten(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield `data` in the forms that other programs write, each with a description."""
    text = data.decode()
    tables: Tables = json.loads(text)
    yield "keys sorted", _dumped(tables, indent=2, sort_keys=True)
    yield "on one line", _dumped(tables)
    yield "with tabs", _dumped(tables, indent="\t")
    yield "in ASCII", json.dumps(tables, indent=2).encode()
    yield "tables backwards", _dumped(dict(reversed(tables.items())), indent=2)
    yield (
        "documents backwards",
        _dumped(
            {name: dict(reversed(table.items())) for name, table in tables.items()}
        ),
    )
    yield "lines of Windows", text.replace("\n", "\r\n").encode()
    yield "with a byte order mark", text.encode("utf-8-sig")
    yield "in UTF-16", text.encode("utf-16")
    yield "in Latin letters of one byte", text.encode("latin-1", "replace")
    yield "empty fields left out", _dumped(_without_null(tables), indent=2)
    yield "twice", data + data
    yield "with a comma at the end", text.replace("\n  }\n}", "\n  },\n}").encode()
    yield "with a comment", b"// Do not edit\n" + data
    for name in tables:
        rest = {key: table for key, table in tables.items() if key != name}
        yield f"without {name}", _dumped(rest, indent=2)
        yield f"{name} empty", _dumped({**tables, name: {}}, indent=2)
        yield f"{name} a list", _dumped({**tables, name: []}, indent=2)
        again = _dumped({name: tables[name]}, indent=2)
        yield f"{name} twice", b"{" + again[1:].rstrip(b"\n}") + b"}\n}," + data[1:]


def _dumped(tables: object, **form: Any) -> bytes:
    return json.dumps(tables, ensure_ascii=False, **form).encode()


def _without_null(tables: Tables) -> Tables:
    """Return the tables without null fields of statements."""
    statements = {
        number: {name: value for name, value in record.items() if value is not None}
        for number, record in tables["statements"].items()
    }
    return {**tables, "statements": statements}


EACH = 50  # one line in 50 is tested
READING = (
    ("list", "--all"),
    ("show", "1"),
    ("search", "land"),
    ("log", "3"),
    ("export", "--format=json"),
)
CHANGING = (
    ("add", "--date=2012", "--program=X", "--title=New"),
    ("edit", "3", "--title=Another"),
    ("remove", "2", "--yes"),
    ("undo", "--yes"),
    ("restore", "4"),
)
DAMAGED = 5


class Archive:
    """An archive whose file can be replaced."""

    def __init__(self, run: Run, store: Path, *, has_sources: bool) -> None:
        self.run = run
        self.store = store
        self.home = store.parent.parent
        self.kept = self.home.with_name("kept")
        self._has_sources = has_sources
        shutil.copytree(self.home, self.kept)

    def replace_file(self, data: bytes) -> None:
        """Replace the file with `data`, and reset everything else."""
        for name in ("cache", "data"):
            shutil.rmtree(self.home / name, ignore_errors=True)
            shutil.copytree(self.kept / name, self.home / name)
        if not self._has_sources:
            shutil.rmtree(self.home / "cache")
            shutil.rmtree(self.store.parent / "backups")
        self.store.write_bytes(data)

    def refusing(self, data: bytes) -> list[tuple[str, ...]]:
        """Return the commands that refuse `data`; none of them may change the file."""
        refusing: list[tuple[str, ...]] = []
        for command in (*READING, *CHANGING):
            done = self.run(*command)
            now = self.store.read_bytes()
            assert done.code in {0, 1, 3, DAMAGED}, (command, done.err)
            assert now == data or (command in CHANGING and done.code == 0), command
            if done.code == DAMAGED:
                refusing.append(command)
            if now != data:
                self.replace_file(data)
        return refusing


def statements(data: bytes) -> dict[str, Any]:
    """Return the statements by id, without empty fields."""
    table = json.loads(data)["statements"]
    return {key: without_empty(record) for key, record in table.items()}


def assert_repaired(
    archive: Archive, good: bytes, data: bytes, refusing: Sequence[object]
) -> None:
    """Assert that no command refuses repaired `data`, and that losses are reported."""
    archive.replace_file(data)
    checked = archive.run("check")
    done = archive.run("repair", "--yes")
    repaired = archive.store.read_bytes()

    assert done.code == 0
    assert not refusing or checked.code == DAMAGED
    assert not refusing or repaired != data
    if repaired == data:
        return
    archive.replace_file(repaired)
    assert archive.refusing(repaired) == []
    archive.store.write_bytes(repaired)
    assert_nothing_to_repair(archive)
    assert archive.run("repair").err.startswith("Nothing to repair")
    was, now = statements(good), statements(repaired)
    unknown = {key for key in was.keys() - now.keys() if key_of(key) not in data}
    assert_reported(done, {key: was[key] for key in was.keys() - unknown}, now)


def key_of(number: str) -> bytes:
    return b'"%b"' % number.encode()


def assert_nothing_to_repair(archive: Archive) -> None:
    """Assert that a check finds nothing but changes that a person can accept."""
    found = archive.run("check")
    if found.code:
        assert archive.run("check", "--accept", "--yes").code == 0, found.out
        assert archive.run("check").code == 0


def assert_reported(done: Done, was: dict[str, Any], now: dict[str, Any]) -> None:
    """Assert that a report names each changed statement with the reason."""
    others = [key for key in was.keys() | now.keys() if was.get(key) != now.get(key)]
    for key in others:
        assert any(
            line.startswith(
                (
                    f"Lost: {key} (",
                    f"Saved with changes: {key} (",
                    f"Left out: record 1 ('{key}', a removed statement",
                )
            )
            or (line.startswith("Saved under a new ID:") and key not in was)
            for line in done.err.splitlines()
        ), (key, done.err)


def problems(
    archive: Archive, good: bytes, hurt: Iterable[tuple[str, bytes]]
) -> Iterator[str]:
    """Yield the problems of a repair for each damaged file in `hurt`."""
    for said, data in hurt:
        archive.replace_file(data)
        try:
            assert_repaired(archive, good, data, archive.refusing(data))
        except AssertionError as error:
            yield f"{said}: {error}"


@pytest.mark.parametrize("has_sources", [False, True], ids=["alone", "with backups"])
@pytest.mark.parametrize("way", WAYS)
def test_archive_with_a_misplaced_line_is_repaired(
    run: Run, home: Path, way: str, *, has_sources: bool
) -> None:
    store = make_archive(run, home)
    archive = Archive(run, store, has_sources=has_sources)
    good = store.read_bytes()
    hurt = sample(list(with_lines(good, way))[WAYS.index(way) :: EACH])

    wrong = list(problems(archive, good, hurt))

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("has_sources", [False, True], ids=["alone", "with backups"])
def test_archive_rewritten_by_another_program_is_repaired(
    run: Run, home: Path, *, has_sources: bool
) -> None:
    store = make_archive(run, home)
    archive = Archive(run, store, has_sources=has_sources)
    good = store.read_bytes()

    wrong = list(problems(archive, good, sample(list(rewritten(good)))))

    assert not wrong, "\n".join(wrong)
