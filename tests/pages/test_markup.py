"""Test the visible lines of HTML."""

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.pages import markup
from mediarel.pages.lines import ShownLine, shown_lines
from mediarel.pages.markup import read_markup, refuse_size


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
