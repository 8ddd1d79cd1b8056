"""Test that any page is read or refused, and that no line is lost."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from html_pages import ALL, listed, page, read
from mediarel.errors import MediarelError
from mediarel.pages.listing import read_html
from samples import LONG, in_the_checks

PARTS = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<div class=a>", "<ul>", "<li>", "</ul>"),
        *("<table>", "<tr>", "<td>", "</table>", "<br>", "<hr>", "<b>", "</b>", "<h2>"),
        *("</h2>", "<a href=/x>", "</a>", "<span>", "</span>", "<time datetime=2019>"),
        *("<article>", "</article>", "<aside>", "</aside>", "<nav>", "</nav>", "<!--"),
        *("-->", "<script>", "</script>", "3 March 2019", "2019", "March", "3/4/19"),
        *("Reopen the room", "The court said so on Monday.", "Read more", "1 2 3 Next"),
        *("Press Release", "by Dara", "|", ",", " ", "\n", "\u200b", "\0", "&#0;"),
        "ថ្ងៃទី៣",
    ]
)


@given(st.lists(PARTS, max_size=60))
def test_any_page_is_read_or_refused(parts: list[str]) -> None:
    """The only possible error is a MediarelError.

    Each entry has a field besides its date.
    """
    with suppress(MediarelError):
        found = read("".join(parts))
        assert all(each.title or each.body for each in found.entries)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(MediarelError):
        read_html(b"<html>" + data, "page.html")


@given(st.lists(PARTS, max_size=12))
def test_content_below_a_list_hides_no_entry(parts: list[str]) -> None:
    """Each entry is in the list, or reported as left out."""
    html = page(listed("<article><h2>{title}</h2><p>{date}</p></article>"))
    below = "".join(parts)
    try:
        found = read(html + f"<div>{below}</div>")
    except MediarelError:
        return
    told = {(str(each.date), each.title) for each in found.entries}
    named = " ".join(each.text for each in found.left_out)

    assert all(entry in told or entry[1] in named for entry in ALL)


@in_the_checks
@pytest.mark.parametrize(
    "html",
    [
        "<div>3 March 2019" * 900,
        "<b>3 March 2019 title" * 900,
        "<p>" + "3 March 2019 " * (LONG // 50),
        "<p>" + " " * LONG,
        "<" * LONG,
        "<!--" * (LONG // 4),
        "<p " + "a=b " * (LONG // 5) + ">3 March 2019",
        "<title>" + "a | " * (LONG // 5) + "</title><p>3 March 2019",
        "<ul><li>3 March 2019 <a href=x>some title here</a>" * 400,
    ],
)
def test_long_repetitions_are_read_in_proportional_time(html: str) -> None:
    with suppress(MediarelError):
        assert read(html).entries
