"""Test that abbreviations don't end sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from mediarel.text.sentences import first_sentence, sentences


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
        "It began at 5 a.m. | “We waited,” they said.",
        "They work for Sugar Inc. | We call for its answer.",
        "They work for Sugar Co. | In 2012 it cleared the land.",
        "They came with Sok Jr. | He signed it.",
        "It is in Annex A. | These are the names.",
        "It is modern art. | Many came to see it.",
        "Land, water, etc. | Phnom Penh is silent.",
        "They came with me. | Sok did not.",
        "They did so. | Sok did not.",
        "They stayed in the sun. | Nobody came.",
        "It was in 2012. | Sok was there.",
        "They were driven out. | 62 families have nothing.",
        "They were 12. | May they be free.",
        "Ils vivent aux U.S. | Les autres sont restés.",
        "Tiene que ir. | Nadie vino.",
        "A empresa é Açúcar Ltda. | O governo cala.",
        "So ist es. | Niemand kam.",
        "Es kamen Bauern, Mönche usw. | Polizisten standen dort.",
        "Perusahaan itu Gula Tbk. | Kami menuntut jawaban.",
    ],
)
def test_a_sentence_ends_after_an_abbreviation(text: str) -> None:
    """Either the next word begins a sentence, or the last word is an ordinary word."""
    first, second = text.split(" | ")
    whole = f"{first} {second}"

    assert [whole[start:end] for start, end in sentences(whole)] == [first, second]


def test_an_abbreviation_at_the_end_of_a_paragraph_ends_the_sentence() -> None:
    assert first_sentence("Signed by Sugar Inc.\n\nCambodia waits.") == (
        "Signed by Sugar Inc."
    )
