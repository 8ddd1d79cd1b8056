"""Explain why a query finds nothing, and suggest alternatives."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from mediarel import errors
from mediarel.archive.restore import mergers_from
from mediarel.cli.command_line import values_whole, with_query
from mediarel.cli.options.common import Filters
from mediarel.cli.options.ids import are_ids, ids_in
from mediarel.index import search
from mediarel.model.fields import BY_NAME
from mediarel.query.parser import lexemes, unquoted
from mediarel.query.terms import TERMS
from mediarel.query.tree import Both, Either, Numbered, Query, Value, Words
from mediarel.store.records import skim_record
from mediarel.text.folding import fold, folded_name
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

    import typer

    from mediarel.archive.archive import Archive
    from mediarel.archive.restore import Merger
    from mediarel.cli.options.ids import Ids
    from mediarel.index.protocol import Index
    from mediarel.store.protocol import Document

    Known = Callable[[str], Sequence[str]]

_MOST_TOLD = 3
_YEAR = re.compile("(19|20)[0-9]{2}")
_MOST_TRIED = 20
_MOST_SOUGHT = 8  # parts of a query
_MOST_NEAR = 4
_READ = 20  # statements read to find similar words
_MOST_SYLLABLES = 60
_SHORTEST_PART = 2  # characters


class Part(NamedTuple):
    """A word or value of a query, and the number of statements with it.

    If there is no such statement, `found` has words or values to try instead, each with
    its count, and `label` describes them.
    """

    sought: Words | Value
    total: int
    label: str = ""
    found: Sequence[tuple[str, int]] = ()


def why_nothing(
    opened: Archive, query: Query, words: Sequence[str], values: Sequence[str] = ()
) -> errors.Hint:
    """Return sentences on why `query` finds nothing, "" if no reason is known.

    `words` are the typed words of the query, `values` the values of options.
    """
    if isinstance(query, Numbered):
        return errors.Hint(*_merged(opened, query))
    text = " ".join(words)
    told = [(part, _typed(part, text, values)) for part in _parts(opened, query)]
    sentences = []
    if re.search(r"\bor\b", text):
        told = [(part, typed) for part, typed in told if typed != "'or'"]
        sentences.append("To find any of the words, write OR in capital letters.")
    elif len(told) > 1 and all(part.total for part, _ in told):
        each = ", ".join(f"{typed} ({part.total:,})" for part, typed in told)
        sentences.append(f"No statement has all of these: {each}.")
    lacking = [_lacking(part, typed) for part, typed in told if not part.total]
    return errors.Hint("".join(f"{each} " for each in lacking[:_MOST_TOLD] + sentences))


def _merged(opened: Archive, query: Numbered) -> Iterator[str]:
    """Yield sentences on the queried IDs that were merged into other statements."""
    for number in query.ids[:_MOST_TOLD]:
        if mergers := mergers_from(opened, number):
            yield f"{told_mergers(mergers).capitalize()}. "


def told_mergers(mergers: Sequence[Merger]) -> str:
    """Return the mergers in words: `statement 5 was merged into 4, then 2`."""
    into = ", then ".join(str(each.into) for each in mergers)
    return f"statement {mergers[0].id} was merged into {into}"


def quotes_needed(
    opened: Archive, words: Sequence[str], context: typer.Context
) -> errors.Hint | None:
    """Return a hint on a value of several words without quotes, or None.

    The value can be in a query or an option. A hint is returned only if a statement has
    the value.
    """
    told = _query_in_quotes(opened, words, context) or _option_in_quotes(
        opened, context
    )
    if told is None:
        return None
    word, command = told
    article = "An" if word[0] in "aeiou" else "A"
    return errors.Hint(f"{article} {word} of several words needs quotes: ", command)


def ids_meant(
    opened: Archive, context: typer.Context, words: Sequence[str]
) -> errors.Hint | None:
    """Return a hint on finding statements by ID if all `words` are existing IDs.

    Words that may be years don't count as IDs. Returns None without a hint.
    """
    if not words or not all(map(are_ids, words)) or any(map(_YEAR.fullmatch, words)):
        return None
    try:
        ids = ",".join(_written(each) for each in ids_in(words))
        is_any = opened.page(Filters().query([f"id:{ids}"]), size=0).total
    except errors.MediarelError:
        return None
    if not is_any:
        return None
    told = "To find statements by ID: "
    if context.command.name == "export":
        return errors.Hint(told, with_query(context, f"id:{ids}"))
    return errors.Hint(told, errors.Command("show", ids.replace("..", "-")))


def _written(ids: Ids) -> str:
    return f"{ids.first}..{ids.last}" if ids.is_range else str(ids.first)


def _query_in_quotes(
    opened: Archive, words: Sequence[str], context: typer.Context
) -> tuple[str, errors.Command] | None:
    text = " ".join(words)
    if ":" not in text:
        return None
    for meant in islice(unquoted(text), _MOST_TRIED):
        if _is_there(opened, meant.field, meant.value):
            return BY_NAME[meant.field].word, with_query(context, meant.quoted)
    return None


def _option_in_quotes(
    opened: Archive, context: typer.Context
) -> tuple[str, errors.Command] | None:
    for meant in islice(values_whole(context), _MOST_TRIED):
        name = meant.parameter.name.removeprefix("add_").removeprefix("drop_")
        term = TERMS.get(name)
        is_value = term is not None and term.is_value
        if term and is_value and _is_there(opened, term.field, meant.value):
            return term.name, meant.command
    return None


def _is_there(opened: Archive, field: str, value: str) -> bool:
    return opened.page(Value(field, folded_name(value)), size=0).total > 0


def _lacking(part: Part, typed: str) -> str:
    """Return the sentence on a part that is in no statement."""
    told = f"No statement has {typed}"
    return f"{told}; {part.label}: {_listed(part.found)}." if part.found else f"{told}."


def _listed(counted: Sequence[tuple[str, int]]) -> str:
    return ", ".join(
        f"{_in_quotes(errors.shorten(text))} ({count:,})" for text, count in counted
    )


def _typed(part: Part, text: str, values: Sequence[str]) -> str:
    """Return a part of a query as the user typed it."""
    sought = part.sought
    if isinstance(sought, Value):
        field = BY_NAME[sought.field].word
        value = next(_values_typed(sought, text, values), sought.folded)
        return f"{field}:{_in_quotes(errors.shorten(value))}"
    typed = repr(errors.shorten(_words_typed(sought, text)))
    return f"{BY_NAME[sought.field].word}:{typed}" if sought.field else typed


def _in_quotes(value: str) -> str:
    if '"' in value:
        return f"“{value}”"
    return f'"{value}"' if " " in value else value


def _words_typed(sought: Words, text: str) -> str:
    for start, end, _ in matches(text, [sought.term]):
        return text[start:end]
    return " ".join(sought.term.tokens)


def _values_typed(sought: Value, text: str, values: Sequence[str]) -> Iterator[str]:
    for value in (*(part.value for part in lexemes(text)), *values):
        if folded_name(value.rstrip("*")) == sought.folded:
            yield value


def _parts(archive: Archive, query: Query) -> list[Part]:
    """Return the words and values of `query`, each with its number of statements.

    This is used if the whole query finds nothing.
    """
    index = archive.index
    # The words of the index are read only once. All words are read only if no word with
    # the same first letter is similar.
    known = cache(lambda beginning: search.words(index, beginning))
    return index.asked(
        lambda: [_part(index, one, known) for one in [*_sought(query)][:_MOST_SOUGHT]]
    )


def _sought(query: Query) -> Iterator[Words | Value]:
    """Yield each positive word and value of the query; words after NOT are skipped."""
    match query:
        case Words(whole, field):
            for word in words_in(whole):
                yield Words(word, field)
        case Value():
            yield query
        case Both(parts) | Either(parts):
            yield from dict.fromkeys(each for part in parts for each in _sought(part))


def _part(index: Index, sought: Words | Value, known: Known) -> Part:
    count = search.count(index, sought)
    if count:
        return Part(sought, count)
    if isinstance(sought, Value):
        return _value(index, sought)
    if is_unspaced(sought.term.tokens[0]):
        return _run(index, sought)
    return _word(index, sought, known)


def _value(index: Index, sought: Value) -> Part:
    counted = search.counted(index, sought.field)
    folded = {name: each for each, name, _ in reversed(counted)}
    near = nearest_names(sought.folded, folded)
    found = [(shown, n) for each in near for shown, name, n in counted if name == each]
    if found:
        return Part(sought, 0, "similar", found[:_MOST_NEAR])
    others = [(shown, n) for shown, _, n in counted[:_MOST_NEAR]]
    return Part(sought, 0, "existing values", others)


def _word(index: Index, sought: Words, known: Known) -> Part:
    word = sought.term.tokens[0]
    # Most errors are not in the first letter, and words with the same first letter are
    # found fast.
    # The word was not found in this field, but may be in a different field.
    for beginning in (word[:1], ""):
        others = (each for each in nearest(word, known(beginning)) if each != word)
        if near := _counted(index, sought, others):
            break
    return Part(sought, 0, "similar", near)


def _run(index: Index, sought: Words) -> Part:
    tokens = sought.term.tokens
    run = "".join(token[0] for token in tokens)
    run += tokens[-1][1:]
    held = _held(index, run, sought.field)
    near: set[str] = set()
    if held:
        longest = max(held, key=len)
        for number, raw in search.some(index, _words(longest, sought.field), _READ):
            for text in _texts(number, raw, sought.field):
                if (part := nearest_part(run, fold(text))) and part not in held:
                    near.add(part)
    if found := _apart(_counted(index, sought, nearest_of(run, near))):
        return Part(sought, 0, "similar", found)
    parts = _counted(index, sought, sorted(held, key=len, reverse=True))
    return Part(sought, 0, "existing parts", parts)


def _apart(counted: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the most common texts that don't contain each other."""
    kept: list[tuple[str, int]] = []
    for text, count in sorted(counted, key=lambda each: (-each[1], -len(each[0]))):
        if not any(text in other or other in text for other, _ in kept):
            kept.append((text, count))
    return kept


