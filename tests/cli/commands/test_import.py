"""Test `mediarel import`: files, their order, and the tables in `examples/`."""

import json
from pathlib import Path

import pytest

from archives import statements, unchanged
from conftest import ROOT, Run, Screen

PAGE = ROOT / "src" / "mediarel" / "sample" / "joint-statements.txt"
USED = f"{PAGE}: 19 of 22 lines used in statements, 3 left out as navigation.\n"


@pytest.fixture
def empty(run: Run, home: Path) -> Path:
    """Return the store of an empty archive in the current folder."""
    assert run("init").out == "data/statements.json\n"
    return home / "data" / "statements.json"


def test_sample_page_has_nine_statements(run: Run, empty: Path) -> None:
    done = run("import", str(PAGE))

    found = statements(empty)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{USED}Added 9 statements: 1 to 9.\n"
    assert [each["date"] for each in found.values()] == sorted(
        each["date"] for each in found.values()
    )
    assert {n: each["place"] for n, each in found.items() if each["place"]} == {
        "2": "Phnom Penh",
        "3": "Phnom Penh",
        "7": "Phnom Penh",
    }
    assert {n: each["dated"] for n, each in found.items() if each["dated"]} == {
        "2": "2012-06-27",
        "3": "2012-07-16",
        "7": "2012-12-08",
        "8": "2013-08-07",
    }
    assert found["3"]["dateline"] == "Phnom Penh (July 16, 2012)"
    assert [n for n, each in found.items() if each["title"]] == ["4"]


def test_second_import_changes_nothing(run: Run, empty: Path) -> None:
    run("import", str(PAGE))

    with unchanged(empty):
        done = run("import", str(PAGE))

    assert (done.code, done.out) == (0, "")
    known = "Nothing added. Already in the archive: 9 statements."
    assert done.err == f"{USED}{known}\n"


@pytest.mark.parametrize("name", ["csv", "json", "jsonl", "listing"])
def test_an_export_from_a_pipe_is_imported(run: Run, empty: Path, name: str) -> None:
    run("init", "other", "--sample")
    exported = run("export", "--format", name, "--archive=other").out

    done = run("import", "-", stdin=exported)

    dates = [each["date"] for each in statements(empty).values()]
    assert done.code == 0
    assert done.err.endswith("Added 9 statements: 1 to 9.\n")
    assert dates == sorted(dates)


BAD = [
    ("", 4, "it is empty"),
    (" \n", 4, "it is empty"),
    (b"\x7fELF\0\0", 4, "it is not text but binary"),
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 4, "line 2: it is not UTF-8"),
    (b"date,program\n2001,\xff\n", 4, "line 2: it is not UTF-8"),
    ("%PDF-1.7\n", 4, "has a format that mediarel can't import"),
    ("<html><p>Land</p></html>", 4, "has no dates"),
    ("<kml><b/></kml>", 4, "has a format"),
    ("[{}", 4, "line 1: is invalid JSON"),
    (
        '[\n{"date": "2001", "program": "A", "text": "b"},\n{"date": 1}]',
        4,
        "statement 2",
    ),
    ('{"date": "2001", "program": "A", "text": "b"}\n{"date": "soon"}', 4, "line 2"),
    ('{"date": "2001", "colour": "red"}', 4, '"colour"'),
    ("date,program,text\n2001,A,b\nsoon,A,b\n", 4, "line 3"),
    ("date,program,colour\n2001,A,b\n", 4, '"colour"'),
]


@pytest.mark.parametrize(("content", "code", "problem"), BAD)
def test_unreadable_file_is_named_and_adds_nothing(
    run: Run, store: Path, content: str | bytes, code: int, problem: str
) -> None:
    data = content.encode() if isinstance(content, str) else content
    Path("file").write_bytes(data)

    with unchanged(store):
        done = run("import", "file")

    error, hint = done.err.splitlines()
    assert (done.code, done.out) == (code, "")
    assert error.startswith("Error: file")
    assert problem in error
    assert hint.startswith("Hint: ")


def test_hint_for_a_single_bad_entry_names_skip_bad(run: Run, store: Path) -> None:
    assert store.exists()
    Path("a.csv").write_text("date,program,text\n2001,A,b\nsoon,A,b\n")

    hint = run("import", "a.csv").err.splitlines()[-1]
    done = run("import", "a.csv", "--skip-bad")

    assert hint.startswith(
        "Hint: Nothing was added. To import the rest, add --skip-bad. "
    )
    assert "Added 1 statement" in done.err


