"""Explain why a query finds nothing, and suggest alternatives."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import typer

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.cli.command_line import value_whole, with_query
from mediarel.cli.messages import GIVEN
from mediarel.index import search
from mediarel.index.protocol import Index
from mediarel.model.fields import BY_NAME
from mediarel.query.tree import Both, Either, Query, Value, Words, both
from mediarel.text import similarity
from mediarel.text.tokens import Term, is_unspaced, term, words_in

_MOST_SHOWN = 3
_YEAR = re.compile("(19|20)[0-9]{2}")
_ID = re.compile("[0-9]+(-[0-9]+)?")
_MOST_SOUGHT = 8  # parts of a query
_MOST_NEAR = 4
_MOST_SYLLABLES = 60
_SHORTEST_PART = 2  # characters


class Part(NamedTuple):
    """A word or value of a query, and the number of statements that contain it.

    If the number is 0, `found` has alternatives, each with its number of statements.
    `label` describes the alternatives, such as "similar".
    """

    sought: Words | Value
    total: int
    label: str = ""
    found: Sequence[tuple[str, int]] = ()

    @property
    def typed(self) -> str:
        """The word or value as it is shown in messages, such as `tag:land`."""
        sought = self.sought
        if isinstance(sought, Value):
            return f"{BY_NAME[sought.field].word}:{_quoted(sought.folded)}"
        word = repr(errors.shorten(_word_of(sought.term)))
        return f"{BY_NAME[sought.field].word}:{word}" if sought.field else word

    @property
    def lacking(self) -> str:
        """The sentence for a word or value that no statement contains."""
        instead = ", ".join(f"{_quoted(text)} ({n:,})" for text, n in self.found)
        more = f"; {self.label}: {instead}" if instead else ""
        return f"No statement has {self.typed}{more}."


def hint_for(
    context: typer.Context, opened: Archive, query: Query, words: Sequence[str]
) -> errors.Hint:
    """Return a hint on why the query finds nothing, and the next command.

    `words` are the typed words of the query.
    """
    if query == both():
        import_ = errors.Command("import", "FILE")
        return errors.Hint(
            "The archive is empty. To fill it: ", errors.Command("add"), " or ", import_
        )
    return errors.Hint(
        _why_nothing(opened, query, words),
        value_whole(context)
        or year_meant(context, words)
        or ids_meant(context, words)
        or errors.Hint("To see all statements: ", errors.Command("list")),
    )


def _why_nothing(opened: Archive, query: Query, words: Sequence[str]) -> str:
    """Return sentences on why the query finds nothing, or "" if no reason is known."""
    index = opened.index
    sought = [*_sought(query)][:_MOST_SOUGHT]
    parts = index.asked(lambda: [_part(index, each) for each in sought])
    reasons = [each.lacking for each in parts if not each.total][:_MOST_SHOWN]
    if "or" in words:
        reasons.append("To find any of the words, write OR in capital letters.")
    elif len(parts) > 1 and all(part.total for part in parts):
        each = ", ".join(f"{part.typed} ({part.total:,})" for part in parts)
        reasons.append(f"No statement has all of these: {each}.")
    return "".join(f"{each} " for each in reasons)


def year_meant(context: typer.Context, words: Sequence[str]) -> errors.Hint | None:
    """Return a hint to use `--year` if a word is a year, otherwise None."""
    year = next(filter(_YEAR.fullmatch, words), None)
    if year is None or "--year" in context.meta[GIVEN]:
        return None
    rest = [word for word in words if word != year and word.lower() != "year"]
    command = with_query(context, *rest, more=("--year", year))
    return errors.Hint(
        "As a year: ", command if rest else errors.Command("list", "--year", year)
    )


def ids_meant(context: typer.Context, words: Sequence[str]) -> errors.Hint | None:
    """Return a hint to search for `id:3` if all words are IDs, otherwise None."""
    if not words or not all(map(_ID.fullmatch, words)):
        return None
    ids = ",".join(words).replace("-", "..")
    return errors.Hint("To find statements by ID: ", with_query(context, f"id:{ids}"))


def _quoted(value: str) -> str:
    value = errors.shorten(value)
    return f'"{value}"' if " " in value else value


def _word_of(word: Term) -> str:
    """Return the text of a word, joined from its tokens.

    In a script without spaces, tokens overlap: the tokens of `abc` are `ab` and `bc`.
    """
    *pairs, last = word.tokens
    return "".join([*(pair[0] for pair in pairs), last])


def _sought(query: Query) -> Iterator[Words | Value]:
    """Yield each word and value of the query, except words after NOT."""
    match query:
        case Words(whole, field):
            for word in words_in(whole):
                yield Words(word, field)
        case Value():
            yield query
        case Both(parts) | Either(parts):
            yield from dict.fromkeys(each for part in parts for each in _sought(part))


def _part(index: Index, sought: Words | Value) -> Part:
    count = search.count(index, sought)
    if count:
        return Part(sought, count)
    if isinstance(sought, Value):
        return _value(index, sought)
    word = _word_of(sought.term)
    if is_unspaced(sought.term.tokens[0]):
        held = sorted(_held(index, word, sought.field), key=len, reverse=True)
        return Part(sought, 0, "existing parts", _counted(index, sought, held))
    # The word was not found in this field, but may be in a different field.
    others = (
        each for each in similarity.nearest(word, search.words(index)) if each != word
    )
    return Part(sought, 0, "similar", _counted(index, sought, others))


def _value(index: Index, sought: Value) -> Part:
    counted = [each[1:] for each in search.counted(index, sought.field)]
    folded = {name: each for each, name, _ in reversed(counted)}
    near = similarity.nearest_names(sought.folded, folded)
    found = [(shown, n) for each in near for shown, name, n in counted if name == each]
    if found:
        return Part(sought, 0, "similar", found[:_MOST_NEAR])
    others = [(shown, n) for shown, _, n in counted[:_MOST_NEAR]]
    return Part(sought, 0, "existing values", others)


def _held(index: Index, run: str, field: str | None) -> list[str]:
    """Return the longest parts of `run` that statements contain.

    `run` is a text without spaces, such as Khmer. A part has only whole syllables.
    """
    edges = similarity.syllables(run)[:_MOST_SYLLABLES]
    held = []
    begin = 0
    while begin < len(edges) - 1:
        part = ""
        end = begin
        for edge in edges[begin + 1 :]:
            longer = run[edges[begin] : edge]
            if not search.has(index, _words(longer, field)):
                break
            part = longer
            end += 1
        if len(part) >= _SHORTEST_PART:
            held.append(part)
        begin = max(end, begin + 1)
    return held


def _counted(
    index: Index, sought: Words, folded: Iterable[str]
) -> list[tuple[str, int]]:
    """Return words in `folded`, each with the number of statements that contain it.

    Words that no statement contains are left out. At most four words are returned.
    """
    found = []
    for word in folded:
        if count := search.count(index, _words(word, sought.field)):
            found.append((word, count))
        if len(found) == _MOST_NEAR:
            break
    return found


def _words(text: str, field: str | None) -> Words:
    return Words(term(text) or Term((text,)), field)
