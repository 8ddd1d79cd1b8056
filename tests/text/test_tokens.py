"""Test the folding of texts, the tokens of texts and queries, and line breaks."""

import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from mediarel.text.folding import BORDER, fold
from mediarel.text.tokens import (
    Term,
    break_before,
    matches,
    merged,
    term,
    tokenize,
)
from samples import LONG
from strategies import searched_texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("LAND", "land"),
        ("café", "cafe"),
        ("Straße", "STRASSE"),
        ("ﬁnance", "finance"),
        ("ＬＡＮＤ１", "land1"),
        ("Việt Nam", "viet nam"),
        ("२०१२ ۲۰۱۲ ២០១២", "2012 2012 2012"),
        ("Women’s ʼn ‘q’", "women's 'n 'q'"),
        ("“q” 1–2 a—b a‐b", '"q" 1-2 a-b a-b'),
        ("한국", unicodedata.normalize("NFD", "한국")),
        ("សេចក្ដី", "សេចក្តី"),
        ("សិទ្ធិ\u200bមនុស្ស", "សិទ្ធិមនុស្ស"),
        ("ក\u17c1\u17b8", "កើ"),
        ("ក\u17c1\u17b6", "កោ"),
        ("ស\u17ca\u17b8", "ស\u17b8\u17ca"),
        ("ឲ្យ", "ឱ្យ"),
        ("ឪពុក", "ឳពុក"),
        ("ស្រី", "សី្រ"),
        ("ក្ត្រីុ", "កី្រុ្ត"),
        ("ម៉្យាង", "ម្យ៉ាង"),
        *(("ស៊ីម", each) for each in ("សុីម", "សីុម", "ស៉ីម", "សី៊ម")),
        *(("ញ៉ាំ", each) for each in ("ញុាំ", "ញាុំ", "ញុំា")),
    ],
)
def test_different_spellings_are_folded_to_the_same_text(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("កា", "កិ"),
        ("ប៉ា", "បុា"),
        ("ស៊ុម", "សុម"),
        ("ไม่", "ไม"),
        ("हिंदी", "हदी"),
        ("مُ", "م"),
        ("が", "か"),
        ("a", "b"),
    ],
)
def test_necessary_marks_are_kept(one: str, other: str) -> None:
    """In these scripts, a mark changes the word."""
    assert fold(one) != fold(other)


@given(st.text(max_size=30) | searched_texts)
def test_a_folded_text_does_not_change_when_folded_again(text: str) -> None:
    """The non-ASCII characters of a folded text are letters, marks and digits."""
    folded = fold(text)

    assert fold(folded) == folded
    assert not [
        letter
        for letter in folded
        if letter > "\x7f" and unicodedata.category(letter)[0] not in "LMN"
        if letter != BORDER
    ]


def marked(text: str, *sought: str) -> list[str]:
    terms = [found for word in sought if (found := term(word.rstrip("*")))]
    terms = [
        part._replace(is_prefix=part.is_prefix or word.endswith("*"))
        for part, word in zip(terms, sought, strict=True)
    ]
    return [
        text[start:end]
        for start, end in merged(each[:2] for each in matches(text, terms))
    ]


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("land", Term(("land",))),
        ("it’s", Term(("it", "s"))),
        ("https://example.org/a", Term(("https", "example", "org", "a"))),
        ("កក់", Term(("កក", "ក់"))),
        ("ក", Term(("ក",), is_prefix=True)),
        ("កខ ខ", Term(("កខ", "ខ", "ខ"), is_prefix=True)),
        ("ឆ្នាំ២០", Term(("ឆ្", "្ន", "នា", "ាំ", "ំ", "20"))),
        ("abកខ", Term(("ab", "កខ"))),
    ],
)
def test_a_term_has_words_and_pairs_of_letters(text: str, sought: Term) -> None:
    """Scripts without spaces are searched by pairs of letters."""
    assert term(text) == sought


@pytest.mark.parametrize(
    ("text", "sought", "found"),
    [
        ("Land, Thailand, land-grabbing", "land", ["Land", "land"]),
        (
            "Mam  Sonando, mam\u00a0sonando",
            "Mam Sonando",
            ["Mam  Sonando", "mam\u00a0sonando"],
        ),
        ("Mam\n\nSonando; Sonando, Mam", "mam sonando", ["Mam\n\nSonando"]),
        ("Sonando’s, Sonandos", "sonand*", ["Sonando", "Sonandos"]),
        ("Cafe\u0301 café", "cafe", ["Cafe\u0301", "café"]),
        ("a ﬁne fine", "fine", ["ﬁne", "fine"]),
        ("សហគមន៍បឹងកក់។", "បឹងកក់", ["បឹងកក់"]),
        ("សេចក្ដី", "សេចក្តី", ["សេចក្ដី"]),
        ("មនុស្ស", "ន", ["នុ"]),
        ("កខក", "ក", ["ក", "ក"]),
        ("土地权利", "地权", ["地权"]),
        ("ឆ្នាំ២០១២", "2012", ["២០១២"]),
        ("a a a", "a a", ["a a a"]),
        ("in the end", "radio", []),
    ],
)
def test_marks_cover_whole_graphemes(text: str, sought: str, found: list[str]) -> None:
    assert marked(text, sought) == found


@given(searched_texts, st.data())
def test_each_word_of_text_is_found_and_marked(text: str, data: st.DataObject) -> None:
    words = text.split()
    if not words or (sought := term(data.draw(st.sampled_from(words)))) is None:
        return
    borders = {0, *(grapheme.end() for grapheme in regex.finditer(r"\X", text))}
    found = matches(text, [sought])
    spans = merged(each[:2] for each in found)

    assert found
    assert all({start, end} <= borders for start, end, _ in found)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    for start, end, _ in found:
        assert matches(text[start:end], [sought])


@pytest.mark.parametrize(
    "work",
    [
        fold,
        tokenize,
        term,
        lambda text: matches(text, [Term(("land",)), Term(("ក",), is_prefix=True)]),
    ],
    ids=["fold", "tokenize", "term", "matches"],
)
@pytest.mark.parametrize(
    "pattern",
    [
        *(" ", "a", "word ", "សិទ្ធិមនុស្ស", "é", "\u200b", "“ "),
        *("\u0301", "\u0301\u0323", "\u064e\u0650", "\u17bb\u17c6", "\u17d2\u179a"),
    ],
    ids=ascii,
)
def test_tokenizing_takes_linear_time(work: Callable[[str], Any], pattern: str) -> None:
    long, short = (f"a{pattern * (size // len(pattern))}" for size in (LONG, 100))

    begun, like = (list(work(text) or ())[:1] for text in (long, short))

    assert type(begun) is type(like)
    assert bool(begun) == bool(like)


KHMER = "សេចក្តីថ្លែងការណ៍"


@pytest.mark.parametrize(
    ("text", "place", "kept"),
    [
        ("We ask for land", 8, "We ask "),
        ("We ask for land", 7, "We ask "),
        ("We ask", 99, "We ask"),
        ("land", 2, ""),
        ("Article\u00a012 says", 9, ""),
        ("x" * 60, 40, "x" * 40),
        (f"{KHMER} ខ", 5, "សេច"),
        ("ដី\u200bធ្លី", 3, "ដី\u200b"),
        ("at ភ្នំពេញ", 5, "at "),
    ],
)
def test_lines_break_between_words(text: str, place: int, kept: str) -> None:
    """Khmer breaks between graphemes. Very long words break anywhere."""
    assert text[: break_before(text, place)] == kept
