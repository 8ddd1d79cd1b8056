"""An archive in which a line is not where it was, as an editor or a merge leaves it.

Each line of its file can be doubled, dropped, swapped with the next, moved, or copied
to another place.
"""

from __future__ import annotations

import shutil
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from archives import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run

WAYS = ("doubled", "dropped", "swapped", "moved", "copied")
_SCAN = b"%PDF-1.7 a scan"


def make_archive(run: Run, home: Path) -> Path:
    """Make an archive that has of all: changes of each kind, a removal, a file.

    Return its store.
    """
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
    """Yield `data` as often as it has lines, each time with another one moved.

    Each comes with what was done in words.
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
