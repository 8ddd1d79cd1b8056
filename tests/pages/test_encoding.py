"""Test how the encoding of a page is found."""

import pytest

from mediarel.errors import UnreadableInputError
from mediarel.pages.markup import page_text

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


def test_the_encoding_option_does_not_change_utf_8_pages() -> None:
    assert NAME in page_text(page("cp1252").encode(), "page.html", "cp1252")[0]


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
