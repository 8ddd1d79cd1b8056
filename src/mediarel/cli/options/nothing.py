"""Why a query finds nothing, and what is there instead."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from mediarel.errors import Command, Hint, shorten
from mediarel.model.fields import BY_NAME
from mediarel.query.tree import Value, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mediarel.archive.archive import Archive
    from mediarel.archive.lacking import Part
    from mediarel.query.tree import Query

_MOST_TOLD = 3
_MOST_TRIED = 20


def why_nothing(
    opened: Archive, query: Query, words: Sequence[str], values: Sequence[str] = ()
) -> Hint:
    """Return in sentences why `query` finds nothing; empty where there is no reason.

    `words` are what was typed of it as words, `values` what as options.
    """
    # Costs 20 ms, and is of use only here.
    from mediarel.archive.lacking import parts  # noqa: PLC0415

    text = " ".join(words)
    told = [(part, _typed(part, text, values)) for part in parts(opened, query)]
    sentences = []
    if re.search(r"\bor\b", text):
        told = [(part, typed) for part, typed in told if typed != "'or'"]
        sentences.append("Either of two is written with OR in capitals.")
    elif len(told) > 1 and all(part.total for part, _ in told):
        each = ", ".join(f"{typed} ({part.total:,})" for part, typed in told)
        sentences.append(f"All of it is there, but not in one statement: {each}.")
    lacking = [_lacking(part, typed) for part, typed in told if not part.total]
    return Hint("".join(f"{each} " for each in lacking[:_MOST_TOLD] + sentences))


def quotes_needed(opened: Archive, words: Sequence[str], *command: str) -> Hint | None:
    """Return how to write a query in which a value of several words has no quotes.

    None where no statement has such a value. `command` is what is typed before it.
    """
    text = " ".join(words)
    if ":" not in text:
        return None
    from mediarel.query.unquoted import unquoted  # noqa: PLC0415 - rarely needed
    from mediarel.text.folding import folded_name  # noqa: PLC0415 - as above

    for meant in islice(unquoted(text), _MOST_TRIED):
        value = Value(meant.field, folded_name(meant.value))
        if opened.page(value, size=0).total:
            return Hint(
                f"A {BY_NAME[meant.field].word} of several words needs quotes: ",
                Command(*command, meant.quoted),
            )
    return None


def _lacking(part: Part, typed: str) -> str:
    """Return the sentence on a part that no statement has."""
    told = f"None has {typed}"
    if part.near:
        return f"{told}; near it: {_listed(part.near)}."
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
