"""CSL-JSON: references for citing, as Zotero, pandoc and citeproc read them.

The Citation Style Language 1.0.2, appendix IV, and its JSON schema. A statement is
a `document`, since styles leave out the day of a `report`. One without a title has
its headline for one, marked so that no style writes the sentence in title case. Who
issued it and who signed it are `literal` names, which nobody takes for those of
persons.

A date is as exact as it is known: `circa` says that it is unsure, and a range holds the
two ends of an interval. One that is open stands in words, as a range can't be open. The
text is the `abstract`; of several sources the first is the `URL`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from mediarel.formats.json import write_list
from mediarel.formats.outward import USUAL, tell_lost
from mediarel.formats.references import (
    COMMAS_IN_TAGS,
    MORE_SOURCES,
    ends_of,
    figures,
    is_unsure,
)
from mediarel.formats.writing import TOLD_FIELDS, once, told_of
from mediarel.release.headline import title_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mediarel.dates.edtf import KeptDate
    from mediarel.formats.writing import WriteOptions
    from mediarel.model.statement import Statement

_HELD = (*USUAL, *TOLD_FIELDS, "place")
_BETWEEN_TAGS = ", "
_WHICH_MARK = "whether a date has ? or ~"


def write(
    statements: Iterable[Statement], out: BinaryIO, options: WriteOptions
) -> None:
    """Write `statements` to `out`, with only one in memory at a time."""

    def item(statement: Statement) -> dict[str, Any]:
        _tell_lost(statement, once(options.lost))
        return csl_item(statement)

    write_list(map(item, statements), out)


def csl_item(statement: Statement) -> dict[str, Any]:
    """Return the item of CSL-JSON that `statement` is, without what would be empty."""
    item = {
        "id": statement.uuid,
        "type": "document",
        "title": _title(statement),
        "genre": statement.type,
        "author": [{"literal": statement.program}],
        "publisher": statement.program,
        "publisher-place": statement.place,
        "issued": _issued(statement.date),
        "contributor": [{"literal": name} for name in statement.signatories],
        "URL": next(iter(statement.sources), None),
        "language": statement.language,
        "keyword": _BETWEEN_TAGS.join(statement.tags),
        "note": "\n".join(map(str, told_of(statement))),
        "abstract": statement.text,
    }
    return {name: value for name, value in item.items() if value}


def _title(statement: Statement) -> str:
    """Return the title, or an English headline in the markup for text that keeps case.

    Zotero, pandoc and citeproc know this markup. In other languages, styles change no
    case.
    """
    title = title_of(statement)
    if statement.title or statement.language.partition("-")[0] != "en":
        return title
    return f'<span class="nocase">{title}</span>'


def _issued(date: KeptDate) -> dict[str, Any]:
    """Return `date` as a date variable of CSL."""
    ends = [end for end in ends_of(date) if end]
    if len(ends) < len(ends_of(date)):
        return {"literal": date.long()}
    issued: dict[str, Any] = {"date-parts": [[*figures(end)] for end in ends]}
    if is_unsure(date):
        issued["circa"] = True
    return issued


def _tell_lost(statement: Statement, lost: Callable[[str], object]) -> None:
    tell_lost(statement, _HELD, lost)
    if len(statement.sources) > 1:
        lost(MORE_SOURCES)
    if any("," in tag for tag in statement.tags):
        lost(COMMAS_IN_TAGS)
    if is_unsure(statement.date):
        lost(_WHICH_MARK)
