"""Test `--translation-of` of `mediarel edit` and `mediarel add`."""

from pathlib import Path

import pytest

from archives import statements, unchanged
from conftest import Run, refused

KHMER = ("--title", "សូមដោះលែងគាត់ជាបន្ទាន់")
FRENCH = ("--title", "Libérez le directeur de la radio", "--language", "fr")
OF_3 = ("--translation-of", "3")
DATED = ("--date", "2012-07", "--program", "Clec")


@pytest.fixture
def versions(run: Run, store: Path) -> Path:
    """Return an archive with Khmer statement 10 and French statement 11, not linked."""
    run("edit", "3", "--add-tag", "radio")
    run("add", *DATED, *KHMER, "--type=Joint Statement")
    run("add", *DATED, *FRENCH, "--type=Joint Statement")
    return store


def test_all_translations_link_to_the_original(run: Run, versions: Path) -> None:
    run(
        "edit", "11", "--translation-of", "10"
    )  # now, the Khmer statement is an original
    done = run("edit", "10", "--translation-of", "3")

    found = statements(versions)
    uuid = found["3"]["uuid"]
    assert done.code == 0
    assert done.err.startswith(
        "These translations of statement 10 now belong to statement 3: 11.\n"
        "Statement 10 is now the Khmer translation of statement 3."
        " To undo: mediarel undo\n"
    )
    assert [found[n]["translation_of"] for n in ("3", "10", "11")] == [None, uuid, uuid]
    assert found["10"]["date"] == "2012-07"
    run("undo", "--yes")
    assert statements(versions)["11"]["translation_of"] == found["10"]["uuid"]


def test_different_fields_are_reported_with_a_command(run: Run, versions: Path) -> None:
    done = run("edit", "10", "--translation-of", "3")

    command = "edit 10 --date 2012-07-16 --issuer CLEC --tag radio"
    assert done.code == 0
    assert "  date: 10 has 2012-07; the original has 2012-07-16\n" in done.err
    assert f"To copy these fields from the original: mediarel {command}\n" in done.err
    assert run(*command.split()).code == 0
    found = statements(versions)["10"]
    assert (found["date"], found["program"], found["tags"]) == (
        "2012-07-16",
        "CLEC",
        ["radio"],
    )


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        (("4", *OF_3), 1, "statements 4 and 3 have the same language"),
        (("3", *OF_3), 2, "statement 3 can't be a translation of itself"),
        (("10", "11", *OF_3), 2, "'10 11' selects several statements"),
        (("sonando", *OF_3), 2, "'sonando' is not an ID"),
        (("10", *OF_3, "--title=A"), 2, "--translation-of can't be combined"),
        (("99", *OF_3), 3, "there is no statement 99"),
    ],
)
def test_wrong_arguments_are_refused(
    run: Run, versions: Path, given: tuple[str, ...], code: int, told: str
) -> None:
    with unchanged(versions):
        assert refused(run("edit", *given), code).startswith(f"Error: {told}")


def test_translation_has_one_original(run: Run, versions: Path) -> None:
    run("edit", "10", "--translation-of", "3")

    back = run("edit", "3", "--translation-of", "10")
    other = run("edit", "10", "--translation-of", "11")
    apart = run("edit", "10", "--clear=translation_of")
    then = run("edit", "10", "--translation-of", "11")

    told = "Error: statement 10 is already a translation of statement 3"
    assert [refused(each, 1) for each in (back, other)] == [told, told]
    hint = "Remove that link first: mediarel edit 10 --clear translation_of\n"
    assert other.err.endswith(hint)
    assert (apart.code, then.code) == (0, 0)
    found = statements(versions)
    assert found["10"]["translation_of"] == found["11"]["uuid"]


def test_existing_link_changes_nothing(run: Run, versions: Path) -> None:
    run("edit", "10", "--translation-of", "3")

    with unchanged(versions):
        done = run("edit", "10", "--translation-of", "3")

    assert (done.code, done.out) == (0, "")
    assert done.err == (
        "Nothing changed: statement 10 is already a translation of statement 3.\n"
    )


def test_added_translation_copies_missing_fields(run: Run, versions: Path) -> None:
    run("edit", "3", "--series", "Sonando")
    run("edit", "10", "--translation-of", "3")

    done = run("add", "--translation-of=10", "--date=2012-07-18", *FRENCH[:1], "Autre")
    refused_one = run("add", "--translation-of=3", "--title=A", "--language=en")

    found = statements(versions)
    new = found["12"]
    assert (done.code, done.out) == (0, "12\n")
    assert new["translation_of"] == found["3"]["uuid"]
    assert (new["date"], new["program"]) == ("2012-07-18", "CLEC")
    assert (new["tags"], new["series"]) == (["radio"], "Sonando")
    assert "  tags: 1: radio (statement 3)\n" in done.err
    assert "the same language as statement" in refused(refused_one, 1)


def test_document_added_as_a_translation(run: Run, versions: Path, home: Path) -> None:
    """Values in the document are preferred to values of the original."""
    document = home / "km.txt"
    document.write_text("សេចក្តីថ្លែងការណ៍រួម\n\nសូមដោះលែងគាត់ជាបន្ទាន់។\n", "utf-8")

    done = run("add", "--translation-of=3", str(document))

    new = statements(versions)["12"]
    assert done.code == 0
    assert [new[name] for name in ("date", "language")] == ["2012-07-16", "km"]
    assert "date: 2012-07-16 (statement 3)\n" in done.err
    assert new["translation_of"] == statements(versions)["3"]["uuid"]
