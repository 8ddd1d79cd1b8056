"""What the letters of a page are encoded in."""

from __future__ import annotations

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.pages.markup import page_text

NAME = "Comité du littoral"


def page(declared: str) -> str:
    """Return a page that declares an encoding."""
    return f'<meta http-equiv="Content-Type" content="a; charset={declared}">{NAME}'


@pytest.mark.parametrize("declared", ["windows-1252", "ISO-8859-1", "utf-8"])
def test_valid_utf_8_is_utf_8_whatever_is_declared(declared: str) -> None:
    """An old template declares its own, over what is written into it today."""
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
def test_what_is_no_utf_8_is_read_as_declared(declared: str, codec: str) -> None:
    text, note = page_text(page(declared).encode(codec), "page.html", None)

    assert NAME in text
    assert not note


def test_an_encoding_may_have_the_name_that_browsers_have_for_it() -> None:
    """Python has no windows-874; the WHATWG calls its codec so."""
    thai = "แถลงการณ์"
    data = page("windows-874").replace(NAME, thai).encode("cp874")

    assert thai in page_text(data, "page.html", None)[0]


def test_a_byte_order_mark_tells_utf_16() -> None:
    text, _ = page_text(f"<p>{NAME}".encode("utf-16"), "page.html", None)

    assert text == f"<p>{NAME}"


def test_what_the_user_says_counts_above_what_is_declared() -> None:
    text, _ = page_text(page("shift_jis").encode("cp1252"), "page.html", "cp1252")

    assert NAME in text


def test_what_is_utf_8_stays_so_whatever_the_user_says_of_others() -> None:
    assert NAME in page_text(page("cp1252").encode(), "page.html", "cp1252")[0]


def test_bytes_that_say_no_encoding_are_refused_with_their_line() -> None:
    with pytest.raises(UnreadableInputError, match="line 2: it is not UTF-8") as error:
        page_text(f"<p>\n{NAME}".encode("cp1252"), "page.html", None)

    assert "--encoding cp1252" in error.value.hint


@pytest.mark.parametrize("declared", ["klingon", "base64", "undefined"])
def test_an_unknown_encoding_is_named(declared: str) -> None:
    """Also what Python knows, but not for text."""
    with pytest.raises(
        UnreadableInputError, match=f"the encoding '{declared}' is unknown"
    ):
        page_text(page(declared).encode("cp1252"), "page.html", None)


def test_letters_that_cannot_be_read_are_counted() -> None:
    """One bad byte in a page of UTF-8 does not cost the page."""
    text, note = page_text(page("utf-8").encode() + b"\xff\xfe", "page.html", None)

    assert NAME in text
    assert note == "2 letters can't be read as utf-8"
