"""Test `mediarel publish site`: pages, lists and addresses."""

import html
import json
import re
from base64 import b64decode
from pathlib import Path
from urllib.parse import quote, unquote

import pytest

from conftest import Run, refused
from mediarel.cli import environment
from mediarel.publish.site.lists import SIZE
from mediarel.publish.site.page_urls import PAGE
from site_samples import HOSTILE, HOSTILE_ONES, KHMER, URL, Links, broken, fill

RELEASE = "2012/07/16/release-mam-sonando-6"


@pytest.fixture
def site(run: Run, home: Path) -> Path:
    """Return a site of all sample statements."""
    fill(run, home)
    done = run("publish", "site", "site", "--url", URL.rstrip("/"))
    assert done.code == 0, done.err
    return home / "site"


def text_of(site: Path, path: str) -> str:
    """Return the visible text of a page."""
    page = (site / path / "index.html").read_text("utf-8")
    body = page[page.index("<body>") :]
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]*>", "", body)))


def files(site: Path) -> dict[str, bytes]:
    """Return the files of a site, by path."""
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.name != "mediarel-manifest.txt"
    }


WITHDRAWN = "2012/a-statement-that-does-not-stand-4"
NO_TITLE = "2012/07/we-the-undersigned-do-not-know-the-day-5"
HEADLINE = "We, the undersigned, do not know the day."
TEXTS = {
    "": ("All Years 9 2014 1 2013 2 2012 3 2011 1 2010 1 2009 1",),
    "2009": ("2009 or earlier CLEC",),
    "2009/before-that-1": ("2009 or earlier CLEC",),
    "2010/10/between-two-dates-2": ("between October 2010 and February 2011 CLEC",),
    WITHDRAWN: (
        "2012 CLEC",
        "Withdrawn 6 May 2014 It named a person who was not there.",
        "Replaced by What stands in its place",
    ),
    "2014/05/07/what-stands-in-its-place-10": (
        "Replaces A statement that does not stand",
    ),
    NO_TITLE: ("STT Open Letter, July 2012? We, the undersigned",),
    RELEASE: (
        "Community <Legal> & “Education” Media Releases Joint Statement",
        "16 July 2012 CLEC Release Mam Sonando",
        "Correction 3 February 2013 The date of the arrest was a Sunday.",
        "“his immediate release”. Now.",
        "Licadho, Cambodia",
        "Series Beehive Radio",
        "https://example.com/releases/16?lang=en&x=<1>",
        "CLEC. (2012, July 16). Release Mam Sonando [Joint Statement].",
        "aaaaaaaa-0001-4000-8000-000000000001",
    ),
}
HTML = {
    "2012": (f">{HEADLINE}</a>",),
    WITHDRAWN: ("<time date",),
    NO_TITLE: (
        f"<title>{HEADLINE} · ",
        f'<meta name="citation_title" content="{HEADLINE}">',
    ),
    RELEASE: (
        '<time datetime="2012-07-16">16 July 2012</time>',
        "immediate release”.<br>\nNow.</p>",
        f'hreflang="km" lang="km"><bdi>{KHMER}</bdi></a>',
        f'<link rel="canonical" href="{URL}{RELEASE}/">',
    ),
    "2012/07/16/*-7": (
        f'<h1 lang="km" dir="ltr">{KHMER}</h1>',
        "Release Mam Sonando</bdi></a> <span",
    ),
    "2013/03/04/*": (
        '<div class="text" lang="ar" dir="rtl">',
        '<html lang="en" dir="ltr">',
    ),
}


def test_pages_show_the_public_content_of_statements(site: Path) -> None:
    for path, texts in TEXTS.items():
        read = text_of(site, path)
        assert [text for text in texts if text not in read] == [], path
    for path, parts in HTML.items():
        page = next(site.glob(f"{path}/index.html")).read_text("utf-8")
        assert [part for part in parts if part not in page] == [], path
    read = text_of(site, "")
    assert read.index("What stands in its place") < read.index("CON")
    assert read.index("Release Mam Sonando") < read.index("We, the undersigned, do")
    uncertain = (site / NO_TITLE / "index.html").read_text("utf-8")
    assert "<time date" not in uncertain[: uncertain.index("<h1")]
    assert not any(b"read by nobody" in each for each in files(site).values())


