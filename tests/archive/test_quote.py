"""Test finding quotations in the statements of an archive."""

from pathlib import Path

from archives import EVERYTHING
from finding import archive_of
from mediarel.archive.quote import quote


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
