"""Files that are made in parts are the files that `write` writes.

- by this process or by workers, of few or of many; in the order of the list
- what the index has damaged is read from the store
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from archives import EVERYTHING, draft, opened
from mediarel.archive import parallel_export
from mediarel.archive.lookup import statements
from mediarel.archive.parallel_export import Parts
from mediarel.formats.table import FORMATS, functions_of
from mediarel.formats.writing import WriteOptions
from strategies import SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from mediarel.formats.table import Format


IN_PARTS = [known for known in FORMATS if known.in_parts]
each_in_parts = pytest.mark.parametrize("known", IN_PARTS, ids=lambda each: each.name)


@each_in_parts
@pytest.mark.parametrize("many", [3, 1_000], ids=["by workers", "by us"])
@pytest.mark.parametrize("is_plain", [True, False])
def test_they_are_the_file(
    store: Path,
    monkeypatch: pytest.MonkeyPatch,
    known: Format,
    many: int,
    is_plain: bool,  # noqa: FBT001 - a parameter
) -> None:
    monkeypatch.setattr(parallel_export, "_MANY", many)
    monkeypatch.setattr(parallel_export, "_LOT", 2)
    options = WriteOptions(raw=is_plain, bom=is_plain)
    counts: list[int] = []
    with opened(store) as archive:
        archive.add(draft('=A "title",\n'), allow_duplicate=True)
        out = io.BytesIO()
        functions_of(known).write(statements(archive, EVERYTHING), out, options)

        made = list(
            Parts(archive, EVERYTHING, "newest", 10, counts.append).of(known, options)
        )

    assert b"".join(part for _, part in made) == out.getvalue()
    assert [number for number, _ in made] == [0, 2, 2, 2, 2, 2]
    assert counts == [0, 0, 2, 4, 6, 8]


@each_in_parts
@pytest.mark.parametrize("many", [3, 1_000], ids=["by workers", "by us"])
def test_what_reading_changes_is_written_as_it_is_read(
    store: Path, monkeypatch: pytest.MonkeyPatch, known: Format, many: int
) -> None:
    """What was edited by hand, and what is of an earlier form, between the others."""
    monkeypatch.setattr(parallel_export, "_MANY", many)
    monkeypatch.setattr(parallel_export, "_LOT", 4)
    tables = json.loads(store.read_text(encoding="utf-8"))
    kept = tables["statements"]
    kept["2"]["title"] = "  A title\u2028of two lines "
    kept["3"]["text"] = "A line \r\n\n\n\n=1+1\r"
    kept["4"]["tags"] = ["land", " land", ""]
    kept["5"]["source"] = (kept["5"].pop("sources") or ["https://example.org"])[0]
    del kept["6"]["merged" if "merged" in kept["6"] else "attachments"]
    store.write_text(json.dumps(tables), encoding="utf-8")
    options = WriteOptions()
    with opened(store) as archive:
        found = list(statements(archive, EVERYTHING))
        out = io.BytesIO()
        functions_of(known).write(found, out, options)

        made = list(Parts(archive, EVERYTHING, "newest", 9).of(known, options))

    assert b"".join(part for _, part in made) == out.getvalue()
    assert {each.title for each in found if each.id == 2} == {"A title of two lines"}
    assert {each.text for each in found if each.id == 3} == {"A line\n\n=1+1"}
    assert {each.tags for each in found if each.id == 4} == {("land",)}


@each_in_parts
def test_what_a_worker_can_not_make_is_made_by_us(
    store: Path, monkeypatch: pytest.MonkeyPatch, known: Format
) -> None:
    """As when it was killed."""
    monkeypatch.setattr(parallel_export, "_MANY", 3)
    monkeypatch.setattr(
        "mediarel.workers.made",
        lambda _task, lots, _values: ((lot, None) for lot in lots),
    )
    with opened(store) as archive:
        made = list(Parts(archive, EVERYTHING, "newest", 9).of(known, WriteOptions()))

    assert sum(number for number, _ in made) == 9
    assert all(part for number, part in made if number)


def test_a_table_is_as_the_standard_library_writes_it() -> None:
    """Quotes where there must be some, and nowhere else."""
    for known in IN_PARTS:
        if known.name == "jsonl":
            continue
        out = io.BytesIO()
        functions_of(known).write(SAMPLES, out, WriteOptions(bom=False))
        text = out.getvalue().decode()
        separator = "," if known.name == "csv" else "\t"
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        again = io.StringIO(newline="")
        csv.writer(again, delimiter=separator, lineterminator="\r\n").writerows(rows)

        assert again.getvalue() == text


def test_a_line_is_as_the_standard_library_writes_it() -> None:
    out = io.BytesIO()
    known = next(each for each in IN_PARTS if each.name == "jsonl")
    functions_of(known).write(SAMPLES, out, WriteOptions())

    for line, one in zip(out.getvalue().decode().splitlines(), SAMPLES, strict=True):
        assert json.loads(line) == one.to_json()
        assert list(json.loads(line)) == list(one.to_json())
