"""`mediarel import`: what it would do, what it takes over, what it leaves and names.

- --dry-run: a line for each entry into a pipe, sums on stderr, --json; nothing written
- known again: by uuid, by address, by words; --update, which asks and is undone by one
- likely duplicates: left and named, --allow-duplicate
- what can't be read: all or nothing, --skip-bad
- folders: what is in them, what is passed over, links that lead in circles
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Run, Screen

UUID = "3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b"
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
    """Return the store of an empty archive, nearest to where we are."""
    run("init")
    return home / "data" / "statements.json"


def rows(*given: dict[str, Any], name: str = "rows.json") -> str:
    """Write `given` to a file, and return its name."""
    Path(name).write_text(json.dumps(given), encoding="utf-8")
    return name


def there(store: Path) -> list[dict[str, Any]]:
    """Return the statements as the store holds them, in the order of their ids."""
    return list(json.loads(store.read_bytes())["statements"].values())


def test_a_dry_run_writes_nothing(run: Run, empty: Path) -> None:
    """It tells for each entry what would come of it, and the sums."""
    run("import", rows(FIRST))
    before = empty.read_bytes()
    near = {**FIRST, "text": LONG.replace("served", "serve")}
    other = {**FIRST, "type": "Press Release"}
    bad = {**FIRST, "date": "soon"}

    done = run("import", rows(near, bad, name="a.json"), rows(other, SECOND), "-n")

    assert (done.code, empty.read_bytes()) == (4, before)
    title, issuer = FIRST["title"], FIRST["program"]
    why = "date and program are the same and the text nearly is"
    assert done.out.splitlines() == [
        f"new\trows.json\t1\t2019-03-09\t{issuer}\tOn water\t\t",
        (
            f"differs\trows.json\t1\t2019-03-03\t{issuer}\t{title}\t1"
            "\ttype\tLetter\tPress Release"
        ),
        f"likely duplicate\ta.json\t1\t2019-03-03\t{issuer}\t{title}\t1\t{why}",
        (
            "refused\ta.json\t1\t\t\t\t\tstatement 2: the date 'soon' is not a date. "
            "Write it as 2012-07-16, 2012-07 or 2012."
        ),
    ]
    assert done.err.splitlines()[-3] == (
        "Would come of it: 1 new, 0 changed, 0 the same, 1 other than here, "
        "1 likely duplicate, 1 refused. Nothing was written."
    )


@pytest.mark.about_files("an index in the cache")
@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("has_room", [True, False])
def test_a_dry_run_leaves_the_folder_of_the_archive_as_it_was(
    run: Run, home: Path, *, has_room: bool
) -> None:
    """Not a file more, and none touched, where there is no index yet.

    One is made in the cache, as by a list; without room there, in memory.
    """
    run("import", rows(FIRST))
    (home / "data" / ".statements.json.lock").unlink()
    shutil.rmtree(home / "cache")
    if not has_room:
        (home / "cache").write_bytes(b"")
    near = {**FIRST, "text": LONG.replace("served", "serve"), "title": "On land"}
    before = seen_in(home / "data")

    done = run("import", rows(near, SECOND), "--dry-run", "--update")

    assert done.code == 0
    assert [line.split("\t")[0] for line in done.out.splitlines()] == [
        "new",
        "likely duplicate",
    ]
    assert seen_in(home / "data") == before


def seen_in(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return each file in `folder`, and when it and the folder were changed."""
    found = {
        each.name: (each.read_bytes(), each.stat().st_mtime_ns)
        for each in folder.iterdir()
    }
    return {**found, ".": (b"", folder.stat().st_mtime_ns)}


CHANGED = {**FIRST, "type": "លិខិត", "tags": ["land", "water"]}


