"""Find withheld texts in public statements that don't withhold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mediarel.archive.quote import as_broken, broken_words
from mediarel.archive.redaction import WORDED, Redaction, holding, texts_of
from mediarel.index import search, vocabulary
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
from mediarel.store.records import read_record
from mediarel.text.folding import folded_name
from mediarel.text.joints import letters
from mediarel.text.tokens import term, words_in
from mediarel.text.withheld import found_in, holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mediarel.archive.archive import Archive
    from mediarel.archive.public import Public
    from mediarel.model.fields import Field
    from mediarel.model.statement import Statement
    from mediarel.query.tree import Query

_MOST = 50  # statements that are named
_LOOKED_AT = 500  # statements that have the words, and are read
# Fields that the index finds by their whole values.
_BY_VALUE = [f.name for f in WORDED if f.is_whole and not (f.weight or f.kind.is_json)]
_UNSEARCHED = [f for f in WORDED if not (f.weight or f.name in _BY_VALUE)]


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

    The index finds the statements that may contain a text. Fields whose words are not
    in the index are read, except addresses. Then the public view of each decides.
    """
    if texts is None:
        texts = vocabulary.values(archive.index, "withheld")
    by_folded = {folded_name(text): text for text in texts}
    unsearched = _in_unsearched(archive, tuple(by_folded.values()))
    candidates = {
        text: _candidates(
            archive, public, text, Numbered(tuple(unsearched.get(text, ())))
        )
        for text in by_folded.values()
    }
    printing = _printing(public, candidates)
    return [
        Elsewhere(
            text,
            withheld_in(archive, text),
            tuple(ids[:_MOST]),
            len(ids) > _MOST or len(candidates[text]) > _LOOKED_AT,
        )
        for text in candidates
        if (ids := printing.get(text))
    ]


def prints(statement: Statement, text: str) -> bool:
    """Return whether `text` can be read in a public field of `statement`."""
    return bool(holding(statement, Redaction((text,), (), "")))


def may_print(archive: Archive, text: str) -> list[int]:
    """Return the ids of the statements that may print `text`, newest first."""
    unsearched = _in_unsearched(archive, (text,)).get(text, ())
    places = either(_may_hold(archive, text), Numbered(tuple(unsearched)))
    return search.ids(archive.index, places, sort="newest", size=None)


def withheld_in(
    archive: Archive, text: str, size: int | None = _MOST
) -> tuple[int, ...]:
    """Return the ids of the first `size` statements that withhold `text`."""
    those = Value("withheld", folded_name(text))
    return tuple(search.ids(archive.index, those, sort="id", size=size))


def _in_unsearched(archive: Archive, texts: tuple[str, ...]) -> dict[str, list[int]]:
    """Return the ids of statements with each of `texts` in a field without words.

    The index can't find words in these fields, so that they are read.
    """
    found: dict[str, list[int]] = {}
    if not texts:
        return found
    ids = {number for field in _UNSEARCHED for number in _with_some(archive, field)}
    for number, raw in archive.index.records(sorted(ids)):
        statement = read_record(number, raw)
        said = "\n".join(text for _, text in texts_of(statement))
        names_of_files = "\n".join(each.name for each in statement.attachments)
        there = {text for text, _ in found_in(said, texts)}
        there |= {text for text, _ in found_in(names_of_files, texts, is_name=True)}
        for text in there:
            found.setdefault(text, []).append(number)
    return found


def _with_some(archive: Archive, field: Field) -> list[int]:
    """Return the ids of statements whose record has a value for `field`."""
    if field.term:
        some = Value(field.name, "", is_prefix=True)
        return search.ids(archive.index, some, sort="id", size=None)
    # As a record begins to write a value that isn't empty.
    part = f'"{field.name}": "'
    if field.kind.is_list:
        part = '"sha256":' if field.kind.is_json else f'"{field.name}": [\n'
    return search.ids_holding(archive.index, Everything(), part.encode())


def _candidates(
    archive: Archive, public: Public, text: str, unsearched: Numbered
) -> list[int]:
    """Return the ids of the first public statements that may print `text`."""
    those = Without(Value("withheld", folded_name(text)))
    places = both(either(_may_hold(archive, text), unsearched), those)
    return search.ids(
        archive.index, public.query(places), sort="id", size=_LOOKED_AT + 1
    )


def _printing(public: Public, candidates: dict[str, list[int]]) -> dict[str, list[int]]:
    """Return the ids of the public statements that print each text.

    `candidates` has the ids to check by text. Each statement is read once.
    """
    texts_for: dict[int, list[str]] = {}
    for text, ids in candidates.items():
        for number in ids[:_LOOKED_AT]:
            texts_for.setdefault(number, []).append(text)
    found: dict[str, list[int]] = {}
    for statement in public.texts(Numbered(tuple(sorted(texts_for)))):
        for text in texts_for[statement.id]:
            if len(found.get(text, ())) <= _MOST and prints(statement, text):
                found.setdefault(text, []).append(statement.id)
    return found


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
    for field in _BY_VALUE:
        found += [
            Value(field, folded_name(value))
            for value in vocabulary.values(archive.index, field)
            if holds(value, (text,))
        ]
    return _one_of(found) if found else Numbered(())


def _one_of(queries: Iterable[Query]) -> Query:
    parts = tuple(queries)
    return parts[0] if len(parts) == 1 else Either(parts)
