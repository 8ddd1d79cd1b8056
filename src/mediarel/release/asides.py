"""Recognise lines of a header that are not a title.

Such lines are contacts, addressees, release notices, addresses, reference numbers and
names of issuers. The functions expect the original capitals of a line.
"""

import re
from itertools import pairwise

from mediarel.release.words import ASIDES, ISSUERS

_LONGEST = 140
_LONGEST_NAME = 90
_FIGURE = re.compile(r"\d")


def is_of_letterhead(line: str) -> bool:
    """Return whether `line` is an address, a phone number or a reference number."""
    if len(line) > _LONGEST:
        return False
    if line[:1] > "\u0dff" or line[:1] == "〒":
        return ASIDES.unspaced_address.match(line) is not None
    if not _FIGURE.search(line):
        return False
    return (
        ASIDES.reference_number.fullmatch(line) is not None
        or ASIDES.address.search(line) is not None
        or ASIDES.registration.search(line) is not None
    )


def with_legal_form(line: str) -> bool:
    """Return whether `line` ends with a legal form.

    Examples: `Hafenfreunde e. V.`, `Harbour Watch Ltd.`. The full stop is part of the
    legal form and does not end a sentence.
    """
    is_short = len(line) <= _LONGEST_NAME and not line[:1].islower()
    return is_short and ASIDES.legal_form_after.search(line[-24:]) is not None


_LONGEST_ADDRESSEE = 120
_LONGEST_OF_BLOCK = 70
_MOST_WORDS_OF_ADDRESSEE = 10
_MOST_WORDS_OF_PERSON = 4
_FEW_WORDS = 3


def is_to_whom(line: str) -> bool:
    """Return whether `line` is only the addressee of a letter."""
    if len(line) > _LONGEST_ADDRESSEE:
        return False
    return ASIDES.addressee.match(line) is not None or _is_phrase(line)


def _is_phrase(line: str) -> bool:
    """Return whether `line` is addressed to an office: `An die Ministerin Ann Bo`."""
    found = ASIDES.addressee_phrase.match(line)
    if found is None or not ASIDES.office.search(line):
        return False
    words = line[found.end() :].replace(",", " ").split()
    return len(words) <= _MOST_WORDS_OF_ADDRESSEE and all(
        not word[0].islower() or word in ASIDES.joins_address for word in words
    )


def begins_address(line: str, below: str) -> bool:
    """Return whether `line` and `below` begin an address.

    A title can begin the same way: `To the Minister of Health: Reopen the wards`.
    """
    return (
        max(len(line), len(below)) <= _LONGEST_OF_BLOCK
        and line[-1:] not in ",.!?:"
        and ASIDES.named_addressee.match(line) is not None
        and (ASIDES.office.search(below) is not None or _is_named_below(line, below))
    )


def _is_named_below(line: str, below: str) -> bool:
    """Return whether `line` is a form of address (`Señor`) and `below` is a name."""
    words = below.split()
    is_titled = len(line.split()) <= _FEW_WORDS
    is_named = 0 < len(words) <= _MOST_WORDS_OF_PERSON and below[-1] not in ".:!?,"
    return is_titled and is_named and all(word[0].isupper() for word in words)


def goes_on_address(line: str) -> bool:
    """Return whether `line`, right below an addressee, can continue the address.

    Such a line is short and is not a sentence, but it may end with a comma.
    """
    is_short = 0 < len(line) <= _LONGEST_OF_BLOCK and line[-1] not in ".!?:：៖。។"
    return is_short and not ASIDES.salutation_in_address.match(line)


_LONGEST_ASIDE = 200
_LONGEST_LABEL = 50


def is_aside(line: str) -> bool:
    """Return whether a line of a header is secondary, such as contact details."""
    if ASIDES.aside.match(line) or is_to_whom(line):
        return True
    if len(line) > _LONGEST_ASIDE:
        return False
    is_called = line[-1:].isdigit() and _CALLED.fullmatch(line) is not None
    return is_called or (
        ("@" in line or "t)" in line) and _MAIL.search(line) is not None
    )


def is_addressee(aside: str) -> bool:
    """Return whether a secondary line names the addressee of a letter."""
    return ASIDES.addressee_label.match(aside) is not None or is_to_whom(aside)


def begins_contact(line: str) -> bool:
    """Return whether `line` is only a heading for contacts."""
    return (
        len(line) <= _LONGEST_LABEL
        and ASIDES.contact_heading.fullmatch(line) is not None
    )


def is_subject(line: str) -> bool:
    """Return whether `line` is the subject of a letter: `Subject: …`, `Re: …`."""
    return ASIDES.subject.match(line) is not None


def is_contact(aside: str) -> bool:
    """Return whether a secondary line has contact details, such as an address."""
    if ASIDES.contact_details.match(aside) is not None or "@" in aside:
        return True
    return is_of_letterhead(aside)


