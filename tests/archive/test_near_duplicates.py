"""Test the search for texts that are nearly the same, in a file and on a server."""

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest

from both_archives import Both, both_of
from mediarel.archive.near_duplicates import nearest

OTHERS = 150
# The first words are the most frequent.
COMMON = (
    *("the", "of", "and", "to", "in", "a", "for", "that", "on", "by", "is", "with"),
    *("are", "as", "their", "from"),
)
SYLLABLES = tuple(a + b for a in "bdfgklmnprst" for b in "aeiou")
WORDS = (*COMMON, *(a + b + a[::-1] for a in SYLLABLES for b in SYLLABLES[::3]))
KHMER = (
    *("ប្រជា", "សហគមន៍", "ដីធ្លី", "អាជ្ញាធរ", "តុលាការ", "យុត្តិធម៌"),
    *("ទន្លេ", "ភូមិ", "ច្បាប់", "ការងារ"),
)
PHRASES = tuple(a + b for a in KHMER for b in KHMER)


def made(random: Random, words: Sequence[str] = WORDS, count: int = 50) -> list[str]:
    """Return `count` random words; the first words in `words` are the most frequent."""
    often = [*accumulate(1 / (nth + 3) for nth, _ in enumerate(words))]
    return random.choices(words, cum_weights=often, k=count)


def every(words: Sequence[str], step: int) -> list[str]:
    """Return `words` with every n-th word replaced; n is `step`."""
    return ["besides" if n % step == step - 1 else word for n, word in enumerate(words)]


def pairs(random: Random) -> dict[str, tuple[list[str], list[str]]]:
    """Return pairs of similar texts; each key names the difference."""
    common, usual, short, khmer, long, part, whole, many = (
        *(made(random, COMMON), made(random), made(random, count=15)),
        *(made(random, PHRASES), made(random, count=800), made(random)),
        *(made(random, count=200), made(random, count=100)),
    )
    misprinted = [f"{word}h" if n % 6 == 5 else word for n, word in enumerate(many)]
    return {
        "common words alone": (common, [*common[:20], "also", *common[21:]]),
        "one word": (usual, every(usual, 40)),
        "short": (short, every(short, 15)),
        "Khmer": (khmer, every(khmer, 9)),
        "long": (long, every(long, 15)),
        "a part": (part, part[10:40]),
        "part of another": (whole[20:120], whole),
        "misprints": (many[::-1], misprinted[::-1]),
    }


def statements(texts: Sequence[Sequence[str]]) -> list[dict[str, object]]:
    return [
        {"date": "2012", "program": "Harbour Watch", "text": " ".join(words)}
        for words in texts
    ]


def found(both: Both, number: int) -> list[int | None]:
    """Return the ID of the most similar statement: in the file, and on the server."""
    return [
        near.id if (near := nearest(desk, desk.get([number])[0])) else None
        for desk in both
    ]


@pytest.fixture
def random() -> Random:
    return Random(1)  # noqa: S311 - no secret


def others(random: Random) -> list[list[str]]:
    """Return unrelated texts."""
    return [made(random, PHRASES if nth % 5 == 0 else WORDS) for nth in range(OTHERS)]


def test_the_nearest_text_is_found_in_a_file_and_on_a_server(
    tmp_path: Path, address: str, random: Random
) -> None:
    near = pairs(random)
    texts = [*others(random), *(text for each in near.values() for text in each)]
    with both_of(tmp_path, address, statements(texts)) as both:
        for nth, name in enumerate(near):
            first = OTHERS + 2 * nth + 1

            assert found(both, first) == [first + 1] * 2, name
            assert found(both, first + 1) == [first] * 2, name
