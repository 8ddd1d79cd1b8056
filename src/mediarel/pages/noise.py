"""Recognise lines of list pages that are not content: "Read more", page numbers."""

import re
from functools import lru_cache
from itertools import pairwise

from mediarel.dates.printed import find_dates
from mediarel.pages.words import DECORATION, LABELS, LETTERS, WORDS, folded, unaccented

_LONGEST = 300  # maximum characters of a line of any of these types
_LONGEST_BUTTONS = 80
_LONGEST_STAMP = 160
_LONGEST_NUMBERS = 400
_FIRST_YEAR = 1000
_SHORT = 3  # characters; fewer can't identify the beginning of a title
_AFTER_MORE = re.compile(
    r"[\W_]*(?:(?:about|of|on|the|this|here|sobre|de|del|da|di|su|uber|tentang|về|à"
    r" propos|a propos|article|story|post)\b[\W_]*)?",
    re.IGNORECASE,
)
_PAGE_SIGNS = re.compile(
    r"[\d\s«»‹›<>←→⟨⟩|/•·.…,\[\]()–—*+:;\-\u200b，、：／（）~〜～]*+"
)
# "<< Older statements": an arrow on one side of a few words.
_LEADS = re.compile(r"<|«|‹|←|⟨|◀|◄")
_LED = re.compile(r"(?:>|»|›|→|⟩|▶|►)\Z")
_MOST_LEADING = 3
_A_YEAR = re.compile("(?:19|20)[0-9]{2}")
_THOUSANDS = re.compile(r"\d[,.]\d")
_NUMBER = re.compile(r"\(?\d{1,3}(?:[,. ]?\d{3}){0,3}[kK]?\+?\)?")
_SIGNS = re.compile(r"[\s()\[\]{}|/,.:;!–—·•»›>+\-\"']+")
_SIZE = re.compile(
    r"(?<![^\W_])\d{1,6}(?:[.,]\d{1,3})?\s?(?:[kmg]i?[bo]|bytes?|octets?|[kmg])\b"
)
_BY_MORE = tuple(sorted(WORDS["read_more"], key=len, reverse=True))
_MORE = "|".join(re.escape(each).replace(r"\ ", r"\s{1,4}") for each in _BY_MORE)
_SHORT_MORE = "|".join(
    re.escape(each)
    for each in sorted(WORDS["more_alone"] - WORDS["read_more"], key=len, reverse=True)
)
_TAIL = 160  # last characters of a text that may contain "Read more"
TIME = re.compile(
    r"(?<!\d)\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s?(?:[ap]\.?m\b\.?|uhr|wib|hrs?|น\.))?"
)
_CUT = r"(?:\[\s{0,2}(?:…|\.{3})\s{0,2}\]|…|\.{3}|&hellip;)"


_CUT_AT_END = re.compile(rf"{_CUT}[\s\"'”’»)\]]{{0,4}}\Z")
_WITHOUT_COMMENTS = tuple(f"{each} " for each in WORDS["no_comments"])


@lru_cache(maxsize=1)
def _tail_pattern() -> re.Pattern[str]:
    """Return a pattern for "Read more" at the end of a folded text."""
    return re.compile(
        rf"(?P<more>(?<!\w)[\[(<«]?\s?(?:{_MORE})(?P<rest>[^\n]{{0,120}})"
        rf"|(?<=[…\])\s.])\s?[\[(]\s?(?:{_SHORT_MORE})\s?[\])]"
        rf"|(?:(?<=…)|(?<=\.\.\.)|(?<=…\])|(?<=\.\.\.\]))\s?(?:{_SHORT_MORE})"
        rf"(?:\s?[»›>→.…]{{1,3}})?)\s*\Z"
    )


def is_read_more(line: str, title: str | None = None) -> bool:
    """Return whether `line` is only a link to the full text of an entry.

    The link may contain the title. Examples: `[Read more…]`, `Leggi tutto »`, `Continue
    reading Reopen the reading room`.
    """
    if len(line) > _LONGEST:
        return False
    bare = folded(line).strip(DECORATION)
    if bare in WORDS["more_alone"] or not bare.startswith(_BY_MORE):
        return bare in WORDS["more_alone"]
    phrase = next(each for each in _BY_MORE if bare.startswith(each))
    rest = bare[len(phrase) :]
    begin = _AFTER_MORE.match(rest)
    after = (rest[begin.end() :] if begin else rest).strip(DECORATION)
    if title is not None and _is_beginning(after, folded(title).strip(DECORATION)):
        return True
    # Without a title, punctuation, a linking word or a capital must follow.
    start = line.casefold().find(phrase) + len(phrase)
    is_led_on = bool(begin and begin[0].strip()) and title is None
    return not after or is_led_on or line[start : start + 1].isupper()


def _is_beginning(printed: str, title: str) -> bool:
    """Return whether `printed` starts with `title`, or is a shortened `title`."""
    cut = printed.rstrip(".… ")
    return len(cut) > _SHORT and (title.startswith(cut) or printed.startswith(title))


