"""Elements nested without end are told before a parser is kept busy with them."""

from __future__ import annotations

import pytest

from mediarel.pages.markup import is_nested_deeper


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "SPAN class=x", "ul"])
def test_what_is_never_closed_is_deep(tag: str) -> None:
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
def test_what_ends_by_itself_or_is_no_element_is_not(html: str) -> None:
    assert not is_nested_deeper(html * 200, 100)


def test_what_is_never_ended_hides_the_rest() -> None:
    assert not is_nested_deeper("<!-- " + "<div>" * 200, 100)
