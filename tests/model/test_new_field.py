"""What becomes of a field that is added: one entry in the table, and all follows.

In a copy of the source two fields are entered that nobody thought of, and the
program of that copy is run on an archive with a history that today's program made.

- undo, redo, restore, check and repair do what they did
- the options are there; what they set is kept, shown, found, exported and read back
- the query, the index, completion and the JSON Schema know the fields
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Program = Callable[..., str]

SOURCE = Path(__file__).parents[2] / "src"
BELOW = ")\n\n# What the archive itself sets"
ENTRIES = """\
    Field(
        "institutions",
        LINES,
        "Whom it speaks to.",
        singular="institution",
        example="Parliament",
        help="Whom it speaks to; once for each.",
        add_help="One more whom it speaks to.",
        drop_help="One to whom it does not speak.",
        term="words",
        weight=1,
    ),
    Field(
        "campaign",
        LINE,
        "The campaign it belongs to.",
        example="Homes",
        help="The campaign it belongs to.",
        term="value",
    ),
"""
NEW = {"institutions": ["the Parliament", "UNESCO"], "campaign": "Homes first"}
OPTIONS = (
    *("--institution=the Parliament", "--institution=UNESCO"),
    "--campaign=Homes first",
)


@pytest.fixture(scope="session")
def later_source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the source with two fields more."""
    copy = tmp_path_factory.mktemp("later") / "src"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    table = copy / "mediarel" / "model" / "fields.py"
    text = table.read_text("utf-8")
    assert text.count(BELOW) == 1
    table.write_text(text.replace(BELOW, ENTRIES + BELOW), "utf-8")
    return copy


def program(source: Path, home: Path) -> Program:
    """Return what runs the program of `source` and returns its output."""

    def run(*arguments: str, code: int = 0, **variables: str) -> str:
        surroundings = {
            **{k: v for k, v in os.environ.items() if not k.startswith("MEDIAREL")},
            "PYTHONPATH": str(source),
            "HOME": str(home),
            "MEDIAREL_USER": "sok",
            "XDG_CACHE_HOME": str(home / "cache"),
            "COLUMNS": "100",
            "XDG_CONFIG_HOME": str(home / "config"),
            **variables,
        }
        done = subprocess.run(
            [sys.executable, "-m", "mediarel", *arguments],
            cwd=home,
            env=surroundings,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, arguments) == (code, arguments), done.stderr
        return done.stdout

    return run


@pytest.fixture
def today(tmp_path: Path) -> Program:
    return program(SOURCE, tmp_path)


@pytest.fixture
def later(tmp_path: Path, later_source: Path, today: Program) -> Program:
    """Return the later program, in a folder with an archive of today's."""
    today("init")
    for day, word in (("01", "water"), ("02", "land"), ("03", "homes")):
        today("add", f"--date=2012-07-{day}", "--program=CLEC", f"--text=On {word}.")
    today("edit", "2", "--add-tag=land", "--signatory=Licadho")
    today("edit", "2", "--title=On the land")
    today("remove", "3", "--yes")
    today("undo")
    today("add", "--date=2012", "--program=STT", "--title=Of the year")
    today("list")
    return program(later_source, tmp_path)


def of_today(later: Program, *ids: str) -> list[dict[str, Any]]:
    """Return the statements as today's fields tell them."""
    told = json.loads(later("show", *ids, "--format=json"))
    return [
        {k: v for k, v in each.items() if k not in {*NEW, "modified"}} for each in told
    ]


def test_the_archive_is_what_it_was(later: Program, today: Program) -> None:
    assert later("list") == today("list")
    assert later("log") == today("log")
    assert later("show", "2") == today("show", "2")
    assert of_today(later, "1", "2", "3", "4") == of_today(today, "1", "2", "3", "4")


def test_check_finds_nothing_new(later: Program, today: Program) -> None:
    """Neither a rule nor a digest nor a checksum is broken."""
    assert json.loads(later("check", "--json")) == json.loads(today("check", "--json"))


def test_what_was_added_is_undone_and_done_again(later: Program) -> None:
    """Though what was added said nothing of the new fields."""
    before = of_today(later, "4")
    later("undo")
    later("show", "4", code=3)
    later("redo")

    assert of_today(later, "4") == before


def test_what_was_removed_before_comes_back(later: Program, today: Program) -> None:
    """A removal keeps the whole statement, as it was without the fields."""
    before = of_today(today, "1")
    today("remove", "1", "--yes")
    later("undo")

    assert of_today(later, "1") == before
    later("check")


def test_restore_at_leads_back(later: Program) -> None:
    """To what change 4 made of it, which was before it had a title."""
    later("edit", "2", *OPTIONS)
    later("restore", "2", "--at=4", "--yes")

    told = json.loads(later("show", "2", "--format=json"))[0]
    assert (told["title"], told["tags"]) == (None, ["land"])
    assert (told["institutions"], told["campaign"]) == ([], None)


