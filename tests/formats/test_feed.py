"""Feeds: what each kind of them says of an entry, and what is refused.

- RSS 2.0 and 1.0, Atom and JSON Feed: date, title, issuer, text, link, tags
- the day as it is printed, in the feed's own zone; links told from their base
- a summary is an excerpt where it says that it goes on
- entries without a date are named, or dated between their neighbours
- a feed with a DTD is refused before it is parsed
"""

from __future__ import annotations

import io
import json
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import refused
from mediarel.errors import MediarelError, UnreadableInputError
from mediarel.formats.entries import Entry, ReadOptions
from mediarel.formats.feed import read, sniff
from mediarel.formats.recognising import readable_format
from reads import AS_USUAL

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from mediarel.formats.entries import Reading

RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://m.example/">
<channel>
<title>Harbour Watch</title><link>https://harbour.example</link>
<item>
<title>Reopen the reading room</title>
<media:title>A picture</media:title>
<link>https://harbour.example/reopen</link>
<dc:creator><![CDATA[Press Desk]]></dc:creator>
<pubDate>Sun, 03 Mar 2019 23:30:00 -0700</pubDate>
<category>Press Release</category><category><![CDATA[Land & water]]></category>
<guid isPermaLink="false">https://harbour.example/?p=12</guid>
<description>The reading room […]</description>
<content:encoded><![CDATA[<p>It is <em>closed</em>.</p><p>It must
open.<br>Now.</p>]]></content:encoded>
</item>
</channel>
</rss>
"""
ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example/news/">
<title>Harbour Watch</title>
<entry>
<title type="html">Reopen the &lt;em&gt;reading&lt;/em&gt; room</title>
<link rel="enclosure" href="a.pdf"/><link href="reopen"/>
<id>urn:uuid:3F2B8C1E-5D4A-4B6F-9A7E-0C1D2E3F4A5B</id>
<published>2019-03-03T23:30:00-07:00</published><updated>2020-01-01T00:00:00Z</updated>
<author><name>Press Desk</name></author>
<category term="press-release" label="Press Release"/>
<category term="Land &amp; water"/>
<summary>The reading room …</summary>
<content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>It is <em>closed</em>.</p>
<p>It must open.<br/>Now.</p></div></content>
</entry>
</feed>
"""
RDF = """\
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Harbour Watch</title><link>https://harbour.example</link></channel>
<item>
<title>Reopen the reading room</title>
<link>reopen</link><dc:date>2019-03-03T23:30:00-07:00</dc:date>
<dc:creator>Press Desk</dc:creator>
<dc:subject>Press Release</dc:subject><dc:subject>Land &amp; water</dc:subject>
<description>&lt;p&gt;It is closed.&lt;/p&gt;
&lt;p&gt;It must open.&lt;br&gt;Now.</description>
</item>
</rdf:RDF>
"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Harbour Watch",
    "home_page_url": "https://harbour.example/",
    "items": [
        {
            "id": "12",
            "url": "/reopen",
            "title": "Reopen the reading room",
            "date_published": "2019-03-03T23:30:00-07:00",
            "authors": [{"name": "Press Desk"}],
            "tags": ["Press Release", "Land & water"],
            "content_html": "<p>It is closed.</p><p>It must open.<br>Now.</p>",
        }
    ],
}
EXPECTED = {
    "date": "2019-03-03",
    "title": "Reopen the reading room",
    "program": "Press Desk",
    "text": "It is closed.\n\nIt must open.\nNow.",
    "sources": ["https://harbour.example/reopen"],
    "tags": ["Land & water"],
    "type": "Press Release",
}


def reading(text: str, options: ReadOptions = AS_USUAL) -> Reading:
    return read(text.encode(), "x", options)


def said(text: str, options: ReadOptions = AS_USUAL) -> list[dict[str, object]]:
    """Return what each entry of a feed says."""
    entries = list(reading(text, options).entries)
    assert all(isinstance(each, Entry) for each in entries)
    return [dict(each.fields) for each in entries if isinstance(each, Entry)]


def items(*each: str, above: str = "") -> str:
    """Return a feed of RSS with items of which each has what is given."""
    inner = "".join(f"<item>\n{one}</item>\n" for one in each)
    return (
        f'<rss version="2.0"><channel><title>Harbour Watch</title>{above}\n{inner}'
        "</channel></rss>"
    )


DATED = "<pubDate>Sun, 03 Mar 2019 10:00 GMT</pubDate>"


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        (RSS, {}),
        (
            ATOM,
            {
                "sources": ["https://harbour.example/news/reopen"],
                "uuid": "3f2b8c1e-5d4a-4b6f-9a7e-0c1d2e3f4a5b",
            },
        ),
        (RDF, {}),
        (json.dumps(JSON, indent=1), {}),
        (json.dumps(JSON).replace("/", r"\/"), {}),
    ],
    ids=["RSS", "Atom", "RSS 1.0", "JSON Feed", "JSON Feed on a line"],
)
def test_an_entry(text: str, changed: dict[str, str]) -> None:
    """Each kind says the same in its own words, and is known by its look."""
    found = reading(text)

    assert readable_format(None, text.encode(), "x").name == "feed"
    assert said(text) == [EXPECTED | changed]
    assert found.site == "Harbour Watch"
    assert found.pattern.startswith("1 entry of ")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Sun, 03 Mar 2019 23:30:00 -0700", "2019-03-03"),
        ("Sun, 3 Mar 19 00:10 EST", "2019-03-03"),
        ("3 March 2019", "2019-03-03"),
        ("2019-03-03T00:10:00+07:00", "2019-03-03"),
        ("2019-03", "2019-03"),
    ],
)
def test_the_day_is_the_one_that_is_printed(printed: str, day: str) -> None:
    """Not the one that it was elsewhere at that moment."""
    (found,) = said(items(f"<title>A</title><pubDate>{printed}</pubDate>"))

    assert found["date"] == day


def test_what_was_published_counts_above_what_was_updated() -> None:
    (found,) = said(ATOM.replace("published>", "dated>"))

    assert found["date"] == "2020-01-01"


@pytest.mark.parametrize(
    ("summary", "text", "is_excerpt"),
    [
        ("It is closed […]", "It is closed […]", True),
        ("It is closed …", "It is closed …", True),
        (escape("<p>It is closed … <a>Read more</a></p>"), "It is closed …", True),
        ("It is closed.", "It is closed.", None),
        ("It is AT&amp;amp;T.\n\nYes.", "It is AT&T.\n\nYes.", None),
    ],
)
def test_a_summary_may_be_an_excerpt(
    summary: str,
    text: str,
    is_excerpt: bool | None,  # noqa: FBT001 - a parameter
) -> None:
    """Where it says that it goes on."""
    (found,) = said(
        items(f"<title>A</title>{DATED}<description>{summary}</description>")
    )

    assert (found["text"], found.get("excerpt")) == (text, is_excerpt)


def test_items_of_lists_keep_their_marks() -> None:
    """A bullet, or their number, also where they hold paragraphs."""
    html = "<ul><li>a<li><p>b</ul><p>c</p><ol><li>d<li>e<p>f</ol>"

    (found,) = said(
        items(f"{DATED}<title>A</title><description>{escape(html)}</description>")
    )

    assert found["text"] == "• a\n\n• b\n\nc\n\n1. d\n2. e\n\nf"


def test_what_a_site_puts_below_each_text_is_none_of_it() -> None:
    """The line with which WordPress ends each, in whatever language."""
    tail = (
        '<p>Cet article <a href="https://x.example/a">A</a> est apparu en premier sur '
        '<a href="https://x.example">Harbour Watch</a>.</p>\n'
    )

    (found,) = said(
        items(
            f"{DATED}<title>A</title><description>{escape('<p>b</p>' + tail)}"
            "</description>"
        )
    )

    assert found["text"] == "b"


def test_an_export_of_wordpress_holds_more_than_statements() -> None:
    """Drafts, pages and pictures are named; blank lines part the paragraphs."""
    wp = "<wp:post_type>{}</wp:post_type><wp:status>{}</wp:status>"
    text = items(
        f"<title>A</title>{DATED}<content:encoded><![CDATA[It is <b>closed</b>.\n\nNow."
        f"]]></content:encoded>{wp.format('post', 'publish')}",
        f"<title>B</title>{DATED}{wp.format('attachment', 'inherit')}",
        f"<title>C</title><pubDate>03/04/2019</pubDate>{wp.format('post', 'draft')}",
    ).replace(
        "<rss",
        '<rss xmlns:wp="http://wordpress.org/export/1.2/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"',
    )

    assert [each["text"] for each in said(text)] == ["It is closed.\n\nNow."]
    assert [each.why for each in reading(text).left_out] == [
        "is no post but of the kind 'attachment'",
        "is not published but 'draft'",
    ]


@pytest.mark.parametrize(
    ("author", "program"),
    [
        ("Press Desk", "Press Desk"),
        ("press@x.example (Press Desk)", "Press Desk"),
        ("press@x.example", None),
        ("", None),
    ],
)
def test_who_issued_it(author: str, program: str | None) -> None:
    """An address is no name: then it is what the feed is called."""
    text = items(f"<title>A</title>{DATED}<author>{author}</author>")

    assert said(text)[0].get("program") == program
    assert reading(text).site == "Harbour Watch"


def test_a_kind_before_the_title_is_its_type() -> None:
    (found,) = said(items(f"<title>Open Letter | On land</title>{DATED}"))

    assert (found["type"], found["title"]) == ("Open Letter", "On land")


LINK = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="{}"/>'
BURNT = (
    '<feedburner:origLink xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">'
    "https://x.example/burnt</feedburner:origLink>"
)


@pytest.mark.parametrize(
    ("item", "links"),
    [
        ("<link>/a?b=1&amp;c=2</link>", ["https://x.example/a?b=1&c=2"]),
        ("<guid>https://x.example/g</guid>", ["https://x.example/g"]),
        ('<guid isPermaLink="false">https://x.example/g</guid>', None),
        ("<link>javascript:alert(1)</link>", None),
        (
            f"<link>/a</link>{LINK.format('/a')}{LINK.format('https://y.example/b')}",
            ["https://x.example/a", "https://y.example/b"],
        ),
        (
            f"{LINK.format('/c')}<guid>https://x.example/g</guid>",
            ["https://x.example/c"],
        ),
        (f"<link>https://proxy.example/1</link>{BURNT}", ["https://x.example/burnt"]),
    ],
)
def test_its_sources_are_its_links(item: str, links: list[str] | None) -> None:
    """Told from the address of the channel; never a part of one, and none twice.

    What marks it counts where it has no other, and what a service put in the place
    of its own does not.
    """
    above = "<link>https://x.example/news</link>"
    (found,) = said(items(f"<title>A</title>{DATED}{item}", above=above))

    assert found.get("sources") == links


def test_only_a_uuid_of_version_4_is_kept() -> None:
    """One of another version is no identity that an archive gives."""
    (found,) = said(ATOM.replace("-4B6F", "-1B6F"))

    assert "uuid" not in found


UNDATED = (
    "<title>A</title><pubDate>3 Mar 2019</pubDate>",
    "<title>B</title>",
    "<title>C</title><pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate>",
    "<title>D</title><pubDate>1 Feb 2019</pubDate>",
    "<title>E</title>",
)


def test_an_entry_without_a_date_is_named() -> None:
    """It is never dated by a guess."""
    found = reading(items(*UNDATED))

    assert [each["title"] for each in said(items(*UNDATED))] == ["D", "A"]
    assert [(each.line, each.text, each.why) for each in found.left_out] == [
        (4, "B", "has no date"),
        (6, "C", "has no date"),
        (10, "E", "has no date"),
    ]


def test_it_can_be_dated_between_its_neighbours() -> None:
    found = said(items(*UNDATED), ReadOptions(undated=True))

    assert [(each["title"], each["date"]) for each in found] == [
        ("E", "../2019-02-01"),
        ("D", "2019-02-01"),
        ("C", "2019-02-01/2019-03-03"),
        ("B", "2019-02-01/2019-03-03"),
        ("A", "2019-03-03"),
    ]


def test_a_part_can_be_left_out_or_taken_for_another_field() -> None:
    """Where an author is a person, `--map author=` leaves the feed's own name."""
    options = ReadOptions(columns={"Author": None, "category": "signatories"})

    (found,) = said(RSS, options)

    assert "program" not in found
    assert (found["signatories"], "tags" in found) == (["Land & water"], False)


