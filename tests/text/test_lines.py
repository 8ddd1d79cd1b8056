"""Test lines and paragraphs, Markdown, canonical JSON and URLs."""

import unicodedata

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from mediarel.text.canonical import canonical_json, sha256_of
from mediarel.text.lines import address, escaped, harmless, paragraphs, unescaped
from mediarel.text.urls import capture_in
from strategies import texts

BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
MARKS_OF_DIRECTION = "\u061c\u200e\u200f"


def test_no_control_character_remains() -> None:
    """The test covers all of Unicode, including controls of the reading direction."""
    through = [
        f"{code:04X}"
        for code in range(0x110000)
        if (
            (
                unicodedata.category(chr(code)) in {"Cc", "Cs"}
                and chr(code) not in "\t\n"
            )
            or unicodedata.bidirectional(chr(code)) in BIDI
            or chr(code) in MARKS_OF_DIRECTION
        )
        and chr(code) in harmless(f"a{chr(code)}b")
    ]

    assert through == []


def test_printable_characters_of_all_scripts_are_kept() -> None:
    changed = [
        f"{code:04X}"
        for code in range(0x110000)
        if unicodedata.category(chr(code))[0] in "LMNPSZ"
        and unicodedata.category(chr(code)) not in {"Zl", "Zp"}
        and harmless(chr(code)) != chr(code)
    ]

    assert changed == []
    assert harmless("ក\u200bខ\u200c\u200d\u00ad") == "ក\u200bខ\u200c\u200d\u00ad"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("\x1b]8;;https://x\x07link", "<U+001B>]8;;https://x<U+0007>link"),
        ("\x1b]52;c;aGk=\x1b\\", "<U+001B>]52;c;aGk=<U+001B>\\"),
        ("\x9b2J\x7f", "<U+009B>2J<U+007F>"),
        ("a\u202eb\u2066c", "a<U+202E>b<U+2066>c"),
        ("\ud800\ufeff\U000e0041", "<U+D800><U+FEFF><U+E0041>"),
        ("one\r\n\ttwo", "one<U+000D>\n\ttwo"),
    ],
)
def test_control_characters_are_shown_as_code_points(text: str, shown: str) -> None:
    assert harmless(text) == shown


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a  \n \t\n\n\n  b\u00a0", "a\n\n  b"),
        ("\n\n a", " a"),
        (" \n\u3000\n", ""),
    ],
)
def test_paragraphs_are_separated_by_one_blank_line(given_text: str, kept: str) -> None:
    """White space at line ends is removed."""
    assert paragraphs(given_text) == kept


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


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    # U+1F600 is a surrogate pair that begins with D83D, which is before U+FB33.
    keys = {"\ufb33": 1, "\U0001f600": 2, "z": {"b": [], "a": None}, "A": True}

    assert canonical_json(keys).decode() == (
        '{"A":true,"z":{"a":null,"b":[]},"\U0001f600":2,"\ufb33":1}'
    )


def test_only_required_characters_are_escaped() -> None:
    text = 'ខ្មែរ "/\\\b\f\n\r\t\x1f\x7f\u2028'

    expected = '["ខ្មែរ \\"/\\\\\\b\\f\\n\\r\\t\\u001f\x7f\u2028"]'
    assert canonical_json([text]).decode() == expected


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical_json({"title": "\ud800"})


def test_equal_values_have_equal_hashes() -> None:
    assert sha256_of({"a": 1, "b": (2,)}) == sha256_of({"b": [2], "a": 1})
    assert sha256_of({"a": "é"}) != sha256_of({"a": "e\u0301"})


WEB = "https://web.archive.org/web"


@pytest.mark.parametrize(
    ("url", "original", "at"),
    [
        (
            f"{WEB}/20120716093000/http://a.org/b?c=1",
            "http://a.org/b?c=1",
            "16T09:30:00",
        ),
        (f"{WEB}/20120716093000id_/https://a.org/b", "https://a.org/b", "16T09:30:00"),
        (f"{WEB}/201207/http:/a.org/b", "http://a.org/b", "01T00:00:00"),
        (
            "https://wayback.example/all/20120716/www.a.org",
            "http://www.a.org",
            "16T00:00:00",
        ),
    ],
)
def test_the_original_url_and_the_time_of_a_copy(
    url: str, original: str, at: str
) -> None:
    assert capture_in(url) == (original, f"2012-07-{at}Z")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/2012/07/release.html",
        "https://example.org/2012/release.html",
        f"{WEB}/20129916093000/http://a.org/b",
        f"{WEB}/2012*/http://a.org/b",
        "https://archive.example/AbC12",
    ],
)
def test_other_urls_are_not_copies(url: str) -> None:
    assert capture_in(url) is None
