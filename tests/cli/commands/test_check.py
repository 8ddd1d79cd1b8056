"""Test the report of `mediarel check`, and `--explain`."""

import json
import re
from pathlib import Path

import pytest

from archives import unchanged
from conftest import ROOT, Run, Screen, refused
from mediarel.check.finding import KINDS
from tampering import (
    Tables,
    add_12,
    all_of,
    back_up,
    change_place,
    remove_4,
    tamper,
    without_digests,
)

KEYS = ["level", "kind", "place", "message", "hint", "id"]


def test_sound_archive_has_no_findings(run: Run, store: Path) -> None:
    with unchanged(store):
        done = run("check")

    assert (done.code, done.out) == (0, "")
    assert done.err == "9 statements, 1 change: all is well.\n"


def test_error_is_one_line_with_a_hint_and_exit_code_5(run: Run, store: Path) -> None:
    back_up(run)
    tamper(store, change_place)

    done = run("check")

    assert done.code == 5
    assert done.out == (
        "error\tstatement 3\tchanged outside mediarel:"
        ' place "Phnom Penh" is now "Phnom Pen"\n'
    )
    assert done.err == (
        "Hint for statement 3: If the present state is right, record it:"
        " mediarel check --accept – if not, record it, then undo it: mediarel undo\n"
        "9 statements, 2 changes: 1 error.\n"
    )


def test_most_serious_findings_come_first(run: Run, store: Path) -> None:
    def leave_a_gap(tables: Tables) -> None:
        tables["history"]["2"] = tables["history"].pop("1")

    tamper(store, all_of(without_digests, leave_a_gap, remove_4))
    store.chmod(0o444)

    done = run("check")

    levels = [line.split("\t")[0] for line in done.out.splitlines()]
    assert levels == ["error", "warning", "note"]
    *hints, summary = done.err.splitlines()
    named = [hint.partition(": ")[0] for hint in hints]
    assert named == [f"Hint for {p}" for p in ("statement 4", "change 1", store.name)]
    assert summary == "8 statements, 1 change: 1 error, 1 warning, 1 note."


def test_unreadable_store_is_a_finding(run: Run, store: Path) -> None:
    store.write_bytes(store.read_bytes()[:-3])

    done = run("check")

    assert done.code == 5
    assert done.out.startswith("error\tline ")
    assert done.err.endswith("\nThe archive can't be read: 1 error.\n")


def test_json_has_the_same_keys_for_every_finding(run: Run, store: Path) -> None:
    tamper(store, all_of(add_12, remove_4))

    done = run("check", "--json")

    removed, added = json.loads(done.out)
    assert done.code == 5
    assert list(removed) == list(added) == KEYS
    assert (removed["kind"], removed["id"]) == ("removed", 4)
    assert (added["kind"], added["id"]) == ("added", 12)


def test_commands_in_json_hints_name_the_archive(
    run: Run, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write_bytes(store.read_bytes()[:-3])
    command = ("check", "--json", "--archive", str(store))
    monkeypatch.setattr("sys.argv", ["mediarel", *command])

    (finding,) = json.loads(run(*command).out)

    assert f"mediarel repair --archive {store}" in finding["hint"]


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_findings_contain_no_control_characters(
    run: Run, store: Path, options: tuple[str, ...]
) -> None:
    back_up(run)
    evil = "\x1b[2J\u202etahw\nខ្មែរ"
    tamper(store, lambda tables: tables["statements"]["3"].update(place=evil))

    done = run("check", *options)

    assert not {"\x1b", "\u202e"} & set(done.out)
    assert "ខ្មែរ" in done.out
    assert options or len(done.out.splitlines()) == 2


@pytest.mark.usefixtures("store")
def test_more_than_five_findings_of_a_slip_are_summed_up(run: Run) -> None:
    rows = "".join(f"3000-01-0{day},CLEC,On {day}\n" for day in range(1, 8))
    Path("rows.csv").write_text(f"date,issuer,title\n{rows}", encoding="utf-8")
    run("import", "rows.csv", "--yes")

    lines = run("check").out.splitlines()

    assert lines[4] == "warning\tstatement 14\tthe date 3000-01-05 is after today"
    assert lines[5] == "warning\tstatements 15, 16\ta statement has a date after today"


def test_found_kinds_are_explained(run: Run, store: Path) -> None:
    run("edit", "3", "--program=Clec")
    tamper(store, change_place)

    done = run("check", "--explain")

    lines = [line.split("\t") for line in done.out.splitlines()]
    assert done.code == 5
    assert [line[0] for line in lines] == ["changed", "spelling"]
    assert [len(line) for line in lines] == [4, 4]
    assert "mediarel check --fix" in lines[1][3]
    assert done.err.startswith("9 statements, 2 changes: 1 error, 1 warning")


@pytest.mark.parametrize("columns", [40, 100])
def test_kind_is_explained_without_an_archive(screen: Screen, columns: int) -> None:
    done = screen("check", "--explain", "gap", columns=columns)

    assert done.code == 0
    assert done.out.splitlines()[0] == "Finding: gap"
    assert "mediarel restore --from BACKUP" in " ".join(done.out.split())


def test_unknown_kind_is_refused(run: Run) -> None:
    done = run("check", "--explain", "spelings")

    assert "'spelings'" in refused(done, 2)
    assert ", spelling, " in done.err


def test_table_explains_every_kind_in_the_code() -> None:
    code = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "src/mediarel").rglob("*.py"))
        if "publish" not in str(path)
    )
    named = {kind.name for kind in KINDS}

    assert len(named) == len(KINDS)
    assert set(re.findall(r'kind="(\w+)"', code)) <= named
    assert [name for name in named if f'"{name}"' not in code] == []
    assert all(kind.means and kind.matters and kind.to_do for kind in KINDS)


@pytest.mark.usefixtures("store")
def test_several_statements_without_text_have_no_command_for_only_one(run: Run) -> None:
    for title in ("On fish", "On boats"):
        run("add", "--issuer=A", "--date=2012", "--title", title)

    done = run("check")

    assert "statements 10, 11\thave a title, but no text" in done.out
    assert json.loads(run("check", "--json").out)[-1]["hint"] == (
        "If you have the text: mediarel edit ID --text - < FILE"
    )
