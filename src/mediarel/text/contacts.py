"""Find e-mail addresses and telephone numbers in a text, to withhold them.

E-mail addresses are found anywhere, also in the form `name (at) example (dot) org`.
The following are telephone numbers:

- digits that begin with `+` and a country code, or nine or more digits that begin with
  0, with any separators between the digits
- eleven or twelve digits that begin with the country code of Cambodia or Laos, or ten
  digits grouped as in North America
- six or more digits after a word such as `Tel` on the same line, or in a block of
  contacts

Dates, years, amounts, and the numbers of laws or accounts are not telephone numbers.
"""

import re
import unicodedata
from collections.abc import Iterator

from mediarel.text.tokens import UNSPACED_RANGES, Span, merged

_HIDDEN = "\u200b-\u200d\u00ad\u2060\ufeff\u202a-\u202e\u2066-\u2069"
_UNSEEN = f"[{_HIDDEN}]*+"
_GAP = rf"{_UNSEEN}[^\S\n]{{0,2}}{_UNSEEN}"
_WORD = "A-Za-z0-9_"
_SPACED = (
    rf"(?:(?![{UNSPACED_RANGES}])[\w.%+'’\u0300-\u036f\u0900-\u0dff-]"
    rf"|(?<=[\w.%+-])[{_HIDDEN}](?=[{_HIDDEN}]*[\w.%+-]))"
)
_AT = (
    rf"(?:{_UNSEEN}\s{{0,2}}\\?[@＠﹫]\s{{0,2}}{_UNSEEN}"
    rf"|{_GAP}[(\[{{<]\s?(?:at|à|arroba|@)\s?[)\]}}>]{_GAP}"
    rf"|{_GAP}\b(?:AT|at)\b{_GAP}(?=\S+{_GAP}(?:\b(?:DOT|dot)\b|[(\[{{]\s?dot)))"
)
_DOT = (
    rf"(?:{_UNSEEN}[.．。]{_UNSEEN}|{_GAP}[(\[{{<]\s?(?:dot|point|punto|\.)\s?[)\]}}>]"
    rf"{_GAP}|{_GAP}\b(?:DOT|dot)\b{_GAP})"
)
_DOT = rf"(?:{_DOT}|\s?[.]\s?(?=(?:org|com|net|info|edu|gov|kh)\b))"
_LABEL = f"[{_WORD}-](?:[{_WORD}-]|[{_HIDDEN}](?=[{_HIDDEN}]*[{_WORD}-])){{0,62}}"
_OTHER_LABEL = r"[^\s@.,;:()<>]{1,63}"
# No part is longer than RFC 5321, 4.5.3.1 allows, which keeps the search fast.
_ADDRESS = re.compile(
    rf"(?:{_SPACED}{{1,64}}|[{UNSPACED_RANGES}\u200b]{{1,64}}|\"[^\"\n]{{1,64}}\"){_AT}"
    rf"(?:{_LABEL}(?:{_DOT}{_LABEL}){{1,9}}|{_OTHER_LABEL}(?:{_DOT}{_OTHER_LABEL}){{1,9}})",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[@＠﹫]|[(\[{<]\s?(?:at|à|arroba)", re.IGNORECASE)
# Limits for an address before and after its @, if few characters are hidden.
_BEFORE_SIGN, _AFTER_SIGN = 300, 3000
_MANY_HIDDEN = re.compile(f"[{_HIDDEN}]{{50}}")
_AT_AND_DOT = (re.compile(r"\bat\b", re.IGNORECASE), re.compile("dot", re.IGNORECASE))
_FIGURE = re.compile(r"\d")

# Separators between the digits of a number, and a number. Digits are of any script.
_BETWEEN = rf"(?:{_UNSEEN}[ \u00a0\u2009\u202f.·()‐-–-]{{0,3}}{_UNSEEN})"
_NUMBER = re.compile(
    rf"(?<![\d/])(?<!\d[.,:/-])[+＋]?\(?[+＋]?\d(?:{_BETWEEN}\d)+"
    rf"(?![\d%‰]|[.,:/]\d)(?![{_WORD}])"
)
# Forms that only telephone numbers have. These allow more separators.
_APART = rf"(?:{_UNSEEN}[\s\u00a0_.·,()‐-―-]{{0,6}}{_UNSEEN})"
_INTERNATIONAL = re.compile(
    rf"[+＋]{_UNSEEN}[\s(]{{0,2}}\d(?:{_UNSEEN}[\s\u00a0_.·()‐-―-]{{0,4}}{_UNSEEN}\d)"
    r"{7,14}(?!\d)"
)
_NATIONALS = re.compile(
    rf"(?<!\d)\d(?:{_APART}\d){{8,10}}?(?!\d)"
    rf"|(?<!\d)\d(?:(?:\s{{0,2}}/\s{{0,2}}|{_APART})\d){{8,10}}?(?!\d)"
)
_CODED = re.compile(rf"(?<![\d.,-])\(?\d(?:{_BETWEEN}\d){{10,11}}(?![\d/]|[.,-]\d)")
_CODES = ("855", "856")
_WITHIN = re.compile(r"\d[./:,-]")
_NORTH_AMERICAN = re.compile(
    r"(?<![\d.,/-])(?:1[-. ])?\(?[2-9]\d\d\)?[-. ]{1,2}[2-9]\d\d"
    r"[-. ]\d{4}(?![\d/-]|[.,]\d)"
)
_CUE = re.compile(
    r"(?<![^\W\d_])(?:tel(?:ephones?|efon[eo]?s?|éfonos?|p)?|t[ée]l(?:[ée]phone)?s?"
    r"|(?:tele)?phones?|ph|mob(?:iles?)?|cell(?:phone)?s?|fax|hot ?lines?|help ?lines?"
    r"|h/p|hp|call"
    r"|sms|whats ?app|signal|telegram|viber|line|portable|m[óo]vil|celular|telem[óo]vel"
    r"|telefon|telef[oó]n\w*|handy|mobil|điện thoại|đt|sđt|телефоны?|тел|моб|факс)"
    r"(?![^\W\d_])"
    r"|ទូរ\u200b?ស័?ព្ទ|ទូរស្័ព្ទ|លេខ\s?ទូរ|ទាក់ទង|โทร|มือถือ|ໂທ|ဖုန်း|电话|電話|手机|手機|传真|傳真"
    r"|携帯|전화|휴대|팩스|هاتف|جوال|تلفون|موبايل|فون|फोन|मोबाइल|দূরভাষ|ফোন",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"(?:(?:media |press )?contacts?\b|for (?:more|further|additional|any)\b.{0,60}"
    r"(?:information|inquir|enquir|question|interview|contact)|(?:please )?contact\b"
    r"|pour (?:plus|de plus|toute?)\b|contacts? presse|para (?:más|mais)\b|kontakt\b"
    r"|für (?:weitere|rückfragen)|untuk informasi|thông tin liên hệ|liên hệ"
    r"|контакт|за дополнительной|للمزيد|للتواصل|联系|聯絡|ติดต่อ"
    r"|ទំនាក់ទំនង|សម្រាប់ព័ត៌មានបន្ថែម|ព័ត៌មានបន្ថែម|សូមទាក់ទង)",
    re.IGNORECASE,
)
_LEADS = re.compile(r"[\s*•–—_#>.:：-]*")
_NO_NUMBER = re.compile(
    r"(?:\bisbn|\bissn|\biban|\bno\b\.?|\bnr\b\.?|№|\bn°|\bnos\b\.?|#|\baccount\b|\bcase\b"
    r"|\bacc(?:ount)?\b\.?|\blaw\b|\bprakas\b|usd|us\$|[$€£¥៛]|លេខ|រៀល|ដុល្លារ|ឆ្នាំ)"
    r"[\s:.：]{0,3}\Z",
    re.IGNORECASE,
)
_CURRENCY = re.compile(
    r"\s{0,2}(?:riels?|dollars?|usd|euros?|khr|[$€£¥៛]|រៀល|ដុល្លារ|people|hectares?|ha\b"
    r"|families|នាក់|គ្រួសារ|ហិកតា)",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?:(?:1[5-9]|2[01])\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:[0-2]?\d|3[01])"
    r"|(?:[0-2]?\d|3[01])[-./ ](?:[0-2]?\d|3[01])[-./ ](?:(?:1[5-9]|2[01])\d\d|\d\d)"
    r"|(?:1[5-9]|2[01])\d\d ?[-–] ?(?:1[5-9]|2[01])\d\d"
    r"|(?:1[5-9]|2[01])\d{6})"
)
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n[^\S\n]*\S[^\n]*)*")
_LINES = re.compile(r"[^\n]+")
_FOLLOWING = 8  # further paragraphs that may contain contacts
_SHORT = 300  # characters of such a paragraph
_FEWEST, _MOST = 6, 15  # digits (E.164 allows 15)
_WITH_CODE = 8
_NATIONAL = 9
_LINE = 160  # maximum characters between the word and its number


def addresses(text: str) -> list[Span]:
    """Return the start and end of each e-mail address in `text`."""
    return [
        _without_end(text, found.span())
        for part in _near_signs(text)
        for found in _ADDRESS.finditer(text, *part)
    ]


def _near_signs(text: str) -> list[Span]:
    """Return the parts of `text` to search: those near an "@" or the word "at"."""
    has_words = all(each.search(text) for each in _AT_AND_DOT)
    signs = [_SIGN, _AT_AND_DOT[0]] if has_words else [_SIGN]
    places = [found.start() for sign in signs for found in sign.finditer(text)]
    if places and _MANY_HIDDEN.search(text):
        return [(0, len(text))]
    return merged((max(0, at - _BEFORE_SIGN), at + _AFTER_SIGN) for at in places)


def telephones(text: str) -> list[Span]:
    """Return the start and end of each telephone number in `text`, sorted."""
    if len(_FIGURE.findall(text)) < _FEWEST:
        return []
    return merged([*_as_written(text), *_by_figures(text)])


def _by_figures(text: str) -> Iterator[Span]:
    """Yield telephone numbers that are recognised by their digits alone."""
    yield from (each.span() for each in _NORTH_AMERICAN.finditer(text))
    for each in _CODED.finditer(text):
        if _figures(each[0]).startswith(_CODES):
            yield each.span()
    for each in _INTERNATIONAL.finditer(text):
        if _figures(each[0])[0] != "0":
            yield each.span()
    at = 0
    while one := _NATIONALS.search(text, at):
        figures = _figures(one[0])
        is_one = figures[0] == "0" and figures[1] != "0"
        if is_one and one[0].count("\n") <= 1 and not _is_of_day(text, one, at):
            yield one.span()
            at = one.end()
        else:  # the next number may begin inside this match
            at = one.start() + 1


def _is_of_day(text: str, number: re.Match[str], begin: int) -> bool:
    """Return True if `number` is part of a date.

    The text before the position `begin` belongs to the previous number.
    """
    start = number.start()
    if start - begin > 1 and _WITHIN.match(text, start - 2):
        return True
    day = _DAY.match(text, start)
    return day is not None and day.end() < number.end()


def _as_written(text: str) -> list[Span]:
    blocks: list[Span] | None = None
    found = []
    for each in _NUMBER.finditer(text):
        start, stop = each.span()
        figures = _figures(each[0])
        if not _FEWEST <= len(figures) <= _MOST or _is_day(each[0]):
            continue
        if _has_code(each[0], figures):
            found.append((start, stop))
            continue
        is_cued = _is_cued(text, start)
        is_other = not is_cued and _NO_NUMBER.search(text, max(0, start - 12), start)
        if is_other or _CURRENCY.match(text, stop):
            continue
        blocks = _blocks(text) if blocks is None else blocks
        is_within = any(begin <= start < end for begin, end in blocks)
        if is_cued or is_within or _is_national(each[0], figures):
            found.append((start, stop))
    return found


def _without_end(text: str, span: Span) -> Span:
    """Return `span` without full stops, quotes and hyphens at its start and end."""
    start, stop = span
    stop = start + len(text[start:stop].rstrip(".-'’"))
    return stop - len(text[start:stop].lstrip(".'’")), stop


def _figures(number: str) -> str:
    return "".join(str(unicodedata.decimal(c)) for c in number if c.isdecimal())


def _has_code(number: str, figures: str) -> bool:
    """Return whether `number` begins with a country code: +855 or 00855."""
    signs = number.lstrip("(")
    if signs[0] in "+＋":
        return len(figures) >= _WITH_CODE and figures[0] != "0"
    return figures.startswith("00") and len(figures) >= _WITH_CODE + 2


def _is_national(number: str, figures: str) -> bool:
    """Return whether `number` has a national format: 012 345 678."""
    is_so = figures[0] == "0" and figures[1] != "0" and len(figures) >= _NATIONAL
    return is_so and len(figures) <= _NATIONAL + 2 and "/" not in number


def _is_day(number: str) -> bool:
    plain = "".join(str(unicodedata.decimal(c, c)) for c in number)
    return _DAY.fullmatch(plain.strip()) is not None


def _is_cued(text: str, start: int) -> bool:
    """Return whether a word such as `Tel` precedes a number on the same line."""
    begin = max(text.rfind("\n", 0, start) + 1, start - _LINE)
    cues = [*_CUE.finditer(text, begin, start)]
    if not cues:
        return False
    # No sentence may end between the word and the number.
    between = text[cues[-1].end() : start]
    return not re.search(r"[.!?។]\s+[^\W\d_]{2,}", between)


def _blocks(text: str) -> list[Span]:
    """Return the blocks of contacts in `text`.

    A block begins with a line such as "For more information", and continues with short
    paragraphs.
    """
    found: list[Span] = []
    following = 0
    for paragraph in _PARAGRAPH.finditer(text):
        start, stop = paragraph.span()
        first = next(filter(_heads_contacts, _LINES.finditer(text, start, stop)), None)
        if first is not None:
            found.append((first.start(), stop))
            following = _FOLLOWING
        elif following and stop - start < _SHORT:
            found.append((start, stop))
            following -= 1
        else:
            following = 0
    return found


def _heads_contacts(line: re.Match[str]) -> bool:
    lead = _LEADS.match(line[0])
    return _BLOCK.match(line[0], lead.end() if lead else 0) is not None