def test_undo_gives_back_what_it_said(later: Program) -> None:
    """A change of the new fields is taken back like any other."""
    before = of_today(later, "2")
    later("edit", "2", *OPTIONS, "--title=Else")
    later("undo")

    told = json.loads(later("show", "2", "--format=json"))[0]
    assert (told["institutions"], told["campaign"]) == ([], None)
    assert of_today(later, "2") == before
    later("check")


def test_repair_saves_what_it_saved(
    later: Program, today: Program, tmp_path: Path
) -> None:
    """Of a file that is cut off, both save the same, and both find it whole then."""
    whole = (tmp_path / "data" / "statements.json").read_bytes()
    saved = []
    for run, name in ((today, "a"), (later, "b")):
        place = tmp_path / name / "statements.json"
        place.parent.mkdir()
        place.write_bytes(whole[: len(whole) * 2 // 5])
        run("repair", f"--archive={place}", "--yes")
        run("check", f"--archive={place}")
        told = json.loads(run("export", f"--archive={place}", "--format=json"))
        saved.append([{k: v for k, v in s.items() if k not in NEW} for s in told])

    assert saved[0] == saved[1]
    assert [each["id"] for each in saved[0]]


def test_the_options_are_there(later: Program) -> None:
    add, edit = later("add", "--help"), later("edit", "--help")

    for option, line in (
        ("--institution ", "Whom it speaks to; once for each."),
        ("--campaign ", "The campaign it belongs to."),
    ):
        assert [option in each and line in each for each in (add, edit)] == [True, True]
    assert "--add-institution " in edit
    assert "--drop-institution " in edit
    assert "--add-institution " not in add


def test_what_is_set_is_kept_and_shown(later: Program, tmp_path: Path) -> None:
    number = later("add", "--date=2013", "--program=A", "--title=a", *OPTIONS).strip()

    content = json.loads((tmp_path / "data" / "statements.json").read_text("utf-8"))
    assert content["statements"][number].items() >= NEW.items()
    shown = later("show", number).splitlines()
    assert "institutions\tthe Parliament; UNESCO" in shown
    assert "campaign\tHomes first" in shown


def test_edit_changes_a_list_and_clears(later: Program) -> None:
    later("edit", "1", *OPTIONS)
    later("edit", "1", "--add-institution=ILO", "--drop-institution=UNESCO")
    later("edit", "1", "--clear=campaign")

    told = json.loads(later("show", "1", "--format=json"))[0]
    assert told["institutions"] == ["the Parliament", "ILO"]
    assert told["campaign"] is None
    later("edit", "1", "--clear=institution")
    assert json.loads(later("show", "1", "--format=json"))[0]["institutions"] == []


@pytest.mark.parametrize(
    "query",
    [
        *("institution:parliament", "parliament", "institution:unes*", "unesco"),
        *('campaign:"homes first"', "campaign:homes*"),
    ],
)
def test_it_is_found(later: Program, query: str) -> None:
    """By its term, and the words of one that is searched by words by these alone.

    The index that today's program made is not asked.
    """
    later("edit", "1", *OPTIONS)

    assert [line.split("\t")[0] for line in later("list", query).splitlines()] == ["1"]


def test_a_value_is_no_word(later: Program) -> None:
    """What has no weight is found by its term alone; today's `homes` is as before."""
    later("edit", "1", "--campaign=Elsewhere")

    assert later("list", "elsewhere") == ""
    assert later("list", "campaign:homes") == ""


@pytest.mark.parametrize("name", ["csv", "json", "jsonl"])
def test_an_export_is_read_back(later: Program, tmp_path: Path, name: str) -> None:
    later("edit", "1", *OPTIONS)
    later("export", f"--format={name}", f"--output={tmp_path / 'all'}")
    later("init", "copy")
    later("import", "all", "--archive=copy", f"--format={name}")

    read = json.loads(later("list", "parliament", "--archive=copy", "--format=json"))
    assert [{name: each[name] for name in NEW} for each in read] == [NEW]


def test_markdown_has_it_in_front(later: Program) -> None:
    later("edit", "1", *OPTIONS)

    front = later("show", "1", "--format=markdown").partition("\n---\n")[0]
    assert "institutions:\n- the Parliament\n- UNESCO\n" in front
    assert "campaign: Homes first\n" in f"{front}\n"


def test_a_term_without_its_value_is_told(later: Program, today: Program) -> None:
    """Where there is no such term, it is a word that ends in a colon."""
    today("list", "institution:")
    later("list", "institution:", code=2)
    later("list", "campaign:", code=2)


def test_a_value_is_completed(later: Program) -> None:
    later("edit", "1", *OPTIONS)
    line = "mediarel add --campaign H"
    offered = later(_MEDIAREL_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD="3")

    assert offered.strip() == "Homes first"


def test_the_schema_describes_it(later: Program) -> None:
    schema = json.loads(later("schema"))

    told = schema["properties"]["statements"]["patternProperties"]
    (statement,) = told.values()
    assert statement["properties"]["campaign"]["description"] == (
        "The campaign it belongs to."
    )
    assert statement["properties"]["institutions"]["type"] == "array"
