"""Test finding quotations in the statements of an archive."""

from pathlib import Path

import pytest

from archives import EVERYTHING, Desk, draft
from finding import archive_of
from mediarel.archive.quote import quote

ENGLISH = (
    "On 16 July 2012 the municipal court ordered the detention of radio owner Mam"
    " Sonando, who had criticised forced evictions."
)
KHMER = (
    "យើងខ្ញុំ\u200bសូម\u200bអំពាវនាវ\u200bដល់\u200bតុលាការ ឱ្យ\u200bដោះលែង\u200bពួកគាត់"
    "\u200bជា\u200bបន្ទាន់ នៅ\u200bថ្ងៃទី ១៦"
)


@pytest.mark.parametrize(
    ("quotation", "found"),
    [
        (f"“{ENGLISH}”", 10),
        ("on 16 july 2012 THE MUNICIPAL\nCOURT", 10),
        ("the municipal court […] who had criticised forced evictions", 10),
        ("… ordered the detention …", 10),
        ("On ១៦ July ២០១២ the", 10),
        ("ordered the deten-\ntion of radio owner", 10),
        ("radio \u200b owner \u200b Mam", 10),
        (KHMER.replace("\u200b", ""), 11),
        ("តុលាការ \u200b ឱ្យ\u200bដោះលែង", 11),
        (KHMER.replace("១៦", "16"), 11),
    ],
)
def test_copied_quotations_are_found(archive: Desk, quotation: str, found: int) -> None:
    """Quotes, case, line breaks, ellipses and digits may be different."""
    archive.add(draft(ENGLISH))
    archive.add(draft(KHMER))

    answer = quote(archive, quotation, EVERYTHING, most=None)

    assert [held.statement.id for held in answer.held] == [found]
    assert answer.near == ()


@pytest.mark.parametrize(
    ("quotation", "near"),
    [
        (ENGLISH.replace("16", "17"), 10),
        (ENGLISH.replace("ordered", "not ordered"), 10),
        (ENGLISH.replace(" municipal", ""), 10),
        (ENGLISH.replace("court", "courts"), 10),
        (KHMER.replace("ឱ្យ", "មិនឱ្យ"), 11),
        (KHMER.replace("ពួកគាត់", "ពួកយើង"), 11),
        (KHMER.replace("១៦", "១៧"), 11),
    ],
)
def test_altered_quotations_are_only_similar(
    archive: Desk, quotation: str, near: int
) -> None:
    """One word or number is missing, different or added."""
    archive.add(draft(ENGLISH))
    archive.add(draft(KHMER))

    answer = quote(archive, quotation, EVERYTHING, most=None)

    assert answer.held == ()
    assert near in [each.statement.id for each in answer.near]


def test_a_complete_statement_can_be_quoted(tmp_path: Path) -> None:
    """A different word near the end of 3,000 words is found too."""
    words = [f"word{number}" for number in range(3000)]
    text = " ".join(words)
    words[2345] = "another"
    with archive_of(tmp_path, [{"text": text}, {"text": "word1 word2"}]) as archive:
        said = quote(archive, text, EVERYTHING, most=None)
        altered_ = quote(archive, " ".join(words), EVERYTHING, most=None)

    assert [held.statement.id for held in said.held] == [1]
    assert altered_.held == ()
    differing = [part for part in altered_.near[0].parts if not part.is_same]
    assert differing == [("another", "word2345")]


def test_a_word_split_by_a_line_break_is_found(tmp_path: Path) -> None:
    others = [{"text": f"A national day, {n}. It is independent."} for n in range(120)]
    text = (
        "They celebrate national independ-\nence with a procession of many thou-\nsand"
        " people through all the streets of the capi-\ntal."
    )
    with archive_of(tmp_path, [*others, {"text": text}]) as archive:
        for quotation in (
            "national independence",
            "capital",
            " ".join(text.replace("-\n", "").split()[1:-1]),
        ):
            said = quote(archive, quotation, EVERYTHING, most=None)
            never = quote(archive, f"{quotation} now", EVERYTHING, most=None)

            assert [held.statement.id for held in said.held] == [121], quotation
            assert never.held == ()