def without_read_more(text: str, title: str | None = None) -> tuple[str, bool]:
    """Return `text` without "Read more" at the end, and True if there was one."""
    head, tail = text[:-_TAIL], text[-_TAIL:]
    # The folded text must have the same length: positions in it are used below.
    found = _tail_pattern().search(unaccented(tail))
    if found is None:
        return text, False
    rest = (found["rest"] or "").strip(DECORATION)
    if rest and not is_read_more(tail[found.start("more") :], title):
        return text, False
    before = tail[: found.start("more")].rstrip(" \t\u00a0|–—-([<«")
    if not before and not head:
        return text, False
    if rest == "" and found["rest"] is not None and before[-1:].isalnum():
        # "They will read more." is a separate sentence.
        printed = tail[found.start("more") :].lstrip(" [(<«")
        if printed[:1].islower() and printed.rstrip().endswith((".", "!", "?")):
            return text, False
    return head + before, True


@lru_cache(maxsize=2048)
def is_page_numbers(line: str) -> bool:
    """Return whether `line` links to other pages: `1 2 3 … 29 Next`, `Page 1 of 5`."""
    if len(line) > _LONGEST_NUMBERS:
        return False
    low = folded(line)
    words = LETTERS.findall(low)
    rest = LETTERS.sub("", low)
    if not _PAGE_SIGNS.fullmatch(rest) or _THOUSANDS.search(rest):
        return False
    numbers = re.findall(r"\d+", rest)
    if not words:
        signs = any(sign in rest for sign in "«»‹›…←→<>•")
        return (len(numbers) > 1 and _is_counting(numbers)) or (
            signs and bool(numbers) and max(map(len, numbers)) < len("2019")
        )
    is_led = len(words) <= _MOST_LEADING and bool(_LEADS.match(low)) != bool(
        _LED.search(low)
    )
    if is_led and not numbers and not WORDS["turning"].isdisjoint(words):
        return True
    return low in WORDS["page_words"] or _are_page_words(words, numbers, low)


def _are_page_words(words: list[str], numbers: list[str], low: str) -> bool:
    if not WORDS["page_words"].issuperset(words):
        return False
    if numbers:  # "Total 2013" is a title
        return len(numbers) > 1 or not _A_YEAR.fullmatch(numbers[0])
    return len(words) > 1 or low.strip(DECORATION) in WORDS["turning"]


def _is_counting(numbers: list[str]) -> bool:
    """Return whether `numbers` are page numbers, which increase and are not years."""
    values = [int(each[:6]) for each in numbers]
    grows = all(one < other for one, other in pairwise(values))
    return grows and values[0] < _FIRST_YEAR


@lru_cache(maxsize=2048)
def is_noise(line: str) -> bool:
    """Return whether `line` has only buttons, counts, times or links to files."""
    low = folded(line).strip(DECORATION)
    if len(line) > _LONGEST_BUTTONS or not low:
        return not low
    return (
        bool(_NUMBER.fullmatch(low) or _buttons_pattern().fullmatch(low))
        or is_file(low)
        or bool(TIME.fullmatch(low))
        # "Leave a comment on Reopen the reading room"
        or f"{low} ".startswith(_WITHOUT_COMMENTS)
    )


@lru_cache(maxsize=1)
def _buttons_pattern() -> re.Pattern[str]:
    """Return a pattern for buttons and counts in folded text.

    Examples: `Like | Tweet`, `ShareTweet`, `Like 134 Tweet 23 shares`, `Views: 123`.
    """
    buttons, counted = (
        "|".join(map(re.escape, sorted(WORDS[name], key=len, reverse=True)))
        for name in ("buttons", "counted")
    )
    count = r"\(?\d[\d.,]{0,9}k?\)?"
    counts = rf"(?:{counted})[\s:]*{count}|{count}(?:[\s/]*(?:{counted}))?"
    return re.compile(rf"(?=.*[^\W\d_])(?:(?:{buttons}|{counts})[\s|•·/,:!()]*+)++")


def is_file(line: str) -> bool:
    """Return whether `line` is only a link to a file, such as `Download (1 MB)`."""
    bare, sizes = _SIZE.subn(" ", folded(line))
    words = [each for each in _SIGNS.split(bare) if each]
    return (
        (sizes > 0 or not WORDS["files"].isdisjoint(words))
        and not any(map(str.isdigit, bare))
        and WORDS["around_files"].issuperset(words)
    )


def is_stamp(line: str) -> bool:
    """Return whether `line` is the date of a change: `Page updated: 3 May 2019`."""
    dates = find_dates(line) if len(line) <= _LONGEST_STAMP else ()
    before = folded(line[: dates[0].start]).strip(DECORATION) if dates else ""
    return before in LABELS["modified"]


def is_cut(text: str) -> bool:
    """Return whether `text` ends with an ellipsis: `…`, `[…]`, `...`."""
    return _CUT_AT_END.search(text[-20:]) is not None
