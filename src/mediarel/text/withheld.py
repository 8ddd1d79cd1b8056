"""Find each spelling of withheld texts in a text, and replace it with a mark.

Spellings are equal after folding: case, accents, digits and letter forms don't matter.
Other white space, signs or line ends may separate the words. A word may be hyphenated
at a line end or contain invisible characters.

- In scripts with spaces only whole words match: `Chan` does not match in `Chandara`,
  but in `Chan's`, `Chan-Dara` and `ChanDara`, and before a digit. Inflected forms are
  not known: each must be withheld separately.
- The words of a name match in any order: `Sophea Chan`, `CHAN, Sophea`.
- The words of a name of six or more letters match as one word: `#ChanSophea`,
  `chansophea@example.org`; and spaced by letter: `C H A N`.
- In scripts without spaces any part of a run matches, with any white space and signs
  between its letters.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote_to_bytes

from mediarel.text.folded_letters import Joint, Letters, kind_of, letters, letters_alone
from mediarel.text.lines import INVISIBLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


Span = tuple[int, int]
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
_ENDS = ("", *'\n;|().:•"“”')
_LIST_MARK = re.compile(r"(?:\d{1,3}[.)]|[-*–•])[ \t]*\Z")
_SPACES, _NEAR = " \t\u00a0", 80
_NUMBER = re.compile(rf"\d{{{_JOINED},}}")  # however it is grouped
_MOST_TRIES = 10
_UNSEEN = (Joint.UNSEEN, Joint.UNSEEN_SPACE)
_APART = frozenset((Joint.UNSEEN_SPACE, Joint.BROKEN, Joint.SPACE))


class Decoded:
    """A decoded text, and the position of each part in the original."""

    __slots__ = ("_before", "_parts", "_starts", "text")

    def __init__(
        self, text: str, parts: list[tuple[int, int, int]], before: Decoded | None
    ) -> None:
        """Take each part's start in `text`, and its start and end in the original."""
        self.text = text
        self._starts = [part[0] for part in parts]
        self._parts = parts
        self._before = before

    def original(self, span: Span) -> Span:
        """Return the span in the original text for `span` of the decoded text."""
        start = self._place(span[0], is_end=False)
        stop = self._place(span[1] - 1, is_end=True)
        if self._before is None:
            return start, stop
        return self._before.original((start, stop))

    def _place(self, at: int, *, is_end: bool) -> int:
        number = bisect_right(self._starts, at) - 1
        first, start, stop = self._parts[number]
        rest = self._starts[number + 1 : number + 2] or [len(self.text)]
        if rest[0] - first == stop - start:  # of the same length: copied
            return start + at - first + is_end
        return stop if is_end else start


class Withheld(NamedTuple):
    """A text to be withheld: as given, and its letters.

    With `is_turned`, its words are in a different order.
    """

    text: str
    letters: Letters
    is_turned: bool = False


@lru_cache(maxsize=256)
def withheld(texts: tuple[str, ...]) -> tuple[Withheld, ...]:
    """Return the search forms of `texts`, longest first.

    Texts with too few letters are skipped: they would match everywhere.
    """
    found = [
        Withheld(text, letters(ordered), is_turned=ordered != text)
        for text in dict.fromkeys(texts)
        for ordered in _orders(text)
    ]
    able = [each for each in found if len(each.letters.folded) >= FEWEST]
    return tuple(sorted(able, key=lambda each: (each.is_turned, -_size(each))))


def _orders(text: str) -> list[str]:
    """Return `text`, and the orders in which people write the words of a name."""
    words = text.split()
    is_name = 1 < len(words) <= _LONG_NAME and not any(map(str.isdecimal, text))
    if not is_name or _has_unspaced(letters(text)):
        return [text]
    orders: Iterable[Sequence[str]] = permutations(words)
    if len(words) not in _NAME_WORDS:
        orders = ((*words[n:], *words[:n]) for n in range(len(words)))
    return [text, *(" ".join(order) for order in [*orders][1:])]


def _has_unspaced(found: Letters) -> bool:
    return any(found.is_unspaced(at) for at in range(len(found.folded)))


def is_too_short(text: str) -> bool:
    """Return whether `text` has too few letters to be searched."""
    return len(letters(text).folded) < FEWEST


def mark_for(language: str, texts: Iterable[str] = ()) -> str:
    """Return the replacement for `texts`, in a text of this `language`.

    It has no letters if the usual mark contains one of `texts`.
    """
    mark = _MARK_OF.get(language.partition("-")[0], _MARK)
    return _NO_LETTERS if holds(mark, tuple(texts)) else mark


def holds(text: str, texts: tuple[str, ...], *, is_name: bool = False) -> bool:
    """Return whether `text` contains a spelling of one of `texts`."""
    return bool(spans(text, texts, is_name=is_name))


def spans(text: str, texts: tuple[str, ...], *, is_name: bool = False) -> list[Span]:
    """Return start and end of each spelling of `texts` in `text`, sorted.

    Overlapping and adjacent spans are merged. With `is_name`, `text` is a file name or
    an address without spaces: words may be joined, or be inside of other words.
    """
    return merged(span for _, span in found_in(text, texts, is_name=is_name))


