"""Test sessions, lookups, links between translations, and the name of an archive."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archives import EVERYTHING, Desk, content, draft, opened, unseen
from conftest import Done, Run, Screen
from finding import parsed
from mediarel.archive.links import Translations
from mediarel.archive.lookup import get_by_id
from mediarel.archive.merge import merge
from mediarel.archive.session import ChangedMeanwhileError, open_session
from mediarel.errors import DamagedError, RefusedError
from mediarel.formats.writing import unknown_original
from mediarel.index.excerpt import Excerpt
from mediarel.index.proof import proof_of
from mediarel.model.statement import Statement, read_draft
from mediarel.store import quick_fingerprint
from tampering import tamper


def test_adding_is_refused_if_no_higher_id_is_valid(store: Path) -> None:
    text = store.read_text("utf-8")
    store.write_text(text.replace('    "9": {', f'    "{10**18 - 1}": {{'), "utf-8")

    with opened(store) as archive, pytest.raises(RefusedError, match="no ID is left"):
        archive.add(draft("Another one."))


def test_a_statement_changed_meanwhile_is_not_removed(archive: Desk) -> None:
    seen = get_by_id(archive, [1])
    archive.edit([1], lambda _: {"title": "Other"})

    with pytest.raises(ChangedMeanwhileError):
        archive.remove([1], expected=seen)

    assert archive.get([1])[0].title == "Other"


def test_the_excerpt_of_a_removed_statement_is_its_headline(archive: Desk) -> None:
    """A different command may remove a statement after the page was read."""
    query = parsed("sonando")
    page = archive.page(query)
    first, second = page.rows
    archive.remove([first.id])

    gone, there = archive.excerpts(page, query)

    assert gone == Excerpt(first.headline, ())
    assert there.marks
    assert second.id != first.id


def test_an_unreadable_change_is_reported_as_damage(archive: Desk, store: Path) -> None:
    archive.index.prepare()
    (path,) = (store.parent / "cache").glob("*.sqlite")
    entry = b'{"why": "-"}'
    fingerprint = quick_fingerprint(entry)
    with unseen(path), closing(sqlite3.connect(path)) as index, index:
        proof = proof_of(1, fingerprint, "", "", "")
        index.execute(
            "UPDATE entry SET json = ?, fingerprint = ?, proof = ?,"
            " at = '', by = '', command = ''",
            (entry, fingerprint, proof),
        )

    with pytest.raises(DamagedError, match="record 1 of 'history'"):
        list(archive.changes())


KHMER = "យើងខ្ញុំសូមសម្តែងនូវក្តីបារម្ភយ៉ាងខ្លាំង។"


def added(desk: Desk, text: str, **fields: object) -> Statement:
    """Add a statement with this text, and return it."""
    given = draft(text, **fields)
    return desk.add(given, allow_duplicate=True)


def three(desk: Desk) -> tuple[Statement, Statement, Statement]:
    """Add an English original and its translations; return all three."""
    source = "https://example.org/en"
    original = added(desk, "Reopen the reading room.", sources=[source])
    khmer = added(desk, KHMER, translation_of=original.uuid, title="បន្ទប់អាន")
    french = added(
        desk,
        "Rouvrez la salle de lecture.",
        translation_of=original.uuid,
        language="fr",
    )
    return original, khmer, french


def linked(desk: Desk, statement: Statement) -> list[str]:
    """Return the languages of the translations of `statement`."""
    return [each.language for each in Translations(desk)(statement)]


def test_links_to_a_merged_original_lead_to_the_kept_statement(desk: Desk) -> None:
    original, khmer, french = three(desk)
    kept = added(desk, "Reopen the reading room!")
    with open_session(desk, "test") as session:
        merge(session, [kept.id, original.id], {"text": kept.id}, expected={})
    (kept,) = desk.get([kept.id])

    assert linked(desk, kept) == ["km", "fr"]
    named = Translations(desk)(khmer)
    assert [each.uuid for each in named] == [kept.uuid, french.uuid]
    assert [each.merged for each in named] == [(original.uuid,), ()]
    assert unknown_original(khmer, named) is None


def test_two_statements_can_be_translations_of_each_other(desk: Desk) -> None:
    """A cycle is refused by mediarel, but an imported file may have one."""
    one, other = "aaaaaaaa-0001-4000-8000-0000000000", "zh"
    first = f"{one}01"
    second = f"{one}02"
    desk.import_drafts(
        read_draft(
            {
                "date": "2012",
                "program": "CLEC",
                "text": text,
                "language": language,
                "uuid": uuid,
                "translation_of": of,
            }
        )
        for text, language, uuid, of in (
            ("One.", "en", first, second),
            ("Other.", other, second, first),
        )
    )
    statements = {each.uuid: each for each in desk.statements(EVERYTHING)}

    assert linked(desk, statements[first]) == [other]
    assert linked(desk, statements[second]) == ["en"]


NAME = "ការ\u200bប្រកាស [red] of CLEC"


def name_in(store: Path) -> object:
    return content(store)["archive"]["1"].get("name")


def named(run: Run, name: str) -> Done:
    done = run("configure", "--name", name)
    assert (done.code, done.out) == (0, ""), done.err
    return done


def test_init_sets_the_name(run: Run, home: Path) -> None:
    """Without `--name`, only the sample archive has a name."""
    run("init", "one", "--name", f"  {NAME}\n")
    run("init", "two")
    run("init", "three", "--sample")
    run("init", "four", "--sample", "--name", NAME)

    paths = [home / n / "data/statements.json" for n in ("one", "two", "three", "four")]
    assert list(map(name_in, paths)) == [NAME, None, "Program's Media Release", NAME]
    assert run("check", "--archive", "four").code == 0


def test_a_name_of_more_than_200_characters_is_refused(run: Run, home: Path) -> None:
    done = run("init", "one", "--name", "x" * 201)

    assert (done.code, list(home.glob("one"))) == (4, [])
    assert done.err.startswith("Error: the name 'xxx")


@pytest.mark.usefixtures("store")
def test_a_name_that_is_not_utf_8_is_refused(run: Run) -> None:
    done = run("configure", "--name", "\udc9b")

    assert done.code == 4
    assert "contains bytes that are not UTF-8" in done.err


@pytest.mark.usefixtures("store")
def test_lists_start_with_the_name(run: Run, screen: Screen, store: Path) -> None:
    """A name that was set by hand is shown too, without control characters."""
    assert f"The name of the archive is now {NAME}." in named(run, NAME).err
    assert screen("list").out.startswith(f"{NAME} >> Joint Statement")
    assert screen("search", "radio").out.startswith(
        f"{NAME} >> Joint Statement >> search for radio"
    )
    tamper(store, lambda tables: tables["archive"]["1"].update(name="By \x1b[1mhand"))
    assert screen("list").out.startswith("By <U+001B>[1mhand >> Joint Statement")
    assert "The archive no longer has a name." in named(run, "").err
    assert screen("list").out.startswith("Statements >> Joint Statement")
    assert named(run, " ").err == "Nothing changed.\n"


def test_undo_and_redo_change_the_name(run: Run, store: Path) -> None:
    before = name_in(store)
    named(run, "One")
    named(run, "Two")

    back = run("undo")
    again = run("redo")
    log = run("log").out.splitlines()
    of_one = run("undo", "2")

    assert back.err.startswith("Undid change 3 (named the archive Two).")
    assert again.err == "Redid change 3 (named the archive Two).\n"
    assert [line.split("\t")[-1] for line in log[:4]] == [
        "reversed undo 4; named the archive Two",
        "undid change 3; named the archive One",
        "named the archive Two",
        "named the archive One",
    ]
    assert of_one.code == 1
    assert "change 2 can't be undone: a later change also set the name" in of_one.err
    assert run("undo").code == 0
    assert run("undo").code == 0
    assert name_in(store) == before
    assert run("check").err.endswith("7 changes: all is well.\n")


@pytest.mark.parametrize("name", [5, [], "", "A\nB", {"a": "b"}])
def test_check_reports_an_invalid_name(run: Run, store: Path, name: object) -> None:
    """Other commands still work, and a new name replaces the invalid one."""
    tamper(store, lambda tables: tables["archive"]["1"].update(name=name))

    found = json.loads(run("check", "--json").out)
    fixed = named(run, "Land")

    assert [(each["level"], each["kind"]) for each in found] == [("warning", "name")]
    assert "mediarel configure --name NAME" in found[0]["hint"]
    assert "The name of the archive is now Land." in fixed.err
    assert run("check", "--json").out.strip() == "[]"
