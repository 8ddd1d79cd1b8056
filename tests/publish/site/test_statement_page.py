"""Test pages of statements and names, worker processes, and files to download."""

import zipfile
from pathlib import Path

import pytest

from conftest import Run, refused
from mediarel.publish.paths import folded
from mediarel.publish.search.block import SIZE
from mediarel.publish.site.page_urls import slug
from publishing import content
from site_samples import URL, broken, fill

SAID = "They are guilty of it"


def test_a_withdrawn_statement_without_a_title_shows_no_word_of_its_text(
    run: Run, home: Path
) -> None:
    """The title consists of type and date."""
    fill(run, home, ({"date": "2012-10-01", "program": "STT", "text": f"{SAID}."},))
    assert run("withdraw", "1", "--why", "It was not so.", "--yes").code == 0

    assert run("publish", "site", "site").code == 0
    exported = run("export", "--public", "--format", "csv").out

    page = home / "site/2012/10/01/media-release-1-october-2012-1/index.html"
    assert "<h1" in page.read_text("utf-8")
    assert "Media Release, 1 October 2012</h1>" in page.read_text("utf-8")
    assert "Media Release, 1 October 2012" in exported
    assert "guilty" not in exported
    for each in (home / "site").rglob("*"):
        assert "guilty" not in each.name
        assert each.is_dir() or b"guilty" not in each.read_bytes().lower(), each


def test_only_the_last_reason_for_withdrawal_is_public(run: Run, home: Path) -> None:
    """A note of correction may quote the text."""
    fill(run, home, ({"date": "2012-10-01", "program": "STT", "text": f"{SAID}."},))
    for command in (
        ("correct", "1", "--date=2012-10-02", "--why=They are guilty since Tuesday."),
        ("withdraw", "1", "--why=First reason."),
        ("edit", "1", "--status=published"),
        ("withdraw", "1", "--why=Second reason."),
    ):
        assert run(*command, "--yes").code == 0

    assert run("publish", "site", "site").code == 0
    assert run("publish", "bag", "bag", "--public").code == 0
    assert run("export", "--public", "--output", "public.json").code == 0

    folders = (home / "site", home / "bag")
    published = [p for folder in folders for p in folder.rglob("*") if p.is_file()]
    said = {p: p.read_bytes() for p in (*published, home / "public.json")}
    page = next((home / "site").glob("2012/*/*/*/index.html"))
    for place in (page, home / "site/feed.xml", home / "public.json"):
        assert b"Second reason." in said[place]
    for word in (b"since Tuesday", b"First reason", b"published again"):
        assert not [place for place in said if word in said[place]]


def test_a_khmer_statement_is_cited_like_the_cite_command(run: Run, home: Path) -> None:
    title = "សូមដោះលែង"
    fill(run, home, ({"date": "2012-07-16", "program": "CLEC", "title": title},))
    cited = run("cite", "1").out.split("[")[0].strip()

    assert run("publish", "site", "site").code == 0
    page = next((home / "site/2012/07/16").glob("*/index.html")).read_text("utf-8")

    assert cited == f"CLEC. (2012, July 16). {title}"
    assert cited in page
    assert "កក្កដា" not in page[page.index("ការយោង") : page.index("printed")]
    assert '<time datetime="2012-07-16">16 កក្កដា 2012</time>' in page


LAND = "ដីធ្លី"  # 18 bytes
SEAM = "\u200b"


@pytest.mark.parametrize(
    ("title", "made"),
    [
        (f"{LAND} {LAND}{LAND}{LAND}", LAND),
        (SEAM.join([LAND] * 4), LAND * 3),
        (f"{LAND} {SEAM.join([LAND] * 4)}", f"{LAND}-{LAND * 2}"),
        (f"{SEAM}{LAND}{SEAM} {SEAM}", LAND),
        (LAND * 4, LAND * 3 + "ដី"),
        ("សន្តិភាពៗ" * 3, "សន្តិភាពៗសន្តិភាពៗស"),
        (f"free{SEAM}dom", "freedom"),
        ("a " * 29 + "word", "-".join("a" * 29)),
    ],
)
def test_an_address_ends_after_a_word_or_syllable(title: str, made: str) -> None:
    assert slug(title) == made
    assert len(slug(title).encode()) <= 60


