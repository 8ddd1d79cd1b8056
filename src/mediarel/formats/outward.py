"""What of a statement goes to libraries and the public, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.release.headline import headline
from mediarel.text.lines import spaced_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mediarel.model.attachment import Attachment
    from mediarel.model.statement import Statement
    from mediarel.model.translation import Translation

PRIVATE = "private files"  # what is lost, as it is told
_TOLD = {
    "dateline": "datelines",
    "dated": "the dates of datelines",
    "excerpt": "that a text is an excerpt",
    "text_from": "where a text was read from",
    "merged": "the uuids of what was merged",
}


def title_of(statement: Statement) -> str:
    """Return the headline; of a text that is all dateline, that text: never empty."""
    return headline(statement) or spaced_once(statement.text or "")


def urn(uuid: str) -> str:
    """Return the address that a statement has wherever it is (RFC 9562, 4)."""
    return f"urn:uuid:{uuid}"


def public_files(
    statement: Statement, lost: Callable[[str], object]
) -> list[Attachment]:
    """Return the attachments that are not private; tell where there are others."""
    public = [each for each in statement.attachments if not each.private]
    if len(public) < len(statement.attachments):
        lost(PRIVATE)
    return public


def unknown_original(
    statement: Statement, translations: Sequence[Translation]
) -> str | None:
    """Return the uuid of what it is a translation of, where the archive has it not."""
    original = statement.translation_of
    return None if original in {each.uuid for each in translations} else original


def dateline_apart(statement: Statement) -> str | None:
    """Return the dateline, None where there is none or the text has it."""
    dateline = statement.dateline
    return None if dateline is None or dateline in (statement.text or "") else dateline


def dated_apart(statement: Statement) -> str | None:
    """Return the date of the dateline (EDTF), None where the statement has the same."""
    dated = statement.dated
    return None if dated is None or dated == statement.date else str(dated)


def tell_lost(
    statement: Statement, names: Iterable[str], lost: Callable[[str], object]
) -> None:
    """Tell `lost` of the fields `names` that hold what nothing else says."""
    apart = {"dateline": dateline_apart, "dated": dated_apart}
    for name in names:
        said = apart[name](statement) if name in apart else getattr(statement, name)
        if said:
            lost(_TOLD[name])
