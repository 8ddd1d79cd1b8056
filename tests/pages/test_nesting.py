"""Test that endlessly nested elements are detected before parsing."""

from __future__ import annotations

import pytest

from mediarel.pages.markup import is_nested_deeper


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "SPAN class=x", "ul"])
def test_elements_that_are_never_closed_are_nested(tag: str) -> None:
    assert is_nested_deeper(f"<{tag}>" * 101, 100)
    assert not is_nested_deeper(f"<{tag}>" * 100, 100)


@pytest.mark.parametrize(
    "html",
    [
        "<div></div>",
        "<p>",
        "<li>",
        "<tr><td>",
        "<b>",
        "<br>",
        "<!-- <div> -->",
        "<script>'<div>'</script>",
        "<style>/* <div> */</style>",
        "<divider>",
        "<input>",
    ],
)
def test_closed_elements_and_comments_are_not_nested(html: str) -> None:
    assert not is_nested_deeper(html * 200, 100)


def test_an_open_comment_hides_the_rest() -> None:
    assert not is_nested_deeper("<!-- " + "<div>" * 200, 100)
