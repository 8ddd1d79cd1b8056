"""Test how the encoding of a file is chosen."""

import codecs

import pytest

from mediarel.errors import MisuseError, UnreadableInputError
from mediarel.formats.encoding import (
    beginning,
    encoding_of,
    refuse_binary,
    text_of,
    undecodable,
)

KHMER = "ភ្នំពេញ"
TEXT = "Préavis « ភ្នំពេញ »\nligne\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf_16_le+", "utf_16_be+"]
)
@pytest.mark.parametrize("given", [None, "cp1252"])
def test_byte_order_mark_decides_the_encoding(encoding: str, given: str | None) -> None:
    """The byte order mark overrides --encoding, and is not part of the text."""
    mark = codecs.BOM_UTF16_LE if "le" in encoding else codecs.BOM_UTF16_BE
    data = TEXT.encode(encoding.removesuffix("+"))
    data = mark + data if encoding.endswith("+") else data
    if encoding == "utf-8":
        given = None

    assert text_of(data, given, "x") == TEXT
    assert beginning(data) == TEXT


def test_option_decides_the_encoding_without_a_mark() -> None:
    assert text_of("Préavis".encode("cp1252"), "windows-1252", "x") == "Préavis"


@pytest.mark.parametrize(
    ("data", "given", "reason"),
    [
        (b"a\n\xe9", None, "x, line 2: it is not UTF-8"),
        (b"a\n\n\x81", "cp1252", "x, line 3: it is not cp1252"),
        (b"\xff\xfea\0\n\0\0\xd8", None, "x, line 2: it is not utf-16"),
        (b"\xff\0", None, "x, line 1: it is not UTF-8, and may be binary"),
        (b" \n", None, "x: it is empty"),
        (b"", "cp1252", "x: it is empty"),
    ],
)
def test_undecodable_bytes_are_refused_with_their_line(
    data: bytes, given: str | None, reason: str
) -> None:
    with pytest.raises(UnreadableInputError) as caught:
        text_of(data, given, "x")

    assert caught.value.problem == reason
    is_empty = reason.endswith("empty")
    assert ("has content" if is_empty else "--encoding") in caught.value.hint


def test_line_of_undecodable_bytes_is_found_in_a_large_file() -> None:
    data = ("é\n" * 700_000).encode() + b"\xff"

    assert undecodable(data, "utf-8", "x").line == 700_001


@pytest.mark.parametrize("name", ["latin-99", "base64", "a\0b", ""])
def test_unknown_encoding_is_refused(name: str) -> None:
    """An empty name means UTF-8."""
    if name:
        with pytest.raises(MisuseError, match="there is no encoding"):
            encoding_of(b"a", name, "x")
    else:
        assert encoding_of(b"a", name, "x") == "utf-8"


def test_binary_data_is_refused() -> None:
    with pytest.raises(UnreadableInputError, match="not text but binary"):
        refuse_binary("[]".encode("utf-16-le"), "x")

    refuse_binary(KHMER.encode(), "x")
