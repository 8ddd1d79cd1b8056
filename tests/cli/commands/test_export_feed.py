"""`mediarel export` of feeds: in one file, in a folder, and back.

- a feed keeps its id whatever the archive is called; that of a query is another
- archives of the same second differ
- translations are linked, from `export`, `list`, `search` and `show`
- a folder has a document for each year, is asked for once, and comes back
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import refused
from feed_faults import archive_faults, faults
from mediarel.cli import environment

if TYPE_CHECKING:
    from conftest import Run, Screen

ENGLISH = {
    "date": "2026-11-20",
    "program": "CLEC",
    "text": "Free the fishers of the bay.",
    "uuid": "aaaaaaaa-0001-4000-8000-000000000001",
    "language": "en",
    "sources": ["https://example.org/en"],
}
KHMER = {
    **ENGLISH,
    "text": "សូមដោះលែងអ្នកនេសាទ",
    "uuid": "aaaaaaaa-0002-4000-8000-000000000002",
    "language": "km",
    "sources": ["https://example.org/km"],
    "translation_of": ENGLISH["uuid"],
}


def id_of(feed: str) -> str:
    found = re.search("<id>(.*?)</id>", feed)
    assert found
    return found[1]


@pytest.mark.usefixtures("store")
def test_it_is_valid_and_keeps_its_id(run: Run) -> None:
    """However the archive is called; it was updated when the archive was changed."""
    before = run("export", "--format", "atom").out
    again = run("export", "--format", "atom").out
    run("configure", "--name", "Our releases")
    after = run("export", "--format", "atom").out

    assert before == again
    assert faults(before.encode()) == faults(after.encode()) == []
    assert id_of(before) == id_of(after)
    assert before.partition("<updated>")[2] != after.partition("<updated>")[2]


@pytest.mark.about_files("a repair of it")
def test_archives_of_the_same_second_differ(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though made by the same command, of the same file; each keeps its id."""
    monkeypatch.setattr(environment, "now", lambda: "2026-12-01T10:15:30Z")
    rows = "date,program,title\n2026-11-20,CLEC,Land\n"
    for place in ("one", "two"):
        run("init", place)
        given = ("import", "-", "--archive", place, "--yes")
        assert run(*given, stdin=rows).code == 0

    def ids() -> list[str]:
        written = [
            run("export", "--archive", place, "--format", "atom").out
            for place in ("one", "two")
        ]
        return [id_of(each) for each in written]

    before = ids()
    run("edit", "1", "--title", "Sea", "--archive", "one")
    path = Path("one/data/statements.json")
    path.write_bytes(path.read_bytes()[:-3])
    assert run("repair", "--yes", "--archive", "one").code == 0

    assert len({*before}) == 2
    assert ids() == before


@pytest.mark.usefixtures("store")
def test_the_feed_of_a_query_is_another(run: Run) -> None:
    """Also of the same query in another command it is the same."""
    ids = [
        id_of(run(*words, "--format", "atom").out)
        for words in (
            ("export",),
            ("export", "--year", "2012"),
            ("list", "--year", "2012"),
            ("search", "radio"),
            ("show", "3"),
        )
    ]

    assert ids[1] == ids[2]
    assert len({*ids}) == len(ids) - 1


@pytest.mark.usefixtures("store")
def test_translations_are_linked(run: Run) -> None:
    """By each command that writes a format."""
    run("import", "-", "--yes", stdin=json.dumps([ENGLISH, KHMER]))

    for words in (
        ("export",),
        ("list",),
        ("search", "fishers"),
        ("show", "10"),
    ):
        written = run(*words, "--format", "atom").out
        assert 'rel="alternate" hreflang="km" href="https://example.org/km"' in written


@pytest.mark.usefixtures("store")
def test_a_folder_has_a_document_for_each_year(run: Run, home: Path) -> None:
    done = run("export", "--format", "atom", "--output", "feed/")
    documents = {each.name: each.read_bytes() for each in (home / "feed").iterdir()}

    assert done.code == 0
    assert done.err.splitlines()[-1] == "Wrote 9 statements to 4 files in feed."
    assert [fault for data in documents.values() for fault in faults(data)] == []
    assert archive_faults(documents, "statements.atom") == []


