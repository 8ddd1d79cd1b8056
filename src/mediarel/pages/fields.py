"""The fields of an entry of a list page: what its title, its labels and body say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mediarel.dates.printed import find_dates
from mediarel.pages.found import Line, ListPage, Passed, RawEntry
from mediarel.pages.noise import (
    is_cut,
    is_noise,
    is_page_numbers,
    is_read_more,
    without_comments,
    without_file,
    without_read_more,
)
from mediarel.pages.signed import poster_of
from mediarel.pages.words import (
    ACCOUNTS,
    BYLINE,
    FILED,
    KINDS,
    KINDS_WITHIN,
    LABELS,
    LANGUAGES,
    POSTS,
    SECTIONS,
    TAGGED,
    folded,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = [
    "Line",
    "ListPage",
    "Passed",
    "RawEntry",
    "entry_fields",
    "is_kind",
    "is_label",
    "is_noise",
    "is_page_numbers",
    "is_read_more",
    "label_of",
]

_LONGEST_KIND = 60
_MOST_SPACES = 6  # in a name that ends with a point
_MOST_WORDS_OF_KIND = 6
_MORE_OF_KIND = 6  # letters around one, where there are no spaces between words
_LONGEST_LABEL = 45
_LONGEST_BESIDE = 200
_MARK = re.compile(r"[\[【]([^\]】\n]{2,60})[\]】]\s{0,4}(?=\S)")
_BAR = re.compile(r"([^|｜\n]{2,60}?)\s{0,4}[|｜]\s{0,4}(?=\S)")
_LABEL = re.compile(r"([^:：|\n]{1,45}?)\s{0,3}[:：]\s{0,4}")
_GLUED_KIND = re.compile(r"((?:[^\W\d_]{1,20} ){0,3}[^\W\d_]{0,20}[a-zé])(?=[A-Z“\d])")
_GLUED_KINDS = sorted(
    (*KINDS_WITHIN, "報告", "活動報告", "報道"), key=len, reverse=True
)
# The icon that stood between is not copied: "CategoriesNews", "TagsLand, Harbour".
_GLUED = re.compile(
    r"(Categories|Category|Tags|Tagged|Posted in|Filed under)([A-Z\W].*)"
)
_EDGES = " \t\u00a0|｜,;·•–—-/:。"
_BETWEEN = re.compile(
    r"\s{0,9}[|｜·•\t]\s{0,9}|\s{2,9}|\s?/(?=[^\W\d_]{2,9}\s)|\s[–—/-]\s"
)
_IN = re.compile(r"\s(?:in|en|dans|em)\s(?=[^\W\d_])")
_SIZE = re.compile(r"[(\[]?\b\d{1,5}(?:[.,]\d{1,3})?\s?[kKMG]i?[bBo]\b[)\]]?")
_AND = re.compile(r"\s{0,4}[,;|｜、，/·•]\s{0,4}|\s{2,9}")
_WORDS = re.compile(r"[^\W_]+(?:[-'’/][^\W_]+)*")
_SUBJECT = re.compile(r"\w\s?[:：]\s?\w|\w\s[–—-]\s\w")
_ON = re.compile(
    r"(?:^|(?<=\s))(?:on|le|am|vom|el|il|em|pada|at|den|au|del|the|ngày)\s*\Z",
    re.IGNORECASE,
)
# A text that ends with neither of these was cut, if it is long enough to be one.
_ENDED = re.compile(r"[.!?…។៕。！？॥။:;:؟”\"»)\]’'*_]\s{0,3}\Z")
_LEAST_SENTENCE = 60
_NO_STOPS = re.compile("[\u0e00-\u0eff]")  # Thai and Lao end no sentence with a sign
_NO_PROSE = re.compile(r"@|https?://|www\.|\+?\d[\d\s().-]{6,20}\d|[:：]\s?\S{0,40}\Z")


def entry_fields(raw: RawEntry) -> dict[str, object]:
    """Return what the entry `raw` says, as `read_draft` takes it: only what is printed.

    Of several names beside the date the first is who issued it.
    """
    title, type_ = _title_and_kind(raw.title)
    said = _Said(raw.tags, type_)
    for printed in raw.beside:
        said.take(printed)
    text, is_excerpt = _text(raw.body, title, said)
    fields: dict[str, object] = {"date": str(raw.date)}
    given = {
        "title": title,
        "type": said.type,
        "program": said.program,
        "text": text,
        "excerpt": (is_excerpt and not raw.is_whole) or None,
        "source": raw.link,
        "tags": list(dict.fromkeys(said.tags)),
    }
    fields.update({name: value for name, value in given.items() if value})
    return fields


def is_kind(text: str) -> bool:
    """Tell whether `text` is the name of a kind of statement: `Joint Statement`."""
    if len(text) > _LONGEST_KIND or _STOP.search(text):
        return False
    low = folded(text).strip(_EDGES + "[]()")
    if low in KINDS or any(
        kind in low and len(low) <= len(kind) + _MORE_OF_KIND for kind in KINDS_WITHIN
    ):
        return True
    if _SUBJECT.search(low):  # "Joint statement: the harbour"
        return False
    words = _WORDS.findall(low)
    if not 1 <= len(words) <= _MOST_WORDS_OF_KIND or any(map(str.isdigit, words)):
        return False
    # "Media Statements", "Communiqué de presse", "Open Letter to the Council" not.
    ends = {words[-1], words[0], " ".join(words[:2]), " ".join(words[-2:])}
    return (
        bool(ends & KINDS)
        and set(words[1:-1]).isdisjoint(_NO_KIND)
        and _SPEAKERS.isdisjoint(words)
    )


_NO_KIND = frozenset(
    re.findall(
        r"\S+",
        "to on about against for au aux sur contre à contra gegen al alla ai agli alle"
        " allo sobre su sul sulla sui ao aos às über zum zur an tentang kepada"
        " before ante frente tras face perante após devant angesichts",
    )
)

# Of a sentence: "We send our condolences".
_SPEAKERS = frozenset(
    ["we", "us", "our", "i", "my", "you", "your", "they", "them", "their"]
)
_STOP = re.compile(r"\s\S{1,60}[.!?…។。]['\"”’»)]{0,3}\s{0,3}\Z")


def label_of(text: str) -> tuple[str, str] | None:
    """Return what the label of a line says and what follows: ("author", "dara").

    The first is a key of `LABELS`; None where there is no label.
    """
    found = _LABEL.match(text)
    if found is None:
        glued = _GLUED.match(text)
        return glued and (_label_named(glued[1]) or "category", glued[2])
    name = _label_named(found[1])
    return None if name is None else (name, text[found.end() :].strip())


def _label_named(words: str) -> str | None:
    low = folded(words).strip(_EDGES)
    for name, labels in LABELS.items():
        if low in labels:
            return name
    # "Auteur/autrice de la publication", "Comments of the post": half translated.
    parts = set(_WORDS.findall(low)) | set(re.findall(r"[^\W\d_]+", low))
    if len(parts) > _MOST_WORDS_OF_KIND or not parts & POSTS:
        return None
    for name, labels in LABELS.items():
        if parts & labels - _SMALL:
            return name
    return None


_SMALL = frozenset(("on", "by", "le", "el", "il", "am", "em", "de", "di", "da", "from"))


def glued_kind(title: str) -> tuple[str, str] | None:
    """Return the kind that `title` begins with and the rest, where no space parts them.

    A page draws the kind as a label of its own; copied, it is glued to the title. That
    holds for a page only where most of its titles are so.
    """
    if (found := _GLUED_KIND.match(title)) and is_kind(found[1]):
        return found[1], title[found.end() :]
    kind = next((each for each in _GLUED_KINDS if title.startswith(each)), None)
    if kind is None or len(title) <= len(kind) + 1:
        return None
    return kind, title[len(kind) :]


def _title_and_kind(printed: str | None) -> tuple[str | None, str | None]:
    """Return the title without the mark of a kind before it, and that kind."""
    if printed is None:
        return None, None
    title = without_file(printed.strip())
    mark = _MARK.match(title) or _BAR.match(title)
    if mark and is_kind(mark[1]):
        return title[mark.end() :].strip(), mark[1].strip()
    return title or None, None


class _Said:
    """What the pieces beside a date say, as they are taken one by one."""

    def __init__(self, tags: Iterable[str], type_: str | None) -> None:
        self.type = type_
        self.program: str | None = None
        self.tags = list(tags)

    def take(self, printed: str) -> None:
        """Take what stands beside the date, or on a line of labels."""
        for piece in _pieces(printed):
            self._take_piece(piece)

    def take_categories(self, printed: str) -> None:
        """Take a list of categories: the first kind is the type.

        The others are sections of the site, "News" or "Harbour", and no tags.
        """
        kinds = filter(is_kind, _listed(printed))
        self.type = self.type or next(kinds, None)

    def _take_piece(self, piece: str) -> None:
        labelled = label_of(piece)
        name, value = labelled or _without_colon(piece)
        if name == "category":
            self.take_categories(value)
        elif name == "tags":
            self.tags += _listed(value)
        elif name == "author":
            writer, *filed = _IN.split(value, maxsplit=1)
            if not is_account(writer):
                self.program = self.program or writer or None
            for categories in filed:  # "by Dara in Statements"
                self.take_categories(categories)
        elif name in ("comments", "modified"):
            return
        elif value and not is_noise(value) and not is_read_more(value):
            if any(map(is_kind, _listed(value))):
                self.take_categories(value)
            elif not is_languages(value):
                self._take_name(value)

    def _take_name(self, value: str) -> None:
        if self.program is None and _is_name(value):
            self.program = value


def _is_name(text: str) -> bool:
    """Tell whether what stands beside a date may be who issued an entry.

    A section of the site, years and dates of other things, and a sentence are none.
    """
    is_sentence = text.endswith((".", "!", "?", "…")) and text.count(" ") > _MOST_SPACES
    return (
        any(map(str.isalpha, text))
        and not is_account(text)
        and folded(text).strip(_EDGES) not in SECTIONS
        and not is_sentence
        and not find_dates(text)
    )


def is_account(name: str) -> bool:
    """Tell whether a name is that of an account and of nobody: "admin"."""
    return folded(name).strip(_EDGES) in ACCOUNTS


def is_languages(text: str) -> bool:
    """Tell whether `text` only names languages: `English | Khmer`, `PDF`."""
    bare = _SIZE.sub("", text)
    return all(folded(each) in LANGUAGES for each in _listed(bare))


def _pieces(printed: str) -> Iterator[str]:
    if len(printed) > _LONGEST_BESIDE:
        return
    is_labelled = "|" not in printed and label_of(printed) is not None
    for part in [printed] if is_labelled else _BETWEEN.split(printed.strip(_EDGES)):
        bare = _ON.sub("", part.strip(_EDGES)).strip(_EDGES)
        if not bare or not any(map(str.isalnum, bare)):
            continue
        last = bare.rpartition(", ")
        if last[0] and is_kind(last[2]) and label_of(bare) is None:
            yield from (last[0], last[2])
        else:
            yield bare


def _without_colon(piece: str) -> tuple[str, str]:
    """Return the label of a piece whose words run on: `by Dara`, `Posted in News`."""
    low = piece.casefold()
    for name in ("date", "modified"):
        if folded(piece) in LABELS[name]:
            return name, ""
    for name, words in (("category", FILED), ("author", BYLINE), ("tags", TAGGED)):
        for word in sorted(words, key=len, reverse=True):
            if low.startswith(word) and low != word and _ends(low, word):
                value = piece[len(word) :].strip(_EDGES)
                return name, _ON.sub("", value).strip(_EDGES)
    for word in LABELS["date"]:
        if low.startswith(f"{word} "):
            return "date", piece[len(word) :].strip(_EDGES)
    return "", piece


def _ends(low: str, word: str) -> bool:
    """Tell whether `word` ends at a space, where its language has spaces."""
    return not word.isascii() or low[len(word)].isspace()


def _listed(printed: str) -> list[str]:
    parts = (each.strip(" \t\u00a0.#") for each in _AND.split(printed))
    return [each for each in parts if each]


def _text(
    body: Sequence[Line], title: str | None, said: _Said
) -> tuple[str | None, bool]:
    """Return the text of a body, and whether it is only its beginning."""
    kept: list[str] = []
    leads_on = False
    last = len(body) - 1
    for position, line in enumerate(body):
        text = without_comments(line.text.strip())
        if not text:
            kept.append("")
        elif is_read_more(text, title):
            leads_on = True
        elif is_page_numbers(text) or is_noise(text):
            continue
        elif poster := poster_of(text):
            said.program = said.program or poster
        elif is_label(text, at_edge=position in (0, last, last - 1)):
            said.take(text)
        elif title and not any(kept) and folded(text) == folded(title):
            continue
        else:
            kept.append(line.text.rstrip())
    text = "\n".join(kept).strip("\n")
    text = re.sub(r"\n{3,}", "\n\n", text)
    text, was_there = without_read_more(text, title)
    text = text.strip()
    if not text:
        return None, False
    return text, leads_on or was_there or is_cut(text) or _is_broken_off(text)


def is_label(text: str, *, at_edge: bool) -> bool:
    """Tell whether a line of a body is its tags or categories, or who wrote it."""
    if len(text) > _LONGEST_BESIDE:
        return False
    labelled = label_of(text)
    if labelled is not None:
        name = labelled[0]
        return name in ("tags", "comments", "modified") or (at_edge and name != "date")
    low = folded(text)
    return at_edge and any(low.startswith(f"{word} ") for word in _FILED_LINE)


_FILED_LINE = (*(word for word in FILED if " " in word), *TAGGED)


def _is_broken_off(text: str) -> bool:
    """Tell whether `text` ends within a sentence: a list cuts it after some letters."""
    last = text.rpartition("\n")[2].strip()
    if len(last) < _LEAST_SENTENCE or _NO_STOPS.search(last[-20:]):
        return False
    return not _ENDED.search(last[-5:]) and not _NO_PROSE.search(last[-80:])
