"""Read lines of a header or footer that are a date, or a kind with its date."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from mediarel.dates.edtf import PartialDate
from mediarel.dates.printed import date_alone, find_dates, first_date
from mediarel.release.beside import is_aside
from mediarel.release.dateline import Dateline, first_of_days, read_dateline, since
from mediarel.release.issuers import is_issuer
from mediarel.release.kinds import kind_of, may_hold_kind
from mediarel.release.places import place_of
from mediarel.release.signs import BLANK, DASH, WHITE

if TYPE_CHECKING:
    from mediarel.dates.typed import DayOrder

_LONGEST = 160
_MAY_BEGIN = re.compile(
    r"(?:done|issued|signed|adopted|made|given|agreed|dated|sealed|executed|fait|donné"
    r"|signé|adopté|rédigé|hecho|dado|dada|firmad|suscrit|feito|feita|assinad|fatto"
    r"|redatto|firmato|geschehen|gegeben|ausgefertigt|beschlossen|verabschiedet"
    r"|dibuat|dikeluarkan|ditandatangani|ditetapkan|làm tại|được làm"
    r"|ធ្វើនៅ|ធ្វើ\s|ทำที่|ทำ ณ|ເຮັດຢູ່|ເຮັດທີ່)",
    re.IGNORECASE,
)
_LONGEST_DATE = 160
_IN = re.compile(r"\s(?:in|at|à|en|em)\s")
# A year, or digits of which the last group may be a year. Other scripts have more
# notations. This quick test avoids a slow search for a date in most lines.
_FIGURE = re.compile(r"\d|年")  # "二〇一九年" has no digits
_MAY_BE_DATED = re.compile(
    r"(?<!\d)(?:\d{4}(?!\d)|\d{1,2}(?!\d)\D{1,14}\d\d(?!\d))|[^\x00-\u024f\u2000-\u206f]"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?=\s|\Z)")
_LONGEST_BY_WHOM = 60
_RUN_TOGETHER = re.compile(r"[a-zà-ÿ][A-Z]")  # "HarbourWatch"
_BETWEEN = re.compile(r"\s?[|·•∙‧・/]\s?|\s[–—-]\s|,\s|[:：]\s")
_MOST_PARTS = 4
_SHORT = 60  # characters; a longer line is a paragraph after a dateline
_ENDS = (".", ".”", '."', "។", "။", "。", "…")


def date_line(
    line: str, order: DayOrder | None = None, *, has_title: bool = True
) -> Dateline | None:
    """Return the dateline of a line that is a date, with or without a place or label.

    Examples: `3 March 2019`, `Release: March 3, 2019`, `Kampot, 3 March 2019,`. With
    `has_title`, an event may precede the place.
    """
    if len(line) > _LONGEST_DATE or not _FIGURE.search(line):
        return None
    if not _MAY_BE_DATED.search(line):
        return None
    if made := done(line, order):
        return made
    if (compact := _COMPACT.match(line)) and len(line) <= _LONGEST_BY_WHOM:
        line = "-".join(compact.groups()) + line[compact.end() :]
        return _date_before_issuer(line, order)
    line = _without_lucky_day(without_done(_within_brackets(line)))
    if alone := date_alone(line):
        dated = _whole(alone.date(order))
        return dated and Dateline(line.strip(" .,;:"), None, dated, len(line))
    return _date_within_words(line, order, has_title=has_title) or _of_two_days(
        line, order, has_title=has_title
    )


def _within_brackets(line: str) -> str:
    """Return `line` without the brackets around it and without a list mark."""
    line = line.lstrip("•·▪ ")
    is_bracketed = line[:1] in "(（[" and line[-1:] in (")", "）", "]")
    return line[1:-1].strip() if is_bracketed else line


def _without_lucky_day(line: str) -> str:
    """Return `line` without 吉日, "lucky day", which names no day of the month."""
    return line.removesuffix("吉日") if line.endswith("月吉日") else line


def _date_before_issuer(line: str, order: DayOrder | None) -> Dateline | None:
    """Return the date at the start of `line`, alone or before the issuer."""
    date = first_date(line)
    if date is None or date.start or not (dated := _whole(date.date(order))):
        return None
    behind = line[date.end :].strip(BLANK)
    is_whole = not behind or is_issuer(behind)
    return Dateline(line, None, dated, len(line)) if is_whole else None


def _of_two_days(
    line: str, order: DayOrder | None, *, has_title: bool
) -> Dateline | None:
    """Return the dateline of a meeting of several days: `Kampot, 5 and 6 May 2019`."""
    if (cut := first_of_days(line)) is None:
        return None
    of_last = line[: cut.start] + line[cut.end :]
    found = date_line(of_last, order, has_title=has_title)
    if found is None or not found.place or not isinstance(found.dated, PartialDate):
        return None
    dated = since(cut, found.dated)
    return dated and Dateline(line.strip(" .,"), found.place, dated, len(line))


def _date_within_words(
    line: str, order: DayOrder | None, *, has_title: bool
) -> Dateline | None:
    """Return the date and place of a line that labels or names them."""
    date = first_date(line)
    dated = None if date is None else _whole(date.date(order))
    if date is None or dated is None:
        return None
    before, behind = line[: date.start].rstrip(), line[date.end :].strip(BLANK)
    if _said_before().fullmatch(before) and _may_be_behind().match(behind):
        return Dateline(line[date.start : date.end], None, dated, len(line))
    if not before and is_aside(behind):  # "3 March 2019 Contact: Ann Bo"
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
    """Return `place` without the issuer: `Harbour Watch, Kampot`."""
    issuer, comma, town = place.partition(", ")
    is_named = is_issuer(issuer) or _RUN_TOGETHER.search(issuer) is not None
    return town if comma and is_named else place


def date_within(line: str, order: DayOrder | None) -> Dateline | None:
    """Return the only complete date in a line, or None for no or several dates."""
    if not any(map(str.isdigit, line)):
        return None
    dates = [each for each in find_dates(line) if _whole(each.date(order))]
    if len(dates) != 1:
        return None
    printed = line[dates[0].start : dates[0].end]
    return Dateline(printed, None, dates[0].date(order), len(line))


def _whole(date: PartialDate | None) -> PartialDate | None:
    """Return `date` if it has a month. A year alone may mean anything."""
    return date if date is not None and date.month is not None else None


def kind_line(line: str, order: DayOrder | None) -> tuple[str, Dateline | None] | None:
    """Return the kind that a line names, with its date and place.

    Examples: `Statement`, `Press release · 3 March 2019`,
    `Kampot, 3 March 2019 | Statement`. The line may also name the issuer.
    """
    kind = kind_of(line)
    if kind is not None:
        return kind, date_within(line, order)
    is_text = len(line) > _SHORT and line.endswith(_ENDS)
    if is_text or len(line) > _LONGEST_DATE or not _FIGURE.search(line):
        return None
    if not (_MAY_BE_DATED.search(line) and may_hold_kind(line) and first_date(line)):
        return None
    for sign in islice(_BETWEEN.finditer(line), _MOST_PARTS):
        left, right = line[: sign.start()], line[sign.end() :]
        for named, dated in ((left, right), (right, left)):
            kind = kind_of(named)
            if kind and (found := date_line(dated, order)):
                return kind, found
    parts = _BETWEEN.split(line, maxsplit=_MOST_PARTS)
    if len(parts) == 1:
        return None
    kind = next(filter(None, map(kind_of, parts)), None)
    is_apart = "|" in line or any(map(date_line, parts))
    return (kind, date_within(line, order)) if kind and is_apart else None


# Compiled when first needed.
@cache
def _may_be_behind() -> re.Pattern[str]:
    """Return a pattern for text after a date that does not belong to the date."""
    return re.compile(r"[;,|–—(.:/·~-]|(?:by|par|por|von|oleh|in|da|at)\s|\Z")


@cache
def _said_before() -> re.Pattern[str]:
    """Return a pattern for the words before the date of a release, on the same line."""
    return re.compile(
        rf"(?:(?:for|immediate|press|media|news|release[ds]?|published|publication|posted"
        r"|issued|date[ds]?|on|at|of|the|as|statement|joint|letter|open"
        r"|pressemitteilung"
        r"|medienmitteilung|stand|vom|den|datum|communiqué|de|du|presse|publié[es]?|le"
        r"|la"
        r"|date|fecha|publicad[oa]|el|em|data|comunicado|prensa|pubblicato|il|del"
        r"|comunicato|stampa|diterbitkan|dipublikasikan|tanggal|pada|siaran|pers|ngày"
        r"|đăng"
        r"|ရက်စွဲ|နေ့စွဲ|ថ្ងៃខែ|เผยแพร่วันที่|ລົງວັນທີ|ວັນທີ"
        r"|originally|first|initially|initialement|originalmente|inicialmente"
        r"|originariamente|inizialmente|ursprünglich|zuerst|erstmals|(?<=[^\W\d_]\s)am"
        r"|veröffentlicht"
        r"|erschienen|aslinya"
        r"|日付|發表日期|発行日|배포일|날짜"
        r"|fecha de|date de|ngày đăng|ចេញផ្សាយ|ថ្ងៃចេញផ្សាយ"
        r"|កាលបរិច្ឆេទ|ធ្វើនៅ|เผยแพร่|วันที่|เผยแพร่เมื่อ|發布日期|日期"
        rf"|发布日期|發佈日期|公開日|発表日|by)[\s.:：៖၊|,{WHITE}{DASH}]{{0,4}}){{1,8}}",
        re.IGNORECASE,
    )


@cache
def _made() -> re.Pattern[str]:
    """Return a pattern for the words before a place that a date follows."""
    return re.compile(
        r"(?:(?:done|issued|signed|adopted|made|given|agreed|sealed|executed|fait|donnée?"
        r"|signée?|adoptée?|rédigée?|hecho|hecha|dado|dada|firmado|firmada|suscrit[oa]"
        r"|feito|feita|assinad[oa]|fatto|fatta|redatto|firmato|geschehen|gegeben"
        r"|ausgefertigt|beschlossen|verabschiedet|dibuat|dikeluarkan|ditandatangani"
        r"|ditetapkan)\s(?:by\sacclamation\s)?"
        r"(?:at|in|à|au|en(?:\sla\s(?:ciudad|villa)\sde)?|em|na\scidade\sde|a|zu|di|nella"
        r"\scittà\sdi|the\scity\sof)\s(?:the\s(?:city|town|village)\sof\s)?"
        r"|(?:được\s)?làm tại\s|ធ្វើនៅ\s?(?:ទី)?|ធ្វើ\s{0,2}នៅ\s?"
        r"|ทำที่\s?|ทำ ณ\s?|ເຮັດຢູ່\s?|ເຮັດທີ່\s?)",
        re.IGNORECASE,
    )


@cache
def _between() -> re.Pattern[str]:
    """Return a pattern for the words between a place and the date after the place."""
    return re.compile(
        r"(?:[\s,]+(?:on|this|the|dated|day|of|le|ce|el|día|dia|a|los|días|del|de|mes|em"
        r"|no|aos|dias|il|lì|li|giorno|am|den|im|vom|pada|tanggal|hari|vào)){1,7}[\s,]*\Z|,\s*\Z",
        re.IGNORECASE,
    )


@cache
def _dated() -> re.Pattern[str]:
    """Return a pattern for the words before a date that a place follows."""
    return re.compile(
        r"(?:done|issued|signed|adopted|made|given|dated|fait|hecho|feito|fatto|dado)\s"
        r"(?:on\s|this\s|the\s|le\s|el\s|em\s|il\s|a\s){1,2}",
        re.IGNORECASE,
    )


@cache
def _at() -> re.Pattern[str]:
    return re.compile(r"(?:at|in|à|en|em|a)\s", re.IGNORECASE)


@cache
def _days_of() -> re.Pattern[str]:
    """Return a pattern for a day that words separate from its month."""
    return re.compile(
        r"(?:a\s)?(?:los|aos|ao)?\s?(\d{1,2})\s(?:días?|dias?)(?:\s(?:del?|do))?"
        r"(?:\s(?:mes|mês)\sde)?\s",
        re.IGNORECASE,
    )


def done(line: str, order: DayOrder | None = None) -> Dateline | None:
    """Return the place and date of a line that states where and when a text was made.

    Examples: `Issued at Kampot on 3 March 2019`, `Dated this 3rd day of March 2019 in
    Kampot`.
    """
    if len(line) > _LONGEST or not _MAY_BEGIN.match(line):
        return None
    line = _days_of().sub(r"\1 de ", line)
    date = first_date(line)
    dated = None if date is None else date.date(order)
    if date is None or dated is None or dated.month is None:
        return None
    before, behind = line[: date.start], line[date.end :].strip(" .,;:)")
    if (made := _made().match(before)) and not behind:
        joined = _between().search(before, made.end())
        place = place_of(
            before[made.end() : joined.start() if joined else None], is_dated=True
        )
        printed = line[made.end() :].strip(" .,;")
        return Dateline(printed, place, dated, len(line)) if place else None
    if begun := _dated().fullmatch(before):
        at = _at().match(behind)
        place = place_of(behind[at.end() :], is_dated=True) if at else None
        printed = line[begun.end() :].strip(" .,;")
        is_whole = bool(place) or not behind
        return Dateline(printed, place, dated, len(line)) if is_whole else None
    return None


def without_done(line: str) -> str:
    """Return `line` without a leading "Done at" or similar words."""
    found = _made().match(line) if _MAY_BEGIN.match(line) else None
    return line[found.end() :].removesuffix(".") if found else line
