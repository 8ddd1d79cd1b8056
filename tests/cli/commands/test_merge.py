"""Test `mediarel merge` and `mediarel remove`."""

import json
from pathlib import Path
from typing import Any

import pytest

from archives import opened, statements, unchanged
from conftest import Run, Screen
from mediarel.archive.lookup import get_by_id
from mediarel.archive.merge import merge
from mediarel.archive.session import ChangedMeanwhileError, open_session
from mediarel.model.digests import checksum

MERGE = ("merge", "6", "7", "--yes")


def told(run: Run, number: int) -> dict[str, Any]:
    (found,) = json.loads(run("show", str(number), "--format=json").out)
    return dict(found)


def uuid_of(path: Path, number: int) -> str:
    return str(statements(path)[str(number)]["uuid"])


def test_conflict_without_answer_is_refused(run: Run, store: Path) -> None:
    """The error message shows both values and a command with the answers."""
    before = store.read_bytes()

    done = run("merge", "6", "7", "--keep", "text=7")

    assert (done.code, done.out, store.read_bytes()) == (1, "", before)
    assert "  date, 6 or 7: 2012-[-11-15-]{+12-10+}\n" in done.err
    assert "  dateline: {+Phnom Penh, December 8, 2012+}\n" in done.err
    assert "Error: statements 6, 7 have different values in date\n" in done.err
    assert "mediarel merge 6 7 --keep text=7 --keep date=6 --yes\n" in done.err


def test_keep_chooses_value_and_yes_chooses_the_others(run: Run, store: Path) -> None:
    before = statements(store)

    done = run(*MERGE, "--keep", "date=7")

    assert done.code == 0
    assert "The statements differ. Kept: text of statement 6." in done.err
    assert done.err.endswith("Merged 7 into 6. To undo: mediarel undo\n")
    assert "6\tdate\t2012-11-15\t2012-12-10\n" in done.out
    now = statements(store)
    assert "7" not in now
    assert (now["6"]["date"], now["6"]["text"]) == ("2012-12-10", before["6"]["text"])
    assert now["6"]["merged"] == [before["7"]["uuid"]]
    assert "all is well" in run("check").err


@pytest.mark.usefixtures("store")
def test_content_of_a_hidden_statement_stays_hidden(run: Run) -> None:
    """A user may choose to publish it. Then mediarel warns."""
    text = "The police took Zaqorel Wimbush from his house."
    run("edit", "7", "--text", text, "--date=2012-11-15", "--status=draft")
    public = ("export", "--public", "--format=json")
    keep = ("--keep", "text=7")

    assert "--keep status=7 --yes" in run("merge", "6", "7", *keep).err
    done = run(*MERGE, *keep)
    assert (done.code, "6\tstatus\t\tdraft\n" in done.out) == (0, True)
    assert text not in run(*public).out
    run("undo", "--yes")
    done = run(*MERGE, *keep, "--keep", "status=6")
    assert "Warning: statement 7 is a draft, but the public will see" in done.err
    assert text in run(*public).out
    run("undo", "--yes")
    run("edit", "7", "--embargo=2090-01-01T00:00Z", "--silent")
    run("edit", "6", "--embargo=2080-01-01T00:00Z", "--silent")
    done = run(*MERGE, *keep, "--keep", "status=6")
    assert "6\tembargo\t2080-01-01T00:00:00Z\t2090-01-01T00:00:00Z\n" in done.out


def test_terminal_asks_about_each_conflict(screen: Screen, store: Path) -> None:
    before = statements(store)
    answers = (
        ("Keep the date of statement (6/7) [6]: ", "8\r"),
        ("Keep the date of statement (6/7) [6]: ", "7\r"),
        ("Keep the text of statement (6/7) [6]: ", "\r"),
        ("Merge 7 into 6? [y/N]: ", "y\r"),
    )

    done = screen("merge", "6", "7", answers=answers)

    assert done.code == 0
    assert "'8' is not one of the IDs" in done.out
    now = statements(store)["6"]
    assert (now["date"], now["text"]) == ("2012-12-10", before["6"]["text"])


def test_undo_and_redo_of_a_merge(run: Run, store: Path) -> None:
    before = statements(store)
    run("merge", "6", "7", "8", "--yes")
    merged = statements(store)

    removed = run("list", "--removed")
    undone = run("undo", "--yes")
    back = statements(store)
    again = run("redo", "--yes")

    assert removed.out == ""
    assert (undone.code, again.code) == (0, 0)
    assert back["6"].pop("modified") >= before["6"].pop("modified")
    assert {n: checksum(each) for n, each in back.items()} == {
        n: checksum(each) for n, each in before.items()
    }
    assert statements(store)["6"]["merged"] == merged["6"]["merged"]
    assert "all is well" in run("check").err


def test_merged_id_leads_to_the_remaining_statement(run: Run, store: Path) -> None:
    """Statement 7 is merged into 6, and 6 into 4."""
    run(*MERGE)
    run("merge", "4", "6", "--yes")

    shown = run("show", "7")
    edited = run("edit", "7", "--add-tag=land")
    logged = run("log", "7")

    assert (shown.code, shown.out.splitlines()[0]) == (0, "id\t4")
    assert "Statement 7 was merged into 6, then 4." in shown.err
    assert edited.code == 3
    assert "Error: statement 7 was merged into 6, then 4: " in edited.err
    assert "Use that statement: mediarel show 4 – to undo" in edited.err
    assert "\tmerged 7 into 6; changed" in logged.out
    assert uuid_of(store, 4) in run("list", "id:4", "--format=json").out


