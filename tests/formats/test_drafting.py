"""Test that worker processes make the same drafts as one process."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from mediarel import workers
from mediarel.errors import UnreadableInputError
from mediarel.formats import drafts
from mediarel.formats.drafts import Filling, taken
from mediarel.formats.entries import ReadOptions
from mediarel.formats.json import JSON_LINES
from mediarel.formats.separated import CSV
from samples import in_the_checks

if TYPE_CHECKING:
    from mediarel.formats.drafts import Taken
    from mediarel.formats.entries import Entry

MANY = 40
FILE = {"name": "a.pdf", "sha256": "0" * 64, "size": 1, "media_type": "text/plain"}


@pytest.fixture(autouse=True)
def _cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    monkeypatch.setattr(drafts, "_LOT", 7)
    monkeypatch.setattr(drafts, "MANY", MANY)


def table(count: int = MANY + 3) -> bytes:
    """Return a CSV file with datelines, names and damaged characters.

    Row 11 has a date that is not in the calendar.
    """
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("Date", "Issuer", "Title", "Text", "Tags", "Signatories"))
    for n in range(count):
        day = "2012-02-30" if n == 11 else f"2012-{n % 12 + 1:02}"
        title = ("", "Itâ€™s time", "សេចក្តីថ្លែងការណ៍")[n % 3]
        text = f"Kampot (July {n % 28 + 1}, 2012) – We met and it is the {n}th time."
        names = "Harbour Watch; Kampot Youth" if n % 4 else ""
        rows.writerow((day, "Harbour Watch", title, text, "land; sea", names))
    return out.getvalue().encode()


def of(data: bytes) -> list[Taken | str]:
    """Return the drafts of `data`, and the messages of refused rows."""
    reading = CSV.read(data, "rows.csv", ReadOptions(read_text=True))
    found = taken(reading, "rows.csv", Filling(mend=True))
    return [
        each.problem if isinstance(each, UnreadableInputError) else each
        for each in found
    ]


def by_one(monkeypatch: pytest.MonkeyPatch, data: bytes) -> list[Taken | str]:
    """Return the drafts of `data`, made by one process."""
    with monkeypatch.context() as patched:
        patched.setattr(drafts, "MANY", 10**9)
        return of(data)


def test_workers_make_the_same_drafts_as_one_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """This process makes only the refused one again."""
    alone = by_one(monkeypatch, table())
    asked: list[int | None] = []
    here = drafts.taken_from

    def seen(entry: Entry, source: str, how: drafts.Filling) -> object:
        asked.append(entry.line)
        return here(entry, source, how)

    monkeypatch.setattr(drafts, "taken_from", seen)

    found = of(table())

    assert found == alone
    assert [each.draft.words for each in alone if not isinstance(each, str)] == [
        each.draft.words for each in found if not isinstance(each, str)
    ]
    assert set(asked) == {13}
    assert [n for n, each in enumerate(alone) if isinstance(each, str)] == [11]


@pytest.mark.parametrize("program", ["/no/such/python", "/bin/true", "/bin/false"])
def test_drafts_are_made_here_if_no_worker_starts(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    alone = by_one(monkeypatch, table())
    monkeypatch.setattr("sys.executable", program)

    assert of(table()) == alone


@in_the_checks
def test_drafts_from_workers_keep_attachments() -> None:
    line = (
        b'{"date": "2012", "program": "Harbour Watch", "title": "%d", "attachments": '
        b'[{"name": "a.pdf", "sha256": "%s", "size": 1, "media_type": "text/plain"}]}\n'
    )
    data = b"".join(line % (n, b"0" * 64) for n in range(MANY))
    found = list(taken(JSON_LINES.read(data, "x", ReadOptions()), "x"))

    assert len(found) == MANY
    assert all(
        not isinstance(each, UnreadableInputError)
        and [file.document() for file in each.draft.attachments] == [FILE]
        for each in found
    )
