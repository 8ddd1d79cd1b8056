"""Test `mediarel copy` between files and servers."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from attached import NAME, SCAN, kept
from conftest import SAMPLE_OF_FORM_1, Run, refused
from mediarel.postgres import setup
from mediarel.store.contents import Contents, Tally, tally_of
from mediarel.store.sound import checksum
from mediarel.store.tiny import transaction
from postgres import Server
from tampering import altered

pytestmark = pytest.mark.usefixtures("store")

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
    """Return a store with a long history, a name and tables of other programs."""
    for words in (
        ("edit", "3", "--title", "Another “title”\\ with\ttabs"),
        ("configure", "--name", "Our releases"),
        ("remove", "9", "--yes"),
        ("edit", "4", "5", "--signatory", "LICADHO", "--signatory", "League", "--yes"),
        ("signatories", "merge", "LICADHO", "League"),
        ("undo", "--yes"),
        ("add", "--date", "2012-01-03", "--program", "CLEC", "--text", "ដីធ្លី"),
        ("remove", "10", "--yes"),
    ):
        assert run(*words).code == 0, words
    with altered(store) as tables:
        tables["_default"] = {"7": {"of": "another program", "as": "it\nlikes"}}
        tables["none"] = {}
    run("edit", "4", "--title", "Once more")
    made = store.parent.parent / "laid-out"
    assert run("copy", str(store), str(made)).code == 0
    return made / "data" / "statements.json"


def copied(run: Run, source: object, target: object) -> str:
    """Copy an archive and return the report."""
    done = run("copy", str(source), str(target))

    assert done.code == 0, done.err
    return done.err


def is_made(postgres: Server, address: str) -> bool:
    """Return whether the schema in `address` exists."""
    found = "SELECT FROM pg_namespace WHERE nspname = %s"
    return bool(postgres.run(found, address.partition("#")[2]))


def test_copy_to_a_server_and_back_is_identical(
    run: Run, changed: Path, address: str, home: Path
) -> None:
    """The target may be a new place, or an empty archive."""
    told = copied(run, changed, address)
    run("init", "back")
    copied(run, address, "back")

    assert told == "Copied and verified 8 statements, 10 changes.\n"
    assert (home / "back/data/statements.json").read_bytes() == changed.read_bytes()


def test_copy_between_servers_keeps_the_roles_of_changes(
    run: Run, changed: Path, address: str, postgres: Server, home: Path
) -> None:
    other = postgres.new_schema()
    copied(run, changed, address)
    postgres.run_in(address, "UPDATE entry SET role = 'dara' WHERE number = 3")
    try:
        copied(run, address, postgres.url(other))
        copied(run, postgres.url(other), home / "back")

        named = "SELECT number FROM entry WHERE role = 'dara'"
        assert postgres.run_in(postgres.url(other), named) == [(3,)]
    finally:
        postgres.remove_schema(other)
    assert (home / "back/data/statements.json").read_bytes() == changed.read_bytes()


def test_existing_file_is_not_replaced(run: Run, store: Path, home: Path) -> None:
    run("init", "other", "--sample")
    (home / "notes.json").write_text("[]", encoding="utf-8")

    for target in ("other/data/statements.json", "notes.json"):
        before = (home / target).read_bytes()
        assert "already exists" in refused(run("copy", str(store), target), 1)
        assert (home / target).read_bytes() == before


def test_archive_on_a_server_is_not_replaced(
    run: Run, store: Path, address: str, postgres: Server
) -> None:
    run("init", address, "--sample")
    rows = "SELECT id, json, xmin FROM document"
    before = postgres.run_in(address, rows)

    done = run("copy", str(store), address)

    assert "an archive already exists at" in refused(done, 1)
    assert postgres.run_in(address, rows) == before


def test_copy_has_the_usual_layout(run: Run, store: Path, address: str) -> None:
    tables = json.loads(store.read_bytes())
    store.write_text(json.dumps(tables), encoding="utf-8")

    copied(run, store, address)
    copied(run, address, "back")

    back = store.parent.parent / "back/data/statements.json"
    assert json.loads(back.read_bytes()) == tables


def test_copy_has_the_newest_format(
    run: Run, store: Path, address: str, postgres: Server
) -> None:
    store.write_bytes(SAMPLE_OF_FORM_1.read_bytes())
    tables = json.loads(store.read_bytes())
    statements = {int(n): json.dumps(s) for n, s in tables["statements"].items()}

    told = copied(run, store, address)

    assert told.splitlines()[1:] == ["The copy has format 5; the original had 3."]
    rows = postgres.run_in(address, "SELECT id, sum FROM checksum")
    assert dict(rows) == {n: checksum(each.encode()) for n, each in statements.items()}


def test_copy_creates_missing_checksums(run: Run, store: Path, address: str) -> None:
    before = store.read_bytes()
    tables = json.loads(before)
    tables["checksums"] = {}
    store.write_text(json.dumps(tables, ensure_ascii=False), encoding="utf-8")

    told = copied(run, store, address)
    copied(run, address, "back")

    assert "The copy has checksums; the original had none." in told
    back = store.parent.parent / "back/data/statements.json"
    assert back.read_bytes() == before


def test_wrong_checksum_is_kept(run: Run, store: Path, address: str) -> None:
    """A later `check` still reports the outside change."""
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
        (b'"form": 5', b'"form": 6', 1),
    ],
)
def test_damaged_or_newer_archive_is_not_copied(
    run: Run, home: Path, before: bytes, after: bytes, code: int
) -> None:
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
def test_damaged_archive_on_a_server_is_not_copied(
    run: Run, home: Path, postgres: Server, change: str, code: int
) -> None:
    address = postgres.url(postgres.new_schema())
    copied(run, ".", address)
    postgres.run_in(address, f"UPDATE {change}")

    refused(run("copy", address, "back"), code)

    assert not (home / "back/data/statements.json").exists()


def test_character_that_a_server_can_not_store_is_refused(
    run: Run, store: Path, address: str, postgres: Server
) -> None:
    """The escape sequence as text is allowed."""
    said = store.read_bytes()
    store.write_bytes(said.replace(b"Phnom Penh", b"Phnom \\u0000Penh", 1))

    done = run("copy", str(store), address)

    assert "contains the character U+0000" in refused(done, 4)
    assert "check --fix-text" in done.err
    assert not is_made(postgres, address)
    store.write_bytes(said.replace(b"Phnom Penh", b"Phnom \\\\u0000Penh", 1))
    copied(run, store, address)


def test_nothing_is_kept_if_the_copy_on_a_server_differs(
    run: Run, store: Path, address: str, postgres: Server
) -> None:
    run("init", address)
    postgres.run_in(address, SPOILING)

    assert "could not be verified" in refused(run("copy", str(store), address), 7)
    assert postgres.run_in(address, "SELECT FROM document") == []


def test_nothing_is_kept_if_the_copy_in_a_file_differs(
    run: Run, store: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts_of = transaction.parts_of

    def spoiled(contents: Contents) -> Iterator[bytes]:
        for part in parts_of(contents):
            yield bytes(part).replace(b"Cambodia", b"Cambodja")

    monkeypatch.setattr(transaction, "parts_of", spoiled)

    assert "could not be verified" in refused(run("copy", str(store), "new"), 7)
    left = [place.name for place in (home / "new/data").iterdir()]
    assert left == [".statements.json.lock"]


def test_nothing_is_kept_if_the_connection_ends_before_the_commit(
    run: Run,
    store: Path,
    address: str,
    postgres: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ended(contents: Contents) -> Tally:
        postgres.end_connections()
        return tally_of(contents)

    monkeypatch.setattr(setup, "tally_of", ended)

    refused(run("copy", str(store), address), 7)

    assert not is_made(postgres, address)


def test_attached_files_are_copied(run: Run, store: Path, home: Path) -> None:
    """Files of removed attachments are needed for undo."""
    (home / "scan.pdf").write_bytes(SCAN)
    (home / "other.pdf").write_bytes(b"%PDF-1.7 another")
    run("attach", "3", "scan.pdf")
    run("attach", "4", "other.pdf")
    run("attach", "4", "other.pdf", "--remove")

    told = copied(run, store, "new")
    copies = kept(home / "new/data/statements.json")
    next((store.parent / "files").rglob(f"{NAME}.pdf")).unlink()
    told_later = copied(run, store, "later")

    assert "9 statements, 4 changes, 2 attached files." in told
    assert sorted(copies.values()) == sorted([SCAN, b"%PDF-1.7 another"])
    assert "Missing, so not copied: 1 attached file." in told_later