def test_a_part_that_no_feed_has_is_told() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        reading(RSS, ReadOptions(columns={"organisation": "program"}))

    assert caught.value.problem == "x: has no part 'organisation', which --map names"


def test_its_encoding_is_what_it_declares() -> None:
    """And UTF-16 by its mark."""
    text = items(f"<title>Communiqué</title>{DATED}")
    declared = f'<?xml version="1.0" encoding="ISO-8859-1"?>{text}'

    for data in (declared.encode("latin-1"), declared.encode("utf-16")):
        entries = list(read(data, "x", AS_USUAL).entries)
        assert sniff(data[:4096])
        assert isinstance(entries[0], Entry)
        assert entries[0].fields["title"] == "Communiqué"


def test_an_open_date_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        said(items("<title>A</title><pubDate>03/04/2019</pubDate>"))

    assert caught.value.line == 2
    assert (
        said(
            items(
                "<title>A</title><pubDate>13/04/2019</pubDate>",
                "<title>A</title><pubDate>03/04/2019</pubDate>",
            )
        )[0]["date"]
        == "2019-04-03"
    )


LAUGHS = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"<!DOCTYPE rss [{LAUGHS}]>{items()}", "x, line 1: has a DTD"),
        (
            f'<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE rss>{items()}',
            "line 3: has a",
        ),
        ('<!DOCTYPE rss SYSTEM "file:///etc/passwd">' + items(), "line 1: has a DTD"),
        (RSS.replace("</item>", ""), "x, line 18: is not XML at column 3: mismatched"),
        (
            items("<title>&nbsp;</title>"),
            "x, line 3: is not XML at column 8: undefined",
        ),
        ("\n\n<rss><channel>", "x, line 3: is not XML at column 15: no element found"),
        ("<rss/>", "x, line 1: has no channel"),
        ("<opml/>", "x, line 1: begins with <opml> and is no feed"),
        ("<rss>" + "<a>" * 9999, "x, line 1: its elements are nested more than 200"),
        ('{"version": "https://jsonfeed.org/version/1"}', "x: has no items"),
        ("{", "x, line 1: is not JSON"),
    ],
)
def test_what_is_no_feed_is_refused(text: str, problem: str) -> None:
    """With its line."""
    with pytest.raises(UnreadableInputError) as caught:
        reading(text)

    assert problem in caught.value.problem


