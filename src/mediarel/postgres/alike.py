"""What may be nearly the same as a text, on a server: it has rare words in common.

Lexemes have no places, so a passage costs the server as much as its words are common:
of a million statements, twelve passages cost 30 ms and more. A few words that are rare
and near to each other find as much for a tenth of that. How rare each is, the server
has counted. What has them is then looked at for the passages.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index.passages import COUNT
from mediarel.postgres.lexemes import lexeme, quoted
from mediarel.postgres.matching import needle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.index.dialect import Rows
    from mediarel.index.passages import Passages

_TOGETHER = 3  # words, at least
_BY_CHANCE = 20  # statements that have those words, if words do not go together
_COMMON = 60  # statements that have them, beyond which they say nothing of any
# Statements that the server goes through: those of the rarest word of each group, of
# the others a tenth, which it skips through.
_MOST = 60_000
_SKIPPED = 0.1
_STRETCH = 6  # passages long, of which words are counted, at each of the distances
_REACH = 2  # passages, within which words are near to each other


class _Counted(NamedTuple):
    """A word of a text: in how many statements it is, and its place in the text."""

    uses: int
    place: int
    token: str


def sharing(rows: Rows, passages: Passages) -> Counter[int]:
    """Return how many passages and groups of rare words statements have in common.

    It is of those that have a group of them.
    """
    stretches = [*_stretches(passages)]
    uses, statements = _uses(rows, {t for _, tokens in stretches for t in tokens})
    counted = [
        [
            _Counted(uses[token], begin + nth, token)
            for nth, token in enumerate(tokens)
            if uses.get(token, 0) > 1  # others than the one that the text is of
        ]
        for begin, tokens in stretches
    ]
    groups = [*_groups(counted, passages, statements)]
    return _found(rows, groups, passages) if groups else Counter()


def _stretches(passages: Passages) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield stretches of a text, from even distances on: where each begins, its words.

    In a long text there are others between them.
    """
    tokens, size = passages
    for nth in range(COUNT):
        begin, end = (len(tokens) * each // COUNT for each in (nth, nth + 1))
        yield begin, tokens[begin : min(end, begin + _STRETCH * size)]


def _uses(rows: Rows, tokens: Iterable[str]) -> tuple[dict[str, int], int]:
    """Return in how many statements each of `tokens` is, and how many there are."""
    each = [token for token in tokens if lexeme(token) == token]
    marks = ", ".join("?" * len(each))
    sql = (
        "SELECT NULL, statements FROM counter UNION ALL"  # noqa: S608 - question marks
        f" SELECT word, statements FROM frequency WHERE word IN ({marks})"
    )
    found: dict[str | None, int] = dict(rows(sql, each))
    statements = found.pop(None)
    return {word: number for word, number in found.items() if word}, statements


def _groups(
    counted: Sequence[Sequence[_Counted]], passages: Passages, statements: int
) -> Iterator[list[str]]:
    """Yield groups of words that are near to each other, the rarest first.

    They are of different stretches, as far as all of them are not too common.
    """
    left: float = _MOST
    used: set[str] = set()
    every = sorted(word for words in counted for word in words)
    for words in sorted(filter(None, counted), key=min):
        lead = min((word for word in words if word.token not in used), default=None)
        if lead is None:
            continue
        others = (word for word in every if word.token not in used)
        group = _group(lead, others, passages.size, statements)
        cost = lead.uses + _SKIPPED * sum(word.uses for word in group[1:])
        if not group or cost > left:
            continue
        left -= cost
        used.update(word.token for word in group)
        yield [word.token for word in group]


def _group(
    lead: _Counted, others: Iterable[_Counted], size: int, statements: int
) -> list[_Counted]:
    """Return `lead` with the rarest of the `others` near to it, which are in order.

    They do not stand side by side, as the words of a name and the letters of a word
    do. There is none where too many statements would have them by chance.
    """
    group = [lead]
    by_chance: float = lead.uses
    for word in others:
        if len(group) >= _TOGETHER and by_chance <= _BY_CHANCE:
            break
        if abs(word.place - lead.place) > _REACH * size or word.token in {
            each.token for each in group
        }:
            continue
        if all(abs(word.place - each.place) >= size // 2 for each in group):
            group.append(word)
            by_chance *= word.uses / statements
    return group if by_chance <= _BY_CHANCE else []


def _found(
    rows: Rows, groups: Sequence[Sequence[str]], passages: Passages
) -> Counter[int]:
    """Return how many passages and groups statements have that have a group."""
    each = passages.each
    having = " + ".join(["CAST(strpos(words, ?) > 0 AS INTEGER)"] * len(each))
    wanted = ", ".join(["(CAST(? AS tsquery))"] * len(groups))
    # Put together with nothing, long words are unpacked once.
    sql = (
        f"SELECT wanted.lexemes, found.id, {having} FROM (VALUES {wanted})"  # noqa: S608 - made of our own words and marks
        " AS wanted (lexemes) CROSS JOIN LATERAL"
        " (SELECT id, words_text || '' AS words FROM statement"
        f" WHERE statement.lexemes @@ wanted.lexemes LIMIT {_COMMON + 2}) AS found"
    )
    given = [" & ".join(map(quoted, group)) for group in groups]
    found = rows(sql, [*map(needle, each), *given])
    having_group = Counter(group for group, *_ in found)
    shared: Counter[int] = Counter()
    passages_in: dict[int, int] = {}
    for group, number, count in found:
        if having_group[group] <= _COMMON + 1:
            shared[number] += 1
            passages_in[number] = count
    shared.update(passages_in)
    return shared
