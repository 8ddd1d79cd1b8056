"""Check the sources of statements, and record sources that are gone.

A statement records only which sources are gone, because this changes the public output.
All results of the last check are in a file of the user's cache folder. If the file is
deleted, the next check writes a new one.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mediarel.archive.archive import Archive
from mediarel.archive.edit import edit
from mediarel.archive.session import Session
from mediarel.atomic import replace_file
from mediarel.history.change import Edit
from mediarel.index.index_file import make_private_folder, stem
from mediarel.model.parts import DatedUrl
from mediarel.model.statement import Statement, best_copy
from mediarel.text.urls import address_key
from mediarel.web.captures import Capture
from mediarel.web.fetch import Fetcher
from mediarel.web.source_state import GONE, LOST, UNREACHABLE, Checker, State


class Check(NamedTuple):
    """The result of a check of a source, at the time `at` (RFC 3339, UTC)."""

    state: State
    at: str


Checks = dict[tuple[str, str], Check]
"""The checks of an archive. The keys are the UUID of a statement and a source."""
_UNKNOWN = Check(State(""), "")


class Source(NamedTuple):
    """A source of a statement. The last three values can be unknown."""

    id: int
    url: str
    state: State
    checked: str
    copy: str


def listed(statements: Iterable[Statement], checks: Checks) -> list[Source]:
    """Return the sources of statements, with the results of the last check.

    What the statement records has priority, because a change can be undone.
    """
    found = []
    for each in statements:
        gone = {one.url: one.at for one in each.gone}
        for url in each.sources:
            state, at = checks.get((each.uuid, url), _UNKNOWN)
            if state.name != UNREACHABLE and (state.name in LOST) != (url in gone):
                state, at = State(GONE if url in gone else ""), gone.get(url, "")
            copy = best_copy(each, url)
            found.append(Source(each.id, url, state, at, copy.url if copy else ""))
    return found


def check(
    archive: Archive,
    statements: Sequence[Statement],
    fetcher: Fetcher,
    checks: Checks,
    found: Checks,
) -> None:
    """Request the sources of statements, and put the results into `found`.

    `checks` are earlier results: sources that were checked longest ago are first. After
    Ctrl-C, `found` has the results so far.
    """
    using: dict[str, list[Statement]] = defaultdict(list)
    for each in statements:
        for url in each.sources:
            using[url].append(each)

    def last_check(url: str) -> str:
        return min(checks.get((each.uuid, url), _UNKNOWN).at for each in using[url])

    checker = Checker(fetcher)
    for done, url in enumerate(sorted(using, key=last_check)):
        archive.progress("Checking the sources", done, len(using))
        states = checker.states(url, using[url])
        for each, state in zip(using[url], states, strict=True):
            found[each.uuid, url] = Check(state, archive.now())


def record_gone(
    session: Session, statements: Iterable[Statement], checks: Checks
) -> list[Edit]:
    """Record in statements which of their sources are gone, and return the edits.

    A source that was unreachable stays gone if it was gone before. Statements that have
    been removed are skipped.
    """

    def fields(statement: Statement) -> dict[str, object]:
        gone = {each.url: each for each in statement.gone}
        for url in statement.sources:
            state, at = checks.get((statement.uuid, url), _UNKNOWN)
            if state.name in LOST:
                gone.setdefault(url, DatedUrl(url, at))
            elif state.name and state.name != UNREACHABLE:
                gone.pop(url, None)
        return {"gone": [each._asdict() for each in gone.values()]}

    return edit(session, _present(session, statements), fields)


def add_copies(
    session: Session, statements: Iterable[Statement], captures: Iterable[Capture]
) -> list[Edit]:
    """Add the best archived copy of each source to statements, and return the edits."""
    copies: dict[str, list[DatedUrl]] = defaultdict(list)
    for each in captures:
        copies[address_key(each.original)].append(DatedUrl(each.url, each.at))

    def fields(statement: Statement) -> dict[str, object]:
        archived = dict.fromkeys(statement.archived)
        for url in statement.sources:
            if new := copies.get(address_key(url)):
                archived |= dict.fromkeys(
                    filter(None, [best_copy(statement, url, new)])
                )
        return {"archived": [each._asdict() for each in archived]}

    return edit(session, _present(session, statements), fields)


def _present(session: Session, statements: Iterable[Statement]) -> list[int]:
    return list(session.records([each.id for each in statements]))


def read_checks(folder: Path, location: str) -> Checks:
    """Return the checks of the archive at `location`.

    Return an empty dict if there are none, or if the file is damaged.
    """
    try:
        rows = json.loads(_file(folder, location).read_bytes())
        return {(row[0], row[1]): Check(State(*row[2:4]), row[4]) for row in rows}
    except (OSError, ValueError, TypeError, IndexError):
        return {}


def write_checks(folder: Path, location: str, checks: Checks) -> None:
    """Write the checks of the archive at `location`. Raises OSError."""
    rows = [[*key, *each.state, each.at] for key, each in checks.items()]

    def write(file: BinaryIO) -> None:
        file.write(json.dumps(rows, indent=0).encode())

    make_private_folder(folder)
    replace_file(_file(folder, location), write)


def _file(folder: Path, location: str) -> Path:
    return folder / f"{stem(location)}-sources.json"
