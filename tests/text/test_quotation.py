"""Test the search for quotations in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.text.quotation import (
    both_settled,
    compared,
    differences,
    likeness,
    parts_of,
    passage,
    phrases,
    places,
    said,
    wording,
)
from strategies import texts_said

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
        *("call \u2014 ‘again’ for the release", "release of cafe 24/7"),
        "the re-lease",
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
        ("2⁵ men, and 5 km² of CO₂", ["5 km2 of CO2"], ["25 men", "5 km"]),
        ("About 1½ years", ["1½ years"], ["2 years", "1 years", "11 2 years"]),
        # Groups of digits, and signs before or after a number.
        ("All 2 500 families", ["all 2 500 families"], ["500 families", "all 2"]),
        ("All 2\u00a0500 and 1\u202f000\u2009000", ["2 500"], ["500 and", "1 000"]),
        ("២ ៥០០ homes", ["2 500 homes"], ["500 homes"]),
        ("Rose 50٪ or 5 ‱", ["rose 50%", "5 ‱"], ["rose 50 or", "or 5", "5 ‰"]),
        ("It is –5 degrees, -$7", ["−5 degrees", "-$7"], ["5 degrees", "$7"]),
        ("Of ±5, <3 votes, ≥ 4 and ~ 6", ["±5, <3"], ["5", "3 votes", "4 and", "6"]),
        ("8 –9 May, 3⁄4, %20, 3×5", ["9 May", "3×5"], ["4", "20", "3 5", "5"]),
        # An apostrophe joins English words, and separates French words.
        ("We can't pay 1,000", ["can’t pay"], ["t pay 1,000", "we can"]),
        ("It’s time they’ll go", ["it's time"], ["s time", "ll go", "its time"]),
        ("De l’eau, d’une amie", ["eau", "une amie"], ["l", "d"]),
    ],
)
def test_a_part_of_a_word_or_number_does_not_match(
    text: str, quotations: list[str], others: list[str]
) -> None:
    """A superscript digit may be a footnote mark, so it is not part of a number."""
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
def test_quotation_is_searched_by_phrases(quotation: str, terms: list[str]) -> None:
    """A word that may be hyphenated at a line end is left out."""
    assert [" ".join(term.tokens) for term in phrases(quotation)] == terms


MEETING = (
    "The groups met on Sunday. “We do not support the use of force,” they said,"
    " and call for his release at once. អ្នកស្រុកមិនយល់ព្រមទេ។"
)


@pytest.mark.parametrize(
    ("quotation", "shown"),
    [
        ("we do support the use", "We do {not }support the use"),
        ("We do not support  use of\nforce", "We do not support {the }use of force"),
        ("call for her release", "call for [her]{his} release"),
        ("they never said", "they [never ]said"),
        ("call for his release soon", "call for his release [soon]{at}"),
        ("អ្នកស្រុកយល់ព្រម", "អ្នកស្រុក{មិន}យល់ព្រម"),
    ],
)
def test_differences_are_shown_word_by_word(quotation: str, shown: str) -> None:
    """`[old]` is only in the quotation, and `{new}` only in the text."""
    sought, text = wording(quotation), wording(MEETING)
    found = likeness(sought, text)

    parts = differences(sought, text, found.first, found.last)

    assert (
        "".join(
            part.old
            if part.is_same
            else f"[{part.old}]" * bool(part.old) + f"{{{part.new}}}" * bool(part.new)
            for part in parts
        )
        == shown
    )


@pytest.mark.parametrize(
    ("quotation", "text", "shown"),
    [
        ("violent march", "A non-violent march.", "non-violent march"),
        ("rose 10", "Rents rose 10,000%", "rose 10,000%"),
        ("500 homes", "All of 2 500 homes", "2 500 homes"),
    ],
)
def test_the_passage_has_whole_words_and_numbers(
    quotation: str, text: str, shown: str
) -> None:
    sought, searched = wording(quotation), wording(text)
    found = likeness(sought, searched)

    parts = differences(sought, searched, found.first, found.last)

    assert "".join(part.new for part in parts) == shown
    assert any(not part.is_same for part in parts)


@given(texts_said, texts_said)
def test_any_quotation_can_be_compared_with_any_text(quotation: str, text: str) -> None:
    own, texts = parts_of(text), [wording(""), wording(text)]

    if len(own) == 1:
        assert said(own, texts)
    for part in parts_of(quotation):
        sameness, parts = compared(part, texts)

        assert 0 <= sameness <= 1
        assert parts


LETTER = "Phnom Penh – We  ask.\nWe call for\nland. They left.\n\nWe stay!"


def spans(*marked: str) -> list[tuple[int, int]]:
    """Return start and end of each of `marked` in LETTER."""
    return [(LETTER.index(text), LETTER.index(text) + len(text)) for text in marked]


@pytest.mark.parametrize(
    ("marked", "begin", "text", "shown"),
    [
        (["call for\nland"], 0, "We call for land.", ["call for land"]),
        (["ask.\nWe call"], 13, "We ask. We call for land.", ["ask. We call"]),
        (["ask"], 0, "Phnom Penh – We ask.", ["ask"]),
        (["Penh – We"], 13, "Phnom Penh – We ask.", ["Penh – We"]),
        (["ask", "stay"], 13, "We ask. … We stay!", ["ask", "stay"]),
        (["call", "left"], 0, "We call for land. They left.", ["call", "left"]),
    ],
)
def test_a_passage_has_whole_sentences_with_single_spaces(
    marked: list[str], begin: int, text: str, shown: list[str]
) -> None:
    """A dateline is left out unless a match is in the dateline."""
    found = passage(LETTER, spans(*marked), begin)

    assert found.text == text
    assert [found.text[start:end] for start, end in found.marks] == shown


@given(texts_said, st.data())
def test_the_marks_of_any_passage_are_in_order_and_within_the_text(
    text: str, data: st.DataObject
) -> None:
    words = wording(text).words
    edges = data.draw(st.sets(st.integers(0, max(0, len(words) - 1)), max_size=6))
    spans = [(words[at].start, words[at].end) for at in sorted(edges) if words]

    found = passage(text, spans)

    flat = [edge for mark in found.marks for edge in mark]
    assert flat == sorted(flat)
    assert all(0 <= edge <= len(found.text) for edge in flat)
