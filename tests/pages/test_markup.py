"""Test the visible lines, links, encoding and plain text of HTML."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from mediarel.errors import UnreadableInputError
from mediarel.pages import markup
from mediarel.pages.lines import ShownLine, shown_lines
from mediarel.pages.markup import page_text, read_markup, refuse_size
from mediarel.pages.page_text import plain_text
from mediarel.pages.site import own_address, whole_address


def lines_of(html: str) -> list[ShownLine]:
    """Return the visible lines of a page."""
    return shown_lines(read_markup(html, "page.html").body, html)


def shown(html: str) -> list[str]:
    """Return the texts of the visible lines."""
    return [line.text for line in lines_of(html)]


def test_white_space_is_reduced_except_in_preformatted_text() -> None:
    assert shown("<p>3\n  March&nbsp; 2019</p><pre>A\nB</pre>") == [
        "3 March 2019",
        "A",
        "B",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var x = '3 March 2019'</script>",
        "<style>p { color: red }</style>",
        "<p hidden>no</p>",
        "<p style='display: none'>no</p>",
        "<p style='VISIBILITY:hidden'>no</p>",
        "<div class='d-none'>no</div>",
        "<select><option>2019</select>",
        "<template><p>no</template>",
        "<!-- no -->",
    ],
)
def test_hidden_elements_are_left_out(hidden: str) -> None:
    assert shown(f"<p>A</p>{hidden}<p>B</p>") == ["A", "B"]


def test_elements_hidden_only_on_narrow_screens_are_shown() -> None:
    assert shown("<p class='hidden md:block'>A</p>") == ["A"]


def test_lines_have_their_source_line_number() -> None:
    """The `title` element has the same words, but is not a visible line."""
    html = (
        "<title>Watch</title>\n<body>\n<p>Watch</p>\n\n<p>Land\n &amp; Life</p><p>End"
    )

    assert [line.number for line in lines_of(html)] == [3, 5, 6]


def test_elements_nested_too_deep_are_refused() -> None:
    """Our code and the parser must not exceed the stack."""
    html = "<table><tr><td>" * 10_000 + "3 March 2019"

    with pytest.raises(UnreadableInputError, match="nested more than 1,000 deep"):
        lines_of(html)


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "_MOST_ELEMENTS", 100)

    with pytest.raises(UnreadableInputError, match="more than 100 elements"):
        lines_of("<p>a" * 200)


def test_large_page_is_refused_before_parsing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "MOST_BYTES", 2_000_000)

    with pytest.raises(UnreadableInputError, match="a page of 3 MB is too large"):
        refuse_size(b" " * 3_000_000, "page.html")


def test_an_empty_page_has_no_lines() -> None:
    assert shown("") == []
    assert shown("<frameset><frame src=a></frameset>") == []


def test_a_heading_with_a_line_break_is_one_line() -> None:
    """But a heading with links to several pages is a list."""
    one = "<h2><a href=/1>Day 100<br>on the footbridge</a></h2>"
    two = "<h2><a href=/1>Day 100</a><br><a href=/2>Day 101</a></h2>"

    assert shown(one) == ["Day 100 on the footbridge"]
    assert shown(two) == ["Day 100", "Day 101"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("One &amp;\n two", "One & two"),
        ("<p>One<p>Two<br>Three", "One\n\nTwo\nThree"),
        ("<h2>Why</h2>One<script>no()</script>", "Why\n\nOne"),
        ("<ul><li>One<ul><li>Two</ul><li>Three</ul>", "• One\n• Two\n• Three"),
        ("<ol><li>One<li></li><li>Three</ol>", "1. One\n3. Three"),
        ("<ul><li>One</ul><ol><li>Two</ol>", "• One\n1. Two"),
        ('<p hidden>No</p><a href="x">Yes</a>', "Yes"),
    ],
)
def test_plain_text_keeps_paragraphs_and_list_marks(html: str, text: str) -> None:
    assert plain_text(html, "x") == text


def test_html_nested_too_deep_is_refused() -> None:
    with pytest.raises(UnreadableInputError) as caught:
        plain_text("<div>" * 10_000 + "a", "x")

    assert "nested more than" in caught.value.problem


NAME = "Comité du littoral"


def page(declared: str) -> str:
    """Return a page that declares an encoding."""
    return f'<meta http-equiv="Content-Type" content="a; charset={declared}">{NAME}'


@pytest.mark.parametrize("declared", ["windows-1252", "ISO-8859-1", "utf-8"])
def test_valid_utf_8_overrides_the_declared_encoding(declared: str) -> None:
    """Old templates often declare a wrong encoding."""
    text, note = page_text(page(declared).encode(), "page.html", None)

    assert NAME in text
    assert not note


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("windows-1252", "cp1252"),
        ("ISO-8859-1", "cp1252"),
        ("latin1", "cp1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("x-cp1252", "cp1252"),
    ],
)
def test_other_bytes_are_read_as_declared(declared: str, codec: str) -> None:
    text, note = page_text(page(declared).encode(codec), "page.html", None)

    assert NAME in text
    assert not note


def test_an_encoding_can_have_its_browser_name() -> None:
    """Python has no codec named windows-874."""
    thai = "แถลงการณ์"
    data = page("windows-874").replace(NAME, thai).encode("cp874")

    assert thai in page_text(data, "page.html", None)[0]


def test_a_byte_order_mark_means_utf_16() -> None:
    text, _ = page_text(f"<p>{NAME}".encode("utf-16"), "page.html", None)

    assert text == f"<p>{NAME}"


def test_the_encoding_option_overrides_the_declared_encoding() -> None:
    text, _ = page_text(page("shift_jis").encode("cp1252"), "page.html", "cp1252")

    assert NAME in text


def test_bytes_without_a_declared_encoding_are_refused_with_their_line() -> None:
    with pytest.raises(UnreadableInputError, match="line 2: it is not UTF-8") as error:
        page_text(f"<p>\n{NAME}".encode("cp1252"), "page.html", None)

    assert "--encoding cp1252" in error.value.hint


@pytest.mark.parametrize("declared", ["klingon", "base64", "undefined"])
def test_an_unknown_encoding_is_refused_by_name(declared: str) -> None:
    """Codecs that are not for text are unknown encodings."""
    with pytest.raises(
        UnreadableInputError, match=f"the encoding '{declared}' is unknown"
    ):
        page_text(page(declared).encode("cp1252"), "page.html", None)


def test_unreadable_characters_are_counted() -> None:
    """A page with one damaged byte is still readable."""
    text, note = page_text(page("utf-8").encode() + b"\xff\xfe", "page.html", None)

    assert NAME in text
    assert note == "2 characters can't be read as utf-8"


OWN = "https://harbour.example/news/"


def own(html: str) -> str | None:
    """Return the address that a page gives as its own."""
    return own_address(LexborHTMLParser(html), html)


@pytest.mark.parametrize(
    "html",
    [
        f'<link rel="canonical" href="{OWN}">',
        f'<meta property="og:url" content="{OWN}">',
        f"<!-- saved from url=(0029){OWN} --><html>",
        f'<base href="{OWN}">',
        f'<base href="/news/"><link rel="canonical" href="{OWN}2019.html">',
    ],
)
def test_the_address_of_a_page_is_read_from_its_metadata(html: str) -> None:
    assert own(html) == OWN


@pytest.mark.parametrize(
    "html", ["<p>", '<base href="/news/">', '<base href="http://[">']
)
def test_a_page_without_metadata_has_no_address(html: str) -> None:
    assert own(html) is None


def test_the_stated_address_overrides_the_given_address() -> None:
    html = f'<link rel="canonical" href="{OWN}">'
    given = "https://elsewhere.example/"

    assert own_address(LexborHTMLParser(html), html, given) == OWN
    assert own_address(LexborHTMLParser(""), "", given) == given


@pytest.mark.parametrize(
    ("href", "whole"),
    [
        ("a.html", "https://harbour.example/news/a.html"),
        ("/a b.pdf", "https://harbour.example/a%20b.pdf"),
        ("docs\\2019\\a.pdf", "https://harbour.example/news/docs/2019/a.pdf"),
        ("?id=1&x=a\\b", "https://harbour.example/news/?id=1&x=a\\b"),
        ("//other.example/a", "https://other.example/a"),
        (" http://other.\nexample/a ", "http://other.example/a"),
    ],
)
def test_a_relative_link_becomes_a_full_address(href: str, whole: str) -> None:
    assert whole_address(href, OWN) == whole


@pytest.mark.parametrize(
    "href",
    [
        "javascript:open('a.html')",
        "mailto:a@b.example",
        "#top",
        "",
        "data:,x",
        "http://[",
    ],
)
def test_scripts_and_mail_links_have_no_address(href: str) -> None:
    assert whole_address(href, OWN) is None


def test_an_address_without_a_path_is_the_root() -> None:
    page = own('<link rel="canonical" href="https://harbour.example">')

    assert whole_address("a.html", page) == "https://harbour.example/a.html"
