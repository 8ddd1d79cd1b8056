"""`mediarel import` of so many entries that their drafts are kept in a file.

- the statements, their order, and what is told are the same as for a few entries
- a file that can't be read to its end adds nothing, also beside one that can
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mediarel.formats import drafts

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

ENTRIES = [
    {"date": "2014-02-01", "program": "Land", "title": "The last", "tags": ["a"]},
    {"date": "2011", "program": "Land", "text": "ដី។ The first of them all."},
    {"date": "2012-05-01~", "program": "Water", "title": "Wells", "text": "Of wells."},
    {"date": "2012-05-01~", "program": "Water", "title": "Wells", "text": "Of wells."},
    {
        "date": "2012-05-02",
        "program": "Water",
        "title": "Rivers",
        "sources": ["https://water.example/7"],
        "signatories": ["Boat People (BP)", "Fish Watch"],
    },
    {
        "date": "2012-05-02",
        "program": "Water",
        "title": "Rivers",
        "text": "The whole text of the rivers.",
        "sources": ["https://water.example/7"],
    },
    {"date": "2013", "program": "Land", "title": "Rice", "translation_of": None},
]
OF_THE_MOMENT = ("uuid", "created", "modified")


def imported(run: Run, folder: Path) -> tuple[str, list[dict[str, object]]]:
    """Return what an import tells, and the statements that are there then."""
    file = folder / "entries.json"
    file.write_text(json.dumps(ENTRIES), encoding="utf-8")
    done = run("import", str(file), "--archive", str(folder / "made"))
    assert done.code == 0, done
    exported = run("export", "--format", "json", "--archive", str(folder / "made"))
    kept = json.loads(exported.out)
    statements = kept["statements"] if isinstance(kept, dict) else kept
    for each in statements:
        for name in OF_THE_MOMENT:
            del each[name]
    return done.err, statements


@pytest.mark.parametrize("many", [0, 1, 3])
@pytest.mark.without_archive
def test_it_is_the_same_as_of_few(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    run("init", str(home / "made"))
    told, usual = imported(run, home)
    run("undo", "--yes", "--archive", str(home / "made"))
    assert run("init", str(home / "other")).code == 0
    monkeypatch.setattr(drafts, "MANY", many)
    (home / "made").rename(home / "earlier")
    (home / "other").rename(home / "made")

    assert imported(run, home) == (told, usual)
    by_id = {each["id"]: each["date"] for each in usual}
    assert by_id[1] == "2011"
    assert len(by_id) == 6


def test_a_file_that_ends_too_soon_adds_nothing(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MANY", 1)
    run("init", str(home))
    good = "".join(f"2012,Land,Good {n}\n" for n in range(5))
    bad = "".join(f"2011,Land,Bad {n}\n" for n in range(300)) + '2011,Land,"Open'
    for name, rows in (("a.csv", good), ("b.csv", bad), ("c.csv", "2010,Land,More\n")):
        (home / name).write_text(f"date,program,title\n{rows}", encoding="utf-8")
    files = ["a.csv", "b.csv", "c.csv"]

    assert run("import", *files).code == 4
    assert run("import", *files, "--skip-bad").code == 0

    titles = [line.split("\t")[-1] for line in run("list", "--all").out.splitlines()]
    assert titles == [*(f"Good {n}" for n in (4, 3, 2, 1, 0)), "More"]
