"""Build a block of the search index.

A block has the search data of all statements in a range of 512 ids. It depends only on
its own statements, so worker processes can build it. The positions of words are
numbered across all statements of the block. The positions of each statement begin at a
multiple of 64. A statement has enough positions for its longest field.
"""

import re
from binascii import b2a_base64
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, compress, count, pairwise
from operator import sub
from typing import NamedTuple

from mediarel.dates.edtf import Interval, KeptDate
from mediarel.model.fields import FIELDS, Field, flag_word
from mediarel.model.statement import Statement
from mediarel.publish.search.script import quoted
from mediarel.release.headline import after_dateline, title_of
from mediarel.text.folding import fold, folded_name
from mediarel.text.lines import spaced_once
from mediarel.text.tokens import TOKEN, break_before, is_unspaced

Called = Mapping[str, Sequence[str]]
Days = str | tuple[str, str, str]


# The fields with searchable words, and the other names of signatories, which only
# `signatory:` finds. A field is identified by its index in this tuple.
CALLED = "called"
_PRINTED = tuple(field.name for field in FIELDS if field.weight)
FIELDS_OF_WORDS = (*_PRINTED, CALLED)
TEXT = FIELDS_OF_WORDS.index("text")
_VALUES = tuple(field for field in FIELDS if field.term == "value")
_ASCII_WORD = re.compile("[0-9a-z]+")
GRAM = 3  # characters
_SHORT_WORD = re.compile("[0-9a-z]{1,3}")
_PAIR = "+"  # prefix of a term made of two words
GAP = ""  # a position without a term
# Characters that separate terms in a file, and `%`, which escapes them.
_PARTS = re.compile("[\x00-\x1f%,.:;|\x7f]")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# Separates the parts of a line of a block. No term contains this character.
PART = "\0"
ALONE = "+"  # prefix of a single number, instead of the number of low bits
_BITS = 6
_WHOLE = 24  # bits: three bytes, four Base64 characters
_KEPT = 1 << 15  # cache codes of gaps below this
_MOST_LOW = 40
SIZE = 512  # ids per block
STEP = 64  # positions: each statement begins at a multiple of this
DAYS = 3  # characters of a code
_BEFORE, _LAST = 1800, 2429  # years between these have codes
_OF_A_YEAR, _OF_A_MONTH = 13 * 32, 32
_LONGEST_HEADLINE = 200  # characters
_LONGEST_PART = 4000  # characters of a text in one file
_MORE = " …"
_SHOWN_APART = {"program", "title", "text"}
_OTHERS = tuple(name for name in _PRINTED if name not in _SHOWN_APART)
_SHORTEST_WORD, _LONGEST_WORD = 3, 30  # characters of a word that is suggested


def words_of(one: Statement, called: Called) -> Iterator[tuple[int, list[str]]]:
    """Yield pairs: the number of a field that contains words, and a list of its terms.

    The index of a term in this list is the position of the term. If a position has no
    term, the list contains "". `called` maps each folded name of an organisation to its
    other names.
    """
    for number, name in enumerate(_PRINTED):
        value = getattr(one, name)
        terms = _of_list(value) if isinstance(value, tuple) else _of_text(value or "")
        if terms:
            yield number, terms
    others = called and [called.get(folded_name(name), ()) for name in one.signatories]
    if others and any(others):
        names = dict.fromkeys(name for those in others for name in those)
        yield FIELDS_OF_WORDS.index(CALLED), _of_list(names)


@cache
def _is_short(term: str) -> bool:
    return _SHORT_WORD.fullmatch(term) is not None


