"""`mediarel copy`.

- between files and servers: byte for byte the same when it is back in a file
- what a server keeps: the highest id, no role for what was done in a file, all words
- to where nothing is, or an empty archive; any other is refused and not touched
- what is laid out in another way, or of an older form, becomes ours, and that is told
- a damaged or newer archive is refused; so is one with what a server can't keep
- what was written is compared before it is there; what fails leaves nothing
- the attached files come along
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from attached import SCAN, kept
from conftest import SAMPLE_OF_FORM_1, refused
from mediarel.postgres import setup
from mediarel.store.contents import tally_of
from mediarel.store.tiny import filling
from mediarel.store.tiny.filling import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import Run
    from mediarel.store.contents import Contents, Tally
    from postgres import Server


pytestmark = pytest.mark.about_files("which archive is where is named in each test")

SPOILING = """
CREATE FUNCTION spoil() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    NEW.json = replace(NEW.json, 'Cambodia', 'Cambodja');
    RETURN NEW;
END $$;
CREATE TRIGGER spoiling BEFORE INSERT ON document FOR EACH ROW EXECUTE FUNCTION spoil()
"""


@pytest.fixture
def changed(run: Run, store: Path) -> Path:
    """Return a store with a history, a name, an organisation and another's table."""
    for words in (
        ("edit", "3", "--title", "Another “title”\\ with\ttabs"),
        ("configure", "--name", "Our releases"),
        ("remove", "9", "--yes"),
        ("edit", "4", "--signatory", "LICADHO"),
        ("edit", "5", "--signatory", "League"),
        ("signatories", "merge", "LICADHO", "League"),
        ("edit", "6", "--title", "Another"),
        ("undo", "--yes"),
        ("add", "--date", "2012-01-03", "--program", "CLEC", "--text", "ដីធ្លី"),
        ("remove", "10", "--yes"),
    ):
        assert run(*words).code == 0, words
    tables = json.loads(store.read_bytes())
    tables["_default"] = {"7": {"of": "another program", "as": "it\nlikes"}}
    tables["none"] = {}
    store.write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")
    run("edit", "4", "--title", "Once more")
    made = store.parent.parent / "laid-out"
    assert run("copy", str(store), str(made)).code == 0
    return made / "data" / "statements.json"


def copied(run: Run, source: object, target: object) -> str:
    """Return what is told of a copy."""
    done = run("copy", str(source), str(target))

    assert done.code == 0, done.err
    return done.err


def schema_of(address: str) -> str:
    """Return the schema that an address names."""
    return address.partition("#")[2]


def at(server: Server, address: str, sql: str) -> list[tuple[Any, ...]]:
    """Have a server run SQL in the schema that an address names."""
    return server.run(f"SET search_path TO {schema_of(address)}; {sql}")


def is_made(postgres: Server, address: str) -> bool:
    """Tell whether there is a schema at an address."""
    found = "SELECT FROM pg_namespace WHERE nspname = %s"
    return bool(postgres.run(found, schema_of(address)))


def test_there_and_back_is_the_same(
    run: Run, changed: Path, address: str, home: Path
) -> None:
    """Ids, history, checksums, names, tables of other programs: every byte."""
    told = copied(run, changed, address)
    copied(run, address, home / "back")

    assert told == "Copied and verified 8 statements, 12 changes.\n"
    assert (home / "back/data/statements.json").read_bytes() == changed.read_bytes()


def test_from_server_to_server(
    run: Run, changed: Path, address: str, postgres: Server, home: Path
) -> None:
    """It need not pass a file; who made a change on the first is kept."""
    other = postgres.new_schema()
    copied(run, changed, address)
    at(postgres, address, "UPDATE entry SET role = 'dara' WHERE number = 3")
    try:
        copied(run, address, postgres.url(other))
        copied(run, postgres.url(other), home / "back")

        named = "SELECT number FROM entry WHERE role = 'dara'"
        assert at(postgres, postgres.url(other), named) == [(3,)]
    finally:
        postgres.remove_schema(other)
    assert (home / "back/data/statements.json").read_bytes() == changed.read_bytes()


