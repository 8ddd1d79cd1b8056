"""Nothing found: which words the archive has not, and what is nearest to them.

- forms of a word and typing errors, in every script, as the statements write them
- values of a field; words that are there, but not together
- a value of several words without its quotes, found or not, in every command
- nothing of it is loaded where something is found
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import unmeasured

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

TEXTS = (
    ("Two arrested", "The arrest of Élan, and of a second one."),
    ("Arrest", "សិទ្ធិមនុស្ស និង\u200bការ\u200bបញ្ចេញ\u200bមតិ"),
    ("ສິດທິມະນຸດ", "กรุงเทพมหานคร เสรีภาพในการแสดงออก"),
    ("言論の自由", "新闻自由 လွတ်လပ်စွာ ထုတ်ဖော်ပြောဆိုခွင့်"),
)
PROGRAMS = ("Khmer Rivers Network", "Khmer Rivers Network", "CLEC", "Khmer")
STATEMENTS = [
    {"title": title, "text": text, "program": program, "tags": ["land rights"]}
    for (title, text), program in zip(TEXTS, PROGRAMS, strict=True)
]


@pytest.fixture
def _filled(run: Run, home: Path) -> None:
    run("init", ".")
    dated = [{"date": "2012", **each} for each in STATEMENTS]
    run("import", "-", stdin=json.dumps(dated))
    assert home.is_dir()


NEAR = (
    ("arrests", "None has 'arrests'; near it: arrest (2), arrested (1)."),
    ("Elam", "None has 'Elam'; near it: élan (1)."),
    ("qrrested", "None has 'qrrested'; near it: arrested (1)."),
    ("zebra", "None has 'zebra'."),
    ("2213", "None has '2213'."),
    ("សិទិ្ធមនុស", "None has 'សិទិ្ធមនុស'; near it: សិទ្ធិមនុស្ស (1)."),
    ("បញ្ចេញអ្វី", "None has 'បញ្ចេញអ្វី'; of it there are: បញ្ចេញ (1)."),
    ("เสรีภาบในการ", "None has 'เสรีภาบในการ'; near it: เสรีภาพในการ (1)."),
    ("ສິດທີມະນຸດ", "None has 'ສິດທີມະນຸດ'; near it: ສິດທິມະນຸດ (1)."),
    ("ထုတ်ဖောပြောဆို", "None has 'ထုတ်ဖောပြောဆို'; near it: ထုတ်ဖော်ပြောဆို (1)."),
    ("新闻白由", "None has '新闻白由'; near it: 新闻自由 (1)."),
    ("title:second", "None has title:'second'."),
    ("program:CLEK", "None has issuer:CLEK; near it: CLEC (1)."),
    ("tag:land", 'None has tag:land; near it: "land rights" (4).'),
    ("type:Letter", 'None has type:Letter; there are: "Joint Statement" (4).'),
    (
        "arrested 新闻",
        "All of it is there, but not in one statement: 'arrested' (1), '新闻' (1).",
    ),
)


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(("query", "told"), NEAR, ids=[query for query, _ in NEAR])
def test_what_is_there_instead(run: Run, query: str, told: str) -> None:
    done = run("search", query)

    assert (done.code, done.out) == (0, "")
    assert done.err == f"No statement matches. {told} See all: mediarel list\n"


@pytest.mark.usefixtures("_filled")
def test_of_an_option(run: Run) -> None:
    """As it is typed in a query; and in what needs a statement as well."""
    listed = run("list", "--program", "Klec", "--tag", "land right")
    edited = run("edit", "arrests", "--title", "x")

    assert "None has issuer:Klec; near it: CLEC (1)." in listed.err
    assert 'None has tag:"land right"; near it: "land rights" (4).' in listed.err
    assert edited.code == 3
    assert "None has 'arrests'; near it: arrest (2), arrested (1). " in edited.err


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(
    ("words", "command"),
    [
        (
            ["program:Khmer Rivers Network", "--year", "2012"],
            ["--year", "2012", 'program:"Khmer Rivers Network"'],
        ),
        (
            ["arrest", "program:khmer", "rivers", "network", "text:second"],
            ['arrest program:"khmer rivers network" text:second'],
        ),
        (["tag:land", "OR", "rights"], None),
        (['program:"Khmer"', "Rivers"], None),
        (["program:Khmer", "言論"], None),
        (["program:CLEC (Khmer)"], None),
    ],
)
def test_a_value_without_quotes(
    run: Run, words: list[str], command: list[str] | None
) -> None:
    """Whether its first word finds something or not, if the whole is a value."""
    done = run("list", *words)

    told = [line for line in done.err.splitlines() if "needs quotes: " in line]
    if command is None:
        assert told == []
    else:
        again = shlex.split(told[0].partition("needs quotes: ")[2])
        assert again == ["mediarel", "list", *command]
        assert run(*again[1:]).out


QUOTED = (
    ("show program:khmer rivers network", "show 'program:\"khmer rivers network\"'"),
    (
        "export program:Khmer Rivers Network --format csv",
        "export --format csv 'program:\"Khmer Rivers Network\"'",
    ),
    (
        "remove program:Khmer Rivers Network --yes",
        "remove --yes 'program:\"Khmer Rivers Network\"'",
    ),
    (
        "edit tag:land rights --title x",
        "edit --title x 'tag:\"land rights\"'",
    ),
    ("search tag:land rights", "search 'tag:\"land rights\"'"),
    (
        "list --program Khmer Rivers Network --year 2012",
        "list --program 'Khmer Rivers Network' --year 2012",
    ),
    ("search arrest --tag land rights", "search arrest --tag 'land rights'"),
    ("search --tag=land rights", "list '--tag=land rights'"),
    ("edit 3 --program Any New Name", "edit 3 --program 'Any New Name'"),
    ("edit 3 --add-tag land rights --yes", "edit 3 --add-tag 'land rights' --yes"),
    ("edit --tag land rights 3", "edit --tag 'land rights' 3"),
    ("edit arrest --tag land rights --yes", "edit arrest --tag 'land rights' --yes"),
)


@pytest.mark.usefixtures("_filled")
@pytest.mark.parametrize(("typed", "command"), QUOTED, ids=[each for each, _ in QUOTED])
def test_quotes_in_the_same_command(run: Run, typed: str, command: str) -> None:
    """Each tells itself with them, with its options, and does nothing else."""
    before = run("export", "--format", "json").out

    done = run(*shlex.split(typed))

    assert done.err.endswith(f" of several words needs quotes: mediarel {command}\n")
    assert run("export", "--format", "json").out == before


@pytest.mark.usefixtures("_filled")
def test_a_value_that_has_quotes(run: Run) -> None:
    """They are not told within others of the same kind."""
    run("edit", "1-4", "--type", 'a "b"', "--yes")

    assert 'there are: “a "b"” (4).' in run("list", "--type", "zz").err


@pytest.mark.usefixtures("_filled")
def test_where_something_is_found() -> None:
    """It costs nothing there."""
    program = (
        "import sys; from mediarel.cli.app import run; run(['search', 'arrest']);"
        "sys.exit(any('suggestions' in m or 'nothing' in m or 'rapidfuzz' in m"
        " for m in sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], check=False, env=unmeasured()
    )

    assert done.returncode == 0


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ["call for her immediate release", "--year=2012"],
            "mediarel quote --year 2012 'call for her immediate release'",
        ),
        (
            ['"they call for his release now"'],
            "mediarel quote 'they call for his release now'",
        ),
        (["អង្គការសង្គមស៊ីវិលមិនគាំទ្រការបណ្តេញចេញ"], "mediarel quote 'អង្គការ"),
    ],
)
def test_a_sentence_may_be_quoted(run: Run, words: list[str], told: str) -> None:
    """Where none has all of it: whether it was said nearly so."""
    done = run("search", *words)

    assert "To see whether it was nearly said: " in done.err
    assert told in done.err


@pytest.mark.parametrize(
    "words",
    [["her release"], ["a b c d title:e"], ["a b c d OR e"], ["a b c d -e f g"]],
)
def test_what_is_no_sentence_is_not_quoted(run: Run, words: list[str]) -> None:
    """Few words, or what is of the query language."""
    assert "quote" not in run("search", *words).err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("line", "meant"),
    [
        (("list", "5", "6"), "show 5,6"),
        (("search", "5-7"), "show 5-7"),
        (
            ("export", "3", "--public", "--format=json"),
            "export --public --format=json id:3",
        ),
        (("export", "5-7", "--format", "csv"), "export --format csv id:5..7"),
    ],
)
def test_ids_where_words_belong(run: Run, line: tuple[str, ...], meant: str) -> None:
    """How to name statements by ids is told, and works as it stands."""
    done = run(*line)

    assert f"To name statements by their ids: mediarel {meant}\n" in done.err
    assert run(*meant.split()).code == 0


@pytest.mark.usefixtures("store")
def test_what_may_be_a_year_is_no_id(run: Run) -> None:
    assert "by their ids" not in run("export", "1999", "--format=csv").err
    assert "by their ids" not in run("list", "5", "sonando").err


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("khmer", "Give its code: --missing km."),
        ("Français", "Give its code: --missing fr."),
        ("everything", "Give the language that is missing: --missing km."),
    ],
)
def test_a_language_by_its_name(run: Run, given: str, told: str) -> None:
    """Its code is told, where it is known."""
    done = run("list", "--missing", given)

    assert (done.code, done.err.splitlines()[-1]) == (2, f"Hint: {told}")
