"""Find a quotation in texts: its exact positions, or the most similar passage.

An ellipsis, with or without brackets, marks omitted words. The parts before and after
the ellipsis must occur in this order. Quotation marks around a quotation are treated as
punctuation.

Words are folded as for a search, which ignores case, accents, quotes, dashes, line
breaks and zero-width spaces. Unlike a search, the comparison does not ignore these:

- separators between two digits: `1.5` is neither `15` nor `1,5`, and `500` is not part
  of `2 500`
- signs that are read aloud: `%`, `&`, currencies, `±`, `<` or a minus before a number
- superscript digits, if both texts have them: `50¹` is 50 with a footnote
- an apostrophe within a word: neither `can` nor `t` is a word of `can't`
- word boundaries: `land` is not found in `Thailand`, nor `violent` in `non-violent`

Scripts without spaces are compared by syllables.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge
from itertools import accumulate, pairwise, product, zip_longest
from typing import NamedTuple
from unicodedata import category, normalize

import regex
from rapidfuzz.distance import Indel, LCSseq, Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from mediarel.text.diff import Part, diff
from mediarel.text.folding import fold, is_raised, raised, without_raised
from mediarel.text.sentences import sentences
from mediarel.text.similarity import syllables
from mediarel.text.tokens import (
    Span,
    Term,
    is_unspaced,
    term,
    tokens_with_spans,
    words_in,
)

_BETWEEN_DIGITS = {".", ",", ":", "/", "'", "\u2044"}
_FRACTION = "\u2044"  # as in ½, which is 1⁄2
_APOSTROPHE = "'"
_MINUS = "-"
# Each key is replaced by its value, which is easier to type.
_PERCENT = {"%": "%", "٪": "%", "‰": "‰", "؉": "‰", "‱": "‱", "؊": "‱"}
_BEHIND_A_NUMBER = frozenset({*_PERCENT.values(), "°"})
_BEFORE_A_NUMBER = frozenset("-+±∓<>≤≥≈~∼≠×÷√⁄")
# Signs that are read aloud; some only before a number. At the beginning of a line, `>`
# and a space mark a quoted mail, and `-` a list item.
_SIGNS = (
    r"(?P<sign>[%٪‰؉‱؊°&+§]|\p{Sc})"
    r"|(?P<minus>(?:(?<![\s\S])|(?<=[^\S\n]|[\[(\"'“‘«<]))"
    r"(?:[-\u2212]|(?<!\d\s)[\u2010-\u2013]))(?=\d|\p{Sc}\s?\d)"
    r"|(?P<before>[±∓≤≥≈∼≠×÷√⁄](?=\s?\d)|[<>~](?=\d)|(?<=\S[^\S\n])[<>~](?=[^\S\n]\d))"
)
_HYPHENS = frozenset("-\u2010\u2011")
_BROKEN_WORD = re.compile(r"[-\u2010\u2011]\s+")  # a word at the end of a line
_AT_LINE_END = re.compile(r"[-\u2010\u2011]\s*\n\s*")
# The groups of a number such as 2 500: the first group, and each next group.
_FIRST_GROUP = re.compile(r"\d{1,3}")
_NEXT_GROUP = re.compile(r"\d{3}[.,:/']?")
# Parts of a word after an apostrophe, and before an apostrophe.
_SHORTENED = frozenset({"t", "s", "re", "ve", "ll", "d", "m"})
_SHORTENED_BEFORE = "o'"


class Word(NamedTuple):
    """A folded word or sign, with its start and end in the text.

    If `is_broken`, a hyphen and white space precede the word, so it may be the rest of
    a word that was hyphenated at a line end.
    """

    folded: str
    start: int
    end: int
    is_broken: bool = False


class Wording(NamedTuple):
    """A text, and its words for comparison."""

    text: str
    words: tuple[Word, ...]

    @property
    def folded(self) -> list[str]:
        """The folded words."""
        return [word.folded for word in self.words]


def wording(text: str) -> Wording:
    """Split `text` into words and signs for comparison."""
    plain = without_raised(text)
    notes = (Word(text[start:end], start, end) for start, end in raised(text))
    words = _with_joints(plain, list(_words(plain)))
    every = merge(words, _signs(plain), notes, key=lambda word: word.start)
    return Wording(text, tuple(every))


def places(sought: Wording, text: Wording) -> list[tuple[int, int]]:
    """Return the index of the first and last word of each occurrence of `sought`.

    An occurrence neither begins nor ends inside a word or number.
    """
    needle = f" {' '.join(sought.folded)} "
    line = f" {' '.join(text.folded)} "
    offsets = list(accumulate((len(w.folded) + 1 for w in text.words), initial=0))
    found = []
    at = line.find(needle) if sought.words else -1
    while at >= 0:
        first = bisect_left(offsets, at)
        last = first + len(sought.words) - 1
        if not is_cut_before(text, first) and not is_cut_after(text, last):
            found.append((first, last))
        at = line.find(needle, at + 1)
    return found


def settled(given: Wording, known: Collection[str]) -> Wording:
    """Join the parts of a hyphenated word if `known` contains the joined word."""
    words: list[Word] = []
    for word in given.words:
        if word.is_broken and words and words[-1].folded + word.folded in known:
            first = words.pop()
            words.append(
                Word(first.folded + word.folded, first.start, word.end, first.is_broken)
            )
        else:
            words.append(word)
    # If nothing changed, return the same object, so that its positions remain valid.
    is_same = len(words) == len(given.words)
    return given if is_same else Wording(given.text, tuple(words))


def without_notes(given: Wording) -> Wording:
    """Remove superscript digits, such as the numbers of footnotes."""
    words = tuple(word for word in given.words if not is_raised(word.folded))
    # As above, return the same object if nothing changed.
    return given if len(words) == len(given.words) else Wording(given.text, words)


def is_cut_before(whole: Wording, at: int) -> bool:
    """Return whether the word with index `at` continues a longer word or number."""
    if at == 0:
        return False
    before, word = whole.words[at - 1], whole.words[at]
    joint = whole.text[before.end : word.start]
    if _is_joined(before.folded, joint, word.folded):
        return True
    if before.folded[-1] == _APOSTROPHE and _ends_open(before.folded):
        return word.folded in _SHORTENED or before.folded == _SHORTENED_BEFORE
    if not (word.folded[0].isdigit() or _is_currency(word.folded)):
        return False
    if before.folded in _BEHIND_A_NUMBER:
        return not joint
    is_amount = before.folded in _BEFORE_A_NUMBER or _is_currency(before.folded)
    return (is_amount and not joint.strip()) or _ends_open(before.folded)


def is_cut_after(whole: Wording, at: int) -> bool:
    """Return whether the word with index `at` begins a longer word or number."""
    if at + 1 == len(whole.words):
        return False
    word, after = whole.words[at], whole.words[at + 1]
    joint = whole.text[word.end : after.start]
    joined = _is_joined(word.folded, joint, after.folded)
    if joined or _ends_open(word.folded):
        return True
    is_unit = after.folded in _BEHIND_A_NUMBER or _is_currency(after.folded)
    return word.folded[-1].isdigit() and is_unit and not joint.strip()


def _is_joined(before: str, joint: str, after: str) -> bool:
    """Return True if `joint` connects two words or numbers: `well-known`, `2 500`."""
    if before[-1].isdigit() and after[0].isdigit() and fold(joint) == _MINUS:
        return True
    if len(joint) == 1 and joint.isspace():
        is_first = _FIRST_GROUP.fullmatch(before) is not None
        return is_first and _NEXT_GROUP.fullmatch(after) is not None
    return joint in _HYPHENS or _AT_LINE_END.fullmatch(joint) is not None


def _ends_open(folded: str) -> bool:
    return len(folded) > 1 and folded[-1] in _BETWEEN_DIGITS


def _is_currency(sign: str) -> bool:
    return len(sign) == 1 and category(sign) == "Sc"


def _words(text: str) -> Iterator[Word]:
    """Yield the words of `text`; scripts without spaces are split by syllable."""
    run: list[int] = []
    tokens, starts, ends = tokens_with_spans(text)
    for at, token in enumerate(tokens):
        if not is_unspaced(token):
            yield Word(token, starts[at], ends[at])
            continue
        run.append(at)
        if len(token) > 1:
            continue  # the last letter of a run is a separate token
        letters = "".join(tokens[each][0] for each in run)
        edges = syllables(letters)
        for begin, end in pairwise(edges):
            yield Word(letters[begin:end], starts[run[begin]], ends[run[end - 1]])
        run = []


def _with_joints(text: str, words: Sequence[Word]) -> Iterator[Word]:
    """Add to each word the sign that joins the word to the next word.

    Mark each word that may be the rest of a hyphenated word.
    """
    place = 0
    for word, following in zip_longest(words, words[1:]):
        joint = _joint(text, word, following) if following else ""
        is_broken = _BROKEN_WORD.fullmatch(text, place, word.start) is not None
        yield Word(word.folded + joint, word.start, word.end, place > 0 and is_broken)
        place = word.end


def _signs(text: str) -> Iterator[Word]:
    """Yield the signs of `text` that are read aloud, such as `%`, in order."""
    for found in regex.finditer(_SIGNS, text):
        sign = normalize("NFKC", found[0])
        folded = _MINUS if found["minus"] else _PERCENT.get(sign, sign)
        yield Word(folded, *found.span())


def _joint(text: str, word: Word, following: Word) -> str:
    """Return the sign that joins two words or numbers, or "" if no sign does."""
    before, after = word.folded[-1], following.folded[0]
    if following.start < word.end:  # a sign that has two words, such as ½
        return _FRACTION if before.isdigit() and after.isdigit() else ""
    sign = fold(text[word.end : following.start])
    if sign in _BETWEEN_DIGITS and before.isdigit() and after.isdigit():
        return sign
    if sign == _APOSTROPHE and before.isalpha() and after.isalpha():
        return sign
    return ""


_FIRST = 0x20000  # each word is mapped to a character, starting here
_STRETCH = 200  # words
_AROUND = 4  # words by which the limits of a passage may shift
_MISSING = 2  # additional cost of a missing or replaced word
_SPACE = re.compile(r"\s+")
_DOTS = r"(?:[…⋯]|\.{3,}|(?:\.\s){2,}\.)"
_ELLIPSIS = re.compile(rf"[\[(<]\s*{_DOTS}\s*[\])>]|{_DOTS}")
_BROKEN = re.compile(r"\w*[-\u2010\u2011]\s+\w*")  # may be one word or two words
_LONGEST = 16  # tokens of a phrase: a longer phrase is searched by three parts of it
_MOST = 24  # phrases


class Likeness(NamedTuple):
    """A passage of a text, and its similarity (0 to 1) to a quotation.

    `first` and `last` are the indices of the first and last word of the passage.
    """

    sameness: float
    first: int
    last: int


class Passage(NamedTuple):
    """Sentences on one line, with highlighted parts.

    `marks` has the start and end of each highlighted part.
    """

    text: str
    marks: tuple[tuple[int, int], ...]


class Place(NamedTuple):
    """The place of a part of a quotation in one of several texts.

    `text` is the index of the text. `first` and `last` are the indexes of the words at
    the beginning and end of the part.
    """

    text: int
    first: int
    last: int


def parts_of(text: str) -> list[Wording]:
    """Split a quotation at its ellipses, and return the parts that have words."""
    parts = map(wording, _ELLIPSIS.split(text))
    return [part for part in parts if part.words]


def said(parts: Sequence[Wording], texts: Sequence[Wording]) -> list[Place]:
    """Find all parts of a quotation in the texts, in the order of the parts.

    Return an empty list if a part is missing. If there are several results, return the
    result that omits the fewest words.
    """
    each = [_all_places(part, texts) for part in parts]
    best: list[Place] = []
    for start in each[0] if each else ():
        chain = _chain(start, each[1:])
        if not chain:  # then no later start has a chain
            break
        if not best or _span(chain) < _span(best):
            best = chain
    return best


def _chain(start: Place, rest: Sequence[Sequence[Place]]) -> list[Place]:
    """Return a place for each part of a quotation, in the order of the parts.

    `start` is the place of the first part. `rest` has a list for each further part,
    with all places of the part. The first place after the previous part is used. Return
    an empty list if a part has no such place.
    """
    chain = [start]
    for found in rest:
        at = bisect_left(found, (chain[-1].text, chain[-1].last + 1, 0))
        if at == len(found):
            return []
        chain.append(found[at])
    return chain


def both_settled(one: Wording, other: Wording) -> tuple[Wording, Wording]:
    """Join a hyphenated word in either text, if the other text has the joined word.

    `one` is the quotation. If the quotation has no superscript digits, such digits are
    removed from `other`.
    """
    if not any(is_raised(word.folded) for word in one.words):
        other = without_notes(other)
    other = settled(other, {*one.folded})
    return settled(one, {*other.folded}), other


def _all_places(part: Wording, texts: Sequence[Wording]) -> list[Place]:
    found = []
    for number, text in enumerate(texts):
        sought, searched = both_settled(part, text)
        for first, last in places(sought, searched):
            if searched is text:
                found.append(Place(number, first, last))
                continue
            begin, end = searched.words[first].start, searched.words[last].end
            found.append(Place(number, *_between(text, begin, end)))
    return found


def _between(text: Wording, begin: int, end: int) -> tuple[int, int]:
    """Return the index of the first and last word between two positions in `text`."""
    first = bisect_left(text.words, begin, key=lambda word: word.start)
    return first, bisect_right(text.words, end, key=lambda word: word.end) - 1


def _span(chain: Sequence[Place]) -> tuple[int, int]:
    first, last = chain[0], chain[-1]
    return last.text - first.text, last.last - first.first


def phrases(text: str) -> list[Term]:
    """Return search phrases that find the texts that may contain a quotation.

    A text that contains the exact quotation has all phrases. A Khmer text may lack some
    phrases if its spaces differ. Return an empty list if the quotation has no words.
    """
    found: list[Term] = []
    for part in _ELLIPSIS.split(text):
        found += _phrases([term(piece) for piece in _BROKEN.split(part)])
    # A single hyphenated word has no such phrases.
    found = found or _phrases([term(_BROKEN.sub(lambda m: _joined(m[0]), text))])
    return found[:: max(1, -(-len(found) // _MOST))]


def _joined(broken: str) -> str:
    return re.sub(r"[-\u2010\u2011]\s+", "", broken)


def _phrases(terms: Iterable[Term | None]) -> list[Term]:
    found: list[Term] = []
    for whole in terms:
        words: list[str] = []
        for each in words_in(whole) if whole else ():
            if not is_unspaced(each.tokens[0]):
                words += each.tokens
                continue
            found += _cut(words)
            words = []
            # The last letter alone would require that the run ends there.
            run = [token for token in each.tokens if len(token) > 1]
            found += _cut(run) if run else [Term(each.tokens, is_prefix=True)]
        found += _cut(words)
    return found


def _cut(tokens: Sequence[str]) -> list[Term]:
    """Return the phrases for a list of tokens.

    If the list is short, one phrase has all tokens. If it is long, three phrases have
    the first, middle and last tokens.
    """
    if len(tokens) <= 3 * _LONGEST:
        return [Term(tuple(tokens))] if tokens else []
    middle = (len(tokens) - _LONGEST) // 2
    return [
        Term(tuple(tokens[at : at + _LONGEST]))
        for at in (0, middle, len(tokens) - _LONGEST)
    ]


def passage(text: str, spans: Sequence[Span], begin: int = 0) -> Passage:
    """Return the sentences of `text` that contain the sorted spans.

    An ellipsis separates sentences that aren't adjacent. The text before `begin`, such
    as a dateline, is left out unless it contains a span.
    """
    every = sentences(text)
    line = ""
    marks: list[Span] = []
    for (first, last), inside in _together(every, spans):
        start, stop = every[first][0], every[last][1]
        # A mark is cut if a sentence ends or begins inside it, such as in a syllable.
        kept = [(max(a, start), min(b, stop)) for a, b in inside]
        if kept[0][0] >= begin:
            start = max(start, begin)
        line += " … " if line else ""
        shown = _on_one_line(text, start, stop, kept)
        marks += [(len(line) + a, len(line) + b) for a, b in shown.marks]
        line += shown.text
    return Passage(line, tuple(marks))


def _together(
    every: Sequence[Span], spans: Sequence[Span]
) -> list[tuple[Span, list[Span]]]:
    """Group the spans by adjacent sentences.

    A group has the indices of the first and last sentence, and the spans inside. Spans
    outside of sentences are left out.
    """
    found: list[tuple[Span, list[Span]]] = []
    for span in spans:
        first = bisect_right(every, span[0], key=lambda each: each[1])
        last = bisect_left(every, span[1], key=lambda each: each[0]) - 1
        if last < first:
            continue
        if not found or first > found[-1][0][1] + 1:
            found.append(((first, last), [span]))
            continue
        (start, end), inside = found.pop()
        inside.append(span)
        found.append(((start, max(end, last)), inside))
    return found


def _on_one_line(text: str, begin: int, stop: int, spans: Sequence[Span]) -> Passage:
    """Return the text from `begin` to `stop` on one line, and highlight the spans."""
    line = ""
    marks = []
    place = begin
    for start, end in spans:
        line += _spaced(text[place:start], is_first=not line)
        marked = _spaced(text[max(start, place) : end], is_first=not line)
        marks.append((len(line), len(line) + len(marked)))
        line += marked
        place = end
    line += _spaced(text[place:stop], is_first=not line)
    return Passage(line.rstrip(), tuple(marks))


def _spaced(text: str, *, is_first: bool) -> str:
    spaced = _SPACE.sub(" ", text)
    return spaced.lstrip() if is_first else spaced


def joined(passages: Sequence[Passage]) -> Passage:
    """Join passages into one passage, with ellipses between them."""
    line = ""
    marks: list[Span] = []
    for each in passages:
        line += " … " if line else ""
        marks += [(len(line) + start, len(line) + end) for start, end in each.marks]
        line += each.text
    return Passage(line, tuple(marks))


def stretches_of(part: Wording) -> list[Wording]:
    """Split a part of a quotation into shorter parts that are quick to compare."""
    return [
        Wording(part.text, part.words[start : start + _STRETCH])
        for start in range(0, len(part.words), _STRETCH)
    ]


def likeness(sought: Wording, text: Wording) -> Likeness:
    """Return the passage of `text` that is most similar to `sought`.

    Both texts must have words.
    """
    one, other = _as_letters(sought.folded, text.folded)
    if len(other) <= len(one):
        return _closest(one, other, 0, len(other))
    found = partial_ratio_alignment(one, other)
    if found is None:
        return Likeness(0.0, 0, len(other) - 1)
    return _closest(one, other, found.dest_start, found.dest_end)


def compared(sought: Wording, texts: Sequence[Wording]) -> tuple[float, list[Part]]:
    """Return the similarity of the most similar text, and its differences to `sought`.

    The similarity is a number from 0 to 1.
    """
    pairs = [both_settled(sought, text) for text in texts]
    for one, other in pairs:
        if found := places(one, other):
            return 1.0, differences(one, other, *found[0])
    ranked = [(likeness(*pair), pair) for pair in pairs if pair[1].words]
    if not ranked:
        quoted = sought.text[sought.words[0].start : sought.words[-1].end]
        return 0.0, [Part(_one_line(quoted), "")]
    best, (one, other) = max(ranked, key=lambda each: each[0].sameness)
    return best.sameness, differences(one, other, best.first, best.last)


def _closest(one: str, other: str, start: int, end: int) -> Likeness:
    """Return the part of `other` that is most similar to `one`.

    Only parts that begin near `start` and end near `end` are compared. A missing word
    costs more than an additional word. So the part contains the first and last word of
    `one` if these are only a few words away.
    """

    def rank(part: tuple[int, int]) -> tuple[int, int, int]:
        letters = other[slice(*part)]
        missing = len(one) - LCSseq.similarity(one, letters)
        distance = Levenshtein.distance(one, letters) + _MISSING * missing
        # If two parts are equally similar, prefer replaced words to missing words.
        return -distance, -missing, len(letters)

    firsts = range(max(0, start - _AROUND), min(start + _AROUND + 1, len(other)))
    ends = range(max(1, end - _AROUND), min(end + _AROUND, len(other)) + 1)
    best = max(
        ((first, stop) for first, stop in product(firsts, ends) if first < stop),
        key=rank,
        default=(start, max(end, start + 1)),
    )
    sameness = Indel.normalized_similarity(one, other[slice(*best)])
    return Likeness(sameness, best[0], best[1] - 1)


def _as_letters(*sides: Sequence[str]) -> Iterator[str]:
    letters: dict[str, str] = {}
    for side in sides:
        for word in side:
            letters.setdefault(word, chr(_FIRST + len(letters)))
        yield "".join(letters[word] for word in side)


def differences(sought: Wording, text: Wording, first: int, last: int) -> list[Part]:
    """Return the differences between `sought` and a range of words of `text`.

    The range goes from `first` to `last`, and is extended to whole words. Equal parts
    have the spelling of `text`.
    """
    while is_cut_before(text, first):
        first -= 1
    while is_cut_after(text, last):
        last += 1
    old, new = sought.words, text.words[first : last + 1]
    return diff(
        _one_line(sought.text[old[0].start : old[-1].end]),
        _one_line(text.text[new[0].start : new[-1].end]),
        key=_folded,
    )


def _one_line(text: str) -> str:
    """Remove zero-width spaces, and replace each run of white space with one space."""
    return _SPACE.sub(" ", text.replace("\u200b", ""))


def _folded(piece: str) -> str:
    return fold(piece).strip() or piece