def test_empty_archive_is_filled(
    run: Run, store: Path, address: str, home: Path
) -> None:
    """One that `init` made is as good as none."""
    run("init", "new")
    run("init", address)

    copied(run, store, address)
    copied(run, address, "new")

    assert (home / "new/data/statements.json").read_bytes() == store.read_bytes()


def test_filled_file_is_refused(run: Run, store: Path, home: Path) -> None:
    """It is left as it is."""
    run("init", "other", "--sample")
    before = (home / "other/data/statements.json").read_bytes()

    done = run("copy", str(store), "other")

    assert "already exists" in refused(done, 1)
    assert (home / "other/data/statements.json").read_bytes() == before


def test_what_is_no_archive_is_refused(run: Run, store: Path, home: Path) -> None:
    """Any file is left as it is, a newer archive too."""
    (home / "notes.json").write_text("[]", encoding="utf-8")

    done = run("copy", str(store), "notes.json")

    assert "already exists" in refused(done, 1)
    assert (home / "notes.json").read_text("utf-8") == "[]"


def test_filled_server_is_refused(
    run: Run, store: Path, address: str, postgres: Server
) -> None:
    """It is left as it is."""
    run("init", address, "--sample")
    rows = "SELECT id, json, xmin FROM document"
    before = at(postgres, address, rows)

    done = run("copy", str(store), address)

    assert "an archive already exists at" in refused(done, 1)
    assert at(postgres, address, rows) == before


def test_another_layout_becomes_ours(run: Run, store: Path, address: str) -> None:
    """And that is told; the statements are as they were."""
    tables = json.loads(store.read_bytes())
    store.write_text(json.dumps(tables), encoding="utf-8")

    told = copied(run, store, address)
    copied(run, address, "back")

    back = store.parent.parent / "back/data/statements.json"
    assert told.splitlines()[1:] == ["The copy has the usual layout of mediarel."]
    assert json.loads(back.read_bytes()) == tables


def test_older_form_becomes_todays(
    run: Run, store: Path, address: str, postgres: Server
) -> None:
    """And that is told; its checksums stay valid as they are."""
    store.write_bytes(SAMPLE_OF_FORM_1.read_bytes())
    kept_there = json.loads(store.read_bytes())["checksums"]["1"]

    told = copied(run, store, address)

    assert told.splitlines()[1:] == ["The copy has format 4; the original had 3."]
    rows = at(postgres, address, "SELECT id, sum FROM checksum")
    assert {str(number): each for number, each in rows} == kept_there


def test_checksums_are_made_where_there_are_none(
    run: Run, store: Path, address: str
) -> None:
    """And that is told."""
    before = store.read_bytes()
    tables = json.loads(before)
    tables["checksums"] = {}
    store.write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")

    told = copied(run, store, address)
    copied(run, address, "back")

    assert "The copy has checksums; the original had none." in told
    back = store.parent.parent / "back/data/statements.json"
    assert back.read_bytes() == before


def test_what_was_done_past_us_stays_to_be_seen(
    run: Run, store: Path, address: str
) -> None:
    """A checksum that does not fit is copied as it is."""
    store.write_bytes(store.read_bytes().replace(b"Phnom Penh", b"Phnom Pehn", 1))

    copied(run, store, address)
    copied(run, address, "back")

    assert run("--archive", "back", "check").code == 5