def pairs_in(terms: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the position and the term of each pair of adjacent short words.

    The pair `of the` has the term `+of the`.
    """
    short = list(compress(count(), map(_is_short, terms)))
    for place, then in pairwise(short):
        if then - place == 1:
            yield place, f"{_PAIR}{terms[place]} {terms[then]}"


def _of_list(names: Iterable[str]) -> list[str]:
    """Return the terms of all names.

    A gap after each name prevents phrases that span two names.
    """
    return [term for name in names for term in (*_of_text(name), GAP)]


def _of_text(text: str) -> list[str]:
    folded = fold(text)
    if folded.isascii():
        return _ASCII_WORD.findall(folded)
    terms = []
    for found in TOKEN.finditer(folded):
        letters = found[0]
        if found["run"] is None:
            terms.append(letters)
        else:
            terms += [letters[at : at + GRAM] for at in range(len(letters))]
            terms.append(GAP)
    return terms


def values_of(one: Statement) -> Iterator[str]:
    """Yield a term for each value that is searched as a whole, such as a tag."""
    for field in _VALUES:
        for value in _each(field, getattr(one, field.name)):
            yield _value_term(field.name, value)


def _each(field: Field, value: object) -> Sequence[str]:
    if field.kind.is_flag:
        return (flag_word(value),)
    if isinstance(value, tuple):  # a note is searched by its kind
        return tuple(item if isinstance(item, str) else item.kind for item in value)
    return (str(value),) if value else ()


@lru_cache(maxsize=4096)  # values recur
def _value_term(field: str, value: str) -> str:
    """Return the term of a whole value: `!tags land rights`.

    It is never equal to the term of a word.
    """
    whole = f"!{field} {folded_name(value)}"
    return _PARTS.sub(lambda sign: f"%{ord(sign[0]):02x}", whole)


class _Codes(dict[int, str]):
    """A cache of the Golomb-Rice codes of gaps between numbers.

    All these codes have the same number of low bits.
    """

    def __init__(self, low: int) -> None:
        super().__init__()
        self._low = low

    def __missing__(self, step: int) -> str:
        low, gap = self._low, step - 1
        last = format(gap & ((1 << low) - 1), f"0{low}b") if low else ""
        code = f"{'1' * (gap >> low)}0{last}"
        if gap < _KEPT:
            self[step] = code
        return code


_CODES = tuple(_Codes(low) for low in range(_MOST_LOW))


def packed(numbers: Sequence[int]) -> str:
    """Return increasing numbers as text (Golomb-Rice codes in Base64)."""
    count = len(numbers)
    if count == 1:
        return alone(numbers[0])
    last = numbers[-1]
    low = int(0.69 * (last + 1 - count) / count).bit_length()
    gaps = chain((numbers[0] + 1,), map(sub, numbers[1:], numbers))
    bits = "".join(map(_CODES[low].__getitem__, gaps))
    bits += "1" * (-len(bits) % _WHOLE)
    whole = int(bits, 2).to_bytes(len(bits) // 8)
    return LETTERS[low] + b2a_base64(whole, newline=False).decode().rstrip("/")


@cache
def alone(number: int) -> str:
    """Return a single number in the format of `packed`."""
    return ALONE + number_in_letters(number)


@cache
def number_in_letters(number: int, length: int = 1) -> str:
    """Return a number in Base64 digits, with the highest digit first.

    The result has at least `length` digits.
    """
    letters = ""
    while number or len(letters) < length:
        letters = LETTERS[number & 63] + letters
        number >>= _BITS
    return letters


class Block(NamedTuple):
    """A block of the search index.

    In `lengths`, `days`, `results` and `filters`, the key is the id of a statement.

        lines    sorted lines in UTF-8: a line for each term in a field, with the
                 statements and positions of the term
        lengths  the length of each statement in units of 64 positions
        days     the days of each statement
        results  the contents of the files of each statement; the first file has the
                 entry in the list of results
        filters  the values of each statement for each filter
        words    the number of statements with each word that can be suggested
    """

    lines: bytes
    lengths: dict[int, int]
    days: dict[int, Days]
    results: dict[int, list[str]]
    filters: dict[int, dict[str, tuple[str, ...]]]
    words: dict[str, int]


def block_of(statements: Sequence[tuple[Statement, str]], called: Called) -> Block:
    """Return the block of some statements, which are sorted by id.

    Each item has a statement and the address of its page. The address is relative to
    the search page: `../2012/07/16/slug-3/index.html`.
    """
    where: defaultdict[int, defaultdict[str, list[int]]]
    where = defaultdict(lambda: defaultdict(list))
    whole: defaultdict[str, list[int]] = defaultdict(list)
    owners: list[int] = []  # the statement at each unit of 64 positions
    lengths: dict[int, int] = {}
    words: Counter[str] = Counter()
    for one, _ in statements:
        longest = 0
        of_fields = [*words_of(one, called)]
        for field, terms in of_fields:
            longest = max(longest, len(terms))
            _put(where[field], terms, STEP * len(owners))
        printed = (terms for field, terms in of_fields if field < len(_PRINTED))
        words.update({*chain.from_iterable(printed)})
        for term in dict.fromkeys(values_of(one)):
            whole[term].append(one.id % SIZE)
        lengths[one.id] = longest // STEP + 1  # at least one position is left free
        owners += [one.id % SIZE] * lengths[one.id]
    block = statements[0][0].id // SIZE
    lines = chain(
        *(_lines(field, terms, owners, block) for field, terms in where.items()),
        _lines_of_whole(whole, block),
    )
    # Sorting by code point equals sorting by bytes of UTF-8.
    return Block(
        "\n".join(sorted(lines)).encode(),
        lengths,
        {one.id: _days_of(one.date) for one, _ in statements},
        {one.id: [*_result(one, address)] for one, address in statements},
        {one.id: _filters(one) for one, _ in statements},
        {word: number for word, number in words.items() if _can_be_suggested(word)},
    )


def _put(where: defaultdict[str, list[int]], terms: list[str], start: int) -> None:
    """Add the positions of all terms of a field.

    The first position is `start`.
    """
    # `map` takes half the time of a loop, and there are millions of positions.
    deque(map(list.append, map(where.__getitem__, terms), count(start)), maxlen=0)
    for place, pair in pairs_in(terms):
        where[pair].append(start + place)


def _lines(
    field: int, where: dict[str, list[int]], owners: Sequence[int], block: int
) -> Iterator[str]:
    """Yield a line for each term of a field, with its statements and positions."""
    middle = _middle(field, block)
    where.pop(GAP, None)
    for term, places in where.items():
        if len(places) == 1:  # most terms
            (place,) = places
            who, at = alone(owners[place // STEP]), alone(place)
        else:
            numbers = [*dict.fromkeys([owners[place // STEP] for place in places])]
            who, at = packed(numbers), packed(places)
        yield f"{term}{middle}{who}{PART}{at}"


def _lines_of_whole(who: Mapping[str, Sequence[int]], block: int) -> Iterator[str]:
    """Yield a line for each value that is searched as a whole.

    These lines have statements, but no positions.
    """
    middle = _middle(TEXT, block)
    return (f"{term}{middle}{packed(those)}{PART}" for term, those in who.items())


def _middle(field: int, block: int) -> str:
    return f"{PART}{field}{PART}{block:06x}{PART}"


def _days_of(date: KeptDate) -> Days:
    """Return the possible days of a date as a short code, or else as a tuple.

    Intervals and very early or late years have no code.
    """
    if isinstance(date, Interval):
        return date.first, date.last, date.days[0] or ""
    if not _BEFORE < date.year <= _LAST:
        return date.first, date.last, date.first
    code = (date.year - _BEFORE) * _OF_A_YEAR + (date.month or 0) * _OF_A_MONTH
    return number_in_letters(code + (date.day or 0), DAYS)


def _can_be_suggested(term: str) -> bool:
    is_word = term.isalpha() and not is_unspaced(term)
    return is_word and _SHORTEST_WORD <= len(term) <= _LONGEST_WORD


def _filters(one: Statement) -> dict[str, tuple[str, ...]]:
    """Return the values of a statement for each filter except the year."""
    return {
        "issuer": (spaced_once(one.program),),
        "type": (spaced_once(one.type),),
        "language": (one.language,),
        "tag": tuple(dict.fromkeys(one.tags)),
    }


def _result(one: Statement, address: str) -> Iterator[str]:
    """Yield the contents of the files of a statement, as JavaScript.

    The first content is an array, which is the entry in the list of results: id, page
    address, headline, date, issuer, language, number of files, and text. If the text is
    long, it continues in the other files. The values of the other searchable fields
    follow the text on a line of their own.
    """
    headline = _cut(title_of(one), _LONGEST_HEADLINE)
    start = after_dateline(one)
    text = spaced_once((one.text or "")[start:])
    if not one.title:
        text = text.removeprefix(headline.removesuffix(_MORE)).lstrip()
    before = spaced_once((one.text or "")[:start])
    fields = [getattr(one, name) or () for name in _OTHERS]
    each = chain(*((item,) if isinstance(item, str) else item for item in fields))
    others = [before, *(item for item in each if item not in before)]
    *more, last = _parts(text)
    first, *more = *more, "\n".join((last, "; ".join(filter(None, others))))
    date = one.date.long()
    about = (one.id, address, headline, date, spaced_once(one.program), one.language)
    yield quoted((*about, 1 + len(more), first))
    yield from map(quoted, more)


def _parts(text: str) -> Iterator[str]:
    """Split a long text into parts, but only between words."""
    while len(text) > _LONGEST_PART:
        end = break_before(text[: 2 * _LONGEST_PART], _LONGEST_PART)
        yield text[:end]
        text = text[end:].lstrip()
    yield text


def _cut(text: str, longest: int) -> str:
    """Shorten `text` to about `longest` characters."""
    if len(text) <= longest:
        return text
    return f"{text[: break_before(text[: 2 * longest], longest)].rstrip()}{_MORE}"
