"""What is withheld in one statement, and stands in others that are public."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.line_ends import as_broken, broken_words
from mediarel.archive.redaction import texts_of
from mediarel.index import names, search
from mediarel.query.tree import Either, Numbered, Value, Without, Words, both
from mediarel.text.folding import folded_name
from mediarel.text.joints import letters
from mediarel.text.tokens import term, words_in
from mediarel.text.withheld import holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query

_MOST = 50  # statements that are named
_LOOKED_AT = 500  # statements that have the words, and are read
_NAMED = ("type", "series")  # fields of names that are not searched by words


class Elsewhere(NamedTuple):
    """A text, the statements that withhold it, and the public ones that print it.

    With `is_cut`, not all of them are named.
    """

    text: str
    withheld_in: tuple[int, ...]
    stands_in: tuple[int, ...]
    is_cut: bool


def elsewhere(
    archive: Archive, public: Public, texts: Iterable[str] | None = None
) -> list[Elsewhere]:
    """Return of `texts` that are withheld, else of all, those that stand in others.

    The index finds where they may stand; what the public sees there is read.
    """
    if texts is None:
        texts = names.values(archive.index, "withheld")
    by_folded = {folded_name(text): text for text in texts}
    found = (_of_text(archive, public, *each) for each in by_folded.items())
    return [each for each in found if each.stands_in]


def _of_text(archive: Archive, public: Public, folded: str, text: str) -> Elsewhere:
    those = Value("withheld", folded)
    withheld_in = search.ids(archive.index, those, sort="id", size=_MOST)
    places = both(_may_hold(archive, text), Without(those))
    may = search.ids(
        archive.index, public.query(places), sort="id", size=_LOOKED_AT + 1
    )
    stands: list[int] = []
    for statement in public.texts(Numbered(tuple(may[:_LOOKED_AT]))):
        if _prints(statement, text):
            stands.append(statement.id)
        if len(stands) > _MOST:
            break
    is_cut = len(stands) > _MOST or len(may) > _LOOKED_AT
    return Elsewhere(text, tuple(withheld_in), tuple(stands[:_MOST]), is_cut)


def _prints(statement: Statement, text: str) -> bool:
    """Tell whether the public reads `text` in `statement`."""
    if any(holds(each, (text,)) for _, each in texts_of(statement)):
        return True
    named = (*statement.sources, *(each.name for each in statement.attachments))
    return any(holds(each, (text,), is_name=True) for each in named)


def _may_hold(archive: Archive, text: str) -> Query:
    """Return what finds the statements in which a spelling of `text` may stand."""
    found: list[Query] = []
    wanted = term(text)
    if wanted is not None:
        # At one moment: what the index makes to know its words is there no longer.
        halves = archive.asked(lambda: broken_words(archive.index, [wanted]))
        ways = as_broken(wanted, halves)
        found.append(both(*(_one_of(map(Words, some)) for some in ways)))
        found.append(both(*map(Words, words_in(wanted))))
    if joined := term(letters(text).folded):
        found.append(Words(joined))
    for field in _NAMED:
        found += [
            Value(field, folded_name(value))
            for value in names.values(archive.index, field)
            if holds(value, (text,))
        ]
    return _one_of(found) if found else Numbered(())


def _one_of(queries: Iterable[Query]) -> Query:
    parts = tuple(queries)
    return parts[0] if len(parts) == 1 else Either(parts)
