"""Test archives that a newer mediarel has written."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archives import content
from conftest import Run
from mediarel.store import FORM
from tampering import tamper

Tables = dict[str, Any]

COMMANDS = (
    ("list",),
    ("log",),
    ("add", "--date=2012", "--program=X", "--title=New"),
    ("undo", "--yes"),
    ("restore", "3", "--at=1"),
    ("check", "--accept", "--yes"),
    ("repair", "--yes"),
)


def later_form(tables: Tables) -> None:
    tables["archive"]["1"]["form"] = FORM + 1


def other_shape(tables: Tables) -> None:
    later_form(tables)
    tables["statements"] = list(tables["statements"].values())


def field_of_a_statement(tables: Tables) -> None:
    tables["statements"]["3"]["weather"] = "Land"


def empty_field_of_a_statement(tables: Tables) -> None:
    tables["statements"]["3"]["weather"] = None


def field_of_a_change(tables: Tables) -> None:
    tables["history"]["1"]["why"] = "It was asked for."


SUPPORTS = f"(format version {FORM + 1}; this one supports {FORM})"
NEWER_FORM = f"was made by a newer mediarel {SUPPORTS}"
FIELD = "statement 3 has the field 'weather', which this version"
NEWER = (
    (later_form, NEWER_FORM),
    (other_shape, NEWER_FORM),
    (field_of_a_statement, FIELD),
    (empty_field_of_a_statement, FIELD),
    (field_of_a_change, "change 1 has the field 'why', which this version"),
)
each_newer = pytest.mark.parametrize(
    ("change", "what"), NEWER, ids=[change.__name__ for change, _ in NEWER]
)


@each_newer
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_newer_archive_is_refused_unchanged(
    run: Run,
    store: Path,
    change: Callable[[Tables], None],
    what: str,
    command: tuple[str, ...],
) -> None:
    """The error message does not say that the archive is damaged."""
    run("list")
    tamper(store, change)
    before = store.read_bytes()

    done = run(*command)

    assert (done.code, store.read_bytes()) == (1, before)
    told = done.out if command[0] == "check" else done.err
    assert what.partition("has ")[2] in told
    assert "Update mediarel" in done.err
    assert "mediarel repair" not in done.err
    assert "damaged" not in done.err.lower().replace("the archive is not damaged", "")


@each_newer
def test_check_reports_a_newer_archive(
    run: Run, store: Path, change: Callable[[Tables], None], what: str
) -> None:
    tamper(store, change)

    done = run("check", "--json")
    (finding,) = json.loads(done.out)

    assert done.code == 1
    assert (finding["kind"], finding["level"]) == ("newer", "error")
    assert what.partition(" ")[2].partition("has ")[2] in finding["message"]


@each_newer
def test_backup_copies_a_newer_archive(
    run: Run, store: Path, change: Callable[[Tables], None], what: str
) -> None:
    tamper(store, change)

    done = run("backup", "stick")

    assert done.code == 0
    assert Path(done.out.strip()).read_bytes() == store.read_bytes()
    assert f"Copied without verification: {store}" in done.err
    assert what in done.err


@each_newer
def test_restore_refuses_a_newer_archive(
    run: Run, store: Path, change: Callable[[Tables], None], what: str
) -> None:
    good = run("backup").out.strip()
    tamper(store, change)
    newer = run("backup", "stick").out.strip()
    onto = run("restore", "--from", good, "--yes")
    store.write_bytes(Path(good).read_bytes())
    from_it = run("restore", "--from", newer, "--yes")

    assert (onto.code, from_it.code) == (1, 1)
    assert what in onto.err
    assert what in from_it.err
    assert store.read_bytes() == Path(good).read_bytes()


def test_newer_backup_is_noted_and_skipped(run: Run, store: Path) -> None:
    good = store.read_bytes()
    tamper(store, later_form)
    run("backup")
    store.write_bytes(good)

    checked = run("check")
    store.write_bytes(good[:-20])
    repaired = run("repair", "--yes")

    assert checked.code == 0
    assert f"this backup {NEWER_FORM}" in checked.out
    assert repaired.code == 0


def test_repair_keeps_unknown_fields(run: Run, store: Path) -> None:
    tamper(store, field_of_a_statement)
    tamper(store, field_of_a_change)
    before = content(store)
    tamper(store, lambda tables: tables["statements"]["4"].update(date="2012-99"))

    damaged, repaired = run("list"), run("repair", "--yes")

    assert (damaged.code, repaired.code) == (5, 0)
    after = content(store)
    assert after["statements"]["3"] == before["statements"]["3"]
    assert after["history"]["1"] == before["history"]["1"]
    assert run("list").code == 1


@pytest.mark.parametrize("cut", [0, 30])
def test_unknown_tables_are_kept(run: Run, store: Path, cut: int) -> None:
    notes = {"1": {"a": [1, {"b": "é"}]}}
    tables = content(store)
    tables = {"archive": tables.pop("archive"), "notes": notes, **tables}
    tables["archive"]["1"]["name"] = "CLEC"
    store.write_text(json.dumps(tables, indent=2), "utf-8")
    run("edit", "3", "--title=Other")
    changed = content(store)
    tamper(store, lambda tables: tables["statements"]["3"].update(date="?"))
    data = store.read_bytes()
    store.write_bytes(data[: len(data) - cut])

    assert run("repair", "--yes").code == 0
    for each in (changed, content(store)):
        assert each["notes"] == notes
        assert each["archive"]["1"].pop("last_change")
        assert each["archive"] == {"1": {"form": FORM, "name": "CLEC"}}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"title": ', '"titlf": '),
        ('"tags": ', '"command": "add",\n      "tags": '),
        ('"undoes": ', '"undoer": '),
    ],
)
def test_damage_is_not_mistaken_for_a_newer_archive(
    run: Run, store: Path, old: str, new: str
) -> None:
    store.write_text(store.read_text("utf-8").replace(old, new, 1), "utf-8")

    refused, repaired = run("list"), run("repair", "--yes")

    assert (refused.code, repaired.code) == (5, 0)
    assert len(run("list").out.splitlines()) == 9
