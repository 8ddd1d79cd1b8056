"""Recognise the lines around signatories: headings, closings, and the end of a list.

Most functions expect the original capitals of a line.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from mediarel.release.names import is_like_a_person, may_be_person
from mediarel.release.words import SIGNING

LONGEST_CLOSING = 90
_FORMULA = 320  # characters, at the end of a paragraph


def may_be_closed(lines: Sequence[str]) -> bool:
    """Return whether `lines` may contain the closing of a letter (a quick test)."""
    short = [line for line in lines if 0 < len(line) <= LONGEST_CLOSING]
    if short:
        low = "\n".join(short).casefold()
        if any(map(low.__contains__, SIGNING.closing_words)):
            return True
    ends = "\n".join([line[-_FORMULA:] for line in lines]).casefold()
    return any(map(ends.__contains__, SIGNING.closing_sentence_words))


def is_closing(line: str) -> bool:
    """Return whether `line` is the closing of a letter, such as "Kind regards"."""
    if len(line) <= LONGEST_CLOSING:
        low = line.casefold()
        if not any(map(low.__contains__, SIGNING.closing_words)):
            return False
        if SIGNING.closing.fullmatch(line.strip(" \t\u00a0\u200b,.!;:，。៖")):
            return True
    end = line[-_FORMULA:]
    low = end.casefold()
    return any(map(low.__contains__, SIGNING.closing_sentence_words)) and bool(
        SIGNING.closing_sentence.search(end)
    )


_FOR_OTHERS = re.compile(
    r"(?:on behalf of|for the|in the name of|au nom d|pour l|en nombre de|em nome d"
    r"|in nome d|per il|per la|im namen|für d|atas nama|por l[ao]|pel[ao]|za|voor"
    r"|namens|i nome)\b",
    re.IGNORECASE,
)
_MOST_LINES_OF_WRITER = 6  # lines of a writer who signs for others
_PAIR = 2
_ADDRESS = re.compile(
    r"(?:\b\d{4,6}\b\s\w|[^\W\d_]{3,40}\.?\s\d{1,4}\s?[a-z]?\Z|\d{1,4},?\s[^\W\d_])",
    re.IGNORECASE,
)


def speaks_for(line: str) -> bool:
    """Return whether `line` says for whom people sign: `For the team in Kampot`."""
    return len(line) <= LONGEST_CLOSING and _FOR_OTHERS.match(line) is not None


def _is_role_of(lines: Sequence[str]) -> bool:
    """Return whether most of `lines` are the role or the organisation of one person."""
    others = sum(
        bool(SIGNING.roles.search(line) or _FOR_OTHERS.match(line)) for line in lines
    )
    return len(lines) > 1 and others >= len(lines) - 2 and others > 0


def is_of_one(lines: Sequence[str]) -> bool:
    """Return whether `lines` below a closing are about one writer, not several.

    Such lines are a name with a role or an address, or a person and an organisation.
    """
    filled = [line.strip() for line in lines if line.strip()]
    is_one_block = "" not in "\n".join(lines).strip("\n").split("\n")
    if not filled or len(filled) > _MOST_LINES_OF_WRITER:
        return False
    people = [line for line in filled if may_be_person(line)]
    if len(people) == 1 and people[0] in filled[:_PAIR] and _is_role_of(filled):
        return True
    if any("," in line for line in filled):
        return False
    if any(map(_ADDRESS.search, filled)):
        return True
    if not is_one_block or not is_like_a_person(filled[0]):
        return False
    return len(filled) <= _PAIR or any(map(SIGNING.roles.search, filled[1:]))


_LONGEST_LABEL = 80
_LONGEST_HEADING_BELOW = 70
_MOST_WORDS_OF_HEADING_BELOW = 7  # words of a heading
_AROUND = " \t\u00a0\u200b*•-–—→►▶>■◆▼●#【[(（《〈<"
_BEFORE = _AROUND.rstrip("[(（《〈<")
_COLON = re.compile(r"\s?[:：៖]")
_HASHTAGS = re.compile(r"#\w{2,60}\s{1,3}#\w{2,60}")
_MAIL = re.compile(r"\S@[\w-]+\.\w|(?:\A|\s)@\w")
_HANDLE = re.compile(
    r"[^\s(:：]\s(?:\(@\w{2,30}\)|@[\w-]{1,39}(?=\s\(|\s*\Z))|,\s@\w"
)  # of a signatory
_RAISED_NOTE = re.compile(
    r"\s*(?:[⁰¹²³⁴-⁹]{1,3}|[\[(]?\d{1,3}[\])]?[.:]?\s{1,4}(?=(?:https?://|www\.)\S+\s*\Z))"
)
_NOTE = re.compile(r"\s{0,9}\[\d{1,3}\]")
_WORD_OF_LABEL = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*+")
_LONGEST_PAGE = 40
_LONGEST_NAME = 90  # of a name that starts with a number in brackets
# Labels, compared without spaces and punctuation.
_SHORT_LABELS = frozenset(
    {"visdp", "visdm", "cc", "bcc", "enc", "encl", "encls", "pj", "ps"}
)


def is_end(line: str) -> bool:
    """Return True if `line` ends a list of names: a contact, a heading or hashtags."""
    if _HANDLE.search(line):
        return False
    start = line.strip(_BEFORE)[:120]
    if _MAIL.search(line) or SIGNING.below_list.match(start or line.strip()[:20]):
        return True
    if colon := _COLON.search(line[:_LONGEST_LABEL]):
        return _is_label(line[: colon.start()].strip(_AROUND))
    return (
        _is_heading(line.strip())
        or is_call_to_sign(line)
        or _HASHTAGS.match(line.strip()) is not None
        or SIGNING.phone_number.search(line.rpartition("\t")[2][-60:]) is not None
    )


def is_call_to_sign(line: str) -> bool:
    """Return whether `line` explains how to sign: `To sign: …`."""
    return SIGNING.invitation_to_sign.match(line.strip(_AROUND)) is not None


def label_of(line: str) -> str:
    """Return the label of a line: `Contact` for `Contact: Ann Bo`.

    Return "" if the line has no colon, or no text after the colon.
    """
    colon = _COLON.search(line[:_LONGEST_LABEL])
    if colon is None or not line[colon.end() :].strip() or line[colon.end()] == "/":
        return ""
    return line[: colon.start()].strip(_AROUND)


def without_country(line: str) -> str:
    """Return the name in a line such as `Cambodia: Harbour Watch`."""
    label = label_of(line)
    if not label or label.casefold() not in countries():
        return line
    return _COLON.split(line, maxsplit=1)[1].strip()


def _is_label(label: str) -> bool:
    """Return True if `label` can begin a line below a list: `Contact`, `Tel`."""
    low = label.casefold()
    words = _WORD_OF_LABEL.findall(low)
    if words and words[-1] in SIGNING.groups:
        return False
    if re.sub(r"[\s./-]+", "", low) in _SHORT_LABELS:
        return True
    if any(
        word in SIGNING.labels_below_list or word in SIGNING.headings_below_list
        for word in words
    ):
        return True
    found = SIGNING.label_below_list.search(
        low
    ) or SIGNING.unspaced_label_below_list.search(low)
    return found is not None


def _is_heading(line: str) -> bool:
    """Return whether `line` is only a heading below a list: `Background documents`."""
    if len(line) > _LONGEST_HEADING_BELOW:
        return False
    low = line.strip(_AROUND + "】]）)》〉.").casefold()
    if line[:1] in {"【", "■", "◆", "▼", "《", "〈"}:
        return SIGNING.unspaced_label_below_list.search(low) is not None
    if low[:1] > "\u0dff":
        return SIGNING.unspaced_heading_below_list.fullmatch(low) is not None
    words = _WORD_OF_LABEL.findall(low)
    return (
        0 < len(words) <= _MOST_WORDS_OF_HEADING_BELOW
        and all(
            word in SIGNING.headings_below_list
            or word in SIGNING.words_of_headings_below_list
            for word in words
        )
        and any(word in SIGNING.headings_below_list for word in words)
        and not any(map(str.isdigit, low))
    )


def is_note(line: str) -> bool:
    """Return whether `line` is a note, such as `[1] Report, p. 4.`, not a name.

    A line is also a note if it begins with a superscript digit, or has only a number
    and a URL.
    """
    if _RAISED_NOTE.match(line):
        return True
    if not _NOTE.match(line):
        return False
    last = line.rsplit(maxsplit=1)[-1]
    is_sentence = last.endswith(".") and (last[:-1].isdigit() or last.islower())
    return is_sentence or "http" in line or len(line) > _LONGEST_NAME


def is_page_number(line: str) -> bool:
    """Return whether `line` is a page number or a form border such as "Top of form"."""
    bare = line.strip(" \t\u00a0•*")
    if len(bare) > _LONGEST_PAGE:
        return False
    return (
        bool(SIGNING.page_number.fullmatch(bare))
        or bare.casefold() in SIGNING.form_borders
    )


def is_note_number(line: str) -> bool:
    """Return whether `line` begins like a note, with a number in square brackets."""
    return _NOTE.match(line) is not None


_LONGEST_HEADING = 300
_LONGEST_UNSPACED_HEADING = 60
_LAST_LETTER = "\u0dff"  # of scripts with spaces between words
_BEGUN = (
    "in solidarity",
    "yours in solidarity",
    "on behalf of the",
    *SIGNING.supported,
)
_FEW, _SHORT = 8, 3  # words


_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*+|&")
_JOINED = re.compile(r"\s(?:and|et|und|y|e|dan)\s(?:the\s)?|\s?[&/,]\s?")
_FIGURES = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def may_be_signed(lines: Sequence[str]) -> bool:
    """Return whether any of `lines` may be a heading or a closing (a quick test)."""
    begun = [line[:_LONGEST_HEADING] for line in lines if _may_announce(line)]
    if begun:
        low = "\n".join(begun).casefold()
        if any(map(low.__contains__, SIGNING.stems)):
            return True
    return may_be_closed(lines)


def _may_announce(line: str) -> bool:
    """Return True if `line` is short, has a colon, or begins like a heading.

    This is a quick test for headings above signatories. `_announces` tests all words.
    """
    bare = _bare(line)
    if not bare:
        return False
    is_short = len(bare) <= LONGEST_CLOSING
    if is_short or not {":", "：", "៖"}.isdisjoint(line):
        return True
    if len(bare) > _LONGEST_HEADING:
        return False
    low = bare.casefold()
    if low[0] > _LAST_LETTER and low[0].isalpha():
        return len(bare) <= _LONGEST_UNSPACED_HEADING
    return low.startswith(_BEGUN) or _begins_heading(low)


def _begins_heading(low: str) -> bool:
    """Return True if each of the first words of `low` is typical of a heading."""
    words = filter(str.isalpha, low.split(maxsplit=_FEW)[:_FEW])
    return all(
        word in SIGNING.core or word in SIGNING.fillers or word in SIGNING.months
        for word in words
    )


@lru_cache(maxsize=256)  # each line is tested several times
def is_heading(line: str) -> bool:
    """Return whether `line` is a heading or closing above signatories."""
    bare = _bare(line)
    if is_closing(bare):
        return True
    if not bare or len(bare) > _LONGEST_HEADING:
        return False
    low = bare.casefold().replace("i\u0307", "i")
    if SIGNING.says_something.search(low):
        return False
    has_word = any(map(low.__contains__, SIGNING.stems))
    return has_word and not is_call_to_sign(bare) and _announces(bare, low)


def _announces(bare: str, low: str) -> bool:
    """Return whether `bare` is a heading of signatories, not a sentence or a demand.

    `bare` contains a word about signing. `low` is `bare` in lower case.
    """
    words = _WORD.findall(_TAIL.sub("", low) or low)
    if _says_order(low, len(words)):
        return True
    if _is_caseless(low) and len(bare) <= _LONGEST_UNSPACED_HEADING:
        is_text = low[-1] in "。។៕.؟る" or "全文" in low  # "the joint letter in full:"
        return not is_text and len(low.split()) <= _FEW
    if low.startswith(_BEGUN):
        return len(words) <= _FEW and low[-1] in ":,"
    if all(map(_may_be_of_heading, words)):
        # "Signed." is a heading; with more words, the line is a sentence.
        is_sentence = low[-1] == "." and len(words) > _SHORT
        return not is_sentence and any(map(is_of_signing, words))
    if low[-1] not in ":：៖" or SIGNING.demands.search(low):
        return False
    is_unspaced = any(letter > _LAST_LETTER and letter.isalpha() for letter in low)
    return is_unspaced or _spoken().search(low) is not None


@cache
def _spoken() -> re.Pattern[str]:
    """Return a pattern for words about signing, such as "signed", in a sentence.

    The pattern tests only the beginning of each word. These words don't match:
    "ausgezeichnet", "assassinada", "Unterstützung" and "supporting".
    """
    stems = (stem for stem in SIGNING.stems if stem[0] <= _LAST_LETTER)
    said = "|".join(re.escape(stem) for stem in stems if stem != "supporting")
    return re.compile(rf"(?<![^\W\d_])(?:co-?|con|mit|erst)?(?:{said})(?!ung)")


# Text in brackets after a heading: "Signatories (as of today)".
_TAIL = re.compile(r"\s?[(（][^()（）\n]{1,120}[)）]\s?[:：]?\Z")


def _says_order(low: str, count: int) -> bool:
    """Return whether `low` only says how the names are ordered.

    `count` is the number of words in `low`.
    """
    if not any(map(low.__contains__, SIGNING.orders)) or len(low) > _LONGEST_ORDER:
        return False
    is_bracketed = low[0] in "(（" and low.rstrip(":：")[-1:] in (")", "）")
    return is_bracketed or (count <= _FEW and low[-1] not in ".。")


_LONGEST_ORDER = 120


def is_of_signing(word: str) -> bool:
    """Return whether `word`, in lower case, is about signing."""
    if word in SIGNING.core:
        return True
    return _is_caseless(word) and any(map(word.__contains__, SIGNING.stems))


def _is_caseless(text: str) -> bool:
    """Return whether `text` begins in a script without capital letters."""
    return text[0].isalpha() and text[0].upper() == text[0].lower()


def _may_be_of_heading(word: str) -> bool:
    return word in SIGNING.fillers or word in SIGNING.months or is_of_signing(word)


def is_calling(low: str) -> bool:
    """Return whether a line demands an action. `low` is the line in lower case."""
    return SIGNING.demands.search(low) is not None


def is_surely_heading(line: str) -> bool:
    """Return True if even a single name below the heading `line` is a signatory.

    Return False for the closing of a letter, because a single name below may be the
    writer.
    """
    if SIGNING.closing_of_one.search(line.casefold()) or is_closing(line):
        return False
    return _bare(line)[-1:] in (*":：៖,", "") or len(line.split()) <= _SHORT


def is_part(line: str) -> bool:
    """Return whether `line` is a heading inside a list, such as a country."""
    bare = _bare(line)
    low = _ARTICLE.sub("", bare.casefold().rstrip(":：៖ "))
    if not low or line[:1].isdigit():
        return False
    is_marked = (line[:1], line.rstrip()[-1:]) in _BRACKETS
    if is_marked or bare.endswith((":", "：", "៖")):
        return True
    if _is_region(low.strip("()[]*")) or SIGNING.part.fullmatch(low):
        return True
    words = _WORD.findall(low)
    return 0 < len(words) <= _FEW and _are_of_part(words, bare)


def _are_of_part(words: Sequence[str], bare: str) -> bool:
    """Return True if a line consists of regions, or is a group such as "School groups".

    `words` are the words of the line `bare`, in lower case.
    """
    if words[0] in SIGNING.regions_alone and all(
        word in SIGNING.regions_alone or word in _AND for word in words
    ):
        return True
    if all(
        word in SIGNING.groups or word in SIGNING.describes_groups for word in words
    ):
        return any(word in SIGNING.groups for word in words)
    # "School groups": in a name, the second word would be capitalised.
    last = bare.rsplit(maxsplit=1)[-1]
    return 1 < len(words) <= _SHORT and last in SIGNING.groups and bare[0].isupper()


_ARTICLE = re.compile(r"\A(?:the|les?|los|las|die|gli|os|as)\s")
_BRACKETS = {("【", "】"), ("〈", "〉"), ("《", "》"), ("<", ">"), ("〔", "〕")}
_AND = frozenset({"and", "&", "et", "y", "e", "ed", "und", "dan", "or"})


def _is_region(low: str) -> bool:
    """Return whether `low` is a country or region, or several: `europe and asia`."""
    if low in countries():
        return True
    if len(low) > _LONGEST_REGION:
        return False
    parts = [part.strip() for part in _JOINED.split(low)]
    return len(parts) > 1 and all(
        part in countries() or f"the {part}" in countries() for part in parts
    )


_LONGEST_REGION = 80


def announced(line: str) -> int | None:
    """Return the number of names that `line` announces, or None.

    Undisclosed names are not counted.
    """
    found = SIGNING.announced_number.search(line[:_LONGEST_HEADING])
    if found is None:
        return None
    count = int(next(group for group in found.groups() if group))
    hidden = SIGNING.hidden_number.search(line[:_LONGEST_HEADING], found.end())
    return count - int(hidden[1]) if hidden else count


def others(line: str) -> int:
    """Return the number of unnamed signatories: 12 for "and 12 others", 0 for none."""
    found = SIGNING.further_names.match(line.strip(" .,;•-–"))
    if found is None:
        return 0
    figure = found[1].casefold()
    return int(figure) if figure.isdigit() else max(1, _FIGURES.index(figure))


@cache
def countries() -> frozenset[str]:
    """Return the names of countries and regions, in lower case."""
    listed = files("mediarel.release") / "data" / "countries.txt"
    return frozenset(listed.read_text("utf-8").split("\n"))


def _bare(line: str) -> str:
    """Return `line` without zero-width spaces and without marks at its ends."""
    return line.replace("\u200b", "").strip(" \t\u00a0*_#•-–—~=<>☆★【】[]\"“”'")
