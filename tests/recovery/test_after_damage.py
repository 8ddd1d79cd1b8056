"""After damage nothing is forgotten: what a first look would miss.

- an archive whose file is gone, or was emptied, beside its backups
- a backup in which something was changed outside mediarel
- a change to a statement that was changed outside before
- a uuid that is another, and a statement that is there under another id
- ids that only a newer backup tells of; changes of a line that was given up
- what another program writes at the very last moment
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from typing import TYPE_CHECKING, Any

import pytest

from archives import content, draft, opened
from mediarel.errors import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Run


def tamper(path: Path, old: bytes, new: bytes) -> None:
    """Have another program put `new` in the place of the first `old` in a file."""
    data = path.read_bytes()
    assert old in data
    path.unlink()  # a backup may be another name of it
    path.write_bytes(data.replace(old, new, 1))


def backed_up(run: Run, store: Path) -> Path:
    """Return a backup of the store, made by hand."""
    made = run("backup").out.strip()
    kept = store.parent / "backups" / "kept.json"
    shutil.move(made, kept)
    return kept


def test_archive_that_is_gone(run: Run, store: Path) -> None:
    """Every command names the newest backup, and that can be put in its place."""
    run("edit", "3", "--title=Later")
    run("backup")
    before = content(store)
    store.unlink()

    told = run("list").err
    command = told.split("mediarel ", 1)[1].split()
    done = run(*command, "--yes")

    assert f"Hint: Restore a backup: mediarel restore --from {store.parent}" in told
    assert (done.code, done.err.splitlines()[-1]) == (0, "Restored.")
    assert content(store)["statements"] == before["statements"]
    assert run("check").code == 0


def test_archive_that_was_emptied(run: Run, store: Path) -> None:
    """That its backup knows more is an error, and the command in the hint mends it."""
    run("edit", "3", "--title=Later")
    run("backup")
    store.write_text("{}", "utf-8")

    done = run("check", "--json")

    (finding,) = json.loads(done.out)
    assert (done.code, finding["kind"], finding["level"]) == (5, "gap", "error")
    assert "a backup has change 2, which is missing here" in finding["message"]
    command = finding["hint"].split("mediarel ", 1)[1].split()
    assert run(*command, "--yes").code == 0
    assert content(store)["statements"]["3"]["title"] == "Later"
    assert run("add", "--date=2012", "--program=X", "--title=a").out == "10\n"


def test_backup_that_was_changed(run: Run, store: Path) -> None:
    """A check notes it, repair takes nothing of it, and a restore tells it."""
    named = backed_up(run, store).with_name("statements-2026-01-01.json")
    shutil.copyfile(named.with_name("kept.json"), named)
    tamper(named, b"Phnom Penh (July 16", b"Phnom Pen (July 16")

    noted = run("check")
    told = run("restore", "--from", str(named), "--yes").err
    run("undo", "--yes")
    for other in named.parent.iterdir():
        if other != named:
            other.unlink()
    tamper(store, b'"2012-07-16"', b'"2012-07-99"')
    repaired = run("repair", "--yes").err

    assert noted.code == 0
    assert "checksums don't match in this backup: statement 3" in noted.out
    assert "Changed outside mediarel before" in told
    assert "Taken from the backup" not in repaired


def test_change_over_an_outside_change(run: Run, store: Path) -> None:
    """It is told at once, and a check goes on telling until it is accepted."""
    run("edit", "4", "--add-tag=x")
    tamper(store, b"Phnom Penh (July 16", b"Phnom Pen (July 16")

    done = run("edit", "3", "--add-tag=y")

    assert done.code == 0
    assert done.err.startswith("Statement 3 had been changed outside mediarel")
    assert run("check").code == 5
    assert run("check", "--accept").code == 0
    assert run("check").code == 0
    assert run("edit", "3", "--add-tag=z").err.startswith(
        "Changed tags of statement 3."
    )


def test_uuid_that_is_another(run: Run, store: Path) -> None:
    """It can't be accepted, as no undo could bring it back."""
    run("backup")
    uuid = content(store)["statements"]["3"]["uuid"]
    other = uuid[:-1] + ("0" if uuid[-1] != "0" else "1")
    tamper(store, uuid.encode(), other.encode())

    (finding,) = json.loads(run("check", "--json").out)
    accepted = run("check", "--accept", "--yes")

    assert (finding["kind"], finding["level"]) == ("identity", "error")
    assert uuid in finding["hint"]
    assert accepted.code == 5
    tamper(store, other.encode(), uuid.encode())
    assert run("check").code == 0


