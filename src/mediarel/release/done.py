"""Where and when a text was made, in a sentence of its own: `Done at Kampot on …`."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mediarel.dates.printed import first_date
from mediarel.release.dateline import Dateline
from mediarel.release.places import place_of

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


@cache
def _made() -> re.Pattern[str]:
    """Return what finds the words before a place, behind which is its date."""
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
    """Return what finds the words that join a place with the date behind it."""
    return re.compile(
        r"(?:[\s,]+(?:on|this|the|dated|day|of|le|ce|el|día|dia|a|los|días|del|de|mes|em"
        r"|no|aos|dias|il|lì|li|giorno|am|den|im|vom|pada|tanggal|hari|vào)){1,7}[\s,]*\Z|,\s*\Z",
        re.IGNORECASE,
    )


@cache
def _dated() -> re.Pattern[str]:
    """Return what finds the words before a date, behind which is its place."""
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
    """Return what finds a day by the words between it and its month."""
    return re.compile(
        r"(?:a\s)?(?:los|aos|ao)?\s?(\d{1,2})\s(?:días?|dias?)(?:\s(?:del?|do))?"
        r"(?:\s(?:mes|mês)\sde)?\s",
        re.IGNORECASE,
    )


def done(line: str, order: DayOrder | None = None) -> Dateline | None:
    """Return the place and date of a line that says where its text was made, and when.

    `Issued at Kampot on 3 March 2019`, `Dated this 3rd day of March 2019 in Kampot`.
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
    """Return `line` without "Done at" and the like, which it begins with."""
    found = _made().match(line) if _MAY_BEGIN.match(line) else None
    return line[found.end() :].removesuffix(".") if found else line
