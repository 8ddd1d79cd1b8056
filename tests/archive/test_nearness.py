"""Texts that are nearly the same, among few and among many of one day.

- of few each is compared; of more only those that share a mark
- a near one is found and a far one is not, also in Khmer, which has no spaces
- what comes in later is found too; of several the first; of none, none
- what all share, an opening, does not make them near, nor hides what is
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from mediarel.archive.duplicates import NearTexts

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = [
    "court",
    "river",
    "land",
    "council",
    "reading",
    "room",
    "water",
    "people",
    "law",
    "boat",
]
SYLLABLES = ["កម្ពុជា", "ដីធ្លី", "សហគមន៍", "ប្រជាជន", "ច្បាប់", "តុលាការ", "ទន្លេ", "សាលា"]
OPENING = "We, the undersigned of Kampot, call on the council to hear us. " * 3
MANY = 100  # more than are compared each with each
COUNTS = [1, 40, 41, MANY]


def latin(seed: int, length: int = 120) -> str:
    chance = Random(seed)  # noqa: S311 - no secret
    return " ".join(
        chance.choice(WORDS) + str(chance.randrange(99)) for _ in range(length)
    )


def khmer(seed: int, length: int = 120) -> str:
    """Return words one behind the other, with nothing between."""
    chance = Random(seed)  # noqa: S311 - no secret
    return "".join(chance.choice(SYLLABLES) for _ in range(length))


def put_in(texts: list[str]) -> NearTexts:
    near = NearTexts()
    for name, text in enumerate(texts):
        near.add(name + 1000, text)
    return near


def changed(text: str, every: int) -> str:
    """Return `text` with each so many-th letter gone."""
    return "".join(letter for n, letter in enumerate(text, start=1) if n % every)


@pytest.mark.parametrize("make", [latin, khmer])
@pytest.mark.parametrize("count", COUNTS)
def test_a_near_one_is_found_and_a_far_one_is_not(
    make: Callable[[int], str], count: int
) -> None:
    """With one letter in two hundred lost, or a word put in at the beginning."""
    near = put_in([make(n) for n in range(count)])
    text = make(count // 2)

    assert near.nearest(text) == 1000 + count // 2
    assert near.nearest(changed(text, 200)) == 1000 + count // 2
    assert near.nearest(f"ថ្មី {text}") == 1000 + count // 2
    assert near.nearest(make(count + 1)) is None


@pytest.mark.parametrize("count", COUNTS)
def test_of_several_that_are_near_the_first_is_named(count: int) -> None:
    text = latin(500)
    near = put_in([*(latin(n) for n in range(count)), text, f"{text} Today."])

    assert near.nearest(text) == 1000 + count


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert NearTexts().nearest(latin(1)) is None
    assert NearTexts().nearest("") is None


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("text", ["", " ", "One word", "ដី"])
def test_a_short_text_is_near_none_of_the_long_ones(count: int, text: str) -> None:
    near = put_in([latin(n) for n in range(count)])

    assert near.nearest(text) is None


def test_what_is_put_in_later_is_found_too() -> None:
    """After it was asked, and when few have become many."""
    near = put_in([latin(n) for n in range(30)])
    before = near.nearest(latin(70))
    for n in range(30, MANY):
        near.add(1000 + n, latin(n))
    found = near.nearest(latin(70))
    near.add(7, latin(200))

    assert (before, found, near.nearest(latin(200))) == (None, 1070, 7)


def test_what_all_begin_with_hides_none() -> None:
    """Nor does it make two of them near, where the rest is longer."""
    texts = [OPENING + latin(n, 300) for n in range(MANY)]
    near = put_in(texts)

    assert near.nearest(changed(texts[50], 300)) == 1050
    assert near.nearest(OPENING + latin(500, 300)) is None


def test_only_the_beginning_of_a_very_long_text_is_compared() -> None:
    """It takes the square of its letters."""
    long = latin(1, 20_000)
    near = put_in([long])

    assert near.nearest(long + latin(2, 20_000)) == 1000
