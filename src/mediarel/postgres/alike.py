"""What may be nearly the same as a text, on a server: it has rare words in common.

Lexemes have no places, so that a passage costs the server as much as its words are
common. A few words that are rare and stand near to each other find as much for far
less; how rare each is, the server has counted. What has them, few statements, is then
looked at for short passages too.
"""

from __future__ import annotations

from collections import Counter
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from mediarel.index.search import COUNT
from mediarel.postgres.matching import lexeme, needle, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.index.dialect import Rows
    from mediarel.index.search import Passages

# What the look may cost: in statements that have the rarest word of a group, each of
# which the server takes up. Those of the others it skips through, which costs a tenth;
# to read what has them all costs more (`_Script.read`), and so does each group.
_MOST = 80_000
_SKIPPED, _EACH = 0.1, 3000
_TOGETHER = 3  # words in a group, at least
_BY_CHANCE = 60  # statements that have a group
_COMMON = 100  # others that have it, beyond which it says nothing of any
_PASSAGES = 4  # that are looked for in them


class _Script(NamedTuple):
    """What goes together in a script, with spaces or without: in tokens, all of it."""

    passage: int  # that is looked for
    stretch: int  # whose words are counted, at each of the even distances
    near: tuple[int, ...]  # are the words of a group: first so far, then nearer
    # They are further apart than the words of a name or the pairs of a word; where
    # there are too few words for that, less far.
    apart: tuple[int, ...]
    together: float  # times as many statements as by chance have all words of a group
    read: int  # what it costs to read one of these: pairs take more room than words


_SPACED = _Script(3, 30, near=(12, 6), apart=(2, 1), together=1.5, read=120)
_UNSPACED = _Script(6, 48, near=(48, 24), apart=(13, 6), together=8, read=400)


class _Counted(NamedTuple):
    """A word of a text: in how many statements it is, and its place in the text."""

    uses: int
    place: int
    token: str


def sharing(rows: Rows, passages: Passages) -> Counter[int]:
    """Return how many groups of rare words, and passages, statements have in common.

    It is of those that have a group.
    """
    script = _UNSPACED if passages.is_unspaced else _SPACED
    stretches = [*_stretches(passages.tokens, script.stretch)]
    uses = _uses(rows, {token for _, tokens in stretches for token in tokens})
    counted = [
        [
            _Counted(uses[token], begin + nth, token)
            for nth, token in enumerate(tokens)
            if uses.get(token, 0) > 1  # others have it than the one that we look for
        ]
        for begin, tokens in stretches
    ]
    groups = [*_groups(counted, script)]
    if not groups:
        return Counter()
    looked_for = map(needle, passages.of(script.passage, _PASSAGES))
    return _found(rows, groups, [*looked_for])


def _stretches(
    tokens: Sequence[str], longest: int
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield stretches of a text, from even distances on: where each begins, its words.

    In a long text there is more between them.
    """
    for nth in range(COUNT):
        begin, end = (len(tokens) * each // COUNT for each in (nth, nth + 1))
        yield begin, tokens[begin : min(end, begin + longest)]


def _uses(rows: Rows, tokens: Iterable[str]) -> dict[str, int]:
    """Return in how many statements each of `tokens` is, as far as that is counted."""
    each = [token for token in tokens if lexeme(token) == token]
    marks = ", ".join("?" * len(each))
    sql = f"SELECT word, statements FROM frequency WHERE word IN ({marks})"  # noqa: S608 - question marks
    return dict(rows(sql, each)) if each else {}


def _groups(
    counted: Sequence[Sequence[_Counted]], script: _Script
) -> Iterator[list[str]]:
    """Yield groups of words that are near to each other, the rarest first.

    The rarest word of each is from another stretch, as far as not all there are too
    common; then another from each stretch, with words that are nearer.
    """
    every = sorted(word for words in counted for word in words)
    left: float = _MOST
    leads: set[str] = set()
    for near in script.near:
        used = set(leads)
        for words in sorted(filter(None, counted), key=min):
            lead = min((word for word in words if word.token not in used), default=None)
            if lead is None:
                continue
            free = [word for word in every if word.token not in used]
            group = _group(lead, free, script, near, every[-1].uses)
            if group and (cost := _cost(group, script, every[-1].uses)) <= left:
                left -= cost
                leads.add(lead.token)
                used.update(word.token for word in group)
                yield [word.token for word in group]


def _group(
    lead: _Counted, free: Sequence[_Counted], script: _Script, near: int, among: int
) -> list[_Counted]:
    """Return `lead` and the rarest near to it of those that are `free`, rarest first.

    Those are in this order. There is no group where too many statements would have it,
    of those in the language of the text: `among` so many.
    """
    those = [word for word in free if 0 < abs(word.place - lead.place) <= near]
    for apart in script.apart:
        group = [lead]
        for word in those:
            is_few = _by_chance(group, script, among) <= _BY_CHANCE
            if is_few and len(group) >= _TOGETHER:
                break
            if all(_are_apart(word, each, apart) for each in group):
                group.append(word)
        if _by_chance(group, script, among) <= _BY_CHANCE:
            return sorted(group)
    return []


def _are_apart(one: _Counted, other: _Counted, least: int) -> bool:
    """Tell whether two are different words, and at `least` so far apart."""
    return one.token != other.token and abs(one.place - other.place) >= least


def _by_chance(group: Sequence[_Counted], script: _Script, among: int) -> float:
    """Return how many statements have all words of a group, by how many have each."""
    together = script.together if len(group) > 1 else 1
    return together * among * prod(word.uses / among for word in group)


def _cost(group: Sequence[_Counted], script: _Script, among: int) -> float:
    """Return what it costs the server to look for a group."""
    rarest, *others = group
    skipped = sum(word.uses for word in others)
    found = _by_chance(group, script, among)
    return _EACH + rarest.uses + _SKIPPED * skipped + script.read * found


def _found(
    rows: Rows, groups: Sequence[Sequence[str]], looked_for: Sequence[str]
) -> Counter[int]:
    """Return how many groups, and passages that are `looked_for`, statements have.

    It is of those that have a group which is not common.
    """
    having = " + ".join(["CAST(strpos(words, ?) > 0 AS INTEGER)"] * len(looked_for))
    # Of several conditions, the server skips along each by the others; in one with &,
    # by the rarest alone. Put together with '', a long text is unpacked once.
    each = ", ".join(
        f"({nth}, CAST(? AS tsquery), CAST(? AS tsquery), CAST(? AS tsquery))"
        for nth in range(len(groups))
    )
    sql = (
        f"SELECT nth, found.id, {having} FROM (VALUES {each})"  # noqa: S608 - made of our own words and marks
        " AS wanted (nth, one, two, others) CROSS JOIN LATERAL"
        " (SELECT id, words_text || '' AS words FROM statement WHERE lexemes @@ one"
        f" AND lexemes @@ two AND lexemes @@ others LIMIT {_COMMON + 2}) AS found"
    )
    wanted = [query for group in groups for query in _queries(group)]
    found = rows(sql, [*looked_for, *wanted])
    having_it = Counter(nth for nth, *_ in found)
    telling = [row for row in found if having_it[row[0]] <= _COMMON + 1]
    shared = Counter(number for _, number, _ in telling)
    shared.update({number: passages for _, number, passages in telling})
    return shared


def _queries(group: Sequence[str]) -> tuple[str, str, str]:
    """Return the lexemes of a group as three that PostgreSQL looks for."""
    one, *more = map(quoted, group)
    two, *others = more or [one]
    return one, two, " & ".join(others or [two])