def test_a_dry_run_shows_what_would_change(run: Run, empty: Path) -> None:
    """Into a pipe a line for each field, which ends with both values."""
    run("import", rows(FIRST))
    before = empty.read_bytes()

    done = run("import", rows(CHANGED), "--dry-run", "--update")

    begin = f"changed\trows.json\t1\t2019-03-03\tHarbour Watch\t{FIRST['title']}\t1"
    assert empty.read_bytes() == before
    assert done.out.splitlines() == [
        f"{begin}\ttype\tLetter\tលិខិត",
        f"{begin}\ttags\t\tland; water",
    ]


@pytest.mark.usefixtures("empty")
def test_a_dry_run_shows_the_whole_text_that_an_excerpt_would_have(run: Run) -> None:
    run("import", rows({**FIRST, "text": LONG[:69] + " …", "excerpt": True}))

    done = run("import", rows(FIRST), "--dry-run")

    assert [line.split("\t")[7:] for line in done.out.splitlines()] == [
        ["text", LONG[:69] + " …", LONG],
        ["excerpt", "yes", "no"],
    ]


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("option", "heading"),
    [
        ("--update", "Would change:"),
        ("--dry-run", "Differs; --update takes over:"),
    ],
)
def test_on_a_terminal_the_values_are_shown(
    run: Run, screen: Screen, option: str, heading: str
) -> None:
    """As after an edit: statement, field, earlier and later value."""
    run("import", rows(FIRST))
    rows(CHANGED)

    shown = screen("import", "rows.json", "--dry-run", option)

    lines = [line.strip() for line in shown.out.splitlines()]
    place = lines.index(heading)
    assert lines[place + 1 : place + 3] == [
        "1  type: Letter → លិខិត",
        "1  tags: (none) → land; water",
    ]


@pytest.mark.usefixtures("empty")
def test_a_dry_run_as_json_has_both_values(run: Run) -> None:
    """As the history keeps them."""
    run("import", rows(FIRST))

    told = json.loads(run("import", rows(CHANGED, SECOND), "-n", "--json").out)

    assert [each["changed"] for each in told["entries"]] == [
        {},
        {"type": ["Letter", "លិខិត"], "tags": [[], ["land", "water"]]},
    ]


@pytest.mark.usefixtures("empty")
def test_a_dry_run_as_json(run: Run) -> None:
    """With the counts, each file and each entry."""
    run("import", rows(FIRST))

    done = run("import", rows(FIRST, SECOND), "--dry-run", "--json")

    told = json.loads(done.out)
    assert told["counts"] == {"new": 1, "the same": 1, "repeated": 0}
    assert [(each["file"], each["entries"]) for each in told["files"]] == [
        ("rows.json", 2)
    ]
    assert [(e["outcome"], e["id"]) for e in told["entries"]] == [
        ("new", None),
        ("the same", 1),
    ]
    assert told["entries"][0]["statement"]["title"] == "On water"


def test_an_address_is_known_however_it_is_written(run: Run, empty: Path) -> None:
    """What its query names counts, not the order, the scheme or a `www.`."""
    run("import", rows(SECOND))
    source = "http://www.harbour.example/read.php?cnsID=77&mtID=2&utm_source=x"
    again = {**SECOND, "title": "On the water of Kampot", "source": source}

    done = run("import", rows(again))

    assert len(there(empty)) == 1
    assert done.err == (
        "Nothing added: not new: 1 statement. "
        "What is here differs from the file and was left as it is: 1.\n"
    )


def test_one_address_does_not_make_two_statements_one(run: Run, empty: Path) -> None:
    """Where neither date nor title nor text is the same, whatever file they are in."""
    source = "https://harbour.example/"
    first = {**FIRST, "source": source}
    other = {**SECOND, "source": source, "text": "Water is life.", "excerpt": True}
    third = {**SECOND, "date": "2020", "title": "On salt", "source": source}

    run("import", rows(first, name="a.json"), rows(other, name="b.json"))
    run("import", rows(third))

    titles = [FIRST["title"], "On water", "On salt"]
    assert [each["title"] for each in there(empty)] == titles


