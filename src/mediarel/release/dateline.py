"""Read datelines: the place and date on a separate line or at the start of a text.

Many datelines have only a place. An uncertain dateline is not read: a missed dateline
means an empty field, but a wrong dateline removes words from the headline.
"""

import re
from functools import cache
from itertools import islice
from typing import NamedTuple

from mediarel.dates.edtf import PartialDate
from mediarel.dates.printed import date_alone, find_dates, first_date
from mediarel.dates.printed_parts import PrintedDate
from mediarel.dates.typed import DayOrder
from mediarel.release.asides import is_aside, is_issuer
from mediarel.release.headline import BLANK, DASH, DIGIT, WHITE
from mediarel.release.kinds import (
    kind_in_title,
    kind_of,
    kind_of_issuer,
    may_hold_kind,
)
from mediarel.release.places import is_byline, may_be_alone, place_of
from mediarel.release.words import DATELINES, KINDS
from mediarel.text.languages import language_of

# Characters after a dateline: a shorter text may be a title.
_LEAST_BEHIND_PLACE = 40
_LONGEST_TITLE_BEHIND = 150
_LONGEST_PLACE = 90
_LEAST_UNMARKED = 100
_LEAST_LETTERS = 4  # of a place before a full stop
_MOST_SIGNS = 3
_SETS_OFF = re.compile(
    r"\s{1,9}[-\u2010\u2011]{1,3}(?=\s)|-{2,3}|\.\s?[-–—]{1,2}(?=\s)|\s?[\u2012-\u2015\u2212|]|[៖ៈ]|\.(?=\s)|:(?=[\s\u1780-\u17ff])"
)
_SIGN = re.compile(rf"[{DASH}|៖ៈ.:]")
_ENDS = re.compile("[.!?។៕။。！？][\"'”’»)」]*\\s*\\Z")
_FIGURES_OF_PLACE = re.compile(r"\d")
_RUN_OF_PLACE = r"[^\n\d()（）\[\]\"“”„«»:：៖|]{1,80}?"
_BRACKETS = frozenset("(（[【〔［")
_FULL_LINE = 50  # characters
_LONGEST_DATELINE = 240
# A sentence may begin with a date: "Kampot, 3 de marzo — El 2 de marzo, la …".
_SENTENCE_OF_DATE = frozenset({"El", "Le", "Am", "Den", "Il", "On", "Em", "No", "Pada"})
# Every repetition in these patterns is bounded or possessive, so that no text takes
# long to match.
_GAP = rf"(?:(?!\n)[{WHITE}]){{0,20}}+"
_SPACE = re.compile(rf"[{WHITE}]*+")
# Includes years of the Buddhist era. In digits other than 0–9, any four are a year.
_YEAR = re.compile(r"(?<!\d)(?:(?:1[6-9]|2[0-6])[0-9][0-9]|(?![0-9])\d{4})(?!\d)")
_FIGURES = re.compile(r"\d+")
_OF_YEAR = 4  # digits
_OF_ERA = "年"
_BEHIND_YEAR = 30  # characters after a year that may belong to the date: "2019年3月3日"
# Replaces the date while the text around the date is parsed.
_DATE = "\ue000"
_RUN = r"[^\n\d()（）\[\]【】\"“”„«»:：៖|\ue000]{1,80}?"
_WITH_DATE = r"(?:(?:on|this|dated|a|à|le|lì|li|em|en|im|am|el|pada|tanggal|the)\s)?"
_FLAGS = re.IGNORECASE | re.VERBOSE


class PlaceAlone(NamedTuple):
    """A place without a date.

    `printed` is the place exactly as in the text. The text continues at `end`.
    """

    printed: str
    place: str
    end: int


