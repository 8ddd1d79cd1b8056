"""What is withheld in one statement, and stands in others that are public."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.line_ends import as_broken, broken_words
from mediarel.archive.redaction import Redaction, texts_of
from mediarel.index import names, search
from mediarel.query.tree import (
    Either,
    Everything,
    Numbered,
    Value,
    Without,
    Words,
    both,
    either,
)
from mediarel.store.records import read_fields
from mediarel.text.folding import folded_name
from mediarel.text.joints import letters
from mediarel.text.tokens import term, words_in
from mediarel.text.withheld import found_in, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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

    The index finds where they may stand; notes and names of files, which it has not,
    are looked through. What the public sees there is read.
    """
    if texts is None:
        texts = names.values(archive.index, "withheld")
    by_folded = {folded_name(text): text for text in texts}
    beside = _in_notes_and_names(archive, tuple(by_folded.values()))
    found = (
        _of_text(archive, public, text, Numbered(tuple(beside.get(text, ()))))
        for text in by_folded.values()
    )
    return [each for each in found if each.stands_in]


def prints(statement: Statement, text: str) -> bool:
    """Tell whether `text` can be read in `statement`."""
    if any(holds(each, (text,)) for _, each in texts_of(statement)):
        return True
    if any(map(Redaction((text,), (), "").is_in_url, statement.sources)):
        return True
    return any(
        holds(each.name, (text,), is_name=True) for each in statement.attachments
    )


def may_print(archive: Archive, text: str) -> list[int]:
    """Return the ids of the statements that may print `text`, newest first."""
    beside = _in_notes_and_names(archive, (text,)).get(text, ())
    places = either(_may_hold(archive, text), Numbered(tuple(beside)))
    return search.ids(archive.index, places, sort="newest", size=None)


def withheld_in(
    archive: Archive, text: str, size: int | None = _MOST
) -> tuple[int, ...]:
    """Return the ids of the first `size` statements that withhold `text`."""
    those = Value("withheld", folded_name(text))
    return tuple(search.ids(archive.index, those, sort="id", size=size))


def _in_notes_and_names(
    archive: Archive, texts: tuple[str, ...]
) -> dict[str, list[int]]:
    """Return where each of `texts` stands in notes to readers or the names of files."""
    found: dict[str, list[int]] = {}
    if not texts:
        return found
    for number, raw in archive.index.records(_with_notes_or_files(archive)):
        said = read_fields(bytes(raw))
        there = {text for note in said.get("notes") or () for text in _in(note, texts)}
        for file in said.get("attachments") or ():
            name = str(file.get("name"))
            there |= {text for text, _ in found_in(name, texts, is_name=True)}
        for text in there:
            found.setdefault(text, []).append(number)
    return found


def _in(note: dict[str, object], texts: tuple[str, ...]) -> Iterator[str]:
    return (text for text, _ in found_in(str(note.get("text")), texts))


def _with_notes_or_files(archive: Archive) -> Sequence[int]:
    """Return the ids of those that have notes or files."""
    index = archive.index
    noted = search.ids(index, Value("notes", "", is_prefix=True), sort="id", size=None)
    return sorted({*noted, *search.ids_holding(index, Everything(), b'"sha256":')})


def _of_text(
    archive: Archive, public: Public, text: str, beside: Numbered
) -> Elsewhere:
    those = Without(Value("withheld", folded_name(text)))
    places = both(either(_may_hold(archive, text), beside), those)
    may = search.ids(
        archive.index, public.query(places), sort="id", size=_LOOKED_AT + 1
    )
    stands: list[int] = []
    for statement in public.texts(Numbered(tuple(may[:_LOOKED_AT]))):
        if prints(statement, text):
            stands.append(statement.id)
        if len(stands) > _MOST:
            break
    is_cut = len(stands) > _MOST or len(may) > _LOOKED_AT
    named = withheld_in(archive, text)
    return Elsewhere(text, named, tuple(stands[:_MOST]), is_cut)


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
