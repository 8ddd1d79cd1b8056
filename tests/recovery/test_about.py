"""What an archive says of itself, and the changes of that, come through a repair.

- entries that changed the archive's name or names of organisations stay as they were
- what is lost of it is rebuilt from the history, or from a backup and the history
- what the history can't say any more is named
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from repairs import repaired, spoil, tables
from tampering import tamper

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

NAME = "Our releases"
NAMES = [["CLEC", "ADHOC"]]


@pytest.fixture
def named(run: Run, store: Path) -> Path:
    """Return the store of an archive with a name, and an organisation of two names."""
    run("edit", "1", "--add-signatory", "CLEC", "--add-signatory", "ADHOC")
    run("signatories", "merge", "CLEC", "ADHOC")
    assert run("configure", "--name", NAME).code == 0
    return store


def without_closing_quote(store: Path) -> None:
    """Take away the quote that closes the text of a statement, as a slip would."""
    text = json.dumps(tables(store)["statements"]["3"]["text"], ensure_ascii=False)
    spoil(store, text, text[:-1])


def said(store: Path) -> dict[str, Any]:
    document: dict[str, Any] = tables(store)["archive"]["1"]
    return document


def told_in_log(run: Run) -> list[str]:
    return [line.split("\t")[-1] for line in run("log", "--all").out.splitlines()]


def test_changes_of_the_archive_itself_stay(run: Run, named: Path) -> None:
    """Damage elsewhere leaves them as they were: `log` says what they did."""
    history, about = tables(named)["history"], said(named)
    log = told_in_log(run)
    without_closing_quote(named)

    done = repaired(run, named)

    assert "Change saved with changes" not in done.err
    assert {n: tables(named)["history"][n] for n in history} == history
    assert said(named) == about
    assert told_in_log(run)[1:] == log


def test_damage_of_the_history_leaves_it(run: Run, named: Path) -> None:
    """What an entry says that it changed is not taken for what the archive says."""
    about = said(named)
    spoil(named, '"command": "edit"', '"command": edit"')

    done = repaired(run, named)

    assert said(named) == about
    assert "table archive" not in done.err


def lose_archive(store: Path) -> None:
    """Have the table that says what the archive is called break, and be cut out."""
    data = store.read_text("utf-8")
    start, end = data.index('"archive"'), data.index('"statements"')
    store.write_text(f"{data[:start]}{data[end:].rstrip()[:-1]}", "utf-8")


def test_it_is_made_again_from_the_history(run: Run, named: Path) -> None:
    """Where the document is lost, and no backup has it; the report has a line of it."""
    shutil.rmtree(named.parent / "backups")
    before = said(named)
    lose_archive(named)

    done = repaired(run, named)

    assert {**said(named), "form": 0} == {**before, "form": 0}
    told = "Rebuilt from the history: the archive's "
    assert f"{told}name (from change 4)\n" in done.err
    assert f"{told}names of organisations (from change 3)\n" in done.err
    assert "Lost" not in done.err
    assert run("check").code == 0


def test_what_is_lost_of_it_is_named(run: Run, store: Path) -> None:
    """What it was called from the beginning is in no change."""
    spoil(store, '"name": "', '"name": ')

    done = repaired(run, store)

    assert "Lost: the archive's name (no change and no backup has a name)" in done.err
    assert "organisations" not in done.err


def test_lost_changes_may_have_named_organisations(run: Run, named: Path) -> None:
    """That is told where nothing else says what they are called."""
    shutil.rmtree(named.parent / "backups")
    tampered = tables(named)
    del tampered["history"]["3"]
    named.write_text(json.dumps(tampered, ensure_ascii=False, indent=2), "utf-8")
    lose_archive(named)

    done = repaired(run, named)

    assert (
        "Lost: the archive's names of organisations (possibly, because changes"
        in done.err
    )
    assert said(named)["name"] == NAME


def test_a_check_compares_it_with_the_history(run: Run, named: Path) -> None:
    """What another program made of it is a warning, each with what to do."""
    assert json.loads(run("check", "--json").out) == []
    tamper(named, lambda tables: tables["archive"]["1"].update(name="X"))
    tamper(named, lambda tables: tables["archive"]["1"].pop("organisations"))

    done = run("check", "--json")
    told = json.loads(done.out)

    assert done.code == 0
    assert {(each["level"], each["kind"]) for each in told} == {("warning", "about")}
    assert {each["message"] for each in told} == {
        f"the name is 'X', but change 4 in the history set {NAME!r}",
        "the names of organisations differ from change 3 in the history",
    }
    run("configure", "--name", NAME)
    run("signatories", "merge", "CLEC", "ADHOC")
    assert json.loads(run("check", "--json").out) == []


def test_a_restore_with_later_changes_of_the_index(run: Run, named: Path) -> None:
    """What these changed of the archive itself is so again."""
    place = run("backup", "stick").out.strip()
    run("configure", "--name", "Newer")
    named.unlink()

    done = run("restore", "--from", place, "--yes")

    assert done.code == 0
    assert "Newer" in json.dumps(tables(named)["history"]["5"])
    assert said(named)["name"] == "Newer"
    assert said(named)["organisations"] == NAMES