# Compiled when first needed: compiling takes longer than most commands run.
@cache
def _dateline_pattern() -> re.Pattern[str]:
    # The place may be before or after the date. Because of the lazy `??`, a weekday is
    # part of the date, not a place, and a dash ends the dateline, even if a place
    # follows. A source may follow: "(HW News)", "/HW News/".
    source = rf"(?:{_GAP}(?:\([^()\n]{{1,60}}\)|/[^/\n]{{1,60}}/)(?={_GAP}[{DASH}:|]))?"
    return re.compile(
        rf"""
        (?P<printed>
          (?P<whole>[(（\[【〔［]{_GAP})?
          (?:
            (?P<before>{_RUN}(?:[ ]\([^()\n\d\ue000]{{1,40}}\))?){_GAP}
            (?P<joint>[,，၊]?{_GAP}(?P<inner>[(（\[])|[,，،၊:：៖|、・·/]|[{DASH}]{{1,3}})?
            {_GAP}
          )??
          (?(joint){_WITH_DATE}|(?<![^\W\d_])(?:a\s)?)
          (?P<date>{_DATE})
          (?(inner){_GAP}[)）\]])
          (?:
            (?P<link>{_GAP},?{_GAP}(?P<bracket>\()|{_GAP},|(?(whole){_GAP}[{DASH}]|(?!))|{_GAP}){_GAP}
            (?P<after>{_RUN})(?(bracket)\))
          )??
          (?(whole){_GAP}[)）\]】〕］])
        )
        (?(before){source})
        (?:
          {_GAP}[.,]?{_GAP}
          (?:(?(after)(?!-\w))[{DASH}]{{1,3}}(?![{DASH}0-9])|[:：៖|](?!{DIGIT}))
        | {_GAP}[.,。]?{_GAP}(?P<alone>\n)
        | (?P<stop>{_GAP}[.។](?=\s))
        | (?(whole)(?=[\s\u2e80-\ua000])|(?!))
        )""",
        _FLAGS,
    )


class Dateline(NamedTuple):
    """The place and date at the start of a release, or only one of the two.

    `printed` is the dateline without the dash or colon at its end. `place` has single
    spaces between its words. The text continues at `end`.
    """

    printed: str
    place: str | None
    dated: PartialDate | None
    end: int


def read_dateline(
    text: str, start: int = 0, order: DayOrder | None = None
) -> Dateline | None:
    """Return the dateline in `text` at the position `start`, or None.

    A dateline is a complete date, a place with a month, or only a place. The dateline
    ends with a dash, a colon, a closing bracket or the end of the line, and text must
    follow. `order` is the order of day and month in numeric dates.
    """
    start = _end_of_space(text, start)
    # Most releases have no dateline and return here early.
    end = text.find("\n", start, start + _LONGEST_DATELINE)
    end = start + _LONGEST_DATELINE if end < 0 else end
    # A search for any digits is faster than a search for four digits.
    figures = _FIGURES.finditer(text, start, end)
    year = next((each.end() for each in figures if len(each[0]) == _OF_YEAR), None)
    if not year:  # years of an era have fewer digits
        year = text.find(_OF_ERA, start, end) + 1
    if not year:
        return _of_place_alone(text, start)
    return _with_date(text, start, year, order) or _of_place_alone(text, start)


def _with_date(
    text: str, start: int, year_end: int, order: DayOrder | None
) -> Dateline | None:
    line_end = text.find("\n", start)
    begun = text[start : year_end + _BEHIND_YEAR]
    if line_end >= 0:
        begun = begun[: max(0, line_end - start)]
    printed = first_date(begun)
    dated = None if printed is None else _dated(begun, printed, order)
    if printed is None or dated is None:
        return None
    # The text around the date is parsed with a placeholder for the date.
    behind = start + printed.end
    around = (
        f"{begun[: printed.start]}{_DATE}{text[behind : behind + _LONGEST_DATELINE]}"
    )
    found = _dateline_pattern().match(around)
    run = (found["before"] or found["after"]) if found else None
    place = place_of(run, is_dated=True) if run else None
    is_stopped = found is not None and found["stop"] and not run
    if found is None or (run and place is None) or is_stopped:
        return _without_sign(text, start, begun, printed, dated)
    if found["before"] and found["after"]:
        return None
    if dated.day is None and not (found["joint"] or (found["link"] or "").strip()):
        return None
    longer = printed.end - printed.start - 1
    end = _end_of_space(text, start + found.end() + longer)
    if end == len(text) or _runs_on(text, found, start + found.end() + longer, dated):
        return None
    whole = text[start : start + found.end("printed") + longer]
    dateline = Dateline(whole, place, dated, end)
    is_whole = place is not None or found["alone"] is not None
    return dateline if is_whole else _with_place_behind(text, start, dateline)