def test_a_dtd_is_refused_at_the_door(run: Run, home: Path) -> None:
    """By its look it is a feed."""
    feed = home / "laughs.xml"
    feed.write_text(f"<!DOCTYPE rss [{LAUGHS}]>{items('&b;')}", encoding="utf-8")
    run("init")

    assert "has a DTD" in refused(run("import", str(feed)), 4)


def test_an_import(run: Run, home: Path) -> None:
    """The issuer is the feed where no author is named, and that is told."""
    feed = home / "feed.xml"
    feed.write_text(items(f"<title>On land</title>{DATED}"), encoding="utf-8")
    run("init")

    done = run("import", str(feed))

    assert done.err.splitlines()[-1] == "Added 1 statement: 1."
    told = "1 statement without an issuer; using Harbour Watch."
    assert told in done.err.splitlines()
    assert run("list").out == "1\t2019-03-03\tHarbour Watch\tOn land\n"


words = st.text(
    st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20
).filter(lambda word: word.isalnum())


@given(st.lists(st.tuples(st.dates(), words, words), min_size=1, max_size=5))
def test_what_is_taken_in_is_what_was_written(
    written: list[tuple[object, str, str]],
) -> None:
    """Each entry with its date, its title and its text."""
    text = items(
        *(
            f"<title>{escape(title)}</title><pubDate>{date}</pubDate>"
            f"<description>{escape(body)} ends.</description>"
            for date, title, body in written
        )
    )

    found = {
        (each["date"], each["title"], each["text"])
        for each in said(text, ReadOptions(undated=True))
        if not {*"/?"} & {*str(each["date"])}  # of what is dated by those around it
    }

    assert found == {
        (str(d), t, f"{b} ends.")
        for d, t, b in written
        if not str(d).startswith("0001")
    }