def test_statement_that_is_there_again(run: Run, store: Path) -> None:
    """What was imported again under a new id does not come back beside it."""
    (store.parent / "all.json").write_text(
        run("export", "--format=json").out, encoding="utf-8"
    )
    run("remove", "5", "--yes")
    run("import", str(store.parent / "all.json"))

    restored = run("restore", "5")

    assert restored.code == 1
    assert "statement 5 is in the archive already, as 10" in restored.err
    assert run("undo", "2", "--yes").code == 1
    assert run("check").code == 0


def test_ids_that_only_a_newer_backup_tells_of(run: Run, store: Path) -> None:
    """They are not given again, where an older backup is put in the place."""
    older = backed_up(run, store)
    run("add", "--date=2012", "--program=X", "--title=ten")
    run("backup")
    store.write_bytes(b"")

    assert run("restore", "--from", str(older), "--yes").code == 0
    assert run("add", "--date=2012", "--program=X", "--title=a").out == "11\n"


def test_changes_of_a_line_that_was_given_up(run: Run, store: Path) -> None:
    """What repair needs not, or what is of another line, it does not take."""
    older = backed_up(run, store)
    for number in range(4):
        run("edit", "1", f"--title=Given up {number}")
    run("backup")
    store.write_bytes(store.read_bytes() + b"}")
    run("restore", "--from", str(older), "--yes")
    history = content(store)["history"]
    store.write_bytes(store.read_bytes() + b"}")
    run("repair", "--yes")

    after = content(store)["history"]
    assert {key: after[key] for key in history} == history
    assert len(after) == len(history) + 1


def test_backup_of_another_line(run: Run, store: Path, home: Path) -> None:
    """Where it is not as it was written, none is taken from behind that."""
    for title in ("One", "Two"):
        run("edit", "1", f"--title={title}")
    run("backup")
    (by_hand,) = (store.parent / "backups").glob("*Z.json")
    tables: dict[str, Any] = content(by_hand)
    tables["history"]["2"]["at"] = "2001-01-01T00:00:00Z"
    by_hand.write_text(json.dumps(tables), "utf-8")
    tables = content(store)
    del tables["history"]["3"]
    tables["statements"]["3"]["date"] = "2012-07-99"
    store.write_text(json.dumps(tables), "utf-8")
    shutil.rmtree(home / "cache")

    assert run("repair", "--yes").code == 0
    assert content(store)["history"]["3"]["command"] == "repair"


def test_highest_number_of_a_change(run: Run, store: Path) -> None:
    """After it none can follow, and nothing is written."""
    tables: dict[str, Any] = content(store)
    tables["history"]["9" * 18] = tables["history"].pop("1")
    store.write_text(json.dumps(tables), "utf-8")
    before = store.read_bytes()

    assert run("add", "--date=2012", "--program=X", "--title=a").code == 1
    assert store.read_bytes() == before


@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_another_program_at_the_last_moment(
    store: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """Before the last step ours is refused; after it the index sees what is there."""
    theirs = store.read_bytes().replace(b"CLEC", b"ADHOC")
    real: Callable[[int], None] = os.fsync
    calls: list[int] = []

    def interrupted(descriptor: int) -> None:
        real(descriptor)
        calls.append(descriptor)
        is_data = not stat.S_ISDIR(os.fstat(descriptor).st_mode)
        if is_data == (moment == "fsync") and (is_data or store.read_bytes() != was):
            store.write_bytes(theirs)

    was = store.read_bytes()
    with opened(store) as archive:
        archive.index.prepare()  # what follows syncs the archive alone
        monkeypatch.setattr(os, "fsync", interrupted)
        if moment == "fsync":
            with pytest.raises(BusyError, match="without the lock"):
                archive.add(draft("Ours."))
            (backup,) = store.parent.glob("backups/*")
            assert backup.read_bytes() == was
        else:
            archive.add(draft("Ours."))
        monkeypatch.undo()
    with opened(store) as archive:
        programs = set(archive.values("program"))

    assert calls
    assert store.read_bytes() == theirs
    assert programs == {"ADHOC"}
