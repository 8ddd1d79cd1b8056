"""Move lines of an archive's file, like a careless edit or a merge.

A line can be doubled, deleted, swapped, moved or copied. The whole file can be
rewritten as by a script or a different system.
"""

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from archives import opened
from conftest import Run

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
    name = sha256(_SCAN).hexdigest()
    (store.parent / "files").mkdir()
    (store.parent / "files" / name).write_bytes(_SCAN)
    attachment = {
        "name": "scan.pdf",
        "sha256": name,
        "size": len(_SCAN),
        "media_type": "application/pdf",
    }
    with opened(store) as archive:
        archive.edit([2], lambda _: {"attachments": [attachment]})
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