def test_one_entry_of_two_dates_is_named(run: Run, empty: Path) -> None:
    """Two pages list it, one with a misprint: the second is left out and told."""
    again = {**SECOND, "date": "2019-03-19"}

    done = run("import", rows(SECOND, name="a.json"), rows(again, name="b.json"))

    assert len(there(empty)) == 1
    assert "it has the same address, and another date: b.json, line 1" in done.err


def test_an_excerpt_is_known_by_its_title_too(run: Run, empty: Path) -> None:
    """Where the page and the release have no address; also within one import."""
    listed = {**FIRST, "text": LONG[:69] + " …", "excerpt": True}
    run("import", rows(listed, name="list.json"))

    done = run("import", rows(FIRST))
    whole = {**SECOND, "source": None, "text": LONG.replace("reading room", "well")}
    part = {**whole, "text": "We, the undersigned, call …", "excerpt": True}
    both = run("import", rows(part, name="list.json"), rows(whole))

    assert done.err == "Filled in the whole text, where an excerpt was: 1.\n"
    assert both.err.startswith("Added 1 statement: 2. Not new: 1 statement.\n")
    assert [each["text"] for each in there(empty)] == [LONG, whole["text"]]


def test_an_address_that_several_have_is_of_none(run: Run, empty: Path) -> None:
    """The page of a list is the source of all that it lists."""
    page = "https://harbour.example/list"
    both = [{**each, "source": page} for each in (FIRST, SECOND)]
    run("import", rows(*both))
    third = {**SECOND, "title": "On land", "date": "2019-04-01", "source": page}

    run("import", rows(third))

    assert [each["title"] for each in there(empty)] == [
        "Reopen the reading room",
        "On water",
        "On land",
    ]


def test_the_whole_text_takes_the_place_of_an_excerpt(run: Run, empty: Path) -> None:
    """Of the same source; what a person gave stays, and the list is known again."""
    listed = {**SECOND, "text": "Water is life. We …", "excerpt": True}
    run("import", rows(listed))
    run("edit", "1", "--type", "Appeal", "--tag", "water")
    whole = {**SECOND, "text": f"Water is life. {LONG}", "program": "Another"}

    shown = run("import", rows(whole), "--dry-run")
    done = run("import", "rows.json")
    again = run("import", rows(listed))

    assert shown.out.startswith("filled\t")
    assert done.err == "Filled in the whole text, where an excerpt was: 1.\n"
    (now,) = there(empty)
    assert (now["text"], "excerpt" in now) == (whole["text"], False)
    assert (now["type"], now["program"], now["tags"]) == (
        "Appeal",
        "Harbour Watch",
        ["water"],
    )
    assert "left as it is" in again.err
    assert there(empty) == [now]
    assert run("undo", "--yes").code == 0
    assert there(empty)[0]["text"] == listed["text"]


def test_a_page_and_the_release_that_it_lists_are_one(run: Run, empty: Path) -> None:
    """The whole is taken, not the excerpt, whichever comes first."""
    listed = {**SECOND, "text": "Water is life. We …", "excerpt": True}
    whole = {**SECOND, "text": f"Water is life. {LONG}"}

    done = run("import", rows(listed, name="list.json"), rows(whole, name="whole.json"))

    assert [each["text"] for each in there(empty)] == [whole["text"]]
    assert done.err == "Added 1 statement: 1. Not new: 1 statement.\n"


def test_an_update_takes_over_what_differs(run: Run, empty: Path) -> None:
    """What the file doesn't say stays; one undo takes all back."""
    run("import", rows({**FIRST, "tags": ["reading"]}, SECOND))
    before = there(empty)
    changed = {**FIRST, "type": "Press Release"}
    new = {**SECOND, "date": "2020", "source": None, "title": "On land"}

    asked = run("import", rows(changed, new), "--update")
    done = run("import", rows(changed, new), "--update", "--yes")

    assert asked.code == 2
    assert "Say yes beforehand with --yes" in asked.err
    assert done.code == 0
    assert done.out == "1\ttype\tLetter\tPress Release\n"
    assert "Added 1 statement: 3. Changed to what the files say: 1." in done.err
    first, _, third = there(empty)
    assert (first["type"], first["tags"]) == ("Press Release", ["reading"])
    assert third["title"] == "On land"
    assert run("undo", "--yes").code == 0
    assert [e["type"] for e in there(empty)] == [e["type"] for e in before]


