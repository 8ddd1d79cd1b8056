"""Test published sites with third-party programs and in a browser."""

import json
import subprocess
import threading
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path
from typing import Any

import extruct
import feedparser
import pytest
from jsonschema import Draft7Validator, FormatChecker

from checkers import node, tool
from conftest import ROOT, Run
from feed_faults import faults
from mediarel.publish.serving import Server
from mediarel.publish.site import feeds
from mediarel.publish.site.lists import SIZE
from programs import program
from samples import ALL, in_the_checks
from site_samples import HOSTILE_ONES, ONES, URL, fill, set_publisher

RELEASE = "2012/07/16/release-mam-sonando-6"
FAULT = '<!DOCTYPE html><html lang="en"><title>a</title><p><ul></ul></p><p id=a id=a>'


@pytest.fixture
def site(run: Run, home: Path) -> Path:
    """Return a site of all sample and hostile statements, with an attached file."""
    fill(run, home, ONES)
    (home / "ចុះ.pdf").write_bytes(b"%PDF-1.4")
    run("attach", "6", "ចុះ.pdf", "--language", "km")
    set_publisher(run, home)
    (home / "hostile.json").write_text(json.dumps(HOSTILE_ONES), encoding="utf-8")
    run("import", "hostile.json")
    assert run("publish", "site", "site", "--url", URL).code == 0
    return home / "site"


@in_the_checks
def test_the_nu_checker_finds_no_error(site: Path) -> None:
    """The test also shows that the checker finds an error in a faulty page."""
    (site / "fault.html").write_text(FAULT, encoding="utf-8")
    pages = [str(page) for page in site.rglob("*.html")]
    jar = tool("node_modules/vnu-jar/build/dist/vnu.jar")
    java = program("java", "default-jre-headless")
    done = subprocess.run(
        [java, "-jar", str(jar), "--errors-only", "--format", "json", *pages],
        capture_output=True,
        text=True,
        check=False,
    )

    told = json.loads(done.stderr)["messages"]
    assert len(pages) > 80
    assert {each["url"].rpartition("/")[2] for each in told} == {"fault.html"}, told


def test_atom_feeds_are_valid(site: Path) -> None:
    for feed in site.rglob("feed.xml"):
        assert faults(feed.read_bytes()) == [], feed
    read = feedparser.parse((site / "feed.xml").read_bytes())
    (entry,) = [each for each in read.entries if each.title == "Release Mam Sonando"]

    assert read.feed.title == "Community <Legal> & “Education”"
    assert read.feed.link == URL
    assert entry.link == f"{URL}{RELEASE}/"
    assert entry.published == "2012-07-16T12:00:00Z"
    assert "his immediate release" in entry.content[0].value
    (file,) = entry.enclosures
    assert file.href.startswith(f"{URL}files/")
    assert file.type == "application/pdf"


def test_json_feeds_are_valid(site: Path) -> None:
    """The test also shows that the schema finds an error in a faulty feed."""
    schema = tool("node_modules/jsonfeed-schema/schema-v1.1.json")
    validator = Draft7Validator(
        json.loads(schema.read_text("utf-8")), format_checker=FormatChecker()
    )
    for feed in site.rglob("feed.json"):
        held: dict[str, Any] = json.loads(feed.read_bytes())
        assert list(validator.iter_errors(held)) == [], feed
        assert held["feed_url"] == f"{URL}{feed.relative_to(site).as_posix()}" or (
            not feed.as_posix().isascii()
        )
    held["items"][0]["url"] = "a b"
    assert list(validator.iter_errors(held))


