"""Test the exports that a site offers to download."""

import zipfile
from pathlib import Path

import pytest

from conftest import Run
from site_samples import URL, fill

TABLES = ("csv", "jsonl")
YEARS = ("2009", "2010", "2011", "2012", "2013", "2014")


@pytest.fixture
def archive(run: Run, home: Path) -> Path:
    """Return a folder with an archive of all sample statements."""
    fill(run, home)
    return home


def test_files_have_the_content_of_public_exports(run: Run, archive: Path) -> None:
    assert run("publish", "site", "site").code == 0

    for name in TABLES:
        out = f"all.{name}"
        assert run("export", "--public", "--format", name, "--output", out).code == 0
        made = archive / "site/data" / f"statements.{name}"
        assert made.read_text("utf-8") == Path(out).read_text("utf-8")
    for ending, mark in (("ris", "TY  - RPRT"), ("bib", "@report{")):
        text = (archive / f"site/data/statements.{ending}").read_text("utf-8")
        assert text.count(mark) == len((archive / "all.jsonl").read_text().splitlines())


def test_each_year_is_a_book_and_the_page_links_to_all_files(
    run: Run, archive: Path
) -> None:
    run("publish", "site", "site", "--url", URL)

    folder = archive / "site/data"
    page = (folder / "index.html").read_text("utf-8")
    names = {each.name for each in folder.iterdir()} - {"index.html"}
    assert names == {
        *(f"{year}.epub" for year in YEARS),
        *(f"statements.{ending}" for ending in ("csv", "jsonl", "ris", "bib")),
    }
    assert all(f'href="{name}"' in page for name in names)
    with zipfile.ZipFile(folder / "2009.epub") as book:
        assert "2009 or earlier" in book.read("EPUB/contents.xhtml").decode()
    assert "/data/</loc>" in (archive / "site/sitemap.xml").read_text("utf-8")
    assert run("publish", "site", "site", "--check").code == 0


def test_workers_write_the_same_files_as_one_process(
    run: Run, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("publish", "site", "alone")
    module = "mediarel.publish.site.statement_files"
    monkeypatch.setattr(f"{module}._MANY", 1)
    monkeypatch.setattr("mediarel.workers.cores", lambda: 2)
    monkeypatch.delattr("mediarel.publish.site.data_files._exports")
    assert run("publish", "site", "workers").code == 0

    for each in (archive / "alone/data").iterdir():
        assert (archive / "workers/data" / each.name).read_bytes() == each.read_bytes()


def test_a_setting_leaves_the_data_out(run: Run, archive: Path) -> None:
    run("publish", "site", "site")
    bad = run("publish", "settings", "--data", "maybe")
    assert (bad.code, "'maybe' is neither yes nor no" in bad.err) == (4, True)

    run("publish", "settings", "--data", "no")
    run("publish", "site", "site")

    assert not (archive / "site/data").exists()
    page = (archive / "site/index.html").read_text("utf-8")
    assert "data/index.html" not in page
    assert 'class="brand"' not in page


def test_withheld_and_hidden_texts_are_not_in_the_data(run: Run, archive: Path) -> None:
    draft = ("--date=2013-05-02", "--title=Secret draft plan", "--status=draft")
    assert run("add", *draft, "--program=CLEC").code == 0
    assert run("withhold", "6", "Mam Sonando", "--yes").code == 0
    assert run("publish", "site", "site").code == 0

    whole = b"".join(each.read_bytes() for each in (archive / "site/data").glob("s*"))
    assert b"Secret draft plan" not in whole
    assert b"Mam Sonando" not in whole
    assert whole.count(b"[withheld]") > len(TABLES)
