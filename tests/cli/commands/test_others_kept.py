"""Test that `repair` and `restore` keep tables of other programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from archives import content
from conftest import Run
from mediarel.store import FORM
from repairs import kept, repaired
from tampering import tamper

ARCHIVE = {"1": {"form": FORM, "name": "My archive"}}
OTHERS: dict[str, Any] = {
    "archive": ARCHIVE,
    "organisations": {"CLEC": {"b": 1}, "1": "x", "2": [1, {"c": "é"}]},
    "empty": {},
}


@pytest.fixture
def store(store: Path) -> Path:
    """Return a store with tables of other programs."""
    store.write_text(json.dumps({**content(store), **OTHERS}, indent=2), "utf-8")
    return store


def others(store: Path) -> dict[str, Any]:
    tables = content(store)
    tables["archive"]["1"].pop("last_change", None)
    return {n: t for n, t in tables.items() if n in OTHERS}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("indent", [None, 2, 4])
def test_repair_keeps_other_tables_of_a_truncated_file(
    run: Run, store: Path, indent: int | None, encoding: str
) -> None:
    """The table at the cut is lost, and `repair` reports the loss."""
    tables = {**OTHERS, **content(store), "notes": {"1": {"a": "b"}}}
    text = json.dumps(tables, indent=indent)
    store.write_bytes(text[:-8].encode(encoding))

    done = repaired(run, store)

    assert others(store) == OTHERS
    assert "Lost: table notes (can't be read)" in done.err.splitlines()


@pytest.mark.parametrize("left", [b"", b"{"])
def test_repair_takes_tables_from_a_backup(run: Run, store: Path, left: bytes) -> None:
    place = Path(run("backup").out.strip())
    store.write_bytes(left)

    told = repaired(run, store).err.splitlines()

    assert others(store) == OTHERS
    assert (
        f"Taken from the backup {place.name}: table {', '.join(sorted(OTHERS))}" in told
    )


def test_repair_reports_the_loss_of_the_whole_history(run: Run, store: Path) -> None:
    tables: dict[str, Any] = content(store)
    tables["history"] = [*tables["history"].values()]
    store.write_text(json.dumps(tables, indent=2), "utf-8")

    told = repaired(run, store).err.splitlines()

    assert "Lost: table history (is not an object)" in told


def test_repair_prefers_tables_of_the_file_to_a_backup(run: Run, store: Path) -> None:
    run("backup")
    tamper(store, lambda tables: tables["organisations"].update(new={}))
    store.write_bytes(
        store.read_bytes().replace(b'"statements": {', b'"statements": [')
    )

    repaired(run, store)

    assert others(store)["organisations"] == {**OTHERS["organisations"], "new": {}}


@pytest.mark.parametrize("left", [None, b"", b"{"])
def test_restore_takes_other_tables_from_the_file(
    run: Run, store: Path, left: bytes | None
) -> None:
    place = run("backup", "stick").out.strip()
    if left is None:
        store.unlink()
    else:
        store.write_bytes(left)

    done = run("restore", "--from", place, "--yes", "--archive", str(store))

    assert done.code == 0, done.err
    assert others(store) == OTHERS


@pytest.mark.parametrize("indent", [None, 2])
def test_damaged_archive_of_a_newer_version_is_not_changed(
    run: Run, store: Path, indent: int | None
) -> None:
    place = run("backup", "stick").out.strip()
    tables = content(store)
    tables["archive"]["1"]["form"] = FORM + 1
    store.write_text(json.dumps(tables, indent=indent)[:-3], "utf-8")
    before = store.read_bytes()

    for command in ("list", "check", "repair --yes", f"restore --from {place} --yes"):
        done = run(*command.split())

        assert done.code == 1
        assert f"newer mediarel (format version {FORM + 1}" in done.out + done.err
        assert "Update mediarel" in done.err
        assert "no damage" not in done.err
    assert (store.read_bytes(), kept(store)) == (before, [])
