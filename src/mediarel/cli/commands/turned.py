"""`mediarel withhold TEXT ID`: the words in another order than they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mediarel.cli.options.ids import are_ids, ids_in
from mediarel.errors import (
    Command,
    Hint,
    MediarelError,
    MisuseError,
    after_options,
    shorten,
)
from mediarel.query.tree import Numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediarel.archive.archive import Archive


class TurnedError(MisuseError):
    """Ids stand behind the texts that are to be withheld in them."""

    def __init__(self, ids: str, texts: Sequence[str], more: Sequence[str]) -> None:
        super().__init__(
            f"{shorten(texts[0])!r} stands where the ids belong, and {ids} behind it",
            Hint(
                "Give the ids first: ",
                Command("withhold", *more, *after_options(ids, *texts)),
                f" – or add --anyway if {ids} is the text",
            ),
        )


def refuse_turned(
    archive: Archive, first: str, texts: Sequence[str], *more: str
) -> None:
    """Raise TurnedError where one of `texts` is ids that are there, and `first` not.

    `more` are options of the command.
    """
    if are_ids(first):
        return
    for text in texts:
        if _are_there(archive, text):
            rest = [first, *(each for each in texts if each != text)]
            raise TurnedError(text, rest, more)


def _are_there(archive: Archive, text: str) -> bool:
    if not are_ids(text):
        return False
    try:
        ids = ids_in([text])
    except MediarelError:  # figures that are no ids: a telephone number, a year
        return False
    singles = tuple({each.first for each in ids} | {each.last for each in ids})
    return archive.page(Numbered(singles), size=0).total == len(singles)
