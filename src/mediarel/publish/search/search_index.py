"""Write the search index of the site as files that the script loads on demand.

index      the first terms of the chunks, and the query language
t          the chunks
g          the groups of positions of a chunk
w          the positions of a single term
d, l       the dates, and the lengths, of the statements in some blocks
filters    the values of the filters, and the statements that have them
s          the words to suggest that have the same first letter
results/   for each statement, its entry in the list of results, and its text

A chunk is a file that contains consecutive terms and the statements that have them. The
positions of the terms are in separate files, called groups. If a term has many
positions, they are in files of their own, and each file covers some blocks.

The sorted terms are divided into runs, and each run into chunks of limited size.
Whether a term begins a new run depends only on the term and the size of its entry. So
if the archive changes, most files stay unchanged.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from gzip import GzipFile, compress
from heapq import merge
from io import BytesIO
from itertools import groupby
from typing import Any
from zlib import crc32

from mediarel.publish.search.block import (
    FIELDS_OF_WORDS,
    LETTERS,
    PART,
    SIZE,
    STEP,
    TEXT,
    Block,
    Called,
    Days,
    number_in_letters,
    packed,
)
from mediarel.publish.search.script import language, program, script, script_of
from mediarel.text.folding import folded_name
from mediarel.text.tokens import UNSPACED_RANGES

Part = tuple[int, int, str]  # field, block, packed numbers
_Unit = tuple[int, int, str, str]
"""The occurrences of a term in one field of one block.

The values are the field, the block, and the statements and positions, both packed.
"""
_Term = tuple[str, Sequence[_Unit]]
"""A term and its occurrences, which are sorted by field and block."""


_RUN = 4096  # characters: average size of a run
_CHUNK = 6144  # characters of a full chunk
_FEW = 1024  # characters: longer positions get files of their own
_GROUP = 3072  # characters of the positions in a group
_OWN = 4096  # approximate characters of a file of a single term
_MOST_BITS = 9
_FOLDER, _RESULTS = "pieces", "results"
_MOST_VALUES = 300  # the most frequent values of a filter
_NONE, _IN_A_GROUP = "-", "."  # instead of a number of bits
_SEARCH = "search"
_BLOCKS = 16  # blocks per file of dates
_LEAST_WIDTH = 2  # characters of a block number
_MOST_OF_A_LETTER = 63
_NO_DAYS, _ODD_DAYS = "AAA", "///"  # no statement; a date without a code
_AS_THEY_ARE = 32  # blocks; the lines of further blocks are compressed
_COMPRESSED = b"\x1f\x8b"
_PART = PART.encode()


def _name_of(term: str) -> str:
    """Return the hash of a term, which is part of the names of its files.

    The hash has 53 bits, in hexadecimal.
    """
    high, low = 0xDEADBEEF, 0x41C6CE57
    for letter in term:
        code = ord(letter)
        high = (high ^ code) * 2654435761 & 0xFFFFFFFF
        low = (low ^ code) * 1597334677 & 0xFFFFFFFF
    high ^= high >> 16
    low ^= low >> 16
    return f"{low & 0x1FFFFF:06x}{high:08x}"


def _term_pieces(
    terms: Iterable[_Term], width: int, heads: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of the files for sorted terms.

    Block numbers have `width` characters. The first term of each chunk is added to
    `heads`.
    """
    chunk: list[tuple[_Term, str]] = []
    size = 0
    for term, units in terms:
        numbers = _joined([each[:3] for each in units], width)
        if chunk and (size >= _CHUNK or _begins_run(term, len(numbers))):
            yield from _chunk_pieces(chunk, width, heads)
            chunk = []
            size = 0
        chunk.append(((term, units), numbers))
        size += len(numbers)
    if chunk:
        yield from _chunk_pieces(chunk, width, heads)


def _begins_run(term: str, size: int) -> bool:
    """Return whether a new run begins with `term`.

    `size` is the number of characters in the entry of the term. The result does not
    depend on earlier terms.
    """
    return crc32(term.encode()) % _RUN < size


