"""What an edit did with a field, as a person reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mediarel.cli.terminal.wording import joined, value_of, where_they_differ
from mediarel.model.marked import PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Edited = tuple[int, str, object, object]


def in_words(edited: Iterable[Edited]) -> Iterator[tuple[int, str, str | None, str]]:
    """Yield statement, field, earlier and later value of each of `edited` in words.

    Of notes that were added, these alone; the earlier value is then None.
    """
    for number, name, old, new in edited:
        added = _added(name, old, new)
        if added is not None:
            yield number, "new note", None, added
            continue
        values = (value_of(named_value(name, each)) for each in (old, new))
        yield number, name, *where_they_differ(*values)


def named_value(name: str, value: Any) -> Any:  # noqa: ANN401 - JSON is of any type
    """Return the value of the field `name`; a status that is kept as nothing, named."""
    return PUBLISHED if name == "status" and value is None else value


def _added(name: str, old: Any, new: Any) -> str | None:  # noqa: ANN401 - the same
    """Return the notes that were added behind those there were, None for all else."""
    if name != "notes":
        return None
    before, after = old or [], new or []
    more = after[len(before) :]
    return joined(more) if more and after[: len(before)] == before else None
