"""Test how drafts, embargoes, withdrawals, corrections and excerpts are shown."""

from pathlib import Path

import pytest

from archives import content
from conftest import Editor, Run, Screen

pytestmark = pytest.mark.usefixtures("store")

AHEAD, OVER = "2099-01-01T00:00+07:00", "2013-08-08T08:00+07:00"


@pytest.fixture
def marked(run: Run, store: Path) -> Path:
    """Return an archive with a draft, an embargo, a withdrawal and a correction."""
    run("edit", "5", "--status=draft")
    run("edit", "2", "--embargo", AHEAD)
    run("edit", "8", "--embargo", OVER)
    run("withdraw", "6", "--replaced-by=7", "--why=Three had not signed it", "--yes")
    run("correct", "3", "--date=2012-07-17", "--why=The date was wrong.")
    return store


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("columns", [80, 120])
def test_list_marks_unpublished_statements(screen: Screen, columns: int) -> None:
    """An embargo that has ended is not shown."""
    lines = screen("list", columns=columns).out.splitlines()

    place = lines[3].index("Status")
    standings = {line.split()[0]: line[place:].split()[0] for line in lines[4:-1]}
    assert [n for n, word in standings.items() if word == "withdrawn"] == ["6"]
    assert [n for n, word in standings.items() if word == "draft"] == ["5"]
    assert [n for n, word in standings.items() if word == "embargoed"] == ["2"]
    assert max(map(len, lines)) <= columns


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    ("number", "line"),
    [
        ("5", "A draft: not published."),
        ("2", "Embargoed: not public before 2099-01-01 00:00:00+07:00"),
        ("6", ": Three had not signed it. Replaced by: 7."),
    ],
)
def test_warning_is_above_the_statement(screen: Screen, number: str, line: str) -> None:
    first = screen("show", number).out.splitlines()[0]
    plain = screen("show", number, "--plain").out.splitlines()[0]

    assert line in first
    assert plain.startswith("Warning: ")


@pytest.mark.usefixtures("marked")
def test_translations_and_replacements_are_named(run: Run, screen: Screen) -> None:
    run("add", "--translation-of=3", "--title=សូមដោះលែងគាត់")

    original = screen("show", "3").out
    khmer = screen("show", "10").out

    assert "In km     10: សូមដោះលែងគាត់" in original
    assert "Notes     correction " in original
    assert "In en     3: The undersigned organizations" in khmer
    assert "(the" in khmer
    assert "translations\t3\n" in run("show", "10").out
    assert "Replaces  6\n" in screen("show", "7").out
    assert "Replaced by  7\n" in screen("show", "6").out
    assert "replaced_by\t7\n" in run("show", "6").out


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(
    "command",
    [
        ("cite", "6"),
        ("quote", "strongly urge the Cambodian authorities to immediately end"),
    ],
)
def test_citing_a_withdrawn_statement_warns(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command)

    assert done.code == 0
    assert "[Joint Statement, withdrawn]." in done.out
    assert done.err.startswith("Warning: statement 6 was withdrawn 20")
    assert done.err.endswith(": Three had not signed it. Replaced by: 7.\n")


@pytest.mark.usefixtures("marked")
def test_citing_a_corrected_statement_or_draft_warns(run: Run) -> None:
    corrected, draft, quoted = (
        run("cite", "3"),
        run("cite", "5"),
        run("quote", "call for his immediate release"),
    )

    assert corrected.err.endswith(": The date was wrong.\n")
    assert corrected.err.startswith("Statement 3 was corrected 20")
    assert quoted.err == corrected.err
    assert draft.err == "Warning: statement 5 is a draft: not published.\n"
    assert "withdrawn" not in corrected.out + draft.out


