"""Test `mediarel export --format markdown` to a folder."""

from pathlib import Path

import pytest

from conftest import Run, refused

TO_FOLDER = ("export", "--format=markdown", "--output=site/")

pytestmark = pytest.mark.usefixtures("store")


def files() -> list[str]:
    return sorted(path.name for path in Path("site").iterdir())


def test_exported_folder_can_be_imported_again(run: Run) -> None:
    run("add", "--date=2012-07~", "--program=CLEC", "--title=ភ្នំពេញ", "--tag=y")
    done = run(*TO_FOLDER)
    run("init", "copy")

    assert done.err == "Wrote 10 statements to 10 files in site.\n"
    assert "2012-07-ភ្នំពេញ-10.md" in files()
    assert "0 new, 0 changed, 10 unchanged" in run("import", "site", "--dry-run").err
    assert run("import", "site", "--archive=copy").err.startswith("Added 10 statements")
    columns = ("--format=csv", "--sort=oldest")
    ours, theirs = (
        [line.split(",", 1)[1].rsplit(",", 2)[0] for line in out.split("\r\n") if line]
        for out in (
            run("export", *columns).out,
            run("export", *columns, "--archive=copy").out,
        )
    )
    assert sorted(ours) == sorted(theirs)


def test_existing_files_are_replaced_only_with_force(run: Run) -> None:
    """Files of other programs stay unchanged."""
    run(*TO_FOLDER)
    first, *_ = files()
    Path("site", first).write_text("mine", encoding="utf-8")
    Path("site", "_index.md").write_text("mine", encoding="utf-8")

    refused(run(*TO_FOLDER), 1)
    assert Path("site", first).read_text("utf-8") == "mine"
    assert run(*TO_FOLDER, "--force").code == 0
    assert Path("site", first).read_text("utf-8") != "mine"
    assert Path("site", "_index.md").read_text("utf-8") == "mine"


def test_outdated_files_are_named_but_not_deleted(run: Run) -> None:
    run(*TO_FOLDER)
    Path("site", "2012-notes-1.md").write_text("mine", encoding="utf-8")
    before = files()
    run("edit", "4", "--title=Other")
    run("remove", "1", "--yes")

    done = run(*TO_FOLDER, "--force")

    old = next(name for name in before if name.endswith("-4.md"))
    gone = next(name for name in before if name.startswith("2011"))
    assert done.err.splitlines() == [
        f"Kept files that are not part of this export: {gone}, {old}, 2012-notes-1.md.",
        "Wrote 8 statements to 8 files in site.",
    ]
    assert files() == sorted([*before, "2012-07-31-other-4.md"])


def test_write_error_reports_the_number_of_written_files(run: Run) -> None:
    run(*TO_FOLDER)
    second = Path("site", files()[-2])
    second.unlink()
    second.mkdir()

    done = run(*TO_FOLDER, "--force")

    assert refused(done, 7).startswith(f"Error: {second}: ")
    assert "Files written before the error: 1" in done.err
