"""Derive the fields of an entry from its title, labels and body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.pages import labels, noise
from mediarel.pages.labels import is_kind, without_number
from mediarel.pages.words import EDGES, WORDS, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mediarel.pages.found import Line, RawEntry


_MOST_WORDS = 7  # of a name that ends with a period, or has one capital
_SHORT = 2  # characters of an abbreviation's last word
# Remarks, time zones and places of issue: "(in Khmer)", "WIB", "Done at Kampot".
_NO_NAME = re.compile(
    r"[(\[]|(?i:[ap]\.?\s?m\.?|uhr|hrs?|hs?|wi[bt]a?|gmt|utc|น\.|giờ)\s*\Z"
    r"|(?:(?i:issued|done|given|signed|released|fait|donné|délivré|emitido|dado|firmado"
    r"|hecho|feito|emesso|dato|redatto|gegeben|ausgestellt)\s)?"
    r"(?:at|in|à|au|aux|en|a|em|aus|zu|di|tại|ở|នៅ|ที่)\s"
)
_FOOT = 3  # number of lines at the end of a body that may name the author
_MARK = re.compile(r"[\[【]([^\]】\n]{2,60})[\]】]\s{0,4}(?=\S)")
_BAR = re.compile(r"([^|｜\n]{2,60}?)\s{0,4}[|｜]\s{0,4}(?=\S)")
_BETWEEN = re.compile(
    r"\s{0,9}[|｜·•\t]\s{0,9}|\s{2,9}|\s?/(?=[^\W\d_]{2,9}\s)|\s[–—/-]\s"
)
_IN = re.compile(r"\s(?:in|en|dans|em)\s(?=[^\W\d_])")
_AND = re.compile(r"\s{0,4}[,;|｜、，/·•]\s{0,4}|\s{2,9}")
# A long text without one of these endings was truncated.
_ENDED = re.compile(r"[.!?…។៕。！？॥။:;:؟”\"»)\]’'*_]\s{0,3}\Z")
_LEAST_SENTENCE = 60
_NO_STOPS = re.compile("[\u0e00-\u0eff]")  # Thai and Lao have no sentence-final mark
# A URL of a page. An address of a site, without a path, may be part of a signature.
_URL = re.compile(r"https?://[^\s/]+/[^\s…]+", re.IGNORECASE)
_NO_PROSE = re.compile(r"@|https?://|www\.|\+?\d[\d\s().-]{6,20}\d|[:：]\s?\S{0,40}\Z")


def entry_fields(raw: RawEntry) -> dict[str, object]:
    """Return the fields of an entry, in the form that `read_draft` accepts.

    If several names are next to the date, the first name is the issuer. For a single
    release, the fields are only date, title, text and address. An import reads further
    fields from the text.
    """
    if raw.text is not None:
        titled = {"title": raw.title} if raw.title else {}
        sources = {"sources": [raw.link]} if raw.link else {}
        return {"date": str(raw.date), "text": raw.text, **titled, **sources}
    title, type_ = _title_and_kind(raw.title)
    said = _Said(raw.tags, type_)
    urls = [raw.link] if raw.link else []
    for printed in raw.beside:
        if _URL.fullmatch(printed):
            urls.append(printed)
        else:
            said.take(printed)
    body, more = _without_urls(raw.body)
    text, is_excerpt = _text(body, title, said)
    fields: dict[str, object] = {"date": str(raw.date)}
    given: dict[str, object] = {
        "title": title,
        "type": said.type,
        "program": said.program,
        "text": text,
        "excerpt": is_excerpt or None,
        "sources": list(dict.fromkeys([*urls, *more])),
        "tags": list(dict.fromkeys(said.tags)),
    }
    fields.update({name: value for name, value in given.items() if value})
    return fields


def _title_and_kind(printed: str | None) -> tuple[str | None, str | None]:
    """Split a title such as `Statement | Reopen all rooms` into title and kind."""
    if printed is None:
        return None, None
    title = printed.strip()
    mark = _MARK.match(title) or _BAR.match(title)
    if mark and is_kind(mark[1]):
        return title[mark.end() :].strip(), without_number(mark[1].strip())
    named, _, last = title.rpartition(" , ")
    if named and is_kind(last):
        return named.strip(), without_number(last.strip())
    return title or None, None


_LONGEST_WORD = 60  # characters; a longer run, as in Thai, is a sentence


class _Said:
    """The type, issuer and tags found in labels and in texts next to the date."""

    def __init__(self, tags: Iterable[str], type_: str | None) -> None:
        self.type = type_
        self.program: str | None = None
        self.tags = list(tags)

    def take(self, printed: str) -> None:
        """Read the fields in a text next to the date, or in a line of labels."""
        known = self.type
        for piece in _pieces(printed):
            # A piece after a kind is a place or subject: "Statement | Harbour".
            self._take_piece(piece, is_behind_kind=self.type != known)

    def take_categories(self, printed: str) -> None:
        """Set the type to the first category that is a kind of statement.

        Other categories, such as "News", are sections of the site. They are not added
        to the tags.
        """
        listed = _listed(without_number(printed))
        kinds = map(without_number, filter(is_kind, listed))
        self.type = self.type or next(kinds, None)

    def _take_piece(self, piece: str, *, is_behind_kind: bool) -> None:
        labelled = labels.label_of(piece)
        name, value = labelled or labels.without_colon(piece)
        if name == "category":
            self.take_categories(value)
        elif name == "tags":
            self.tags += _listed(value)
        elif name == "author":
            writer, *filed = _IN.split(labels.without_time(value), maxsplit=1)
            if not is_account(writer):
                self.program = self.program or writer or None
            for categories in filed:  # "by Dara in Statements"
                self.take_categories(categories)
        elif name in ("comments", "modified") or not value:
            return
        elif not noise.is_noise(value) and not noise.is_read_more(value):
            if any(map(is_kind, _listed(without_number(value)))):
                self.take_categories(value)
            elif not (is_behind_kind or self.program):
                self.program = value if _is_name(value) else None


def is_read(printed: str, others: Iterable[str]) -> bool:
    """Return whether a text gives a URL, or a field that `others` don't give."""
    said = _Said((), None)
    for each in others:
        said.take(each)
    known = said.type, said.program, len(said.tags)
    said.take(printed)
    is_url = _URL.fullmatch(printed) is not None
    return is_url or known != (said.type, said.program, len(said.tags))


