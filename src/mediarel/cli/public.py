"""What is told of what the public may see, and of what it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.environment import counted, tell
from mediarel.cli.terminal.wording import counted_files
from mediarel.errors import Command, Hint, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.elsewhere import Elsewhere
    from mediarel.archive.hidden import Hidden
    from mediarel.archive.public import LeftOut
    from mediarel.model.statement import Statement

_MOST = 10  # texts that are told of


class NothingPublicError(NotFoundError):
    """All that was found is not for the public."""

    def __init__(self, left: LeftOut) -> None:
        super().__init__(
            "nothing of this may be seen by the public, so nothing was written:"
            f" {_statements_left(left)}",
            Hint(
                "See it: ",
                Command("list", *(("status:draft",) if left.drafts else ())),
            ),
        )


def tell_whole(archive: Archive) -> None:
    """Tell where what is written holds what the public may not see."""
    from mediarel.archive.hidden import hidden  # noqa: PLC0415 - a list does without

    found = hidden(archive)
    if parts := _parts(found):
        told = f"This is the whole, not for the public: the archive has {parts}."
        public = Command("export", "--public", "--format", "json")
        tell(Hint(f"{told} What the public may see: ", public))


def _parts(found: Hidden) -> str:
    parts = []
    if found.drafts:
        parts.append(f"{found.drafts:,} draft{'s' * (found.drafts != 1)}")
    if found.embargoed:
        parts.append(f"{found.embargoed:,} under embargo")
    if found.withholding:
        parts.append(f"{counted(found.withholding)} with something withheld")
    if found.rules:
        parts.append(f"the rule to withhold {' and '.join(found.rules)}")
    return _joined(parts)


def tell_left_out(left: LeftOut, elsewhere: Sequence[Elsewhere]) -> None:
    """Tell how much was left out for the public, and what may not be withheld enough.

    Only numbers are told of what was left out.
    """
    if left.drafts or left.embargoed:
        tell(f"Left out: {_statements_left(left)}.")
    if left.files:
        told = f"Left out: {counted_files(left.files)}, private, or not known to be"
        tell(
            Hint(
                f"{told} free of what is withheld. Where you have looked at one: ",
                Command("withhold", "ID", "--cleared", "FILE"),
            )
        )
    tell_elsewhere(elsewhere)


def tell_printed(
    archive: Archive, changed: Iterable[tuple[Statement | None, Statement]]
) -> None:
    """Warn of what others withhold and `changed` says now: each before, and after."""
    from mediarel.archive.printed import printed_now  # noqa: PLC0415 - a list does without

    tell_elsewhere(printed_now(archive, changed))


def tell_elsewhere(elsewhere: Sequence[Elsewhere]) -> None:
    """Warn of what is withheld in one statement, and stands in others."""
    for each in elsewhere[:_MOST]:
        where = ",".join(map(str, each.stands_in))
        more = " and more" if each.is_cut else ""
        tell(
            Hint(
                f"Warning: {each.text!r} is withheld in {_ids(each.withheld_in)} and"
                f" stands in {_ids(each.stands_in)}{more}: ",
                Command("withhold", where, each.text),
            )
        )
    rest = len(elsewhere) - _MOST
    if rest > 0:
        told = f"Warning: {rest:,} more texts stand in others as well: "
        tell(Hint(told, Command("withhold", "--list")))


def _ids(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids))


def _statements_left(left: LeftOut) -> str:
    parts = []
    if left.drafts:
        parts.append(f"{left.drafts:,} draft{'s' * (left.drafts != 1)}")
    if left.embargoed:
        parts.append(f"{left.embargoed:,} under embargo")
    return _joined(parts)


def _joined(parts: Sequence[str]) -> str:
    *first, last = parts or [""]
    return f"{', '.join(first)} and {last}" if first else last