def _chunk_pieces(
    chunk: Sequence[tuple[_Term, str]], width: int, heads: list[str]
) -> Iterator[tuple[str, str]]:
    """Yield the names and contents of all files of a chunk."""
    heads.append(chunk[0][0][0])
    name = _name_of(heads[-1])
    entries: list[str] = []
    groups: list[list[str]] = [[]]
    ends: list[int] = []
    size = 0
    before = ""
    for (term, units), numbers in chunk:
        parts = [(field, block, places) for field, block, _, places in units if places]
        places = _joined(parts, width)
        where = _IN_A_GROUP if places else _NONE
        if len(places) > _FEW:
            bits = _bits_of_own(len(places), parts[-1][1])
            yield from _own_pieces(term, parts, bits, width)
            where, places = str(bits), ""
        if size + len(places) > _GROUP and size:
            ends.append(len(entries))
            groups.append([])
            size = 0
        size += len(places)
        groups[-1].append(places)
        entries.append(f"{_without_shared(before, term)}:{where}{numbers}")
        before = term
    yield f"t{name}", f"{','.join(map(str, ends))}|{';'.join(entries)}"
    for number, group in enumerate(groups):
        yield f"g{name}-{number}", ";".join(group)


def _without_shared(before: str, term: str) -> str:
    """Return the length of the prefix that two terms share, and the rest of `term`."""
    most = min(len(before), len(term), len(LETTERS) - 1)
    shared = next((at for at in range(most) if before[at] != term[at]), most)
    return f"{LETTERS[shared]}{term[shared:]}"


def _bits_of_own(size: int, last: int) -> int:
    """Return the number of low bits that are removed from a block number.

    The remaining bits are the number of the file that contains the block.
    """
    bits = 0
    while bits < _MOST_BITS and size < _OWN * ((last >> bits) + 1):
        bits += 1
    return bits


def _own_pieces(
    term: str, parts: Sequence[Part], bits: int, width: int
) -> Iterator[tuple[str, str]]:
    of_each: defaultdict[int, list[Part]] = defaultdict(list)
    for part in parts:
        of_each[part[1] >> bits].append(part)
    name = _name_of(term)
    for number, some in sorted(of_each.items()):
        yield f"w{name}-{number}", _joined(some, width)


def _joined(parts: Sequence[Part], width: int) -> str:
    """Encode the parts of a term as one string. The field `text` comes first."""
    of_each = {field: list(some) for field, some in groupby(parts, lambda p: p[0])}
    texts = [_units(of_each.pop(TEXT, ()), width)]
    texts += [f"{field}{_units(some, width)}" for field, some in of_each.items()]
    return ".".join(texts)


def _units(parts: Iterable[Part], width: int) -> str:
    return ",".join(
        [number_in_letters(block, width) + said for _, block, said in parts]
    )


def called_names(organisations: Iterable[Sequence[str]]) -> Called:
    """Map each folded name of an organisation to the organisation's other names."""
    return {
        folded_name(name): [other for other in names if other != name]
        for names in organisations
        if len(names) > 1
        for name in names
    }