def _is_name(text: str) -> bool:
    """Return whether a text next to a date is certainly the name of the issuer.

    Returns False for site sections, places, sentences, labels of other values, and
    texts with a figure, such as times and reference numbers.
    """
    return (
        any(map(str.isalpha, text))
        and max(map(len, text.split())) <= _LONGEST_WORD
        and text[-1] not in labels.COLONS
        and (" " in text or text[-1] != ".")
        and ": " not in text
        and not is_account(text)
        and folded(text).strip(EDGES) not in WORDS["sections"]
        and not all(folded(each) in WORDS["languages"] for each in _listed(text))
        and labels.label_of(f"{text}:") is None
        and not _NO_NAME.match(text)
        and not any(map(str.isdigit, text))
        and not is_sentence(text)
    )


def is_sentence(text: str) -> bool:
    """Return whether a short text is a sentence, not a name."""
    words = text.split()
    if text.endswith((".", "!", "?", "…", "។", "。")):
        # "Harbour Watch Inc." is a name, "Return what was taken." is a sentence.
        last = words[-1].strip(".!?…។。")
        is_word = len(last) > _SHORT and last.islower()
        return len(words) > _MOST_WORDS or (len(words) > 1 and is_word)
    return len(words) > _MOST_WORDS and not any(
        each[:1].isupper() for each in words[1:]
    )


def is_account(name: str) -> bool:
    """Return whether a name is a technical account, such as "admin"."""
    return folded(name).strip(EDGES) in WORDS["accounts"]


def _pieces(printed: str) -> Iterator[str]:
    if len(printed) > labels.LONGEST_BESIDE:
        return
    is_labelled = "|" not in printed and labels.label_of(printed) is not None
    for part in [printed] if is_labelled else _BETWEEN.split(printed.strip(EDGES)):
        bare = labels.ON.sub("", part.strip(EDGES)).strip(EDGES).rstrip(EDGES + "([（")
        if not bare or not any(map(str.isalnum, bare)):
            continue
        yield bare


def _listed(printed: str) -> list[str]:
    parts = (each.strip(" \t\u00a0.#") for each in _AND.split(printed))
    return [each for each in parts if each]


def _without_urls(lines: Iterable[Line]) -> tuple[list[Line], list[str]]:
    """Remove the lines at both ends of a body that are only a URL.

    Returns the other lines, and the URLs. A URL below "More information:" is kept.
    """
    body, urls = list(lines), []
    for end in (0, -1):
        while body and _URL.fullmatch(body[end].text):
            if end and any(x.text.endswith((":", "：")) for x in body[-2:-1]):
                break
            urls.append(body.pop(end).text)
    return body, urls


def _text(
    body: Sequence[Line], title: str | None, said: _Said
) -> tuple[str | None, bool]:
    """Return a pair: the text of a body, and True if the text is only an excerpt.

    Labels such as `Tags: harbour` are not part of the text. Their values are added to
    `said`.
    """
    kept: list[str] = []
    leads_on = False
    for position, line in enumerate(body):
        text = line.text.strip()
        if not text:
            kept.append("")
        elif noise.is_read_more(text, title):
            leads_on = True
        elif noise.is_page_numbers(text) or noise.is_noise(text):
            continue
        elif labels.is_label(text, at_edge=not 0 < position < len(body) - _FOOT):
            said.take(text)
        else:
            kept.append(line.text.rstrip())
    text = "\n".join(kept).strip("\n")
    text = re.sub(r"\n{3,}", "\n\n", text)
    text, was_there = noise.without_read_more(text, title)
    text = text.strip()
    if not text:
        return None, False
    return text, leads_on or was_there or noise.is_cut(text) or _is_broken_off(text)


def _is_broken_off(text: str) -> bool:
    """Return whether `text` ends in the middle of a sentence, as truncated texts do."""
    last = text.rpartition("\n")[2].strip()
    if len(last) < _LEAST_SENTENCE or _NO_STOPS.search(last[-20:]):
        return False
    return not _ENDED.search(last[-5:]) and not _NO_PROSE.search(last[-80:])