def found_in(
    text: str, texts: tuple[str, ...], *, is_name: bool = False
) -> list[tuple[str, Span]]:
    """Return each match of `texts` in `text`, with start and end, in any order."""
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
        for at in _places(each.letters, within, text, is_name=is_name):
            span = _span(text, within, at, _size(each))
            (turned if each.is_turned else found).append((each.text, span))
    if not is_name:
        turned = [*_of_one_name(turned, found, text)]
    return [*found, *turned]


def _of_one_name(
    turned: Iterable[tuple[str, Span]], found: Iterable[tuple[str, Span]], text: str
) -> Iterator[tuple[str, Span]]:
    """Yield the reordered matches that don't span the ends of two names.

    If a sign separates the words, they must stand alone: `CHAN, Sophea` in a line of
    its own.
    """
    plain = merged(span for _, span in found)
    for name, (start, stop) in turned:
        before = bisect_left(plain, (stop,)) - 1
        if before >= 0 and plain[before][1] > start:
            continue
        is_apart = _SIGN_BETWEEN.search(text, start, stop) is not None
        if not is_apart or _is_alone(text, start, stop):
            yield name, (start, stop)


def _is_alone(text: str, start: int, stop: int) -> bool:
    """Return whether words with a sign between them are one name: `CHAN, Sophea`.

    They are if the surname is in capitals, or if nothing is next to them.
    """
    last, comma, first = text[start:stop].partition(",")
    if comma and last.isupper() and not first.isupper():
        return True
    before = _LIST_MARK.sub("", text[max(0, start - _NEAR) : start]).rstrip(_SPACES)
    after = text[stop : stop + _NEAR].lstrip(_SPACES)
    return before[-1:] in _ENDS and after[:1] in _ENDS


def _size(of: Withheld) -> int:
    return len(of.letters.folded)


def replaced(text: str, mark: str, find: Callable[[str], list[Span]]) -> str:
    """Return `text` with `mark` instead of each span that `find` returns.

    No match remains, even across a mark: if `find` matches the result, all spans are
    replaced by marks without letters. If that doesn't help, only the mark is returned.
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
    """Return the span of letters in `text`, with the accents of the last."""
    stop = within.end(at + size - 1)
    while stop < len(text) and kind_of(text[stop]) in _UNSEEN:
        stop += 1
    return within.start(at), stop


def _places(sought: Letters, within: Letters, text: str, *, is_name: bool) -> list[int]:
    """Return the positions at which the letters `sought` match in `text`."""
    found = []
    size = len(sought.folded)
    known: dict[tuple[bool, bool, str], bool] = {}  # long texts repeat passages
    at = within.folded.find(sought.folded)
    while at >= 0:
        last = at + size
        start = within.start(at - 1) if at else 0
        stop = within.end(last) if last < len(within.folded) else len(text)
        passage = at == 0, last == len(within.folded), text[start:stop]
        if passage not in known:
            known[passage] = _stands_at(sought, within, text, at, is_name=is_name)
        if known[passage]:
            found.append(at)
        at = within.folded.find(sought.folded, at + 1)
    return found


def _stands_at(
    sought: Letters, within: Letters, text: str, at: int, *, is_name: bool
) -> bool:
    size = len(sought.folded)
    if is_name and size >= _JOINED:
        return True
    is_whole = _begins(within, text, at) and _begins(within, text, at + size)
    if not is_whole:
        return False
    joints = [within.joint(each) for each in range(at + 1, at + size)]
    return _is_spaced_apart(joints, size) or all(
        _fits(sought, within, at, place, joint) for place, joint in enumerate(joints, 1)
    )


def _begins(within: Letters, text: str, at: int) -> bool:
    """Return whether a word begins or ends before the letter at `at`."""
    if at in {0, len(within.folded)} or within.joint(at) in _APART:
        return True
    if within.is_unspaced(at) or within.is_unspaced(at - 1):
        return True
    before, after = within.folded[at - 1], within.folded[at]
    if before.isdigit() != after.isdigit():
        return True
    return text[within.end(at - 1) - 1].islower() and text[within.start(at)].isupper()


def _fits(sought: Letters, within: Letters, at: int, place: int, joint: Joint) -> bool:
    """Return whether `joint` may precede the letter at this place of a match."""
    if within.is_unspaced(at + place) or within.is_unspaced(at + place - 1):
        return True
    if _NUMBER.fullmatch(sought.folded):
        return True
    if sought.joint(place) in _APART:
        return joint is not Joint.NONE or len(sought.folded) >= _JOINED
    return joint is not Joint.SPACE


def _is_spaced_apart(joints: Sequence[Joint], size: int) -> bool:
    """Return whether each letter is a separate word: `C H A N`."""
    return size >= _SPACED and Joint.NONE not in joints


def decoded(text: str) -> Iterator[Decoded]:
    """Yield `text` decoded once, twice and so on, until nothing changes."""
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
        except UnicodeDecodeError:  # an old page
            return data.decode("latin-1")
    if sign[0] == "\\":
        units = bytes.fromhex(sign.replace("\\u", "").replace("\\U", ""))
        return units.decode("utf-16-be", "replace")
    return html.unescape(sign)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return the spans sorted; overlapping and adjacent spans are merged."""
    whole: list[Span] = []
    for start, stop in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], stop))
        else:
            whole.append((start, stop))
    return whole