def _with_place_behind(text: str, start: int, dateline: Dateline) -> Dateline:
    """Add the place after a date: `3 March 2019 – Kampot – The council …`."""
    found = place_alone(text, dateline.end)
    if found is None:
        return dateline
    printed = text[start : dateline.end] + found.printed
    return Dateline(printed, found.place, dateline.dated, found.end)


def _without_sign(
    text: str, start: int, begun: str, printed: PrintedDate, dated: PartialDate
) -> Dateline | None:
    """Return a dateline that has no mark at its end, or None.

    Only a space separates the dateline from the paragraph. Example:
    `Kampot, March 3, 2019 The council …`. A date without a place needs a longer
    paragraph.
    """
    run, after = begun[: printed.start].rstrip(), start + printed.end
    is_begun = (
        text.startswith(".", after) and begun.split(" ", 1)[0] in _SENTENCE_OF_DATE
    )
    # "Le 3 mars 2019. Le conseil …", "Today, the 3rd of March 2019, the council …"
    if dated.day and (is_begun or DATELINES.begins_with_date.fullmatch(run)):
        return Dateline(text[start:after], None, dated, start)
    place = place_of(run, is_dated=True) if run[-1:] in _COMMAS else None
    if not run and (bracketed := _PLACE_BEHIND.match(text, after)):
        found = place_of(bracketed[1], is_dated=True)
        place = found if found and may_be_alone(found, "") else None
        after = bracketed.end() if place else after
    begin = after + (bool(place) and text[after : after + 1] in _COMMAS)
    if (run and not place) or not dated.day or text[begin : begin + 1] not in _SPACES:
        return None
    end = _end_of_space(text, begin)
    behind = _paragraph(text[end : end + 300])
    least = _LEAST_BEHIND_PLACE if place else _LEAST_UNMARKED
    least //= 3 if behind[:1] > "\u2e7f" else 1
    if "\u0e00" <= behind[:1] <= "\u0eff":  # no mark ends a sentence
        is_text = len(behind) >= _LEAST_BEHIND_PLACE
    else:
        is_text = len(behind) >= least and _is_prose(behind) and behind[0].isalpha()
        is_in_capitals = " ".join(behind.split()[:_WORDS_IN_CAPITALS]).isupper()
        is_text = is_text or (place is not None and is_in_capitals)
    return Dateline(text[start:after], place, dated, end) if is_text else None


_PLACE_BEHIND = re.compile(r"\.?\s?[(（]([^()（）\n\d]{2,60})[)）]")
_WORDS_IN_CAPITALS = 3
_COMMAS = frozenset({",", "，", "،", ""})
_SPACES = frozenset({" ", "\u00a0", "\u3000"})


def _of_place_alone(text: str, start: int) -> Dateline | None:
    found = place_alone(text, start)
    return found and Dateline(found.printed, found.place, None, found.end)


def _end_of_space(text: str, start: int) -> int:
    if text[start : start + 1].isalnum():
        return start
    space = _SPACE.match(text, start)
    return start if space is None else space.end()


def _dated(
    text: str, printed: PrintedDate, order: DayOrder | None
) -> PartialDate | None:
    """Return the date in `printed`, or None if it is ambiguous or doesn't exist."""
    is_of_era = _OF_ERA in text[printed.start : printed.end]
    if not is_of_era and not _YEAR.search(text, printed.start, printed.end):
        return None  # a two-digit year may be the end of a date range
    return printed.date(order)


def _runs_on(text: str, found: re.Match[str], after: int, dated: PartialDate) -> bool:
    """Return True if a possible dateline belongs to a sentence or a range of dates.

    The rest of the sentence or range begins at the position `after`.
    """
    end = _end_of_space(text, after)
    if found["alone"]:
        return "\n" not in text[after:end] and text[end].islower()
    if dated.day is None and _YEAR.match(text, end):
        return True
    behind = text[end : end + 60]
    if not any(map(str.isdigit, behind)):
        return False
    if behind.split(maxsplit=1)[0] in _SENTENCE_OF_DATE:
        return False
    next_date = first_date(behind)
    return next_date is not None and next_date.start == 0


@cache
def _bracketed() -> re.Pattern[str]:
    """Return a pattern for a place in brackets and the mark after it: `(Kampot) –`."""
    return re.compile(
        rf"(?P<printed>[(（\[]{_GAP}(?P<run>{_RUN_OF_PLACE}){_GAP}[)）\]])"
        rf"(?:{_GAP}[{DASH}:៖|]{{1,3}}{_GAP}|[^\S\n]{{1,9}})"
    )


