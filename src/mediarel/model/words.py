"""What two statements share that are the same, whatever their spaces and case."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mediarel.text.folding import folded_name, text_fingerprint

if TYPE_CHECKING:
    from mediarel.model.statement import Draft


class Words(NamedTuple):
    """The date, the program and the title as they are compared; a number of the text.

    Two texts of the same letters have the same number.
    """

    date: str
    program: str
    title: str
    text: int


# Many statements have the same; there are as many days in forty years.
_date = lru_cache(maxsize=16384)(str)
_name = lru_cache(maxsize=4096)(folded_name)


def words_of(draft: Draft) -> Words:
    """Return the words of `draft`; `draft.words` keeps them."""
    title = folded_name(draft.title) if draft.title else ""
    text = text_fingerprint(draft.text)
    return Words(_date(draft.date), _name(draft.program), title, text)