@pytest.mark.parametrize(
    ("embargo", "told"),
    [
        (AHEAD, "Not public before 1 January 2099, 00:00 (+07:00): statement 2."),
        (OVER, "The embargo of statement 2 ended on 8 August 2013, 08:00 (+07:00)"),
        ("2099-01-01T00:00Z", "Not public before 1 January 2099, 00:00 (UTC)"),
    ],
)
def test_new_embargo_is_reported(run: Run, embargo: str, told: str) -> None:
    assert told in run("edit", "2", "--embargo", embargo).err
    assert "embargo" not in run("edit", "2", "--add-tag", "land").err.lower()


@pytest.mark.parametrize(
    "call", [("withdraw", "2"), ("withdraw", "2", "--replaced-by", "3")]
)
def test_withdrawal_under_embargo_is_reported(run: Run, call: tuple[str, ...]) -> None:
    run("edit", "2", "--embargo", AHEAD)

    told = run(*call, "--why=It was wrong.", "--yes").err
    assert "Readers can't see the statement or the reason before 1 January 2099" in told
    told = run("withdraw", "9", "--why=It was wrong.", "--yes").err
    assert "embargo" not in told


ADD = ("add", "--date=2012", "--program=CLEC", "--title=A", "--text=The court said …")


def ids(run: Run, *words: str) -> set[int]:
    """Return the IDs of a list."""
    return {int(line.split("\t")[0]) for line in run("list", *words).out.splitlines()}


def test_excerpt_is_stored_shown_and_found(run: Run, store: Path) -> None:
    run(*ADD, "--excerpt")

    assert content(store)["statements"]["10"]["excerpt"] is True
    assert "\nexcerpt\tyes\n" in run("show", "10").out
    assert "excerpt" not in run("show", "9").out
    assert ids(run, "excerpt:yes") == ids(run, "excerpt:TRUE") == {10}
    assert ids(run, "excerpt:no") == ids(run, "NOT", "excerpt:yes") == {*range(1, 10)}


def test_no_excerpt_can_be_undone(run: Run, store: Path) -> None:
    run("edit", "3", "--excerpt")
    told = run("edit", "3", "--no-excerpt")
    again = run("edit", "3", "--no-excerpt")
    run("undo", "--yes")

    assert told.out == "3\texcerpt\tyes\tno\n"
    assert again.err == "Nothing changed.\n"
    assert content(store)["statements"]["3"]["excerpt"] is True


@pytest.mark.parametrize("value", ["maybe", "y*", "1", '"yes no"'])
def test_query_needs_yes_or_no(run: Run, value: str) -> None:
    done = run("list", f"excerpt:{value}")

    assert done.code == 2
    assert "is neither yes nor no" in done.err
    assert "Enter excerpt:yes or excerpt:no." in done.err


@pytest.mark.parametrize(
    ("cell", "said"),
    [("yes", True), ("Yes", True), ("TRUE", True), ("no", False), ("false", False)],
)
def test_cell_is_yes_or_no(run: Run, store: Path, cell: str, *, said: bool) -> None:
    """An empty cell means "no"."""
    table = f"date,program,title,excerpt\n2012,X,One,{cell}\n2012,X,Two,\n"
    Path("x.csv").write_text(table, "utf-8")

    run("import", "x.csv")

    kept = content(store)["statements"]
    assert ["excerpt" in kept[number] for number in ("10", "11")] == [said, False]


def test_editor_can_set_excerpt(store: Path, screen: Screen, editor: Editor) -> None:
    editor("sed -i 's/^excerpt: false/excerpt: yes/' \"$1\"")

    screen("edit", "3")

    assert content(store)["statements"]["3"]["excerpt"] is True


def test_undo_restores_a_statement_exactly(run: Run, store: Path) -> None:
    """If a statement is older than the field, it still has no such field."""
    before = content(store)["statements"]

    run("edit", "3", "--excerpt")
    run("undo", "--yes")
    run("remove", "4", "--yes")
    run("undo", "--yes")

    after = content(store)["statements"]
    assert before["3"].pop("modified") < after["3"].pop("modified")
    assert after == before
