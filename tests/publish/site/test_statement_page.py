"""Test pages of withdrawn statements, citations and page addresses."""

from pathlib import Path

import pytest

from conftest import Run
from mediarel.publish.site.page_urls import slug
from site_samples import fill

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
