"""Test how drafts, embargoes, withdrawals and corrections are shown."""

from pathlib import Path

import pytest

from conftest import Run, Screen

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

    marked = {line.split()[0]: line for line in lines if "  [" in line}
    assert {n: line.split("[")[1].split("]")[0] for n, line in marked.items()} == {
        "6": "withdrawn",
        "5": "draft",
        "2": "embargoed",
    }
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

    assert "in km     10: សូមដោះលែងគាត់" in original
    assert "notes     correction " in original
    assert "in en     3: The undersigned organizations" in khmer
    assert "(the" in khmer
    assert "translations\t3\n" in run("show", "10").out
    assert "replaces  6\n" in screen("show", "7").out
    assert "replaced by  7\n" in screen("show", "6").out
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
