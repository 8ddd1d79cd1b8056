"""Test the plain text of a piece of HTML."""

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.pages.page_text import plain_text


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
