"""Test the escaping of text in Markdown."""

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from mediarel.text.markdown_marks import address, escaped, unescaped
from strategies import texts


@given(texts)
def test_unescaping_returns_the_original_text(text: str) -> None:
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize(
    "text", ["1. Mai Bewegung", "# X", "[a](x)", "~~out~~", "[^1]", "+ and", "> said"]
)
def test_escaped_text_is_shown_as_one_plain_paragraph(text: str) -> None:
    shown = MarkdownIt("gfm-like", {"linkify": False}).parse(escaped(text))

    assert [each.type for each in shown] == [
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]
    assert {each.type for each in shown[1].children or ()} == {"text"}
    assert "".join(each.content for each in shown[1].children or ()) == text


def test_a_url_with_angle_brackets_is_one_link() -> None:
    (_, inline, _) = MarkdownIt().parse(address("https://e.example/>x_<y_"))

    link = (inline.children or [])[0]
    assert link.attrs["href"] == "https://e.example/%3Ex_%3Cy_"