@given(st.data())
def test_it_fails_with_nothing_but_its_own_errors(data: st.DataObject) -> None:
    """Whatever is cut out of it, or put into it."""
    whole = data.draw(st.sampled_from([RSS, ATOM, RDF, json.dumps(JSON)])).encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 50)))
    inserted = data.draw(
        st.binary(max_size=9) | st.sampled_from([b"<", b"]]>", b"&#0;"])
    )
    broken = io.BytesIO(whole[:start] + inserted + whole[end:]).getvalue()

    with suppress(MediarelError):
        list(read(broken, "x", AS_USUAL).entries)


@pytest.mark.parametrize(
    ("printed", "text", "is_excerpt"),
    [
        ("They left.\nThe post On land appeared first on River.", "They left.", False),
        (
            "They left […] The post On land appeared first on River.",
            "They left […]",
            True,
        ),
        (
            "They left.\nL’article On land est apparu en premier sur R.",
            "They left.",
            False,
        ),
        (
            "&lt;p>They […]&lt;/p>&lt;p>The post On land appeared first on R.&lt;/p>",
            "They […]",
            True,
        ),
        ("The post by the sea appeared first on maps.\nIt is", "", False),
    ],
)
def test_where_a_text_appeared_is_no_part_of_it(
    printed: str,
    text: str,
    is_excerpt: bool,  # noqa: FBT001
) -> None:
    """Its last sentence is taken off; a text that was cut above it is an excerpt."""
    item = f"<title>On land</title>{DATED}<description>{printed}</description>"
    (entry,) = said(items(item))
    assert entry["text"] == (text or printed)
    assert entry.get("excerpt", False) is is_excerpt
