"""UTF-8 that was read as Windows-1252.

- what was misread is read as it was, also twice, in part, or without its no-break space
- what people write is left as it is, in every language, with any mark behind capitals
- nothing is guessed: where a byte is gone, and what would be no letter
- ftfy is loaded only where there is something to judge; long texts take no longer
"""

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
def test_what_people_write_is_left_as_it_is(language: str) -> None:
    clean = sample(list(texts(language, CLEAN)))

    assert [text for text in clean if reread(text) != text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrongly", [misread, misread_as_latin_1])
def test_what_was_misread_is_read_as_it_was(
    language: str, wrongly: Callable[[str], str]
) -> None:
    """Once and twice."""
    for text in sample(list(texts(language, DAMAGED, least=6))):
        assert reread(wrongly(text)) == text
        assert reread(wrongly(wrongly(text))) == text


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("Itâ€™s", "It’s"),
        ("ItÃ¢â‚¬â„¢s", "It’s"),
        ("cafÃ©", "café"),
        ("Siaran Ã© hak", "Siaran é hak"),
        ("NÃƒO", "NÃO"),
        ("ESPAÃ‘A", "ESPAÑA"),
        ("Ã–sterreich", "Österreich"),
        ("Viá»‡t Nam", "Việt Nam"),
        ("5Â°C", "5°C"),
        ("la libertÃ© Â»", "la liberté »"),
        ("Ã\xa0 Paris", "à Paris"),
        ("áž€áŸ†áž–áž\x8f", "កំពត"),
        # Where only a part of it was misread.
        ("“Itâ€™s” – កំពត", "“It’s” – កំពត"),
        ("One “line”\nItâ€™s", "One “line”\nIt’s"),
        ("“IRMÃ” nâ€™est", "“IRMÃ” n’est"),
        # Where its no-break space became another, or is gone from the end.
        ("dÃ©jÃ  vu", "déjà vu"),
        ("voilÃ le cafÃ©", "voilà le café"),
        ("le cafÃ© est lÃ", "le café est là"),
        ("le cafÃ© lÃ -bas", "le café là-bas"),
        ("10Â 000 cafÃ©s", "10\xa0000 cafés"),
        # Where the closing quote lost its last byte, for which there is no letter.
        ("â€œfairâ€ and â€œjustâ€\ufffd", "“fair” and “just”"),
        ("Ã¢â‚¬Å“fairÃ¢â‚¬ and", "“fair” and"),
    ],
)
def test_one_misread(damaged: str, mended: str) -> None:
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
        # A letter of which a byte is gone, and what no one can write.
        "â€",
        "is â€ open",
        "í\xa0\x80",
        "5 Â€ more",
    ],
)
def test_one_left_as_it_is(text: str) -> None:
    assert reread(text) == text


def test_a_mark_without_its_last_byte_is_left_where_no_quote_is_open() -> None:
    assert reread("itâ€™s â€ open") == "it’s â€ open"


@pytest.mark.parametrize("text", ["សេចក្តី", "“på Åland”"])
def test_no_letter_is_made_of_what_latin_1_took_for_a_line_break(text: str) -> None:
    """It became a space, as a no-break space does: which of the two it was is open."""
    damaged = misread_as_latin_1(text).replace("\x85", " ")

    assert set(reread(damaged)) - set(text) <= set(damaged)


@pytest.mark.parametrize("part", ["Ã", "â€", "â€™", "é\xa0»", "Ã©\n", "Ã ", "“"])
def test_a_long_text_is_read_in_time(part: str) -> None:
    """Where time grew with the square of its length, this would not end."""
    text = part * (LONG // len(part) // 10)

    assert len(reread(text)) <= len(text)