def _held(index: Index, run: str, field: str | None) -> list[str]:
    """Divide `run` into the longest parts that statements contain."""
    edges = syllables(run)[:_MOST_SYLLABLES]
    held = []
    begin = 0
    while begin < len(edges) - 1:
        # If a part occurs, each prefix of it does: use binary search for the longest.
        low, high = begin, len(edges) - 1
        while low < high:
            middle = (low + high + 1) // 2
            part = run[edges[begin] : edges[middle]]
            if search.has(index, _words(part, field)):
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
) -> list[tuple[str, int]]:
    """Return the first words of `folded` in their usual spelling, with counts."""
    found = []
    for word in folded:
        words = _words(word, sought.field)
        count = search.count(index, words)
        if count:
            found.append((_as_written(index, words, word), count))
        if len(found) == _MOST_NEAR:
            break
    return found


def _as_written(index: Index, words: Words, folded: str) -> str:
    """Return the spelling of the words in a statement, in lower case."""
    for number, raw in search.some(index, words, 1):
        for text in _texts(number, raw, words.field):
            for start, end, _ in matches(text, [words.term]):
                return text[start:end].lower().replace("\u200b", "")
    return folded


def _texts(number: int, raw: Document, field: str | None) -> Iterator[str]:
    """Yield the texts of a statement that are searched."""
    record = skim_record(number, raw)
    for name in (field,) if field else search.FIELDS:
        value = getattr(record, name)
        yield from (value,) if isinstance(value, str) else value or ()


def _words(text: str, field: str | None) -> Words:
    found = term(text)
    if found is None:
        msg = f"no word in {text!r}"
        raise ValueError(msg)
    return Words(found, field)
