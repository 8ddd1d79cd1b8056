"""Test `mediarel init` and `mediarel schema`."""

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from conftest import Run, Screen, refused
from mediarel.model.statement import Statement
from mediarel.store import FORM
from mediarel.store.json_schema import export_schema, json_schema
from samples import EVERY
from strategies import statements


def test_init_creates_an_empty_archive(run: Run, home: Path) -> None:
    done = run("init", "deep/er")

    assert (done.code, done.out) == (0, "deep/er/data/statements.json\n")
    assert json.loads((home / done.out.strip()).read_bytes()) == {
        "archive": {"1": {"form": FORM}},
        "statements": {},
        "history": {},
        "checksums": {},
    }


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_init_replaces_nothing(run: Run, home: Path, kind: str) -> None:
    path = home / "data" / "statements.json"
    path.parent.mkdir()
    path.mkdir() if kind == "folder" else path.symlink_to("nowhere")
    before = os.lstat(path).st_mtime_ns, os.lstat(path).st_ino

    assert refused(run("init"), 1) == "Error: data/statements.json already exists"
    assert (os.lstat(path).st_mtime_ns, os.lstat(path).st_ino) == before


USUAL = ("--program=Ligue", "--type=Open Letter", "--language=fr")


def fields(run: Run, archive: str, number: int) -> tuple[str, str, str]:
    """Return issuer, type and language of a statement."""
    shown = run("show", str(number), "--format=json", "--archive", archive).out
    (statement,) = json.loads(shown)
    return statement["program"], statement["type"], statement["language"]


@pytest.mark.parametrize("kind", ["file", "server"])
def test_new_statements_have_the_usual_values(
    run: Run, kind: str, request: pytest.FixtureRequest
) -> None:
    place = "new" if kind == "file" else request.getfixturevalue("address")
    assert run("init", place, *USUAL).code == 0

    done = run("add", "--date=2012", "--title=Xyz", "--archive", place)
    other = ("--program=B", "--type=Report", "--language=de")
    run("add", "--date=2013", "--title=Abc", "--archive", place, *other)

    assert done.code == 0
    assert "  issuer: Ligue (" in done.err
    assert fields(run, place, 1) == ("Ligue", "Open Letter", "fr")
    assert fields(run, place, 2) == ("B", "Report", "de")
    assert run("check", "--archive", place).code == 0


def test_imports_and_documents_have_the_usual_values(run: Run, home: Path) -> None:
    """If a language can be detected, the usual language is not used."""
    run("init", "new", *USUAL)
    (home / "new.csv").write_text("date,title\n2012-01-02,Xyz\n")
    (home / "new.txt").write_text("Abc def ghi.\n\nThe people of the sea are free.\n")

    imported = run("import", "new.csv", "--archive=new")
    added = run("add", "new.txt", "--date=2013", "--archive=new")

    assert (imported.code, added.code) == (0, 0)
    assert fields(run, "new", 1) == ("Ligue", "Open Letter", "fr")
    assert fields(run, "new", 2) == ("Ligue", "Open Letter", "en")


def test_usual_language_is_not_used_for_a_different_script(
    run: Run, home: Path
) -> None:
    run("init", "new", "--program=Ligue", "--language=km")
    (home / "new.csv").write_text("date,title\n2012-01-02,Xyz\n2012-01-03,Abc។ ក\n")

    run("import", "new.csv", "--archive=new")

    assert [fields(run, "new", number)[2] for number in (1, 2)] == ["und", "km"]


def test_terminal_asks_for_name_and_usual_values(screen: Screen, home: Path) -> None:
    answers = (
        ("Name of the archive: ", "Ours\r"),
        ("Usual issuer: ", "Ligue\r"),
        ("Usual type, such as Press Release: ", "\r"),
        ("Usual language, such as en or km: ", "French\r"),
        ("Usual language, such as en or km: ", "fr\r"),
    )

    done = screen("init", "new", answers=answers)

    tables = json.loads((home / "new" / "data" / "statements.json").read_bytes())
    usual = {"program": "Ligue", "language": "fr"}
    assert done.code == 0
    assert tables["archive"]["1"]["name"] == "Ours"
    assert "Created an archive. Next: cd new" in done.out
    assert tables["archive"]["1"]["usual"] == usual


@pytest.mark.parametrize("kind", ["file", "server"])
def test_usual_values_can_be_changed_and_undone(
    run: Run, kind: str, request: pytest.FixtureRequest
) -> None:
    place = "new" if kind == "file" else request.getfixturevalue("address")
    there = ("--archive", place)
    run("init", place, "--type=Report", "--language=EN")

    options = ("--usual=program=Ligue", "--usual=language=KH", "--usual=type=")
    done = run("configure", *options, *there)
    run("add", "--date=2012", "--title=Xyz", *there)
    checked = run("check", *there)
    run("undo", *there)
    undone = run("undo", *there)
    run("add", "--date=2012", "--title=Xyz", "--program=B", *there)

    told = "Usual values of new statements: program Ligue, language km."
    assert told in done.err
    assert checked.code == 0
    assert "usual" not in checked.out
    assert "the archive's usual values" in run("log", *there).out
    assert undone.code == 0
    assert fields(run, place, 2) == ("B", "Report", "en")


VALIDATOR = Draft202012Validator(export_schema())


@pytest.mark.usefixtures("home")
def test_schema_of_an_archive(run: Run) -> None:
    """The command works without an archive."""
    done = run("schema")

    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == json_schema()
    assert "…" in done.out


@pytest.mark.usefixtures("store")
def test_export_matches_its_schema(run: Run) -> None:
    schema = json.loads(run("schema", "--of=export").out)
    Draft202012Validator.check_schema(schema)
    of_list, of_line = (Draft202012Validator(e) for e in (schema, schema["items"]))

    of_list.validate(json.loads(run("export", "--format=json").out))
    lines = run("export", "--format=jsonl").out.splitlines()
    assert len(lines) == 9
    for line in lines:
        of_line.validate(json.loads(line))


@settings(max_examples=100 // EVERY)
@given(statements)
def test_any_statement_matches_the_schema(one: Statement) -> None:
    VALIDATOR.validate([one.to_json()])
