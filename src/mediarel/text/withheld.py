"""Find each spelling of withheld texts in a text, and replace it with a mark.

A spelling is what folding makes equal: in whatever case, accents, digits and forms of
letters, with other white space, signs or line ends between the words, broken by a
hyphen at a line end, or with what nobody sees within.

- In scripts with spaces whole words are meant: `Chan` is not in `Chandara`, but in
  `Chan's`, `Chan-Dara` and `ChanDara`, and where a figure follows. Endings that words
  take in a language are not known: each such form is withheld by itself.
- The words of a name may stand in any order: `Sophea Chan`, `CHAN, Sophea`.
- The words of a name of six letters and more may stand as one: `#ChanSophea`,
  `chansophea@example.org`; and spaced apart, letter by letter: `C H A N`.
- In scripts without spaces it is found in any part of a run, whatever white space and
  signs stand between its letters.
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
_MOST_ROUNDS = 4  # an address may be encoded in another, and that again
# A tag parts words or stands inside a word, as this character does.
_SEEN_AS_NOTHING = "\u200b"
# Signs of tokens. Most texts have none; the next pattern takes four times as long.
_HAS_SIGN = re.compile(rf"[<&%\\*_~`{{}}\[(\]{INVISIBLE}]")
_HAS_TOKEN = re.compile(rf"[<&%\\{INVISIBLE}]|\w[*_~`{{}}]+\w|\w\s?[\[(]\^?\d|\]\]>")
# Quoted values are short, so that a text full of quotes doesn't take forever.
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
_JOINED = 6  # letters of a name whose words may stand as one
_SPACED = 4  # letters of a word that may be spaced apart
_NAME_WORDS = (2, 3)  # words of a name that is sought in every order
_LONG_NAME = 6  # words of a name, at most, that is sought from each of its words on
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
    """A text as it is read, and where each part of it stands in the original."""

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
        """Return where `span` of the decoded text stands in the original text."""
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
    """A text to be withheld: as it was given, and its letters.

    With `is_turned`, these are its words in another order.
    """

    text: str
    letters: Letters
    is_turned: bool = False


@lru_cache(maxsize=256)
def withheld(texts: tuple[str, ...]) -> tuple[Withheld, ...]:
    """Return what is sought for `texts`, the longest first.

    One without letters enough is sought nowhere: it would be found everywhere.
    """
    found = [
        Withheld(text, letters(ordered), is_turned=ordered != text)
        for text in dict.fromkeys(texts)
        for ordered in _orders(text)
    ]
    able = [each for each in found if len(each.letters.folded) >= FEWEST]
    return tuple(sorted(able, key=lambda each: (each.is_turned, -_size(each))))


def _orders(text: str) -> list[str]:
    """Return `text`, and a name of several words in the orders that people write."""
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
    """Return whether `text` has too few letters to be sought."""
    return len(letters(text).folded) < FEWEST


def mark_for(language: str, texts: Iterable[str] = ()) -> str:
    """Return what stands in the place of `texts`, in a text of this `language`.

    It has no letters where one of `texts` stands in the mark itself.
    """
    mark = _MARK_OF.get(language.partition("-")[0], _MARK)
    return _NO_LETTERS if holds(mark, tuple(texts)) else mark


def holds(text: str, texts: tuple[str, ...], *, is_name: bool = False) -> bool:
    """Return whether `text` has a spelling of one of `texts`."""
    return bool(spans(text, texts, is_name=is_name))


def spans(text: str, texts: tuple[str, ...], *, is_name: bool = False) -> list[Span]:
    """Return start and end of each spelling of one of `texts` in `text`, in order.

    Those that overlap or touch are one. With `is_name`, `text` is the name of a file or
    an address, which has no spaces: words may stand as one, and in others.
    """
    return merged(span for _, span in found_in(text, texts, is_name=is_name))


def found_in(
    text: str, texts: tuple[str, ...], *, is_name: bool = False
) -> list[tuple[str, Span]]:
    """Return which of `texts` stand in `text`, with start and end, in any order."""
    sought = withheld(texts)
    if not text or not sought:
        return []
    if text.isascii():  # most texts have none of it, and need not be looked at closely
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
    """Yield of the words that are `turned` those that are not the ends of two names.

    So with a sign between them they stand alone: `CHAN, Sophea` in a line of its own.
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

    They are if the surname is in capitals, or if nothing else is beside them.
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
    """Return `text` with `mark` in the place of each span that `find` returns.

    Nothing is left, also not across a mark: if `find` finds a span in the result, all
    of them become marks without letters. If that doesn't help, the mark is all that is
    returned.
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
    """Return where letters stand in `text`, with the accents on the last."""
    stop = within.end(at + size - 1)
    while stop < len(text) and kind_of(text[stop]) in _UNSEEN:
        stop += 1
    return within.start(at), stop


def _places(sought: Letters, within: Letters, text: str, *, is_name: bool) -> list[int]:
    """Return where in the letters of `text` those `sought` begin."""
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
    """Return whether `joint` may stand before the letter at this place of a text."""
    if within.is_unspaced(at + place) or within.is_unspaced(at + place - 1):
        return True
    if _NUMBER.fullmatch(sought.folded):
        return True
    if sought.joint(place) in _APART:
        return joint is not Joint.NONE or len(sought.folded) >= _JOINED
    return joint is not Joint.SPACE


def _is_spaced_apart(joints: Sequence[Joint], size: int) -> bool:
    """Return whether each of the letters is a word by itself: `C H A N`."""
    return size >= _SPACED and Joint.NONE not in joints


def decoded(text: str) -> Iterator[Decoded]:
    """Yield `text` decoded once, twice and so on, as long as that changes the text."""
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
    """Return the spans in order; those that overlap or touch are joined."""
    whole: list[Span] = []
    for start, stop in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(whole[-1][1], stop))
        else:
            whole.append((start, stop))
    return whole