def test_all_links_work_and_no_page_loads_from_other_sites(site: Path) -> None:
    """The only scripts are mediarel's own scripts."""
    assert not list(broken(site))
    for page in site.rglob("*.html"):
        text = html.unescape(page.read_text("utf-8"))
        scripts = re.findall(r"<script(?! src=\"[./]+/copy.js\")[^>]*>", text)

        assert "Content-Security-Policy" in text
        assert "default-src 'none'" in text
        assert not re.search(r"<(?:img|iframe|object|embed)\b| style=", text)
        assert ("<style" in text) is (page.name == "404.html")
        assert set(scripts) <= {
            '<script type="application/ld+json">',
            *(['<script src="search.js" defer>'] if "search" in page.parts else []),
            *(["<script>"] if page.name == "404.html" else []),
        }


def test_an_address_does_not_change_with_title_and_date(site: Path, run: Run) -> None:
    run("edit", "6", "--title", "Another title", "--date", "2013-01-01", "--yes")
    assert run("publish", "site", "site").code == 0

    assert "1 January 2013" in text_of(site, RELEASE)
    assert "Another title" in text_of(site, "2013")
    assert not list(broken(site))


def test_statement_with_a_reused_id_gets_a_new_address(site: Path, run: Run) -> None:
    """This can happen after an archive was restored."""
    for name, title in (("one", "The name of a witness"), ("two", "What came later")):
        run("init", name)
        add = ("--date", "2014", "--program", "A", "--title", title)
        assert run("add", *add, "--archive", name).code == 0
        assert run("publish", "site", "third", "--archive", name).code == 0
    there = {*files(site.parent / "third")}

    assert "2014/what-came-later-1/index.html" in there
    assert not [path for path in there if "witness" in path]
    assert "witness" not in (site.parent / "third/mediarel-manifest.txt").read_text()


def test_a_statement_that_became_a_draft_is_removed(site: Path, run: Run) -> None:
    run("edit", "6", "--status", "draft", "--yes")
    done = run("publish", "site", "site")

    assert not (site / RELEASE).exists()
    assert not (site / "series/beehive-radio").exists()
    assert "1 draft" in done.err
    assert not list(broken(site))


def test_addresses_with_withheld_text_are_replaced(site: Path, run: Run) -> None:
    assert run("withhold", "6", "Sonando", "--yes").code == 0
    done = run("publish", "site", "site")
    assert done.code == 0
    assert "1 page moved, because the old URL may contain withheld text." in done.err
    assert "Elsewhere" not in run("publish", "site", "site").err

    there = files(site)
    assert not [path for path in there if "sonando" in path.lower()]
    assert not [path for path, each in there.items() if b"onando" in each]
    assert "sonando" not in (site / "mediarel-manifest.txt").read_text("utf-8")
    assert not list(broken(site))


def test_publishing_again_changes_nothing(site: Path, run: Run) -> None:
    before = files(site)
    (site / "CNAME").write_text("example.org")
    done = run("publish", "site", "site")

    assert ": 0 files written, " in done.err
    assert "These files are not from mediarel, but will be public: CNAME." in done.err
    (site / "CNAME").unlink()
    assert files(site) == before


def test_feeds_and_the_sitemap_have_absolute_links(site: Path) -> None:
    url = f"{URL}{RELEASE}/"
    items = json.loads((site / "feed.json").read_bytes())["items"]

    assert f"<loc>{url}</loc>" in (site / "sitemap.xml").read_text("utf-8")
    assert f'href="{url}"' in (site / "feed.xml").read_text("utf-8")
    assert any(each["url"] == url for each in items)
    assert f"Sitemap: {URL}sitemap.xml" in (site / "robots.txt").read_text("utf-8")


