"""Test organisations that sign under several names."""

import json
from pathlib import Path
from typing import Any

import pytest

from archives import content
from conftest import Run, refused
from tampering import tamper

LONG = "Community Legal Education Center"
KHMER = "មជ្ឈមណ្ឌលអប់រំច្បាប់សម្រាប់សហគមន៍"
SIGNED: dict[str, list[str]] = {
    "1": ["CLEC", "LICADHO"],
    "2": ["CLEC"],
    "3": [LONG, "LICADHO"],
    "4": [KHMER],
    "5": ["clec", "ADHOC"],
}


@pytest.fixture
def signed(run: Run, store: Path) -> Path:
    """Return the store of an archive with signatories."""
    for number, names in SIGNED.items():
        options = [word for name in names for word in ("--add-signatory", name)]
        assert run("edit", number, *options).code == 0
    return store


def kept(store: Path) -> object:
    return content(store)["archive"]["1"].get("organisations")


def counted(run: Run) -> dict[str, int]:
    """Return the number of signed statements, by name."""
    lines = (line.split("\t") for line in run("signatories").out.splitlines())
    return {name: int(number) for name, number, *_ in lines}


def found(run: Run, query: str) -> list[str]:
    out = run("list", "--sort", "id", query).out
    return [line.split("\t")[0] for line in out.splitlines()]


def test_merged_names_are_counted_and_found_as_one(run: Run, signed: Path) -> None:
    """The statements keep the names as printed."""
    before = content(signed)["statements"]

    done = run("signatories", "merge", "clec", LONG, KHMER)

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        f"clec now also includes: {LONG}; {KHMER}. To undo: mediarel undo\n"
    )
    assert kept(signed) == [["clec", LONG, KHMER]]
    assert content(signed)["statements"] == before
    assert counted(run) == {"clec": 5, "LICADHO": 2, "ADHOC": 1}
    for query in (
        "signatory:CLEC",
        "signatory:legal",
        "signatory:អប់រំ",
        "signatory:cle*",
    ):
        assert found(run, query) == ["1", "2", "3", "4", "5"], query
    assert found(run, "signatory:clec signatory:licadho") == ["1", "3"]
    assert found(run, "signatory:licadho -signatory:center") == []
    assert found(run, "signatory:adhoc OR signatory:licadho") == ["1", "3", "5"]
    assert run("check").code == 0


def test_a_name_is_added_to_an_organisation_with_several_names(
    run: Run, signed: Path
) -> None:
    """The first name is displayed."""
    run("signatories", "merge", "CLEC", LONG)

    same = run("signatories", "merge", "CLEC", LONG)
    more = run("signatories", "merge", KHMER, "center", "clec")
    joined = run("signatories", "merge", KHMER, "CLEC")
    first = run("signatories", "merge", LONG, "CLEC", KHMER)

    assert same.err == "Nothing changed: these names are already merged.\n"
    assert more.code == 3
    assert joined.code == 0
    assert first.code == 0
    assert kept(signed) == [[LONG, "CLEC", KHMER]]
    assert counted(run)[LONG] == 5


def test_a_name_of_another_organisation_is_refused(run: Run, signed: Path) -> None:
    run("signatories", "merge", "CLEC", LONG)
    run("signatories", "merge", "LICADHO", KHMER)
    before = signed.read_bytes()

    done = run("signatories", "merge", "CLEC", KHMER)

    assert 'belong to two organisations: "CLEC" and "LICADHO"' in refused(done, 1)
    assert "mediarel signatories split LICADHO" in done.err
    assert signed.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("merge", "CLEC", "Comunity Legal Education Centre"), f'mean: "{LONG}"'),
        (("merge", "CLEC", "xylophone"), "See who signed: mediarel signatories"),
        (("split", "ADHOC"), "See who signed: mediarel signatories"),
        (("split", "CLEC", "ADHOC"), f'Its names are: "CLEC", "{LONG}"'),
    ],
)
def test_an_unknown_name_is_refused_with_the_known_names(
    run: Run, signed: Path, words: tuple[str, ...], hint: str
) -> None:
    run("signatories", "merge", "CLEC", LONG)
    before = signed.read_bytes()

    done = run("signatories", *words)

    assert words[-1] in refused(done, 3)
    assert done.err.endswith(f"{hint}\n")
    assert signed.read_bytes() == before


def test_split_removes_some_names_or_all(run: Run, signed: Path) -> None:
    """An organisation with one name left is removed."""
    run("signatories", "merge", "CLEC", LONG, KHMER)
    run("signatories", "merge", "LICADHO", "ADHOC")

    first = run("signatories", "split", KHMER, "clec")
    assert kept(signed) == [[LONG, KHMER], ["LICADHO", "ADHOC"]]
    run("undo")
    run("signatories", "split", "CLEC", LONG, KHMER)
    assert kept(signed) == [["LICADHO", "ADHOC"]]
    whole = run("signatories", "split", "adhoc")

    assert first.err.startswith(f"{LONG} now also includes: {KHMER}. ")
    assert whole.err == (
        "These names are now counted separately: LICADHO; ADHOC."
        " To undo: mediarel undo\n"
    )
    assert kept(signed) is None
    assert counted(run)[LONG] == 1


def test_an_import_does_not_merge_names(run: Run, signed: Path, home: Path) -> None:
    run("signatories", "merge", "CLEC", LONG)
    run("init", "other")

    done = run("import", str(signed), "--archive", "other")

    assert done.code == 0
    assert kept(home / "other" / "data" / "statements.json") is None


@pytest.mark.parametrize(
    ("value", "used"),
    [
        (5, 0),
        ({"CLEC": [LONG]}, 0),
        ([["CLEC"]], 0),
        ([["CLEC", LONG], 5], 1),
        ([["CLEC", 5, LONG]], 1),
        ([["CLEC", LONG], ["ADHOC", "clec"]], 1),
        ([["CLEC", f" {LONG}\n"]], 1),
    ],
)
def test_check_reports_invalid_lists_of_names_in_the_file(
    run: Run, signed: Path, value: object, used: int
) -> None:
    """Other commands ignore the invalid lists, and the next change removes them."""
    tamper(signed, lambda tables: tables["archive"]["1"].update(organisations=value))

    found = json.loads(run("check", "--json").out)
    told = [each for each in found if each["kind"] != "unannounced"]
    number = counted(run)["CLEC"]
    run("signatories", "merge", "LICADHO", "ADHOC")
    later: Any = kept(signed)

    assert [(e["level"], e["kind"]) for e in told] == [("warning", "organisations")]
    assert f"with valid lists: {used}" in told[0]["message"]
    assert number == (4 if used else 3)
    assert later == [*([["CLEC", LONG]] * used), ["LICADHO", "ADHOC"]]
    assert "organisations" not in run("check", "--json").out
