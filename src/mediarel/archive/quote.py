"""Find the statements that contain a quotation, or the most similar passages.

The index finds the statements that may contain the quotation. Then the text of each of
these statements is compared with the quotation.

In a printed text, a line break can split a word. Then the index has the words
`independ-` and `ence`. So a search for `national independence` also searches for
`national independ ence`. A word is split only if the index has both halves.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from mediarel import errors
from mediarel.archive.archive import Archive
from mediarel.index import search
from mediarel.index.protocol import Index
from mediarel.model.statement import Statement
from mediarel.query.tree import Query, Words, both, either
from mediarel.release.headline import after_dateline
from mediarel.store.records import read_statements
from mediarel.text import quotation
from mediarel.text.diff import Part, without_chance
from mediarel.text.quotation import Place
from mediarel.text.tokens import Term, is_unspaced

_LEAST_OF_HALF = 2  # characters
_WINDOW = 8  # words, one of which may be split
Halves = dict[str, list[tuple[str, str]]]
FIELDS = ("title", "text")  # fields that are searched
_CANDIDATES = 30  # statements to search for similar passages
_MOST_COMPARED = 6000  # words to look up in the index
_MOST_STRETCHES = 25  # stretches of a quotation to compare, in all its parts
_MOST_NEAR = 3
_NEAR = 0.5  # share of equal words
_NEARLY_AS_NEAR = 0.25
_PIECES, _LETTERS_OF_A_PIECE, _WORDS_OF_A_PIECE = 12, 8, 4
_RAREST = 6
_MOST_COUNTED = 48  # words


class Held(NamedTuple):
    """A statement that contains the quotation, and the passage in its text.

    `is_shortened` is True if the quotation leaves out words of the passage.
    """

    statement: Statement
    passage: quotation.Passage
    is_shortened: bool


class Near(NamedTuple):
    """A statement with a similar passage.

    `parts` are the differences: the old text is from the quotation, the new text is
    from the statement.
    """

    statement: Statement
    parts: tuple[Part, ...]


class Answer(NamedTuple):
    """The statements that contain a quotation, newest first.

    If there are none, `near` has statements with similar passages. `has_more` is True
    if more statements contain the quotation.
    """

    held: tuple[Held, ...]
    near: tuple[Near, ...]
    has_more: bool = False


class _Quotation(NamedTuple):
    """A quotation, and its parts before and after each ellipsis."""

    text: str
    parts: tuple[quotation.Wording, ...]


def quote(archive: Archive, text: str, within: Query, *, most: int | None) -> Answer:
    """Search for a quotation in the statements that match the query `within`.

    Return at most `most` statements. Raises MisuseError if the quotation has no words.
    """
    parts = tuple(quotation.parts_of(text))
    sought = _Quotation(text, parts)
    if not parts:
        what = repr(errors.shorten(text)) if text.strip() else "the quotation"
        raise errors.MisuseError(
            f"{what} has no words to search for",
            "Enter the quoted words, or - to read them from a pipe.",
        )
    return archive.asked(lambda: _answer(archive, sought, within, most))


def _answer(
    archive: Archive, sought: _Quotation, within: Query, most: int | None
) -> Answer:
    found = _holding(archive, sought, within)
    held = tuple(islice(found, most))
    if held:
        return Answer(held, (), has_more=next(found, None) is not None)
    near = _nearest(archive, sought, within)
    # Khmer may be spaced differently, so the index misses an exact match.
    held = tuple(each for each in near if isinstance(each, Held))
    others = tuple(each for each in near if isinstance(each, Near))
    return Answer(held, () if held else others)


def _holding(archive: Archive, sought: _Quotation, within: Query) -> Iterator[Held]:
    """Yield the statements that contain the quotation, newest first."""
    terms = quotation.phrases(sought.text)
    halves = broken_words(archive.index, terms)
    # Each part of a phrase has several ways in which line breaks may split the part.
    ways = [part for term in terms for part in as_broken(term, halves)]
    query = both(*(either(*map(_words, part)) for part in ways), within)
    records = search.records(archive.index, query, sort="newest")
    for statement in read_statements(records):
        if held := _proved(statement, sought):
            yield held


def _proved(statement: Statement, sought: _Quotation) -> Held | None:
    texts = _texts(statement)
    chain = quotation.said(sought.parts, texts)
    if not chain:
        return None
    begins = (0, after_dateline(statement))
    return Held(
        statement, _printed(texts, chain, begins), is_shortened=_leaves_out(chain)
    )


def _texts(statement: Statement) -> list[quotation.Wording]:
    """Return the title and the text of a statement, to search for a quotation."""
    return [quotation.wording(getattr(statement, field) or "") for field in FIELDS]


def _leaves_out(chain: Sequence[Place]) -> bool:
    return any(
        (one.text, one.last + 1) != (other.text, other.first)
        for one, other in pairwise(chain)
    )


def _printed(
    texts: Sequence[quotation.Wording], chain: Sequence[Place], begins: Sequence[int]
) -> quotation.Passage:
    """Return the sentences that contain a quotation, with the quotation marked.

    `chain` has the places where the quotation was found in `texts`. `begins` has a
    position for each text: the first character after the dateline.
    """
    passages = []
    for at, text in enumerate(texts):
        spans = [
            (text.words[place.first].start, text.words[place.last].end)
            for place in chain
            if place.text == at
        ]
        if spans:
            passages.append(quotation.passage(text.text, spans, begins[at]))
    return quotation.joined(passages)


def _nearest(archive: Archive, sought: _Quotation, within: Query) -> list[Held | Near]:
    """Return the statements with the most similar passages, most similar first."""
    length = sum(len(part.words) for part in sought.parts)
    most = max(_MOST_NEAR, min(_CANDIDATES, _MOST_COMPARED // length))
    numbers = _candidates(archive, sought, within)[:most]
    ranked: list[tuple[float, Held | Near]] = []
    for statement in read_statements(archive.index.records(numbers)):
        if held := _proved(statement, sought):
            ranked.append((2.0, held))
            continue
        sameness, parts = _compared(_texts(statement), sought)
        ranked.append((sameness, Near(statement, parts)))
    ranked.sort(key=lambda each: -each[0])
    least = max(_NEAR, ranked[0][0] - _NEARLY_AS_NEAR) if ranked else 1.0
    return [each for sameness, each in ranked if sameness >= least][:_MOST_NEAR]


def _compared(
    texts: Sequence[quotation.Wording], sought: _Quotation
) -> tuple[float, tuple[Part, ...]]:
    """Compare the texts with a quotation.

    Return the share of the quotation that is in the texts (0 to 1), and the
    differences. If the quotation is very long, only its start is compared. The rest is
    replaced by an ellipsis.
    """
    total, words = 0.0, 0
    shown: list[Part] = []
    every = (
        each
        for part in sought.parts
        for each in enumerate(quotation.stretches_of(part))
    )
    for place, stretch in islice(every, _MOST_STRETCHES):
        if place == 0:
            shown += [Part(" … ", " … ")] * bool(shown)
        elif not is_unspaced(stretch.words[0].folded):
            shown.append(Part(" ", " "))
        sameness, parts = quotation.compared(stretch, texts)
        shown += parts
        total += sameness * len(stretch.words)
        words += len(stretch.words)
    if next(every, None):
        shown.append(Part(" …", ""))
    return total / words, tuple(without_chance(shown))


def _candidates(archive: Archive, sought: _Quotation, within: Query) -> list[int]:
    """Return the ids of statements that may have a similar passage, best first.

    They contain a piece of the quotation, or one of its rarest words.
    """
    terms = quotation.phrases(sought.text)
    pieces = [piece for term in terms for piece in _pieces(term)]
    pieces = pieces[:: max(1, -(-len(pieces) // _PIECES))]
    tokens = dict.fromkeys(token for term in terms for token in term.tokens)
    longest = sorted(tokens, key=len, reverse=True)[:_MOST_COUNTED]
    uses = search.known(archive.index, longest)
    rarest = sorted(uses, key=lambda token: (uses[token], token))[:_RAREST]
    wanted = dict.fromkeys([*pieces, *(Term((token,)) for token in rarest)])
    if not wanted:
        return []
    query = both(either(*map(_words, wanted)), within)
    return search.ids(archive.index, query, sort="best", size=_CANDIDATES)


def _pieces(term: Term) -> Iterator[Term]:
    """Yield short parts of a phrase.

    If one word of the phrase is different in a text, most parts still match.
    """
    length = len(term.tokens)
    most = _LETTERS_OF_A_PIECE if is_unspaced(term.tokens[0]) else _WORDS_OF_A_PIECE
    size = min(most, max(2, length // 3))
    step = 1 if length <= most else size
    for start in range(0, length - 1, step):
        piece = term.tokens[start : start + size]
        if len(piece) > 1:
            yield Term(piece)


def _words(term: Term) -> Query:
    return either(*(Words(term, field) for field in FIELDS))


def broken_words(index: Index, terms: Iterable[Term]) -> Halves:
    """Find the words that line breaks may have split, and return their halves.

    Each word maps to pairs of halves. The index has both halves of a pair. For example,
    `independence` maps to `independ` and `ence`.
    """
    tokens = {token for term in terms for token in term.tokens}
    halves = {token: list(_halves(token)) for token in tokens}
    wanted = {half for pairs in halves.values() for pair in pairs for half in pair}
    known = search.known(index, wanted)
    return {
        token: both_known
        for token, pairs in halves.items()
        if (both_known := [pair for pair in pairs if known.keys() >= {*pair}])
    }


def as_broken(term: Term, halves: Halves) -> list[list[Term]]:
    """Split a phrase into parts, and return the possible forms of each part.

    A text that contains the phrase has each part in one of these forms. At most one
    word of a part is split into halves.
    """
    if not any(token in halves for token in term.tokens):
        return [[term]]
    starts = range(0, len(term.tokens), _WINDOW)
    parts = (term.tokens[start : start + _WINDOW] for start in starts)
    return [list(_ways(part, halves)) for part in parts]


def _halves(token: str) -> Iterator[tuple[str, str]]:
    if not token.isalpha() or is_unspaced(token):
        return
    for at in range(_LEAST_OF_HALF, len(token) - _LEAST_OF_HALF + 1):
        yield token[:at], token[at:]


def _ways(tokens: Sequence[str], halves: Halves) -> Iterator[Term]:
    yield Term(tuple(tokens))
    for at, token in enumerate(tokens):
        for pair in halves.get(token, ()):
            yield Term((*tokens[:at], *pair, *tokens[at + 1 :]))
