"""Find withheld texts, and replace them with a mark: `[withheld]`.

Texts are compared after folding: case, accents, digits and letter forms don't matter.
Any white space, signs or line ends may separate the words. A word may be hyphenated at
a line end or contain invisible characters.

- In scripts with spaces, only whole words match. `Chan` does not match in `Chandara`,
  but it matches in `Chan's`, `Chan-Dara` and `ChanDara`, and before a digit. Inflected
  forms are not recognised, so each form must be withheld separately.
- The words of a name match in any order: `Sophea Chan`, `CHAN, Sophea`. Signs between
  the words don't matter, unless other names are on both sides: `Bun Chan, Sophea Dara`.
- A name with six or more letters also matches if its words are joined, as in
  `#ChanSophea` and `chansophea@example.org`, or if its letters are spaced, as in `C H A
  N`.
- In scripts without spaces, any part of a word matches. White space and signs between
  its letters don't matter.

A text is folded one cluster at a time, so that the position of each letter is known. A
Khmer cluster is a letter with all signs below and next to it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from enum import IntEnum
from functools import lru_cache
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

from mediarel.text.folding import fold, without_raised
from mediarel.text.lines import INVISIBLE
from mediarel.text.tokens import Span, is_unspaced, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


_ASCII_LETTER = re.compile("[0-9A-Za-z]")
_ASCII_LETTERS = re.compile("[0-9A-Za-z]+")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_COENG = "\u17d2"
_BREAKING_SPACE = "\u200b"  # zero-width space: invisible, but separates words
_HYPHENS = "-\u00ad\u2010\u2011\u2012\u2013\u00ac\u2043"
_BROKEN = re.compile(
    rf"[{re.escape(_HYPHENS)}]\s+|\s+[{re.escape(_HYPHENS)}]\s*[\n\r\u2028\u2029]\s*"
)
# Invisible or optional characters that folding keeps as letters or marks.
_UNSEEN_KEPT = re.compile(
    "[\u17c8"  # in Khmer, often typed as a colon
    "\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180d\u180f\u115f\u1160\u3164\uffa0"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    # Vowel points of Hebrew and Arabic, and the stroke that stretches Arabic words.
    "\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed]"
)
# One sign between two letters, without a space: `Soph-ea`, `J.R.`, `O’Brien`.
_JOINING = frozenset("-\u2010\u2011\u2012\u2013.\u00b7'\u2019\u02bc_")
# Letters often typed without their strokes: `Lukasz`, `Soren`, `Dang`.
_PLAIN = str.maketrans(
    {
        **dict(zip("łøđðħŧıɓɗƙ", "loddhtibdk", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ŋ": "ng",
        "ĳ": "ij",
        "ə": "e",
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ک": "ك",
        "ة": "ه",
        "ؤ": "و",
    }
)
# Korean has spaces, but endings are attached without one.
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_COLON = re.compile("[\u17c8:\uff1a\u17d6]")  # the signs that look like U+17C8
_WORD = re.compile(r"\S+")
_LONGEST_KEPT = 200  # characters of a cached word
_MOST_KEPT = 20_000  # cached words


class Joint(IntEnum):
    """The text that separates two letters of a word or name, such as a hyphen."""

    NONE = 0
    """No separator: the two letters belong to the same word."""
    UNSEEN = 1
    """An invisible character, such as a soft hyphen."""
    UNSEEN_SPACE = 2
    """A zero-width space."""
    BROKEN = 3
    """A hyphen at a line end, or one punctuation mark. Both may be inside a word."""
    SPACE = 4
    """White space or signs."""


class Letters:
    """The folded letters of a text, as one string in `folded`.

    The methods take the index of a letter in `folded`.
    """

    __slots__ = ("_ends", "_starts", "_text", "folded")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts, self._ends = array("q"), array("q")  # eight bytes for each letter
        if text.isascii():
            self.folded = letters_alone(text)
            self._starts.extend(each.start() for each in _ASCII_LETTER.finditer(text))
            self._ends.extend(at + 1 for at in self._starts)
            return
        folded: list[str] = []
        for found in _WORD.finditer(text):
            word, at = found[0], found.start()
            part = _kept_part(word) if len(word) <= _LONGEST_KEPT else _part(word)
            folded.append(part.folded)
            self._starts.extend(at + start for start in part.starts)
            self._ends.extend(at + end for end in part.ends)
        self.folded = "".join(folded)

    def start(self, at: int) -> int:
        """Return the position in the text at which the letter starts."""
        return self._starts[at]

    def end(self, at: int) -> int:
        """Return the position in the text at which the letter ends, with its marks."""
        return self._ends[at]

    def is_unspaced(self, at: int) -> bool:
        """Return whether the letter belongs to a script without spaces."""
        letter = self.folded[at]
        return not letter.isascii() and _is_unspaced(letter)

    def joint(self, at: int) -> Joint:
        """Return the separator before the letter."""
        return _joint(self._text, self.end(at - 1) if at else 0, self.start(at))


class _Part(NamedTuple):
    """The folded letters of a word, with their positions in the word."""

    folded: str
    starts: Sequence[int]
    ends: Sequence[int]


class _Kinds(dict[str, Joint]):
    """Map each character to its kind of separator. Letters have the kind NONE."""

    def __missing__(self, character: str) -> Joint:
        self[character] = kind = _kind(character)
        return kind


def _kind(character: str) -> Joint:
    if character == _BREAKING_SPACE or _INVISIBLE.match(character):
        return Joint.UNSEEN_SPACE
    folded = fold(character)
    if not folded or _UNSEEN_KEPT.match(character):
        return Joint.UNSEEN
    if any(c.isalnum() or unicodedata.category(c)[0] == "M" for c in folded):
        return Joint.NONE
    return Joint.SPACE


_KINDS = _Kinds()


@lru_cache(maxsize=2)  # one text is often searched for several names in turn
def letters(text: str) -> Letters:
    """Return the folded letters of `text`, with their positions."""
    return Letters(without_raised(text))


def letters_alone(text: str) -> str:
    """Return the folded letters of an ASCII text, without their positions."""
    return "".join(_ASCII_LETTERS.findall(text)).lower()


def kind_of(character: str) -> Joint:
    """Return the kind of separator of `character`. Letters have the kind NONE."""
    return _KINDS[character]


def _part(text: str) -> _Part:
    """Return the folded letters of a word, with their positions."""
    places = [at for at, character in enumerate(text) if not _KINDS[character]]
    kept = "".join([text[at] for at in places])
    parts: list[str] = []
    starts = []
    ends: list[int] = []
    for first, last in _clusters(kept):
        folded = _folded(kept[first:last])
        parts.append(folded)
        starts += [places[first]] * len(folded)
        ends += [places[last - 1] + 1] * len(folded)
    return _Part("".join(parts), starts, ends)


_kept_part = lru_cache(maxsize=_MOST_KEPT)(_part)  # words recur


def _clusters(kept: str) -> list[tuple[int, int]]:
    """Return the start and end of each cluster. A coeng joins two graphemes."""
    if kept.isascii():
        return [(at, at + 1) for at in range(len(kept))]
    import regex  # noqa: PLC0415 - 7 ms, rare

    found: list[tuple[int, int]] = []
    for each in regex.finditer(r"\X", kept):
        start, stop = each.span()
        if found and (kept[start - 1] == _COENG or _is_mark(kept[start])):
            found[-1] = (found[-1][0], stop)
        else:
            found.append((start, stop))
    return found


def _is_unspaced(letter: str) -> bool:
    return is_unspaced(letter) or _HANGUL.match(letter) is not None


def _is_mark(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character)[0] == "M"


@lru_cache(maxsize=_MOST_KEPT)
def _folded(cluster: str) -> str:
    signs = fold(cluster)
    return "".join([c for c in signs if not _KINDS[c]]).translate(_PLAIN)


def _joint(text: str, start: int, stop: int) -> Joint:
    """Return the separator from `start` to `stop`, between two letters of `text`."""
    if start >= stop:
        return Joint.NONE
    between = text[start:stop]
    kind = max([_KINDS[character] for character in between])
    if kind is Joint.SPACE and _is_broken(between):
        return Joint.BROKEN
    return kind


def _is_broken(between: str) -> bool:
    """Return whether `between` is one punctuation mark, or a hyphen and a line end.

    A line end may have become a space, as in a title on one line: `Sonan- do`.
    """
    seen = "".join([c for c in between if _KINDS[c] is Joint.SPACE or c in _HYPHENS])
    return seen in _JOINING or _BROKEN.fullmatch(seen) is not None


_MOST_ROUNDS = 4  # rounds of decoding: addresses may be encoded repeatedly
# A tag separates words or is inside a word, like this character.
_SEEN_AS_NOTHING = "\u200b"
# Signs of encoded text. Most texts have none; the next pattern takes four times as
# long.
_HAS_SIGN = re.compile(rf"[<&%\\*_~`{{}}\[(\]{INVISIBLE}]")
_HAS_TOKEN = re.compile(rf"[<&%\\{INVISIBLE}]|\w[*_~`{{}}]+\w|\w\s?[\[(]\^?\d|\]\]>")
# Quoted values are short, so that a text with many quotes doesn't take quadratic time.
_TOKEN = re.compile(
    rf"""(?P<sign>&(?:\#\d{{1,9}}|\#x[0-9a-f]{{1,8}}|[a-z][a-z0-9]{{1,31}});?
    |(?:%[0-9a-f]{{2}})++|(?:\\u[0-9a-f]{{4}})++)
    |(?P<gap><!--(?:-?>|(?:(?!--!?>)[\s\S])*+(?:--!?>|\Z))|<!\[CDATA\[|\]\]>
    |<[/!?a-z](?:[^<>"']++|"[^"<]{{0,4096}}+"|'[^'<]{{0,4096}}+'|["'])*+>
    |\x1b\[[0-9;]{{0,20}}[a-z]
    |(?<=\w)\s?[\[(]\^?\d{{1,3}}[\])]  # the mark of a footnote
    |(?<=\w)[*_~`{{}}\\]{{1,3}}(?=\w)|[{INVISIBLE}]++)""",
    re.IGNORECASE | re.VERBOSE,
)
FEWEST = 2  # letters of a text that can be withheld
_JOINED = 6  # letters of a name whose words may be joined
_SPACED = 4  # letters of a word that may be spaced apart
_NAME_WORDS = (2, 3)  # words of a name that is searched in every order
_LONG_NAME = 6  # maximum words of a name that is searched in rotated order
_NO_LETTERS = "[…]"
_MARK_OF = {"km": "[មិនផ្សាយ]"}
_MARK = "[withheld]"
MARKS = (_MARK, *_MARK_OF.values())
_SIGN_BETWEEN = re.compile(r"[,;:.!?()\[\]/|\n]")
_NEAR = 80  # characters before and after a match that may be words of other names
# In `regex`, unlike in `re`, the combining marks of Khmer are part of a word.
_WORD_BEFORE, _WORD_AFTER = r"\w+[ \t\xa0]*\Z", r"[ \t\xa0]*(\w+)"  # for regex
_NUMBER = re.compile(rf"\d{{{_JOINED},}}")  # the digits may be in groups
_MOST_TRIES = 10
_UNSEEN = (Joint.UNSEEN, Joint.UNSEEN_SPACE)
_APART = frozenset((Joint.UNSEEN_SPACE, Joint.BROKEN, Joint.SPACE))


class Decoded:
    """A decoded text, and the position of each of its parts in the original text."""

    __slots__ = ("_before", "_parts", "_starts", "text")

    def __init__(
        self, text: str, parts: list[tuple[int, int, int]], before: Decoded | None
    ) -> None:
        """Store the result of one decoding.

        `parts` has three numbers for each part of the text: its start in `text`, and
        its start and end in the text before this decoding. `before` is the result of
        the previous decoding, or None if this is the first decoding.
        """
        self.text = text
        self._starts = [part[0] for part in parts]
        self._parts = parts
        self._before = before

    def original(self, span: Span) -> Span:
        """Convert a span of the decoded text to a span of the original text."""
        start = self._place(span[0], is_end=False)
        stop = self._place(span[1] - 1, is_end=True)
        if self._before is None:
            return start, stop
        return self._before.original((start, stop))

    def _place(self, at: int, *, is_end: bool) -> int:
        number = bisect_right(self._starts, at) - 1
        first, start, stop = self._parts[number]
        rest = self._starts[number + 1 : number + 2] or [len(self.text)]
        if rest[0] - first == stop - start:  # the same length: unchanged text
            return start + at - first + is_end
        return stop if is_end else start


class Withheld(NamedTuple):
    """A withheld text and its folded letters.

    If `is_turned`, the words are in a different order.
    """

    text: str
    letters: Letters
    is_turned: bool = False


@lru_cache(maxsize=256)
def withheld(texts: tuple[str, ...]) -> tuple[Withheld, ...]:
    """Return all forms of `texts` to search for, longest first.

    Forms with the words in a different order come last. Texts with too few letters are
    skipped, because they would match everywhere.
    """
    found = [
        Withheld(text, letters(ordered), is_turned=ordered != text)
        for text in dict.fromkeys(texts)
        for ordered in _orders(text)
    ]
    able = [each for each in found if len(each.letters.folded) >= FEWEST]
    return tuple(sorted(able, key=lambda each: (each.is_turned, -_size(each))))


def _orders(text: str) -> list[str]:
    """Return `text`. If it can be a name, also return its words in other orders."""
    words = text.split()
    if not 1 < len(words) <= _LONG_NAME or any(map(str.isdecimal, text)):
        return [text]
    orders: Iterable[Sequence[str]] = permutations(words)
    if len(words) not in _NAME_WORDS:
        orders = ((*words[n:], *words[:n]) for n in range(len(words)))
    return [text, *(" ".join(order) for order in [*orders][1:])]


def is_too_short(text: str) -> bool:
    """Return whether `text` has too few letters to search for it."""
    return len(letters(text).folded) < FEWEST


def mark_for(language: str, texts: Iterable[str] = ()) -> str:
    """Return the mark that replaces withheld texts in a text of this language.

    If the usual mark contains one of `texts`, return a mark without letters.
    """
    mark = _MARK_OF.get(language.partition("-")[0], _MARK)
    return _NO_LETTERS if holds(mark, tuple(texts)) else mark


def holds(text: str, texts: tuple[str, ...], *, is_name: bool = False) -> bool:
    """Return whether `text` contains a spelling of one of `texts`."""
    return bool(spans(text, texts, is_name=is_name))


def spans(text: str, texts: tuple[str, ...], *, is_name: bool = False) -> list[Span]:
    """Return the start and end of each spelling of `texts` in `text`, sorted.

    Overlapping and adjacent spans are merged. If `is_name`, `text` is a file name or an
    address without spaces. In this case, words may be joined, or be parts of longer
    words.
    """
    return merged(span for _, span in found_in(text, texts, is_name=is_name))


def found_in(
    text: str, texts: tuple[str, ...], *, is_name: bool = False
) -> list[tuple[str, Span]]:
    """Find the withheld `texts` in `text`. Return a list of matches, in any order.

    Each match is a pair: the withheld text, and its start and end in `text`.
    """
    sought = withheld(texts)
    if not text or not sought:
        return []
    if text.isascii():  # most texts have no match and need no closer look
        alone = letters_alone(text)
        sought = tuple(each for each in sought if each.letters.folded in alone)
        if not sought:
            return []
    within = letters(text)
    found: list[tuple[str, Span]] = []
    turned: list[tuple[str, Span]] = []
    for each in sought:
        for at in _places(each, within, text, is_name=is_name):
            span = _span(text, within, at, _size(each))
            if _lacks_colon(each.text, text, span):
                continue
            (turned if each.is_turned else found).append((each.text, span))
    if not is_name:
        turned = [*_of_one_name(turned, found, text)]
    return [*found, *turned]


def _lacks_colon(sought: str, text: str, span: Span) -> bool:
    """Return whether a match lacks the sign ៈ of a single word, and a colon for it.

    So `រតនៈ` does not match in the name of a province, `រតនគិរី`.
    """
    if "\u17c8" not in sought or " " in sought:
        return False
    return _COLON.search(text, span[0], span[1] + 1) is None


def _of_one_name(
    turned: Iterable[tuple[str, Span]], found: Iterable[tuple[str, Span]], text: str
) -> Iterator[tuple[str, Span]]:
    """Yield the reordered matches, except matches with words of two different names.

    Example: in `Bun Chan, Sophea Dara`, the match `Chan, Sophea` is left out. `found`
    has the other matches. A reordered match is also left out if one of them is of the
    same text and overlaps.
    """
    plain: dict[str, list[Span]] = {}
    for name, span in found:
        plain.setdefault(name, []).append(span)
    for name, (start, stop) in turned:
        same = plain.get(name, [])
        before = bisect_left(same, (stop,)) - 1
        if before >= 0 and same[before][1] > start:
            continue
        is_apart = _SIGN_BETWEEN.search(text, start, stop) is not None
        if not is_apart or is_one_name(text, start, stop):
            yield name, (start, stop)


def is_one_name(text: str, start: int, stop: int) -> bool:
    """Return whether words with a sign between them are one name, as in `Chan, Sophea`.

    They are parts of two names if words of names are on both sides, as in `Bun Chan,
    Sophea Dara`. A word of a name doesn't start with a lower-case letter or a digit.
    """
    import regex  # noqa: PLC0415 - as above

    before = regex.search(_WORD_BEFORE, text[max(0, start - _NEAR) : start])
    after = regex.match(_WORD_AFTER, text[stop : stop + _NEAR])
    return not (before and _is_of_name(before[0]) and after and _is_of_name(after[1]))


def _is_of_name(word: str) -> bool:
    return not (word[0].islower() or word[0].isdigit())


def _size(of: Withheld) -> int:
    return len(of.letters.folded)


def replaced(text: str, mark: str, find: Callable[[str], list[Span]]) -> str:
    """Replace withheld texts with `mark`. The function `find` returns their spans.

    The result contains no withheld text. If the letters of a mark and the letters next
    to the mark form a withheld text, marks without letters are used. As a last resort,
    a single mark replaces the whole text.
    """
    found = find(text)
    if not found:
        return text
    changed = _replaced(text, found, mark)
    if not find(changed):
        return changed
    changed = text
    for _ in range(_MOST_TRIES):
        if not (found := find(changed)):
            return changed
        changed = _replaced(changed, found, _NO_LETTERS)
    return _NO_LETTERS


def _replaced(text: str, found: Sequence[Span], mark: str) -> str:
    parts, at = [], 0
    for start, stop in found:
        parts += [text[at:start], mark]
        at = stop
    return "".join((*parts, text[at:]))


def _span(text: str, within: Letters, at: int, size: int) -> Span:
    """Return the span of a match, including the accents of its last letter."""
    stop = within.end(at + size - 1)
    while stop < len(text) and kind_of(text[stop]) in _UNSEEN:
        stop += 1
    return within.start(at), stop


def _places(
    sought: Withheld, within: Letters, text: str, *, is_name: bool
) -> list[int]:
    """Return the index of the first letter of each match of `sought` in `text`."""
    found = []
    wanted, size = sought.letters.folded, _size(sought)
    known: dict[tuple[bool, bool, str], bool] = {}  # long texts repeat passages
    at = within.folded.find(wanted)
    while at >= 0:
        last = at + size
        start = within.start(at - 1) if at else 0
        stop = within.end(last) if last < len(within.folded) else len(text)
        passage = at == 0, last == len(within.folded), text[start:stop]
        if passage not in known:
            known[passage] = _stands_at(sought, within, text, at, is_name=is_name)
        if known[passage]:
            found.append(at)
        at = within.folded.find(wanted, at + 1)
    return found


def _stands_at(
    sought: Withheld, within: Letters, text: str, at: int, *, is_name: bool
) -> bool:
    size = _size(sought)
    if is_name and size >= _JOINED:
        return True
    is_whole = _begins(within, text, at) and _begins(within, text, at + size)
    if not is_whole:
        return False
    joints = [within.joint(each) for each in range(at + 1, at + size)]
    if _is_spaced_apart(joints, size):
        return True
    borders = [n for n in range(1, size) if sought.letters.joint(n) in _APART]
    spaced = {
        place
        for start, stop in pairwise((0, *borders, size))
        if _is_spaced_apart(joints[start : stop - 1], stop - start)
        for place in range(start + 1, stop)
    }
    return all(
        place in spaced or _fits(sought, within, at, place, joint)
        for place, joint in enumerate(joints, 1)
    )


def _begins(within: Letters, text: str, at: int) -> bool:
    """Return True if a word begins or ends between the letters `at - 1` and `at`."""
    if at in {0, len(within.folded)} or within.joint(at) in _APART:
        return True
    if within.is_unspaced(at) or within.is_unspaced(at - 1):
        return True
    before, after = within.folded[at - 1], within.folded[at]
    if before.isdigit() != after.isdigit():
        return True
    return text[within.end(at - 1) - 1].islower() and text[within.start(at)].isupper()


def _fits(sought: Withheld, within: Letters, at: int, place: int, joint: Joint) -> bool:
    """Return True if the text may have the separator `joint` before letter `place`.

    In scripts without spaces, any separator is allowed, unless the words are reordered.
    """
    wanted = sought.letters
    if not sought.is_turned and (
        within.is_unspaced(at + place) or within.is_unspaced(at + place - 1)
    ):
        return True
    if _NUMBER.fullmatch(wanted.folded):
        return True
    if wanted.joint(place) in _APART:
        return joint is not Joint.NONE or len(wanted.folded) >= _JOINED
    return joint is not Joint.SPACE


def _is_spaced_apart(joints: Sequence[Joint], size: int) -> bool:
    """Return whether each letter is a separate word: `C H A N`."""
    return size >= _SPACED and Joint.NONE not in joints


def decoded(text: str) -> Iterator[Decoded]:
    """Yield `text` decoded once, twice and so on, until decoding changes nothing."""
    before = None
    for _ in range(_MOST_ROUNDS):
        found = _decoded_once(text, before)
        if found is None:
            return
        yield found
        text, before = found.text, found


def _decoded_once(text: str, before: Decoded | None) -> Decoded | None:
    if not (_HAS_SIGN.search(text) and _HAS_TOKEN.search(text)):
        return None
    pieces: list[str] = []
    parts: list[tuple[int, int, int]] = []
    at = size = 0
    for token in _TOKEN.finditer(text):
        start, stop = token.span()
        read = _SEEN_AS_NOTHING if token["gap"] else _read(token[0])
        if read == token[0]:
            continue
        for piece, first, last in ((text[at:start], at, start), (read, start, stop)):
            if piece:
                pieces.append(piece)
                parts.append((size, first, last))
                size += len(piece)
        at = stop
    if not parts:
        return None
    if at < len(text):
        pieces.append(text[at:])
        parts.append((size, at, len(text)))
    return Decoded("".join(pieces), parts, before)


def _read(sign: str) -> str:
    if sign[0] == "%":
        data = unquote_to_bytes(sign)
        try:
            return data.decode()
        except UnicodeDecodeError:  # the encoding of old pages
            return data.decode("latin-1")
    if sign[0] == "\\":
        units = bytes.fromhex(sign.replace("\\u", "").replace("\\U", ""))
        return units.decode("utf-16-be", "replace")
    return html.unescape(sign)
