"""Notes: what readers are told when a statement is corrected or withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.citation.styles import WORDS, language_for
from mediarel.errors import MisuseError
from mediarel.history.change import Edit, with_fields
from mediarel.model.parts import CORRECTION, WITHDRAWN, Note
from mediarel.text.damaged import cleaned

if TYPE_CHECKING:
    from mediarel.model.statement import Statement


class NoReasonError(MisuseError):
    """The reason that readers are to be told is missing, or empty."""

    def __init__(self) -> None:
        super().__init__(
            "the reason is missing", "Tell readers why, in a sentence: --why TEXT"
        )


def noted(statement: Statement, at: str, kind: str, text: str) -> Statement:
    """Return `statement` with one more note.

    Raises NoReasonError where the text is empty.
    """
    if not text.strip():
        raise NoReasonError
    notes = [note.document() for note in (*statement.notes, Note(at, kind, text))]
    return with_fields(statement, {"notes": cleaned(notes)})


def told_of_return(edit: Edit, at: str) -> Edit:
    """Return `edit` with a note that says so where it publishes what was withdrawn.

    Unless it changes the notes itself.
    """
    before, after = edit
    if not returns(before, after) or before.notes != after.notes:
        return edit
    words = WORDS[language_for(after.language)]
    return Edit(before, noted(after, at, CORRECTION, words.published_again))


def returns(before: Statement, after: Statement) -> bool:
    """Tell whether what was withdrawn is published again."""
    return before.status == WITHDRAWN and after.status is None
