"""Test the import of feeds."""

import io
import json
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from mediarel.errors import MediarelError, UnreadableInputError
from mediarel.formats.encoding import readable_format
from mediarel.formats.entries import Entry, Reading, ReadOptions
from mediarel.formats.feed import read
from reads import AS_USUAL

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
    """Return the fields of each entry of a feed."""
    entries = list(reading(text, options).entries)
    assert all(isinstance(each, Entry) for each in entries)
    return [dict(each.fields) for each in entries if isinstance(each, Entry)]


def items(*each: str, above: str = "") -> str:
    """Return an RSS feed with an item for each content in `each`."""
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
def test_each_feed_has_the_same_entry(text: str, changed: dict[str, str]) -> None:
    found = reading(text)

    assert readable_format(None, text.encode(), "x").name == "feed"
    assert said(text) == [EXPECTED | changed]
    assert found.site == "Harbour Watch"
    assert found.pattern.startswith("1 entry of ")


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Sun, 03 Mar 2019 23:30:00 -0700", "2019-03-03"),
        ("Sun, 3 Mar 2019 00:10 EST", "2019-03-03"),
        ("3 March 2019", "2019-03-03"),
        ("2019-03-03T00:10:00+07:00", "2019-03-03"),
        ("2019-03", "2019-03"),
    ],
)
def test_date_is_the_printed_day(printed: str, day: str) -> None:
    """The day is not converted to a different time zone."""
    (found,) = said(items(f"<title>A</title><pubDate>{printed}</pubDate>"))

    assert found["date"] == day


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
def test_summary_with_ellipsis_is_an_excerpt(
    summary: str, text: str, *, is_excerpt: bool | None
) -> None:
    (found,) = said(
        items(f"<title>A</title>{DATED}<description>{summary}</description>")
    )

    assert (found["text"], found.get("excerpt")) == (text, is_excerpt)


def test_footer_of_wordpress_is_removed() -> None:
    """WordPress adds a line with the site's name to each text, in any language."""
    tail = (
        '<p>Cet article <a href="https://x.example/a">A</a> est apparu en premier sur '
        '<a href="https://x.example">Harbour Watch</a>.</p>\n'
    )

    (found,) = said(
        items(
            f"{DATED}<title>A</title><description>{escape('<p>b […]</p>' + tail)}"
            "</description>"
        )
    )

    assert (found["text"], found["excerpt"]) == ("b […]", True)


def test_only_published_posts_of_a_wordpress_export_are_read() -> None:
    """Drafts and pictures are reported as left out."""
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
        "is of type 'attachment', not a post",
        "is not published: its status is 'draft'",
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
def test_author_with_a_name_is_the_issuer(author: str, program: str | None) -> None:
    """An e-mail address is not a name."""
    text = items(f"<title>A</title>{DATED}<author>{author}</author>")

    assert said(text)[0].get("program") == program
    assert reading(text).site == "Harbour Watch"


LINK = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" href="{}"/>'


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
    ],
)
def test_links_become_sources(item: str, links: list[str] | None) -> None:
    """Relative links are resolved, and duplicates are removed.

    The GUID is used only if there is no link. A link to a feed service is ignored.
    """
    above = "<link>https://x.example/news</link>"
    (found,) = said(items(f"<title>A</title>{DATED}{item}", above=above))

    assert found.get("sources") == links


UNDATED = (
    "<title>A</title><pubDate>3 Mar 2019</pubDate>",
    "<title>B</title>",
    "<title>C</title><pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate>",
    "<title>D</title><pubDate>1 Feb 2019</pubDate>",
    "<title>E</title>",
)


def test_entries_without_a_date_are_left_out_and_listed() -> None:
    found = reading(items(*UNDATED))

    assert [each["title"] for each in said(items(*UNDATED))] == ["D", "A"]
    assert [(each.line, each.text, each.why) for each in found.left_out] == [
        (4, "B", "has no date"),
        (6, "C", "has no date"),
        (10, "E", "has no date"),
    ]


def test_map_ignores_an_element_or_changes_its_field() -> None:
    options = ReadOptions(columns={"Author": None, "category": "signatories"})

    (found,) = said(RSS, options)

    assert "program" not in found
    assert (found["signatories"], "tags" in found) == (["Land & water"], False)


LAUGHS = '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"<!DOCTYPE rss [{LAUGHS}]>{items()}", "x, line 1: has a DTD"),
        (
            f'<?xml version="1.0"?>\n<!-- a -->\n<!DOCTYPE rss>{items()}',
            "line 3: has a DTD",
        ),
        (
            '<!DOCTYPE rss SYSTEM "file:///etc/passwd">' + items(),
            "line 1: has a DTD",
        ),
        (
            RSS.replace("</item>", ""),
            "x, line 18: is invalid XML at column 3: mismatched",
        ),
        (
            items("<title>&nbsp;</title>"),
            "x, line 3: is invalid XML at column 8: undefined",
        ),
        (
            "\n\n<rss><channel>",
            "x, line 3: is invalid XML at column 15: no element found",
        ),
        ("<rss/>", "x, line 1: the feed has no channel"),
        ("<opml/>", "x, line 1: the file begins with <opml>"),
        (
            "<rss>" + "<a>" * 9999,
            "x, line 1: has elements that are nested more",
        ),
        ('{"version": "https://jsonfeed.org/version/1"}', "x: the feed has no items"),
        ("{", "x, line 1: is invalid JSON"),
    ],
)
def test_invalid_feed_is_refused_with_its_line(text: str, problem: str) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        reading(text)

    assert problem in caught.value.problem


def test_issuer_is_the_feed_if_no_author_is_named(run: Run, home: Path) -> None:
    feed = home / "feed.xml"
    feed.write_text(items(f"<title>On land</title>{DATED}"), encoding="utf-8")
    run("init")

    done = run("import", str(feed))

    assert done.err.splitlines()[-1] == "Added 1 statement: 1."
    told = "1 statement without an issuer; using Harbour Watch."
    assert told in done.err.splitlines()
    assert run("list").out == "1\t2019-03-03\tHarbour Watch\tOn land\n"


@given(st.data())
def test_damaged_feed_raises_only_known_errors(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([RSS, ATOM, RDF, json.dumps(JSON)])).encode()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 50)))
    inserted = data.draw(
        st.binary(max_size=9) | st.sampled_from([b"<", b"]]>", b"&#0;"])
    )
    broken = io.BytesIO(whole[:start] + inserted + whole[end:]).getvalue()

    with suppress(MediarelError):
        list(read(broken, "x", AS_USUAL).entries)