NAMES = (
    *("CLEC", "clec", "Clec!", "clec 2", "Straße", "Strasse", "λόγος", "λόγοσ"),
    *("é", "e\u0301", "e", "ı", "i", "İ", "ﬀ", "ff", "?!", "🙂", "🙂🙂", "\u200b"),
    *("..", "/"),
    *("index.html", "feed.xml", "pages", "pages/2", "2", "con", "CON.", "con other"),
    *("com1", "COM¹", "nul.txt", "other", "%2e", "\u202eabc", "ខ្មែរ" * 300, "a" * 500),
)
DEVICES = {"con", "prn", "aux", "nul", "com1", "com¹"}


def lists(site: Path) -> set[str]:
    """Return the folders of lists by tag, signatory and issuer."""
    kinds = ("tag", "signatory", "program")
    return {
        str(page.parent.relative_to(site))
        for kind in kinds
        for page in site.glob(f"{kind}/*/index.html")
    }


def test_similar_names_have_different_addresses(run: Run, home: Path) -> None:
    """No part of an address is too long, and no part is a device name of Windows."""
    ones = [
        {
            "date": "2012",
            "program": name,
            "title": f"{name} {number}",
            "text": f"{number}",
            "tags": [name],
            "signatories": list(NAMES),
        }
        for number, name in enumerate(NAMES)
    ]
    fill(run, home, tuple(ones))
    done = run("publish", "site", "site", "--url", URL)
    assert done.code == 0, done.err
    site = home / "site"
    found = lists(site)

    assert len({folded(path) for path in found}) == len(found)
    assert len([p for p in found if p.startswith("signatory/")]) > len(NAMES) - 4
    for path in site.rglob("*"):
        assert len(path.name.encode()) <= 100
        assert path.name.partition(".")[0].lower() not in DEVICES
    assert not list(broken(site))
    run("remove", "1-5", "--yes")
    run("publish", "site", "site")

    assert lists(site) <= found


def test_one_file_with_similar_names_is_published_once(run: Run, home: Path) -> None:
    fill(run, home, ({"date": "2012", "program": "STT", "title": "Land"},))
    for name in ("Straße.txt", "Strasse.txt", "STRASSE!.txt"):
        (home / name).write_text("the same", encoding="utf-8")
        run("attach", "1", name)
    run("add", "--date", "2013", "--program", "STT", "--title", "More")
    run("attach", "2", "Strasse.txt")
    done = run("publish", "site", "site")

    assert done.code == 0, done.err
    assert len([*(home / "site").glob("files/*/*")]) == 1
    assert not list(broken(home / "site"))


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


def test_workers_render_the_same_pages_as_one_process(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The main process renders no page, unless a worker fails.

    An error in a template is reported.
    """
    ones = [
        {
            "date": f"2012-07-{number % 28 + 1:02}",
            "program": "CLEC" if number % 2 else "អង្គការ",
            "title": f"Title {number} <b> “quoted”",
            "text": f"Text {number}\u202e of it.\n\nស្ថានភាព",
            "tags": ["radio", f"tag {number % 9}"],
            "signatories": ["LICADHO"],
        }
        for number in range(SIZE + 9)
    ]
    fill(run, home, tuple(ones))
    run("remove", f"6-{SIZE + 2}", "--yes")  # leaves two small blocks of statements

    monkeypatch.setattr("mediarel.publish.site.statement_files._MANY", 2)
    monkeypatch.setattr("mediarel.workers.cores", lambda: 2)
    with monkeypatch.context() as patch:
        patch.delattr("mediarel.publish.site.statement_files._rendered_group")
        patch.delattr("mediarel.publish.site.data_files._exports")
        assert run("publish", "site", "workers").code == 0
    with monkeypatch.context() as patch:
        patch.setattr("mediarel.publish.site.statement_files._TASK", "none.such")
        assert run("publish", "site", "failing").code == 0
    before = content(home / "workers")
    (home / "look").mkdir()
    (home / "look" / "statement.html").write_text(
        "{% if one.id == 3 %}\n{{ 1 // 0 }}{% endif %}"
    )
    broken = run("publish", "site", "workers", "--theme", "look")
    monkeypatch.setattr("mediarel.workers.cores", lambda: 1)
    assert run("publish", "site", "alone").code == 0

    assert content(home / "alone") == before
    assert content(home / "failing") == before
    assert "the theme's statement.html, line 2: " in refused(broken, 4)
    assert content(home / "workers") == before