class Index:
    """The search index of a site. Blocks are added one by one."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._days: dict[int, Days] = {}
        self._lengths: dict[int, int] = {}
        self._filters: defaultdict[str, defaultdict[str, list[int]]]
        self._filters = defaultdict(lambda: defaultdict(list))
        self._words: Counter[str] = Counter()

    def take(self, block: Block) -> Iterator[tuple[str, bytes]]:
        """Add a block, and yield the path and content of each file of its statements.

        Blocks must be added in the order of their ids.
        """
        few = len(self._lines) < _AS_THEY_ARE
        self._lines.append(block.lines if few else compress(block.lines, 1))
        self._days |= block.days
        self._lengths |= block.lengths
        self._words.update(block.words)
        for id_, filters in block.filters.items():
            for name, values in filters.items():
                for value in values:
                    self._filters[name][value].append(id_)
        for id_, codes in block.results.items():
            for number, code in enumerate(codes):
                name = f"{_RESULTS}/{id_}-{number}" if number else f"{_RESULTS}/{id_}"
                yield _file(name, script_of(name, code))

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and the content of all other files of the index.

        All blocks must have been added before.
        """
        last = max(self._days, default=0) // SIZE
        width = len(number_in_letters(last, _LEAST_WIDTH))
        heads: list[str] = []
        for name, text in _term_pieces(_terms(self._lines), width, heads):
            yield _piece(name, text)
        places = set()
        for place, some in groupby(self._days, lambda id_: id_ // (SIZE * _BLOCKS)):
            ids = [*some]
            places.add(place)
            yield _piece(f"d{place}", _days(ids, self._days))
            yield _piece(f"l{place}", _lengths(ids, self._lengths))
        yield _piece("filters", {n: _most(v) for n, v in self._filters.items()})
        firsts = ""
        for first, words in groupby(sorted(self._words), lambda word: word[0]):
            firsts += first
            yield _piece(f"s{ord(first):x}", _suggested([*words], self._words))
        yield _file("search", program())
        yield _piece("index", _index(heads, sorted(places), width, firsts))


def _file(name: str, content: bytes) -> tuple[str, bytes]:
    return f"{_SEARCH}/{name}.js", content


def _piece(name: str, values: object) -> tuple[str, bytes]:
    return _file(f"{_FOLDER}/{name}", script(name, values))


def _most(values: Mapping[str, Sequence[int]]) -> list[tuple[str, str]]:
    """Return the most frequent values of a filter, and the packed ids of each value."""
    some = sorted(values.items(), key=lambda item: -len(item[1]))[:_MOST_VALUES]
    return [(value, packed(ids)) for value, ids in some]


def _suggested(words: Sequence[str], numbers: Mapping[str, int]) -> str:
    """Return one string with the sorted words, each with its number of statements."""
    pairs = zip(["", *words], words, strict=False)
    return ";".join(f"{_without_shared(*two)}:{numbers[two[1]]}" for two in pairs)


def _index(
    heads: Sequence[str], places: Sequence[int], width: int, firsts: str
) -> dict[str, Any]:
    """Return the data that the script loads first."""
    terms = [_without_shared(*two) for two in zip(["", *heads], heads, strict=False)]
    return {
        "block": SIZE,
        "blocks": _BLOCKS,
        "step": STEP,
        "width": width,
        "text": TEXT,
        "fields_of_words": FIELDS_OF_WORDS,
        "days_of": places,
        "heads": ";".join(terms),
        "suggested": firsts,
        "language": language(),
        "unspaced": UNSPACED_RANGES,
    }


def _terms(lines: Sequence[bytes]) -> Iterator[_Term]:
    """Merge the lines of all blocks, and yield the sorted terms."""
    whole = merge(*map(_split, lines))
    for term, those in groupby(whole, lambda line: line[0]):
        yield term.decode(), [_unit(line) for line in those]


def _split(lines: bytes) -> Iterator[list[bytes]]:
    is_compressed = lines.startswith(_COMPRESSED)  # no term begins like this
    file = GzipFile(fileobj=BytesIO(lines)) if is_compressed else BytesIO(lines)
    return (line.rstrip(b"\n").split(_PART) for line in file)


def _unit(line: Sequence[bytes]) -> _Unit:
    _, field, block, numbers, places = line
    return int(field), int(block, 16), numbers.decode(), places.decode()


def _days(ids: Iterable[int], days: Mapping[int, Days]) -> dict[str, object]:
    """Return the days of the statements in some blocks, as plain values."""
    codes, odd = {}, {}
    for id_ in ids:
        found = days[id_]
        codes[id_] = found if isinstance(found, str) else _ODD_DAYS
        if not isinstance(found, str):
            odd[str(id_)] = found
    return {"blocks": _by_block(codes, _NO_DAYS), "odd": odd}


def _lengths(ids: Iterable[int], lengths: Mapping[int, int]) -> dict[str, str]:
    """Return the lengths of the statements in some blocks, in units of 64 positions."""
    codes = {}
    for id_ in ids:
        many, few = divmod(lengths[id_], _MOST_OF_A_LETTER)
        codes[id_] = LETTERS[_MOST_OF_A_LETTER] * many + LETTERS[few]
    return _by_block(codes, LETTERS[0])


def _by_block(codes: Mapping[int, str], missing: str) -> dict[str, str]:
    """Join the codes of the statements in each block, sorted by id.

    `missing` is the code of an id without a statement.
    """
    blocks = {}
    for block, some in groupby(codes, lambda id_: id_ // SIZE):
        *_, last = some
        ids = range(block * SIZE, last + 1)
        blocks[str(block)] = "".join(codes.get(id_, missing) for id_ in ids)
    return blocks
