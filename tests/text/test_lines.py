"""Test the cleaning of lines and paragraphs."""

import unicodedata

import pytest

from mediarel.text.lines import harmless, paragraphs

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