@pytest.mark.usefixtures("store")
def test_one_year_in_a_folder_is_one_file(run: Run, home: Path) -> None:
    done = run("export", "--year=2012", "--format=atom", "--output=feed/")

    assert done.err.splitlines()[-1] == "Wrote 6 statements to 1 file in feed."
    assert [each.name for each in (home / "feed").iterdir()] == ["statements.atom"]


@pytest.mark.usefixtures("store")
def test_files_that_are_there_are_replaced_by_force_alone(run: Run, home: Path) -> None:
    """Also where only that of a year is there; then nothing is written."""
    (home / "feed").mkdir()
    there = home / "feed" / "statements-2012.atom"
    there.write_text("mine", encoding="utf-8")
    words = ("export", "--format", "atom", "--output", "feed")

    problem = refused(run(*words), 1)

    told = "is there already, and was left as it is"
    assert problem == f"Error: {there.relative_to(home)} {told}"
    assert [each.name for each in (home / "feed").iterdir()] == [there.name]
    assert run(*words, "--force").code == 0
    assert faults(there.read_bytes()) == []


@pytest.mark.usefixtures("store")
def test_documents_that_stay_are_named_and_not_deleted(run: Run, home: Path) -> None:
    """Of a year without statements now: what it held is gone, or elsewhere."""
    words = ("export", "--format=atom", "--output=feed/")
    run("add", "--date=1899", "--program=CLEC", "--title=Wrong year")
    run("add", "--date=1900", "--program=CLEC", "--title=Not ours")
    run(*words)
    for name in ("statements-2001.atom", "statements-new.atom", "other-1899.atom"):
        (home / "feed" / name).write_text("<feed/>", encoding="utf-8")
    before = {each.name for each in (home / "feed").iterdir()}
    run("edit", "10", "--date=2012")
    run("remove", "11", "--yes")

    done = run(*words, "--force")

    assert done.err.splitlines()[-3:] == [
        "What these say is in other files now; delete them: statements-1899.atom.",
        "Left as they are, of other statements: statements-1900.atom.",
        "Wrote 10 statements to 4 files in feed.",
    ]
    assert {each.name for each in (home / "feed").iterdir()} == before


@pytest.mark.usefixtures("store")
def test_on_a_terminal_that_is_asked_once(run: Run, screen: Screen) -> None:
    words = ("export", "--format", "atom", "--output", "feed/")
    run(*words)

    done = screen(*words, answers=(("Replace?", "y\r"),))

    assert done.code == 0
    assert "feed/statements-2011.atom is there already, as are 3 more." in done.out


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(("name", "lost"), [("all.atom", "atom"), ("a.feed.json", "")])
def test_what_is_written_comes_back(run: Run, name: str, lost: str) -> None:
    """Into another archive; here all is known."""
    run("import", "-", "--yes", stdin=json.dumps([ENGLISH, KHMER]))
    run("export", "--output", name)
    before = json.loads(run("export", "--format", "json").out)

    here = run("import", name)
    run("init", "copy")
    run("import", name, "--archive", "copy", "--yes")
    after = json.loads(run("export", "--format", "json", "--archive", "copy").out)

    held = [
        *("uuid", "date", "program", "type", "title", "text", "language", "sources"),
        *("translation_of", "tags", "signatories"),
        *(() if lost else ("dateline", "place", "dated", "excerpt", "text_from")),
    ]
    assert here.code == 0
    assert [[each[name] for name in held] for each in after] == [
        [each[name] for name in held] for each in before
    ]


@pytest.mark.usefixtures("store")
def test_a_list_of_nothing_is_a_feed_of_nothing(run: Run) -> None:
    for words in (("list", "xylophone"), ("search", "xylophone")):
        assert faults(run(*words, "--format", "atom").out.encode()) == []


@pytest.mark.usefixtures("store")
def test_files_go_along_in_a_folder(run: Run, home: Path) -> None:
    """The link leads to the copy; in a file alone there is none, which is told."""
    (home / "signed.pdf").write_bytes(b"%PDF-1.4 signed")
    run("attach", "3", "signed.pdf")

    run("export", "--format", "atom", "--output", "feed/")
    alone = run("export", "--format", "atom")

    written = "".join(
        each.read_text("utf-8") for each in (home / "feed").glob("*.atom")
    )
    (link,) = re.findall('rel="enclosure".* href="(.*?)"', written)
    assert (home / "feed" / link).read_bytes() == b"%PDF-1.4 signed"
    assert "enclosure" not in alone.out
    assert "attachments (1 statement)" in alone.err