def place_alone(text: str, start: int) -> PlaceAlone | None:
    """Return the place at `start` if a mark, such as a dash, follows it, else None."""
    begun = text[start : start + _LONGEST_PLACE]
    if begun[:1] in _BRACKETS:
        return _in_brackets(text, start)
    if not begun[:1].isalpha() or begun[0].islower():
        return None
    begun = begun.partition("\n")[0]
    if not _SIGN.search(begun):  # a quick test: few texts have such a sign
        return None
    for sign in islice(_SETS_OFF.finditer(begun), _MOST_SIGNS):
        run = begun[: sign.start()]
        named = _without_source(run)
        place = _set_off(text, named, named, start + sign.end(), sign[0].strip())
        if place is not None:
            return place
    return None


def _in_brackets(text: str, start: int) -> PlaceAlone | None:
    found = _bracketed().match(text, start)
    return found and _set_off(text, found["printed"], found["run"], found.end())


_SOURCE = re.compile(
    r"[,/]\s?[^\s,/]{2,40}\.(?:com|id|org|net|co|info|in|go)[\w.]*\Z", re.IGNORECASE
)


def _without_source(run: str) -> str:
    """Remove the source and the date after a place: `KAMPOT, 3 March (HW)`.

    The date has no year. The result of the example is `KAMPOT`.
    """
    if run.endswith(")"):
        run = run[: run.rfind("(")].rstrip()
    run = _SOURCE.sub("", run)
    if _FIGURES_OF_PLACE.search(run):
        dates = find_dates(run)
        if dates and dates[0].start and dates[0].end == len(run):
            run = run[: dates[0].start].rstrip(" ,၊")
    return run


def _set_off(
    text: str, printed: str, run: str, end: int, sign: str = ""
) -> PlaceAlone | None:
    """Return the place in `run` if a paragraph follows the place, else None.

    `sign` is the mark between the place and the paragraph.
    """
    place = place_of(run)
    if place is None or not may_be_alone(place, sign):
        return None
    space = _SPACE.match(text, end)
    end = space.end() if space else end
    behind = _paragraph(text[end : end + 300])
    # One Chinese or Japanese character counts as a word.
    least = _LEAST_BEHIND_PLACE // (3 if behind[:1] > "\u2e7f" else 1)
    if len(behind) < least or not _is_prose(behind):
        return None
    # "Brüssel. Vom Verkauf …": accepted only in German, or if the place is upper case.
    if sign == "." and not run.isupper() and language_of(behind) != "de":
        return None
    if sign == "." and (len(run) < _LEAST_LETTERS or behind[:1].isdigit()):
        return None  # "S. 12 of the code"
    return PlaceAlone(printed.strip(), place, end)


def _paragraph(text: str) -> str:
    """Return the first line of `text`, or three lines if the paragraph is wrapped.

    In a wrapped paragraph, the second or third line begins in lower case.
    """
    lines = [line.strip() for line in text.partition("\n\n")[0].split("\n", 3)[:3]]
    is_full = len(lines[0]) >= _FULL_LINE and not _ENDS.search(lines[0][-8:])
    goes_on = is_full and any(line[:1].islower() for line in lines[1:])
    return " ".join(lines) if goes_on else lines[0]


def _is_prose(text: str) -> bool:
    """Return whether `text` begins a sentence and is a paragraph, not a title."""
    first = text.lstrip("\"'“‘«„(¿¡‹「")[:1]
    begins = first.isdigit() or (first.isalpha() and not first.islower())
    # Thai and Lao have no punctuation mark that ends a sentence.
    least = _LEAST_UNMARKED if "\u0e00" <= first <= "\u0eff" else _LONGEST_TITLE_BEHIND
    is_long = len(text) > least or ". " in text
    return begins and (is_long or _ENDS.search(text[-8:]) is not None)