def test_two_entries_of_one_statement_change_it_once(run: Run, empty: Path) -> None:
    """The second, known by another mark, is left out and named."""
    run("import", rows({**SECOND, "uuid": UUID}))
    by_uuid = {**FIRST, "uuid": UUID, "title": "On rain"}
    by_address = {**SECOND, "title": "On wells"}

    done = run("import", rows(by_uuid, by_address), "--update", "--yes")

    assert done.code == 0
    assert [each["title"] for each in there(empty)] == ["On rain"]
    assert "a likely duplicate of statement 1: so is another entry" in done.err
    assert run("check").code == 0


def test_a_likely_duplicate_is_left_out_and_named(run: Run, empty: Path) -> None:
    """Whether it is like a statement or like another one of the files."""
    run("import", rows(FIRST))
    near = {**FIRST, "text": LONG.replace("served", "serve")}
    new = {**FIRST, "date": "2020-01-01", "text": f"Once more. {LONG}"}
    nearly_new = {**new, "text": f"Once again. {LONG}"}

    done = run("import", rows(near, new, nearly_new))
    more = run("import", "rows.json", "--allow-duplicate")

    assert [each["date"] for each in there(empty)[:2]] == ["2019-03-03", "2020-01-01"]
    assert "Left out as a likely duplicate of statement 1: date and program" in (
        done.err
    )
    assert "of one before it: date and program" in done.err
    assert "--allow-duplicate" in done.err
    assert len(there(empty)) == 4
    assert "Added 2 statements" in more.err


def test_nothing_comes_in_unless_all_does(run: Run, empty: Path) -> None:
    """With --skip-bad what can't is named, and the rest comes in."""
    before = empty.read_bytes()
    bad = [{**FIRST, "date": "soon"}, SECOND, {**FIRST, "date": ""}]

    refused = run("import", rows(*bad))
    unchanged = empty.read_bytes() == before
    done = run("import", "rows.json", "--skip-bad")

    assert refused.code == 4
    assert unchanged
    assert refused.err.splitlines()[-2:] == [
        "Error: 2 of 3 entries can't be read in",
        (
            "Hint: Write it as 2012-07-16, 2012-07 or 2012. Give a date, such as "
            "2012-07-16, or have it dated by its neighbours with --undated. "
            "Or leave them out with --skip-bad; nothing was added."
        ),
    ]
    assert done.code == 0
    assert "Left out: rows.json, line 1: statement 1: the date 'soon'" in done.err
    assert [each["title"] for each in there(empty)] == ["On water"]


def test_a_file_that_is_left_out_whole_is_told_as_that(run: Run, empty: Path) -> None:
    """Where one thing of it, such as an open order of dates, concerns all of it."""
    lines = "date,program,title\n2019-01-05,N,A\n03/04/2019,N,B\n2019-01-07,N,C\n"
    Path("open.csv").write_text(lines, encoding="utf-8")

    refused = run("import", "open.csv", rows(SECOND, {**FIRST, "date": "soon"}))
    done = run("import", "open.csv", "rows.json", "--skip-bad")

    assert "Error: 1 file and 1 of 2 entries can't be read in" in refused.err
    assert "--day-first or --month-first" in refused.err
    assert "Left out, all that is in it: open.csv, line 3: the date" in done.err
    assert "Left out: rows.json, line 1: statement 2" in done.err
    assert len(there(empty)) == 1