@pytest.mark.parametrize(
    ("arguments", "code", "problem"),
    [
        (["nowhere"], 7, "nowhere: no such file or directory"),
        ([str(PAGE), "nowhere"], 7, "nowhere: no such file or directory"),
        ([str(PAGE), "--format=json"], 4, "line 1: is invalid JSON"),
        ([str(PAGE), "--format=csv"], 4, "no column was recognised as the date"),
        ([str(PAGE), "--format=xml"], 2, "can't import the format 'xml'"),
        (["-"], 4, "standard input: it is empty"),
    ],
)
def test_refused_import_has_an_exit_code_and_a_hint(
    run: Run, store: Path, arguments: list[str], code: int, problem: str
) -> None:
    with unchanged(store):
        done = run("import", *arguments)

    assert (done.code, done.out) == (code, "")
    assert problem in done.err.splitlines()[0]
    assert len(done.err.splitlines()) == 2


def test_different_entry_is_reported_and_changes_nothing(run: Run, store: Path) -> None:
    with unchanged(store):
        exported = run("export", "id:3", "--format=json").out
        done = run("import", "-", stdin=exported.replace("Beehive", "Hornet"))

    assert done.err == (
        "Nothing added. Already in the archive: 1 statement."
        " Not updated, although the files differ: statement 3.\n"
    )


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("rows", "meant"),
    [
        ("No.,Posted when,What\n1,16 July 2012,On water\n", "'Posted when=date'"),
        ("No.,When,What\n1,soon,On water\n", "'COLUMN=date'"),
        ("No.,Date,Words\n1,16 July 2012,On water\n", "Words=title"),
    ],
)
def test_hint_for_a_missing_column_looks_at_the_cells(
    run: Run, rows: str, meant: str
) -> None:
    Path("rows.csv").write_text(rows, encoding="utf-8")

    assert run("import", "rows.csv").err.endswith(f"map a column: --map {meant}\n")


@pytest.mark.usefixtures("store")
def test_a_json_list_on_one_line_is_not_read_as_a_table(run: Run, home: Path) -> None:
    """Many programs write JSON without line breaks."""
    rows = json.loads(run("export", "--format", "json").out)
    (home / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    run("init", "other")

    assert run("import", "rows.json", "--archive=other").code == 0
    assert len(run("list", "--archive=other").out.splitlines()) == 9


def test_undated_row_after_an_uncertain_year_gets_a_date_after_it(
    run: Run, empty: Path
) -> None:
    rows = "Date,Title\nc. 2010,On fish\n,On boats\n5 Nov 2010,On land\n"
    Path("rows.csv").write_text(rows, encoding="utf-8")

    run("import", "rows.csv", "--undated", "--issuer=X")

    dates = {each["title"]: each["date"] for each in statements(empty).values()}
    assert dates["On boats"] == "2010~/2010-11-05"


def test_column_names_of_a_register_are_known(run: Run, empty: Path) -> None:
    rows = "No.,Date,Org,Doc class,Province,Title of release\n"
    rows += "1,2010-01-02,LAC,Open Letter,Kampot,On fish\n"
    Path("rows.csv").write_text(rows, encoding="utf-8")

    done = run("import", "rows.csv")

    (made,) = statements(empty).values()
    values = [made[name] for name in ("program", "type", "place", "title")]
    assert values == ["LAC", "Open Letter", "Kampot", "On fish"]
    ignored = 'rows.csv: Ignored the column "No.".\n'
    assert done.err == f"{ignored}Added 1 statement: 1.\n"


@pytest.mark.usefixtures("empty")
def test_ignored_column_may_have_the_issuer(run: Run, screen: Screen) -> None:
    """On a terminal, this is reported before the question."""
    rows = "Date,Owner,Title\n2010-01-02,LAC,On fish\n"
    Path("rows.csv").write_text(rows, encoding="utf-8")

    done = screen("import", "rows.csv", "--issuer=X", answers=(("q]: ", "q\r"),))
    mapped = run("import", "rows.csv", "--map=Owner=issuer")

    before = " ".join(done.out.split())
    assert "If a column has the issuer: --map Owner=issuer" in before
    assert "1 statement without an issuer; using X." in before
    assert mapped.code == 0


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("name", "more", "titles"),
    [
        ("csv", (), ["The fish market must stay", "", "សូមបើកបន្ទប់អានសៀវភៅឡើងវិញ"]),
        (
            "xlsx",
            ("--map=Desk=tag",),
            ["Keep the beach open", "On the new harbour dues"],
        ),
        (
            "json",
            ("--map=headline.rendered=title",),
            ["Lights for the pier", "The ferry is too small"],
        ),
    ],
)
def test_each_example_can_be_imported(
    run: Run, name: str, more: tuple[str, ...], titles: list[str]
) -> None:
    run("init", "new")
    file = str(ROOT / "examples" / f"statements.{name}")

    done = run("import", file, *more, "--archive=new")

    shown = run("list", "--sort=oldest", "--archive=new").out.splitlines()
    assert (done.code, len(shown)) == (0, len(titles))
    for line, title in zip(shown, titles, strict=True):
        assert title in line