_LONGEST = 160  # characters of a line with a date
_IN = re.compile(r"\s(?:in|at|à|en|em)\s")
# A year, or digits of which the last group may be a year. Other scripts have more
# notations. This quick test avoids a slow search for a date in most lines.
_FIGURE = re.compile(r"\d|年")  # "二〇一九年" has no digits
_MAY_BE_DATED = re.compile(
    r"(?<!\d)(?:\d{4}(?!\d)|\d{1,2}(?!\d)\D{1,14}\d\d(?!\d))|[^\x00-\u024f\u2000-\u206f]"
)
_RUN_TOGETHER = re.compile(r"[a-zà-ÿ][A-Z]")  # "HarbourWatch"
_BETWEEN = re.compile(r"\s?[|·•∙‧・/]\s?|\s(?:[–—-]|in|dans|en|em)\s|,\s|[:：]\s")
_MOST_PARTS = 4
_SHORT = 60  # characters; a longer line is a paragraph after a dateline
_SENTENCE_ENDS = (".", ".”", '."', "។", "။", "。", "…")


def date_line(
    line: str, order: DayOrder | None = None, *, has_title: bool = True
) -> Dateline | None:
    """Return the dateline if a line has only a date and perhaps a place or a label.

    Examples: `3 March 2019`, `Release: March 3, 2019`, `Kampot, 3 March 2019,`. If
    `has_title`, the name of an event may precede the place. Returns None for other
    lines.
    """
    if len(line) > _LONGEST or not _FIGURE.search(line):
        return None
    if not _MAY_BE_DATED.search(line):
        return None
    if made := done(line, order):
        return made
    line = _BEHIND_DATE.sub("", _AUTHOR.sub("", line, count=1))
    line = without_done(_within_brackets(line))
    if alone := date_alone(line):
        dated = _whole(alone.date(order))
        return dated and Dateline(line.strip(" .,;:"), None, dated, len(line))
    return _date_within_words(line, order, has_title=has_title)


# A time, a number such as 12/2019, the word "on" (Hungarian), or the date of a change
# in brackets.
_BEHIND_DATE = re.compile(
    r"(?<=\d{4})[.,]?\s(?:at\s)?\d{1,2}\s?[:h.]\d\d(?:\s?[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?\Z"
    r"|(?<=\d{4}),\s\d{1,4}/\d{2,4}\Z"
    r"|(?<=\d\.)\s?napján\.?\Z|(?<=\d)\s?[(（](?=\D{0,30}\d)[^()（）]{5,40}[)）]\Z"
)
# "dara3 March 2019": the author's name before the date, without a space.
_AUTHOR = re.compile(r"\A[^\W\d_]{2,30}(?=\d{1,2}\.?\s[^\W\d_]{3,12}\.?,?\s\d{4}\Z)")


_SIGN_OF_DATELINE = re.compile(r"\A[📅📆🗓📍]\ufe0f?\s?(?=[^\W\d])")


def _within_brackets(line: str) -> str:
    """Return `line` without surrounding brackets and without a list mark."""
    line = _SIGN_OF_DATELINE.sub("", line.lstrip("•·▪ "))
    is_bracketed = line[:1] in "(（[" and line[-1:] in (")", "）", "]")
    return line[1:-1].strip() if is_bracketed else line


def _date_within_words(
    line: str, order: DayOrder | None, *, has_title: bool
) -> Dateline | None:
    """Return the date in a line, and the place if there is one, as a dateline.

    The line can also have a label or a byline. Return None if the line has no date, or
    has other words.
    """
    date = first_date(line)
    dated = None if date is None else _whole(date.date(order))
    if date is None or dated is None:
        return None
    before, behind = line[: date.start].rstrip(), line[date.end :].strip(BLANK)
    is_label = DATELINES.before_date.fullmatch(before) is not None
    is_told = (
        (is_label and (before[-1] in ":：" or DATELINES.after_date.match(behind)))
        or (not before and is_aside(behind))  # "3 March 2019 Contact: Ann Bo"
        or (is_byline(before) and not behind.strip(" ."))
    )
    if is_told:
        return Dateline(line[date.start : date.end], None, dated, len(line))
    if not before and behind.startswith(("|", "·", "•")):
        place = place_of(behind.strip("|·• "))
        printed = line if place else line[date.start : date.end]
        return Dateline(printed, place, dated, len(line))
    found = read_dateline(f"{line}\nX", 0, order)
    if found is not None and found.end > len(line) and found.dated is not None:
        place = _without_issuer(found.place) if found.place else None
        return found._replace(place=place, end=len(line))
    is_event = has_title and before.endswith(",") and not behind.strip(".,")
    event = before.removesuffix(",").rpartition(",")[2]
    place = place_of(_IN.split(event)[-1]) if is_event else None
    return Dateline(line.strip(" .,"), place, dated, len(line)) if place else None