# A label, a person and a number: "Reference: Ann Bo, Spokesperson, 0917-555-0126".
_CALLED = re.compile(
    r"[^\W\d][^\n:：\d]{1,60}[:：]\s?[^\n\d:]{3,100}[:,]?\s?"
    r"(?!\d{4}\s?[/–-]\s?\d{2,4}\Z)\+?[\d(][\d ()./-]{6,24}\d"
)
_MAIL = re.compile(r"[^\s@](?:@|\((?:at|ät)\))[^\s@.]{1,64}\.[^\s@]")


def is_notice(line: str) -> bool:
    """Return whether `line` says when the text may be published."""
    return ASIDES.release_notice.match(line) is not None


def is_embargo(notice: str) -> bool:
    """Return whether a release notice is an embargo."""
    return ASIDES.embargo.search(notice) is not None


def is_of_use(line: str) -> bool:
    """Return whether `line` is about the speaker or the publisher: `Read by Ann Bo`."""
    return len(line) <= _LONGEST and ASIDES.use_of_text.match(line) is not None


_MOST_WORDS_OF_ISSUER = 8
_MOST_WORDS_BEHIND = 3
_LONGEST_UNSPACED = 20
_MOST_WORDS_OF_NAME = 10
_SHORT = 2  # characters
_BRACKETED = re.compile(r"\s?\([^()]*\)\Z")


_BETWEEN = re.compile(r"\s?[|•·]\s?|\s[/–—-]\s")
_TELLING = re.compile(r"[がをはへ]|から|まで|より|する|した|[은는이가을를]\s")


def is_issuer(line: str) -> bool:
    """Return whether `line` is the name of an organisation, judged by its words.

    Examples: `Ministry of Reading`, `Harbour Watch`, `漁民聯會`.
    """
    if line[:1] > "\u0dff" or line[-1:] > "\u2e7f":
        is_named = line.endswith(ISSUERS.endings) or line.startswith(ISSUERS.beginnings)
        return (is_named and len(line) <= 2 * _LONGEST_UNSPACED) or _is_by_law(line)
    if with_legal_form(line):
        return True
    if len(parts := _BETWEEN.split(line)) > 1:
        return all(map(_may_be_name, parts)) and any(map(is_issuer, parts))
    words = line.replace(",", " ").split()
    if not 0 < len(words) <= _MOST_WORDS_OF_ISSUER or not _is_name(words):
        return False
    low = [word.casefold().strip("()") for word in words]
    if low[0].endswith(ISSUERS.german_endings) or low[-1].endswith(
        ISSUERS.german_endings
    ):
        return True
    leads = any(
        noun in ISSUERS.nouns and behind in ISSUERS.joining
        for noun, behind in pairwise(low)
    )
    leads = leads or (low[0] in ISSUERS.nouns and len(words) <= _MOST_WORDS_BEHIND)
    return low[-1] in ISSUERS.nouns or leads


def _is_by_law(line: str) -> bool:
    """Return whether `line` is only a name with a legal form: `NPO法人 港の会`."""
    return len(line) <= 2 * _LONGEST_UNSPACED and bool(
        (form := ISSUERS.legal_form_before.fullmatch(line))
        and not _TELLING.search(form[0])
    )


def _has(text: str, name: str) -> bool:
    """Return whether `text` contains `name`. Ignore case if `name` is in upper case."""
    return name in text or (name.isupper() and name.casefold() in text.casefold())


def is_named_in(line: str, text: str) -> bool:
    """Return whether `text` contains the name in `line`, or the acronym of the name."""
    name, words = _name(line)
    if not words:
        return False
    if _has(text, name):
        return True
    short = "|".join(each for each in _initials(words) if len(each) > _SHORT)
    return bool(short and re.search(rf"\b(?:{short})\b", text))


def _name(line: str) -> tuple[str, list[str]]:
    """Return the name in `line` without trailing brackets, and the words of the name.

    The list of words is empty if `line` can't be a name.
    """
    name = _BRACKETED.sub("", line)
    printed = name.split()
    large = [word for word in printed if len(word) > _SHORT or not word[0].islower()]
    may_be_name = len(large) > 1 and len(printed) <= _MOST_WORDS_OF_NAME
    return name, re.findall(r"\w+", name) if may_be_name and _is_name(large) else []


def _large(words: list[str]) -> list[str]:
    """Return the capitalised words that are not joining words."""
    return [
        w for w in words if not w[0].islower() and w.casefold() not in ISSUERS.joining
    ]


def _initials(words: list[str]) -> set[str]:
    """Return the initials of `words`, with and without joining words."""
    every = (words, _large(words))
    return {"".join(word[0] for word in each).upper() for each in every}


def _may_be_name(part: str) -> bool:
    words = part.split()
    return 0 < len(words) <= _MOST_WORDS_OF_ISSUER and _is_name(words)


def _is_name(words: list[str]) -> bool:
    """Return whether `words` are a name.

    Each word is capitalised, is a joining word, or follows a joining word. Examples:
    `Harbour Watch`, `Observatoire des prisons de Valsonne`.
    """
    is_other = (
        words[-1][-1] in "?!:;." or words[0][0].isdigit() or words[0][0].islower()
    )
    return not is_other and all(
        not word[0].islower()
        or word.casefold() in ISSUERS.joining
        or above in ISSUERS.romance
        for above, word in pairwise(words)
    )