def is_valid(path: Path) -> bool:
    """Return whether xmllint finds no error in a sitemap."""
    schema = tool("node_modules/sitemap/schema/sitemap.xsd")
    xmllint = program("xmllint", "libxml2-utils")
    command = [xmllint, "--noout", "--nonet", "--schema", str(schema), str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_sitemap_is_valid(
    site: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If there are too many pages for one file, each part of the sitemap is valid."""
    place = site / "sitemap.xml"
    whole = place.read_text("utf-8")
    assert is_valid(place)
    monkeypatch.setattr(feeds, "_SITEMAP_IDS", 6)
    run("publish", "site", "site")
    parts = [path for path in site.glob("sitemap-*.xml") if is_valid(path)]
    joined = "".join(path.read_text("utf-8") for path in parts)
    index = place.read_text("utf-8")

    assert len(parts) == len([*site.glob("sitemap-*.xml")]) > 3
    assert all(f"<loc>{URL}{path.name}</loc>" in index for path in parts)
    assert joined.count("<url>") == whole.count("<url>")
    assert whole.count("<url>") == len([*site.rglob("index.html")]) - unlisted_pages(
        site
    )
    place.write_text(whole.replace("<loc>", "<lok>"), encoding="utf-8")
    assert not is_valid(place)


def unlisted_pages(site: Path) -> int:
    """Return the number of pages that are not in the sitemap."""
    kinds = ("program", "type", "series", "tag", "signatory", "language")
    own = ("browse", "search")
    lists = [k for k in (*kinds, *own) if (site / k / "index.html").exists()]
    return len(lists) + len([*site.rglob("changes/index.html")])


def test_pages_have_metadata(site: Path) -> None:
    """The metadata is read as Open Graph, JSON-LD and Dublin Core."""
    page = (site / RELEASE / "index.html").read_text("utf-8")
    read = extruct.extract(
        page,
        base_url=f"{URL}{RELEASE}/",
        syntaxes=["opengraph", "json-ld", "dublincore"],
    )
    graph = dict(read["opengraph"][0]["properties"])
    (article,) = read["json-ld"][0]["@graph"]
    core = {each["name"]: each["content"] for each in read["dublincore"][0]["elements"]}

    assert graph["og:title"] == article["headline"] == "Release Mam Sonando"
    assert graph["og:url"] == article["url"][0] == f"{URL}{RELEASE}/"
    assert graph["og:type"] == "article"
    assert graph["article:published_time"] == "2012-07-16T12:00:00Z"
    assert (article["datePublished"], article["genre"]) == (
        "2012-07-16",
        "Joint Statement",
    )
    assert article["workTranslation"][0]["inLanguage"] == "km"
    assert core["DC.title"] == "Release Mam Sonando"
    for said in (
        '<meta name="citation_title" content="Release Mam Sonando">',
        '<meta name="citation_publication_date" content="2012/07/16">',
        f'<meta name="citation_pdf_url" content="{URL}files/',
        '<link rel="alternate" type="application/atom+xml" href="../../../../feed.xml"',
        '<link rel="alternate" hreflang="km" href="https://example.org/statements/2012/',
    ):
        assert said in page


def test_hostile_text_is_unchanged_in_json_ld(site: Path) -> None:
    for number in range(5):
        (page,) = site.glob(f"2012/07/16/*-{number}-{11 + number}/index.html")
        read = extruct.extract(page.read_text("utf-8"), syntaxes=["json-ld"])
        (article,) = read["json-ld"][0]["@graph"]
        expected = next(
            each["title"]
            for each in HOSTILE_ONES
            if each["title"].endswith(f" {number}")
        )

        assert article["headline"] == expected


SCRIPT = (ROOT / "tests" / "site_browser.js").read_text("utf-8")
BROKEN = (
    "<!DOCTYPE html><title></title><style>p { width: 5000px; color: #888 }</style>"
    "<p>grey</p><img src='https://example.org/x.png'>"
)
# Enough statements of one year for numbered pages.
MANY = tuple(
    {"date": "2008", "program": "STT", "title": f"Land {n}", "tags": ["land"]}
    for n in range(5 * SIZE)
)


def visit(visits: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what Chromium reports at each of `visits`."""
    usual = {"width": 1280, "dark": False, "scripts": True}
    chromium = program("chromium", "chromium")
    given = {"program": chromium, "visits": [usual | each for each in visits]}
    seen: list[dict[str, Any]] = node(SCRIPT, given=json.dumps(given))
    return seen


@pytest.fixture
def shown(run: Run, home: Path) -> Path:
    """Return a shown of all sample statements, with lists of many pages."""
    fill(run, home, (*ONES, *MANY, *HOSTILE_ONES))
    set_publisher(run, home)
    done = run("publish", "site", "site", "--url", URL)
    assert done.code == 0, done.err
    return home / "site"


def pages_of_each_kind(shown: Path) -> list[Path]:
    """Return one page of each kind."""
    lists = ("", "pages/2", "2008", "2008/pages/1", "2012", "program/clec", "program")
    more = ("tag", "signatory", "browse", "search", "about")
    found = [shown / path / "index.html" for path in (*lists, *more)]
    found += shown.glob("20*/**/changes/index.html")
    special = ("*sonando*", "*សេចក្តី*", "*بيان*", "*does-not-stand*", "*in-its-place*")
    found += [next(shown.glob(f"20*/**/{name}/index.html")) for name in special]
    return [*found, shown / "404.html"]


def hostile_pages(shown: Path) -> list[Path]:
    """Return pages with hostile text."""
    pages = [*shown.glob("2012/07/16/*hacked*/index.html")]
    lists = (shown.glob(f"{kind}/*hacked*/index.html") for kind in ("tag", "type"))
    return [*pages, *map(next, lists)]


@in_the_checks
def test_each_kind_of_page_is_accessible(shown: Path) -> None:
    """The pages load nothing from other sites and are not wider than the window."""
    broken = shown / "broken.html"
    broken.write_text(BROKEN, encoding="utf-8")
    pages = (*pages_of_each_kind(shown), *hostile_pages(shown))
    looks = [*product((320, 1280), (False, True))]
    visits = [
        {"url": page.as_uri(), "width": width, "dark": dark, "audit": True}
        for page, (width, dark) in (
            product(pages, looks) if ALL else zip(pages, cycle(looks), strict=False)
        )
    ]
    *seen, bad = visit([*visits, {"url": broken.as_uri(), "audit": True}])

    for asked, each in zip(visits, seen, strict=True):
        assert each["violations"] == [], asked
        assert each["overflow"] <= 0, asked
        assert (each["told"], each["outside"]) == ([], []), asked
        assert each["title"] not in {"hacked", "1"}
    papers = {(v["dark"], s["paper"]) for v, s in zip(visits, seen, strict=True)}
    assert len({dark for dark, _ in papers}) == 2
    assert {"image-alt", "color-contrast"} <= {each["id"] for each in bad["violations"]}
    assert bad["overflow"] > 0
    assert bad["outside"] == ["https://example.org/x.png"]
    assert bad["told"]


@pytest.fixture
def places(shown: Path) -> Iterator[list[str]]:
    """Yield the URL of the shown's folder, then the URL on a web server."""
    server = Server(shown, 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield [(shown / "index.html").as_uri(), server.address][: 2 if ALL else 1]
    finally:
        server.shutdown()
        server.server_close()


def test_the_site_works_without_javascript(places: list[str]) -> None:
    walks = (
        ([{"click": ".years li:nth-child(4) a"}], "2012"),
        ([{"click": ".rows li:last-child a"}], "Land"),
        ([{"click": '.pages a[rel="next"]'}], "Media Releases"),
        (
            [{"click": '.pages a[rel="next"]'}, {"click": '.pages a[rel="prev"]'}],
            "Media Releases",
        ),
        (
            [
                {"click": ".foot li:nth-child(2) a"},
                {"click": "main section:nth-child(3) a"},
            ],
            "Issuer",
        ),
        ([{"type": ["#find", "sonando"], "click": ".find button"}], "Search"),
    )
    widths = (360, 1280) if ALL else (360,)
    visits = [
        {"url": place, "scripts": False, "steps": steps, "width": width}
        for place, (steps, _), width in product(places, walks, widths)
    ]
    expected = [heading for _, (_, heading), _ in product(places, walks, widths)]
    seen = visit(visits)

    for asked, heading, each in zip(visits, expected, seen, strict=True):
        assert heading in each["heading"], asked
        assert each["overflow"] <= 0, asked
    searched = [each for each in seen if "?q=sonando" in each["address"]]
    assert len(searched) == len(places) * len(widths)
    assert all("needs JavaScript" in each["read"] for each in searched)


SEARCHED = {
    "sonando": "Release Mam Sonando",
    "ថ្លែងការណ៍": "សេចក្តីថ្លែងការណ៍",
    '"his immediate release"': "Release Mam Sonando",
    "tag:land": "Land 99",
    "hacked": "</script><script>document.title='hacked'",
}
MORE = [{"tap": ".search-more"}, {"wait": ".search-results li:nth-child(11)"}]


def test_the_search_finds_statements_in_english_and_khmer(places: list[str]) -> None:
    visits = [
        {
            "url": place,
            "steps": [
                {"type": ["#find", word], "click": ".find button"},
                {"wait": ".search-results li"},
                *(MORE if word == "tag:land" else []),
            ],
        }
        for place in places
        for word in SEARCHED
    ]
    expected = [*SEARCHED.values()] * len(places)
    for found, each in zip(expected, visit(visits), strict=True):
        assert found in each["read"]
        assert (each["told"], each["overflow"] <= 0) == ([], True)
        assert each["title"] != "hacked"


MARKED = {"wait": ".search-results mark"}
CHOOSE = ({"focus": "#search-tag"}, {"choose": ["#search-tag", "land"]})
CHOSEN = {"until": "location.search === '?q=land&tag=land'"}
# The query string, the steps, the query string after them, and the focused element.
SEARCHES: tuple[tuple[str, list[dict[str, Any]], str, str], ...] = (
    ("", [{"type": ["#search-query", "sonando"]}], "?q=sonando", "search-query"),
    ("?q=land", [MARKED, *CHOOSE], "?q=land&tag=land", "search-tag"),
    ("?q=land", [MARKED, *CHOOSE, CHOSEN, {"back": True}], "?q=land", "search-tag"),
    ("?q=sonanod", [{"tap": ".search-status a"}], "?q=sonando", "search-query"),
    ("?q=sonando+xqvz", [{"tap": ".search-status a"}], "?q=sonando", "search-query"),
    ("?q=land&tag=land", [MARKED, {"tap": ".search-reset"}], "?q=land", "search-query"),
    ("?q=land&year=1999", [{"tap": ".search-status a"}], "?q=land", "search-query"),
)


def test_the_address_of_the_search_follows_the_form(places: list[str]) -> None:
    visits = [
        {
            "url": place.removesuffix("index.html") + f"search/index.html{query}",
            "steps": [*steps, {"until": f"location.search === '{after}'"}, MARKED],
            "width": 768,
        }
        for place in places
        for query, steps, after, _ in SEARCHES
    ]
    expected = [focus for *_, focus in SEARCHES] * len(places)

    for focus, each in zip(expected, visit(visits), strict=True):
        assert each["focus"] == focus
        assert "found." in each["status"]
        assert (each["told"], each["overflow"] <= 0) == ([], True)


FILTERS = ("year", "issuer", "type", "language", "tag")


def test_the_search_works_with_the_keyboard(shown: Path) -> None:
    url = f"{(shown / 'search' / 'index.html').as_uri()}?q=land&year=2008"
    steps = [MARKED, {"focus": "#search-query"}, {"tabs": 11}]
    more = [*steps, {"focus": ".search-more"}, {"press": "Enter"}, MORE[1], {"tabs": 1}]
    narrow, wide = visit(
        [
            {"url": url, "steps": more, "width": width, "audit": True}
            for width in (320, 768)
        ]
    )

    choices = [f"search-{n}" for n in (*FILTERS, "sort")]
    before = ["button", "summary", *choices, "search-reset", "summary"]
    for each in (narrow, wide):
        assert each["focused"] == [*before, "search-headline", "search-headline"]
        assert (each["violations"], each["overflow"] <= 0) == ([], True)


def test_a_click_copies_a_citation(places: list[str]) -> None:
    steps = [
        {"click": ".rows a"},
        {"tap": ".cite button"},
        {"wait": ".cite [role=status]:not(:empty)"},
    ]
    visits = [{"url": place, "steps": steps} for place in places]
    for each in visit(visits):
        assert "Copied" in each["read"]
        assert (each["told"], each["outside"]) == ([], [])


@in_the_checks
def test_old_addresses_redirect_by_id(run: Run, home: Path) -> None:
    draft = {"date": "2013", "program": "CLEC", "title": "Draft", "status": "draft"}
    fill(run, home, ({"date": "2012-07-16", "program": "CLEC", "title": "ដី"}, draft))
    assert run("publish", "site", "site").code == 0
    found = [path.read_text("utf-8") for path in (home / "site/numbers").iterdir()]
    assert found == ['{"1":"2012/07/16/ដី-1"}\n']
    redirected = ["2012/07/16/other-1/", "2011/other-words-1", "2012/07/x-1/index.html"]
    others = ["2012/07/16/other-2/", "2012/07/16/other-9999/", "tag/other-1/"]
    article = {"wait": "article.statement"}
    with Server(home / "site", 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        at = server.address
        visits: list[dict[str, Any]]
        visits = [{"url": at + path, "steps": [article]} for path in redirected]
        visits += [{"url": at + path} for path in others]
        visits.append({"url": at + redirected[0], "scripts": False})
        seen = visit(visits)
        server.shutdown()

    assert [each["heading"] for each in seen] == ["ដី"] * 3 + ["Page not found"] * 4
