"""What others withhold, and a change just said: told at once, before it is public."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.archive.elsewhere import Elsewhere, prints, withheld_in
from mediarel.archive.redaction import WORDED, redaction_of, without_withheld
from mediarel.index import vocabulary
from mediarel.text.folding import folded_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive
    from mediarel.model.statement import Statement

_ONE_TEXT = [field.name for field in WORDED if not field.kind.is_list]
_LISTS = ["sources", *(field.name for field in WORDED if field.kind.is_list)]
_MOST = 50  # statements that are named


def printed_now(
    archive: Archive, changed: Iterable[tuple[Statement | None, Statement]]
) -> list[Elsewhere]:
    """Return what others withhold and `changed` says now: each before, and after.

    Of what was there before only that is looked at which is another now, but all of
    what was a draft.
    """
    if not vocabulary.is_any(archive.index, "withheld"):
        return []
    texts = vocabulary.values(archive.index, "withheld")
    found: dict[str, list[int]] = {}
    for before, after in changed:
        own = {folded_name(text) for text in after.withheld}
        said = _said_now(before, after)
        for text in texts:
            if folded_name(text) not in own and prints(said, text):
                found.setdefault(text, []).append(after.id)
    return [
        Elsewhere(
            text,
            withheld_in(archive, text),
            tuple(sorted(ids)[:_MOST]),
            len(ids) > _MOST,
        )
        for text, ids in found.items()
    ]


def _said_now(before: Statement | None, after: Statement) -> Statement:
    """Return `after` with that alone which was not said before."""
    kept = _new_in(before, after) if before is not None else after
    return without_withheld(kept, redaction_of(after, ()))


def _new_in(before: Statement, after: Statement) -> Statement:
    if before.status != after.status and after.status is None:
        return after
    same = (name for name in _ONE_TEXT if getattr(before, name) == getattr(after, name))
    new: dict[str, object] = dict.fromkeys(same, "")
    for name in _LISTS:
        known = getattr(before, name)
        new[name] = tuple(each for each in getattr(after, name) if each not in known)
    return after.replace(**new)
