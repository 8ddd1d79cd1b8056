"""Test which entries `mediarel import` adds, changes, skips and refuses."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from archives import statements, unchanged
from conftest import Run

LONG = (
    "We, the undersigned, call for the reading room of Kampot to be opened again. "
    "It has served all who live there, and no one has said why it was closed."
)
FIRST = {
    "date": "2019-03-03",
    "program": "Harbour Watch",
    "type": "Letter",
    "title": "Reopen the reading room",
    "text": LONG,
}
SECOND = {
    "date": "2019-03-09",
    "program": "Harbour Watch",
    "type": "Letter",
    "title": "On water",
    "source": "https://harbour.example/read.php?mtID=2&cnsID=77",
}


@pytest.fixture
def empty(run: Run, home: Path) -> Path:
    """Return the store of an empty archive in the current folder."""
    run("init")
    return home / "data" / "statements.json"


def rows(*given: dict[str, Any], name: str = "rows.json") -> str:
    """Write `given` to a file, and return its name."""
    Path(name).write_text(json.dumps(given), encoding="utf-8")
    return name


def there(store: Path) -> list[dict[str, Any]]:
    """Return the statements in the file of the archive, by ID."""
    return list(statements(store).values())


def test_dry_run_prints_outcomes_and_writes_nothing(run: Run, empty: Path) -> None:
    run("import", rows(FIRST))
    before = empty.read_bytes()
    near = {**FIRST, "text": LONG.replace("served", "serve")}
    other = {**FIRST, "type": "Press Release"}
    bad = {**FIRST, "date": "soon"}

    done = run("import", rows(near, bad, name="a.json"), rows(other, SECOND), "-n")

    assert (done.code, empty.read_bytes()) == (4, before)
    title, issuer = FIRST["title"], FIRST["program"]
    why = "same date and issuer, and nearly the same text"
    assert done.out.splitlines() == [
        f"new\trows.json\t2\t2019-03-09\t{issuer}\tOn water\t\t",
        (
            f"differs\trows.json\t1\t2019-03-03\t{issuer}\t{title}\t1"
            "\ttype\tLetter\tPress Release"
        ),
        f"likely duplicate\ta.json\t1\t2019-03-03\t{issuer}\t{title}\t1\t{why}",
        (
            f"refused\ta.json\t2\t\t\t\t\t'{title}': the date 'soon' is not a date. "
            "Write a date such as 2012-07-16, 2012-07 or 2012."
        ),
    ]
    assert done.err.splitlines()[-3] == (
        "Dry run: 1 new, 0 changed, 0 unchanged, 1 different, "
        "1 likely duplicate, 1 refused. Nothing was written."
    )


CHANGED = {**FIRST, "type": "លិខិត", "tags": ["land", "water"]}


def test_dry_run_prints_a_line_for_each_changed_field(run: Run, empty: Path) -> None:
    run("import", rows(FIRST))

    with unchanged(empty):
        done = run("import", rows(CHANGED), "--dry-run", "--update")

    begin = f"changed\trows.json\t1\t2019-03-03\tHarbour Watch\t{FIRST['title']}\t1"
    assert done.out.splitlines() == [
        f"{begin}\ttype\tLetter\tលិខិត",
        f"{begin}\ttags\t\tland; water",
    ]


def test_different_texts_of_one_url_stay_separate(run: Run, empty: Path) -> None:
    source = "https://harbour.example/"
    first = {**FIRST, "source": source}
    other = {**SECOND, "source": source, "text": "Water is life.", "excerpt": True}
    third = {**SECOND, "date": "2020", "title": "On salt", "source": source}

    run("import", rows(first, name="a.json"), rows(other, name="b.json"))
    run("import", rows(third))

    titles = [FIRST["title"], "On water", "On salt"]
    assert [each["title"] for each in there(empty)] == titles


def test_a_complete_text_replaces_an_excerpt(run: Run, empty: Path) -> None:
    """Fields that a person has filled in are kept."""
    listed = {**SECOND, "text": "Water is life. We …", "excerpt": True}
    run("import", rows(listed))
    run("edit", "1", "--type", "Appeal", "--tag", "water")
    whole = {**SECOND, "text": f"Water is life. {LONG}", "program": "Another"}

    shown = run("import", rows(whole), "--dry-run")
    done = run("import", "rows.json")
    again = run("import", rows(listed))

    assert shown.out.startswith("filled\t")
    assert done.err == "Added the full text to statement 1.\n"
    (now,) = there(empty)
    assert (now["text"], "excerpt" in now) == (whole["text"], False)
    assert (now["type"], now["program"], now["tags"]) == (
        "Appeal",
        "Harbour Watch",
        ["water"],
    )
    assert "Not updated, although the files differ: statement 1." in again.err
    assert there(empty) == [now]
    assert run("undo", "--yes").code == 0
    assert there(empty)[0]["text"] == listed["text"]


def test_update_saves_different_values(run: Run, empty: Path) -> None:
    """Fields that are missing in the file are kept. One undo reverses the update."""
    run("import", rows({**FIRST, "tags": ["reading"]}, SECOND))
    before = there(empty)
    changed = {**FIRST, "type": "Press Release"}
    new = {**SECOND, "date": "2020", "source": None, "title": "On land"}

    asked = run("import", rows(changed, new), "--update")
    done = run("import", rows(changed, new), "--update", "--yes")

    assert asked.code == 2
    assert "To answer yes, add --yes" in asked.err
    assert done.code == 0
    assert done.out == "1\ttype\tLetter\tPress Release\n"
    assert "Added 1 statement: 3. Updated statement 1 from the files." in done.err
    first, _, third = there(empty)
    assert (first["type"], first["tags"]) == ("Press Release", ["reading"])
    assert third["title"] == "On land"
    assert run("undo", "--yes").code == 0
    assert [e["type"] for e in there(empty)] == [e["type"] for e in before]


LACKING = {"withheld", "embargo", "attachments", "type"}


def guarded(run: Run, home: Path) -> None:
    """Hide a text and a file of statement 1, and set an embargo."""
    (home / "hi.txt").write_text("Hi.")
    run("import", rows({**FIRST, "title": "Old", "embargo": "2999-01-01T00:00:00Z"}))
    run("withhold", "1", "Harbour Watch")
    run("attach", "1", "hi.txt", "--private")


def without_some(text: str, form: str) -> str:
    """Return an export without the fields in LACKING."""
    if form == "csv":
        found = list(csv.DictReader(io.StringIO(text)))
        out = io.StringIO()
        names = [name for name in found[0] if name not in LACKING]
        writer = csv.DictWriter(out, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(found)
        return out.getvalue()
    if form == "markdown":
        named = "|".join(LACKING)
        return re.sub(rf"^(?:{named}):.*\n(?:[- ] .*\n)*", "", text, flags=re.MULTILINE)

    def kept(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {name: value for name, value in pairs if name not in LACKING}

    return json.dumps(json.loads(text, object_pairs_hook=kept))


@pytest.mark.parametrize("form", ["csv", "markdown", "jsonfeed", "json", "jsonl"])
def test_update_keeps_fields_that_the_file_lacks(
    run: Run, empty: Path, home: Path, form: str
) -> None:
    guarded(run, home)
    text = run("export", "--format", form).out.replace("Old", "New")
    (home / "new").write_text(without_some(text, form))
    (before,) = there(empty)

    done = run("import", "new", "--update", "--yes")
    assert (done.code, done.out) == (0, "1\ttitle\tOld\tNew\n")
    (after,) = there(empty)
    assert after == before | {"title": "New", "modified": after["modified"]}


def test_update_warns_of_what_it_no_longer_hides(
    run: Run, empty: Path, home: Path
) -> None:
    guarded(run, home)
    new = {**there(empty)[0], "withheld": [], "embargo": None}
    new["attachments"][0]["private"] = False

    done = run("import", rows(new), "--update", "--yes")
    run("edit", "1", "--embargo", "2999-01-02T00:00:00Z")
    edited = run("edit", "1", "--clear", "embargo")
    text = "Warning: statement 1 no longer "
    assert f"{text}withholds 'Harbour Watch'. To withhold again: mediarel" in done.err
    assert f"{text}has an embargo until 1 January 2999, 00:00 (UTC). To" in done.err
    again = "To attach it again: mediarel attach --private 1 hi.txt\n"
    assert f"{text}keeps hi.txt private. {again}" in done.err
    assert f"{text}has an embargo until 2 January 2999" in edited.err


def test_likely_duplicates_are_skipped_and_named(run: Run, empty: Path) -> None:
    run("import", rows(FIRST))
    near = {**FIRST, "text": LONG.replace("served", "serve")}
    new = {**FIRST, "date": "2020-01-01", "text": f"Once more. {LONG}"}
    nearly_new = {**new, "text": f"Once again. {LONG}"}

    done = run("import", rows(near, new, nearly_new))
    more = run("import", "rows.json", "--allow-duplicate")

    assert [each["date"] for each in there(empty)[:2]] == ["2019-03-03", "2020-01-01"]
    assert "Skipped as a likely duplicate of statement 1 (same date" in (done.err)
    assert "of an earlier entry (same date" in done.err
    assert "--allow-duplicate" in done.err
    assert len(there(empty)) == 4
    assert "Added 2 statements" in more.err


def test_one_bad_entry_stops_the_import_without_skip_bad(run: Run, empty: Path) -> None:
    before = empty.read_bytes()
    bad = [{**FIRST, "date": "soon"}, SECOND, {**FIRST, "date": ""}]

    refused = run("import", rows(*bad))
    unchanged = empty.read_bytes() == before
    done = run("import", "rows.json", "--skip-bad")

    assert refused.code == 4
    assert unchanged
    first, _, *error = refused.err.splitlines()
    assert first.endswith("Write a date such as 2012-07-16, 2012-07 or 2012.")
    assert error == [
        "Error: can't import 2 of 3 entries",
        "Hint: Nothing was added. To import the rest, add --skip-bad.",
    ]
    assert done.code == 0
    assert (
        "Skipped: rows.json, statement 1: 'Reopen the reading room': the date 'soon'"
        in done.err
    )
    assert [each["title"] for each in there(empty)] == ["On water"]


def test_a_folder_is_imported_with_its_subfolders(run: Run, empty: Path) -> None:
    Path("old", "2019").mkdir(parents=True)
    rows(FIRST, name="old/first.json")
    rows(SECOND, name="old/2019/second.json")
    rows(SECOND, name="old/.hidden.json")
    for name in ("a.DOCX", "b.pdf", "logo.png"):
        Path("old", name).write_bytes(b"\x89PNG")

    done = run("import", "old")

    assert len(there(empty)) == 2
    assert done.err.splitlines() == [
        "Ignored 3 files (unsupported type): a.DOCX, b.pdf, logo.png",
        "To record documents: mediarel add old/a.DOCX old/b.pdf",
        "Added 2 statements: 1 to 2.",
    ]


def test_links_to_folders_are_not_followed(run: Run, empty: Path) -> None:
    Path("old").mkdir()
    Path("old", "link").symlink_to(Path("old").resolve())
    rows(FIRST, name="old/first.json")

    assert "Ignored 1 file (unsupported type): link" in run("import", "old").err
    assert len(there(empty)) == 1


@pytest.mark.parametrize("arguments", [["--dry-run"], []])
def test_missing_issuer_and_type_are_filled_in_and_reported(
    run: Run, empty: Path, arguments: list[str]
) -> None:
    given = {name: FIRST[name] for name in ("date", "title", "text")}

    done = run(
        *("import", rows(given, SECOND), "--program", "Harbour Network"),
        *("--type", "Appeal", *arguments),
    )

    assert "1 statement without an issuer; using Harbour Network." in done.err
    told = "1 statement without a type; using Appeal. "
    change = "To set a type, add --type" if arguments else "To import again"
    assert f"{told}{change}" in done.err
    said = [(each["program"], each["type"]) for each in there(empty)]
    usual = [("Harbour Network", "Appeal"), ("Harbour Watch", "Letter")]
    assert said == ([] if arguments else usual)


A, B, C = (f"https://{host}.example/read/7" for host in ("harbour", "river", "hill"))
SOURCED = {
    "date": "2019-03-09",
    "program": "Harbour Watch",
    "type": "Letter",
    "title": "On water",
    "sources": [A, B],
}


def sources(store: Path) -> list[list[str]]:
    return [each["sources"] for each in there(store)]


@pytest.mark.parametrize("known_by", [[A], [B], [C, B], [A, C]])
def test_a_statement_is_recognised_by_any_of_its_urls(
    run: Run, empty: Path, known_by: list[str]
) -> None:
    run("import", rows(SOURCED))
    again = {**SOURCED, "title": "On the water of Kampot", "sources": known_by}

    done = run("import", rows(again))

    assert sources(empty) == [[A, B]]
    assert "Nothing added. Already in the archive: 1 statement." in done.err


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ([C], [A, B, C]),
        ([C, A], [A, B, C]),
        ([B], [A, B]),
        ([], [A, B]),
        ([f"{A}/?utm_source=x"], [A, B]),
        ([A.replace("https", "http")], [A, B]),
    ],
)
def test_update_adds_further_urls_and_keeps_the_others(
    run: Run, empty: Path, given: list[str], left: list[str]
) -> None:
    run("import", rows(SOURCED))

    done = run("import", rows({**SOURCED, "sources": given}), "--update", "--yes")

    assert done.code == 0
    assert sources(empty) == [left]
    assert ("Updated statement 1 from the files." in done.err) == (len(left) > 2)


def test_a_truncated_file_adds_nothing(run: Run, home: Path) -> None:
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