def test_restoring_a_merged_statement_ends_the_merge(run: Run, store: Path) -> None:
    """The other statement keeps the merged values."""
    uuid = uuid_of(store, 7)
    run(*MERGE, "--keep", "date=7")

    done = run("restore", "7")

    now = statements(store)
    assert done.code == 0
    assert (now["7"]["uuid"], now["6"]["date"]) == (uuid, "2012-12-10")
    assert "merged" not in now["6"]
    assert "all is well" in run("check").err
    assert run("undo", "--yes").code == 0
    assert statements(store)["6"]["merged"] == [uuid]


def test_restored_version_from_before_the_merge(run: Run, store: Path) -> None:
    uuid = uuid_of(store, 7)
    run(*MERGE, "--keep", "date=7")

    done = run("restore", "6", "--at=1")
    after = statements(store)["6"]
    run("undo")

    assert done.code == 0
    assert after["date"] == "2012-11-15"
    assert "merged" not in after
    assert "all is well" in run("check").err
    assert statements(store)["6"]["merged"] == [uuid]


def test_import_recognises_a_merged_uuid(run: Run, store: Path, home: Path) -> None:
    """A file older than the merge adds nothing, in this archive and in a copy."""
    uuid = uuid_of(store, 7)
    run("export", "id:7", "--output=before.json")
    run(*MERGE)
    run("export", "--output=after.json")
    run("init", "other")

    here = run("import", "before.json", "--update", "--yes")
    there = run("import", "after.json", "--archive=other")
    again = run("import", "before.json", "--archive=other", "--update", "--yes")
    both = run("import", "after.json", "before.json", "--archive=other")

    assert "Nothing added. Already in the archive: 1 statement." in here.err
    assert "Added 8 statements" in there.err
    assert "Nothing added. Already in the archive: 1 statement." in again.err
    assert "Nothing added. Already in" in both.err
    found = json.loads(run("list", f"merged:{uuid}", "--format=json").out)
    assert [(each["id"], each["merged"]) for each in found] == [(6, [uuid])]
    kept = statements(home / "other" / "data" / "statements.json").values()
    assert [each["merged"] for each in kept if "merged" in each] == [[uuid]]


def test_statement_changed_after_the_question_is_refused(store: Path) -> None:
    with opened(store) as archive:
        seen = get_by_id(archive, [6, 7])
        archive.edit([7], lambda _: {"title": "Another"})
        with (
            open_session(archive, "merge") as session,
            pytest.raises(ChangedMeanwhileError),
        ):
            merge(session, [6, 7], {}, expected=seen)

        assert [each.id for each in archive.get([6, 7])] == [6, 7]


def ids(store: Path) -> list[int]:
    """Return the IDs in the store."""
    return [int(number) for number in statements(store)]


def test_undo_restores_removed_statements(run: Run, store: Path) -> None:
    done = run("remove", "3", "5", "--yes")
    gone = ids(store)
    refused = run("undo")
    run("undo", "--yes")

    lines = done.err.splitlines()
    assert (done.code, done.out) == (0, "")
    assert lines[0] == "Remove 2 statements:"
    assert lines[-1] == "Removed statements 3, 5. To undo: mediarel undo"
    assert gone == [1, 2, 4, 6, 7, 8, 9]
    assert refused.code == 2
    assert "without a terminal: Undo this change to 2 statements?" in refused.err
    assert ids(store) == [1, 2, 3, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("answer", "code", "left"), [("y\r", 0, 8), ("n\r", 1, 9), ("\x03", 130, 9)]
)
def test_terminal_asks_before_a_removal(
    store: Path, screen: Screen, answer: str, code: int, left: int
) -> None:
    done = screen("remove", "3", answers=(("Remove 1 statement? [y/N]: ", answer),))

    assert done.code == code
    assert done.out.startswith("Remove 1 statement:\n  3  2012-07-16  CLEC  The und")
    assert len(ids(store)) == left


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["3"], 2), ([""], 2), (["zebra", "-y"], 3), (["99", "-y"], 3), ([], 2)],
)
def test_wrong_arguments_are_refused(
    run: Run, store: Path, arguments: list[str], code: int
) -> None:
    with unchanged(store):
        done = run("remove", *arguments)

    assert (done.code, done.out) == (code, "")
    assert done.err.splitlines()[-2].startswith("Error: ")


@pytest.mark.usefixtures("store")
def test_a_complete_text_is_not_lost_behind_an_excerpt(run: Run) -> None:
    """An excerpt counts as a part of any longer text, but here it isn't."""
    usual = ("add", "--date=2013-05-03", "--program=CLEC", "--allow-duplicate")
    run(*usual, "--title=One", f"--text={'We ask the court to free all of them. ' * 3}")
    run(*usual, "--title=One", "--text=The minister must go today, say …", "--excerpt")
    run(*usual, "--title=One", "--text=The minister must go today")

    done = run("merge", "10", "11", "12", "--yes")

    assert "text" in done.err
    assert "10 or 12" in done.err
