"""Test the splitting of texts into sentences."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediarel.text.languages import language_of
from mediarel.text.sentences import first_sentence, sentences
from samples import LONG

PIECES = st.lists(
    st.sampled_from([*" \n.?!…។៕\"”'()", "Mr", "U.S", "land", "Land", "ដី", "3.5"]),
    max_size=20,
).map("".join)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "We met Mr. Yeng Virak of CLEC.",
        "The U.S. Embassy was there.",
        "Article 3.5 of the law, No. 7, e.g. Art. 2, i.e. this.",
        "See https://example.org/a.b?c=D.E and www.example.org. or not",
        "He said... and went on.",
        "“Is it so?” she asked.",
        "សិទ្ធិមនុស្ស",
    ],
)
def test_a_full_stop_within_a_sentence_does_not_end_the_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("It rained.", "We met."),
        ("“It rained.”", "We met."),
        ("He said: “It rained?!”", "(We met.)"),
        ("It went on…", "We met."),
        ("They were 62,000.", "8 of them left."),
        ("It rained.", "សិទ្ធិមនុស្ស"),
        ("ដី ផ្ទះ ។ល។", "យើងខ្ញុំ។"),
        ("土地权利。", "人权！"),
        ("It has no end", "and a new paragraph"),
    ],
)
def test_two_sentences_are_split(first: str, second: str) -> None:
    between = "\n\n" if first.endswith("end") else " "

    assert split(f"  {first}{between}{second} ") == [first, second]


@given(PIECES)
def test_sentences_are_in_order_and_contain_all_words(text: str) -> None:
    spans = sentences(text)
    inside = "".join(text[start:end] for start, end in spans)
    ends = [place for span in spans for place in span]

    assert ends == sorted(ends)
    assert all(text[start:end].strip() == text[start:end] for start, end in spans)
    assert "".join(inside.split()) == "".join(text.split())


@pytest.mark.parametrize("read", [sentences, first_sentence, language_of])
@pytest.mark.parametrize(
    "pattern", [" ", ".", '."', "No. 5 ", ". ", "Land is. ", "។", "… “", "ក", ".\n\n"]
)
def test_a_long_text_is_split_in_linear_time(
    read: Callable[[str], object], pattern: str
) -> None:
    text = pattern * (LONG // len(pattern))

    assert bool(read(text)) == bool(read(pattern * 3))


def _cases() -> list[tuple[str, str]]:
    """Return the sentences of abbreviations.txt, each with its abbreviation."""
    table = Path(__file__).with_name("abbreviations.txt").read_text("utf-8")
    rows = [line.split("|") for line in table.splitlines() if "|" in line]
    return [
        (frame.strip().replace("*", word, 1), word)
        for frame, words in rows
        for word in words.split()
    ]


CASES = _cases()


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_a_sentence_continues_after_an_abbreviation(text: str) -> None:
    assert first_sentence(text) == text
    assert first_sentence(f"{text} They signed.") == text


@pytest.mark.parametrize(
    "text",
    [
        "It began at 5 p.m. | The court was closed.",
        "They work for Sugar Inc. | We call for its answer.",
        "It is in Annex A. | These are the names.",
        "Land, water, etc. | Phnom Penh is silent.",
        "They were driven out. | 62 families have nothing.",
        "They were 12. | May they be free.",
        "Ils vivent aux U.S. | Les autres sont restés.",
        "Perusahaan itu Gula Tbk. | Kami menuntut jawaban.",
    ],
)
def test_a_sentence_ends_after_an_abbreviation(text: str) -> None:
    """The next word begins a sentence, or the abbreviation is also an ordinary word."""
    first, second = text.split(" | ")
    whole = f"{first} {second}"

    assert [whole[start:end] for start, end in sentences(whole)] == [first, second]
