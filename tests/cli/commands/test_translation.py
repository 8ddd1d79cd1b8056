"""Test `--translation-of` of `mediarel edit` and `mediarel add`."""

from pathlib import Path

import pytest

from archives import statements, unchanged
from conftest import Run, Screen, refused

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
        "edit", "11", "--translation-of", "10", "--keep"
    )  # now, the Khmer statement is an original
    done = run("edit", "10", "--translation-of", "3", "--keep")

    found = statements(versions)
    uuid = found["3"]["uuid"]
    assert done.code == 0
    assert done.err == (
        "These translations of 10 now belong to 3: 11.\n"
        "10 is now the Khmer translation of 3. To undo: mediarel undo\n"
    )
    assert [found[n]["translation_of"] for n in ("3", "10", "11")] == [None, uuid, uuid]
    assert found["10"]["date"] == "2012-07"
    run("undo", "--yes")
    assert statements(versions)["11"]["translation_of"] == found["10"]["uuid"]


@pytest.mark.parametrize(
    ("options", "taken"),
    [
        (("--take", "all"), ("2012-07-16", "CLEC", ["radio"])),
        (("--take", "date", "--take", "tag"), ("2012-07-16", "Clec", ["radio"])),
        (("--keep",), ("2012-07", "Clec", [])),
    ],
)
def test_take_copies_fields_of_the_original(
    run: Run, versions: Path, options: tuple[str, ...], taken: tuple[object, ...]
) -> None:
    done = run("edit", "10", "--translation-of", "3", *options)

    found = statements(versions)["10"]
    assert done.code == 0
    assert (found["date"], found["program"], found["tags"]) == taken


def test_different_fields_need_an_answer(run: Run, versions: Path) -> None:
    before = versions.read_bytes()

    done = run("edit", "10", "--translation-of", "3")

    assert (done.code, versions.read_bytes()) == (2, before)
    assert "  date: 10 has 2012-07; the original has 2012-07-16\n" in done.err
    assert "Error: statement 10 and the original are different\n" in done.err
    link = "mediarel edit 10 --translation-of 3"
    assert f"{link} --take all – to keep the differences: {link} --keep\n" in done.err


@pytest.mark.parametrize(
    ("answer", "date", "tags"),
    [("\r", "2012-07-16", ["radio"]), ("n\r", "2012-07", [])],
)
def test_terminal_asks_whether_to_copy_fields(
    screen: Screen, versions: Path, answer: str, date: str, tags: list[str]
) -> None:
    question = "Copy these fields from the original? [Y/n]: "

    done = screen("edit", "10", *OF_3, answers=((question, answer),))

    found = statements(versions)["10"]
    assert done.code == 0
    assert (found["date"], found["tags"]) == (date, tags)
    assert found["translation_of"] == statements(versions)["3"]["uuid"]


@pytest.mark.parametrize(
    ("given", "code", "told"),
    [
        (("4", *OF_3, "--keep"), 1, "statements 4 and 3 have the same language"),
        (("3", *OF_3), 2, "statement 3 can't be a translation of itself"),
        (("10", "--keep"), 2, "--keep needs --translation-of"),
        (("10", "--take=date"), 2, "--take needs --translation-of"),
        (("10", "11", *OF_3), 2, "'10 11' selects several statements"),
        (("sonando", *OF_3), 2, "'sonando' is not an ID"),
        (("10", *OF_3, "--title=A"), 2, "--translation-of can't be combined"),
        (("99", *OF_3), 3, "there is no statement 99"),
        (("10", *OF_3, "--keep", "--take=all"), 2, "--keep and --take can't be"),
        (
            ("10", *OF_3, "--take=text"),
            2,
            "--take 'text' is not a field that can be used",
        ),
    ],
)
def test_wrong_arguments_are_refused(
    run: Run, versions: Path, given: tuple[str, ...], code: int, told: str
) -> None:
    with unchanged(versions):
        assert refused(run("edit", *given), code).startswith(f"Error: {told}")


def test_translation_has_one_original(run: Run, versions: Path) -> None:
    run("edit", "10", "--translation-of", "3", "--keep")

    back = run("edit", "3", "--translation-of", "10", "--keep")
    other = run("edit", "10", "--translation-of", "11", "--keep")
    apart = run("edit", "10", "--clear=translation_of")
    then = run("edit", "10", "--translation-of", "11", "--keep")

    told = "Error: statement 10 is already a translation of statement 3"
    assert [refused(each, 1) for each in (back, other)] == [told, told]
    hint = "Remove that link first: mediarel edit 10 --clear translation_of\n"
    assert other.err.endswith(hint)
    assert (apart.code, then.code) == (0, 0)
    found = statements(versions)
    assert found["10"]["translation_of"] == found["11"]["uuid"]


def test_existing_link_changes_nothing(run: Run, versions: Path) -> None:
    run("edit", "10", "--translation-of", "3", "--take=all")

    with unchanged(versions):
        done = run("edit", "10", "--translation-of", "3")

    assert (done.code, done.out) == (0, "")
    assert done.err == "Nothing changed: 10 is already a translation of 3.\n"


def test_added_translation_copies_missing_fields(run: Run, versions: Path) -> None:
    run("edit", "3", "--series", "Sonando")
    run("edit", "10", "--translation-of", "3", "--keep")

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
