"""Test the comparison of quotations word by word."""

from __future__ import annotations

import pytest

from mediarel.text.quotation import (
    both_settled,
    parts_of,
    phrases,
    places,
    said,
    wording,
)

TEXT = (
    "We can’t wait: prices rose 1.5% (to $10,000) on 8–9 May, at -5 degrees.\n\n"
    "Non-violent groups of Thailand & Laos call – “again” – for the re-\nlease of"
    " Café 24/7. សេចក្តី\u200bថ្លែងការណ៍ រួម ៥០០០៛"
)


def is_said(quotation: str, text: str = TEXT) -> bool:
    """Return whether `text` contains `quotation`."""
    sought, searched = both_settled(wording(quotation), wording(text))
    return bool(places(sought, searched))


@pytest.mark.parametrize(
    "quotation",
    [
        *("we CAN'T wait prices", "rose 1.5%", "$10,000 on 8-9 may"),
        *("At −5 degrees; non violent", "groups\n of\tThai\u200bland & Laos"),
        *(
            "call \u2014 ‘again’ for the release",
            "release of cafe 24/7",
            "the re-lease",
        ),
        *("for the re-\nlease", "for the rel\u00adease", "of Thai-\nland"),
        *("សេចក្តីថ្លែងការណ៍រួម", "ថ្លែង ការ", "រួម 5000៛", "degrees. Non-violent"),
    ],
)
def test_case_accents_dashes_and_line_breaks_are_ignored(quotation: str) -> None:
    assert is_said(quotation)


@pytest.mark.parametrize(
    "quotation",
    [
        *("we can wait", "we can", "rose 15%", "rose 1,5%", "rose 1.5", "5%", "1.5"),
        *("10,000", "$10", "000", "on 8", "9 May", "5 degrees", "violent groups"),
        *("land & Laos", "Thailand and Laos", "Thailand Laos", "group of Thailand"),
        *("24", "24 7", "lease of", "for the re", "សេចក្តីថ្លែងការណ", "ចក្តីថ្លែងកា ណ៍"),
        *("៥០០០", "50៛", "again for release", "call not again", ""),
    ],
)
def test_different_words_numbers_and_signs_do_not_match(quotation: str) -> None:
    assert not is_said(quotation)


@pytest.mark.parametrize(
    ("text", "quotations", "others"),
    [
        (
            "Police arrested 50¹ people.",
            ["arrested 50 people"],
            ["arrested 501 people"],
        ),
        ("We ask.² They fled¹⁰", ["ask. They fled", "ask.² They"], ["fled10", "ask.¹"]),
        ("An area of 10² metres", ["10² metres"], ["102 metres", "10³ metres"]),
        ("2⁵ men, and 5 km² of CO₂", ["5 km2 of CO2"], ["25 men", "5 km"]),
        ("Use ①② here", ["use ①② here"], ["use 12 here"]),
        ("About 1½ years", ["1½ years"], ["2 years", "1 years", "11 2 years"]),
    ],
)
def test_a_superscript_digit_is_not_part_of_a_number(
    text: str, quotations: list[str], others: list[str]
) -> None:
    """The digit may mark a footnote.

    If both texts have a superscript digit, the digits must be equal.
    """
    assert [each for each in quotations if not is_said(each, text)] == []
    assert [each for each in others if is_said(each, text)] == []


@pytest.mark.parametrize(
    ("text", "quotations", "others"),
    [
        ("All 2 500 families", ["all 2 500 families"], ["500 families", "all 2"]),
        ("All 2\u00a0500 and 1\u202f000\u2009000", ["2 500"], ["500 and", "1 000"]),
        ("២ ៥០០ homes", ["2 500 homes"], ["500 homes"]),
        ("In 2012 500 families", ["500 families"], ["12 500 families"]),
        ("Rose 50٪ or 5 ‱", ["rose 50%", "5 ‱"], ["rose 50 or", "or 5", "5 ‰"]),
        ("It is –5 degrees, -$7", ["−5 degrees", "-$7"], ["5 degrees", "$7"]),
        ("Of ±5, <3 votes, ≥ 4 and ~ 6", ["±5, <3"], ["5", "3 votes", "4 and", "6"]),
        ("8 –9 May, 3⁄4, %20, 3×5", ["9 May", "3×5"], ["4", "20", "3 5", "5"]),
        ("Land\n> 50 men\n- 7 boys", ["land 50 men 7 boys"], []),
    ],
)
def test_a_part_of_a_number_does_not_match(
    text: str, quotations: list[str], others: list[str]
) -> None:
    """A number includes its groups of digits, its minus and its percent sign."""
    assert [each for each in quotations if not is_said(each, text)] == []
    assert [each for each in others if is_said(each, text)] == []


@pytest.mark.parametrize(
    ("text", "quotations", "others"),
    [
        ("We can't pay 1,000", ["can’t pay"], ["t pay 1,000", "we can"]),
        ("It’s time they’ll go", ["it's time"], ["s time", "ll go", "its time"]),
        ("De l’eau, d’une amie", ["eau", "une amie"], ["l", "d"]),
        ("By O’Brien", ["O'Brien"], ["Brien"]),
    ],
)
def test_an_apostrophe_joins_english_words_and_separates_french_words(
    text: str, quotations: list[str], others: list[str]
) -> None:
    assert [each for each in quotations if not is_said(each, text)] == []
    assert [each for each in others if is_said(each, text)] == []


@pytest.mark.parametrize(
    "ellipsis", ["…", "...", "[…]", "[ ... ]", "(…)", ". . .", "⋯"]
)
def test_an_ellipsis_of_any_form_splits_the_quotation(ellipsis: str) -> None:
    parts = parts_of(f"{ellipsis} “we call {ellipsis} for land”. {ellipsis}")

    assert [part.folded for part in parts] == [["we", "call"], ["for", "land"]]


@pytest.mark.parametrize(
    ("quotation", "found"),
    [
        ("we can't … Laos", [(0, 0, 2), (0, 27, 27)]),
        ("groups … call … again", [(0, 23, 23), (0, 28, 28), (0, 29, 29)]),
        ("Laos … we can't", []),
        ("wait … on land", []),
    ],
)
def test_the_parts_of_a_quotation_must_be_in_order(
    quotation: str, found: list[tuple[int, int, int]]
) -> None:
    assert said(parts_of(quotation), [wording(TEXT)]) == found


@pytest.mark.parametrize(
    ("quotation", "terms"),
    [
        ("We call … for land.", ["we call", "for land"]),
        ("for the organi-\nzations of land", ["for the", "of land"]),
        ("organi-\nzations", ["organizations"]),
        ("រួម ៥០ ok រួ", ["រួ ួម", "50 ok", "រួ"]),
        ("“…”", []),
    ],
)
def test_a_quotation_is_searched_in_the_index_by_phrases(
    quotation: str, terms: list[str]
) -> None:
    """A word that may be hyphenated at a line end is left out."""
    assert [" ".join(term.tokens) for term in phrases(quotation)] == terms
