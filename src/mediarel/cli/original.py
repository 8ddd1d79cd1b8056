"""Link a new statement to its original: `add --translation-of ID`.

Versions in two languages share some fields. The value of the original is used if no
option, text or answer sets the field.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from mediarel.archive import links
from mediarel.archive.lookup import get, get_by_id
from mediarel.cli.options import completion
from mediarel.cli.options.selection import one_chosen
from mediarel.release.document import Origin, Sureness

if TYPE_CHECKING:
    from mediarel.archive.archive import Archive
    from mediarel.archive.proposal import Proposal
    from mediarel.model.statement import Draft, Statement

Given = Annotated[
    str | None,
    typer.Option(
        "--translation-of",
        metavar="ID",
        help="ID of the original, if this is a translation.",
        autocompletion=completion.ids,
    ),
]


class Original(NamedTuple):
    """An original statement, and the fields that its translations share.

    `named` is the statement that the user named: the original, or a translation of it.
    """

    named: Statement
    uuid: str
    id: int | None
    shared: dict[str, Any]

    def fill(self, values: dict[str, Any]) -> list[str]:
        """Set missing shared fields and the link in `values`; return the names."""
        missing = [name for name in self.shared if not values.get(name)]
        values.update({name: self.shared[name] for name in missing})
        values["translation_of"] = self.uuid
        return missing

    def filled(self, proposal: Proposal) -> Proposal:
        """Return `proposal` with the shared fields, replacing only default values."""
        origins = proposal.origins
        fields = {
            name: value
            for name, value in proposal.fields.items()
            if name not in origins or origins[name].sureness is not Sureness.OPEN
        }
        taken = self.fill(fields)
        whose = Origin(f"statement {self.id or self.named.id}")
        return proposal._replace(
            fields={**proposal.fields, **fields},
            origins={
                **origins,
                **dict.fromkeys((*taken, "translation_of"), whose),
            },
        )

    def refuse(self, draft: Draft) -> None:
        """Raise RefusedError if `draft` is in the language of the named statement.

        The original itself may be in a third language.
        """
        links.refuse_same_language(self.named, draft)


def chosen_original(
    context: typer.Context, opened: Archive, word: str | None
) -> Original | None:
    """Return the original of the statement `word`, or None if there is no word.

    Raises the errors of `one_chosen`.
    """
    if word is None:
        return None
    (named,) = get(opened, [one_chosen(context, opened, word)])
    read = partial(get_by_id, opened)
    found = opened.asked(lambda: links.original_of(opened.index, read, named))
    if isinstance(found, str):
        return Original(named, found, None, links.shared_fields(named))
    return Original(named, found.uuid, found.id, links.shared_fields(found))
