"""Suggest words of the archive for words of a query that it does not contain."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index import vocabulary
from mediarel.query.tree import Both, Either, Query, Value, Words
from mediarel.store.records import skim_record
from mediarel.text.folding import fold
from mediarel.text.similarity import (
    nearest,
    nearest_names,
    nearest_of,
    nearest_part,
    syllables,
)
from mediarel.text.tokens import is_unspaced, matches, term, words_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.index.protocol import Index
    from mediarel.store.protocol import Document

    Known = Callable[[str], Sequence[str]]

_MOST_SOUGHT = 8  # parts of a query
_MOST_NEAR = 4
_READ = 20  # statements that are read for what is written nearly the same
_MOST_SYLLABLES = 60
_SHORTEST_PART = 2  # letters


class Part(NamedTuple):
    """A word or value of a query, and how many statements have it.

    If none has, `near` are such as are written nearly the same, as the statements
    write them, each with how many have it; `held` are the parts of it that are there.
    Of a value, `others` are the commonest.
    """

    sought: Words | Value
    total: int
    near: tuple[tuple[str, int], ...] = ()
    held: tuple[tuple[str, int], ...] = ()
    others: tuple[tuple[str, int], ...] = ()


def parts(archive: Archive, query: Query) -> list[Part]:
    """Return what of `query` is to be found, word by word, and how much of it is there.

    It is of use where the whole finds nothing.
    """
    index = archive.index
    # Read once for all words, and only if those of one first letter do not suffice.
    known = cache(lambda beginning: vocabulary.words(index, beginning))
    return index.asked(
        lambda: [_part(index, one, known) for one in [*_sought(query)][:_MOST_SOUGHT]]
    )


def _sought(query: Query) -> Iterator[Words | Value]:
    """Yield each word and value to be found once, not those behind a NOT."""
    match query:
        case Words(whole, field):
            for word in words_in(whole):
                yield Words(word, field)
        case Value():
            yield query
        case Both(parts) | Either(parts):
            yield from dict.fromkeys(each for part in parts for each in _sought(part))


def _part(index: Index, sought: Words | Value, known: Known) -> Part:
    count = vocabulary.count(index, sought)
    if count:
        return Part(sought, count)
    if isinstance(sought, Value):
        return _value(index, sought)
    if is_unspaced(sought.term.tokens[0]):
        return _run(index, sought)
    return _word(index, sought, known)


def _value(index: Index, sought: Value) -> Part:
    counted = vocabulary.counted(index, sought.field)
    folded = {name: each for each, name, _ in reversed(counted)}
    near = nearest_names(sought.folded, folded)
    return Part(
        sought,
        0,
        tuple(
            (shown, n) for each in near for shown, name, n in counted if name == each
        )[:_MOST_NEAR],
        others=tuple((shown, n) for shown, _, n in counted[:_MOST_NEAR]),
    )


def _word(index: Index, sought: Words, known: Known) -> Part:
    word = sought.term.tokens[0]
    # Most errors are further on; to look through the words of one letter is quick.
    # The word itself was not found in this field; another field may have it.
    for beginning in (word[:1], ""):
        others = (each for each in nearest(word, known(beginning)) if each != word)
        if near := _counted(index, sought, others):
            break
    return Part(sought, 0, near)


def _run(index: Index, sought: Words) -> Part:
    tokens = sought.term.tokens
    run = "".join(token[0] for token in tokens)
    run += tokens[-1][1:]
    held = _held(index, run, sought.field)
    near: set[str] = set()
    if held:
        longest = max(held, key=len)
        for number, raw in vocabulary.some(index, _words(longest, sought.field), _READ):
            for text in _texts(number, raw, sought.field):
                if (part := nearest_part(run, fold(text))) and part not in held:
                    near.add(part)
    return Part(
        sought,
        0,
        _apart(_counted(index, sought, nearest_of(run, near))),
        _counted(index, sought, sorted(held, key=len, reverse=True)),
    )


def _apart(counted: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return the commonest of some texts, none of them a part of another."""
    kept: list[tuple[str, int]] = []
    for text, count in sorted(counted, key=lambda each: (-each[1], -len(each[0]))):
        if not any(text in other or other in text for other, _ in kept):
            kept.append((text, count))
    return tuple(kept)


def _held(index: Index, run: str, field: str | None) -> list[str]:
    """Return the longest parts of `run` that there are, from its start on."""
    edges = syllables(run)[:_MOST_SYLLABLES]
    held = []
    begin = 0
    while begin < len(edges) - 1:
        # Where a part is held, each beginning of it is: the longest is in the midst.
        low, high = begin, len(edges) - 1
        while low < high:
            middle = (low + high + 1) // 2
            part = run[edges[begin] : edges[middle]]
            if vocabulary.has(index, _words(part, field)):
                low = middle
            else:
                high = middle - 1
        part = run[edges[begin] : edges[low]]
        if len(part) >= _SHORTEST_PART:
            held.append(part)
        begin = max(low, begin + 1)
    return held


def _counted(
    index: Index, sought: Words, folded: Iterable[str]
) -> tuple[tuple[str, int], ...]:
    """Return the first of the words `folded` as they are written, with their counts."""
    found = []
    for word in folded:
        words = _words(word, sought.field)
        count = vocabulary.count(index, words)
        if count:
            found.append((_as_written(index, words, word), count))
        if len(found) == _MOST_NEAR:
            break
    return tuple(found)


def _as_written(index: Index, words: Words, folded: str) -> str:
    """Return how a statement writes the words, in small letters."""
    for number, raw in vocabulary.some(index, words, 1):
        for text in _texts(number, raw, words.field):
            for start, end, _ in matches(text, [words.term]):
                return text[start:end].lower().replace("\u200b", "")
    return folded


def _texts(number: int, raw: Document, field: str | None) -> Iterator[str]:
    """Yield the texts of a statement in which words are found."""
    record = skim_record(number, raw)
    for name in (field,) if field else vocabulary.FIELDS:
        value = getattr(record, name)
        yield from (value,) if isinstance(value, str) else value or ()


def _words(text: str, field: str | None) -> Words:
    found = term(text)
    if found is None:
        msg = f"no word in {text!r}"
        raise ValueError(msg)
    return Words(found, field)
