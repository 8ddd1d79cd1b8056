"""Read the title, kind, place and date at the beginning of a release."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from mediarel.dates.edtf import PartialDate
from mediarel.dates.printed import date_alone
from mediarel.dates.typed import ENGLISH_MONTHS, DayOrder
from mediarel.release import asides
from mediarel.release.dateline import Dateline, date_line, read_dateline
from mediarel.release.kinds import is_category, kind_in_title, kind_of
from mediarel.release.lines import Class, Line, lines_of_head
from mediarel.release.places import may_be_town
from mediarel.release.signing import countries
from mediarel.release.titles import LONGEST_TITLE, runs_out_of_room
from mediarel.release.words import KINDS, TITLES

_BELOW_ISSUER = frozenset({Class.KIND, Class.DATE, Class.ASIDE})
_MOST_WORDS_OF_KICKER = 3
_LEAST_BELOW_KICKER = 30  # characters
_LONGEST_END = 500  # characters at the end of a text, where the issuer signs
_MOST_WORDS_OF_KIND = 10


def first_of_title(text: str, lines: Sequence[Line], issuer: str = "") -> int | None:
    """Return the index of the line where the title begins, or None.

    `issuer` is the name of the issuer, which can't be a title.
    """
    titles = [n for n, line in enumerate(lines) if line.is_ is Class.TITLE]
    if not titles:
        return None
    subject = next((n for n in titles if asides.is_subject(lines[n].text)), None)
    if subject is not None:
        named = kind_in_title(lines[titles[0]].text)
        return titles[0] if named and titles[0] < subject else subject
    first = titles[0]
    for later in titles[1:]:
        if _is_above(text, lines[first:later], lines[later], issuer):
            first = later
    name = lines[first].text
    end = text[lines[first].end :][-_LONGEST_END:].casefold().split("\n")
    is_name = name.casefold() == issuer.casefold() or name.casefold() in map(
        str.strip, end
    )
    return None if is_name and first == titles[-1] else first


def _is_above(text: str, above: Sequence[Line], title: Line, issuer: str) -> bool:
    """Return True if the first line in `above` is a name or a kicker, not the title.

    Such a line is separated from the title by an empty line, a kind, a date or
    contacts. The line is a name if its words are typical of names, or if the text
    mentions the name.
    """
    name, between = above[0].text, above[1:]
    if any(line.is_ is Class.BODY for line in between) or name == title.text:
        return False
    if (
        name.casefold() == issuer.casefold()
        or is_category(name)
        or (_is_kind_of_issuer(name) and title.is_apart)
    ):
        return True
    is_set_off = title.is_apart or any(line.is_ in _BELOW_ISSUER for line in between)
    if not is_set_off or name[-1] in "?!" or ":" in name:
        return False
    is_longer = len(title.text) > len(name)
    is_other_script = name.isascii() and title.text[0] > "\u2e7f"
    has_address = any(
        line.is_ is Class.ASIDE and asides.is_contact(line.text) for line in between
    )
    if is_other_script or (is_longer and has_address):
        return True
    if asides.is_issuer(name) and kind_in_title(name) is None:
        return is_longer or bool(between)
    return is_longer and (
        _is_kicker(name, title.text, is_alone=not between)
        or (bool(between) and asides.is_named_in(name, text[title.start :]))
    )


def _is_kind_of_issuer(line: str) -> bool:
    """Return whether `line` has only a kind of release and the name of the issuer.

    Examples: `Press release from Harbour Watch`, `HARBOUR WATCH MEDIA RELEASE`.
    """
    if kind_in_title(line) not in KINDS.publishing:
        return False
    words = line.split()
    is_named = (
        not TITLES.about_a_topic.search(line) and len(words) <= _MOST_WORDS_OF_KIND
    )
    return is_named and all(
        not word[0].islower() or word in TITLES.joins_kind_and_issuer for word in words
    )


def _is_kicker(line: str, title: str, *, is_alone: bool) -> bool:
    """Return True if `line` is a kicker: a topic, country or short name above a title.

    `is_alone` means that no line is between the kicker and the title. In this case, a
    name must be one word or in upper case.
    """
    low = line.casefold().replace("'", "’")
    if low in TITLES.topics or low in countries():
        return True
    words = low.split()
    is_short = len(words) == 1 or not is_alone or line.isupper()
    return (
        is_short
        and len(words) <= _MOST_WORDS_OF_KICKER
        and len(title) >= max(_LEAST_BELOW_KICKER, 2 * len(line))
        and all(word[0].isupper() for word in line.split())
        and not (line.isupper() and title.isupper())
        and TITLES.imperatives.isdisjoint(words)
        and kind_in_title(line) is None
    )


_MOST_LINES_OF_TITLE = 3
_SIGNS = frozenset("-–—")
_LEAST_BEHIND = 40  # characters of the paragraph that a dateline begins
_MOST_CAPTIONS = 10  # lines, also empty ones, between the header and a dateline
_FULL_LINE = 30  # characters
_SPACE = " \t\r\n\v\f\u00a0\u200b\u200c\u200d\u2060\ufeff"
_MOST_LINES_OF_BODY = 40
_LEAST_OF_PARAGRAPH = 120  # characters


class Head(NamedTuple):
    """The fields in the header of a release.

    `text` is the text without its title. `dateline` is the part of the text with the
    place and date, or with only one of the two.
    """

    text: str
    title: str | None = None
    kind: str | None = None
    dateline: str | None = None
    place: str | None = None
    dated: PartialDate | None = None


def read_head(
    text: str,
    *,
    title: str | None = None,
    order: DayOrder | None = None,
    issuer: str = "",
) -> Head:
    """Read the fields in the header of a release.

    If `title` is not None, it is used as the title, and the text remains complete.
    `issuer` is the name of the issuer, which can't be a title.
    """
    lines = list(lines_of_head(text, order))
    block = _title_lines(text, lines, issuer)
    head = _with_dateline(Head(text, title), lines)
    if block and title is None:
        printed = " ".join(line.text for line in block)
        above = text[: block[0].start]
        below = text[block[-1].end :].lstrip(_SPACE)
        whole = f"{above}{below}" if above.strip() else below
        head = head._replace(title=printed, text=whole)
    below = text[lines[-1].start :] if lines else ""
    return head._replace(kind=_kind(head.title, lines) or _kind_within(below))


def _kind_within(text: str) -> str | None:
    """Return the kind in a heading of the body, above a paragraph or a date."""
    lines = [line.strip() for line in text.split("\n", _MOST_LINES_OF_BODY)]
    kinds = (
        kind_of(heading) or kind_in_title(heading)
        for heading, below in pairwise(filter(None, lines))
        if len(heading) <= LONGEST_TITLE and heading[-1] not in ".!?,;"
        if len(below) >= _LEAST_OF_PARAGRAPH or date_line(below)
    )
    return next(filter(None, kinds), None)


def split_title(text: str) -> tuple[str | None, str]:
    """Return the headline printed above a text (or None), and the text without it."""
    head = read_head(text)
    return head.title, head.text


def _kind(title: str | None, lines: Sequence[Line]) -> str | None:
    """Return the kind of the release, such as `Joint Statement`.

    The kind is on a separate line, or else in the title or a subtitle. Otherwise, the
    subject of a letter has the kind "Letter". Return None if there is no kind.
    """
    alone = [line.kind for line in lines if line.kind]
    others = (line.text for line in lines if line.is_ is Class.TITLE)
    named = map(kind_in_title, (title or "", *others))
    letter = "Letter" if title and asides.is_subject(title) else None
    called = next(filter(None, named), letter)
    if called and any(called.endswith(f" {kind}") for kind in alone):
        return called  # a title with "Open Letter" below the line "Letter"
    special = (kind for kind in (*alone, called) if kind not in KINDS.publishing)
    return next(filter(None, special), None) or next(iter(alone), called)


def _with_dateline(head: Head, lines: Sequence[Line]) -> Head:
    """Add the place and date in `lines` to `head`.

    The dateline of the first paragraph has priority. If it has no date, the date on a
    separate line is used.
    """
    found = [
        _without_author(line.dateline, head.text) for line in lines if line.dateline
    ]
    if lines and lines[-1].is_ is Class.BODY and lines[-1].dateline:
        found = [lines[-1].dateline, *found]
    placed = next((each for each in found if each.place), _below(head.text, lines))
    dated = next((each for each in found if each.dated), None)
    printed = placed or dated
    if printed is None:
        return head
    return head._replace(
        dateline=printed.printed,
        place=placed.place if placed else None,
        dated=printed.dated or (dated.dated if dated else None),
    )


def _without_author(found: Dateline, text: str) -> Dateline:
    """Remove the author of a page from a dateline: `Ann Bo March 3, 2019`.

    A place has a mark between itself and the date, or the text mentions the place. An
    author can also be after the date: `3 March 2019, Ann Bo`.
    """
    place = found.place or ""
    if not place or place.isupper() or text.count(place) > 1:
        return found
    parts = found.printed.removeprefix(place), found.printed.removesuffix(place)
    date = min(parts, key=len).strip()
    is_behind = found.printed.endswith((f", {place}", f"({place})"))
    if is_behind and may_be_town(place):
        return found
    date = found.printed.partition("(")[0].strip() if is_behind else date
    if len(date) == len(found.printed) or not date_alone(date.rstrip(",")):
        return found
    is_next = date[0].isdigit() or date.split()[0].casefold() in ENGLISH_MONTHS
    return found._replace(printed=date, place=None) if is_next else found


def _below(text: str, lines: Sequence[Line]) -> Dateline | None:
    """Return the dateline of a paragraph below the header, such as below a caption."""
    place = lines[-1].end if lines else len(text)
    for _ in range(_MOST_CAPTIONS):
        place = text.find("\n", place) + 1
        if not place:
            break
        found = read_dateline(text, place)
        if found and found.place:
            behind = text[found.end :].partition("\n")[0]
            is_sure = found.dated and len(behind) >= _LEAST_BEHIND
            has_sign = bool(_SIGNS & {*text[found.end - 3 : found.end]})
            return found if is_sure or has_sign else None
    return None


def _title_lines(text: str, lines: Sequence[Line], issuer: str) -> list[Line]:
    """Return the lines of the title, or [] if there is no title."""
    first = first_of_title(text, lines, issuer)
    if first is None:
        return []
    block = [lines[first]]
    below = lines[first + 1 :]
    while below and below[0].is_ is Class.TITLE and not below[0].is_apart:
        block.append(below[0])
        below = below[1:]
    if not _is_set_off(text, block, below):
        return []
    whole = _with_kind_above(lines, first, block[0])
    for line in block[1:]:
        joined = " ".join(each.text for each in (*whole, line))
        goes_on = (
            TITLES.incomplete_end.search(whole[-1].text)
            or TITLES.possible_break.search(whole[-1].text[-12:])
            or line.text.startswith(TITLES.continuation_without_capitals)
            or line.text[0].islower()
            or (
                below
                and below[0].is_ is Class.ASIDE
                and asides.is_addressee(below[0].text)
            )  # a letter has no subtitle
            or (len(whole[-1].text) >= _FULL_LINE and joined.isupper())
            or runs_out_of_room(whole[-1].text, line.text)
        )
        if (
            not goes_on
            or len(whole) >= _MOST_LINES_OF_TITLE
            or len(joined) > LONGEST_TITLE
        ):
            break
        whole.append(line)
    return [] if TITLES.incomplete_end.search(whole[-1].text) else whole


def _with_kind_above(lines: Sequence[Line], place: int, line: Line) -> list[Line]:
    """Return the first lines of a title: `line`, and sometimes the line above.

    The line above is included if it names the kind of the release, and `line` continues
    the phrase. Example: `Open letter` above `to the council`.
    """
    above = lines[place - 1] if place else None
    goes_on = line.text[0].islower() or line.text.startswith(TITLES.continues_kind)
    if above is None or above.is_ is not Class.KIND or line.is_apart or not goes_on:
        return [line]
    return [above, line]


def _is_set_off(text: str, block: Sequence[Line], below: Sequence[Line]) -> bool:
    """Return True if the lines below a title are text, and don't continue the title."""
    if not below:
        return False
    following = below[0]
    if following.is_apart:
        return True
    begun = text[following.start : following.start + 40].lstrip(
        " \t\u00a0\u200b\"'“‘«("
    )
    if (
        following.is_ is Class.BODY
        and following.dateline is None
        and begun[:1].islower()
    ):
        return False
    has_prose = any(line.is_ is Class.BODY for line in below)
    return has_prose or len(block) == 1
