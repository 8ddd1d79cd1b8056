"""Test a published site with the Nu checker, feed readers and schemas."""

import json
import subprocess
from pathlib import Path
from typing import Any

import extruct
import feedparser
import pytest
from jsonschema import Draft7Validator, FormatChecker

from checkers import tool
from conftest import Run
from feed_faults import faults
from mediarel.publish.site import feeds
from programs import program
from samples import in_the_checks
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
