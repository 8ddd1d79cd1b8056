"""Test the repair of UTF-8 that was decoded as Windows-1252."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from letters import WORDS, misread, misread_as_latin_1, texts
from mediarel.text.damaged import reread
from samples import LONG, sample

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = sorted(WORDS)
CLEAN = 10_000 // len(LANGUAGES) + 1
DAMAGED = 30


@pytest.mark.parametrize("language", LANGUAGES)
def test_correct_text_is_not_changed(language: str) -> None:
    clean = sample(list(texts(language, CLEAN)))

    assert [text for text in clean if reread(text) != text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrongly", [misread, misread_as_latin_1])
def test_misread_text_is_repaired(language: str, wrongly: Callable[[str], str]) -> None:
    """The text was misread once or twice."""
    for text in sample(list(texts(language, DAMAGED, least=6))):
        assert reread(wrongly(text)) == text
        assert reread(wrongly(wrongly(text))) == text


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("Itâ€™s", "It’s"),
        ("ItÃ¢â‚¬â„¢s", "It’s"),
        ("cafÃ©", "café"),
        ("NÃƒO", "NÃO"),
        ("Viá»‡t Nam", "Việt Nam"),
        ("5Â°C", "5°C"),
        ("la libertÃ© Â»", "la liberté »"),
        ("áž€áŸ†áž–áž\x8f", "កំពត"),
        # Only a part of the text was misread.
        ("“Itâ€™s” – កំពត", "“It’s” – កំពត"),
        ("One “line”\nItâ€™s", "One “line”\nIt’s"),
        ("“IRMÃ” nâ€™est", "“IRMÃ” n’est"),
        # The no-break space became a space, or was lost at the end.
        ("dÃ©jÃ  vu", "déjà vu"),
        ("voilÃ le cafÃ©", "voilà le café"),
        ("le cafÃ© est lÃ", "le café est là"),
        ("le cafÃ© lÃ -bas", "le café là-bas"),
        ("10Â 000 cafÃ©s", "10\xa0000 cafés"),
        # The last byte of the closing quotation mark was lost.
        ("â€œfairâ€ and â€œjustâ€\ufffd", "“fair” and “just”"),
        ("Ã¢â‚¬Å“fairÃ¢â‚¬ and", "“fair” and"),
    ],
)
def test_misread_words_are_repaired(damaged: str, mended: str) -> None:
    assert reread(damaged) == mended


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NÃO",
        "“IRMÃ”",
        "MANHÃ–TARDE",
        "A IRMÃ…",
        "IRMÃ\xa0MARIA",
        "à",
        "Â",
        "la «\xa0liberté\xa0»",
        "„Spaß“",
        "Ç’A ÉTÉ",
        "PERÚ®",
        "está»…",
        "«Bogotá»—dijo",
        "5 Å²",
        "Its government’s",
        # One capital with a mark may be intended. A lost byte can't be restored.
        "ESPAÃ‘A",
        "Ã–sterreich",
        "â€",
        "is â€ open",
        "í\xa0\x80",
        "5 Â€ more",
    ],
)
def test_unclear_characters_are_kept(text: str) -> None:
    assert reread(text) == text


def test_an_incomplete_quotation_mark_is_kept_if_no_quotation_is_open() -> None:
    assert reread("itâ€™s â€ open") == "it’s â€ open"


@pytest.mark.parametrize("text", ["សេចក្តី", "“på Åland”"])
def test_a_lost_line_break_character_is_not_guessed(text: str) -> None:
    """Latin-1 reads the byte 85 as a line break, which then became a space.

    A space can also stand for a no-break space.
    """
    damaged = misread_as_latin_1(text).replace("\x85", " ")

    assert set(reread(damaged)) - set(text) <= set(damaged)


@pytest.mark.parametrize("part", ["Ã", "â€", "â€™", "é\xa0»", "Ã©\n", "Ã ", "“"])
def test_a_long_text_is_repaired_in_linear_time(part: str) -> None:
    text = part * (LONG // len(part) // 10)

    assert len(reread(text)) <= len(text)