def test_the_news_sitemap_has_the_statements_of_the_last_days(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sitemap is removed when they are no longer new."""
    monkeypatch.setattr(environment, "now", lambda: "2026-11-24T10:15:30Z")
    news = site / "sitemap-news.xml"
    assert not news.exists()
    run("configure", "--name", "CLEC & STT")
    run("edit", "6", "--date", "2026-11-23", "--yes")
    run("publish", "site", "site")

    text = news.read_text("utf-8")
    assert text.count("<url>") == 1
    assert f"<loc>{URL}{RELEASE}/</loc>" in text
    assert "<news:name>CLEC &amp; STT</news:name>" in text
    assert "<news:title>Release Mam Sonando</news:title>" in text
    assert f"Sitemap: {URL}{news.name}" in (site / "robots.txt").read_text("utf-8")

    monkeypatch.setattr(environment, "now", lambda: "2026-11-26T10:15:30Z")
    run("publish", "site", "site")
    assert not news.exists()
    assert news.name not in (site / "robots.txt").read_text("utf-8")


def test_check_finds_broken_links_and_missing_files(site: Path, run: Run) -> None:
    done = run("publish", "site", "site", "--check")
    assert (done.code, done.out) == (0, "")
    pages = len([*site.rglob("*.html")])
    assert f"{pages} pages, " in done.err
    assert " links: all is well." in done.err

    (site / RELEASE / "index.html").unlink()
    (site / "site.css").write_text("")
    (site / "2012" / "index.html").write_text(
        '<meta name="ROBOTS" content="NoIndex"><title> </title>'
    )
    (site / "my %41 page.html").write_text(
        f'<a href=" 2012/#top">2012</a> <a href="{URL}gone/?q">gone</a>'
        '<a href="my%20%2541%20page.html">me</a><a href="http://[">no address</a>'
        '<a href="https://example.com/gone">not mine</a><img src="data:image/png,a">'
    )
    done = run("publish", "site", "site", "--check")
    lines = done.out.splitlines()
    assert done.code == 5
    assert f"missing file\t{RELEASE}/index.html\t" in lines
    assert "edited file\tsite.css\t" in lines
    assert not [line for line in lines if line.endswith(f"{RELEASE}/index.html")]
    assert [line for line in lines if "my %41" in line] == [
        f"broken link\tmy %41 page.html\t{URL}gone/?q",
        "broken link\tmy %41 page.html\thttp://[",
    ]
    assert [line for line in lines if "\t2012/index.html" in line] == [
        "edited file\t2012/index.html\t",
        "no title\t2012/index.html\t",
        "hidden from search engines\t2012/index.html\t",
    ]
    assert f"{len(lines)} problems." in done.err
    assert "again: mediarel publish site --overwrite site" in done.err


@pytest.mark.usefixtures("site")
def test_check_reports_an_interrupted_publication(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    run("edit", "6", "--title", "New", "--yes")
    monkeypatch.setattr("mediarel.publish.staging.Staging.put", stopped)
    assert run("publish", "site", "site").code == 130

    done = run("publish", "site", "site", "--check")
    assert done.code == 5
    assert "interrupted publication\tmediarel-manifest.txt" in done.out


def test_check_refuses_other_folders_and_options(site: Path, run: Run) -> None:
    (site.parent / "mine").mkdir()
    refused(run("publish", "site", "mine", "--check"), 1)
    refused(run("publish", "site", "none", "--check"), 7)
    refused(run("publish", "site", "mine", "--check", "--overwrite"), 2)


def test_a_site_without_a_url_has_no_sitemap(run: Run, home: Path) -> None:
    fill(run, home)
    assert run("publish", "site", "site", "--url", "ftp://e.org/").code == 2
    done = run("publish", "site", "site")
    site = home / "site"

    assert "The site has no sitemap" in done.err
    assert not (site / "sitemap.xml").exists()
    assert 'rel="canonical"' not in (site / "index.html").read_text("utf-8")
    assert f'href="{RELEASE}/index.html"' in (site / "feed.xml").read_text("utf-8")


def test_adding_a_statement_changes_few_files(run: Run, home: Path) -> None:
    """The numbered pages of lists don't change."""
    ones = [
        {"date": f"2012-01-{n % 28 + 1:02}", "program": "CLEC", "title": f"Land {n}"}
        for n in range(5 * SIZE)
    ]
    fill(run, home, tuple(ones))
    run("publish", "site", "site")
    site = home / "site"
    before = files(site)
    newest = ("--date=2012-02-01", "--program=CLEC", "--title=The newest")
    run("add", *newest, "--type=Joint Statement")
    run("publish", "site", "site")
    after = files(site)
    changed = {path for path, each in after.items() if before.get(path) != each}

    apart = ("search/", "data/")
    assert {path for path in changed if not path.startswith(apart)} == {
        *("index.html", "2012/index.html", "program/clec/index.html"),
        *("type/joint-statement/index.html", "language/en/index.html"),
        *("program/index.html", "type/index.html", "language/index.html"),
        *("browse/index.html", "2012/01/28/land-83-100/index.html"),
        f"2012/02/01/the-newest-101/{PAGE}",
        "numbers/0.json",
        *(f"{place}feed.{kind}" for kind in ("xml", "json") for place in FED),
    }
    assert "pages/4/index.html" in after
    assert "Land 0" in text_of(site, "pages/1")
    assert not list(broken(site))


FED = ("", "program/clec/", "type/joint-statement/", "language/en/")


def test_the_next_links_lead_through_all_pages_of_a_list(run: Run, home: Path) -> None:
    ones = [
        {"date": "2012", "program": "CLEC", "title": f"Land {n}"}
        for n in range(7 * SIZE + 3)
    ]
    fill(run, home, tuple(ones))
    run("publish", "site", "site")
    page: Path | None = home / "site" / "index.html"
    seen: list[str] = []
    while page:
        text = page.read_text("utf-8")
        seen += re.findall(r">Land (\d+)</a>", text)
        found = re.search(r'<a href="([^"]+)" rel="next">', text)
        page = (page.parent / found[1]).resolve() if found else None

    assert seen == [str(n) for n in reversed(range(7 * SIZE + 3))]


def test_a_release_appears_once_with_links_to_its_languages(site: Path) -> None:
    """Only the list of its language shows the Khmer version, with Khmer words."""
    pages = {
        path: (site / path / "index.html").read_text("utf-8")
        for path in ("", "2012", "program/clec", "language/en", "language/km")
    }
    khmer = pages.pop("language/km")
    for path, page in pages.items():
        assert page.count(">Release Mam Sonando</a>") == 1, path
        assert f">{KHMER}</a>" not in page, path
        assert 'hreflang="km" lang="km">ខ្មែរ</a>' in page, path
        assert '<html lang="en" dir="ltr">' in page, path
    assert f'lang="km" dir="ltr">{KHMER}</a>' in khmer
    assert '<time datetime="2012-07-16">16 កក្កដា 2012</time>' in khmer
    assert '<html lang="km" dir="ltr">' in khmer
    assert 'href="../../index.html" hreflang="en" lang="en">English</a>' in khmer
    for page in (pages[""], khmer):
        for code, path in (("en", ""), ("km", "language/km/")):
            alternate = f'<link rel="alternate" hreflang="{code}" href="{URL}{path}">'
            assert alternate in page
    assert 'rel="alternate" hreflang' not in pages["2012"]


def test_previous_and_next_lead_through_all_releases_by_date(site: Path) -> None:
    listed = re.findall(
        '<p class="headline"><a href="([^"]+)"', (site / "index.html").read_text()
    )
    for rel, expected in (("prev", listed), ("next", listed[::-1])):
        page, seen = site / unquote(expected[0]), [expected[0]]
        while found := re.search(f'<a href="([^"]+)" rel="{rel}"', page.read_text()):
            page = (page.parent / unquote(found[1])).resolve()
            seen.append(quote(page.relative_to(site.resolve()).as_posix()))
        assert seen == expected
    khmer = next(site.glob("2012/07/16/*-7/index.html")).read_text("utf-8")
    assert khmer.count(' rel="prev"') == khmer.count(' rel="next"') == 1


def test_lists_show_months_and_first_sentences(site: Path) -> None:
    """A statement without a title shows its first sentence only once."""
    year = (site / "2012/index.html").read_text("utf-8")

    assert re.findall("<h2[^>]*>(.*)</h2>", year) == ["July 2012", "Other dates"]
    teasers = re.findall('<p class="teaser" lang="en" dir="ltr">(.*)</p>', year)
    assert teasers == [
        "The undersigned organizations are deeply disturbed by the arrest."
    ]
    assert year.count(HEADLINE) == 1


def test_the_bar_of_years_hides_earlier_years(run: Run, home: Path) -> None:
    fill(
        run,
        home,
        tuple(
            {"date": f"{n}", "program": "A", "title": "x"} for n in range(2000, 2013)
        ),
    )
    assert run("publish", "site", "site").code == 0
    for path, visible in (
        ("", range(2012, 2005, -1)),
        ("2001", [*range(2012, 2005, -1), 2001]),
    ):
        page = (home / "site" / path / "index.html").read_text("utf-8")
        bar = page[page.index('class="years"') : page.index("<details>")]
        assert re.findall(r">(\d{4}) <", bar) == [*map(str, visible)]
        assert page.count('aria-current="true"') == 1


def test_an_empty_archive_is_published(run: Run, home: Path) -> None:
    run("init", ".")
    assert run("publish", "site", "site").code == 0

    read = text_of(home / "site", "")
    assert "There are no statements yet. Subscribe to the feed" in read
    assert "0 statements" not in read
    assert not list(broken(home / "site"))


def test_attached_files_are_published_except_private_ones(site: Path, run: Run) -> None:
    (site.parent / "លិខិត: a?b.pdf").write_bytes(b"%PDF-1.4 " + b"x" * 2000)
    (site.parent / "secret.txt").write_bytes(b"secret")
    run("attach", "6", "លិខិត: a?b.pdf")
    run("attach", "6", "secret.txt", "--private")
    run("publish", "site", "site")
    there = [path for path in files(site) if path.startswith("files/")]
    read = text_of(site, RELEASE)

    assert [path.rpartition("/")[2] for path in there] == ["លិខិត-a-b.pdf"]
    assert "លិខិត: a?b.pdf 2.0 kB SHA-256" in read
    assert "secret" not in read
    assert not list(broken(site))


def test_only_described_pictures_are_shown(site: Path, run: Run) -> None:
    """SVG can run scripts, so an SVG is never shown."""
    for name in ("a.png", "b.png", "c.svg", "d.jpg"):
        (site.parent / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
    assert run("attach", "6", "a.png", "--alt", 'A "court" <b>').code == 0
    run("attach", "6", "b.png")
    run("attach", "6", "c.svg", "--alt", "A map")
    run("attach", "6", "d.jpg", "--alt", "A face", "--private")
    run("publish", "site", "site")

    page = (site / RELEASE / "index.html").read_text("utf-8")
    (picture,) = re.findall("<img[^>]*>", page)
    assert 'a.png" alt="A &#34;court&#34; &lt;b&gt;" loading="lazy">' in picture
    assert "A face" not in page
    assert not list(broken(site))


def downloads(page: Path) -> dict[str, str]:
    """Return the citations on a page by their file names."""
    found = re.findall(
        'href="data:[^,]*;base64,([^"]*)"[^>]* download="([^"]*)"', page.read_text()
    )
    return {name: b64decode(content).decode() for content, name in found}


def test_citations_can_be_downloaded(site: Path) -> None:
    """They don't contain the text. Without a source, they contain the page's URL."""
    named = downloads(site / RELEASE / "index.html")
    untitled = downloads(site / NO_TITLE / "index.html")

    (name,) = (each for each in named if each.endswith(".ris"))
    assert "TI  - Release Mam Sonando\r\n" in named[name]
    assert "AB  - " not in named[name]
    assert f"title = {{{{{HEADLINE}}}}}" in untitled["stt-2012-07-5.bib"]
    assert f"url = {{{URL}{NO_TITLE}/}}" in untitled["stt-2012-07-5.bib"]
    assert "TY  - RPRT" in untitled["stt-2012-07-5.ris"]


def test_links_to_files_with_scripts_are_downloads(site: Path, run: Run) -> None:
    """The suffix decides, as on a web server."""
    own, names = site.parent, ("a.html", "b.svg", "c.xml", "d.shtml", "e.pdf", "f.png")
    for name in names:
        (own / name).write_bytes(b"%PDF-1.7 " + name.encode())
    run("attach", "6", *names)
    run("publish", "site", "site")

    page = (site / RELEASE / "index.html").read_text("utf-8")
    links = re.findall(r'<a href="[^"]*/files/[0-9a-f]+/([^"]+)"( download)?', page)
    assert links == [
        *((name, " download") for name in names[:4]),
        *((name, "") for name in names[4:]),
    ]


def test_hostile_text_is_escaped_on_all_pages(run: Run, home: Path) -> None:
    fill(run, home, HOSTILE_ONES)
    assert run("publish", "site", "site", "--url", URL).code == 0
    site = home / "site"

    assert not list(broken(site))
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        found = Links(text)
        assert not found.elements & {"img", "svg"}
        assert not [name for name in found.attributes if name.startswith("on")]
        assert text.count("<script") == text.count("</script>") <= 2
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b\ufffe]", text)
    read = text_of(site, "")
    assert all(text in read for text in HOSTILE[:-1])


def test_long_title_is_shortened_in_lists_and_addresses(run: Run, home: Path) -> None:
    title = "ពាក្យ" * 20_000
    fill(run, home, ({"date": "2012", "program": "A", "title": title},))
    assert run("publish", "site", "site").code == 0
    site = home / "site"
    page = next((site / "2012").glob("*-1"))

    assert len(page.name.encode()) < 80
    assert title in (page / "index.html").read_text("utf-8")
    assert (site / "index.html").stat().st_size < 10_000


def test_a_theme_replaces_files_of_the_default_theme(site: Path, run: Run) -> None:
    before = files(site)
    assert run("publish", "theme", "look").code == 0
    run("publish", "site", "site", "--theme", "look")
    assert files(site) == before

    (site.parent / "own").mkdir()
    (site.parent / "own/site.css").write_text("body { color: red; }", "utf-8")
    run("publish", "site", "site", "--theme", "own")
    assert (site / "site.css").read_text("utf-8") == "body { color: red; }"
    done = run("publish", "site", "site")
    assert "The site no longer uses its own theme" in done.err
    again = run("publish", "theme", "own")
    assert "site.css already exists" in refused(again, 1)
    assert [path.name for path in (site.parent / "own").iterdir()] == ["site.css"]


def test_every_page_has_a_description_for_search_engines(site: Path) -> None:
    found = {}
    for page in site.rglob("index.html"):
        text = page.read_text("utf-8")
        (found[str(page.parent.relative_to(site))],) = re.findall(
            '<meta name="description" content="([^"]+)">', text
        )

    assert found["2012"].endswith(": 3 statements")
    assert found["search"].startswith("Search · ")
    assert found[RELEASE].startswith("Phnom Penh (July 16, 2012)")