def test_a_folder_is_read_whole(run: Run, empty: Path) -> None:
    """In the folders below it too; what is hidden or of another kind is not."""
    Path("old", "2019").mkdir(parents=True)
    rows(FIRST, name="old/first.json")
    rows(SECOND, name="old/2019/second.json")
    rows(SECOND, name="old/.hidden.json")
    Path("old", "logo.png").write_bytes(b"\x89PNG")

    done = run("import", "old")

    assert len(there(empty)) == 2
    assert done.err.splitlines() == [
        "Passed over 1 file of other kinds: logo.png",
        "Added 2 statements: 1 to 2.",
    ]


@pytest.mark.usefixtures("empty")
def test_links_in_a_circle_are_refused(run: Run) -> None:
    """Also by way of another folder."""
    Path("old", "a").mkdir(parents=True)
    Path("old", "b").mkdir()
    Path("old", "a", "to-b").symlink_to(Path("old", "b").resolve())
    Path("old", "b", "to-a").symlink_to(Path("old", "a").resolve())
    rows(FIRST, name="old/first.json")

    done = run("import", "old")

    assert done.code == 4
    assert done.err.startswith("Error: old/a/to-b/to-a: the link leads back")


@pytest.mark.usefixtures("empty")
def test_a_folder_without_anything_to_read(run: Run) -> None:
    """It is told which files are read."""
    Path("old").mkdir()
    Path("old", "logo.png").write_bytes(b"\x89PNG")

    done = run("import", "old")

    assert done.code == 4
    assert done.err.startswith("Error: old: no file in it has an ending of a format")


@pytest.mark.parametrize("arguments", [["--dry-run"], []])
def test_what_nobody_says_is_filled_in_and_told(
    run: Run, empty: Path, arguments: list[str]
) -> None:
    """The issuer by --program, the type by --type; what is said stays."""
    given = {name: FIRST[name] for name in ("date", "title", "text")}

    done = run(
        *("import", rows(given, SECOND), "--program", "Harbour Network"),
        *("--type", "Appeal", *arguments),
    )

    assert "No issuer is said of 1 statement; taken for it: Harbour Network" in (
        done.err
    )
    told = "No type given for 1 statement; recorded as Appeal. To "
    change = "record another type, add --type" if arguments else "change it: mediarel"
    assert f"{told}{change}" in done.err
    said = [(each["program"], each["type"]) for each in there(empty)]
    usual = [("Harbour Network", "Appeal"), ("Harbour Watch", "Letter")]
    assert said == ([] if arguments else usual)


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--map", "Headline"], "--map 'Headline' does not say which field"),
        (["--map", "Headline=colour"], "names the field 'colour', which is none"),
        (["--select", "h3"], "--select 'h3' does not say what stands where"),
        (["--select", "colour=h3"], "--select 'colour=h3' names 'colour'"),
        (["--base", "news.html"], "--base 'news.html' is no address of a page"),
        (["--base", "http://["], "--base 'http://[' is no address of a page"),
        (["--encoding", "klingon"], "there is no encoding 'klingon'"),
        (["--day-first", "--month-first"], "can't both be meant"),
        (["--json"], "--json tells what --dry-run finds"),
    ],
)
def test_options_that_say_nothing(run: Run, arguments: list[str], problem: str) -> None:
    """They are refused before a file is read."""
    done = run("import", "nowhere.csv", *arguments)

    assert done.code == 2
    assert problem in done.err.splitlines()[0]


OPEN = "date,program,title\n03/04/2019,Harbour Watch,On land\n"


def test_whether_day_or_month_comes_first_is_asked(
    run: Run, screen: Screen, empty: Path
) -> None:
    """On a terminal; elsewhere it is refused, and said how to say it."""
    Path("open.csv").write_text(OPEN, encoding="utf-8")

    refused = run("import", "open.csv")
    question = "day or month?: "
    answers = ((question, "neither\r"), (question, "month\r"))
    done = screen("import", "open.csv", answers=answers)

    assert refused.code == 4
    assert "3 April 2019 or 4 March 2019" in refused.err
    assert "--day-first or --month-first" in refused.err
    assert done.code == 0
    assert "'neither' is neither" in done.out
    assert there(empty)[0]["date"] == "2019-03-04"
