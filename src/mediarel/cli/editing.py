"""What a document would be, edited before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli import editor, environment, failures, normalising, prompts
from mediarel.cli.commented import commented, with_error
from mediarel.errors import InvalidError
from mediarel.formats import markdown
from mediarel.model.fields import FIELDS, GIVEN_FIELDS

if TYPE_CHECKING:
    from mediarel.archive.proposal import Proposal

_NAME = "statement.md"


def edited_proposal(proposal: Proposal) -> Proposal:
    """Return `proposal` as the user leaves it in their editor.

    Raises NoEditorError, or InvalidError where it is not valid and left so.
    """
    before = proposal.draft().fields()
    written = shown = commented(markdown.write_one(before))

    def rescue(text: str) -> None:
        nonlocal written
        written = text

    with editor.kept_on_failure(lambda: "" if written == shown else written, _NAME):
        while True:
            written = editor.edited(written, _NAME, "the statement", rescue)
            try:
                given = read_fields(written, _NAME)
                changed = {n: v for n, v in given.items() if v != before[n]}
                made = proposal.answered(changed)
                made.draft()
            except InvalidError as error:
                failures.tell(error)
                if not prompts.agrees("Edit it again?", default=True):
                    raise
                written = with_error(written, error.problem, error.hint)
            else:
                return made


def read_fields(written: str, name: str) -> dict[str, object]:
    """Return the fields in what the user wrote; a date may be as people type it."""
    given = {**dict.fromkeys(GIVEN_FIELDS), **markdown.read_one(written, name)}
    for field in FIELDS:
        date = given[field.name]
        if field.kind.is_date and isinstance(date, str):
            given[field.name] = str(environment.read_bare_date(date))
    normalising.normalise(given)
    return given