def _without_issuer(place: str) -> str:
    """Remove the issuer before a place: `Harbour Watch, Kampot`."""
    issuer, comma, town = place.partition(", ")
    is_named = is_issuer(issuer) or _RUN_TOGETHER.search(issuer) is not None
    return town if comma and is_named else place


def date_within(line: str, order: DayOrder | None) -> Dateline | None:
    """Return the date in a line that has exactly one complete date, or None."""
    if not any(map(str.isdigit, line)):
        return None
    dates = [each for each in find_dates(line) if _whole(each.date(order))]
    if len(dates) != 1:
        return None
    printed = line[dates[0].start : dates[0].end]
    return Dateline(printed, None, dates[0].date(order), len(line))


def _whole(date: PartialDate | None) -> PartialDate | None:
    """Return `date`, or None if it has no month. A year alone may mean anything."""
    return date if date is not None and date.month is not None else None


def kind_line(line: str, order: DayOrder | None) -> tuple[str, Dateline | None] | None:
    """Return the kind in a line of a header, and the dateline in the same line.

    Examples: `Statement`, `Press release · 3 March 2019`, `Kampot, 3 March 2019 |
    Statement`. The line may also name the issuer. Returns None if the line has no kind.
    """
    label = KINDS.label.match(line)
    kind = kind_of(line[label.end() :] if label else line)
    date = first_date(line) if line[-1:] > "\u2e7f" and line[:1].isdigit() else None
    if date and not kind:  # "2019/3/3 漁民聯會聲明"
        kind = kind_in_title(line[date.end :].strip())
    if kind is not None:
        return kind, date_within(line, order)
    is_text = len(line) > _SHORT and line.endswith(_SENTENCE_ENDS)
    if is_text or len(line) > _LONGEST or not _FIGURE.search(line):
        return None
    if not (_MAY_BE_DATED.search(line) and may_hold_kind(line) and first_date(line)):
        return None
    for sign in islice(_BETWEEN.finditer(line), _MOST_PARTS):
        left, right = line[: sign.start()], line[sign.end() :]
        for named, dated in ((left, right), (right, left)):
            kind = kind_of(named) or kind_of_issuer(named)
            if kind and (found := date_line(dated, order)):
                return kind, found
    parts = _BETWEEN.split(line, maxsplit=_MOST_PARTS)
    if len(parts) == 1:
        return None
    kind = next(filter(None, map(kind_of, parts)), None)
    is_apart = "|" in line or any(map(date_line, parts))
    return (kind, date_within(line, order)) if kind and is_apart else None


_AT = re.compile(r"(?:at|in|à|en|em|a)\s", re.IGNORECASE)


def done(line: str, order: DayOrder | None = None) -> Dateline | None:
    """Return the place and date of a line that says where and when a text was made.

    Examples: `Issued at Kampot on 3 March 2019`, `Dated this 3rd day of March 2019 in
    Kampot`.
    """
    if len(line) > _LONGEST or not DATELINES.may_begin_with_place.match(line):
        return None
    line = DATELINES.days_of_month.sub(r"\1 de ", line)
    date = first_date(line)
    dated = None if date is None else date.date(order)
    if date is None or dated is None or dated.month is None:
        return None
    before, behind = line[: date.start], line[date.end :].strip(" .,;:)")
    if (made := DATELINES.done_at.match(before)) and not behind:
        joined = DATELINES.between_place_and_date.search(before, made.end())
        place = place_of(
            before[made.end() : joined.start() if joined else None], is_dated=True
        )
        printed = line[made.end() :].strip(" .,;")
        return Dateline(printed, place, dated, len(line)) if place else None
    if begun := DATELINES.done_on.fullmatch(before):
        at = _AT.match(behind)
        place = place_of(behind[at.end() :], is_dated=True) if at else None
        printed = line[begun.end() :].strip(" .,;")
        is_whole = bool(place) or not behind
        return Dateline(printed, place, dated, len(line)) if is_whole else None
    return None


def without_done(line: str) -> str:
    """Return `line` without a leading "Done at" or similar words."""
    found = (
        DATELINES.done_at.match(line)
        if DATELINES.may_begin_with_place.match(line)
        else None
    )
    return line[found.end() :].removesuffix(".") if found else line