DATE = b'"date": "2012-07-16"'


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (DATE, DATE.replace(b"-07-", b"-17-"), 5),
        (DATE, b'"seen_by": "x", ' + DATE, 1),
        (b'"form": 4', b'"form": 5', 1),
    ],
)
@pytest.mark.usefixtures("store")
def test_damaged_or_newer_is_refused(
    run: Run, home: Path, before: bytes, after: bytes, code: int
) -> None:
    """Nothing is made."""
    path = home / "data/statements.json"
    assert before in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(before, after, 1))

    refused(run("copy", ".", "new"), code)

    assert not (home / "new").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("document SET json = replace(json, '2012-07-16', '2012-17-16')", 5),
        ("""document SET json = replace(json, '"date"', '"seen_by": 1, "date"')""", 1),
        ("""entry SET json = replace(json, '"last_id"', '"lost_id"')""", 5),
    ],
)
@pytest.mark.usefixtures("store")
def test_damaged_server_is_refused(
    run: Run, home: Path, postgres: Server, change: str, code: int
) -> None:
    """What something else changed there is not carried on."""
    address = postgres.url(postgres.new_schema())
    copied(run, ".", address)
    at(postgres, address, f"UPDATE {change}")

    refused(run("copy", address, "back"), code)

    assert not (home / "back/data/statements.json").exists()


def test_letter_that_a_server_can_not_keep(
    run: Run, store: Path, address: str, postgres: Server
) -> None:
    """It is told which statement has it, and nothing is there; the escape alone may."""
    said = store.read_bytes()
    store.write_bytes(said.replace(b"Phnom Penh", b"Phnom \\u0000Penh", 1))

    done = run("copy", str(store), address)

    assert "contains U+0000, which a server can't store" in refused(done, 1)
    assert "check --mend" in done.err
    assert not is_made(postgres, address)
    store.write_bytes(said.replace(b"Phnom Penh", b"Phnom \\\\u0000Penh", 1))
    copied(run, store, address)


def test_copy_on_a_server_is_compared(
    run: Run, store: Path, address: str, postgres: Server
) -> None:
    """Where it is not what was read, nothing is kept of it."""
    run("init", address)
    at(postgres, address, SPOILING)

    done = run("copy", str(store), address)

    assert "could not be verified" in refused(done, 7)
    assert at(postgres, address, "SELECT FROM document") == []


def test_copy_in_a_file_is_compared(
    run: Run, store: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is not what was read, nothing is kept of it."""

    def spoiled(contents: Contents) -> Iterator[bytes]:
        for part in parts_of(contents):
            yield bytes(part).replace(b"Cambodia", b"Cambodja")

    monkeypatch.setattr(filling, "parts_of", spoiled)

    done = run("copy", str(store), "new")

    assert "could not be verified" in refused(done, 7)
    left = [place.name for place in (home / "new/data").iterdir()]
    assert left == [".statements.json.lock"]


def test_connection_that_ends_leaves_nothing(
    run: Run,
    store: Path,
    address: str,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server goes down when all is written but nothing is committed."""

    def ended(contents: Contents) -> Tally:
        postgres.end_connections()
        return tally_of(contents)

    monkeypatch.setattr(setup, "tally_of", ended)

    refused(run("copy", str(store), address), 7)

    assert not is_made(postgres, address)


def test_files_come_along(run: Run, store: Path, home: Path) -> None:
    """Those of statements, and those that undo would bring back."""
    (home / "scan.pdf").write_bytes(SCAN)
    (home / "other.pdf").write_bytes(b"%PDF-1.7 another")
    run("attach", "3", "scan.pdf")
    run("attach", "4", "other.pdf")
    run("attach", "4", "other.pdf", "--remove")

    told = copied(run, store, "new")

    assert "9 statements, 4 changes, 2 attached files." in told
    assert kept(home / "new/data/statements.json") == kept(store)


def test_file_that_is_missing_is_told(run: Run, store: Path, home: Path) -> None:
    (home / "scan.pdf").write_bytes(SCAN)
    run("attach", "3", "scan.pdf")
    next((store.parent / "files").rglob("*.pdf")).unlink()

    told = copied(run, store, "new")

    assert "Missing, so not copied: 1 attached file." in told
