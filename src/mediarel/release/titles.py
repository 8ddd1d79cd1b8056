"""Lines that read as a headline: no sentence, salutation, quotation or list item."""

from __future__ import annotations

import re
from functools import cache

from mediarel.release.letterhead import with_legal_form
from mediarel.release.signs import DASH, DIGIT

LONGEST_TITLE = 250
_LONGEST_UNSPACED = 160  # in a script without spaces between words


def may_be_title(line: str) -> bool:
    """Tell whether a line reads as a headline.

    It is no sentence, quotation, salutation, list item or date; but it may end with
    an exclamation mark or a question mark.
    """
    longest = LONGEST_TITLE if line[:1] < "\u0e00" else _LONGEST_UNSPACED
    return (
        0 < len(line) <= longest
        and any(map(str.isalpha, line))
        and (not _sentence_end().search(line[-10:]) or with_legal_form(line))
        and not _no_title().match(line)
        and not is_quotation(line)
    )


_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "«": "»", "„": "“", "「": "」"}


def is_quotation(title: str) -> bool:
    """Tell whether the quote that `title` opens with is closed at its very end."""
    closing = _QUOTES.get(title[0])
    if closing is None or not title.endswith(closing):
        return False
    return title[0] not in title[1:-1]


def runs_out_of_room(above: str, line: str) -> bool:
    """Tell whether a title in English capitals goes on in `line`, by its first words.

    `Reader Found Guilty of Loss of Three Hundred Books` / `During Storm of 2014`
    """
    if not len(line) < len(above) >= _FULL_LINE or above[-1] in "?!.:":
        return False
    return bool(_leads_on().match(line)) and _in_title_case(above, line)


_FULL_LINE = 45  # letters
_LEAST_CAPITALS = 0.7


def _in_title_case(*lines: str) -> bool:
    """Tell whether most longer words of each of `lines` are in capitals."""
    for line in lines:
        words = [word for word in line.split() if word[0].isalpha() and len(word) > 3]  # noqa: PLR2004
        large = sum(word[0].isupper() for word in words)
        if not words or large < _LEAST_CAPITALS * len(words):
            return False
    return True


# Compiled when first needed.
@cache
def _leads_on() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?:\w+ed|Made|Held|Found) (?:by|in|at|from|for|of|to|on)"
        r"|During|Amid|Amidst|Against|Among|Between|Into|Onto|Over|Through|Throughout"
        r"|Toward|Towards|Under|Upon|Within|Without|Despite|Following|Because|Until"
        r"|Of|By|From|And|Or|But|In|At|For|With|To|On|Before|After|Where|Which|Who|That)\s"
    )


@cache
def _sentence_end() -> re.Pattern[str]:
    return re.compile(rf"(?:[.;:,…។៕៖။。；，：{DASH}]|\.\.\.)[\"'”’»)\]\s]{{0,8}}\Z")


@cache
def _no_title() -> re.Pattern[str]:
    return re.compile(
        rf"[•·▪◦●○‣➢✓>]|[*+{DASH}]+\s|\(?(?:{DIGIT}{{1,2}}|[a-z])[.)]\s|[၀-၉๐-๙]{{1,2}}[.)။]\s?"
        r"|(?:dear|estimad[oa]s?|monsieur|madame|sehr geehrte|señor|excellency|caro"
        r"|cara"
        r"|prezad[oa]s?|yth|kính gửi|we,|nous,)\b|សូមគោរព|យើងខ្ញុំ|[-_*=~.]+\Z"
        r"|(?:what|when|where|who|quoi|quand|où|qui|qué|cuándo"
        r"|dónde|quién(?:es)?|o quê|onde"
        r"|cosa|quando|dove|chi|was|wann|wo|wer|apa|kapan|di mana|siapa)\s?[:：]",
        re.IGNORECASE,
    )
