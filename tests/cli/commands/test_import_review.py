"""Test the list of all imported lines, and the review of new entries."""

import csv
import json
from pathlib import Path

import pytest

from conftest import Run, Screen

PAGE = """\
News

3 March 2019
Reopen the reading room
The council has closed it since May, and readers ask for it.

25 February 2019
A welcome ruling
The court has ruled that the pier is public.

14 February 2019
Stop the dredging
The harbour needs its mud.

Contact
"""
QUESTION = "[Enter/number/x3/q]: "


@pytest.fixture(autouse=True)
def page(run: Run, monkeypatch: pytest.MonkeyPatch) -> str:
    """Create an empty archive and a page, and return the page's name."""
    run("init", "new")
    monkeypatch.chdir("new")
    Path("news.txt").write_text(PAGE, encoding="utf-8")
    return "news.txt"


def titles(run: Run) -> list[str]:
    """Return the titles in the archive, in the order of export."""
    done = run("export", "--format", "jsonl")
    return [json.loads(line)["title"] for line in done.out.splitlines()]


def editor(change: str) -> str:
    """Create an editor that applies a `change` of sed, and return its path."""
    path = Path("edit.sh").resolve()
    path.write_text(f'#!/bin/sh\nsed -i "{change}" "$1"\n', encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_lines_shows_the_use_of_every_line(run: Run, page: str) -> None:
    done = run("import", page, "--issuer", "HRW", "--dry-run", "--lines")

    rows = [row.split("\t") for row in done.out.splitlines()]
    lines = [n for n, line in enumerate(PAGE.splitlines(), 1) if line]
    assert [int(row[1]) for row in rows] == lines
    uses = [row[2] for row in rows]
    assert uses == ["navigation", *["field"] * 9, "navigation"]
    assert "news.txt: 9 of 11 lines used in statements, 2 left out as navig" in done.err
    assert titles(run) == []


def test_lines_without_dry_run_suggests_a_report(run: Run, page: str) -> None:
    done = run("import", page, "--lines")

    assert done.code == 2
    assert "--report lines.csv" in done.err


def test_the_report_has_every_line_of_all_files(run: Run, page: str) -> None:
    Path("sheet.csv").write_text(
        "date,title,issuer\n2019-05-01,=A title,HRW\n2019-13-01,Bad,HRW\n",
        encoding="utf-8",
    )

    done = run("import", page, "sheet.csv", "--issuer", "HRW", "--report", "lines.csv")

    with Path("lines.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == ["file", "line", "use", "reason", "text"]
    assert len([row for row in rows if row[0] == page]) == 11
    assert [row for row in rows if row[0] == "sheet.csv"] == [
        ["sheet.csv", "2", "field", "", "'=A title"],
        ["sheet.csv", "3", "refused", rows[-1][3], ""],
    ]
    assert "2019-13-01" in rows[-1][3]
    assert done.code == 4, "the report is written even if the import is refused"


@pytest.mark.parametrize("name", ["news.txt", "data/statements.json"])
def test_the_report_never_replaces_a_file(run: Run, page: str, name: str) -> None:
    before = Path(name).read_bytes()

    assert run("import", page, "--issuer", "HRW", "--report", name).code in {1, 2}
    assert Path(name).read_bytes() == before


def test_review_drops_and_edits_entries(
    run: Run, screen: Screen, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor("s/A welcome/An unwelcome/"))

    done = screen(
        *("import", page, "--issuer", "HRW"),
        answers=((QUESTION, "x3\r"), (QUESTION, "2\r"), (QUESTION, "\r")),
    )

    assert "Dropped entry 3." in done.out
    assert "Save 2 statements?" in done.out
    assert titles(run) == ["An unwelcome ruling", "Stop the dredging"]


def test_review_continues_after_an_invalid_edit(
    run: Run, screen: Screen, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", editor("s/^date: .*/date: 31.02.2019/"))

    done = screen(
        *("import", page, "--issuer", "HRW"),
        answers=(
            (QUESTION, "x3\r"),
            (QUESTION, "2\r"),
            ("Edit it again? [Y/n]: ", "n\r"),
            (QUESTION, "\r"),
        ),
    )

    assert "Entry 2 is unchanged." in done.out
    assert titles(run) == ["A welcome ruling", "Stop the dredging"]


def test_review_shows_the_start_of_untitled_entries(screen: Screen, page: str) -> None:
    text = "We welcome the ruling on the salt fields of Kampot. " * 3
    Path(page).write_text(
        f"Date,Title,Type,Text\n2019-03-03,,Joint Statement,{text}\n"
        f"2019-03-04,A long title of an entry,Joint Statement,{text}\n",
        encoding="utf-8",
    )

    done = screen("import", page, "--issuer", "HRW", answers=((QUESTION, "q\r"),))

    assert done.out.count("We welcome the") == 2


def test_review_reports_likely_duplicates(run: Run, screen: Screen, page: str) -> None:
    text = "The court has ruled that the piers are public."
    run("add", "--date", "2019-02-25", "--issuer", "HRW", "--text", text)

    done = screen(
        *("import", page, "--issuer", "HRW"),
        answers=((QUESTION, "x2\r"), (QUESTION, "\r")),
    )

    assert "Skipped as a likely duplicate of statement 1" in done.out


def test_files_of_a_dropped_entry_are_not_copied(run: Run, screen: Screen) -> None:
    for day, name in enumerate(("one", "two"), 1):
        Path(f"{name}.txt").write_text(name, encoding="utf-8")
        run("add", "--date", f"2019-03-0{day}", "--issuer", "HRW", "--title", name)
    run("attach", "1", "one.txt")
    run("attach", "2", "two.txt")
    run("export", "--output", "out/")
    run("init", "other")

    done = screen(
        *("import", "out/statements.json", "--archive", "other"),
        answers=((QUESTION, "x2\r"), (QUESTION, "\r")),
    )

    assert "Also imported 1 attached file." in done.out
    kept = [path for path in Path("other/data/files").rglob("*") if path.is_file()]
    assert [path.read_text(encoding="utf-8") for path in kept] == ["one"]


@pytest.mark.parametrize("answer", ["q\r", "x1\r"])
def test_review_can_be_cancelled(
    run: Run, screen: Screen, page: str, answer: str
) -> None:
    Path(page).write_text("3 March 2019\nReopen the reading room\n", encoding="utf-8")

    done = screen("import", page, "--issuer", "HRW", answers=((QUESTION, answer),))

    assert done.code == 1
    assert titles(run) == []


def test_review_explains_an_unknown_answer(screen: Screen, page: str) -> None:
    answers = ((QUESTION, "7\r"), (QUESTION, "help\r"), (QUESTION, "\r"))

    done = screen("import", page, "--issuer", "HRW", answers=answers)

    assert "There is no entry 7 in the table." in done.out
    assert done.out.count("x3 to drop entry 3") == 2


def test_yes_skips_the_review(run: Run, screen: Screen, page: str) -> None:
    done = screen("import", page, "--issuer", "HRW", "--yes")

    assert done.code == 0
    assert len(titles(run)) == 3


def test_documents_are_recorded_with_add(run: Run) -> None:
    Path("letters").mkdir()
    for name in ("letter.pdf", "letters/letter.pdf"):
        Path(name).write_bytes(b"%PDF-1.4\n")

    assert "mediarel add letter.pdf" in run("import", "letter.pdf").err
    assert "mediarel add letters/letter.pdf" in run("import", "letters").err


def test_folder_import_ignores_the_archive_and_its_backups(run: Run, page: str) -> None:
    run("import", page, "--issuer", "HRW")
    run("backup")
    Path("data/report.json").write_text("{}", encoding="utf-8")

    done = run("import", ".", "--issuer", "HRW")

    assert "Ignored 2 files (this archive): report.json, statements.json" in done.err
    assert "(backup)" in done.err
    assert "Already in the archive: 3 statements." in done.err
