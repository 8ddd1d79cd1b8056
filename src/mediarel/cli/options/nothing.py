"""Why a query finds nothing, and what is there instead."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from mediarel.cli.again import values_whole, with_query
from mediarel.cli.options.common import Filters
from mediarel.cli.options.ids import are_ids, ids_in
from mediarel.errors import Command, Hint, MediarelError, shorten
from mediarel.model.fields import BY_NAME
from mediarel.query.tree import Both, Everything, Numbered, Value, Words, both
from mediarel.text.tokens import is_unspaced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import typer

    from mediarel.archive.archive import Archive
    from mediarel.archive.suggestions import Part
    from mediarel.cli.options.ids import Ids
    from mediarel.query.tree import Query
    from mediarel.text.tokens import Term

_MOST_TOLD = 3
_YEAR = re.compile("(19|20)[0-9]{2}")
_MOST_TRIED = 20
_FEWEST_OF_A_SENTENCE = 5  # words
_PAIRS_OF_A_WORD = 5  # pairs of letters, in scripts without spaces


def why_nothing(
    opened: Archive,
    query: Query,
    words: Sequence[str],
    values: Sequence[str] = (),
    within: Query | None = None,
) -> Hint:
    """Return in sentences why `query` finds nothing; empty where there is no reason.

    `words` are what was typed of it as words, `values` what as options. With `within`,
    what is near is counted among what that finds, if anything of it is there.
    """
    # Costs 20 ms, and is of use only here.
    from mediarel.archive.suggestions import parts  # noqa: PLC0415

    if isinstance(query, Numbered):
        return Hint(*_merged(opened, query))
    text = " ".join(words)
    told = [(part, _typed(part, text, values)) for part in parts(opened, query)]
    sentences = []
    if re.search(r"\bor\b", text):
        told = [(part, typed) for part, typed in told if typed != "'or'"]
        sentences.append("Either of two is written with OR in capitals.")
    elif len(told) > 1 and all(part.total for part, _ in told):
        each = ", ".join(f"{typed} ({part.total:,})" for part, typed in told)
        sentences.append(f"All of it is there, but not in one statement: {each}.")
    lacking = [
        _lacking(_near_within(opened, part, within), typed, part)
        for part, typed in told
        if not part.total
    ]
    return Hint("".join(f"{each} " for each in lacking[:_MOST_TOLD] + sentences))


def _merged(opened: Archive, query: Numbered) -> Iterator[str]:
    """Yield what became of those of these ids that were merged into another."""
    from mediarel.archive.restore import mergers_from  # noqa: PLC0415 - rarely needed
    from mediarel.cli.options.selection import told_mergers  # noqa: PLC0415 - as above

    for number in query.ids[:_MOST_TOLD]:
        if mergers := mergers_from(opened, number):
            yield f"{told_mergers(mergers).capitalize()}. "


def quotes_needed(
    opened: Archive, words: Sequence[str], context: typer.Context
) -> Hint | None:
    """Return how to write a query in which a value of several words has no quotes.

    Or an option. None where no statement has such a value.
    """
    told = _query_in_quotes(opened, words, context) or _option_in_quotes(
        opened, context
    )
    if told is None:
        return None
    word, command = told
    return Hint(f"A {word} of several words needs quotes: ", command)


def sentence_meant(words: Sequence[str], filters: Filters) -> Hint | None:
    """Return how to ask whether a sentence was said, None where `words` are none.

    It is of plain words, or a phrase.
    """
    sought = Filters().query(words)
    parts = sought.parts if isinstance(sought, Both) else (sought,)
    terms = [p.term for p in parts if isinstance(p, Words) and not p.field]
    if len(terms) < len(parts) or sum(map(_length, terms)) < _FEWEST_OF_A_SENTENCE:
        return None
    command = Command("quote", *filters.as_options(), " ".join(words).strip('"'))
    return Hint("To see whether it was nearly said: ", command)


def ids_meant(
    opened: Archive, context: typer.Context, words: Sequence[str]
) -> Hint | None:
    """Return how to name statements by ids where `words` are all ids; None else.

    What may be a year is none, nor is what no statement has.
    """
    if not words or not all(map(are_ids, words)) or any(map(_YEAR.fullmatch, words)):
        return None
    try:
        ids = ",".join(_written(each) for each in ids_in(words))
        is_any = opened.page(Filters().query([f"id:{ids}"]), size=0).total
    except MediarelError:
        return None
    if not is_any:
        return None
    told = "To name statements by their ids: "
    if context.command.name == "export":
        return Hint(told, with_query(context, f"id:{ids}"))
    return Hint(told, Command("show", ids.replace("..", "-")))


def _written(ids: Ids) -> str:
    return f"{ids.first}..{ids.last}" if ids.is_range else str(ids.first)


def _length(term: Term) -> int:
    """Return about how many words `term` has."""
    pairs = sum(map(is_unspaced, term.tokens))
    return len(term.tokens) - pairs + pairs // _PAIRS_OF_A_WORD


def _query_in_quotes(
    opened: Archive, words: Sequence[str], context: typer.Context
) -> tuple[str, Command] | None:
    text = " ".join(words)
    if ":" not in text:
        return None
    from mediarel.query.unquoted import unquoted  # noqa: PLC0415 - rarely needed

    for meant in islice(unquoted(text), _MOST_TRIED):
        if _is_there(opened, meant.field, meant.value):
            return BY_NAME[meant.field].word, with_query(context, meant.quoted)
    return None


def _option_in_quotes(
    opened: Archive, context: typer.Context
) -> tuple[str, Command] | None:
    from mediarel.query.parser import TERMS  # noqa: PLC0415 - rarely needed

    for meant in islice(values_whole(context), _MOST_TRIED):
        name = meant.parameter.name.removeprefix("add_").removeprefix("drop_")
        field = TERMS.get(name)
        is_value = field is not None and field.term == "value"
        if field and is_value and _is_there(opened, field.name, meant.value):
            return field.word, meant.command
    return None


def _is_there(opened: Archive, field: str, value: str) -> bool:
    from mediarel.text.folding import folded_name  # noqa: PLC0415 - rarely needed

    return opened.page(Value(field, folded_name(value)), size=0).total > 0


def _near_within(opened: Archive, part: Part, within: Query | None) -> Part:
    """Return `part` with what is near to it as often as it is among `within`."""
    sought = part.sought
    if within is None or isinstance(within, Everything) or isinstance(sought, Value):
        return part
    from mediarel.text.tokens import term  # noqa: PLC0415 - as above

    found = []
    for text, _ in part.near:
        if words := term(text):
            query = both(Words(words, sought.field), within)
            found.append((text, opened.page(query, size=0).total))
    return part._replace(near=tuple(each for each in found if each[1]))


def _lacking(part: Part, typed: str, in_all: Part) -> str:
    """Return the sentence on a part that no statement has.

    `in_all` is the part with what is near to it in the whole archive.
    """
    told = f"None has {typed}"
    if part.near:
        return f"{told}; near it: {_listed(part.near)}."
    if in_all.near:
        return f"{told}; near it, but not with the rest: {_listed(in_all.near)}."
    if part.held:
        return f"{told}; of it there are: {_listed(part.held)}."
    if part.others:
        return f"{told}; there are: {_listed(part.others)}."
    return f"{told}."


def _listed(counted: Sequence[tuple[str, int]]) -> str:
    return ", ".join(
        f"{_in_quotes(shorten(text))} ({count:,})" for text, count in counted
    )


def _typed(part: Part, text: str, values: Sequence[str]) -> str:
    """Return a part of a query as it was typed."""
    sought = part.sought
    if isinstance(sought, Value):
        field = BY_NAME[sought.field].word
        value = next(_values_typed(sought, text, values), sought.folded)
        return f"{field}:{_in_quotes(shorten(value))}"
    typed = repr(shorten(_words_typed(sought, text)))
    return f"{BY_NAME[sought.field].word}:{typed}" if sought.field else typed


def _in_quotes(value: str) -> str:
    if '"' in value:
        return f"“{value}”"
    return f'"{value}"' if " " in value else value


def _words_typed(sought: Words, text: str) -> str:
    from mediarel.text.tokens import matches  # noqa: PLC0415 - as above

    for start, end, _ in matches(text, [sought.term]):
        return text[start:end]
    return " ".join(sought.term.tokens)


def _values_typed(sought: Value, text: str, values: Sequence[str]) -> Iterator[str]:
    from mediarel.query.lexer import lexemes  # noqa: PLC0415 - as above
    from mediarel.text.folding import folded_name  # noqa: PLC0415 - as above

    for value in (*(part.value for part in lexemes(text)), *values):
        if folded_name(value.rstrip("*")) == sought.folded:
            yield value
